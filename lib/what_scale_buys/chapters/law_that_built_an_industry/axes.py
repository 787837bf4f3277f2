"""Plain numbers on the ticks of an axis, for ranges of less than a decade."""

from matplotlib.ticker import FixedFormatter, FixedLocator, NullLocator


def plain_ticks(axis, ticks):
    """Put plain decimal labels at `ticks` of a matplotlib axis and nothing between them."""
    axis.set_major_locator(FixedLocator(list(ticks)))
    axis.set_major_formatter(FixedFormatter([f"{tick:g}" for tick in ticks]))
    axis.set_minor_locator(NullLocator())
