"""The claims of the three articles that this chapter judges."""

from dataclasses import replace

import numpy as np

from scaling_laws.quantity import Quantity, exact, listing, percent, propagate

from ... import published
from ...claims import Finding, Verdict, claim
from . import article_step, ceilings, evidence, response, rulers
from .figures import NEAR
from .numbers import horizon
from .scores import POINTS, points, score

V = Verdict
DEAR = 10  # more than tenfold compute counts as disproportionate
FEW = 10  # percent of the errors: fewer are hardly met by a user
DRAMATIC = 2  # a perplexity that does not halve has not fallen dramatically
FAR = 10  # points below the experts: a model that far off is not near them


def _half_way():
    """The same tests with best scores half way from guessing to the ceiling."""
    return tuple(replace(room, best=room.best - (room.loose - room.guess).value / 2) for room in _tests())


def _tests():
    return ceilings.rooms() + ceilings.newer()


@claim(
    "C18",
    "Many widely used benchmarks are approaching the highest score they allow.",
    place="section on the evidence, paragraph on saturation",
    would_change="A census of the tests in use, with ceilings measured by people and by audits of the keys.",
    evidence=lambda: dict(rooms=_tests()),
    opposite=lambda: dict(rooms=_half_way()),
    sources_for=("openai2023gpt4", "deepseek2025r1", "gema2025mmlu"),
    sources_against=("google2025gemini3", "phan2025humanity"),
)
def c18(rooms):
    """How many of the best-known tests have little left below their ceilings."""
    left = [r.left(r.loose).named(f"{r.name}: left of the way to the loose ceiling") for r in rooms]
    near = [room for room, number in zip(rooms, left) if (number.high if number.has_interval else number.value) < NEAR]
    far = [room for room in rooms if room not in near]
    said = (
        f"{exact(len(near)).short} of {exact(len(rooms)).short} widely quoted tests have less than"
        f" {percent(NEAR / 100).short} of the way from guessing to their ceiling left, even by the looser ceiling and"
        " at the upper end of the interval"
    )
    if not near:
        return Finding(V.CONTRADICTED, f"{said}.", numbers=tuple(left))
    because = f"{said}: {listing([f'{room.name} {percent(room.best).short}' for room in near])}."
    if not far:
        return Finding(V.HOLDS, because, numbers=tuple(left))
    because += f" Not so {listing([f'{room.name} {percent(room.best).short}' for room in far])}."
    condition = (
        f"{listing([room.name for room in near])} are meant, the older tests, and not those made to replace them"
    )
    return Finding(V.HOLDS_IF, because, condition, tuple(left))


def _latest_exponents():
    """Error exponents that Llama 3.1 showed in its last step, by test."""
    return {test: evidence.llama_gain(test, "error exponent", 1) for test in ("MMLU", "GSM8K")}


@claim(
    "C19",
    "Near the top two more points take disproportionate effort and may mean little to a user.",
    place="section on the evidence, paragraph on saturation",
    would_change=(
        "Error rates of a well-tuned series over two or more decades of compute, on a test whose keys were audited."
    ),
    evidence=lambda: dict(
        before=article_step.before(),
        after=article_step.after(),
        exponents=tuple(article_step.cost_exponents()),
        measured=_latest_exponents(),
    ),
    opposite=dict(exponents=(0.5, 1.0), measured={"a test": Quantity(0.5, low=0.4, high=0.6)}),
    sources_for=("epoch2024chinchillacode",),
    sources_against=("ruan2024observational",),
)
def c19(before, after, exponents, measured):
    """What the step costs at the exponents of the text and at those that a series showed.

    measured : exponents with their intervals, by the name of the test.
    """
    ratio = rulers.error_ratio(before, after)
    costs = [float(rulers.compute_for(ratio, a)) for a in exponents]
    own = {
        test: propagate(rulers.compute_for, ratio, a, unit="×", name=f"bill at the exponent of Llama 3.1 on {test}")
        for test, a in measured.items()
    }
    gone = percent(1 - 1 / ratio, "errors that disappear")
    edge = exact(rulers.exponent_for(ratio, DEAR), name="exponent at which the step costs ten times the compute")
    numbers = (gone, edge, *own.values())
    shown = listing([f"{cost} on {test}" for test, cost in own.items()])
    because = (
        f"The step removes {gone.short} of the errors. It costs between {exact(min(costs)).short} and"
        f" {exact(max(costs)).short} times the compute at the exponents of the text; at the error exponents that Llama"
        f" 3.1 showed last, {shown}."
    )
    if max(*costs, *(cost.high for cost in own.values())) <= DEAR:
        because = f"At no exponent here does the step cost tenfold. {because}"
        return Finding(V.CONTRADICTED, because, numbers=numbers)
    if min(*costs, *(cost.low for cost in own.values())) > DEAR and gone.value < FEW:
        return Finding(V.HOLDS, because, numbers=numbers)
    condition = (
        f"errors fall with an exponent below {edge.short} and a user counts points; to one who meets the failures it is"
        " no small difference"
    )
    return Finding(V.HOLDS_IF, because, condition, numbers)


