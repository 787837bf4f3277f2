"""The experiments' answers, each under the name of the expectation that was registered for it.

An answer is a Quantity, missing where the tables do not hold its runs yet.
"""

import math
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import partial
from statistics import mean, median

import numpy as np
from scipy.special import stdtrit

from scaling_laws.quantity import Quantity, estimate
from scaling_laws.statistics import central

from .. import measured
from .. import trials as tables
from ..published import value as published
from ..trials import CONTROL, PLANTED, Expectation, pairs
from . import higher, ladder_answers
from .floors import deficit
from .multiplier import LEVEL, RESAMPLES, Cell, damage_ratio, loss_ratio, multiplier
from .repetition_laws import rivals

LANGUAGE, PYTHON = "zipf1.5", "python"
SHORT, MIDDLE, LONG = 4, 16, 40  # epochs
FIRST, LAST = 1, 5  # generations
SMALL, ASKED, TENFOLD = 3e10, 1e11, 1e12  # FLOP at which single answers are given
MEMORY = 65_536
SHOTS = 10
SECONDS_PER_HOUR = 3600
EXPERTS_FROM = 3e11
REPEATED = (24, 2)  # width and depth of the models that read text again


@dataclass(frozen=True)
class Outcome:
    """What was expected, and what came out; answer is None where runs are missing."""

    expectation: Expectation
    answer: Quantity | None

    @property
    def held(self):
        """Whether the estimate lies in the expected range; None without one."""
        return None if self.answer is None else self.expectation.held(self.answer.value)

    @property
    def decided(self):
        """Whether the whole interval lies on one side: inside the expected range, or outside it."""
        if self.answer is None:
            return False
        a, e = self.answer, self.expectation
        inside = e.held(a.low) and e.held(a.high)
        return inside or (e.high is not None and a.low > e.high) or (e.low is not None and a.high < e.low)


def cells(rows, key="rung"):
    """The finished rows as Cells, one for each value of `key`, budgets ascending."""
    found = defaultdict(list)
    for row in rows:
        if row.status == "done":
            found[getattr(row, key)].append(row.val_loss)
    return [Cell(compute, tuple(losses)) for compute, losses in sorted(found.items())]


def chosen(rows, **wanted):
    """The rows whose columns have these values."""
    return [row for row in rows if all(getattr(row, name) == value for name, value in wanted.items())]


def control_of(rows, world):
    """Cells of plain training at the best sizes."""
    return cells(chosen(rows, experiment="pool", arm=CONTROL, world=world))


def at_budgets_of(arm, control):
    """The cells of the control at the budgets of the arm, in its order, and the arm's that have one."""
    by_compute = {cell.compute: cell for cell in control}
    common = [cell for cell in arm if cell.compute in by_compute]
    return [by_compute[cell.compute] for cell in common], common


def enough(*lists):
    """Whether there is something to compare, and noise to judge it by."""
    return all(lists) and sum(len(cell.losses) - 1 for found in lists for cell in found) > 0


def arm_multiplier(rows, experiment, arm, world, bill=None, reference=None):
    """Multiplier of one arm against the pool's control, or None."""
    control = control_of(rows, world)
    _, found = at_budgets_of(cells(chosen(rows, experiment=experiment, arm=arm, world=world)), control)
    if reference:
        against = cells(chosen(rows, experiment=experiment, arm=reference, world=world))
        against, found = at_budgets_of(found, against)
    if len(control) < 2 or not enough(found, control):
        return None
    return multiplier(control, found, bill=bill, reference=against if reference else None)


def overall(found):
    """The multiplier over all budgets; None of None."""
    return None if found is None else found.overall


def pool(rows, _readings):
    """Planted arms."""
    return {
        f"planted-{name}": overall(arm_multiplier(rows, "pool", PLANTED, world))
        for name, world in (("language", LANGUAGE), ("python", PYTHON))
    }


def _epochs(rows, arm, epochs):
    kind = [row for row in chosen(rows, experiment="repetition", arm=arm) if round(row.epochs) == epochs]
    return cells(kind, "budget")


def _repeated(rows, arm, epochs):
    """Multiplier of text read again, against as many fresh tokens for the same model, over corpus sizes."""
    width, depth = REPEATED
    plain = chosen(rows, world=PYTHON, width=width, depth=depth, settings="")
    fresh = cells([row for row in plain if row.arm != PLANTED], "budget")
    _, found = at_budgets_of(_epochs(rows, arm, epochs), fresh)
    return multiplier(fresh, found).overall if len(fresh) > 1 and enough(found, fresh) else None


