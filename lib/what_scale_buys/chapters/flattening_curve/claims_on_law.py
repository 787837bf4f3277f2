"""The claims on the curve itself: what stands on its axes, which form it has, and where it ends."""

from itertools import pairwise

import numpy as np

from scaling_laws.quantity import exact, listing, say
from scaling_laws.statistics import share

from ... import published
from ...accepted import refit, with_interval
from ...claims import Finding, Verdict, claim
from ...published import value
from . import bars, floors, generations, surfaces
from .surfaces import FUTURE, ends, moment, pure_cut

V = Verdict
EVEN = 0.05  # factors of successive gains that differ by less are one factor
SLOW = 0.005  # a floor that sinks with a smaller exponent loses hardly a percent per tenfold of compute
REACHED = 0.1  # an exponent this near to an end of the quoted range, relatively, reaches it
APART = 1.5  # ranges whose ends are further apart than this factor do not describe one quantity
NOTHING = 1e-9  # percent: a change that is only rounding
GPT3_TASKS = (
    "hellaswag", "lambada", "arith_2d_mul",
    *(f"arith_{digits}d_{kind}" for digits in range(2, 6) for kind in ("add", "sub")),
)  # fmt: skip
GPT3_SIZES = ("small", "medium", "large", "xl", "2p7b", "6p7b", "13b", "175b")


def _scores():
    """What benchmark scores do with size, over the eight sizes of GPT-3: evidence for two claims."""
    tasks = value("lourie_2025_tasks")
    return dict(
        average=tuple(np.mean([value(f"gpt3_{task}_{size}") for task in GPT3_TASKS]) for size in GPT3_SIZES),
        tasks=len(GPT3_TASKS),
        additions=[generations.score(f"gpt3_arith_4d_add_{size}", "addition") for size in GPT3_SIZES],
        predictable=share(round(value("lourie_2025_predictable") * tasks), tasks),
    )


def _average_against_task(average, tasks, additions):
    """How the mean score and one task move from size to size, in words; at how many of the steps the mean rises."""
    rises = int(np.sum(np.diff(average) > 0))
    steps = f"each of the {rises}" if rises == len(average) - 1 else f"{rises} of the {len(average) - 1}"
    text = (
        f"Over the {len(average)} sizes of GPT-3 the mean score of {tasks} tasks rises at {steps} steps, from"
        f" {say(average[0], '%')} to {say(average[-1], '%')}. Single tasks do otherwise: four-digit addition reads"
        f" {listing([right.short for right in additions], last='')}."
    )
    return text, rises == len(average) - 1


@claim(
    "A3",
    "Influential papers of three laboratories show smooth relations between scale and benchmark scores.",
    place="opening, first paragraph",
    would_change="Mean scores over many tasks that jump or fall while models grow.",
    evidence=_scores,
    opposite=lambda: dict(average=_scores()["average"][::-1]),
    sources_for=("brown2020language", "gadre2024language"),
    sources_against=("ganguli2022predictability", "lourie2025scaling"),
)
def a3(average, tasks, additions, predictable):
    """average : mean score by size. additions : percent right by size. predictable : share of tasks that scale so."""
    text, smooth = _average_against_task(average, tasks, additions)
    because = f"{text} In one study {predictable.short} of the tasks scale predictably."
    if not smooth:
        return Finding(V.CONTRADICTED, because)
    return Finding(V.HOLDS_IF, because, "scores are averaged over many tasks; what the laws fit is the loss")


@claim(
    "C61",
    "The laws describe a regime in which more compute reliably raised the scores on the benchmarks of its time.",
    place="section on the next phase, first paragraph",
    would_change="A generation with more compute and lower scores.",
    evidence=lambda: dict(
        **{k: v for k, v in _scores().items() if k != "predictable"},
        pairs={
            "HellaSwag": tuple(value(key) for key in ("gpt3_hellaswag_175b", "gpt4_hellaswag")),
            "MMLU": tuple(value(key) for key in ("gpt3_mmlu", "gpt4_mmlu")),
        },
    ),
    opposite=dict(pairs={"a benchmark": (60.0, 50.0)}),
    sources_for=("brown2020language", "openai2023gpt4"),
    sources_against=("ganguli2022predictability",),
)
def c61(average, tasks, additions, pairs):
    """average, additions : as in `a3`. pairs : {benchmark: scores of GPT-3 and GPT-4}, percent."""
    text, smooth = _average_against_task(average, tasks, additions)
    moved = [f"{name} from {say(before, '%')} to {say(after, '%')}" for name, (before, after) in pairs.items()]
    because = f"{text} From GPT-3 to GPT-4 rose {listing(moved)}."
    if not smooth or any(after <= before for before, after in pairs.values()):
        return Finding(V.CONTRADICTED, because)
    return Finding(V.HOLDS_IF, because, "one averages over tasks: a single one may stand still for most of the way")


