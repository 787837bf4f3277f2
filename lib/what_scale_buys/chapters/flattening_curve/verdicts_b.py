"""Verdicts on article B's formula and doublings, and on what the articles say to each other about the curve."""

import numpy as np

from scaling_laws.laws import PowerLaw

from ... import published
from ...accepted import FITS
from ...claims import Claim, Finding, Verdict
from . import bars, floors
from .judges_a import either, listing, say
from .numbers import numbers
from .surfaces import pure_cut
from .verdicts_a import CHAPTER

V = Verdict


def judge_power_law(apparent, reducible, misfit, scatter, shown=()):
    because = (
        f"Over the range of the published runs the straight line nearest to two fitted frontiers has exponent "
        f"{either(apparent)}, "
        f"where the loss above the floor falls with {either(reducible)}. The line misses by {say(misfit, '%')}, "
        f"the scatter of a run is {say(scatter, '%')}."
    )
    if misfit < scatter / 2:
        return Finding(V.HOLDS, because)
    return Finding(V.HOLDS_IF, because, "the range is short, or the loss meant is the part above a floor", shown)


def judge_exponents(compute, others, low, high):
    because = (
        f"Exponents of language loss in compute, without a floor: {listing(compute)}. The exponents near "
        f"{say(high)} belong to "
        f"parameters and data: {listing(others)}."
    )
    if max(compute) >= 0.9 * high and min(compute) <= 1.1 * low:
        return Finding(V.HOLDS, because)
    return Finding(V.INCONSISTENT, because, "its own formula, whose variable is compute")


def judge_doubling_cut(low, high, said, frontier, shown=()):
    cuts = pure_cut(low), pure_cut(high)
    need = [-np.log2(1 - s / 100) for s in said]
    because = (
        f"The quoted exponents give {say(cuts[0], '%')} to {say(cuts[1], '%')} per doubling; "
        f"{say(said[0], '%')} to {say(said[1], '%')} "
        f"needs {say(need[0])} to {say(need[1])}. With a floor it is {listing(frontier, '%')} at the scale of "
        f"Chinchilla "
        f"and of Llama 3.1 405B (two fits each)."
    )
    inside = [said[0] <= c <= said[1] for c in cuts]
    if all(inside):
        return Finding(V.HOLDS, because)
    if not any(inside):
        return Finding(V.CONTRADICTED, because)
    return Finding(
        V.HOLDS_IF, because, f"the exponent lies between {say(need[0])} and {say(need[1])} and there is no floor", shown
    )


def judge_error_rate(unit):
    because = (
        f"The quantity that the laws fit is a cross-entropy in {unit}: the average surprise at the next "
        f"token, which has no upper bound "
        "and is no share of wrong answers."
    )
    return Finding(V.CONTRADICTED if unit.startswith("nats") else V.HOLDS, because)


def judge_exponential(early, late):
    because = (
        f"At the lower quoted exponent one more tenth of a nat costs {say(early, '×')} the compute early on "
        f"the curve and "
        f"{say(late, '×')} later; an exponential law would ask for one fixed factor."
    )
    if np.isclose(early, late, rtol=0.02):
        return Finding(V.HOLDS, because)
    if late < early:
        return Finding(V.CONTRADICTED, because)
    return Finding(
        V.HOLDS_IF, because, "exponential means a factor for every step; the factor of a power law even grows"
    )


def judge_both(losses, reducible):
    """losses, reducible : at equal ratios of compute, per fit."""
    gains = [-np.diff(series) for series in losses]
    shrink = all(np.all(np.diff(g) < 0) for g in gains)
    steady = [series[1:] / series[:-1] for series in map(np.asarray, reducible)]
    even = all(np.ptp(s) < 0.05 for s in steady)
    because = (
        f"Per tenfold of compute the gain shrinks ({'; '.join(listing(g) for g in gains)} nats, two fits), "
        f"while the loss above the "
        f"floor keeps its fixed factor ({listing([s[0] for s in steady])})."
    )
    return Finding(V.HOLDS if shrink and even else V.CONTRADICTED, because)


