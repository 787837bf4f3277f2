"""A page depends on the library files that its code reaches, and on no others."""

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from scaling_laws.book.imports import DATA, PACKAGE, library_files, notebook_code


def reached(code):
    return {path.relative_to(PACKAGE).as_posix() for path in library_files(code)}


def test_code_without_the_library_reaches_nothing():
    assert library_files("import numpy as np\nfrom pathlib import Path") == []


def test_imports_are_followed_to_the_end():
    files = reached("from scaling_laws import published")
    assert {"__init__.py", "published.py", "quantity.py", "errors.py", "data/published.csv"} <= files
    assert "laws.py" not in files


@pytest.mark.parametrize(
    "code",
    [
        "import scaling_laws.laws",
        "from scaling_laws import laws",
        "from scaling_laws.laws import PowerLaw",
        "def f():\n    from scaling_laws.laws import PowerLaw",
    ],
)
def test_every_form_of_import_is_seen(code):
    assert {"laws.py", "errors.py"} <= reached(code)
    assert "published.py" not in reached(code)


def test_the_ledger_reaches_every_argument():
    arguments = {path.relative_to(PACKAGE).as_posix() for path in (PACKAGE / "arguments").rglob("*.py")}
    assert arguments <= reached("from scaling_laws import ledger")


def test_a_room_reaches_itself_and_no_other_room():
    topics = [path.parent.name for path in (PACKAGE / "arguments").glob("*/__init__.py")]
    for topic in topics:
        files = reached(f"from scaling_laws.arguments import {topic} as room")
        own = {path.relative_to(PACKAGE).as_posix() for path in (PACKAGE / "arguments" / topic).rglob("*.py")}
        assert own <= files, "a file of the room that nothing imports"
        others = [other for other in topics if other != topic]
        assert not [file for file in files if any(file.startswith(f"arguments/{other}/") for other in others)]


def test_data_are_part_of_the_dependencies():
    assert set(DATA) <= set(library_files("import scaling_laws"))
    assert all(Path(file).is_file() for file in DATA)


def test_notebook_code_leaves_out_prose_and_magics(tmp_path):
    cells = [new_markdown_cell("import os"), new_code_cell("%matplotlib inline\nimport scaling_laws\n!ls\n?x")]
    nbformat.write(new_notebook(cells=cells), tmp_path / "n.ipynb")
    assert notebook_code(tmp_path / "n.ipynb") == "import scaling_laws"


# ---- the direction of flow that CONTRIBUTING.md promises ----

FORBIDDEN = {
    "errors.py": ("quantity", "laws", "published", "claims", "display", "arguments"),
    "quantity.py": ("laws", "published", "claims", "display", "arguments"),
    "laws.py": ("quantity", "published", "claims", "display", "arguments", "fitting"),
    "claims.py": ("laws", "fitting", "arguments", "ledger"),
}


@pytest.mark.parametrize(("file", "rooms"), FORBIDDEN.items(), ids=list(FORBIDDEN))
def test_rooms_use_only_what_they_may(file, rooms):
    files = reached(f"import scaling_laws.{file.removesuffix('.py')}")
    assert not [other for other in files for room in rooms if other == f"{room}.py" or other.startswith(f"{room}/")]


def test_display_knows_nothing_of_scaling_laws():
    for path in (PACKAGE / "display").glob("*.py"):
        files = reached(f"import scaling_laws.display.{path.stem}")
        known = {f for f in files if not f.startswith(("display/", "data/"))}
        assert known <= {"__init__.py", "errors.py", "quantity.py"}
