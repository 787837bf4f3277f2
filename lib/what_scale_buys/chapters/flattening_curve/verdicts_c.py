"""Verdicts on article C: compute per generation, and what each step bought."""

import numpy as np

from scaling_laws.quantity import estimate

from ... import published
from ...accepted import FITS
from ...claims import Claim, Finding, Verdict
from . import generations
from .judges_a import axis, listing, say
from .numbers import numbers
from .verdicts_a import CHAPTER

V = Verdict


def judge_generation(steps, claimed):
    """steps : (central, lowest, highest) ratio of compute per generation."""
    because = (
        "; ".join(f"{say(c, '×')} (published estimates allow {say(a, '×')} to {say(b, '×')})" for c, a, b in steps)
        + f" for the two steps from GPT-2 to GPT-4, where the sentence needs {say(claimed, '×')} each."
    )
    inside = [low <= claimed <= high for _, low, high in steps]
    return Finding(V.HOLDS if all(inside) else V.CONTRADICTED, because[0].upper() + because[1:])


def judge_meaningful(pairs, noise):
    """pairs : {what: (before, after)} in percent; noise : seed-to-seed standard deviation in points."""
    least = 2 * np.sqrt(2) * noise
    because = "; ".join(f"{what} {say(a, '%')} to {say(b, '%')}" for what, (a, b) in pairs.items())
    because += f". Two runs of one recipe would differ by more than {say(least, 'points')} about once in twenty times."
    return Finding(V.HOLDS if all(b - a > least for a, b in pairs.values()) else V.CONTRADICTED, because)


def judge_shrinking(points, exponents, near_ceiling):
    """points : per benchmark, points per decade of two steps; exponents : the same steps, with intervals."""
    because = "; ".join(
        f"{name}: {' then '.join(say(p, 'points') for p in points[name])} per decade, error exponent "
        f"{exponents[name][0]} then {exponents[name][1]}"
        for name in exponents
    )
    because += f". HellaSwag, near its ceiling: error exponent {say(near_ceiling[0])} then {say(near_ceiling[1])}."
    shrink = all(second < first for first, second in points.values())
    clear = all(second.high < first.low for first, second in exponents.values())
    if not shrink:
        return Finding(V.CONTRADICTED, because)
    if clear:
        return Finding(V.HOLDS, because)
    return Finding(
        V.HOLDS_IF,
        because,
        "gains are counted in points; as ratios of errors two of three benchmarks shrank only within the noise",
    )


def judge_estimate(step, span):
    centre, low, high = step
    because = (
        f"The database values give {say(centre, '×')}; the interval of the GPT-4 estimate allows {say(low, '×')} to "
        f"{say(high, '×')}, the article says {say(span[0], '×')} to {say(span[1], '×')}."
    )
    return Finding(V.HOLDS if span[0] <= centre <= span[1] else V.CONTRADICTED, because)


def judge_gap(added, loss_per_decade, logit_per_decade, shown=()):
    because = (
        f"GPT-4 added {say(added, '×')} as many FLOP as GPT-3 did, so any bounded gain is smaller per FLOP. "
        f"Per decade of compute "
        f"the two fits say {' and '.join(' then '.join(map(say, pair)) for pair in loss_per_decade)} nats, "
        f"falling; but HellaSwag's log odds rose "
        f"by {say(logit_per_decade[0])} then {say(logit_per_decade[1])}, more (the smaller GPT-3 XL stands in "
        f"for GPT-2, and the prompts differ)."
    )
    loss_falls = all(b < a for a, b in loss_per_decade)
    score_falls = logit_per_decade[1] < logit_per_decade[0]
    if loss_falls and score_falls:
        return Finding(V.HOLDS, because)
    if not (loss_falls or score_falls):
        return Finding(V.CONTRADICTED, because)
    return Finding(V.HOLDS_IF, because, "compute is counted in FLOP, or capability means loss", shown)


