"""The questions of a page: judged as in Python, by keyboard, spoken, shut in print, and there without scripts."""

import re

import pytest

from scratch import ROOT
from what_scale_buys.chapters import flattening_curve as room
from what_scale_buys.course.judge import judge
from what_scale_buys.display.viewer import ANSWERS_FLAG, SITE_FLAG

ASSETS = ROOT / "lib" / "what_scale_buys" / "display" / "assets"
GIVEN = [
    "{right}",
    "{right:.3e}",
    " {right:,.2f} ",
    "{minus}",
    "{hundred}",
    "{near}",
    "1,5",
    "70 billion",
    "−3",
    "1.2·10^7",
    "x",
    "",
]


def page_of(browser, monkeypatch, scripts=True):
    monkeypatch.setenv(SITE_FLAG, "1")
    monkeypatch.delenv(ANSWERS_FLAG, raising=False)
    page = browser.new_context(java_script_enabled=scripts).new_page()
    css, script = ((ASSETS / name).read_text(encoding="utf-8") for name in ("book.css", "quiz.js"))
    quiz = f"<article class='bd-article'>{room.QUIZ.html()}</article>"
    page.set_content(
        f'<!doctype html><html lang="en" data-theme="light"><head><title>Quiz</title><style>{css}</style></head>'
        f"<body><main>{quiz}</main><script>{script}</script></body></html>"
    )
    return page


@pytest.fixture
def page(browser, monkeypatch):
    page = page_of(browser, monkeypatch)
    yield page
    page.context.close()


def said(page, case):
    return page.locator(f"#quiz-{case.problem.id} output").inner_text()


def test_the_page_judges_as_python_does(page):
    for case in room.QUIZ.cases():
        form = page.locator(f"#quiz-{case.problem.id}")
        if case.options:
            for key in case.options:
                form.locator(f"input[value={key}]").check()
                form.locator("button").click()
                assert said(page, case) == judge(case, key).sentence
            continue
        right = float(case.answer)
        numbers = dict(right=right, minus=-right, hundred=100 * right, near=1.06 * right)
        for given in [*(text.format(**numbers) for text in GIVEN), *(str(float(m.value)) for m in case.mistakes)]:
            form.locator("input").fill(given)
            form.locator("button").click()
            expected = judge(case, given)
            assert said(page, case) == (expected.sentence if expected.kind != "unread" else "Give a number."), given


def test_an_answer_is_given_by_keyboard_and_spoken(page):
    case = next(case for case in room.QUIZ.cases() if not case.options)
    field = page.get_by_label("Your answer").first
    field.focus()
    page.keyboard.type(f"{float(case.answer):.4g}")
    page.keyboard.press("Enter")
    status = page.locator(f"#quiz-{case.problem.id}").get_by_role("status")
    assert status.inner_text().startswith("Right")


def test_answers_are_shut_in_print_and_there_without_scripts(browser, page, monkeypatch):
    solved = page.locator(".sl-solved")
    assert solved.count() == len(room.QUIZ.cases())
    page.emulate_media(media="print")
    assert not any(element.is_visible() for element in solved.all())
    assert not page.locator(".sl-item button").first.is_visible()
    plain = page_of(browser, monkeypatch, scripts=False)
    plain.locator(".sl-solved summary").first.click()
    assert plain.locator(".sl-solved p").first.is_visible()
    plain.context.close()


def test_every_control_has_a_name_and_an_item_its_own(page):
    for role in ("textbox", "radio", "button"):
        for control in page.get_by_role(role).all():
            assert control.evaluate("e => (e.labels?.[0] ?? e).innerText.trim()")
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(ids) == len(set(ids))


def test_without_solutions_the_page_asks_and_does_not_answer(monkeypatch):
    monkeypatch.setenv(SITE_FLAG, "1")
    monkeypatch.setenv(ANSWERS_FLAG, "0")
    html = room.QUIZ.html()
    for case in room.QUIZ.cases():
        assert case.because not in html
        assert "data-quiz" not in html
        assert "sl-solved" not in html


def test_every_style_of_a_said_answer_is_named_in_the_script():
    """A build drops the rules whose words stand in no page and no script."""
    css, script = ((ASSETS / name).read_text(encoding="utf-8") for name in ("book.css", "quiz.js"))
    styled = set(re.findall(r"\.(sl-said[\w-]*)", css))
    assert styled
    assert styled <= set(re.findall(r"[\w-]+", script))
