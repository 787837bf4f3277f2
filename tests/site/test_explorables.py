"""Every control of every explorable, by keyboard and by pointer; what the page shows is what the library says."""

import json
import re
import time
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from statistics import median

import pytest

from rooms import explorables, listed, made, rooms
from scaling_laws.formatting import typeset
from site_browser import HTML, THEMES, Watched
from what_scale_buys.display.explorable import BUTTONS

every_explorable = pytest.mark.parametrize(("topic", "name"), listed("explorables"))

SHOWN = """(id) => {
  const figure = document.getElementById(id);
  const controls = [...figure.querySelectorAll('.sl-control')];
  const checked = (control) => control.querySelector('input[type=radio]:checked');
  const parts = { summary: figure.querySelector('.sl-summary').textContent };
  for (const element of figure.querySelectorAll('svg [data-part]')) {
    parts[element.dataset.part] = element.tagName === 'path' ? element.getAttribute('d')
      : `${element.getAttribute('x')} ${element.getAttribute('y')} ${element.textContent}`;
  }
  return { parts, label: figure.querySelector('svg').getAttribute('aria-label'),
           outputs: controls.map((c) => (checked(c)?.parentElement ?? c.querySelector('output')).textContent),
           spoken: controls.map((c) => checked(c) ? checked(c).labels[0].textContent
             : c.querySelector('input').getAttribute('aria-valuetext')),
           positions: controls.map((c) => Number((checked(c) ?? c.querySelector('input')).value)),
           link: figure.querySelector('.sl-link').getAttribute('href') };
}"""

WALK = """async ([id, sizes]) => {
  const figure = document.getElementById(id);
  const fields = [...figure.querySelectorAll('.sl-control')].map((c) => [...c.querySelectorAll('input')]);
  const total = sizes.reduce((a, b) => a * b, 1), states = [], alone = [], drawn = [];
  for (let state = 0; state < total; state += 1) {
    let rest = state;
    for (let i = sizes.length - 1; i >= 0; i -= 1) {
      if (fields[i].length > 1) fields[i][rest % sizes[i]].checked = true;
      else fields[i][0].value = rest % sizes[i];
      rest = Math.floor(rest / sizes[i]);
    }
    const start = performance.now();
    fields[0][0].dispatchEvent(new Event('input', { bubbles: true }));
    alone.push(performance.now() - start);
    figure.getBoundingClientRect();
    figure.querySelector('svg').getBBox();
    drawn.push(performance.now() - start);
    states.push(Object.fromEntries([...figure.querySelectorAll('svg [data-part]')].map((e) => [e.dataset.part,
      e.tagName === 'path' ? e.getAttribute('d') : `${e.getAttribute('x')} ${e.getAttribute('y')} ${e.textContent}`])));
    states[state].summary = figure.querySelector('.sl-summary').textContent;
    if (state % 50 === 0) await new Promise(requestAnimationFrame);
  }
  return { states, alone, drawn };
}"""


def page_of(topic):
    """The built page of a room's chapter."""
    found = [path for path in (HTML / "chapters").glob("*.html") if re.fullmatch(rf"\d+_{topic}", path.stem)]
    assert len(found) == 1, f"no chapter page for the room {topic}"
    return f"chapters/{found[0].name}"


@pytest.fixture(scope="session")
def watched(browser, address):
    """One page for all explorables."""
    context = browser.new_context(viewport={"width": 820, "height": 900}, color_scheme="light")
    yield Watched(context, address)
    context.close()


@pytest.fixture
def opened(watched, request):
    """The page of the explorable's chapter, its controls at their defaults; loaded only where it is not open."""
    topic, name = request.getfixturevalue("topic"), request.getfixturevalue("name")
    if not watched.page.url.split("#")[0].endswith(f"/{page_of(topic)}"):
        watched.open(page_of(topic))
    figure = watched.page.locator(f"#fig-{made(topic, name).name}")
    figure.scroll_into_view_if_needed()
    figure.locator("button[type=reset]").click()
    settle(watched.page)
    return watched.page


