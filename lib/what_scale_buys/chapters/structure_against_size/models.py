"""Published mixtures and the runs they are compared with: parameters, compute, hours, memory, loss."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from scaling_laws.errors import require_at_least, require_positive
from scaling_laws.laws import compute_cost
from scaling_laws.quantity import estimate
from scaling_laws.statistics import LEVEL, normal_quantile, share

from ... import accepted, published

BYTES = 2  # a weight or a token id in sixteen bits


@dataclass(frozen=True)
class Model:
    """Total and active parameters of a model."""

    name: str
    total: float
    active: float

    @property
    def share(self):
        """Active over total."""
        return self.active / self.total

    @property
    def gigabytes(self):
        """Memory of the weights alone, at two bytes each."""
        return BYTES * self.total / 1e9


@cache
def mixtures():
    """The three mixtures of the chapter, oldest first."""
    rows = {"Mixtral": "mixtral", "DeepSeek-V2": "deepseek_v2", "DeepSeek-V3": "deepseek_v3"}
    return tuple(
        Model(name, published.value(f"{key}_total_params"), published.value(f"{key}_active_params"))
        for name, key in rows.items()
    )


@cache
def dense():
    """Dense models for comparison: all parameters active."""
    rows = {"Llama 2 70B": "run_llama2_70b_params", "GPT-3": "gpt3_175b_params"}
    rows["Llama 3.1 405B"] = "run_llama31_405b_params"
    return tuple(Model(name, published.value(key), published.value(key)) for name, key in rows.items())


@dataclass(frozen=True)
class Pair:
    """What one table says of a mixture and a dense model."""

    compute: float  # dense over mixture, training FLOP
    hours: float  # dense over mixture, GPU-hours
    memory: float  # mixture over dense, weights held
    mmlu: tuple  # (mixture, dense), percent
    redux: tuple
    bits: tuple  # (mixture, dense), bits per byte


def mixture_flop():
    """Training compute of DeepSeek-V3, 6 N D with its active parameters."""
    return float(compute_cost(mixtures()[-1].active, published.value("deepseek_v3_tokens")))


@dataclass(frozen=True)
class Same:
    """A mixture and a dense model of one team, trained on the same text to comparable scores."""

    compute: float  # FLOP of the dense run
    saving: float  # dense over mixture
    memory: float  # mixture over dense, weights held


@cache
def same_text():
    """The published pairs of one team on one text, by name."""
    ling = published.value("tian_2025_dense"), published.value("tian_2025_tokens")
    deepseek = published.value("deepseekmoe_dense"), published.value("deepseekmoe_tokens")
    return {
        "Ling": Same(
            float(compute_cost(*ling)),
            published.value("tian_2025_saving"),
            published.value("tian_2025_total") / ling[0],
        ),
        "DeepSeekMoE": Same(
            float(compute_cost(*deepseek)),
            100 / published.value("deepseekmoe_share"),
            published.value("deepseekmoe_total") / deepseek[0],
        ),
    }


@cache
def matched():
    """DeepSeek-V3 against Llama 3.1 405B, scores as evaluated by the mixture's makers in one harness."""
    v3, llama = mixtures()[-1], dense()[-1]
    scores = ("mmlu_deepseek_v3", "mmlu_llama31_405b_deepseek"), ("mmlu_redux_deepseek_v3", "mmlu_redux_llama31_405b")
    return Pair(
        published.value("run_llama31_405b_flop") / mixture_flop(),
        published.value("llama31_405b_gpuh") / published.value("deepseek_v3_gpuh_total"),
        v3.total / llama.total,
        *(tuple(published.value(key) for key in pair) for pair in scores),
        tuple(published.value(key) for key in ("bpb_deepseek_v3", "bpb_llama31_405b")),
    )


def scored(percent, items, name=""):
    """A published accuracy (percent) with the interval that the number of questions leaves."""
    return share(percent / 100 * items, items, name)


def score_gap(first, second, items, level=LEVEL):
    """Difference of two accuracies (percent) with the normal interval of two independent binomial counts."""
    p, q, items = first / 100, second / 100, require_positive("items", items)
    half = 100 * normal_quantile(level) * np.sqrt((p * (1 - p) + q * (1 - q)) / items)
    gap = first - second
    unit, method = "percentage points", "normal, independent items"
    return estimate(gap, gap - half, gap + half, unit=unit, method=method, level=level, n=int(items))


@dataclass(frozen=True)
class Hours:
    """Active parameters and GPU-hours per trillion tokens, mixture against dense, same makers and cards."""

    fewer_active: float  # fraction
    fewer_hours: float  # fraction

    @property
    def realised(self):
        """FLOP per second and card of the mixture over the dense model's."""
        return (1 - self.fewer_active) / (1 - self.fewer_hours)


@cache
def wall_clock():
    """DeepSeek-V2 against the dense model of the same makers."""
    dense_size = published.value("deepseek_67b_params")
    hours = published.value("deepseek_v2_train_hours") / published.value("deepseek_67b_train_hours")
    return Hours(1 - mixtures()[1].active / dense_size, 1 - hours)


def loss_multiplier(surface, ratio):
    """Compute multiplier that remains if the pair is compared by loss instead of by MMLU.

    ratio : bits per byte of the mixture over the dense model's, applied to the loss that `surface` predicts for the
    dense run. Both are expressed as compute on the frontier; the multiplier is the mixture's equivalent compute per
    FLOP spent, over the dense model's.
    """
    N, D = published.value("run_llama31_405b_params"), published.value("run_llama31_405b_tokens")
    spent = compute_cost(N, D)
    dense_worth = surface.equivalent_compute(N, D) / spent
    mixture_worth = surface.compute_for_loss(surface.loss(N, D) * ratio) / mixture_flop()
    return mixture_worth / dense_worth


@cache
def bits_ratios():
    """Printed ratio of bits per byte, and draws of it within the rounding of both entries."""
    moe, reference = matched().bits
    rng = np.random.default_rng(accepted.SEED)
    moved = rng.uniform(-0.0005, 0.0005, (2, accepted.DRAWS))
    return moe / reference, (moe + moved[0]) / (reference + moved[1])


def by_loss():
    """The multiplier by loss under the refit; the interval holds the rounding of the scores and the fit."""
    ratio, draws = bits_ratios()
    ends = accepted.bounds(loss_multiplier(accepted.draws(), draws))
    n = int(published.value("besiroglu_2024_points_fitted"))
    method = f"{accepted.METHOD}; and the rounding of the scores"
    value = loss_multiplier(accepted.refit(), ratio)
    return estimate(value, *ends, method=method, level=accepted.LEVEL, unit="×", n=n)


def experts_touched(experts, chosen, batch):
    """Expected share of the experts that a batch of independent tokens uses, 1 - (1 - k/E)^B.

    Each token picks `chosen` distinct experts, all equally likely.

    >>> experts_touched(8, 2, 1)
    0.25
    """
    experts, chosen = require_at_least("experts", experts, 1), require_at_least("chosen", chosen, 1)
    batch = require_at_least("batch", batch, 1)
    return 1 - (1 - np.minimum(chosen / experts, 1.0)) ** batch


def expert_size(total, active, experts, chosen):
    """(parameters of one expert, shared parameters) from total = s + E e and active = s + k e."""
    one = (total - active) / (experts - chosen)
    return one, active - chosen * one
