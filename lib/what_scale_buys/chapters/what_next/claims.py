"""The claims of the three articles that this chapter judges."""

from scaling_laws.errors import require_positive
from scaling_laws.quantity import exact, percent

from ... import published
from ...claims import Finding, claim
from ...claims import Verdict as V
from .algorithms import future_share, past_share
from .inputs import halving, inputs, modalities, months, yearly

ALIVE = 1.5  # a growth of the record below this factor a year is not brute force any more
HYBRID = 0.1  # a share of progress below this is not a second leg
NOW = 2026  # the year of the verdicts
DECADE = 2035  # the end of the ten years of which article A speaks
NEXT = 2031  # the end of the registered forecast


@claim(
    "A31",
    "Scaling by brute force goes on; it has ceased to be the only way.",
    would_change="Two years without a run above the record, or a repetition of the measurement of algorithms that finds"
    " none.",
    evidence=lambda: dict(
        first=published.value("run_gpt4_db_flop"),
        last=published.value("run_grok3_flop"),
        years=published.value("run_grok3_released") - published.value("run_gpt4_released"),
        algorithm_share=past_share(),
        smaller_successors=int(published.value("epoch_gpt5_less_than_gpt45")),
    ),
    opposite=lambda: {"last": published.value("run_gpt4_db_flop")},
    sources_for=("epoch2024compute", "ho2024algorithmic"),
    sources_against=("epoch2025gpt5",),
)
def a31(first, last, years, algorithm_share, smaller_successors):
    """first, last : FLOP of two record runs, `years` apart; the share of algorithms in the growth of both together."""
    require_positive("years", years)
    rate = exact((last / first) ** (1 / years), "×", "yearly growth of the largest run, GPT-4 to Grok-3")
    soft = percent(algorithm_share, "share of algorithms in the growth of effective compute")
    if rate.value < ALIVE:
        because = f"The largest run grew only {rate.short} a year: scaling has ended."
        return Finding(V.CONTRADICTED, because, numbers=(rate, soft))
    if algorithm_share < HYBRID:
        because = f"Compute grew {rate.short} a year and algorithms gave {soft.short} of the growth: size is alone."
        return Finding(V.CONTRADICTED, because, numbers=(rate, soft))
    exception = (
        " One flagship broke the rule: GPT-5 is estimated to have used less pre-training compute than GPT-4.5."
        if smaller_successors
        else ""
    )
    because = (
        f"The record grew {rate.short} a year over {exact(years).short} years to the last run in the table, so size was"
        f" not finished by then.{exception} Nor was it alone: by Ho et al. algorithms gave {soft.short} of the growth,"
        " in logarithms. They did so from the start, so size never was the only way."
    )
    return Finding(V.HOLDS, because, numbers=(rate, soft))


@claim(
    "A33",
    "The next ten years belong to the companies that grasp the difference between more size and better design.",
    would_change="A test of understanding, applied to named companies before the outcome is known.",
    evidence=lambda: dict(resolved_by=DECADE, as_of=NOW),
)
def a33(resolved_by, as_of):
    """Years: the end of the period that the sentence speaks of, and now."""
    left = exact(resolved_by - as_of, "years", "years until the sentence could be scored")
    because = (
        f"It is a forecast with {left.short} to run. Any company that leads will be said to have understood. Without a"
        " test of understanding that is made before the outcome, no outcome can contradict it."
    )
    missing = "a dated list of leaders, a measure of leading, and a test of who understands it today"
    return Finding(V.NOT_CHECKABLE, because, missing, (left,))


def _ho_ends():
    """Ends of the halving time of Ho et al., in months."""
    row = published.figure("ho_2024_halving_model7")
    return row.low, row.high


@claim(
    "B34",
    "Limits of scale will turn the field towards mixtures: better algorithms, other kinds of data.",
    would_change="A replication that finds no gain by algorithms at the frontier, and no use of other data for text.",
    evidence=lambda: dict(
        ho_halving=_ho_ends(),
        small_gain=published.value("gundlach_2025_small_scale_gain"),
        span_years=published.value("gundlach_2025_span"),
        modality_factor=modalities(),
    ),
    opposite=lambda: dict(ho_halving=(10 * _ho_ends()[1], 20 * _ho_ends()[1]), small_gain=1.0, modality_factor=1.0),
    sources_for=("ho2024algorithmic", "villalobos2024run"),
    sources_against=("gundlach2025origin",),
)
def b34(ho_halving, small_gain, span_years, modality_factor):
    """ho_halving : (low, high) in months; small_gain : upper bound of the gain by small-scale experiments."""
    slow, fast = yearly(ho_halving[1]), yearly(ho_halving[0])
    small = yearly(months(small_gain, span_years)) if small_gain > 1 else 1.0
    numbers = (
        exact(slow, "×", "gain by algorithms a year, slow end of Ho et al."),
        exact(fast, "×", "the same, fast end"),
        exact(small, "×", "the same, from the bound by small-scale experiments"),
        exact(modality_factor, "×", "stock of data with images and video"),
    )
    if min(slow, small) < 1 + HYBRID and modality_factor < 1 + HYBRID:
        because = f"Neither pays: algorithms gain as little as {exact(min(slow, small), '×').short} a year."
        return Finding(V.CONTRADICTED, because, numbers=numbers)
    if slow < 1 + HYBRID:
        because = f"Only data of other kinds are sure to pay ({numbers[3].short})."
        return Finding(V.HOLDS_IF, because, "hybrid means other kinds of data", numbers)
    because = (
        f"Algorithms cut the compute for a fixed loss by {numbers[0].short} to {numbers[1].short} a year by Ho et al."
        f" How much is contested: small-scale experiments account for no more than {numbers[2].short} a year, and most"
        f" of the rest depends on scale. Images and video enlarge the stock {numbers[3].short}. Both came before any"
        " wall, so they did not wait for one."
    )
    return Finding(V.HOLDS, because, numbers=numbers)


@claim(
    "C62",
    "Progress will come next from targeted scaling, architecture, training methods and data together.",
    would_change="Proportions, registered before the fact, and an agreed way to measure them.",
    evidence=lambda: dict(
        shares=tuple(
            future_share(halving(reading).centre, inputs()["growth"].centre) for reading in ("Ho", "Gundlach")
        ),
        resolved_by=NEXT,
        as_of=NOW,
    ),
)
def c62(shares, resolved_by, as_of):
    """shares : share of algorithms in the coming growth of effective compute, one for each reading."""
    low, high = (percent(f(shares), name) for f, name in ((min, "smallest share of algorithms"), (max, "largest")))
    because = (
        "The sentence names three ingredients and no proportions. In the registered forecast algorithms make between"
        f" {low.short} and {high.short} of the growth of effective compute to {resolved_by:.0f}, by the two readings;"
        " it would be called true of either, and of anything between."
    )
    missing = f"the shares that it expects, a way to measure them, and {exact(resolved_by - as_of).short} years"
    return Finding(V.NOT_CHECKABLE, because, missing, (low, high))
