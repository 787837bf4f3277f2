"""Grade a folder of notebooks: a table of points, and a page of feedback per student. No file stops the others."""

import json
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path

from scaling_laws.errors import InvalidArgument, ScalingLawError

from .. import sheet
from ..game.menus import file_name
from ..problem import plain
from . import FULL, attempt, desk

SUFFIXES = (".ipynb", ".py")
PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}: {student}</title>
<style>body{{font:1rem/1.5 system-ui;max-width:44rem;margin:2rem auto;padding:0 1rem}}
td,th{{text-align:left;padding:.3rem .8rem .3rem 0;vertical-align:top}}</style>
<h1>{title}</h1><p>{student}: <b>{points:g} of {most}</b>{essay}</p>
<table><tr><th>Question<th>Points<th>Your answer<th>What became of it</tr>{rows}</table>{notes}</html>
"""


@dataclass(frozen=True)
class Grade:
    """One file. marks : {question id: (points, answer, sentence)}; empty where the file could not be graded.

    notes : sentences on the file as a whole.
    """

    file: str
    student: str
    marks: dict
    notes: tuple

    @property
    def points(self):
        return sum(points for points, *_ in self.marks.values())


def graded(path, one, **limits):
    """The Grade of one file in a ProblemSet."""
    try:
        cells = attempt.sources(path)
        if not any(f'"{id}"' in cell or f"'{id}'" in cell for cell in cells for id in one.problems):
            return Grade(path.name, "", {}, (f"Not graded: the file asks no question of {one.id}.",))
        found = attempt.run(cells, [one.variable(id) for id in one.problems], **limits)
    except (ScalingLawError, OSError) as error:
        return Grade(path.name, "", {}, (f"Not graded: {error}",))
    if found.stopped or not found.student:
        why = found.stopped or 'The file does not say whose it is: me("your id").'
        return Grade(path.name, "", {}, (why, *found.errors[:3]))
    marks = {id: _mark(problem, found.student, found.answers[one.variable(id)]) for id, problem in one.problems.items()}
    return Grade(path.name, found.student, marks, found.errors)


def _mark(problem, student, answer):
    verdict = desk.answered(problem.deal(student), answer)
    return desk.POINTS.get(verdict.kind, 0), "" if answer is None else str(answer), verdict.sentence


def files(folder):
    """Everything below a folder that was handed in, in order: (files that may be graded, others)."""
    hidden = lambda path: any(part.startswith((".", "__")) for part in path.relative_to(folder).parts)  # noqa: E731
    found = sorted(path for path in Path(folder).rglob("*") if path.is_file() and not hidden(path))
    return [p for p in found if p.suffix in SUFFIXES], [p for p in found if p.suffix not in SUFFIXES]


def grade(folder, one, out, students=None, **limits):
    """Grade a folder in one ProblemSet into out/grades.csv and out/feedback/; returns the grades.

    students : ids that are expected; whoever is missing or not among them is named.
    """
    if not Path(folder).is_dir():
        raise InvalidArgument("folder", str(folder), "a folder of notebooks")
    wanted, others = files(folder)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        grades = list(pool.map(lambda path: graded(path, one, **limits), wanted))
    grades += [Grade(path.name, "", {}, ("Not graded: no notebook and no script.",)) for path in others]
    grades = _told_twice(_on_the_roster(grades, students)) + _missing(grades, students)
    (Path(out) / "feedback").mkdir(parents=True, exist_ok=True)
    write(grades, one, Path(out) / "grades.csv", students)
    for mine in _by_student(grades).values():
        page = "".join(feedback(found, one) for found in mine)
        (Path(out) / "feedback" / f"{file_name(mine[0].student)}.html").write_text(page, encoding="utf-8")
    return grades


def _by_student(grades):
    found = {}
    for one in grades:
        if one.student and one.marks:
            found.setdefault(plain(one.student), []).append(one)
    return found


def _on_the_roster(grades, students):
    """The grades with each student written as on the roster, so that tables join."""
    written = {plain(name): name for name in students or ()}
    return [replace(found, student=written.get(plain(found.student), found.student)) for found in grades]


def _told_twice(grades):
    twice = {name for name, mine in _by_student(grades).items() if len(mine) > 1}
    note = "More than one file says that it is by this student."
    return [replace(g, notes=(note, *g.notes)) if plain(g.student) in twice else g for g in grades]


def _missing(grades, students):
    there = set(_by_student(grades))
    return [Grade("", name, {}, ("Nothing was handed in.",)) for name in students or () if plain(name) not in there]


def write(grades, one, path, students=None):
    """The table: a row per file, a column per question; the essay's column is for a reader."""
    known = students and {plain(name) for name in students}
    essay = ["essay"] if one.essay else []
    heading = ["student", "file", *one.problems, "points", f"of {one.most}", *essay, "notes"]
    rows = []
    for found in grades:
        strange = known and found.student and plain(found.student) not in known
        notes = (*found.notes, *(["This student is not on the roster."] if strange else []))
        marks = [f"{points:g}" for points, *_ in found.marks.values()] or [""] * len(one.problems)
        share = f"{found.points / one.most:.0%}" if found.marks else ""
        row = [found.student, found.file, *marks, f"{found.points:g}" if found.marks else "", share]
        rows.append([*row, *[""] * len(essay), "; ".join(note.rstrip(".") for note in notes)])
    sheet.write(path, heading, rows)


def feedback(found, one):
    """The page of one student."""
    rows = "".join(
        f"<tr><td>{escape(id)}<td>{points:g} of {FULL}<td>{escape(answer)}<td>{escape(sentence)}</tr>"
        for id, (points, answer, sentence) in found.marks.items()
    )
    notes = "".join(f"<p>{escape(note)}</p>" for note in found.notes)
    essay = "; the essay is read by a person" if one.essay else ""
    return PAGE.format(
        title=escape(f"{one.id}: {one.title}"),
        student=escape(found.student),
        points=found.points,
        most=one.most,
        essay=essay,
        rows=rows,
        notes=notes,
    )


def gradescope(folder, one, out, **limits):
    """Grade the one submission in a folder into the results.json that Gradescope reads; returns it."""
    found = [graded(path, one, **limits) for path in files(folder)[0]]
    best = max(found, key=lambda g: g.points, default=Grade("", "", {}, ("There is no notebook in the submission.",)))
    tests = [
        {
            "name": f"{id} ({one.problems[id].level})",
            "score": points,
            "max_score": FULL,
            "status": "passed" if points == FULL else "failed",
            "output": sentence,
        }
        for id, (points, _, sentence) in best.marks.items()
    ]
    result = {"output": " ".join(best.notes), "tests": tests} | ({} if tests else {"score": 0})
    Path(out).parent.mkdir(parents=True, exist_ok=True)
    Path(out).write_text(json.dumps(result, indent=1), encoding="utf-8")
    return result
