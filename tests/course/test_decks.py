"""Every deck in a browser, on a screen and as it is printed: nothing is cut or fetched, three lines stand at a picture.

One deck has figures too, and axe-core finds nothing in it: the others differ in text and pictures alone.
"""

from functools import cache
from types import SimpleNamespace

import pytest

from site_browser import CI, NO_BROWSER, browser_path
from what_scale_buys.chapters import rooms
from what_scale_buys.course import slides

DRAWN = "smaller_models_better_data"  # the deck that is shown with figures: drawing all takes long
PICTURES, STATES = 2, 3
CUT = """() => [...document.querySelectorAll('section')].filter((slide) => {
  const foot = slide.querySelector('small').getBoundingClientRect(), whole = slide.getBoundingClientRect();
  const shown = [...slide.querySelectorAll('h1, h2, p, svg')].map((part) => part.getBoundingClientRect());
  return foot.bottom > whole.bottom || shown.some((part) => part.top < whole.top || part.bottom > foot.top
    || part.left < whole.left || part.right > whole.right || part.height < 20);
}).map((slide) => slide.textContent.slice(0, 60))"""


LONG = """() => [...document.querySelectorAll('.state')].filter((said) =>
  said.getBoundingClientRect().height > 3.5 * parseFloat(getComputedStyle(said).lineHeight)
).map((said) => said.textContent)"""


@pytest.fixture(scope="module")
def browser():
    path = browser_path()
    if not path:
        (pytest.fail if CI else pytest.skip)(NO_BROWSER)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@cache
def deck(topic):
    """A chapter's deck with the figures that it is tested with."""
    room = rooms()[topic]
    figures = [name for name, make in room.EXHIBITS.items() if "figures" in make.__module__]
    left = figures[PICTURES if topic == DRAWN else 0 :]
    kept = {name: make for name, make in room.EXHIBITS.items() if name not in left}
    return slides.deck(SimpleNamespace(**vars(room) | {"EXHIBITS": kept}))


@pytest.mark.parametrize("topic", list(rooms()))
def test_a_deck_is_whole_on_a_screen_and_on_paper(browser, topic):
    page, asked = browser.new_page(viewport={"width": 1280, "height": 720}), []
    page.on("request", lambda request: asked.append(request.url))
    page.set_content(deck(topic))
    for media in ("screen", "print"):
        page.emulate_media(media=media)
        assert page.evaluate(CUT) == [], media
    assert page.evaluate(LONG) == []
    assert asked == []
    assert page.locator("section svg").count() == STATES + (PICTURES if topic == DRAWN else 0)
    page.close()


def test_a_deck_is_accessible(browser):
    from axe_playwright_python.sync_playwright import Axe

    page = browser.new_page(viewport={"width": 1280, "height": 720})
    page.set_content(deck(DRAWN))
    assert [v["id"] for v in Axe().run(page).response["violations"]] == []
    page.close()


def test_a_cut_slide_and_a_long_line_are_found(browser):
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    more = "more of the same " * 20
    page.set_content(deck(DRAWN).replace("<h2>Two sides</h2><p>", f"<h2>Two sides</h2><p>{more * 10}"))
    assert [text[:9] for text in page.evaluate(CUT)] == ["Two sides"]
    page.set_content(deck(DRAWN).replace('<p class="state">', f'<p class="state">{more}', 1))
    assert len(page.evaluate(LONG)) == 1
    page.close()