@claim(
    "B7",
    "What falls under these laws is an error rate.",
    place="section on what scaling laws are, third sentence",
    would_change="A transformer law fitted to a share of wrong answers.",
    evidence=lambda: dict(unit=published.row("besiroglu_2024_e").unit, speech=published.figure("hestness_2017_speech")),
    opposite=dict(unit="percent of tokens wrong"),
    sources_for=("hestness2017deep",),
    sources_against=("kaplan2020scaling", "hoffmann2022training"),
)
def b7(unit, speech):
    """unit : of the quantity that the laws of language models fit. speech : exponent of an error rate in the first."""
    because = (
        f"The laws for language models fit the average surprise at the next token, in {unit}, which is no share of"
        f" wrong answers. The first of the family did fit error rates: those of speech recognition fell with exponent"
        f" {speech.short} in the data."
    )
    if not unit.startswith("nats"):
        return Finding(V.HOLDS, because)
    return Finding(
        V.HOLDS_IF, because, "error rate is short for the loss, which the article defines the sentence before"
    )


@claim(
    "A7",
    "Scaling still works, but each further dollar of compute returns less.",
    place="section on the flattening curve, first paragraph",
    would_change="A stretch of the frontier on which the loss falls faster than the money grows.",
    evidence=lambda: dict(
        gamma=refit().frontier_exponent,
        price_low=value("epoch_price_decline_low"),
        price_high=value("epoch_price_decline_high"),
    ),
    opposite=dict(price_low=1.0, price_high=1.0),
    sources_for=("hoffmann2022training", "besiroglu2024chinchilla"),
    sources_against=("epoch2025prices",),
)
def a7(gamma, price_low, price_high):
    """gamma : exponent of the frontier. price_low, price_high : yearly fall of the price of a fixed capability."""
    slope = exact(-(1 + gamma), name="exponent of the loss bought by one more FLOP")
    because = (
        f"One more FLOP buys loss in proportion to compute to the power {slope.short}, always positive and always less."
    )
    if price_low <= 1:
        return Finding(V.HOLDS, because, numbers=(slope,))
    because += f" But the price of a fixed capability fell {say(price_low, '×')} to {say(price_high, '×')} a year."
    return Finding(V.HOLDS_IF, because, "prices and methods stand still", (slope,))


@claim(
    "A15",
    "Scaling laws promise logarithmic returns, not linear ones.",
    place="section on the flattening curve, second paragraph",
    would_change="A scaling law in print whose gain per tenfold is constant.",
    evidence=lambda: dict(exponent=surfaces.exponent()),
    opposite=dict(exponent=exact(0.0)),
    sources_against=("kaplan2020scaling", "hoffmann2022training"),
)
def a15(exponent):
    """exponent : of the frontier above the floor."""
    ratio = 10.0**-exponent
    because = (
        f"The papers print power laws. Each tenfold of compute then brings {ratio} of the gain of the tenfold before,"
        f" where a logarithm brings {say(1)} and never flattens."
    )
    low, high = ends(ratio)
    constant = low <= 1 + EVEN and high >= 1 - EVEN
    return Finding(V.HOLDS if constant else V.CONTRADICTED, because)


