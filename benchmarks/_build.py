"""Which of the two builds is measured: the compiled one, which a wheel brings, or the plain one."""

from counterfoil.formats import _walk


def build() -> str:
    """Say which it is."""
    return "the plain build" if str(_walk.__file__).endswith(".py") else "the compiled build"
