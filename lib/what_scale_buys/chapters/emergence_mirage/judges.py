"""How each claim on emergence is judged: evidence in, finding out, nothing read from elsewhere."""

import numpy as np

from scaling_laws.quantity import Text, estimate, exact, percent

from ...claims import Finding, Verdict
from . import gpt3, metrics, toy
from .numbers import FAIL, JEFFREYS, LONG, PASS, share

V = Verdict
STEP = 0.2  # a fifth of the scale between neighbouring sizes counts as sudden
READ = "Read in the articles; nothing is computed but the presence of each side."


def _rate(hits, n, name):
    return share(hits / n, *metrics.proportion_interval(hits, n), n=n).named(name)


def judge_a19(hits, n, in_training):
    rate = _rate(hits, n, "three-digit sums solved by the largest GPT-3")
    seen = percent(in_training, "of the same sums found in its training text")
    if rate.low / 100 <= in_training:
        return Finding(
            V.HOLDS,
            f"The model solves {rate.short}, no more than the {seen.short} that its text contains.",
            numbers=(rate, seen),
        )
    because = (
        f"Only {seen.short} of the tested sums stand in the training text in the forms searched for, yet {rate.short}"
        " are solved. If a pattern means the rule behind the sums, the text does contain it, and the sentence"
        " becomes true and harmless."
    )
    return Finding(V.CONTRADICTED, because, numbers=(rate, seen))


def judge_a34(alpha, low, high):
    size = estimate(
        alpha, low, high, method="refit, bootstrap", level=0.95, name="exponent of held-out loss in parameters"
    )
    if low <= 0:
        return Finding(V.HOLDS, "Held-out loss does not fall with further parameters.", numbers=(size,))
    because = (
        f"Held-out loss falls with parameters with exponent {size.short}, and what lowers the loss on unseen text"
        " generalises by definition. That later patterns are rarer is right: it is the mechanism of the skills model"
        " drawn above. And a model that had captured all patterns would leave no rare ones to learn."
    )
    return Finding(V.CONTRADICTED, because, numbers=(size,))


def judge_b1(predictable, tasks):
    rate = share(predictable / tasks, *metrics.wilson_interval(predictable, tasks), method="Wilson", n=tasks)
    rate = rate.named("tasks that scale predictably")
    if rate.value > 100 * PASS:
        return Finding(
            V.HOLDS, f"The arrival of abilities itself is predictable in {rate.short} of tasks.", numbers=(rate,)
        )
    because = (
        f"Loss is predictable; of {exact(tasks).short} downstream tasks in one study {rate} were. New abilities do"
        " come, on no timetable."
    )
    return Finding(V.HOLDS_IF, because, "predictable is said of the loss, and not of which ability comes when", (rate,))


def judge_b14(length, accuracy):
    gain = exact(length * accuracy ** (length - 1), name="points of exact match per point of token accuracy")
    verdict = V.HOLDS if gain.value > 2 else V.CONTRADICTED
    answer = f"answers of {exact(length).short} {'tokens' if length > 1 else 'token'}"
    because = (
        f"At a token accuracy of {percent(accuracy).short} and {answer}, one point of accuracy moves exact match by"
        f" {gain.short} {'point' if length == 1 else 'points'}."
    )
    return Finding(verdict, because, numbers=(gain,))


def judge_b15(drop):
    needed = 1 - 1 / metrics.hazard_to_cut(FAIL, PASS)
    gain = exact(
        100 * metrics.best_relative_gain(LONG, drop)[0],
        "percentage points",
        "largest gain, long answers, cut as a share",
    )
    if drop >= needed:
        return Finding(
            V.HOLDS, f"A cut of {percent(drop).short} flips failure into reliability in both readings.", numbers=(gain,)
        )
    length, error = metrics.shortest_flip(drop, FAIL, PASS)
    because = (
        f"As a share of the error the cut gains at most {gain.short} in long answers: a flip from"
        f" {percent(FAIL).short} to {percent(PASS).short} needs a cut of {percent(needed).short}. In percentage"
        f" points it can flip, for answers of at least {exact(length).short} tokens and errors of about"
        f" {percent(error).short}, because it then removes nearly all errors."
    )
    condition = "the cut is meant in percentage points, the error is about as large as the cut, and answers are long"
    return Finding(V.HOLDS_IF, because, condition, (gain, exact(length, "tokens", "shortest answer that can flip")))


