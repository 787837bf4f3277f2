"""The claims of article B that this chapter judges."""

from scaling_laws.quantity import Quantity, Text, percent, say

from ... import published
from ...accepted import bounds, draws, hoffmann, refit
from ...claims import Finding, Verdict, claim
from . import adoption, portfolio
from .numbers import growth, start, yearly

V = Verdict
SUBSTANTIAL = 0.1  # a tenth a year: half in seven years


@claim(
    "B22",
    "Even sublinear gains add up to large progress over time.",
    would_change="Compute that stops growing, or a fit of the frontier with an exponent near zero.",
    evidence=lambda: dict(compute=start(), growth=growth(), law_h=hoffmann(), law_r=refit(), draws=draws()),
    opposite={"growth": 1.3},
    sources_for=("kwa2025measuring", "sinha2025illusion"),
    sources_against=("hoffmann2022training", "epoch2024chinchillacode"),
)
def b22(compute, growth, law_h, law_r, draws):
    """Sublinear gains add up: cut per year of the reducible and of the whole loss, by both fits."""
    cuts = [portfolio.reducible_cut(law, growth) for law in (law_h, law_r)]
    totals = [portfolio.total_cut(law, compute, growth) for law in (law_h, law_r)]
    rooms = [portfolio.room_left(law, compute) for law in (law_h, law_r)]
    ends = [
        100 * bounds(portfolio.reducible_cut(draws, growth)),
        100 * bounds(portfolio.total_cut(draws, compute, growth)),
    ]
    numbers = (
        percent(cuts[0], "cut of the reducible loss per year, H"),
        Quantity(100 * cuts[1], "%", *ends[0], level=0.95, name="the same, R"),
        percent(totals[0], "cut of the whole loss per year, H"),
        Quantity(100 * totals[1], "%", *ends[1], level=0.95, name="the same, R"),
    )
    enough = [c > SUBSTANTIAL for c in cuts]
    if not any(enough):
        because = (
            f"At a growth of compute of {say(growth, '×')} a year even the reducible loss falls by only"
            f" {percent(cuts[0]).short} (H) or {percent(cuts[1]).short} (R) a year."
        )
        return Finding(V.CONTRADICTED, because, numbers=numbers)
    if not all(enough):
        because = f"The fits disagree: {percent(cuts[0]).short} a year by H, {percent(cuts[1]).short} by R."
        return Finding(V.HOLDS_IF, because, "the fit with the larger exponent is the right one", numbers)
    because = (
        f"At {say(growth, '×')} a year the reducible loss falls by {percent(cuts[0]).short} (H) or"
        f" {percent(cuts[1]).short} (R) a year, and such cuts multiply. The whole loss falls by"
        f" {percent(totals[0]).short} or {percent(totals[1]).short}, ever less, and by {percent(rooms[0]).short} or"
        f" {percent(rooms[1]).short} in all, at any compute."
    )
    condition = "compute keeps growing at that rate, and progress is counted above the floor of the loss"
    return Finding(V.HOLDS_IF, because, condition, numbers)


@claim(
    "B23",
    "Models cross thresholds of usefulness as they improve, which justifies spending billions.",
    would_change="Revenue, or time saved, by length and reliability of task, for several generations of models.",
    evidence=lambda: dict(
        cost=published.figure("cottier_2024_cost_growth"),
        lengths=yearly(published.figure("metr_2025_doubling_days")),
        billion_year=published.value("cottier_2024_billion_year"),
    ),
    sources_for=("kwa2025measuring",),
    sources_against=("cottier2024rising",),
)
def b23(cost, lengths, billion_year):
    """Thresholds of usefulness justify billions: only the cost side has numbers."""
    power = adoption.paying_power(cost.value, lengths.value)
    ends = adoption.paying_power(cost.low, lengths.high), adoption.paying_power(cost.high, lengths.low)
    numbers = (
        Quantity(cost.value, "×", cost.low, cost.high, level=0.9, name="growth of the cost of frontier runs per year"),
        Quantity(
            lengths.value, "×", lengths.low, lengths.high, name="growth of the task length at even odds, per year"
        ),
        Quantity(power, "", *ends, name="power of task length with which value must rise to keep pace"),
    )
    because = (
        f"The cost of a frontier run grows {numbers[0].short} a year and reaches a billion dollars by"
        f" {Text(f'{billion_year:.0f}')}. Task lengths grow faster, so the claim asks that value rise at least as their"
        f" power {numbers[2].short}. Whether it does depends on where users' thresholds lie."
    )
    missing = "revenue or other value by length and reliability of task, and the distribution of users' thresholds"
    return Finding(V.NOT_CHECKABLE, because, missing, numbers)
