"""A progress bar that stays away from work shorter than a second."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec


@contextmanager
def reporter(total: int, shown: bool, unit: str) -> Iterator[Callable[[int], object] | None]:
    """Yield a function that counts finished items, or None when nothing is to be shown.

    Without tqdm (the extra `progress`) nothing is shown.
    """
    if not shown or find_spec("tqdm") is None:
        yield None
        return
    from tqdm import tqdm

    with tqdm(total=total, unit=f" {unit}", delay=1.0, leave=False) as bar:
        yield bar.update
