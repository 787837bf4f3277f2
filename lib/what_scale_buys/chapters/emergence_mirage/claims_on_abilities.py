"""The claims on abilities that arrive: whether they do, what the score makes of them, and whether one could know."""

import numpy as np

from scaling_laws.quantity import estimate, exact, percent, say
from scaling_laws.statistics import LEVEL, clopper_pearson, share

from ... import published
from ...claims import Finding, Verdict, claim
from . import gpt3, metrics, toy, wei
from .numbers import FAIL, FEW, MANY, PASS, exponent, forecast_share, per_digit, solved, step

V = Verdict
STEP = 0.2  # a fifth of the scale between neighbouring sizes counts as sudden
NEARLY_ALL = 0.9  # share of tasks from which on abilities themselves count as predictable
SHIFTED = 2.0  # shift in compute from which on a threshold counts as the test's
READ = "Read in the articles; nothing is computed but the presence of each side."
REAL = ("wei2022emergent", "du2024understanding", "michaud2023quantization")
ARTEFACT = ("schaeffer2023emergent", "schaeffer2024predicting")


def _sums_in_training():
    seen = published.value("gpt3_3digit_add_in_training") / 100
    return dict(hits=solved("3d_add", "175b"), n=gpt3.items(), in_training=seen)


@claim(
    "A19",
    "No amount of parameters produces a pattern of reasoning that the training text does not contain.",
    would_change="A search showing that most tested sums, in any wording, stood in the training text.",
    evidence=_sums_in_training,
    opposite=dict(in_training=PASS),
    sources_against=("brown2020language",),
)
def a19(hits, n, in_training):
    """Sums solved, out of n, against the share of them that stands in the training text."""
    rate = share(hits, n, "three-digit sums solved by the largest GPT-3", interval=clopper_pearson)
    seen = percent(in_training, "of the same sums found in its training text")
    if rate.low / 100 <= in_training:
        because = f"The model solves {rate}, no more than the {seen.short} that its text contains."
        return Finding(V.HOLDS, because, numbers=(rate, seen))
    because = (
        f"Only {seen.short} of the tested sums stand in the training text in the forms searched for, yet {rate}"
        " are solved. If a pattern means the rule behind the sums, the text does contain it, and the sentence becomes"
        " true and harmless."
    )
    return Finding(V.CONTRADICTED, because, numbers=(rate, seen))


@claim(
    "A34",
    "Beyond the size that captures all patterns, more parameters learn only rare ones that do not carry over.",
    would_change=(
        "A held-out loss that stops falling with parameters while training loss goes on falling, data being ample."
    ),
    evidence=lambda: dict(alpha=published.figure("besiroglu_2024_alpha")),
    opposite=lambda: dict(alpha=estimate(0.0, -0.1, 0.1, method="planted", level=LEVEL)),
    sources_for=("michaud2023quantization",),
    sources_against=("epoch2024chinchillacode", "hoffmann2022training"),
)
def a34(alpha):
    """The exponent of held-out loss in parameters, with its interval."""
    size = alpha.named("exponent of held-out loss in parameters")
    if size.low <= 0:
        because = f"Held-out loss falls with further parameters with exponent {size}, if it falls at all."
        return Finding(V.HOLDS, because, numbers=(size,))
    because = (
        f"Held-out loss falls with parameters with exponent {size}, and what lowers the loss on unseen text"
        " generalises by definition. That later patterns are rarer is right: it is the mechanism of the skills model"
        " drawn above. And a model that had captured all patterns would leave no rare ones to learn."
    )
    return Finding(V.CONTRADICTED, because, numbers=(size,))


def _tasks():
    return int(published.value("lourie_2025_tasks"))


@claim(
    "B1",
    "Predictable improvement unlocks new capabilities along the way.",
    would_change="A registered forecast of which tasks leave chance at which loss, kept for a large share of tasks.",
    evidence=lambda: dict(predictable=round(published.value("lourie_2025_predictable") * _tasks()), tasks=_tasks()),
    opposite=lambda: dict(predictable=_tasks()),
    sources_for=("ruan2024observational",),
    sources_against=("lourie2025scaling",),
)
def b1(predictable, tasks):
    """How many of the tasks of one study scale predictably."""
    rate = share(predictable, tasks, "tasks that scale predictably")
    if rate.low > 100 * NEARLY_ALL:
        because = f"The arrival of abilities itself is predictable in {rate} of tasks."
        return Finding(V.HOLDS, because, numbers=(rate,))
    because = (
        f"Loss is predictable; of {say(tasks)} downstream tasks in one study {rate} were. New abilities do come, on no"
        " timetable."
    )
    return Finding(V.HOLDS_IF, because, "predictable is said of the loss, and not of which ability comes when", (rate,))


