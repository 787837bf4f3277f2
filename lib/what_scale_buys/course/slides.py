"""A deck for a chapter: one file that needs no network, for a screen or a printer.

A vote, every picture under its finding, the vote again, and a question to take home; no slide has more than three lines
besides its picture.
"""

from html import escape
from pathlib import Path
from string import Template

from scaling_laws.formatting import typeset

from .. import ledger
from ..chapters import chapter_of
from .notes import NOTES
from .pictures import credit, of_room, vector

PAGE = Path(__file__).with_name("slides.html")


def deck(room, figures=None):
    """The slides of a chapter as HTML. figures : of the chapter; made if they are not given."""
    topic = room.__name__.rpartition(".")[2]
    chapter, note = chapter_of(room.__name__), NOTES[topic]
    claim = ledger.claim(note.vote)
    slides = [
        f"<h1>{_text(ledger.chapter_title(chapter))}</h1><p>{_text(note.board)}</p>",
        _vote("Vote: does it hold?", claim.paraphrase),
        *(_picture(figure, chapter) for figure in (of_room(room) if figures is None else figures)),
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
    heading = figure.title or figure.caption.partition(". ")[0]
    return f'<h2>{_text(heading)}</h2><div class="picture">{vector(figure, credit(chapter))}</div>'


def _text(text):
    return escape(typeset(text))
