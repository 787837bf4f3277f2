"""What GitHub, nbviewer and nbconvert show: the plain edition, with everything stripped that they do not trust."""

import re

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbconvert import HTMLExporter
from notebook_viewers import bibliography_keys, first_missing, flat

from scratch import ROOT
from what_scale_buys.book import editions, inline
from what_scale_buys.display.viewer import dressed

NOTEBOOKS = sorted([ROOT / "index.ipynb", *ROOT.glob("chapters/*.ipynb")])
KEPT = {"id", "class", "title", "href", "src", "alt", "width", "height"}
UNTOLD = re.compile(r"\{(?:eval|cite:\w)\}|`{3}\{|:{3}\{|user_expressions")


def distrusted(html):
    """A page as a service shows it that trusts nobody: no scripts, no styles, no drawing."""
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup(["script", "style", "head"]):
        tag.decompose()
    for drawing in soup("svg"):
        drawing.replace_with(drawing.get_text())
    for tag in soup(True):
        tag.attrs = {name: value for name, value in tag.attrs.items() if name in KEPT}
    return str(soup)


def converted(notebook):
    return HTMLExporter(template_name="basic").from_notebook_node(notebook)[0]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_what_is_left_says_the_last_computed_numbers_and_shows_the_pictures(path):
    stored = nbformat.read(path, as_version=4)
    prose = [cell for cell in stored.cells if cell.cell_type == "markdown"]
    values = [inline.shown(inline.stored(c)[name]) for c in prose for name in inline.every(c.source)]
    figures = sum(
        "<figure" in o.get("data", {}).get("text/html", "") for c in stored.cells for o in c.get("outputs", [])
    )
    page = BeautifulSoup(distrusted(converted(editions.plain(stored))), "html.parser")
    text = flat(page.get_text())
    assert first_missing([flat(value) for value in values], text) is None
    assert not UNTOLD.search(text)
    assert not bibliography_keys() & set(re.findall(r"[a-z]+\d{4}[a-z]+", text))
    assert len(page.select("figure img[src^='data:image/svg+xml,'][alt]")) == figures


def test_a_drawing_leaves_its_letters_and_an_image_stays():
    drawing = '<figure><svg role="img" aria-label="A line." viewBox="0 0 9 9"><text>10</text></svg></figure>'
    assert "<img" not in distrusted(drawing)
    assert "10" in distrusted(drawing)
    assert '<img alt="A line." src="data:image/svg+xml,' in distrusted(dressed(drawing))


def test_an_expression_that_was_not_written_out_is_seen():
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("It is {eval}`n.factor`.")])
    assert UNTOLD.search(distrusted(converted(notebook)))
