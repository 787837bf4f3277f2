"""The claims on balance: models that were too large, what the correction bought, and the small models after it."""

import numpy as np

from scaling_laws.laws import compute_cost
from scaling_laws.quantity import estimate, listing, percent, say

from ...accepted import FITS, refit, with_interval
from ...claims import Finding, Verdict, claim
from ...published import value
from . import audit
from .fits import gopher_budget
from .isoflop import losses_along, valley_width

BEFORE = ("GPT-3 175B", "Gopher 280B", "MT-NLG 530B", "PaLM 540B", "OPT 175B", "BLOOM 176B")
FIRST_THREE = BEFORE[:3]
STRONG = 2.0  # a factor that nobody would call a rounding error
DEAR = 1.25  # "much" less compute: a run that spends less than a quarter too much is not wasteful
SLOWER = 0.9  # a slope a tenth below the balanced one has another cause than rounding


def by_fit(function):
    """Fit's letter -> function of its surface."""
    return {name: function(fit()) for name, fit in FITS.items()}


def of_fits(by_name, write):
    """'x (H), y (R)': a value by fit, as `write` writes it."""
    return listing([f"{write(value)} ({name})" for name, value in by_name.items()], last="")


def times(x):
    return say(x, "×")


def gopher_waste():
    """Compute that Gopher spent over the compute that its loss needs, by fit."""
    return by_fit(lambda s: audit.waste(s, audit.run("Gopher 280B")))


def frontier_exponent():
    """Exponent of the reducible loss on R's frontier, with its interval."""
    return with_interval(lambda s: s.frontier_exponent)


# ---- too large ----


@claim(
    "C7",
    "For four years larger models were better models.",
    would_change="A larger model that beats a smaller one of equal compute in the years after 2022.",
    evidence=lambda: dict(
        small_score=value("chinchilla_mmlu"),
        big_score=value("gopher_mmlu"),
        small=audit.run("Chinchilla 70B").N,
        big=audit.run("Gopher 280B").N,
    ),
    opposite=lambda: dict(small_score=value("gopher_mmlu"), big_score=value("chinchilla_mmlu")),
    sources_against=("hoffmann2022training",),
)
def c7(small_score, big_score, small, big):
    """The smaller and the larger model of equal compute on one benchmark."""
    text = (
        f"At equal compute {say(small, 'parameters')} scored {small_score:g} % on MMLU and {say(big, 'parameters')}"
        f" {big_score:g} %."
    )
    if small_score > big_score:
        return Finding(
            Verdict.INCONSISTENT,
            f"{text} More compute was better; more parameters for the same compute were not.",
            "the same article's section on Chinchilla, which says that models had been too large",
        )
    return Finding(Verdict.HOLDS, text)


@claim(
    "C24",
    "Chinchilla showed that the field had been scaling its models suboptimally.",
    would_change="A repetition at Gopher's budget in which the larger model wins.",
    evidence=lambda: dict(
        small_ppl=value("chinchilla_wikitext_ppl"),
        big_ppl=value("gopher_wikitext_ppl"),
        gains=by_fit(audit.predicted_gap),
    ),
    opposite=lambda: dict(small_ppl=value("gopher_wikitext_ppl"), big_ppl=value("chinchilla_wikitext_ppl")),
    sources_for=("hoffmann2022training",),
)
def c24(small_ppl, big_ppl, gains):
    """Perplexities of Chinchilla and Gopher, and the predicted gap under both fits."""
    gap = np.log(big_ppl / small_ppl)
    text = (
        f"With equal compute the smaller model is {say(gap, 'nats/token')} better on Wikitext-103; the surfaces predict"
        f" a gap of {of_fits(gains, say)} on their own text."
    )
    return Finding(Verdict.HOLDS if gap > 0 and min(gains.values()) > 0 else Verdict.CONTRADICTED, text)


@claim(
    "C25",
    "The custom had been to build the largest model that a budget allows.",
    would_change="Large runs of that time with ten or more tokens per parameter.",
    evidence=lambda: dict(
        ratios=tuple(audit.run(label).ratio for label in BEFORE),
        best=min(by_fit(lambda s: s.optimum(gopher_budget()).tokens_per_parameter).values()),
    ),
    opposite=lambda: dict(ratios=(audit.run("Chinchilla 70B").ratio,) * 2),
    sources_for=("kaplan2020scaling", "brown2020language", "rae2021scaling"),
)
def c25(ratios, best):
    """Tokens per parameter of the runs before Chinchilla, and the lowest accepted optimum."""
    text = (
        f"The large runs planned before the correction saw {min(ratios):.1f} to {max(ratios):.1f} tokens per parameter;"
        f" the lower of the two accepted optima is {best:.0f}."
    )
    return Finding(Verdict.HOLDS if max(ratios) < best / STRONG else Verdict.CONTRADICTED, text)


