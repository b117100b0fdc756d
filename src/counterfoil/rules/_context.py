"""Where a rule is asked: the elements at paths of a given form."""

from counterfoil.model._base import Model


class Context(Model):
    """The elements at paths of one of these forms.

    "/cac:Party/cac:Contact" stands directly below the root and "/" is the root itself; "cac:Price" stands anywhere
    below it, whatever is around it. A step may be "*".
    """

    forms: tuple[str, ...]

    def holds(self, path: str, root: str) -> bool:
        """Whether the elements at an absolute path are among them."""
        return any(_fits(form, path, root) for form in self.forms)

    def names(self) -> frozenset[str]:
        """The last steps of its forms; "" stands for the root."""
        return frozenset(form.rpartition("/")[2] for form in self.forms)


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
        want in ("*", step) for want, step in zip(wanted, path.split("/")[-len(wanted) :], strict=False)
    )
