"""How each claim on small models and better data is judged: evidence in, finding out."""

import numpy as np

from scaling_laws.quantity import Quantity, estimate, exact, percent

from ...claims import Finding, Verdict
from . import evidence, teaching

V = Verdict
MOST = 0.75  # share of a score that counts as most of it
NEARLY = 0.95  # share that counts as the whole of it
FEW_YEARS = 5.0  # compute growth that a technique must be worth to count as another road


def _times(value, name=""):
    return exact(value, "×", name)


def _kept(share, low, high, n, name):
    ends = 100 * low, 100 * high
    return estimate(100 * share, *ends, method="Wilson", level=evidence.LEVEL, unit="%", n=n, name=name)


def judge_a28(sizes, contest, school, phone, skill, knowledge):
    fits = [i for i, size in enumerate(sizes) if size <= phone]
    best = max(fits, default=None)
    if best is None:
        return Finding(V.CONTRADICTED, f"No student of {exact(min(sizes), 'parameters').short} fits a telephone.")
    hard, easy = contest[best], school[best]
    numbers = (
        _kept(*hard, "contest score kept by the largest student that fits"),
        _kept(*easy, "school score kept by it"),
        _times(skill, "size of the older model that a small one equals on reasoning"),
        _times(knowledge, "the same on knowledge"),
    )
    if min(hard[0], easy[0]) >= NEARLY and knowledge >= skill:
        return Finding(
            V.HOLDS, f"The student keeps {percent(hard[0]).short} even of the contest score.", numbers=numbers
        )
    if max(hard[0], easy[0]) < 1 - MOST:
        return Finding(V.CONTRADICTED, f"The student keeps only {percent(easy[0]).short}.", numbers=numbers)
    because = (
        f"A student of {exact(sizes[best], 'parameters').short}, which fits, keeps {percent(easy[0]).short} of its"
        f" teacher's score on school problems and {percent(hard[0]).short} on contest problems. Facts shrink less well:"
        f" a small model that equals an older one {_times(skill).short} its size on reasoning equals one only"
        f" {_times(knowledge).short} its size on knowledge."
    )
    return Finding(
        V.HOLDS_IF, because, "knowledge is read as skill on routine problems, and as much and not all", numbers
    )


def judge_c50(sizes, contest, school):
    shares = np.minimum([row[0] for row in contest], [row[0] for row in school])
    numbers = tuple(
        _kept(*rows[at], f"{name} score kept by {exact(sizes[at], 'parameters').short}")
        for at in (0, len(sizes) - 1)
        for name, rows in (("contest", contest), ("school", school))
    )
    if shares.min() >= MOST:
        return Finding(V.HOLDS, f"Every student keeps at least {percent(shares.min()).short}.", numbers=numbers)
    enough = [size for size, share in zip(sizes, shares) if share >= MOST]
    if not enough:
        because = f"No student keeps {percent(MOST).short} on both tests; the best keeps {percent(shares.max()).short}."
        return Finding(V.CONTRADICTED, because, numbers=numbers)
    because = (
        f"On both tests at least {percent(MOST).short} is kept from {exact(min(enough), 'parameters').short} on. The"
        f" smallest student keeps {percent(school[0][0]).short} of the easier and {percent(contest[0][0]).short} of the"
        " harder score: what shrinks first is what was hard."
    )
    condition = f"the student has at least about {exact(min(enough), 'parameters').short}, or the task is routine"
    return Finding(V.HOLDS_IF, because, condition, numbers)


def judge_c51(gain, student, teacher, tokens):
    alone = np.ceil(teaching.students_to_pay(gain, student, teacher, 0.0, 1.0))
    trained = np.ceil(teaching.students_to_pay(gain, student, teacher, tokens, 1.0))
    numbers = (
        exact(alone, "students", "that must share an existing teacher"),
        exact(trained, "students", "that must share a teacher trained for them"),
    )
    because = (
        f"That skill can be transferred is shown. It is transferred from a large model: at a gain of"
        f" {_times(gain).short}, {exact(alone).short} students must share an existing teacher of"
        f" {exact(teacher, 'parameters').short}, and {exact(trained).short} one that is trained for them, before the"
        " large model costs less than it saves. For one student with no teacher at hand, plain training is better, by"
        " the study of distillation laws as by our world."
    )
    missing = "a measure of value that separates size from knowledge, and what the teachers of today's students cost"
    return Finding(V.NOT_CHECKABLE, because, missing, numbers)