def _three_digits():
    size = gpt3.parameters()
    hits = dict(before=solved("3d_add", "13b"), after=solved("3d_add", "175b"))
    return dict(hits, n=gpt3.items(), size_ratio=size[-1] / size[-2])


@claim(
    "B18",
    "As a result models suddenly master tasks such as arithmetic.",
    would_change="More sizes between the two largest, or the outputs scored per digit.",
    evidence=_three_digits,
    opposite=lambda: dict(after=solved("3d_add", "13b") + 100),
    sources_for=("brown2020language", "wei2022emergent"),
    sources_against=("schaeffer2023emergent",),
)
def b18(before, after, n, size_ratio):
    """Three-digit sums solved, out of n, by two neighbouring sizes."""
    name = "largest step of three-digit addition between neighbouring sizes"
    jump = step(before, after, n, name)
    if jump.low < 100 * STEP:
        return Finding(V.CONTRADICTED, f"The largest step between neighbouring sizes is {jump}.", numbers=(jump,))
    digit = [per_digit(hits, n, 3) for hits in (before, after)]
    because = (
        f"Three-digit addition steps up by {jump} between two neighbouring sizes. They differ in size by a factor"
        f" of {say(size_ratio)}, so the series cannot say how sudden the step is; the implied accuracy per digit steps"
        f" too, from {digit[0]} to {digit[1]}."
    )
    condition = "the score is exact match and sudden means between two sizes of one series"
    return Finding(V.HOLDS_IF, because, condition, (jump,))


def _annotated():
    names = ("share_two_metrics", "metrics_total")
    share_two, total = (published.value(f"schaeffer_2023_{name}") for name in names)
    return dict(share_two=share_two, metrics_total=total)


@claim(
    "B19",
    "Sudden abilities may be an artefact of nonlinear scores.",
    would_change="A finding that emergence is as common under continuous metrics as under all-or-nothing ones.",
    evidence=_annotated,
    opposite=dict(share_two=0.05),
    sources_for=("schaeffer2023emergent",),
    sources_against=("du2024understanding",),
)
def b19(share_two, metrics_total):
    """Share of annotated abilities that fall under two metrics of all."""
    two = percent(share_two, "hand-annotated emergent abilities under two metrics, at least")
    if share_two < 0.5:
        return Finding(V.CONTRADICTED, f"Only {two.short} of cases fall under the two metrics.", numbers=(two,))
    because = (
        f"At least {two.short} of hand-annotated cases fall under two all-or-nothing metrics of {say(metrics_total)}."
        " That supports the suspicion. It does not say that as many cases vanish under another metric, nor how common"
        " the two metrics are."
    )
    return Finding(V.HOLDS, because, numbers=(two,))


def _smaller_sizes():
    return exponent("2d_add", "small", "2p7b")


@claim(
    "B20",
    "Under continuous scoring progress is smooth.",
    would_change=(
        "The outputs of GPT-3's eight sizes scored per digit: a straight line there would remove our counterexample."
    ),
    evidence=lambda: dict(
        before=_smaller_sizes(),
        after=exponent("2d_add", "6p7b", "13b"),
        loss_threshold=published.value("du_2024_loss_threshold"),
    ),
    opposite=lambda: dict(after=_smaller_sizes(), loss_threshold=None),
    sources_for=("schaeffer2023emergent",),
    sources_against=("du2024understanding",),
)
def b20(before, after, loss_threshold):
    """The exponent of the implied digit error, as Quantities, before and after one step; a threshold in the loss."""
    numbers = (
        before.named("exponent of the implied digit error, smaller sizes"),
        after.named("the same, one step later"),
    )
    if loss_threshold is None:
        verdict = V.HOLDS if after.low <= before.high else V.CONTRADICTED
        because = f"No threshold is reported, and the exponents are {numbers[0]} and {numbers[1]}."
        return Finding(verdict, because, numbers=numbers)
    because = (
        "Most continuous scores are smooth, but not all. Per digit, GPT-3's two-digit sums go from exponent"
        f" {numbers[0]} to {numbers[1]}, and Du et al. report thresholds in the pre-training loss under"
        f" continuous scores too (about {say(loss_threshold, 'nats/token')}). The two sources that the article cites"
        " are one paper and its press release."
    )
    return Finding(V.HOLDS_IF, because, "it is said of most tasks and not of every task", numbers)


