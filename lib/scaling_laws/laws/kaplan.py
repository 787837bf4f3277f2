"""Kaplan's joint law of size and data."""

from dataclasses import dataclass

from ..errors import (
    require_nonnegative,
    require_positive,
)
from ..kinds import Number
from .basics import (
    FLOP_PER_PARAMETER_TOKEN,
    Allocation,
    _check,
    _plain,
)
from .chinchilla import ChinchillaSurface
from .naming import names_arguments
from .power_law import PowerLaw
from .shelf import Constant, ShelfLaw


@names_arguments
@dataclass(frozen=True)
class KaplanJoint:
    """L(N, D) = [(n_c/N)^(alpha_n/alpha_d) + d_c/D]^alpha_d: no floor, limits are pure power laws.

    n_c in parameters, d_c in tokens. Source: Kaplan et al. 2020, Eq. 1.5.

    Raises
    ------
    InvalidArgument
        If a field or an argument is not finite and positive.

    >>> law = KaplanJoint(n_c=1e14, d_c=1e13, alpha_n=0.08, alpha_d=0.08)
    >>> round(law.loss(1e9, 1e11), 4)
    2.5121
    """

    n_c: float
    d_c: float
    alpha_n: float
    alpha_d: float

    def __post_init__(self) -> None:
        _check(self, n_c=require_positive, d_c=require_positive, alpha_n=require_positive, alpha_d=require_positive)

    def _terms(self, N, D):
        N, D = require_positive("N", N), require_positive("D", D)
        return (self.n_c / N) ** (self.alpha_n / self.alpha_d), self.d_c / D

    def loss(self, N: Number, D: Number) -> Number:
        """Loss of N parameters trained on D tokens."""
        size, data = self._terms(N, D)
        return (size + data) ** self.alpha_d

    def gradient(self, N: Number, D: Number) -> tuple[Number, Number]:
        """(dL/dN, dL/dD)."""
        size, data = self._terms(N, D)
        outer = self.alpha_d * (size + data) ** (self.alpha_d - 1)
        return -outer * (self.alpha_n / self.alpha_d) * size / N, -outer * data / D

    @property
    def unlimited_data(self) -> PowerLaw:
        """L(N) as D grows without limit."""
        return PowerLaw(self.n_c, self.alpha_n)

    @property
    def unlimited_parameters(self) -> PowerLaw:
        """L(D) as N grows without limit."""
        return PowerLaw(self.d_c, self.alpha_d)

    @property
    def _bracket(self):
        """What stands in the bracket, with N in units of n_c and D in units of d_c: a surface without floor."""
        return ChinchillaSurface(E=0.0, A=1.0, B=1.0, alpha=self.alpha_n / self.alpha_d, beta=1.0)

    def _in_counts(self, plan):
        N, D = _plain(plan.parameters * self.n_c), _plain(plan.tokens * self.d_c)
        return Allocation(N, D, _plain(plan.compute * self.n_c * self.d_c), _plain(plan.loss**self.alpha_d))

    def optimum(self, C: Number, flop_per_param_token: Number = FLOP_PER_PARAMETER_TOKEN) -> Allocation:
        """Allocation that minimises the loss under C = k N D: that of the bracket, which has a closed form.

        (Kaplan et al. allocate by another law, with steps.)
        """
        C = require_positive("C", C) / self.n_c / self.d_c
        return self._in_counts(self._bracket.optimum(C, flop_per_param_token))

    def compute_for_loss(self, L: Number) -> Number:
        """Least training FLOP that reaches loss L, in closed form."""
        units = self._bracket.compute_for_loss(require_positive("L", L) ** (1 / self.alpha_d))
        return _plain(units * self.n_c * self.d_c)

    def optimum_with_inference(self, loss: Number, served_tokens: Number) -> Allocation:
        """Allocation that reaches `loss` at the least total FLOP, 6 N D + 2 N served_tokens (see ChinchillaSurface)."""
        served = require_nonnegative("served_tokens", served_tokens) / self.d_c
        bracket = require_positive("loss", loss) ** (1 / self.alpha_d)
        return self._in_counts(self._bracket.optimum_with_inference(bracket, served))


SHELF = ShelfLaw(
    "kaplan", "joint law of size and data, without a floor", "((n_c/N)^(alpha_n/alpha_d) + d_c/D)^alpha_d",
    (
        Constant("n_c", "scale of the parameters", "scale", unit="parameters"),
        Constant("d_c", "scale of the tokens", "scale", unit="tokens"),
        Constant("alpha_n", "exponent of size where data do not limit", "exponent", (0.03, 0.1, 0.3), low=1e-6),
        Constant("alpha_d", "exponent of data where size does not limit", "exponent", (0.03, 0.1, 0.3), low=1e-6),
    ),
    "Kaplan et al. 2020, Eq. 1.5", "Losses far above any floor.",
)  # fmt: skip
