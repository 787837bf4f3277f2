"""Problem set 6: what a run costs, what experts save, how fast prices fall, and forecasts that can fail."""

from math import log

from scaling_laws.laws import compute_cost
from scaling_laws.quantity import exact, percent, say

from ..game.score import interval_score
from ..problem import Case, Mistake
from . import question

TITLE, MINUTES, ESSAY = "The bill", 120, True
STRUCTURE, COST, NEXT = "11_structure_against_size", "14_what_it_costs", "15_what_next"
SECONDS_AN_HOUR = 3600


@question("ps6.q1", chapter=COST, outcome="write a bill", minutes=25)
def bill(dice):
    N, D = dice.spread(2e10, 2e11), dice.spread(2e12, 1.5e13)
    peak, used, price = dice.among([3e14, 1e15, 2e15]), dice.between(0.3, 0.45), dice.between(1.5, 3.5)
    flop = compute_cost(N, D)
    cost = flop / (peak * used) / SECONDS_AN_HOUR * price / 1e6
    return Case(
        f"Train {say(N, 'parameters')} on {say(D, 'tokens')} with chips of {say(peak, 'FLOP/s')}, used to"
        f" {percent(used)}, that cost {price} dollars an hour. What is the bill, in million dollars? Your numbers: N,"
        " D, peak, used, price.",
        exact(cost, "million dollars"),
        "Six FLOP a parameter and token, over what a chip really does in an hour, times its price.",
        Mistake("peak", exact(cost * used, "million dollars"), "No chip runs at its peak: divide by the share in use."),
        Mistake(
            "serving", exact(cost / 3, "million dollars"), "Training costs six FLOP a parameter and token, not two."
        ),
        Mistake("twice_used", exact(cost * used**2, "million dollars"), "The share in use divides; it was multiplied."),
        inputs=dict(N=N, D=D, peak=peak, used=used, price=price),
    )


@question("ps6.q2", chapter=STRUCTURE, outcome="count active parameters", minutes=25)
def experts(dice):
    shared, expert = dice.spread(4e9, 2e10), dice.spread(5e8, 4e9)
    count, active = dice.among([16, 32, 64, 128]), dice.among([2, 4, 8])
    D = dice.spread(5e12, 2e13)
    total, working = shared + count * expert, shared + active * expert
    return Case(
        f"A model has {say(shared, 'parameters')} that every token uses, and {count} experts of"
        f" {say(expert, 'parameters')}, of which a token uses {active}. By which factor is its training on"
        f" {say(D, 'tokens')} cheaper than that of a dense model with as many parameters in all? Your numbers: shared,"
        " expert, count, active, D.",
        exact(compute_cost(total, D) / compute_cost(working, D), "×"),
        "Compute counts the parameters that a token uses; the tokens cancel.",
        Mistake("experts", exact(count / active, "×"), "That leaves out what every token uses."),
        Mistake(
            "expert_alone",
            exact(total / (shared + expert), "×"),
            "A token uses several experts, not one.",
        ),
        Mistake("unshared", exact(total / (active * expert), "×"), "The shared parameters work for every token, too."),
        inputs=dict(shared=shared, expert=expert, count=count, active=active, D=D),
    )


@question("ps6.q3", chapter=COST, outcome="read a falling price", minutes=20)
def halving(dice):
    first, factor, months = dice.between(10, 60), dice.between(8, 60), dice.among([14, 18, 20, 26, 30])
    last = float(f"{first / factor:.2g}")
    found = months * log(2) / log(first / last)
    return Case(
        f"The price of a million tokens of one quality fell from {first} to {last} dollars in {months} months. In how"
        " many months did it halve? Your numbers: first, last, months.",
        exact(found, "months"),
        "The time times the logarithm of two over the logarithm of the factor.",
        Mistake("linear", exact(months * 2 * last / first, "months"), "Prices fall by factors: count halvings."),
        Mistake(
            "natural", exact(months / log(first / last), "months"), "That is the time for a fall by e, not by two."
        ),
        Mistake("decimal", exact(months / log(first / last, 10), "months"), "That is the time for a tenfold fall."),
        inputs=dict(first=first, last=last, months=months),
    )


@question("ps6.q4", chapter=NEXT, outcome="score a forecast", level="stretch", minutes=20)
def missed(dice):
    low, width = dice.between(20, 60), dice.between(15, 40)
    high, level = round(low + width, 1), dice.among([0.8, 0.9])
    truth = round(high + dice.between(2, 12), 1)
    found = interval_score(low, high, truth, level)
    return Case(
        f"A forecast says {low} to {high} with an interval of {percent(level)}, and {truth} comes out. What is its"
        " interval score? Your numbers: low, high, level, truth.",
        exact(found),
        "The width, and two over what the interval leaves out times the distance by which it missed.",
        Mistake("width", exact(high - low), "That is the width alone. The truth lies outside: a penalty is due."),
        Mistake(
            "no_level",
            exact(high - low + truth - high),
            "The distance counts more the surer the forecast claimed to be: divide by what its interval leaves out.",
        ),
        Mistake(
            "level",
            exact(high - low + 2 / level * (truth - high)),
            "The penalty divides by what the interval leaves out, not by its level.",
        ),
        inputs=dict(low=low, high=high, level=level, truth=truth),
    )
