"""The dress of exercises: level, hint and solution, each on the markup that Sphinx writes."""

import pytest

from what_scale_buys.book.exercises import dressed

EXERCISE = """<div class="exercise admonition" id="x-spend">

<p class="admonition-title"><span class="caption-number">Exercise 2 </span> ({title})</p>
<section id="exercise-content">
{content}
</section>
</div>"""
SOLUTION = """<div class="solution dropdown admonition" id="a-solution-1">

<p class="admonition-title">Solution to<a class="reference internal" href="#x-spend"> Exercise 2 ({title})</a></p>
<section id="solution-content">
<p>Seven.</p>
</section>
</div>"""


def exercise(content, title="Spend it"):
    return dressed(EXERCISE.format(content=content, title=title))


@pytest.mark.parametrize(
    ("title", "content", "level"),
    [
        ("Spend it", "<p><em>Warm-up.</em> You have ten.</p>", "Warm-up"),
        ("Spend it", "<p>Research. You have ten.</p>", "Research"),
        ("Warm-up: spend it", "<p>You have ten.</p>", "Warm-up"),
        ("Spend it", "<p>You have ten.</p>", "Core"),
    ],
)
def test_the_level_stands_beside_the_title_and_nowhere_else(title, content, level):
    made = exercise(content, title)
    assert f'Exercise 2:</span> Spend it <span class="sl-level">{level}</span></p>' in made
    assert "<p>You have ten.</p>" in made
    assert made.count(level) == 1


@pytest.mark.parametrize(
    "hint", ["<em>Hint: look <b>up</b>.</em>", "<em>Hint:</em> look <b>up</b>.", "Hint: look <b>up</b>."]
)
def test_a_hint_is_folded(hint):
    folded = '<details class="sl-hint"><summary>Hint</summary><p>Look <b>up</b>.</p></details>'
    assert f"<p>How many?</p>{folded}" in exercise(f"<p>How many? {hint}</p>")
    assert f"<p>How many?</p>\n{folded}" in exercise(f"<p>How many?</p>\n<p>{hint}</p>")


def test_a_solution_is_named_after_its_exercise_and_keeps_its_address():
    assert dressed(SOLUTION.format(title="Research: spend it")) == (
        '<details class="sl-solution" id="a-solution-1"><summary>Solution of exercise 2: Spend it</summary><div>\n'
        "<p>Seven.</p>\n</div></details>"
    )


def test_no_id_repeats():
    page = dressed((EXERCISE + SOLUTION).format(title="Spend it", content="<p>One.</p>"))
    assert "-content" not in page


def test_what_is_no_exercise_stays_as_it_is():
    text = '<p>Hint: none.</p><div class="admonition tip" id="x"><p class="admonition-title">Tip</p></div>'
    assert dressed(text) == text