@claim(
    "C20",
    "Saturation does not show that models stopped improving; it may hide that they go on.",
    place="section on the evidence, paragraph on saturation",
    would_change="Tests without a ceiling, such as lengths of tasks, that flatten at the same time.",
    evidence=lambda: dict(
        first=response.FIRST, last=response.LAST, models=response.MODELS, mean=response.EASY, spread=response.SPREAD
    ),
    opposite=lambda: dict(mean=response.HARD),
    sources_for=("lord1980applications", "platinum2025"),
)
def c20(first, last, models, mean, spread):
    """Equal steps of ability, seen through a test of difficulty `mean` and `spread`."""
    ability = np.linspace(first, last, models)
    steps = 100 * np.diff(response.expected_score(ability, mean, spread))
    steep = exact(steps.max(), "points", "largest step of the score")
    final = exact(steps[-1], "points", "last step of the score, the step of ability being the same")
    if steps[-1] > steps.max() / 2:
        because = f"This test is not saturated: its last step is {final.short}, its largest {steep.short}."
        return Finding(V.CONTRADICTED, because, numbers=(steep, final))
    because = (
        f"Equal steps of ability move the score by {steep.short} in the middle of the test and by {final.short} at its"
        " end. The same answers still hold the gain, with growing error; a harder test shows it plainly."
    )
    return Finding(V.HOLDS, because, numbers=(steep, final))


@claim(
    "C22",
    "Keeping hold of a long passage improves dramatically with more parameters and more data.",
    place="section on the evidence, paragraph on low-hanging fruit",
    would_change="A series that varies data alone on one test of long context.",
    evidence=lambda: dict(
        perplexity=evidence.gpt3_perplexity(),
        by_data=tuple(score(key, "lambada_test_items") for key in ("gpt3_lambada_175b", "chinchilla_lambada")),
    ),
    opposite=lambda: dict(perplexity=evidence.gpt3_perplexity()[-1:] * 2),
    sources_for=("brown2020language", "hoffmann2022training"),
)
def c22(perplexity, by_data):
    """perplexity : over the sizes of one series; by_data : scores of a larger model, and of one with more data."""
    fall = exact(perplexity[0] / perplexity[-1], "×", "fall of the perplexity over eight sizes of GPT-3")
    data = points(*by_data).named("Chinchilla over GPT-3, fewer parameters and more data")
    if fall.value < DRAMATIC:
        return Finding(V.CONTRADICTED, f"Perplexity falls by only {fall.short}.", numbers=(fall, data))
    size = (
        "On a test that needs a passage of a few sentences, perplexity falls by"
        f" {fall.short} from the smallest to the largest GPT-3."
    )
    if data.low > 0:
        because = f"{size} More data in fewer parameters gain {data}."
        return Finding(V.HOLDS_IF, because, "a few sentences count as a long passage", (fall, data))
    because = (
        f"{size} With fewer parameters, more data and more compute in all Chinchilla differs by {data}: that data alone"
        " would do it is not shown."
    )
    condition = "a few sentences count as a long passage; what data add is not shown"
    return Finding(V.HOLDS_IF, because, condition, (fall, data))


@claim(
    "C23",
    "What further scaling brings is subtler, fewer hallucinations among it.",
    place="section on the evidence, paragraph on low-hanging fruit",
    would_change="Hallucination rates on one public test for at least four sizes of one recipe.",
    evidence=lambda: dict(
        series=None,
        scaled=tuple(published.value(f"personqa_{m}") for m in ("gpt4o", "gpt45")),
        reasoned=tuple(published.value(f"personqa_{m}") for m in ("o1", "o3")),
    ),
    opposite=dict(series=(0.4, 0.3, 0.2, 0.1)),
    sources_for=("openai2025gpt45card",),
    sources_against=("openai2025o3card",),
)
def c23(series, scaled, reasoned):
    """series : rates of models that differ in scale alone, or None while there are none."""
    if series is not None:
        falls = bool(np.all(np.diff(series) < 0))
        verdict = V.HOLDS if falls else V.CONTRADICTED
        said = "fall" if falls else "do not fall"
        return Finding(verdict, f"Over {exact(len(series)).short} sizes the rates {said} with scale.")
    steps = (
        exact(scaled[1] - scaled[0], "points", "hallucination rate, GPT-4o to GPT-4.5"),
        exact(reasoned[1] - reasoned[0], "points", "the same, o1 to o3"),
    )
    because = (
        f"Reported steps go both ways on one maker's own test, read at second hand: {steps[0].short} from GPT-4o to a"
        f" larger successor, {steps[1].short} from one reasoning model to the next. Neither pair differs in scale"
        " alone."
    )
    return Finding(V.NOT_CHECKABLE, because, "hallucination rates of a series that differs in scale alone", steps)


