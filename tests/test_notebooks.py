"""The stored outputs of the notebooks are real, and strict nbval bites when a number in them is wrong."""

import json
import re
import shutil

import nbformat
import pytest

from scratch import ROOT, nbval
from what_scale_buys.book import inline

NOTEBOOKS = sorted([ROOT / "index.ipynb", *ROOT.glob("chapters/*.ipynb")])
CHAPTERS = [path for path in NOTEBOOKS if path.name[:2].isdigit()]
every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
every_chapter = pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
ASSIGNMENT = re.compile(r"\s*(?:import |from |\w+ = )")


def cells(path, kind="code"):
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == kind]


@every_notebook
def test_every_cell_was_run_and_every_display_is_stored(path):
    """nbval compares nothing in a cell that was never run."""
    for cell in cells(path):
        assert cell.execution_count, f"{cell.id} was never run: make outputs"
        last = cell.source.strip().splitlines()[-1]
        if not ASSIGNMENT.match(last):
            assert cell.outputs, f"{cell.id} shows nothing: {last}"
        assert not [o for o in cell.outputs if o.output_type in ("error", "stream")]


@every_notebook
def test_no_cell_is_empty(path):
    """JupyterLab fills an empty cell of prose with words of its own."""
    assert [cell.id for cell in nbformat.read(path, as_version=4).cells if not cell.source.strip()] == []


@every_notebook
def test_every_number_of_the_prose_is_stored_as_text_alone(path):
    """The values are compared with computed ones in the stage `kernels`."""
    for cell in cells(path, "markdown"):
        entries = cell.metadata.get(inline.STORED, [])
        assert [entry["expression"] for entry in entries] == inline.expressions(cell.source), f"{cell.id}: make outputs"
        for entry in entries:
            assert set(entry["result"]["data"]) == {inline.PLAIN}
            assert entry["result"]["status"] == "ok"
            assert entry["result"]["data"][inline.PLAIN].strip()


@every_notebook
def test_every_stored_picture_is_an_image(path):
    """A viewer that does not trust a notebook leaves of drawn elements their letters."""
    for cell in cells(path):
        for output in cell.outputs:
            page = output.get("data", {}).get("text/html", "")
            assert "<svg" not in page, f"{cell.id}: make outputs"
            assert "<figure" not in page or '<img alt="' in page


@every_notebook
def test_nothing_that_changes_from_run_to_run_is_stored(path):
    text = path.read_text(encoding="utf-8")
    assert "widget-view" not in text
    assert "language_info" not in json.loads(text)["metadata"]
    assert not re.search(r"0x[0-9a-f]{6,}|/home/|/tmp/|/root/", text)


@every_chapter
def test_a_chapter_starts_from_its_room_and_only_calls(path):
    topic = path.stem.split("_", 1)[1]
    code = cells(path)
    start = [line for line in code[0].source.splitlines() if line]
    assert start == [f"from what_scale_buys.chapters import {topic} as room", "n = room.numbers()"]
    for cell in code[1:]:
        assert len(cell.source.strip().splitlines()) == 1, f"{cell.id}: one call a cell"
    assert code[-1].source.strip() == "n", "the last cell lists the chapter's numbers"
    assert code[-2].source.strip() == "room.CLAIMS", "the cell before it lists the verdicts"


@every_chapter
def test_a_chapter_has_exercises_solutions_and_a_key_insight(path):
    prose = "\n".join(cell.source for cell in cells(path, "markdown"))
    exercises = re.findall(r"\{exercise(?:-start)?\}", prose)
    assert len(exercises) >= 3
    assert len(re.findall(r"\{solution(?:-start)?\}", prose)) == len(exercises)
    assert "{eval}" in prose
    assert "{cite:" in prose
    assert "sl-card" in path.read_text(encoding="utf-8")


# ---- nbval bites; on a page that is small and quick: the sources ----

PAGE = ROOT / "chapters" / "sources.ipynb"


def test_nbval_passes_on_an_untouched_copy(tmp_path):
    process = nbval(shutil.copy(PAGE, tmp_path))
    assert process.returncode == 0, process.stdout[-3000:]


def test_nbval_fails_when_one_stored_number_differs(tmp_path):
    notebook = nbformat.read(PAGE, as_version=4)
    output = next(o for cell in notebook.cells for o in cell.get("outputs", []) if "text/html" in o.get("data", {}))
    changed, count = re.subn(r"(?<=<td>)42 %(?=</td>)", "43 %", output["data"]["text/html"], count=1)
    assert count == 1
    output["data"]["text/html"] = changed
    nbformat.write(notebook, tmp_path / PAGE.name)
    process = nbval(tmp_path / PAGE.name)
    assert process.returncode == 1
    assert "Cell outputs differ" in process.stdout


def test_nbval_fails_when_a_constant_of_the_library_changes(tmp_path):
    library = tmp_path / "lib"
    shutil.copytree(ROOT / "lib", library, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    table = library / "what_scale_buys" / "data" / "published.csv"
    text = table.read_text(encoding="utf-8")
    changed, count = re.subn(r"(article_a_bar_1,[^,]*),42,", r"\1,41,", text)
    assert count == 1
    table.write_text(changed, encoding="utf-8")
    process = nbval(shutil.copy(PAGE, tmp_path), library)
    assert process.returncode == 1
    assert "Cell outputs differ" in process.stdout
