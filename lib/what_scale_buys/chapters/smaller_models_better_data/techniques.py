"""Each technique as the compute multiplier it is worth, with the range between readings and studies.

A multiplier m says: the best run with the technique reaches what the best run without it reaches with m times the
training compute. If parameters are worth p and tokens q of the old ones, m = p q. A comparison of two runs does not
say on what the technique acts, so three readings are computed from the loss that the surface gives the reference run:

- on tokens alone: q such that L(N, q D) is the loss of the reference, p = 1;
- on parameters alone: p such that L(p N, D) is, q = 1;
- on both terms of the reducible loss alike. Then m is the ratio of the two equivalent computes, because lowering both
  terms by a share r is p = r**(-1/alpha), q = r**(-1/beta), and 1/alpha + 1/beta is one over the frontier exponent.

The values "by R" are the third reading, on the refit of the Chinchilla surface. A difference of loss is read in the
same way. What this book's own small runs say of a technique stands in rows of its own (`measured_here`).
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from scaling_laws.laws import compute_cost
from scaling_laws.quantity import Quantity, exact, propagate

from ...accepted import LEVEL, with_interval
from ...published import figure, value
from . import lifetime, measured_here, models, precision, repeats, teaching

TIMES = "×"
POINTS = "percentage points"
ROUNDING = 0.5  # Table 7 of Gemma 2 prints whole perplexities
GEMMA_SIZES = {"200m": 200e6, "400m": 400e6, "1b": 1e9}
BITNET_SIZES = {"700m": 700e6, "1p3b": 1.3e9, "3b": 3e9}


@dataclass(frozen=True)
class Technique:
    """One row of the chart.

    published : multiplier as the source states it, or a ratio that follows from its table, if any. by_r : by the refit.
    others : further values from another conversion. ours : measured by this book, at small scale. basis : how it was
    obtained. Bare numbers are those without an interval.
    """

    label: str
    family: str
    basis: str
    published: float | Quantity | None = None
    by_r: Quantity | None = None
    others: tuple = ()
    ours: Quantity | None = None

    @property
    def readings(self):
        """All numbers of the row as quantities, smallest first."""
        found = (self.published, self.by_r, *self.others, self.ours)
        return sorted((multiplier(number) for number in found if number is not None), key=float)

    @property
    def span(self):
        """(lowest, highest) of all readings and their intervals."""
        ends = [end for q in self.readings for end in ((q.low, q.high) if q.has_interval else (q.value,))]
        return min(ends), max(ends)

    @property
    def spread(self):
        """Largest reading over the smallest."""
        smallest, *_, largest = self.readings
        return (largest / smallest).in_unit(TIMES)

    @property
    def middle(self):
        """Geometric mean of the ends of the span."""
        return float(np.sqrt(np.prod(self.span)))


def multiplier(number, name=""):
    """A multiplier as a quantity, whether it comes as one or as a bare number."""
    return number.named(name) if isinstance(number, Quantity) else exact(number, TIMES, name)


def above_one(rows):
    """The rows whose published multiplier is above one."""
    return [row for row in rows if row.published is not None and float(row.published) > 1]


def by_refit(function):
    """function(surface) under the refit, with its interval."""
    return with_interval(function, TIMES)


def equal_score(reference, run):
    """Multiplier of `run` against `reference` of equal score, (N, D) each, if it lowers both terms alike."""
    return lambda s: s.equivalent_compute(*reference) / s.equivalent_compute(*run)


def token_worth(reference, run):
    """The same if the technique acts on tokens alone; infinite where no number of tokens suffices."""
    return lambda s: s.tokens_for_loss(run[0], s.loss(*reference)) / run[1]


def parameter_worth(reference, run):
    """The same if it acts on parameters alone; infinite where no number of parameters suffices."""
    return lambda s: s.parameters_for_loss(run[1], s.loss(*reference)) / run[0]


def other_readings(reference, run):
    """Multipliers under the refit by the two one-sided readings."""
    return tuple(by_refit(read(reference, run)) for read in (token_worth, parameter_worth))


def loss_gain(N, D, gain):
    """Multiplier of a loss lower by `gain` nats at (N, D), as a function of the surface.

    The loss of the run is taken from the surface. Draws whose reducible loss is smaller than the gain count as
    unreachable: infinite.
    """

    def factor(s):
        left = s.reducible(N, D) - gain
        ratio = s.reducible(N, D) / np.where(left > 0, left, np.nan)
        return np.nan_to_num(ratio ** (1 / s.frontier_exponent), nan=np.inf)

    return factor


def refit_gain(N, D, gain):
    """The same under the refit for a gain with an interval, with the refit's own errors."""
    drawn = gain.draws(LEVEL)
    return with_interval(lambda s: loss_gain(N, D, drawn if np.ndim(s.E) else gain.value)(s), TIMES)


