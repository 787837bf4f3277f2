"""Every deck in a browser, on a screen and as it is printed: nothing is cut or fetched, and axe-core finds nothing."""

from types import SimpleNamespace

import pytest

from site_browser import CI, NO_BROWSER, browser_path
from what_scale_buys.chapters import rooms
from what_scale_buys.course import slides

DRAWN = "smaller_models_better_data"  # the deck that is shown with its pictures: drawing all takes long
PICTURES = 2
CUT = """() => [...document.querySelectorAll('section')].filter((slide) => {
  const foot = slide.querySelector('small').getBoundingClientRect(), whole = slide.getBoundingClientRect();
  const shown = [...slide.querySelectorAll('h1, h2, p, svg')].map((part) => part.getBoundingClientRect());
  return foot.bottom > whole.bottom || shown.some((part) => part.top < whole.top || part.bottom > foot.top
    || part.left < whole.left || part.right > whole.right || part.height < 20);
}).map((slide) => slide.textContent.slice(0, 60))"""


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


def of(topic):
    """The room of a chapter with the figures that its deck is tested with."""
    room = rooms()[topic]
    figures = [name for name, make in room.EXHIBITS.items() if "figures" in make.__module__]
    kept = figures[:PICTURES] if topic == DRAWN else []
    return SimpleNamespace(**vars(room) | {"EXHIBITS": {name: room.EXHIBITS[name] for name in kept}})


@pytest.mark.parametrize("topic", list(rooms()))
def test_a_deck_is_whole_on_a_screen_and_on_paper(browser, topic):
    from axe_playwright_python.sync_playwright import Axe

    page, asked = browser.new_page(viewport={"width": 1280, "height": 720}), []
    page.on("request", lambda request: asked.append(request.url))
    page.set_content(slides.deck(of(topic)))
    for media in ("screen", "print"):
        page.emulate_media(media=media)
        assert page.evaluate(CUT) == [], media
        assert [v["id"] for v in Axe().run(page).response["violations"]] == [], media
    assert asked == []
    assert page.locator("section svg").count() == (PICTURES if topic == DRAWN else 0)
    page.close()


def test_a_cut_slide_is_found(browser):
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    deck = slides.deck(of(DRAWN))
    page.set_content(deck.replace("<h2>Two sides</h2><p>", f"<h2>Two sides</h2><p>{'both sides again ' * 200}"))
    assert [text[:9] for text in page.evaluate(CUT)] == ["Two sides"]
    page.close()
