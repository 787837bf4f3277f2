"""The comparison with other processors' arithmetic bites: on a word, on a number of a table, and not on rounding."""

import shutil

import nbformat
import pytest
from kernels import differences, first_difference, numbers_apart

from scratch import ROOT
from what_scale_buys.book import inline

PAGE = ROOT / "chapters" / "references.ipynb"


def test_an_untouched_page_shows_no_difference(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert differences([shutil.copy(PAGE, tmp_path) and tmp_path / PAGE.name]) == []


def test_a_changed_word_is_found_in_text_and_page(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    notebook = nbformat.read(PAGE, as_version=4)
    cell = next(c for c in notebook.cells if c.cell_type == "code" and "CLAIMS" in c.source)
    for kind in ("text/plain", "text/html"):
        cell.outputs[0].data[kind] = cell.outputs[0].data[kind].replace("CONTRADICTED", "HOLDS").replace("cont", "kont")
    nbformat.write(notebook, tmp_path / PAGE.name)
    assert {kind for _, kind, _, _ in differences([tmp_path / PAGE.name])} == {"text/plain", "text/html"}


def test_a_changed_number_of_the_prose_is_found(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    notebook = nbformat.read(PAGE, as_version=4)
    cell = next(c for c in notebook.cells if inline.stored(c))
    name, value = next(iter(inline.stored(cell).items()))
    inline.store(cell, inline.stored(cell) | {name: "poisoned"})
    nbformat.write(notebook, tmp_path / PAGE.name)
    [(_, kind, expected, seen)] = differences([tmp_path / PAGE.name])
    assert (kind, expected, seen) == (f"{{eval}}`{name}`", "poisoned", value)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ([["x"], ["0.12345678"]], [["x"], ["0.12345679"]], None),
        ([["x"], ["1e-17"]], [["x"], ["-3e-18"]], None),
        ([["x"], ["0.1234"]], [["x"], ["0.1236"]], ("0.1234", "0.1236")),
        ([["x"], ["many"]], [["x"], ["few"]], ("many", "few")),
        ([["x"], ["1"]], [["x"]], ("2 rows", "1 rows")),
    ],
)
def test_tables_are_compared_as_numbers(old, new, expected):
    assert numbers_apart(old, new) == expected


def test_a_difference_is_shown_with_what_stands_around_it():
    assert first_difference("a b c", "a x c", around=2) == ("'a b '", "'a x '")
