"""nbgrader makes the students' edition of a set and marks what comes back; weekly, and where it is installed."""

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from scratch import ROOT
from what_scale_buys.course.sets import notebooks

SOURCE = ROOT / "course" / "ps1_read_a_law.ipynb"
SET = "ps1"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A folder in which nbgrader has released the set: (folder, command)."""
    pytest.importorskip("nbgrader")
    folder = tmp_path_factory.mktemp("course")
    (folder / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'scale'\n")
    (folder / "source" / SET).mkdir(parents=True)
    notebooks.write(notebooks.instructor(notebooks.read(SOURCE)), folder / "source" / SET / SOURCE.name)

    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))  # it calls alembic by its name

    def command(*words):
        words = [sys.executable, "-m", "nbgrader", *words]
        done = subprocess.run(words, cwd=folder, env=os.environ | {"PATH": path}, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    command("generate_assignment", SET)
    return folder, command


def handed_in(folder, student, book):
    place = folder / "submitted" / student / SET
    place.mkdir(parents=True)
    return notebooks.write(book, place / SOURCE.name)


def test_the_release_is_the_edition_for_students(course):
    folder, _ = course
    released = nbformat.read(folder / "release" / SET / SOURCE.name, as_version=4)
    mine = notebooks.student(notebooks.read(SOURCE))["cells"]
    assert "HIDDEN" not in str(released)
    assert "SOLUTION" not in str(released)
    marks = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in released.cells]
    assert marks == [cell["metadata"].get("nbgrader", {}).get("grade_id") for cell in mine]


def test_the_points_are_those_of_our_own_grader(course, tmp_path):
    folder, command = course
    full = notebooks.solved(notebooks.read(SOURCE), "ada")
    handed_in(folder, "ada", notebooks.student(full) | {"cells": _answered(full)})
    handed_in(folder, "emmy", notebooks.solved(notebooks.student(notebooks.read(SOURCE)), "emmy"))
    command("autograde", SET)
    command("export", f"--to={tmp_path / 'grades.csv'}")
    rows = [line.split(",") for line in (tmp_path / "grades.csv").read_text().splitlines()]
    student, score = rows[0].index("student_id"), rows[0].index("score")
    assert {row[student]: float(row[score]) for row in rows[1:]} == {"ada": 40, "emmy": 0}


def _answered(full):
    """The cells of a solved notebook, marked as those of the students' edition."""
    marked = notebooks.student(full)["cells"]
    return [mine | {"source": cell["source"]} for mine, cell in zip(marked, full["cells"], strict=True)]
