"""Is nothing at all wrong in the structure of a document? That is asked of every one, element by element."""

from counterfoil.formats.structure._plan import ATTRIBUTES_LENGTH_MAX, Names, Node, Plan, Shape
from counterfoil.formats.structure._types import SPACE
from counterfoil.model.trace import Trace


def is_right(trace: Trace, plan: Plan) -> bool:
    """Whether nothing at all is wrong, as far as the trace can tell."""
    shape = plan.whole(tuple(trace.paths))
    return (
        shape is not None
        and _texts_are_right(trace.texts, shape)
        # Documents of one shape mostly have the same currencies and units.
        and (trace.attributes == shape.attributes or _attributes_are_right(trace, plan.attributes, shape))
    )


def _texts_are_right(texts: list[str | None], shape: Shape) -> bool:
    for kind, read in shape.readers:
        if not kind.takes_all(read(texts)):
            return False
    for place in shape.empty:
        text = texts[place]
        if text and text.strip(SPACE):
            return False
    return True


def _attributes_are_right(trace: Trace, known: dict[str, tuple[Names, tuple[str, ...], Node]], shape: Shape) -> bool:
    """Whether each attribute may stand where it does with its value, and so many of those that must be there are."""
    paths = trace.paths
    required, length = shape.required, 0
    for place, items in trace.attributes.items():
        free, must, node = known[paths[place]]
        for name, value in items:
            length += len(value)
            if name in must:
                required -= 1
            elif free is not None and name not in free and not node.takes(name, value):
                return False
    if not required and length <= ATTRIBUTES_LENGTH_MAX:
        shape.attributes = trace.attributes
    return required == 0
