"""A home with two trades in it, which tests only look at, and one that a test may write to."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import trades
from cli.companies import BANK, BUYER, SELLER, Office, acquaint
from cli.running import run
from trades import made_home, trade, written


@pytest.fixture(scope="session")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The papers of two trades."""
    return written(tmp_path_factory.mktemp("papers"), {**trade(1), **trade(2)})


@pytest.fixture(scope="session")
def recorded(tmp_path_factory: pytest.TempPathFactory, papers: Path) -> Path:
    """A home in which they are recorded. For looking at only."""
    home = made_home(tmp_path_factory.mktemp("recorded") / "home")
    assert run("--home", home, "add", papers).status == 0
    return home


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """An empty home."""
    return made_home(tmp_path / "home")


@pytest.fixture
def buyer(tmp_path: Path) -> Iterator[Office]:
    with Office(tmp_path / "buyer", BUYER) as office:
        yield office


@pytest.fixture
def seller(tmp_path: Path) -> Iterator[Office]:
    with Office(tmp_path / "seller", SELLER) as office:
        yield office


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[Office]:
    with Office(tmp_path / "bank", BANK) as office:
        yield office


@pytest.fixture
def offered(buyer: Office, seller: Office) -> str:
    """Both know each other; the buyer has offered order and receipt, the seller its invoice, whose id this is."""
    acquaint(buyer, seller)
    papers = trades.trade()
    buyer.add({name: papers[name] for name in ("1-order.xml", "1-receipt.xml", "1-bank.xml")})
    seller.add({name: papers[name] for name in ("1-invoice.xml", "1-credit.xml", "1-despatch.xml")})
    assert buyer("send", buyer.id_of("RA-1"), buyer.id_of("PO-1"), "--to", "tannhof").status == 0
    assert seller("send", seller.id_of("INV-1"), "--to", "nordlicht").status == 0
    return seller.id_of("INV-1")
