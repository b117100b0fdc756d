"""What linking changes, link by link."""

from counterfoil.model._base import Model
from counterfoil.store import LinkRow


class LinkChange(Model):
    """A link that came (`old` is None), became another, or went (`new` is None).

    The new row's fact index is still to be given.
    """

    old: LinkRow | None
    new: LinkRow | None