@claim(
    "C26",
    "For each compute budget there is a best balance of model size and data.",
    would_change="A sweep at fixed compute whose loss keeps falling to the edge.",
    evidence=lambda: dict(
        losses=by_fit(lambda s: losses_along(s, gopher_budget())),
        width=by_fit(lambda s: valley_width(s, gopher_budget())),
    ),
    opposite=lambda: dict(losses={"H": np.sort(losses_along(FITS["H"](), gopher_budget()))}),
    sources_for=("hoffmann2022training", "kaplan2020scaling"),
)
def c26(losses, width):
    """Losses along a budget, from small models to large, under every fit; the cheap range of sizes."""
    inside = all(0 < int(np.argmin(row)) < len(row) - 1 for row in losses.values())
    if not inside:
        return Finding(Verdict.CONTRADICTED, "The loss along the budget has no minimum between the sizes tried.")
    words = of_fits(width, lambda ends: f"{ends[0]:.2f} to {ends[1]:.2f}")
    text = (
        f"Every isoFLOP curve has one minimum, and a flat one: sizes of {words} times the best need at most a fifth"
        " more compute."
    )
    return Finding(Verdict.HOLDS, text)


def _size_errors(surface):
    return tuple(audit.size_error(surface, audit.run(label)) for label in BEFORE)


@claim(
    "C27",
    "Models had been too large for the data that they were trained on.",
    would_change="A fit under which the optimum at those budgets lies at their sizes.",
    evidence=lambda: dict(errors=by_fit(_size_errors)),
    opposite=lambda: dict(errors=by_fit(lambda s: tuple(1 / error for error in _size_errors(s)))),
    sources_for=("hoffmann2022training", "besiroglu2024chinchilla"),
)
def c27(errors):
    """Parameters over the optimal parameters for the runs before Chinchilla, under every fit."""
    words = of_fits(errors, lambda e: f"{min(e):.1f} to {max(e):.1f}")
    text = f"Their sizes over the best size at their compute: {words}."
    wins = [min(e) > 1 for e in errors.values()]
    if all(wins):
        return Finding(Verdict.HOLDS, f"{text} Both fits agree on the direction and differ on the amount.")
    if any(wins):
        return Finding(Verdict.HOLDS_IF, text, "one of the two fits is the right one")
    return Finding(Verdict.CONTRADICTED, text)


# ---- what balance bought, and what it could not buy ----


@claim(
    "C28",
    "A balanced model reaches the same performance with much less compute.",
    would_change="A balanced run that needs as much compute as the unbalanced one it matches.",
    evidence=lambda: dict(
        wastes={r.label: by_fit(lambda s, r=r: audit.waste(s, r)) for r in map(audit.run, FIRST_THREE)}
    ),
    opposite=dict(wastes={"Gopher 280B": {"H": 1.0, "R": 1.0}}),
    sources_for=("hoffmann2022training", "besiroglu2024chinchilla"),
)
def c28(wastes):
    """Compute spent over compute needed, by run and fit."""
    words = "; ".join(f"{label}: {of_fits(row, times)}" for label, row in wastes.items())
    least = min(w for row in wastes.values() for w in row.values())
    verdict = Verdict.HOLDS if least > DEAR else Verdict.CONTRADICTED
    return Finding(verdict, f"Compute spent over the least for the same loss. {words}.")


@claim(
    "C29",
    "Part of the apparent diminishing returns came from inefficient scaling and was no limit of scaling itself.",
    would_change="Benchmarks that flatten as before along a balanced path, at the old rate.",
    evidence=lambda: dict(
        practice=by_fit(lambda s: audit.frozen_data_exponent(s, audit.run("Gopher 280B"))),
        balanced=by_fit(lambda s: s.frontier_exponent),
    ),
    opposite=lambda: dict(practice=by_fit(lambda s: s.frontier_exponent)),
    sources_for=("hoffmann2022training",),
)
def c29(practice, balanced):
    """Slope of the reducible loss with data frozen, and on the balanced frontier, under every fit."""
    words = ", ".join(f"{practice[k]:.3f} against {balanced[k]:.3f} ({k})" for k in practice)
    text = (
        "At Gopher, the exponent of the reducible loss in compute if only parameters grow, against the balanced one:"
        f" {words}."
    )
    if all(practice[k] < SLOWER * balanced[k] for k in practice):
        condition = "part means the bend that frozen data added, not the bend that remains"
        return Finding(Verdict.HOLDS_IF, text, condition)
    return Finding(Verdict.CONTRADICTED, text)


def _overtraining():
    """Tokens per parameter over R's optimum at the same compute, of the median run too small by both fits."""
    small = audit.camps()["too small"]
    return float(np.median([r.ratio / refit().optimum(r.compute).tokens_per_parameter for r in small]))


