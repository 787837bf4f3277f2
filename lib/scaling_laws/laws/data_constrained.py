"""A surface whose repeated tokens and excess parameters lose value."""

from dataclasses import dataclass

import numpy as np

from ..errors import (
    InvalidArgument,
    require_at_least,
    require_nonnegative,
    require_positive,
)
from ..kinds import Number
from .basics import (
    FLOP_PER_PARAMETER_TOKEN,
    INFERENCE_FLOP_PER_PARAMETER_TOKEN,
    REACH,
    TOGETHER,
    Allocation,
    _above_floor,
    _bisect,
    _check,
    _plain,
)
from .chinchilla import SHELF as SURFACES
from .chinchilla import ChinchillaSurface
from .naming import names_arguments
from .shelf import Constant, ShelfLaw


@names_arguments
@dataclass(frozen=True)
class DataConstrained:
    """A Chinchilla surface whose repeated tokens and excess parameters lose value.

    surface : ChinchillaSurface for fresh data. r_d_star : decay constant of repeated tokens, in epochs.
    r_n_star : decay constant of excess parameters; `None` lets every parameter count in full.
    unique_params_per_token : parameters that one unique token can use before excess begins; `None` takes
    the surface's own optimum.
    Source: Muennighoff et al. 2023, Eq. 5 and 6.

    Raises
    ------
    InvalidArgument
        If a constant is not positive or epochs < 1.

    >>> law = DataConstrained(ChinchillaSurface(1.9, 500.0, 500.0, 0.35, 0.35), r_d_star=10.0)
    >>> law.effective_tokens(1e9, 1.0), law.effective_tokens(1e9, 1e6)
    (1000000000.0, 11000000000.0)
    """

    surface: ChinchillaSurface
    r_d_star: float
    r_n_star: float | None = None
    unique_params_per_token: float | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.surface, ChinchillaSurface):
            raise InvalidArgument("surface", self.surface, "surface must be a ChinchillaSurface")
        _check(self, r_d_star=require_positive)
        for optional in ("r_n_star", "unique_params_per_token"):
            if getattr(self, optional) is not None:
                _check(self, **{optional: require_positive})

    def effective_tokens(self, unique: Number, epochs: Number) -> Number:
        """Fresh tokens worth as much as `epochs` passes over `unique` tokens (at most (1 + r_d_star) unique)."""
        unique, epochs = require_positive("unique", unique), require_at_least("epochs", epochs, 1.0)
        return _saturating(unique, epochs - 1, self.r_d_star)

    def effective_parameters(self, N: Number, unique: Number) -> Number:
        """Parameters that count: those beyond the optimum for the unique tokens decay with r_n_star."""
        N, unique = require_positive("N", N), require_positive("unique", unique)
        if self.r_n_star is None:
            return N
        base = np.minimum(self._useful_parameters(unique), N)
        return _saturating(base, N / base - 1, self.r_n_star)

    def _useful_parameters(self, unique):
        if self.unique_params_per_token is None:
            return self.surface.optimum_for_tokens(unique).parameters
        return self.unique_params_per_token * unique

    def loss(self, N: Number, unique: Number, epochs: Number) -> Number:
        """Loss of N parameters trained for `epochs` passes over `unique` tokens."""
        return self.surface.loss(self.effective_parameters(N, unique), self.effective_tokens(unique, epochs))

    def least_loss(self, unique: Number) -> Number:
        """The loss that no model and no number of passes goes below, with `unique` tokens."""
        data = self.surface._data_term((1 + self.r_d_star) * require_positive("unique", unique))
        if self.r_n_star is None:
            return self.surface.E + data
        return self.surface.E + self.surface._size_term((1 + self.r_n_star) * self._useful_parameters(unique)) + data

    def gradient(self, N: Number, unique: Number, epochs: Number) -> tuple[Number, Number]:
        """(dL/dN, dL/dD) for D = epochs * unique tokens read, the unique tokens held."""
        size, data = self.surface.gradient(self.effective_parameters(N, unique), self.effective_tokens(unique, epochs))
        return _plain(size * self._marginal_parameters(N, unique)), _plain(data * self._marginal_tokens(epochs))

    def _marginal_parameters(self, N, unique):
        """What the last parameter counts for, between zero and one."""
        if self.r_n_star is None:
            return np.ones_like(N)
        return np.exp(-np.maximum(N / self._useful_parameters(unique) - 1, 0.0) / self.r_n_star)

    def _marginal_tokens(self, epochs):
        return np.exp(-(epochs - 1) / self.r_d_star)

    def optimum(
        self,
        C: Number,
        unique: Number,
        flop_per_param_token: Number = FLOP_PER_PARAMETER_TOKEN,
        served_tokens: Number = 0.0,
    ) -> Allocation:
        """Allocation of least loss under C = N (k D + 2 served_tokens), if `unique` tokens exist and may be repeated.

        Its tokens count every pass; its compute, k N D, leaves the serving out. Along a budget the loss is convex in
        ln D, because the logarithm of either effective count is concave in it: the slope is bisected to the last bit.

        >>> law = DataConstrained(ChinchillaSurface(1.7, 400.0, 400.0, 0.3, 0.3), r_d_star=15.0)
        >>> round(law.optimum(6e20, unique=1e12).tokens / 1e10, 6), bool(law.optimum(6e20, unique=1e9).tokens > 1e9)
        (1.0, True)
        """
        C, unique = require_positive("C", C), require_positive("unique", unique)
        k = require_positive("flop_per_param_token", flop_per_param_token)
        serving = INFERENCE_FLOP_PER_PARAMETER_TOKEN * require_nonnegative("served_tokens", served_tokens)
        centre = np.log(unique)
        log_tokens = _bisect(lambda v: self._slope(v, C, unique, k, serving), centre - REACH, centre + REACH)
        D = _plain(np.exp(log_tokens))
        N = _plain(C / (k * D + serving))
        fresh = np.minimum(D, unique)
        return Allocation(N, D, _plain(k * N * D), _plain(self.loss(N, fresh, D / fresh)))

    def _slope(self, log_tokens, C, unique, k, serving):
        """d loss / d ln D along a budget, where N = C / (k D + serving) and at most `unique` of the D are fresh."""
        D = np.exp(log_tokens)
        N, fresh = C / (k * D + serving), np.minimum(D, unique)
        count, worth = self.effective_parameters(N, fresh), self.effective_tokens(fresh, D / fresh)
        own = self._marginal_parameters(N, fresh) * N / count
        grows = self.surface.beta / self.surface.alpha if self.unique_params_per_token is None else 1.0
        size = np.where(D < unique, (1 - own) * grows, 0.0) - own * k * D / (k * D + serving)
        data = self._marginal_tokens(D / fresh) * D / worth
        return -self.surface.alpha * self.surface._size_term(count) * size - (
            self.surface.beta * self.surface._data_term(worth) * data
        )

    def compute_for_loss(self, L: Number, unique: Number) -> Number:
        """Least training FLOP that reaches loss L, by bisection; InvalidArgument where `unique` tokens cannot."""
        return self.optimum_with_inference(L, 0.0, unique).compute

    def optimum_with_inference(self, loss: Number, served_tokens: Number, unique: Number) -> Allocation:
        """Allocation that reaches `loss` at the least total FLOP, 6 N D + 2 N served_tokens, by bisection.

        Raises
        ------
        InvalidArgument
            If `unique` tokens do not reach the loss, whatever is spent.
        """
        _above_floor(loss, self.least_loss(unique))
        fresh = self.surface.optimum_with_inference(loss, served_tokens)
        least = np.log(fresh.compute + INFERENCE_FLOP_PER_PARAMETER_TOKEN * fresh.parameters * served_tokens)

        def best(log_total):
            return self.optimum(np.exp(log_total), unique, served_tokens=served_tokens)

        return best(_bisect(lambda total: loss - best(total).loss, least - TOGETHER, least + REACH))


