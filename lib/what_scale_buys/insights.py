"""The key insights of all chapters: a page of cards to tap, and a deck for spaced repetition."""

import base64
import os
import re
import tempfile
import zipfile
from functools import cache
from html import escape
from io import BytesIO
from pathlib import Path

from scaling_laws.formatting import typeset
from scaling_laws.quantity import Numbers, exact

from . import chapters
from .display.viewer import Shown
from .ledger import chapter_title

# Anki tells decks and note types apart by these; a new edition of the deck updates the cards that a reader has.
DECK_ID, MODEL_ID = 1_732_406_400, 1_732_406_401
DECK_NAME = "What Scale Buys"
_EPOCH = (2020, 1, 1, 0, 0, 0)


@cache
def cards():
    """All cards as {chapter: {name: Card}}, chapters in the order of the book."""
    found = chapters.rooms().values()
    return {room.CHAPTER: {name: card.take_kept() for name, card in room.CARDS.items()} for room in found}


def numbers():
    """The counts that the page of cards names in prose."""
    return Numbers(cards=exact(sum(map(len, cards().values()))), chapters=exact(sum(map(bool, cards().values()))))


class Insights(Shown):
    """Every card under the title of its chapter; questions and answers as text elsewhere."""

    def html(self):
        return "".join(map(_chapter, cards()))

    def __repr__(self):
        return "\n".join(f"{chapter_title(c)}: {card!r}" for c, held in cards().items() for card in held.values())


def _chapter(chapter):
    title = f'<h3><a href="{chapter}.html">{escape(chapter_title(chapter))}</a></h3>'
    return title + "".join(card.html() for card in cards()[chapter].values())


class DeckLink(Shown):
    """A link that holds the deck itself, so that it works without a network and from disk."""

    def html(self):
        package = base64.b64encode(deck()).decode()
        address = f"data:application/octet-stream;base64,{package}"
        return f'<p><a download="what-scale-buys.apkg" href="{address}">Download the deck for Anki</a></p>'

    def __repr__(self):
        return f"The deck {DECK_NAME}: {numbers().cards} cards."


def deck():
    """The cards as the bytes of an Anki package; the same cards give the same bytes with the same SQLite."""
    import genanki

    model = genanki.Model(
        MODEL_ID,
        f"{DECK_NAME}: key insight",
        fields=[{"name": name} for name in ("Question", "Answer", "Chapter")],
        templates=[
            {"name": "Card", "qfmt": "{{Question}}", "afmt": "{{Question}}<hr>{{Answer}}<br><i>{{Chapter}}</i>"}
        ],
    )
    made = genanki.Deck(DECK_ID, DECK_NAME)
    for chapter, held in cards().items():
        for name, card in held.items():
            fields = [escape(card.question), _back(card.answer), escape(chapter_title(chapter))]
            made.add_note(genanki.Note(model=model, fields=fields, guid=genanki.guid_for(chapter, name)))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "deck.apkg"
        genanki.Package(made).write_to_file(os.fspath(path), timestamp=DECK_ID)
        return _undated(path)


def parted(answer):
    """The first sentence of an answer, by which one marks oneself, and what explains it.

    >>> parted("Form. By R it is 0.2. It bends.")
    ('Form.', 'By R it is 0.2. It bends.')
    """
    first, _, more = re.sub(r"(?<=[.!?])\s+(?=[A-Z\d])", "\n", answer, count=1).partition("\n")
    return first, more


def _back(answer):
    first, more = (escape(typeset(part)) for part in parted(answer))
    return f"{first}<br><br><small>{more}</small>" if more else first


def _undated(path):
    """The same archive with all its dates fixed."""
    out = BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, _EPOCH), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
