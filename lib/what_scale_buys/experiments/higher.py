"""What the ladder reached a decade and a half higher, on an accelerator, against what was registered for it."""

import math

import numpy as np

from scaling_laws import statistics
from scaling_laws.fitting import Runs, fit_surface
from scaling_laws.quantity import estimate, exact

from .multiplier import LEVEL

WORLD, SERIES = "zipf1.5", "isoflop"
FIRST, LAST = 1e14, 1e15  # FLOP: the least and the largest budget asked about
LAWS = ("free", "true", "bend")
DRAWS = 2000
RESAMPLES = 500
COEFFICIENTS = 3  # of a parabola
METHOD = "parabola in ln N; runs redrawn with the scatter about the parabolas of the higher valleys"


def valleys(runs):
    """{budget in FLOP: finished IsoFLOP runs of the language}."""
    found = {}
    for run in runs:
        if (run.world, run.series, run.status) == (WORLD, SERIES, "done"):
            found.setdefault(run.budget, []).append(run)
    return dict(sorted(found.items()))


def parabola(runs):
    """Coefficients in ln N of the loss, highest power first, and the misfit of every run, in nats."""
    x = np.log([run.parameters for run in runs])
    losses = np.array([run.val_loss for run in runs])
    coefficients = np.polyfit(x, losses, COEFFICIENTS - 1)
    return coefficients, losses - np.polyval(coefficients, x)


def scatter(found):
    """Deviation of a run from the parabola of its valley, in nats, pooled over valleys {budget: runs}."""
    misfits = [parabola(runs)[1] for runs in found.values()]
    freedom = sum(len(misfit) - COEFFICIENTS for misfit in misfits)
    return math.sqrt(sum(float(misfit @ misfit) for misfit in misfits) / freedom)


def redrawn(runs, deviation):
    """(least loss, best size) of the parabola and of DRAWS parabolas through runs redrawn with a deviation in nats."""
    (a, b, c), _ = parabola(runs)
    x = np.log([run.parameters for run in runs])
    spread = np.polyfit(x, deviation * np.random.default_rng(0).standard_normal((len(x), DRAWS)), COEFFICIENTS - 1)
    return _vertex(a, b, c), _vertex(*(spread + np.array([[a], [b], [c]])))


def _vertex(a, b, c):
    return c - b**2 / (4 * a), np.exp(-b / (2 * a))


def _from(value, draws, unit, n):
    return estimate(value, *statistics.central(draws, LEVEL), method=METHOD, level=LEVEL, unit=unit, n=n)


def bridge(runs, higher):
    """Mean difference in per cent of the loss, accelerator minus processor, over the models trained on both."""
    ours = {run.run: run.val_loss for run in runs}
    apart = [100 * (run.val_loss / ours[run.run] - 1) for run in higher if run.run in ours]
    return statistics.mean(apart, "%", level=LEVEL) if len(apart) > 1 else None


def surface(runs, higher):
    """The surface with a free floor over the ladder's valleys of the language and the higher ones."""
    mine = [run for found in (valleys(runs), beyond(runs, higher)) for rows in found.values() for run in rows]
    columns = ([getattr(run, name) for run in mine] for name in ("parameters", "tokens", "val_loss"))
    return fit_surface(Runs(*columns, "nats/token"), loss="least squares", bootstrap=RESAMPLES, level=LEVEL)


def beyond(runs, higher):
    """Valleys of the higher runs at budgets above all of the ladder's."""
    top = max(valleys(runs), default=0.0)
    return {budget: rows for budget, rows in valleys(higher).items() if budget > top}


def answers(runs, higher):
    """{name of the expectation: Quantity, or None where runs are missing}."""
    found = beyond(runs, higher)
    if not runs or not {FIRST, LAST} <= found.keys():
        return {}
    deviation = scatter(found)
    bottoms = {budget: redrawn(found[budget], deviation) for budget in (FIRST, LAST)}
    answered = {"higher-bridge": bridge(runs, higher)}
    for budget, ((least, _), (draws, _)) in bottoms.items():
        reached = _from(least, draws, "nats/token", len(found[budget]))
        answered |= {f"higher-{law}-{budget:.0e}".replace("e+", "e"): reached for law in LAWS}
    (_, size), (_, sizes) = bottoms[LAST]
    answered["higher-size-1e15"] = _from(size, sizes, "parameters", len(found[LAST]))
    floor = surface(runs, higher).parameters["E"]
    answered["higher-floor"] = exact(found[LAST][0].entropy, "nats/token") - floor
    true = found[LAST][0].source_loss
    above = [(bottoms[FIRST][which][0] - true, bottoms[LAST][which][0] - true) for which in (0, 1)]
    slope, slopes = (np.log(low / high) / np.log(LAST / FIRST) for low, high in above)
    answered["higher-slope"] = _from(slope, slopes, "", len(found[FIRST]) + len(found[LAST]))
    return answered
