"""What a chapter computed is kept for the pages that gather, whole, and for the same code only."""

import pytest

from scaling_laws.quantity import Quantity
from what_scale_buys import kept
from what_scale_buys.claims import Finding, Verdict, claim
from what_scale_buys.display.cards import card

HOME = "what_scale_buys.chapters.small_gains_compound.claims"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv(kept.KEPT, str(tmp_path))
    return tmp_path


def declared(asked):
    def judge(rate):
        asked.append(rate)
        numbers = (Quantity(rate, "×", 1.0, 3.0, 0.9, "t", 12, name="rate", places=(1, 1, 1)),)
        return Finding(Verdict.HOLDS_IF, "It grows twofold.", "it grows", numbers)

    judge.__module__ = HOME
    return claim("A1", "It grows.", would_change="A fall.", evidence=lambda: {"rate": 2.0})(judge)


def test_a_finding_comes_back_whole_and_is_not_computed_again(folder):
    asked = []
    chapter, gatherer = declared(asked), declared(asked)
    found = chapter.found
    assert gatherer.take_kept().found == found
    assert str(gatherer.found.numbers[0]) == "2.0× (90 % interval 1.0 to 3.0)"
    assert gatherer.html() == chapter.html()
    assert asked == [2.0]


def test_a_card_comes_back_with_its_question(folder):
    asked = []

    def answer():
        asked.append(1)
        return "The loss falls by 3 % for every doubling."

    answer.__module__ = HOME
    first, second = (card(lambda: "How much is 1 %?")(answer) for _ in range(2))
    assert str(first) == str(second.take_kept())
    assert asked == [1]


def test_nothing_is_kept_where_no_folder_is_named(tmp_path, monkeypatch):
    monkeypatch.delenv(kept.KEPT, raising=False)
    kept.put(HOME, "x", {"a": 1})
    assert kept.get(HOME, "x") is None


def test_other_code_finds_nothing(folder, monkeypatch):
    kept.put(HOME, "x", {"a": 1})
    assert kept.get(HOME, "x") == {"a": 1}
    assert kept.get(HOME.replace("small_gains_compound", "data_wall"), "x") is None
    monkeypatch.setattr(kept, "_digest", lambda module: "another")
    assert kept.get(HOME, "x") is None


def test_the_digest_follows_the_code_that_the_room_reaches(folder, monkeypatch):
    before = kept._digest.__wrapped__(HOME)
    reached = kept.library_files
    monkeypatch.setattr(kept, "library_files", lambda code: reached(code)[1:])
    assert kept._digest.__wrapped__(HOME) != before
