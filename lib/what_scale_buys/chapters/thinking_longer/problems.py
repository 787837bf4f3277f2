"""Problems of chapter 13: coverage without bias, a verifier on a hard question, samples for size, and a chart."""

import numpy as np

from scaling_laws.quantity import exact, percent, say

from ...course.problem import Case, Mistake, problem
from . import coverage


@problem("think-coverage", outcome="estimate without bias", level="core", minutes=6)
def covered(dice):
    n, right, k = dice.among([10, 12, 16, 20]), dice.among([2, 3]), dice.among([3, 4, 5])
    return Case(
        f"Of {n} samples for one problem {right} are right. How often, by the unbiased estimate, is at least one"
        f" right among {k} samples?",
        percent(coverage.unbiased(n, right, k)),
        "Count the choices of that many samples, and those among them that hold no right one. One less their ratio"
        " is unbiased; the share of right ones, put into a formula for endless draws, is not.",
        Mistake(
            "plug in",
            percent(coverage.plug_in(n, right, k)),
            "You put the share of right samples into the formula. It is uncertain, and the formula bends.",
        ),
        Mistake(
            "times",
            percent(k * right / n),
            "You multiplied the share by the samples. Some choices hold several right ones.",
        ),
        inputs=dict(n=n, right=right, k=k),
    )


@problem("think-odds", outcome="when a verifier makes more samples worse", level="core", minutes=5)
def odds(dice):
    p, hit, alarm = dice.among([0.001, 0.002, 0.005, 0.01]), dice.among([0.8, 0.9, 0.95]), dice.among([0.02, 0.05, 0.1])
    return Case(
        f"One sample is right in {percent(p)} of cases. A verifier accepts {percent(hit)} of the right samples and"
        f" {percent(alarm)} of the wrong ones, and the first sample accepted is handed in. How often is it right,"
        " with as many samples as it takes?",
        percent(p * hit / (p * hit + (1 - p) * alarm)),
        "Acceptance multiplies the odds of being right by the ratio of the two rates, and no number of samples does"
        " better.",
        Mistake("verifier", percent(hit), "That is how often a right sample is accepted. Most that it sees are wrong."),
        Mistake(
            "precision",
            percent(hit / (hit + alarm)),
            "That holds if right and wrong samples are equally frequent. They are not.",
        ),
        inputs=dict(p=p, hit=hit, alarm=alarm),
    )


@problem("think-samples", outcome="how many samples replace a larger model", level="stretch", minutes=6)
def samples(dice):
    p, size, alpha = dice.among([0.001, 0.003, 0.01, 0.03]), dice.among([5, 10, 14, 20]), dice.between(0.3, 0.36)
    return Case(
        f"In a chain of steps a model {say(size, '×')} larger has its error per step divided by that factor to the"
        f" power {say(alpha)}. The small model solves a problem in {percent(p)} of tries. About how many of its"
        " samples have the larger model's chance of a success, where chances are small?",
        exact(p ** -(1 - size**-alpha), "samples"),
        "The larger model's success is the small one's to the power of what is left of the error. That over the"
        " small one's success is the number of samples.",
        Mistake(
            "one success",
            exact(1 / p, "samples"),
            "That is how many samples bring one success. The larger model has less than that.",
        ),
        Mistake(
            "power",
            exact(p ** -(size**-alpha), "samples"),
            "That is one over the larger model's success. Divide it by the small one's.",
        ),
        inputs=dict(p=p, size=size, alpha=alpha),
    )


@problem("think-chart", outcome="read a chart", level="warm-up", minutes=4)
def chart(dice):
    few, many = dice.among([1, 4, 8]), dice.among([64, 256, 1000])
    low, gain = dice.between(40, 60), dice.among([8, 10, 12, 15, 20])
    return Case(
        f"A vote over {few} samples scores {say(low, '%')}, one over {many} scores {say(low + gain, '%')}. The chart"
        " has a logarithmic axis. How many points does each tenfold of samples buy?",
        exact(gain / np.log10(many / few), "points"),
        "The gain over the decades of samples. Each decade costs ten times the one before, which the axis hides.",
        Mistake(
            "natural",
            exact(gain / np.log(many / few), "points"),
            "You took the natural logarithm. A tenfold is a decade.",
        ),
        Mistake("doubling", exact(gain / np.log2(many / few), "points"), "Those are points per doubling."),
        Mistake(
            "samples",
            exact(gain * 10 / (many - few), "points"),
            "You shared the gain out over the samples. The axis counts factors.",
        ),
        inputs=dict(few=few, many=many, low=low, gain=gain),
    )