def points_ahead(first, second):
    """MMLU of one row of the published table less that of another, in points."""
    return (models.scored(first) - models.scored(second)).in_unit(POINTS)


def points_per_decade():
    """MMLU points per tenfold of compute between the two sizes of Llama 3 and of Llama 2, on equal tokens each."""
    third = np.log10(value("run_llama3_70b_params") / value("llama3_8b_params"))
    second = np.log10(value("run_llama2_70b_params") / value("run_llama2_7b_params"))
    return (
        points_ahead("mmlu_llama3_70b", "mmlu_llama3_8b") / third,
        points_ahead("mmlu_llama2_70b", "mmlu_llama2_7b") / second,
    )


def dclm_gap():
    """Points by which the Llama 3 of equal size scores above the model on filtered text."""
    return points_ahead("dclm_llama3_8b_mmlu", "dclm_7b_mmlu")


def points_factor(points, rate):
    """Compute multiplier of a gain of `points` at `rate` points per decade."""
    return propagate(lambda gained, per_decade: 10 ** (gained / per_decade), points, rate, unit=TIMES)


def runs():
    """(N, D) of the runs that are compared."""
    pairs = {
        "llama3": ("llama3_8b_params", "llama3_tokens"),
        "dclm": ("dclm_7b_params", "dclm_7b_tokens"),
        "phi3": ("phi3_mini_params", "phi3_mini_tokens"),
        "llama2": ("run_llama2_70b_params", "llama2_tokens"),
    }
    return {name: (value(N), value(D)) for name, (N, D) in pairs.items()}


def same_size_as_distilled(size):
    """Parameters of the undistilled model with the perplexity that distillation gives to `size`, as a multiple.

    On the line in the logarithms through `size` and the next larger one. Source: Gemma Team 2024, Table 7.
    """
    sizes = list(GEMMA_SIZES)
    larger = sizes[sizes.index(size) + 1]

    def multiple(own, other, reached):
        return (GEMMA_SIZES[larger] / GEMMA_SIZES[size]) ** (np.log(own / reached) / np.log(own / other))

    rows = (f"{size}_scratch", f"{larger}_scratch", f"{size}_distilled")
    return propagate(multiple, *map(_whole_perplexity, rows), unit=TIMES)


def _whole_perplexity(row):
    return precision.perplexity(f"gemma2_distil_ppl_{row}", ROUNDING)


def distilled_gain(size):
    """Loss that distillation saves at one size, in nats per token."""
    return precision.loss_gain(*(_whole_perplexity(f"{size}_{kind}") for kind in ("scratch", "distilled")))


