"""How the claims of article A on the curve are judged, and how all verdicts of the chapter write their numbers."""

import numpy as np

from scaling_laws.quantity import Quantity, exact, percent

from ...claims import Finding, Verdict
from . import bars
from .numbers import numbers
from .surfaces import moment

V = Verdict


def say(value, unit=""):
    return Quantity(float(value), unit).short


def listing(values, unit=""):
    return ", ".join(say(v, unit) for v in values)


def either(values, unit=""):
    return " or ".join(say(v, unit) for v in values)


def axis(unit, predictable, additions):
    loss = unit.startswith(("nats", "bits"))
    because = (
        f"Both founding fits put the test loss in {unit} on the vertical axis. Scores behave otherwise: "
        f"{percent(predictable).short} of the tasks in one meta-study scale predictably, and four-digit addition reads "
        f"{listing(additions, '%')} over the eight sizes of GPT-3."
    )
    return Finding(V.CONTRADICTED if loss else V.HOLDS, because)


def counters(counters, gpt3):
    if not any(counters):
        return Finding(
            V.NOT_CHECKABLE,
            f"All three counters read {say(counters[0])} in the text that we have; only the size of GPT-3, "
            f"{say(gpt3, 'parameters')}, was ever published.",
            "the values that the animation counted up to",
        )
    right = abs(counters[0] / gpt3 - 1) < 0.05
    return Finding(V.HOLDS if right else V.CONTRADICTED, f"The first counter reads {say(counters[0])}.")


def dollar(gamma, price_low, price_high):
    slope = Quantity(-(1 + gamma), name="exponent of the loss bought by one more FLOP")
    because = (
        f"One more FLOP buys loss in proportion to compute to the power {slope.short}, always positive and always less."
    )
    if price_low <= 1:
        return Finding(V.HOLDS, because, numbers=(slope,))
    moved = f" But the price of a fixed capability fell {say(price_low, '×')} to {say(price_high, '×')} a year."
    return Finding(V.HOLDS_IF, because + moved, "prices and methods stand still", (slope,))


def logarithm(heights):
    ratios = bars.successive_ratios(heights)
    fitted = bars.fit_candidates(heights)
    log = fitted["logarithm", "points"].miss
    floor = fitted["power law with a floor", "percent of the loss before"].miss
    because = (
        f"A logarithm makes all ratios of successive bars {say(1)}; the bars have {listing(ratios)}. The best "
        f"logarithm misses "
        f"them by {say(log, 'points')}, the best power law with a floor by {say(floor, 'points')}."
    )
    named = tuple(
        exact(r, name=f"ratio {i}") for i, r in zip(("second to first", "third to second", "fourth to third"), ratios)
    )
    return Finding(V.HOLDS if np.all(np.abs(ratios - 1) < 0.1) else V.CONTRADICTED, because, numbers=named)


def measured(heights, metric, source):
    steps = -np.diff(heights[:3])
    falls = " and by ".join(say(v, "points") for v in steps)
    because = f"The first three bars fall by {falls}; continued, the next would be {say(heights[2] - steps[1], '%')}."
    if metric and source:
        return Finding(V.HOLDS, f"{because} Metric: {metric}; source: {source}.")
    return Finding(V.NOT_CHECKABLE, because, "the metric, the source and the error bars are missing")


def axes(size_exponents):
    decades = [1 / a for a in size_exponents]
    because = (
        f"Ten times the parameters is {either([10**d for d in decades], '×')} the compute if model size grows as "
        f"compute to the power {either(size_exponents)}; tenfold compute is {say(np.log2(10))} doublings."
    )
    if np.allclose(decades, 1):
        return Finding(V.HOLDS, because)
    return Finding(
        V.INCONSISTENT,
        because,
        "the chart's own labels, which step in parameters, and with the text above it, which steps in doublings",
    )


