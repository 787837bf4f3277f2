"""The two published laws of mixture-of-experts models, and the dense compute that each says a mixture is worth.

Clark et al. 2022 fitted loss to the size of the base model and the number of experts, every run on the same number
of tokens. Krajewski et al. 2024 fitted loss to total size, tokens and the fineness of the experts, and let tokens grow
with compute. Coefficients may be arrays, which evaluates many rounded versions at once.
"""

from dataclasses import dataclass, fields
from functools import cache

import numpy as np

from scaling_laws.errors import InvalidArgument, require_at_least, require_positive
from scaling_laws.laws import FLOP_PER_PARAMETER_TOKEN, ChinchillaSurface

from ... import published

GRANULARITIES = (1, 2, 4, 8, 16, 32, 64)
WIDTHS = np.geomspace(60, 4e5, 600)  # model widths tried when a budget is spent
SEED, DRAWS, LEVEL = 20220202, 300, 0.95
METHOD = "Monte Carlo over the rounding of the printed coefficients alone"


@dataclass(frozen=True)
class RoutedLaw:
    """log₁₀ L = a n + b e + c n e + d, with n = log₁₀ N and e the logarithm of the saturating expert count.

    N : parameters of the base model, the ones active for a token. Loss in nats per token. Source: Clark et al. 2022,
    Eq. 1 and Table 3.
    """

    a: float
    b: float
    c: float
    d: float
    e_start: float
    e_max: float

    def expert_term(self, experts):
        """Logarithm of the expert count, bounded at both ends: `e_start` for one expert, `e_max` for infinitely many.

        Raises
        ------
        InvalidArgument
            If there is less than one expert.
        """
        experts = require_at_least("experts", experts, 1)
        offset = 1 / (1 / self.e_start - 1 / self.e_max)
        return -np.log10(1 / (experts - 1 + offset) + 1 / self.e_max)

    def loss(self, N, experts):
        """Loss of a base model of N parameters with that many experts."""
        n, e = np.log10(require_positive("N", N)), self.expert_term(experts)
        return 10 ** (self.a * n + self.b * e + self.c * n * e + self.d)

    def effective_parameters(self, N, experts):
        """Size of the dense model of equal loss on the same tokens. Source: Clark et al. 2022, Eq. 11."""
        e = self.expert_term(1)
        return 10 ** ((np.log10(self.loss(N, experts)) - self.d - self.b * e) / (self.a + self.c * e))

    def gain(self, N, experts):
        """Dense compute of equal loss over the mixture's compute: on equal tokens, the ratio of sizes."""
        return self.effective_parameters(N, experts) / N

    @property
    def cutoff(self):
        """Base size at which experts no longer lower the loss, 10^(-b/c)."""
        return 10 ** (-self.b / self.c)


@dataclass(frozen=True)
class FineGrainedLaw:
    """L = floor + (g / G^gamma + a) / N^alpha + b / D^beta for total parameters N, tokens D, granularity G.

    Source: Krajewski et al. 2024, Table 1. The cost of a token adds a router term to the active weights.
    """

    floor: float
    a: float
    alpha: float
    b: float
    beta: float
    g: float
    gamma: float
    expansion: float
    router_flop: float
    width_per_layer: float

    def loss(self, N, D, granularity):
        """Loss in nats per token."""
        N, D = require_positive("N", N), require_positive("D", D)
        amplitude = self.g / require_at_least("granularity", granularity, 1) ** self.gamma + self.a
        return self.floor + amplitude / N**self.alpha + self.b / D**self.beta

    def shape(self, width):
        """(active parameters, total parameters, router weights per unit of granularity) of a model of that width."""
        layers = width / self.width_per_layer
        block = width**2 * layers
        return 12 * block, (4 + 8 * self.expansion) * block, width * self.expansion * layers

    def flop_per_token(self, width, granularity):
        """Training FLOP per token: six per active weight, and the router's."""
        active, _, router = self.shape(width)
        return FLOP_PER_PARAMETER_TOKEN * active + self.router_flop * router * granularity

    def best_loss(self, C, granularity):
        """Least loss under a budget of C FLOP, over width and tokens; shapes broadcast over C's."""
        C = np.asarray(require_positive("C", C), dtype=float)[..., None]
        D = C / self.flop_per_token(WIDTHS, granularity)
        return _wide(self).loss(self.shape(WIDTHS)[1], D, granularity).min(axis=-1)

    def loss_of_active(self, active, D, granularity):
        """Loss of a mixture with so many active parameters on D tokens."""
        return self.loss(active * (4 + 8 * self.expansion) / 12, D, granularity)


