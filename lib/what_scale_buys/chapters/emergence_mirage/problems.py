"""Problems of chapter 9: exact match, a zero with its interval, independence of errors, and who made the jump."""

import numpy as np

from scaling_laws.quantity import exact, percent, say

from ...course.problem import Case, Mistake, problem
from . import metrics


@problem("emer-match", outcome="derive what exact match makes", level="warm-up", minutes=3)
def match(dice):
    p, length = dice.among([0.95, 0.96, 0.97, 0.98, 0.985]), dice.among([12, 20, 30, 40])
    return Case(
        f"Each token of an answer is right with a probability of {percent(p)}, independently. How often is an answer"
        f" of {length} tokens right from end to end?",
        percent(metrics.exact_match(p, length)),
        "All tokens have to be right, so the probability is raised to the length of the answer.",
        Mistake(
            "added",
            percent(1 - length * (1 - p)),
            "You added the errors. Some answers have more than one, and count once.",
        ),
        Mistake("any", percent(1 - (1 - p) ** length), "That is the chance that at least one token is right."),
        inputs=dict(p=p, length=length),
    )


@problem("emer-zero", outcome="the zeros included", level="core", minutes=5)
def zero(dice):
    items = int(dice.spread(40, 600))
    return Case(
        f"A model solves none of {items} problems. Up to which success rate would such a zero still have a"
        " probability of at least five in a hundred?",
        percent(metrics.smallest_visible(items)),
        "The probability of no success is the rate of failure to the power of the number of problems. Set it to"
        " five in a hundred: nearly three over the number of problems.",
        Mistake(
            "one over", percent(1 / items), "A rate of one in that many gives a zero more than a third of the time."
        ),
        Mistake(
            "level over",
            percent(0.05 / items),
            "That is five in a hundred over the number. Take the root of five in a hundred.",
        ),
        inputs=dict(items=items),
    )


@problem("emer-independent", outcome="test independence", level="core", minutes=6)
def independent(dice):
    score, short, long = dice.among([0.6, 0.7, 0.8, 0.9]), dice.among([2, 3]), dice.among([4, 5, 6])
    return Case(
        f"Answers of {short} digits are right in {percent(score)} of cases. If digits fail independently and alike,"
        f" how often are answers of {long} digits right?",
        percent(score ** (long / short)),
        f"One digit is right with the root of that share, and all of them with its power. Where answers of {long}"
        " digits are right more often, errors come in clusters, or the problems differ.",
        Mistake(
            "per digit",
            percent(score ** (1 / short)),
            "That is the accuracy of one digit. Raise it to the longer length.",
        ),
        Mistake("whole", percent(score**long), "You took the score of the whole answer for the accuracy of one digit."),
        inputs=dict(score=score, short=short, long=long),
    )


@problem("emer-climb", outcome="tell a jump that the score made", level="core", minutes=7)
def climb(dice):
    low, high, exponent = dice.among([0.05, 0.1, 0.2]), dice.among([0.8, 0.9, 0.95]), dice.between(0.1, 0.25)
    ratio = metrics.hazard_to_cut(low, high)
    return Case(
        f"An exact-match score climbs from {percent(low)} to {percent(high)}. If the errors behind it fall with"
        f" compute to the power {say(exponent)}, and nothing else changes, how many decades of compute does the"
        " climb take?",
        exact(np.log10(ratio) / exponent, "decades"),
        f"Minus the logarithm of the score must fall by a factor of {say(ratio)}; its decimal logarithm over the"
        " exponent is the number of decades. A climb in far fewer was not made by the score alone.",
        Mistake(
            "scores",
            exact(np.log10(high / low) / exponent, "decades"),
            "You took the ratio of the scores. What falls with compute is minus the logarithm of the score.",
        ),
        Mistake(
            "no exponent",
            exact(np.log10(ratio), "decades"),
            "Those are decades of error. Compute needs more, by one over the exponent.",
        ),
        Mistake(
            "natural",
            exact(np.log(ratio) / exponent, "decades"),
            "That is in powers of e. A decade is a factor of ten.",
        ),
        inputs=dict(low=low, high=high, exponent=exponent),
    )
