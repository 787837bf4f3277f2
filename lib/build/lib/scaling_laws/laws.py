"""Functional forms of the scaling literature, as small immutable objects.

Units throughout: parameters and tokens are counts, compute is in FLOP (a count of operations, never
FLOP/s), loss is in nats per token unless the caller fits another unit. Every method takes scalars or
arrays and broadcasts; the fields of a law may be arrays too, which evaluates a whole bootstrap sample
of laws at once. Arguments are checked before anything is computed.
"""

from dataclasses import dataclass

import numpy as np

from .errors import (
    InvalidArgument,
    require_at_least,
    require_choice,
    require_fraction,
    require_nonnegative,
    require_positive,
)

FLOP_PER_PARAMETER_TOKEN = 6.0
INFERENCE_FLOP_PER_PARAMETER_TOKEN = 2.0
BISECTION_STEPS = 200
REACH = 200.0  # of a bisection in logarithms, to either side
TOGETHER = 1e-6  # logarithms that rounding may keep apart


def compute_cost(N, D, flop_per_param_token=FLOP_PER_PARAMETER_TOKEN):
    """Training compute C = 6 N D in FLOP.

    N, D : parameters and tokens. Source: Kaplan et al. 2020, Sec. 2.1 (2 forward, 4 backward).

    Raises
    ------
    InvalidArgument
        If an argument is not finite and positive.

    >>> compute_cost(1e9, 20e9)
    1.2e+20
    """
    N, D = require_positive("N", N), require_positive("D", D)
    return require_positive("flop_per_param_token", flop_per_param_token) * N * D


def _check(law, **rules):
    for name, rule in rules.items():
        object.__setattr__(law, name, rule(name, getattr(law, name)))


def _require_finite(name, value):
    array = np.asarray(value, dtype=float)
    if not np.all(np.isfinite(array)):
        raise InvalidArgument(name, value, f"{name} must be finite")
    return array if array.ndim else float(array)


def _bisect(increasing, low, high):
    """Root of an elementwise increasing function between `low` and `high`, to the last bit."""
    low, high = np.broadcast_arrays(low, high)
    for _ in range(BISECTION_STEPS):
        middle = (low + high) / 2
        if np.all((middle <= low) | (middle >= high)):
            break
        above = increasing(middle) > 0
        low, high = np.where(above, low, middle), np.where(above, middle, high)
    return (low + high) / 2


def _expit(x):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-x))


def _plain(value):
    array = np.asarray(value)
    return array if array.ndim else float(array)


@dataclass(frozen=True)
class Allocation:
    """How a training run spends its compute.

    parameters, tokens : counts; compute : training FLOP; loss : predicted loss of the run.

    >>> Allocation(1e9, 20e9, 1.2e20, 2.5).tokens_per_parameter
    20.0
    """

    parameters: float
    tokens: float
    compute: float
    loss: float

    @property
    def tokens_per_parameter(self):
        """D / N."""
        return self.tokens / self.parameters


@dataclass(frozen=True)
class PowerLaw:
    """L(x) = (scale / x) ** exponent: a pure power law, without a floor.

    scale has the unit of x; exponent is positive. Source: Kaplan et al. 2020, Eq. 1.1 to 1.3.

    Raises
    ------
    InvalidArgument
        If a field or an argument is not finite and positive.

    >>> law = PowerLaw(scale=100.0, exponent=0.5)
    >>> law.loss(25.0), law.inverse(2.0)
    (2.0, 25.0)
    """

    scale: float
    exponent: float

    def __post_init__(self):
        _check(self, scale=require_positive, exponent=require_positive)

    def loss(self, x):
        """Loss at x."""
        return (self.scale / require_positive("x", x)) ** self.exponent

    def inverse(self, loss):
        """The x at which the law reaches `loss`."""
        return self.scale * require_positive("loss", loss) ** (-1 / self.exponent)

    def gradient(self, x):
        """dL/dx."""
        return -self.exponent * self.loss(x) / x

    def local_exponent(self, x):
        """-d ln L / d ln x: the exponent, everywhere."""
        return _plain(self.exponent * np.ones_like(require_positive("x", x)))