def settle(page):
    """Wait until the page has drawn what it was told."""
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def shown(page, name):
    return page.evaluate(SHOWN, f"fig-{name}")


def expected(explorable, positions):
    """What the library says for slider positions, as the page would show it."""
    values = {c.key: c.values[p] for c, p in zip(explorable.controls, positions)}
    state = explorable.state(**values)
    return state | {"summary": typeset(state["summary"])}


def agrees(page, explorable):
    now = shown(page, explorable.name)
    state = expected(explorable, now["positions"])
    assert now["parts"] == state
    assert now["label"] == state["summary"]
    texts = [c.texts[p] for c, p in zip(explorable.controls, now["positions"])]
    assert now["outputs"] == texts
    assert now["spoken"] == texts
    return now


@pytest.mark.parametrize("topic", rooms())
def test_every_explorable_of_the_library_is_on_its_page_and_no_other(html, topic):
    text = (html / page_of(topic)).read_text(encoding="utf-8")
    found = re.findall(r'class="sl-figure sl-explorable" id="fig-([\w-]+)"', text)
    assert sorted(found) == sorted(explorables(topic))


def field(page, explorable, control):
    """What takes the focus of a control: its slider, or the button that is chosen among its buttons."""
    figure = page.locator(f"#fig-{explorable.name}")
    if len(control.values) > BUTTONS:
        found = figure.get_by_label(control.label, exact=True)
    else:
        found = figure.get_by_role("group", name=control.label, exact=True).locator("input:checked")
    assert found.count() == 1
    return found


def keys(control):
    """Keys in turn, with the position to which each leads."""
    count = len(control.values)
    if count > BUTTONS:
        return [("Home", 0), ("ArrowRight", 1), ("End", count - 1)]
    return [("ArrowRight", (control.start + step) % count) for step in range(1, count + 1)]


@every_explorable
def test_controls_by_keyboard(opened, topic, name):
    explorable = made(topic, name)
    for position, control in enumerate(explorable.controls):
        field(opened, explorable, control).focus()
        before = agrees(opened, explorable)
        for key, place in keys(control):
            opened.keyboard.press(key)
            after = agrees(opened, explorable)
            assert after["positions"][position] == place
            if after["positions"] != before["positions"]:
                assert after["parts"] != before["parts"], f"{control.key}: nothing moved"
                assert after["parts"]["summary"] != before["parts"]["summary"], f"{control.key}: nothing said"
            before = after


def moved(page, explorable, positions, patience=5.0):
    """What the page shows once its sliders have left `positions`: on a busy machine the event comes late."""
    end = time.monotonic() + patience
    while (seen := agrees(page, explorable))["positions"] == positions:
        assert time.monotonic() < end, "the slider did not move"
        page.wait_for_timeout(50)
    return seen


@every_explorable
def test_controls_by_pointer(opened, topic, name):
    explorable = made(topic, name)
    for position, control in enumerate(explorable.controls):
        if len(control.values) <= BUTTONS:
            press(opened, explorable, position)
            continue
        slider = field(opened, explorable, control)
        slider.scroll_into_view_if_needed()
        before = agrees(opened, explorable)
        box = slider.bounding_box()
        far = box["width"] - 4 if before["positions"][position] < len(control.values) / 2 else 4
        opened.mouse.click(box["x"] + far, box["y"] + box["height"] / 2)
        after = moved(opened, explorable, before["positions"])
        assert after["positions"][position] != before["positions"][position]
        assert after["parts"]["summary"] != before["parts"]["summary"]
        opened.mouse.move(box["x"] + far, box["y"] + box["height"] / 2)
        opened.mouse.down()
        opened.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=4)
        opened.mouse.up()
        if len(control.values) > 2:
            moved(opened, explorable, after["positions"])


def press(page, explorable, position):
    """Press each button of a control, the chosen one last."""
    control = explorable.controls[position]
    group = page.locator(f"#fig-{explorable.name} .sl-control").nth(position)
    for step in range(1, len(control.values) + 1):
        place = (control.start + step) % len(control.values)
        before = agrees(page, explorable)
        group.locator("label").nth(place).click()
        after = moved(page, explorable, before["positions"])
        assert after["positions"][position] == place
        assert after["parts"]["summary"] != before["parts"]["summary"]


