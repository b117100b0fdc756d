"""Settings: every file either loads or says what is wrong with it, and what was written is read again."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.errors import HomeError, SettingsError
from counterfoil.flow.settings_file import NAME, check_owner, read_settings, write_settings
from counterfoil.model.settings import Limits, Owner, Settings, Tolerance
from counterfoil.model.values import Identifier

TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
OWNERS = st.builds(
    Owner,
    name=TEXT,
    vat=st.none() | TEXT,
    gln=st.none() | TEXT,
    lei=st.none() | TEXT,
    ibans=st.lists(st.text("ABCDE0123456789", min_size=1), max_size=3).map(tuple),
    identifiers=st.lists(st.builds(Identifier, value=TEXT, scheme=TEXT), max_size=2).map(tuple),
)
LIMITS = ("quantity", "quantity_percent", "price", "price_percent")
SOME_LIMITS: st.SearchStrategy[dict[str, Any]] = st.dictionaries(
    st.sampled_from(LIMITS), st.decimals(0, 10**6, places=3), min_size=1
)
VISIBLE = TEXT.filter(str.strip)
NAMES = st.one_of(
    st.fixed_dictionaries({"supplier": VISIBLE}),
    st.fixed_dictionaries({"item": VISIBLE}),
    st.fixed_dictionaries({"supplier": VISIBLE, "item": VISIBLE}),
)
TOLERANCES = st.tuples(
    st.lists(SOME_LIMITS.map(lambda limits: Tolerance(**limits)), max_size=1),
    st.lists(st.builds(lambda names, limits: Tolerance(**names, **limits), NAMES, SOME_LIMITS), max_size=3),
).map(lambda parts: (*parts[0], *parts[1]))
SETTINGS = st.builds(
    Settings,
    owner=OWNERS,
    store=TEXT,
    certain_from=st.decimals(0, 1, places=3),
    tolerances=TOLERANCES,
    received_not_invoiced_days=st.integers(0, 36500),
    limits=st.builds(Limits, depth_max=st.integers(1, 1000), archive_depth_max=st.integers(1, 9)),
)


def read(folder: Path, text: str | bytes) -> Settings:
    (folder / NAME).write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_settings(folder)


@given(settings=SETTINGS)
def test_what_was_written_is_read_again(tmp_path_factory: pytest.TempPathFactory, settings: Settings) -> None:
    folder = tmp_path_factory.mktemp("home")
    write_settings(folder, settings)
    assert read_settings(folder) == settings
    assert [path.name for path in folder.iterdir()] == [NAME]


@pytest.mark.parametrize(
    "name", ['"', "\\", '\\"', "'", "'''", '"""', "a\nb", "\r\n", "\t", "\0", "🪑 & Söhne", "#", "\x7f\x85\u2028"]
)
def test_any_name_is_written_and_read_again(tmp_path: Path, name: str) -> None:
    write_settings(tmp_path, Settings(owner=Owner(name=name)))
    assert read_settings(tmp_path).owner.name == name


def test_defaults_are_comments_and_what_differs_is_set(tmp_path: Path) -> None:
    write_settings(tmp_path, Settings(owner=Owner(name="N"), limits=Limits(depth_max=9)))
    lines = (tmp_path / NAME).read_text("utf-8").splitlines()
    assert "depth_max = 9" in lines
    assert '# certain_from = "0.95"' in lines
    assert "# received_not_invoiced_days = 30" in lines
    assert [line for line in lines if line in [f'# {name} = "0"' for name in LIMITS]] == [
        f'# {name} = "0"' for name in LIMITS
    ]
    assert "# [[tolerance]]" in lines
    assert sum(line.startswith("# ") and "_max = " in line for line in lines) == len(Limits.__struct_fields__) - 1


