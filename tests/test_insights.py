"""All cards are on the page and in the deck, and the deck is one that Anki can read."""

import base64
import io
import re
import sqlite3
import zipfile
from html import unescape

from scaling_laws.formatting import typeset
from what_scale_buys import insights

ATOM = 30  # words at most of the sentence that answers
CARDS = [card for held in insights.cards().values() for card in held.values()]


def notes(tmp_path, package):
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        archive.extract("collection.anki2", tmp_path)
    with sqlite3.connect(tmp_path / "collection.anki2") as database:
        return database.execute("select guid, flds from notes").fetchall()


def test_every_chapter_brings_cards_in_the_order_of_the_book():
    chapters = list(insights.cards())
    assert chapters == sorted(chapters)
    assert all(insights.cards().values()), "a chapter without a key insight"
    assert insights.numbers().cards.value == len(CARDS)


def test_the_page_shows_every_question_once():
    html = insights.Insights().html()
    assert html.count('class="sl-card"') == len(CARDS)
    assert len({card.question for card in CARDS}) == len(CARDS), "two cards ask the same"
    assert repr(insights.Insights()).count("\n") == len(CARDS) - 1


def test_the_deck_holds_every_card_with_its_computed_answer(tmp_path):
    rows = notes(tmp_path, insights.deck())
    assert len(rows) == len(CARDS)
    backs = {fields.split("\x1f")[1] for _, fields in rows}
    plain = {str(unescape(re.sub(r"<[^>]*>", " ", back)).split()) for back in backs}
    assert plain == {str(typeset(card.answer).split()) for card in CARDS}


def test_one_marks_oneself_by_one_sentence():
    for card in CARDS:
        first, more = insights.parted(card.answer)
        assert first[-1] in ".!?"
        assert len(first.split()) <= ATOM, f"two ideas before the first full stop: {first}"
        assert f"{first} {more}".split() == card.answer.split()


def test_a_second_deck_is_the_same_so_that_a_new_edition_updates_the_cards(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert insights.deck() == insights.deck()
    guids = [[guid for guid, _ in notes(tmp_path / name, insights.deck())] for name in "ab"]
    assert guids[0] == guids[1]
    assert len(set(guids[0])) == len(CARDS)


def test_the_link_carries_the_deck_itself():
    html = insights.DeckLink().html()
    package = base64.b64decode(re.search(r"base64,([^\"]+)", html)[1])
    assert package == insights.deck()
    assert "http" not in html
