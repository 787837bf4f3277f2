"""Independent pieces of work side by side, one to a processor, with results in order."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import TypeVar

VARIABLE = "SCALING_LAWS_THREADS"
MOST = 8
S = TypeVar("S")
T = TypeVar("T")


def processors() -> int:
    """Processors that this process may use, at most eight; the variable SCALING_LAWS_THREADS says fewer or more."""
    if os.environ.get(VARIABLE, "").isdigit():
        return max(1, int(os.environ[VARIABLE]))
    usable = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(os.cpu_count() or 1)
    return min(MOST, len(usable))


def in_order(function: Callable[[S], T], items: Iterable[S], threads: int | None = None) -> Iterator[T]:
    """`function(item)` for every item, in their order; items are drawn in this thread, little ahead of their use.

    NumPy lets go of the interpreter inside its loops, so that threads suffice. A single item is done at once.
    """
    items, threads = iter(items), threads or processors()
    first = list(islice(items, 2))
    if len(first) < 2 or threads == 1:
        yield from map(function, chain(first, items))
        return
    from concurrent.futures import ThreadPoolExecutor
    from contextvars import copy_context

    with ThreadPoolExecutor(threads) as pool:
        waiting: deque = deque()
        for item in chain(first, items):
            waiting.append(pool.submit(copy_context().run, function, item))
            if len(waiting) > threads:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