VALUES: st.SearchStrategy[object] = st.recursive(
    st.one_of(
        st.booleans(),
        st.integers(),
        st.floats(),
        TEXT,
        st.sampled_from(["nan", "sNaN", "-inf", "1e999999999", "2026-01-01", "0x" + "f" * 5000, "0.5", "-1", "0"]),
    ),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["value", "scheme", "x"]), inner, max_size=2)
    ),
    max_leaves=4,
)
KEYS = [
    "name",
    "vat",
    "gln",
    "lei",
    "ibans",
    "identifiers",
    "database",
    "certain_from",
    "supplier",
    "item",
    "received_not_invoiced_days",
    *LIMITS,
    *Limits.__struct_fields__,
    "odd",
]


def toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(map(toml, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key} = {toml(inner)}' for key, inner in value.items())}}}"
    if isinstance(value, str) and not value.startswith(("0", "1e", "nan", "-", "20")):
        return '"' + "".join(f"\\U{ord(c):08X}" for c in value) + '"'
    return str(value)


@given(
    content=st.dictionaries(
        st.sampled_from(["owner", "store", "linking", "limits", "tolerances", "tolerance", "discrepancies", "odd"]),
        st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=3) | VALUES,
        max_size=4,
    )
)
def test_any_toml_loads_or_says_what_is_wrong(
    tmp_path_factory: pytest.TempPathFactory, content: dict[str, object]
) -> None:
    folder = tmp_path_factory.mktemp("home")
    text = "\n".join(f"{section} = {toml(value)}" for section, value in content.items())
    try:
        found = read(folder, text)
    except SettingsError:
        return
    assert 0 <= found.certain_from <= 1
    for tolerance in found.tolerances:
        limits = [value for name in LIMITS if (value := getattr(tolerance, name)) is not None]
        assert limits
        assert min(limits) >= 0


@given(data=st.binary(max_size=60) | st.text("[]owner.=\"'{},\n1e-", max_size=60).map(str.encode))
def test_any_bytes_load_or_say_what_is_wrong(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    with pytest.raises((SettingsError, HomeError)):
        read(tmp_path_factory.mktemp("home"), data)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "name is missing"),
        ('[owner]\nname = ""', "name is missing"),
        ("[owner]\nname = 7", "name must be a text in quotes. It is 7."),
        ('[owner]\nname = "N"\nnmae = "N"', "unknown key nmae in [owner]"),
        ('[owner]\nname = "N"\nibans = "DE1"', "ibans in [owner] must be a list"),
        ('[owner]\nname = "N"\nidentifiers = 5', "identifiers in [owner] must be a list"),
        ('[owner]\nname = "N"\nidentifiers = [{ scheme = "0088" }]', "needs a scheme and a value"),
        ('owner = "N"', "owner must be a section in brackets"),
        ('[ownre]\nname = "N"', "unknown section [ownre]"),
        ('[owner]\nname = "N"\n[store]\ndatbase = "sqlite"', "unknown key datbase in [store]"),
        ('[owner]\nname = "N"\n[limits]\ndepth_max = 0', "whole number above 0. It is 0."),
        ('[owner]\nname = "N"\n[limits]\ndepth_max = true', "whole number above 0"),
        ('[owner]\nname = "N"\n[limits]\ndeep = 1', "unknown key deep in [limits]"),
        ('[owner]\nname = "N"\n[linking]\ncertain_from = nan', "certain_from in [linking] must be a number"),
        ('[owner]\nname = "N"\n[linking]\ncertain_from = "sNaN"', "certain_from in [linking] must be a number"),
        ('[owner]\nname = "N"\n[linking]\ncertain_from = 1.01', "It is 1.01."),
        ('[owner]\nname = "N"\n[linking]\ncertain_from = 0x' + "f" * 5000, "too long to be shown"),
        ('[owner]\nname = "N"\n[limits]\ndepth_max = ' + "9" * 5000, "no valid TOML"),
        ("[owner]\nname = " + "[" * 5000, "no valid TOML"),
        ('[owner]\nname = "N', "no valid TOML"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SettingsError) as refused:
        read(tmp_path, text)
    assert said in str(refused.value)
    assert len(str(refused.value)) < 500


