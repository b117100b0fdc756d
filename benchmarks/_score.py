"""How well a trading world is linked, by its truth: `python benchmarks/_score.py DIR [--desk] [--show bills]`.

Without --desk the documents are added to a new home. `--show WHAT` also lists what was missed and what is false: a kind
of link, a code of a discrepancy, entries, or all.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

from _figures import GOODS, Count, Score, printed
from _worlds import Answer, Folder, in_a_home, on_a_desk

UNNAMED = frozenset(
    (
        "reference-missing",
        "reference-mangled",
        "reference-misplaced",
        "reference-in-note",
        "despatch-reference-only",
        "line-renumbered",
    )
)
"""What keeps an exact reference from being there."""
_BANDS = tuple(Decimal(edge) / 20 for edge in range(21))

Ends = tuple[str, str, str | None, str, str | None]


def score(folder: Folder, answer: Answer, into: Score | None = None) -> Score:
    """Compare what was found in a world with its truth."""
    total = into or Score()
    names = {id: file for file, id in reversed(answer.files.items())}
    answer = _alike(folder, answer)
    _Links(folder, answer, names, total).compare()
    _Entries(folder, answer, names, total).compare()
    _discrepancies(folder, answer, names, total)
    _sums(answer, names, total)
    return total


def _alike(folder: Folder, answer: Answer) -> Answer:
    """Of an invoice and its duplicate of the same day nobody can tell the first: what is found of either counts."""
    groups: dict[str, list[str]] = defaultdict(list)
    for wrong in folder.truth("discrepancies"):
        if wrong["either"]:
            groups[wrong["either"]].append(answer.files[wrong["document"]["file"]])
    first = {group[0]: group[1] for group in groups.values()}

    def end(one: dict[str, Any]) -> dict[str, Any]:
        return {**one, "id": first.get(one["id"], one["id"])}

    links = [
        link if link["kind"] == "repeats" else {**link, "from": end(link["from"]), "to": end(link["to"])}
        for link in answer.links
    ]
    wrongs = [
        one if one["code"] == "duplicate-invoice" else {**one, "document": end(one["document"])}
        for one in answer.discrepancies
    ]
    return answer._replace(links=links, discrepancies=wrongs)


class _Links:
    """Links of goods and duplicates."""

    def __init__(self, folder: Folder, answer: Answer, names: dict[str, str], total: Score) -> None:
        self._answer, self._names, self._total = answer, names, total
        self._truth: dict[Ends, dict[str, Any]] = {}
        self._pairs: dict[tuple[str, str, str], list[Ends]] = defaultdict(list)
        self._hard: dict[tuple[str, str], frozenset[str]] = defaultdict(frozenset)
        for tie in folder.truth("links"):
            self._keep(tie)

    def _keep(self, tie: dict[str, Any]) -> None:
        files = self._answer.files
        source, target = files[tie["from"]["file"]], files[tie["to"]["file"]]
        if tie["kind"] == "repeats" and source == target:
            count = self._total.duplicates[tie["difficulty"][0]]
            count.right += 1
            return
        ends = tie["kind"], source, tie["from"]["line"], target, tie["to"]["line"]
        if ends not in self._truth or self._truth[ends]["optional"]:
            self._truth[ends] = tie
        self._pairs[tie["kind"], source, target].append(ends)
        if not tie["optional"]:
            self._hard[tie["kind"], source] |= frozenset(tie["difficulty"])

    def compare(self) -> None:
        """Count every link that was found, then every one that was missed."""
        hit: set[Ends] = set()
        groups: set[str] = set()
        for link in self._answer.links:
            kind, source, target = link["kind"], link["from"]["id"], link["to"]["id"]
            if kind not in (*GOODS, "repeats", "pays"):
                continue
            found = self._meant(kind, source, link["from"]["line"], target, link["to"]["line"])
            self._calibrate(link, found)
            if kind == "pays":
                continue
            if found is None:
                self._false(link)
            elif found:
                hit.add(found)
                group = self._truth[found]["either"]
                groups |= {group} if group else set()
                self._quantity(link, found)
        self._count(hit, groups)

    def _meant(
        self, kind: str, source: str, line: str | None, target: str, there: str | None
    ) -> Ends | tuple[()] | None:
        """The true link that one stands for; () where it says less than the truth, but nothing wrong; None if false."""
        exact = kind, source, line, target, there
        if exact in self._truth:
            return exact
        if kind == "repeats":
            back = kind, target, None, source, None
            return back if back in self._truth else self._same_cluster(source, target)
        pair = self._pairs.get((kind, source, target))
        if not pair:
            return None
        whole = [one for one in pair if one[2] is None and one[4] is None]
        if whole:
            return whole[0]
        return () if line is None or there is None else None

    def _same_cluster(self, source: str, target: str) -> Ends | tuple[()] | None:
        """Two copies of one invoice repeat each other as well."""
        originals = [
            {ends[3] for ends in self._truth if ends[0] == "repeats" and ends[1] == one} | {one}
            for one in (source, target)
        ]
        if originals[0] & originals[1]:
            mine = [ends for ends in self._truth if ends[0] == "repeats" and ends[1] in (source, target)]
            return next((ends for ends in mine if ends[1] == source), ())
        return None

    def _count(self, hit: set[Ends], groups: set[str]) -> None:
        seen: set[str] = set()
        for ends, tie in self._truth.items():
            group = tie["either"]
            if tie["optional"] or ends[0] == "pays" or (group and (group in seen)):
                continue
            seen |= {group} if group else set()
            right = ends in hit or (group in groups)
            counts = [self._total.links[ends[0]]]
            if ends[0] == "repeats":
                counts.append(self._total.duplicates[tie["difficulty"][0]])
            else:
                counts += self._by(ends[0], tie["difficulty"])
            for count in counts:
                count.right += right
                count.missed += not right
            if not right:
                self._show(ends[0], "missed", ends, tie["difficulty"])

    def _false(self, link: dict[str, Any]) -> None:
        kind, source = link["kind"], link["from"]["id"]
        hard = self._hard.get((kind, source), frozenset[str]())
        counts = [self._total.links[kind]]
        counts += [self._total.duplicates["false"]] if kind == "repeats" else self._by(kind, sorted(hard))
        for count in counts:
            count.false += 1
        ends = kind, source, link["from"]["line"], link["to"]["id"], link["to"]["line"]
        self._show(kind, f"false {link['confidence']}", ends, [*sorted(hard), *link["evidence"]])

    def _by(self, kind: str, difficulty: Iterable[str]) -> list[Count]:
        names = [*(difficulty or ("plain",))]
        counts = [self._total.links_by[name] for name in names]
        if not UNNAMED.isdisjoint(names):
            counts.append(self._total.links["unnamed"])
        del kind
        return counts

    def _quantity(self, link: dict[str, Any], found: Ends) -> None:
        wanted = self._truth[found]["quantity"]
        if wanted is not None and link["kind"] != "pays":
            right = link["quantity"] is not None and Decimal(link["quantity"]) == Decimal(wanted)
            self._total.quantities.right += right
            self._total.quantities.false += not right
            if not right:
                self._show("quantity", f"{link['quantity']} for {wanted}", found, ())

    def _calibrate(self, link: dict[str, Any], found: Ends | tuple[()] | None) -> None:
        told = Decimal(str(link["confidence"]))
        if not link.get("exact", told >= 1):
            right = found is not None
            if found and link["kind"] == "pays":
                right = _same(link["amount"], self._truth[found]["amount"])
            self._total.bands[next(at for at, edge in enumerate(_BANDS) if told <= edge)].append((told, right))

    def _show(self, what: str, how: str, ends: Ends, more: Iterable[str]) -> None:
        kind, source, line, target, there = ends
        said = "; ".join(more)
        text = f"{how}: {kind} {self._names[source]}:{line or '-'} → {self._names[target]}:{there or '-'}  [{said}]"
        self._total.shown.append((what, text))


class _Entries:
    """Entries of the bank: to what each was applied, and to what it should have been."""

    def __init__(self, folder: Folder, answer: Answer, names: dict[str, str], total: Score) -> None:
        self._folder, self._answer, self._names, self._total = folder, answer, names, total
        self._found: dict[tuple[str, str], dict[str, Decimal]] = defaultdict(dict)
        ids = answer.files
        credits = (tie for tie in folder.truth("links") if tie["kind"] == "credits")
        self._credited = {ids[tie["from"]["file"]]: ids[tie["to"]["file"]] for tie in credits}
        for link in answer.links:
            if link["kind"] == "pays" and link["state"] in ("certain", "confirmed"):
                at = link["from"]["id"], link["from"]["line"]
                self._found[at][link["to"]["id"]] = Decimal(link["amount"] or 0)

    def compare(self) -> None:
        """Count every entry once, whether a notification tells it again or not."""
        told: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for place, entry in enumerate(self._folder.truth("entries")):
            if not entry["optional"]:
                told[entry["either"] or str(place)].append(entry)
        for entries in told.values():
            self._entry(entries)

    def _entry(self, entries: list[dict[str, Any]]) -> None:
        files, total, first = self._answer.files, self._total, entries[0]
        wanted = {files[one["file"]]: Decimal(one["amount"]) for one in first["applied"]}
        applied = [self._found.get((files[one["file"]], one["line"]), {}) for one in entries]
        applied = [self._without_set_off(one, wanted) for one in applied]
        applied = [one for one in applied if one] or [{}]
        right = all(one == wanted for one in applied)
        wrong = any(wanted.get(target) != amount for one in applied for target, amount in one.items())
        counts = [total.entries_by[name] for name in (first["difficulty"] or ["plain"])]
        counts += [total.entries] if wanted else []
        for count in counts:
            count.right += right
            count.missed += not right
            count.false += wrong
        total.entries.false += wrong and not wanted
        total.applied += bool(applied[0])
        if not right:
            self._show(first, wanted, applied[0], wrong=wrong)

    def _without_set_off(self, found: dict[str, Decimal], wanted: dict[str, Decimal]) -> dict[str, Decimal]:
        """Without invoices together with the credit notes that take them back whole: that changes nothing."""
        left = dict(found)
        for note, invoice in self._credited.items():
            both = left.get(note), left.get(invoice)
            if None not in both and note not in wanted and invoice not in wanted and left[note] == -left[invoice]:
                del left[note], left[invoice]
        return left

    def _show(
        self, entry: dict[str, Any], wanted: dict[str, Decimal], found: dict[str, Decimal], *, wrong: bool
    ) -> None:
        texts = [", ".join(f"{self._names[id]} {amount}" for id, amount in one.items()) for one in (wanted, found)]
        how = "false" if wrong else "missed"
        about = f"{entry['file']}:{entry['line']} {entry['amount']} [{'; '.join(entry['difficulty'])}]"
        self._total.shown.append(
            ("entries", f"{how}: {about}\n    is for {texts[0] or '-'}\n    found {texts[1] or '-'}")
        )


def _discrepancies(folder: Folder, answer: Answer, names: dict[str, str], total: Score) -> None:
    wanted: dict[str, list[dict[str, Any]]] = defaultdict(list)
    told = folder.truth("discrepancies")
    places = [(wrong["code"], answer.files[wrong["document"]["file"]], wrong["line"]) for wrong in told]
    found = {(one["code"], one["document"]["id"], one["line"]) for one in answer.discrepancies}
    for place, wrong in zip(places, told, strict=True):
        if not wrong["optional"]:
            wanted[wrong["either"] or repr(place)].append({**wrong, "at": place})
    for group in wanted.values():
        right = any(wrong["at"] in found for wrong in group)
        count, at = total.discrepancies[group[0]["code"]], group[0]["at"]
        count.right += right
        count.missed += not right
        if not right:
            about = f"{names[at[1]]}:{at[2] or '-'} {group[0]['expected']} / {group[0]['found']} [{group[0]['cause']}]"
            total.shown.append((at[0], f"missed: {at[0]} {about}"))
    for at in sorted(found - {*places}, key=repr):
        total.discrepancies[at[0]].false += 1
        total.shown.append((at[0], f"false: {at[0]} {names[at[1]]}:{at[2] or '-'}"))


def _sums(answer: Answer, names: dict[str, str], total: Score) -> None:
    """No entry gives more than it has; no invoice gets more than once what only one entry brought."""
    given: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    lines = {
        (id, line.position): line.amount
        for id, one in answer.documents.items()
        for line in getattr(one.summary, "lines", ())
        if hasattr(line, "position")
    }
    ends: set[tuple[str, str, str]] = set()
    for link in answer.links:
        if link["kind"] == "pays" and link["amount"] is not None:
            at = link["from"]["id"], link["from"]["line"]
            given[at] += Decimal(link["amount"])
            if (*at, link["to"]["id"]) in ends:
                total.twice.append(f"{names[at[0]]}:{at[1]}")
            ends.add((*at, link["to"]["id"]))
    for at, amount in given.items():
        if abs(amount) > abs(lines.get(at, Decimal(0))):
            total.sums.append(f"{names[at[0]]}:{at[1]} gives {amount} of {lines.get(at)}")


def _same(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and Decimal(one) == Decimal(other)


def main() -> None:
    """Print the figures of one world."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("directory", metavar="DIR", type=Path, help="a folder that 'counterfoil world' wrote")
    options.add_argument("--desk", action="store_true", help="link in memory, without a home")
    options.add_argument("--show", metavar="WHAT", default="", help="list what was missed and what is false")
    given = options.parse_args()
    folder = Folder(given.directory)
    total = score(folder, on_a_desk(folder) if given.desk else in_a_home(folder))
    for what, text in total.shown:
        if given.show == "all" or what in given.show.split(","):
            print(text)
    print("\n".join(printed(total)))


if __name__ == "__main__":
    main()