def judge_same(said, question, apart):
    """said : what each article says on one question."""
    because = f"{question} " + "; ".join(f"article {who}: {what}" for who, what in said.items()) + "."
    if len(set(said.values())) == 1:
        return Finding(V.HOLDS, because)
    return Finding(V.INCONSISTENT, because, apart)


def judge_per_generation(claimed, span, steps):
    because = (
        f"Article C first says {say(claimed, '×')} per generation, later {say(span[0], '×')} to "
        f"{say(span[1], '×')} for the last step; "
        f"the published estimates give {' and '.join(say(v, '×') for v in steps)}."
    )
    if span[0] < claimed < span[1] and all(span[0] <= s <= span[1] for s in steps):
        return Finding(V.HOLDS, because)
    return Finding(V.INCONSISTENT, because, "each other, and both with the estimates")


def judge_tenfold(cuts):
    """cuts : percent bought by tenfold compute, per article, as (lowest, highest)."""
    because = (
        "Ten times the compute buys "
        + "; ".join(
            f"{say(low, '%')} to {say(high, '%')} (article {who})"
            if low != high
            else f"{say(low, '%')} (article {who})"
            for who, (low, high) in cuts.items()
        )
        + "."
    )
    lows, highs = zip(*cuts.values())
    if max(lows) <= min(highs) * 1.5:
        return Finding(V.HOLDS, because)
    return Finding(V.INCONSISTENT, because, "each other: the three cannot be one quantity, and none is named")


def claims():
    """The claims of article B on the curve."""
    n, fits = numbers(), [fit() for fit in FITS.values()]
    decades = np.array([1e20, 1e21, 1e22, 1e23])
    chain = ("kaplan_2020_alpha_c_min", "kaplan_2020_alpha_c_naive", "henighan_2020_language_compute_exponent")
    low, high = (published.value(f"article_b_alpha_{end}") for end in ("low", "high"))
    law = PowerLaw(1.0, low)
    cost = {before: float(law.inverse(before - 0.1) / law.inverse(before)) for before in (3.0, 2.0)}
    frontier = [getattr(n, f"doubling_{place}_{fit}").value for place in ("chinchilla", "llama") for fit in "hr"]
    return (
        Claim(
            "B4",
            "Loss is proportional to a negative power of compute.",
            CHAPTER,
            judge_power_law,
            "Runs over many decades that stay on a straight line.",
            {
                "apparent": (n.apparent_exponent_h.value, n.apparent_exponent_r.value),
                "reducible": tuple(f.frontier_exponent for f in fits),
                "misfit": floors.straight_line()[1],
                "scatter": 100 * floors.scatter(),
                "shown": (
                    n.apparent_exponent_r.named("straight-line exponent, refit"),
                    n.gamma_r.named("exponent above the floor, refit"),
                ),
            },
            {"misfit": 0.1},
            ("kaplan2020scaling",),
            ("hoffmann2022training", "pearce2024reconciling"),
        ),
        Claim(
            "B5",
            "For language models that exponent lies between about a twentieth and a tenth.",
            CHAPTER,
            judge_exponents,
            "A fit of language loss in compute, without a floor, near the upper end.",
            {
                "compute": tuple(map(published.value, chain)),
                "low": low,
                "high": high,
                "others": (published.value("kaplan_2020_alpha_n"), published.value("kaplan_2020_alpha_d")),
            },
            {"compute": (0.05, 0.1)},
            ("kaplan2020scaling",),
            ("henighan2020scaling",),
        ),
        Claim(
            "B6",
            "Twice the compute cuts the loss by three to four percent.",
            CHAPTER,
            judge_doubling_cut,
            "Losses of two frontier runs, one with twice the compute of the other.",
            {
                "low": low,
                "high": high,
                "frontier": frontier,
                "shown": (
                    n.doubling_chinchilla_r.named("at the budget of Chinchilla, refit"),
                    n.doubling_llama_r.named("at that of Llama 3.1 405B, refit"),
                ),
                "said": tuple(published.value(f"article_b_doubling_{end}") for end in ("low", "high")),
            },
            {"high": 0.058},
            ("kaplan2020scaling",),
            ("hoffmann2022training", "besiroglu2024chinchilla"),
        ),
        Claim(
            "B7",
            "What falls under these laws is an error rate.",
            CHAPTER,
            judge_error_rate,
            "A founding law fitted to a share of errors.",
            {"unit": published.row("hoffmann_2022_fit_e").unit},
            {"unit": "percent of tokens wrong"},
            (),
            ("kaplan2020scaling", "hoffmann2022training"),
        ),
        Claim(
            "B8",
            "Gains in equal steps need exponentially growing resources.",
            CHAPTER,
            judge_exponential,
            "Equal steps of loss at a constant factor of compute.",
            {"early": cost[3.0], "late": cost[2.0]},
            {"early": 2.0, "late": 2.0},
            (),
            ("kaplan2020scaling",),
        ),
        Claim(
            "B35",
            "Diminishing returns and reliable progress are two sides of one law.",
            CHAPTER,
            judge_both,
            "A frontier whose loss stops following its own law.",
            {
                "losses": [f.frontier.loss(decades) for f in fits],
                "reducible": [f.frontier.reducible(decades) for f in fits],
            },
            {"losses": [np.array([2.6, 2.5, 2.1, 2.0])]},
            ("hoffmann2022training", "besiroglu2024chinchilla"),
            (),
        ),
    )