@dataclass(frozen=True)
class PowerLawWithFloor:
    """L(x) = floor + amplitude * x ** -exponent: a power law above an irreducible loss.

    floor is in the unit of loss and at least zero. Source: Henighan et al. 2020, Eq. 1.1.

    Raises
    ------
    InvalidArgument
        If a field or an argument is outside its range, or a loss at or below the floor is inverted.

    >>> law = PowerLawWithFloor(floor=1.0, amplitude=10.0, exponent=0.5)
    >>> law.loss(100.0), law.reducible(100.0), law.inverse(2.0), law.local_exponent(100.0)
    (2.0, 1.0, 100.0, 0.25)
    """

    floor: float
    amplitude: float
    exponent: float

    def __post_init__(self):
        _check(self, floor=require_nonnegative, amplitude=require_positive, exponent=require_positive)

    def loss(self, x):
        """Loss at x."""
        return self.floor + self.reducible(x)

    def reducible(self, x):
        """Loss above the floor at x."""
        return self.amplitude * require_positive("x", x) ** -self.exponent

    def inverse(self, loss):
        """The x at which the law reaches `loss`; InvalidArgument where loss <= floor."""
        excess = _above_floor(loss, self.floor)
        return (self.amplitude / excess) ** (1 / self.exponent)

    def gradient(self, x):
        """dL/dx."""
        return -self.exponent * self.reducible(x) / x

    def local_exponent(self, x):
        """-d ln L / d ln x: the exponent that a straight line on log axes would show near x."""
        return self.exponent * self.reducible(x) / self.loss(x)


def _above_floor(loss, floor):
    loss = require_positive("loss", loss)
    if np.any(loss <= floor):
        raise InvalidArgument("loss", loss, f"loss must lie above the floor {floor}, which no finite scale reaches")
    return loss - floor


