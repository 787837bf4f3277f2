"""The number formatter, rule by rule, and what a quantity refuses."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaling_laws.errors import MissingInterval, UnknownKey
from scaling_laws.quantity import (
    MINUS,
    SUPERSCRIPT,
    Numbers,
    Quantity,
    Text,
    estimate,
    exact,
    format_number,
    percent,
)

DIGITS = str.maketrans({v: chr(k) for k, v in SUPERSCRIPT.items()})


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        # three significant digits, trailing zeros dropped
        (0, "", "0"),
        (1, "", "1"),
        (0.5, "×", "0.5"),
        (2.345, "", "2.35"),
        (23.45, "", "23.4"),
        (0.01, "", "0.01"),
        (0.012345, "", "0.0123"),
        (99.96, "", "100"),
        (1234.5, "", "1\u202f230"),
        (999_999, "", "1\u202f000\u202f000"),
        (-3.14159, "", f"{MINUS}3.14"),
        # counts in words
        (70e9, "parameters", "70 billion"),
        (1.4e12, "tokens", "1.4 trillion"),
        (1.5e6, "dollars", "1.5 million"),
        (300, "tokens", "300"),
        (20.2, "tokens/parameter", "20.2"),
        (5e13, "tokens", "50 trillion"),
        (2e16, "tokens", "2 × 10¹⁶"),
        # everything else beyond a million or below a thousandth
        (5.76e23, "FLOP", "5.76 × 10²³"),
        (1e23, "FLOP", "10²³"),
        (1e6, "", "10⁶"),
        (9.999e22, "FLOP", "10²³"),
        (0.00012, "", "1.2 × 10⁻⁴"),
        (-2.5e-5, "", f"{MINUS}2.5 × 10⁻⁵"),
        (math.inf, "", "infinite"),
        (-math.inf, "", f"{MINUS}infinite"),
    ],
)
def test_format_number(value, unit, expected):
    assert format_number(value, unit) == expected


@pytest.mark.parametrize(
    ("value", "low", "high", "expected"),
    [
        (0.1534, 0.1490, 0.1581, "0.1534 (90 % interval 0.1490 to 0.1581)"),
        (0.34, 0.30, 0.38, "0.340 (90 % interval 0.300 to 0.380)"),
        (17.9, 10.2, 32.4, "18 (90 % interval 10 to 32)"),
        (1.817, 1.5, 2.1, "1.82 (90 % interval 1.50 to 2.10)"),
        (482.01, 200, 900, "480 (90 % interval 200 to 900)"),
        (721280, 625031, 860574, "720\u202f000 (90 % interval 630\u202f000 to 860\u202f000)"),
        (31.4, 14.4, 4321, "31 (90 % interval 14 to 4\u202f300)"),
    ],
)
def test_the_interval_decides_the_digits(value, low, high, expected):
    assert str(estimate(value, low, high, method="bootstrap", level=0.9)) == expected


def test_forms_of_one_quantity():
    q = estimate(0.513, 0.48, 0.55, method="bootstrap", level=0.9, unit="nats/token", n=245)
    assert q.full == "0.513 nats/token (90 % interval 0.480 to 0.550)"
    assert (q.short, q.bare, q.interval) == ("0.513 nats/token", "0.513", "0.480 to 0.550 nats/token")
    assert float(q) == 0.513
    assert (q.n, q.method, q.level) == (245, "bootstrap", 0.9)
    assert q.named("exponent").name == "exponent"
    assert (str(exact(3, "×")), str(percent(0.0667)), str(exact(3))) == ("3×", "6.67 %", "3")
    assert f"{q}" == str(q)
    assert f"{q:.1f}" == "0.5"


def test_every_display_is_the_same_sentence():
    """On a page the spaces inside a number do not break; the words are the same."""
    q = estimate(0.5, 0.4, 0.6, method="t", level=0.95, unit="nats/token")
    assert q._repr_html_() == q._repr_markdown_()
    assert q._repr_html_().replace("\u00a0", " ") == repr(q) == str(q)
    assert "(95\u00a0% interval 0.40 to 0.60)" in q._repr_html_()
    text = Text("plain words")
    assert repr(text) == text._repr_html_() == text._repr_markdown_() == "plain words"


def test_an_estimate_without_interval_is_refused():
    with pytest.raises(MissingInterval, match="estimated by 'least squares' but has no interval"):
        Quantity(0.3, method="least squares")
    with pytest.raises(MissingInterval, match="slope"):
        Quantity(0.3, low=0.2, method="least squares", name="slope")
    with pytest.raises(MissingInterval, match="no interval to show"):
        _ = exact(3).interval


def test_published_intervals_need_no_method():
    assert str(Quantity(2.0, low=1.0, high=3.0)) == "2.0 (1.0 to 3.0)"
    assert str(Quantity(482.01, low=285.2, high=744.1)) == "482 (285 to 744)"


def test_rounding_is_done_once():
    assert str(estimate(7.0, 1.46, 23.0, method="draws", level=0.8)) == "7 (80 % interval 1 to 23)"


@pytest.mark.parametrize(("low", "high"), [(1.0, 1.0), (1.0, math.inf)])
def test_degenerate_intervals_keep_three_digits(low, high):
    assert Quantity(1.2345, low=low, high=high).bare == "1.23"


def parsed(text):
    """The number that a reader reads."""
    text = text.replace(MINUS, "-").replace("\u202f", "")
    for word, scale in (("trillion", 1e12), ("billion", 1e9), ("million", 1e6)):
        if text.endswith(word):
            return float(text.removesuffix(word)) * scale
    power = re.fullmatch(r"(-?)(?:([\d.]+) × )?10([⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)", text)
    if power:
        sign, mantissa, exponent = power.groups()
        return float(f"{sign}{mantissa or 1}e{exponent.translate(DIGITS)}")
    return float(text)


magnitudes = st.floats(-30, 30).map(lambda e: 10**e)


@given(magnitudes, st.sampled_from(["", "FLOP", "tokens", "parameters", "%"]), st.booleans())
def test_a_reader_gets_the_value_to_three_digits(size, unit, negative):
    value = -size if negative else size
    assert parsed(format_number(value, unit)) == pytest.approx(value, rel=0.0051)


@given(magnitudes)
def test_sign_is_the_only_difference_of_opposites(size):
    assert format_number(-size) == MINUS + format_number(size)


@given(st.floats(0.01, 1e5), st.floats(0.001, 0.5))
def test_written_bounds_enclose_the_written_value(value, relative):
    q = estimate(value, value * (1 - relative), value * (1 + relative), method="t", level=0.9)
    low, high = re.search(r"interval (.*) to (.*)\)", str(q)).groups()
    assert parsed(low) <= parsed(q.bare) <= parsed(high)


def test_numbers_are_named_listed_and_refuse_unknown_names():
    n = Numbers(ratio=exact(0.5), cost=exact(1e23, "FLOP"))
    assert str(n.ratio) == "0.5"
    assert repr(n) == "ratio  0.5\ncost   10²³ FLOP"
    assert "<th scope='row'><code>cost</code></th><td>10²³ FLOP</td>" in n._repr_html_()
    with pytest.raises(UnknownKey, match="'ratios'. Nearest: ratio"):
        _ = n.ratios
    with pytest.raises(AttributeError):
        _ = n._private
