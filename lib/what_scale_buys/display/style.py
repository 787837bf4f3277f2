"""Colours by meaning and one look for every chart.

A colour is chosen by what it stands for, never by what it looks like. In the SVG each
becomes a CSS variable, so that one picture serves the light theme, the dark theme and print;
the hexadecimal value is the fallback where no style sheet is loaded.
"""

from math import log10
from types import SimpleNamespace

import matplotlib.pyplot as plt
from matplotlib.text import Text as MplText
from matplotlib.ticker import FuncFormatter, NullLocator

from scaling_laws.formatting import SUPERSCRIPT

COLORS = SimpleNamespace(
    compute="#0063a6",
    parameters="#b34700",
    tokens="#00735a",
    loss="#8e3a80",
    claim="#6b5d00",
    ink="#1f2328",
    muted="#59626c",
    grid="#d7dde3",
    holds="#1a6b34",
    holds_if="#1f5fae",
    contradicted="#a8231c",
    inconsistent="#8a4b00",
    not_checkable="#5b646e",
)
LAB_FALLBACK = {"ink": "--jp-content-font-color1", "muted": "--jp-content-font-color2", "grid": "--jp-border-color2"}

WIDTH = 5.4  # inches; drawn small so that text stays legible when a phone shows it at full width
TEXT, SMALL = 12, 11.5  # points: 11 pixels at least where a phone shows WIDTH on 374 pixels, 17 at most on 544

_RC = {
    "figure.dpi": 72,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
    "svg.fonttype": "none",
    "font.family": "DejaVu Sans",
    "font.size": TEXT,
    "axes.titlesize": TEXT,
    "axes.labelsize": TEXT,
    "xtick.labelsize": SMALL,
    "ytick.labelsize": SMALL,
    "legend.fontsize": SMALL,
    "legend.frameon": False,
    "lines.linewidth": 1.8,
    "lines.markersize": 5,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": COLORS.muted,
    "axes.labelcolor": COLORS.ink,
    "axes.titlelocation": "left",
    "text.color": COLORS.ink,
    "xtick.color": COLORS.muted,
    "ytick.color": COLORS.muted,
    "xtick.labelcolor": COLORS.ink,
    "ytick.labelcolor": COLORS.ink,
    "axes.grid": True,
    "grid.color": COLORS.grid,
    "grid.linewidth": 0.7,
    "axes.axisbelow": True,
    "axes.unicode_minus": True,
    "path.simplify": True,
    "figure.constrained_layout.use": True,
}


def css_variables():
    """Map each palette colour to the `var(...)` expression that replaces it in an SVG."""

    def expression(role, color):
        lab = LAB_FALLBACK.get(role)
        return f"var(--sl-{role}, var({lab}, {color}))" if lab else f"var(--sl-{role}, {color})"

    return {color: expression(role, color) for role, color in vars(COLORS).items()}


def use_book_style():
    """Make the book's look matplotlib's default, so that legends and labels added to a canvas share it."""
    plt.rcParams.update(_RC)


def canvas(rows=1, columns=1, height=3.3, **kwargs):
    """Return `(figure, axes)` in the book's style, WIDTH inches wide and `height` inches high."""
    use_book_style()
    return plt.subplots(rows, columns, figsize=(WIDTH, height), **kwargs)


def legible(fig):
    """Give every text of a figure one of the two sizes of the book, settle the layout, and return the figure."""
    for axis in (axis for ax in fig.axes for axis in (ax.xaxis, ax.yaxis)):
        axis.set_tick_params(which="both", labelsize=SMALL)
    for text in fig.findobj(MplText):
        text.set_fontsize(TEXT if text.get_fontsize() > SMALL else SMALL)
    fig.draw_without_rendering()
    for label in (axis.label for ax in fig.axes for axis in (ax.xaxis, ax.yaxis)):
        box = label.get_window_extent()
        if box.width and not (fig.bbox.contains(box.x0, box.y0) and fig.bbox.contains(box.x1, box.y1)):
            label.set_text(_in_two_lines(label.get_text()))
    if len(fig.axes) > 1:
        _part_panels(fig)
    return fig


def _part_panels(fig):
    """Break names that reach into the next panel, which the layout does not see, and let the layout come to rest."""
    inside = {ax: ax.get_tightbbox(for_layout_only=True) for ax in fig.axes if ax.get_visible()}
    for ax in inside:
        for text in (ax.xaxis.label, ax._left_title, ax.title):
            box = text.get_window_extent()
            if box.width and any(box.overlaps(other) for one, other in inside.items() if one is not ax):
                text.set_text(_in_two_lines(text.get_text()))
    for _ in range(4):
        fig.draw_without_rendering()
    fig.set_layout_engine("none")


def _in_two_lines(text):
    """The text broken at the space nearest to its middle; as it is where it has none or is broken already."""
    spaces = [i for i, c in enumerate(text) if c == " "]
    if not spaces or "\n" in text:
        return text
    middle = min(spaces, key=lambda i: abs(i - len(text) / 2))
    return f"{text[:middle]}\n{text[middle + 1 :]}"


def power_of_ten(value, _position=None):
    """Label a logarithmic tick: 10²³.

    >>> power_of_ten(1e23)
    '10²³'
    """
    if value <= 0:
        return ""
    return f"10{str(round(log10(value))).translate(SUPERSCRIPT)}"


def log_axis(axis):
    """Give a logarithmic axis plain-text decade labels (mathtext would not scale with the page)."""
    axis.set_major_formatter(FuncFormatter(power_of_ten))
    axis.set_minor_locator(NullLocator())


def direct_label(ax, x, y, text, color, **kwargs):
    """Name a curve where it runs, in its own colour, instead of in a legend."""
    placed = dict(xytext=kwargs.pop("offset", (4, 0)), textcoords="offset points")
    return ax.annotate(text, (x, y), color=color, fontsize=SMALL, **placed, **kwargs)
