"""How each claim on saturation is judged: evidence in, finding out, nothing read from elsewhere."""

import numpy as np

from scaling_laws.quantity import estimate, exact, percent

from ...claims import Finding, Verdict
from . import response, rulers
from .noise import LEVEL

V = Verdict
NEAR = 0.1  # a tenth of the way from guessing to the ceiling
DEAR = 10  # more than tenfold compute counts as disproportionate


def judge_c18(rooms):
    left = [exact(100 * r.left(r.loose), "% of the way", f"{r.name}: left below the loose ceiling") for r in rooms]
    near = sum(number.value < 100 * NEAR for number in left)
    listed = ", ".join(f"{r.name} {percent(r.best).short}" for r in rooms)
    because = (
        f"{exact(near).short} of {exact(len(rooms)).short} widely quoted tests have less than {percent(NEAR).short} of"
        f" the way from guessing to their ceiling left, even by the looser ceiling: {listed}."
    )
    if 2 * near > len(rooms):
        return Finding(V.HOLDS, because + " Newer tests are built to be far from theirs.", numbers=tuple(left))
    return Finding(V.CONTRADICTED, because, numbers=tuple(left))


def judge_c19(before, after, exponents, measured):
    ratio = rulers.error_ratio(before, after)
    costs = [float(rulers.compute_for(ratio, a)) for a in exponents]
    own = [float(rulers.compute_for(ratio, a)) for a in measured]
    gone = percent(1 - 1 / ratio, "errors that disappear")
    edge = exact(rulers.exponent_for(ratio, DEAR), name="exponent at which the step costs ten times the compute")
    because = (
        f"The step removes {gone.short} of the errors. It costs between {exact(min(costs)).short} and"
        f" {exact(max(costs)).short} times the compute at the exponents of the text, and {exact(min(own)).short} to"
        f" {exact(max(own)).short} times at the error exponents that Llama 3.1 showed last."
    )
    if max(costs + own) <= DEAR:
        return Finding(
            V.CONTRADICTED, f"At no exponent here does the step cost tenfold. {because}", numbers=(gone, edge)
        )
    if min(costs + own) > DEAR and gone.value < 10:
        return Finding(V.HOLDS, because, numbers=(gone, edge))
    condition = (
        f"errors fall with an exponent below {edge.short} and a user counts points; to one who meets the failures it is"
        " no small difference"
    )
    return Finding(V.HOLDS_IF, because, condition, (gone, edge))


def judge_c20(first, last, models, mean, spread):
    ability = response.abilities(first, last, models)
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


def judge_c22(perplexity, by_data):
    fall = exact(perplexity[0] / perplexity[-1], "×", "fall of the perplexity over eight sizes of GPT-3")
    data = exact(by_data[1] - by_data[0], "points", "Chinchilla over GPT-3, fewer parameters and more data")
    if fall.value < 2:
        return Finding(V.CONTRADICTED, f"Perplexity falls by only {fall.short}.", numbers=(fall, data))
    said = (
        f"with fewer parameters and more data Chinchilla scores {data.short} above GPT-3: data made up for size"
        if data.value > 0
        else "more data in a smaller model did not make up for its size"
    )
    because = (
        f"On a test that needs the whole passage, perplexity falls by {fall.short} from the smallest to the largest"
        f" GPT-3; {said}."
    )
    if data.value > 0:
        return Finding(V.HOLDS, because, numbers=(fall, data))
    return Finding(V.HOLDS_IF, because, "parameters are meant, and not data", (fall, data))


def judge_c23(series, scaled, reasoned):
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
        "Reported steps go both ways on one maker's own test, read at second hand:"
        f" {steps[0].short} from GPT-4o to a larger successor, {steps[1].short} from one reasoning model to the next."
        " Neither pair differs in scale alone."
    )
    return Finding(V.NOT_CHECKABLE, because, "hallucination rates of a series that differs in scale alone", steps)


def judge_c40(gains):
    numbers = tuple(
        estimate(*gain, method="delta method, binomial", level=LEVEL, name=f"gain in log odds on {test}")
        for test, gain in gains.items()
    )
    least, most = min(numbers, key=lambda q: q.value), max(numbers, key=lambda q: q.value)
    if max(q.low for q in numbers) <= min(q.high for q in numbers):
        because = f"All tests agree on the gain of this pair within their intervals, near {most.short} in log odds."
        return Finding(V.CONTRADICTED, because, numbers=(least, most))
    because = (
        f"One pair of models differs by {least} in log odds on one test and by {most} on another. Whoever picks the"
        " test picks the answer. None of the tests observes use in the world."
    )
    return Finding(
        V.HOLDS_IF, because, "it is read as a caution; how poor the proxies are is not measured here", (least, most)
    )


def judge_b33(mapping, best, expert, horizon):
    above = exact(best - expert, "points", "best score here above the experts' on MMLU")
    if mapping is not None:
        needed, reachable = mapping
        verdict = V.HOLDS if reachable <= needed else V.CONTRADICTED
        return Finding(
            verdict, f"The loss needed is {exact(needed).short}, the loss in reach {exact(reachable).short}."
        )
    because = (
        f"Loss has no known map to versatility. On one exam a model stands {above.short} above the experts' estimate,"
        f" while one careful series gave the best model of its date tasks of {exact(horizon, 'minutes').short} at even"
        " odds. Both are measured, and neither is versatility."
    )
    return Finding(V.NOT_CHECKABLE, because, "a measure of versatility, and its value as a function of loss", (above,))
