"""One dataclass for each kind of row: a sweep, a fit, the least loss of a budget, a forecast."""

import math
from dataclasses import dataclass

import numpy as np

from scaling_laws.laws import ChinchillaSurface, PowerLawWithFloor
from scaling_laws.quantity import Quantity, estimate

from ..trials import pairs

ALL, BARE = "all", "without embeddings"
SURFACE, FRONTIER = "surface", "frontier"
READINGS = ("floor and ratio", "exponents", "frontier", "none")
YES_NO = ("yes", "no", "not stated")
LEVEL = 0.95
RATIOS = {"ratio_1e21": 1e21, "ratio_1e24": 1e24, "ratio_1e26": 1e26}  # FLOP
CONSTANTS = ("E", "A", "B", "alpha", "beta", "a", "gamma", *RATIOS)
UNITS = dict.fromkeys(RATIOS, "tokens/parameter")
BENT = 0.01  # the level of the instrument's own test


@dataclass(frozen=True)
class Sweep:
    """One public sweep, or the book's own ladder.

    sweep : its name. same_runs_as : the sweep that holds the same runs, read, scored or counted otherwise; "" for one
    that stands for itself. count : which parameters the table counts; other_count : which it can count, too.
    decayed : whether the learning rate had decayed where the loss was read. digitised : whether the numbers were read
    off a picture. rows_are : runs, checkpoints, ... reading : what may be read off its fits, and why not all.
    """

    sweep: str
    title: str
    same_runs_as: str
    source: str
    where: str
    unit: str
    loss: str
    tokenizer: str
    count: str
    other_count: str
    schedule: str
    decayed: str
    digitised: str
    rows_are: str
    reading: str
    why: str
    outliers: str

    def faults(self):
        """What contradicts what in this row; empty for a sound one."""
        rules = {
            f"reading is {self.reading!r}, not one of {READINGS}": self.reading in READINGS,
            "what it cannot be read for has no reason": (self.reading == READINGS[0]) == (self.why == ""),
            "decayed or digitised is no answer": {self.decayed, self.digitised} <= set(YES_NO),
            "an undecayed loss is read for a floor": self.decayed == "yes" or self.reading != READINGS[0],
            "it is said to be its own copy": self.same_runs_as != self.sweep,
        }
        return [fault for fault, sound in rules.items() if not sound]

    @property
    def counts(self):
        """The counts of parameters under which it was fitted."""
        return (self.count, self.other_count) if self.other_count else (self.count,)

    @property
    def own(self):
        """Whether it is the book's own."""
        return self.source == ""


@dataclass(frozen=True)
class Fit:
    """The book's fit to one sweep under one count of parameters.

    form : "surface" (loss of size and tokens) or "frontier" (loss of compute, through the least losses of the budgets;
    its A is the reducible loss at one FLOP, its a the slope of the best sizes). near : the rows within this share of
    the lowest point of their valley, None for all rows. n : rows of the surface, budgets of the frontier. E to gamma:
    constants; ratio_1e21, ... : tokens per parameter of the best run under C = 6 N D in this count. An empty interval
    of a constant that has a value: the rows do not determine it. floor : p-value of "no floor" (likelihood ratio of
    the surface; share of resamples of the frontier without floor). bend : p-value of "the residuals do not bend".
    scatter : robust standard deviation of the log residuals. covariance : of E, ln A, B's logarithm, alpha, beta, the
    upper triangle row by row.
    """

    fit: str
    sweep: str
    count: str
    form: str
    near: float | None
    n: int
    N_low: float | None
    N_high: float | None
    D_low: float | None
    D_high: float | None
    C_low: float
    C_high: float
    L_low: float
    L_high: float
    E: float | None
    E_low: float | None
    E_high: float | None
    A: float | None
    A_low: float | None
    A_high: float | None
    B: float | None
    B_low: float | None
    B_high: float | None
    alpha: float | None
    alpha_low: float | None
    alpha_high: float | None
    beta: float | None
    beta_low: float | None
    beta_high: float | None
    a: float | None
    a_low: float | None
    a_high: float | None
    gamma: float | None
    gamma_low: float | None
    gamma_high: float | None
    ratio_1e21: float | None
    ratio_1e21_low: float | None
    ratio_1e21_high: float | None
    ratio_1e24: float | None
    ratio_1e24_low: float | None
    ratio_1e24_high: float | None
    ratio_1e26: float | None
    ratio_1e26_low: float | None
    ratio_1e26_high: float | None
    floor: float | None
    bend: float | None
    scatter: float
    unit: str
    method: str
    covariance: str

    def faults(self):
        """What contradicts what in this row; empty for a sound one."""
        triples = [tuple(getattr(self, name + end) for end in ("", "_low", "_high")) for name in CONSTANTS]
        shares = [p for p in (self.floor, self.bend) if p is not None]
        ordered = [(v, low, high) for v, low, high in triples if None not in (v, low, high)]
        rules = {
            f"form is {self.form!r}": self.form in (SURFACE, FRONTIER),
            "an interval lacks its value or an end": all(
                (low is None) == (high is None) and (v is not None or low is None) for v, low, high in triples
            ),
            "a value lies outside its interval": all(
                low * (1 - 1e-5) <= v <= high * (1 + 1e-5) for v, low, high in ordered
            ),
            "a p-value lies outside 0 to 1": all(0 <= p <= 1 for p in shares),
            "a range is empty": self.C_low <= self.C_high and 0 < self.L_low <= self.L_high,
            "a surface lacks a constant": self.form == FRONTIER or self.E is None or self.beta is not None,
            "there is nothing to fit": self.n > 2 and self.scatter >= 0,
        }
        return [fault for fault, sound in rules.items() if not sound]

    def quantity(self, name):
        """One of CONSTANTS as a Quantity; from zero to infinity where the rows do not determine it."""
        value, low, high = (getattr(self, name + end) for end in ("", "_low", "_high"))
        low, high = (0.0, math.inf) if low is None else (min(low, value), max(high, value))
        unit = self.unit if name == "E" else UNITS.get(name, "")
        return estimate(
            value, low, high, method=self.method, level=LEVEL, unit=unit, n=self.n, name=f"{self.sweep} {name}"
        )

    @property
    def has_law(self):
        """Whether the best fit is a law: all exponents positive."""
        return self.E is not None

    @property
    def bent(self):
        """Whether the residuals bend: then the form is wrong, and its E is no evidence for a floor."""
        return self.bend is not None and self.bend < BENT

    @property
    def surface(self):
        """The fitted ChinchillaSurface."""
        return ChinchillaSurface(self.E, self.A, self.B, self.alpha, self.beta)

    @property
    def frontier(self):
        """The least loss at a compute, as a PowerLawWithFloor."""
        return self.surface.frontier if self.form == SURFACE else PowerLawWithFloor(self.E, self.A, self.gamma)

    @property
    def joint(self):
        """(k, k) covariance of E, ln A, ln B, alpha, beta, or of E, ln A, gamma for a frontier."""
        upper = np.array(self.covariance.split(), dtype=float)
        k = 5 if self.form == SURFACE else 3
        full = np.zeros((k, k))
        full[np.triu_indices(k)] = upper
        return full + np.triu(full, 1).T


