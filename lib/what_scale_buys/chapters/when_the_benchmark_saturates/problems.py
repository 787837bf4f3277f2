"""Problems of chapter 8: a gain on three rulers, its error, wrong keys, an ogive, and what scores cannot check."""

import numpy as np
from scipy.special import ndtr

from scaling_laws.quantity import exact, percent, say

from ...course.problem import Case, Mistake, problem
from . import noise, response, rulers

POINTS = "points"


def _scores(dice):
    before = dice.among([0.7, 0.74, 0.78, 0.82])
    return before, round(before + dice.among([0.05, 0.07, 0.09, 0.11]), 2)


@problem("sat-price", outcome="price it in compute", level="core", minutes=5)
def price(dice):
    (before, after), exponent = _scores(dice), dice.among([0.2, 0.25, 0.3, 0.4])
    ratio = rulers.error_ratio(before, after)
    return Case(
        f"A score rises from {percent(before)} to {percent(after)}, and errors on this test fall with compute to the"
        f" power {say(exponent)}. How much more compute does the gain correspond to?",
        exact(rulers.compute_for(ratio, exponent), "×"),
        f"The errors stand in the ratio {say(ratio, '×')}; that, to the power of one over the exponent, is the"
        " compute.",
        Mistake(
            "scores",
            exact((after / before) ** (1 / exponent), "×"),
            "You took the ratio of the scores. It is the errors that follow the law.",
        ),
        Mistake("ratio", exact(ratio, "×"), "That is the ratio of errors. Undo the exponent to get compute."),
        Mistake(
            "power", exact(ratio**exponent, "×"), "You raised to the exponent. Its inverse turns errors into compute."
        ),
        inputs=dict(before=before, after=after, exponent=exponent),
    )


@problem("sat-error", outcome="standard error on the difference", level="core", minutes=5)
def error(dice):
    (before, after), items = _scores(dice), dice.among([200, 400, 500, 1000])
    one = lambda s: np.sqrt(s * (1 - s) / items)
    return Case(
        f"Two models score {percent(before)} and {percent(after)} on {items} questions each, not the same ones. What"
        " is the standard error of the difference, in points?",
        exact(100 * noise.standard_error(before, after, items), POINTS),
        "Each score has the variance of a coin over the number of questions; the variances add, and the root of the"
        " sum is the error of the difference.",
        Mistake("sum", exact(100 * (one(before) + one(after)), POINTS), "You added the errors. Their squares add."),
        Mistake("one", exact(100 * one(before), POINTS), "That is the error of the first score alone."),
        Mistake("other", exact(100 * one(after), POINTS), "That is the error of the second score alone."),
        inputs=dict(before=before, after=after, items=items),
    )


@problem("sat-wrong-keys", outcome="take wrong keys off", level="core", minutes=5)
def keys(dice):
    (before, after), wrong = _scores(dice), dice.among([0.02, 0.03, 0.04])
    ratio = lambda f: exact((1 - before - f) / (1 - after - f), "×")
    return Case(
        f"Of the keys of a test {percent(wrong)} are wrong. Models show {percent(before)} and {percent(after)}. By"
        " which factor has the true error fallen?",
        ratio(wrong),
        "A perfect model would show the share of right keys. What is missing from that, and not from full marks, is"
        " proportional to the true error.",
        Mistake("as shown", ratio(0.0), "That is the ratio of the errors shown. Both hold the wrong keys."),
        Mistake(
            "added",
            ratio(-wrong),
            "You added the wrong keys to the errors. They are among the errors shown: take them off.",
        ),
        inputs=dict(before=before, after=after, wrong=wrong),
    )


@problem("sat-bell", outcome="simulate a test", level="stretch", minutes=5)
def bell(dice):
    ability, mean, spread = dice.between(1.0, 2.5), dice.among([0.0, 0.5]), dice.among([0.8, 1.0, 1.5, 2.0])
    gap = ability - mean
    return Case(
        f"The difficulties of a test are normal with mean {say(mean)} and spread {say(spread)}. A model of ability"
        f" {say(ability)} solves an item with the normal probability of ability less difficulty. Which score is"
        " expected?",
        percent(response.expected_score(ability, mean, spread)),
        "Ability less difficulty, plus the noise of the answer, is normal with a variance of one plus the square of"
        " the spread. A wide test flattens the climb and makes it last.",
        Mistake(
            "no spread",
            percent(ndtr(gap)),
            "That is the score on items that are all alike. Their spread blurs the climb.",
        ),
        Mistake(
            "spread alone",
            percent(ndtr(gap / spread)),
            "You divided by the spread. The answer itself has a noise of one: add the squares.",
        ),
        Mistake("sum", percent(ndtr(gap / (1 + spread))), "You added noise and spread. Their squares add."),
        inputs=dict(ability=ability, mean=mean, spread=spread),
    )


@problem("sat-unchecked", outcome="rests on an assumption", level="warm-up", minutes=3)
def unchecked(dice):
    first, second = dice.between(0.4, 0.9), dice.between(0.4, 0.9)
    options = {
        "order": "The later model is better than the earlier one",
        "even": "The two steps were equally large, or were not",
        "error": "Each step has a standard error that follows from the number of items",
        "right": "The share of items that each model solved",
    }
    return Case(
        f"Two tests are linked on one scale of ability. By it one step was {say(first)} units and the next"
        f" {say(second)}. Which of these can the scores by themselves not check?",
        "even",
        "The unit comes from the shape of the curve that was assumed. Stretch the scale and bend the curve with it,"
        " and all scores are the same. Only something outside, as compute, hours or money, can say what a unit is.",
        Mistake("order", "order", "Order survives every stretching of the scale."),
        Mistake("error", "error", "Counting gives it: a score is a share of items."),
        Mistake("right", "right", "That is what a score is."),
        inputs=dict(first=first, second=second),
        options=options,
    )
