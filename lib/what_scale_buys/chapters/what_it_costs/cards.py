"""The key insights of the chapter."""

from scaling_laws.quantity import exact

from ...accepted import hoffmann, with_interval
from ...display.cards import Card
from . import growth, value
from .numbers import V, price_fall


def _two_prices():
    run = exact(growth.rate("money").value, "×").short
    return Card(
        "Is AI getting dearer or cheaper?",
        f"Both. The largest run costs {run} more each year; a given score costs about {exact(price_fall(), '×').short}"
        " less each year. Whoever says dollars must say for what: the frontier, or a fixed place behind it.",
    )


def _who_pays():
    parts = growth.decomposition("dollars")
    free = growth.rate("compute").value / growth.rate("money").value
    return Card(
        "Who pays for the growth of compute?",
        f"Mostly money: {parts['money']} of the logarithmic growth, cheaper chips {parts['price-performance']}. With"
        f" constant budgets compute would still have grown {exact(free, '×').short} a year.",
    )


def _value():
    by_h, by_r = exact(value.break_even_elasticity(hoffmann())), with_interval(value.break_even_elasticity)
    return Card(
        "Does scale still pay?",
        "The law of loss cannot say. The return on the last dollar falls if a percent of loss is worth less than"
        f" {by_h.short} percent of value (H) or {by_r} (R), and rises if it is worth more. That number is about buyers,"
        " and nobody has published it.",
    )


def _carbon():
    here, there = exact(V("llama31_total_co2")).short, exact(V("llama31_total_co2_market")).short
    return Card(
        "How much carbon does a training emit?",
        f"Ask by which rule, and where. One training has {here} tonnes by location and {there} by contract;"
        " the printed energy of a run follows from its GPU-hours within a percent, its carbon from the grid.",
    )


CARDS = {"two-prices": _two_prices(), "who-pays": _who_pays(), "value": _value(), "carbon": _carbon()}
