"""One number in every way of writing it: the right value, or an error that names both readings."""

import math
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaling_laws.reading import AmbiguousNumber, parse_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("10 000 000", 1e7), ("10\u202f000\u202f000", 1e7), ("10\u2009000.5", 10000.5), ("10\u00a0000", 1e4),
        ("1'000'000", 1e6), ("1\u2019234\u2019567", 1234567), ("1,234.5", 1234.5), ("6,341,000", 6341000),
        ("7bn", 7e9), ("3 mio", 3e6), ("12 thousands", 12e3), ("2.5 trillion", 2.5e12), ("\u22122", -2),
        ("6\u00d710^9", 6e9), ("6 x 10\u2079", 6e9), ("10^18", 1e18), ("10**3", 1e3), ("1E+3", 1e3), ("+4", 4),
        ("1.", 1), ("\uff16\uff0e\uff15", 6.5), ("\u0661\u066b\u0665", 1.5), ("10\u3000000", 1e4), ("1\u00b4000", 1e3),
        ("3 Mrd", 3e9),
    ],
)  # fmt: skip
def test_one_reading(text, value):
    assert parse_number(text) == pytest.approx(value, rel=1e-15)


@pytest.mark.parametrize(
    ("text", "decimal", "readings"),
    [
        ("6,3412", None, (6.3412, 63412)), ("6,341", None, (6.341, 6341)), ("0,5", ".", (0.5, 5)),
        ("1.234,5", None, (1234.5, 12345)), ("1.000.000", None, (1e6,)), ("6.3412", ",", (6.3412, 63412)),
        ("1,234e5", None, (123400, 123400000)), ("1,234,567", ",", (1234567,)),
    ],
)  # fmt: skip
def test_two_readings_are_both_named(text, decimal, readings):
    with pytest.raises(AmbiguousNumber) as caught:
        parse_number(text, decimal=decimal)
    assert [value for _, value in caught.value.readings] == pytest.approx(list(readings))
    assert text in str(caught.value)


def test_a_named_sign_settles_it():
    assert parse_number("6,341", decimal=",") == 6.341
    assert parse_number("6,341", decimal=".") == 6341
    assert parse_number("1.234.567,5", decimal=",") == 1234567.5
    assert parse_number("1\u202f234,5", decimal=",") == 1234.5
    assert parse_number("3,5e2", decimal=",") == 350


@pytest.mark.parametrize(
    "text",
    [
        "1,00,000",
        "12,34",
        "1 2",
        "10 00",
        "1,234 567",
        "10\u00b9\u2078x",
        "1e",
        "--1",
        "1e5e5",
        "6B7",
        "\u2460",
        "7e9 B C",
    ],
)
def test_other_text_is_refused(text):
    with pytest.raises(ValueError):
        parse_number(text)


@pytest.mark.parametrize("cell", [True, False, "true", None, [1.0], 1j])
def test_what_is_no_number_is_refused(cell):
    with pytest.raises(ValueError):
        parse_number(cell)


def test_beyond_floats_is_infinite():
    assert parse_number("1e999") == parse_number(10**400) == math.inf
    assert math.isnan(parse_number("NaN"))


numbers = st.floats(1e-6, 1e15, allow_nan=False).map(lambda value: float(f"{value:.9g}"))


@given(numbers, st.sampled_from([",", " ", "\u202f", "\u2009", "'", "_"]))
def test_thousands_come_back(value, separator):
    written = f"{value:,.6f}".replace(",", separator)
    assert parse_number(written, decimal=".") == pytest.approx(float(f"{value:.6f}"), rel=1e-15)


@given(numbers, st.sampled_from([".", " ", "\u202f", "'"]))
def test_european_numbers_come_back_once_named(value, separator):
    written = f"{value:,.6f}".replace(".", ";").replace(",", separator).replace(";", ",")
    assert parse_number(written, decimal=",") == pytest.approx(float(f"{value:.6f}"), rel=1e-15)


@given(numbers)
def test_a_decimal_comma_is_never_taken_for_something_else(value):
    """Unnamed it is refused, whatever the digits; only whole thousands in groups are read."""
    written = f"{value:.5f}".replace(".", ",")
    with pytest.raises(AmbiguousNumber):
        parse_number(written)


@given(st.floats(allow_nan=False))
def test_what_python_writes_python_gets(value):
    assert parse_number(repr(value)) == value


@given(st.text(max_size=20))
def test_any_text_is_a_number_or_a_value_error(text):
    for decimal in (None, ".", ","):
        with suppress(ValueError):
            assert isinstance(parse_number(text, decimal=decimal), float)
