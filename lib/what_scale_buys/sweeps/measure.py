"""One method for every sweep: the surface, the frontier, and forecasts of the budgets that a fit did not see."""

from dataclasses import dataclass
from functools import partial
from operator import attrgetter

import numpy as np

from scaling_laws.errors import ScalingLawError
from scaling_laws.fitting import (
    NoFit,
    Runs,
    fit_isoflop,
    fit_surface,
    fit_table,
    frontier,
    information_criteria,
    near_valley,
)
from scaling_laws.fitting.engine.valleys import budgets
from scaling_laws.fitting.lack_of_fit import chi_squared_tail

from .records import CONSTANTS, FRONTIER, LEVEL, RATIOS, SURFACE, Fit, Forecast, Valley

BANDS = (None, 0.04, 0.01)
FORECAST_BANDS = (None, 0.01)
VALLEY_BAND = 0.04  # the rows that a valley's parabola sees, unless a fit asks for others
LEFT_OUT = (0, 1, 2, 3)
LAWS = {"floor": "power-with-floor", "no floor": "power", "sinking floor": "sinking-floor", "broken": "broken-power"}
FORMS = (SURFACE, *LAWS)
DRAWS = 500
FEW_DRAWS = 200
FEWEST_ROWS = 8


@dataclass(frozen=True)
class Optima:
    """Least losses: compute, size, tokens, loss (k,); of their valleys the draws (rows, k) and rows, or nothing."""

    compute: np.ndarray
    size: np.ndarray
    tokens: np.ndarray
    loss: np.ndarray
    draws: np.ndarray | None = None
    groups: tuple = ()


def near(rows, band):
    """The rows within `band` of the lowest point of their valley; all rows for None."""
    if band is None:
        return rows
    return rows.take(near_valley({"parameters": rows.parameters, "loss": rows.loss, "compute": rows.compute}, band))


def surface_of(rows, draws=DRAWS):
    """SurfaceFit of rows, replicates of one setting drawn together; draws : 0 for intervals from the covariance."""
    runs = Runs(rows.parameters, rows.tokens, rows.loss, flop=rows.compute, labels=_settings(rows))
    return fit_surface(runs, bootstrap=draws, level=LEVEL)


def _settings(rows):
    """Labels of rows of one size and one number of tokens, where any two share them."""
    names = np.array([f"{N:.6g} {D:.6g}" for N, D in zip(rows.parameters, rows.tokens, strict=True)])
    return names if len(set(names)) < len(names) else None


def frontier_of(rows, form="floor", draws=DRAWS):
    """Frontier of rows with budgets, by one of LAWS."""
    return frontier(
        {"parameters": rows.parameters, "loss": rows.loss, "compute": rows.compute},
        law=LAWS[form], bootstrap=draws, level=LEVEL,
    )  # fmt: skip


def optima_of(sweep, rows):
    """Optima of the budgets of a Sweep's rows, or None where fewer than four have a valley."""
    rows = rows.take(~rows.later)
    if sweep.reading == FRONTIER:
        return Optima(rows.compute, rows.parameters, rows.tokens, rows.loss)
    try:
        rows = near(rows, VALLEY_BAND)
        found = frontier_of(rows)
    except (ScalingLawError, ValueError):
        return None
    codes, logs = budgets(rows.compute), np.log(rows.compute)
    mine = [int(codes[np.argmin(np.abs(logs - np.log(C)))]) for C in found.compute]
    groups = [rows.take(codes == code) for code in mine]
    tokens = [_between(group, size) for group, size in zip(groups, found.sizes, strict=True)]
    return Optima(found.compute, found.sizes, np.array(tokens), found.losses, found.draws, tuple(groups))


def _between(group, size):
    order = np.argsort(group.parameters, kind="stable")
    x, y = np.log(group.parameters[order]), np.log(group.tokens[order])
    return float(np.exp(np.interp(np.log(size), x, y)))


def valleys_of(sweep, count, rows, o):
    """The Valley rows of one sweep: its Optima `o` (None: no budget has a valley), and those of later runs."""
    late = rows.take(rows.later)
    means = [(C, late.take(late.compute == C)) for C in sorted(set(late.compute))]
    after = [
        Valley(_name(sweep, count, C, "later"), sweep, count, float(C), len(part), _mean(part.parameters),
               _mean(part.tokens), float(part.loss.mean()), None, None, None, None, None, "yes")
        for C, part in means
    ]  # fmt: skip
    if o is None or o.draws is None:
        return after
    ends = np.nanquantile(o.draws, ((1 - LEVEL) / 2, (1 + LEVEL) / 2), axis=0)
    return [_valley(sweep, count, o, k, ends[:, k]) for k in range(len(o.compute))] + after


