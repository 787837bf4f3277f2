"""Errors name the argument, the value and what is allowed, before anything is computed."""

import numpy as np
import pytest

from scaling_laws.errors import (
    InvalidArgument,
    ScalingLawError,
    UnknownKey,
    require_at_least,
    require_choice,
    require_fraction,
    require_nonnegative,
    require_positive,
)


@pytest.mark.parametrize(
    "value", [0, -1.0, float("nan"), float("inf"), "many", None, [1.0, -2.0], [[1, 2], [3, np.nan]]]
)
def test_positive_refuses(value):
    with pytest.raises(InvalidArgument, match="compute must be finite and greater than zero") as caught:
        require_positive("compute", value)
    assert caught.value.name == "compute"


@pytest.mark.parametrize(
    ("check", "value"),
    [
        (require_nonnegative, -1e-9),
        (require_fraction, 1.0001),
        (require_fraction, -0.1),
        (lambda name, value: require_at_least(name, value, 1), 0.99),
    ],
)
def test_other_checks_refuse(check, value):
    with pytest.raises(InvalidArgument, match="tokens"):
        check("tokens", value)


@pytest.mark.parametrize(
    ("check", "value"),
    [(require_positive, 3), (require_nonnegative, 0), (require_fraction, 1), (require_fraction, 0)],
)
def test_checks_return_a_float(check, value):
    result = check("x", value)
    assert isinstance(result, float)
    assert result == value


def test_checks_return_arrays_in_their_shape():
    array = require_positive("x", [[1, 2], [3, 4]])
    assert array.shape == (2, 2)
    assert array.dtype == float


def test_an_array_error_shows_an_offending_value_not_the_whole_array():
    with pytest.raises(InvalidArgument, match=r"-7\.0 \(first of 2 offending values\)"):
        require_positive("x", [1, -7, 3, -9])


def test_choice():
    assert require_choice("metric", "loss", ("loss", "accuracy")) == "loss"
    with pytest.raises(InvalidArgument, match="one of loss, accuracy"):
        require_choice("metric", "los", ("loss", "accuracy"))


def test_unknown_key_offers_the_nearest_names():
    error = UnknownKey("claim", "A81", ["A8", "A18", "B2"])
    assert str(error) == "There is no claim named 'A81'. Nearest: A8, A18."
    assert str(UnknownKey("claim", "zzz", ["A8"])) == "There is no claim named 'zzz'."


def test_one_tree():
    assert issubclass(InvalidArgument, ScalingLawError)
    assert issubclass(InvalidArgument, ValueError)
    assert issubclass(UnknownKey, ScalingLawError)
    assert issubclass(UnknownKey, KeyError)
