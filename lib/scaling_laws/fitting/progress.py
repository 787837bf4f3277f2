"""A progress bar that stays away from work shorter than a second."""

from contextlib import contextmanager


@contextmanager
def reporter(total, shown, unit):
    """Yield a function that counts finished items, or None when nothing is to be shown."""
    if not shown:
        yield None
        return
    from tqdm import tqdm

    with tqdm(total=total, unit=f" {unit}", delay=1.0, leave=False) as bar:
        yield bar.update
