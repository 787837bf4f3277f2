"""Does a law bend where the rows do? The score test of `lack_of_fit`, for any law and any inputs."""

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from ..lack_of_fit import LEAST_LEFT, RUNS_PER_BEND, LackOfFit, chi_squared_tail

if TYPE_CHECKING:
    from .task import Task

MOST_INPUTS = 3


def bend_of(task: "Task", theta: np.ndarray) -> LackOfFit:
    """LackOfFit of a fit: along squares and products of the logarithms of the inputs that the law cannot take up."""
    slopes = task.slopes(theta)[:, task.moving(theta)]
    r = task.residuals(theta)
    pull = task.prior * task.problem.measure.slope((r + task.problem.observed)[None], task.problem.observed)[0]
    weight = np.sqrt(task.prior)
    bends, kept = _new(slopes * weight[:, None], _bends(task), weight)
    scores = bends * (pull / np.where(weight > 0, weight, 1.0))[:, None]
    if task.clusters is not None:
        scores = np.stack([np.bincount(task.clusters, weights=c) for c in scores.T], 1) if len(kept) else scores
    units, degrees = len(scores), len(kept)
    if degrees == 0 or units < slopes.shape[1] + RUNS_PER_BEND * degrees or not np.isfinite(scores).all():
        return LackOfFit(0.0, 0, 1.0, "")
    total = scores.sum(0)
    variance = scores.T @ scores * (units / (units - slopes.shape[1]))
    scale = np.sqrt(np.diag(variance))
    if np.any(scale <= 0) or np.max(np.abs(r)) < 1e-9:
        return LackOfFit(0.0, 0, 1.0, "")
    values, vectors = np.linalg.eigh(variance / np.outer(scale, scale))
    sound = values > 1e-10 * values[-1]
    along = vectors[:, sound].T @ (total / scale)
    statistic, degrees = float(np.sum(along**2 / values[sound])), int(sound.sum())
    return LackOfFit(
        statistic, degrees, chi_squared_tail(statistic, degrees), kept[int(np.argmax(np.abs(total) / scale))]
    )


def _bends(task):
    """[(words, (n,))] of squares and products of centred logarithms (or values, where some are not positive)."""
    logs = {}
    for name in task.model.inputs:
        column = np.asarray(task.data[name], dtype=float)
        values = np.log(column) if np.all(column > 0) else column
        if len(set(values.tolist())) > 2 and np.ptp(values) > 0:
            logs[name] = (values - values.mean()) / np.ptp(values)
    names = list(logs)[:MOST_INPUTS]
    found = [(f"with {_word(task, name)}", logs[name] ** 2) for name in names]
    pairs = combinations(names, 2)
    return found + [(f"with {_word(task, i)} and {_word(task, j)} together", logs[i] * logs[j]) for i, j in pairs]


def _word(task, name):
    return {"N": "model size", "D": "tokens", "C": "compute", "L": "loss"}.get(name, name)


def _new(slopes, bends, weight):
    """The weighted parts of the bends that the columns of `slopes` cannot take up, and their words."""
    scaled = slopes / np.maximum(np.abs(slopes).max(0), 1e-300) if slopes.shape[1] else slopes
    if not np.isfinite(scaled).all():
        return np.empty((len(slopes), 0)), []
    taken = np.linalg.qr(scaled)[0]
    columns, kept, basis = [], [], taken
    for words, bend in bends:
        column = bend * weight
        new = column - basis @ (basis.T @ column)
        if np.sum(new**2) > LEAST_LEFT * max(np.sum(column**2), 1e-300):
            columns.append(column - taken @ (taken.T @ column))
            kept.append(words)
            basis = np.linalg.qr(np.column_stack([basis, new]))[0]
    return np.array(columns).T.reshape(len(slopes), len(kept)), kept
