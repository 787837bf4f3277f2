"""A problem is dealt alike to one student, unlike to two, and its answers are told from its mistakes."""

from pathlib import Path

import pytest

from scaling_laws.errors import InvalidArgument, UnknownKey
from scaling_laws.quantity import Quantity, exact
from typed_numbers import in_python
from what_scale_buys.course.dice import Dice
from what_scale_buys.course.judge import judge, read
from what_scale_buys.course.problem import Case, Mistake, Problem, find, problems

COURSE = Path(__file__).parents[2] / "lib" / "what_scale_buys" / "course"
STUDENTS = [f"student-{k}" for k in range(40)]
PROBLEMS = list(problems().values())


@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda p: p.id)
def test_answers_and_mistakes_are_recognised_for_many_students(problem):
    for student in STUDENTS:
        case = problem.deal(student)
        assert judge(case, case.answer).kind == "right", student
        assert len(case.mistakes) >= 2
        for mistake in case.mistakes:
            verdict = judge(case, mistake.value)
            assert (verdict.kind, verdict.mistake, verdict.sentence) == ("mistake", mistake.name, mistake.feedback)


@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda p: p.id)
def test_a_case_is_whole_sentences_with_its_own_numbers(problem):
    texts = {problem.deal(student).text for student in STUDENTS}
    assert len(texts) >= 4, "every student has the same numbers"
    case = problem.deal()
    sentences = [case.because, *case.options.values(), *(m.feedback for m in case.mistakes)]
    assert case.text.endswith(("?", ".")), case.text
    assert all(s and s == s.strip() for s in sentences)
    assert case.because.endswith(".")
    assert case.problem is problem
    assert case.inputs
    for text in [case.text, *sentences]:
        assert "nan" not in text.split()
        assert "np.float" not in text
        assert "interval" not in text or "%" not in text.split("interval")[0][-5:], (
            "a number with interval in a question"
        )


@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda p: p.id)
def test_numbers_are_written_as_they_are(problem):
    """A reader computes with the digits that the question shows: each number drawn stands in it, or a word does."""
    for student in STUDENTS[:8]:
        case = problem.deal(student)
        for name, value in case.inputs.items():
            if isinstance(value, (float, Quantity)):
                assert float(f"{float(value):.2e}") == float(value), (name, value)


READS_NUMBERS = "judge.py"  # its patterns hold digits


@pytest.mark.parametrize(
    "path", sorted(p for p in COURSE.rglob("*.py") if p.name != READS_NUMBERS), ids=lambda p: p.stem
)
def test_no_number_is_typed_in_what_the_course_says(path):
    assert in_python(path.read_text(encoding="utf-8")) == []


def test_one_student_repeats_and_two_differ():
    problem = PROBLEMS[0]
    assert problem.deal("ada").text == problem.deal(" Ada ").text
    assert problem.deal("ada").text != problem.deal("grace").text
    assert problem.deal("ada").text != problem.deal("ada", edition="another").text


def test_the_dice_are_those_of_every_machine():
    """Worked out from Python's promise on random.Random; a change would give every student other numbers."""
    dice = Dice("ada", "2026", "law-cut")
    assert dice.between(0, 1, 6) == 0.354019
    assert [dice.among(range(100)) for _ in range(4)] == [79, 7, 10, 11]


def made(answer, *mistakes, **options):
    """A problem that is the same for everybody."""
    case = Case("How much?", answer, "So.", *mistakes, inputs={}, **options)
    return Problem("x-y", "", "", "core", 1, lambda dice: case).deal("ada")


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        (1.7e23, "right"),
        ("1.7e23", "right"),
        ("1.72 × 10²³ FLOP", "right"),
        (exact(1.7e23, "FLOP"), "right"),
        (exact(1.7e23, "tokens"), "unit"),
        ("1.7e23 PF-days", "unit"),
        (1.8e23, "near"),
        (1.7e20, "unit"),
        (-1.7e23, "unit"),
        (3.4e23, "mistake"),
        (9e30, "wrong"),
        ("many", "unread"),
        (float("nan"), "unread"),
        (None, "unread"),
        ([], "unread"),
    ],
)
def test_judging_a_number(given, kind):
    case = made(exact(1.7e23, "FLOP"), Mistake("twice", exact(3.4e23, "FLOP"), "Twice too much."))
    assert judge(case, given).kind == kind


@pytest.mark.parametrize(
    ("given", "kind"), [("a", "right"), ("The first", "right"), ("b", "mistake"), ("c", "wrong"), ("d", "unread")]
)
def test_judging_a_choice(given, kind):
    options = {"a": "The first", "b": "The second", "c": "Neither"}
    assert judge(made("a", Mistake("second", "b", "No, the first."), options=options), given).kind == kind


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("5.76e23", 5.76e23, ""),
        ("5.76·10^23 FLOP", 5.76e23, "FLOP"),
        ("70 billion parameters", 70e9, "parameters"),
        ("1.4 trillion tokens", 1.4e12, "tokens"),
        ("1,234.5", 1234.5, ""),
        ("0,15", 0.15, ""),
        ("−3 %", -3.0, "%"),
        ("12%", 12.0, "%"),
        (".5", 0.5, ""),
        ("2.5×", 2.5, "×"),
        ("e", None, ""),
        ("1e999", None, ""),
    ],
)
def test_reading_an_answer(text, number, unit):
    assert read(text) == (pytest.approx(number) if number else None, unit)


def test_a_problem_whose_mistake_is_right_is_refused():
    with pytest.raises(InvalidArgument, match="mistakes differ"):
        made(exact(2.0), Mistake("same", exact(2.01), "No."))


def test_an_unknown_problem_is_answered_with_the_nearest():
    with pytest.raises(UnknownKey, match="law-nats"):
        find("law-nat")