@claim(
    "C30",
    "Labs that went over to Chinchilla-optimal training got more capability for each dollar of compute.",
    would_change="Accounts of a lab that include what its models cost to serve.",
    evidence=lambda: dict(gains=gopher_waste(), overtraining=_overtraining()),
    opposite=dict(gains={"H": 1.0, "R": 1.0}),
    sources_for=("hoffmann2022training",),
    sources_against=("sardana2024beyond", "meta2024llama3card"),
)
def c30(gains, overtraining):
    """Compute saved by balance, and how far later small models moved past it."""
    text = (
        f"Balance saves {of_fits(gains, times)} on Gopher's loss. Yet the median audited run that is too small by both"
        f" fits has {overtraining:.0f} times the tokens per parameter that R calls optimal."
    )
    if min(gains.values()) <= 1:
        return Finding(Verdict.CONTRADICTED, text)
    condition = "the dollar is a training dollar; once serving is paid for, the labs left the balance again"
    return Finding(Verdict.HOLDS_IF if overtraining > STRONG else Verdict.HOLDS, text, condition)


def _straight():
    return estimate(-1.0, -1.0, -1.0, method="a straight line", level=frontier_exponent().level)


@claim(
    "C31",
    "Even with the best allocation, capability against compute keeps its concave shape.",
    would_change="A frontier whose reducible loss falls in proportion to compute.",
    evidence=lambda: dict(exponents=by_fit(lambda s: s.frontier_exponent), gamma=frontier_exponent()),
    opposite=lambda: dict(gamma=_straight(), exponents={"line": -1.0}),
    sources_for=("hoffmann2022training", "besiroglu2024chinchilla"),
)
def c31(exponents, gamma):
    """Exponents of the reducible loss; a straight line against compute would need minus one."""
    words = of_fits(exponents, "{:.3f}".format)
    text = (
        f"On the corrected frontier the reducible loss falls with exponent {words}; the refit's {percent(gamma.level)}"
        f" interval is {gamma.low:.3f} to {gamma.high:.3f}. A straight line in compute would need an exponent of minus"
        " one."
    )
    return Finding(Verdict.HOLDS if gamma.low > 0 else Verdict.CONTRADICTED, text)


@claim(
    "C32",
    "The Chinchilla recipe makes the curve more efficient, not linear.",
    would_change="A recipe that changes the exponent and not only the constant.",
    evidence=lambda: dict(saving=gopher_waste(), gamma=frontier_exponent()),
    opposite=dict(saving={"H": 1.0, "R": 1.0}),
    sources_for=("hoffmann2022training", "besiroglu2024chinchilla"),
)
def c32(saving, gamma):
    """The saving from balance, and the interval of the exponent that remains."""
    text = (
        f"Balance saves {of_fits(saving, times)} of Gopher's compute, and leaves a power law whose exponent is"
        f" {gamma.low:.3f} to {gamma.high:.3f}."
    )
    return Finding(Verdict.HOLDS if min(saving.values()) > 1 and gamma.low > 0 else Verdict.CONTRADICTED, text)


# ---- small models ----


@claim(
    "A30",
    "A model of fifty billion parameters that is well organised can beat a badly organised one of ten times the size.",
    would_change="A large model given as many tokens as today's small ones get, and still beaten by the small one.",
    evidence=lambda: dict(
        surfaces=by_fit(lambda s: s),
        small=value("article_a_small_model"),
        big=value("article_a_big_model"),
        big_tokens=value("gpt3_tokens"),
    ),
    opposite=lambda: dict(big_tokens=value("llama3_tokens")),
    sources_for=("hoffmann2022training", "touvron2023llama", "abdin2024phi3"),
)
def a30(surfaces, small, big, big_tokens):
    """Tokens with which the small model reaches the big one's loss, under every fit."""
    ties = {name: s.tokens_for_loss(small, s.loss(big, big_tokens)) for name, s in surfaces.items()}
    cheaper = {
        k: compute_cost(big, big_tokens) / compute_cost(small, t) if np.isfinite(t) else 0.0 for k, t in ties.items()
    }
    words = of_fits(ties, lambda t: say(t, "tokens") if np.isfinite(t) else "none")
    text = (
        f"A model of {say(small, 'parameters')} ties with one of {say(big, 'parameters')} trained on"
        f" {say(big_tokens, 'tokens')} when it gets {words}."
    )
    if min(cheaper.values()) > 1:
        because = f"{text} It needs less compute: {of_fits(cheaper, times)}."
        return Finding(Verdict.HOLDS_IF, because, "the large model was starved of data")
    return Finding(Verdict.CONTRADICTED, f"{text} At best it needs more compute than the large model did.")


@claim(
    "C59",
    "Putting AI to practical use does not take the resources of the frontier.",
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
