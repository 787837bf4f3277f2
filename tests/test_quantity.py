"""The number formatter, rule by rule, and what a quantity refuses."""

import math
import pickle
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaling_laws.errors import InvalidArgument, MissingInterval, UnknownKey
from scaling_laws.formatting import MINUS, SUPERSCRIPT, Text, format_number, places_of, typeset
from scaling_laws.quantity import Numbers, Quantity, estimate, exact, listing, percent, propagate, say

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
        (5e-324, "", "4.94 × 10⁻³²⁴"),
        (1.7e308, "FLOP", "1.7 × 10³⁰⁸"),
        # dates, never years that look like counts
        (2025.6, "date", "August 2025"),
        (2026.0, "date", "2026"),
        (2024.999, "date", "December 2024"),
        (2019.08, "date", "January 2019"),
        (math.nan, "", "undefined"),
        (math.nan, "%", "undefined"),
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
        (0.0079, 4.8e-5, 0.0157, "0.0079 (90 % interval 0 to 0.0157)"),
        (0.0079, 6.2e-4, 0.0157, "0.0079 (90 % interval 0.0006 to 0.0157)"),
        (1234567, 1234000, 1235000, "1.23457 × 10⁶ (90 % interval 1.23400 × 10⁶ to 1.23500 × 10⁶)"),
        (5.76e23, 1e23, 3e24, "5.8 × 10²³ (90 % interval 1.0 × 10²³ to 3.0 × 10²⁴)"),
        (1.2345e-4, 1.2245e-4, 1.2445e-4, "1.2345 × 10⁻⁴ (90 % interval 1.2245 × 10⁻⁴ to 1.2445 × 10⁻⁴)"),
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


def test_a_notebook_shows_the_full_form_as_text_alone():
    """The site, and nothing else, adds HTML (`what_scale_buys.answers`); HTML in a cell of prose vanishes in Lab."""
    q = estimate(0.5, 0.4, 0.6, method="t", level=0.95, unit="nats/token")
    assert repr(q) == str(q) == q.full
    assert repr(Text("plain words")) == "plain words"
    for shown in (q, q.short, Text("plain words")):
        assert not hasattr(shown, "_repr_html_")
        assert not hasattr(shown, "_repr_markdown_")


def test_a_written_number_knows_what_it_was_written_of():
    q = estimate(0.5, 0.4, 0.6, method="t", level=0.95)
    assert all(written.of is q for written in (q.full, q.short, q.bare, q.interval))
    assert q.bare == "0.50"
    assert type(q.bare + "!") is str
    assert pickle.loads(pickle.dumps(q.bare)).of == q


def test_spaces_inside_a_number_do_not_break_on_a_page():
    assert typeset("0.5 nats (95 % interval 10² to 5 × 10³ FLOP)").count("\u00a0") == 4


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


@pytest.mark.parametrize(
    ("unit", "value", "low", "high", "expected"),
    [
        ("tokens", 38.4e12, 10e12, 80e12, "38 trillion tokens (90 % interval 10 trillion to 80 trillion)"),
        ("tokens", 3.14159e12, 3.0e12, 3.2e12, "3.14 trillion tokens (90 % interval 3.00 trillion to 3.20 trillion)"),
        ("parameters", 721e9, 0.6e12, 1.2e12, "720 billion parameters (90 % interval 600 billion to 1.20 trillion)"),
        ("date", 2028.3, 2026.1, 2032.4, "2028 (90 % interval 2026 to 2032)"),
        ("date", 2025.6, 2025.3, 2025.9, "August 2025 (90 % interval April 2025 to November 2025)"),
    ],
)
def test_the_interval_decides_the_digits_in_words_too(unit, value, low, high, expected):
    assert str(estimate(value, low, high, method="bootstrap", level=0.9, unit=unit)) == expected


@pytest.mark.parametrize(("low", "high"), [(1.2345, 1.2345), (1.0, math.inf)])
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


# ---- what is refused ----


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (dict(low=2.0, high=1.0), "low at most high"),
        (dict(low=math.nan, high=1.0), "low at most high"),
        (dict(low=1.1, high=1.2), "within its own interval, 1.1 to 1.2"),
        (dict(low=0.9, high=1.1, level=95), "level = 95 is not allowed: a probability"),
        (dict(low=0.9, high=1.1, level=0.0), "level"),
    ],
)
def test_an_interval_that_cannot_be_is_refused(given, message):
    with pytest.raises(InvalidArgument, match=message):
        estimate(1.0, **(dict(method="t", level=0.9) | given))


