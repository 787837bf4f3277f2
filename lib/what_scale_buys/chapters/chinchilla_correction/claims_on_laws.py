"""The claims on the laws themselves: who found them, over what range and how exactly, and what kind of law they are."""

import numpy as np

from scaling_laws.quantity import Quantity, exact, listing, percent, say

from ... import forecasts, sweeps
from ...claims import Finding, Verdict, claim
from ...published import figure, value, with_standard_error
from .fits import ends, gopher_budget

HALF = 0.5
FAILED = 10.0  # per cent of the loss: more than tenfold compute buys at the frontier
LONG_SPAN, SHORT_SPAN = 6.0, 4.0  # decades
ALIKE = 1.1  # exponents within a tenth of each other


def values(*keys):
    """Published values by key."""
    return tuple(value(key) for key in keys)


@claim(
    "B2",
    "Studies around 2020 were the first to make these relations prominent.",
    place="introduction",
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
    kaplan = value("kaplan_2020_nopt_exponent")
    public = sweeps.independent(own=False)
    balanced = sweeps.holds(lambda fit: abs(fit.a - HALF) < abs(fit.a - kaplan), among=public)
    return dict(exponents=(*approaches, _refitted_exponent()), kaplan=kaplan, balanced=balanced)


@claim(
    "B9",
    "The Chinchilla work stresses a balance between parameters and data.",
    place="section on what scaling laws are, last sentence",
    would_change="A sweep at larger budgets whose exponent lies nearer to the older value than to one half.",
    evidence=_exponents_of_size,
    opposite=lambda: dict(exponents=(figure("kaplan_2020_nopt_exponent"),) * 4),
    sources_for=("hoffmann2022training", "besiroglu2024chinchilla"),
)
def b9(exponents, kaplan, balanced):
    """Does the interval of every estimate of the allocation exponent lie nearer to one half than to Kaplan's?

    balanced : in how many independent public sweeps it does.
    """
    low, high = min(ends(a)[0] for a in exponents), max(ends(a)[1] for a in exponents)
    text = (
        f"With their intervals, the three approaches and the refit put the exponent of optimal size in compute at"
        f" {low:.2f} to {high:.2f}, against {kaplan:g} before. Of the independent public sweeps, {balanced} put it"
        " nearer to one half than to the older value."
    )
    if not all(abs(end - HALF) < abs(end - kaplan) for end in (low, high)):
        return Finding(Verdict.CONTRADICTED, f"{text} That is no balance.")
    for a in exponents:
        if not ends(a)[0] <= a.value <= ends(a)[1]:
            text += f" (One printed interval, {a.interval}, leaves out its own rounded estimate, {a.bare}.)"
    if balanced.no:
        return Finding(Verdict.HOLDS_IF, text, f"one does not ask {listing(balanced.no)}")
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
    place="section on what scaling laws are, last sentence",
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


def _frontier_exponent(kind):
    """Exponent of the reducible loss in compute, from the two exponents of one architecture."""
    alpha, beta = values(f"olmo_hybrid_2026_{kind}_alpha", f"olmo_hybrid_2026_{kind}_beta")
    return alpha * beta / (alpha + beta)


@claim(
    "B12",
    "The laws are believed to hold across architectures and tasks.",
    place="section on why they are celebrated, last sentence",
    would_change="Fits with one recipe and one metric whose exponents agree across architectures and data.",
    evidence=lambda: dict(
        architectures=tuple(map(_frontier_exponent, ("transformer", "hybrid", "gdn"))),
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
    place="section on why they are celebrated, last sentence",
    would_change="Registered forecasts that fail as often as those made without a law.",
    evidence=lambda: dict(
        misses=tuple(abs(row.error) for row in forecasts.named("before", kind="loss")),
        first_try=abs(forecasts.row("delphi_first_1e22").error),
        reach=forecasts.row("delphi_issue_1e23").span,
        papers=value("li_2025_papers"),
        code=value("li_2025_code"),
    ),
    opposite=dict(misses=(100.0,)),
    sources_for=("marin2026delphi", "marin2026moe"),
    sources_against=("held2026delphi", "li2025misfitting"),
)
def b13(misses, first_try, reach, papers, code):
    """Registered forecasts beyond the fit, the attempt that failed, and whether the laws can be recomputed."""
    text = (
        f"One laboratory put its forecasts in public before it trained: up to {say(reach, '×')} beyond the fit they"
        f" were off by at most {say(max(misses), '%')}. Its first recipe, as clean to look at, missed by"
        f" {say(first_try, '%')} and then diverged. Of {papers:.0f} papers on such laws, {code:.0f} release their code."
    )
    if max(misses) > FAILED:
        return Finding(Verdict.CONTRADICTED, text)
    condition = "recipe, runs and fit are open and the forecast is registered, which is the exception"
    return Finding(Verdict.HOLDS_IF if code < papers or first_try > max(misses) else Verdict.HOLDS, text, condition)


@claim(
    "C2",
    "Performance improves predictably with parameters, data and compute.",
    place="section on the law, first paragraph",
    would_change="Extrapolations of loss that fail by as much as the loss itself.",
    evidence=lambda: dict(
        error=value("choshen_2024_are"),
        registered=abs(forecasts.row("delphi_issue_1e23").error),
        reach=forecasts.row("delphi_issue_1e23").span,
    ),
    opposite={"error": 1.0},
    sources_for=("kaplan2020scaling", "choshen2024hitchhikers", "marin2026delphi"),
)
def c2(error, registered, reach):
    """Typical error of extrapolated loss, and that of the farthest registered forecast."""
    text = (
        f"The typical error of an extrapolated loss is at best about {percent(error)}; the farthest registered"
        f" forecast, {say(reach, '×')} beyond its runs, missed by {say(registered, '%')}. Any two of the three"
        " variables fix the third."
    )
    if error > HALF:
        return Finding(Verdict.CONTRADICTED, text)
    return Finding(Verdict.HOLDS_IF, text, "performance means test loss, and only two of the three variables are free")


@claim(
    "C14",
    "The first laws took for granted that data could grow along with compute and parameters.",
    place="section on the evidence, paragraph on data",
    would_change="A first law whose plan leaves the data as they are while models grow.",
    evidence=lambda: dict(
        n_exponent=figure("kaplan_2020_nopt_exponent"), d_exponent=figure("kaplan_2020_dopt_exponent")
    ),
    opposite=lambda: dict(d_exponent=exact(0.0)),
    sources_for=("kaplan2020scaling",),
)
def c14(n_exponent, d_exponent):
    """Did the first laws let data grow, and in step with parameters?"""
    ten = 10.0
    if ends(d_exponent)[0] <= 0:
        return Finding(Verdict.CONTRADICTED, "The plan of the first laws leaves the data as they are.")
    text = (
        f"For tenfold compute the plan of the first laws takes {(ten**n_exponent).in_unit('×')} the parameters and"
        f" {(ten**d_exponent).in_unit('×')} the data."
    )
    if ends(d_exponent / n_exponent)[1] < HALF:
        return Finding(Verdict.HOLDS_IF, text, "alongside may mean far more slowly")
    return Finding(Verdict.HOLDS, text)


@claim(
    "C37",
    "The first laws describe transformers trained in a particular way.",
    place="section with the counterargument, paragraph on architecture",
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
    place="section on the next phase, first paragraph",
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


RANGES = ("article_b_alpha", "article_b_doubling", "article_c_gpt4_factor")  # pairs of rows, _low and _high


@claim(
    "X10",
    "None of the three articles says how uncertain its numbers are.",
    place="all three, throughout",
    would_change="A range with a level or a source in any of the three texts.",
    evidence=lambda: dict(
        intervals=value("article_intervals_given"),
        ranges=len([value(f"{stem}_low") for stem in RANGES]),
    ),
    opposite={"intervals": 1.0},
)
def x10(intervals, ranges):
    """Intervals and bare ranges in the articles."""
    text = f"They give {ranges} ranges, none with a source or a probability, and {intervals:.0f} intervals."
    if intervals:
        return Finding(Verdict.CONTRADICTED, text)
    return Finding(Verdict.HOLDS_IF if ranges else Verdict.HOLDS, text, "a range without a level does not count")