@claim(
    "B21",
    "Whether the jumps are real transitions is under debate.",
    would_change="One side's concession, or a decisive experiment of the kind listed in this chapter.",
    evidence=lambda: dict(real=REAL, artefact=ARTEFACT),
    opposite=dict(artefact=()),
    sources_for=REAL,
    sources_against=ARTEFACT,
)
def b21(real, artefact):
    """Sources of either side."""
    sides = (
        exact(len(real), name="sources here for real transitions"),
        exact(len(artefact), name="sources here for artefacts"),
    )
    if not (real and artefact):
        because = f"One side has {sides[0].short} sources and the other {sides[1].short}."
        return Finding(V.CONTRADICTED, because, numbers=sides)
    return Finding(V.HOLDS, "Both positions are published and defended, as of the date of this edition.", numbers=sides)


def _hits():
    """Problems solved by each of the eight sizes, by task."""
    return {task: gpt3.hits(task) for task in gpt3.TASKS}


def _without_jumps():
    """The same tasks with evenly rising scores."""
    return {task: np.linspace(hits[0], hits[-1], len(hits) * 3) for task, hits in _hits().items()}


@claim(
    "C33",
    "Abilities seem to appear suddenly at certain scales.",
    would_change="Series with many sizes in which no score moves by a fifth of its range in one step.",
    evidence=lambda: dict(hits=_hits(), n=gpt3.items()),
    opposite=lambda: dict(hits=_without_jumps()),
    sources_for=("wei2022emergent", "brown2020language"),
)
def c33(hits, n):
    """The largest step of any score between neighbouring sizes; hits of n by task, smallest model first."""
    steps = {task: np.diff(values) for task, values in hits.items()}
    task = max(steps, key=lambda name: steps[name].max())
    at = int(np.argmax(steps[task]))
    name = f"largest step between neighbouring sizes ({gpt3.name(task)})"
    jump = step(hits[task][at], hits[task][at + 1], n, name)
    if jump.low < 100 * STEP:
        because = f"The largest step of any task between neighbouring sizes is {jump}."
        return Finding(V.CONTRADICTED, because, numbers=(jump,))
    because = (
        f"As an observation of scores: {gpt3.name(task)} steps up by {jump} between neighbouring sizes of GPT-3. What"
        " the scores hide is the question of this chapter."
    )
    return Finding(V.HOLDS, because, numbers=(jump,))


def _rate(hits, n):
    """Share solved with its exact interval."""
    return share(hits, n, interval=clopper_pearson)


def _around_the_example():
    small, large = ({task: int(hits[at]) for task, hits in _hits().items()} for at in (-2, -1))
    ends = (published.value(f"article_c_{size}_model") for size in ("small", "large"))
    return dict(small=small, large=large, n=gpt3.items(), split=wei.split(*ends), flip=(FAIL, PASS))


@claim(
    "C34",
    "A model of ten billion parameters may be unable to do a task that one of a hundred billion does reliably.",
    would_change="A table of thresholds with the score reached at each, for models trained on comparable data.",
    evidence=_around_the_example,
    opposite=lambda: dict(large=dict.fromkeys(gpt3.TASKS, gpt3.items()), small=dict.fromkeys(gpt3.TASKS, 0)),
    sources_for=("wei2022emergent",),
    sources_against=("du2024understanding",),
)
def c34(small, large, n, split, flip):
    """Problems solved of n, by task, at the sizes nearest to the example; thresholds below, between and above them.

    flip : (failure, reliability), as success rates.
    """
    failure, reliability = flip
    before, after = ({task: _rate(hits, n) for task, hits in solved.items()} for solved in (small, large))
    fits = [t for t in small if before[t].low <= 100 * failure and after[t].high >= 100 * reliability]
    count = exact(len(fits), name="tasks that may fit, of nine arithmetic tasks of GPT-3")
    if all(before[t].high <= 100 * failure and after[t].low >= 100 * reliability for t in small):
        because = f"All {count.short} tasks go from failure to reliability over the step."
        return Finding(V.HOLDS, because, numbers=(count,))
    if not fits:
        return Finding(V.CONTRADICTED, "No task goes from failure to reliability over the step.", numbers=(count,))
    below, between, above = map(say, split)
    steps = "; ".join(f"{gpt3.name(task)} from {before[task]} to {after[task]}" for task in fits)
    because = (
        f"Between the sizes nearest to the example {count.short} of {say(len(small))} arithmetic tasks may go from at"
        f" most {percent(failure).short} to at least {percent(reliability).short}: {steps}. Of the published thresholds"
        f" {between} lie between the two sizes, {below} lower and {above} higher."
    )
    return Finding(V.HOLDS_IF, because, "it is one example; reliability at the threshold is the exception", (count,))


def _forecasts():
    return dict(zip(("truth", "by_score", "by_tokens"), toy.forecasts()))


