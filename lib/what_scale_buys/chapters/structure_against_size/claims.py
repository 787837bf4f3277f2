"""The claims of articles A and C that this chapter judges."""

import numpy as np

from scaling_laws.quantity import exact, percent, say

from ... import accepted, published
from ...accepted import hoffmann, with_interval
from ...claims import Finding, Verdict, claim
from . import models, recall, ties
from .numbers import SERVED, sizes

V = Verdict
HALF = 0.5  # a mixture that uses more than half of its parameters for a token is not spoken of as sparse


def _shares():
    return {m.name: m.share for m in models.mixtures()}


@claim(
    "A25",
    "A mixture of experts uses only a part of its parameters for each token.",
    would_change="A widely used mixture that routes every token through most of its experts.",
    evidence=lambda: dict(shares=_shares()),
    opposite=lambda: dict(shares=dict.fromkeys(_shares(), 1.0)),
    sources_for=("jiang2024mixtral", "deepseek2024v2", "deepseek2024v3"),
)
def a25(shares):
    """Active over total parameters, by model."""
    numbers = tuple(percent(value, f"active share of {name}") for name, value in shares.items())
    words = ", ".join(f"{name} {number.short}" for name, number in zip(shares, numbers))
    if max(shares.values()) < HALF:
        return Finding(V.HOLDS, f"Parameters active for a token: {words}.", numbers=numbers)
    return Finding(V.CONTRADICTED, f"Some mixture uses most of its parameters: {words}.", numbers=numbers)


def _pair():
    pair = models.matched()
    items = published.value("mmlu_test_items")
    return dict(compute=pair.compute, hours=pair.hours, mmlu=pair.mmlu, items=items, bits=pair.bits, memory=pair.memory)


@claim(
    "A26",
    "Mixtures of experts match dense models at a fraction of the cost.",
    would_change=(
        "Pairs trained by one group on the same text with the same compute, compared by loss and by benchmarks."
    ),
    evidence=_pair,
    opposite=lambda: dict(mmlu=models.matched().mmlu[::-1]),
    sources_for=("deepseek2024v3", "krajewski2024finegrained", "jiang2024mixtral"),
    sources_against=("clark2022unified",),
)
def a26(compute, hours, mmlu, items, bits, memory):
    """A mixture against a dense model: compute and hours saved, scores (mixture, dense), bits, memory held."""
    gap = models.score_gap(*mmlu, items).named("MMLU, mixture minus dense")
    saved = exact(compute, "×", "training compute, dense over mixture")
    excess = percent(bits[0] / bits[1] - 1, "bits per byte, mixture over dense")
    if gap.high < 0 or compute <= 1:
        return Finding(V.CONTRADICTED, f"The mixture scores {gap} and saves {saved.short}.", numbers=(gap, saved))
    because = (
        f"DeepSeek-V3 took {saved.short} less training compute and {say(hours, '×')} fewer GPU-hours (on other cards)"
        f" than Llama 3.1 405B and scored {gap} more on MMLU, by its makers' evaluation. Its bits per byte are"
        f" {say(abs(excess.value), '%')} {'higher' if excess.value > 0 else 'lower'}, and it holds {say(memory, '×')}"
        " the weights."
    )
    if bits[0] <= bits[1] and memory <= 1:
        return Finding(V.HOLDS, because, numbers=(gap, saved, excess))
    condition = (
        "cost means training compute and quality a benchmark score: by the loss the dense model is slightly ahead, and"
        " memory is not saved"
    )
    return Finding(V.HOLDS_IF, because, condition, (gap, saved, excess))


def _retrieval():
    factor = published.value("retro_param_factor")
    table, rule = recall.sums(recall.SEEN)
    return dict(
        factor=factor,
        database=published.value("retro_database"),
        replaced=published.value("gpt3_175b_params") * (1 - 1 / factor),
        table=table,
        rule=rule,
    )


@claim(
    "A27",
    "Retrieval makes it unnecessary to memorise facts.",
    would_change="A retrieving model that keeps its lead on questions whose answer no document holds.",
    evidence=_retrieval,
    opposite=lambda: dict(table=recall.sums(recall.SEEN)[1]),
    sources_for=("borgeaud2022retro", "izacard2022atlas", "shao2024scaling"),
)
def a27(factor, database, replaced, table, rule):
    """Parameters saved by retrieval, tokens of the index, weights replaced, and the share of unseen cases answered."""
    size = exact(factor, "×", "parameters saved at comparable performance")
    index = exact(database, "tokens", "tokens in the index")
    if factor <= 1:
        return Finding(V.CONTRADICTED, "Retrieval saves no parameters.", numbers=(size, index))
    because = (
        f"RETRO is comparable on the Pile to models with {size.short} more parameters. Its index has {index.short},"
        f" about {say(database / replaced, '×')} as many as the weights it replaced. In our miniature the index answers"
        f" all stored facts, and of sums, with {percent(table).short} stored, {percent(table).short}; a fitted rule"
        f" answers {percent(rule).short}."
    )
    if table >= rule:
        return Finding(V.HOLDS, because, numbers=(size, index))
    condition = "the question asks for something stored, and the index is counted among the costs"
    return Finding(V.HOLDS_IF, because, condition, (size, index))


