"""Every call of a law ends in a result or an error that names one of its arguments."""

import numpy as np
import pytest
from fuzz_laws import LAWS, call

from scaling_laws.errors import InvalidArgument
from scaling_laws.laws import ChinchillaSurface, DataConstrained, KaplanJoint, Logarithm, PowerLaw, SaturatingScore

SURFACE = ChinchillaSurface(1.7, 420.0, 900.0, 0.34, 0.31)


def test_odd_calls_of_every_law_are_results_or_named_errors():
    assert [found for found in map(call, range(1500)) if found] == []


@pytest.mark.parametrize(
    ("function", "name"),
    [
        (lambda: PowerLaw(3e8, 0.05).inverse(1e-300), "loss"),
        (lambda: PowerLaw(3e8, 0.05).gradient("3"), "x"),
        (lambda: Logarithm("a", 1.0), "intercept"),
        (lambda: Logarithm(5.0, -0.2).inverse(10**400), "score"),
        (lambda: SaturatingScore(0.25, 0.9, 1e10, None), "steepness"),
        (lambda: SaturatingScore(0.25, 0.9, 1e10, 1.7).inverse("x"), "score"),
        (lambda: KaplanJoint(8e13, 5e13, 0.08, 0.1).compute_for_loss(1e300), "L"),
        (lambda: SURFACE.compute_for_loss(1.6), "L"),
        (lambda: SURFACE.optimum_for_parameters(1e300), "N"),
        (lambda: SURFACE.isoflop(1e300, 1e-300), "C"),
        (lambda: SURFACE.optimum(1e300, 1e-100), "C"),
        (lambda: SURFACE.break_even_tokens(1.0, SURFACE.optimum(1e20)), "small"),
        (lambda: DataConstrained(float("nan"), 12.0), "surface"),
        (lambda: DataConstrained("x", 12.0), "surface"),
    ],
)
def test_the_error_names_the_argument_that_was_given(function, name):
    with pytest.raises(InvalidArgument) as caught:
        function()
    assert caught.value.name == name
    assert caught.value.allowed


def test_arrays_keep_their_infinities_and_missing_arguments_stay_type_errors():
    with np.errstate(over="ignore"):
        assert np.isinf(PowerLaw(3e8, 0.05).inverse(np.array([1e-300, 1.0]))[0])
    with pytest.raises(TypeError):
        SURFACE.loss(1e9)
    assert len(LAWS) == 9