def judge_b16(hits, lengths, n, agents_shape):
    g, critical, common = gpt3.common_rate_test(hits, lengths, n)
    numbers = (
        exact(g, name="likelihood-ratio statistic against one rate for all digits"),
        exact(critical, name="critical value"),
    )
    if g <= critical:
        return Finding(V.HOLDS, f"One accuracy per digit, {exact(common).short}, fits all lengths.", numbers=numbers)
    because = (
        f"One accuracy per digit for all lengths is rejected: likelihood-ratio statistic {numbers[0].short} against"
        f" {numbers[1].short}. In GPT-3's sums longer means worse per digit; in agents' tasks the fitted hazard falls"
        f" instead, with shape {exact(agents_shape).short}. Multiplication is a first approximation."
    )
    return Finding(
        V.HOLDS_IF, because, "errors are independent, equally likely at every step and never repaired", numbers
    )


def judge_b17(shape):
    ratio = exact(2 ** (1 / shape), "×", "growth of the length done at a fixed success when the hazard halves")
    if ratio.value >= 2 * (1 - 1e-9):
        because = (
            "At a fixed success rate, and where the hazard does not rise along the task, its length grows at least in"
            f" proportion to one over the error: halving the hazard multiplies it by {ratio.short} at hazard shape"
            f" {exact(shape).short}. A constant percentage cut per year is then exponential growth of length."
        )
        return Finding(V.HOLDS, because, numbers=(ratio,))
    because = (
        f"With a hazard of shape {exact(shape).short}, rising along the task, halving it lengthens tasks by only"
        f" {ratio.short}."
    )
    return Finding(V.HOLDS_IF, because, "later steps are no riskier than earlier ones", (ratio,))


def judge_b18(before, after, n, size_ratio):
    jump = exact(
        100 * (after - before) / n,
        "percentage points",
        "largest step of three-digit addition between neighbouring sizes",
    )
    if jump.value < 100 * STEP:
        return Finding(V.CONTRADICTED, f"The largest step between neighbouring sizes is {jump.short}.", numbers=(jump,))
    digit = [(hits / n) ** (1 / 3) for hits in (before, after)]
    because = (
        f"Three-digit addition steps up by {jump.short} between two neighbouring sizes. They differ in size by a"
        f" factor of {exact(size_ratio).short}, so the series cannot say how sudden the step is; the implied accuracy"
        f" per digit steps too, from {exact(digit[0]).short} to {exact(digit[1]).short}."
    )
    return Finding(
        V.HOLDS_IF, because, "the score is exact match and sudden means between two sizes of one series", (jump,)
    )


def judge_b19(share_two, metrics_total):
    two = percent(share_two, "hand-annotated emergent abilities under two metrics, at least")
    if share_two < 0.5:
        return Finding(V.CONTRADICTED, f"Only {two.short} of cases fall under the two metrics.", numbers=(two,))
    because = (
        f"At least {two.short} of hand-annotated cases fall under two all-or-nothing metrics of"
        f" {exact(metrics_total).short}. That supports the suspicion. It does not say that as many cases vanish under"
        " another metric, nor how common the two metrics are."
    )
    return Finding(V.HOLDS, because, numbers=(two,))


def judge_b20(before, after, loss_threshold):
    numbers = (
        estimate(*before, method=JEFFREYS, level=0.95, name="exponent of the implied digit error, smaller sizes"),
        estimate(*after, method=JEFFREYS, level=0.95, name="the same, one step later"),
    )
    if loss_threshold is None:
        verdict = V.HOLDS if after[1] <= before[2] else V.CONTRADICTED
        return Finding(
            verdict,
            f"No threshold is reported, and the exponents are {numbers[0].short} and {numbers[1].short}.",
            numbers=numbers,
        )
    because = (
        "Most continuous scores are smooth, but not all. Per digit, GPT-3's two-digit sums go from exponent"
        f" {numbers[0].short} to {numbers[1].short}, and Du et al. report thresholds in the pre-training loss under"
        f" continuous scores too (about {exact(loss_threshold, 'nats/token').short}). The two sources that the"
        " article cites are one paper and its press release."
    )
    return Finding(V.HOLDS_IF, because, "it is said of most tasks and not of every task", numbers)


def judge_b21(real, artefact):
    sides = (
        exact(len(real), name="sources here for real transitions"),
        exact(len(artefact), name="sources here for artefacts"),
    )
    if not (real and artefact):
        return Finding(
            V.CONTRADICTED, f"One side has {sides[0].short} sources and the other {sides[1].short}.", numbers=sides
        )
    return Finding(V.HOLDS, "Both positions are published and defended, as of the date of this edition.", numbers=sides)


