"""How the claims of this chapter are judged: evidence in, finding out."""

import numpy as np

from scaling_laws.quantity import exact, percent

from ...claims import Finding, Verdict
from . import models, ties
from .numbers import SERVED

HALF = 0.5


def judge_a25(shares):
    """Active over total parameters, by model."""
    numbers = tuple(percent(value, f"active share of {name}") for name, value in shares.items())
    words = ", ".join(f"{name} {number.short}" for name, number in zip(shares, numbers))
    if max(shares.values()) < HALF:
        return Finding(Verdict.HOLDS, f"Parameters active for a token: {words}.", numbers=numbers)
    return Finding(Verdict.CONTRADICTED, f"Some mixture uses most of its parameters: {words}.", numbers=numbers)


def judge_a26(compute, hours, mmlu, items, bits, memory):
    """A mixture against a dense model: compute and hours saved, scores (mixture, dense), bits, memory held."""
    gap = models.score_gap(*mmlu, items).named("MMLU, mixture minus dense")
    saved = exact(compute, "×", "training compute, dense over mixture")
    excess = percent(bits[0] / bits[1] - 1, "bits per byte, mixture over dense")
    if gap.high < 0 or compute <= 1:
        return Finding(Verdict.CONTRADICTED, f"The mixture scores {gap} and saves {saved.short}.", numbers=(gap, saved))
    because = (
        f"DeepSeek-V3 took {saved.short} less training compute and {exact(hours, '×').short} fewer GPU-hours (on other"
        f" cards) than Llama 3.1 405B and scored {gap} more on MMLU, by its makers' evaluation. Its bits per byte"
        f" are {exact(abs(excess.value), '%').short} {'higher' if excess.value > 0 else 'lower'}, and it holds"
        f" {exact(memory, '×').short} the weights."
    )
    if bits[0] <= bits[1] and memory <= 1:
        return Finding(Verdict.HOLDS, because, numbers=(gap, saved, excess))
    condition = (
        "cost means training compute and quality a benchmark score: by the loss the dense model is slightly ahead, and"
        " memory is not saved"
    )
    return Finding(Verdict.HOLDS_IF, because, condition, (gap, saved, excess))


def judge_a27(factor, database, replaced, table, rule):
    """Parameters saved by retrieval, tokens of the index, weights replaced, and the share of unseen cases answered."""
    size = exact(factor, "×", "parameters saved at comparable performance")
    index = exact(database, "tokens", "tokens in the index")
    if factor <= 1:
        return Finding(Verdict.CONTRADICTED, "Retrieval saves no parameters.", numbers=(size, index))
    because = (
        f"RETRO is comparable on the Pile to models with {size.short} more parameters. Its index has {index.short},"
        f" about {exact(database / replaced, '×').short} as many as the weights it replaced. In our miniature the"
        f" index answers all stored facts, and of sums, with {percent(table).short} stored, {percent(table).short}; a"
        f" fitted rule answers {percent(rule).short}."
    )
    if table >= rule:
        return Finding(Verdict.HOLDS, because, numbers=(size, index))
    condition = "the question asks for something stored, and the index is counted among the costs"
    return Finding(Verdict.HOLDS_IF, because, condition, (size, index))


def judge_a29(measures_named):
    """Names no measure of intelligence, of structure or of size: there is nothing to compute."""
    because = (
        f"The article names {measures_named or 'no'} measure for any of the three nouns of the sentence, and a little"
        " later calls size necessary. The chapter on Chinchilla judges its measurable neighbour, A30."
    )
    missing = "a measure of intelligence, and one of structure that is not defined by the result"
    return Finding(Verdict.NOT_CHECKABLE, because, missing)


def judge_a32(surfaces, large, small, shrinkage, example):
    """Does size suffice, and is it needed?

    large, small : (parameters, tokens) of two runs. shrinkage : size at which a fixed score was first reached over the
    size some years later. example : (parameters, big parameters, big tokens) for the floor under each fit.
    """
    gaps = {name: s.loss(*large) - s.loss(*small) for name, s in surfaces.items()}
    floors = {name: ties.tie(s, *example) for name, s in surfaces.items()}
    words = ", ".join(f"{exact(g, 'nats').short} by {name}" for name, g in gaps.items())
    numbers = (exact(shrinkage, "×", "smallest model at a fixed score, then over now"),)
    if min(gaps.values()) <= 0:
        return Finding(Verdict.CONTRADICTED, f"The larger run is ahead: {words}.", numbers=numbers)
    reach = ", ".join(
        f"{exact(t, 'tokens').short} by {name}" if np.isfinite(t) else f"no number of tokens by {name}"
        for name, t in floors.items()
    )
    because = (
        f"Size does not suffice: {exact(large[0], 'parameters').short} on {exact(large[1], 'tokens').short} lie behind"
        f" {exact(small[0], 'parameters').short} on {exact(small[1], 'tokens').short} ({words}). Is it needed? For"
        f" {exact(example[0], 'parameters').short} to match {exact(example[1], 'parameters').short} on"
        f" {exact(example[2], 'tokens').short} takes {reach}: the fits disagree on a floor. The size that a fixed score"
        f" needs shrank {exact(shrinkage, '×').short} in two years, by a second-hand count."
    )
    if shrinkage <= 1:
        return Finding(Verdict.HOLDS, because, numbers=numbers)
    condition = "needed is said of a given date, method and amount of data; no fixed size is needed for a fixed level"
    return Finding(Verdict.HOLDS_IF, because, condition, numbers)


def judge_c38(total, active):
    """Total and active parameters of a mixture: what is decoupled, and what is not."""
    work = exact(total / active, "×", "parameters held over parameters used")
    experts, chosen = SERVED
    touched = models.experts_touched(experts, chosen, experts)
    if work.value <= 1:
        return Finding(Verdict.CONTRADICTED, "Every parameter works on every token.", numbers=(work,))
    because = (
        f"The work per token is that of {exact(active, 'parameters').short}; held are"
        f" {exact(total, 'parameters').short}, {work.short} as many. In a batch of a few hundred tokens nearly all"
        f" experts are in use ({percent(touched).short} where {chosen} of {experts} are chosen evenly), so no weight"
        " can be left out."
    )
    return Finding(
        Verdict.HOLDS_IF, because, "inference cost means arithmetic per token; memory grows with the total", (work,)
    )
