"""Problem set 1: units of a loss, exponents, floors, and where two laws part."""

from math import log

from scipy.optimize import brentq

from scaling_laws.laws import PowerLaw, PowerLawWithFloor
from scaling_laws.quantity import exact, say

from ..problem import Case, Mistake
from . import question

TITLE, MINUTES = "Read a law", 90
LAW, FLATTENING = "01_law_that_built_an_industry", "02_flattening_curve"


@question("ps1.q1", chapter=LAW, outcome="read a loss in nats", level="warm-up", minutes=10)
def units(dice):
    loss, width = dice.between(2.2, 3.4, 3), dice.between(3.2, 4.8)
    bits = loss / log(2) / width
    return Case(
        f"A model's loss is {say(loss, 'nats/token')}, and its tokens are {say(width, 'bytes')} long on average. What"
        " is its loss in bits per byte? Your numbers: loss, width.",
        exact(bits, "bits/byte"),
        "A nat is one over the natural logarithm of two bits; a token's bits are shared by its bytes.",
        Mistake("nats", exact(loss / width, "bits/byte"), "That is in nats per byte: a bit is the smaller unit."),
        Mistake(
            "inverse", exact(loss * log(2) / width, "bits/byte"), "Nats were turned into bits the wrong way round."
        ),
        Mistake("token", exact(loss / log(2), "bits/byte"), "That is bits per token; its bytes share them."),
        inputs=dict(loss=loss, width=width),
    )


def _law(dice):
    floor, gamma = dice.between(1.2, 1.9, 3), dice.between(0.05, 0.16, 3)
    start, loss = dice.spread(1e18, 1e20), dice.between(0.8, 1.6, 3)
    return PowerLawWithFloor(floor, float(f"{loss * start**gamma:.3g}"), gamma)


def _through(compute, loss, exponent):
    """The PowerLaw with an exponent that passes through one point."""
    return PowerLaw(compute * loss ** (1 / exponent), exponent)


@question("ps1.q2", chapter=FLATTENING, outcome="say what a floor does to an exponent", minutes=20)
def halving(dice):
    law, at = _law(dice), dice.spread(1e20, 1e22)
    now = law.loss(at)
    target = law.floor + law.reducible(at) / 2
    growth = law.inverse(target) / at
    pure = _through(at, now, law.exponent)
    return Case(
        f"Best models follow L(C) = E + A / C^exponent with E = {say(law.floor)} nats per token, A ="
        f" {say(law.amplitude)} and the exponent {say(law.exponent)}. By which factor must compute grow from"
        f" {say(at, 'FLOP')} to halve the part of the loss that can be removed? Your numbers: law, a"
        " PowerLawWithFloor, and at.",
        exact(growth, "×"),
        "The reducible loss is a power of compute: a factor of two takes the factor two to the power of one over the"
        " exponent, wherever one starts.",
        Mistake(
            "whole",
            exact(2 ** (1 / law.local_exponent(at)), "×"),
            "That uses the slope of the whole loss, floor included. Only the part above the floor is a power.",
        ),
        Mistake("power", exact(2**law.exponent, "×"), "The exponent is upside down: it belongs under the one."),
        Mistake(
            "pure",
            exact(pure.inverse(target) / at, "×"),
            "That is a law without a floor through the same point: it reaches your loss sooner.",
        ),
        inputs=dict(law=law, at=at),
    )


@question("ps1.q3", chapter=FLATTENING, outcome="say what a floor does to a forecast", minutes=20)
def price(dice):
    law, at, cut = _law(dice), dice.spread(1e20, 1e22), dice.between(0.06, 0.12)
    loss = round(law.loss(at) * (1 - cut), 3)
    if loss < law.floor + law.reducible(at) / 20:
        loss = round(law.floor + law.reducible(at) / 3, 3)
    needed = law.inverse(loss)
    slope = law.local_exponent(at)
    return Case(
        f"The same law form, with E = {say(law.floor)}, A = {say(law.amplitude)} and exponent {say(law.exponent)}. How"
        f" much compute reaches a loss of {say(loss, 'nats/token')}? Your numbers: law, loss, and at, where a run of"
        f" {say(at, 'FLOP')} has been made already.",
        exact(needed, "FLOP"),
        "Invert the law: A over what is above the floor, to the power of one over the exponent.",
        Mistake(
            "slope",
            exact(at * (law.loss(at) / loss) ** (1 / slope), "FLOP"),
            "That follows the slope at the run that was made. The curve flattens on the way: invert the law itself.",
        ),
        Mistake(
            "floorless",
            exact((law.amplitude / loss) ** (1 / law.exponent), "FLOP"),
            "The floor was left out: only what lies above it falls.",
        ),
        inputs=dict(law=law, loss=loss, at=at),
    )


@question("ps1.q4", chapter=FLATTENING, outcome="tell two laws apart", level="stretch", minutes=40, tolerance=0.04)
def parting(dice):
    law, gap = _law(dice), dice.between(0.03, 0.06)
    first = dice.spread(1e19, 1e20)
    second = first * dice.among([100, 1000])
    slope = log(law.loss(first) / law.loss(second)) / log(second / first)
    pure = _through(second, law.loss(second), slope)
    apart = lambda decades: law.loss(second * 10**decades) - pure.loss(second * 10**decades) - gap  # noqa: E731
    where = second * 10 ** brentq(apart, 0, 40, xtol=1e-12)
    relative = lambda decades: law.loss(second * 10**decades) / pure.loss(second * 10**decades) - 1 - gap  # noqa: E731
    return Case(
        f"The same law form, with E = {say(law.floor)}, A = {say(law.amplitude)} and exponent {say(law.exponent)}. A"
        f" pure power law agrees with it at {say(first, 'FLOP')} and at {say(second, 'FLOP')}. At how much compute"
        f" beyond do the two differ by {say(gap, 'nats/token')}? Your numbers: law, first, second, gap.",
        exact(where, "FLOP"),
        "The slope between the two points gives the pure law; their difference grows beyond the second, and a root"
        " finder finds where it is the gap.",
        Mistake(
            "relative",
            exact(second * 10 ** brentq(relative, 0, 40, xtol=1e-12), "FLOP"),
            "That is where they differ by this share of the loss, not by so many nats.",
        ),
        Mistake(
            "from_first",
            exact(where * first / second, "FLOP"),
            "The distance was counted from the first point. The laws part beyond the second.",
        ),
        inputs=dict(law=law, first=first, second=second, gap=gap),
    )
