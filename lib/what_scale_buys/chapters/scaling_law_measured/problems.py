"""Problems of chapter 5: what a run costs, how many seeds, whether two fits agree, a score, and how far up one is."""

import numpy as np

from scaling_laws.laws import compute_cost
from scaling_laws.quantity import exact, say

from ... import published
from ...course.problem import Case, Mistake, problem
from .noise import seeds_needed


@problem("meas-cost", outcome="Lay out a ladder", level="warm-up", minutes=3)
def cost(dice):
    N, D = dice.spread(2e5, 9e6), dice.spread(5e6, 9e7)
    return Case(
        f"A rung of the ladder has {say(N, 'parameters')} and reads {say(D, 'tokens')}. What does it cost, forward"
        " and backward, in FLOP?",
        exact(compute_cost(N, D), "FLOP"),
        "Each weight takes two operations per token forward and four backward: six times the product.",
        Mistake(
            "forward",
            exact(2 * N * D, "FLOP"),
            "That is the forward pass alone. The backward pass costs twice as much again.",
        ),
        Mistake(
            "product",
            exact(N * D, "FLOP"),
            "That is the product of parameters and tokens. Each pair takes six operations.",
        ),
        inputs=dict(N=N, D=D),
    )


@problem("meas-seeds", outcome="Measure the noise", level="core", minutes=5)
def seeds(dice):
    sigma, difference = dice.between(0.6, 1.4), dice.among([0.5, 0.6, 0.8, 1.0])
    return Case(
        f"Seeds scatter by {say(sigma, '%')} of the loss, one standard deviation. Two recipes differ by"
        f" {say(difference, '%')}. How many seeds of each put that difference at two standard errors?",
        exact(float(seeds_needed(sigma, difference)), "runs"),
        "A difference of two means over k seeds scatters by sigma times the root of two over k. Set twice that"
        " equal to the difference, solve for k and round up.",
        Mistake(
            "one mean",
            exact(float(np.ceil((2 * sigma / difference) ** 2)), "runs"),
            "That is for the error of one mean. Both recipes scatter, so the variance is twice as large.",
        ),
        Mistake(
            "one error",
            exact(float(np.ceil(2 * (sigma / difference) ** 2)), "runs"),
            "That puts the difference at one standard error. Two are asked for.",
        ),
        inputs=dict(sigma=sigma, difference=difference),
    )


@problem("meas-agree", outcome="judge which of them deserve belief", level="core", minutes=5)
def agree(dice):
    first, second = dice.between(0.44, 0.49), dice.between(0.5, 0.56)
    errors = dice.sample([0.01, 0.015, 0.02, 0.03], 2)
    apart = second - first
    return Case(
        f"From one half of the runs an exponent is {say(first)} with a standard error of {say(errors[0])}, from the"
        f" other half {say(second)} with {say(errors[1])}. How many standard errors of their difference are they"
        " apart?",
        exact(apart / np.hypot(*errors)),
        "Independent errors add in squares: the difference over the root of the sum of the squares.",
        Mistake("sum", exact(apart / sum(errors)), "You added the errors. Independent ones add in squares."),
        Mistake(
            "first", exact(apart / errors[0]), "You used the first error alone. The other half is uncertain as well."
        ),
        Mistake(
            "second", exact(apart / errors[1]), "You used the second error alone. The first half is uncertain as well."
        ),
        inputs=dict(first=first, second=second, errors=tuple(errors)),
    )


@problem("meas-score", outcome="Register a forecast", level="core", minutes=5)
def score(dice):
    low, width = dice.between(2.2, 2.6), dice.among([0.06, 0.08, 0.1, 0.12])
    high, miss = round(low + width, 2), dice.among([0.01, 0.02, 0.03])
    truth = round(high + miss, 2)
    return Case(
        "The interval score of a forecast is its width, plus twice the miss over the probability left outside. A"
        f" forecast gave nine in ten to the interval from {say(low)} to {say(high)} nats per token, and the loss"
        f" came out at {say(truth)}. What is its score?",
        exact(width + 2 * miss / 0.1, "nats/token"),
        "One in ten is left outside, so each hundredth of a nat beyond the end counts twentyfold, on top of the"
        " width. The score is least, on average, for whoever states the interval that he believes.",
        Mistake(
            "miss alone", exact(2 * miss / 0.1, "nats/token"), "You left out the width: a wide interval is not free."
        ),
        Mistake(
            "one tail",
            exact(width + miss / 0.1, "nats/token"),
            "The miss counts twice, over the probability left outside.",
        ),
        Mistake(
            "level",
            exact(width + 2 * miss / 0.9, "nats/token"),
            "You divided by what is inside. Divide by what is left outside.",
        ),
        inputs=dict(low=low, high=high, truth=truth),
    )


@problem("meas-reach", outcome="Say what a small ladder", level="warm-up", minutes=4)
def reach(dice):
    top, far = dice.spread(1e14, 9e15), published.value("run_llama31_405b_flop")
    return Case(
        f"A ladder on one processor ends at {say(top, 'FLOP')}. Llama 3.1 405B took {say(far, 'FLOP')}. How many"
        " decades above the ladder is that?",
        exact(np.log10(far / top), "decades"),
        "The decimal logarithm of the ratio. A law fitted over three or four decades says nothing by itself about"
        " so many more; the ladder teaches the method.",
        Mistake(
            "natural",
            exact(np.log(far / top), "decades"),
            "That is the natural logarithm. A decade is a factor of ten.",
        ),
        Mistake("doublings", exact(np.log2(far / top), "decades"), "Those are doublings. A decade is a factor of ten."),
        inputs=dict(top=top),
    )
