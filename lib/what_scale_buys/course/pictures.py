"""The book's pictures to take into a lecture: vectors with plain colours, pixels for those who need them, numbers."""

import io
import re
from html import escape

import matplotlib

from ..display.explorable import Explorable
from ..display.figure import Figure
from ..display.html import csv
from ..display.viewer import FONT
from ..ledger import chapter_title
from .lms import LICENCE, TITLE

RESOLUTION = 200  # pixels an inch
_COLOR = re.compile(r"var\(--sl-[^#]*(#[0-9a-f]+)\)+")
_OPENING = re.compile(r'<svg [^>]*?aria-label="([^"]*)"[^>]*?viewBox="([^"]+)"[^>]*>')


def of_room(room):
    """The Figures of a chapter, in the order in which its modules declare them; makes them."""
    return _made(room, "figures", Figure)


def explorables(room):
    """{name: Explorable} of a chapter; makes them."""
    return {found.name: found for found in _made(room, "explorables", Explorable)}


def _made(room, modules, kind):
    makers = [make for make in room.EXHIBITS.values() if make.__module__.rpartition(".")[2].startswith(modules)]
    return [found for found in (make() for make in makers) if isinstance(found, kind)]


def vector(svg, title, credit=""):
    """A picture as a file of its own: no style sheet is needed, and its licence is in it."""
    head = (
        rf'<svg xmlns="http://www.w3.org/2000/svg" viewBox="\2" role="img" aria-label="\1" font-family="{FONT}">'
        f"<title>{escape(title)}</title><desc>{escape(credit)}</desc>"
    )
    return _OPENING.sub(head, _COLOR.sub(r"\1", svg), count=1)


def pixels(figure):
    """The picture as PNG bytes on white, laid out as for the vector, which is drawn before."""
    buffer = io.BytesIO()
    figure.fig.set_layout_engine("none")
    with matplotlib.rc_context({"savefig.facecolor": "white"}):
        figure.fig.savefig(buffer, format="png", dpi=RESOLUTION, metadata={"Software": None})
    return buffer.getvalue()


def credit(chapter):
    """Whom to name under a picture of a chapter."""
    return f"{TITLE}, {chapter_title(chapter)}. {LICENCE}"


def files(room, figures):
    """{name: bytes} of a chapter's figures: .svg, .png, .csv and one text with captions and the credit."""
    found, words = {}, [credit(room.CHAPTER), ""]
    for figure in figures:
        found[f"{figure.name}.svg"] = vector(figure.svg, figure.title, credit(room.CHAPTER)).encode()
        found[f"{figure.name}.png"] = pixels(figure)
        found[f"{figure.name}.csv"] = csv(figure.data).encode()
        words += [figure.name, *filter(None, (figure.title, figure.caption, figure.alt)), ""]
    return found | {"CREDITS.txt": "\n".join(words).encode()}
