"""The registered predictions, and what two worlds would show by the end of 2030."""

from dataclasses import replace
from functools import cache

import numpy as np

from scaling_laws.errors import require_fraction
from scaling_laws.quantity import estimate, exact
from scaling_laws.statistics import clopper_pearson, median_and_central, share

from ... import published
from .inputs import halving, yearly
from .model import BASE, END, KEYS, Scenario, deviates, outcome

REGISTERED = "November 2026"
LEVEL = 0.8
METHOD = "Monte Carlo over the published intervals"
OPTIMIST = Scenario(data="all")
SCEPTIC = Scenario(spending="stalls", sites="one", reading="Gundlach")
ROUND_FLOP, ROUND_YEAR = 1e28, 2029.0  # the round number that a run will have passed, or not, by the end of 2028
BIG_BILL = 1e10  # dollars of 2023
FROM, TO = 2026.0, END  # the five years over which progress of algorithms and of loss is scored


def span(sample, unit="", level=LEVEL, name=""):
    """Median and central interval of a Monte Carlo sample as a Quantity."""
    low, middle, high = median_and_central(np.ravel(sample), require_fraction("level", level))
    return estimate(middle, low, high, method=METHOD, level=level, unit=unit, n=np.size(sample), name=name)


def chance(hits, name=""):
    """Share of draws in which something happens, in percent, with the error of the Monte Carlo alone."""
    hits = np.asarray(hits, dtype=bool)
    return share(hits.sum(), hits.size, name, interval=clopper_pearson)


@cache
def end(scenario=BASE, year=END):
    """The outcome of a scenario at one moment, all draws."""
    return outcome(deviates(), scenario, year)


def algorithm_factor(reading, years=TO - FROM):
    """Draws of the factor by which algorithms cut the compute for a fixed loss over some years."""
    return yearly(halving(reading).at(deviates()[:, KEYS.index("halving")])) ** years


def loss_cut(scenario):
    """Draws of the fall of total loss from FROM to TO, as a fraction."""
    first, last = end(scenario, FROM).loss, end(scenario, TO).loss
    return 1 - last[:, 0] / first[:, 0]


def _run_rows():
    """Registered rows on the largest run: size, cost and power."""
    last, early = end(), end(year=ROUND_YEAR)
    feasible = published.figure("epoch_2030_feasible_flop")
    large = f"A run of at least {exact(ROUND_FLOP, 'FLOP').short} by the end of 2028"
    dear = f"A run that costs at least {exact(BIG_BILL, 'dollars').short} of 2023"
    models = "Epoch AI's database of models, its central estimate on the last day"
    above = "as the row above"
    bill = "Epoch AI's estimate of amortised hardware and energy, deflated by US consumer prices"
    return (
        ("N1", "Training compute of the largest run", span(last.compute, "FLOP"), models),
        ("N2", large, chance(early.compute >= ROUND_FLOP), models),
        ("N3", f"A run of at least {feasible.short}", chance(last.compute >= feasible.value), models),
        ("N4", "Cost of the largest run, dollars of 2023", span(last.cost, "dollars"), bill),
        ("N5", dear, chance(last.cost >= BIG_BILL), above),
        ("N6", "Power drawn by the largest run", span(last.power / 1e9, "GW"), "the same database, its power draw"),
    )


def _fit_rows():
    """Registered rows on text, algorithms and loss, in pairs of which one fit or one reading may lose."""
    last, h = end(), end(Scenario(fit="H"))
    tokens = "Most text tokens processed in one disclosed run"
    report = "the developer's report, repeats counted"
    above = "as the row above"
    gain = "Compute for a fixed loss falls, start of 2026 to end of 2030, by a factor"
    refit = "the fit of Ho et al. repeated on models of these years, central estimate"
    fall = "Fall of the loss of the largest run, start of 2026 to end of 2030"
    text = "both runs on one held-out web text, in bits per byte"
    cuts = (span(100 * loss_cut(Scenario(fit=fit)), "%") for fit in "RH")
    return (
        ("N7", f"{tokens}, if R", span(last.tokens, "tokens"), report),
        ("N8", f"{tokens}, if H", span(h.tokens, "tokens"), above),
        ("N9", f"{gain}, if Ho et al.", span(algorithm_factor("Ho"), "×"), refit),
        ("N10", "The same, if Gundlach et al. at small scale", span(algorithm_factor("Gundlach"), "×"), above),
        ("N11", f"{fall}, if R", next(cuts), text),
        ("N12", f"{fall}, if H", next(cuts), above),
    )


@cache
def registered():
    """The predictions as (id, statement, forecast, how it is scored); forecasts are Quantities."""
    return (*_run_rows(), *_fit_rows())


def told_apart(first, second):
    """Probability that a draw of the first is the larger, ties counted half: one half means no difference."""
    first, second = np.sort(np.ravel(first)), np.ravel(second)
    below = np.searchsorted(first, second, "left"), np.searchsorted(first, second, "right")
    larger = 1 - (below[0] + below[1]) / 2 / first.size
    return float(max(larger.mean(), 1 - larger.mean()))


@cache
def contrasts():
    """What the two worlds show by the end of 2030: {observable: (optimist draws, sceptic draws, unit)}."""
    pairs = {}
    a, b = end(OPTIMIST), end(SCEPTIC)
    pairs["largest run"] = (a.compute, b.compute, "FLOP")
    pairs["its cost"] = (a.cost, b.cost, "dollars")
    pairs["its power"] = (a.power / 1e9, b.power / 1e9, "GW")
    pairs["its tokens, if R"] = (a.tokens, b.tokens, "tokens")
    pairs["gain by algorithms, five years"] = (algorithm_factor("Ho"), algorithm_factor("Gundlach"), "×")
    for fit in "RH":
        cuts = (100 * loss_cut(replace(world, fit=fit)) for world in (OPTIMIST, SCEPTIC))
        pairs[f"fall of loss, if {fit}"] = (*cuts, "%")
    return pairs
