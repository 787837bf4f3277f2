"""Every notebook in JupyterLab and in Notebook 7, as stored and after Run All; and the check bites.

Which notebooks: all with VIEWERS=all in the environment, else the chapter that runs fastest.
"""

import os

import nbformat
import notebook_viewers as viewers
import pytest
from notebook_viewers import POISON, VIEWERS, Viewer, faults

from scratch import ROOT
from site_browser import CI, NO_BROWSER, browser_path
from what_scale_buys.book import editions

pytestmark = pytest.mark.viewers
PATHS = [ROOT / "index.ipynb", *sorted(ROOT.glob("chapters/*.ipynb"))]
NOTEBOOKS = [path.relative_to(ROOT).as_posix() for path in PATHS]
SAMPLE = ("chapters/01_law_that_built_an_industry.ipynb",)
CHOSEN = NOTEBOOKS if os.environ.get("VIEWERS") == "all" else [n for n in NOTEBOOKS if n in SAMPLE]


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """The live edition with poisoned numbers, served: (address, {notebook: sources}, {notebook: expected}, fresh).

    fresh : function that writes a notebook anew, since a viewer saves by itself after two minutes.
    """
    folder = tmp_path_factory.mktemp("book")
    editions.write(ROOT, folder, editions.live)
    expected = {name: viewers.poison(folder / name) for name in CHOSEN}
    sources = {name: sources_of(folder / name) for name in CHOSEN}
    poisoned = {name: (folder / name).read_bytes() for name in CHOSEN}
    with viewers.server(folder) as address:
        yield address, sources, expected, lambda name: (folder / name).write_bytes(poisoned[name])


def sources_of(path):
    cells = nbformat.read(path, as_version=4).cells
    return [cell.source if cell.cell_type == "markdown" else "" for cell in cells]


@pytest.fixture(scope="module")
def browser():
    path = browser_path()
    if not path:
        pytest.fail(NO_BROWSER) if CI else pytest.skip(NO_BROWSER)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.mark.parametrize("kind", VIEWERS)
@pytest.mark.parametrize("name", CHOSEN)
def test_a_notebook_is_whole_before_and_after_run_all(name, kind, book, browser):
    address, sources, expected, fresh = book
    fresh(name)
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    try:
        viewer = Viewer(context.new_page(), address, VIEWERS[kind].format(name))
        assert viewer.settle() == ""
        assert viewer.wrong(sources[name], expected[name], POISON) == [], "as stored"
        viewer.run_all()
        assert viewer.settle() == ""
        assert viewer.wrong(sources[name], expected[name]) == [], "after Run All"
        assert viewer.slides() in (None, ""), "a slider that moves moves picture and sentence"
        assert viewer.chooses() in (None, ""), "a button that is chosen moves picture and sentence"
        assert viewer.keys_move() in (None, True), "the arrows of the keyboard move a slider"
        assert viewer.errors == []
    finally:
        context.close()


# ---- the check bites ----

SAID = "The factor is {eval}`n.factor`, by {eval}`n.share`."
EXPECTED = {0: ["3×", "7 %"]}


def seen(text="The factor is 3×, by 7\u00a0%.", raw=(), blank=0, pictures=()):
    return {"text": text, "raw": list(raw), "blank": blank, "pictures": list(pictures)}


def test_a_whole_cell_has_no_fault():
    assert list(faults(0, seen(pictures=[True]), SAID, EXPECTED)) == []


@pytest.mark.parametrize(
    ("shown", "kind"),
    [
        (seen("The factor is n.factor, by 7 %.", raw=["n.factor"]), "raw expression"),
        (seen("The factor is , by 7 %."), "number missing"),
        (seen("The factor is 7 %, by 3×."), "number missing"),
        (seen(blank=1), "blank"),
        (seen("The factor is poisoned 3×, by 7 %."), "stale value"),
        (seen("By hoffmann2022training the factor is 3×, by 7 %."), "citation"),
        (seen(pictures=[True, False]), "picture"),
    ],
)
def test_a_fault_is_found(shown, kind):
    assert kind in {fault.kind for fault in faults(0, shown, SAID, EXPECTED)}


def test_a_stored_number_must_be_the_poisoned_one():
    assert list(faults(0, seen("It is poisoned 3×, by poisoned 7 %."), SAID, EXPECTED, POISON)) == []
    assert [f.kind for f in faults(0, seen(), SAID, EXPECTED, POISON)] == ["number missing"]
