"""The claims of article C on model generations: how much compute each took, and what it bought."""

import numpy as np

from scaling_laws.quantity import estimate, exact, listing, say

from ...claims import Finding, Verdict, claim
from ...published import figure, value
from . import generations, surfaces
from .numbers import exchange_exponent
from .surfaces import ends

V = Verdict
MOVED = 10  # points: a benchmark that rose by less in a year has slowed down
ARITHMETIC = "GSM8K"
STEPS = ("first", "second")


def _invented(middle, low, high, unit=""):
    return estimate(middle, low, high, method="invented for the test", level=0.95, unit=unit)


def _falls(first, second):
    """Whether the second of two numbers is lower, whatever their intervals leave open."""
    return ends(second - first)[1] < 0


def _factor_said():
    """Compute of GPT-4 over that of GPT-3, as article C has it."""
    return tuple(value(f"article_c_gpt4_factor_{end}") for end in ("low", "high"))


@claim(
    "C5",
    "Compute rose about tenfold from each GPT generation to the next.",
    place="section on the law, third paragraph",
    would_change="Official compute figures a factor of ten from the estimates.",
    evidence=lambda: dict(
        steps=(generations.step("GPT-2", "GPT-3"), generations.step("GPT-3", "GPT-4")),
        claimed=value("article_c_generation_factor"),
    ),
    opposite=lambda: dict(steps=(_invented(9.0, 5.0, 20.0, "×"), _invented(11.0, 6.0, 18.0, "×"))),
    sources_against=("epoch2025models", "brown2020language"),
)
def c5(steps, claimed):
    """steps : ratio of compute per generation, with what the published estimates leave open."""
    because = (
        f"By the published estimates the two steps from GPT-2 to GPT-4 were {listing(steps)}, where the sentence needs"
        f" {say(claimed, '×')} each."
    )
    inside = [low <= claimed <= high for low, high in map(ends, steps)]
    return Finding(V.HOLDS if all(inside) else V.CONTRADICTED, because)


def _scores(benchmark, *keys):
    return tuple(generations.score(key, benchmark) for key in keys)


@claim(
    "C6",
    "Each of those generations brought a real gain in capability.",
    place="section on the law, third paragraph",
    would_change="Scores of two generations within the noise of one recipe.",
    evidence=lambda: dict(
        pairs={
            "HellaSwag, GPT-3 XL to GPT-3": _scores("HellaSwag", "gpt3_hellaswag_xl", "gpt3_hellaswag_175b"),
            "HellaSwag, GPT-3 to GPT-4": _scores("HellaSwag", "gpt3_hellaswag_175b", "gpt4_hellaswag"),
            "MMLU, GPT-3 to GPT-4": _scores("MMLU", "gpt3_mmlu", "gpt4_mmlu"),
        },
        noise=value("madaan_2024_mmlu_seed_sd"),
    ),
    opposite=lambda: dict(pairs={"a score": (exact(78.9, "%"), exact(79.2, "%"))}),
    sources_for=("brown2020language", "openai2023gpt4"),
)
def c6(pairs, noise):
    """pairs : {what: (before, after)} in percent. noise : seed-to-seed standard deviation in points."""
    least = 2 * np.sqrt(2) * noise
    listed = "; ".join(f"{what} {before.short} to {after.short}" for what, (before, after) in pairs.items())
    gains = tuple((after - before).in_unit("points").named(what) for what, (before, after) in pairs.items())
    because = (
        f"{listed}. Two runs of one recipe would differ by more than {say(least, 'points')} about once in twenty times."
    )
    real = all(ends(gain)[0] > least for gain in gains)
    return Finding(V.HOLDS if real else V.CONTRADICTED, because, numbers=gains)