@every_explorable
def test_every_state_equals_the_library(opened, record_table, topic, name):
    explorable = made(topic, name)
    sizes = [len(control.values) for control in explorable.controls]
    walked = opened.evaluate(WALK, [f"fig-{explorable.name}", sizes])
    states = said(explorable)
    wrong = [i for i, (seen, said) in enumerate(zip(walked["states"], states, strict=True)) if seen != said]
    assert wrong == [], (walked["states"][wrong[0]], states[wrong[0]])
    times = {kind: walked[kind] for kind in ("alone", "drawn")}
    line = ", ".join(f"{kind} {median(t):.2f} ms (worst {max(t):.1f})" for kind, t in times.items())
    record_table(f"Step of {explorable.name}, {len(states)} states, in Chromium", line)


def said(explorable):
    """All states as the library has them, in row-major order of the controls."""
    parts = json.loads(explorable.payload)["parts"]
    found = [[part["values"][place] for place in part["index"]] for part in parts.values()]
    return [dict(zip(parts, state)) for state in zip(*found, strict=True)]


@every_explorable
def test_reset_and_link_restore_a_state(opened, watched, topic, name):
    explorable = made(topic, name)
    figure, controls = f"fig-{explorable.name}", explorable.controls
    start = agrees(opened, explorable)
    wanted = [0 if c.start else len(c.values) - 1 for c in controls]
    query = "&".join(f"{c.key}={p}" for c, p in zip(controls, wanted))
    page = watched.open(page_of(topic), f"#{figure}?{query}")
    linked = agrees(page, explorable)
    assert linked["positions"] == wanted
    assert linked["link"] == f"#{figure}?{query}"
    page.wait_for_function(f"Math.abs(document.getElementById('{figure}').getBoundingClientRect().top) < innerHeight")
    page.locator(f"#{figure} button[type=reset]").click()
    settle(page)
    assert agrees(page, explorable)["parts"] == start["parts"]
    go(page, f"#{figure}?{'&'.join(f'{c.key}=1' for c in controls)}")
    assert agrees(page, explorable)["positions"] == [1 for _ in controls]


def go(page, fragment):
    """Follow a link within the open page."""
    page.evaluate("(fragment) => { location.hash = fragment; }", fragment)
    settle(page)


@every_explorable
def test_nonsense_in_a_link_does_no_harm(watched, topic, name):
    explorable = made(topic, name)
    key, figure = explorable.controls[0].key, f"#fig-{explorable.name}"
    page = watched.open(page_of(topic), f"{figure}?{key}=99999")
    agrees(page, explorable)
    for query in (f"{key}=-5", f"{key}=x&nothing=1", "%", ""):
        go(page, f"{figure}?{query}")
        agrees(page, explorable)
    assert watched.errors == []


@pytest.mark.parametrize("theme", THEMES)
def test_ledger_filters(themed, theme):
    watched = themed(theme)
    page = watched.open("chapters/ledger.html")
    entries = page.evaluate(
        "[...document.querySelectorAll('.sl-ledger .sl-claim')].map((e) => ({...e.dataset, id: e.id}))"
    )
    visible_ids = (
        "[...document.querySelectorAll('.sl-ledger .sl-claim')].filter((e) => e.offsetParent).map((e) => e.id)"
    )
    assert len(entries) > 0
    assert page.locator(".sl-count").inner_text() == f"{len(entries)} of {len(entries)} claims shown"
    for name in ("article", "verdict", "chapter"):
        options = page.evaluate(f"[...document.querySelector('[data-filter={name}]').options].map((o) => o.value)")
        assert {entry[name] for entry in entries} <= set(options)
        for option in filter(None, options):
            page.get_by_role("combobox", name=name.capitalize()).select_option(option)
            matching = [entry["id"] for entry in entries if entry[name] == option]
            assert page.evaluate(visible_ids) == matching
            assert page.locator(".sl-count").inner_text() == f"{len(matching)} of {len(entries)} claims shown"
        page.get_by_role("combobox", name=name.capitalize()).select_option("")
    assert watched.errors == []