def judge_every_lab(saturated, ceiling, fresh_before, fresh_after):
    because = (
        f"HellaSwag stands at {say(saturated, '%')} where people reach {say(ceiling, '%')}: it can only slow "
        f"down. On ARC-AGI the score "
        f"went from {say(fresh_before, '%')} to {say(fresh_after, '%')} in the last of the years in question, "
        f"though with much "
        "more compute per answer and tuning on the public tasks."
    )
    if fresh_after - fresh_before < 10:
        return Finding(V.HOLDS, because)
    return Finding(V.HOLDS_IF, because, "the benchmark is near its ceiling")


def judge_exchange(needed, loss_exponents, error_exponents, shown=()):
    """error_exponents : {benchmark and step: exponent}."""
    best = max(error_exponents, key=error_exponents.get)
    because = (
        f"Twice per tenfold is an exponent of {say(needed)}. Loss above the floor has "
        f"{' or '.join(map(say, loss_exponents))}, the whole loss far "
        f"less. Errors of Llama 3.1 fall with {listing(sorted(error_exponents.values()))}; the fastest is {best}."
    )
    if min(loss_exponents) >= needed:
        return Finding(V.HOLDS, because)
    if max(error_exponents.values()) >= needed:
        return Finding(
            V.HOLDS_IF, because, "improvement means halving the error on grade-school arithmetic, once", shown
        )
    return Finding(V.CONTRADICTED, because)


def _sharp(value):
    return estimate(value, value - 0.01, value + 0.01, method="invented for the test", level=0.95)


def _claims_on_compute():
    two_three, three_four = generations.step("GPT-2", "GPT-3"), generations.step("GPT-3", "GPT-4")
    value = published.value
    return (
        Claim(
            "C5",
            "Compute rose about tenfold from each GPT generation to the next.",
            CHAPTER,
            judge_generation,
            "Official compute figures a factor of ten from the estimates.",
            {"steps": (two_three, three_four), "claimed": value("article_c_generation_factor")},
            {"steps": ((9.0, 5.0, 20.0), (11.0, 6.0, 18.0))},
            (),
            ("epoch2025models", "brown2020language"),
        ),
        Claim(
            "C6",
            "Each of those generations brought a real gain in capability.",
            CHAPTER,
            judge_meaningful,
            "Scores of two generations within the noise of one recipe.",
            {
                "pairs": {
                    "HellaSwag, GPT-3 XL to GPT-3": (value("gpt3_hellaswag_xl"), value("gpt3_hellaswag_175b")),
                    "HellaSwag, GPT-3 to GPT-4": (value("gpt3_hellaswag_175b"), value("gpt4_hellaswag")),
                    "MMLU, GPT-3 to GPT-4": (value("gpt3_mmlu"), value("gpt4_mmlu")),
                },
                "noise": value("madaan_2024_mmlu_seed_sd"),
            },
            {"pairs": {"a score": (78.9, 79.2)}},
            ("brown2020language", "openai2023gpt4"),
            (),
        ),
        Claim(
            "C9",
            "GPT-4 took an estimated ten to a hundred times the compute of GPT-3.",
            CHAPTER,
            judge_estimate,
            "A disclosed figure outside that range.",
            {"step": three_four, "span": tuple(value(f"article_c_gpt4_factor_{end}") for end in ("low", "high"))},
            {"step": (300.0, 200.0, 500.0)},
            ("epoch2025models",),
            (),
        ),
    )


def _added():
    """FLOP that GPT-4 added to GPT-3, over those that GPT-3 added to GPT-2."""
    two, three, four = (generations.gpt_compute()[m]["database"] for m in ("GPT-2", "GPT-3", "GPT-4"))
    return (four - three) / (three - two)


