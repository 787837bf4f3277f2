"""Numbers that answer, in the browser: by pointer, by keyboard, in print, without JavaScript, to a screen reader."""

import re
from functools import cache

import pytest

from site_browser import HTML, THEMES

PAGES = sorted(
    f"chapters/{path.name}"
    for path in (HTML / "chapters").glob("*.html")
    if 'class="sl-number"' in path.read_text(encoding="utf-8")
)
every_page = pytest.mark.parametrize("name", PAGES)
PARAGRAPH = "table, p, li, dd, figcaption, h1, h2, h3, h4, h5, div"
GROUPS = f"""() => {{
  const groups = new Map();
  for (const number of document.querySelectorAll('.sl-number')) {{
    if (number.closest('a, button, summary, label')) continue;
    const group = number.closest('{PARAGRAPH}');
    groups.set(group, [...(groups.get(group) ?? []), number.tabIndex]);
  }}
  return [...groups.values()];
}}"""


@pytest.fixture
def page(themed, request):
    opened = themed("light").show(request.getfixturevalue("name"))
    opened.set_viewport_size({"width": 1280, "height": 900})
    return opened


@cache
def titles(html, name):
    """What the numbers of a page answer, as the built page holds it."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup((html / name).read_text(encoding="utf-8"), "html.parser")
    return [element["title"] for element in soup.select(".sl-number")]


def longest(html, name):
    """The position of the number that says most."""
    said = titles(html, name)
    return max(range(len(said)), key=lambda i: said[i].count("\n"))


def test_there_are_pages_whose_numbers_answer():
    assert PAGES


@every_page
def test_a_paragraph_is_one_tab_stop(page, name):
    for stops in page.evaluate(GROUPS):
        assert sorted(stops) == [-1] * (len(stops) - 1) + [0]


@every_page
def test_a_pointer_opens_the_answer_and_leaves_it(page, html, name):
    place = longest(html, name)
    number, answer = page.locator(".sl-number").nth(place), page.locator("#sl-answer")
    number.scroll_into_view_if_needed()
    assert not answer.is_visible()
    number.hover()
    answer.wait_for(state="visible")
    lines = [element.inner_text() for element in answer.locator("> *").all()]
    assert lines == titles(html, name)[place].split("\n")
    box = answer.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 1280
    page.mouse.move(box["x"] + 5, box["y"] + 5)  # an answer stays while one reads it
    page.wait_for_timeout(400)
    assert answer.is_visible()
    page.mouse.move(2, 2)
    answer.wait_for(state="hidden")


@every_page
def test_keys_go_from_number_to_number(page, html, name):
    if not (group := page.evaluate_handle(LONGEST_GROUP)).evaluate("(found) => Boolean(found)"):
        pytest.skip("no paragraph of this page holds two numbers")
    group.evaluate("(found) => found[0].focus()")
    focused = "(found) => found.indexOf(document.activeElement)"
    answer = page.locator("#sl-answer")
    last = group.evaluate("(found) => found.length - 1")
    for key, place in (("ArrowRight", 1), ("ArrowLeft", 0), ("ArrowLeft", 0), ("End", last), ("Home", 0)):
        page.keyboard.press(key)
        assert group.evaluate(focused) == place
        assert answer.is_visible()
        assert group.evaluate("(f) => document.activeElement.getAttribute('aria-describedby')") == "sl-answer"
        assert group.evaluate("(f) => f.filter((e) => e.tabIndex === 0).indexOf(document.activeElement)") == 0
    page.keyboard.press("Escape")
    assert not answer.is_visible()
    page.keyboard.press("Enter")
    assert answer.is_visible()
    page.keyboard.press("Tab")
    assert group.evaluate(focused) == -1


LONGEST_GROUP = f"""() => {{
  const open = (p) => p.checkVisibility({{visibilityProperty: true}}) && !p.closest('details, .toggle-hidden');
  const groups = [...document.querySelectorAll('article p')].filter(open)
    .map((p) => [...p.querySelectorAll('.sl-number')].filter((n) => n.closest('{PARAGRAPH}') === p))
    .filter((found) => found.length > 1 && found.some((n) => n.tabIndex === 0));
  return groups.sort((a, b) => b.length - a.length)[0] ?? null;
}}"""


@every_page
def test_print_has_the_answers_as_notes_and_takes_them_back(page, html, name):
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    marks = page.locator(".sl-mark").all_inner_texts()
    notes = page.locator(".sl-notes li").all_inner_texts()
    seen = page.evaluate("[...document.querySelectorAll('.sl-number')].map((number) => number.checkVisibility())")
    assert len(marks) == sum("\n" in title for title, shown in zip(titles(html, name), seen, strict=True) if shown)
    assert set(map(int, marks)) == set(range(1, len(notes) + 1))
    assert len(set(notes)) == len(notes)
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".sl-mark, .sl-notes").count() == 0


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", PAGES[:1])
def test_an_open_answer_is_accessible(themed, theme, name, html):
    from axe_playwright_python.sync_playwright import Axe

    page = themed(theme).open(name)
    page.locator(".sl-number[tabindex='0']").first.focus()
    assert page.locator("#sl-answer").is_visible()
    found = Axe().run(page).response["violations"]
    assert {v["id"]: [node["target"] for node in v["nodes"]] for v in found} == {}


@pytest.mark.parametrize("name", PAGES[:1])
def test_without_javascript_the_answer_is_a_title(browser, address, name):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/{name}")
    said = page.locator(".sl-number").first.get_attribute("title")
    assert re.search(r"n\.\w+", said)
    context.close()
