"""Problems of chapter 3: spend a budget, miss its optimum, drift, repay a small model, and what the correction kept."""

from scaling_laws.laws import ChinchillaSurface
from scaling_laws.quantity import exact, percent, say

from ...course.dice import shown
from ...course.problem import Case, Mistake, problem
from .isoflop import flatness


def _surface(dice):
    """A surface of a student's own, with constants that are printed as they are."""
    alpha, beta = dice.between(0.3, 0.34), dice.between(0.35, 0.39)
    return ChinchillaSurface(dice.between(1.6, 1.9), dice.between(300, 500), dice.between(900, 2200), alpha, beta)


def _constants(law):
    return (
        f"A is {say(law.A)} and alpha {say(law.alpha)} for the parameters, B is {say(law.B)} and beta"
        f" {say(law.beta)} for the tokens"
    )


@problem("chin-size", outcome="Derive the best model size", level="core", minutes=8)
def size(dice):
    law, budget = _surface(dice), dice.spread(1e21, 9e24)
    best = law.optimum(budget)
    return Case(
        f"In a Chinchilla surface {_constants(law)}. You have {say(budget, 'FLOP')} and use six FLOP per parameter"
        " and token. How many parameters has the best model?",
        exact(best.parameters, "parameters"),
        "Setting the derivative along the budget to zero gives the size as G times a power of a sixth of the"
        f" budget. G is {say(law.G)} here, and the power is beta over the sum of the exponents, {say(law.a)}.",
        Mistake("six", exact(law.optimum(6 * budget).parameters, "parameters"), "Divide the budget by six first."),
        Mistake(
            "tokens",
            exact(best.tokens, "parameters"),
            "That is the number of tokens. The powers of the two add up to one.",
        ),
        Mistake(
            "own exponent",
            exact(law.G * (budget / 6) ** law.b, "parameters"),
            "The power of the size is beta over the sum: it is the other exponent that stands on top.",
        ),
        inputs=dict(A=law.A, B=law.B, alpha=law.alpha, beta=law.beta, budget=budget),
    )


@problem("chin-valley", outcome="Read an isoFLOP curve", level="core", minutes=7)
def valley(dice):
    law, k = _surface(dice), dice.among([2, 3, 4, 5])
    alpha, beta = law.alpha, law.beta
    return Case(
        f"The exponents are {say(alpha)} for parameters and {say(beta)} for tokens. A run has {say(k, '×')} the best"
        " size for its budget. By how much is its reducible loss above the least?",
        percent(flatness(law, k) - 1),
        "At the optimum the two terms stand as beta to alpha. The first falls with the size, the second rises since"
        " the tokens are fewer; the weighted sum is all that counts.",
        Mistake(
            "tokens kept",
            percent(alpha * (k**beta - 1) / (alpha + beta)),
            "You raised the term of the data and left that of the size. A larger model lowers its own term.",
        ),
        Mistake(
            "one to one",
            percent((k**-alpha + k**beta) / 2 - 1),
            "You weighed the two terms alike. At the optimum the slopes balance, so the terms stand as beta to alpha.",
        ),
        Mistake(
            "swapped",
            percent((alpha * k**-alpha + beta * k**beta) / (alpha + beta) - 1),
            "The weights are the wrong way round: the term with the smaller exponent is the larger one.",
        ),
        inputs=dict(alpha=alpha, beta=beta, k=k),
    )


@problem("chin-drift", outcome="Explain how a famous fit", level="core", minutes=6)
def drift(dice):
    a = dice.among([0.44, 0.45, 0.46, 0.47])
    ratio, decades = dice.between(15, 25), dice.among([2, 3, 4])
    b = round(1 - a, 2)
    power = 10.0**decades
    return Case(
        f"A fit says that the best size grows with compute to the power {say(a)} and the tokens to the power"
        f" {say(b)}. Where it was made the best ratio was {say(ratio)} tokens per parameter. What does it ask for at"
        f" {say(power, '×')} that compute?",
        exact(ratio * power ** (b - a), "tokens/parameter"),
        "The ratio grows with the difference of the two powers. A small error in them, read far from the runs, is a"
        " large one in the ratio: that is how a fit came to ask for far too many tokens.",
        Mistake(
            "constant",
            exact(ratio, "tokens/parameter"),
            "The ratio stays only where both powers are one half. They differ.",
        ),
        Mistake(
            "tokens alone",
            exact(ratio * power**b, "tokens/parameter"),
            "That is the growth of the tokens. The size grows as well; divide.",
        ),
        Mistake(
            "half",
            exact(ratio * power ** (b - 0.5), "tokens/parameter"),
            "You compared the tokens with an even split. Compare them with the size.",
        ),
        inputs=dict(a=a, ratio=ratio, power=power),
    )


@problem("chin-repaid", outcome="Audit a published training run", level="core", minutes=7)
def repaid(dice):
    small, read = dice.spread(2e9, 9e9), dice.spread(8e12, 1.6e13)
    big, big_read = shown(dice.among([2.5, 3.0, 4.0]) * small), dice.spread(1e12, 1.6e12)
    saved, extra = 2 * (big - small), 6 * (small * read - big * big_read)
    return Case(
        f"Two models have the same loss: {say(small, 'parameters')} trained on {say(read, 'tokens')}, and"
        f" {say(big, 'parameters')} trained on {say(big_read, 'tokens')}. Training takes six FLOP per parameter and"
        " token, serving two. After how many served tokens has the small one repaid its training?",
        exact(extra / saved, "tokens"),
        "The small model cost more to train, and saves two FLOP per token for each parameter that it lacks. The"
        " first over the second is the break-even.",
        Mistake(
            "same price",
            exact(extra / (3 * saved), "tokens"),
            "You charged six FLOP for serving too. It has no backward pass: two.",
        ),
        Mistake(
            "whole bill",
            exact(6 * small * read / saved, "tokens"),
            "Only what the small model cost more than the big one has to be repaid.",
        ),
        Mistake(
            "no saving",
            exact(extra / (2 * small), "tokens"),
            "You divided by what a token costs the small model. Divide by what it saves over the big one.",
        ),
        inputs=dict(small=small, read=read, big=big, big_read=big_read),
    )


@problem("chin-kept", outcome="what the correction changed", level="warm-up", minutes=4)
def kept(dice):
    share, gamma = dice.among([0.2, 0.25, 0.3, 0.4, 0.5]), dice.between(0.15, 0.19)
    return Case(
        f"A better balance reaches every loss with {percent(share)} of the compute. The reducible loss falls with"
        f" compute to the power {say(gamma)}. How much lower is the reducible loss at the same compute?",
        percent(1 - share**gamma),
        "The saved compute buys a fixed share of the reducible loss, the same at every budget. The price changed,"
        " the shape of the curve did not.",
        Mistake(
            "as compute", percent(1 - share), "That is the compute saved. The loss answers with a small power of it."
        ),
        Mistake(
            "inverse",
            percent(1 - share ** (1 / gamma)),
            "You raised to one over the exponent, which turns a loss into compute. Here compute is turned into a loss.",
        ),
        inputs=dict(share=share, gamma=gamma),
    )