def _ratio(reference, arm):
    reference, arm = at_budgets_of(arm, reference)
    return loss_ratio(reference, arm) if enough(reference, arm) else None


def law_of_repetition(epochs):
    """Worth of a token read in `epochs` passes over that of a fresh one, by Muennighoff's law as published."""
    decay = published("muennighoff_2023_rd_star")
    return (1 + decay * (1 - math.exp(-(epochs - 1) / decay))) / epochs


def scaled(quantity, factor):
    """The quantity times an exact factor; None of None."""
    if quantity is None:
        return None
    value, low, high = (factor * x for x in (quantity.value, quantity.low, quantity.high))
    return replace(quantity, value=value, low=low, high=high)


def repetition(rows, _readings):
    """Repeated text and weight decay."""
    even = {epochs: _repeated(rows, "even wd0.1", epochs) for epochs in (SHORT, MIDDLE, LONG)}
    longest = {cell.compute for cell in _epochs(rows, "even wd0.1", LONG)}
    fresh = [
        [c for c in cells(chosen(rows, experiment="repetition", arm=arm), "budget") if c.compute in longest]
        for arm in ("fresh wd0.1", "fresh wd1")
    ]
    return {
        **{f"even-{epochs}": found for epochs, found in even.items()},
        "decay-40": _ratio(_epochs(rows, "even wd0.1", LONG), _epochs(rows, "even wd1", LONG)),
        "decay-fresh": _ratio(*fresh),
        "uneven-16": _ratio(_epochs(rows, "even wd0.1", MIDDLE), _epochs(rows, "uneven wd0.1", MIDDLE)),
        "law-4": scaled(even[SHORT], 1 / law_of_repetition(SHORT)),
        "law-40": scaled(even[LONG], 1 / law_of_repetition(LONG)),
    }


def bills(rows, experiment, arm):
    """{rung: all FLOP of an arm, its teachers' training and text included, over those of its own training}."""
    factors = defaultdict(list)
    for row in chosen(rows, experiment=experiment, arm=arm):
        factors[row.rung].append((row.flop_exact + row.flop_text + row.flop_teachers) / row.flop_exact)
    return {rung: mean(found) for rung, found in factors.items()}


def distillation(rows, _readings):
    """Teachers."""
    ask = lambda arm, **options: overall(arm_multiplier(rows, "distillation", arm, LANGUAGE, **options))
    return {
        "half-10x": ask("half 10x"),
        "half-10x-bill": ask("half 10x", bill=bills(rows, "distillation", "half 10x")),
        "half-1x": ask("half 1x"),
        "gap": ask("half 30x", reference="half 10x"),
        "all-1x": ask("all 1x", reference="half 1x"),
    }


def over_models(values, statistic, unit=""):
    """A statistic of one number per model, with its interval from resampling models; None of fewer than three."""
    if len(values) < 3:
        return None
    rng = np.random.default_rng(0)
    draws = [statistic(rng.choice(values, size=len(values))) for _ in range(RESAMPLES)]
    low, high = central(draws, LEVEL)
    return estimate(
        statistic(values), low, high, method="models resampled", level=LEVEL, unit=unit, n=len(values)
    )  # fmt: skip


def damages(readings, bits, variant="all"):
    """{model: nats that rounding to so many bits adds}."""
    found = chosen(readings, method="bits", variant=variant, setting=float(bits))
    return {row.model: row.value - pairs(row.extra)["unrounded"] for row in found}


def quantisation(rows, readings):
    """Few bits."""
    by_bits = {bits: damages(readings, bits) for bits in (8, 4, 3)}
    by_run = {row.run: row for row in rows}
    small = [row for row in by_run.values() if (row.width, row.depth, row.world) == (32, 2, LANGUAGE)]
    groups = [
        [by_bits[4][row.run] for row in small if row.run in by_bits[4] and row.budget == budget]
        for budget in (SMALL, TENFOLD)
    ]
    ratios = [by_bits[3][model] / by_bits[4][model] for model in by_bits[3].keys() & by_bits[4].keys()]
    return {
        "bits-8": over_models(list(by_bits[8].values()), max, "nats"),
        "bits-4": over_models(list(by_bits[4].values()), median, "nats"),
        "bits-over-training": _ratio_of_groups(*groups),
        "bits-3-over-4": over_models(sorted(ratios), median, "×"),
    }


def _ratio_of_groups(before, after):
    """Geometric mean of one group over that of another, as of losses."""
    if len(before) < 2 or not after:
        return None
    return loss_ratio([Cell(1.0, tuple(before))], [Cell(1.0, tuple(after))])


