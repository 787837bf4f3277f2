"""Words that compare: each on both sides, on its edge, and where the intervals leave it open."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaling_laws.errors import InvalidArgument
from scaling_laws.quantity import Quantity, exact, percent
from what_scale_buys import words
from what_scale_buys.words import OPEN, compare, count, largest, part, place, sign, smallest, times, trend, which


def q(value, low, high, unit=""):
    return Quantity(value, unit, low, high, level=0.9)


@pytest.mark.parametrize(
    ("one", "other", "word"),
    [
        (3, 2, "higher than"),
        (2, 3, "lower than"),
        (2, 2.05, "about the same as"),
        (-3, 2, "lower than"),
        (q(3, 2.5, 3.5), 2, "higher than"),
        (q(3, 2.5, 3.5), 4, "lower than"),
        (q(3, 2.5, 3.5), 3.5, OPEN),
        (q(3, 2.5, 3.5), q(4, 3.6, 5), "lower than"),
        (q(3, 2.5, 3.5), q(4, 3.4, 5), OPEN),
    ],
)
def test_compare(one, other, word):
    assert compare(one, other) == word
    opposite = {"higher than": "lower than", "lower than": "higher than"}
    assert compare(other, one) == opposite.get(word, word)


def test_compare_takes_the_words_of_its_sentence():
    assert compare(2, 1, more="dearer than", less="cheaper than") == "dearer than"
    assert compare(1, 2, more="dearer than", less="cheaper than") == "cheaper than"
    assert compare(1, 1, same="as dear as") == "as dear as"


@pytest.mark.parametrize(("low", "high", "word"), [(0.1, 0.3, "up"), (-0.3, -0.1, "down"), (-0.1, 0.3, "neither")])
def test_sign(low, high, word):
    assert sign(q((low + high) / 2, low, high), "up", "down", "neither") == word


@pytest.mark.parametrize(
    ("value", "word"),
    [(2, "within"), (1, "within"), (3.1, "above"), (0.9, "below"), (q(2, 1.5, 2.5), "within")]
    + [(q(3, 2.5, 3.5), "partly within"), (q(4, 3.5, 5), "above"), (q(0.5, 0.2, 0.9), "below")],
)
def test_place(value, word):
    assert place(value, q(2, 1, 3)) == word


@pytest.mark.parametrize(
    ("ratio", "word"),
    [
        (1, "about the same as"),
        (1.3, "almost one and a half times"),
        (1.2, "higher than"),
        (1.5, "about one and a half times"),
        (1.6, "more than one and a half times"),
        (1.8, "almost twice"),
        (1.93, "about twice"),
        (2.07, "about twice"),
        (2.2, "more than twice"),
        (3, "about three times"),
        (9, "about nine times"),
        (9.49, "almost ten times"),
        (11, "more than ten times"),
        (2000, "more than a hundred times"),
        (0.5, "about half of"),
        (0.47, "almost half of"),
        (0.54, "more than half of"),
        (0.35, "about a third of"),
        (0.31, "almost a third of"),
        (0.4, "more than a third of"),
        (0.97, "about the same as"),
        (0.94, "about nine tenths of"),
        (0.9499, "lower than"),
        (0.001, "less than a hundredth of"),
    ],
)
def test_times(ratio, word):
    assert times(ratio, 1) == times(7 * ratio, 7) == word


@pytest.mark.parametrize(
    ("low", "high", "word"),
    [
        (2.1, 4, "more than twice"),
        (1.97, 2.03, "about twice"),
        (1.72, 1.99, "almost twice"),
        (1.72, 2.2, "more than one and a half times"),
        (1.1, 2.2, "higher than"),
        (0.8, 1.2, OPEN),
        (0.2, 0.45, "less than half of"),
        (0.36, 0.41, "more than a third of"),
        (0.3, 0.97, "lower than"),
    ],
)
def test_times_holds_for_the_whole_interval(low, high, word):
    assert times(q((low * high) ** 0.5, low, high), 1) == word


def test_a_number_goes_with_itself():
    one = q(3, 2, 4.5)
    assert times(one, one) == "about the same as"
    assert times(2 * one, one) == "about twice"


@given(st.floats(0.02, 50), st.floats(1, 1.5))
def test_what_times_says_is_true(ratio, width):
    said, low, high = times(q(ratio, ratio / width, ratio * width), 1), ratio / width, ratio * width
    values = {name: value for value, name in (*words._TIMES, *words._PARTS)}
    for lead, holds in (
        ("more than ", lambda anchor: low >= anchor * 0.99),
        ("less than ", lambda anchor: high <= anchor * 1.01),
        ("almost ", lambda anchor: 0.84 * anchor <= low and high <= 1.01 * anchor),
        ("about ", lambda anchor: 0.94 * anchor <= low and high <= 1.06 * anchor),
    ):
        if said.startswith(lead) and said != "about the same as":
            assert holds(values[said.removeprefix(lead).removesuffix(" of")]), said
    assert said != "higher than" or low > 0.94
    assert said != "lower than" or high < 1.06


@pytest.mark.parametrize(
    ("fraction", "word"),
    [(0.5, "about half"), (0.46, "almost half"), (0.55, "more than half"), (0.004, "less than a hundredth")]
    + [
        (0.71, "almost three quarters"),
        (q(0.7, 0.55, 0.72), "less than three quarters"),
        (0.97, "more than nine tenths"),
    ],
)
def test_part(fraction, word):
    assert part(fraction) == word


@pytest.mark.parametrize(
    ("true", "whole", "word"),
    [(4, 4, "all four runs"), (0, 4, "none of the four runs"), (3, 4, "three of the four runs")]
    + [(2, 2, "both runs"), (1, 1, "the one runs"), (14, 20, "14 of the 20 runs")],
)
def test_count(true, whole, word):
    assert count(true, whole, "runs") == word


@pytest.mark.parametrize(
    ("flags", "word"),
    [("1100", "the first two"), ("0001", "the last"), ("1000", "the first"), ("0111", "the last three")]
    + [("1111", "all four"), ("0000", "none of the four"), ("0110", "two of the four"), ("1101", "three of the four")],
)
def test_which(flags, word):
    assert which([flag == "1" for flag in flags]) == word


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ([1, 2, 3], "rises"),
        ([3, 2, 1], "falls"),
        ([1, 2, 2], "neither rises nor falls throughout"),
        ([1, 3, 2], "neither rises nor falls throughout"),
        ([q(1, 0.5, 1.5), q(2, 1.6, 3)], "rises"),
        ([q(1, 0.5, 1.7), q(2, 1.6, 3)], "neither rises nor falls throughout"),
    ],
)
def test_trend(values, word):
    assert trend(values) == word


def test_extremes_name_what_cannot_be_told_apart_from_them():
    assert largest({"a": 1, "b": 3, "c": 2}) == "b"
    assert smallest({"a": 1, "b": 3, "c": 2}) == "a"
    close = {"a": q(1, 0.5, 1.5), "b": q(3, 2, 4), "c": q(2.5, 1.9, 3)}
    assert largest(close) == "b or c"
    assert smallest(close) == "a"


@pytest.mark.parametrize(
    "call",
    [
        lambda: compare(exact(1, "FLOP"), exact(2, "tokens")),
        lambda: times(percent(0.3), exact(2)),
        lambda: times(-1, 2),
        lambda: times(q(1, -0.5, 2), 2),
        lambda: place(1, exact(2)),
        lambda: part(1.2),
        lambda: part(q(0.5, 0.3, 1.0)),
        lambda: count(5, 4),
    ],
)
def test_what_cannot_be_said_is_refused(call):
    with pytest.raises(InvalidArgument):
        call()
