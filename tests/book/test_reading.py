"""How the chapters read, counted, and the counts themselves on made-up cells."""

import json

import pytest
from ratchets import CHAPTERS, LIMITS, excess, lowered, recorded

from what_scale_buys.book.reading import CROWDED, read, short_version, table, typed_in

NUMBERS = " ".join(["{eval}`n.x`"] * (CROWDED + 1))


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_a_chapter_is_within_its_limits_or_no_worse_than_recorded(path):
    allowed = LIMITS | recorded().get(path.stem, {})
    assert {name: value for name, value in excess(path).items() if value > allowed[name]} == {}, typed_in(path)


def test_the_record_names_chapters_and_limits_that_are_passed(record_table):
    record_table("How the chapters read", table(CHAPTERS))
    for chapter, entries in recorded().items():
        assert chapter in {path.stem for path in CHAPTERS}
        assert {name: value for name, value in entries.items() if value <= LIMITS.get(name, 0)} == {}


def test_the_record_is_only_lowered():
    before, now = {"01": {"words": 3000, "typed": 4}, "02": {"typed": 2}}, {"01": {"words": 2900, "typed": 9}, "02": {}}
    assert lowered(before, now) == {"01": {"words": 2900, "typed": 4}}
    assert lowered({}, now) == {}


def book(tmp_path, *texts, stored=()):
    """A notebook of these markdown cells."""
    entries = [{"expression": k, "result": {"data": {"text/plain": v}}} for k, v in stored]
    metadata = {"user_expressions": entries} if stored else {}
    cells = [{"cell_type": "markdown", "metadata": metadata, "source": [text]} for text in texts]
    picture = {"cell_type": "code", "metadata": {"tags": ["hide-input"]}, "source": ["room.x()"]}
    path = tmp_path / "01_made_up.ipynb"
    path.write_text(json.dumps({"cells": [*cells, picture]}), encoding="utf-8")
    return path


def test_only_running_prose_counts(tmp_path):
    path = book(
        tmp_path,
        "# A title of words\n\nTwo words $a + b$.\n\n| a | table |\n|---|---|\n\n- an item\n- {eval}`n.x` more",
        ":::{admonition} Box\nMany words {eval}`n.x`.\n:::\n\n```{exercise} T\n:label: x\n\nDo it {eval}`n.x`.\n```",
        "$$\na = b\n$$\n\nAs {cite:t}`somebody` says `n.x`.",
    )
    found = read(path)
    assert (found.words, found.numbers, found.crowded) == (3 + 3 + 3 + 4, 1, 0)
    assert found.minutes == pytest.approx(13 / 200 + 0.25)


def test_numbers_crowd_a_paragraph_and_words_do_not(tmp_path):
    assert read(book(tmp_path, NUMBERS)).crowded == 1
    assert read(book(tmp_path, NUMBERS.replace("{eval}`n.x`", "\n\n{eval}`n.x`", 1))).crowded == 1
    assert read(book(tmp_path, NUMBERS.replace("{eval}`n.x` ", "{eval}`n.x`\n\n", 1))).crowded == 0
    found = read(book(tmp_path, NUMBERS, stored=[("n.x", "higher than")]))
    assert (found.crowded, found.numbers) == (0, 0)


def test_the_short_version_is_counted_apart(tmp_path):
    path = book(tmp_path, "# T\n\n## The short version\n\nOne two three.\n\n## Next\n\nFour five.")
    assert (read(path).short, read(path).words) == (3, 2)
    assert short_version(path) == "One two three."


@pytest.mark.parametrize(
    ("sentence", "typed"),
    [
        ("It costs {eval}`n.x`, almost half.", True),
        ("It costs {eval}`n.x`. That is almost half.", False),
        ("It is higher than {eval}`n.x` says.", True),
        ("It is {eval}`n.word` {eval}`n.x`.", False),
        ("It lies within the interval of {eval}`n.x`.", True),
        ("It is a longer story.", False),
    ],
)
def test_a_typed_comparison_beside_a_number_is_found(tmp_path, sentence, typed):
    found = typed_in(book(tmp_path, sentence, stored=[("n.word", "higher than")]))
    assert bool(found) == typed
    assert read(book(tmp_path, sentence)).typed == typed