def _valley(sweep, count, o, k, ends):
    group = o.groups[k]
    low, high = ends if len(group) > 3 else (None, None)  # three rows lie on their parabola
    x = np.log(group.parameters)
    curvature = np.polyfit(x - x.mean(), group.loss, 2)[0]
    numbers = map(float, (o.size[k], o.tokens[k], o.loss[k]))
    sizes = map(float, (group.parameters.min(), group.parameters.max()))
    return Valley(_name(sweep, count, o.compute[k]), sweep, count, float(o.compute[k]), len(group), *numbers, low, high,
                  float(curvature), *sizes, "no")  # fmt: skip


def _mean(values):
    return float(values.mean()) if np.isfinite(values).all() else None


def _name(*parts):
    return ", ".join(f"{part:.4g}" if isinstance(part, float) else str(part) for part in parts)


def surface_fit(sweep, count, rows, band):
    """The Fit of a surface to the rows near their valley, or None where they are too few."""
    rows = near(rows.take(~rows.later), band)
    if len(rows) < FEWEST_ROWS:
        return None
    found = surface_of(rows, FEW_DRAWS if band == BANDS[-1] else DRAWS)
    record = _record(sweep, count, SURFACE, band, rows, len(rows))
    record |= {"bend": found.lack_of_fit.p_value if found.lack_of_fit.degrees else None}
    record |= {"scatter": _robust(found.residuals), "unit": sweep.unit, "method": found.sampling.method}
    if not found.has_law:
        return Fit(**record)
    draws = found.sampling.draws[found.sampling.lawful]
    coordinates = np.column_stack([draws[:, 0], np.log(draws[:, 1:3]), draws[:, 3:]])
    asked = {name: attrgetter(name) for name in ("E", "A", "B", "alpha", "beta", "a")}
    asked |= {"gamma": attrgetter("frontier_exponent")}
    asked |= {name: partial(_ratio, C=C) for name, C in RATIOS.items()}
    for name, function in asked.items():
        record |= _ends(name, found.sampling.quantity(function))
    return Fit(**record | {"floor": _likelihood_ratio(found), "covariance": _upper(np.cov(coordinates.T))})


def _ratio(law, C):
    return law.optimum(C).tokens_per_parameter


def _likelihood_ratio(found):
    """p-value of a surface without floor against one with: half a chi-squared of one degree, E being at its bound."""
    by_form = {c.form: c.log_likelihood for c in information_criteria(found)}
    gain = by_form["E + A/N^alpha + B/D^beta"] - by_form["A/N^alpha + B/D^beta"]
    return 0.5 * chi_squared_tail(2 * gain, 1) if gain > 0 else 1.0


def frontier_fit(sweep, count, rows, band):
    """The Fit of a power law above a floor to the least losses, or None where fewer than four budgets have one."""
    rows = rows.take(~rows.later)
    try:
        if sweep.reading == FRONTIER:
            found = fit_table({"compute": rows.compute, "loss": rows.loss}, LAWS["floor"], bootstrap=0, level=LEVEL)
        else:
            rows = near(rows, band)
            found = frontier_of(rows).fit
    except (ScalingLawError, ValueError):
        return None
    draws = {name: np.asarray(values) for name, values in found.draws.items()}
    n = found.n
    record = _record(sweep, count, FRONTIER, band, rows, n)
    record |= {"scatter": _robust(found.residuals), "unit": sweep.unit, "method": found.method}
    record |= {"floor": float(max(np.mean(draws["floor"] <= 1e-3 * rows.loss.min()), 1 / (len(draws["floor"]) + 1)))}
    for name, law in (("E", "floor"), ("A", "amplitude"), ("gamma", "exponent")):
        record |= _ends(name, found.parameters[law])
    if sweep.reading != FRONTIER:
        record |= _valley_line(rows)
    sound = np.isfinite(draws["amplitude"]) & (draws["amplitude"] > 0)
    coordinates = np.column_stack([draws["floor"], np.log(np.where(sound, draws["amplitude"], 1.0)), draws["exponent"]])
    return Fit(**record | {"covariance": _upper(np.cov(coordinates[sound].T))})


def _valley_line(rows):
    """a and the ratios from the slopes of the valleys' lowest points (approach 2)."""
    try:
        found = fit_isoflop(Runs(rows.parameters, rows.tokens, rows.loss, flop=rows.compute), bootstrap=DRAWS)
    except (ScalingLawError, ValueError):
        return {}
    asked = {"a": found.parameters["a"]}
    asked |= {name: found.optimum(C)["tokens per parameter"] for name, C in RATIOS.items()}
    return {key: value for name, q in asked.items() for key, value in _ends(name, q).items()}


