"""Every page in Chromium, in both themes, at the width of a phone, a tablet and a desk."""

import json
from itertools import pairwise

import pytest

from site_browser import HTML, THEMES, WIDTHS

PAGES = sorted(
    path.relative_to(HTML).as_posix()
    for path in HTML.rglob("*.html")
    if "_static" not in path.relative_to(HTML).parts and path.name not in ("404.html", "genindex.html", "search.html")
)
PANELLED = sorted(name for name in PAGES if 'class="sl-columns"' in (HTML / name).read_text(encoding="utf-8"))
both = pytest.mark.parametrize("theme", THEMES)
every_page = pytest.mark.parametrize("name", PAGES)
RULES = {
    "resultTypes": ["violations"],  # what passes needs no description
    "preload": False,  # no page plays anything
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"hidden-content": {"enabled": False}},  # it never finds a fault, it asks for a look
}
COLOURS = {"color-contrast": "[data-one]", "link-in-text-block": "a[data-one]"}


@both
@every_page
def test_page(themed, theme, name):
    """No console error, no request to another host, no sideways scroll, of a formula neither, maths set."""
    watched = themed(theme)
    page = watched.page
    page.set_viewport_size({"width": 1280, "height": 900})
    watched.open(name)
    assert page.evaluate("document.documentElement.dataset.theme") == theme
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        scroll = page.evaluate("[document.documentElement.scrollWidth, document.body.scrollWidth, window.innerWidth]")
        assert max(scroll[:2]) <= scroll[2] + 1, f"{width}: {wide_elements(page)}"
    text = page.evaluate(VISIBLE_TEXT)
    assert [raw for raw in ("\\(", "\\)", "\\[", "\\]", "$$", "\\frac", "\\alpha") if raw in text] == []
    assert (
        page.evaluate("[...document.querySelectorAll('article math')].filter((m) => !m.getBoundingClientRect().width)")
        == []
    )
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    assert page.evaluate(STRAY_STOPS) == []
    assert page.evaluate(WIDE_FORMULAS) == []
    assert watched.outside == []
    assert watched.errors == []


@pytest.mark.parametrize(("width", "least", "most"), [(390, 11, 17), (1280, 11, 17)])
@every_page
def test_text_in_pictures_is_read_without_a_glass(themed, name, width, least, most):
    """Every letter of every picture, in pixels of the screen, however the picture was scaled or the text turned."""
    page = themed("light").show(name)
    page.set_viewport_size({"width": width, "height": 900})
    sizes = page.evaluate(SIZES)
    assert {tuple(words) for size, *words in sizes if not least <= size <= most} == set()


@pytest.mark.parametrize("name", PANELLED)
def test_panels_stand_side_by_side_on_a_desk_and_one_under_the_other_on_a_phone(themed, name):
    page = themed("light").show(name)
    for width, stacked in ((1280, False), (390, True)):
        page.set_viewport_size({"width": width, "height": 900})
        pictures = page.evaluate(PANELS)
        assert pictures
        assert page.locator(".sl-phone").first.is_visible() is stacked or not page.locator(".sl-phone").count()
        for picture in pictures:
            assert all(panel["right"] <= width and panel["width"] > 0 for panel in picture)
            for one, after in pairwise(picture):
                assert (after["top"] >= one["bottom"]) is stacked, picture
                assert (after["left"] >= one["right"] - 1) is not stacked, picture


def test_an_explorable_of_two_panels_moves_in_both(themed):
    """A phone shows the second panel by a copy of the drawing, which must follow the first."""
    page = themed("light").open("chapters/01_law_that_built_an_industry.html")
    page.set_viewport_size({"width": 390, "height": 900})
    figure = page.locator("figure.sl-explorable:has(.sl-columns)").first
    figure.scroll_into_view_if_needed()
    page.wait_for_selector(f"#{figure.get_attribute('id')}.sl-live")
    panel = figure.locator(".sl-columns > svg").nth(1)
    before = panel.screenshot()
    figure.locator("input[type=range]").first.press("End")
    assert panel.screenshot() != before


@pytest.mark.parametrize("name", ["chapters/register.html"])
def test_what_stands_above_a_wide_table_is_read_without_scrolling(themed, name):
    page = themed("light").show(name)
    page.set_viewport_size({"width": 390, "height": 900})
    widths = page.evaluate(TABLES)
    assert any(whole > seen for seen, whole, _ in widths)
    assert all(caption <= seen for seen, _, caption in widths)


STRAY_STOPS = """() => [...document.querySelectorAll('article math:not([display])')].filter((formula) => {
  const next = formula.nextSibling, stop = document.createRange();
  if (next?.nodeType !== Node.TEXT_NODE || !/^[.,;:!?)]/.test(next.data)) return false;
  stop.setStart(next, 0);
  stop.setEnd(next, 1);
  const { left, width } = stop.getBoundingClientRect();
  return width && left < formula.getBoundingClientRect().right - 1;
}).map((formula) => formula.textContent)"""
WIDE_FORMULAS = """() => [...document.querySelectorAll('.sl-formula')]
  .filter((box) => box.scrollWidth > box.clientWidth + 1).map((box) => box.textContent)"""
TABLES = """() => [...document.querySelectorAll('.sl-scroll')].map((box) =>
  [box.clientWidth, box.scrollWidth, box.querySelector('caption').getBoundingClientRect().width])"""
PANELS = """() => [...document.querySelectorAll('.sl-columns')].map((picture) =>
  [...picture.children].map((panel) => panel.getBoundingClientRect().toJSON()))"""