def test_a_source_may_print_a_value_outside_its_interval():
    printed = Quantity(0.46, low=0.454, high=0.455, source="somebody", places=(2, 3, 3))
    assert str(printed) == "0.46 (0.454 to 0.455)"


@pytest.mark.parametrize(
    ("unit", "texts", "expected"),
    [
        ("×", ("2.4", "2.0", "2.9"), "2.4× (2.0 to 2.9)"),
        ("FLOP", ("2.1e25", "8.2e24", "4.4e25"), "2.1 × 10²⁵ FLOP (8.2 × 10²⁴ to 4.4 × 10²⁵)"),
        ("tokens", ("510e12", "130e12", "2100e12"), "510 trillion tokens (130 trillion to 2\u202f100 trillion)"),
        ("", ("482.01", "285.214", "743.626"), "482 (285 to 744)"),
        ("minutes", ("718.80683", "316.685725", "3633.786163"), "719 minutes (317 to 3\u202f630)"),
        ("FLOP", ("1e23", "2e22", "3e23"), "10²³ FLOP (2 × 10²² to 3 × 10²³)"),
        ("", ("1319", "1200", "1400"), "1\u202f320 (1\u202f200 to 1\u202f400)"),
    ],
)
def test_a_published_interval_is_written_to_no_more_digits_than_its_source_prints(unit, texts, expected):
    value, low, high = map(float, texts)
    printed = Quantity(value, unit, low, high, source="somebody", places=tuple(map(places_of, texts)))
    assert str(printed) == expected


def test_exact_refuses_what_has_an_interval_and_percent_keeps_it():
    growth = Quantity(2.4, "×", low=1.9, high=3.0, level=0.95)
    with pytest.raises(MissingInterval, match="2.40× .* has an interval: compute with the quantity itself"):
        exact(growth, name="growth")
    assert exact(Quantity(3.0)).value == 3.0
    share = percent(Quantity(0.25, low=0.2, high=0.3, level=0.9, name="share"))
    assert str(share) == "25.0 % (90 % interval 20.0 to 30.0)"
    assert share.name == "share"


# ---- intervals through arithmetic, against Monte Carlo and by hand ----

A = estimate(2.0, 1.6, 2.5, method="t", level=0.95, name="a")
B = estimate(10.0, 8.0, 13.0, method="t", level=0.95, name="b")
PEER = np.random.default_rng(7)


def monte_carlo(quantity, size=400_000):
    """Independent draws of the two halves of a normal on the logarithm, by rejection of the wrong half."""
    side = PEER.random(size) < 0.5
    z = np.abs(PEER.standard_normal(size)) / 1.959963984540054
    low, mid, high = np.log([quantity.low, quantity.value, quantity.high])
    return np.exp(np.where(side, mid - (mid - low) * z, mid + (high - mid) * z))


@pytest.mark.parametrize(
    "function",
    [
        lambda a, b: a + b,
        lambda a, b: a - b,
        lambda a, b: a * b,
        lambda a, b: b / a,
        lambda a, b: a**b,
        lambda a, b: np.log(b) / np.log(a),
        lambda a, b: 3 * a + 1 / b,
        lambda a, b: np.exp(-a) * np.sqrt(b),
    ],
)
def test_arithmetic_agrees_with_monte_carlo(function):
    found, peer = function(A, B), function(monte_carlo(A), monte_carlo(B))
    low, high = np.quantile(peer, [0.025, 0.975])
    assert found.value == pytest.approx(function(2.0, 10.0))
    assert found.low == pytest.approx(low, abs=0.04 * (high - low))
    assert found.high == pytest.approx(high, abs=0.08 * (high - low))
    assert (found.level, found.method) == (0.95, "propagated draws")


@pytest.mark.parametrize("function", [np.log, lambda q: 1 / q, lambda q: q**3, lambda q: 5 - 2 * q, np.exp])
def test_a_monotone_function_of_one_number_moves_its_ends(function):
    ends = sorted((function(A.low), function(A.high)))
    assert (function(A).low, function(A).high) == pytest.approx(ends, rel=2e-4, abs=1e-6)


