"""A figure with controls: declared once, live under a kernel, precomputed on the plain website.

Saving a whole picture per state is slow and heavy. Here the picture is drawn once; each state stores only
the path data and texts of the artists that move. The same strings feed the widget in a notebook
and the small script `assets/explorable.js` on the site, so both show the same thing.
"""

import json
import re
from dataclasses import dataclass
from functools import cached_property
from html import escape
from itertools import product

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Text as MplText

from scaling_laws.errors import InvalidArgument, require_choice
from scaling_laws.formatting import typeset

from .figure import caption_html, check_name, check_sentence
from .html import with_label
from .style import legible
from .svg import columns, part, render
from .viewer import dressed, on_site, width

BUTTONS = 3  # a choice among so few values is made with buttons, one among more with a slider
_FAR = 4000.0  # points; farther than this is outside every picture, whatever the clip


@dataclass(frozen=True)
class Control:
    """One slider, or buttons where the values are few: key, label, values in order, how each is written, the first.

    key : str
        Name of the keyword argument that `move` receives.
    values : tuple
        At least two values, in the order of the slider.
    write : callable
        Value to text, shown next to the slider and spoken.
    default : object
        One of `values`.
    """

    key: str
    label: str
    values: tuple
    write: object = str
    default: object = None

    def __post_init__(self):
        object.__setattr__(self, "values", tuple(self.values))
        if len(self.values) < 2:
            raise InvalidArgument("values", self.values, "at least two values to choose from")
        if self.default is None:
            object.__setattr__(self, "default", self.values[0])
        require_choice("default", self.default, self.values)

    @property
    def start(self):
        return self.values.index(self.default)

    @property
    def texts(self):
        return [str(self.write(value)) for value in self.values]


