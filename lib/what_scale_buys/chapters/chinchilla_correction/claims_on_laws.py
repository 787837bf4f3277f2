"""The claims on the laws themselves: who found them, over what range and how exactly, and what kind of law they are."""

import numpy as np

from scaling_laws.quantity import Quantity, listing, percent, say

from ...claims import Finding, Verdict, claim
from ...published import figure, value, with_standard_error
from . import audit
from .fits import by_fit, ends, far_budget, gopher_budget, of_fits

HALF = 0.5
STRONG = 2.0  # units of log-likelihood that nobody would call a rounding error
LONG_SPAN, SHORT_SPAN = 6.0, 4.0  # decades
ALIKE = 1.1  # exponents within a tenth of each other


def values(*keys):
    """Published values by key."""
    return tuple(value(key) for key in keys)


@claim(
    "B2",
    "Studies around 2020 were the first to make these relations prominent.",
    would_change="Evidence that the earlier power laws were about something else.",
    evidence=lambda: dict(first=value("hestness_2017_first"), said=value("article_b_first_year")),
    opposite=lambda: dict(first=value("article_b_first_year")),
    sources_for=("kaplan2020scaling",),
    sources_against=("hestness2017deep",),
)
def b2(first, said):
    """The year of the first power laws against the year that the article names."""
    if first >= said:
        return Finding(Verdict.HOLDS, f"No power law for language models before {said:.0f} is on record here.")
    text = f"Power-law learning curves for several domains, language among them, were published in {first:.0f}."
    return Finding(Verdict.HOLDS_IF, text, f"the stress lies on becoming prominent, not on being first, in {said:.0f}")


def _refitted_exponent():
    return with_standard_error("besiroglu_2024_a_exponent", "besiroglu_2024_a_exponent_se")


def _exponents_of_size():
    approaches = (figure(f"hoffmann_2022_approach{k}_a") for k in (1, 2, 3))
    return dict(exponents=(*approaches, _refitted_exponent()), kaplan=value("kaplan_2020_nopt_exponent"))


@claim(
    "B9",
    "The Chinchilla work stresses a balance between parameters and data.",
    would_change="A sweep at larger budgets whose exponent lies nearer to the older value than to one half.",
    evidence=_exponents_of_size,
    opposite=lambda: dict(exponents=(figure("kaplan_2020_nopt_exponent"),) * 4),
    sources_for=("hoffmann2022training", "besiroglu2024chinchilla"),
)
def b9(exponents, kaplan):
    """Does the interval of every estimate of the allocation exponent lie nearer to one half than to Kaplan's?"""
    low, high = min(ends(a)[0] for a in exponents), max(ends(a)[1] for a in exponents)
    text = (
        f"With their intervals, the three approaches and the refit put the exponent of optimal size in compute at"
        f" {low:.2f} to {high:.2f}, against {kaplan:g} before."
    )
    if not all(abs(end - HALF) < abs(end - kaplan) for end in (low, high)):
        return Finding(Verdict.CONTRADICTED, f"{text} That is no balance.")
    for a in exponents:
        if not ends(a)[0] <= a.value <= ends(a)[1]:
            text += f" (One printed interval, {a.interval}, leaves out its own rounded estimate, {a.bare}.)"
    return Finding(Verdict.HOLDS, text)


def _decades(low, high):
    return np.log10(value(high) / value(low))


def _hoffmann_span():
    return _decades("hoffmann_2022_isoflop_min", "hoffmann_2022_isoflop_max")


def _ranges():
    spans = {
        "Kaplan": value("kaplan_2020_compute_span"),
        "Hoffmann": _hoffmann_span(),
        "Porian": _decades("porian_2024_flop_grid_low", "porian_2024_flop_grid_high"),
    }
    return dict(spans=spans, extrapolation=gopher_budget() / value("hoffmann_2022_isoflop_max"))


