"""The node in `counterfoil.toml`: [node], where it is reached and what it shows of the log."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from counterfoil.errors import SettingsError, UsageError
from counterfoil.flow.addresses import listen_at, node_address
from counterfoil.flow.settings_values import it_is, known_keys, quoted, text_in
from counterfoil.model.settings import NodeSettings

T = TypeVar("T")
_KEYS = NodeSettings.__struct_fields__
_TEXTS = ("url", "listen", "certificate", "key", "authorities", "proxy")
_PUBLISH_MAX, _PAD_MAX = 7 * 86_400, 1 << 16


def node_in(section: dict[str, Any], path: Path) -> NodeSettings:
    """The node's settings of a file; SettingsError where one cannot be used."""
    known_keys(section, _KEYS, "node", path)
    usual = NodeSettings()
    given = {name: text_in(section, name, path) for name in _TEXTS}
    texts = {name: getattr(usual, name) if text is None else text for name, text in given.items()}
    if bool(texts["certificate"]) != bool(texts["key"]):
        raise SettingsError(f"{path}: [node] has one of certificate and key.", "TLS needs both; else leave out both.")
    if texts["url"]:
        texts["url"] = _read("url", texts["url"], node_address, path)
    _read("listen", texts["listen"], listen_at, path)
    pad = _number(section, "pad", usual.pad, _PAD_MAX, path)
    if pad & (pad - 1):
        raise SettingsError(f"{path}: pad in [node] must be a power of two, such as 64.", it_is(pad))
    return NodeSettings(**texts, publish=_number(section, "publish", usual.publish, _PUBLISH_MAX, path), pad=pad)


def node_lines(node: NodeSettings) -> Iterator[str]:
    """The lines of a file that set these; what is as it is anyway stands there as comments."""
    usual = NodeSettings()
    yield "[node]"
    yield "# For 'counterfoil serve --node': where partners reach it, and after how many seconds they see the log grow."
    for name in _KEYS:
        value, default = getattr(node, name), getattr(usual, name)
        yield f"{'# ' if value == default else ''}{name} = {quoted(value) if isinstance(value, str) else value}"


def _number(section: dict[str, Any], key: str, usual: int, most: int, path: Path) -> int:
    value = section.get(key, usual)
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
        raise SettingsError(f"{path}: {key} in [node] must be a whole number from 1 to {most}.", it_is(value))
    return value


def _read(key: str, text: str, read: Callable[[str], T], path: Path) -> T:
    try:
        return read(text)
    except UsageError as error:
        raise SettingsError(f"{path}: {key} in [node]: {error.message}", error.hint) from None
