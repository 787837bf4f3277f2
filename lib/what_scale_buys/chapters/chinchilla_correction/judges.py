"""How the claims of this chapter are judged: evidence in, Finding out."""

import numpy as np

from scaling_laws.laws import compute_cost
from scaling_laws.quantity import Quantity, exact, percent

from ...accepted import LEVEL
from ...claims import Finding, Verdict
from .fits import gopher_budget

HALF = 0.5
STRONG = 2.0  # a factor, or a number of standard errors, that nobody would call a rounding error
LONG_SPAN, SHORT_SPAN = 6.0, 4.0  # decades


def _times(x):
    return exact(x, "×")


def small_beats_big(surfaces, small, big, big_tokens):
    """A30: tokens with which the small model reaches the big one's loss, under every fit."""
    ties = {name: s.tokens_for_loss(small, s.loss(big, big_tokens)) for name, s in surfaces.items()}
    cheaper = {
        k: compute_cost(big, big_tokens) / compute_cost(small, t) if np.isfinite(t) else 0.0 for k, t in ties.items()
    }
    words = ", ".join(f"{exact(t, 'tokens')} ({k})" if np.isfinite(t) else f"none ({k})" for k, t in ties.items())
    text = f"A model of {exact(small, 'parameters')} ties with one of {exact(big, 'parameters')} trained on "
    text += f"{exact(big_tokens, 'tokens')}"
    text += f" when it gets {words}."
    if min(cheaper.values()) > 1:
        saving = ", ".join(f"{_times(x)} ({k})" for k, x in cheaper.items())
        return Finding(
            Verdict.HOLDS_IF, f"{text} It needs less compute: {saving}.", "the large model was starved of data"
        )
    return Finding(Verdict.CONTRADICTED, f"{text} At best it needs more compute than the large model did.")


def first_in_year(first, said):
    """B2: the year of the first power laws against the year that the article names."""
    if first >= said:
        return Finding(Verdict.HOLDS, f"No power law for language models before {said:.0f} is on record here.")
    text = f"Power-law learning curves for several domains, language among them, were published in {first:.0f}."
    return Finding(Verdict.HOLDS_IF, text, f"the stress lies on becoming prominent, not on being first, in {said:.0f}")


def balance(exponents, kaplan, interval):
    """B9: is every estimate of the allocation exponent nearer to one half than to Kaplan's?"""
    near = all(abs(a - HALF) < abs(a - kaplan) for a in exponents)
    text = f"The exponent of optimal size in compute is {min(exponents):.2f} to {max(exponents):.2f} by the three "
    text += "approaches "
    text += f"and the refit, against {kaplan:g} before."
    if near:
        text += f" (The printed interval of approach 3, {interval[0]:g} to {interval[1]:g}, leaves out its own "
        text += "rounded estimate.)"
        return Finding(Verdict.HOLDS, text)
    return Finding(Verdict.CONTRADICTED, f"{text} That is no balance.")


def vast_range(spans, extrapolation):
    """B10: decades of compute over which each law was fitted."""
    words = ", ".join(f"{name} {span:.1f}" for name, span in spans.items())
    text = f"Decades of compute behind the fits: {words}. The step from the last sweep to Chinchilla was "
    text += f"{_times(extrapolation)}."
    if max(spans.values()) < LONG_SPAN:
        return Finding(Verdict.CONTRADICTED, f"{text} None spans a vast range.")
    if min(spans.values()) < SHORT_SPAN:
        return Finding(Verdict.HOLDS_IF, text, "performance means test loss, and the range is that of the widest sweep")
    return Finding(Verdict.HOLDS, text)


def same_everywhere(architectures, modalities, corpora):
    """B12: largest over smallest exponent across architectures, modalities and corpora."""
    spread = {
        "architectures": max(architectures) / min(architectures),
        "modalities": max(modalities) / min(modalities),
        "corpora": max(corpora) / min(corpora),
    }
    words = ", ".join(f"{_times(x)} across {name}" for name, x in spread.items())
    text = f"The largest exponent over the smallest: {words}."
    if max(spread.values()) < 1.1:
        return Finding(Verdict.HOLDS, text)
    return Finding(Verdict.HOLDS_IF, text, "only the form is meant: the exponents and the constants change")


def engineering(papers, describe, code, loss_of_fit):
    """B13: can the published laws be recomputed by others?"""
    text = f"Of {papers:.0f} scaling-law papers surveyed, {describe:.0f} describe the fit and {code:.0f} release "
    text += "code; the most "
    text += f"famous printed fit lies {loss_of_fit:.0f} log-likelihood units below the best fit to its own points."
    if describe < papers or loss_of_fit > STRONG:
        return Finding(Verdict.HOLDS_IF, text, "the recipe and the fit are published in full, which is the exception")
    return Finding(Verdict.HOLDS, text)