@claim(
    "C8",
    "Through 2024 and 2025 gains shrank relative to the compute added.",
    place="section on the evidence, first paragraph",
    would_change="An index of capability whose best value rises more slowly while compute grows as before.",
    evidence=lambda: dict(
        before=figure("epoch_eci_rate_before"),
        after=figure("epoch_eci_rate_after"),
        growth=(value("epoch_2024_compute_growth_low"), value("epoch_2024_compute_growth_high")),
    ),
    opposite=lambda: dict(after=_invented(5.0, 4.0, 6.0, "points/year")),
    sources_against=("epoch2025eci", "epoch2024compute"),
)
def c8(before, after, growth):
    """before, after : points a year of the best index, to and from April 2024. growth : of training compute a year."""
    decades = np.log10(growth)
    per_decade = [(rate / decades.mean()).in_unit("points") for rate in (before, after)]
    because = (
        f"The best value of an index over many benchmarks rose by {before.short} until April 2024 and by {after} since,"
        f" while training compute grew {say(growth[0])} to {say(growth[1])} times a year: {per_decade[0].short} and"
        f" then {per_decade[1].short} for each tenfold of compute. (Part of the later gain comes from models that"
        " reason at length; the index cannot tell the two apart.)"
    )
    if ends(after)[1] < ends(before)[0]:
        return Finding(V.HOLDS, because)
    if ends(after)[0] > ends(before)[1]:
        return Finding(V.CONTRADICTED, because)
    return Finding(V.NOT_CHECKABLE, because, "a series long enough to tell the two rates apart")


@claim(
    "C9",
    "GPT-4 took an estimated ten to a hundred times the compute of GPT-3.",
    place="section on the evidence, second paragraph",
    would_change="A disclosed figure outside that range.",
    evidence=lambda: dict(step=generations.step("GPT-3", "GPT-4"), span=_factor_said()),
    opposite=lambda: dict(step=_invented(300.0, 200.0, 500.0, "×")),
    sources_for=("epoch2025models",),
)
def c9(step, span):
    """step : ratio of compute by the estimates. span : the ends that the article gives."""
    because = f"The database gives {step}; the article says {say(span[0], '×')} to {say(span[1], '×')}."
    return Finding(V.HOLDS if span[0] <= step.value <= span[1] else V.CONTRADICTED, because)


def _fall_per_decade():
    """Nats per decade of compute from GPT-2 to GPT-3 and on to GPT-4."""
    two, three, four = map(generations.database, ("GPT-2", "GPT-3", "GPT-4"))
    return surfaces.nats_per_decade(two, three), surfaces.nats_per_decade(three, four)


@claim(
    "C10",
    "Per unit of compute, GPT-4 gained less over GPT-3 than GPT-3 over GPT-2.",
    place="section on the evidence, second paragraph",
    would_change="One test given in one way to all three models.",
    evidence=lambda: dict(
        added=generations.added(),
        loss_per_decade=_fall_per_decade(),
        logit_per_decade=generations.hellaswag_log_odds(),
    ),
    opposite=lambda: dict(logit_per_decade=(exact(0.9), exact(0.5))),
    sources_for=("hoffmann2022training",),
    sources_against=("openai2023gpt4", "brown2020language"),
)
def c10(added, loss_per_decade, logit_per_decade):
    """added : FLOP that GPT-4 added, over those that GPT-3 did. The others : of two steps."""
    because = (
        f"GPT-4 added {added} as many FLOP as GPT-3 did, so any bounded gain is smaller per FLOP. Per decade of compute"
        f" the loss fell by {' then '.join(fall.bare for fall in loss_per_decade)} nats on the best frontier; but"
        f" HellaSwag's log odds rose by {logit_per_decade[0].short} then {logit_per_decade[1].short}, more (the smaller"
        " GPT-3 XL stands in for GPT-2, and the prompts differ)."
    )
    loss_falls = _falls(*loss_per_decade)
    score_falls = _falls(*logit_per_decade)
    if loss_falls and score_falls:
        return Finding(V.HOLDS, because)
    if not (loss_falls or score_falls):
        return Finding(V.CONTRADICTED, because)
    first, second = loss_per_decade
    numbers = (
        first.named("per decade, GPT-2 to GPT-3"),
        second.named("per decade, GPT-3 to GPT-4"),
        (logit_per_decade[1] - logit_per_decade[0]).named("change of the log odds per decade"),
    )
    return Finding(V.HOLDS_IF, because, "compute is counted in FLOP, or capability means loss", numbers)


