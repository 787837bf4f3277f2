"""Two compressors of a text of sums: one remembers whole sums, the other the columns of written addition.

A sum is an ordered pair of three-digit numbers (leading zeros allowed), so there are a million. Both learners
read the same random sums and are asked others. The column learner keeps, per column, which answers it has seen for
two digits and a carry; it is told that columns exist, and nothing about what stands in them.
"""

from functools import cache

import numpy as np

from scaling_laws.errors import require_at_least

SEED = 1999
DIGITS = 3
PAIRS = 10 ** (2 * DIGITS)
TESTS = 2000
REPEATS = 12


def remembered(read):
    """Expected share of all sums that `read` random sums (drawn with replacement) contain.

    >>> round(float(remembered(1_000_000)), 3)
    0.632
    """
    return -np.expm1(require_at_least("read", read, 0) * np.log1p(-1 / PAIRS))


def _columns(a, b):
    """Index of (digit, digit, carry) in each column, least first: array (numbers, 3)."""
    columns, carry = [], np.zeros_like(a)
    for _ in range(DIGITS):
        x, y = a % 10, b % 10
        columns.append(200 * len(columns) + 20 * x + 2 * y + carry)
        carry, a, b = (x + y + carry) // 10, a // 10, b // 10
    return np.stack(columns, axis=-1)


@cache
def solved(read, seed=SEED):
    """Share of TESTS unseen sums that the column learner answers after `read` sums: array (REPEATS,)."""
    rng = np.random.default_rng([seed, read])
    shares = np.empty(REPEATS)
    for k in range(REPEATS):
        text, test = rng.integers(0, PAIRS, read), rng.integers(0, PAIRS, TESTS)
        known = np.zeros(200 * DIGITS, dtype=bool)
        known[_columns(text % 1000, text // 1000)] = True
        fresh = ~np.isin(test, text)
        shares[k] = known[_columns(test[fresh] % 1000, test[fresh] // 1000)].all(axis=1).mean()
    return shares


@cache
def _events():
    """Probabilities of the two carries, and the chance that column cells of one sum occur in another sum.

    Returns a list of (weight, pair and triple probabilities) over the carries into the second and third column.
    """
    x = np.arange(10)
    total = np.add.outer(x, x)
    up = {0: (total >= 10).mean(), 1: (total >= 9).mean()}  # chance of a carry out, given the carry in
    out = []
    for first in (0, 1):
        p1 = up[0] if first else 1 - up[0]
        for second in (0, 1):
            to = {c: (up[c] if second else 1 - up[c]) for c in (0, 1)}
            p2 = (1 - up[0]) * to[0] + up[0] * to[1]
            out.append((p1 * to[first], p1, p2, to[first]))
    return out


def expected_solved(read):
    """Closed form of the share that the column learner answers, by inclusion and exclusion over three columns.

    A cell of the first column occurs in a random sum with probability 1/100, of the later ones with 1/100 times the
    probability of its carry; cells of one sum that follow from each other's carries occur together more often.
    The tests that stand in the text are not taken out, an effect below one in a thousand here.
    """
    read = np.asarray(require_at_least("read", read, 0), float)

    def unseen(p):
        return (1 - p) ** read

    answer = 0.0
    for weight, p1, p2, to in _events():
        one, two, three = 1e-2, 1e-2 * p1, 1e-2 * p2
        first_two, last_two, outer = 1e-4, 1e-4 * p1, 1e-4 * to
        both = unseen(one + two - first_two) + unseen(two + three - last_two) + unseen(one + three - outer)
        every = unseen(one + two + three - first_two - last_two - outer + 1e-6)
        answer = answer + weight * (1 - unseen(one) - unseen(two) - unseen(three) + both - every)
    return answer


def read_for(share):
    """Least number of sums after which the column learner is expected to answer `share` of all sums."""
    low, high = 0, PAIRS
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if expected_solved(middle) < share else (low, middle)
    return high
