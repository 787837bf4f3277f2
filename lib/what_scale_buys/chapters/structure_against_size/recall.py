"""Facts in weights against facts in an index, and a rule against both.

A fact is a random key and one of V values. The parametric memory adds every fact into one matrix and reads the value
with the highest score. The index keeps every key and answers with the value of the nearest one. Keys have independent
normal entries of variance one over their dimension, so that the scores, given the question, are exactly normal and the
chance of a right answer is an integral.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaincinv, ndtr

from scaling_laws.errors import InvalidArgument, require_at_least, require_nonnegative
from scaling_laws.statistics import standard_error

DIMENSION, VALUES = 64, 16
SEED, REPEATS = 20211208, 24
LOADS = (16, 64, 128, 256, 512, 1024, 2048)
TERMS = 20  # sums are of two whole numbers below it
SEEN = 0.2  # share of the sums that is stored in the example
_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(80)
_WEIGHTS = _WEIGHTS / _WEIGHTS.sum()
_QUANTILES = (np.arange(80) + 0.5) / 80


@dataclass(frozen=True)
class Memory:
    """dimension : of the keys. values : how many answers there are. blur : noise of a question over its key."""

    dimension: int = DIMENSION
    values: int = VALUES
    blur: float = 0.0

    def __post_init__(self):
        require_at_least("dimension", self.dimension, 2), require_at_least("values", self.values, 2)
        require_nonnegative("blur", self.blur)

    @property
    def weights(self):
        """Numbers held by the parametric memory; also its multiplications per question."""
        return self.dimension * self.values

    def index_numbers(self, facts):
        """Numbers held by the index; also its multiplications per question, if every key is compared."""
        return self.dimension * facts

    def _own(self):
        """Length of the question times the part of the key that it shows, at equally likely quantiles; its noise."""
        stretch = 1 + self.blur**2
        length = np.sqrt(2 * gammaincinv(self.dimension / 2, _QUANTILES) * stretch / self.dimension)
        return length / stretch, self.blur**2 / stretch / self.dimension

    def recall_in_weights(self, facts):
        """Chance that the matrix names the right value of a stored fact; `facts` is a multiple of `values`.

        The right value's score is normal around the length of the question, with the noise of the other facts of the
        same value; each other value's score is normal around zero with the noise of its facts.
        """
        per_value = self._per_value(facts)
        centre, blur = self._own()
        right = np.sqrt((per_value - 1) / self.dimension + blur)
        other = np.sqrt(per_value / self.dimension)
        score = centre[:, None] + right * _NODES
        return float((ndtr(score / other) ** (self.values - 1) @ _WEIGHTS).mean())

    def recall_in_index(self, facts):
        """Chance that the nearest key has the right value; a wrong neighbour has it by luck."""
        per_value = self._per_value(facts)
        centre, blur = self._own()
        score = (centre[:, None] + np.sqrt(blur) * _NODES) * np.sqrt(self.dimension)
        found = float((ndtr(score) ** (facts - 1) @ _WEIGHTS).mean())
        return found + (1 - found) * (per_value - 1) / (facts - 1)

    def _per_value(self, facts):
        if facts % self.values or facts < self.values:
            raise InvalidArgument("facts", facts, f"a positive multiple of {self.values}")
        return facts // self.values


def simulate(memory, facts, repeats=REPEATS, seed=SEED):
    """Share recalled from weights and from the index, mean and standard error over `repeats` sets of facts."""
    rng = np.random.default_rng([seed, facts, memory.dimension])
    value = np.arange(facts) % memory.values
    asked = min(facts, 64)
    runs = np.empty((repeats, 2))
    for i in range(repeats):
        keys = rng.normal(size=(facts, memory.dimension)) / np.sqrt(memory.dimension)
        noise = rng.normal(size=(asked, memory.dimension)) * memory.blur / np.sqrt(memory.dimension)
        question = keys[:asked] + noise
        question /= np.linalg.norm(question, axis=1, keepdims=True)
        matrix = np.array([keys[value == v].sum(axis=0) for v in range(memory.values)])
        named = (question @ matrix.T).argmax(axis=1)
        nearest = value[(question @ keys.T).argmax(axis=1)]
        runs[i] = (named == value[:asked]).mean(), (nearest == value[:asked]).mean()
    return runs.mean(axis=0), standard_error(runs)


def capacity(memory, target=0.9):
    """Most facts that the matrix recalls with at least that chance, in steps of one fact per value."""
    low, high = 1, 2
    while memory.recall_in_weights(high * memory.values) >= target:
        high *= 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if memory.recall_in_weights(middle * memory.values) >= target else (low, middle)
    return low * memory.values


def sums(seen, terms=TERMS, seed=SEED):
    """Share of all sums a + b, a and b below `terms`, answered from a share `seen` of them as stored cases.

    Returns (by the nearest stored case, by a rule fitted with one number per term). An index answers a stored sum
    rightly; for any other the nearest case shares one term and so has another answer. The rule is least squares on
    which a and which b occur, rounded. A sum that the stored cases do not determine counts as unanswered: there the
    fit of least norm would only guess, often half-way between two whole numbers, where the last bit decides.
    """
    design, answer = _additions(terms)
    stored = _stored(seen, len(answer), seed)
    rule = np.linalg.lstsq(design[stored], answer[stored].astype(float), rcond=None)[0]
    right = determined(design, design[stored]) & (np.rint(design @ rule) == answer)
    return float(stored.mean()), float(right.mean())


def _additions(terms):
    """All sums of two numbers below `terms`: design (terms², 2 terms), one where a term occurs, and the answers."""
    a, b = (part.ravel() for part in np.indices((terms, terms)))
    return np.hstack([np.eye(terms)[a], np.eye(terms)[b]]), a + b


def _stored(seen, cases, seed):
    """Which cases are stored: a random share `seen` of them, as a mask."""
    order = np.random.default_rng(seed).permutation(cases)
    return np.isin(np.arange(cases), order[: int(round(seen * cases))])


def determined(rows, stored):
    """Whether each row lies in the row space of the stored ones, so that every exact fit gives it the same answer.

    rows : (m, k), stored : (n, k), of the design of `sums`. What is left of a row beside that space is rounding, or has
    an entry of at least one over the k terms: the tolerance lies far from both.
    """
    weights = np.linalg.lstsq(stored.T, rows.T, rcond=None)[0]
    return np.abs(rows - weights.T @ stored).max(axis=1) < 1e-6
