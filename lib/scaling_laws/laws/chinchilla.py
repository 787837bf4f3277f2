"""The parametric surface of Hoffmann et al. 2022."""

from dataclasses import dataclass

import numpy as np

from ..errors import (
    InvalidArgument,
    require_nonnegative,
    require_positive,
)
from ..kinds import Number
from .basics import (
    FLOP_PER_PARAMETER_TOKEN,
    INFERENCE_FLOP_PER_PARAMETER_TOKEN,
    Allocation,
    _above_floor,
    _bisect,
    _check,
    _expit,
    _plain,
    compute_cost,
)
from .naming import names_arguments
from .power_law_with_floor import PowerLawWithFloor
from .shelf import Constant, ShelfLaw


@names_arguments
@dataclass(frozen=True)
class ChinchillaSurface:
    """L(N, D) = E + A / N^alpha + B / D^beta: the parametric surface of Hoffmann et al. 2022, Eq. 2.

    E : irreducible loss, at least zero. A, B : in loss × parameters^alpha and loss × tokens^beta.
    N : parameters. D : training tokens.

    Raises
    ------
    InvalidArgument
        If a field or an argument is outside its range.

    >>> surface = ChinchillaSurface(E=1.7, A=400.0, B=400.0, alpha=0.3, beta=0.3)
    >>> plan = surface.optimum(6e20)
    >>> float(plan.tokens_per_parameter), surface.a, surface.frontier_exponent
    (1.0, 0.5, 0.15)
    """

    E: float
    A: float
    B: float
    alpha: float
    beta: float

    def __post_init__(self) -> None:
        _check(
            self,
            E=require_nonnegative,
            A=require_positive,
            B=require_positive,
            alpha=require_positive,
            beta=require_positive,
        )

    @property
    def a(self) -> float:
        """Exponent of N_opt in C: beta / (alpha + beta). Source: Hoffmann et al. 2022, Eq. 4."""
        return self.beta / (self.alpha + self.beta)

    @property
    def b(self) -> float:
        """Exponent of D_opt in C: alpha / (alpha + beta). Source: Hoffmann et al. 2022, Eq. 4."""
        return self.alpha / (self.alpha + self.beta)

    @property
    def G(self) -> float:
        """(alpha A / (beta B))^(1 / (alpha + beta)). Source: Hoffmann et al. 2022, Eq. 4."""
        return (self.alpha * self.A / (self.beta * self.B)) ** (1 / (self.alpha + self.beta))

    @property
    def frontier_exponent(self) -> float:
        """Exponent of the reducible loss in compute along the frontier: alpha beta / (alpha + beta)."""
        return self.alpha * self.beta / (self.alpha + self.beta)

    @property
    def frontier(self) -> PowerLawWithFloor:
        """Loss of the best run at compute C = 6 N D, as a PowerLawWithFloor in C."""
        amplitude = self.A * self.G**-self.alpha + self.B * self.G**self.beta
        gamma = self.frontier_exponent
        return PowerLawWithFloor(self.E, amplitude * FLOP_PER_PARAMETER_TOKEN**gamma, gamma)

    def loss(self, N: Number, D: Number) -> Number:
        """Loss of N parameters trained on D tokens."""
        return self.E + self.reducible(N, D)

    def reducible(self, N: Number, D: Number) -> Number:
        """Loss above the floor E."""
        return self._size_term(N) + self._data_term(D)

    def gradient(self, N: Number, D: Number) -> tuple[Number, Number]:
        """(dL/dN, dL/dD)."""
        return -self.alpha * self._size_term(N) / N, -self.beta * self._data_term(D) / D

    def _size_term(self, N):
        return self.A * require_positive("N", N) ** -self.alpha

    def _data_term(self, D):
        return self.B * require_positive("D", D) ** -self.beta

    def isoflop(self, C: Number, N: Number) -> Number:
        """Loss of N parameters trained with compute C, that is on D = C / (6 N) tokens."""
        C, N = require_positive("C", C), require_positive("N", N)
        return self.loss(N, C / (FLOP_PER_PARAMETER_TOKEN * N))

    def optimum(self, C: Number, flop_per_param_token: Number = FLOP_PER_PARAMETER_TOKEN) -> Allocation:
        """Allocation of least loss under C = k N D: N = G (C/k)^a, D = (C/k)^b / G (Hoffmann Eq. 4)."""
        C, k = require_positive("C", C), require_positive("flop_per_param_token", flop_per_param_token)
        N = self.G * (C / k) ** self.a
        D = (C / k) ** self.b / self.G
        return Allocation(N, D, C, self.loss(N, D))

    def optimum_for_parameters(self, N: Number) -> Allocation:
        """The allocation for whose compute N parameters are optimal: alpha A / N^alpha = beta B / D^beta."""
        N = require_positive("N", N)
        D = (self.beta * self.B / (self.alpha * self._size_term(N))) ** (1 / self.beta)
        return Allocation(N, D, compute_cost(N, D), self.loss(N, D))

    def optimum_for_tokens(self, D: Number) -> Allocation:
        """The allocation for whose compute D tokens are optimal."""
        D = require_positive("D", D)
        N = (self.alpha * self.A / (self.beta * self._data_term(D))) ** (1 / self.alpha)
        return Allocation(N, D, compute_cost(N, D), self.loss(N, D))

    def compute_for_loss(self, L: Number) -> Number:
        """Least training FLOP that reaches loss L; InvalidArgument where L <= E."""
        return self.frontier.inverse(L)

    def equivalent_compute(self, N: Number, D: Number) -> Number:
        """Compute at which an optimal run reaches the loss of (N, D); never above 6 N D."""
        return self.frontier.inverse(self.loss(N, D))

    def tokens_for_loss(self, N: Number, L: Number) -> Number:
        """Tokens with which N parameters reach loss L; `inf` where no number of tokens suffices."""
        return _needed(require_positive("L", L) - self.E - self._size_term(N), self.B, self.beta)

    def parameters_for_loss(self, D: Number, L: Number) -> Number:
        """Parameters with which D tokens reach loss L; `inf` where no number of parameters suffices."""
        return _needed(require_positive("L", L) - self.E - self._data_term(D), self.A, self.alpha)

    def optimum_with_inference(self, loss: Number, served_tokens: Number) -> Allocation:
        """Allocation that reaches `loss` at the least total FLOP, 6 N D + 2 N served_tokens.

        Writing s for the share of the reducible loss left by the model size, the condition is
        6 D(s) [(alpha/beta) s / (1 - s) - 1] = 2 served_tokens, whose left side increases in s; it is
        solved by bisection to the last bit. Source of the problem: Sardana et al. 2024, Eq. 3.

        Raises
        ------
        InvalidArgument
            If loss <= E or served_tokens < 0.

        >>> surface = ChinchillaSurface(1.7, 400.0, 400.0, 0.3, 0.3)
        >>> plan = surface.optimum_with_inference(2.2, 1e12)
        >>> bool(plan.tokens_per_parameter > surface.optimum(plan.compute).tokens_per_parameter)
        True
        """
        reducible = _above_floor(loss, self.E)
        served = require_nonnegative("served_tokens", served_tokens)
        start = np.log(self.beta / self.alpha)

        def tokens(odds):
            return (self.B / (_expit(-odds) * reducible)) ** (1 / self.beta)

        def excess(odds):
            bracket = np.expm1(odds - start)
            return FLOP_PER_PARAMETER_TOKEN * tokens(odds) * bracket - INFERENCE_FLOP_PER_PARAMETER_TOKEN * served

        # beyond `top` the bracket alone, with D at its least, already pays for every served token
        top = start + np.log1p(1 + served / tokens(start))
        odds = np.where(served > 0, _bisect(excess, start, top), start)
        N = _plain((self.A / (_expit(odds) * reducible)) ** (1 / self.alpha))
        D = _plain(tokens(odds))
        return Allocation(N, D, compute_cost(N, D), self.loss(N, D))

    def break_even_tokens(self, small: Allocation, big: Allocation) -> Number:
        """Served tokens at which training plus serving cost the same FLOP for two allocations.

        small, big : Allocation, small having fewer parameters. Above the returned number the small
        model is the cheaper one in total; zero where it is cheaper from the first token.

        Raises
        ------
        InvalidArgument
            If `small` does not have fewer parameters than `big`.
        """
        for name, plan in (("small", small), ("big", big)):
            if not isinstance(plan, Allocation):
                raise InvalidArgument(name, plan, f"{name} must be an Allocation, as `optimum` returns one")
        saved = np.asarray(big.parameters) - small.parameters
        if np.any(saved <= 0):
            raise InvalidArgument("small", small.parameters, "the small model must have fewer parameters than the big")
        extra = np.asarray(small.compute) - big.compute
        return _plain(np.maximum(extra / (INFERENCE_FLOP_PER_PARAMETER_TOKEN * saved), 0.0))