def judge_c52(worths, needed, removed, largest_test):
    best, least = max(worths.values()), min(worths.values())
    numbers = (
        _times(least, "least published worth of quality"),
        _times(best, "largest"),
        _times(needed, "worth needed when the run is as long as the unfiltered pool"),
    )
    if best <= 1:
        return Finding(V.CONTRADICTED, f"No filter is worth more than {_times(best).short}.", numbers=numbers)
    because = (
        f"Published worths of a better text run from {_times(least).short} to {_times(best).short} in tokens or"
        f" compute: as effective as multiplying the quantity by so much. They were measured on runs of up to"
        f" {exact(largest_test, 'tokens').short}. A filter that removes {percent(removed).short} must be worth"
        f" {_times(needed).short} once a run is as long as the whole pool, because what is left has to be repeated."
    )
    if least >= needed and removed < 0.5:
        return Finding(V.HOLDS, because, numbers=numbers)
    condition = "the run is short against the filtered pool, and the score is one that the filter favours"
    return Finding(V.HOLDS_IF, because, condition, numbers)


def judge_c53(memorised, size_before, size_after, even, share):
    worst = size_before / size_after
    numbers = (
        _times(memorised, "cut of memorised output"),
        _times(even, "worth of removing even repeats, four epochs"),
        _times(worst, "worth of removing a few texts repeated often"),
    )
    if max(even, worst) <= 1:
        return Finding(V.CONTRADICTED, f"Removing repeats is worth {_times(worst).short}.", numbers=numbers)
    because = (
        f"Deduplication cuts memorised output by {_times(memorised).short} without loss of accuracy. Its worth in"
        f" compute lies between {_times(even).short}, if everything is repeated evenly, and {_times(worst).short} in"
        f" parameters, if a few texts fill {percent(share).short} of the run. So it is a part, and not the large one."
        " For mixing we have no multiplier."
    )
    return Finding(V.HOLDS, because, numbers=numbers)


def judge_c55(final_run, gain, gamma):
    secret = percent(1 - gain**-gamma, "cut of reducible loss that a secret multiplier gives its owner")
    because = (
        f"The figure that is quoted, {Quantity(final_run, 'dollars').short} for DeepSeek-V3, covers the final run at"
        " rental prices and neither research nor failed runs nor machines. A multiplier that everybody knows leaves"
        " the ratio of two budgets, and on a power law the ratio of two reducible losses, as it was; one of"
        f" {_times(gain).short} kept secret cuts its owner's reducible loss by {secret.short}."
    )
    missing = "total costs of large and small laboratories for equal capability, and how fast a technique spreads"
    return Finding(V.NOT_CHECKABLE, because, missing, (secret,))


def judge_c58(small, large, older, frontier, frontier_name, older_name):
    numbers = (
        Quantity(small, "%", name="MMLU at the lower end of the range"),
        Quantity(large, "%", name="MMLU at the upper end"),
        Quantity(older, "%", name=f"MMLU of {older_name}"),
        Quantity(frontier, "%", name=f"MMLU of {frontier_name}"),
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


def judge_x9(multipliers, growth, slopes_measured, slope_claimed):
    years = {name: float(np.log(m) / np.log(growth)) for name, m in multipliers.items()}
    low, high = min(multipliers, key=multipliers.get), max(multipliers, key=multipliers.get)
    numbers = (
        _times(multipliers[low], f"smallest published ({low})"),
        _times(multipliers[high], f"largest published ({high})"),
        exact(np.log10(multipliers[high]), "decades", "the largest in compute"),
        exact(years[high], "years", "the largest in growth of compute"),
    )
    if years[high] > FEW_YEARS or slopes_measured > len(multipliers) / 2:
        because = (
            f"Techniques worth up to {_times(multipliers[high]).short}, or with a slope of their own, are another road."
        )
        return Finding(V.HOLDS, because, numbers=numbers)
    because = (
        f"As published the techniques of this chapter are worth {_times(multipliers[low]).short} to"
        f" {_times(multipliers[high]).short}: at most {numbers[2].short}, or {numbers[3].short} of the growth of"
        f" compute. They multiply with compute and do not replace it. A steeper slope has been measured in"
        f" {exact(slopes_measured).short if slopes_measured else 'none'} of these comparisons; where one is forecast,"
        f" for mixtures of experts, the exponent is {exact(slope_claimed).short}, and disputed."
    )
    against = "article C's own remark that a more efficient curve is as concave as before"
    return Finding(V.INCONSISTENT, because, against, numbers)
