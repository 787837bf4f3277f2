"""The step that article C calls small, from one score to another, and the exponents at which it is priced."""

from scaling_laws.quantity import propagate

from ... import published
from ...accepted import refit
from . import ceilings, noise, rulers

CORRELATION = 0.5  # of two models' results on the same items, in the examples
SQUARE_ROOT = 0.5  # the exponent of an average over independent observations
FOUR_OPTIONS = 1 / 3  # a wrong answer hits one of the other three


def before():
    """Score (0 to 1) from which the step starts."""
    return published.value("article_c_score_before") / 100


def after():
    """Score (0 to 1) at which the step ends."""
    return published.value("article_c_score_after") / 100


def cost_exponents():
    """The four exponents at which the step is priced: {exponent: whose}, smallest first."""
    return {
        published.value("article_b_alpha_low"): "article B, low end",
        published.value("article_b_alpha_high"): "article B, high end",
        refit().frontier_exponent: "reducible loss, refit",
        SQUARE_ROOT: "square root",
    }


def label_ratio(wrong):
    """How many times fewer true errors stand behind the article's two scores if a share `wrong` of keys is wrong.

    wrong : number or array.
    """
    return rulers.error_ratio(*(noise.without_wrong_keys(s, wrong, FOUR_OPTIONS) for s in (before(), after())))


def clean_ratio():
    """The same at the share that was found wrong in MMLU, as a quantity."""
    return propagate(label_ratio, ceilings.wrong_keys())


def same_odds(score):
    """Score that the odds ratio of the step reaches from `score`."""
    odds = rulers.odds(score) * rulers.odds_ratio(before(), after())
    return odds / (1 + odds)