@claim(
    "A16",
    "Each doubling of compute improves less than the doubling before.",
    place="section on the flattening curve, third paragraph",
    would_change="A loss that keeps falling by the same share over many decades.",
    evidence=lambda: dict(
        first=moment("small"),
        last=moment("llama"),
        cuts=tuple(surfaces.cut(moment(place)) for place in ("small", "chinchilla", "llama")),
        reducible=surfaces.reducible_cut(),
    ),
    opposite=lambda: dict(cuts=(exact(pure_cut(0.05), "%"),) * 3),
    sources_for=("hoffmann2022training", "besiroglu2024chinchilla"),
    sources_against=("kaplan2020scaling",),
)
def a16(first, last, cuts, reducible):
    """Percent cut of the loss per doubling: of the whole loss at growing compute, and of what is above the floor.

    cuts : at the compute `first`, at the budget of Chinchilla and at that of Llama 3.1 405B (`last`).
    """
    because = (
        f"From {say(first, 'FLOP')} to {say(last, 'FLOP')} one doubling cuts the whole loss by"
        f" {listing([cut.short for cut in cuts], last='')}. Above the floor every doubling cuts the same"
        f" {reducible.short}."
    )
    if not all(ends(later - earlier)[1] < -NOTHING for earlier, later in pairwise(cuts)):
        return Finding(V.CONTRADICTED, because)
    numbers = (
        cuts[1].named("at the budget of Chinchilla"),
        cuts[2].named("at that of Llama 3.1 405B"),
        reducible.named("above the floor"),
    )
    return Finding(V.HOLDS_IF, because, "gain means nats, or a share of a loss that has a floor", numbers)


def _sinking():
    """Exponent of the fastest-sinking floor that few runs would not reject, and its loss at the future budget."""
    exponent, law, _ = floors.sinking_floor(floors.run_counts()[0])
    return dict(sinking=exponent, future_sinking=float(law(FUTURE)))


@claim(
    "A17",
    "The curve meets no wall; it bends towards the horizontal.",
    place="section on the flattening curve, third paragraph",
    would_change="Loss on one text and one tokenizer over six or more decades of compute.",
    evidence=lambda: dict(
        published_floors=tuple(floors.published_floors().values()),
        floor=with_interval(lambda surface: surface.E, "nats/token"),
        future=FUTURE,
        future_floor=with_interval(lambda surface: surface.frontier.loss(FUTURE), "nats/token"),
        **_sinking(),
    ),
    opposite=lambda: dict(published_floors=(exact(refit().E, floors.NATS),) * 3, sinking=0.0),
    sources_for=("besiroglu2024chinchilla", "muennighoff2023scaling"),
    sources_against=("kaplan2020scaling", "sardana2024beyond", "krajewski2024finegrained"),
)
def a17(published_floors, floor, sinking, future, future_floor, future_sinking):
    """Floors in print, that of the refit, and the loss at `future` FLOP above it or above a floor that sinks."""
    positive = sorted((each for each in published_floors if each.value > 0), key=float)
    because = (
        f"Published floors run from {positive[0].bare} to {positive[-1].bare} nats per token, and one law has none."
        f" Runs like those behind the refit would not reject a floor that itself falls with exponent {say(sinking)}; at"
        f" {say(future, 'FLOP')} that is {say(future_sinking)} instead of {future_floor.interval}."
    )
    if len(positive) == len(published_floors) and sinking < SLOW:
        return Finding(V.HOLDS, because)
    numbers = (floor.named("floor of the refit"), future_floor.named("loss then, refit"))
    return Finding(V.HOLDS_IF, because, "a floor above zero exists, which the runs suggest and do not prove", numbers)


@claim(
    "B4",
    "Loss is proportional to a negative power of compute.",
    place="section on what scaling laws are, second sentence",
    would_change="Runs over many decades that stay on a straight line.",
    evidence=lambda: dict(
        apparent=with_interval(floors.apparent_exponent),
        reducible=surfaces.exponent(),
        misfit=with_interval(floors.straight_miss, "%"),
        scatter=100 * floors.scatter(),
    ),
    opposite=lambda: dict(misfit=exact(0.1, "%")),
    sources_for=("kaplan2020scaling",),
    sources_against=("hoffmann2022training", "pearce2024reconciling"),
)
def b4(apparent, reducible, misfit, scatter):
    """Exponents: of the nearest straight line, and above the floor. misfit, scatter : percent."""
    because = (
        "Over the range of the published runs the straight line nearest to the fitted frontier has exponent"
        f" {apparent.short}, where the loss above the floor falls with {reducible.short}. The line misses the frontier"
        f" by {misfit}; the scatter of a run is {say(scatter, '%')}."
    )
    if ends(misfit)[1] < scatter / 2:
        return Finding(V.HOLDS, because)
    numbers = (apparent.named("straight-line exponent"), reducible.named("exponent above the floor"))
    return Finding(V.HOLDS_IF, because, "the range is short, or the loss meant is the part above a floor", numbers)


def _ends(stem):
    """Both ends of a range that article B quotes."""
    return value(f"{stem}_low"), value(f"{stem}_high")


def _quoted():
    """The exponents that article B quotes, as evidence."""
    return dict(zip(("low", "high"), _ends("article_b_alpha")))