def _ends(name, q):
    ends = (q.low, q.high) if np.isfinite([q.low, q.high]).all() else (None, None)
    return {name: float(q.value), f"{name}_low": ends[0], f"{name}_high": ends[1]}


def _record(sweep, count, form, band, rows, n):
    """The part of a Fit that says what was fitted; its constants are unknown yet."""
    known = {"fit": _name(sweep.sweep, count, form, "all rows" if band is None else band), "sweep": sweep.sweep}
    known |= {"count": count, "form": form, "near": band, "n": n, "floor": None, "bend": None, "covariance": ""}
    columns = {"N": rows.parameters, "D": rows.tokens, "C": rows.compute, "L": rows.loss}
    for name, column in columns.items():
        finite = np.isfinite(column).all()
        known |= {f"{name}_low": float(column.min()) if finite else None}
        known |= {f"{name}_high": float(column.max()) if finite else None}
    return known | {f"{name}{end}": None for name in CONSTANTS for end in ("", "_low", "_high")}


def _robust(residuals):
    """Standard deviation by the median absolute deviation."""
    return float(np.median(np.abs(residuals - np.median(residuals))) * 1.4826)


def _upper(matrix):
    return " ".join(f"{value:.6g}" for value in matrix[np.triu_indices(len(matrix))])


def forecasts_of(sweep, count, rows, o, form, band, left_out):
    """The Forecast rows of one fit: one for each budget that it did not see, or one without target where it saw all.

    o : Optima of the sweep.
    """
    early, late = rows.take(~rows.later), rows.take(rows.later)
    targets = _targets(o, late)
    levels = sorted({t.compute for t in targets if not t.later})
    if len(levels) - left_out < 4:
        return []
    seen = levels[-1 - left_out]
    part = early.take(early.compute <= seen * 1.05)
    try:
        said, constants, n = _fitted(sweep, part, form, band)
    except (ScalingLawError, ValueError):
        return []
    make = partial(_forecast, sweep, count, form, band, left_out, seen, n, constants)
    asked = [t for t in targets if t.compute > seen * 1.05]
    return [make(t, said(t)) for t in asked] or [make(None, None)]


@dataclass(frozen=True)
class Target:
    """A budget to be forecast: where its best run lies, and the loss there."""

    compute: float
    size: float
    tokens: float
    loss: float
    later: bool


def _targets(o, late):
    later = [
        Target(float(C), float(late.parameters[late.compute == C].mean()), float(late.tokens[late.compute == C].mean()),
               float(late.loss[late.compute == C].mean()), True)
        for C in sorted(set(late.compute))
    ]  # fmt: skip
    early = [Target(*map(float, row), False) for row in zip(o.compute, o.size, o.tokens, o.loss, strict=True)]
    return early + later


def _fitted(sweep, rows, form, band):
    """(function of a Target to a Quantity, constants, n) of one fit."""
    if form == SURFACE:
        part = near(rows, band)
        if len(part) < FEWEST_ROWS:
            raise NoFit("too few rows near their valley")
        found = surface_of(part, 0)
        names = ("E", "A", "B", "alpha", "beta")
        constants = dict(zip(names, found.sampling.natural, strict=True))
        return lambda t: found.forecast(t.size, t.tokens), constants, len(part)
    if sweep.reading == FRONTIER:
        fit = fit_table({"compute": rows.compute, "loss": rows.loss}, LAWS[form], bootstrap=0, level=LEVEL)
    else:
        fit = frontier_of(near(rows, band), form, FEW_DRAWS).fit
    constants = fit.task.model.fixed | fit.natural
    return lambda t: fit.forecast(C=t.compute), constants, fit.n


def _forecast(sweep, count, form, band, left_out, seen, n, constants, target, q):
    name = _name(sweep.sweep, count, form, "all rows" if band is None else band, f"without {left_out}",
                 "nothing larger" if target is None else target.compute)  # fmt: skip
    ends = (None, None) if q is None or not np.isfinite([q.low, q.high]).all() else (q.low, q.high)
    return Forecast(
        name, sweep.sweep, count, form, band, left_out, float(seen), n,
        " ".join(f"{key}={value:.6g}" for key, value in constants.items()),
        None if target is None else target.compute, None if q is None else float(q.value), *ends,
        None if target is None else target.loss, "yes" if target is not None and target.later else "no",
    )  # fmt: skip
