"""Claims hidden behind salted digests at any depth, and shown again (RFC 9901 sections 4.2 and 7.1)."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from hashlib import sha256
from typing import NamedTuple, TypeAlias

from counterfoil.errors import ProofError, UnreadableError
from counterfoil.log.base64url import decode_base64url, encode_base64url
from counterfoil.log.claims import RESERVED
from counterfoil.log.strict_json import Value, read_json

Path: TypeAlias = "tuple[str | int, ...]"
"""The names and indices that lead to a claim, from the top."""
DIGESTS = "_sd"
ALGORITHM = "_sd_alg"
ELEMENT = "..."
SHA_256 = "sha-256"
DEPTH_MAX = 64
"""How deep the claims that are shown may be nested. A fixed number, so that all readers stop at the same place."""
_HINT = "Distrust what it says."


class Hidden(NamedTuple):
    """A payload in which claims are digests, and what opens each of them."""

    payload: dict[str, Value]
    disclosures: dict[Path, str]

    def opening(self, paths: Collection[Path]) -> list[str]:
        """The disclosures to show these claims, those of the claims around them included."""
        return [text for at, text in self.disclosures.items() if any(path[: len(at)] == at for path in paths)]


def hide(
    claims: Mapping[str, Value], paths: Collection[Path], salt: Callable[[], str], encode: Callable[[Value], bytes]
) -> Hidden:
    """Replace each claim and element at these paths by the digest of its disclosure, from within outwards.

    `salt` gives a new text with at least 128 random bits at each call, and `encode` writes JSON. A path that leads to
    nothing, or a name that RFC 9901 reserves, is an UnreadableError.
    """
    hiding = _Hiding(set(paths), salt, encode)
    payload = hiding.members(claims, ())
    if hiding.left:
        raise UnreadableError(f"There is no claim at {min(map(str, hiding.left))} to be hidden.")
    return Hidden({**payload, ALGORITHM: SHA_256}, hiding.disclosures)


def show(payload: Mapping[str, Value], disclosures: Iterable[str]) -> dict[str, Value]:
    """The claims that a payload with these disclosures shows; what is not disclosed is left out.

    Each disclosure must belong, each digest stand once, and no claim take the place of another; or it is a ProofError.
    """
    if payload.get(ALGORITHM, SHA_256) != SHA_256:
        raise ProofError("The digests of a credential are not of SHA-256.", _HINT)
    showing = _Showing(disclosures)
    claims = showing.members({name: value for name, value in payload.items() if name != ALGORITHM}, 0)
    if showing.left:
        raise ProofError("A disclosure does not belong: its digest is not in the credential.", _HINT)
    return claims


def digest(disclosure: str) -> str:
    """The digest of a disclosure, as it stands in a payload (section 4.2.3)."""
    return encode_base64url(sha256(disclosure.encode("utf-8", "surrogatepass")).digest())


class _Hiding:
    def __init__(self, paths: set[Path], salt: Callable[[], str], encode: Callable[[Value], bytes]) -> None:
        self.left, self.disclosures = paths, dict[Path, str]()
        self._salt, self._encode = salt, encode

    def members(self, value: Mapping[str, Value], at: Path) -> dict[str, Value]:
        plain, digests = dict[str, Value](), list[Value]()
        for name, item in value.items():
            if name in RESERVED:
                raise UnreadableError(f'A claim is named "{name}", which selective disclosure reserves (RFC 9901).')
            inner, path = self._inner(item, (*at, name)), (*at, name)
            if path in self.left:
                digests.append(self._disclose(path, [self._salt(), name, inner]))
            else:
                plain[name] = inner
        # Sorted, so that the order of the claims is hidden too (section 4.2.4.1).
        return {**plain, DIGESTS: sorted(digests, key=str)} if digests else plain

    def _elements(self, value: list[Value], at: Path) -> list[Value]:
        result = list[Value]()
        for index, item in enumerate(value):
            inner, path = self._inner(item, (*at, index)), (*at, index)
            result.append({ELEMENT: self._disclose(path, [self._salt(), inner])} if path in self.left else inner)
        return result

    def _inner(self, value: Value, at: Path) -> Value:
        if isinstance(value, dict):
            return self.members(value, at)
        return self._elements(value, at) if isinstance(value, list) else value

    def _disclose(self, path: Path, content: list[Value]) -> str:
        self.left.discard(path)
        self.disclosures[path] = encode_base64url(self._encode(content))
        return digest(self.disclosures[path])


class _Showing:
    def __init__(self, disclosures: Iterable[str]) -> None:
        texts = list(disclosures)
        self.left = {digest(text): text for text in texts}
        self._seen = set[str]()
        if len(self.left) != len(texts):
            raise ProofError("A claim is disclosed twice.", _HINT)

    def members(self, value: Mapping[str, Value], depth: int) -> dict[str, Value]:
        """An object with its disclosed claims in it (section 7.1 step 3.3.2)."""
        digests = value.get(DIGESTS, [])
        if ELEMENT in value or ALGORITHM in value or not isinstance(digests, list):
            raise ProofError("A credential uses a name that selective disclosure reserves.", _HINT)
        shown = {name: item for name, item in value.items() if name != DIGESTS}
        for found in digests:
            match self._open(found):
                case None:
                    continue
                case [str(), str() as name, inner] if name not in RESERVED and name not in shown:
                    shown[name] = inner
                case _:
                    raise ProofError(
                        "A disclosure is not of the form [salt, name, value], or its name is taken.", _HINT
                    )
        return {name: self._inner(item, depth) for name, item in shown.items()}

    def _elements(self, value: list[Value], depth: int) -> Iterator[Value]:
        """The elements of an array that are open or disclosed (section 7.1 steps 3.3.3 and 3.4)."""
        for item in value:
            if not (isinstance(item, dict) and item.keys() == {ELEMENT}):
                yield self._inner(item, depth)
                continue
            match self._open(item[ELEMENT]):
                case None:
                    continue
                case [str(), inner]:
                    yield self._inner(inner, depth)
                case _:
                    raise ProofError("A disclosure is not of the form [salt, element].", _HINT)

    def _inner(self, value: Value, depth: int) -> Value:
        if depth == DEPTH_MAX:
            raise ProofError("A credential is nested too deeply.", _HINT)
        if isinstance(value, dict):
            return self.members(value, depth + 1)
        return list(self._elements(value, depth + 1)) if isinstance(value, list) else value

    def _open(self, found: Value) -> list[Value] | None:
        """The parts of the disclosure that a digest stands for; None where it is not disclosed."""
        if not isinstance(found, str) or found in self._seen:
            raise ProofError("A credential holds a digest twice, or one that is no text.", _HINT)
        self._seen.add(found)
        disclosure = self.left.pop(found, None)
        if disclosure is None:
            return None
        content = read_json(decode_base64url(disclosure) or b"", "A disclosure")
        return content if isinstance(content, list) else []