@claim(
    "B5",
    "For language models that exponent lies between about a twentieth and a tenth.",
    place="section on what scaling laws are, second sentence",
    would_change="A fit of language loss in compute, without a floor, near the upper end.",
    evidence=lambda: dict(
        compute=(
            value("kaplan_2020_alpha_c_min"),
            value("kaplan_2020_alpha_c_naive"),
            value("henighan_2020_language_compute_exponent"),
        ),
        others=(value("kaplan_2020_alpha_n"), value("kaplan_2020_alpha_d")),
        **_quoted(),
    ),
    opposite=dict(compute=(0.05, 0.1)),
    sources_for=("kaplan2020scaling",),
    sources_against=("henighan2020scaling",),
)
def b5(compute, others, low, high):
    """compute, others : exponents in print, in compute and in other variables. low, high : as the article quotes."""
    because = (
        f"Exponents of language loss in compute, without a floor: {listing(compute, last='')}. The exponents near"
        f" {say(high)} belong to parameters and data: {listing(others, last='')}."
    )
    if max(compute) >= (1 - REACHED) * high and min(compute) <= (1 + REACHED) * low:
        return Finding(V.HOLDS, because)
    return Finding(V.INCONSISTENT, because, "its own formula, whose variable is compute")


@claim(
    "B6",
    "Twice the compute cuts the loss by three to four percent.",
    place="section on what scaling laws are, third sentence",
    would_change="Losses of two frontier runs, one with twice the compute of the other.",
    evidence=lambda: dict(
        said=_ends("article_b_doubling"),
        chinchilla=surfaces.cut(moment("chinchilla")),
        llama=surfaces.cut(moment("llama")),
        **_quoted(),
    ),
    opposite=dict(high=0.058),
    sources_for=("kaplan2020scaling",),
    sources_against=("hoffmann2022training", "besiroglu2024chinchilla"),
)
def b6(low, high, said, chinchilla, llama):
    """low, high : quoted exponents. said : cut per doubling, percent; chinchilla, llama : the same at their budgets."""
    cuts, need = (pure_cut(low), pure_cut(high)), [surfaces.exponent_of_cut(cut) for cut in said]
    because = (
        f"The quoted exponents give {say(cuts[0], '%')} to {say(cuts[1], '%')} per doubling; {say(said[0], '%')} to"
        f" {say(said[1], '%')} needs {say(need[0])} to {say(need[1])}. With a floor it is"
        f" {chinchilla.short} at the scale of Chinchilla and {llama.short} at that of Llama 3.1 405B."
    )
    inside = [said[0] <= cut <= said[1] for cut in cuts]
    if all(inside):
        return Finding(V.HOLDS, because)
    if not any(inside):
        return Finding(V.CONTRADICTED, because)
    numbers = (
        chinchilla.named("at the budget of Chinchilla"),
        llama.named("at that of Llama 3.1 405B"),
    )
    condition = f"the exponent lies between {say(need[0])} and {say(need[1])} and there is no floor"
    return Finding(V.HOLDS_IF, because, condition, numbers)


@claim(
    "B8",
    "Gains in equal steps need exponentially growing resources.",
    place="section on what scaling laws are, third sentence",
    would_change="Equal steps of loss at a constant factor of compute.",
    evidence=lambda: dict(
        early=surfaces.step_price(value("article_b_alpha_low"), 3.0),
        late=surfaces.step_price(value("article_b_alpha_low"), 2.0),
    ),
    opposite=dict(early=2.0, late=2.0),
    sources_against=("kaplan2020scaling",),
)
def b8(early, late):
    """early, late : factor of compute for one more tenth of a nat, high and low on the curve."""
    because = (
        f"At the lower quoted exponent one more tenth of a nat costs {say(early, '×')} the compute early on the curve"
        f" and {say(late, '×')} later; an exponential law would ask for one fixed factor."
    )
    if np.isclose(early, late, rtol=EVEN):
        return Finding(V.HOLDS, because)
    if late < early:
        return Finding(V.CONTRADICTED, because)
    condition = "exponential means a factor for every step; the factor of a power law even grows"
    return Finding(V.HOLDS_IF, because, condition)


DECADES = 10.0 ** np.arange(20, 24)  # FLOP


def _gains_by_tenfold():
    """Nats bought by successive tenfolds of compute."""
    return tuple(surfaces.nats_per_decade(before, 10 * before) for before in DECADES[:-1])


