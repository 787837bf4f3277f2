"""The audit: published training runs, placed on the refitted surface."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from scaling_laws.laws import FLOP_PER_PARAMETER_TOKEN, Allocation, ChinchillaSurface, compute_cost
from scaling_laws.quantity import format_number

from ...accepted import bounds, draws, refit
from ...published import value

# name, key of the parameters, key of the tokens; where no source gives the tokens seen, the key of the training
# compute, from which tokens = compute / (6 parameters). Sparse models count the parameters active per token.
_RUNS = (
    ("MT-NLG", "run_mtnlg_params", "run_mtnlg_tokens"),
    ("OPT", "run_opt_175b_params", "run_opt_175b_tokens"),
    ("Gopher", "run_gopher_params", "run_gopher_tokens"),
    ("PaLM", "run_palm_params", "run_palm_flop"),
    ("GPT-3", "gpt3_175b_params", "gpt3_tokens"),
    ("BLOOM", "run_bloom_176b_params", "run_bloom_176b_flop"),
    ("Falcon", "run_falcon_180b_params", "run_falcon_180b_flop"),
    ("Chinchilla", "run_chinchilla_db_params", "hoffmann_2022_chinchilla_tokens"),
    ("LLaMA", "llama1_7b_params", "llama1_7b_tokens"),
    ("LLaMA", "run_llama1_65b_params", "run_llama1_65b_tokens"),
    ("Pythia", "run_pythia_12b_params", "run_pythia_12b_tokens"),
    ("Llama 2", "run_llama2_70b_params", "llama2_tokens"),
    ("Llama 2", "run_llama2_7b_params", "llama2_tokens"),
    ("Llama 3.1", "run_llama31_405b_params", "run_llama31_405b_tokens"),
    ("Llama 3", "run_llama3_70b_params", "llama3_tokens"),
    ("Llama 3", "llama3_8b_params", "llama3_tokens"),
    ("Qwen2.5", "run_qwen25_72b_params", "run_qwen25_72b_tokens"),
    ("OLMo 2", "run_olmo2_13b_params", "run_olmo2_13b_tokens"),
    ("Gemma", "run_gemma_7b_params", "run_gemma_7b_tokens"),
    ("Gemma 3", "run_gemma3_27b_params", "run_gemma3_27b_tokens"),
    ("phi-3-mini", "phi3_mini_params", "phi3_mini_tokens"),
    ("phi-4", "run_phi4_params", "run_phi4_tokens"),
    ("DeepSeek-V3*", "deepseek_v3_active_params", "deepseek_v3_tokens"),
)


UNDECIDED = "cannot be told"
CAMPS = ("too large", UNDECIDED, "too small")


@dataclass(frozen=True)
class Run:
    """A training run: name, parameters N, tokens D."""

    name: str
    N: float
    D: float

    @property
    def label(self):
        """Name and size, as in 'Gopher 280B'."""
        return f"{self.name} {self.N / 1e9:.3g}B"

    @property
    def compute(self):
        return compute_cost(self.N, self.D)

    @property
    def ratio(self):
        """Tokens per parameter."""
        return self.D / self.N

    def allocation(self, surface):
        return Allocation(self.N, self.D, self.compute, surface.loss(self.N, self.D))


@cache
def runs():
    """The audited runs, fewest tokens per parameter first."""
    return tuple(sorted((Run(name, value(n), _tokens(value(n), d)) for name, n, d in _RUNS), key=lambda r: r.ratio))


def _tokens(N, key):
    return value(key) / (FLOP_PER_PARAMETER_TOKEN * N) if key.endswith("_flop") else value(key)


def run(label):
    """The audited run of that label, for example run("Gopher 280B")."""
    return next(r for r in runs() if r.label == label)


def excess_loss(surface, r):
    """Loss of the run above the best run of equal compute, nats per token."""
    return surface.loss(r.N, r.D) - surface.optimum(r.compute).loss


def waste(surface, r):
    """Compute of the run over the least compute that reaches its loss (1 is perfect)."""
    return r.compute / surface.equivalent_compute(r.N, r.D)


def waste_interval(r):
    """Interval of `waste` under the refit."""
    return bounds(waste(draws(), r))


def size_error(surface, r):
    """Parameters of the run over the optimal parameters at its compute (above 1: too large)."""
    return r.N / surface.optimum(r.compute).parameters


def twin(surface, r):
    """The training-optimal allocation of the run's loss."""
    return surface.optimum(surface.equivalent_compute(r.N, r.D))


def break_even(surface, r):
    """Tokens to be served until the run has repaid its extra training against the optimal run of equal loss.

    Infinite for a model that is larger than that optimal run: it never repays.
    """
    best = twin(surface, r)
    if np.all(r.N >= best.parameters):
        return np.inf
    return surface.break_even_tokens(r.allocation(surface), best)


def camp(r):
    """Where the run's size lies against the interval of the optimal size at its compute, by the refit."""
    low, high = bounds(size_error(draws(), r))
    if low > 1:
        return "too large"
    return "too small" if high < 1 else UNDECIDED


def camps():
    """Runs by camp."""
    return {name: [r for r in runs() if camp(r) == name] for name in CAMPS}


def predicted_gap(surface):
    """Loss of Gopher minus loss of Chinchilla on a surface, nats per token."""
    gopher, chinchilla = run("Gopher 280B"), run("Chinchilla 70B")
    return surface.loss(gopher.N, gopher.D) - surface.loss(chinchilla.N, chinchilla.D)


def frozen_data_exponent(surface: ChinchillaSurface, r):
    """-d ln(L - E) / d ln C at the run if only its parameters grow and its tokens stay as they are."""
    size = surface.A * r.N**-surface.alpha
    return surface.alpha * size / surface.reducible(r.N, r.D)


def audit_table():
    """The audit as columns of a table."""
    rows, surface = runs(), refit()
    return {
        "run": [r.label for r in rows],
        "D/N": [_three(r.ratio) for r in rows],
        "FLOP": [_three(r.compute) for r in rows],
        "excess": [f"{excess_loss(surface, r):.3f}" for r in rows],
        "waste": [_with_ends(r) for r in rows],
        "repaid": [_repaid(break_even(surface, r)) for r in rows],
        "size": [camp(r) for r in rows],
    }


def _with_ends(r):
    return "{:.2f} ({:.2f} to {:.2f})".format(waste(refit(), r), *waste_interval(r))


def _repaid(tokens):
    return "never" if np.isinf(tokens) else format_number(tokens, "tokens")


def _three(x):
    return format_number(x, digits=3)