def test_a_number_goes_with_itself_and_not_with_another():
    same = A.named("under another name") / A
    assert (same.low, same.value, same.high) == pytest.approx((1, 1, 1))
    other = estimate(2.0, 1.6, 2.5, method="t", level=0.95)
    assert (A - other).high == pytest.approx(0), "numbers alike in value, interval, unit and source are one"
    apart = A - Quantity(2.0, low=1.6, high=2.5, level=0.95, origin="another")
    assert apart.high > 0.5


def test_draws_travel_with_their_joint_law():
    u = np.random.default_rng(1).normal(size=4000)
    x = Quantity(0.0, low=-2, high=2, level=0.95, sample=u)
    y = Quantity(0.0, low=-2, high=2, level=0.95, sample=-u)
    assert (x + y).high == pytest.approx(0)
    assert (x - y).high == pytest.approx(2 * np.quantile(u, 0.975), rel=0.01)


def test_a_result_states_the_level_that_its_sources_share():
    wide = Quantity(2.0, low=1.0, high=4.0, level=0.8)
    assert (wide * 3).level == 0.8
    assert ((wide * 3).low, (wide * 3).high) == pytest.approx((3, 12), rel=1e-3)
    both = wide * A
    assert both.level == 0.95
    assert both.low < 1.0 * 1.6, "an interval of 80 percent is narrower than the one of 95 percent behind it"
    unstated = Quantity(2.0, low=1.0, high=4.0)
    assert (unstated * 3).level is None
    assert ((unstated * 3).low, (unstated * 3).high) == pytest.approx((3, 12), rel=1e-3)


def test_units_follow():
    tokens = Quantity(1e12, "tokens", low=0.8e12, high=1.3e12, level=0.9)
    assert (tokens * 2).unit == (2 * tokens).unit == (tokens + tokens).unit == "tokens"
    assert (tokens / tokens).unit == ""
    assert (tokens * exact(3, "×")).unit == "tokens"
    assert (-tokens).value == -1e12
    assert np.log(tokens).unit == ""
    assert str(tokens.in_unit("billion", 1e-9)).startswith("1")
    for wrong in (lambda: tokens + exact(1, "FLOP"), lambda: tokens * exact(1, "FLOP"), lambda: 1 / tokens):
        with pytest.raises(InvalidArgument, match="units that combine"):
            wrong()
    assert propagate(lambda d, c: d / c, tokens, exact(1e21, "FLOP"), unit="tokens/FLOP").unit == "tokens/FLOP"


def test_numbers_without_intervals_stay_without():
    assert not (exact(2, "×") * 3).has_interval
    assert str(exact(2, "×") * 3) == "6×"


def test_what_is_undefined_on_a_part_of_the_interval_is_refused():
    with pytest.raises(InvalidArgument, match="defined on its whole interval"):
        np.log(Quantity(0.5, low=-1.0, high=2.0))
    with pytest.raises(InvalidArgument, match="finite ends"):
        2 * Quantity(0.5, low=0.0, high=math.inf)


def test_an_estimate_stays_inside_its_propagated_interval():
    squared = propagate(lambda x: x**2, Quantity(0.0, low=-1.0, high=1.0, level=0.9))
    assert squared.low == squared.value == 0


def test_numbers_are_read_out_in_one_way():
    assert say(5e23, "FLOP") == "5 × 10²³ FLOP"
    assert listing([1, 2.5, 3], "×") == "1×, 2.5× and 3×"
    assert listing(["few"]) == "few"
    assert listing([1, 2], last="or") == "1 or 2"
    assert listing([1, 2, 3], last="") == "1, 2, 3"


def test_parts_of_a_chapter_name_each_number_once():
    def first():
        return {"x": exact(1)}

    def second():
        return {"y": exact(2)}

    assert [name for name, _ in Numbers.of(first, second)] == ["x", "y"]
    with pytest.raises(InvalidArgument, match="first names it again"):
        Numbers.of(first, second, first)


def test_an_infinite_estimate_may_have_an_infinite_interval():
    assert estimate(np.inf, np.inf, np.inf, method="never reached", level=0.95).has_interval
