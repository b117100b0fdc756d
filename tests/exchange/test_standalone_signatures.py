"""Library and standalone verifier refuse the same signatures: such as one reader takes and another does not."""

from collections.abc import Callable
from hashlib import sha512

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from msgspec.structs import replace

from counterfoil.log.base64url import decode_base64url, encode_base64url
from counterfoil.log.ed25519 import public_key
from exchange.made import Trade, full
from exchange.standalone import agreed

ORDER = 2**252 + 27742317777372353535851937790883648493
"""Of the group (RFC 8032 section 5.1)."""


def test_both_refuse_a_signature_whose_first_half_is_of_small_order() -> None:
    """The signer itself can make one, which a lenient reader accepts: the first half is the neutral element."""
    trade = full()
    _check_signed_oddly(trade, lambda signed, _: encode_base64url(_neutral(signed.encode(), trade.seller.key.seed)))


def test_both_refuse_a_signature_whose_second_half_is_beyond_the_order_of_the_group() -> None:
    def sign(_: str, signature: str) -> str:
        data = decode_base64url(signature) or b""
        beyond = int.from_bytes(data[32:], "little") + ORDER
        return encode_base64url(data[:32] + beyond.to_bytes(32, "little"))

    _check_signed_oddly(full(), sign)


@pytest.mark.parametrize("spelled", [lambda text: text + "==", lambda text: text.replace("-", "+").replace("_", "/")])
def test_both_refuse_a_signature_in_another_spelling(spelled: Callable[[str], str]) -> None:
    trade = full()
    _check_signed_oddly(trade, lambda _, signature: spelled(signature))


def _check_signed_oddly(trade: Trade, sign: Callable[[str, str], str]) -> None:
    """Both refuse the seller's head with another signature, which `sign` makes of what was signed and the right one."""
    whole = trade.unbound()
    first, *others = whole.subjects
    signed, _, signature = first.heads[0].rpartition(".")
    other = sign(signed, signature)
    assert other != signature
    heads = (f"{signed}.{other}", *first.heads[1:])
    found = agreed(trade.bound(replace(whole, subjects=(replace(first, heads=heads), *others))).data, trade)
    assert (found["reason"], found["where"]) == ("head", "subjects[0]")


def _neutral(message: bytes, seed: bytes) -> bytes:
    """A signature (RFC 8032 section 5.1.6) with zero in the place of the secret number."""
    scalar = int.from_bytes(sha512(seed).digest()[:32], "little") & ((1 << 254) - 8) | (1 << 254)
    half = (1).to_bytes(32, "little")
    challenge = int.from_bytes(sha512(half + public_key(seed) + message).digest(), "little")
    signature = half + (challenge * scalar % ORDER).to_bytes(32, "little")
    Ed25519PublicKey.from_public_bytes(public_key(seed)).verify(signature, message)
    return signature
