"""The Game of 24, played by a player who proposes moves at random and judges positions with errors.

Four numbers; a move takes two, combines them by + - * / and puts the result back; three moves must leave 24. A
position is alive if some sequence of moves still reaches 24. The player sees that only through a judge who calls a
live position alive with probability `hit` and a dead one with probability `false_alarm`.
"""

from functools import cache
from itertools import combinations

import numpy as np

from scaling_laws.errors import require_at_least, require_fraction
from scaling_laws.statistics import binomial, share

TARGET, TOLERANCE = 24.0, 1e-6
LARGEST_CARD = 13
SEED = 20230517
JUDGES = {  # chances of calling a live and a dead position alive
    "perfect": (1.0, 0.0),
    "good": (0.9, 0.1),
    "fair": (0.7, 0.1),
    "poor": (0.5, 0.2),
    "blind": (0.5, 0.5),
}


def moves(positions):
    """All positions after one move: (..., m) numbers to (..., moves, m - 1); six results for each pair."""
    m = positions.shape[-1]
    after = []
    for i, j in combinations(range(m), 2):
        x, y = positions[..., i], positions[..., j]
        rest = [positions[..., r] for r in range(m) if r not in (i, j)]
        with np.errstate(divide="ignore", invalid="ignore"):
            results = (x + y, x - y, y - x, x * y, x / y, y / x)
        after += [np.stack([np.where(np.isfinite(z), z, 1e9), *rest], axis=-1) for z in results]
    return np.stack(after, axis=-2)


def alive(puzzles):
    """Which positions are alive, by complete search: (p, 36), (p, 36, 18), and hits of the last move (p, 36, 18, 6)."""
    last = moves(moves(moves(np.asarray(puzzles, dtype=float))))[..., 0]
    hits = np.abs(last - TARGET) < TOLERANCE
    return hits.any(axis=(-1, -2)), hits.any(axis=-1), hits


@cache
def board(puzzles=200, seed=SEED):
    """A fixed set of solvable puzzles with their `alive` arrays."""
    rng = np.random.default_rng(seed)
    cards = np.sort(rng.integers(1, LARGEST_CARD + 1, (2 * puzzles, 4)), axis=1)
    first, second, hits = alive(cards)
    keep = np.flatnonzero(first.any(axis=1))[:puzzles]
    return first[keep], second[keep], hits[keep]


def blind(tries, puzzles=200):
    """Success of `tries` games played blindly, each checked at the end: mean over puzzles, exact."""
    p = board(puzzles)[2].mean(axis=(1, 2, 3))
    return float((1 - (1 - p) ** require_at_least("tries", tries, 1)).mean())


def search(breadth, hit, false_alarm, puzzles=200, repeats=5, seed=SEED):
    """Solved or not (repeats, puzzles) by breadth-first search: keep `breadth` positions after each move.

    Positions called alive are kept first, ties by lot; the last move is checked against the target.
    """
    require_fraction("hit", hit), require_fraction("false_alarm", false_alarm)
    rng = np.random.default_rng(seed)
    first, second, _ = (np.repeat(v[None], repeats, axis=0) for v in board(puzzles))
    kept = _keep(first, breadth, hit, false_alarm, rng)
    children = np.take_along_axis(second, kept[..., None], axis=2).reshape(*first.shape[:2], -1)
    last = _keep(children, breadth, hit, false_alarm, rng)
    return np.take_along_axis(children, last, axis=2).any(axis=2)


@cache
def solved(breadth, hit, false_alarm, repeats=2):
    """Success of `search` on the board, with the error of the simulation."""
    runs = search(breadth, hit, false_alarm, repeats=repeats)
    return share(runs.sum(), runs.size)


def _keep(live, breadth, hit, false_alarm, rng):
    called = rng.random(live.shape) < np.where(live, hit, false_alarm)
    order = np.argsort(-(called + rng.random(live.shape)), axis=-1)
    return order[..., : int(require_at_least("breadth", breadth, 1))]


def positions_seen(breadth):
    """Positions that a search of this breadth looks at: 36 after the first move, then 18 and 6 for each one kept."""
    return 36 + 18 * breadth + 6 * breadth


def keeps_live(live, total, hit, false_alarm):
    """Probability that the one position kept among `total` is alive, `live` of them being so; exact.

    The kept one is drawn among those called alive, or among all if none is.
    """
    x, y = np.arange(live + 1)[:, None], np.arange(total - live + 1)[None, :]
    weight = binomial(x, live, hit) * binomial(y, total - live, false_alarm)
    share = np.divide(x, x + y, out=np.full(weight.shape, live / total), where=x + y > 0)
    return float((weight * share).sum())


def search_narrow(hit, false_alarm, puzzles=200):
    """Success of a search of breadth one, exact: the check of `search`."""
    first, second, _ = board(puzzles)
    step = [keeps_live(n, 18, hit, false_alarm) for n in range(19)]
    total = []
    for row, children in zip(first, second):
        live = np.flatnonzero(row)
        chance = keeps_live(len(live), row.size, hit, false_alarm)
        total.append(chance * np.mean([step[int(children[i].sum())] for i in live]))
    return float(np.mean(total))