def _wide(law):
    """The same law with a trailing axis, so that arrays of coefficients broadcast against a grid of widths."""
    values = (getattr(law, f.name) for f in fields(law))
    return FineGrainedLaw(*(v[..., None] if np.ndim(v) else v for v in values))


def _jitter(rng, key):
    """The printed value moved by up to half a unit of its last digit, DRAWS times."""
    text = published.row(key).value
    unit = 10.0 ** -len(text.partition(".")[2])
    return float(text) + unit * rng.uniform(-0.5, 0.5, DRAWS)


def _read(keys, rounded):
    if not rounded:
        return [published.value(key) for key in keys]
    rng = np.random.default_rng(SEED)
    return [_jitter(rng, key) for key in keys]


@cache
def clark(rounded=False):
    """The routed law of the router S-BASE; `rounded=True` holds DRAWS versions within the rounding."""
    parts = ("a", "b", "c", "d", "e_start", "e_max")
    return RoutedLaw(*_read([f"clark_2022_sbase_{part}" for part in parts], rounded))


@cache
def krajewski(rounded=False):
    """The fine-grained law, and the dense law of the same study."""
    moe = ["moe_c", "moe_a", "moe_alpha", "moe_b", "moe_beta", "moe_g", "moe_gamma"]
    dense = ["dense_a", "dense_b", "dense_alpha", "dense_beta"]
    values = _read([f"krajewski_2024_{name}" for name in (*moe, *dense)], rounded)
    design = [published.value(f"krajewski_2024_{x}") for x in ("expansion", "router_flop", "width_per_layer")]
    if published.value("krajewski_2024_dense_c") != published.value("krajewski_2024_moe_c"):
        raise InvalidArgument("floor", values[0], "one floor shared by both laws of the study")
    return FineGrainedLaw(*values[:7], *design), ChinchillaSurface(values[0], *values[7:])


def optimal_gain(C, granularity=None, rounded=False):
    """Dense compute that equals the best mixture at C FLOP, over C; the best granularity unless one is given."""
    moe, dense = krajewski(rounded)
    C = np.atleast_1d(np.asarray(C, dtype=float))
    law, surface, budgets = (moe, dense, C) if not rounded else (_column(moe), _column(dense), C[None, :])
    tried = GRANULARITIES if granularity is None else (granularity,)
    loss = np.min([law.best_loss(np.broadcast_to(budgets, _shape(law, C)), G) for G in tried], axis=0)
    return surface.compute_for_loss(loss) / C


def _shape(law, C):
    return np.broadcast_shapes(np.shape(law.a), C.shape)


def _column(law):
    values = (getattr(law, f.name) for f in fields(law))
    return type(law)(*(v[:, None] if np.ndim(v) else v for v in values))


def fixed_token_gain(active, D, granularity=1, rounded=False):
    """Dense over active parameters at equal loss and equal tokens D, in the fine-grained study's own laws."""
    moe, dense = krajewski(rounded)
    active = np.atleast_1d(np.asarray(active, dtype=float))
    if rounded:
        moe, dense = _column(moe), _column(dense)
    return dense.parameters_for_loss(D, moe.loss_of_active(active, D, granularity)) / active


def clark_compute(N):
    """Training FLOP of a base model of N parameters on the tokens that every run of the routed study saw."""
    return FLOP_PER_PARAMETER_TOKEN * N * published.value("clark_2022_tokens")
