"""Problems of chapter 12: multipliers as years, a slope that looks like a constant, three readings, and a teacher."""

import numpy as np

from scaling_laws.quantity import exact, say

from ...course.problem import Case, Mistake, problem
from .teaching import students_to_pay


@problem("small-years", outcome="compute multiplier it is worth", level="warm-up", minutes=4)
def years(dice):
    parts, growth = dice.sample([1.5, 2.0, 2.5, 3.0, 4.0], 3), dice.between(3.5, 5.0)
    stacked = np.prod(parts)
    as_years = lambda factor: exact(np.log(factor) / np.log(growth), "years")
    return Case(
        f"A filter is worth {say(parts[0], '×')} its compute, a teacher {say(parts[1], '×')} and longer training"
        f" {say(parts[2], '×')}, each on top of the others. The compute of the largest runs grows {say(growth, '×')}"
        " a year. How many years of that growth are the three worth?",
        as_years(stacked),
        f"Multipliers multiply, to {say(stacked, '×')}. The logarithm of that over the logarithm of a year's growth"
        " is the time.",
        Mistake(
            "sum",
            as_years(sum(parts)),
            "You added the multipliers. Each acts on the compute that the others have stretched.",
        ),
        Mistake(
            "linear", exact(stacked / growth, "years"), "Growth compounds: divide the logarithms, not the factors."
        ),
        inputs=dict(parts=tuple(parts), growth=growth),
    )


@problem("small-slope", outcome="changes its slope", level="core", minutes=5)
def slope(dice):
    share, decades = dice.among([0.03, 0.05, 0.08, 0.1]), dice.among([2, 3, 4, 5])
    return Case(
        f"A technique makes the exponent of the reducible loss larger by {say(100 * share, '%')} of itself. At the"
        f" smallest budget it is worth nothing. Which compute multiplier does it show {decades} decades further up?",
        exact(10 ** (decades * share), "×"),
        "At equal loss the compute of the old recipe grows with that of the new one to the power of the ratio of"
        " exponents; what is left over one is the multiplier. Over a few decades a slope looks like a constant.",
        Mistake("one decade", exact(10**share, "×"), "That is the multiplier after one decade. It grows with each."),
        Mistake("constant", exact(1 + share, "×"), "You took the change of the exponent for the multiplier."),
        inputs=dict(share=share, decades=decades),
    )


@problem("small-readings", outcome="in three ways", level="core", minutes=4)
def readings(dice):
    size, text = dice.among([2.0, 3.0, 4.0, 5.0]), dice.among([1.5, 2.5, 6.0, 8.0])
    N, D = dice.spread(1e9, 9e9), dice.spread(5e11, 5e12)
    return Case(
        f"A new model of {say(N, 'parameters')} on {say(D, 'tokens')} matches the score of an old one of"
        f" {say(size * N, 'parameters')} on {say(text * D, 'tokens')}. Which compute multiplier is that?",
        exact(size * text, "×"),
        "Compute goes with the product of parameters and tokens, so both factors count. Read as a saving of tokens"
        " alone, or of parameters alone, the same comparison says something else.",
        Mistake("tokens", exact(text, "×"), "That is the saving in tokens. The old model was larger as well."),
        Mistake("parameters", exact(size, "×"), "That is the saving in parameters. The old model also read more."),
        inputs=dict(size=size, text=text, N=N, D=D),
    )


@problem("small-teacher", outcome="decide when a teacher pays", level="stretch", minutes=7)
def teacher(dice):
    times, gain, share = dice.among([20, 30, 50, 70]), dice.among([1.5, 2.0, 2.5, 3.0]), dice.among([1.0, 2.0, 3.0])
    need = lambda share, gain=gain: exact(float(np.ceil(students_to_pay(gain, 1.0, times, share, 1.0))), "students")
    return Case(
        f"A teacher has {say(times, '×')} the parameters of its student and was trained on {say(share, '×')} the"
        f" student's tokens. Its predictions on the student's text are stored. Distilling is worth {say(gain, '×')}"
        " the student's training. How many students must share the teacher before it pays, its own training on the"
        " bill?",
        need(share),
        "A student saves the gain less one times its own training. The teacher costs six FLOP per parameter and"
        " token to train and two to read the text once. The second over the first, rounded up.",
        Mistake("free teacher", need(0.0), "You left the teacher's own training off the bill."),
        Mistake(
            "whole gain", need(share, gain + 1), "A multiplier of one saves nothing: the saving is the gain less one."
        ),
        inputs=dict(times=times, gain=gain, share=share),
    )