def predictable(error, identity):
    """C2: typical error of extrapolated loss, and how closely 6 N D gives the stated compute."""
    text = f"The typical error of an extrapolated loss is at best about {percent(error)}. The three variables are two: "
    text += "six "
    text += f"operations per parameter and token give the stated compute of GPT-3 to {percent(abs(identity - 1))}."
    if error > HALF:
        return Finding(Verdict.CONTRADICTED, text)
    return Finding(Verdict.HOLDS_IF, text, "performance means test loss, and only two of the three variables are free")


def bigger_is_better(small_score, big_score, small, big):
    """C7: the smaller and the larger model of equal compute on one benchmark."""
    text = f"At equal compute {exact(small, 'parameters')} scored {small_score:g} % on MMLU and "
    text += f"{exact(big, 'parameters')} "
    text += f"{big_score:g} %."
    if small_score > big_score:
        return Finding(
            Verdict.INCONSISTENT,
            f"{text} More compute was better; more parameters for the same compute were not.",
            "the same article's section on Chinchilla, which says that models had been too large",
        )
    return Finding(Verdict.HOLDS, text)


def data_keeps_pace(n_exponent, d_exponent):
    """C14: did the first laws ask for data in step with parameters?"""
    ten = 10.0
    text = f"For tenfold compute the first laws ask for {_times(ten**n_exponent)} the parameters and "
    text += f"{_times(ten**d_exponent)} "
    text += "the data."
    if d_exponent < HALF * n_exponent:
        return Finding(Verdict.CONTRADICTED, f"{text} It is the correction that made data scarce.")
    return Finding(Verdict.HOLDS, text)


def was_suboptimal(small_ppl, big_ppl, gains):
    """C24: perplexities of Chinchilla and Gopher, and the predicted gap under both fits."""
    gap = np.log(big_ppl / small_ppl)
    words = ", ".join(f"{exact(g)} ({k})" for k, g in gains.items())
    text = f"With equal compute the smaller model is {exact(gap, 'nats/token')} better on Wikitext-103; the "
    text += "surfaces predict a gap "
    text += f"of {words} on their own text."
    if gap > 0 and min(gains.values()) > 0:
        return Finding(Verdict.HOLDS, text)
    return Finding(Verdict.CONTRADICTED, text)


def as_large_as_possible(ratios, best):
    """C25: tokens per parameter of the runs before Chinchilla, and the lowest accepted optimum."""
    text = f"The large runs planned before the correction saw {min(ratios):.1f} to {max(ratios):.1f} tokens per "
    text += "parameter; the lower of the two "
    text += f"accepted optima is {best:.0f}."
    return Finding(Verdict.HOLDS if max(ratios) < best / STRONG else Verdict.CONTRADICTED, text)


def optimum_exists(losses, width):
    """C26: losses along a budget, from small models to large, under every fit; the cheap range of sizes."""
    inside = all(0 < int(np.argmin(row)) < len(row) - 1 for row in losses.values())
    if not inside:
        return Finding(Verdict.CONTRADICTED, "The loss along the budget has no minimum between the sizes tried.")
    words = ", ".join(f"{low:.2f} to {high:.2f} ({k})" for k, (low, high) in width.items())
    return Finding(
        Verdict.HOLDS,
        f"Every isoFLOP curve has one minimum, and a flat one: sizes of {words} times the best need at most a "
        f"fifth more compute.",
    )


def too_large(errors):
    """C27: parameters over the optimal parameters for the runs before Chinchilla, under every fit."""
    words = ", ".join(f"{min(e):.1f} to {max(e):.1f} ({k})" for k, e in errors.items())
    text = f"Their sizes over the best size at their compute: {words}."
    wins = [min(e) > 1 for e in errors.values()]
    if all(wins):
        return Finding(Verdict.HOLDS, f"{text} Both fits agree on the direction and differ on the amount.")
    if any(wins):
        return Finding(Verdict.HOLDS_IF, text, "one of the two fits is the right one")
    return Finding(Verdict.CONTRADICTED, text)


def cheaper(wastes):
    """C28: compute spent over compute needed, by run and fit."""
    words = "; ".join(
        f"{label}: " + ", ".join(f"{_times(w)} ({k})" for k, w in row.items()) for label, row in wastes.items()
    )
    least = min(w for row in wastes.values() for w in row.values())
    verdict = Verdict.HOLDS if least > 1.25 else Verdict.CONTRADICTED
    return Finding(verdict, f"Compute spent over the least for the same loss. {words}.")


def artefact(practice, balanced):
    """C29: slope of the reducible loss with data frozen, and on the balanced frontier, under every fit."""
    words = ", ".join(f"{practice[k]:.3f} against {balanced[k]:.3f} ({k})" for k in practice)
    text = "At Gopher, the exponent of the reducible loss in compute if only parameters grow, against the balanced "
    text += f"one: {words}."
    if all(practice[k] < 0.9 * balanced[k] for k in practice):
        condition = "part means the bend that frozen data added, not the bend that remains"
        return Finding(Verdict.HOLDS_IF, text, condition)
    return Finding(Verdict.CONTRADICTED, text)