@dataclass(frozen=True)
class Logarithm:
    """y(x) = intercept + slope * log10(x): the same gain for every tenfold of x.

    slope is the gain per decade (negative for a loss). Unlike a power law it has no limit.

    Raises
    ------
    InvalidArgument
        If a field is not finite, the slope is zero, or x is not positive.

    >>> law = Logarithm(intercept=5.0, slope=-0.5)
    >>> law.loss(100.0), law.inverse(4.0)
    (4.0, 100.0)
    """

    intercept: float
    slope: float

    def __post_init__(self):
        _check(self, intercept=_require_finite, slope=_require_finite)
        if np.any(np.asarray(self.slope) == 0):
            raise InvalidArgument("slope", self.slope, "a slope of zero cannot be inverted")

    def score(self, x):
        """Score (or loss) at x."""
        return _plain(self.intercept + self.slope * np.log10(require_positive("x", x)))

    loss = score

    def inverse(self, score):
        """The x at which the law reaches `score`."""
        return 10.0 ** ((_require_finite("score", score) - self.intercept) / self.slope)

    def gradient(self, x):
        """dy/dx."""
        return _plain(self.slope / (np.log(10) * require_positive("x", x)))


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

    def __post_init__(self):
        _check(self, n_c=require_positive, d_c=require_positive, alpha_n=require_positive, alpha_d=require_positive)

    def _terms(self, N, D):
        N, D = require_positive("N", N), require_positive("D", D)
        return (self.n_c / N) ** (self.alpha_n / self.alpha_d), self.d_c / D

    def loss(self, N, D):
        """Loss of N parameters trained on D tokens."""
        size, data = self._terms(N, D)
        return (size + data) ** self.alpha_d

    def gradient(self, N, D):
        """(dL/dN, dL/dD)."""
        size, data = self._terms(N, D)
        outer = self.alpha_d * (size + data) ** (self.alpha_d - 1)
        return -outer * (self.alpha_n / self.alpha_d) * size / N, -outer * data / D

    @property
    def unlimited_data(self):
        """L(N) as D grows without limit."""
        return PowerLaw(self.n_c, self.alpha_n)

    @property
    def unlimited_parameters(self):
        """L(D) as N grows without limit."""
        return PowerLaw(self.d_c, self.alpha_d)

    @property
    def _bracket(self):
        """What stands in the bracket, with N in units of n_c and D in units of d_c: a surface without floor."""
        return ChinchillaSurface(E=0.0, A=1.0, B=1.0, alpha=self.alpha_n / self.alpha_d, beta=1.0)

    def _in_counts(self, plan):
        N, D = _plain(plan.parameters * self.n_c), _plain(plan.tokens * self.d_c)
        return Allocation(N, D, _plain(plan.compute * self.n_c * self.d_c), _plain(plan.loss**self.alpha_d))

    def optimum(self, C, flop_per_param_token=FLOP_PER_PARAMETER_TOKEN):
        """Allocation that minimises the loss under C = k N D: that of the bracket, which has a closed form.

        (Kaplan et al. allocate by another law, with steps.)
        """
        C = require_positive("C", C) / self.n_c / self.d_c
        return self._in_counts(self._bracket.optimum(C, flop_per_param_token))

    def compute_for_loss(self, L):
        """Least training FLOP that reaches loss L, in closed form."""
        units = self._bracket.compute_for_loss(require_positive("L", L) ** (1 / self.alpha_d))
        return _plain(units * self.n_c * self.d_c)

    def optimum_with_inference(self, loss, served_tokens):
        """Allocation that reaches `loss` at the least total FLOP, 6 N D + 2 N served_tokens (see ChinchillaSurface)."""
        served = require_nonnegative("served_tokens", served_tokens) / self.d_c
        bracket = require_positive("loss", loss) ** (1 / self.alpha_d)
        return self._in_counts(self._bracket.optimum_with_inference(bracket, served))


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

    def __post_init__(self):
        _check(
            self,
            E=require_nonnegative,
            A=require_positive,
            B=require_positive,
            alpha=require_positive,
            beta=require_positive,
        )

    @property
    def a(self):
        """Exponent of N_opt in C: beta / (alpha + beta). Source: Hoffmann et al. 2022, Eq. 4."""
        return self.beta / (self.alpha + self.beta)

    @property
    def b(self):
        """Exponent of D_opt in C: alpha / (alpha + beta). Source: Hoffmann et al. 2022, Eq. 4."""
        return self.alpha / (self.alpha + self.beta)

    @property
    def G(self):
        """(alpha A / (beta B))^(1 / (alpha + beta)). Source: Hoffmann et al. 2022, Eq. 4."""
        return (self.alpha * self.A / (self.beta * self.B)) ** (1 / (self.alpha + self.beta))

    @property
    def frontier_exponent(self):
        """Exponent of the reducible loss in compute along the frontier: alpha beta / (alpha + beta)."""
        return self.alpha * self.beta / (self.alpha + self.beta)

    @property
    def frontier(self):
        """Loss of the best run at compute C = 6 N D, as a PowerLawWithFloor in C."""
        amplitude = self.A * self.G**-self.alpha + self.B * self.G**self.beta
        gamma = self.frontier_exponent
        return PowerLawWithFloor(self.E, amplitude * FLOP_PER_PARAMETER_TOKEN**gamma, gamma)

    def loss(self, N, D):
        """Loss of N parameters trained on D tokens."""
        return self.E + self.reducible(N, D)

    def reducible(self, N, D):
        """Loss above the floor E."""
        return self._size_term(N) + self._data_term(D)

    def gradient(self, N, D):
        """(dL/dN, dL/dD)."""
        return -self.alpha * self._size_term(N) / N, -self.beta * self._data_term(D) / D

    def _size_term(self, N):
        return self.A * require_positive("N", N) ** -self.alpha

    def _data_term(self, D):
        return self.B * require_positive("D", D) ** -self.beta

    def isoflop(self, C, N):
        """Loss of N parameters trained with compute C, that is on D = C / (6 N) tokens."""
        C, N = require_positive("C", C), require_positive("N", N)
        return self.loss(N, C / (FLOP_PER_PARAMETER_TOKEN * N))

    def optimum(self, C, flop_per_param_token=FLOP_PER_PARAMETER_TOKEN):
        """Allocation of least loss under C = k N D: N = G (C/k)^a, D = (C/k)^b / G (Hoffmann Eq. 4)."""
        C, k = require_positive("C", C), require_positive("flop_per_param_token", flop_per_param_token)
        N = self.G * (C / k) ** self.a
        D = (C / k) ** self.b / self.G
        return Allocation(N, D, C, self.loss(N, D))

    def optimum_for_parameters(self, N):
        """The allocation for whose compute N parameters are optimal: alpha A / N^alpha = beta B / D^beta."""
        N = require_positive("N", N)
        D = (self.beta * self.B / (self.alpha * self._size_term(N))) ** (1 / self.beta)
        return Allocation(N, D, compute_cost(N, D), self.loss(N, D))

    def optimum_for_tokens(self, D):
        """The allocation for whose compute D tokens are optimal."""
        D = require_positive("D", D)
        N = (self.alpha * self.A / (self.beta * self._data_term(D))) ** (1 / self.alpha)
        return Allocation(N, D, compute_cost(N, D), self.loss(N, D))

    def compute_for_loss(self, L):
        """Least training FLOP that reaches loss L; InvalidArgument where L <= E."""
        return self.frontier.inverse(L)

    def equivalent_compute(self, N, D):
        """Compute at which an optimal run reaches the loss of (N, D); never above 6 N D."""
        return self.frontier.inverse(self.loss(N, D))

    def tokens_for_loss(self, N, L):
        """Tokens with which N parameters reach loss L; `inf` where no number of tokens suffices."""
        return _needed(require_positive("L", L) - self.E - self._size_term(N), self.B, self.beta)

    def parameters_for_loss(self, D, L):
        """Parameters with which D tokens reach loss L; `inf` where no number of parameters suffices."""
        return _needed(require_positive("L", L) - self.E - self._data_term(D), self.A, self.alpha)

    def optimum_with_inference(self, loss, served_tokens):
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

    def break_even_tokens(self, small, big):
        """Served tokens at which training plus serving cost the same FLOP for two allocations.

        small, big : Allocation, small having fewer parameters. Above the returned number the small
        model is the cheaper one in total; zero where it is cheaper from the first token.

        Raises
        ------
        InvalidArgument
            If `small` does not have fewer parameters than `big`.
        """
        saved = np.asarray(big.parameters) - small.parameters
        if np.any(saved <= 0):
            raise InvalidArgument("small", small.parameters, "the small model must have fewer parameters than the big")
        extra = np.asarray(small.compute) - big.compute
        return _plain(np.maximum(extra / (INFERENCE_FLOP_PER_PARAMETER_TOKEN * saved), 0.0))