def _needed(room, amplitude, exponent):
    room = np.asarray(room, dtype=float)
    reachable = room > 0
    return _plain(np.where(reachable, (amplitude / np.where(reachable, room, 1.0)) ** (1 / exponent), np.inf))


E_ = Constant("E", "irreducible loss, in the unit of the loss", "floor")
A_ = Constant("A", "size term at one parameter, in the unit of the loss", "scale")
B_ = Constant("B", "data term at one token, in the unit of the loss", "scale")
ALPHA = Constant("alpha", "exponent of the size term", "exponent", low=0.0)
BETA = Constant("beta", "exponent of the data term", "exponent", low=0.0)

SHELF = (
    ShelfLaw(
        "chinchilla", "surface of size and data, free exponents", "E + A/N^alpha + B/D^beta", (E_, A_, B_, ALPHA, BETA),
        "Hoffmann et al. 2022, Eq. 2", "Runs over a range of sizes and of tokens.", aliases=("surface",),
    ),
    ShelfLaw(
        "chinchilla-tied", "surface of size and data, one exponent", "E + A/N^alpha + B/D^alpha",
        (E_, A_, B_, Constant("alpha", "exponent of both terms", "exponent", low=0.0)),
        "Gadre et al. 2024, with alpha = 2 eta", "Few runs, or a fixed ratio of tokens to parameters as optimum.",
        aliases=("gadre",),
    ),
    ShelfLaw(
        "over-training", "loss over compute and tokens per parameter",
        "M = D/N; E + (a*M^eta + b*M^-eta) * (6*N*D)^-eta",
        (
            E_,
            Constant("a", "size term at one FLOP and M = 1, in the unit of the loss", "scale"),
            Constant("b", "data term at one FLOP and M = 1, in the unit of the loss", "scale"),
            Constant("eta", "exponent of compute, half of the tied alpha", "exponent", low=0.0),
        ),
        "Gadre et al. 2024, the law over C and M", "Small models trained far beyond the optimal number of tokens.",
    ),
)  # fmt: skip
