"""The cases of sd-jwt-python in the corpora: what an issuer hides, a holder shows, and a reader must see."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

COUNT = 17


class Sealed(NamedTuple):
    """A name or an element under the tag `!sd`."""

    value: Any


def case_files(corpora: Path) -> list[Path]:
    """The cases; each lies in a folder with its name."""
    files = sorted(corpora.glob("vectors/sd-jwt/*/specification.yml"))
    assert len(files) == COUNT
    return files


def read_case(file: Path, number: Callable[[str], Any] = float) -> dict[str, Any]:
    """One case; `number` makes a value of what has a decimal point."""
    yaml = pytest.importorskip("yaml")

    class Loader(yaml.SafeLoader):  # type: ignore[misc,name-defined]
        pass

    def sealed(loader: Any, node: Any) -> Sealed:
        if isinstance(node, yaml.MappingNode):
            return Sealed(loader.construct_mapping(node, deep=True))
        if isinstance(node, yaml.SequenceNode):
            return Sealed(loader.construct_sequence(node, deep=True))
        tag = loader.resolve(yaml.ScalarNode, node.value, (node.style is None, False))
        return Sealed(loader.construct_object(yaml.ScalarNode(tag, node.value, style=node.style), deep=True))

    Loader.add_constructor("!sd", sealed)
    Loader.add_constructor("tag:yaml.org,2002:float", lambda _, node: number(node.value))
    return yaml.load(file.read_text(), Loader)  # type: ignore[no-any-return]


def opened(value: Any) -> Any:
    """The same without `Sealed`."""
    if isinstance(value, Sealed):
        return opened(value.value)
    if isinstance(value, dict):
        return {opened(name): opened(item) for name, item in value.items()}
    return [opened(item) for item in value] if isinstance(value, list) else value


def sealed_paths(value: Any, at: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Where the issuer hides something."""
    value = value.value if isinstance(value, Sealed) else value
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, item in items:
        path = (*at, name.value if isinstance(name, Sealed) else name)
        if isinstance(name, Sealed) or isinstance(item, Sealed):
            yield path
        yield from sealed_paths(item, path)


def chosen_paths(choice: Any, at: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """What the holder shows: whatever is named, but for what is named with a no."""
    items = choice.items() if isinstance(choice, dict) else enumerate(choice) if isinstance(choice, list) else ()
    for name, item in items:
        if item is not False and item is not None:
            yield (*at, name)
            yield from chosen_paths(item, (*at, name))
