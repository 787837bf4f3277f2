"""The claims of article A on its chart: what the four bars show, of which steps, and what the last one would cost."""

import numpy as np

from scaling_laws.quantity import exact, listing, say

from ... import published
from ...claims import Finding, Verdict, claim
from . import bars, generations, last_step
from .surfaces import ends

V = Verdict
NEAR = 0.05  # a counter this near to the size of a model shows that size
EQUAL = 0.1  # bars given in whole percent, of which the least is 6, are equal if their ratio is this near to one


def _gain(stem, before, after, benchmark):
    """Points gained between two models on a benchmark, with the interval that its number of questions leaves."""
    first, second = (generations.score(stem.format(model), benchmark) for model in (before, after))
    return (second - first).in_unit("points")


def _trivia_gain():
    """The same on TriviaQA, whose questions the paper does not count."""
    small, large = (published.figure(f"gpt3_triviaqa_{size}") for size in ("13b", "175b"))
    return (large - small).in_unit("points")


@claim(
    "A6",
    "Three counters give the sizes of GPT-3 and GPT-4 and a benchmark gain.",
    place="the three counters under the opening",
    would_change="The page as it was published.",
    evidence=lambda: dict(
        counters=tuple(published.value(f"article_a_counter_{key}") for key in ("gpt3", "gpt4", "gain")),
        gpt3=published.value("gpt3_175b_params"),
    ),
    opposite=dict(counters=(175e9, 1e12, 40.0)),
)
def a6(counters, gpt3):
    """counters : what the page shows. gpt3 : parameters of GPT-3."""
    if not any(counters):
        because = (
            f"All three counters read {say(counters[0])} in the text that we have; only the size of GPT-3,"
            f" {say(gpt3, 'parameters')}, was ever published."
        )
        return Finding(V.NOT_CHECKABLE, because, "the values that the animation counted up to")
    right = abs(counters[0] / gpt3 - 1) < NEAR
    return Finding(V.HOLDS if right else V.CONTRADICTED, f"The first counter reads {say(counters[0])}.")


@claim(
    "A8",
    "Returns shrink in exactly the way of a logarithm.",
    place="section on the flattening curve, first paragraph",
    would_change="A chart with a named metric whose gains per tenfold are equal.",
    evidence=lambda: dict(heights=bars.article_bars()),
    opposite=dict(heights=(20.0, 20.0, 20.0, 20.0)),
    sources_against=("kaplan2020scaling", "hoffmann2022training"),
)
def a8(heights):
    """heights : of the four bars, percent."""
    ratios, fitted = bars.successive_ratios(heights), bars.fit_candidates(heights)
    log = fitted["logarithm", "points"].miss
    floor = fitted["power law with a floor", "percent of the loss before"].miss
    because = (
        f"A logarithm makes all ratios of successive bars {say(1)}; the bars have {listing(ratios, last='')}. The best"
        f" logarithm misses them by {say(log, 'points')}, the best power law with a floor by {say(floor, 'points')}."
    )
    pairs = ("second to first", "third to second", "fourth to third")
    named = tuple(exact(ratio, name=f"ratio {pair}") for pair, ratio in zip(pairs, ratios))
    equal = np.all(np.abs(ratios - 1) < EQUAL)
    return Finding(V.HOLDS if equal else V.CONTRADICTED, because, numbers=named)


@claim(
    "A9",
    "Three of the four bars are measured; only the last is a projection.",
    place="section on the flattening curve, chart",
    would_change="The table behind the chart.",
    evidence=lambda: dict(heights=bars.article_bars(), metric="", source=""),
    opposite=dict(metric="a named score", source="a table in print"),
)
def a9(heights, metric, source):
    """heights : of the four bars, percent. metric, source : of the first three, as the article names them."""
    steps = -np.diff(heights[:3])
    falls = " and by ".join(say(step, "points") for step in steps)
    because = f"The first three bars fall by {falls}; continued, the next would be {say(heights[2] - steps[1], '%')}."
    if metric and source:
        return Finding(V.HOLDS, f"{because} Metric: {metric}; source: {source}.")
    return Finding(V.NOT_CHECKABLE, because, "the metric, the source and the error bars are missing")


@claim(
    "A10",
    "Each bar is the gain for ten times the compute.",
    place="section on the flattening curve, chart",
    would_change="Labels in the unit of the title.",
    evidence=lambda: dict(
        size_exponents=(published.figure("kaplan_2020_nopt_exponent"), published.figure("hoffmann_2022_approach1_a"))
    ),
    opposite=lambda: dict(size_exponents=(exact(1.0), exact(1.0))),
    sources_against=("kaplan2020scaling", "hoffmann2022training"),
)
def a10(size_exponents):
    """size_exponents : the power of compute with which the best model size grows, by two papers."""
    factors = [(10.0 ** (1 / exponent)).in_unit("×") for exponent in size_exponents]
    powers = listing([exponent.short for exponent in size_exponents], last="or")
    because = (
        f"Ten times the parameters is {listing(factors, last='or')} the compute if model size grows as compute to the"
        f" power {powers}; tenfold compute is {say(np.log2(10))} doublings."
    )
    if all(low <= 1 <= high for low, high in map(ends, size_exponents)):
        return Finding(V.HOLDS, because)
    other = "the chart's own labels, which step in parameters, and with the text above it, which steps in doublings"
    return Finding(V.INCONSISTENT, because, other)


