"""What verification finds."""

from counterfoil.model._base import Model


class Damage(Model):
    """Something that is not as it was recorded: where, and what is wrong with it."""

    where: str
    what: str
