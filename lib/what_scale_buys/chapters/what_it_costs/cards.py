"""The key insights of the chapter."""

from scaling_laws.quantity import say

from ... import published
from ...accepted import with_interval
from ...display.cards import card
from . import growth
from .value import break_even_elasticity, by_sweeps


@card("Is AI getting dearer or cheaper?")
def two_prices():
    return (
        f"Both. The largest run costs {growth.rate('money')} more each year; a given score costs about"
        f" {say(growth.price_fall(), '×')} less each year. Whoever says dollars must say for what: the frontier, or a"
        " fixed place behind it."
    )


@card("Who pays for the growth of compute?")
def who_pays():
    parts = growth.decomposition("dollars")
    free = (growth.rate("compute") / growth.rate("money")).in_unit("×")
    return (
        f"Mostly money: {parts['money']} of the logarithmic growth, cheaper chips {parts['price-performance']}. With"
        f" constant budgets compute would still have grown {free} a year."
    )


@card("Does scale still pay?")
def value():
    even = with_interval(break_even_elasticity)
    least, most = (say(1 / f(map(float, by_sweeps().values()))) for f in (max, min))
    return (
        "The law of loss cannot say. The return on the last dollar falls if a percent of loss is worth less than"
        f" {even} percent of value by the refit ({least} to {most} by other sweeps), and rises if it is worth more."
        " That number is about buyers, and nobody has published it."
    )


@card("How much carbon does a training emit?")
def carbon():
    here, there = (say(published.value(f"llama31_total_co2{rule}")) for rule in ("", "_market"))
    return (
        f"Ask by which rule, and where. One training has {here} tonnes by location and {there} by contract; the printed"
        " energy of a run follows from its GPU-hours within a percent, its carbon from the grid."
    )