def noise(rows, _readings):
    """Spoilt and filtered text."""
    ask = lambda arm, **options: overall(arm_multiplier(rows, "noise", arm, PYTHON, **options))
    plain = {arm: ask(arm) for arm in ("noise", "duplicates", "filtered")}
    return plain | {"filtered-poorly": ask("filtered-poorly", reference="noise")}


def generation(rows, arm, number):
    """Cells of one generation of a line of models."""
    return cells(chosen(rows, experiment="collapse", arm=arm, generation=number))


def collapse(rows, _readings):
    """Models trained on models' text."""
    control = control_of(rows, LANGUAGE)
    found = {
        f"collapse-{number}": _ratio(control, generation(rows, "replaced", number)) for number in (FIRST, LAST)
    }  # fmt: skip
    for name, against in (("accumulated", "replaced"), ("lexicon", "replaced"), ("ranks", "lexicon")):
        arm, reference = generation(rows, name, LAST), generation(rows, against, LAST)
        reference, arm = at_budgets_of(arm, reference)
        plain, arm = at_budgets_of(arm, control)
        found[f"{name}-5"] = damage_ratio(plain, reference, arm) if enough(plain, reference, arm) else None
    return found


def lexicons(rows, _readings):
    """The floor of three lexicons."""
    worlds = {512: "zipf1.5-512words", 4096: LANGUAGE, 16129: "zipf1.5-16129words"}
    common = set.intersection(*({(row.budget, row.width) for row in chosen(rows, world=w)} for w in worlds.values()))
    alike = [row for row in rows if (row.budget, row.width) in common]
    deficits = {words: deficit(alike, world) for words, world in worlds.items()}
    found = {f"floor-{words}": answer and answer[0] for words, answer in deficits.items()}
    if deficits[512] and deficits[16129]:
        draws = deficits[16129][1] - deficits[512][1]
        value = deficits[16129][0].value - deficits[512][0].value
        low, high = central(draws, LEVEL)
        found["floor-order"] = replace(deficits[512][0], value=value, low=min(low, value), high=max(high, value))
    return found


def mean_over_seeds(values, unit=""):
    """Mean of one number per seed with Student's interval; None of fewer than two."""
    if len(values) < 2:
        return None
    centre, error = np.mean(values), np.std(values, ddof=1) / math.sqrt(len(values))
    half = float(stdtrit(len(values) - 1, (1 + LEVEL) / 2)) * error
    method = "mean over seeds, Student's interval"
    return estimate(centre, centre - half, centre + half, method=method, level=LEVEL, unit=unit, n=len(values))


def coverages(rows, readings, method, variant, budget):
    """{seed: {samples: share of tasks solved}} of the controls at a budget."""
    models = {row.run: row.seed for row in chosen(rows, experiment="pool", arm=CONTROL, world=PYTHON, rung=budget)}
    found = defaultdict(dict)
    for row in chosen(readings, method=method, variant=variant):
        if row.model in models:
            found[models[row.model]][row.setting] = row.value
    return found


def samples_for(curve, share):
    """Samples at which a coverage curve {samples: share} reaches a share, between its points on log scales."""
    k, covered = zip(*sorted(curve.items()))
    return float(np.exp(np.interp(math.log(share), np.log(covered), np.log(k))))


def exchange(rows, readings):
    """Per seed: factor of samples that ten times the training compute replaces, about SHOTS samples of the larger."""
    small, large = (coverages(rows, readings, "word", "error 0", budget) for budget in (ASKED, TENFOLD))
    return [samples_for(small[seed], large[seed][SHOTS]) / SHOTS for seed in small.keys() & large.keys()]


def sampling(rows, readings):
    """Coverage in k tries."""
    words = coverages(rows, readings, "word", "error 0", ASKED)
    erring = coverages(rows, readings, "word", "error 0.05", ASKED)
    calls = coverages(rows, readings, "compiler", "compiles", ASKED)
    return {
        "word-1": mean_over_seeds([c[1] for c in words.values()]),
        "word-100": mean_over_seeds([c[100] for c in words.values()]),
        "word-exchange": mean_over_seeds(exchange(rows, readings), "×"),
        "compiler-1": mean_over_seeds([c[1] for c in calls.values()]),
        "compiler-16": mean_over_seeds([c[16] for c in calls.values()]),
        "selector": mean_over_seeds([erring[seed][1000] / words[seed][1000] for seed in words]),
    }


