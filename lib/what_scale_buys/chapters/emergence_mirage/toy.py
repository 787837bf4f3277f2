"""Three small worlds: a family of models without any jump, a network that does jump, and a sum of many jumps."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from scaling_laws.errors import require_choice
from scaling_laws.statistics import clopper_pearson, standard_error

from ...accepted import refit
from .metrics import CHOICES, brier_skill, exact_match

SEED = 20260
FIRST, LAST, MODELS = 1e18, 1e26, 13  # training compute of the toy family, FLOP
FIRST_ERROR = 0.6  # per-token error of its smallest model
METRICS = ("token accuracy", "exact match", "edit similarity", "Brier skill")


@dataclass(frozen=True)
class Family:
    """Models whose per-token error is a power law of training compute: no threshold anywhere.

    exponent : of the error in compute; first_error : error of the smallest model.

    >>> family = Family(exponent=0.15)
    >>> float(family.error(FIRST))
    0.6
    """

    exponent: float
    first_error: float = FIRST_ERROR

    @property
    def compute(self):
        """Training compute of the models, FLOP."""
        return np.geomspace(FIRST, LAST, MODELS)

    def error(self, compute):
        return self.first_error * (np.asarray(compute) / FIRST) ** -self.exponent

    def accuracy(self, compute):
        return 1 - self.error(compute)

    def compute_for_match(self, score, length):
        """Compute at which exact match reaches `score`."""
        return FIRST * (-np.expm1(np.log(score) / length) / self.first_error) ** (-1 / self.exponent)


def family():
    """The toy family of the chapter; its exponent is that of reducible loss along the refitted Chinchilla frontier."""
    return Family(refit().frontier_exponent)


def closed_form(metric, p, length):
    """Expected score; for edit similarity the value without lucky shifts, a lower bound."""
    require_choice("metric", metric, METRICS)
    if metric == "exact match":
        return exact_match(p, length)
    return brier_skill(p) if metric == "Brier skill" else np.asarray(p, dtype=float)


@cache
def answers(length, items, seed=SEED):
    """Digits written and digits wanted, each of shape (models, items, length)."""
    rng = np.random.default_rng([seed, length, items])
    p = family().accuracy(family().compute)[:, None, None]
    wanted = rng.integers(0, CHOICES, (1, items, length))
    right = rng.random((len(p), items, length)) < p
    slip = rng.integers(1, CHOICES, right.shape)
    return np.where(right, wanted, (wanted + slip) % CHOICES), np.broadcast_to(wanted, right.shape)


def edit_distance(written, wanted):
    """Levenshtein distance along the last axis, for arrays of answers of equal length."""
    length = wanted.shape[-1]
    row = np.broadcast_to(np.arange(length + 1), wanted.shape[:-1] + (length + 1,)).copy()
    for i in range(length):
        previous, row = row, np.empty_like(row)
        row[..., 0] = i + 1
        change = np.minimum(previous[..., :-1] + (written[..., i : i + 1] != wanted), previous[..., 1:] + 1)
        for j in range(length):
            row[..., j + 1] = np.minimum(change[..., j], row[..., j] + 1)
    return row[..., -1]


@cache
def measured(metric, length, items, seed=SEED):
    """Score of each model on the test set, with its interval: arrays (score, low, high).

    Token accuracy and exact match: Clopper-Pearson; edit similarity: mean ± two standard errors; the Brier skill
    reads the stated probability, so that sampling adds nothing.
    """
    require_choice("metric", metric, METRICS)
    if metric == "Brier skill":
        score = brier_skill(family().accuracy(family().compute))
        return score, score, score
    written, wanted = answers(length, items, seed)
    right = written == wanted
    if metric == "edit similarity":
        similarity = 1 - edit_distance(written, wanted) / length
        mean, half = similarity.mean(axis=1), 2 * standard_error(similarity, axis=1)
        return mean, np.clip(mean - half, 0, 1), np.clip(mean + half, 0, 1)
    right = right.all(axis=2) if metric == "exact match" else right.reshape(len(right), -1)
    hits, n = right.sum(axis=1), right.shape[1]
    return hits / n, *clopper_pearson(hits, n)


SCORES, FORMS = ("exact match", "token accuracy"), ("power law of the error", "line in the log odds")


def forecasts(seen=5, target=1e24, length=10, items=200, repeats=400, seed=SEED):
    """Predict exact match at `target` from the `seen` smallest models, by two scores and two forms of curve.

    The family follows the first form: the token error is a power law of compute, and exact match is its power. The
    second form is a straight line of the score's log odds in log compute (half a success added). Returns the truth and
    {(score, form): predicted exact match on `repeats` simulated test sets}.
    """
    rng = np.random.default_rng(seed)
    world = family()
    compute = world.compute[:seen]
    p, x, to = world.accuracy(compute), np.log10(compute), np.log10(target)
    hits = rng.binomial(items, exact_match(p, length), (repeats, seen))
    wrong = rng.binomial(items * length, 1 - p, (repeats, seen))
    law = np.exp(_extrapolate(x, np.log((wrong + 0.5) / (items * length + 1)), to))
    odds = np.log((items * length - wrong + 0.5) / (wrong + 0.5))
    found = {
        ("exact match", FORMS[0]): exact_match(1 - error_from_matches(hits, x, to, length, items), length),
        ("exact match", FORMS[1]): _logistic(_extrapolate(x, np.log((hits + 0.5) / (items - hits + 0.5)), to)),
        ("token accuracy", FORMS[0]): exact_match(1 - np.clip(law, 0, 1), length),
        ("token accuracy", FORMS[1]): exact_match(_logistic(_extrapolate(x, odds, to)), length),
    }
    return float(exact_match(world.accuracy(target), length)), found


def error_from_matches(hits, x, to, length, items, rounds=40):
    """Token error at `to` by maximum likelihood from exact matches alone, if it is 10^(level - slope x).

    hits : answers fully right of `items`, shape (repeats, models); x, to : log10 compute. Fisher scoring from a least
    squares line through the implied errors.
    """
    centred = x - x.mean()
    implied = np.log(1 - ((hits + 0.5) / (items + 1)) ** (1 / length))
    level, slope = implied.mean(axis=1), implied @ centred / (centred @ centred)
    for _ in range(rounds):
        error = np.exp(np.minimum(level[:, None] + slope[:, None] * centred, -1e-3))
        right = exact_match(1 - error, length)
        moved = -length * error / (1 - error) * right  # derivative of the match in the log error
        weight = items / (right * (1 - right))
        residual = (hits - items * right) / items * weight * moved
        information = weight * moved**2
        i0, i1, i2 = (information @ centred**power for power in range(3))
        g0, g1 = residual.sum(axis=1), residual @ centred
        determinant = i0 * i2 - i1**2
        level = level + np.clip((i2 * g0 - i1 * g1) / determinant, -0.5, 0.5)
        slope = slope + np.clip((i0 * g1 - i1 * g0) / determinant, -0.3, 0.3)
    return np.exp(np.minimum(level + slope * (to - x.mean()), 0))


def _logistic(log_odds):
    return 1 / (1 + np.exp(-log_odds))


def _extrapolate(x, y, to):
    """Least-squares line through the columns of y, read at `to`."""
    centred = x - x.mean()
    return y.mean(axis=1) + (y @ centred / (centred @ centred)) * (to - x.mean())


PARITY = {"bits": 20, "subset": 3, "width": 96, "rate": 0.35, "batch": 96, "steps": 1400, "every": 40}


@cache
def parity_run(seed):
    """Train a small network by gradient descent on the parity of three hidden bits among twenty.

    Every batch is fresh, so there is nothing to memorise. Returns arrays (step, test loss in nats, test accuracy).
    Source of the task: Barak et al. 2022.
    """
    s = PARITY
    rng = np.random.default_rng([SEED, seed])
    weights = rng.normal(0, s["bits"] ** -0.5, (s["bits"], s["width"]))
    bias, out = np.zeros(s["width"]), rng.normal(0, s["width"] ** -0.5, s["width"])
    test, target = _parity_batch(rng, 1500)
    steps, losses, accuracy = [], [], []
    for step in range(s["steps"] + 1):
        if step % s["every"] == 0:
            margin = target * (np.maximum(test @ weights + bias, 0) @ out)
            steps.append(step), losses.append(np.logaddexp(0, -margin).mean()), accuracy.append((margin > 0).mean())
        x, y = _parity_batch(rng, s["batch"])
        pre = x @ weights + bias
        hidden = np.maximum(pre, 0)
        slope = -y / (1 + np.exp(y * (hidden @ out))) / s["batch"]
        back = np.outer(slope, out) * (pre > 0)
        out = out - s["rate"] * (hidden.T @ slope)
        weights, bias = weights - s["rate"] * (x.T @ back), bias - s["rate"] * back.sum(axis=0)
    return np.array(steps), np.array(losses), np.array(accuracy)


def _parity_batch(rng, size):
    x = rng.choice([-1.0, 1.0], (size, PARITY["bits"]))
    return x, np.prod(x[:, : PARITY["subset"]], axis=1)


def quanta(scale, exponent=0.15, sharpness=8.0, skills=20_000):
    """Mean loss of a world of sharp skills met with Zipf frequencies, and the state of each skill.

    Skill k is met with frequency proportional to k^-(1 + exponent) and is learned, sharply, once `scale` exceeds k.
    Skills beyond the last are summed by the integral of their frequencies. Returns (mean loss in [0, 1], unlearned
    share of shape (skills, scales)). Source of the idea: Michaud et al. 2023.
    """
    k = np.arange(1, skills + 1)[:, None]
    frequency = k ** -(1.0 + exponent)
    missing = 1 / (1 + (np.asarray(scale, dtype=float)[None, :] / k) ** sharpness)
    tail = (skills + 0.5) ** -exponent / exponent
    return ((frequency * missing).sum(axis=0) + tail) / (frequency.sum() + tail), missing