@claim(
    "C11",
    "Everywhere each generation gains less on standard benchmarks.",
    place="section on the evidence, third paragraph",
    would_change="Slowing on benchmarks that are far from their ceiling.",
    evidence=lambda: dict(
        saturated=generations.score("gpt4_hellaswag", "HellaSwag"),
        ceiling=figure("hellaswag_human"),
        fresh_before=figure("arc_gpt4o_2024"),
        fresh_after=generations.score("o3_arc_semi_private_high_eff", "ARC-AGI"),
    ),
    opposite=lambda: dict(fresh_after=exact(7.0, "%")),
    sources_for=("openai2023gpt4",),
    sources_against=("chollet2024o3",),
)
def c11(saturated, ceiling, fresh_before, fresh_after):
    """saturated, ceiling : percent on HellaSwag, of a model and of people. fresh_... : percent on ARC-AGI."""
    because = (
        f"HellaSwag stands at {saturated} where people reach {ceiling.short}: it can only slow down. On ARC-AGI the"
        f" score went from {fresh_before.short} to {fresh_after} in the last of the years in question, though with much"
        " more compute per answer and tuning on the public tasks."
    )
    if ends(fresh_after - fresh_before)[0] < MOVED:
        return Finding(V.HOLDS, because)
    return Finding(V.HOLDS_IF, because, "the benchmark is near its ceiling")


@claim(
    "C56",
    "Each generation may need ten times the compute for twice the improvement.",
    place="section on the industry, third paragraph",
    would_change="A loss whose reducible part halves with ten times the compute, or errors that nowhere do.",
    evidence=lambda: dict(
        needed=exchange_exponent(),
        loss_exponent=surfaces.exponent(),
        error_exponents={
            f"{name}, {step} step": exponent
            for name in generations.BENCHMARKS
            for step, exponent in zip(STEPS, generations.error_exponents(name))
        },
    ),
    opposite=lambda: dict(error_exponents={"a benchmark": exact(0.1), "another": exact(0.2)}),
    sources_for=("ruan2024observational",),
    sources_against=("hoffmann2022training",),
)
def c56(needed, loss_exponent, error_exponents):
    """needed, loss_exponent : of the exchange, of the loss above the floor. error_exponents : by benchmark and step."""
    errors = sorted(error_exponents, key=lambda name: error_exponents[name].value)
    listed = listing([error_exponents[name].short for name in errors], last="")
    because = (
        f"Twice per tenfold is an exponent of {say(needed)}. Loss above the floor has {loss_exponent.short}, the whole"
        f" loss far less. Errors of Llama 3.1 fall with {listed}; the fastest is {errors[-1]}."
    )
    if ends(loss_exponent)[0] >= needed:
        return Finding(V.HOLDS, because)
    if max(ends(exponent)[1] for exponent in error_exponents.values()) < needed:
        return Finding(V.CONTRADICTED, because)
    shown = [exponent.named(name) for name, exponent in error_exponents.items() if name.startswith(ARITHMETIC)]
    numbers = (*shown, loss_exponent.named("loss above the floor"))
    condition = "improvement means halving the error on grade-school arithmetic, once"
    return Finding(V.HOLDS_IF, because, condition, numbers)


@claim(
    "X2",
    "Article C's two statements on compute per generation agree.",
    place="section on the law, third paragraph, and section on the evidence, second paragraph, of article C",
    would_change="One factor in both passages.",
    evidence=lambda: dict(
        claimed=value("article_c_generation_factor"),
        span=_factor_said(),
        steps=(generations.step("GPT-2", "GPT-3"), generations.step("GPT-3", "GPT-4")),
    ),
    opposite=lambda: dict(claimed=60.0, steps=(exact(60.0, "×"), exact(70.0, "×"))),
    sources_against=("epoch2025models",),
)
def x2(claimed, span, steps):
    """claimed : factor of the first passage. span : ends of the second. steps : by the estimates."""
    because = (
        f"Article C first says {say(claimed, '×')} per generation, later {say(span[0], '×')} to {say(span[1], '×')} for"
        f" the last step; the published estimates give {listing(steps)}."
    )
    inside = [span[0] <= low and high <= span[1] for low, high in map(ends, steps)]
    if span[0] < claimed < span[1] and all(inside):
        return Finding(V.HOLDS, because)
    return Finding(V.INCONSISTENT, because, "each other, and both with the estimates")
