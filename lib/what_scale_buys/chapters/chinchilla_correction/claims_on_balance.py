"""The claims on balance: models that were too large, what the correction bought, and the small models after it."""

import numpy as np

from scaling_laws.quantity import exact, listing, say

from ... import sweeps
from ...accepted import refit, with_interval
from ...claims import Finding, Verdict, claim
from ...published import value
from . import audit
from .fits import ends, gopher_budget, mmlu
from .isoflop import losses_along, valley_width

BEFORE = ("GPT-3 175B", "Gopher 280B", "MT-NLG 530B", "PaLM 540B", "OPT 175B", "BLOOM 176B")
FIRST_THREE = BEFORE[:3]
STRONG = 2.0  # a factor that nobody would call a rounding error
DEAR = 1.25  # "much" less compute: a run that spends less than a quarter too much is not wasteful
SLOWER = 0.9  # a slope a tenth below the balanced one has another cause than rounding


def times(x):
    return say(x, "×")


def low(quantity):
    """The lower end of a quantity; the number itself where it has no interval."""
    return ends(quantity)[0]


def waste(label):
    """Compute that a run spent over the compute that its loss needs, by the refit."""
    return with_interval(lambda s: audit.waste(s, audit.run(label)), "×")


def nothing_saved():
    return exact(1.0, "×")


# ---- too large ----


@claim(
    "C7",
    "For four years larger models were better models.",
    place="section on the law, fourth paragraph",
    would_change="A larger model that beats a smaller one of equal compute in the years after 2022.",
    evidence=lambda: dict(
        small_score=mmlu("chinchilla_mmlu"),
        big_score=mmlu("gopher_mmlu"),
        small=audit.run("Chinchilla 70B").N,
        big=audit.run("Gopher 280B").N,
    ),
    opposite=lambda: dict(small_score=mmlu("gopher_mmlu"), big_score=mmlu("chinchilla_mmlu")),
    sources_against=("hoffmann2022training",),
)
def c7(small_score, big_score, small, big):
    """The smaller and the larger model of equal compute on one benchmark."""
    text = (
        f"At equal compute {say(small, 'parameters')} scored {small_score} on MMLU and {say(big, 'parameters')}"
        f" {big_score}."
    )
    if small_score.low > big_score.high:
        return Finding(
            Verdict.INCONSISTENT,
            f"{text} More compute was better; more parameters for the same compute were not.",
            "the same article's section on Chinchilla, which says that models had been too large",
        )
    return Finding(Verdict.HOLDS, text)


@claim(
    "C24",
    "Chinchilla showed that the field had been scaling its models suboptimally.",
    place="section on Chinchilla, first paragraph",
    would_change="A repetition at Gopher's budget in which the larger model wins.",
    evidence=lambda: dict(
        small_ppl=value("chinchilla_wikitext_ppl"),
        big_ppl=value("gopher_wikitext_ppl"),
        gain=with_interval(audit.predicted_gap, "nats/token"),
    ),
    opposite=lambda: dict(small_ppl=value("gopher_wikitext_ppl"), big_ppl=value("chinchilla_wikitext_ppl")),
    sources_for=("hoffmann2022training",),
)
def c24(small_ppl, big_ppl, gain):
    """Perplexities of Chinchilla and Gopher, and the gap that the refit predicts."""
    gap = np.log(big_ppl / small_ppl)
    text = (
        f"With equal compute the smaller model is {say(gap, 'nats/token')} better on Wikitext-103; the refit predicts"
        f" {gain} on its own text."
    )
    return Finding(Verdict.HOLDS if gap > 0 and low(gain) > 0 else Verdict.CONTRADICTED, text)


