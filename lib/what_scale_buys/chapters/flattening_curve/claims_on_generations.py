"""The claims of article C on model generations: how much compute each took, and what it bought."""

import numpy as np

from scaling_laws.quantity import estimate, exact, listing, say

from ...claims import Finding, Verdict, claim
from ...published import value
from . import generations, surfaces
from .numbers import exchange_exponent

V = Verdict
MOVED = 10  # points: a benchmark that rose by less in a year has slowed down
ARITHMETIC = "GSM8K"
STEPS = ("first", "second")


def _sharp(middle):
    return estimate(middle, middle - 0.01, middle + 0.01, method="invented for the test", level=0.95)


def _factor_said():
    """Compute of GPT-4 over that of GPT-3, as article C has it."""
    return tuple(value(f"article_c_gpt4_factor_{end}") for end in ("low", "high"))


@claim(
    "C5",
    "Compute rose about tenfold from each GPT generation to the next.",
    would_change="Official compute figures a factor of ten from the estimates.",
    evidence=lambda: dict(
        steps=(generations.step("GPT-2", "GPT-3"), generations.step("GPT-3", "GPT-4")),
        claimed=value("article_c_generation_factor"),
    ),
    opposite=dict(steps=((9.0, 5.0, 20.0), (11.0, 6.0, 18.0))),
    sources_against=("epoch2025models", "brown2020language"),
)
def c5(steps, claimed):
    """steps : (central, lowest, highest) ratio of compute per generation."""
    allowed = "; ".join(
        f"{say(centre, '×')} (published estimates allow {say(low, '×')} to {say(high, '×')})"
        for centre, low, high in steps
    )
    because = f"{allowed} for the two steps from GPT-2 to GPT-4, where the sentence needs {say(claimed, '×')} each."
    inside = [low <= claimed <= high for _, low, high in steps]
    return Finding(V.HOLDS if all(inside) else V.CONTRADICTED, because)


@claim(
    "C6",
    "Each of those generations brought a real gain in capability.",
    would_change="Scores of two generations within the noise of one recipe.",
    evidence=lambda: dict(
        pairs={
            "HellaSwag, GPT-3 XL to GPT-3": (value("gpt3_hellaswag_xl"), value("gpt3_hellaswag_175b")),
            "HellaSwag, GPT-3 to GPT-4": (value("gpt3_hellaswag_175b"), value("gpt4_hellaswag")),
            "MMLU, GPT-3 to GPT-4": (value("gpt3_mmlu"), value("gpt4_mmlu")),
        },
        noise=value("madaan_2024_mmlu_seed_sd"),
    ),
    opposite=dict(pairs={"a score": (78.9, 79.2)}),
    sources_for=("brown2020language", "openai2023gpt4"),
)
def c6(pairs, noise):
    """pairs : {what: (before, after)} in percent. noise : seed-to-seed standard deviation in points."""
    least = 2 * np.sqrt(2) * noise
    listed = "; ".join(f"{what} {say(a, '%')} to {say(b, '%')}" for what, (a, b) in pairs.items())
    because = (
        f"{listed}. Two runs of one recipe would differ by more than {say(least, 'points')} about once in twenty times."
    )
    return Finding(V.HOLDS if all(b - a > least for a, b in pairs.values()) else V.CONTRADICTED, because)