def test_ledger_search_is_shared_by_its_address_and_cleared(watched):
    shown = "[...document.querySelectorAll('.sl-ledger .sl-claim')].filter((e) => e.offsetParent).map((e) => e.id)"
    page = watched.open("chapters/ledger.html")
    whole = page.evaluate(shown)
    box = page.get_by_role("searchbox", name="Search")
    box.focus()
    page.keyboard.type("chinchilla model")
    page.get_by_role("combobox", name="Article").select_option("C")
    found = page.evaluate(shown)
    assert 0 < len(found) < len(whole)
    assert all(name.startswith("claim-C") for name in found)
    text = "(id) => document.getElementById(id).textContent.toLowerCase()"
    assert all("chinchilla" in t and "model" in t for t in (page.evaluate(text, name) for name in found))
    shared = page.url
    assert page.locator(".sl-ledger .sl-link").evaluate("(a) => a.href") == shared
    page.goto("about:blank")
    page.goto(shared)
    assert page.evaluate(shown) == found
    assert box.input_value() == "chinchilla model"
    page.get_by_role("button", name="Clear").click()
    page.wait_for_function("document.querySelectorAll('.sl-claim[hidden]').length === 0")
    assert page.evaluate(shown) == whole
    box.fill("no claim says this")
    assert page.evaluate(shown) == []
    assert page.locator(".sl-count").inner_text() == f"None of {len(whole)} claims fits"
    for nonsense in ("?article=Z&find=", "?%E0%A4%A", "?"):
        page.evaluate("(hash) => { location.hash = hash; }", "#ledger-of-claims" + nonsense)
        page.wait_for_function("document.querySelectorAll('.sl-claim[hidden]').length === 0")
    assert watched.errors == []


def test_the_page_shows_the_claims_of_the_library(html):
    from what_scale_buys import ledger

    text = (html / "chapters" / "ledger.html").read_text(encoding="utf-8")
    shown = re.findall(r'id="claim-(\w+)" data-article="\w" data-verdict="([\w-]+)"', text)
    assert shown == [(claim.id, claim.kind) for claim in ledger.claims().values()]


def taken(page, button):
    """The bytes that a button hands over, and their file name."""
    with page.expect_download() as waiting:
        button.click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


@pytest.mark.parametrize("kind", ["sl-figure:not(.sl-explorable)", "sl-explorable"])
def test_a_picture_can_be_taken_away_with_its_source(browser, address, kind):
    context = browser.new_context(color_scheme="dark", accept_downloads=True)
    page = context.new_page()
    page.goto(f"{address}/{page_of('chinchilla_correction')}")
    figure = page.locator(f"figure.{kind}").first
    figure.scroll_into_view_if_needed()
    if figure.locator(".sl-data").count():
        figure.locator(".sl-data summary").click()
    cited = page.locator(".sl-cite p").text_content().strip()
    name, svg = taken(page, figure.get_by_role("button", name="Download the picture as SVG"))
    root = ElementTree.fromstring(svg)
    told = {child.tag.rpartition("}")[2]: child.text for child in root if child.text}
    assert name == f"{figure.get_attribute('id').removeprefix('fig-')}.svg"
    assert told["metadata"] == f"{cited} CC BY 4.0."
    assert told["desc"] == figure.locator("svg").get_attribute("aria-label")
    assert b"var(" not in svg
    name, png = taken(page, figure.get_by_role("button", name="Download the picture as PNG"))
    assert name.endswith(".png")
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert len(png) > 10_000
    context.close()


def test_the_data_of_a_picture_name_their_source(html):
    tables = sorted((html / "_static" / "data").rglob("*.csv"))
    assert tables
    for path in tables:
        source, head = path.read_text(encoding="utf-8").splitlines()[:2]
        assert source.startswith("# "), path
        assert source.endswith("CC BY 4.0."), path
        assert not head.startswith("#"), path
