"""What a wheel is built with beside the plain sources: the hot modules, compiled by mypyc from these same sources.

It is an extra and never a condition: where mypy or a C compiler is missing, the wheel has the plain modules alone and
says so. COUNTERFOIL_PURE=1 asks for that; an editable install is always plain.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from textwrap import shorten
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

MODULES = (
    "counterfoil/flow/awaited.py",
    "counterfoil/flow/blocking.py",
    "counterfoil/flow/facts.py",
    "counterfoil/flow/known_links.py",
    "counterfoil/flow/link_facts.py",
    "counterfoil/flow/link_rows.py",
    "counterfoil/flow/linking.py",
    "counterfoil/flow/neighbourhood.py",
    "counterfoil/flow/recall.py",
    "counterfoil/flow/shelf.py",
    "counterfoil/flow/timelines.py",
    "counterfoil/formats/_camt_rows.py",
    "counterfoil/formats/_cii_build.py",
    "counterfoil/formats/_compiled.py",
    "counterfoil/formats/_invoice_summary.py",
    "counterfoil/formats/_statement_payment.py",
    "counterfoil/formats/_statement_summary.py",
    "counterfoil/formats/_table.py",
    "counterfoil/formats/_trade_summary.py",
    "counterfoil/formats/_ubl.py",
    "counterfoil/formats/_ubl_build.py",
    "counterfoil/formats/_ubl_goods.py",
    "counterfoil/formats/_walk.py",
    "counterfoil/formats/structure/_plan.py",
    "counterfoil/formats/structure/_right.py",
    "counterfoil/formats/ubl_despatch.py",
    "counterfoil/formats/ubl_order.py",
    "counterfoil/formats/ubl_receipt.py",
    "counterfoil/log/claims.py",
    "counterfoil/log/merkle.py",
    "counterfoil/matching/amounts.py",
    "counterfoil/matching/cash/amounts_abroad.py",
    "counterfoil/matching/cash/amounts_beside.py",
    "counterfoil/matching/cash/applying.py",
    "counterfoil/matching/cash/assignment.py",
    "counterfoil/matching/cash/came_back.py",
    "counterfoil/matching/cash/candidates.py",
    "counterfoil/matching/cash/choices.py",
    "counterfoil/matching/cash/creditor_reference.py",
    "counterfoil/matching/cash/days_named.py",
    "counterfoil/matching/cash/discount.py",
    "counterfoil/matching/cash/inference.py",
    "counterfoil/matching/cash/ledger.py",
    "counterfoil/matching/cash/lists.py",
    "counterfoil/matching/cash/mangled.py",
    "counterfoil/matching/cash/mistaken.py",
    "counterfoil/matching/cash/movements.py",
    "counterfoil/matching/cash/naming.py",
    "counterfoil/matching/cash/odds.py",
    "counterfoil/matching/cash/open_items.py",
    "counterfoil/matching/cash/parts.py",
    "counterfoil/matching/cash/payers.py",
    "counterfoil/matching/cash/reach.py",
    "counterfoil/matching/cash/refunds.py",
    "counterfoil/matching/cash/remittance.py",
    "counterfoil/matching/cash/rivals.py",
    "counterfoil/matching/cash/subset.py",
    "counterfoil/matching/cash/till.py",
    "counterfoil/matching/cash/told_again.py",
    "counterfoil/matching/cash/trade_likeness.py",
    "counterfoil/matching/cash/weighing.py",
    "counterfoil/matching/days.py",
    "counterfoil/matching/duplicates/around.py",
    "counterfoil/matching/duplicates/bill.py",
    "counterfoil/matching/duplicates/chance.py",
    "counterfoil/matching/duplicates/circumstances.py",
    "counterfoil/matching/duplicates/keys.py",
    "counterfoil/matching/duplicates/matcher.py",
    "counterfoil/matching/duplicates/number.py",
    "counterfoil/matching/duplicates/number_likeness.py",
    "counterfoil/matching/duplicates/pair.py",
    "counterfoil/matching/duplicates/parts.py",
    "counterfoil/matching/duplicates/repetition.py",
    "counterfoil/matching/duplicates/series.py",
    "counterfoil/matching/duplicates/split.py",
    "counterfoil/matching/duplicates/sums.py",
    "counterfoil/matching/goods.py",
    "counterfoil/matching/items.py",
    "counterfoil/matching/judging/billed_line.py",
    "counterfoil/matching/judging/billed_orders.py",
    "counterfoil/matching/judging/billing.py",
    "counterfoil/matching/judging/cancelled.py",
    "counterfoil/matching/judging/context.py",
    "counterfoil/matching/judging/currencies.py",
    "counterfoil/matching/judging/discrepancies.py",
    "counterfoil/matching/judging/entries.py",
    "counterfoil/matching/judging/given_back.py",
    "counterfoil/matching/judging/history.py",
    "counterfoil/matching/judging/not_invoiced.py",
    "counterfoil/matching/judging/not_ordered.py",
    "counterfoil/matching/judging/not_received.py",
    "counterfoil/matching/judging/ordered.py",
    "counterfoil/matching/judging/outlook.py",
    "counterfoil/matching/judging/payee_account.py",
    "counterfoil/matching/judging/prices.py",
    "counterfoil/matching/judging/quantities.py",
    "counterfoil/matching/judging/receipts.py",
    "counterfoil/matching/judging/received.py",
    "counterfoil/matching/judging/same_terms.py",
    "counterfoil/matching/judging/settlement.py",
    "counterfoil/matching/judging/spanning.py",
    "counterfoil/matching/judging/supply.py",
    "counterfoil/matching/judging/taxes.py",
    "counterfoil/matching/judging/tolerated.py",
    "counterfoil/matching/judging/totals.py",
    "counterfoil/matching/keys.py",
    "counterfoil/matching/mentions.py",
    "counterfoil/matching/named_lines.py",
    "counterfoil/matching/pack_sizes.py",
    "counterfoil/matching/parties/addresses.py",
    "counterfoil/matching/parties/identifiers.py",
    "counterfoil/matching/parties/identity.py",
    "counterfoil/matching/parties/name_likeness.py",
    "counterfoil/matching/parties/names.py",
    "counterfoil/matching/precedence.py",
    "counterfoil/matching/references.py",
    "counterfoil/matching/targets.py",
    "counterfoil/matching/three_way/also_called.py",
    "counterfoil/matching/three_way/answer.py",
    "counterfoil/matching/three_way/around.py",
    "counterfoil/matching/three_way/concern.py",
    "counterfoil/matching/three_way/evidence.py",
    "counterfoil/matching/three_way/fit.py",
    "counterfoil/matching/three_way/inference.py",
    "counterfoil/matching/three_way/marks.py",
    "counterfoil/matching/three_way/named.py",
    "counterfoil/matching/three_way/near_numbers.py",
    "counterfoil/matching/three_way/papers.py",
    "counterfoil/matching/three_way/same_lines.py",
    "counterfoil/matching/three_way/scene.py",
    "counterfoil/matching/three_way/sides.py",
    "counterfoil/matching/three_way/solve.py",
    "counterfoil/matching/three_way/spread.py",
    "counterfoil/matching/three_way/terms.py",
    "counterfoil/matching/three_way/touch.py",
    "counterfoil/matching/three_way/twins.py",
    "counterfoil/matching/unit_prices.py",
    "counterfoil/matching/units.py",
    "counterfoil/rules/_coded.py",
    "counterfoil/rules/_element_plan.py",
    "counterfoil/rules/_elements.py",
    "counterfoil/rules/_layout.py",
    "counterfoil/rules/_plan.py",
    "counterfoil/rules/en16931/_amounts.py",
    "counterfoil/rules/en16931/_columns.py",
    "counterfoil/rules/en16931/_vat.py",
    "counterfoil/rules/en16931/_vat_names.py",
    "counterfoil/rules/en16931/_vat_sums.py",
    "counterfoil/rules/en16931/arithmetic.py",
    "counterfoil/rules/peppol/_reading.py",
    "counterfoil/rules/peppol/documents.py",
    "counterfoil/rules/peppol/lines.py",
    "counterfoil/store/decode.py",
    "counterfoil/store/encode.py",
    "counterfoil/store/values.py",
)
"""The modules that are worth compiling; each has shown its gain by the benchmarks."""

_LEVEL = os.environ.get("COUNTERFOIL_OPTIMISE", "3")
"""What the C compiler is asked for, 0 to 3: tests ask for little, since it changes no answer and takes a minute."""

_GROUP = "counterfoil._native"
"""Where the code of all of them stands; each module's own extension only hands it over."""