@claim(
    "C8",
    "Through 2024 and 2025 gains shrank relative to the compute added.",
    would_change="Error ratios per tenfold of compute that shrink beyond their intervals.",
    evidence=lambda: dict(
        points={
            name: tuple(100 * generations.per_decade(generations.llama_accuracy(name), generations.llama_compute()))
            for name in generations.BENCHMARKS
        },
        exponents={name: tuple(generations.exponent_estimates(name)) for name in generations.ITEMS},
        near_ceiling=tuple(map(float, generations.exponent_estimates("HellaSwag"))),
    ),
    opposite=lambda: dict(exponents={"a benchmark": (_sharp(0.3), _sharp(0.1))}, points={"a benchmark": (13.0, 5.0)}),
    sources_for=("meta2024llama31card", "ruan2024observational"),
    sources_against=("epoch2025eci",),
)
def c8(points, exponents, near_ceiling):
    """points : per benchmark, points per decade of two steps. exponents : the same steps, with intervals."""
    listed = "; ".join(
        f"{name}: {' then '.join(say(p, 'points') for p in points[name])} per decade, error exponent {first} then"
        f" {second}"
        for name, (first, second) in exponents.items()
    )
    because = (
        f"{listed}. HellaSwag, near its ceiling: error exponent {say(near_ceiling[0])} then {say(near_ceiling[1])}."
    )
    if not all(second < first for first, second in points.values()):
        return Finding(V.CONTRADICTED, because)
    if all(second.high < first.low for first, second in exponents.values()):
        return Finding(V.HOLDS, because)
    condition = "gains are counted in points; as ratios of errors two of three benchmarks shrank only within the noise"
    return Finding(V.HOLDS_IF, because, condition)


@claim(
    "C9",
    "GPT-4 took an estimated ten to a hundred times the compute of GPT-3.",
    would_change="A disclosed figure outside that range.",
    evidence=lambda: dict(step=generations.step("GPT-3", "GPT-4"), span=_factor_said()),
    opposite=dict(step=(300.0, 200.0, 500.0)),
    sources_for=("epoch2025models",),
)
def c9(step, span):
    """step : (central, lowest, highest) ratio of compute by the estimates. span : the ends that the article gives."""
    centre, low, high = step
    because = (
        f"The database values give {say(centre, '×')}; the interval of the GPT-4 estimate allows {say(low, '×')} to"
        f" {say(high, '×')}, the article says {say(span[0], '×')} to {say(span[1], '×')}."
    )
    return Finding(V.HOLDS if span[0] <= centre <= span[1] else V.CONTRADICTED, because)


def _fall_per_decade():
    """Nats per decade of compute from GPT-2 to GPT-3 and on to GPT-4, by H and by R."""
    two, three, four = map(generations.database, ("GPT-2", "GPT-3", "GPT-4"))
    return tuple(zip(surfaces.nats_per_decade(two, three), surfaces.nats_per_decade(three, four)))


@claim(
    "C10",
    "Per unit of compute, GPT-4 gained less over GPT-3 than GPT-3 over GPT-2.",
    would_change="One test given in one way to all three models.",
    evidence=lambda: dict(
        added=generations.added(),
        loss_per_decade=_fall_per_decade(),
        logit_per_decade=generations.hellaswag_log_odds(),
    ),
    opposite=dict(logit_per_decade=(0.9, 0.5)),
    sources_for=("hoffmann2022training",),
    sources_against=("openai2023gpt4", "brown2020language"),
)
def c10(added, loss_per_decade, logit_per_decade):
    """added : FLOP that GPT-4 added, over those that GPT-3 did. The others : two steps; of the loss, by two fits."""
    by_fit = [[say(fall.value) for fall in pair] for pair in loss_per_decade]
    because = (
        f"GPT-4 added {say(added, '×')} as many FLOP as GPT-3 did, so any bounded gain is smaller per FLOP. Per decade"
        f" of compute the two fits say {' and '.join(' then '.join(pair) for pair in by_fit)} nats, falling; but"
        f" HellaSwag's log odds rose by {say(logit_per_decade[0])} then {say(logit_per_decade[1])}, more (the smaller"
        " GPT-3 XL stands in for GPT-2, and the prompts differ)."
    )
    loss_falls = all(second.value < first.value for first, second in loss_per_decade)
    score_falls = logit_per_decade[1] < logit_per_decade[0]
    if loss_falls and score_falls:
        return Finding(V.HOLDS, because)
    if not (loss_falls or score_falls):
        return Finding(V.CONTRADICTED, because)
    _, (first, second) = loss_per_decade
    numbers = (
        first.named("per decade, GPT-2 to GPT-3, refit"),
        second.named("per decade, GPT-3 to GPT-4, refit"),
    )
    return Finding(V.HOLDS_IF, because, "compute is counted in FLOP, or capability means loss", numbers)


