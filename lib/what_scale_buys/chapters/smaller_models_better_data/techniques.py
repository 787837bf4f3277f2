"""Each technique as the compute multiplier it is worth, with the range between readings and studies.

A multiplier m says: the best run with the technique reaches what the best run without it reaches with m times the
training compute. If parameters are worth p and tokens q of the old ones, m = p q. A comparison of two runs does not
say on what the technique acts, so three readings are computed from the loss that the surface gives the reference run:

- on tokens alone: q such that L(N, q D) is the loss of the reference, p = 1;
- on parameters alone: p such that L(p N, D) is, q = 1;
- on both terms of the reducible loss alike. Then m is the ratio of the two equivalent computes, because lowering both
  terms by a share r is p = r**(-1/alpha), q = r**(-1/beta), and 1/alpha + 1/beta is one over the frontier exponent.

The values "by H" and "by R" are the third reading. A difference of loss is read in the same way.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from scaling_laws.laws import compute_cost
from scaling_laws.quantity import Quantity, exact

from ...accepted import hoffmann, refit, with_interval
from ...published import figure, value
from . import lifetime, precision, repeats, teaching

TIMES = "×"
ROUNDING = 0.5  # Table 7 of Gemma 2 prints whole perplexities
GEMMA_SIZES = {"200m": 200e6, "400m": 400e6, "1b": 1e9}
BITNET_SIZES = {"700m": 700e6, "1p3b": 1.3e9, "3b": 3e9}


@dataclass(frozen=True)
class Technique:
    """One row of the chart.

    published : multiplier as the source states it, or a ratio that follows from its table, if any. by_h, by_r : by
    the two accepted fits. low, high : further values from another conversion. basis : how it was obtained.
    """

    label: str
    family: str
    basis: str
    published: float | None = None
    by_h: float | None = None
    by_r: Quantity | None = None
    others: tuple = ()

    @property
    def values(self):
        """All point values of the row."""
        fits = [self.by_h, None if self.by_r is None else self.by_r.value]
        return [float(v) for v in (self.published, *fits, *self.others) if v is not None]

    @property
    def span(self):
        """(lowest, highest) of all values and the interval of R."""
        ends = [] if self.by_r is None else [self.by_r.low, self.by_r.high]
        everything = [*self.values, *ends]
        return min(everything), max(everything)

    @property
    def middle(self):
        """Geometric mean of the ends of the span."""
        return float(np.sqrt(np.prod(self.span)))


def both(function):
    """function(surface) under H as a float, and under R with its interval."""
    return float(function(hoffmann())), with_interval(function, TIMES)


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
    """Finite multipliers under H and R by the two one-sided readings."""
    worths = [read(reference, run)(fit()) for read in (token_worth, parameter_worth) for fit in (hoffmann, refit)]
    return tuple(float(w) for w in worths if np.isfinite(w))


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


def points_per_decade():
    """MMLU points per tenfold of compute between the two sizes of Llama 3 and of Llama 2, on equal tokens each."""
    big, small = value("run_llama3_70b_params"), value("llama3_8b_params")
    third = (value("mmlu_llama3_70b") - value("mmlu_llama3_8b")) / np.log10(big / small)
    big, small = value("run_llama2_70b_params"), value("run_llama2_7b_params")
    second = (value("mmlu_llama2_70b") - value("mmlu_llama2_7b")) / np.log10(big / small)
    return float(third), float(second)


def points_factor(points, rate):
    """Compute multiplier of a gain of `points` at `rate` points per decade."""
    return float(10 ** (points / rate))


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

    Interpolated in the logarithms between the sizes of the same table; source: Gemma Team 2024, Table 7.
    """
    sizes = np.log([GEMMA_SIZES[key] for key in GEMMA_SIZES])
    plain = np.log([value(f"gemma2_distil_ppl_{key}_scratch") for key in GEMMA_SIZES])
    reached = np.log(value(f"gemma2_distil_ppl_{size}_distilled"))
    return float(np.exp(np.interp(-reached, -plain, sizes)) / GEMMA_SIZES[size])


def distilled_gain(size):
    """(loss gain, lowest, highest) in nats, the bounds being what rounding to whole perplexities leaves open."""
    plain, taught = (value(f"gemma2_distil_ppl_{size}_{kind}") for kind in ("scratch", "distilled"))
    ends = [np.log((plain + sign * ROUNDING) / (taught - sign * ROUNDING)) for sign in (-1, 1)]
    return float(np.log(plain / taught)), *map(float, ends)


