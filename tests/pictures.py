"""What a picture draws, as numbers: the coordinates of its artists, and which columns of its data they hold.

A column may be drawn in another unit, by one of FACTORS (a share as per cent), as its power of ten, over several
panels, or as the half-length of bars of one or two standard errors.
"""

import json
import re
from collections import Counter

import numpy as np
from matplotlib.collections import LineCollection, PathCollection, PolyCollection
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Polygon, Rectangle
from matplotlib.text import Text

from scaling_laws.quantity import Quantity

FACTORS = (1.0, 100.0, 0.01, 1e3, 1e-3, 1e-6, 1e-9, 1e-12, -1.0)
CLOSE = 1e-6  # relative
POINT = 1.0  # what may lie outside a frame: the width of a line


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


def leaving(fig):
    """How many artists of each kind draw a point outside the frame of their panel, where nobody sees it."""
    kinds = Counter()
    for ax in fig.axes:
        for artist in ax.get_children():
            points = _on_the_page(artist)
            if artist is ax.patch or not artist.get_visible() or not len(points):
                continue
            frame = (ax.bbox if artist.get_clip_on() else fig.bbox).padded(POINT)
            if not _within(frame, points[np.isfinite(points).all(axis=1)]):
                kinds[_kind(artist)] += 1
    return dict(kinds)


def _on_the_page(artist):
    """The points that an artist draws, in points from the lower left of the figure; of words and axes none."""
    if isinstance(artist, Line2D):
        return artist.get_transform().transform(artist.get_xydata())
    if isinstance(artist, PathCollection):
        return artist.get_offset_transform().transform(np.ma.filled(artist.get_offsets().astype(float), np.nan))
    if isinstance(artist, (LineCollection, PolyCollection)):
        corners = [path.vertices for path in artist.get_paths()]
        return artist.get_transform().transform(np.concatenate(corners)) if corners else ()
    if isinstance(artist, Patch):
        return artist.get_transform().transform(artist.get_path().vertices)
    return ()


def _kind(artist):
    if isinstance(artist, Line2D):
        return "curve" if artist.get_marker() in ("None", None, "", " ") else "points"
    kinds = {PathCollection: "points", LineCollection: "interval", PolyCollection: "band", Patch: "bar"}
    return next(kind for made, kind in kinds.items() if isinstance(artist, made))


def _within(frame, points):
    return bool(((points >= frame.min) & (points <= frame.max)).all())


def cut(figure):
    """The texts of a figure, those of ticks in view among them, that its edge cuts."""
    fig = figure.svg and figure.fig  # as the page has it: each drawing moves the layout a little
    texts = [text for text in fig.findobj(Text) if text.get_visible() and text.get_text().strip()]
    ticks = [tick for ax in fig.axes for axis in (ax.xaxis, ax.yaxis) for tick in _ticks(axis)]
    hidden = {label for tick, seen in ticks if not seen for label in (tick.label1, tick.label2)}
    boxes = {text: Text.get_window_extent(text) for text in texts if text not in hidden}
    edge = fig.bbox.padded(POINT)
    return [text.get_text() for text, box in boxes.items() if box.width and not _within(edge, box.get_points())]


def _ticks(axis):
    """Each tick of an axis, and whether it is in view."""
    seen = axis._update_ticks()
    return [(tick, tick in seen) for tick in (*axis.majorTicks, *axis.minorTicks)]


def lost(explorable):
    """What some state of an explorable hides: dots outside their panel, texts cut by an edge or where panels part."""
    fig, artists = explorable._scene
    said = {key: part["values"] for key, part in json.loads(explorable.payload)["parts"].items()}
    found = {}
    for key, artist in artists.items():
        if isinstance(artist, Text):
            found[key] = [value for value in said[key] if not _fits(artist, value, fig, explorable._cuts)]
        elif isinstance(artist, Line2D) and artist.get_solid_capstyle() == "round":
            frame = artist.axes.bbox.padded(POINT)
            found[key] = [path for path in said[key] if not _within(frame, _absolute(path, fig))]
    return {key: values for key, values in found.items() if values}


def _fits(artist, value, fig, cuts):
    """Whether the words of a state, 'x y text' in points from the top left, are wholly in one panel of the picture."""
    x, y, words = value.split(" ", 2)
    artist.set_text(words)
    left, low = artist.get_transform().transform(artist.get_position())
    box = artist.get_window_extent().translated(float(x) - left, fig.bbox.height - float(y) - low)
    whole = _within(fig.bbox.padded(POINT), box.get_points()) and not any(box.x0 < cut < box.x1 for cut in cuts)
    return whole or not words.strip()


def _absolute(path, fig):
    """Relative commands 'm x y l dx dy …' as points from the lower left."""
    steps = np.array(re.findall(r"-?[\d.]+", path), dtype=float).reshape(-1, 2)
    return [0, fig.bbox.height] + np.cumsum(steps, axis=0) * [1, -1]