@claim(
    "C25",
    "The custom had been to build the largest model that a budget allows.",
    place="section on Chinchilla, first paragraph",
    would_change="Large runs of that time with ten or more tokens per parameter.",
    evidence=lambda: dict(
        ratios=tuple(audit.run(label).ratio for label in BEFORE),
        best=with_interval(lambda s: s.optimum(gopher_budget()).tokens_per_parameter),
    ),
    opposite=lambda: dict(ratios=(audit.run("Chinchilla 70B").ratio,) * 2),
    sources_for=("kaplan2020scaling", "brown2020language", "rae2021scaling"),
)
def c25(ratios, best):
    """Tokens per parameter of the runs before Chinchilla, and the best number by the refit."""
    text = (
        f"The large runs planned before the correction saw {min(ratios):.1f} to {max(ratios):.1f} tokens per parameter;"
        f" by the refit the best number is {best}."
    )
    return Finding(Verdict.HOLDS if max(ratios) < low(best) / STRONG else Verdict.CONTRADICTED, text)


@claim(
    "C26",
    "For each compute budget there is a best balance of model size and data.",
    place="section on Chinchilla, second paragraph",
    would_change="A sweep at fixed compute whose loss keeps falling to the edge.",
    evidence=lambda: dict(
        losses=losses_along(refit(), gopher_budget()),
        smallest=with_interval(lambda s: valley_width(s)[0]),
        largest=with_interval(lambda s: valley_width(s)[1]),
    ),
    opposite=lambda: dict(losses=np.sort(losses_along(refit(), gopher_budget()))),
    sources_for=("hoffmann2022training", "kaplan2020scaling"),
)
def c26(losses, smallest, largest):
    """Losses along a budget, from small models to large; the ends of the cheap range of sizes."""
    if not 0 < int(np.argmin(losses)) < len(losses) - 1:
        return Finding(Verdict.CONTRADICTED, "The loss along the budget has no minimum between the sizes tried.")
    text = (
        f"Every isoFLOP curve has one minimum, and a flat one: from {smallest} to {largest} times the best size, a"
        " model needs at most a fifth more compute."
    )
    return Finding(Verdict.HOLDS, text)


def _size_errors():
    return tuple(with_interval(lambda s, r=r: audit.size_error(s, r), "×") for r in map(audit.run, BEFORE))


def _hungrier(ratio):
    """In how many independent public sweeps the best run at about that compute has more tokens per parameter."""
    return sweeps.holds(lambda fit: fit.ratio_1e24 > ratio, among=sweeps.independent(own=False))


@claim(
    "C27",
    "Models had been too large for the data that they were trained on.",
    place="section on Chinchilla, second paragraph",
    would_change="A fit under which the optimum at those budgets lies at their sizes.",
    evidence=lambda: dict(
        errors=_size_errors(),
        elsewhere=_hungrier(max(audit.run(label).ratio for label in BEFORE)),
    ),
    opposite=lambda: dict(errors=tuple(exact(1 / error.value, "×") for error in _size_errors())),
    sources_for=("hoffmann2022training", "besiroglu2024chinchilla"),
)
def c27(errors, elsewhere):
    """Parameters over the optimal parameters for the runs before Chinchilla.

    elsewhere : in how many independent public sweeps the best run at about their compute has more tokens per parameter
    than any of them had.
    """
    text = (
        f"Their sizes over the best size at their compute: {min(errors, key=float)} to {max(errors, key=float)}. Of the"
        f" independent public sweeps, {elsewhere} ask for more tokens per parameter at that scale than any of them had."
    )
    if min(map(low, errors)) <= 1:
        return Finding(Verdict.CONTRADICTED, text)
    if elsewhere.no:
        return Finding(Verdict.HOLDS_IF, text, f"one does not ask {listing(elsewhere.no)}")
    return Finding(Verdict.HOLDS, text)


# ---- what balance bought, and what it could not buy ----


@claim(
    "C28",
    "A balanced model reaches the same performance with much less compute.",
    place="section on Chinchilla, second paragraph",
    would_change="A balanced run that needs as much compute as the unbalanced one it matches.",
    evidence=lambda: dict(wastes={label: waste(label) for label in FIRST_THREE}),
    opposite=lambda: dict(wastes={"Gopher 280B": nothing_saved()}),
    sources_for=("hoffmann2022training", "besiroglu2024chinchilla"),
)
def c28(wastes):
    """Compute spent over compute needed, by run."""
    words = listing([f"{label} {spent}" for label, spent in wastes.items()])
    verdict = Verdict.HOLDS if min(map(low, wastes.values())) > DEAR else Verdict.CONTRADICTED
    return Finding(verdict, f"Compute spent over the least for the same loss: {words}.")