def memory_cells(rows, readings, world, entries):
    """Cells of the controls with a memory: their own loss times what the memory makes of it on the judged half."""
    models = {row.run: row for row in chosen(rows, experiment="pool", arm=CONTROL, world=world)}
    found = defaultdict(list)
    for row in chosen(readings, method="memory", setting=float(entries), world=world):
        if row.model in models:
            factor = row.value / pairs(row.extra)["alone"]
            found[models[row.model].rung].append(models[row.model].val_loss * factor)
    return [Cell(rung, tuple(losses)) for rung, losses in sorted(found.items())]


def inference_compute(rows, world, factor):
    """{rung: training FLOP of the best-sized control that costs `factor` times as much per token to serve}."""
    controls = chosen(rows, experiment="pool", arm=CONTROL, world=world)
    x, y = np.log([row.rung for row in controls]), np.log([row.flop_inference for row in controls])
    slope = np.polyfit(x, y, 1)[0]
    return {rung: rung * factor[rung] ** (1 / slope) for rung in factor}


def retrieval(rows, readings):
    """A memory of text beside the model."""
    control, found = control_of(rows, LANGUAGE), memory_cells(rows, readings, LANGUAGE, MEMORY)
    found = [cell for cell in found if cell.compute == ASKED]
    if len(control) < 2 or not enough(found, control):
        return {}
    plain = multiplier(control, found).overall
    row = chosen(rows, experiment="pool", arm=CONTROL, world=LANGUAGE, rung=ASKED)[0]
    search = 1 + 2 * row.width * MEMORY / row.flop_inference
    equal = inference_compute(rows, LANGUAGE, {ASKED: search})[ASKED] / ASKED
    return {
        "memory-65536": plain,
        "memory-against-training": scaled(plain, 1 / (1 + MEMORY / row.tokens)),
        "memory-inference": scaled(plain, 1 / equal),
    }


def valley_cells(rows):
    """Cells of the least loss over the sizes of each seed, by a parabola in ln parameters."""
    losses = defaultdict(dict)
    for row in rows:
        if row.status == "done":
            losses[row.rung, row.seed][row.width] = (math.log(row.active_parameters), math.log(row.val_loss))
    found = defaultdict(list)
    for (rung, _seed), sizes in sorted(losses.items()):
        if len(sizes) >= 3:
            found[rung].append(math.exp(lowest(*zip(*sizes.values()))))
    return [Cell(rung, tuple(least)) for rung, least in found.items()]


def dense_rows(rows):
    """Plain models of the language at their planned budgets, of the sizes that the experts have at theirs."""
    sizes = {(row.rung, row.width) for row in chosen(rows, experiment="experts")}
    plain = [row for row in chosen(rows, world=LANGUAGE, settings="") if row.budget == row.rung]
    return [row for row in plain if (row.rung, row.width) in sizes]


def lowest(x, y):
    """Least value of the parabola through points, or the least point where it has no minimum among them."""
    a, b, c = np.polyfit(x, y, 2)
    if a > 0 and min(x) <= -b / (2 * a) <= max(x):
        return c - b**2 / (4 * a)
    return min(y)


def experts_multiplier(rows, arm):
    """Multiplier of experts against dense, valley against valley, by the slope of the pool's controls; None without."""
    slope, dense = control_of(rows, LANGUAGE), valley_cells(dense_rows(rows))
    reference, mine = at_budgets_of(valley_cells(chosen(rows, experiment="experts", arm=arm)), dense)
    return multiplier(slope, mine, reference=reference) if len(slope) > 1 and enough(mine, reference) else None


def experts(rows, _readings):
    """Experts against dense models of equal work."""
    found = {}
    for arm in ("four", "eight"):
        if answer := experts_multiplier(rows, arm):
            found |= {f"experts-{arm}": answer.at.get(EXPERTS_FROM)}
            found |= {"experts-growth": answer.per_decade} if arm == "four" else {}
    return found


def quantisation_table(rows, readings):
    """What each number of bits adds to each model: (bits, tokens per parameter, nats added, Trial), ascending."""
    by_run = {row.run: row for row in rows}
    found = [
        (int(reading.setting), by_run[reading.model].tokens / by_run[reading.model].parameters,
         reading.value - pairs(reading.extra)["unrounded"], by_run[reading.model])
        for reading in chosen(readings, method="bits", variant="all")
        if reading.model in by_run
    ]  # fmt: skip
    return sorted(found, key=lambda row: row[:2])


def rounded_cells(rows, readings, bits):
    """Cells of the controls of the language with their weights rounded to so many bits."""
    models = {row.run: row for row in chosen(rows, experiment="pool", arm=CONTROL, world=LANGUAGE)}
    found = defaultdict(list)
    for row in chosen(readings, method="bits", variant="all", setting=float(bits)):
        if row.model in models:
            found[models[row.model].rung].append(row.value)
    return [Cell(rung, tuple(losses)) for rung, losses in sorted(found.items())]