class Explorable:
    """A picture whose named artists move with the state of its controls.

    name : str
        Lower-case words joined by hyphens; unique in its chapter.
    title : str
        What the reader can try, as a short heading.
    controls : sequence of Control
    draw : callable
        `draw() -> (fig, artists)`: the fixed frame and a dict of the artists that move. Lines (no markers),
        filled patches and texts can move; see `dots` for points.
    move : callable
        `move(artists, **state) -> str`: put the artists into a state, return the spoken summary of it.
    caption : str
    """

    def __init__(self, name, title, *, controls, draw, move, caption):
        check_name(name)
        check_sentence("caption", caption, number=False)
        if not controls:
            raise InvalidArgument("controls", controls, "at least one Control")
        self.name, self.title, self.caption = name, title, str(caption)
        self.controls, self._draw, self._move = tuple(controls), draw, move

    @cached_property
    def _scene(self):
        fig, artists = self._draw()
        self._move(artists, **{c.key: c.default for c in self.controls})
        for key, artist in artists.items():
            artist.set_gid(key)
        legible(fig)
        fig.draw_without_rendering()  # settle the layout once; it must not depend on the state
        fig.set_layout_engine("none")
        plt.close(fig)
        return fig, artists

    @cached_property
    def template(self):
        """The picture with one slot `{key}` per moving artist, as (svg, order of keys)."""
        fig, artists = self._scene
        self._move(artists, **{c.key: c.default for c in self.controls})
        svg = render(fig, self.name, keep=artists)
        for key, artist in artists.items():
            svg = _open_slot(svg, f"{self.name}-{key}", key, artist)
        return svg

    @cached_property
    def _cuts(self):
        """Where a phone may part the panels."""
        fig, artists = self._scene
        self._move(artists, **{c.key: c.default for c in self.controls})
        return columns(fig)

    def state(self, **values):
        """What one state shows: `{"summary": sentence, artist key: path data or text}`.

        Raises
        ------
        InvalidArgument
            If a value is not one of its control's values, or a name is not a control's key.
        """
        keys = {c.key for c in self.controls}
        for key in values:
            require_choice("control", key, sorted(keys))
        chosen = {c.key: require_choice(c.key, values.get(c.key, c.default), c.values) for c in self.controls}
        fig, artists = self._scene
        summary = self._move(artists, **chosen)
        check_sentence("summary", summary)
        height = fig.get_figheight() * 72
        return {"summary": str(summary)} | {key: _trace(artist, height) for key, artist in artists.items()}

    def states(self):
        """All states in row-major order of the controls."""
        names = [c.key for c in self.controls]
        return [self.state(**dict(zip(names, values))) for values in product(*(c.values for c in self.controls))]

    @cached_property
    def payload(self):
        """The states as compact JSON: per moving part its distinct strings and, per state, which one."""
        states = [state | {"summary": typeset(state["summary"])} for state in self.states()]
        parts = {}
        for key in states[0]:
            distinct = {}
            index = [distinct.setdefault(state[key], len(distinct)) for state in states]
            parts[key] = {"values": list(distinct), "index": index}
        controls = [{"key": c.key, "texts": c.texts, "start": c.start} for c in self.controls]
        text = json.dumps({"controls": controls, "parts": parts}, ensure_ascii=False, separators=(",", ":"))
        return text.replace("</", "<\\/")

    def picture(self, state):
        """The SVG of one state, with its summary as spoken text."""
        svg = self.template
        for key, artist in self._scene[1].items():
            svg = svg.replace(_slot(key), _slot_content(artist, state[key]))
        return with_label(svg, typeset(state["summary"]))

    def html(self, live=True):
        """The static form. `live=False` leaves out controls and states (a stored notebook output)."""
        state = self.state()
        picture = self.picture(state)
        if on_site():
            picture = part(picture, self.name, self._cuts)
        controls = self._controls_html() if live else ""
        script = f'<script type="application/json" class="sl-states">{self.payload}</script>' if live else ""
        return (
            f'<figure class="sl-figure sl-explorable" id="fig-{self.name}" data-name="{self.name}"'
            f' style="max-width:{width(frame=2)}"><p class="sl-title">{escape(self.title)}</p>{controls}'
            f'{picture}<p class="sl-summary" aria-live="polite">{escape(typeset(state["summary"]))}</p>'
            f"<figcaption>{caption_html(self.caption, self._cuts)}</figcaption>{script}</figure>"
        )

    def _controls_html(self):
        # Outputs as wide as the longest text keep the sliders beside them from moving under the hand.
        widest = max(len(text) for c in self.controls for text in c.texts)
        rows = "".join(self._buttons(c) if len(c.values) <= BUTTONS else self._slider(c, widest) for c in self.controls)
        return (
            f'<form class="sl-controls" autocomplete="off">{rows}'
            f'<p class="sl-actions"><button type="reset">Reset</button>'
            f'<a class="sl-link" href="#fig-{self.name}">Link to this state</a></p></form>'
            f'<p class="sl-static">This picture has controls that need JavaScript; it shows its first state.</p>'
        )

    def _slider(self, control, widest):
        name, said = f"{self.name}-in-{control.key}", escape(control.texts[control.start], quote=True)
        return (
            f'<div class="sl-control"><label for="{name}">{escape(control.label)}</label>'
            f'<input type="range" id="{name}" data-key="{control.key}" min="0" max="{len(control.values) - 1}"'
            f' step="1" value="{control.start}" aria-valuetext="{said}">'
            f'<output for="{name}" style="min-width:{widest}ch">{said}</output></div>'
        )

    def _buttons(self, control):
        name = f"{self.name}-in-{control.key}"
        choices = "".join(
            f'<label><input type="radio" name="{name}" data-key="{control.key}" value="{i}"'
            f"{' checked' * (i == control.start)}>{escape(text)}</label>"
            for i, text in enumerate(control.texts)
        )
        return (
            f'<fieldset class="sl-control sl-choice"><legend>{escape(control.label)}</legend>'
            f"<div>{choices}</div></fieldset>"
        )

    def widget(self):
        """The live form: ipywidgets sliders, or buttons, over the same states."""
        import ipywidgets as widgets

        picture, summary = widgets.HTML(), widgets.HTML()
        controls = {c.key: _live(c) for c in self.controls}

        def show(_change=None):
            state = self.state(**{key: control.value for key, control in controls.items()})
            picture.value = f'<div style="max-width:40rem">{self.picture(state)}</div>'
            summary.value = f'<p role="status">{escape(state["summary"])}</p>'

        for control in controls.values():
            control.observe(show, "value")
        show()
        title = widgets.HTML(f"<b>{escape(self.title)}</b>")
        caption = widgets.HTML(f"<small>{escape(self.caption)}</small>")
        return widgets.VBox([title, *controls.values(), picture, summary, caption])

    def _repr_mimebundle_(self, include=None, exclude=None):
        plain = {"text/plain": self.state()["summary"]}
        if on_site():
            return plain | {"text/html": self.html()}
        bundle = self.widget()._repr_mimebundle_()
        view = {key: value for key, value in bundle.items() if "widget-view" in key}
        return plain | {"text/html": dressed(self.html(live=False))} | view

    def __repr__(self):
        return self.state()["summary"]