@claim(
    "C29",
    "Part of the apparent diminishing returns came from inefficient scaling and was no limit of scaling itself.",
    place="section on Chinchilla, third paragraph",
    would_change="Benchmarks that flatten as before along a balanced path, at the old rate.",
    evidence=lambda: dict(
        practice=with_interval(lambda s: audit.frozen_data_exponent(s, audit.run("Gopher 280B"))),
        balanced=with_interval(lambda s: s.frontier_exponent),
    ),
    opposite=lambda: dict(practice=with_interval(lambda s: s.frontier_exponent)),
    sources_for=("hoffmann2022training",),
)
def c29(practice, balanced):
    """Slope of the reducible loss with data frozen, and on the balanced frontier."""
    text = (
        f"At Gopher the exponent of the reducible loss in compute was {practice} while only parameters grew, against"
        f" {balanced} in balance."
    )
    if ends(practice / balanced)[1] < SLOWER:
        condition = "part means the bend that frozen data added, not the bend that remains"
        return Finding(Verdict.HOLDS_IF, text, condition)
    return Finding(Verdict.CONTRADICTED, text)


def _overtraining():
    """Tokens per parameter over R's optimum at the same compute, of the median run that is too small."""
    small = audit.camps()["too small"]
    return with_interval(
        lambda s: np.median([r.ratio / s.optimum(r.compute).tokens_per_parameter for r in small], axis=0), "×"
    )


@claim(
    "C30",
    "Labs that went over to Chinchilla-optimal training got more capability for each dollar of compute.",
    place="section on Chinchilla, third paragraph",
    would_change="Accounts of a lab that include what its models cost to serve.",
    evidence=lambda: dict(gain=waste("Gopher 280B"), overtraining=_overtraining()),
    opposite=lambda: dict(gain=nothing_saved()),
    sources_for=("hoffmann2022training",),
    sources_against=("sardana2024beyond", "meta2024llama3card"),
)
def c30(gain, overtraining):
    """Compute saved by balance, and how far later small models moved past it."""
    text = (
        f"Balance saves {gain} on Gopher's loss. Yet the median audited run that is too small has {overtraining} the"
        " tokens per parameter that the refit calls optimal."
    )
    if low(gain) <= 1:
        return Finding(Verdict.CONTRADICTED, text)
    condition = "the dollar is a training dollar; once serving is paid for, the labs left the balance again"
    return Finding(Verdict.HOLDS_IF if overtraining.low > STRONG else Verdict.HOLDS, text, condition)


@claim(
    "C31",
    "Even with the best allocation, capability against compute keeps its concave shape.",
    place="section on Chinchilla, last paragraph",
    would_change="A frontier whose reducible loss falls in proportion to compute.",
    evidence=lambda: dict(exponent=with_interval(lambda s: s.frontier_exponent)),
    opposite=lambda: dict(exponent=exact(-1.0)),
    sources_for=("hoffmann2022training", "besiroglu2024chinchilla"),
)
def c31(exponent):
    """Exponent of the reducible loss; a straight line against compute would need minus one."""
    text = (
        f"On the corrected frontier the reducible loss falls with exponent {exponent}. A straight line in compute would"
        " need an exponent of minus one."
    )
    return Finding(Verdict.HOLDS if low(exponent) > 0 else Verdict.CONTRADICTED, text)


@claim(
    "C32",
    "The Chinchilla recipe makes the curve more efficient, not linear.",
    place="section on Chinchilla, last paragraph",
    would_change="A recipe that changes the exponent and not only the constant.",
    evidence=lambda: dict(saving=waste("Gopher 280B"), gamma=with_interval(lambda s: s.frontier_exponent)),
    opposite=lambda: dict(saving=nothing_saved()),
    sources_for=("hoffmann2022training", "besiroglu2024chinchilla"),
)
def c32(saving, gamma):
    """The saving from balance, and the interval of the exponent that remains."""
    text = (
        f"Gopher spent {saving} the compute that balance needs, and the balanced law is still a power law, with"
        f" exponent {gamma}."
    )
    return Finding(Verdict.HOLDS if low(saving) > 1 and gamma.low > 0 else Verdict.CONTRADICTED, text)