def _curation():
    run, rates = runs(), points_per_decade()
    worth = by_refit(equal_score(run["llama3"], run["dclm"]))
    corrected = (worth / points_factor(dclm_gap(), rates[0])).in_unit(TIMES)
    others = (corrected, *other_readings(run["llama3"], run["dclm"]))
    yield Technique(
        "filtered web (DCLM)", "curation", "equal score", value("dclm_vs_llama3_compute"), worth, others
    )  # fmt: skip
    yield Technique("educational web (FineWeb-Edu)", "curation", "tokens", value("fineweb_edu_data_ratio"))
    kept = value("qwen2_relaxed_filter") / value("qwen2_filtered_tokens")
    yield Technique("stricter filter (Qwen2)", "curation", "tokens", kept)
    gains = tuple(points_factor(value("nemotroncc_mmlu_gain"), rate) for rate in rates)
    yield Technique("rephrased web (Nemotron-CC)", "curation", "points", others=gains)
    yield Technique("weights of sources (DoReMi)", "curation", "steps", value("doremi_2023_steps"))
    ratio = compute_cost(*run["llama2"]) / compute_cost(*run["phi3"])
    worth = by_refit(equal_score(run["llama2"], run["phi3"]))
    others = (by_refit(parameter_worth(run["llama2"], run["phi3"])),)
    yield Technique("filtered, synthetic (phi-3-mini)", "curation", "equal score", ratio, worth, others)


def _deduplication():
    small, big = (value(f"hernandez_2022_{k}") for k in ("size_after", "size_before"))
    yield Technique("even repeats, four epochs", "deduplication", "tokens", float(1 / repeats.even_share(4)))
    yield Technique("few texts, a hundred times", "deduplication", "parameters", big / small)


def _distillation():
    D = value("gemma2_distil_2b_tokens")
    ratios = tuple(same_size_as_distilled(size) for size in ("200m", "400m"))
    N = GEMMA_SIZES["400m"]
    worth = refit_gain(N, D, distilled_gain("400m"))
    yield Technique("teacher for free (Gemma 2)", "distillation", "loss", ratios[1], worth, ratios[:1])
    bill = 1 / teaching.net_gain(1.0, N, value("gemma2_distil_teacher_params"))
    yield Technique("its passes billed (Gemma 2)", "distillation", "loss", ratios[1] / bill, worth / bill)


def _precision():
    yield Technique("training in few bits", "quantisation", "form", others=(few_bits(precision.training_gain),))
    D = value("bitnet158_tokens")
    small, big = (refit_gain(BITNET_SIZES[s], D, -precision.perplexity_cost(s)) for s in ("700m", "3b"))
    yield Technique("ternary weights (BitNet)", "quantisation", "loss", None, small, (big,))


def few_bits(worth):
    """A function of the best precision, over the range in which one study puts it."""
    return propagate(worth, figure("kumar_2024_optimal_bits"), unit=TIMES)


def _overtraining():
    worth = by_refit(lambda s: lifetime.training_multiplier(s, *runs()["llama3"]))
    yield Technique("Llama 3 8B, training alone", "over-training", "surface", None, worth)
    served = value("sardana_2024_30b_served")
    worth = by_refit(lambda s: lifetime.lifetime_multiplier(s, *runs()["llama3"], served))
    yield Technique("the same, with serving", "over-training", "surface", None, worth)


@cache
def techniques():
    """All rows, by family; within a family the published ones first, then this book's own."""
    parts = (_curation, _deduplication, _distillation, _precision, _overtraining)
    own = [Technique(f"here: {label}", family, "measured here", ours=worth)
           for label, family, worth in measured_here.worths()]  # fmt: skip
    rows = []
    for part in parts:
        published = list(part())
        rows += published + [row for row in own if row.family == published[0].family]
    shown = {row.family for row in rows}
    return tuple(rows + [row for row in own if row.family not in shown])


def technique(label):
    """The row whose label begins so."""
    return next(row for row in techniques() if row.label.startswith(label))


def years(multiplier, growth):
    """Years in which compute that grows by `growth` a year grows by `multiplier`."""
    return np.log(multiplier) / np.log(growth)


def numbers_of(row):
    """(published, R) of a row as Quantities, None where it has none."""
    return tuple(None if v is None else multiplier(v) for v in (row.published, row.by_r))