def _curation():
    run, rates = runs(), points_per_decade()
    gap = value("dclm_llama3_8b_mmlu") - value("dclm_7b_mmlu")
    h, r = both(equal_score(run["llama3"], run["dclm"]))
    readings = other_readings(run["llama3"], run["dclm"])
    corrected = tuple(v / points_factor(gap, rates[0]) for v in (h, r.value))
    yield Technique(
        "filtered web (DCLM)", "curation", "equal score", value("dclm_vs_llama3_compute"), h, r, corrected + readings
    )
    yield Technique("educational web (FineWeb-Edu)", "curation", "tokens", value("fineweb_edu_data_ratio"))
    kept = value("qwen2_relaxed_filter") / value("qwen2_filtered_tokens")
    yield Technique("stricter filter (Qwen2)", "curation", "tokens", kept)
    gains = tuple(points_factor(value("nemotroncc_mmlu_gain"), rate) for rate in rates)
    yield Technique("rephrased web (Nemotron-CC)", "curation", "points", others=gains)
    ratio = compute_cost(*run["llama2"]) / compute_cost(*run["phi3"])
    h, r = both(equal_score(run["llama2"], run["phi3"]))
    yield Technique(
        "filtered, synthetic (phi-3-mini)",
        "curation",
        "equal score",
        ratio,
        h,
        r,
        (parameter_worth(run["llama2"], run["phi3"])(hoffmann()),),
    )


def _deduplication():
    small, big, D = (value(f"hernandez_2022_{k}") for k in ("size_after", "size_before", "tokens"))
    yield Technique("even repeats, four epochs", "deduplication", "tokens", float(1 / repeats.even_share(4)))
    h, r = both(equal_score((big, D), (small, D)))
    yield Technique("few texts, a hundred times", "deduplication", "parameters", big / small, h, r)


def _distillation():
    D = value("gemma2_distil_2b_tokens")
    ratios = tuple(same_size_as_distilled(size) for size in ("200m", "400m"))
    N, (gain, *ends) = GEMMA_SIZES["400m"], distilled_gain("400m")
    h, r = both(loss_gain(N, D, gain))
    rounding = tuple(float(loss_gain(N, D, end)(hoffmann())) for end in ends)
    yield Technique("teacher for free (Gemma 2)", "distillation", "loss", ratios[1], h, r, (ratios[0], *rounding))
    student, teacher = N, value("gemma2_distil_teacher_params")
    net = [teaching.net_gain(v, student, teacher) for v in (ratios[1], h, *rounding)]
    label = "teacher's passes billed (Gemma 2)"
    yield Technique(label, "distillation", "loss", net[0], net[1], None, tuple(net[2:]))


def _precision():
    best = figure("kumar_2024_optimal_bits")
    gains = tuple(float(precision.training_gain(bits)) for bits in (best.low, best.high))
    yield Technique("training in few bits", "quantisation", "form", others=gains)
    N, D = BITNET_SIZES["700m"], value("bitnet158_tokens")
    h, r = both(loss_gain(N, D, precision.perplexity_cost("700m")[0]))
    big = both(loss_gain(BITNET_SIZES["3b"], D, precision.perplexity_cost("3b")[0]))[0]
    yield Technique("ternary weights (BitNet)", "quantisation", "loss", None, h, r, (big,))


def _overtraining():
    h, r = both(lambda s: lifetime.training_multiplier(s, *runs()["llama3"]))
    yield Technique("Llama 3 8B, training alone", "over-training", "surface", None, h, r)
    served = value("sardana_2024_30b_served")
    h, r = both(lambda s: lifetime.lifetime_multiplier(s, *runs()["llama3"], served))
    yield Technique("the same, with serving", "over-training", "surface", None, h, r)


@cache
def techniques():
    """All rows, by family."""
    parts = (_curation, _deduplication, _distillation, _precision, _overtraining)
    return tuple(row for part in parts for row in part())


def technique(label):
    """The row whose label begins so."""
    return next(row for row in techniques() if row.label.startswith(label))


def years(multiplier, growth):
    """Years in which compute that grows by `growth` a year grows by `multiplier`."""
    return np.log(multiplier) / np.log(growth)


def numbers_of(row):
    """(published, H, R) of a row as Quantities, None where it has none."""
    wrap = [None if v is None else exact(v, TIMES) for v in (row.published, row.by_h)]
    return *wrap, row.by_r
