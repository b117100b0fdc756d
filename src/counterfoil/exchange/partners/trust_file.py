"""The trust file that a company can write: itself and the partners that it added, with the witnesses of all."""

from collections.abc import Iterable, Iterator, Sequence

from counterfoil.errors import UsageError
from counterfoil.exchange.halves.half import Peer
from counterfoil.exchange.halves.office import Office
from counterfoil.flow.settings_values import quoted
from counterfoil.log.jwk import to_jwk

_OURSELVES = "this is ourselves"


def trust_file(office: Office, peers: Sequence[Peer], threshold: int = 1) -> str:
    """The text of the file; UsageError where there are fewer witnesses than it shall ask for."""
    known, name = office.known, office.home.settings.owner.name
    witnesses = sorted({one.witness for one in peers if one.witness})
    if threshold > max(len(witnesses), 1):
        raise UsageError(
            f"The partners have {len(witnesses)} witnesses, and {threshold} cannot be asked for.",
            "Name a smaller --threshold.",
        )
    lines = ["# Whom 'counterfoil verify FILE --trust' knows. Look it through: it says how each is known."]
    lines += _company(name, known.company, known.keyring.keys, [office.home.vkey()], _OURSELVES)
    for peer in peers:
        lines += _company(peer.name, peer.company, peer.keys, peer.logs, "; ".join(peer.assurances))
    if witnesses:
        # Nobody is a witness of its own log. Of two companies, each has but the other; so our own witness is named too.
        keys = [office.identity.cosigner.verifier.vkey, *witnesses]
        lines += ["", "[witnesses]", f"threshold = {threshold}", f"keys = {_listed(keys)}"]
    return "\n".join(lines) + "\n"


def _company(name: str, id: str, keys: Iterable[bytes], logs: Iterable[str], assurance: str) -> Iterator[str]:
    yield from ["", "[[company]]", f"name = {quoted(name)}", f"id = {quoted(id)}"]
    yield f"keys = {_listed(to_jwk(key)['x'] for key in keys)}"
    yield f"logs = {_listed(logs)}"
    yield f"assurance = {quoted(assurance or 'not said')}"


def _listed(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(quoted, texts))}]"
