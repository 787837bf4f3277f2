"""From a matplotlib figure to a small, deterministic, theme-aware SVG string."""

import io
import re

import matplotlib

from .style import css_variables

_ID = re.compile(r'\bid="([^"]+)"')
_REFERENCE = re.compile(r"#([\w.-]+)")
_NUMBER = re.compile(r"-?\d+\.\d{3,}")
_DRAWING = re.compile(r'(<svg [^>]*?)viewBox="([^"]+)"[^>]*>(.*)</svg>', flags=re.S)
_TAG = re.compile(r"<[^>]+>")
_LEAN = (
    (r" font-family: [^;\"]*;", ""),
    (r' transform="rotate\(-0 [^)]*\)"', ""),
    (r"\s+", " "),
    (r"> <", "><"),
    (r"<(\w+) +>", r"<\1>"),
    (r"<defs></defs>", ""),
    (r'(?<= d=")([^"]*)', lambda m: re.sub(r" ?([A-Za-z]) ?", r"\1", m.group(1)).strip()),
)


def render(fig, name, keep=()):
    """Return the SVG of `fig` as a string that can stand inline in a page.

    name : str
        Prefix of every id, so that several pictures share a page.
    keep : iterable of str
        Group ids (matplotlib gids) to keep although nothing refers to them.
    """
    buffer = io.StringIO()
    with matplotlib.rc_context({"svg.hashsalt": name, "svg.id": None, "svg.fonttype": "none"}):
        fig.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    return _tidy(buffer.getvalue(), name, set(keep))


def columns(fig):
    """Where the panels of a figure that stand side by side can be parted, in points from its left edge.

    Nowhere if a text belongs to several of them or reaches into the next, or if one reads the rows of its neighbour.
    """
    panels = sorted((ax for ax in fig.axes if ax.get_visible()), key=lambda ax: ax.get_position().x0)
    if fig.legends or fig.texts or not all(ax.yaxis.get_tick_params()["labelleft"] for ax in panels):
        return []
    cuts, edge = [], 0
    for box in (ax.get_tightbbox() for ax in panels):
        if 0 < edge <= box.x0:
            cuts.append(round(float(72 * (edge + box.x0) / 2 / fig.dpi), 1))
        edge = max(edge, box.x1)
    starts = {ax.get_subplotspec().colspan.start for ax in panels if ax.get_subplotspec()}
    return cuts if len(cuts) == len(starts) - 1 else []


def part(svg, name, cuts):
    """The columns of a picture as pictures of their own, which a page sets side by side or one under the other.

    The first holds the whole drawing, of which each shows its part.
    """
    if not cuts:
        return svg
    head, box, body = _DRAWING.fullmatch(svg).groups()
    width, height = box.split()[2:]
    edges = ["0", *map(str, cuts), width]
    sizes = [round(float(right) - float(left), 1) for left, right in zip(edges, edges[1:])]
    boxes = [f'viewBox="{x} 0 {w} {height}" style="--columns:{w}"' for x, w in zip(edges, sizes)]
    first = f'{head}{boxes[0]} data-whole="{box}"><g id="{name}-drawing">{body}</g></svg>'
    others = (f'<svg aria-hidden="true" {box}><use href="#{name}-drawing"/></svg>' for box in boxes[1:])
    return f'<div class="sl-columns">{first}{"".join(others)}</div>'


def _tidy(svg, name, keep):
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>|<!--.*?-->", "", svg, flags=re.S)
    svg = re.sub(r"<style[^>]*>.*?</style>", "", svg, flags=re.S)
    svg = re.sub(r'<svg [^>]*viewBox="([^"]+)"[^>]*>', r'<svg viewBox="\1">', svg, count=1)
    svg = _prefix_ids(svg, name, keep)
    svg = _TAG.sub(lambda tag: _NUMBER.sub(_short, tag.group()), svg)  # coordinates; what is written stays as it is
    for color, variable in css_variables().items():
        svg = svg.replace(color, variable)
    svg = svg.replace("xlink:href", "href").replace(' xmlns:xlink="http://www.w3.org/1999/xlink"', "")
    for pattern, replacement in _LEAN:
        svg = re.sub(pattern, replacement, svg)
    return svg.strip()


def _prefix_ids(svg, name, keep):
    referenced = set(_REFERENCE.findall(svg)) | keep
    svg = _ID.sub(lambda m: f'id="{name}-{m.group(1)}"' if m.group(1) in referenced else "", svg)
    return re.sub(r'(href="#|url\(#)', rf"\g<1>{name}-", svg)


def _short(match):
    return f"{float(match.group()):.2f}".rstrip("0").rstrip(".")
