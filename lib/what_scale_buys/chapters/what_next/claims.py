"""The claims of the three articles that this chapter judges."""

from scaling_laws.errors import require_positive
from scaling_laws.quantity import exact, percent, propagate

from ... import published
from ...claims import Finding, claim
from ...claims import Verdict as V
from .algorithms import coming_share, past_share
from .inputs import HO, modalities, months, yearly

ALIVE = 1.5  # a growth of the record below this factor a year is not brute force any more
HYBRID = 0.1  # a share of progress below this is not a second leg
NOW = 2026  # the year of the verdicts
DECADE = 2035  # the end of the ten years of which article A speaks
NEXT = 2031  # the end of the registered forecast
OPTIMISTS, SCEPTICS = ("sevilla2024scaling",), ("techcrunch2024laws",)  # sources in which a camp can be heard


@claim(
    "A31",
    "Scaling by brute force goes on; it has ceased to be the only way.",
    place="section on efficiency, second paragraph",
    would_change="Two years without a run above the record, or a repetition of the measurement of algorithms that finds"
    " none.",
    evidence=lambda: dict(
        first=published.figure("run_gpt4_db_flop"),
        last=published.figure("run_grok3_flop"),
        years=published.value("run_grok3_released") - published.value("run_gpt4_released"),
        algorithm_share=past_share(),
        smaller_successors=int(published.value("epoch_gpt5_less_than_gpt45")),
    ),
    opposite=lambda: {"last": published.figure("run_gpt4_db_flop")},
    sources_for=("epoch2024compute", "ho2024algorithmic"),
    sources_against=("epoch2025gpt5",),
)
def a31(first, last, years, algorithm_share, smaller_successors):
    """first, last : FLOP of two record runs, `years` apart; the share of algorithms in the growth of both together."""
    require_positive("years", years)
    rate = ((last / first) ** (1 / years)).in_unit("×").named("yearly growth of the largest run, GPT-4 to Grok-3")
    soft = percent(algorithm_share, "share of algorithms in the growth of effective compute")
    if rate.high < ALIVE:
        because = f"The largest run grew only {rate} a year: scaling has ended."
        return Finding(V.CONTRADICTED, because, numbers=(rate, soft))
    if rate.low < ALIVE:
        because = f"The largest run grew {rate} a year, so that the trend may have ended or not."
        return Finding(V.NOT_CHECKABLE, because, "the training compute of the largest runs, published", (rate, soft))
    if algorithm_share < HYBRID:
        because = f"Compute grew {rate} a year and algorithms gave {soft.short} of the growth: size is alone."
        return Finding(V.CONTRADICTED, because, numbers=(rate, soft))
    exception = (
        " One flagship broke the rule: GPT-5 is estimated to have used less pre-training compute than GPT-4.5."
        if smaller_successors
        else ""
    )
    because = (
        f"The record grew {rate} a year over {exact(years).short} years to the last run in the table, so size was not"
        f" finished by then.{exception} Nor was it alone: by Ho et al. algorithms gave {soft.short} of the growth,"
        " in logarithms. They did so from the start, so size never was the only way."
    )
    return Finding(V.HOLDS, because, numbers=(rate, soft))


