"""The claims of articles A and C that this chapter judges, and one between the articles."""

import numpy as np

from scaling_laws.quantity import estimate, exact, percent, say

from ... import published
from ...accepted import hoffmann
from ...claims import Finding, Verdict, claim
from . import models, repeats, teaching
from . import techniques as tech
from .numbers import growth, moe_slope

V = Verdict
MOST = 75.0  # per cent of a score that counts as most of it
NEARLY = 95.0  # per cent that counts as the whole of it
FEW_YEARS = 5.0  # compute growth that a technique must be worth to count as another road


def _times(value, name=""):
    return exact(value, "×", name)


def _students():
    return dict(sizes=list(models.STUDENTS.values()), contest=models.kept("AIME 2024"), school=models.kept("MATH"))


def _whole():
    """Students of every size that keep the whole score."""
    score = estimate(100.0, 97.0, 100.0, method="Wilson", level=models.LEVEL, unit="%", n=500)
    return dict.fromkeys(("contest", "school"), [score] * len(models.STUDENTS))


def _equivalent(skill):
    return published.value(f"mistral7b_equivalent_{skill}")


# ---- distillation ----


@claim(
    "A28",
    "Distillation brings what a large model knows onto a telephone.",
    would_change="A distilled model of telephone size that keeps its teacher's score on facts and on hard problems.",
    evidence=lambda: dict(
        **_students(),
        phone=models.on_a_phone(),
        skill=_equivalent("reasoning"),
        knowledge=_equivalent("knowledge"),
    ),
    opposite=lambda: dict(**_whole(), knowledge=_equivalent("reasoning")),
    sources_for=("deepseek2025r1", "sanh2019distilbert"),
    sources_against=("jiang2023mistral",),
)
def a28(sizes, contest, school, phone, skill, knowledge):
    """Students by size and the shares (Quantities in percent) they keep of a contest and a school score.

    phone : largest size that fits. skill, knowledge : size of an older model, over that of a small one that equals it.
    """
    best = max((i for i, size in enumerate(sizes) if size <= phone), default=None)
    if best is None:
        return Finding(V.CONTRADICTED, f"No student of {say(min(sizes), 'parameters')} fits a telephone.")
    hard, easy = contest[best], school[best]
    numbers = (
        hard.named("contest score kept by the largest student that fits"),
        easy.named("school score kept by it"),
        _times(skill, "size of the older model that a small one equals on reasoning"),
        _times(knowledge, "the same on knowledge"),
    )
    if min(hard.value, easy.value) >= NEARLY and knowledge >= skill:
        because = f"The student keeps {_roughly(hard)} even of the contest score."
        return Finding(V.HOLDS, because, numbers=numbers)
    if max(hard.value, easy.value) < 100 - MOST:
        return Finding(V.CONTRADICTED, f"The student keeps only {_roughly(easy)}.", numbers=numbers)
    because = (
        f"A student of {say(sizes[best], 'parameters')}, which fits, keeps {_roughly(easy)} of its teacher's score on"
        f" school problems and {_roughly(hard)} on contest problems. Facts shrink less well: a small model that equals"
        f" an older one {say(skill, '×')} its size on reasoning equals one only {say(knowledge, '×')} its size on"
        " knowledge."
    )
    condition = "knowledge is read as skill on routine problems, and as much and not all"
    return Finding(V.HOLDS_IF, because, condition, numbers)


def _roughly(kept):
    """A share to three digits, where its interval stands among the numbers below the sentence."""
    return say(kept.value, kept.unit)


