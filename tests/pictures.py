"""What a picture draws, as numbers: the coordinates of its artists, and which columns of its data they hold.

A column may be drawn in another unit, by one of FACTORS (a share as per cent), as its power of ten, over several
panels, or as the half-length of bars of one or two standard errors.
"""

import numpy as np
from matplotlib.collections import LineCollection, PathCollection, PolyCollection
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon, Rectangle

from scaling_laws.quantity import Quantity

FACTORS = (1.0, 100.0, 0.01, 1e3, 1e-3, 1e-6, 1e-9, 1e-12, -1.0)
CLOSE = 1e-6  # relative


def coordinates(fig):
    """The numbers that a figure draws: one sorted array for each axes and direction, and for all panels in each."""
    found = {}
    for number, ax in enumerate(fig.axes):
        for artist in ax.get_children():
            if artist is ax.patch or not artist.get_visible():
                continue
            for direction, values in enumerate(_drawn(artist)):
                for place in ((number, direction), ("all", direction)):
                    found.setdefault(place, []).append(np.ravel(values))
            for direction, values in enumerate(_reach(artist)):
                found.setdefault(("bars", direction), []).append(values)
    return [np.sort(_finite(np.concatenate(parts))) for parts in found.values()]


def _drawn(artist):
    """x and y of what an artist draws; of a bar its ends."""
    if isinstance(artist, Line2D):
        return _numbers(artist.get_xdata()), _numbers(artist.get_ydata())
    if isinstance(artist, PathCollection):
        return tuple(np.ma.filled(artist.get_offsets(), np.nan).T)
    if isinstance(artist, LineCollection):
        points = np.concatenate(artist.get_segments()) if artist.get_segments() else np.empty((0, 2))
        return tuple(points.T)
    if isinstance(artist, PolyCollection):
        paths = [path.vertices for path in artist.get_paths()]
        return tuple(np.concatenate(paths).T) if paths else ((), ())
    if isinstance(artist, Rectangle):
        x, y, width, height = artist.get_x(), artist.get_y(), artist.get_width(), artist.get_height()
        return (x, x + width, x + width / 2, width), (y, y + height, y + height / 2, height)
    if isinstance(artist, Polygon):
        return tuple(artist.get_xy().T)
    if isinstance(artist, AxesImage):
        values = np.ma.filled(np.ma.asarray(artist.get_array(), dtype=float), np.nan)
        return values, ()
    return (), ()


def _reach(artist):
    """How far bars of error reach along x and y, as one standard error if they stand for one or for two."""
    if not isinstance(artist, LineCollection) or not artist.get_segments():
        return (), ()
    ends = np.array([(segment[0], segment[-1]) for segment in artist.get_segments()])
    half = np.abs(ends[:, 1] - ends[:, 0]) / 2
    return tuple(np.concatenate([half, half / 2]).T)


def _numbers(values):
    try:
        return np.asarray(values, dtype=float)
    except (TypeError, ValueError):
        return ()


def _finite(values):
    values = np.asarray(values, dtype=float)
    return values[np.isfinite(values)]


def column(values):
    """A column's finite numbers, None for a column of words."""
    numbers = [float(v) if isinstance(v, Quantity) else v for v in values]
    if not all(isinstance(v, (int, float, np.integer, np.floating)) and not isinstance(v, bool) for v in numbers):
        return None
    return _finite(numbers)


def holds(drawn, values):
    """Whether each of `values` is among the drawn ones, all by one of FACTORS or as a power of ten's exponent."""
    forms = [values * factor for factor in FACTORS]
    if (values > 0).all():
        forms.append(np.log10(values))
    return any(_among(drawn, form) for form in forms)


def _among(drawn, values):
    if not len(drawn):
        return not len(values)
    place = np.clip(np.searchsorted(drawn, values), 0, len(drawn) - 1)
    nearest = np.minimum(np.abs(drawn[place] - values), np.abs(drawn[np.maximum(place - 1, 0)] - values))
    return bool((nearest <= CLOSE * np.maximum(np.abs(values), 1e-12)).all())


def undrawn(figure):
    """The names of the figure's columns of numbers that none of its directions draws."""
    drawn = coordinates(figure.fig)
    columns = {name: column(values) for name, values in figure.data.items()}
    return [n for n, values in columns.items() if values is not None and not any(holds(d, values) for d in drawn)]
