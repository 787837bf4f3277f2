"""When does a small model tie with a big one? The fitted surface answers for every size and every number of tokens."""

from functools import cache

import numpy as np

from scaling_laws.errors import require_positive
from scaling_laws.laws import compute_cost
from scaling_laws.statistics import share

from ... import published

RUNS = {
    "GPT-3": ("gpt3_175b_params", "gpt3_tokens"),
    "Gopher": ("run_gopher_params", "run_gopher_tokens"),
    "MT-NLG": ("run_mtnlg_params", "run_mtnlg_tokens"),
    "Chinchilla": ("run_chinchilla_db_params", "hoffmann_2022_chinchilla_tokens"),
    "Llama 3.1 405B": ("run_llama31_405b_params", "run_llama31_405b_tokens"),
}
AMPLE = 10e12  # tokens of the well-fed big model in the example


@cache
def runs():
    """Published runs as {name: (parameters, tokens)}."""
    found = {name: tuple(published.value(key) for key in keys) for name, keys in RUNS.items()}
    palm = published.value("run_palm_params")
    return found | {"PaLM": (palm, published.value("run_palm_flop") / (6 * palm))}


def best_possible(surface, small):
    """Loss of `small` parameters with no end of tokens."""
    return surface.E + surface.A / require_positive("small", small) ** surface.alpha


def loss_with(surface, small, tokens):
    """Loss of the small model; infinite tokens allowed."""
    return best_possible(surface, small) if np.isinf(tokens) else surface.loss(small, tokens)


def tie_line(surface, small, tokens, big):
    """Tokens on which a model of `big` parameters ties with the small one on `tokens`; inf where it never catches up.

    Below the line the small model is ahead.
    """
    return surface.tokens_for_loss(big, loss_with(surface, small, tokens))


def tie(surface, small, big, big_tokens):
    """Tokens with which the small model ties; inf where none suffice."""
    return surface.tokens_for_loss(small, surface.loss(big, big_tokens))


def saving(surface, small, big, big_tokens):
    """Compute of the big run over the compute of the small one at the tie; zero where there is no tie."""
    needed = tie(surface, small, big, big_tokens)
    safe = np.where(np.isfinite(needed), needed, 1.0)
    return np.where(np.isfinite(needed), compute_cost(big, big_tokens) / compute_cost(small, safe), 0.0)


def beaten(surface, small, tokens):
    """Names of the published runs that the small model on `tokens` would be ahead of, by the surface."""
    level = loss_with(surface, small, tokens)
    return [name for name, (N, D) in runs().items() if N > small and surface.loss(N, D) > level]


def beaten_share(sample, names, small, tokens):
    """Share of the versions of a surface under which the small model on `tokens` is ahead of all the runs named."""
    level = loss_with(sample, small, tokens)
    ahead = np.all([sample.loss(*runs()[name]) > level for name in names], axis=0)
    return share(ahead.sum(), ahead.size)


def never_share(sample, small, big, big_tokens):
    """Share of the versions of a surface under which no number of tokens brings the small model level."""
    never = np.isinf(tie(sample, small, big, big_tokens))
    return share(never.sum(), never.size)


def even_tokens(surface, small, big):
    """Tokens of the big model at which the tie costs both runs the same compute, by bisection; inf if there is none.

    One number for each version of the surface.
    """
    ends = np.log(1e8), np.log(1e16)
    there = (saving(surface, small, big, np.exp(ends[0])) >= 1) & (saving(surface, small, big, np.exp(ends[1])) <= 1)
    low, high = (np.full(np.shape(there), end) for end in ends)
    for _ in range(100):
        middle = (low + high) / 2
        cheaper = saving(surface, small, big, np.exp(middle)) > 1
        low, high = np.where(cheaper, middle, low), np.where(cheaper, high, middle)
    return np.where(there, np.exp(low), np.inf)[()]
