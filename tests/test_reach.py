"""A page depends on the library files that its code reaches, and on no others."""

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from what_scale_buys.reach import BOOK, CHAPTERS, DATA, INSTRUMENT, LIBRARY, library_files, notebook_code


def reached(code):
    return {path.relative_to(LIBRARY).as_posix() for path in library_files(code)}


def test_code_without_the_library_reaches_nothing():
    assert library_files("import numpy as np\nfrom pathlib import Path") == []


def test_imports_are_followed_to_the_end():
    files = reached("from what_scale_buys import published")
    own = {"__init__.py", "published.py", "data/published.csv"}
    assert {f"what_scale_buys/{name}" for name in own} <= files
    assert {f"scaling_laws/{name}" for name in ("__init__.py", "quantity.py", "errors.py")} <= files
    assert "scaling_laws/laws/__init__.py" not in files


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
    assert {"scaling_laws/laws/__init__.py", "scaling_laws/errors.py"} <= reached(code)
    assert "what_scale_buys/published.py" not in reached(code)


@pytest.mark.parametrize("module", ["ledger", "insights"])
def test_what_gathers_reaches_every_room(module):
    rooms = {path.relative_to(LIBRARY).as_posix() for path in CHAPTERS.rglob("*.py")}
    assert rooms <= reached(f"from what_scale_buys import {module}")


def test_the_doors_of_fitting_reach_the_solver():
    assert "scaling_laws/fitting/solver/newton.py" in reached("from scaling_laws.fitting import fit_surface")


TOPICS = sorted(path.parent.name for path in CHAPTERS.glob("*/__init__.py"))


@pytest.mark.parametrize("topic", TOPICS)
def test_a_room_reaches_itself_and_no_other_room(topic):
    files = reached(f"from what_scale_buys.chapters import {topic} as room")
    own = {path.relative_to(LIBRARY).as_posix() for path in (CHAPTERS / topic).rglob("*.py")}
    assert own <= files
    folder = CHAPTERS.relative_to(LIBRARY).as_posix()
    assert not [f for f in files for other in TOPICS if other != topic and f.startswith(f"{folder}/{other}/")]


def test_data_are_part_of_the_dependencies():
    assert set(DATA) <= set(library_files("import scaling_laws"))
    assert all(Path(file).is_file() for file in DATA)


def test_notebook_code_leaves_out_prose_and_magics(tmp_path):
    cells = [new_markdown_cell("import os"), new_code_cell("%matplotlib inline\nimport scaling_laws\n!ls\n?x")]
    nbformat.write(new_notebook(cells=cells), tmp_path / "n.ipynb")
    assert notebook_code(tmp_path / "n.ipynb") == "import scaling_laws"


# ---- the direction of flow that CONTRIBUTING.md promises ----

FORBIDDEN = {
    "scaling_laws.errors": ("scaling_laws/quantity", "scaling_laws/laws", "what_scale_buys/"),
    "scaling_laws.quantity": ("scaling_laws/laws", "what_scale_buys/"),
    "scaling_laws.laws": ("scaling_laws/fitting/", "what_scale_buys/"),
    "what_scale_buys.published": ("scaling_laws/laws", "scaling_laws/fitting/", "what_scale_buys/claims"),
    "what_scale_buys.claims": ("scaling_laws/laws", "scaling_laws/fitting/", "what_scale_buys/ledger"),
}


@pytest.mark.parametrize(("module", "rooms"), FORBIDDEN.items(), ids=list(FORBIDDEN))
def test_rooms_use_only_what_they_may(module, rooms):
    assert [f for f in reached(f"import {module}") if f.endswith(".py") and f.startswith(rooms)] == []


@pytest.mark.parametrize("path", sorted(INSTRUMENT.rglob("*.py")), ids=lambda path: path.stem)
def test_the_instrument_knows_nothing_of_the_book(path):
    module = ".".join(path.relative_to(LIBRARY).with_suffix("").parts).removesuffix(".__init__")
    assert [f for f in reached(f"import {module}") if f.endswith(".py") and f.startswith(BOOK.name)] == []
    assert BOOK.name not in path.read_text(encoding="utf-8")


def test_display_knows_nothing_of_scaling_laws():
    for path in (BOOK / "display").glob("*.py"):
        files = reached(f"import what_scale_buys.display.{path.stem}")
        known = {f for f in files if f.endswith(".py") and not f.startswith("what_scale_buys/display/")}
        allowed = {f"scaling_laws/{name}.py" for name in ("__init__", "errors", "formatting", "kinds", "quantity")}
        kept = {f"what_scale_buys/{name}.py" for name in ("__init__", "kept", "reach")}
        assert known <= {*kept, *allowed}