def _saturating(base, repeats, constant):
    return _plain(base * (1 - constant * np.expm1(-repeats / constant)))


R_D = Constant("r_d_star", "passes over the data after which repeats have lost most of their worth", "positive",
               (1.0, 4.0, 16.0, 64.0))  # fmt: skip
R_N = Constant("r_n_star", "excess of parameters, in multiples of what the unique tokens can use, that still counts",
               "positive", (2.0, 20.0))  # fmt: skip
WORTH = "U = D/epochs; W = U*(1 - r_d_star*expm1(-(epochs - 1)/r_d_star))"
SURFACE = tuple(c for law in SURFACES if law.name == "chinchilla" for c in law.constants)

SHELF = (
    ShelfLaw(
        "data-constrained", "surface whose repeated tokens lose value", f"{WORTH}; E + A/N^alpha + B/W^beta",
        (*SURFACE, R_D), "Muennighoff et al. 2023, Eq. 5", "Runs that pass over their data more than once.",
        aliases=("repeated-data",),
    ),
    ShelfLaw(
        "data-constrained-excess", "surface whose repeated tokens and excess parameters lose value",
        f"{WORTH}; G = (alpha*A/(beta*B))^(1/alpha) * U^(beta/alpha); "
        "V = min(N, G) - G*r_n_star*expm1(-(max(N/G, 1) - 1)/r_n_star); E + A/V^alpha + B/W^beta",
        (*SURFACE, R_D, R_N), "Muennighoff et al. 2023, Eq. 5 and 6",
        "As data-constrained, with models beyond their data.",
        aliases=("muennighoff",),
    ),
)  # fmt: skip
