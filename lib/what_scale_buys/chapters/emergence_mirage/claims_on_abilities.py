"""The claims on abilities that arrive: whether they do, what the score makes of them, and whether one could know."""

import numpy as np

from scaling_laws.quantity import exact, percent, say
from scaling_laws.statistics import clopper_pearson, share

from ... import published
from ...claims import Finding, Verdict, claim
from . import gpt3, metrics, toy, wei
from .numbers import (
    CLOSE,
    FAIL,
    FEW,
    MANY,
    PASS,
    exponent,
    forecast_share,
    needed,
    per_digit,
    solved,
    step,
    task_forecasts,
)

V = Verdict
STEP = 0.2  # a fifth of the scale between neighbouring sizes counts as sudden
NEARLY_ALL = 0.9  # share of tasks from which on abilities themselves count as predictable
SHIFTED = 2.0  # shift in compute from which on a threshold counts as the test's
READ = "Read in the articles; nothing is computed but the presence of each side."
REAL = ("wei2022emergent", "du2024understanding", "zhao2025random")
ARTEFACT = ("schaeffer2023emergent", "schaeffer2024predicting")


def _sums_in_training():
    seen = published.value("gpt3_3digit_add_in_training") / 100
    return dict(hits=solved("3d_add", "175b"), n=gpt3.items(), in_training=seen, rule_in_text=True)


@claim(
    "A19",
    "Where the training text holds no example of a reasoning chain, more parameters will not produce it.",
    place="section on data as the bottleneck, first paragraph",
    would_change="A task solved whose rule, and not only whose cases, is known to be absent from the training text.",
    evidence=_sums_in_training,
    opposite=dict(rule_in_text=False),
    sources_against=("brown2020language",),
)
def a19(hits, n, in_training, rule_in_text):
    """Sums solved, out of n, against the share of them that stands in the text, and whether their rule stands there."""
    rate = share(hits, n, "three-digit sums solved by the largest GPT-3", interval=clopper_pearson)
    seen = percent(in_training, "of the same sums found in its training text")
    if rate.low / 100 <= in_training:
        because = f"The model solves {rate}, no more than the {seen.short} that its text contains."
        return Finding(V.HOLDS, because, numbers=(rate, seen))
    case = f"Only {seen.short} of the tested sums stand in the training text in the forms searched for, yet {rate} are"
    if not rule_in_text:
        return Finding(V.CONTRADICTED, f"{case} solved, and the rule is absent too.", numbers=(rate, seen))
    because = f"{case} solved. Not the sums but the rule for adding columns was in the text, in worked examples."
    return Finding(V.HOLDS_IF, because, "the chain is the rule, and not the single case", (rate, seen))


@claim(
    "C64",
    "GPT-3 could write, answer questions and do tasks for which it was never explicitly trained.",
    place="section on the evidence, second paragraph",
    would_change="A search of its training text that finds the tasks there, as question and answer.",
    evidence=lambda: _sums_in_training() | dict(facts=published.figure("gpt3_triviaqa_175b")),
    opposite=dict(in_training=0.9),
    sources_for=("brown2020language",),
)
def c64(hits, n, in_training, rule_in_text, facts):
    """As `a19`; facts : percent of questions of a quiz answered without an example."""
    rate = share(hits, n, "three-digit sums solved by the largest GPT-3", interval=clopper_pearson)
    seen = percent(in_training, "of the same sums found in its training text")
    quiz = facts.named("questions of TriviaQA answered without an example")
    if rate.low / 100 <= in_training:
        because = f"The model solves {rate} of the sums, no more than the {seen.short} that its text contains."
        return Finding(V.CONTRADICTED, because, numbers=(rate, seen, quiz))
    because = (
        f"Shown no example it answers {quiz.short} of the questions of a quiz. Shown a few, it solves {rate} of"
        f" three-digit sums, of which its text holds {seen.short} in the forms searched for. Neither was trained."
    )
    if rule_in_text:
        because += " Explicitly is the word: the facts, and the rule for adding, were in the text."
    return Finding(V.HOLDS, because, numbers=(rate, seen, quiz))


def _size_exponents():
    return dict(alpha=published.figure("besiroglu_2024_alpha"), excess=published.value("muennighoff_2023_rn_star"))