# ---- small models ----


def _saving(big_tokens):
    """Compute of the large model over that of the small one of equal loss; 0 where there is none."""
    small, big = value("article_a_small_model"), value("article_a_big_model")
    return with_interval(lambda s: big * big_tokens / (small * s.tokens_for_loss(small, s.loss(big, big_tokens))), "×")


@claim(
    "A30",
    "A model of fifty billion parameters that is well organised can beat a badly organised one of ten times the size.",
    place="section on efficiency, second paragraph",
    would_change="A large model given as many tokens as today's small ones get, and still beaten by the small one.",
    evidence=lambda: dict(
        saving=_saving(value("gpt3_tokens")),
        small=value("article_a_small_model"),
        big=value("article_a_big_model"),
        big_tokens=value("gpt3_tokens"),
    ),
    opposite=lambda: dict(saving=_saving(value("llama3_tokens")), big_tokens=value("llama3_tokens")),
    sources_for=("hoffmann2022training", "touvron2023llama", "abdin2024phi3"),
)
def a30(saving, small, big, big_tokens):
    """Compute that the small model saves when it reaches the big one's loss."""
    pair = (
        f"A model of {say(small, 'parameters')} ties with one of {say(big, 'parameters')} trained on"
        f" {say(big_tokens, 'tokens')}"
    )
    if low(saving) > 1:
        tie = (big * big_tokens / small / saving).in_unit("tokens")
        text = f"{pair} when it gets {tie}. The large model took more compute: {saving}."
        return Finding(Verdict.HOLDS_IF, text, "the large model was starved of data")
    return Finding(Verdict.CONTRADICTED, f"{pair} at best with more compute than the large model took.")


@claim(
    "C59",
    "Putting AI to practical use does not take the resources of the frontier.",
    place="section on the industry, last paragraph",
    would_change="A capable small model made from scratch for a small fraction of the compute of the older giants.",
    evidence=lambda: dict(
        before=value("qlora_65b_memory_before"),
        after=value("qlora_65b_memory_after"),
        making=audit.run("Llama 3 8B").compute,
        frontier=value("gpt3_175b_flop"),
    ),
    opposite=lambda: dict(making=value("gpt3_175b_flop") / 10),
    sources_for=("dettmers2023qlora",),
    sources_against=("meta2024llama3card",),
)
def c59(before, after, making, frontier):
    """Memory to tune a model, and compute to make one, against yesterday's frontier."""
    text = (
        f"Tuning a model of the largest LLaMA's size took {after:.0f} GB instead of more than {before:.0f}. Making the"
        f" Llama 3 of eight billion took {say(making, 'FLOP')}, {times(making / frontier)} the compute of GPT-3."
    )
    if making > frontier:
        return Finding(Verdict.HOLDS_IF, text, "practical use means tuning and serving a model that somebody else made")
    return Finding(Verdict.HOLDS, text)


def _llama_beside_gpt3():
    llama = audit.run("Llama 3 8B")
    return dict(small=llama.compute, giant=value("gpt3_175b_flop"), ratio=llama.ratio)


@claim(
    "X8",
    "The articles praise small models and leave out that these are over-trained with more compute than GPT-3 had.",
    place="A: section on efficiency, second paragraph; C: section on the industry, last paragraph",
    would_change="A model of today's small class that reaches its level with less training compute than GPT-3.",
    evidence=_llama_beside_gpt3,
    opposite=lambda: dict(small=value("gpt3_175b_flop"), giant=audit.run("Llama 3 8B").compute),
    sources_for=("meta2024llama3card", "brown2020language"),
)
def x8(small, giant, ratio):
    """Compute of a small model of today over that of GPT-3."""
    text = (
        f"Llama 3 with eight billion parameters took {times(small / giant)} the compute of GPT-3, at {ratio:.0f} tokens"
        " per parameter: it is scaling along the other axis, which no article mentions."
    )
    return Finding(Verdict.HOLDS if small > giant else Verdict.CONTRADICTED, text)
