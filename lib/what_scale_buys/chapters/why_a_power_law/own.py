"""What the book's own small runs say of exponents and floors: the two dials of its invented language."""

from functools import cache

from scaling_laws.quantity import estimate
from scaling_laws.statistics import central

from ... import measured, words
from ...experiments import account, ends
from ...experiments.ladder_answers import DIAL, PINNED, exponents
from ...experiments.multiplier import LEVEL

FLOORS = {512: "floor-512", 4096: "floor-4096", 16129: "floor-16129"}  # words in the lexicon: name of the expectation


def found():
    """{name of the expectation: Outcome} of the two experiments of this chapter, in the order of registration."""
    return account("dial", "lexicons")


@cache
def frontier():
    """{Zipf exponent: exponent of the frontier above the known entropy} of the invented languages."""
    plain = [run for run in measured.runs() if run.series == "isoflop"]
    exponent = {}
    for zipf, world in DIAL.items():
        if answer := exponents(plain, world):
            value, draws, n = answer
            low, high = central(draws, LEVEL)
            ends_of = dict(low=min(low, value), high=max(high, value))
            exponent[zipf] = estimate(value, **ends_of, method=PINNED, level=LEVEL, n=n)
    return exponent


def deficits():
    """{words in the lexicon: known entropy minus fitted floor, nats per token} for what has been run."""
    return {count: found()[name].answer for count, name in FLOORS.items() if found()[name].answer}


def expected(name):
    """Ends of the registered range."""
    return ends(found()[name])


def told_apart(change):
    """What the interval of a change of the deficit, from the smallest lexicon to the largest, says in words."""
    return words.sign(
        change,
        "against what a lexicon that ends would do",
        "as it should if a lexicon that ends is the cause",
        "so these runs cannot tell them apart",
    )
