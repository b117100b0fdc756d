"""The pages of docs/reference say what the program says of itself."""

import reference


def test_the_reference_is_what_the_program_says() -> None:
    pages = reference.pages()
    written = {name: (reference.REFERENCE / name).read_text(encoding="utf-8") for name in pages}
    assert written == pages, "run 'make docs' and commit what it wrote"
