"""The claims of article B on errors that add up along an answer."""

from scaling_laws.quantity import exact, percent, say

from ... import published
from ...claims import Finding, Verdict, claim
from . import gpt3, metrics
from .numbers import FAIL, LONG, MEDIUM, PASS, cut, solved

V = Verdict
AMPLIFIED = 2.0  # points of score per point of accuracy that count as amplification
LENGTHS = (2, 3, 4, 5)


@claim(
    "B14",
    "Modest cuts of the per-token error can become leaps of ability because of how tasks are scored.",
    place="section on small improvements, first sentence",
    would_change="Benchmarks scored token by token, where the amplification is one.",
    evidence=lambda: dict(length=MEDIUM, error=cut(), points=0.01, leap=PASS - FAIL),
    opposite=dict(length=1),
    sources_for=("schaeffer2023emergent",),
)
def b14(length, error, points, leap):
    """What exact match gains from one cut, read in points and as a share of the error; leap : the gain that is one."""
    gain = 100 * (metrics.after_absolute_cut(error, length, points) - metrics.exact_match(1 - error, length))
    gain = exact(gain, "percentage points", "gain of exact match for one point of token error")
    most = exact(100 * metrics.best_relative_gain(length, points)[0], "percentage points", "the same, as a share")
    answers = f"answers of {say(length)} {'tokens' if length > 1 else 'token'}"
    if most.value >= 100 * leap:
        because = f"In {answers} a cut of {percent(points).short} of the error is enough for a leap."
        return Finding(V.HOLDS, because, numbers=(gain, most))
    if gain.value <= AMPLIFIED * 100 * points:
        because = f"In {answers} one point of the error moves the score by {gain.short}."
        return Finding(V.CONTRADICTED, because, numbers=(gain, most))
    because = (
        f"One point of a token error of {percent(error).short} moves exact match by {gain.short} in {answers}. But that"
        f" point is {percent(points / error).short} of all errors: {percent(points).short} of them would gain"
        f" {most.short} at best."
    )
    condition = "modest is counted in percentage points, of which the error has only a few left"
    return Finding(V.HOLDS_IF, because, condition, (gain, most))


@claim(
    "B15",
    "A drop of five per cent in per-token error might turn failure into reliability.",
    place="section on small improvements, second sentence",
    would_change="A statement of which five per cent is meant, from what error and for what length.",
    evidence=lambda: dict(drop=cut(), flip=(FAIL, PASS), long=LONG),
    opposite=dict(drop=0.96),
    sources_against=("schaeffer2023emergent",),
)
def b15(drop, flip, long):
    """The cut read as a share of the error and in points; flip : (failure, reliability), as success rates."""
    needed = 1 - 1 / metrics.hazard_to_cut(*flip)
    most = 100 * metrics.best_relative_gain(long, drop)[0]
    gain = exact(most, "percentage points", "largest gain, long answers, cut as a share")
    if drop >= needed:
        because = f"A cut of {percent(drop).short} flips failure into reliability in both readings."
        return Finding(V.HOLDS, because, numbers=(gain,))
    length, error = metrics.shortest_flip(drop, *flip)
    failure, reliability = (percent(success).short for success in flip)
    because = (
        f"As a share of the error the cut gains at most {gain.short} in long answers: a flip from {failure} to"
        f" {reliability} needs a cut of {percent(needed).short}. In percentage points it can flip, for answers of at"
        f" least {say(length)} tokens and errors of about {percent(error).short}, because it then removes nearly all"
        " errors."
    )
    condition = "the cut is meant in percentage points, the error is about as large as the cut, and answers are long"
    return Finding(V.HOLDS_IF, because, condition, (gain, exact(length, "tokens", "shortest answer that can flip")))


def _largest_sums():
    hits = [solved(f"{digits}d_add", "175b") for digits in LENGTHS]
    return dict(hits=hits, lengths=LENGTHS, n=gpt3.items(), agents_shape=published.value("ord_2025_weibull_k"))


@claim(
    "B16",
    "Errors multiply along a sequence of steps.",
    place="section on small improvements, second sentence",
    would_change="Per-step accuracies that stay constant with length in a measured (not implied) series.",
    evidence=_largest_sums,
    opposite=lambda: dict(hits=[round(gpt3.items() * PASS**digits) for digits in LENGTHS]),
    sources_for=("schaeffer2023emergent",),
    sources_against=("brown2020language", "sinha2025illusion", "ord2025halflife"),
)
def b16(hits, lengths, n, agents_shape):
    """One accuracy per digit, tested on sums solved of n each at several lengths; the shape of agents' hazard."""
    g, critical, common = gpt3.common_rate_test(hits, lengths, n)
    numbers = (
        exact(g, name="likelihood-ratio statistic against one rate for all digits"),
        exact(critical, name="critical value"),
    )
    if g <= critical:
        return Finding(V.HOLDS, f"One accuracy per digit, {say(common)}, fits all lengths.", numbers=numbers)
    because = (
        "One accuracy per digit for all lengths is rejected: one for each length gains"
        f" {numbers[0].short} in twice the log likelihood, where chance gains {numbers[1].short} once in twenty times."
        " In GPT-3's sums longer means worse per digit; in agents' tasks the fitted hazard falls instead, with shape"
        f" {say(agents_shape)}. Multiplication is a first approximation."
    )
    condition = "errors are independent, equally likely at every step and never repaired"
    return Finding(V.HOLDS_IF, because, condition, numbers)


@claim(
    "B17",
    "In multi-step problems small gains in accuracy compound.",
    place="section on small improvements, second sentence",
    would_change="Measured hazards that rise along the task in most settings.",
    evidence=lambda: dict(shape=published.value("ord_2025_weibull_k")),
    opposite=dict(shape=2.0),
    sources_for=("sinha2025illusion", "kwa2025measuring"),
)
def b17(shape):
    """The length done at a fixed success when the hazard, of the given Weibull shape, halves."""
    ratio = exact(2 ** (1 / shape), "×", "growth of the length done at a fixed success when the hazard halves")
    if ratio.value >= 2 * (1 - 1e-9):
        because = (
            "At a fixed success rate, and where the hazard does not rise along the task, its length grows at least in"
            f" proportion to one over the error: halving the hazard multiplies it by {ratio.short} at hazard shape"
            f" {say(shape)}. A constant percentage cut per year is then exponential growth of length."
        )
        return Finding(V.HOLDS, because, numbers=(ratio,))
    because = (
        f"With a hazard of shape {say(shape)}, rising along the task, halving it lengthens tasks by only {ratio.short}."
    )
    return Finding(V.HOLDS_IF, because, "later steps are no riskier than earlier ones", (ratio,))