@claim(
    "A33",
    "The next wave belongs to those who design, the next ten years to companies that tell design from size.",
    place="section on efficiency, second paragraph, last sentence, and last paragraph",
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


def _low(number):
    return number.low if number.has_interval else number.value


@claim(
    "B34",
    "Limits of scale will turn the field towards mixtures: better algorithms, other kinds of data.",
    place="section on the future, second sentence",
    would_change="A replication that finds no gain by algorithms at the frontier, and no use of other data for text.",
    evidence=lambda: dict(
        ho_halving=published.figure(HO),
        small_gain=published.value("gundlach_2025_small_scale_gain"),
        span_years=published.value("gundlach_2025_span"),
        modality_factor=modalities(),
    ),
    opposite=lambda: dict(ho_halving=20 * published.figure(HO), small_gain=1.0, modality_factor=exact(1.0, "×")),
    sources_for=("ho2024algorithmic", "villalobos2024run"),
    sources_against=("gundlach2025origin",),
)
def b34(ho_halving, small_gain, span_years, modality_factor):
    """ho_halving : in months; small_gain : upper bound of the gain by small-scale experiments."""
    ho = propagate(yearly, ho_halving, unit="×", name="gain by algorithms a year, Ho et al.")
    small = yearly(months(small_gain, span_years)) if small_gain > 1 else 1.0
    numbers = (
        ho,
        exact(small, "×", "the same, from the bound by small-scale experiments"),
        modality_factor.named("stock of data with images and video"),
    )
    if min(ho.low, small) < 1 + HYBRID and _low(modality_factor) < 1 + HYBRID:
        because = f"Neither is sure to pay: algorithms gain {ho} a year, or no more than {numbers[1].short}."
        return Finding(V.CONTRADICTED, because, numbers=numbers)
    if ho.low < 1 + HYBRID:
        because = f"Only data of other kinds are sure to pay, {numbers[2]}: algorithms gain {ho} a year."
        return Finding(V.HOLDS_IF, because, "hybrid means other kinds of data", numbers)
    because = (
        f"Algorithms cut the compute for a fixed loss by {ho} a year by Ho et al. How much is contested: small-scale"
        f" experiments account for no more than {numbers[1].short} a year, and most of the rest depends on scale."
        f" Images and video enlarge the stock {numbers[2]}. Both came before any wall, so they did not wait for one."
    )
    condition = "mixtures are meant as what is done, not as what a limit brought about"
    return Finding(V.HOLDS_IF, because, condition, numbers)


@claim(
    "B39",
    "A breakthrough in another kind of computing, such as neuromorphic chips, might overturn the course of scaling.",
    place="section on the future, third sentence",
    would_change="A model trained on such a machine, with its loss and its bill beside those of a run on common chips.",
    evidence=lambda: dict(as_of=NOW, resolved_by=NEXT),
)
def b39(as_of, resolved_by):
    """Years: of the verdict, and of the end of the forecast."""
    left = exact(resolved_by - as_of, "years", "years that the forecast looks ahead")
    because = (
        "It says might, and names no size, no date and no task. None of the runs in our tables was made on such a"
        f" machine, so the forecast of the next {left.short} carries none."
    )
    missing = "one training run on such a machine that can be compared with the others"
    return Finding(V.NOT_CHECKABLE, because, missing, (left,))


@claim(
    "C62",
    "Progress will come next from targeted scaling, architecture, training methods and data together.",
    place="section on the next phase, second paragraph",
    would_change="Proportions, registered before the fact, and an agreed way to measure them.",
    evidence=lambda: dict(
        shares=tuple(coming_share(reading) for reading in ("Ho", "Gundlach")),
        resolved_by=NEXT,
        as_of=NOW,
    ),
)
def c62(shares, resolved_by, as_of):
    """shares : share of algorithms in the coming growth of effective compute, in percent, one for each reading."""
    small, large = sorted(shares, key=float)
    low, high = small.named("smallest share of algorithms"), large.named("largest")
    because = (
        f"The sentence names three ingredients and no proportions. In the growth of effective compute to {resolved_by}"
        f" algorithms have a share of {low} by the one reading and of {high} by the other; it would be called true of"
        " either, and of anything between."
    )
    missing = f"the shares that it expects, a way to measure them, and {exact(resolved_by - as_of).short} years"
    return Finding(V.NOT_CHECKABLE, because, missing, (low, high))


@claim(
    "B40",
    "Optimists expect scaling to go on through innovation; sceptics expect plateaus that force a change of paradigm.",
    place="section on the future, last sentence",
    would_change="One camp without anybody in it.",
    evidence=lambda: dict(optimists=_cited(OPTIMISTS), sceptics=_cited(SCEPTICS)),
    opposite={"sceptics": ""},
    sources_for=(*OPTIMISTS, *SCEPTICS),
)
def b40(optimists, sceptics):
    """Sources in which a camp can be heard, in words; empty where there are none."""
    if not (optimists and sceptics):
        return Finding(V.CONTRADICTED, "Only one of the two camps can be heard in our sources.")
    because = (
        f"Both can be heard: {optimists} finds growth to the end of the decade feasible and expects algorithms"
        f" and chips to improve; {sceptics}, a report made of interviews, announces diminishing returns and"
        " laboratories that change course. How many stand on either side, nobody has counted. Of the two references"
        " given, one does not exist; the other, as far as we read it, reports both moods."
    )
    return Finding(V.HOLDS, because)


def _cited(keys):
    return " and ".join(map(published.cite, keys))
