"""What each explanation of the power law predicts for the exponents, and what the published exponents say."""

from dataclasses import dataclass

from scaling_laws.errors import require_positive

from ... import published, sweeps
from ...accepted import with_interval

ONE, TWO, FOUR = map(str, (1, 2, 4))  # the constants of the formulas below
DATA, COMPUTE = f"a/({ONE}+a)", f"a/({TWO}+a)"


def quanta_data(alpha):
    """Data exponent of the quanta model from its size exponent: alpha / (1 + alpha). Source: Michaud et al. 2023."""
    alpha = require_positive("alpha", alpha)
    return alpha / (1 + alpha)


def allocation(alpha, beta):
    """Exponent in compute when loss is a sum of powers of size and data and both are chosen best: alpha beta / sum."""
    alpha, beta = require_positive("alpha", alpha), require_positive("beta", beta)
    return alpha * beta / (alpha + beta)


def quanta_compute(tail):
    """Compute exponent of the quanta model, tail / (2 + tail)."""
    return allocation(tail, quanta_data(tail))


@dataclass(frozen=True)
class Mechanism:
    """One explanation: its name, what it predicts for data from the size exponent, and what it rests on."""

    name: str
    source: str
    dial: str
    size: str
    data: str
    compute: str
    asks: str


MECHANISMS = (
    Mechanism(
        "Learning by heart",
        "hutter2021learning",
        "Zipf tail a of the things",
        "not modelled",
        DATA,
        "not modelled",
        "the frequencies of the things to be known",
    ),
    Mechanism(
        "Quanta",
        "michaud2023quantization",
        "Zipf tail a of the skills",
        "a",
        DATA,
        COMPUTE,
        "a list of skills and how often each is used",
    ),
    Mechanism(
        "Spectrum",
        "maloney2022solvable",
        f"decay {ONE}+α of the variances",
        "α",
        "α",
        f"α/{TWO}",
        "the spectrum of the data in the model's own features",
    ),
    Mechanism(
        "Manifold",
        "sharma2020manifold",
        "dimension d of the data",
        f"{FOUR}/d",
        f"{FOUR}/d",
        f"{TWO}/d",
        "the dimension, measured without the exponent",
    ),
    Mechanism(
        "Variance",
        "bahri2024explaining",
        "none",
        f"one in width, {ONE}/{TWO} in parameters",
        "one, at fixed size",
        "none",
        "the loss minus its limit, far into one resource",
    ),
    Mechanism(
        "Superposition",
        "liu2025superposition",
        "none: geometry of crowded vectors",
        "one in width",
        "not modelled",
        "not modelled",
        "how many features share each direction",
    ),
    Mechanism(
        "Correlations",
        "cagnetta2026deriving",
        "γ and β, two decays measured on the text",
        "not modelled",
        f"γ/({TWO}β)",
        "not modelled",
        "nothing: both are measured before training",
    ),
)


def pairs():
    """Published (size exponent, data exponent) by name, as Quantities."""
    return {
        "Kaplan": (published.figure("kaplan_2020_alpha_n"), published.figure("kaplan_2020_alpha_d")),
        "R": (with_interval(lambda fit: fit.alpha), with_interval(lambda fit: fit.beta)),
    }


def allow(relation):
    """In how many public sweeps `relation` (of the size exponent to the data exponent) is not excluded.

    A relation fixes the exponent a of the best size, which is beta / (alpha + beta); it is excluded where that lies
    outside the interval of a sweep's own fit.
    """

    def within(fit):
        a, demanded = fit.quantity("a"), relation(fit.alpha) / (fit.alpha + relation(fit.alpha))
        return a.low <= demanded <= a.high

    return sweeps.holds(within)


def equal(alpha):
    """Data exponent of spectra and manifolds: that of size."""
    return alpha


def gap_to_quanta():
    """Data exponent of the refit minus what quanta predict from its size exponent."""
    return with_interval(lambda fit: fit.beta - fit.alpha / (1 + fit.alpha))


def gap_to_equal():
    """Data exponent of the refit minus its size exponent, which spectra and manifolds make equal."""
    return with_interval(lambda fit: fit.beta - fit.alpha)