@claim(
    "C50",
    "Large models can be compressed into small ones that keep most of what they can do.",
    would_change="Students of all sizes that keep three quarters of the score on hard tests.",
    evidence=_students,
    opposite=_whole,
    sources_for=("deepseek2025r1", "gemma2024gemma2", "sanh2019distilbert"),
)
def c50(sizes, contest, school):
    """Students by size, smallest first, and the shares (Quantities in percent) they keep of two scores."""
    shares = np.minimum([kept.value for kept in contest], [kept.value for kept in school])
    numbers = tuple(
        rows[at].named(f"{name} score kept by {say(sizes[at], 'parameters')}")
        for at in (0, len(sizes) - 1)
        for name, rows in (("contest", contest), ("school", school))
    )
    if shares.min() >= MOST:
        return Finding(V.HOLDS, f"Every student keeps at least {say(shares.min(), '%')}.", numbers=numbers)
    enough = [size for size, share in zip(sizes, shares) if share >= MOST]
    if not enough:
        because = f"No student keeps {say(MOST, '%')} on both tests; the best keeps {say(shares.max(), '%')}."
        return Finding(V.CONTRADICTED, because, numbers=numbers)
    because = (
        f"On both tests at least {say(MOST, '%')} is kept from {say(min(enough), 'parameters')} on. The smallest"
        f" student keeps {_roughly(school[0])} of the easier and {_roughly(contest[0])} of the harder score: what"
        " shrinks first is what was hard."
    )
    condition = f"the student has at least about {say(min(enough), 'parameters')}, or the task is routine"
    return Finding(V.HOLDS_IF, because, condition, numbers)


def _gemma():
    teacher = published.value("gemma2_distil_teacher_params")
    gain = tech.technique("teacher for free").published
    return dict(gain=gain, student=tech.GEMMA_SIZES["400m"], teacher=teacher, tokens=1.0)


@claim(
    "C51",
    "What is valuable in a model is not its size but its knowledge, and that can be handed on.",
    would_change="Small models as good as distilled ones, made without any large model.",
    evidence=_gemma,
    sources_for=("gemma2024gemma2",),
    sources_against=("busbridge2025distillation",),
)
def c51(gain, student, teacher, tokens):
    """Students that pay for a teacher; student, teacher : parameters. tokens : of the teacher per student token."""
    alone = np.ceil(teaching.students_to_pay(gain, student, teacher, 0.0, 1.0))
    trained = np.ceil(teaching.students_to_pay(gain, student, teacher, tokens, 1.0))
    numbers = (
        exact(alone, "students", "that must share an existing teacher"),
        exact(trained, "students", "that must share a teacher trained for them"),
    )
    because = (
        f"That skill can be transferred is shown. It is transferred from a large model: at a gain of {say(gain, '×')},"
        f" {say(alone)} students must share an existing teacher of {say(teacher, 'parameters')}, and {say(trained)} one"
        " that is trained for them, before the large model costs less than it saves. For one student with no teacher at"
        " hand, plain training is better, by the study of distillation laws as by our world."
    )
    missing = "a measure of value that separates size from knowledge, and what the teachers of today's students cost"
    return Finding(V.NOT_CHECKABLE, because, missing, numbers)


# ---- data ----


def _worths():
    """Published worths of a better text, in tokens or compute."""
    return {row.label: row.published for row in tech.techniques() if row.family == "curation" and row.published}


def _filters():
    removed, longest = published.value("nemotroncc_removed"), published.value("phi3_mini_tokens")
    needed = float(repeats.needed_quality(1 - removed, 1.0))
    return dict(worths=_worths(), needed=needed, removed=removed, largest_test=longest)