SIZES = """() => [...document.querySelectorAll('.sl-figure svg text')].filter((t) => t.textContent.trim()).map((t) => {
  const { a, b } = t.getScreenCTM();
  return [Math.hypot(a, b) * parseFloat(getComputedStyle(t).fontSize), t.closest('figure').id, t.textContent];
})"""
VISIBLE_TEXT = """() => {
  const copy = document.querySelector('article').cloneNode(true);
  copy.querySelectorAll('pre, code, script').forEach((element) => element.remove());
  return copy.textContent;
}"""


def wide_elements(page):
    """What sticks out to the right, for the message of a failing test."""
    return page.evaluate("""() => [...document.querySelectorAll('main *')]
      .filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.sl-scroll, pre'))
      .slice(0, 5).map((e) => `${e.tagName}.${e.getAttribute('class')} ${e.getBoundingClientRect().right}`)""")


@pytest.mark.parametrize(("theme", "width"), [("light", WIDTHS[-1]), ("dark", WIDTHS[0])])
@every_page
def test_accessibility(themed, theme, width, name):
    """axe-core finds nothing, on a desk in light and on a phone in dark, with solutions and one data table unfolded."""
    watched = themed(theme)
    watched.page.set_viewport_size({"width": width, "height": 900})
    watched.open(name)  # afresh: what scrolls at this width becomes a tab stop when a page is loaded
    watched.spoil()
    watched.page.evaluate(UNFOLD)
    assert watched.page.evaluate(ONE_OF_EACH)
    found = faults(watched.page)
    assert found == {}, "\n".join(f"{rule}: {len(nodes)} times: {nodes[:6]}" for rule, nodes in found.items())


def faults(page):
    """What axe-core finds on a page, by rule; rules of colour look at one element of each kind."""
    from axe_playwright_python.base import AXE_SCRIPT
    from axe_playwright_python.sync_playwright import Axe

    chosen = json.dumps({"rules": [{"id": rule, "selector": selector} for rule, selector in COLOURS.items()]})
    violations = Axe(f"{AXE_SCRIPT};axe.configure({chosen})").run(page, options=RULES).response["violations"]
    return {f"{v['id']} ({v['help']})": [" ".join(map(str, node["target"])) for node in v["nodes"]] for v in violations}


FAULTS = {
    "color-contrast": "p.insertAdjacentHTML('beforeend', '<span style=\"color: #aaa\">faint words</span>')",
    "link-in-text-block": "p.insertAdjacentHTML('beforeend',"
    ' \' <a href="/" style="color: #333; text-decoration: none">hidden link</a> and more words\')',
    "image-alt": "p.insertAdjacentHTML('beforeend', '<img src=\"data:,\">')",
    "target-size": "p.insertAdjacentHTML('afterend', '<div style=\"font-size: 6px; line-height: 6px\">"
    "<button>a</button><button>b</button></div>')",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(themed, fault):
    watched = themed("light")
    page = watched.open("index.html")
    watched.spoil()
    page.evaluate(f"() => {{ const p = document.querySelector('article p'); {FAULTS[fault]}; }}")
    page.evaluate(ONE_OF_EACH)
    assert [rule.split()[0] for rule in faults(page)] == [fault]


# Folds open with a fade; colours are judged after it, not in its middle.
UNFOLD = """() => {
  const still = document.createElement('style');
  still.textContent = '* { animation: none !important; transition: none !important; }';
  document.head.append(still);
  document.querySelectorAll('article details:not(.sl-data)').forEach((d) => { d.open = true; });
  document.querySelectorAll('article .toggle-button-hidden').forEach((b) => b.click());
  const table = document.querySelector('article details.sl-data');
  if (table) table.open = true;
}"""


# Contrast depends on the ink, on what lies under it and on the size of the letters, and a link is told from the text
# around it by ink and line: one text of each such kind is judged.
ONE_OF_EACH = """() => {
  const grounds = (element) => {
    const found = [];
    for (let e = element; e; e = e.parentElement) {
      const { backgroundColor, backgroundImage, opacity } = getComputedStyle(e);
      if (!/, 0\\)$/.test(backgroundColor) || backgroundImage !== 'none' || opacity !== '1') {
        found.push(backgroundColor, backgroundImage, opacity);
      }
    }
    return found;
  };
  const seen = new Set();
  for (const element of document.querySelectorAll('body *')) {
    const written = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    if (!(written || element.matches('input, select, textarea')) || !element.checkVisibility()) continue;
    const { color, fontSize, fontWeight, position, textDecorationLine, textShadow } = getComputedStyle(element);
    const look = [element.matches('a[href]'), color, fontSize, fontWeight, position, textDecorationLine, textShadow];
    const kind = [...look, ...grounds(element)].join();
    if (!seen.has(kind)) element.dataset.one = '';
    seen.add(kind);
  }
  return seen.size;
}"""


@every_page
def test_the_page_reads_without_javascript_and_in_print(browser, address, themed, name):
    watched = themed("dark")
    page = watched.show(name)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    try:
        assert page.locator(".sl-solution[open], .sl-hint[open]").count() == 0
        assert [e for e in page.locator(".sl-controls, .sl-filters, .cell_input").all() if e.is_visible()] == []
        assert [e for e in page.locator("figure.sl-figure svg").all() if not e.is_visible()] == []
        ink = page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--sl-ink').trim()")
        assert ink == "#000000"
    finally:
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        page.emulate_media(media="screen")

    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(f"{address}/{name}")
    for figure in plain.locator("figure.sl-figure").all():
        assert figure.locator("svg").first.is_visible()
    for figure in plain.locator("figure.sl-explorable").all():
        assert figure.locator(".sl-static").is_visible()
        assert not figure.locator(".sl-controls").is_visible()
        assert figure.locator(".sl-summary").inner_text().strip().endswith(".")
    context.close()