TECHNIQUES = (  # label, experiment, arm, world
    ("planted 1.5x", "pool", PLANTED, LANGUAGE),
    ("a teacher of 10x, half of the weight", "distillation", "half 10x", LANGUAGE),
    ("text of models alone, one generation", "collapse", "replaced", LANGUAGE),
    ("30 % of documents shuffled", "noise", "noise", PYTHON),
    ("30 % of documents replaced by copies", "noise", "duplicates", PYTHON),
    ("shuffled documents filtered out", "noise", "filtered", PYTHON),
)


def techniques(rows=None, readings=None, runs=None):
    """{technique: Multiplier} at equal training FLOP, for all that the tables can answer."""
    runs = measured.runs() if runs is None else runs
    rows = tables.with_ladder(tables.trials() if rows is None else rows, runs)
    readings = tables.readings() if readings is None else readings
    found = {}
    for label, experiment, arm, world in TECHNIQUES:
        of_first = [row for row in rows if row.generation <= FIRST]
        found[label] = arm_multiplier(of_first, experiment, arm, world)
    control = control_of(rows, LANGUAGE)
    others = {f"{bits} bits": rounded_cells(rows, readings, bits) for bits in (8, 4, 3)}
    others[f"a memory of {MEMORY:,} tokens"] = memory_cells(rows, readings, LANGUAGE, MEMORY)
    for label, arm in others.items():
        _, arm = at_budgets_of(arm, control)
        found[label] = multiplier(control, arm) if len(control) > 1 and enough(arm, control) else None
    return {label: answer for label, answer in found.items() if answer}


@dataclass(frozen=True)
class Effort:
    """What went into an experiment: its arms, budgets in FLOP, seeds, models trained, readings and core-hours."""

    experiment: str
    arms: tuple[str, ...]
    rungs: tuple[float, ...]
    seeds: int
    models: int
    readings: int
    core_hours: float


def _higher():
    """The runs above the ladder as trials of an experiment of their own."""
    return [replace(tables.as_trial(run), experiment="higher") for run in measured.higher()]


def efforts(rows=None, readings=None):
    """One Effort per experiment that has rows; models that several share count where they were trained."""
    rows = [*tables.trials(), *_higher()] if rows is None else rows
    readings = tables.readings() if readings is None else readings
    found = []
    for name in dict.fromkeys(row.experiment for row in [*rows, *readings]):
        trained, taken = chosen(rows, experiment=name), chosen(readings, experiment=name)
        seconds = sum(row.cpu_seconds for row in [*trained, *taken])
        found.append(
            Effort(
                experiment=name,
                arms=tuple(dict.fromkeys([*(r.arm for r in trained), *(f"{r.method}, {r.variant}" for r in taken)])),
                rungs=tuple(sorted({row.rung for row in trained})),
                seeds=len({row.seed for row in trained}),
                models=len(trained),
                readings=len(taken),
                core_hours=seconds / SECONDS_PER_HOUR,
            )
        )
    return found


EXPERIMENTS = (
    pool, repetition, distillation, quantisation, noise, collapse, lexicons, sampling, retrieval, experts,
)  # fmt: skip


def answers(rows=None, readings=None, runs=None, experiments=None):
    """{name of the expectation: Quantity, or None where runs are missing}; by default from the book's own tables.

    rows, readings : of the experiments. runs : of the ladder. experiments : names of those to compute; None for all.
    """
    runs = measured.runs() if runs is None else runs
    rows = tables.trials() if rows is None else rows
    readings = tables.readings() if readings is None else readings
    everything = tables.with_ladder(rows, runs)
    parts = [(experiment.__name__, partial(experiment, everything, readings)) for experiment in EXPERIMENTS]
    later = measured.higher() if runs else []
    parts += [
        ("higher", partial(higher.answers, runs, later)),
        ("metrics", partial(ladder_answers.metrics, runs)),
        ("dial", partial(ladder_answers.dial, runs, rows)),
        ("repetition", partial(rivals, rows, runs)),
    ]
    found = {}
    for name, part in parts:
        if experiments is None or name in experiments:
            found |= part()
    return found


def outcomes(rows=None, readings=None, runs=None, experiments=None):
    """Every registered expectation, or those of some experiments, with what came out, in the order of the file."""
    found = answers(rows, readings, runs, experiments)
    return [
        Outcome(expectation, found.get(expectation.expectation))
        for expectation in tables.expectations()
        if experiments is None or expectation.experiment in experiments
    ]