@claim(
    "C52",
    "Better data has proved as effective as more data.",
    would_change="Filtered and unfiltered text compared at several budgets, up to runs that exhaust the filtered pool.",
    evidence=_filters,
    opposite=lambda: dict(worths={name: 1 / worth for name, worth in _worths().items()}),
    sources_for=("li2024datacomp", "penedo2024fineweb", "yang2024qwen2", "abdin2024phi3"),
    sources_against=("su2024nemotron",),
)
def c52(worths, needed, removed, largest_test):
    """Worths by source; the worth needed at the share removed, for a run as long as the pool; longest run (tokens)."""
    best, least = max(worths.values()), min(worths.values())
    numbers = (
        _times(least, "least published worth of quality"),
        _times(best, "largest"),
        _times(needed, "worth needed when the run is as long as the unfiltered pool"),
    )
    if best <= 1:
        return Finding(V.CONTRADICTED, f"No filter is worth more than {say(best, '×')}.", numbers=numbers)
    because = (
        f"Published worths of a better text run from {say(least, '×')} to {say(best, '×')} in tokens or compute: as"
        " effective as multiplying the quantity by so much. They were measured on runs of up to"
        f" {say(largest_test, 'tokens')}. A filter that removes {percent(removed).short} must be worth"
        f" {say(needed, '×')} once a run is as long as the whole pool, because what is left has to be repeated."
    )
    if least >= needed and removed < 0.5:
        return Finding(V.HOLDS, because, numbers=numbers)
    condition = "the run is short against the filtered pool, and the score is one that the filter favours"
    return Finding(V.HOLDS_IF, because, condition, numbers)


def _sizes_of_equal_loss():
    before, after = (published.value(f"hernandez_2022_size_{when}") for when in ("before", "after"))
    return dict(size_before=before, size_after=after)


@claim(
    "C53",
    "Deduplication and mixing are part of what makes better data better.",
    would_change="Runs with and without deduplication that reach the same loss with the same compute.",
    evidence=lambda: dict(
        **_sizes_of_equal_loss(),
        memorised=published.value("lee_2022_dedup_gain"),
        even=tech.technique("even").published,
        share=repeats.repeated_tokens(),
    ),
    opposite=lambda: dict(size_after=_sizes_of_equal_loss()["size_before"], even=1.0),
    sources_for=("lee2022dedup", "hernandez2022repeated"),
    sources_against=("muennighoff2023scaling",),
)
def c53(memorised, size_before, size_after, even, share):
    """Cut of memorised output; sizes of equal loss with and without repeats; worth of removing even repeats.

    share : of the run that a few repeated texts fill.
    """
    worst = size_before / size_after
    numbers = (
        _times(memorised, "cut of memorised output"),
        _times(even, "worth of removing even repeats, four epochs"),
        _times(worst, "worth of removing a few texts repeated often"),
    )
    if max(even, worst) <= 1:
        return Finding(V.CONTRADICTED, f"Removing repeats is worth {say(worst, '×')}.", numbers=numbers)
    because = (
        f"Deduplication cuts memorised output by {say(memorised, '×')} without loss of accuracy. Its worth in compute"
        f" lies between {say(even, '×')}, if everything is repeated evenly, and {say(worst, '×')} in parameters, if a"
        f" few texts fill {percent(share).short} of the run. So it is a part, and not the large one. For mixing we have"
        " no multiplier."
    )
    return Finding(V.HOLDS, because, numbers=numbers)


# ---- what follows ----


@claim(
    "C55",
    "Smaller laboratories may gain on the large ones through better techniques.",
    would_change="Audited total costs of equal models from laboratories of different size.",
    evidence=lambda: dict(
        final_run=published.value("deepseek_v3_cost"),
        gain=published.value("dclm_vs_llama3_compute"),
        gamma=hoffmann().frontier_exponent,
    ),
    sources_for=("deepseek2024v3",),
)
def c55(final_run, gain, gamma):
    """Dollars of a final run; a compute multiplier; the exponent of reducible loss in compute."""
    secret = percent(1 - gain**-gamma, "cut of reducible loss that a secret multiplier gives its owner")
    because = (
        f"The figure that is quoted, {say(final_run, 'dollars')} for DeepSeek-V3, covers the final run at rental prices"
        " and neither research nor failed runs nor machines. A multiplier that everybody knows leaves the ratio of two"
        f" budgets, and on a power law the ratio of two reducible losses, as it was; one of {say(gain, '×')} kept"
        f" secret cuts its owner's reducible loss by {secret.short}."
    )
    missing = "total costs of large and small laboratories for equal capability, and how fast a technique spreads"
    return Finding(V.NOT_CHECKABLE, because, missing, (secret,))


