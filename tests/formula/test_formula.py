"""The language of formulas: what it takes and refuses, its values, and its exact derivatives against differences."""

import doctest
import importlib

import numpy as np
import pytest

from scaling_laws.errors import InvalidArgument
from scaling_laws.formula import FUNCTIONS, evaluate, parse
from scaling_laws.formula.tape import SCALE, Coordinate, record

RNG = np.random.default_rng(0)
DATA = {"N": 10 ** RNG.uniform(7, 10, 20), "D": 10 ** RNG.uniform(9, 11, 20), "e": RNG.uniform(1, 9, 20)}


@pytest.mark.parametrize("name", ["evaluate", "nodes", "parse", "tape"])
def test_examples(name):
    assert doctest.testmod(importlib.import_module(f"scaling_laws.formula.{name}")).failed == 0


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2^3^2", 512.0),
        ("-2^2", -4.0),
        ("2^-1", 0.5),
        ("8/4/2", 1.0),
        ("1 − 2·3", -5.0),
        ("x = 2; y = x^2; y + x", 6.0),
        ("min(3, 1, 2) + max(1, 4)", 5.0),
        ("log10(1000) + ln(exp(2))", 5.0),
        ("sigmoid(0) + softplus(0)", 0.5 + np.log(2)),
        ("expm1(1e-20)", 1e-20),
        ("`a b` + 1", 4.0),
    ],
)
def test_values(text, value):
    assert float(evaluate(parse(text).node, {"a b": 3.0})) == pytest.approx(value, rel=1e-15)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "E +",
        "((",
        "lambda: 0",
        "a.b",
        "a[0]",
        "f(x)",
        "__import__('os')",
        "exp(1, 2)",
        "exp(x=1)",
        "a if b else c",
        "a == b",
        "'text'",
        "1e999",
        "x = 1; y = 2; 3; x",
        "a and b",
        "[1]",
        "{a}",
        "a; b",
        "min(1)",
        "True",
        "(" * 300,
        "a" * 5000,
        "x = a*a*a*a*a*a*a*a; " * 1 + "; ".join("x = x*x*x" for _ in range(12)) + "; x",
        "\0",
        "*a",
        "yield",
        "print(1)",
    ],
)
def test_what_is_no_formula_is_refused_by_name(text):
    with pytest.raises(InvalidArgument):
        parse(text)


def test_a_misspelt_function_gets_the_nearest_ones():
    with pytest.raises(InvalidArgument, match="nearest: .*exp"):
        parse("expp(x)")


def test_every_function_has_a_value_and_derivatives():
    for function, arguments in FUNCTIONS.items():
        text = f"{function}({', '.join(['a*e'] + ['b'] * (arguments - 1))})"
        names = ["a", "b"][:arguments]
        check(text, [Coordinate(name) for name in names], [[0.3, 1.1][:arguments]], log=False)


S, P = (lambda name: Coordinate(name, SCALE)), Coordinate
FORMULAS = [
    (
        "E + A/N^alpha + B/D^beta",
        [P("E"), S("A"), S("B"), P("alpha"), P("beta")],
        [[1.8, -1, -1, 0.3, 0.4], [1.5, -2, -1, 0.3, 0.2]],
    ),
    ("((n/N)^(a/b) + d/D)^b", [S("n"), S("d"), P("a"), P("b")], [[1, 0.5, 0.1, 0.2], [1, 1.5, 0.3, 0.2]]),
    (
        "W = (D/e)*(1 - r*expm1((1 - e)/r)); E + A/N^alpha + B/W^beta",
        [P("E"), S("A"), S("B"), P("alpha"), P("beta"), S("r")],
        [[1.8, -1, 1.0, 0.3, 0.04, 0.4]],
    ),
    ("min(N/1e8, m)^2*sqrt(k + D/1e9) + tanh(k)", [P("m"), P("k")], [[0.6, 1.2]]),
    (
        "b*C0^k*N^-alpha*(1 + (N/d)^(1/f))^(-c*f)",
        [S("b"), S("C0"), P("k"), P("alpha"), S("d"), P("f"), P("c")],
        [[0.6, 0.2, 0.5, 0.1, 0.2, 0.7, 0.3]],
    ),
    ("c*N^a*D^b", [S("c"), P("a"), P("b")], [[0.6, 0.2, 0.5]]),
    ("-(a - 3)/(b*e) + 5", [P("a"), P("b")], [[1.0, 2.0]]),
]


def check(text, coordinates, theta, log=True, codes=None):
    """Compare both derivatives of a tape with central differences."""
    tape, theta = record(parse(text).node, coordinates, DATA, log, codes), np.array(theta, dtype=float)
    values = tape.values(theta)
    pull = RNG.normal(size=(len(theta), tape.n))

    def gradient(at):
        return np.stack([(pull * np.broadcast_to(s, pull.shape)).sum(1) for s in tape.slopes(tape.values(at))], 1)

    hessian = np.zeros((len(theta), tape.size, tape.size))
    tape.curvature(values, tape.tangents(values), pull, hessian)
    for k in range(tape.size):
        step = 1e-6 * np.eye(tape.size)[k]
        slope = (pull * (tape.result(theta + step) - tape.result(theta - step))).sum(1) / 2e-6
        assert slope == pytest.approx(gradient(theta)[:, k], rel=1e-5, abs=1e-6)
        curve = (gradient(theta + 10 * step) - gradient(theta - 10 * step)) / 2e-5
        assert curve == pytest.approx(hessian[:, k], rel=1e-4, abs=1e-4)


@pytest.mark.parametrize(("text", "coordinates", "theta"), FORMULAS, ids=[f[0] for f in FORMULAS])
@pytest.mark.parametrize("log", [True, False])
def test_derivatives_are_exact(text, coordinates, theta, log):
    check(text, coordinates, theta, log)


def test_derivatives_by_group_are_exact():
    codes = np.arange(20) % 3
    coordinates = [P("E"), *(S(f"A[{k}]") for k in "abc"), P("alpha")]
    check("E + A/N^alpha", coordinates, [[0.6, 1.2, -0.5, 0.1, 0.3]], True, codes)


def test_a_tape_and_the_plain_evaluation_agree():
    from scaling_laws.fitting.engine.model import formula_model

    model = formula_model("E + A/N^alpha + B/D^beta", {"N", "D"})
    tape = model.tape(DATA)
    truth = {
        "E": np.array([1.8]),
        "A": np.array([480.0]),
        "B": np.array([2000.0]),
        "alpha": np.array([0.348]),
        "beta": np.array([0.366]),
    }
    theta = model.theta(tape, truth)
    assert np.exp(tape.result(theta))[0] == pytest.approx(model.predict(truth, DATA)[0], rel=1e-13)
    assert {n: v[0] for n, v in model.natural(tape, theta).items()} == pytest.approx(
        {n: v[0] for n, v in truth.items()}
    )