def judge_c33(scores):
    steps = {task: np.diff(values) for task, values in scores.items()}
    task = max(steps, key=lambda name: steps[name].max())
    at = int(np.argmax(steps[task]))
    jump = exact(
        100 * steps[task][at], "percentage points", f"largest step between neighbouring sizes ({gpt3.name(task)})"
    )
    if jump.value < 100 * STEP:
        return Finding(
            V.CONTRADICTED, f"No task steps up by more than {jump.short} between neighbouring sizes.", numbers=(jump,)
        )
    because = (
        f"As an observation of scores: {gpt3.name(task)} goes from {percent(scores[task][at]).short} to"
        f" {percent(scores[task][at + 1]).short} between neighbouring sizes of GPT-3. What the scores hide is the"
        " question of this chapter."
    )
    return Finding(V.HOLDS, because, numbers=(jump,))


def judge_c34(small, large, split):
    fits = [task for task in small if small[task] <= FAIL and large[task] >= PASS]
    count = exact(len(fits), name="tasks that fit, of nine arithmetic tasks of GPT-3")
    if len(fits) == len(small):
        return Finding(
            V.HOLDS, f"All {count.short} tasks go from failure to reliability over the step.", numbers=(count,)
        )
    if not fits:
        return Finding(V.CONTRADICTED, "No task goes from failure to reliability over the step.", numbers=(count,))
    because = (
        f"Of {exact(len(small)).short} arithmetic tasks {count.short} goes from at most {percent(FAIL).short} to at"
        f" least {percent(PASS).short} between the sizes nearest to the example ({', '.join(map(gpt3.name, fits))})."
        f" Of the published thresholds {exact(split[1]).short} lie between the two sizes, {exact(split[0]).short}"
        f" lower and {exact(split[2]).short} higher."
    )
    return Finding(V.HOLDS_IF, because, "it is one example; reliability at the threshold is the exception", (count,))


def judge_c35(by_score, by_tokens, truth):
    low, middle, high = np.quantile(by_score, [0.05, 0.5, 0.95])
    near, centre, far = np.quantile(by_tokens, [0.05, 0.5, 0.95])
    numbers = (
        share(middle, low, high, method="repeated test sets", level=0.9, n=len(by_score)).named(
            "forecast from exact match"
        ),
        share(centre, near, far, method="repeated test sets", level=0.9, n=len(by_tokens)).named(
            "forecast from token accuracy"
        ),
    )
    told = low <= truth <= high, near <= truth <= far
    if not any(told):
        return Finding(
            V.HOLDS, "Neither score allows a forecast, even where the error is a power law.", numbers=numbers
        )
    if all(told):
        return Finding(V.CONTRADICTED, f"Both scores forecast the truth of {percent(truth).short}.", numbers=numbers)
    because = (
        f"In a family that does follow a power law the truth is {percent(truth).short}; exact match forecasts"
        f" {numbers[0]}, token accuracy {numbers[1]}. Where the token error itself bends, as in GPT-3's two-digit"
        " sums, finer scores do not help either."
    )
    return Finding(
        V.HOLDS_IF, because, "abilities are scored by exact match on few questions, or their own error bends", numbers
    )


def judge_c36(mentions_critique):
    silence = (
        "" if mentions_critique else " It rests on emergence and never mentions the critique that article B reports."
    )
    because = (
        f"The argument is a conditional about models that do not exist.{silence} If the score made the jump, the next"
        " jump is made by the same falling error, and returns per unit of compute do not reverse."
    )
    missing = "which abilities the next generation will have, and a measure of return that adds them up"
    return Finding(V.NOT_CHECKABLE, because, missing)


def judge_c44(few, many, length):
    family, scores = toy.family(), metrics.smallest_visible(np.array([few, many]))
    seen = family.compute_for_match(scores, length) if length > 1 else np.full(2, toy.FIRST)
    ratio = exact(seen[0] / seen[1], "×", "shift of the apparent threshold in compute")
    if ratio.value < 2:
        return Finding(
            V.CONTRADICTED,
            f"The first sight of the ability hardly depends on the test: {ratio.short}.",
            numbers=(ratio,),
        )
    because = (
        f"{exact(few).short} questions cannot be trusted to show a score below {percent(scores[0]).short}. With"
        f" {exact(many).short} questions the same family of models is seen to succeed {ratio.short} earlier in"
        " compute. The threshold is the test's."
    )
    return Finding(V.HOLDS_IF, because, "the score is all-or-nothing and the test set small", (ratio,))


def judge_x4(b_reports, c_relies, c_mentions):
    if not c_relies or c_mentions:
        return Finding(V.HOLDS, Text("The articles that use emergence also report the doubt about it. " + READ))
    if not b_reports:
        return Finding(V.HOLDS, Text("No article reports the doubt, so no passage contradicts another. " + READ))
    because = (
        "Article C builds hope on sudden abilities and is silent on the critique that article B reports; article A"
        " ignores"
        " emergence, though its data argument would forbid it. " + READ
    )
    return Finding(
        V.INCONSISTENT, because, "article C's counterargument against article B's section on small improvements"
    )