def _exams():
    score = models.mmlu()
    names = dict(frontier_name="GPT-4", older_name="GPT-3.5")
    return names | dict(
        small=score["Llama 3 8B"], large=score["Llama 3 70B"], older=score["GPT-3.5"], frontier=score["GPT-4"]
    )


@claim(
    "C58",
    "Models of seven to seventy billion parameters can do what firms need.",
    would_change="A need stated as a task, with the score that suffices.",
    evidence=_exams,
    opposite=lambda: dict(small=models.mmlu()["GPT-4"]),
    sources_for=("meta2024llama3card",),
    sources_against=("openai2023gpt4",),
)
def c58(small, large, older, frontier, frontier_name, older_name):
    """MMLU (percent) at both ends of the range, of the frontier, and of the frontier two years before."""
    numbers = (
        exact(small, "%", "MMLU at the lower end of the range"),
        exact(large, "%", "MMLU at the upper end"),
        exact(older, "%", f"MMLU of {older_name}"),
        exact(frontier, "%", f"MMLU of {frontier_name}"),
    )
    if small >= frontier:
        return Finding(V.HOLDS, f"The small end of the range reaches {frontier_name} itself.", numbers=numbers)
    if large < older:
        return Finding(V.CONTRADICTED, f"Not even the upper end reaches {older_name}.", numbers=numbers)
    because = (
        f"Between the two ends, {numbers[0].short} and {numbers[1].short}, lies {older_name} with {numbers[2].short};"
        f" {frontier_name} had {numbers[3].short}. The range has caught up with the frontier of two years before, and"
        " the frontier has moved. One examination is no measure of a firm's needs."
    )
    condition = f"the need is what {older_name} could do, the frontier of late 2022"
    return Finding(V.HOLDS_IF, because, condition, numbers)


def _stated():
    """Published multipliers above one, by technique."""
    return {row.label: row.published for row in tech.techniques() if row.published and row.published > 1}


@claim(
    "X9",
    "Articles A and C set efficiency (distillation, quality, structure) beside scaling, as another road.",
    would_change=(
        "A technique compared with its baseline over at least three decades of compute, with a growing multiplier."
    ),
    evidence=lambda: dict(multipliers=_stated(), growth=growth()[1], slopes_measured=0, slope_claimed=moe_slope()),
    opposite=lambda: dict(slopes_measured=len(_stated())),
    sources_for=("sorscher2022beyond", "krajewski2024finegrained"),
    sources_against=("li2024datacomp", "gemma2024gemma2"),
)
def x9(multipliers, growth, slopes_measured, slope_claimed):
    """Multipliers by technique, yearly growth of compute, how many were measured to grow, an exponent forecast."""
    years = {name: float(np.log(m) / np.log(growth)) for name, m in multipliers.items()}
    low, high = min(multipliers, key=multipliers.get), max(multipliers, key=multipliers.get)
    numbers = (
        _times(multipliers[low], f"smallest published ({low})"),
        _times(multipliers[high], f"largest published ({high})"),
        exact(np.log10(multipliers[high]), "decades", "the largest in compute"),
        exact(years[high], "years", "the largest in growth of compute"),
    )
    largest = numbers[1].short
    if years[high] > FEW_YEARS or slopes_measured > len(multipliers) / 2:
        because = f"Techniques worth up to {largest}, or with a slope of their own, are another road."
        return Finding(V.HOLDS, because, numbers=numbers)
    because = (
        f"As published the techniques of this chapter are worth {numbers[0].short} to {largest}: at most"
        f" {numbers[2].short}, or {numbers[3].short} of the growth of compute. They multiply with compute and do not"
        f" replace it. A steeper slope has been measured in {say(slopes_measured) if slopes_measured else 'none'} of"
        f" these comparisons; where one is forecast, for mixtures of experts, the exponent is {say(slope_claimed)}, and"
        " disputed."
    )
    against = "article C's own remark that a more efficient curve is as concave as before"
    return Finding(V.INCONSISTENT, because, against, numbers)
