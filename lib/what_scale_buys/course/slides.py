"""A deck for a chapter: one file that needs no network, for a screen or a printer.

A vote, every picture under its finding, three beliefs with the state of a slider in which each fails, the vote again,
and a question to take home; no slide has more than three lines besides its picture.
"""

import re
from html import escape
from pathlib import Path
from string import Template

from scaling_laws.formatting import typeset

from .. import ledger
from ..chapters import chapter_of
from .notes import NOTES
from .pictures import credit, explorables, of_room, vector

PAGE = Path(__file__).with_name("slides.html")


def deck(room, figures=None):
    """The slides of a chapter as HTML. figures : of the chapter; made if they are not given."""
    topic = room.__name__.rpartition(".")[2]
    chapter, note = chapter_of(room.__name__), NOTES[topic]
    claim, tried = ledger.claim(note.vote), explorables(room)
    slides = [
        f"<h1>{_text(ledger.chapter_title(chapter))}</h1><p>{_text(note.board)}</p>",
        _vote("Vote: does it hold?", claim.paraphrase),
        *(_picture(figure, chapter) for figure in (of_room(room) if figures is None else figures)),
        *(_belief(belief, k, tried[belief.explorable], chapter) for k, belief in enumerate(note.beliefs)),
        _vote("Vote again", claim.paraphrase),
        f"<h2>Two sides</h2><p>{_text(note.sides)}</p>",
        *(f"<h2>{_text(card.question)}</h2>" for card in list(room.CARDS.values())[:1]),
    ]
    foot = f"<small>{_text(credit(chapter))}</small>"
    body = "".join(f"<section>{slide}{foot}</section>" for slide in slides)
    title = escape(ledger.chapter_title(chapter))
    return Template(PAGE.read_text(encoding="utf-8")).substitute(title=title, slides=body)


def _vote(heading, claim):
    return f'<h2>{heading}</h2><p class="vote">{_text(claim)}</p>'


def _picture(figure, chapter):
    drawn = vector(figure.svg, figure.title, credit(chapter))
    return f'<h2>{_text(figure.title)}</h2><div class="picture">{drawn}</div>'


def _belief(belief, k, explorable, chapter):
    """What students believe, the picture in the state in which it fails, and what it says there."""
    state = explorable.state(**belief.chosen(explorable))
    svg = re.sub(rf'(\bid="|#){explorable.name}-', rf"\g<1>belief-{k}-", explorable.picture(state))  # two may share one
    return (
        f"<h2>You may believe: {_text(belief.text)}</h2>"
        f'<div class="picture">{vector(svg, explorable.title, credit(chapter))}</div>'
        f'<p class="state">{_text(state["summary"])}</p>'
    )


def _text(text):
    return escape(typeset(text))
