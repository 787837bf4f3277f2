"""The problem sets: questions, notebooks and what is made of them."""

import json
import re
import zipfile
from pathlib import Path

import numpy as np
import pytest

from scaling_laws.errors import InvalidArgument, UnknownKey
from scaling_laws.quantity import Quantity
from what_scale_buys.chapters import TITLES
from what_scale_buys.course.judge import judge
from what_scale_buys.course.sets import desk, find, find_set, notebooks, sets

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "course").glob("ps*_*.ipynb"))
QUESTIONS = [problem for one in sets().values() for problem in one.problems.values()]
by_id = pytest.mark.parametrize("problem", QUESTIONS, ids=lambda problem: problem.id)
by_source = pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
SLOW = "ps3"  # its answers are fits


def students(problem):
    return [f"student {k}" for k in range(1 if problem.id.startswith(SLOW) else 8)]


# ---- questions ----


def test_there_are_six_sets_and_each_has_its_notebook():
    assert list(sets()) == [path.stem.partition("_")[0] for path in SOURCES] == [f"ps{k}" for k in range(1, 7)]


@by_id
def test_answers_and_mistakes_are_recognised(problem):
    assert problem.chapter in TITLES
    for student in students(problem):
        case = problem.deal(student)
        assert judge(case, case.answer).right
        assert len(case.mistakes) >= 2
        for mistake in case.mistakes:
            verdict = judge(case, float(mistake.value))
            assert (verdict.kind, verdict.mistake, verdict.sentence) == ("mistake", mistake.name, mistake.feedback)


@by_id
def test_two_students_differ_and_one_repeats(problem):
    one, again = problem.deal("ada"), problem.deal(" Ada")
    assert (one.text, float(one.answer)) == (again.text, float(again.answer))
    others = [problem.deal(name) for name in ("emmy", "max", "lise")]
    assert sum(judge(other, float(one.answer)).right for other in others) <= 1, "now and then two answers lie close"


@by_id
def test_the_inputs_are_named_in_the_text_and_nothing_else_is_needed(problem):
    case = problem.deal("ada")
    named = re.split(r"Your numbers: ", case.text)[1]
    for name in case.inputs:
        if name != "budget" or "budget" in named:
            assert re.search(rf"\b{name}\b", named), name


def test_the_minutes_of_a_set_are_those_of_its_questions():
    for one in sets().values():
        assert sum(problem.minutes for problem in one.problems.values()) <= one.minutes


# ---- answers computed another way ----


def test_bits_per_byte_by_hand():
    case = find("ps1.q1").deal("ada")
    assert float(case.answer) == pytest.approx(case.inputs["loss"] * 1.4426950408889634 / case.inputs["width"])


def test_the_best_size_is_the_least_of_a_search():
    case = find("ps2.q1").deal("ada")
    sizes = np.geomspace(1e8, 1e13, 400001)
    best = sizes[case.inputs["law"].isoflop(case.inputs["budget"], sizes).argmin()]
    assert float(case.answer) == pytest.approx(best / 1e9, rel=1e-3)


def test_the_cheapest_in_all_is_the_least_of_a_search():
    case = find("ps2.q4").deal("ada")
    law, loss, served = (case.inputs[name] for name in ("law", "loss", "served"))
    N = np.geomspace(1e9, 1e13, 200001)
    D = law.tokens_for_loss(N, loss)
    best = N[np.nanargmin(6 * N * D + 2 * N * served)]
    assert float(case.answer) == pytest.approx(best / 1e9, rel=1e-3)


def test_a_vote_and_coverage_are_those_of_a_simulation():
    rng = np.random.default_rng(1)
    vote, coverage = find("ps5.q4").deal("ada"), find("ps5.q5").deal("ada")
    p, k = vote.inputs["p"], vote.inputs["k"]
    assert float(vote.answer) / 100 == pytest.approx(np.mean(rng.binomial(k, p, 200000) > k / 2), abs=0.005)
    n, c, k = (coverage.inputs[name] for name in ("n", "c", "k"))
    drawn = rng.random((20000, n)).argsort(1)[:, :k]
    assert float(coverage.answer) / 100 == pytest.approx(np.mean((drawn < c).any(1)), abs=0.015)


def test_a_saturating_score_is_reached_where_the_answer_says():
    case = find("ps4.q3").deal("ada")
    assert case.inputs["law"].score(float(case.answer)) == pytest.approx(case.inputs["wanted"])


# ---- the desk of a notebook ----


@pytest.fixture
def ada(monkeypatch):
    monkeypatch.setattr(desk._student, "id", "ada")
    monkeypatch.setattr(desk._student, "cases", {})


def test_a_question_shows_its_text_and_hands_out_its_numbers(ada):
    case, given = find("ps1.q1").deal("ada"), desk.ask("ps1.q1")
    text, preparation = repr(given).split("\n")
    assert (text, given.loss) == (case.text, case.inputs["loss"])
    assert preparation == f"Chapter 1, The law that built an industry; about {case.problem.minutes:g} minutes."
    assert repr(desk.ask("ps2.q1")).endswith(" help(given.law) says what it can do.")
    assert desk.check("ps1.q1", case.answer).kind == "right"
    assert desk.check("ps1.q1", float(case.answer) * 1.05).kind == "near"
    assert desk.check("ps1.q1", f"{float(case.answer)} nats/byte").kind == "unit"
    assert desk.check("ps1.q1", ...).sentence == "There is no answer yet."


def test_a_check_after_the_question_computes_nothing_and_another_student_has_another_case(ada, monkeypatch):
    case = find("ps1.q1").deal("ada")
    desk.ask("ps1.q1")
    with monkeypatch.context() as patched:
        patched.setattr(desk, "dealt", None)
        assert desk.check("ps1.q1", case.answer).right
    desk.me("emmy")
    assert not desk.check("ps1.q1", case.answer).right


