"""Problems of chapter 7: an exponent from frequencies, what three theories predict, code lengths, and a law's end."""

import numpy as np

from scaling_laws.quantity import exact, say

from ...course.problem import Case, Mistake, problem
from . import mechanisms, memoriser


@problem("why-tail", outcome="derive the exponent of a learning curve", level="core", minutes=6)
def tail(dice):
    a, cut = dice.among([0.3, 0.4, 0.5, 0.6, 0.8]), dice.among([2, 3, 4])
    need = lambda exponent: exact(cut ** (1 / exponent), "×")
    return Case(
        f"The k-th thing of a world turns up with a frequency of one over k to the power {say(1 + a)}, up to a"
        " factor. Whoever meets a thing knows it. By which factor must the examples grow to divide the error by"
        f" {cut}?",
        need(memoriser.exponent(a)),
        "What is not yet met falls with the exponent of the frequencies less one, over that exponent:"
        f" {say(memoriser.exponent(a))} here.",
        Mistake("size", need(a), "That is the factor in things held. Examples first have to meet the things."),
        Mistake(
            "frequency",
            need(1 + a),
            "You used the exponent of the frequencies. The error is the sum of the frequencies left.",
        ),
        inputs=dict(a=a, cut=cut),
    )


@problem("why-quanta", outcome="quanta, spectra and manifolds", level="warm-up", minutes=4)
def quanta(dice):
    alpha = dice.between(0.2, 0.5)
    return Case(
        f"A loss falls with the number of parameters to the power {say(alpha)}. Which exponent in data does the"
        " theory of quanta predict?",
        exact(mechanisms.quanta_data(alpha)),
        "Quanta are met in the order of their frequency, so data lag behind size: alpha over one plus alpha."
        " Spectra predict the same exponent for both; that difference is what could tell the two apart.",
        Mistake("spectra", exact(alpha), "That is what spectra predict: the same exponent for size and data."),
        Mistake(
            "compute",
            exact(mechanisms.quanta_compute(alpha)),
            "That is the exponent in compute, which pays for size and data together.",
        ),
        inputs=dict(alpha=alpha),
    )


@problem("why-bits", outcome="log loss is a code length", level="core", minutes=5)
def bits(dice):
    loss, tokens = dice.between(1.8, 3.0), dice.spread(1e5, 9e6)
    return Case(
        f"A model has a loss of {say(loss, 'nats/token')} on a text of {say(tokens, 'tokens')}. To how many bytes"
        " does an arithmetic coder that uses it compress the text?",
        exact(loss * tokens / np.log(2) / 8, "bytes"),
        "The loss is a code length: over the logarithm of two it is in bits per token, and eight bits are a byte.",
        Mistake(
            "nats",
            exact(loss * tokens / 8, "bytes"),
            "You took nats for bits. A nat is one over the logarithm of two bits.",
        ),
        Mistake(
            "times",
            exact(loss * tokens * np.log(2) / 8, "bytes"),
            "You multiplied by the logarithm of two. A nat is more than a bit: divide.",
        ),
        inputs=dict(loss=loss, tokens=tokens),
    )


@problem("why-end", outcome="tell the end of a power law", level="stretch", minutes=6)
def end(dice):
    a, more = dice.among([0.3, 0.5, 0.7, 1.0]), dice.among([10, 20, 50, 100])
    return Case(
        "In a very large world of finitely many things frequencies fall as one over the rank to the power"
        f" {say(1 + a)}. The power law of the learner ends when the rarest thing has come round once. By which"
        f" factor is that end put off in a world with {say(more, '×')} as many things?",
        exact(more ** (1 + a), "×"),
        "The rarest thing has the frequency of the last rank, and the sum that normalises hardly changes: the"
        " factor of ranks to the exponent of the frequencies. The end of a law is a dive, not a floor.",
        Mistake(
            "things",
            exact(more, "×"),
            "The last thing is rarer by more than that: its frequency falls faster than one over its rank.",
        ),
        Mistake(
            "tail",
            exact(more**a, "×"),
            "That is the power of what is left. The frequency of one thing falls with the whole exponent.",
        ),
        inputs=dict(a=a, more=more),
    )
