"""Problems of chapter 14: a bill, what growth is made of, prices that fall and bills that rise, and a last dollar."""

import numpy as np

from scaling_laws.quantity import exact, percent, say

from ...course.problem import Case, Mistake, problem
from . import bill

PEAK = "hw_h100_flops"


@problem("cost-dollars", outcome="write the bill of a training run", level="core", minutes=6)
def dollars(dice):
    flop, used, price = dice.spread(1e24, 9e26), dice.among([0.3, 0.35, 0.4, 0.45]), dice.among([1.5, 2.0, 2.5, 3.0])
    peak = bill.V(PEAK)
    cost = lambda share: exact(price * bill.gpu_hours(flop, peak, share), "dollars")
    return Case(
        f"A run takes {say(flop, 'FLOP')} on chips of {say(peak, 'FLOP/s')}, of which it uses {percent(used)}. An"
        f" hour of a chip costs {say(price, 'dollars')}. What does the run cost?",
        cost(used),
        "Operations over what a chip does in an hour are the hours; the price makes them dollars.",
        Mistake("peak", cost(1.0), "You let the chips run at their peak. They reach the stated share of it."),
        Mistake("seconds", exact(cost(used).value * bill.HOUR, "dollars"), "You paid by the hour for each second."),
        Mistake(
            "times",
            exact(cost(1.0).value * used, "dollars"),
            "You multiplied by the share in use. What is unused makes a run longer.",
        ),
        inputs=dict(flop=flop, used=used, price=price),
    )


@problem("cost-split", outcome="split the growth of training compute", level="core", minutes=5)
def split(dice):
    compute, money = dice.between(3.8, 5.0), dice.between(2.0, 3.2)
    return Case(
        f"The compute of the largest runs grows {say(compute, '×')} a year and the money spent on them"
        f" {say(money, '×')}. Which share of the growth does money pay for, on the logarithmic scale on which"
        " factors add up?",
        percent(np.log(money) / np.log(compute)),
        "Growth factors multiply, so their logarithms add: the share is a ratio of logarithms. The rest is cheaper"
        " operations.",
        Mistake(
            "factors",
            percent(money / compute),
            "You divided the factors. They multiply to the whole; their logarithms add to it.",
        ),
        Mistake(
            "rates",
            percent((money - 1) / (compute - 1)),
            "You divided the yearly increases. They do not add up to the whole.",
        ),
        inputs=dict(compute=compute, money=money),
    )


@problem("cost-fall", outcome="tell falling prices", level="warm-up", minutes=4)
def fall(dice):
    fall, rise, goal = dice.between(5, 40), dice.between(2.0, 3.5), dice.among([100, 1000])
    when = lambda factor: exact(np.log(goal) / np.log(factor), "years")
    return Case(
        f"The price of a fixed capability falls {say(fall, '×')} a year, the cost of the dearest run rises"
        f" {say(rise, '×')} a year. After how many years is what the dearest model of today can do {say(goal, '×')}"
        " cheaper?",
        when(fall),
        "A fixed capability is what the question holds, so only the falling price counts: divide the logarithms.",
        Mistake(
            "frontier", when(rise), "That is the growth of the bill at the frontier, where the capability moves too."
        ),
        Mistake("linear", exact(goal / fall, "years"), "The fall compounds: divide the logarithms."),
        Mistake("both", when(fall * rise), "You let both rates work. The question holds the capability fixed."),
        inputs=dict(fall=fall, rise=rise, goal=goal),
    )


@problem("cost-last-dollar", outcome="state a value function", level="stretch", minutes=6)
def last_dollar(dice):
    gamma, power = dice.between(0.14, 0.19), dice.among([0.8, 0.85, 0.9, 0.95])
    return Case(
        f"The reducible loss falls with compute to the power {say(gamma)}, and a run costs its compute to the power"
        f" {say(power)}. What it earns goes with one over the reducible loss, to the power eta. For which eta does"
        " every dollar return as much as the one before?",
        exact(power / gamma),
        "What is earned grows with compute to the power of gamma times eta, the cost to its own power. Returns are"
        " constant where the two are equal, and fall below that eta.",
        Mistake(
            "fixed price",
            exact(1 / gamma),
            "You let cost grow in proportion to compute. Large runs are cheaper per FLOP here.",
        ),
        Mistake(
            "inverse",
            exact(gamma / power),
            "That is the other way round: the loss moves little, so value must move much.",
        ),
        inputs=dict(gamma=gamma, power=power),
    )