def more_per_dollar(gains, overtraining):
    """C30: compute saved by balance, and how far later small models moved past it."""
    words = ", ".join(f"{_times(g)} ({k})" for k, g in gains.items())
    text = f"Balance saves {words} on Gopher's loss. Yet the median audited run that is too small by both fits has "
    text += f"{overtraining:.0f} times the tokens per parameter that R calls optimal."
    if min(gains.values()) <= 1:
        return Finding(Verdict.CONTRADICTED, text)
    condition = "the dollar is a training dollar; once serving is paid for, the labs left the balance again"
    return Finding(Verdict.HOLDS_IF if overtraining > STRONG else Verdict.HOLDS, text, condition)


def still_concave(exponents, low, high):
    """C31: exponents of the reducible loss; a straight line against compute would need minus one."""
    words = ", ".join(f"{x:.3f} ({k})" for k, x in exponents.items())
    text = f"On the corrected frontier the reducible loss falls with exponent {words}; the refit's {percent(LEVEL)} "
    text += f"interval is {low:.3f} to "
    text += f"{high:.3f}. A straight line in compute would need an exponent of minus one."
    return Finding(Verdict.HOLDS if low > 0 else Verdict.CONTRADICTED, text)


def cheaper_not_straight(saving, low, high):
    """C32: the saving from balance, and the interval of the exponent that remains."""
    words = ", ".join(f"{_times(w)} ({k})" for k, w in saving.items())
    text = f"Balance saves {words} of Gopher's compute, and leaves a power law whose exponent is {low:.3f} to "
    text += f"{high:.3f}."
    return Finding(Verdict.HOLDS if min(saving.values()) > 1 and low > 0 else Verdict.CONTRADICTED, text)


def recipe_bound(first: Quantity, last: Quantity):
    """C37: one architecture, two recipes: do the intervals of the exponent overlap?"""
    text = f"With the architecture fixed, recipe and counting alone move the exponent of optimal size from {first} "
    text += f"to {last}."
    apart = last.high < first.low
    return Finding(Verdict.HOLDS if apart else Verdict.CONTRADICTED, text)


def no_frontier_needed(before, after, making, frontier):
    """C59: memory to tune a model, and compute to make one, against yesterday's frontier."""
    text = f"Tuning a model of the largest LLaMA's size took {after:.0f} GB instead of more than {before:.0f}. "
    text += "Making the Llama 3 "
    text += f"of eight billion took {exact(making, 'FLOP')}, {_times(making / frontier)} the compute of GPT-3."
    if making > frontier:
        return Finding(Verdict.HOLDS_IF, text, "practical use means tuning and serving a model that somebody else made")
    return Finding(Verdict.HOLDS, text)


def empirical(kaplan, refit_a, error):
    """C60: distance between two estimates of one exponent, in standard errors."""
    distance = abs(kaplan - refit_a) / error
    text = f"Two careful fits of one exponent gave {kaplan:g} and {refit_a:g}, {distance:.0f} of the refit's "
    text += "standard errors apart, because their "
    text += "authors counted and tuned differently. A constant of nature does not depend on warm-up."
    if distance > STRONG:
        return Finding(Verdict.HOLDS, text)
    gap = "agreement alone cannot tell an empirical regularity from a physical law"
    return Finding(Verdict.NOT_CHECKABLE, f"The estimates lie {distance:.1f} standard errors apart.", gap)


def small_but_expensive(small, giant, ratio):
    """X8: compute of a small model of today over that of GPT-3."""
    text = f"Llama 3 with eight billion parameters took {_times(small / giant)} the compute of GPT-3, at "
    text += f"{ratio:.0f} tokens per "
    text += "parameter: it is scaling along the other axis, which no article mentions."
    return Finding(Verdict.HOLDS if small > giant else Verdict.CONTRADICTED, text)


def no_intervals(given, ratios, at):
    """X10: intervals in the articles, and how far accepted fits differ."""
    words = " and ".join(f"{r:.0f} ({k})" for k, r in ratios.items())
    text = f"The articles attach {given:.0f} intervals to their numbers. At {exact(at, 'FLOP')} the two fits want "
    text += f"{words} tokens "
    text += "per parameter."
    return Finding(Verdict.HOLDS if given == 0 else Verdict.CONTRADICTED, text)


def budget_losses(surface, points=41):
    """Losses along Gopher's budget from a tenth to ten times the best size."""
    best = surface.optimum(gopher_budget()).parameters
    return surface.isoflop(gopher_budget(), best * np.geomspace(0.1, 10, points))