def total(heights, metric):
    heights = np.asarray(heights)
    product, total = np.prod(1 + heights / 100), heights.sum()
    because = (
        f"Added, the bars make {say(total, 'points')}, which a score that starts above "
        f"{say(100 - total, '%')} cannot gain; "
        f"multiplied, {say(product, '×')}, which one that starts above {say(100 / product, '%')} cannot."
    )
    if not metric:
        return Finding(V.NOT_CHECKABLE, because, "what is gained has no name")
    return Finding(V.HOLDS if total <= 100 else V.CONTRADICTED, because)


def dramatic(gains):
    values = list(gains.values())
    because = (
        "From about ten to about a hundred billion parameters: "
        + "; ".join(f"{name} {say(gain, 'points')}" for name, gain in gains.items())
        + "."
    )
    if min(values) >= max(values) / 2:
        return Finding(V.HOLDS, because)
    return Finding(V.HOLDS_IF, because, "one picks benchmarks that leave chance in that window")


def smaller(first, second, tokens_per_parameter):
    because = (
        f"PaLM's MMLU score rose by {say(first, 'points')} from its smallest to its middle size and by "
        f"{say(second, 'points')} from "
        f"there to its largest. No dense model of a trillion parameters has published scores, and the largest "
        f"PaLM saw only "
        f"{say(tokens_per_parameter)} tokens per parameter."
    )
    if second >= first:
        return Finding(V.CONTRADICTED, because)
    return Finding(V.HOLDS_IF, because, "one under-trained family may stand for the step")


def worth(cuts, cost, value_of_one_percent):
    prices = [cost / cut for cut in cuts]
    because = (
        f"The last step cuts the loss by {say(cuts[0], '%')} or {say(cuts[1], '%')} (two fits) for some "
        f"{say(cost, 'dollars')} "
        f"of rented machines, so one percent of loss costs {say(prices[0], 'dollars')} to {say(prices[1], 'dollars')}."
    )
    if value_of_one_percent is None:
        return Finding(
            V.HOLDS_IF, because, "one percent of loss is worth less than that; nobody has shown what it is worth"
        )
    return Finding(V.CONTRADICTED if value_of_one_percent > max(prices) else V.HOLDS, because)


def promise(gain_ratios, shown=()):
    because = (
        f"The papers print power laws. Each tenfold of compute then brings {either(gain_ratios)} of the gain "
        f"of the tenfold "
        f"before (two fits), where a logarithm brings {say(1)} and never flattens."
    )
    return Finding(V.HOLDS if np.allclose(gain_ratios, 1, atol=0.05) else V.CONTRADICTED, because, numbers=shown)


def doubling(cuts, reducible, shown=()):
    """cuts : per fit, percent cut of the total loss per doubling at growing compute. reducible : above the floor."""
    falling = all(np.all(np.diff(series) < -1e-9) for series in cuts)
    because = (
        f"From {say(moment('small'), 'FLOP')} to {say(moment('llama'), 'FLOP')} one doubling cuts the whole loss by "
        + " or by ".join(listing(series, "%") for series in cuts)
        + f". Above the floor every doubling cuts the same {say(reducible[0], '%')} or {say(reducible[1], '%')}."
    )
    if not falling:
        return Finding(V.CONTRADICTED, because)
    return Finding(V.HOLDS_IF, because, "gain means nats, or a share of a loss that has a floor", shown)


def bend(published_floors, sinking, future_floor, future_sinking, shown=()):
    positive = [f for f in published_floors if f > 0]
    because = (
        f"Published floors run from {say(min(positive))} to {say(max(positive))} nats per token, and one law "
        f"has none. Runs like those "
        f"behind the refit would not reject a floor that itself falls with exponent {say(sinking)}; at "
        f"{numbers().future.short} that is {say(future_sinking)} nats instead of {say(future_floor)}."
    )
    if len(positive) == len(published_floors) and sinking < 0.005:
        return Finding(V.HOLDS, because)
    return Finding(V.HOLDS_IF, because, "a floor above zero exists, which the runs suggest and do not prove", shown)