def test_who_one_is_must_be_said(monkeypatch):
    monkeypatch.setattr(desk._student, "id", "")
    with pytest.raises(InvalidArgument, match="me"):
        desk.ask("ps1.q1")
    for nobody in (desk.PLACEHOLDER, "  ", 7):
        with pytest.raises(InvalidArgument, match="hand in"):
            desk.me(nobody)
    desk.me(" ada ")
    assert desk.who() == "ada"


def test_unknown_questions_and_sets_are_refused_with_the_nearest():
    with pytest.raises(UnknownKey, match=r"ps1\.q1"):
        find("ps1.q11")
    with pytest.raises(UnknownKey, match="ps1"):
        find_set("ps11")


# ---- notebooks ----


@by_source
def test_a_source_asks_answers_and_checks_every_question(path):
    one, book = find_set(path.stem.partition("_")[0]), notebooks.read(path)
    code = [cell["source"] for cell in book["cells"] if cell["cell_type"] == "code"]
    for id in one.problems:
        assert f'given = ask("{id}")\ngiven' in code
        assert f'check("{id}", {one.variable(id)})' in code
    assert sum(notebooks.BEGIN in source for source in code) == len(one.problems)
    assert not any(cell.get("outputs") for cell in book["cells"])


@by_source
def test_the_students_notebook_holds_no_solution_and_no_answer(path):
    book, one = notebooks.read(path), find_set(path.stem.partition("_")[0])
    text = json.dumps(notebooks.student(book), ensure_ascii=False)
    assert notebooks.BEGIN not in text
    assert text.count(notebooks.HERE) == len(one.problems)
    for cell in book["cells"]:
        solution = re.search(f"{notebooks.BEGIN}\n(.*?)\n{notebooks.END}", cell["source"], flags=re.S)
        for line in solution[1].splitlines() if solution else ():
            assert len(line) < 12 or json.dumps(line, ensure_ascii=False)[1:-1] not in text, line
    for problem in one.problems.values():
        for student in students(problem)[:3]:
            digits = f"{float(problem.deal(student).answer):.2e}".partition("e")[0]
            assert not re.search(rf"(?<![\d.]){re.escape(digits)}", text)


@by_source
def test_nbgrader_finds_its_cells(path):
    cells = notebooks.student(notebooks.read(path))["cells"]
    marks = [cell["metadata"]["nbgrader"] for cell in cells if "nbgrader" in cell["metadata"]]
    assert len({mark["grade_id"] for mark in marks}) == len(marks)
    assert sum(mark["solution"] for mark in marks) == sum(mark["grade"] for mark in marks) == len(marks) / 2
    assert all(mark["schema_version"] == 3 and mark.get("points", 10) == 10 for mark in marks)


@by_source
def test_the_instructors_notebook_has_the_marks_of_the_students_and_the_points(path):
    book, one = notebooks.read(path), find_set(path.stem.partition("_")[0])
    cells = zip(notebooks.instructor(book)["cells"], notebooks.student(book)["cells"], strict=True)
    assert all(mine["metadata"] == theirs["metadata"] for mine, theirs in cells)
    code = "\n".join(cell["source"] for cell in notebooks.instructor(book)["cells"])
    assert code.count("BEGIN HIDDEN TESTS") == code.count("END HIDDEN TESTS") == len(one.problems)
    assert all(f'points("{id}", {one.variable(id)})' in code for id in one.problems)


def test_points_are_full_half_or_an_error_that_says_why(ada):
    answer = float(find("ps1.q1").deal("ada").answer)
    assert (desk.points("ps1.q1", answer), desk.points("ps1.q1", 1.05 * answer)) == (10, 5)
    for wrong, said in ((..., "no answer yet"), (1000 * answer, "unit")):
        with pytest.raises(AssertionError, match=said):
            desk.points("ps1.q1", wrong)


def test_a_source_whose_solution_does_not_end_is_refused():
    cell = {"cell_type": "code", "id": "x", "metadata": {}, "source": notebooks.BEGIN}
    with pytest.raises(InvalidArgument, match="in turn"):
        notebooks.student({"cells": [cell]})


def test_a_set_is_split_into_the_same_bytes_twice(tmp_path):
    wheel = tmp_path / "book.whl"
    wheel.write_bytes(b"a wheel")
    one, two = (notebooks.split(SOURCES[0], tmp_path / name, [wheel]) for name in "ab")
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]
    assert [path.relative_to(tmp_path / "a").as_posix() for path in one] == [
        f"students/{SOURCES[0].name}", f"solutions/{SOURCES[0].name}", "students/ps1.zip", "gradescope/ps1.zip",
    ]  # fmt: skip
    with zipfile.ZipFile(one[3]) as archive:
        assert archive.namelist() == ["book.whl", "run_autograder", "setup.sh"]
        assert b"gradescope ps1 submission" in archive.read("run_autograder")
        assert archive.getinfo("setup.sh").external_attr >> 16 & 0o111


@pytest.mark.parametrize("text", ["", "[]", '{"cells": 3}', '{"cells": [{"source": 3}]}'])
def test_what_is_no_notebook_is_refused(tmp_path, text):
    (tmp_path / "x.ipynb").write_text(text, encoding="utf-8")
    with pytest.raises(InvalidArgument, match="a Jupyter notebook"):
        notebooks.read(tmp_path / "x.ipynb")


def test_a_quantity_is_an_answer(ada):
    case = find("ps1.q1").deal("ada")
    assert desk.check("ps1.q1", Quantity(float(case.answer), "bits/byte")).right