_DOCUMENT = (
    b'<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2">'
    b'<ID xmlns="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">1</ID></Invoice>'
)
_BUILD = ["--quiet", "build_ext", "--inplace"]
_INSTEAD = {"-Werror": "-Wno-misleading-indentation"}
"""A newer compiler may warn of more; and of so long a file gcc takes minutes to look at how it is indented."""


class CompileHook(BuildHookInterface[Any]):
    """Puts the compiled modules beside their sources, where Python finds them first."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile before the wheel is put together."""
        self._folder: str | None = None
        if version == "editable" or os.environ.get("COUNTERFOIL_PURE") == "1":
            return
        self._folder = tempfile.mkdtemp(prefix="counterfoil-")
        folder = Path(self._folder)
        shutil.copytree(Path(self.root, "src", "counterfoil"), folder / "counterfoil", ignore=_ignored)
        made = subprocess.run(  # noqa: S603 - ourselves
            [sys.executable, __file__, self._folder], capture_output=True, text=True, errors="replace", check=False
        )
        if made.returncode == 0:
            made = _tried(folder)
        if made.returncode:
            said = shorten((made.stderr.strip() or made.stdout.strip()).rpartition("\n")[2], 120)
            self.app.display_warning(f"The modules stay plain Python, since they could not be compiled ({said}).")
            return
        for file in (folder / "counterfoil").rglob("*"):
            if file.suffix in {".so", ".pyd"}:
                build_data["force_include"][str(file)] = file.relative_to(folder).as_posix()
        build_data["pure_python"] = False
        build_data["infer_tag"] = True

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was only needed to put the wheel together."""
        del version, build_data, artifact_path
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)


def _tried(folder: Path) -> "subprocess.CompletedProcess[str]":
    """Import what was compiled, and read with it: a module that compiles may still not be one that runs."""
    said = "import counterfoil.formats as formats; from counterfoil.model.settings import Limits;"
    read = f"assert next(formats.read({_DOCUMENT!r}, Limits())).model.number == '1'"
    around = os.pathsep.join(filter(None, (str(folder), os.environ.get("PYTHONPATH"))))
    return subprocess.run(  # noqa: S603 - ourselves
        [sys.executable, "-c", said + read],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": around},
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )


def compile_below(folder: str) -> None:
    """Compile the modules in this copy of the sources; the extensions come to stand beside them.

    In a process of its own: mypyc ends its process on a fault, and both it and the compiler talk.
    """
    from mypyc.build import mypycify
    from setuptools import Extension, setup  # type: ignore[import-untyped, unused-ignore]

    os.chdir(folder)
    # The compiler is tried first, since mypyc takes its time.
    Path("trial.c").write_text("#include <Python.h>\nPyMODINIT_FUNC PyInit_trial(void) { return NULL; }\n")
    setup(name="trial", ext_modules=[Extension("trial", ["trial.c"])], script_args=_BUILD)
    # The whole is checked by `make check`; here only the modules themselves, whatever libraries are at hand.
    options = ["--config-file=", "--ignore-missing-imports", "--follow-imports=silent"]
    extensions = mypycify([*options, *MODULES], group_name=_GROUP, opt_level=_LEVEL, debug_level="0")
    for extension in extensions:
        extension.extra_compile_args = [_INSTEAD.get(each, each) for each in extension.extra_compile_args]
    setup(name="counterfoil", ext_modules=extensions, script_args=_BUILD)


def _ignored(folder: str, names: list[str]) -> set[str]:
    del folder
    return {name for name in names if name == "__pycache__" or name.endswith((".so", ".pyd"))}


if __name__ == "__main__":
    compile_below(sys.argv[1])
