"""The page for teachers: paths, weeks, promises with what practises them, notes for each chapter, what to take away."""

from html import escape

from scaling_laws.quantity import Numbers, exact

from .. import chapters, ledger
from ..display.table import Table
from ..display.viewer import Shown, answers_shown, on_site
from . import plan
from .notes import NOTES
from .outcomes import covered, exercises
from .problem import problems
from .sets import sets

KIT = "../downloads/kit"  # from the page, on the site
OFFERED = {
    "moodle.xml": "All problems for Moodle, each with several sets of numbers",
    "canvas.zip": "A quiz a chapter for Canvas",
    "handouts.zip": "The problems of each chapter on paper",
    "answers.zip": "Their answers",
}


def numbers():
    """The counts that the page names in prose."""
    asked = problems().values()
    return Numbers(
        problems=exact(len(asked)),
        hours=exact(round(sum(problem.minutes for problem in asked) / 60), "hours"),
        **{name: exact(sum(minutes for minutes, _ in path), "minutes") for name, path in plan.PATHS.items()},
    )


def hour():
    return _path("An hour, without Python", plan.HOUR)


def three_hours():
    return _path("Three hours, with laptops for two of them", plan.THREE_HOURS)


def ten_hours():
    return _path("Ten hours, for a reading group", plan.TEN_HOURS)


def _path(caption, steps):
    return Table({"Minutes": [minutes for minutes, _ in steps], "What": [what for _, what in steps]}, caption)


def weeks():
    """A seminar of ten weeks."""
    read, due = zip(*plan.WEEKS, strict=True)
    return Table({"Week": range(1, len(plan.WEEKS) + 1), "Chapters": read, "Due": due}, "A seminar of ten weeks")


def problem_sets():
    """What each problem set asks, of which chapters, and how long it may take."""
    found = sets().values()
    return Table(
        {
            "Set": [f"{k}: {one.title}" for k, one in enumerate(found, 1)],
            "Chapters": [_numbers_of(one) for one in found],
            "Questions": [f"{len(one.problems)}{' and an essay' * one.essay}" for one in found],
            "Minutes": [one.minutes for one in found],
        },
        "The problem sets; minutes are guesses, reading not counted",
    )


def _numbers_of(one):
    return ", ".join(str(k) for k in sorted({int(problem.chapter[:2]) for problem in one.problems.values()}))


def preparation():
    """What each chapter asks for, and what it offers."""
    rooms = chapters.rooms().values()
    asked = [room.PROBLEMS.values() for room in rooms]
    return Table(
        {
            "Chapter": [ledger.chapter_title(room.CHAPTER) for room in rooms],
            "Needs": [plan.NEEDS[room.CHAPTER] for room in rooms],
            "Problems": [len(found) for found in asked],
            "Minutes for them": [sum(problem.minutes for problem in found) for found in asked],
        },
        "What each chapter needs and offers",
    )


def rubric():
    """How an essay or a debate is marked."""
    levels = {mark: [levels[k] for levels in plan.RUBRIC.values()] for k, mark in enumerate(plan.MARKS)}
    return Table({"Criterion": list(plan.RUBRIC)} | levels, "An essay or a debate, by the share of the marks")


class Outcomes(Shown):
    """Every promise of every chapter, the exercises that practise it and the problems that ask for it."""

    def html(self):
        return "".join(map(self._chapter, chapters.rooms().values()))

    def _chapter(self, room):
        titles, rows = exercises(room.CHAPTER), covered(room.CHAPTER)
        linked = lambda anchor, text: f'<a href="{room.CHAPTER}.html#{anchor}">{escape(text)}</a>'
        body = ""
        for sentence, (labels, ids) in rows.items():
            practise = ", ".join(linked(label, titles[label]) for label in labels)
            ask = ", ".join(linked(f"quiz-{id}", id) for id in ids)
            body += f'<tr><th scope="row">{escape(sentence)}</th><td>{practise}</td><td>{ask}</td></tr>'
        named = ("Promise", "Exercises", "Problems")
        head = "".join(f'<th scope="col" style="white-space: nowrap">{name}</th>' for name in named)
        return (
            f'<details class="sl-source"><summary>{escape(ledger.chapter_title(room.CHAPTER))}</summary>'
            f'<table class="sl-table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></details>'
        )

    def __repr__(self):
        return f"The promises of {len(chapters.rooms())} chapters, with their exercises and problems."


class Notes(Shown):
    """For each chapter a board, a vote, three beliefs with the slider that breaks each, two sides, what to skip."""

    def html(self):
        return "".join(self._chapter(room, NOTES[topic]) for topic, room in chapters.rooms().items())

    def _chapter(self, room, note):
        beliefs = "".join(
            f"<li>{escape(belief.text)} {self._slider(room.CHAPTER, belief)}</li>" for belief in note.beliefs
        )
        vote = f'<a href="ledger.html#claim-{note.vote}">{note.vote}</a>: {escape(self._claim(note.vote))}'
        return (
            f'<details class="sl-source"><summary>{escape(ledger.chapter_title(room.CHAPTER))}</summary>'
            f"<p><b>Board.</b> {escape(note.board)}</p><p><b>Vote before and after.</b> {vote}</p><p><b>What"
            f" students believe, and where they see it fail.</b></p><ul>{beliefs}</ul><p><b>Two sides.</b>"
            f" {escape(note.sides)}</p><p><b>Skip.</b> {escape(note.skip)}</p></details>"
        )

    def _slider(self, chapter, belief):
        query = "&amp;".join(f"{key}={position}" for key, position in belief.state.items())
        return f'<a href="{chapter}.html#fig-{belief.explorable}?{query}">Show it</a>'

    def _claim(self, id):
        return ledger.claim(id).paraphrase

    def __repr__(self):
        return "\n".join(f"{topic}: {note.board} Vote on {note.vote}." for topic, note in NOTES.items())


class Downloads(Shown):
    """What the site offers to take away; nothing where it gives no answers."""

    def html(self):
        if not (on_site() and answers_shown()):
            return f"<p>{escape(repr(self))}</p>"
        links = "".join(f'<li><a href="{KIT}/{file}">{text}</a></li>' for file, text in OFFERED.items())
        return f"<ul>{links}</ul>"

    def __repr__(self):
        return "The site offers the question banks and the handouts; the course's commands write them, and slides."