def claims_between():
    """The claims on what the articles say to each other about the curve."""
    heights = bars.article_bars()
    low, high = (published.value(f"article_b_alpha_{end}") for end in ("low", "high"))
    gain = published.value("article_c_exchange_gain")
    return (
        Claim(
            "X1",
            "The articles agree on the form of the law.",
            CHAPTER,
            judge_same,
            "One form in all three.",
            {
                "said": {"A": "a logarithm", "B": "a power law", "C": "concave, no form given"},
                "question": "What curve?",
                "apart": "each other: only article B names the form that the papers print",
            },
            {"said": {"A": "a power law", "B": "a power law", "C": "a power law"}},
        ),
        Claim(
            "X2",
            "Article C's two statements on compute per generation agree.",
            CHAPTER,
            judge_per_generation,
            "One factor in both passages.",
            {
                "claimed": published.value("article_c_generation_factor"),
                "span": tuple(published.value(f"article_c_gpt4_factor_{end}") for end in ("low", "high")),
                "steps": (numbers().step_two_three.value, numbers().step_three_four.value),
            },
            {"claimed": 60.0, "steps": (60.0, 70.0)},
            (),
            ("epoch2025models",),
        ),
        Claim(
            "X3",
            "The articles agree on what ten times the compute buys.",
            CHAPTER,
            judge_tenfold,
            "One named metric in all three.",
            {
                "cuts": {
                    "A": (heights[-1], heights[0]),
                    "B": (pure_cut(low, 10), pure_cut(high, 10)),
                    "C": (100 * (1 - 1 / gain),) * 2,
                }
            },
            {"cuts": {"A": (10.0, 20.0), "B": (10.0, 20.0), "C": (15.0, 15.0)}},
        ),
        Claim(
            "X11",
            "The articles measure progress by the same quantity.",
            CHAPTER,
            judge_same,
            "One metric in all three.",
            {
                "said": {"A": "benchmark scores", "B": "loss and error rate in turn", "C": "capability"},
                "question": "Progress in what?",
                "apart": "each other: no two measure the same thing",
            },
            {"said": {"A": "test loss", "B": "test loss", "C": "test loss"}},
        ),
    )
