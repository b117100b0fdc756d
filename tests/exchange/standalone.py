"""The standalone verifier, which is no part of the package: its file, what it answers, and that the library agrees."""

import importlib.util
import json
from pathlib import Path
from typing import Any

from msgspec.structs import asdict

from counterfoil.exchange.proof.reader import Reader
from counterfoil.exchange.proof.verification import verify_dossier
from counterfoil.log.base64url import encode_base64url
from counterfoil.log.cosignature import Cosigner
from exchange.made import CHALLENGE, NOW, Trade

FILE = Path(__file__).parents[2] / "verifier" / "counterfoil_verify.py"
ASKED = ("consistent", "reason", "where", "level", "signers", "holder", "subject", "withheld", "missing")
DAY = 86_400


def _loaded() -> Any:
    spec = importlib.util.spec_from_file_location("counterfoil_verify", FILE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


VERIFY = _loaded().verify


def trust_table(trade: Trade, *witnesses: Cosigner, threshold: int = 1) -> dict[str, Any]:
    """The trust file of a reader who knows all three companies and these witnesses."""
    companies = [
        {
            "name": one.name,
            "id": one.key.company,
            "keys": [encode_base64url(one.key.public_key)],
            "logs": [one.signer.verifier.vkey],
            "assurance": "controls this domain",
        }
        for one in trade.companies
    ]
    keys = [one.verifier.vkey for one in witnesses or [trade.witness]]
    return {"company": companies, "witnesses": {"threshold": threshold, "keys": keys}}


def by_library(data: bytes, reader: Reader) -> dict[str, Any]:
    found = verify_dossier(data, reader)
    told = {name: getattr(found, name) for name in ASKED}
    told["about"] = found.about and asdict(found.about)
    evidence = [{**asdict(one), "logs": list(one.logs)} for one in found.evidence]
    assert all(one.pop("file") is None for one in evidence)
    return told | {"evidence": _in_order(evidence)}


def by_standalone(data: bytes, trust: dict[str, Any] | None, **changes: Any) -> dict[str, Any]:
    asked = {"now": NOW, "audience": CHALLENGE.audience, "nonce": CHALLENGE.nonce, "age_max": 7 * DAY} | changes
    found = VERIFY(data, trust, **asked)
    assert found.keys() == {*ASKED, "about", "evidence", "checks"}
    assert json.loads(json.dumps(found)) == found
    return {name: found[name] for name in (*ASKED, "about")} | {"evidence": _in_order(found["evidence"])}


def _in_order(evidence: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(evidence, key=lambda one: (one["credential"], one["evidence"]))


def agreed(data: bytes, trade: Trade, **changes: Any) -> dict[str, Any]:
    """The answer that both give; `changes` are of what the reader asks."""
    found = by_standalone(data, trust_table(trade), **changes)
    assert found == by_library(data, trade.reader(**changes))
    return found