@claim(
    "C35",
    "Emergent abilities are hard to predict in advance.",
    would_change="A record of forecasts made before training, by exact match and by finer scores.",
    evidence=_forecasts,
    opposite=lambda: dict(by_score=_forecasts()["by_tokens"]),
    sources_for=("lourie2025scaling",),
    sources_against=("hu2024predicting", "ruan2024observational"),
)
def c35(by_score, by_tokens, truth):
    """Forecasts of a known exact match on repeated test sets, by two scores of the same outputs."""
    numbers = (
        forecast_share(by_score, "forecast from exact match"),
        forecast_share(by_tokens, "forecast from token accuracy"),
    )
    told = [number.low <= 100 * truth <= number.high for number in numbers]
    if not any(told):
        because = "Neither score allows a forecast, even where the error is a power law."
        return Finding(V.HOLDS, because, numbers=numbers)
    if all(told):
        return Finding(V.CONTRADICTED, f"Both scores forecast the truth of {percent(truth).short}.", numbers=numbers)
    because = (
        f"In a family that does follow a power law the truth is {percent(truth).short}; exact match forecasts"
        f" {numbers[0]}, token accuracy {numbers[1]}. Where the token error itself bends, as in GPT-3's two-digit sums,"
        " finer scores do not help either."
    )
    condition = "abilities are scored by exact match on few questions, or their own error bends"
    return Finding(V.HOLDS_IF, because, condition, numbers)


@claim(
    "C36",
    "A new set of emergent abilities in the next generation could reverse the diminishing returns.",
    would_change=(
        "A family of models whose loss-matched members gain more per tenfold of compute than their predecessors."
    ),
    evidence=lambda: dict(mentions_critique=False),
    sources_for=("wei2022emergent",),
    sources_against=("schaeffer2023emergent",),
)
def c36(mentions_critique):
    """A conditional about models that do not exist, and whether the article mentions the critique of emergence."""
    silence = (
        "" if mentions_critique else " It rests on emergence and never mentions the critique that article B reports."
    )
    because = (
        f"The argument is a conditional about models that do not exist.{silence} If the score made the jump, the next"
        " jump is made by the same falling error, and returns per unit of compute do not reverse."
    )
    missing = "which abilities the next generation will have, and a measure of return that adds them up"
    return Finding(V.NOT_CHECKABLE, because, missing)


@claim(
    "C44",
    "Such abilities may stay invisible to standard benchmarks until a threshold is crossed.",
    would_change="Benchmarks with partial credit or with enough samples that scores near zero are measured.",
    evidence=lambda: dict(family=toy.family(), few=FEW, many=MANY, length=10),
    opposite=dict(many=FEW),
    sources_for=("hu2024predicting", "schaeffer2023emergent"),
)
def c44(family, few, many, length):
    """The compute at which a family without thresholds is first seen to succeed, by few and by many questions."""
    scores = metrics.smallest_visible(np.array([few, many]))
    seen = np.maximum(family.compute_for_match(scores, length), family.compute[0])
    ratio = exact(seen[0] / seen[1], "×", "shift of the apparent threshold in compute")
    if ratio.value < SHIFTED:
        because = f"The first sight of the ability hardly depends on the test: {ratio.short}."
        return Finding(V.CONTRADICTED, because, numbers=(ratio,))
    because = (
        f"{say(few)} questions cannot be trusted to show a score below {percent(scores[0]).short}. With {say(many)}"
        f" questions the same family of models is seen to succeed {ratio.short} earlier in compute. The threshold is"
        " the test's."
    )
    return Finding(V.HOLDS_IF, because, "the score is all-or-nothing and the test set small", (ratio,))


@claim(
    "X4",
    "The three articles give one account of emergence.",
    would_change="A passage of article C that weighs the critique.",
    evidence=lambda: dict(b_reports=True, c_relies=True, c_mentions=False),
    opposite=dict(c_mentions=True),
)
def x4(b_reports, c_relies, c_mentions):
    """Whether article B reports the doubt, and article C relies on emergence and mentions the doubt."""
    if not c_relies or c_mentions:
        return Finding(V.HOLDS, f"The articles that use emergence also report the doubt about it. {READ}")
    if not b_reports:
        return Finding(V.HOLDS, f"No article reports the doubt, so no passage contradicts another. {READ}")
    because = (
        "Article C builds hope on sudden abilities and is silent on the critique that article B reports; article A"
        f" ignores emergence, though its data argument would forbid it. {READ}"
    )
    other = "article C's counterargument against article B's section on small improvements"
    return Finding(V.INCONSISTENT, because, other)
