"""Where a rule is asked: the elements at paths of a given form."""

from counterfoil.model._base import Model


class Context(Model):
    """The elements at paths of one of these forms.

    "/cac:Party/cac:Contact" stands directly below the root and "/" is the root itself; "cac:Price" stands anywhere
    below it, whatever is around it. A step may hold one "*" for any characters: "*", "ram:*ID".
    """

    forms: tuple[str, ...]

    def holds(self, path: str, root: str) -> bool:
        """Whether the elements at an absolute path are among them."""
        return any(_fits(form, path, root) for form in self.forms)

    def names(self) -> frozenset[str]:
        """The last steps of its forms; "" stands for the root, "*" for any that is not known by name."""
        names = (form.rpartition("/")[2] for form in self.forms)
        return frozenset("*" if "*" in name else name for name in names)


def _fits(form: str, path: str, root: str) -> bool:
    if form.startswith("/"):
        whole = root if form == "/" else root + form
        return path == whole if "*" not in form else _steps_fit(whole, path, whole.count("/") == path.count("/"))
    if "*" in form:
        return _steps_fit(form, path, path.count("/") > form.count("/"))
    return path.endswith("/" + form)


def _steps_fit(form: str, path: str, long_enough: bool) -> bool:
    """Whether the last steps of a path are those of the form."""
    wanted = form.split("/")
    return long_enough and all(
        _step_fits(want, step) for want, step in zip(wanted, path.split("/")[-len(wanted) :], strict=False)
    )


def _step_fits(want: str, step: str) -> bool:
    if "*" not in want:
        return want == step
    start, _, end = want.partition("*")
    return step.startswith(start) and step.endswith(end)
