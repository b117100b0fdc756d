# Everything that is run often. Each target makes its own virtual environment; Python 3.11 or newer and make are enough.

VENV ?= .venv
BIN := $(VENV)/bin
JOBS ?= logical
UV_VERSION := 0.13.9

SCRIPTS := hatch_build.py $(wildcard benchmarks/*.py tools/*.py verifier/*.py)
# What the benchmarks share stands in files whose names start with an underscore.
BENCHMARKS := $(filter-out benchmarks/_%,$(wildcard benchmarks/*.py))

PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
INSTALL := $(PIP) install --require-hashes --only-binary :all: -r

.NOTPARALLEL:

.PHONY: help demo demo-nodes test check format types layers style bench soak docs lock clean

help:
	@echo "make demo    add a small trading world to a new home and tell what is wrong in it"
	@echo "make demo-nodes  three companies on this machine exchange papers, and one proves an invoice to another"
	@echo "make test    every test, and full branch coverage of the thinking floors"
	@echo "make check   format, style, types, layers"
	@echo "make bench   the benchmarks, one ratio a claim, of the compiled build (PURE=1: of the plain sources)"
	@echo "make soak    long runs: fuzzing, kills, mutations"
	@echo "make docs    the generated pages of docs/reference"
	@echo "make lock    pin the requirements anew (UPGRADE=1: to the newest versions)"
	@echo "make format  format and fix what can be fixed by machine"
	@echo "make clean   remove the virtual environment and what runs left behind"

demo: $(VENV)/.core $(VENV)/.package
	$(BIN)/counterfoil demo

# It needs the extra "web", which is among the tools.
demo-nodes: $(VENV)/.dev $(VENV)/.package
	$(BIN)/counterfoil demo --nodes

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

# The compiled build, installed as a wheel into a virtual environment of its own; PURE=1 measures the plain sources.
BENCH := $(if $(PURE),$(VENV),$(VENV)-bench)

bench: $(VENV)/.dev $(VENV)/.package $(if $(PURE),,$(VENV)-bench/.wheel)
	@$(BENCH)/bin/python -c "import sys; sys.path.insert(0, 'benchmarks'); from _build import build; print('Measured:', build())"
	@set -e; for file in $(BENCHMARKS); do echo "== $$file"; $(BENCH)/bin/python "$$file"; done

soak: export HYPOTHESIS_PROFILE = soak
soak: $(VENV)/.soak $(VENV)/.package
	$(BIN)/python -m pytest -m "soak or hypothesis" -n $(JOBS) --dist worksteal
	$(BIN)/python tools/mutate.py

docs: $(VENV)/.core $(VENV)/.package
	$(BIN)/python tools/reference.py

lock: .tools/uv-$(UV_VERSION)/bin/uv
	tools/lock $<

clean:
	rm -rf $(VENV) $(VENV)-bench .tools .demo build dist htmlcov .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache \
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

# Built with the locked tools, so nothing of another version is fetched.
$(VENV)-bench/.wheel: $(VENV)/.dev hatch_build.py pyproject.toml $(shell find src -name '*.py')
	$(BIN)/python -m venv --clear $(VENV)-bench
	$(VENV)-bench/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes --only-binary :all: \
	    -r requirements/dev.txt
	$(VENV)-bench/bin/python -m pip --disable-pip-version-check --quiet install --no-deps --no-build-isolation --no-index .
	@touch $@

.tools/uv-$(UV_VERSION)/bin/uv:
	python=$$(tools/find-python) && "$$python" -m venv --clear .tools/uv-$(UV_VERSION)
	.tools/uv-$(UV_VERSION)/bin/python -m pip --quiet install uv==$(UV_VERSION)
