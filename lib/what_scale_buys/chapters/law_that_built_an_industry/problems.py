"""Problems of chapter 1: nats and choices, exponents and their axes, floors, and where two trends meet."""

import numpy as np

from scaling_laws.quantity import exact, percent, say

from ...course.problem import Case, Mistake, problem
from . import kaplan


@problem("law-nats", outcome="read a loss in nats", level="warm-up", minutes=3)
def nats(dice):
    loss = dice.between(1.6, 3.4)
    return Case(
        f"A model's loss is {say(loss, 'nats/token')}. Between how many equally likely tokens does it hesitate on"
        " average?",
        exact(np.exp(loss)),
        f"A loss of L nats is the uncertainty of a fair draw among exp(L) tokens, here {say(np.exp(loss))}.",
        Mistake(
            "bits", exact(2**loss), "That is two to the power of the loss, which is right for bits. Nats are natural."
        ),
        Mistake("decimal", exact(10**loss), "That is ten to the power of the loss. Nats undo the natural logarithm."),
        inputs=dict(loss=loss),
    )


@problem("law-exponent", outcome="say which exponent belongs", level="core", minutes=5)
def exponent(dice):
    first, factor, cut = dice.between(2.6, 3.6), dice.among([10, 100, 1000]), dice.between(0.08, 0.2)
    second = round(first * (1 - cut), 2)
    found = np.log(first / second) / np.log(factor)
    return Case(
        f"At some compute the loss is {say(first, 'nats/token')}; at {say(factor, '×')} that compute it is"
        f" {say(second, 'nats/token')}. Which exponent has a pure power law through both points?",
        exact(found),
        "The logarithm of the ratio of the losses over the logarithm of the factor of compute.",
        Mistake(
            "difference",
            exact((first - second) / np.log10(factor)),
            "That is the fall in nats per tenfold, the slope on a half-logarithmic plot. Take the logarithm of the"
            " losses.",
        ),
        Mistake(
            "mixed",
            exact(np.log(first / second) / np.log10(factor)),
            "The two logarithms have different bases. Any base will do, but the same one twice.",
        ),
        Mistake(
            "relative",
            exact((1 - second / first) / np.log10(factor)),
            "That is the relative fall per tenfold. An exponent is a ratio of two logarithms.",
        ),
        inputs=dict(first=first, second=second, factor=factor),
    )


@problem("law-axis", outcome="say which exponent belongs", level="core", minutes=5)
def axis(dice):
    axes = kaplan.by_axis()
    name = dice.among(["parameters", "tokens", "compute"])
    other = {"parameters": "compute", "tokens": "parameters", "compute": "parameters"}[name]
    cut = dice.among([0.1, 0.2, 0.25, 0.3])
    need = lambda axis: exact(kaplan.growth_for_cut(axes[axis].exponent, cut), "×")
    return Case(
        f"Kaplan's exponents are {say(axes['parameters'].exponent)} in parameters, {say(axes['tokens'].exponent)} in"
        f" tokens and {say(axes['compute'].exponent)} in compute. By which factor must {name} grow to cut the loss"
        f" by {percent(cut)}, if nothing else limits it?",
        need(name),
        "What is left of the loss, to the power of minus one over the exponent of that axis.",
        Mistake("other axis", need(other), f"That is the factor in {other}. Each exponent has its own axis."),
        Mistake(
            "cut for rest",
            exact(cut ** (-1 / axes[name].exponent), "×"),
            "You raised what is cut to a power. It is what remains of the loss that follows the law.",
        ),
        inputs=dict(axis=name, cut=cut),
    )


@problem("law-floor", outcome="tell a pure power law from one with a floor", level="core", minutes=6)
def floor(dice):
    E, start, step = dice.between(1.5, 1.9), dice.between(2.4, 2.9), 0.1
    gamma = dice.between(0.14, 0.17)
    price = ((start - E) / (start - step - E)) ** (1 / gamma)
    return Case(
        f"A law has a floor of {say(E, 'nats/token')}, and what lies above the floor falls with compute to the power"
        f" {say(gamma)}. The loss is {say(start, 'nats/token')}. By which factor must compute grow for the next"
        f" {say(step, 'nats/token')}?",
        exact(price, "×"),
        "Only the part above the floor follows the power law: the ratio of the two parts, before and after, to the"
        " power of one over the exponent.",
        Mistake(
            "no floor",
            exact((start / (start - step)) ** (1 / gamma), "×"),
            "You let the whole loss follow the power law. The floor does not move; subtract it first.",
        ),
        Mistake(
            "loss",
            exact((start - E) / (start - step - E), "×"),
            "That is the factor by which the reducible loss falls. Compute needs its exponent undone.",
        ),
        inputs=dict(floor=E, start=start, step=step, exponent=gamma),
    )


@problem("law-collision", outcome="redo the calculation", level="stretch", minutes=8)
def collision(dice):
    printed = kaplan.collision()
    growth = dice.between(0.2, 0.34)
    limit = growth * printed.alpha_d
    return Case(
        f"Kaplan's loss falls with compute to the power {say(printed.alpha_c)}, and with data to the power"
        f" {say(printed.alpha_d)}. A plan lets the data grow with compute to the power {say(growth)}. By how much is"
        " the exponent of the promised loss larger than the exponent of the least loss that those data allow?",
        exact(printed.alpha_c - limit),
        f"The data allow a loss that falls with compute to the power {say(limit)}, the product of the two exponents."
        " The promise falls faster, so the two lines meet, and one of the trends must end.",
        Mistake(
            "no product",
            exact(printed.alpha_d - printed.alpha_c),
            "That compares an exponent in compute with one in data. First write the data law in compute.",
        ),
        Mistake(
            "sum",
            exact(growth + printed.alpha_d - printed.alpha_c),
            "A power of a power multiplies its exponents; you added them.",
        ),
        inputs=dict(growth=growth),
    )


@problem("law-error", outcome="judge a forecast", level="core", minutes=5)
def error(dice):
    gamma, miss = dice.between(0.14, 0.17), dice.among([0.5, 1.0, 1.5, 2.0])
    share = dice.among([0.2, 0.3, 0.4, 0.5])
    worth = (1 + miss / 100 / share) ** (1 / gamma)
    return Case(
        f"A forecast was {say(miss, '%')} of the loss too low. At that compute {percent(share)} of the loss lie"
        f" above the floor, and that part falls with compute to the power {say(gamma)}. By which factor in compute"
        " was the run behind its forecast?",
        exact(worth, "×"),
        "The error is a larger share of what lies above the floor; one plus that share, to the power of one over"
        " the exponent, is the factor.",
        Mistake(
            "whole loss",
            exact((1 + miss / 100) ** (1 / gamma), "×"),
            "You took the error as a share of the whole loss. Compute moves only the part above the floor.",
        ),
        Mistake(
            "loss", exact(1 + miss / 100 / share, "×"), "That is the factor in the reducible loss, not in compute."
        ),
        inputs=dict(exponent=gamma, miss=miss, share=share),
    )