@claim(
    "A11",
    "Together the four bars describe one possible history of gains.",
    place="section on the flattening curve, chart",
    would_change="The name of the metric and its starting value.",
    evidence=lambda: dict(heights=bars.article_bars(), metric=""),
    opposite=dict(metric="points of a score"),
)
def a11(heights, metric):
    """heights : of the four bars, percent. metric : what is gained, as the article names it."""
    heights = np.asarray(heights)
    product, total = np.prod(1 + heights / 100), heights.sum()
    because = (
        f"Added, the bars make {say(total, 'points')}, which a score that starts above {say(100 - total, '%')} cannot"
        f" gain; multiplied, {say(product, '×')}, which one that starts above {say(100 / product, '%')} cannot."
    )
    if not metric:
        return Finding(V.NOT_CHECKABLE, because, "what is gained has no name")
    return Finding(V.HOLDS if total <= 100 else V.CONTRADICTED, because)


@claim(
    "A12",
    "The step from ten to a hundred billion parameters brought dramatic gains in reasoning, code and recall of facts.",
    place="section on the flattening curve, first paragraph",
    would_change="A fixed list of tasks chosen before the models were scored.",
    evidence=lambda: dict(
        gains={
            "in reasoning, PaLM on GSM8K with written steps": _gain("cot_gsm8k_palm_{}_cot", "8b", "62b", "GSM8K"),
            "without the steps": _gain("cot_gsm8k_palm_{}_standard", "8b", "62b", "GSM8K"),
            "in code, LLaMA on HumanEval": _gain("llama1_humaneval_{}", "7b", "65b", "HumanEval"),
            "in facts, GPT-3 on TriviaQA": _trivia_gain(),
            "in common sense, GPT-3 on HellaSwag": _gain("gpt3_hellaswag_{}", "13b", "175b", "HellaSwag"),
            "in examinations, PaLM on MMLU": _gain("mmlu_palm_{}_llama_table", "8b", "62b", "MMLU"),
        },
        code=tuple(published.figure(f"chen_2021_humaneval_{model}") for model in ("gpt3", "gptj")),
    ),
    opposite=lambda: dict(gains={"first task": exact(20.0, "points"), "second task": exact(25.0, "points")}),
    sources_for=("touvron2023llama", "wei2022chain"),
    sources_against=("brown2020language", "chen2021evaluating"),
)
def a12(gains, code):
    """gains : points gained over the step, by task and family. code : percent of HumanEval, GPT-3 and GPT-J."""
    listed = "; ".join(f"{name} {gain.short}" for name, gain in gains.items())
    because = f"From about ten to about a hundred billion parameters: {listed}."
    if code[0].value < code[1].value:
        because += (
            f" Size alone does not bring code: of the same problems GPT-3 solved {code[0].short}, a model of six"
            f" billion parameters that had read code {code[1].short}."
        )
    numbers = tuple(gain.named(name) for name, gain in gains.items() if gain.has_interval)
    lows, highs = zip(*map(ends, gains.values()))
    if min(lows) >= max(highs) / 2:
        return Finding(V.HOLDS, because, numbers=numbers)
    return Finding(V.HOLDS_IF, because, "one picks benchmarks, and prompts, that leave chance in that window", numbers)


@claim(
    "A13",
    "The step from a hundred billion to a trillion parameters brought smaller gains.",
    place="section on the flattening curve, first paragraph",
    would_change="Scores of a dense trillion-parameter model trained on enough text.",
    evidence=lambda: dict(
        first=_gain("mmlu_palm_{}_llama_table", "8b", "62b", "MMLU"),
        second=_gain("mmlu_palm_{}_llama_table", "62b", "540b", "MMLU"),
        tokens_per_parameter=published.value("run_palm_flop") / 6 / published.value("run_palm_params") ** 2,
    ),
    opposite=lambda: dict(second=exact(40.0, "points")),
    sources_for=("touvron2023llama",),
    sources_against=("meta2024llama31card",),
)
def a13(first, second, tokens_per_parameter):
    """first, second : points of MMLU gained by PaLM from its small to its middle size, and on to its largest."""
    because = (
        f"PaLM's MMLU score rose by {first.short} from its smallest to its middle size and by {second.short} from there"
        " to its largest. No dense model of a trillion parameters has published scores, and the largest PaLM saw only"
        f" {say(tokens_per_parameter)} tokens per parameter."
    )
    numbers = ((second - first).named("the second gain less the first"),)
    if ends(numbers[0])[0] >= 0:
        return Finding(V.CONTRADICTED, because, numbers=numbers)
    return Finding(V.HOLDS_IF, because, "one under-trained family may stand for the step", numbers)


@claim(
    "A14",
    "A step from one to ten trillion parameters would hardly be worth its cost.",
    place="section on the flattening curve, first paragraph",
    would_change="A measured value of one percent of loss.",
    evidence=lambda: dict(cut=last_step.cut(), cost=last_step.dollars(), value_of_one_percent=None),
    opposite=dict(value_of_one_percent=1e12),
    sources_for=("hoffmann2022training",),
)
def a14(cut, cost, value_of_one_percent):
    """cut : percent of the loss. cost : dollars. value_of_one_percent : dollars, or None if unknown."""
    price = last_step.price(cut, cost)
    because = (
        f"The last step cuts the loss by {cut.short} for some {say(cost, 'dollars')} of rented machines, so one percent"
        f" of loss costs {price}."
    )
    numbers = (cut.named("cut by the last step"),)
    if value_of_one_percent is None:
        condition = "one percent of loss is worth less than that; nobody has shown what it is worth"
        return Finding(V.HOLDS_IF, because, condition, numbers)
    return Finding(V.CONTRADICTED if value_of_one_percent > ends(price)[1] else V.HOLDS, because, numbers=numbers)