def _needed(room, amplitude, exponent):
    room = np.asarray(room, dtype=float)
    reachable = room > 0
    return _plain(np.where(reachable, (amplitude / np.where(reachable, room, 1.0)) ** (1 / exponent), np.inf))


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

    def __post_init__(self):
        _check(self, r_d_star=require_positive)
        for optional in ("r_n_star", "unique_params_per_token"):
            if getattr(self, optional) is not None:
                _check(self, **{optional: require_positive})

    def effective_tokens(self, unique, epochs):
        """Fresh tokens worth as much as `epochs` passes over `unique` tokens (at most (1 + r_d_star) unique)."""
        unique, epochs = require_positive("unique", unique), require_at_least("epochs", epochs, 1.0)
        return _saturating(unique, epochs - 1, self.r_d_star)

    def effective_parameters(self, N, unique):
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

    def loss(self, N, unique, epochs):
        """Loss of N parameters trained for `epochs` passes over `unique` tokens."""
        return self.surface.loss(self.effective_parameters(N, unique), self.effective_tokens(unique, epochs))

    def least_loss(self, unique):
        """The loss that no model and no number of passes goes below, with `unique` tokens."""
        data = self.surface._data_term((1 + self.r_d_star) * require_positive("unique", unique))
        if self.r_n_star is None:
            return self.surface.E + data
        return self.surface.E + self.surface._size_term((1 + self.r_n_star) * self._useful_parameters(unique)) + data

    def gradient(self, N, unique, epochs):
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

    def optimum(self, C, unique, flop_per_param_token=FLOP_PER_PARAMETER_TOKEN, served_tokens=0.0):
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

    def compute_for_loss(self, L, unique):
        """Least training FLOP that reaches loss L, by bisection; InvalidArgument where `unique` tokens cannot."""
        return self.optimum_with_inference(L, 0.0, unique).compute

    def optimum_with_inference(self, loss, served_tokens, unique):
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


