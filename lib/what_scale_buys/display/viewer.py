"""Where a page is looked at: on the site, whose style sheet dresses it, or in a notebook, which has none of ours.

A notebook's viewer (JupyterLab, VS Code, GitHub) strips from HTML what it does not trust. Drawn elements go and leave
their letters, style sheets go; an `<img>` and plain style attributes stay. So a picture travels as an image and a
verdict carries its own dress.
"""

import os
import re
from urllib.parse import quote

SITE_FLAG = "SCALING_LAWS_SITE"  # set by the Sphinx extension: no kernel will be there for a widget
ANSWERS_FLAG = "SOLUTIONS"  # set to 0 by an instructor: a site that gives no answer away
FONT = "system-ui, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif"
PIXELS_PER_POINT = 4 / 3

_SVG = re.compile(r'<svg [^>]*?aria-label="([^"]*)"[^>]*?viewBox="([^"]+)"[^>]*>(.*?)</svg>', flags=re.S)
_CLASSED = re.compile(r'<(\w+)((?: [\w-]+(?:="[^"]*")?)*?) class="([^"]*)"([^<>]*)>')
_STYLE = re.compile(r' style="([^"]*)"')
_COLOR = re.compile(r"var\(--sl-[^#]*(#[0-9a-f]+)\)+")
_PLAIN_TAG = re.compile(r'<(summary|t[dh](?: scope="\w+")?(?=>[^<]*[A-Za-z]{3}))>')  # cells of words, not of numbers

_DRESS = {
    "claim": "border: 1px solid #c4ccd4; border-left: 5px solid {verdict}; border-radius: 6px; "
    "margin: 12px 0; padding: 8px 16px",
    "claim-text": "font-style: italic",
    "id": "font-style: normal; font-weight: 600",
    "badge": "background-color: {verdict}; border-radius: 4px; color: #ffffff; padding: 1px 8px; "
    "text-transform: uppercase; white-space: nowrap",
    "item": "border-top: 1px solid #c4ccd4; padding: 8px 0",
    "card": "border: 2px solid {claim}; border-radius: 10px; margin: 12px 0; padding: 10px 18px",
    "eyebrow": "font-weight: 600; text-transform: uppercase",
    "figure": "margin: 16px 0",
    "title": "font-weight: 600",
    "summary": "border-left: 3px solid {compute}; padding-left: 12px",
    "scroll": "overflow: auto; max-height: 420px",
}
_VERDICTS = ("holds", "holds-if", "contradicted", "inconsistent", "not-checkable")
_SAFE = "/:;,=()!*._~-+'"  # in a data address between double quotes


def on_site():
    """Whether the page is made for the site, by the Sphinx extension."""
    return bool(os.environ.get(SITE_FLAG))


def answers_shown():
    """Whether solutions are shown; an instructor may build a site without them."""
    return os.environ.get(ANSWERS_FLAG) != "0"


def width(frame=0):
    """The greatest width of a picture, as CSS; `frame` is added in rem. On the site text stays below 17 pixels."""
    return f"{(34 if on_site() else 40) + frame}rem"


class Shown:
    """What displays itself: `html()` for a page, `repr` as text; the HTML of a notebook carries its own dress."""

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/plain": repr(self), "text/html": self.html() if on_site() else dressed(self.html())}


def dressed(html):
    """The same HTML for a viewer without our style sheet: pictures as images, styles in the elements.

    >>> dressed('<strong class="sl-badge sl-holds">holds</strong>')[:60]
    '<strong class="sl-badge sl-holds" style="background-color: #'
    """
    from .style import COLORS  # it loads matplotlib, which a page of text does not need

    colors = {role.replace("_", "-"): color for role, color in vars(COLORS).items()}
    verdict = COLORS.muted

    def styled(match):
        nonlocal verdict
        tag, before, classes, after = match.groups()
        names = classes.split()
        kinds = [name.removeprefix("sl-") for name in names]
        verdict = next((colors[kind] for kind in kinds if kind in _VERDICTS), verdict)
        styles = [_DRESS[kind].format(verdict=verdict, **colors) for kind in kinds if kind in _DRESS]
        if not styles:
            return match.group()
        styles += _STYLE.findall(before + after)
        return f'<{tag}{_STYLE.sub("", before)} class="{classes}" style="{"; ".join(styles)}"{_STYLE.sub("", after)}>'

    return _PLAIN_TAG.sub(_plain_dress, _CLASSED.sub(styled, _SVG.sub(_image, html)))


def _plain_dress(match):
    tag = match.group(1)
    return f'<{tag} style="{"cursor: pointer; display: list-item" if tag == "summary" else "text-align: left"}">'


def _image(match):
    """An inline picture as an image that holds itself; on white, since it cannot see the theme around it."""
    label, box, drawn = match.groups()
    width, height = (round(PIXELS_PER_POINT * float(side)) for side in box.split()[2:])
    drawn = _COLOR.sub(r"\1", drawn).replace("'", "&#39;").replace('"', "'")
    svg = (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='{box}' width='{width}' height='{height}' "
        f"font-family='{FONT}' style='background:#fff'>{drawn}</svg>"
    )
    return f'<img alt="{label}" style="width: 100%" src="data:image/svg+xml,{quote(svg, safe=_SAFE)}">'
