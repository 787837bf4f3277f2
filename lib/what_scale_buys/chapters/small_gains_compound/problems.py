"""Problems of chapter 10: gains that multiply, a length from an error, a horizon at another level, and mixed risks."""

import numpy as np

from scaling_laws.quantity import exact, percent, say

from ...course.problem import Case, Mistake, problem
from . import chains, portfolio, survival


@problem("gain-list", outcome="when a list of small improvements", level="warm-up", minutes=3)
def gains(dice):
    cut, n = dice.among([0.04, 0.05, 0.06, 0.08]), dice.among([6, 8, 10])
    return Case(
        f"A list holds {n} improvements. Each removes {percent(cut)} of the errors that the others leave. How much"
        " of the errors is left?",
        percent(portfolio.multiplied(cut, n)),
        "Each leaves its complement of what the one before left, so the complements multiply.",
        Mistake(
            "added", percent(1 - n * cut), "You added the cuts. Each acts on what is left, which is less and less."
        ),
        Mistake(
            "own",
            percent(portfolio.own_part(cut, n, n)),
            "That is for improvements that each reach a cause of their own.",
        ),
        inputs=dict(cut=cut, n=n),
    )


@problem("gain-length", outcome="turn an error per step", level="core", minutes=6)
def length(dice):
    error, detection, wanted = (
        dice.among([0.01, 0.02, 0.03, 0.05]),
        dice.among([0.5, 0.8, 0.9]),
        dice.among([0.5, 0.6, 0.7]),
    )
    passed = float(chains.checked_error(error, detection))
    steps = lambda e: exact(np.log(wanted) / np.log1p(-e), "steps")
    return Case(
        f"Steps fail in {percent(error)} of cases, and a check finds {percent(detection)} of the failures, without"
        " false alarms, so that they are done again. How many steps may a task have that is to succeed in"
        f" {percent(wanted)} of cases?",
        steps(passed),
        f"Only {percent(passed)} of the steps fail unseen. The logarithm of the wanted success over that of a step's"
        " success is the length.",
        Mistake("no check", steps(error), "That is the length without the check."),
        Mistake(
            "added",
            exact((1 - wanted) / passed, "steps"),
            "You added the errors up to the allowed failures. Chances multiply.",
        ),
        Mistake(
            "found",
            steps(error * detection),
            "You kept the failures that the check finds. Those are done again; the others count.",
        ),
        inputs=dict(error=error, detection=detection, wanted=wanted),
    )


@problem("gain-horizon", outcome="read a published time horizon", level="core", minutes=5)
def horizon(dice):
    half, wanted = dice.spread(30, 600), dice.among([0.8, 0.9, 0.95, 0.99])
    return Case(
        f"A model finishes tasks of {say(half, 'minutes')} half of the time. If the risk is constant along a task,"
        f" at which length does it succeed in {percent(wanted)} of cases?",
        exact(half * survival.ratio_to_half(wanted), "minutes"),
        "With a constant risk the logarithm of success is proportional to the length: the horizon times the ratio"
        " of the two logarithms.",
        Mistake(
            "linear",
            exact(half * (1 - wanted) / 0.5, "minutes"),
            "Success does not fall in a straight line with length; its logarithm does.",
        ),
        Mistake(
            "score", exact(half * 0.5 / wanted, "minutes"), "You took length as inverse to success. Use the logarithms."
        ),
        inputs=dict(half=half, wanted=wanted),
    )


@problem("gain-attempts", outcome="a mixture of constant ones", level="stretch", minutes=6)
def attempts(dice):
    success, tries = dice.among([0.3, 0.4, 0.5, 0.6, 0.7]), dice.among([2, 3, 4])
    hazard = survival.mixture_scale(1.0, success, 1.0)
    return Case(
        "Risks differ from task to task: they are exponentially distributed. One attempt succeeds in"
        f" {percent(success)} of cases. How often do {tries} attempts at the same task all succeed?",
        percent(survival.repeated(1.0, tries, hazard, 1.0)),
        "Averaged over the tasks, success at length t is one over one plus the mean hazard times t. Several"
        " attempts are one attempt at a task that many times as long.",
        Mistake("alike", percent(success**tries), "That holds if all tasks are alike. An easy task is easy again."),
        Mistake(
            "certain",
            percent(success),
            "That holds if a task is either sure or hopeless. Here there is everything in between.",
        ),
        inputs=dict(success=success, tries=tries),
    )