@dataclass(frozen=True)
class SaturatingScore:
    """A benchmark score that rises from a floor (chance) to a ceiling as a logistic curve.

    floor, ceiling : scores in [0, 1]. midpoint : the x halfway between them. steepness : per decade of x
    for scale="log10" (x is compute, parameters or tokens), per unit of x for scale="linear" (x is a loss,
    steepness negative).

    Raises
    ------
    InvalidArgument
        If floor >= ceiling, a score to invert lies outside (floor, ceiling), or x is not positive.

    >>> law = SaturatingScore(floor=0.25, ceiling=1.0, midpoint=1e22, steepness=2.0)
    >>> law.score(1e22), law.error(1e22)
    (0.625, 0.375)
    """

    floor: float
    ceiling: float
    midpoint: float
    steepness: float
    scale: str = "log10"

    def __post_init__(self):
        require_choice("scale", self.scale, ("log10", "linear"))
        _check(
            self, floor=require_fraction, ceiling=require_fraction, midpoint=require_positive, steepness=_require_finite
        )
        if np.any(np.asarray(self.floor) >= self.ceiling):
            raise InvalidArgument("floor", self.floor, f"floor must lie below the ceiling {self.ceiling}")
        if np.any(np.asarray(self.steepness) == 0):
            raise InvalidArgument("steepness", self.steepness, "a curve of steepness zero never moves")

    def _steps(self, x):
        x = require_positive("x", x)
        return np.log10(x / self.midpoint) if self.scale == "log10" else x - self.midpoint

    def score(self, x):
        """Expected score at x, between floor and ceiling."""
        return _plain(self.floor + (self.ceiling - self.floor) * _expit(self.steepness * self._steps(x)))

    def error(self, x):
        """1 - score."""
        return 1.0 - self.score(x)

    def gradient(self, x):
        """d score / dx."""
        share = _expit(self.steepness * self._steps(x))
        per_step = 1.0 / (np.log(10) * x) if self.scale == "log10" else 1.0
        return _plain((self.ceiling - self.floor) * self.steepness * share * (1 - share) * per_step)

    def inverse(self, score):
        """The x at which the expected score is `score`."""
        share = (np.asarray(score, dtype=float) - self.floor) / (self.ceiling - self.floor)
        if not np.all((share > 0) & (share < 1)):
            raise InvalidArgument(
                "score", score, f"score must lie between floor {self.floor} and ceiling {self.ceiling}"
            )
        steps = np.log(share / (1 - share)) / self.steepness
        return _plain(self.midpoint * 10.0**steps if self.scale == "log10" else self.midpoint + steps)
