"""`verify` of a whole home, against SHA-256 over all that it reads (originals, database, tiles) and nothing else."""

import hashlib
from pathlib import Path

from _documents import documents
from _homes import add_papers, new_home
from _timing import best, scratch

from counterfoil.flow.home import open_home
from counterfoil.flow.verify import verify_home

COUNT = 3000
ROUNDS = 3


def main() -> None:
    """Print the ratio, and how many documents are verified a second."""
    with scratch() as folder:
        home = new_home(Path(folder) / "home")
        with open_home(home) as opened:
            add_papers(opened, documents(COUNT), COUNT)
        verified, hashed = best(ROUNDS, lambda: verify(home), lambda: hash_all(home))
    print(f"  {COUNT:,} documents: verified {COUNT / verified:,.0f} a second, hashed {COUNT / hashed:,.0f} a second")
    print(f"verify against SHA-256 over the same files alone: {hashed / verified:.3f}")


def verify(home: Path) -> None:
    """Verify; the home must be sound."""
    with open_home(home) as opened:
        verified = verify_home(opened)
    if verified.damages or verified.documents != COUNT:
        raise SystemExit(f"The home is not sound: {verified}")


def hash_all(home: Path) -> None:
    """Hash every file."""
    for path in sorted(home.rglob("*")):
        if path.is_file():
            hashlib.sha256(path.read_bytes()).digest()


if __name__ == "__main__":
    main()
