"""Grading: every kind of file that students hand in, and the batch that none of them stops."""

import csv
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scaling_laws.errors import InvalidArgument
from what_scale_buys.course.__main__ import main, roster
from what_scale_buys.course.sets import attempt, desk, find_set, grade, notebooks, sets

ROOT = Path(__file__).parents[2]
SOURCES = {path.stem.partition("_")[0]: path for path in sorted((ROOT / "course").glob("ps*_*.ipynb"))}
PS1 = find_set("ps1")


def handed_in(path, cells):
    """A notebook of cells of code."""
    made = [{"cell_type": "code", "id": str(k), "metadata": {}, "source": text} for k, text in enumerate(cells)]
    return notebooks.write({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, path)


def cells(student="ada", *more, q1="q1 = ..."):
    start = 'from what_scale_buys.course.sets.desk import ask, check, me\nme("' + student + '")'
    return [start, 'given = ask("ps1.q1")', q1, *more]


RIGHT = "import math\nq1 = given.loss / math.log(2) / given.width"

# ---- the sets ----


@pytest.mark.parametrize("name", SOURCES)
def test_a_solution_scores_full_marks_and_an_empty_notebook_nothing(name, tmp_path):
    one, book = find_set(name), notebooks.read(SOURCES[name])
    solved = notebooks.write(notebooks.solved(book, "ada"), tmp_path / "solved.ipynb")
    found = grade.graded(solved, one)
    assert (found.student, found.points, found.notes) == ("ada", one.most, ())
    empty = notebooks.write(notebooks.solved(notebooks.student(book), "ada"), tmp_path / "empty.ipynb")
    found = grade.graded(empty, one)
    assert (found.points, len(found.marks)) == (0, len(one.problems))
    assert {sentence for *_, sentence in found.marks.values()} == {"There is no answer yet."}


def test_a_notebook_as_it_was_dealt_is_told_that_it_has_no_name(tmp_path):
    path = notebooks.write(notebooks.student(notebooks.read(SOURCES["ps1"])), tmp_path / "x.ipynb")
    found = grade.graded(path, PS1)
    assert found.marks == {}
    assert "whose it is" in found.notes[0]


def test_a_named_mistake_and_a_near_answer_earn_their_sentences(tmp_path):
    inverse = handed_in(tmp_path / "a.ipynb", cells(q1="import math\nq1 = given.loss * math.log(2) / given.width"))
    near = handed_in(tmp_path / "b.ipynb", cells(q1=f"{RIGHT} * 1.05"))
    assert grade.graded(inverse, PS1).marks["ps1.q1"][::2] == (0, "Nats were turned into bits the wrong way round.")
    points, _, sentence = grade.graded(near, PS1).marks["ps1.q1"]
    assert (points, sentence[:4]) == (5, "Near")


def test_an_answer_of_somebody_else_earns_nothing(tmp_path):
    borrowed = float(sets()["ps1"].problems["ps1.q1"].deal("emmy").answer)
    assert grade.graded(handed_in(tmp_path / "a.ipynb", cells(q1=f"q1 = {borrowed}")), PS1).points == 0


# ---- what else comes in ----

HOSTILE = {
    "raising": (["1 / 0", RIGHT], 10, "raised ZeroDivisionError"),
    "leaving": (["import sys\nsys.exit()", RIGHT], 10, "raised SystemExit"),
    "unfinished": ["def f(:", RIGHT],
    "looping": (["while True: pass"], None, "does a loop not end"),
    "catching": (["while True:\n    try:\n        while True: pass\n    except BaseException: pass"], None, "loop"),
    "printing": (["while True: print('x' * 1000)"], None, "does a loop not end"),
    "filling": (["x = [0] * 10**9", RIGHT], 10, "memory"),
    "dying": (["import os\nos._exit(0)"], None, "ended itself"),
    "breaking": (["import json\njson.dumps = None"], None, "ended itself"),
    "asking": (["input()", RIGHT], 10, "EOFError"),
    "magic": (["%matplotlib inline\n!ls\n" + RIGHT], 10, ""),
    "shouting": (["q1 = '<script>alert(1)</script>' * 1000"], 0, ""),
    "strange": (["class X:\n    def __float__(self): raise SystemExit\nq1 = X()"], 0, ""),
}
HOSTILE["unfinished"] = (HOSTILE["unfinished"], 10, "raised SyntaxError")


@pytest.mark.parametrize("kind", HOSTILE)
def test_whatever_a_notebook_does_it_is_graded_or_named(kind, tmp_path):
    more, points, note = HOSTILE[kind]
    limit = {"seconds": 1} if "loop" in note else {}
    found = grade.graded(handed_in(tmp_path / "x.ipynb", [*cells()[:2], *more]), PS1, **limit)
    assert note in " ".join(found.notes)
    if kind == "filling" and not attempt.LINUX:
        return  # stopped from outside, or refused by the system: named in either case
    assert (found.marks == {}) if points is None else (found.marks["ps1.q1"][0] == points)


@pytest.mark.skipif(sys.platform == "win32", reason="groups of processes are POSIX")
def test_what_a_run_started_ends_with_it(tmp_path):
    mark = tmp_path / "pid"
    start = f"import subprocess\np = subprocess.Popen(['sleep', '300'])\nopen({str(mark)!r}, 'w').write(str(p.pid))"
    grade.graded(handed_in(tmp_path / "x.ipynb", [*cells()[:2], start, RIGHT]), PS1)
    for _ in range(50):
        if not alive(int(mark.read_text())):
            return
        time.sleep(0.1)
    pytest.fail("it went on")


def alive(pid):
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z" if attempt.LINUX else True
    except (OSError, IndexError):
        return False


def test_memory_is_watched_where_no_limit_can_be_set(monkeypatch):
    monkeypatch.setattr(attempt, "_resident", lambda pid: 5000.0)
    found = attempt.run(["import time\ntime.sleep(30)"], ["q1"], seconds=20)
    assert "more than 1500 MB" in found.stopped


def test_the_memory_of_a_process_is_measured():
    assert 5 < attempt._resident(os.getpid()) < 5000
    assert attempt._resident(2**22 + 12345) == 0


def folder(tmp_path):
    """A class: two who solved it, one under another name and in a folder, and everything else that turns up."""
    place = tmp_path / "in"
    (place / "Ada L. (late)").mkdir(parents=True)
    (place / "__MACOSX").mkdir()
    book = notebooks.read(SOURCES["ps1"])
    notebooks.write(notebooks.solved(book, "ada"), place / "Ada L. (late)" / "Kopie von ps1 (3).ipynb")
    notebooks.write(notebooks.solved(book, "../=emmy<b>"), place / "ps1.ipynb")
    (place / "script.py").write_text("\n".join(cells("max", RIGHT)), encoding="utf-8")
    (place / "broken.ipynb").write_text("{", encoding="utf-8")
    (place / "latin.py").write_bytes(b"x = '\xe9'")
    (place / "other.ipynb").write_bytes(handed_in(tmp_path / "o.ipynb", ["print('hello')"]).read_bytes())
    (place / "data.csv").write_text("a,b\n", encoding="utf-8")
    (place / "__MACOSX" / "._ps1.ipynb").write_bytes(b"\x00")
    handed_in(place / "loop.ipynb", [*cells("looper")[:2], "while True: pass"])
    return place


def test_a_folder_is_graded_whatever_lies_in_it(tmp_path, capsys):
    place, out = folder(tmp_path), tmp_path / "out"
    (tmp_path / "roster.csv").write_text("name,student\nAda,ADA\nX,max\nY,nobody\n", encoding="utf-8")
    words = ["grade", str(place), "--set", "ps1", "--out", str(out), "--roster", str(tmp_path / "roster.csv")]
    main([*words, "--seconds", "4"])
    said = capsys.readouterr().out
    assert said.startswith("3 of 8 files graded")
    with (out / "grades.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["file"] or row["student"]: row for row in csv.DictReader(file)}
    assert {name: row["points"] for name, row in rows.items()} == {
        "Kopie von ps1 (3).ipynb": "40", "ps1.ipynb": "40", "script.py": "10", "broken.ipynb": "", "latin.py": "",
        "other.ipynb": "", "data.csv": "", "loop.ipynb": "", "nobody": "",
    }  # fmt: skip
    notes = {name: row["notes"] for name, row in rows.items()}
    assert notes["Kopie von ps1 (3).ipynb"] == ""
    assert rows["Kopie von ps1 (3).ipynb"]["student"] == "ADA", "as on the roster, so that tables join"
    assert "not on the roster" in notes["ps1.ipynb"]
    assert "Not graded" in notes["broken.ipynb"]
    assert "asks no question of ps1" in notes["other.ipynb"]
    assert "no notebook" in notes["data.csv"]
    assert "does a loop not end" in notes["loop.ipynb"]
    assert notes["nobody"] == "Nothing was handed in"
    pages = {path.name: path.read_text(encoding="utf-8") for path in (out / "feedback").iterdir()}
    assert {"ada.html", "max.html"} < pages.keys()
    assert len(pages) == 3
    assert "<b>40 of 40</b>" in pages["ada.html"]
    assert not any("emmy<b>" in page for page in pages.values())


def test_one_student_in_two_files_is_named(tmp_path):
    for name in ("a", "b"):
        handed_in(tmp_path / f"{name}.ipynb", cells("ada", q1=RIGHT))
    found = grade.grade(tmp_path, PS1, tmp_path / "out")
    assert [g.notes[0] for g in found] == ["More than one file says that it is by this student."] * 2


def test_a_cell_of_the_table_is_no_formula(tmp_path):
    handed_in(tmp_path / "a.ipynb", cells("=cmd()", q1=RIGHT))
    grade.grade(tmp_path, PS1, tmp_path / "out")
    assert "'=cmd()" in (tmp_path / "out" / "grades.csv").read_text(encoding="utf-8")


def test_gradescope_reads_results(tmp_path):
    handed_in(tmp_path / "any name.ipynb", cells("ada", q1=RIGHT))
    main(["gradescope", "ps1", str(tmp_path), str(tmp_path / "results" / "results.json")])
    result = json.loads((tmp_path / "results" / "results.json").read_text(encoding="utf-8"))
    assert [(test["score"], test["max_score"]) for test in result["tests"]] == [(10, 10), (0, 10), (0, 10), (0, 10)]
    (tmp_path / "empty").mkdir()
    assert grade.gradescope(tmp_path / "empty", PS1, tmp_path / "r.json")["score"] == 0


def test_a_roster_and_a_folder_that_are_none_are_refused(tmp_path):
    with pytest.raises(InvalidArgument, match="folder of notebooks"):
        grade.grade(tmp_path / "nowhere", PS1, tmp_path)
    with pytest.raises(InvalidArgument, match="CSV file"):
        roster(tmp_path / "nowhere.csv")
    (tmp_path / "r.csv").write_text("student\n", encoding="utf-8")
    with pytest.raises(SystemExit, match="one student a row"):
        main(["grade", str(tmp_path), "--set", "ps1", "--roster", str(tmp_path / "r.csv")])


GRADER = """
import sys
class Refused:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"matplotlib", "ipywidgets", "nbformat", "pybtex", "IPython", "pandas"}:
            raise ImportError(name)
sys.meta_path.insert(0, Refused())
from what_scale_buys.course.sets import attempt, desk, grade, preload
from what_scale_buys.course.game import grade
"""


def test_a_grader_needs_numpy_and_scipy_alone():
    subprocess.run([sys.executable, "-W", "ignore", "-c", GRADER], check=True, cwd=ROOT / "lib")


def test_the_desk_is_left_as_it_was():
    assert desk.who() == ""