@claim(
    "B10",
    "Performance follows power-law curves over a vast range of scales.",
    would_change="Sweeps of model size at frontier budgets, or a visible departure from the line inside the fitted"
    " range.",
    evidence=_ranges,
    opposite=lambda: dict(spans={"one sweep": _hoffmann_span()}),
    sources_for=("kaplan2020scaling",),
    sources_against=("porian2024resolving",),
)
def b10(spans, extrapolation):
    """Decades of compute over which each law was fitted."""
    words = ", ".join(f"{name} {span:.1f}" for name, span in spans.items())
    text = (
        f"Decades of compute behind the fits: {words}. The step from the last sweep to Chinchilla was"
        f" {say(extrapolation, '×')}."
    )
    if max(spans.values()) < LONG_SPAN:
        return Finding(Verdict.CONTRADICTED, f"{text} None spans a vast range.")
    if min(spans.values()) < SHORT_SPAN:
        return Finding(Verdict.HOLDS_IF, text, "performance means test loss, and the range is that of the widest sweep")
    return Finding(Verdict.HOLDS, text)


@claim(
    "B12",
    "The laws are believed to hold across architectures and tasks.",
    would_change="Fits with one recipe and one metric whose exponents agree across architectures and data.",
    evidence=lambda: dict(
        architectures=values(*(f"olmo_hybrid_2026_{k}_alpha" for k in ("transformer", "hybrid", "gdn"))),
        modalities=values(*(f"henighan_2020_{k}_compute_exponent" for k in ("language", "image32", "image8"))),
        corpora=values(*(f"deepseek_2024_a_{k}" for k in ("early", "current", "owt2"))),
    ),
    opposite=dict.fromkeys(("architectures", "modalities", "corpora"), (1.0, 1.0)),
    sources_for=("henighan2020scaling",),
    sources_against=("merrill2026olmo", "bi2024deepseek"),
)
def b12(architectures, modalities, corpora):
    """Largest over smallest exponent across architectures, modalities and corpora."""
    kinds = {"architectures": architectures, "modalities": modalities, "corpora": corpora}
    spread = {name: max(exponents) / min(exponents) for name, exponents in kinds.items()}
    words = listing([f"{say(x, '×')} across {name}" for name, x in spread.items()], last="")
    text = f"The largest exponent over the smallest: {words}."
    if max(spread.values()) < ALIKE:
        return Finding(Verdict.HOLDS, text)
    return Finding(Verdict.HOLDS_IF, text, "only the form is meant: the exponents and the constants change")


@claim(
    "B13",
    "The laws turn the building of models from guessing into something like engineering.",
    would_change="A norm of publishing runs, code and covariances with every law.",
    evidence=lambda: dict(
        papers=value("li_2025_papers"),
        describe=value("li_2025_describe_fit"),
        code=value("li_2025_code"),
        loss_of_fit=value("besiroglu_2024_loglik_refit") - value("besiroglu_2024_loglik_rounded"),
    ),
    opposite=lambda: dict(describe=value("li_2025_papers"), code=value("li_2025_papers"), loss_of_fit=0.0),
    sources_for=("choshen2024hitchhikers",),
    sources_against=("li2025misfitting", "besiroglu2024chinchilla"),
)
def b13(papers, describe, code, loss_of_fit):
    """Can the published laws be recomputed by others?"""
    text = (
        f"Of {papers:.0f} scaling-law papers surveyed, {describe:.0f} describe the fit and {code:.0f} release code; the"
        f" most famous printed fit lies {loss_of_fit:.0f} log-likelihood units below the best fit to its own points."
    )
    if describe < papers or loss_of_fit > STRONG:
        return Finding(Verdict.HOLDS_IF, text, "the recipe and the fit are published in full, which is the exception")
    return Finding(Verdict.HOLDS, text)


@claim(
    "C2",
    "Performance improves predictably with parameters, data and compute.",
    would_change="Extrapolations of loss that fail by as much as the loss itself.",
    evidence=lambda: dict(
        error=value("choshen_2024_are"), identity=audit.run("GPT-3 175B").compute / value("gpt3_175b_flop")
    ),
    opposite={"error": 1.0},
    sources_for=("kaplan2020scaling", "choshen2024hitchhikers"),
)
def c2(error, identity):
    """Typical error of extrapolated loss, and how closely 6 N D gives the stated compute."""
    text = (
        f"The typical error of an extrapolated loss is at best about {percent(error)}. The three variables are two: six"
        f" operations per parameter and token give the stated compute of GPT-3 to {percent(abs(identity - 1))}."
    )
    if error > HALF:
        return Finding(Verdict.CONTRADICTED, text)
    return Finding(Verdict.HOLDS_IF, text, "performance means test loss, and only two of the three variables are free")