def _gains():
    """Gain of one pair of models in log odds, test by test."""
    return {test: evidence.pair_gain(test)[1] for test in evidence.PAIR}


@claim(
    "C40",
    "Benchmarks may be poor proxies for what matters, so that real gains go unseen.",
    place="section on the counterargument, paragraph on evaluation",
    would_change="Scores that forecast success in observed work, on models that were not used to choose the tests.",
    evidence=lambda: dict(gains=_gains()),
    opposite=lambda: dict(gains=dict.fromkeys(evidence.PAIR, evidence.pair_gain("MMLU-Pro")[1])),
    sources_for=("deepseek2025r1", "kwa2025measuring"),
    sources_against=("ruan2024observational",),
)
def c40(gains):
    """gains : Quantities by the name of the test."""
    numbers = [gain.named(f"gain in log odds on {test}") for test, gain in gains.items()]
    least, most = min(numbers, key=lambda q: q.value), max(numbers, key=lambda q: q.value)
    if max(q.low for q in numbers) <= min(q.high for q in numbers):
        because = f"All tests agree on the gain of this pair within their intervals, near {most.short} in log odds."
        return Finding(V.CONTRADICTED, because, numbers=(least, most))
    because = (
        f"One pair of models differs by {least} in log odds on one test and by {most} on another. Whoever picks the"
        " test picks the answer. None of the tests observes use in the world."
    )
    condition = "it is read as a caution; how poor the proxies are is not measured here"
    return Finding(V.HOLDS_IF, because, condition, (least, most))


@claim(
    "B33",
    "If the laws go on holding, models may come near to human versatility.",
    place="section on the future",
    would_change="A measure of versatility fixed in advance, followed over models of known loss.",
    evidence=lambda: dict(
        mapping=None,
        best=score("r1_table_mmlu_o1", "mmlu_test_items"),
        expert=published.value("human_expert_mmlu") / 100,
        horizon=horizon(),
    ),
    opposite=dict(mapping=(1.9, 1.85)),
)
def b33(mapping, best, expert, horizon):
    """mapping : (loss that versatility needs, loss within reach), or None while nobody knows the first."""
    above = points(expert, best).named("best score here above the experts' on MMLU")
    if mapping is not None:
        needed, reachable = mapping
        verdict = V.HOLDS if reachable <= needed else V.CONTRADICTED
        because = f"The loss needed is {exact(needed).short}, the loss in reach {exact(reachable).short}."
        return Finding(verdict, because)
    because = (
        f"Loss has no known map to versatility. On one exam a model stands {above} above the experts' estimate,"
        f" while one careful series gives a model of early 2026 tasks of {horizon}, done half of the time. Both are"
        " measured, and neither is versatility."
    )
    missing = "a measure of versatility, and its value as a function of loss"
    return Finding(V.NOT_CHECKABLE, because, missing, (above, horizon.named("tasks done half of the time")))


@claim(
    "C63",
    "Scaling brought AI from a novelty to near-human capability.",
    place="standfirst, first sentence",
    would_change="A measure of human capability as a whole, on which models and people are compared.",
    evidence=lambda: dict(
        exam=(score("r1_table_mmlu_o1", "mmlu_test_items"), published.value("human_expert_mmlu") / 100),
        work=published.value("metr_2026_merge_gap"),
    ),
    opposite=lambda: dict(exam=(score("gpt3_mmlu", "mmlu_test_items"), published.value("human_expert_mmlu") / 100)),
    sources_for=("deepseek2025r1", "hoffmann2022training"),
    sources_against=("metr2026merged",),
)
def c63(exam, work):
    """exam : share that the best model has right, and that experts have. work : points that tests flatter agents by."""
    model, expert = exam
    above = points(expert, model).named("best score here above the experts' on MMLU")
    short = exact(work, POINTS, "share of repairs that pass tests minus share that maintainers would merge")
    numbers = (above, short)
    if above.high < -FAR:
        because = f"On MMLU the best model differs from the experts' estimate by {above}, which is not near."
        return Finding(V.CONTRADICTED, because, numbers=numbers)
    because = f"On MMLU a model stands {above} {'above' if above.value > 0 else 'from'} the estimate for experts."
    if work <= 0:
        return Finding(V.HOLDS, f"{because} In observed work there is no gap either.", numbers=numbers)
    because += (
        f" In observed work the tests flatter: of the repairs that pass them, {short.short} fewer would be merged by"
        " those who look after the program."
    )
    return Finding(V.HOLDS_IF, because, "capability means what examinations ask", numbers)