@claim(
    "C11",
    "Everywhere each generation gains less on standard benchmarks.",
    would_change="Slowing on benchmarks that are far from their ceiling.",
    evidence=lambda: dict(
        saturated=value("gpt4_hellaswag"),
        ceiling=value("hellaswag_human"),
        fresh_before=value("arc_gpt4o_2024"),
        fresh_after=value("o3_arc_semi_private_high_eff"),
    ),
    opposite=dict(fresh_after=7.0),
    sources_for=("openai2023gpt4",),
    sources_against=("chollet2024o3",),
)
def c11(saturated, ceiling, fresh_before, fresh_after):
    """saturated, ceiling : percent on HellaSwag, of a model and of people. fresh_... : percent on ARC-AGI."""
    because = (
        f"HellaSwag stands at {say(saturated, '%')} where people reach {say(ceiling, '%')}: it can only slow down. On"
        f" ARC-AGI the score went from {say(fresh_before, '%')} to {say(fresh_after, '%')} in the last of the years in"
        " question, though with much more compute per answer and tuning on the public tasks."
    )
    if fresh_after - fresh_before < MOVED:
        return Finding(V.HOLDS, because)
    return Finding(V.HOLDS_IF, because, "the benchmark is near its ceiling")


@claim(
    "C56",
    "A generation needs ten times the compute for twice the improvement.",
    would_change="A loss whose reducible part halves with ten times the compute, or errors that nowhere do.",
    evidence=lambda: dict(
        needed=exchange_exponent(),
        loss_exponents=surfaces.exponents(),
        error_exponents={
            f"{name}, {step} step": exponent
            for name in generations.BENCHMARKS
            for step, exponent in zip(STEPS, generations.exponent_estimates(name))
        },
    ),
    opposite=lambda: dict(error_exponents={"a benchmark": exact(0.1), "another": exact(0.2)}),
    sources_for=("ruan2024observational",),
    sources_against=("hoffmann2022training",),
)
def c56(needed, loss_exponents, error_exponents):
    """needed : exponent of the exchange. loss_exponents : by H and R. error_exponents : by benchmark and step."""
    losses = [exponent.value for exponent in loss_exponents]
    errors = {name: exponent.value for name, exponent in error_exponents.items()}
    because = (
        f"Twice per tenfold is an exponent of {say(needed)}. Loss above the floor has {listing(losses, last='or')}, the"
        f" whole loss far less. Errors of Llama 3.1 fall with {listing(sorted(errors.values()), last='')}; the fastest"
        f" is {max(errors, key=errors.get)}."
    )
    if min(losses) >= needed:
        return Finding(V.HOLDS, because)
    if max(errors.values()) < needed:
        return Finding(V.CONTRADICTED, because)
    shown = [exponent.named(name) for name, exponent in error_exponents.items() if name.startswith(ARITHMETIC)]
    numbers = (*shown, loss_exponents[-1].named("loss above the floor, refit"))
    condition = "improvement means halving the error on grade-school arithmetic, once"
    return Finding(V.HOLDS_IF, because, condition, numbers)


@claim(
    "X2",
    "Article C's two statements on compute per generation agree.",
    would_change="One factor in both passages.",
    evidence=lambda: dict(
        claimed=value("article_c_generation_factor"),
        span=_factor_said(),
        steps=(generations.step("GPT-2", "GPT-3")[0], generations.step("GPT-3", "GPT-4")[0]),
    ),
    opposite=dict(claimed=60.0, steps=(60.0, 70.0)),
    sources_against=("epoch2025models",),
)
def x2(claimed, span, steps):
    """claimed : factor of the first passage. span : ends of the second. steps : by the estimates."""
    because = (
        f"Article C first says {say(claimed, '×')} per generation, later {say(span[0], '×')} to {say(span[1], '×')} for"
        f" the last step; the published estimates give {' and '.join(say(step, '×') for step in steps)}."
    )
    if span[0] < claimed < span[1] and all(span[0] <= step <= span[1] for step in steps):
        return Finding(V.HOLDS, because)
    return Finding(V.INCONSISTENT, because, "each other, and both with the estimates")
