"""One contract for every chart: picture, alt sentence, caption, data."""

import re
from functools import cached_property
from html import escape

import matplotlib.pyplot as plt
import numpy as np

from scaling_laws.errors import InvalidArgument
from scaling_laws.formatting import typeset

from .html import folded_data, with_label
from .style import legible
from .svg import columns, part, render
from .viewer import Shown, on_site, width

_SIDE = re.compile(r"\b[Ll]eft(?=[:,])|\b[Rr]ight(?=[:,])")
_NAME = re.compile(r"[a-z][a-z0-9-]*")


class Figure(Shown):
    """A matplotlib figure together with what it says and the data it shows.

    name : str
        Lower-case words joined by hyphens; unique in its chapter.
    fig : matplotlib.figure.Figure
    title : str
        What the picture shows, its finding, in a few words that come from the numbers.
    caption : str
        What the reader should see, in one or two sentences.
    alt : str
        What a colleague would say on the phone: shape and the two or three numbers that matter,
        built from computed values.
    data : dict of str to sequence
        Columns of equal length: the points that are drawn.

    Raises
    ------
    InvalidArgument
        If the name is malformed, the title says nothing, the alt sentence is missing or holds no number, or the
        columns differ in length.
    """

    def __init__(self, name, fig, *, title, caption, alt, data):
        check_name(name)
        check_title(title)
        check_sentence("alt", alt)
        check_sentence("caption", caption, number=False)
        self.name, self.fig, self.caption, self.alt = name, fig, str(caption), str(alt)
        self.data, self.title = check_columns(data), str(title)
        plt.close(legible(fig))

    @cached_property
    def svg(self):
        return with_label(render(self.fig, self.name), self.alt)

    def html(self):
        title = f'<p class="sl-title">{escape(typeset(self.title))}</p>'
        cuts = columns(self.fig) if on_site() else []
        picture = part(self.svg, self.name, cuts)
        return (
            f'<figure class="sl-figure" id="fig-{self.name}" style="max-width:{width()}">{title}{picture}'
            f"<figcaption>{caption_html(self.caption, cuts)}</figcaption>{folded_data(self.name, self.data)}</figure>"
        )

    def __repr__(self):
        return self.alt


def caption_html(text, cuts):
    """The caption; of two panels that a phone sets one under the other it says above and below there."""
    html = escape(typeset(text))
    return _SIDE.sub(_on_a_phone, html) if len(cuts) == 1 else html


def _on_a_phone(match):
    word = match.group()
    other = {"left": "above", "right": "below"}[word.lower()]
    other = other.capitalize() if word[0].isupper() else other
    return f'<span class="sl-desk">{word}</span><span class="sl-phone">{other}</span>'


def check_name(name):
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise InvalidArgument("name", name, "lower-case letters, digits and hyphens, starting with a letter")


def check_title(text):
    if len(str(text).split()) < 3 or str(text).endswith("."):
        raise InvalidArgument("title", text, "the finding in three words or more, without a full stop")


def check_sentence(argument, text, number=True):
    """Return the sentence; refuse a missing, placeholder-short or number-free one."""
    text = str(text or "").strip()
    if len(text.split()) < 6 or not text.endswith("."):
        raise InvalidArgument(argument, text, "a whole sentence of at least six words, ending in a full stop")
    if number and not any(c.isdigit() for c in text):
        raise InvalidArgument(argument, text, "a sentence that holds at least one computed number")
    return text


def check_columns(data):
    lengths = {key: np.size(values) for key, values in data.items()}
    if not lengths or len(set(lengths.values())) != 1 or 0 in lengths.values():
        raise InvalidArgument("data", lengths, "one or more columns of the same length, not empty")
    return {key: list(values) for key, values in data.items()}
