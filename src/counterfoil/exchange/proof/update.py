"""An update of dossiers as a file: what is new since, and for each log the proof that it only grew."""

from typing import ClassVar

from counterfoil.exchange.proof.company import is_kid
from counterfoil.exchange.proof.dossier import (
    MEMBERS,
    Dossier,
    Limits,
    Parts,
    read_dossier,
    read_each,
    read_file,
    read_hashes,
    read_members,
    read_number,
    read_object,
    read_parts,
    read_text,
    require_form,
    require_once,
)
from counterfoil.log.canonical import Json
from counterfoil.log.note import encode_base64
from counterfoil.log.strict_json import Value
from counterfoil.model._base import Model

FORMAT = "counterfoil-update/1"
OF_MAX, CONSISTENCY_MAX = 4096, 16_384
_LIMITS = Limits(keys=4096, logs=1024, subjects=16_384, credentials=16_384, originals=1024)
"""A portfolio has many buyers."""


class FromSize(Model):
    """The consistency proof of a log (by its place in the update) from a size that an earlier file has of it."""

    log: int
    size: int
    hashes: tuple[bytes, ...]


class Update(Parts, kw_only=True):
    """What is new of the invoices of earlier dossiers: keys, facts and subjects, and of all subjects fresh heads."""

    FORMAT: ClassVar[str] = FORMAT
    TYP: ClassVar[str] = "counterfoil-update+sd-jwt"

    of: tuple[str, ...]
    """The digests of the dossiers, and of earlier updates, that it builds on."""
    consistency: tuple[FromSize, ...] = ()

    @property
    def members(self) -> dict[str, Json]:
        """All of it as JSON values."""
        proofs: list[Json] = [
            {"log": one.log, "size": one.size, "hashes": list(map(encode_base64, one.hashes))}
            for one in self.consistency
        ]
        return {**super().members, "of": self.of, "consistency": proofs}


def parse_update(data: bytes) -> Update:
    """The update in a file; anything but the exact form is refused. No signature is looked at."""
    return _read_update(read_file(data))


def parse_shown(data: bytes) -> Dossier | Update:
    """The dossier or the update in a file, by the format that it names."""
    told = read_file(data)
    is_update = isinstance(told, dict) and told.get("format") == FORMAT
    return _read_update(told) if is_update else read_dossier(told)


def _read_update(value: Value) -> Update:
    told = read_members(value, FORMAT, (*MEMBERS, "of", "consistency"))
    of = read_each(told, "of", OF_MAX, _digest)
    require_form(bool(of), "An update is of at least one file")
    require_once("of", of)
    consistency = read_each(told, "consistency", CONSISTENCY_MAX, _from_size)
    require_once("consistency", [(one.log, one.size) for one in consistency])
    return read_parts(Update, told, _LIMITS, of=of, consistency=consistency)


def _digest(value: Value, where: str) -> str:
    require_form(is_kid(value), "A digest is not a SHA-256 in base64url", where)
    return read_text(value, where)


def _from_size(value: Value, where: str) -> FromSize:
    told = read_object(value, where, "log", "size", "hashes")
    log, size = read_number(told["log"], where), read_number(told["size"], where)
    return FromSize(log=log, size=size, hashes=read_hashes(told["hashes"], where))
