"""The registered predictions, and what two worlds would show by the end of 2030."""

from dataclasses import replace
from functools import cache

import numpy as np

from scaling_laws.errors import require_fraction
from scaling_laws.quantity import estimate, exact
from scaling_laws.statistics import clopper_pearson, median_and_central, normal_quantile, share, standard_error

from ... import published
from .inputs import halving, yearly
from .model import BASE, END, FITS, KEYS, LIMITS, RIVAL, STALL, Scenario, deviates, outcome

REGISTERED = "November 2026"
LEVEL = 0.8
BANDS = 0.9  # of the wide bands of the pictures
METHOD = "Monte Carlo over the published intervals"
CERTAIN = 0.95  # of the intervals that the Monte Carlo leaves
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


def lowest(limit, moment, scenario=BASE):
    """Share of draws in which one of LIMITS is the lowest at one moment."""
    return chance(end(scenario, moment).binding[:, 0] == LIMITS.index(limit))


def algorithm_factor(reading, years=TO - FROM):
    """Draws of the factor by which algorithms cut the compute for a fixed loss over some years."""
    return yearly(halving(reading).at(deviates()[:, KEYS.index("halving")])) ** years


def loss_cut(scenario):
    """Draws of the fall of total loss from FROM to TO, as a fraction."""
    first, last = end(scenario, FROM).loss, end(scenario, TO).loss
    return 1 - last[:, 0] / first[:, 0]


def _run_rows():
    """Registered rows on the largest run: size, cost and power; those on its size say what they ask of spending."""
    last, early = end(), end(year=ROUND_YEAR)
    feasible = published.figure("epoch_2030_feasible_flop")
    large = f"A run of at least {exact(ROUND_FLOP, 'FLOP').short} by the end of 2028, if spending goes on"
    twice = "void unless the cost of the largest run, by the same source, doubled in"
    dear = f"A run that costs at least {exact(BIG_BILL, 'dollars').short} of 2023"
    models = "Epoch AI's database of models, its central estimate on the last day"
    above = "as the row above"
    bill = "Epoch AI's estimate of amortised hardware and energy, deflated by US consumer prices"
    return (
        ("N1", "Training compute of the largest run", span(last.compute, "FLOP"), models),
        ("N2", large, chance(early.compute >= ROUND_FLOP), f"as the row above; {twice} 2027 and 2028 together"),
        (
            "N3",
            f"A run of at least {feasible.short}, if spending goes on",
            chance(last.compute >= feasible.value),
            f"{models}; {twice} 2028 to 2030 together",
        ),
        ("N4", "Cost of the largest run, dollars of 2023", span(last.cost, "dollars"), bill),
        ("N5", dear, chance(last.cost >= BIG_BILL), above),
        ("N6", "Power drawn by the largest run", span(last.power / 1e9, "GW"), "the same database, its power draw"),
    )


def _fit_rows():
    """Registered rows on text, algorithms and loss, in pairs of which one fit or one reading may lose."""
    last, other = end(), end(Scenario(fit=RIVAL))
    tokens = "Most text tokens processed in one disclosed run"
    report = "the developer's report, repeats counted"
    above = "as the row above"
    gain = "Compute for a fixed loss falls, start of 2026 to end of 2030, by a factor"
    refit = "the fit of Ho et al. repeated on models of these years, central estimate"
    fall = "Fall of the loss of the largest run, start of 2026 to end of 2030"
    text = "both runs on one held-out web text, in bits per byte"
    cuts = (span(100 * loss_cut(Scenario(fit=fit)), "%") for fit in FITS)
    return (
        ("N7", f"{tokens}, if R", span(last.tokens, "tokens"), report),
        ("N8", f"{tokens}, if {RIVAL}", span(other.tokens, "tokens"), above),
        ("N9", f"{gain}, if Ho et al.", span(algorithm_factor("Ho"), "×"), refit),
        ("N10", "The same, if Gundlach et al. at small scale", span(algorithm_factor("Gundlach"), "×"), above),
        ("N11", f"{fall}, if R", next(cuts), text),
        ("N12", f"{fall}, if {RIVAL}", next(cuts), above),
        _stalled_row(),
    )


def _stalled_row():
    """The partner of N3: the same run in a world that stops paying more."""
    feasible = published.figure("epoch_2030_feasible_flop")
    reached = chance(end(Scenario(spending="stalls")).compute >= feasible.value)
    statement = f"A run of at least {feasible.short}, if spending stands still from {STALL:.0f}"
    return (
        "N13",
        statement,
        reached,
        "as the same run above; void if the cost of the largest run doubled in those years",
    )


@cache
def registered():
    """The predictions as (id, statement, forecast, how it is scored); forecasts are Quantities."""
    return (*_run_rows(), *_fit_rows())


def told_apart(first, second):
    """Probability, in percent, that a draw of the same one of two is the larger, ties half: fifty is no difference.

    The interval is that of the Monte Carlo (DeLong et al. 1988): the variance of the mean over both samples of the
    share of the other one that lies below.
    """
    first, second = np.ravel(first), np.ravel(second)
    larger, smaller = 1 - _below(first, second), _below(second, first)
    spread = np.hypot(standard_error(larger), standard_error(smaller))
    middle = max(larger.mean(), 1 - larger.mean())
    half = normal_quantile(CERTAIN) * spread
    ends = np.clip([middle - half, middle + half], 0, 1)
    return estimate(100 * middle, *(100 * ends), method="DeLong", level=CERTAIN, unit="%", n=first.size)


def _below(sample, points):
    """Share of a sample that lies below each point, ties counted half."""
    ordered = np.sort(sample)
    return sum(np.searchsorted(ordered, points, side) for side in ("left", "right")) / 2 / ordered.size


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
    for fit in FITS:
        cuts = (100 * loss_cut(replace(world, fit=fit)) for world in (OPTIMIST, SCEPTIC))
        pairs[f"fall of loss, if {fit}"] = (*cuts, "%")
    return pairs
