"""What chapters promise is practised and asked for, and what the page for teachers points at is there."""

import pytest

from scaling_laws.errors import InvalidArgument
from what_scale_buys.course import outcomes
from what_scale_buys.course.problem import problems


@pytest.mark.parametrize("chapter", outcomes.CHAPTERS)
def test_every_outcome_has_an_exercise_and_a_problem(chapter):
    assert len(outcomes.stated(chapter)) >= 4
    for sentence, (labels, ids) in outcomes.covered(chapter).items():
        assert labels, f"no exercise: {sentence}"
        assert ids, f"no problem: {sentence}"


def test_every_exercise_is_placed_and_no_other():
    there = {label for chapter in outcomes.CHAPTERS for label in outcomes.exercises(chapter)}
    assert there == set(outcomes.PRACTISE)


def test_every_problem_has_two_mistakes_and_every_chapter_four_problems():
    asked = [problem.chapter for problem in problems().values()]
    assert all(asked.count(chapter) >= 4 for chapter in outcomes.CHAPTERS)


def test_words_that_fit_two_outcomes_or_none_are_refused():
    chapter = outcomes.CHAPTERS[0]
    for words in ("the", "no such promise"):
        with pytest.raises(InvalidArgument, match="words of one sentence"):
            outcomes.outcome(chapter, words)