def _factors_by_tenfold():
    """Factor of the loss above the floor in the same steps."""

    def factor(surface, before):
        return surface.frontier.reducible(10 * before) / surface.frontier.reducible(before)

    return tuple(surfaces.by_refit(factor, "", before) for before in DECADES[:-1])


@claim(
    "B35",
    "Diminishing returns and reliable progress are two sides of one law.",
    place="conclusion, first sentence",
    would_change="A frontier whose loss stops following its own law.",
    evidence=lambda: dict(gains=_gains_by_tenfold(), factors=_factors_by_tenfold()),
    opposite=lambda: dict(gains=tuple(exact(gain, floors.NATS) for gain in (0.1, 0.4, 0.1))),
    sources_for=("hoffmann2022training", "besiroglu2024chinchilla"),
)
def b35(gains, factors):
    """gains : nats bought by successive tenfolds of compute. factors : of the loss above the floor."""
    because = (
        f"Per tenfold of compute the gain shrinks ({listing([gain.bare for gain in gains], last='')} nats), while the"
        f" loss above the floor keeps its fixed factor ({factors[0].short})."
    )
    changes = [later - earlier for earlier, later in pairwise(gains)]
    shrink = all(ends(change)[1] < 0 for change in changes)
    even = np.ptp(list(map(float, factors))) < EVEN
    numbers = (
        changes[-1].named("gain of the last tenfold less that of the one before"),
        factors[0].named("factor per tenfold above the floor"),
    )
    return Finding(V.HOLDS if shrink and even else V.CONTRADICTED, because, numbers=numbers)


def _agreement(said, question, apart):
    because = f"{question} " + "; ".join(f"article {who}: {what}" for who, what in said.items()) + "."
    if len(set(said.values())) == 1:
        return Finding(V.HOLDS, because)
    return Finding(V.INCONSISTENT, because, apart)


@claim(
    "X1",
    "The articles agree on the form of the law.",
    place="A: section on the flattening curve; B: on what scaling laws are; C: on Chinchilla, last paragraph",
    would_change="One form in all three.",
    evidence=lambda: dict(said={"A": "a logarithm", "B": "a power law", "C": "concave, no form given"}),
    opposite=dict(said={"A": "a power law", "B": "a power law", "C": "a power law"}),
)
def x1(said):
    """said : the form of the curve by article."""
    return _agreement(said, "What curve?", "each other: only article B names the form that the papers print")


@claim(
    "X11",
    "The articles measure progress by the same quantity.",
    place="A: opening and chart; B: section on what scaling laws are; C: section on the evidence",
    would_change="One metric in all three.",
    evidence=lambda: dict(said={"A": "benchmark scores", "B": "loss and error rate in turn", "C": "capability"}),
    opposite=dict(said={"A": "test loss", "B": "test loss", "C": "test loss"}),
)
def x11(said):
    """said : the measure of progress by article."""
    return _agreement(said, "Progress in what?", "each other: no two measure the same thing")


def _tenfold_by_article():
    """Percent bought by tenfold compute, per article, as (lowest, highest)."""
    heights, exponents = bars.article_bars(), _ends("article_b_alpha")
    exchange = 100 * (1 - 1 / value("article_c_exchange_gain"))
    return {
        "A": (heights[-1], heights[0]),
        "B": tuple(pure_cut(exponent, 10.0) for exponent in exponents),
        "C": (exchange, exchange),
    }


@claim(
    "X3",
    "The articles agree on what ten times the compute buys.",
    place="A: the chart; B: section on what scaling laws are; C: section on the industry, third paragraph",
    would_change="One named metric in all three.",
    evidence=lambda: dict(cuts=_tenfold_by_article()),
    opposite=dict(cuts={"A": (10.0, 20.0), "B": (10.0, 20.0), "C": (15.0, 15.0)}),
)
def x3(cuts):
    """cuts : percent bought by tenfold compute, per article, as (lowest, highest)."""
    listed = "; ".join(
        f"{' to '.join(say(cut, '%') for cut in sorted({*ends}))} (article {who})" for who, ends in cuts.items()
    )
    because = f"Ten times the compute buys {listed}."
    lows, highs = zip(*cuts.values())
    if max(lows) <= min(highs) * APART:
        return Finding(V.HOLDS, because)
    return Finding(V.INCONSISTENT, because, "each other: the three cannot be one quantity, and none is named")