def _claims_on_gains():
    n, compute = numbers(), generations.llama_compute()
    points = {
        b: tuple(100 * generations.per_decade(generations.llama_accuracy(b), compute)) for b in generations.BENCHMARKS
    }
    exponents = {b: tuple(generations.exponent_estimates(b)) for b in generations.ITEMS}
    near_ceiling = tuple(map(float, generations.exponent_estimates("HellaSwag")))
    errors = {
        f"{b}, {step} step": float(e)
        for b in generations.BENCHMARKS
        for step, e in zip(("first", "second"), generations.exponent_estimates(b))
    }
    gap = [
        (getattr(n, f"step_per_decade_two_three_{f}").value, getattr(n, f"step_per_decade_three_four_{f}").value)
        for f in "hr"
    ]
    return (
        Claim(
            "C8",
            "Through 2024 and 2025 gains shrank relative to the compute added.",
            CHAPTER,
            judge_shrinking,
            "Error ratios per tenfold of compute that shrink beyond their intervals.",
            {"points": points, "exponents": exponents, "near_ceiling": near_ceiling},
            {"exponents": {"a benchmark": (_sharp(0.3), _sharp(0.1))}, "points": {"a benchmark": (13.0, 5.0)}},
            ("meta2024llama31card", "ruan2024observational"),
            ("epoch2025eci",),
        ),
        Claim(
            "C10",
            "Per unit of compute, GPT-4 gained less over GPT-3 than GPT-3 over GPT-2.",
            CHAPTER,
            judge_gap,
            "One test given in one way to all three models.",
            {
                "added": _added(),
                "loss_per_decade": gap,
                "logit_per_decade": (n.logit_two_three.value, n.logit_three_four.value),
                "shown": (
                    n.step_per_decade_two_three_r.named("per decade, GPT-2 to GPT-3, refit"),
                    n.step_per_decade_three_four_r.named("per decade, GPT-3 to GPT-4, refit"),
                ),
            },
            {"logit_per_decade": (0.9, 0.5)},
            ("hoffmann2022training",),
            ("openai2023gpt4", "brown2020language"),
        ),
        Claim(
            "C11",
            "Everywhere each generation gains less on standard benchmarks.",
            CHAPTER,
            judge_every_lab,
            "Slowing on benchmarks that are far from their ceiling.",
            {
                "saturated": published.value("gpt4_hellaswag"),
                "ceiling": published.value("hellaswag_human"),
                "fresh_before": published.value("arc_gpt4o_2024"),
                "fresh_after": published.value("o3_arc_semi_private_high_eff"),
            },
            {"fresh_after": 7.0},
            ("openai2023gpt4",),
            ("chollet2024o3",),
        ),
        Claim(
            "C56",
            "A generation needs ten times the compute for twice the improvement.",
            CHAPTER,
            judge_exchange,
            "A loss whose reducible part halves with ten times the compute, or errors that nowhere do.",
            {
                "needed": n.exchange_exponent.value,
                "loss_exponents": tuple(f().frontier_exponent for f in FITS.values()),
                "error_exponents": errors,
                "shown": (
                    n.gsm8k_exponent_first.named("GSM8K, first step"),
                    n.gsm8k_exponent_second.named("GSM8K, second step"),
                    n.gamma_r.named("loss above the floor, refit"),
                ),
            },
            {"error_exponents": {"a benchmark": 0.1, "another": 0.2}},
            ("ruan2024observational",),
            ("hoffmann2022training",),
        ),
        Claim(
            "C61",
            "The laws describe how scores on the measured benchmarks improve.",
            CHAPTER,
            axis,
            "A founding paper whose fitted quantity is a benchmark score.",
            {
                "unit": published.row("kaplan_2020_breakdown_l").unit,
                "predictable": published.value("lourie_2025_predictable"),
                "additions": [
                    published.value(f"gpt3_arith_4d_add_{s}")
                    for s in ("small", "medium", "large", "xl", "2p7b", "6p7b", "13b", "175b")
                ],
            },
            {"unit": "percent correct"},
            ("gadre2024language",),
            ("kaplan2020scaling", "lourie2025scaling"),
        ),
    )


def claims():
    """The claims of article C on the curve, in order."""
    return tuple(sorted((*_claims_on_compute(), *_claims_on_gains()), key=lambda claim: int(claim.id[1:])))