@claim(
    "A34",
    "Beyond the size that captures all patterns of its text, a model spends more parameters on rare patterns that do"
    " not carry over.",
    place="card at the end",
    would_change="A held-out loss that goes on falling with parameters as before, on a fixed text read many times.",
    evidence=_size_exponents,
    opposite=dict(excess=np.inf),
    sources_for=("muennighoff2023scaling", "michaud2023quantization"),
    sources_against=("epoch2024chinchillacode",),
)
def a34(alpha, excess):
    """The exponent of held-out loss in parameters on fresh text; the constant of excess parameters on repeated text."""
    size = alpha.named("exponent of held-out loss in parameters, text ample")
    if size.low <= 0:
        because = f"Held-out loss falls with further parameters with exponent {size}, if it falls at all."
        return Finding(V.HOLDS, because, numbers=(size,))
    fresh = f"With fresh text held-out loss falls with parameters with exponent {size}: what they learn carries over."
    if not np.isfinite(excess):
        return Finding(V.CONTRADICTED, f"{fresh} On a fixed text they lose nothing of their worth.", numbers=(size,))
    because = (
        f"{fresh} On a fixed text that is read again, parameters beyond its optimum lose their worth: all of them"
        f" together, however many, count as {say(excess)} times that optimum. That rare patterns come last is the"
        " mechanism of the skills model of this chapter."
    )
    worth = exact(excess, "×", "worth of endless excess parameters, in optimal sizes")
    return Finding(
        V.HOLDS_IF, because, "the text is fixed and read again; not while fresh text is ample", (size, worth)
    )


def _tasks():
    return int(published.value("lourie_2025_tasks"))


@claim(
    "B1",
    "Predictable improvement unlocks new capabilities along the way.",
    place="preface",
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
    "As a result models are seen to excel suddenly at tasks such as arithmetic.",
    place="section on small improvements, third sentence",
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
    place="section on small improvements, fourth sentence",
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
    "Some analyses find smooth progress beneath the jumps once scoring is continuous.",
    place="section on small improvements, fourth sentence",
    would_change="A count by metric in which continuous scores show emergence as often as the others.",
    evidence=lambda: dict(
        emergent=published.value("schaeffer_2023_metrics_emergent_max"),
        metrics_total=published.value("schaeffer_2023_metrics_total"),
        before=_smaller_sizes(),
        after=exponent("2d_add", "6p7b", "13b"),
    ),
    opposite=lambda: dict(emergent=published.value("schaeffer_2023_metrics_total")),
    sources_for=("schaeffer2023emergent",),
    sources_against=("du2024understanding", "zhao2025random"),
)
def b20(emergent, metrics_total, before, after):
    """Metrics under which abilities emerge, of all; exponents of the implied digit error before and in one step."""
    numbers = (
        exact(emergent, name=f"metrics with possible emergence, at most, of {say(metrics_total)}"),
        before.named("exponent of the implied digit error, smaller sizes"),
        after.named("the same, one step later"),
    )
    if emergent > metrics_total / 2:
        because = f"Abilities emerge under {numbers[0].short} of {say(metrics_total)} metrics."
        return Finding(V.CONTRADICTED, because, numbers=numbers)
    smooth = f"Under all but {numbers[0].short} of {say(metrics_total)} metrics nothing emerges."
    exception = (
        f" Not every task is smooth: per digit, GPT-3's two-digit sums go from exponent {numbers[1]} to {numbers[2]},"
        " and others report thresholds and two groups of seeds under continuous losses too."
        if after.low > before.high
        else ""
    )
    return Finding(V.HOLDS, smooth + exception, numbers=numbers)


def _both_sides():
    return dict(
        emergent=published.value("schaeffer_2023_metrics_emergent_max"),
        metrics_total=published.value("schaeffer_2023_metrics_total"),
        needed=needed("3d_add", "13b", "175b"),
        measured=published.figure("besiroglu_2024_alpha"),
    )


@claim(
    "B21",
    "Whether the jumps are real transitions is under debate.",
    place="section on small improvements, fourth sentence",
    would_change="One side's concession, or a decisive experiment of the kind listed in this chapter.",
    evidence=_both_sides,
    opposite=lambda: dict(needed=_both_sides()["measured"]),
    sources_for=(*REAL, *ARTEFACT),
)
def b21(emergent, metrics_total, needed, measured):
    """What one side explains and the other does not: emergence by metric; the exponent a jump needs, and a law's."""
    numbers = (
        needed.named("exponent in size that GPT-3's three-digit jump needs"),
        measured.named("exponent of loss in size, refit"),
    )
    artefact, real = emergent < metrics_total / 2, needed.low > measured.high
    count = f"{say(emergent)} of {say(metrics_total)} metrics"
    if not artefact:
        because = f"Emergence shows under {count}, whatever their form: the score explains nothing."
        return Finding(V.CONTRADICTED, because, numbers=numbers)
    if not real:
        because = f"The jump needs exponent {numbers[0]} and the law of the loss has {numbers[1]}: the score is enough."
        return Finding(V.CONTRADICTED, because, numbers=numbers)
    because = (
        f"Each side has a fact that the other leaves open. Emergence shows under at most {count}; and"
        f" GPT-3's three-digit jump needs an error that falls with size with exponent {numbers[0]}, where the refitted"
        f" law of the loss has {numbers[1]}. A third reading makes the jump a matter of chance between seeds."
    )
    return Finding(V.HOLDS, because, numbers=numbers)


