"""The node's settings: what was written is read again, and what cannot be used is said with its place."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.errors import SettingsError
from counterfoil.flow.settings_file import NAME, read_settings, write_settings
from counterfoil.model.settings import NodeSettings, Owner, Settings

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
FILES = st.tuples(TEXT, TEXT).filter(lambda files: bool(files[0]) == bool(files[1]))
NODES = st.builds(
    lambda files, **others: NodeSettings(certificate=files[0], key=files[1], **others),
    FILES,
    url=st.sampled_from(["", "https://node.example", "http://127.0.0.1:8431", "https://node.example:8443/a"]),
    listen=st.sampled_from(["127.0.0.1:8431", "[::1]:0", "0.0.0.0:443"]),
    publish=st.integers(1, 604_800),
    pad=st.integers(0, 16).map(lambda power: 1 << power),
    authorities=TEXT,
    proxy=TEXT,
)


def read(folder: Path, text: str) -> NodeSettings:
    (folder / NAME).write_text(f'[owner]\nname = "N"\n[node]\n{text}\n', "utf-8")
    return read_settings(folder).node


@given(node=NODES)
def test_what_was_written_is_read_again(tmp_path_factory: pytest.TempPathFactory, node: NodeSettings) -> None:
    folder = tmp_path_factory.mktemp("home")
    write_settings(folder, Settings(owner=Owner(name="N"), node=node))
    assert read_settings(folder).node == node


def test_all_of_it_is_there_as_a_comment(tmp_path: Path) -> None:
    write_settings(tmp_path, Settings(owner=Owner(name="N")))
    lines = (tmp_path / NAME).read_text("utf-8").splitlines()
    assert '# listen = "127.0.0.1:8431"' in lines
    assert "# publish = 86400" in lines
    assert read(tmp_path, "") == NodeSettings()


def test_an_address_has_its_one_spelling(tmp_path: Path) -> None:
    assert read(tmp_path, 'url = "https://Node.Example:443/"').url == "https://node.example"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('ulr = "x"', "unknown key ulr in [node]"),
        ("url = 7", "url must be a text in quotes. It is 7."),
        ('url = "node.example"', "url in [node]: 'node.example' is no address"),
        ('url = "http://node.example"', "url in [node]: http://node.example would be reached without encryption"),
        ('listen = "8431"', "listen in [node]: '8431' does not say where to listen"),
        ("publish = 0", "publish in [node] must be a whole number from 1 to 604800. It is 0."),
        ("publish = true", "publish in [node] must be a whole number"),
        ('publish = "1h"', "publish in [node] must be a whole number"),
        ("pad = 65", "pad in [node] must be a power of two, such as 64. It is 65."),
        ("pad = 1000000", "pad in [node] must be a whole number from 1 to 65536"),
        ('certificate = "a.pem"', "[node] has one of certificate and key"),
        ('key = "a.key"', "[node] has one of certificate and key"),
        ("proxy = []", "proxy must be a text in quotes"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SettingsError) as refused:
        read(tmp_path, text)
    assert said in str(refused.value)
    assert NAME in str(refused.value)
