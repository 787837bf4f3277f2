"""The claims of articles A and C that this chapter judges, and one between the articles."""

from scaling_laws.quantity import estimate, percent, propagate, say

from ... import published
from ...accepted import with_interval
from ...claims import Finding, Verdict, claim
from ...experiments.registered import answer
from . import measured_here, models, repeats, teaching
from . import techniques as tech
from .numbers import growth

V = Verdict
MOST = 75.0  # per cent of a score that counts as most of it
NEARLY = 95.0  # per cent that counts as the whole of it


def _times(value, name=""):
    return tech.multiplier(value, name)


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
    place="The Efficiency Revolution, first paragraph",
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
    if min(hard.low, easy.low) >= NEARLY and knowledge >= skill:
        return Finding(V.HOLDS, f"The student keeps {hard} even of the contest score.", numbers=numbers)
    if max(hard.high, easy.high) < 100 - MOST:
        return Finding(V.CONTRADICTED, f"The student keeps only {easy}.", numbers=numbers)
    because = (
        f"A student of {say(sizes[best], 'parameters')}, which fits, keeps {easy} of its teacher's score on school"
        f" problems and {hard} on contest problems. Facts shrink less well: a small model that equals"
        f" an older one {say(skill, '×')} its size on reasoning equals one only {say(knowledge, '×')} its size on"
        " knowledge."
    )
    condition = "knowledge is read as skill on routine problems, and as much and not all"
    return Finding(V.HOLDS_IF, because, condition, numbers)


@claim(
    "C50",
    "Large models can be compressed into small ones that keep most of what they can do.",
    place="The Shift From Scale to Efficiency, paragraph on distillation",
    would_change="Students of all sizes that keep three quarters of the score on hard tests.",
    evidence=_students,
    opposite=_whole,
    sources_for=("deepseek2025r1", "gemma2024gemma2", "sanh2019distilbert"),
)
def c50(sizes, contest, school):
    """Students by size, smallest first, and the shares (Quantities in percent) they keep of two scores."""
    kept = [min(pair, key=float) for pair in zip(contest, school)]
    numbers = tuple(
        rows[at].named(f"{name} score kept by {say(sizes[at], 'parameters')}")
        for at in (0, len(sizes) - 1)
        for name, rows in (("contest", contest), ("school", school))
    )
    if min(share.low for share in kept) >= MOST:
        because = f"Every student keeps at least {min(kept, key=float)} of either score."
        return Finding(V.HOLDS, because, numbers=numbers)
    if max(share.high for share in kept) < MOST:
        because = f"No student keeps {say(MOST, '%')} on both tests; the best keeps {max(kept, key=float)}."
        return Finding(V.CONTRADICTED, because, numbers=numbers)
    at = next((i for i, share in enumerate(kept) if share.value >= MOST), len(kept) - 1)
    size = say(sizes[at], "parameters")
    because = (
        f"At {size} {contest[at]} of the harder score is kept and {school[at]} of the easier, at the smallest size"
        f" {contest[0]} and {school[0]}: what shrinks first is what was hard. From which size on most of it is kept, so"
        " few problems cannot say."
    )
    condition = f"the student has at least about {size}, or the task is routine"
    return Finding(V.HOLDS_IF, because, condition, numbers)


def _gemma():
    teacher = published.value("gemma2_distil_teacher_params")
    gain = tech.technique("teacher for free").published
    own = dict(free=answer("half-10x", "distillation"), paid=answer("half-10x-bill", "distillation"))
    return dict(gain=gain, student=tech.GEMMA_SIZES["400m"], teacher=teacher, tokens=1.0, **own)


