"""Problems of chapter 15: an interval as a distribution, the tightest limit, shares of variance, and a fair score."""

import numpy as np

from scaling_laws.quantity import exact, percent, say
from scaling_laws.statistics import normal_quantile

from ...course.problem import Case, Mistake, problem


@problem("next-sigma", outcome="turn a published interval into a distribution", level="core", minutes=5)
def sigma(dice):
    low, width = dice.between(2.0, 3.5), dice.among([1.2, 1.3, 1.5, 1.8])
    high = round(low * width, 2)
    spread = lambda level, sides=2: exact(np.log(high / low) / (sides * normal_quantile(level)))
    return Case(
        f"A growth rate is printed with the interval {say(low)} to {say(high)} times a year, at a level of nine in"
        " ten. Taken as log-normal, what is the standard deviation of its natural logarithm?",
        spread(0.9),
        "Between the ends lie two normal quantiles of that level, to the left and to the right of the middle.",
        Mistake("level", spread(0.95), "That is the quantile of nineteen in twenty. The interval says nine in ten."),
        Mistake("one side", spread(0.9, 1), "The interval has two sides: its width is two quantiles."),
        Mistake(
            "no logarithm", exact((high - low) / (2 * normal_quantile(0.9))), "Take the logarithm of the ends first."
        ),
        inputs=dict(low=low, high=high),
    )


@problem("next-limit", outcome="which of money, power and text", level="warm-up", minutes=5)
def limit(dice):
    start, growth, years = dice.between(3e26, 6e26), dice.between(3.5, 5.0), dice.among([3, 4, 5])
    money = start * growth**years
    power, text = dice.spread(0.2 * money, 5 * money), dice.spread(0.2 * money, 5 * money)
    limits = dict(money=money, power=power, text=text)
    binding = min(limits, key=limits.get)
    said = {
        "money": "That is what money allows if spending goes on. Something else is tighter.",
        "power": "That is what the power would allow. Something else is tighter.",
        "text": "That is what the text would allow. Something else is tighter.",
    }
    return Case(
        f"The largest run took {say(start, 'FLOP')}, and what is paid for grows {say(growth, '×')} a year. In"
        f" {years} years sites will have the power for {say(power, 'FLOP')}, and text will do for"
        f" {say(text, 'FLOP')}. How large is the largest run then?",
        exact(limits[binding], "FLOP"),
        f"The tightest limit decides, here {binding}. Money would pay for {say(money, 'FLOP')}.",
        *(Mistake(name, exact(value, "FLOP"), said[name]) for name, value in limits.items() if name != binding),
        inputs=dict(start=start, growth=growth, years=years, power=power, text=text),
    )


@problem("next-share", outcome="rank the inputs of a forecast", level="core", minutes=6)
def share(dice):
    rate, years, other = dice.among([0.06, 0.08, 0.1, 0.12]), dice.among([4, 5, 6]), dice.among([0.3, 0.4, 0.5, 0.6])
    part = lambda first: percent(first**2 / (first**2 + other**2))
    return Case(
        f"A forecast of compute {years} years ahead multiplies a growth rate, whose logarithm scatters by"
        f" {say(rate)} a year, and a start, whose logarithm scatters by {say(other)}. Which share of the variance is"
        " the rate's?",
        part(rate * years),
        "The error of a rate is multiplied by the years, since it acts in each of them. Variances add, so the share"
        " is a ratio of squares.",
        Mistake("one year", part(rate), "The rate acts in every year: its error is multiplied by their number."),
        Mistake(
            "no square", percent(rate * years / (rate * years + other)), "Standard deviations do not add; variances do."
        ),
        Mistake(
            "root",
            part(rate * np.sqrt(years)),
            "It is one rate for all years, not a new one each year, so the error grows with the years.",
        ),
        inputs=dict(rate=rate, years=years, other=other),
    )


@problem("next-brier-of-a-bluff", outcome="write a prediction that can fail", level="core", minutes=5)
def brier(dice):
    truth, said = dice.among([0.6, 0.65, 0.7, 0.8]), dice.among([0.9, 0.95, 0.99])
    return Case(
        f"An event has a probability of {percent(truth)}, and a forecaster says {percent(said)}. Which Brier score"
        " is to be expected, the mean square of what was said less what happened?",
        exact(truth * (1 - said) ** 2 + (1 - truth) * said**2),
        "It happens with the true probability and costs little, else it costs much. Whoever states the true"
        f" probability expects {say(truth * (1 - truth))}, and nobody expects less.",
        Mistake(
            "honest", exact(truth * (1 - truth)), "That is the score of the forecaster who states the true probability."
        ),
        Mistake(
            "distance",
            exact((truth - said) ** 2),
            "That is what the bluff adds. Even an honest forecaster has a score to pay.",
        ),
        inputs=dict(truth=truth, said=said),
    )