def _hits():
    """Problems solved by each of the eight sizes, by task."""
    return {task: gpt3.hits(task) for task in gpt3.TASKS}


def _without_jumps():
    """The same tasks with evenly rising scores."""
    return {task: np.linspace(hits[0], hits[-1], len(hits) * 3) for task, hits in _hits().items()}


@claim(
    "C33",
    "Abilities seem to appear suddenly at certain scales.",
    place="section on the counterargument, paragraph on emergence",
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
    exam = (published.value("phi3_mini_params"), published.value("mmlu_phi3_mini"), published.value("gpt3_mmlu"))
    return dict(small=small, large=large, n=gpt3.items(), split=wei.split(*ends), flip=(FAIL, PASS), later=exam)


@claim(
    "C34",
    "A model of ten billion parameters may be unable to do a task that one of a hundred billion does reliably.",
    place="section on the counterargument, paragraph on emergence",
    would_change="A table of thresholds with the score reached at each, for models trained on comparable data.",
    evidence=_around_the_example,
    opposite=lambda: dict(large=dict.fromkeys(gpt3.TASKS, gpt3.items()), small=dict.fromkeys(gpt3.TASKS, 0)),
    sources_for=("wei2022emergent",),
    sources_against=("du2024understanding",),
)
def c34(small, large, n, split, flip, later):
    """Problems solved of n, by task, at the sizes nearest to the example; thresholds below, between and above them.

    flip : (failure, reliability), as success rates; later : parameters of a later small model, its score in an exam and
    that of GPT-3, in percent.
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
        f" {between} lie between the two sizes, {below} lower and {above} higher. No size is fixed for good: a model of"
        f" {say(later[0], 'parameters')} of 2024 has {say(later[1], '%')} in the exam in which GPT-3 had"
        f" {say(later[2], '%')}."
    )
    condition = "sizes are compared within one series and date; reliability at the threshold is the exception"
    return Finding(V.HOLDS_IF, because, condition, (count,))


def _forecasts():
    truth, found = toy.forecasts()
    return dict(truth=truth, forecasts=found, tasks=task_forecasts(), close=CLOSE)


def _all_of_the_right_form():
    found = toy.forecasts()[1]
    return dict(forecasts={key: found[key[0], toy.FORMS[0]] for key in found})


@claim(
    "C35",
    "Emergent abilities are hard to predict in advance.",
    place="section on the counterargument, paragraph on emergence",
    would_change="A record of forecasts made before training, by crude and by fine scores, with the form fixed.",
    evidence=_forecasts,
    opposite=_all_of_the_right_form,
    sources_for=("lourie2025scaling", "zhao2025random"),
    sources_against=("hu2024predicting", "ruan2024observational", "snell2024emergent", "bhagia2024establishing"),
)
def c35(forecasts, truth, tasks, close):
    """Forecasts of a known exact match by (score, form of curve); forecasts of tasks beside what was measured."""
    named = {key: forecast_share(sample, f"{key[0]}, {key[1]}") for key, sample in forecasts.items()}
    numbers = tuple(named.values())
    told = {key for key, number in named.items() if number.low <= 100 * truth <= number.high}
    if not told:
        because = "No score and no form allows a forecast, even where the error is a power law."
        return Finding(V.HOLDS, because, numbers=numbers)
    if len(told) == len(named):
        because = f"Both scores forecast the truth of {percent(truth).short} in every form tried."
        return Finding(V.CONTRADICTED, because, numbers=numbers)
    hit = sum(abs(forecast / measured - 1) <= close for forecast, measured in tasks.values())
    lines = "; ".join(f"{score} with a {form} {named[score, form]}" for score, form in named)
    because = (
        f"In a family whose error is a power law the truth is {percent(truth).short}. Forecasts: {lines}. Of"
        f" {say(len(tasks))} tasks of a large open model {say(hit)} were forecast to within {percent(close).short} from"
        " small ones."
    )
    condition = (
        "the form of the curve is not known beforehand; a finer score then only makes a wrong forecast surer"
        if told == {(score, toy.FORMS[0]) for score in toy.SCORES}
        else "abilities are scored by exact match on few questions"
    )
    return Finding(V.HOLDS_IF, because, condition, numbers)


@claim(
    "C36",
    "A new set of emergent abilities in the next generation could reverse the diminishing returns.",
    place="section on the counterargument, paragraph on emergence",
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
    place="section on the counterargument, paragraph on emergence",
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
    place="article B's section on small improvements, article C's paragraph on emergence",
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
        f" does not speak of emergence. {READ}"
    )
    other = "article C's counterargument against article B's section on small improvements"
    return Finding(V.INCONSISTENT, because, other)