def _live(control):
    """The widget of a control. Radio buttons, not toggle buttons: a screen reader says which of them is chosen."""
    import ipywidgets as widgets

    few = len(control.values) <= BUTTONS
    return (widgets.RadioButtons if few else widgets.SelectionSlider)(
        options=list(zip(control.texts, control.values)),
        value=control.default,
        description=control.label,
        style={"description_width": "initial"},
        layout={"width": "95%"},
        **{"orientation": "horizontal"} if few else {"continuous_update": True},
    )


def dots(ax, size=6, **kwargs):
    """A line artist whose points are drawn as round dots and may move: feed it with `place_dots`."""
    (line,) = ax.plot([0, 0], [0, 0], linewidth=size, solid_capstyle="round", **kwargs)
    return line


def place_dots(line, x, y):
    """Move the dots of `dots` to (x, y)."""
    x, y = np.atleast_1d(x).astype(float), np.atleast_1d(y).astype(float)
    gap = np.full(x.shape, np.nan)
    line.set_data(np.column_stack([x, x, gap]).ravel(), np.column_stack([y, y, gap]).ravel())


def band(ax, **kwargs):
    """A filled patch between two curves that may move: feed it with `place_band`."""
    (patch,) = ax.fill([0, 1, 1], [0, 0, 1], **kwargs)
    return patch


def place_band(patch, x, low, high):
    """Move the band of `band` to lie between `low` and `high` over `x`."""
    x, low, high = (np.asarray(v, dtype=float) for v in (x, low, high))
    patch.set_xy(np.column_stack([np.concatenate([x, x[::-1]]), np.concatenate([low, high[::-1]])]))


def _slot(key):
    return f"%%{key}%%"


def _open_slot(svg, gid, key, artist):
    """Replace what matplotlib wrote for a moving artist by one element with a slot."""
    group = re.search(rf'<g id="{re.escape(gid)}">(.*?)</g>', svg, flags=re.S)
    drawn = group and re.search(r"<(path|text) ([^>]*?)/?>", group.group(1))
    if not drawn:
        raise InvalidArgument("artists", key, "visible in the default state, and a line, filled patch or text")
    tag, attributes = drawn.groups()
    attributes = re.sub(r' ?\b[dxy]="[^"]*"', "", attributes).strip()
    return svg.replace(group.group(), f'<{tag} data-part="{key}" {attributes} {_slot(key)}</{tag}>', 1)


def _slot_content(artist, value):
    if isinstance(artist, MplText):
        x, y, text = value.split(" ", 2)
        return f'x="{x}" y="{y}">{escape(text)}'
    return f'd="{value}">'


def _trace(artist, height):
    """Path data of a line or patch, or 'x y text' of a text, in points from the top left."""
    if isinstance(artist, MplText):
        x, y = artist.get_transform().transform(artist.get_position())
        return f"{x:.1f} {height - y:.1f} {artist.get_text()}"
    if isinstance(artist, Line2D):
        points, closed = artist.get_transform().transform(artist.get_xydata()), False
    elif isinstance(artist, Patch):
        points = artist.get_transform().transform(artist.get_path().vertices)
        closed = True
    else:
        raise InvalidArgument("artists", type(artist).__name__, "a line, a filled patch or a text")
    return _path_data(points, height, closed)


def _path_data(points, height, closed):
    """Relative path commands in tenths of a point: they repeat between states, so they compress."""
    pieces, pen = [], np.zeros(2, dtype=int)
    points = np.column_stack([points[:, 0], height - points[:, 1]])
    visible = np.isfinite(points).all(axis=1)
    tenths = np.rint(10 * np.clip(np.where(visible[:, None], points, 0), -_FAR, _FAR)).astype(int)
    for run in np.split(np.arange(len(tenths)), np.flatnonzero(np.diff(visible)) + 1):
        if len(run) and visible[run[0]]:
            steps = np.diff(tenths[run], axis=0, prepend=pen[None])
            pieces.append("m" + _pair(steps[0]) + ("l" + "".join(map(_pair, steps[1:])) if len(run) > 1 else ""))
            pen = tenths[run[-1]]
    return "".join(pieces) + ("z" if closed and pieces else "")


def _pair(step):
    return "".join(_tenth(v) for v in step)


def _tenth(v):
    text = f"{v / 10:g}"
    return text if v < 0 else f" {text}"