@claim(
    "A29",
    "Intelligence is a matter of structure, and size is beside the point.",
    would_change="Definitions of the nouns that two readers would apply alike, made before the models are compared.",
    evidence=lambda: dict(measures_named=0),
)
def a29(measures_named):
    """Names no measure of intelligence, of structure or of size: there is nothing to compute."""
    because = (
        f"The article names {measures_named or 'no'} measure for any of the three nouns of the sentence, and a little"
        " later calls size necessary. The chapter on Chinchilla judges its measurable neighbour, A30."
    )
    missing = "a measure of intelligence, and one of structure that is not defined by the result"
    return Finding(V.NOT_CHECKABLE, because, missing)


def _size():
    small, big, _, ample = sizes()
    large, fed = ties.runs()["MT-NLG"], ties.runs()["Chinchilla"]
    return dict(
        large=large,
        small=fed,
        gaps=loss_gaps(large, fed),
        shrinkage=published.value("aiindex_2025_smallest_60mmlu_ratio"),
        example=(small, big, ample),
        reach={name: ties.tie(surface(), small, big, ample) for name, surface in accepted.FITS.items()},
        never=ties.never_share(accepted.draws(), small, big, ample),
    )


def loss_gaps(large, small):
    """Predicted loss of one run above another's, each (parameters, tokens), by fit; R with its interval."""

    def gap(surface):
        return surface.loss(*large) - surface.loss(*small)

    return {"H": exact(gap(hoffmann()), "nats/token"), "R": with_interval(gap, "nats/token")}


@claim(
    "A32",
    "Scale is needed but does not suffice.",
    would_change="A smallest size for a fixed score that stayed put for several years of new methods.",
    evidence=_size,
    opposite=dict(shrinkage=1.0),
    sources_for=("hoffmann2022training",),
    sources_against=("aiindex2025",),
)
def a32(large, small, gaps, shrinkage, example, reach, never):
    """Does size suffice, and is it needed?

    large, small : (parameters, tokens) of two runs; gaps : loss of the first above the second's, by fit. shrinkage :
    size at which a fixed score was first reached over the size some years later. example : (parameters, big parameters,
    big tokens); reach : tokens with which the small model ties, by fit; never : share of R's draws without a tie.
    """
    words = ", ".join(f"{gap} by {name}" for name, gap in gaps.items())
    numbers = (exact(shrinkage, "×", "smallest model at a fixed score, then over now"),)
    lows, highs = zip(*((gap.low, gap.high) if gap.has_interval else (gap.value,) * 2 for gap in gaps.values()))
    if max(highs) <= 0:
        return Finding(V.CONTRADICTED, f"The larger run is ahead: its loss is higher by {words}.", numbers=numbers)
    if min(lows) <= 0:
        because = f"The larger run lies behind by {words}: which of the two is ahead stays open."
        return Finding(V.NOT_CHECKABLE, because, "fits that agree on the order of the two runs", numbers)
    takes = ", ".join(f"{_reach(tokens)} by {name}" for name, tokens in reach.items())
    because = (
        f"Size does not suffice: {_run(*large)} lie behind {_run(*small)}: {words}. Is it needed? For"
        f" {say(example[0], 'parameters')} to match {_run(*example[1:])} takes {takes}: the fits disagree on a"
        f" floor. (Drawn within R's errors, it stands above the giant's loss in {never.short} of the cases.) The size"
        f" that a fixed score needs shrank {say(shrinkage, '×')} in two years, by a second-hand count."
    )
    if shrinkage <= 1:
        return Finding(V.HOLDS, because, numbers=numbers)
    condition = "needed is said of a given date, method and amount of data; no fixed size is needed for a fixed level"
    return Finding(V.HOLDS_IF, because, condition, numbers)


def _run(N, D):
    return f"{say(N, 'parameters')} on {say(D, 'tokens')}"


def _reach(tokens):
    return say(tokens, "tokens") if np.isfinite(tokens) else "no number of tokens"


def _largest_mixture():
    v3 = models.mixtures()[-1]
    return dict(total=v3.total, active=v3.active, served=SERVED)


@claim(
    "C38",
    "Mixtures of experts have separated the total number of parameters from the cost of inference.",
    would_change="A mixture that leaves most of its weights on slow storage and answers as fast.",
    evidence=_largest_mixture,
    opposite=lambda: dict(active=models.mixtures()[-1].total),
    sources_for=("deepseek2024v3", "ludziejewski2025joint"),
)
def c38(total, active, served):
    """Total and active parameters of a mixture, its (experts, experts chosen): what is decoupled, and what is not."""
    work = exact(total / active, "×", "parameters held over parameters used")
    experts, chosen = served
    if work.value <= 1:
        return Finding(V.CONTRADICTED, "Every parameter works on every token.", numbers=(work,))
    touched = percent(models.experts_touched(experts, chosen, experts)).short
    because = (
        f"The work per token is that of {say(active, 'parameters')}; held are {say(total, 'parameters')}, {work.short}"
        f" as many. In a batch of a few hundred tokens nearly all experts are in use ({touched} where {chosen} of"
        f" {experts} are chosen evenly), so no weight can be left out."
    )
    condition = "inference cost means arithmetic per token; memory grows with the total"
    return Finding(V.HOLDS_IF, because, condition, (work,))