@dataclass(frozen=True)
class Valley:
    """The least loss of one budget: the lowest point of the parabola of loss in log size through its rows.

    valley : its name. compute : FLOP as the table counts them. n : rows. size, tokens : where it lies (None where only
    the optima are known). low, high : 95 % interval of the loss, from resampled residuals of the parabola; None where
    the parabola has none to spare. curvature : of the parabola, loss over squared natural log of size. least_size,
    greatest_size : of its rows. later : whether this is the mean of n runs that came after the law that forecast them.
    """

    valley: str
    sweep: str
    count: str
    compute: float
    n: int
    size: float | None
    tokens: float | None
    loss: float
    low: float | None
    high: float | None
    curvature: float | None
    least_size: float | None
    greatest_size: float | None
    later: str

    def faults(self):
        """What contradicts what in this row; empty for a sound one."""
        rules = {
            "a number is not positive": min(self.compute, self.loss, self.n) > 0,
            "later is no answer": self.later in ("yes", "no"),
            "the interval is half": (self.low is None) == (self.high is None),
            "low exceeds high": self.low is None or self.low <= self.high,
            "a valley is no valley": self.curvature is None or self.curvature > 0,
        }
        return [fault for fault, sound in rules.items() if not sound]

    @property
    def width(self):
        """Greatest size over least."""
        return self.greatest_size / self.least_size


@dataclass(frozen=True)
class Forecast:
    """What a fit that saw the smaller budgets says of a larger one, and what was measured.

    form : "surface", or a law of compute through the least losses: "floor", "no floor", "sinking floor", "broken".
    near : as in Fit. left_out : how many of the largest budgets the fit did not see. seen : the largest that it saw.
    n : rows or budgets fitted. constants : of the law, name=value. target : FLOP that it forecasts (None: nothing
    larger was run). value, low, high : of one new run, 95 %. outcome : the least loss of that budget, or the mean
    of the runs made there. later : whether the target came after the whole sweep.
    """

    forecast: str
    sweep: str
    count: str
    form: str
    near: float | None
    left_out: int
    seen: float
    n: int
    constants: str
    target: float | None
    value: float | None
    low: float | None
    high: float | None
    outcome: float | None
    later: str

    def faults(self):
        """What contradicts what in this row; empty for a sound one."""
        asked = [self.target, self.value, self.outcome]
        rules = {
            "a forecast lacks its outcome": all(v is None for v in asked) or None not in asked,
            "it forecasts what it saw": self.target is None or self.target > self.seen,
            "a value lies outside its interval": self.low is None or self.low <= self.value <= self.high,
            "later is no answer": self.later in ("yes", "no"),
        }
        return [fault for fault, sound in rules.items() if not sound]

    @property
    def hit(self):
        """Whether the outcome lies in the interval; None where there is none."""
        return None if self.low is None or self.outcome is None else self.low <= self.outcome <= self.high

    @property
    def error(self):
        """Forecast over outcome, less one: negative where the run came out worse than said."""
        return self.value / self.outcome - 1

    @property
    def law(self):
        """Name -> value of the constants."""
        return pairs(self.constants)

    def quantity(self, unit=""):
        """The forecast as a Quantity, with the interval of one new run."""
        if self.low is None:
            return Quantity(self.value, unit)
        return estimate(
            self.value, self.low, self.high, method=f"{self.form} through budgets up to {self.seen:.3g} FLOP",
            level=LEVEL, unit=unit, n=self.n, name=self.forecast,
        )  # fmt: skip