@claim(
    "C51",
    "What is valuable in a model is less its size than its knowledge and ability, which can often be handed on.",
    place="The Shift From Scale to Efficiency, paragraph on distillation",
    would_change="Small models as good as distilled ones, made without any large model.",
    evidence=_gemma,
    sources_for=("gemma2024gemma2",),
    sources_against=("busbridge2025distillation",),
)
def c51(gain, student, teacher, tokens, free, paid):
    """Students that pay for a teacher; student, teacher : parameters. tokens : of the teacher per student token.

    free, paid : multiplier of a teacher in this book's small runs, without and with its bill.
    """
    alone, trained = (teaching.whole_students(gain, student, teacher, seen) for seen in (0.0, tokens))
    numbers = (
        alone.named("that must share an existing teacher"),
        trained.named("that must share a teacher trained for them"),
        free.named("teacher for free, this book's small runs"),
        paid.named("teacher paid for, this book's small runs"),
    )
    because = (
        "That ability can be handed on is shown, and that half of the sentence holds. It is handed on from a large"
        f" model: in Gemma's table {alone.short} must share an existing teacher before its passes cost less than they"
        f" save, and {trained.short} one that is trained for them. In this book's small runs a teacher is worth"
        f" {free} if it is free and {paid} if it is paid for. Where the value lies is no question of compute."
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
    own = measured_here.filter_worth()
    return dict(worths=_worths(), needed=needed, removed=removed, largest_test=longest, own=own)


@claim(
    "C52",
    "Better data has proved as effective as more data.",
    place="The Shift From Scale to Efficiency, paragraph on data",
    would_change="Filtered and unfiltered text compared at several budgets, up to runs that exhaust the filtered pool.",
    evidence=_filters,
    opposite=lambda: dict(worths={name: 1 / worth for name, worth in _worths().items()}),
    sources_for=("li2024datacomp", "penedo2024fineweb", "yang2024qwen2", "abdin2024phi3"),
    sources_against=("su2024nemotron", "goyal2024filtering"),
)
def c52(worths, needed, removed, largest_test, own):
    """Worths by source; the worth needed at the share removed, for a run as long as the pool; longest run (tokens).

    own : worth of a filter of planted noise in this book's small runs.
    """
    best, least = max(worths.values()), min(worths.values())
    numbers = (
        _times(least, "least published worth of quality"),
        _times(best, "largest"),
        _times(needed, "worth needed when the run is as long as the unfiltered pool"),
        own.named("worth of filtering out planted noise, this book's small runs"),
    )
    if best <= 1:
        return Finding(V.CONTRADICTED, f"No published filter is worth more than {say(best, '×')}.", numbers=numbers)
    because = (
        f"Published worths of a better text run from {say(least, '×')} to {say(best, '×')} in tokens or compute: as"
        " effective as multiplying the quantity by so much. They were measured on runs of up to"
        f" {say(largest_test, 'tokens')}. A filter that removes {percent(removed).short} must be worth"
        f" {say(needed, '×')} once a run is as long as the whole pool, because what is left has to be repeated. In this"
        f" book's small runs, filtering planted noise out is worth {own}."
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
    place="The Shift From Scale to Efficiency, paragraph on data",
    would_change="Runs with and without deduplication, or with and without chosen weights, that reach the same loss.",
    evidence=lambda: dict(
        **_sizes_of_equal_loss(),
        memorised=published.value("lee_2022_dedup_gain"),
        even=tech.technique("even").published,
        share=repeats.repeated_tokens(),
        mixing=published.value("doremi_2023_steps"),
        copies=answer("duplicates", "noise"),
    ),
    opposite=lambda: dict(size_after=_sizes_of_equal_loss()["size_before"], even=1.0, mixing=1.0),
    sources_for=("lee2022dedup", "hernandez2022repeated", "xie2023doremi"),
    sources_against=("muennighoff2023scaling",),
)
def c53(memorised, size_before, size_after, even, share, mixing, copies):
    """Cut of memorised output; sizes of equal loss with and without repeats; worth of removing even repeats.

    share : of the run that a few repeated texts fill. mixing : worth of chosen weights of the sources. copies :
    multiplier of copies in the place of documents, in this book's small runs.
    """
    worst = size_before / size_after
    numbers = (
        _times(memorised, "cut of memorised output"),
        _times(even, "worth of removing even repeats, four epochs"),
        _times(worst, "worth of removing a few texts repeated often, in parameters"),
        _times(mixing, "worth of chosen weights of the sources, in steps"),
        copies.named("copies in the place of documents, this book's small runs"),
    )
    if max(even, worst) <= 1 and mixing <= 1:
        return Finding(V.CONTRADICTED, f"Neither is worth more than {say(max(even, worst, mixing), '×')}.", "", numbers)
    because = (
        f"Removing repeats is worth {say(even, '×')} if all is repeated evenly, and {say(worst, '×')} in parameters if"
        f" a few texts fill {percent(share).short} of the run. Copies in the place of documents leave {copies} in this"
        " book's small runs. Chosen weights of the sources reach the score of a collection's own weights in"
        f" {say(mixing, '×')} fewer steps, at one size and against one collection."
    )
    condition = "few texts are repeated often, and the weights to beat were not already chosen with care"
    return Finding(V.HOLDS_IF, because, condition, numbers)


# ---- what follows ----


def _kept_secret():
    gain = published.value("dclm_vs_llama3_compute")
    cut = with_interval(lambda s: 100 * (1 - gain**-s.frontier_exponent), "%")
    return dict(final_run=published.value("deepseek_v3_cost"), gain=gain, secret=cut)


@claim(
    "C55",
    "Smaller laboratories may gain on the large ones through better techniques.",
    place="What This Means for the Industry, second paragraph",
    would_change="Audited total costs of equal models from laboratories of different size.",
    evidence=_kept_secret,
    sources_for=("deepseek2024v3",),
)
def c55(final_run, gain, secret):
    """Dollars of a final run; a compute multiplier; the cut of reducible loss that it gives its owner if kept."""
    because = (
        f"The figure that is quoted, {say(final_run, 'dollars')} for DeepSeek-V3, covers the final run at rental prices"
        " and neither research nor failed runs nor machines. A multiplier that everybody knows leaves the ratio of two"
        " budgets, and on a power law the ratio of two losses above the floor, as it was; one of"
        f" {say(gain, '×')} kept secret cuts its owner's loss above the floor by {secret.short}."
    )
    missing = "total costs of large and small laboratories for equal capability, and how fast a technique spreads"
    return Finding(V.NOT_CHECKABLE, because, missing, (secret.named("cut of the loss above the floor"),))


def _exams():
    rows = dict(
        small="llama31_8b_instruct_mmlu", large="llama33_70b_instruct_mmlu", older="gpt35_mmlu", frontier="gpt4_mmlu"
    )
    names = dict(frontier_name="GPT-4", older_name="GPT-3.5")
    return names | {name: models.scored(row) for name, row in rows.items()}


@claim(
    "C58",
    "Models of seven to seventy billion parameters, distilled and tuned, can do what firms need.",
    place="What This Means for the Industry, fourth paragraph",
    would_change="A need stated as a task, with the score that suffices.",
    evidence=_exams,
    opposite=lambda: dict(small=models.scored("gpt4_mmlu")),
    sources_for=("meta2024llama33card",),
    sources_against=("openai2023gpt4",),
)
def c58(small, large, older, frontier, frontier_name, older_name):
    """MMLU (Quantities in percent) of tuned models at both ends of the range, and of two models of the past."""
    numbers = (
        small.named("MMLU at the lower end of the range"),
        large.named("MMLU at the upper end"),
        older.named(f"MMLU of {older_name}"),
        frontier.named(f"MMLU of {frontier_name}"),
    )
    if small.low >= frontier.low:
        return Finding(V.HOLDS, f"The small end of the range reaches {frontier_name} itself.", numbers=numbers)
    if large.high < older.low:
        return Finding(V.CONTRADICTED, f"Not even the upper end reaches {older_name}.", numbers=numbers)
    met = frontier_name if large.high >= frontier.low else older_name
    because = (
        f"As of the end of 2024 the two ends stand at {small.short} and {large.short}, where {older_name} had"
        f" {older.short} and {frontier_name} {frontier.short}; the upper end meets {met} within the error of the"
        " questions (the prompts differ: with and without written reasoning). The frontier has moved since, and one"
        " examination is no measure of a firm's needs."
    )
    return Finding(V.HOLDS_IF, because, f"the need is what {met} could do when it came out", numbers)


def _stated():
    """Published multipliers above one, by technique."""
    return {row.label: row.published for row in tech.above_one(tech.techniques())}


@claim(
    "X9",
    "Articles A and C put efficiency (distillation, quality, structure) beside scale: the next gains combine both.",
    place="A: The Efficiency Revolution, second paragraph; C: The Shift From Scale to Efficiency, first paragraph",
    would_change="Techniques whose worth falls to nothing at large budgets, or that make budgets unnecessary.",
    evidence=lambda: dict(multipliers=_stated(), growth=growth()),
    opposite=lambda: dict(multipliers={name: 1 / float(worth) for name, worth in _stated().items()}),
    sources_for=("li2024datacomp", "gemma2024gemma2", "tian2025leverage"),
)
def x9(multipliers, growth):
    """Multipliers by technique; yearly growth of compute."""
    low, high = (pick(multipliers, key=lambda name: float(multipliers[name])) for pick in (min, max))
    years = propagate(tech.years, multipliers[high], growth, unit="years", name="the largest in growth of compute")
    numbers = (
        _times(multipliers[low], f"smallest published ({low})"),
        _times(multipliers[high], f"largest published ({high})"),
        years,
    )
    if float(multipliers[high]) <= 1:
        return Finding(V.CONTRADICTED, "No technique makes a budget go further: there is nothing to combine.")
    because = (
        f"As published the techniques are worth {numbers[0].short} to {numbers[1].short}, at most {years.short} of the"
        " growth of compute. Each multiplies what a budget buys and none replaces the budget, so that they belong"
        " together as both articles say. A gain that grows with the budget has been measured for mixtures of experts"
        " and for none of the techniques of this chapter."
    )
    return Finding(V.HOLDS, because, numbers=numbers)
