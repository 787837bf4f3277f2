"""A problem is dealt alike to one student, unlike to two, and its answers are told from its mistakes."""

from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.special import ndtr
from scipy.stats import norm

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
    assert len(texts) >= 8, "every student has the same numbers"
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


SAYING = ("handout", "notes", "problem", "quiz", "teach")  # the others hold patterns, formats and chapter numbers


@pytest.mark.parametrize("name", SAYING)
def test_no_number_is_typed_in_what_the_course_says(name):
    assert in_python((COURSE / f"{name}.py").read_text(encoding="utf-8")) == []


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


# ---- answers found in another way: by search, counting, simulation or the units ----


def best_size(x):
    N = np.geomspace(1e6, 1e14, 400_001)
    loss = x["A"] * N ** -x["alpha"] + x["B"] * (x["budget"] / 6 / N) ** -x["beta"]
    return N[np.argmin(loss)]


def valley(x):
    N = np.geomspace(1e-3, 1e3, 600_001)
    terms = N ** -x["alpha"] + N ** x["beta"]
    best = N[np.argmin(terms)] * x["k"]
    return 100 * ((best ** -x["alpha"] + best ** x["beta"]) / terms.min() - 1)


def rounds(x):
    right, count = x["start"], 0
    while right < x["end"] - 1e-12:
        right, count = x["factor"] * right / (x["factor"] * right + 1 - right), count + 1
    return count


def covered(x):
    samples = [1] * x["right"] + [0] * (x["n"] - x["right"])
    hits = [max(chosen) for chosen in combinations(samples, x["k"])]
    return 100 * sum(hits) / len(hits)


def bell(x):
    difficulty = np.linspace(-12, 12, 4801) * x["spread"] + x["mean"]
    weight = np.exp(-(((difficulty - x["mean"]) / x["spread"]) ** 2) / 2)
    return 100 * np.sum(weight * ndtr(x["ability"] - difficulty)) / np.sum(weight)


def zero(x):
    rates = np.linspace(0, 0.2, 2_000_001)
    return 100 * rates[np.searchsorted(-((1 - rates) ** x["items"]), -0.05)]


def length(x):
    fails = x["error"] * (1 - x["detection"]) / (1 - x["error"] * x["detection"])
    return brentq(lambda steps: (1 - fails) ** steps - x["wanted"], 1, 1e5)


def students(x):
    teacher = 6 * x["times"] * x["share"] + 2 * x["times"]  # FLOP per student parameter and token
    return next(j for j in range(1, 10_000) if j * 6 * (x["gain"] - 1) >= teacher)


def hourly(x):
    seconds = x["flop"] / (989e12 * x["used"])
    return seconds / 3600 * x["price"]


def mixed(x):
    """Success of repeated attempts where hazards are exponential: by the integral over them."""
    hazard = np.linspace(0, 60, 600_001)
    weight = np.exp(-hazard)
    once = lambda t: np.sum(weight * np.exp(-hazard * t)) / np.sum(weight)
    t = brentq(lambda t: once(t) - x["success"], 1e-6, 50)
    return 100 * once(t * x["tries"])


OTHERWISE = {
    "law-floor": lambda x: brentq(
        lambda C: (x["start"] - x["floor"]) * C ** -x["exponent"] + x["floor"] - x["start"] + x["step"], 1, 1e9
    ),
    "law-exponent": lambda x: -np.polyfit(np.log([1, x["factor"]]), np.log([x["first"], x["second"]]), 1)[0],
    "flat-next": lambda x: 100 * (1 - (x["floor"] + (x["loss"] - x["floor"]) / 2 ** x["exponent"]) / x["loss"]),
    "chin-size": best_size,
    "chin-valley": valley,
    "chin-repaid": lambda x: brentq(
        lambda T: 6 * x["small"] * x["read"] + 2 * x["small"] * T - 6 * x["big"] * x["big_read"] - 2 * x["big"] * T,
        0,
        1e18,
    ),
    "data-circle": rounds,
    "sat-bell": bell,
    "emer-zero": zero,
    "gain-length": length,
    "gain-attempts": mixed,
    "small-teacher": students,
    "think-coverage": covered,
    "cost-dollars": hourly,
    "next-sigma": lambda x: norm(scale=1).interval(0.9)[1] ** -1 * np.log(x["high"] / x["low"]) / 2,
}


@pytest.mark.parametrize("id", OTHERWISE)
def test_an_answer_is_found_in_another_way(id):
    for student in STUDENTS[:5]:
        case = find(id).deal(student)
        assert float(case.answer) == pytest.approx(OTHERWISE[id](case.inputs), rel=2e-3), student
