"""Problems of chapter 4: a row that lies, a valley's bottom, an honest interval, a plan, and what no fit can tell."""

import numpy as np

from scaling_laws.laws import compute_cost
from scaling_laws.quantity import exact, percent, say

from ...course.dice import shown
from ...course.problem import Case, Mistake, problem


@problem("fit-row", outcome="Read a table of training runs", level="warm-up", minutes=4)
def row(dice):
    N, D = dice.spread(1e8, 9e9), dice.spread(1e9, 9e10)
    claimed = shown(compute_cost(N, D) * dice.among([0.1, 0.25, 4.0, 8.0, 10.0]))
    return Case(
        f"A row of a table says {say(N, 'parameters')}, {say(D, 'tokens')} and {say(claimed, 'FLOP')}. By which"
        " factor is the stated compute above what six FLOP per parameter and token make?",
        exact(claimed / compute_cost(N, D), "×"),
        "Six times the product is what the two sizes cost. A row that is off by a tidy factor has a wrong unit, a"
        " wrong count of tokens, or another way of counting.",
        Mistake("six", exact(claimed / (N * D), "×"), "You left out the six FLOP."),
        Mistake(
            "inverse", exact(compute_cost(N, D) / claimed, "×"), "That is the other way round: the sizes over the row."
        ),
        inputs=dict(N=N, D=D, claimed=claimed),
    )


@problem("fit-vertex", outcome="in the three ways of the literature", level="core", minutes=8)
def vertex(dice):
    middle, curve, at = dice.spread(2e8, 9e8), dice.between(0.03, 0.06), dice.between(0.15, 0.45) * dice.among([-1, 1])
    bottom = dice.between(2.6, 3.2)
    left, centre, right = (round(bottom + curve * (x - at) ** 2, 3) for x in (-1, 0, 1))
    found = (left - right) / (2 * (left - 2 * centre + right))
    return Case(
        f"Three models share a budget. Half of {say(middle, 'parameters')} gives {left} nats per token, that size"
        f" {centre}, and twice that size {right}. Where is the bottom of the parabola in the logarithm of the size?",
        exact(middle * 2**found, "parameters"),
        f"The vertex lies {say(found)} doublings from the middle one: half the difference of the outer losses, over"
        " their sum less twice the middle one.",
        Mistake(
            "lowest run",
            exact(middle, "parameters"),
            "That is the best of the three runs. The parabola has its bottom between runs.",
        ),
        Mistake(
            "sign",
            exact(middle * 2**-found, "parameters"),
            "The wrong side: the bottom lies towards the smaller of the outer losses.",
        ),
        Mistake("linear", exact(middle * (1 + found), "parameters"), "The steps are doublings; undo the logarithm."),
        inputs=dict(middle=middle, curve=curve),
    )


@problem("fit-coverage", outcome="honest interval", level="core", minutes=5)
def coverage(dice):
    worlds, share = dice.among([50, 100, 200, 400]), dice.among([0.7, 0.75, 0.8, 0.85])
    error = np.sqrt(share * (1 - share) / worlds)
    return Case(
        f"You simulate {worlds} worlds and fit each. The interval that says nine in ten holds the truth in"
        f" {percent(share)} of them. What is the standard error of that share?",
        percent(error),
        "The root of the share times its complement over the number of worlds. Held against it, the shortfall from"
        " nine in ten is no accident, or it is: that is what the number is for.",
        Mistake("no root", percent(share * (1 - share) / worlds), "That is the variance. Take its root."),
        Mistake(
            "no number", percent(np.sqrt(share * (1 - share))), "That is the scatter of one world, not of the share."
        ),
        Mistake("half", percent(0.5 / worlds), "The error falls with the root of the number, not with the number."),
        inputs=dict(worlds=worlds, share=share),
    )


@problem("fit-plan", outcome="compute-optimal plan with its uncertainty", level="core", minutes=6)
def plan(dice):
    low = dice.among([0.46, 0.47, 0.48, 0.49])
    high, factor = round(low + dice.among([0.03, 0.04, 0.05, 0.06]), 2), dice.among([1e2, 1e3, 1e4, 1e5])
    return Case(
        f"The best size grows with compute to a power that lies between {say(low)} and {say(high)}. You plan a run"
        f" {say(factor, '×')} above your largest, where the best size is known. By which factor do the two ends of"
        " the interval disagree on the size of the model?",
        exact(factor ** (high - low), "×"),
        "Each end extrapolates by the factor of compute to its own power; the ratio is the factor to the power of"
        " the width.",
        Mistake(
            "ratio of powers",
            exact(high / low, "×"),
            "That is the ratio of the powers. The power acts on the factor of compute.",
        ),
        Mistake("one end", exact(factor**high, "×"), "That is the growth by one end. Compare the two."),
        inputs=dict(low=low, high=high, factor=factor),
    )


@problem("fit-cannot", outcome="Say what no fit", level="warm-up", minutes=3)
def cannot(dice):
    floor, runs = dice.between(1.5, 2.1), dice.among([30, 40, 60, 80])
    options = {
        "language": "The entropy of the language, which no model can undercut",
        "these": "Where this form, on this text, with this tokenizer and this recipe, would flatten",
        "method": "The loss at which any architecture stops to improve",
        "data": "The least loss among the runs of the table",
    }
    return Case(
        f"A surface fitted to {say(runs, 'runs')} has its floor at {say(floor, 'nats/token')}. What is that number?",
        "these",
        "It is a constant of a form, and the form, the text, the tokenizer and the recipe all went into it. Another"
        " form through the same runs has another floor.",
        Mistake("language", "language", "A fit cannot tell what no model can learn from what these models do not."),
        Mistake("method", "method", "Other architectures were not among the runs."),
        Mistake("data", "data", "The floor is extrapolated: it lies below every run."),
        inputs=dict(floor=floor, runs=runs),
        options=options,
    )
