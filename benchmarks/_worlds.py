"""What is linked in a trading world: by a home that its documents are added to, or on a desk without any home."""

import json
import tempfile
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from counterfoil.flow.discrepancy_views import discrepancies_view
from counterfoil.flow.home import init_home, open_home
from counterfoil.flow.intake import intakes
from counterfoil.flow.mapping import load_mappings
from counterfoil.flow.prepare import Options
from counterfoil.flow.record import Recorder
from counterfoil.flow.untold import untold
from counterfoil.flow.views import links_view
from counterfoil.matching import (
    FILINGS,
    INFERENCES,
    MATCHERS,
    REFERENCES,
    Context,
    Desk,
    discrepancies_of,
    owner_party,
    role_in,
)
from counterfoil.model.link import Basis, Discrepancy, Link
from counterfoil.model.settings import Owner, Settings
from counterfoil.model.summary import Recorded

CERTAIN_FROM = Settings(owner=Owner(name="")).certain_from


class Answer(NamedTuple):
    """What was found in a world. Links and discrepancies are as the command prints them, with ids in hex."""

    files: dict[str, str]
    """The id of each document by its file."""
    documents: dict[str, Recorded]
    links: list[dict[str, Any]]
    discrepancies: list[dict[str, Any]]


class Folder:
    """A world's folder."""

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()
        self.about = json.loads((self.path / "truth" / "world.json").read_text())
        home = self.about["home"]
        self.owner = Owner(name=home["name"], vat=home["vat"], gln=home["gln"], ibans=tuple(home["ibans"]))

    def truth(self, name: str) -> list[dict[str, Any]]:
        """One file of the truth."""
        return [json.loads(line) for line in (self.path / "truth" / f"{name}.jsonl").read_text().splitlines()]

    def options(self) -> Options:
        """How its documents are read."""
        mappings = load_mappings(sorted((self.path / "mappings").glob("*.toml")))
        return Options(on=date.fromisoformat(self.about["on"]), mappings=mappings, us=owner_party(self.owner))

    def read(self) -> tuple[dict[str, str], dict[str, Recorded]]:
        """All documents as linking sees them: ids by file, and documents by id."""
        us = owner_party(self.owner)
        files: dict[str, str] = {}
        documents: dict[str, Recorded] = {}
        for one in intakes([self.path / "documents"], self.options()):
            name, prepared = self._relative(one.prepared.file), one.prepared
            if prepared.summary is None:
                raise SystemExit(f"{name}: {prepared.error}")
            files[name] = prepared.id.hex()
            documents[prepared.id.hex()] = Recorded(
                id=prepared.id, role=role_in(prepared.summary, us), summary=prepared.summary
            )
        return files, documents

    def _relative(self, file: str) -> str:
        return file.removeprefix(f"{self.path}/")


def on_a_desk(folder: Folder) -> Answer:
    """Everything linked in memory, from scratch."""
    files, documents = folder.read()
    found = Desk(documents.values(), MATCHERS, INFERENCES, filings=FILINGS).link_all()
    wrong = _judged(documents, found, date.fromisoformat(folder.about["on"]))
    return Answer(files, documents, [_link(one) for one in found], wrong)


def by_references_alone(folder: Folder) -> Answer:
    """What the numbers that documents name give by themselves: links of goods."""
    files, documents = folder.read()
    found = Desk(documents.values(), (REFERENCES,), ()).link_all()
    return Answer(files, documents, [_link(one) for one in found], [])


def in_a_home(folder: Folder) -> Answer:
    """Everything added to a new home, as `counterfoil add` does it."""
    files, documents = folder.read()
    on = date.fromisoformat(folder.about["on"])
    with tempfile.TemporaryDirectory(prefix="world-") as scratch:
        path = Path(scratch) / "home"
        init_home(path, Settings(owner=folder.owner), None, unencrypted=True)
        with open_home(path) as home:
            for added in Recorder(home).add(intakes([folder.path / "documents"], folder.options())):
                if added.error is not None:
                    raise SystemExit(f"{added.file}: {added.error}")
            return Answer(files, documents, list(links_view(home)), list(discrepancies_view(home, on=on)))


def _link(link: Link) -> dict[str, Any]:
    return {
        "kind": link.kind,
        "from": {"id": link.source.id.hex(), "line": link.source.line},
        "to": {"id": link.target.id.hex(), "line": link.target.line},
        "quantity": None if link.quantity is None else format(link.quantity, "f"),
        "amount": None if link.amount is None else format(link.amount, "f"),
        "confidence": link.confidence,
        "state": "certain" if link.confidence >= CERTAIN_FROM else "proposed",
        "exact": link.basis is Basis.REFERENCE,
        "evidence": list(link.evidence),
    }


def _judged(documents: dict[str, Recorded], links: list[Link], on: date) -> list[dict[str, Any]]:
    """Discrepancies of all documents on a day."""
    by_source: dict[bytes, list[Link]] = defaultdict(list)
    by_target: dict[bytes, list[Link]] = defaultdict(list)
    for link in links:
        by_source[link.source.id].append(link)
        by_target[link.target.id].append(link)
    context = Context(
        documents={one.id: one for one in documents.values()},
        links_from={id: tuple(each) for id, each in by_source.items()},
        links_to={id: tuple(each) for id, each in by_target.items()},
        shelf=Desk(documents.values(), MATCHERS, INFERENCES, filings=FILINGS),
    )
    code, latest = untold(Settings(owner=Owner(name="")), on)
    found = (wrong for one in documents.values() for wrong in discrepancies_of(one, context))
    return [_discrepancy(one) for one in found if one.code != code or one.since is None or one.since <= latest]


def _discrepancy(found: Discrepancy) -> dict[str, Any]:
    return {
        "code": found.code,
        "document": {"id": found.id.hex()},
        "line": found.line,
        "expected": found.expected,
        "found": found.found,
        "amount": None if found.amount is None else format(found.amount, "f"),
        "state": "open",
    }
