"""Kaplan's laws as printed: one power law per axis, the joint law, the optimal plan, and where two trends cross."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from scaling_laws.errors import InvalidArgument, require_positive
from scaling_laws.laws import KaplanJoint, PowerLaw

from ...published import value


@cache
def pf_day():
    """FLOP in one petaflop/s-day, the paper's unit of compute."""
    return value("kaplan_2020_pf_day")


@cache
def by_axis():
    """The three printed laws, in parameters, tokens and training FLOP (Kaplan et al. 2020, Eq. 1.1 to 1.3)."""
    return {
        "parameters": PowerLaw(value("kaplan_2020_nc"), value("kaplan_2020_alpha_n")),
        "tokens": PowerLaw(value("kaplan_2020_dc"), value("kaplan_2020_alpha_d")),
        "compute": PowerLaw(value("kaplan_2020_cc_min") * pf_day(), value("kaplan_2020_alpha_c_min")),
    }


@cache
def ranges():
    """Lowest and highest value of each axis at which the laws were fitted.

    Compute: so many decades below one PF-day, at which the optimal size is about the largest model trained.
    """
    low = pf_day() * 10 ** -value("kaplan_2020_compute_span")
    return {
        "parameters": (value("kaplan_2020_model_range_low"), value("kaplan_2020_model_range_high")),
        "tokens": (value("kaplan_2020_data_range_low"), value("kaplan_2020_data_range_high")),
        "compute": (low, pf_day()),
    }


@cache
def joint():
    """The joint law L(N, D) with its own four constants, fitted at once (Kaplan et al. 2020, Eq. 1.5 and Table 2)."""
    return KaplanJoint(*(value(f"kaplan_2020_joint_{name}") for name in ("nc", "dc", "alpha_n", "alpha_d")))


def harmonic(*exponents):
    """Exponent of several stages in series: the reciprocal of the sum of reciprocals.

    The optimum of a sum of power laws under a product constraint falls with this exponent, as resistors in parallel.

    >>> harmonic(0.5, 0.5)
    0.25
    """
    return float(1 / sum(1 / require_positive("exponent", e) for e in exponents))


def growth_for_cut(exponent, cut):
    """Factor by which a resource must grow to cut the loss by the fraction `cut`, under a pure power law.

    >>> float(growth_for_cut(0.5, 0.5))
    4.0
    """
    if not np.all((np.asarray(cut) > 0) & (np.asarray(cut) < 1)):
        raise InvalidArgument("cut", cut, "a fraction between none and all, ends excluded")
    return (1 - np.asarray(cut)) ** (-1 / require_positive("exponent", exponent))


@dataclass(frozen=True)
class Collision:
    """The compute trend against the limit that a data plan sets. Compute in PF-days throughout.

    alpha_c, c_c : the trend L = (c_c / C)^alpha_c. alpha_d, d_c : the data law L = (d_c / D)^alpha_d.
    growth, d_e : the plan D = d_e C^growth. Fields may be arrays of equal shape.
    Source: Kaplan et al. 2020, Sec. 6.3 and Table 6.

    >>> Collision(0.05, 1e8, 0.1, 1e13, 0.25, 1e10).slope_gap
    0.025
    """

    alpha_c: float
    c_c: float
    alpha_d: float
    d_c: float
    growth: float
    d_e: float

    @property
    def slope_gap(self):
        """By how much the trend falls faster than the limit; the two meet only if it is positive."""
        return self.alpha_c - self.growth * self.alpha_d

    def trend(self, C):
        """Loss that the compute law promises."""
        return (self.c_c / require_positive("C", C)) ** self.alpha_c

    def tokens(self, C):
        """Tokens that the plan reads."""
        return self.d_e * require_positive("C", C) ** self.growth

    def limit(self, C):
        """Loss that the data law allows a model of any size on those tokens."""
        return (self.d_c / self.tokens(C)) ** self.alpha_d

    @property
    def compute(self):
        """Compute at which the promise undercuts what the data allow; `inf` if it never does."""
        start = np.log(self.trend(1.0) / self.limit(1.0))
        gap = np.asarray(self.slope_gap, dtype=float)
        with np.errstate(over="ignore", divide="ignore"):
            met = np.where(gap > 0, np.exp(start / np.where(gap > 0, gap, 1.0)), np.inf)
        return met if met.ndim else float(met)


FIELDS = ("alpha_c_min", "cc_min", "alpha_d", "dc", "dopt_exponent", "dopt_scale")
PLAN = ("nopt_scale", "nopt_exponent")


@cache
def collision():
    """The collision with the printed constants."""
    return Collision(*(value(f"kaplan_2020_{name}") for name in FIELDS))


def optimal_size(C, scale, exponent):
    """Parameters of the compute-optimal model at C PF-days: scale × C^exponent (Kaplan et al. Table 6)."""
    return scale * require_positive("C", C) ** exponent