def test_a_byte_order_mark_is_no_matter(tmp_path: Path) -> None:
    found = read(tmp_path, b'\xef\xbb\xbf[owner]\r\nname = "N"\r\n[linking]\r\ncertain_from = 0.5\r\n')
    assert (found.owner.name, found.certain_from) == ("N", Decimal("0.5"))


def test_a_missing_or_unreadable_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(HomeError, match="There is no counterfoil"):
        read_settings(tmp_path)
    with pytest.raises(HomeError, match="could not be read"):
        read(tmp_path, b"\xff")
    (tmp_path / NAME).unlink()
    (tmp_path / NAME).mkdir()
    with pytest.raises(HomeError, match="could not be read"):
        read_settings(tmp_path)


def test_an_address_with_a_password_is_not_shown(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as refused:
        read(tmp_path, '[owner]\nname = "N"\n[store]\ndatabase = ["postgresql://me:secret@host/x"]')
    assert "secret" not in str(refused.value)


def test_half_a_character_is_no_name() -> None:
    check_owner(Owner(name="Ä 🪑", identifiers=(Identifier(value="1", scheme=None),)))
    for owner in (Owner(name="caf\udce9"), Owner(name="N", ibans=("\ud83e",))):
        with pytest.raises(SettingsError, match="not valid text"):
            check_owner(owner)


def test_tolerances_are_read_by_supplier_and_item(tmp_path: Path) -> None:
    text = """
        [owner]
        name = "N"
        [discrepancies]
        received_not_invoiced_days = 14
        [tolerances]
        price_percent = 0.5
        quantity = "1"
        [[tolerance]]
        supplier = "Sägewerk Tannhof KG"
        item = "TH-27"
        quantity_percent = 10
        [[tolerance]]
        item = "TH-19"
        price = "0.02"
    """
    found = read(tmp_path, text)
    assert found.received_not_invoiced_days == 14
    assert found.tolerances == (
        Tolerance(price_percent=Decimal("0.5"), quantity=Decimal(1)),
        Tolerance(supplier="Sägewerk Tannhof KG", item="TH-27", quantity_percent=Decimal(10)),
        Tolerance(item="TH-19", price=Decimal("0.02")),
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[tolerances]\nprice = -1", "price in [tolerances] must be a number that is not below 0"),
        ("[tolerances]\nprice = true", "price in [tolerances] must be a number"),
        ("[tolerances]\nprice = []", "price in [tolerances] must be a number"),
        ('[tolerances]\nquantity = "a lot"', "quantity in [tolerances] must be a number"),
        ('[tolerances]\nquantity = "NaN"', "quantity in [tolerances] must be a number"),
        ('[tolerances]\nsupplier = "X"', "unknown key supplier in [tolerances]"),
        ('[tolerance]\nsupplier = "X"', "tolerance must be tables in double brackets"),
        ("tolerance = [1]", "tolerance must be tables in double brackets"),
        ("[[tolerance]]\nprice = 1", "a [[tolerance]] does not name a supplier or an item"),
        ('[[tolerance]]\nsupplier = " "\nprice = 1', "a [[tolerance]] does not name a supplier or an item"),
        ('[[tolerance]]\nitem = "X"', "a [[tolerance]] does not name a limit"),
        ("[[tolerance]]\nitem = 7\nprice = 1", "item must be a text in quotes"),
        ('[[tolerance]]\nitem = "X"\nprice = "-0.01"', "price in [[tolerance]] must be a number"),
        ("[discrepancies]\nreceived_not_invoiced_days = -1", "must be a whole number from 0 to 36500"),
        ("[discrepancies]\nreceived_not_invoiced_days = 1.5", "must be a whole number from 0 to 36500"),
        ("[discrepancies]\ndays = 1", "unknown key days in [discrepancies]"),
    ],
)
def test_what_is_wrong_with_a_tolerance_is_said(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SettingsError) as error:
        read(tmp_path, f'{text}\n[owner]\nname = "N"')
    assert said in str(error.value)
