"""Problems of chapter 6: a share of the stock, the worth of a second reading, a judge in a circle, and a collapse."""

import numpy as np

from scaling_laws.quantity import exact, percent, say

from ...course.problem import Case, Mistake, problem
from . import generations as gens
from . import repetition as rep


@problem("data-share", outcome="how much of the world's text", level="warm-up", minutes=3)
def share(dice):
    read, epochs = dice.between(1.1e13, 3.6e13), dice.among([1.5, 2.0, 2.5, 4.0])
    stock = dice.spread(9e13, 6e14)
    return Case(
        f"A run reads {say(read, 'tokens')}, each of its texts {say(epochs)} times on average. The stock is"
        f" estimated at {say(stock, 'tokens')}. Which share of the stock has the run used?",
        percent(read / epochs / stock),
        "Only different tokens count against the stock: divide by the number of readings first.",
        Mistake("repeats", percent(read / stock), "You counted every reading. The stock holds each text once."),
        Mistake(
            "times", percent(read * epochs / stock), "You multiplied by the readings. They are in the number already."
        ),
        inputs=dict(read=read, epochs=epochs, stock=stock),
    )


@problem("data-worth", outcome="the second and the fortieth reading", level="core", minutes=6)
def worth(dice):
    constant, epochs = rep.law().r_d_star, int(dice.between(4, 40))
    kept = float(rep.kept(epochs))
    return Case(
        f"Repeated tokens lose their worth with a constant of {say(constant)} repeats: U different tokens read e"
        " times count as U times one plus R (one minus exp of minus (e minus one) over R). What is the average"
        f" token that was read worth after {epochs} epochs, as a share of a fresh one?",
        percent(kept),
        "The effective tokens over the tokens read. The first reading counts in full, the later ones less and less.",
        Mistake(
            "last",
            percent(np.exp(-(epochs - 1) / constant)),
            "That is what the last reading is worth. The average counts the early ones too.",
        ),
        Mistake(
            "first forgotten",
            percent(constant * (1 - np.exp(-epochs / constant)) / epochs),
            "You let the first reading lose worth as well. The first counts in full; repeats begin with the second.",
        ),
        inputs=dict(epochs=epochs),
    )


@problem("data-circle", outcome="what a compressor can learn", level="core", minutes=6)
def circle(dice):
    start, end = dice.among([0.05, 0.1, 0.2]), dice.among([0.8, 0.9, 0.95])
    factor = dice.among([1.3, 1.5, 1.8, 2.0])
    rise = end / (1 - end) / (start / (1 - start))
    rounds = lambda ratio: exact(float(np.ceil(np.log(ratio) / np.log(factor))), "generations")
    return Case(
        f"A model's answers are right in {percent(start)} of cases. A verifier passes right ones {say(factor, '×')}"
        " as often as wrong ones, and the next model learns from what passed. After how many generations are at"
        f" least {percent(end)} right?",
        rounds(rise),
        f"Each round multiplies the odds by the verifier's factor. They must rise by {say(rise, '×')}: divide the"
        " logarithms and round up. What the verifier knows enters the text; nothing else does.",
        Mistake("shares", rounds(end / start), "You let the share grow by the factor. It is the odds that do."),
        Mistake(
            "errors",
            rounds((1 - start) / (1 - end)),
            "You let the errors shrink by the factor. It is the odds that grow by it.",
        ),
        inputs=dict(start=start, end=end, factor=factor),
    )


@problem("data-collapse", outcome="derive why models trained on their own output", level="core", minutes=5)
def collapse(dice):
    n, rounds = dice.among([10, 20, 25, 40]), dice.among([5, 10, 15, 20])
    left = gens.expected_variance("replace", n, rounds)[-1]
    return Case(
        f"Each generation is fitted to {n} samples of the one before, and the old samples are thrown away. Which"
        f" share of the variance is expected to be left after {rounds} generations?",
        percent(left),
        "A maximum-likelihood fit loses one part in n of the variance each time, so what is left is one minus that"
        " part, to the power of the generations. Nothing stops it.",
        Mistake(
            "linear", percent(1 - rounds / n), "The loss is a share of what is left, not of what was there at first."
        ),
        Mistake(
            "archive",
            percent(gens.expected_variance("accumulate", n, rounds)[-1]),
            "That is what is left if the old samples are kept. Here they are thrown away.",
        ),
        inputs=dict(n=n, rounds=rounds),
    )
