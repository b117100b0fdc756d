"""A portfolio: trades of the same companies, dossiers of each, and updates of them day by day."""

from collections.abc import Sequence

from msgspec.structs import replace

from counterfoil.exchange.proof.attested import DISPUTED
from counterfoil.exchange.proof.dossier import Dossier, KeyOf, LogOf, Subject
from counterfoil.exchange.proof.presentation import presented
from counterfoil.exchange.proof.reader import DAY, Reader
from counterfoil.exchange.proof.update import FromSize, Update
from counterfoil.log.checkpoint import parse_checkpoint
from counterfoil.log.cosignature import Cosigner
from counterfoil.log.merkle import leaf_hashes, root
from counterfoil.log.note import note_text
from exchange.made import CHALLENGE, NOW, Company, Said, Trade, company, full, seed

DAYS = 30
"""How long ago the dossiers were made."""


class Portfolio:
    """Invoices of a seller to one buyer, each with a dossier that its reader holds, of one day or each of its own."""

    def __init__(
        self, size: int = 3, *, is_of_one_day: bool = True, names: Sequence[str] = ("Seller", "Buyer", "Carrier")
    ) -> None:
        self.companies = tuple(map(company, names))
        self.seller, self.buyer, self.carrier = self.companies
        self.witness = Cosigner(name="witness.example", seed=seed("witness"))
        self.trades, self.dossiers = list[Trade](), list[Dossier]()
        for number in range(size):
            self.trades.append(full(self.companies, f"{number} "))
            if not is_of_one_day:
                self.dossiers.append(self.dossier(self.trades[-1]))
        self.dossiers = self.dossiers or [self.dossier(trade) for trade in self.trades]
        self._shown = set[bytes]()
        self.settled()

    def dossier(self, trade: Trade) -> Dossier:
        """The dossier of a trade as it was made thirty days ago."""
        then, made = NOW - DAYS * DAY, trade.unbound()
        logs = tuple(self.log(one, then - 60) for one in self.companies if one.key.company in _companies(made))
        subjects = tuple(self.heads(trade, one, then - 30) for one in trade.subjects)
        made = replace(made, logs=logs, subjects=subjects)
        return self.shown(made)

    def shown(self, dossier: Dossier) -> Dossier:
        """A dossier with the seller's presentation of thirty days ago over it."""
        return replace(dossier, binding=presented(dossier, self.seller.key, CHALLENGE, NOW - DAYS * DAY - 5))

    def empty_log(self, one: Company) -> LogOf:
        """The log of a company before anything stood in it."""
        entries, one.entries = one.entries, []
        try:
            return self.log(one)
        finally:
            one.entries = entries

    def log(self, one: Company, time: int = NOW - 60) -> LogOf:
        return LogOf(
            company=one.key.company,
            vkey=one.signer.verifier.vkey,
            checkpoint=one.checkpoint(self.witness, time=time),
        )

    def heads(self, trade: Trade, of: str, time: int = NOW - 30) -> Subject:
        authors = [one for one in self.companies if of in one.chains]
        signers = [one for one in self.companies if one in authors or one is self.seller]
        return Subject(id=of, heads=tuple(one.head(of, *authors, time=time) for one in signers))

    def disputed(self, number: int) -> Said:
        """The buyer disputes an invoice."""
        return self.trades[number].about(self.buyer, DISPUTED, codes=["not-received"])

    def unbound(self, of: Sequence[Dossier | Update], time: int = NOW) -> Update:
        """What is new since these files, without the presentation."""
        new = [(trade, said) for trade in self.trades for said in trade.said if said.entry not in self._shown]
        authors = {said.author.key.company for _, said in new}
        known = {key.public_key for one in of for key in one.keys}
        shown = [one for one in self.companies if any(one.key.company in _companies(file) for file in of)]
        shown += [one for one in self.companies if one.key.company in authors and one not in shown]
        return Update(
            keys=tuple(
                KeyOf(company=one.key.company, public_key=one.key.public_key)
                for one in shown
                if one.key.public_key not in known
            ),
            logs=tuple(self.log(one, time - 60) for one in shown),
            subjects=tuple(self.heads(trade, one, time - 30) for trade in self.trades for one in trade.subjects),
            credentials=tuple(trade.credential(said, shown) for trade, said in new),
            originals=(),
            of=tuple(one.digest for one in of),
            consistency=growth(of, shown),
        )

    def bound(self, update: Update, time: int = NOW) -> Update:
        """The update with the seller's presentation over it."""
        return replace(update, binding=presented(update, self.seller.key, CHALLENGE, time - 5))

    def update(self, of: Sequence[Dossier | Update] = (), time: int = NOW) -> Update:
        """An update of all dossiers, or of these files."""
        return self.bound(self.unbound(of or self.dossiers, time), time)

    def settled(self) -> None:
        """What was said so far is in files that the reader holds."""
        self._shown |= {said.entry for trade in self.trades for said in trade.said}

    def reader(self, **changes: object) -> Reader:
        return self.trades[0].reader(**changes)


def growth(of: Sequence[Dossier | Update], shown: Sequence[Company]) -> tuple[FromSize, ...]:
    """The consistency proofs from all sizes that these files have of the logs."""
    by_vkey = {one.signer.verifier.vkey: place for place, one in enumerate(shown)}
    sizes = {(by_vkey[log.vkey], size_of(log)) for file in of for log in file.logs}
    return tuple(
        FromSize(log=place, size=size, hashes=tuple(consistency(size, leaf_hashes(shown[place].entries))))
        for place, size in sorted(sizes)
        if 0 < size < len(shown[place].entries)
    )


def size_of(log: LogOf) -> int:
    """Of the checkpoint."""
    return parse_checkpoint(note_text(log.checkpoint.encode())).size


def consistency(size: int, hashes: Sequence[bytes], is_whole: bool = True) -> list[bytes]:  # as there
    """The consistency proof by its definition (RFC 9162 section 2.1.4.1)."""
    if size == len(hashes):
        return [] if is_whole else [root(hashes)]
    middle = 1 << (len(hashes) - 1).bit_length() - 1
    left, right = hashes[:middle], hashes[middle:]
    if size <= middle:
        return [*consistency(size, left, is_whole), root(right)]
    return [*consistency(size - middle, right, False), root(left)]  # noqa: FBT003 # as above


def _companies(file: Dossier | Update) -> set[str]:
    return {one.company for one in file.logs}
