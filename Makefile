# Everything that is run often. Each target makes its own virtual environment; Python 3.11 or newer and make are enough.

VENV ?= .venv
BIN := $(VENV)/bin
JOBS ?= logical
UV_VERSION := 0.13.9

SCRIPTS := $(wildcard benchmarks/*.py tools/*.py)
# What the benchmarks share stands in files whose names start with an underscore.
BENCHMARKS := $(filter-out benchmarks/_%,$(wildcard benchmarks/*.py))

PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
INSTALL := $(PIP) install --require-hashes --only-binary :all: -r

.NOTPARALLEL:

.PHONY: help demo test check format types layers style bench soak docs lock clean

help:
	@echo "make demo    add a small trading world to a new home and tell what is wrong in it"
	@echo "make test    every test, and full branch coverage of the thinking floors"
	@echo "make check   format, style, types, layers"
	@echo "make bench   the benchmarks: one ratio a claim"
	@echo "make soak    long runs: fuzzing, kills, mutations"
	@echo "make docs    the generated pages of docs/reference"
	@echo "make lock    pin the requirements anew (UPGRADE=1: to the newest versions)"
	@echo "make format  format and fix what can be fixed by machine"
	@echo "make clean   remove the virtual environment and what runs left behind"

demo: $(VENV)/.core $(VENV)/.package
	$(BIN)/counterfoil demo

# Coverage measures the floors that decide what is right and wrong (pyproject.toml); every branch of theirs is tested.
test: $(VENV)/.dev $(VENV)/.package
	$(BIN)/python -m coverage erase
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal --cov --cov-report=
	$(BIN)/python -m coverage report --fail-under=100

check: style types layers

style: $(VENV)/.dev
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m ruff check .

types: $(VENV)/.dev $(VENV)/.package
	MYPYPATH=benchmarks $(BIN)/python -m mypy src tests $(SCRIPTS)
	$(BIN)/basedpyright --pythonpath $(BIN)/python

layers: $(VENV)/.dev $(VENV)/.package
	$(BIN)/lint-imports

format: $(VENV)/.dev
	$(BIN)/python -m ruff check --fix .
	$(BIN)/python -m ruff format .

bench: $(VENV)/.dev $(VENV)/.package
	@set -e; for file in $(BENCHMARKS); do echo "== $$file"; $(BIN)/python "$$file"; done

soak: export HYPOTHESIS_PROFILE = soak
soak: $(VENV)/.soak $(VENV)/.package
	$(BIN)/python -m pytest -m "soak or hypothesis" -n $(JOBS) --dist worksteal
	$(BIN)/python tools/mutate.py

docs: $(VENV)/.core $(VENV)/.package
	$(BIN)/python tools/reference.py

lock: .tools/uv-$(UV_VERSION)/bin/uv
	tools/lock $<

clean:
	rm -rf $(VENV) .tools .demo build dist htmlcov .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache \
	    .hypothesis .import_linter_cache
	find src tests benchmarks tools -name __pycache__ -type d -prune -exec rm -rf {} +

# --- The virtual environment: a stamp a list of requirements, so that it is touched only when a list changes -----------

$(BIN)/python:
	python=$$(tools/find-python) && "$$python" -m venv --clear $(VENV)

$(VENV)/.core: requirements/core.txt | $(BIN)/python
	$(INSTALL) requirements/core.txt
	@touch $@

# The wider lists contain the narrower ones, in the same versions.
$(VENV)/.dev: requirements/dev.txt | $(BIN)/python
	$(INSTALL) requirements/dev.txt
	@touch $@ $(VENV)/.core

$(VENV)/.soak: requirements/soak.txt | $(VENV)/.dev
	$(INSTALL) requirements/soak.txt
	@touch $@

$(VENV)/.package: pyproject.toml | $(VENV)/.core
	$(PIP) install --no-deps --no-build-isolation --no-index --editable .
	@touch $@

.tools/uv-$(UV_VERSION)/bin/uv:
	python=$$(tools/find-python) && "$$python" -m venv --clear .tools/uv-$(UV_VERSION)
	.tools/uv-$(UV_VERSION)/bin/python -m pip --quiet install uv==$(UV_VERSION)
