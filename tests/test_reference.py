"""The pages of docs/reference say what the program says of itself."""

import reference


def test_the_reference_is_what_the_program_says() -> None:
    folder = reference.REFERENCE
    written = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    assert written == reference.pages(), "run 'make docs' and commit what it wrote"