@claim(
    "C14",
    "The first laws took for granted that data could grow along with compute and parameters.",
    would_change="A passage of the first laws that asks for data in step with parameters.",
    evidence=lambda: dict(
        n_exponent=figure("kaplan_2020_nopt_exponent"), d_exponent=figure("kaplan_2020_dopt_exponent")
    ),
    opposite=lambda: dict.fromkeys(("n_exponent", "d_exponent"), figure("hoffmann_2022_approach1_a")),
    sources_against=("kaplan2020scaling",),
)
def c14(n_exponent, d_exponent):
    """Did the first laws ask for data in step with parameters?"""
    ten = 10.0
    text = (
        f"For tenfold compute the first laws ask for {(ten**n_exponent).in_unit('×')} the parameters and"
        f" {(ten**d_exponent).in_unit('×')} the data."
    )
    if ends(d_exponent / n_exponent)[1] < HALF:
        return Finding(Verdict.CONTRADICTED, f"{text} It is the correction that made data scarce.")
    return Finding(Verdict.HOLDS, text)


@claim(
    "C37",
    "The first laws describe transformers trained in a particular way.",
    would_change="A repetition in which recipe and counting leave the exponent where it was.",
    evidence=lambda: dict(first=figure("porian_2024_a_reproduce_kaplan_rw"), last=figure("porian_2024_a_tuned_rw")),
    opposite=lambda: dict(last=figure("porian_2024_a_reproduce_kaplan_rw")),
    sources_for=("porian2024resolving", "pearce2024reconciling"),
)
def c37(first: Quantity, last: Quantity):
    """One architecture, two recipes: do the intervals of the exponent overlap?"""
    text = (
        f"With the architecture fixed, recipe and counting alone move the exponent of optimal size from {first} to"
        f" {last}."
    )
    return Finding(Verdict.HOLDS if last.high < first.low else Verdict.CONTRADICTED, text)


@claim(
    "C60",
    "The scaling laws are an empirical regularity and not a law of physics.",
    would_change="A derivation that predicts the exponents before they are measured.",
    evidence=lambda: dict(kaplan=value("kaplan_2020_nopt_exponent"), refitted=_refitted_exponent()),
    opposite=lambda: dict(kaplan=value("besiroglu_2024_a_exponent")),
    sources_for=("porian2024resolving",),
)
def c60(kaplan, refitted):
    """Does the interval of a later estimate of one exponent hold the earlier?"""
    if refitted.low <= kaplan <= refitted.high:
        gap = "agreement alone cannot tell an empirical regularity from a physical law"
        return Finding(Verdict.NOT_CHECKABLE, f"The estimates agree: {kaplan:g} and {refitted}.", gap)
    text = (
        f"Two careful fits of one exponent gave {kaplan:g} and {refitted}, because their authors counted and tuned"
        " differently. A constant of nature does not depend on warm-up."
    )
    return Finding(Verdict.HOLDS, text)


@claim(
    "X10",
    "None of the three articles says how uncertain its numbers are.",
    would_change="An interval in any of the three texts.",
    evidence=lambda: dict(
        given=value("article_intervals_given"),
        ratios=by_fit(lambda s: s.optimum(far_budget()).tokens_per_parameter),
        at=far_budget(),
    ),
    opposite={"given": 1.0},
    sources_for=("besiroglu2024chinchilla",),
)
def x10(given, ratios, at):
    """Intervals in the articles, and how far accepted fits differ."""
    text = (
        f"The articles attach {given:.0f} intervals to their numbers. At {say(at, 'FLOP')} the best number of tokens"
        f" per parameter is {of_fits(ratios)}."
    )
    return Finding(Verdict.HOLDS if given == 0 else Verdict.CONTRADICTED, text)
