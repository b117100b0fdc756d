"""A trading world of our own making, written in real formats together with its truth: for demos, tests, benchmarks."""

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from counterfoil.errors import UsageError
from counterfoil.flow.whole_folder import whole_folder
from counterfoil.flow.world.faults import ALL, GROUPS, chosen
from counterfoil.flow.world.files import DOCUMENTS, Files
from counterfoil.flow.world.make import make
from counterfoil.flow.world.tables import MAPPINGS
from counterfoil.model._base import Model

__all__ = ["ALL", "DOCUMENTS", "GROUPS", "Written", "world_files", "write_world"]

SIZE_MIN, SIZE_MAX = 20, 1_000_000


class Written(Model):
    """What was written: how many files, and the day to look at the world from."""

    files: int
    on: str


def write_world(
    directory: Path, seed: int = 1, size: int = 1000, faults: str = "all", tick: Callable[[], None] = lambda: None
) -> Written:
    """Write a world into a new or empty folder, whole or not at all."""
    if not SIZE_MIN <= size <= SIZE_MAX:
        raise UsageError(f"A world of {size:,} documents cannot be made.", f"Between {SIZE_MIN} and {SIZE_MAX:,} can.")
    wanted = chosen(faults)
    count, on = 0, ""
    with whole_folder(directory) as part:
        for name, data in world_files(seed, size, wanted):
            (part / name).parent.mkdir(parents=True, exist_ok=True)
            (part / name).write_bytes(data)
            count += 1
            on = msgspec.json.decode(data)["on"] if name == "truth/world.json" else on
            tick()
    return Written(files=count, on=on)


def world_files(seed: int, size: int, faults: frozenset[str] = ALL) -> Iterator[tuple[str, bytes]]:
    """Every file of a world by its name: the same for the same seed, size and faults."""
    files = Files(make(seed, size, faults))
    yield from files.documents()
    yield from files.truth()
    for name, mapping in MAPPINGS.items():
        yield f"mappings/{name.replace(' ', '-')}.toml", mapping.encode()
    home, accounts = files.world.home, files.world.accounts
    on = files.last_day().isoformat()
    about = {
        "seed": seed,
        "size": size,
        "faults": sorted(faults),
        "on": on,
        "home": {"name": home.name, "vat": home.vat, "gln": home.gln, "ibans": list(accounts.values())},
    }
    yield "truth/world.json", msgspec.json.format(msgspec.json.encode(about), indent=1) + b"\n"
    ibans = " ".join(f"--iban {one}" for one in accounts.values())
    yield (
        "README.md",
        _README.format(name=home.name, vat=home.vat, gln=home.gln, ibans=ibans, on=on, seed=seed, size=size).encode(),
    )


_README = """# A trading world

Papers of a year of trade as *{name}* has them: what it bought and sold, and what its banks told. All companies are made
up. Made by `counterfoil world` with seed {seed} and size {size}; the same call makes the same files.

Run this here:

```
counterfoil --home books init --name "{name}" --vat {vat} --gln {gln} {ibans} --unencrypted-key
cp mappings/*.toml books/mappings/
counterfoil --home books add documents
counterfoil --home books links
counterfoil --home books discrepancies --on {on}
```

`truth` tells what is so, as `docs/guide/world.md` explains.
"""
