"""The ledger: every claim of every argument, counted and shown."""

from collections import Counter
from functools import cache
from html import escape

import numpy as np

from scaling_laws.errors import InvalidArgument, UnknownKey
from scaling_laws.quantity import Numbers, exact

from . import article_references, chapters
from .claims import ARTICLES, Verdict, in_order
from .display.figure import Figure
from .display.style import COLORS, canvas
from .display.viewer import Shown


@cache
def claims():
    """All claims by id, sorted by article and number.

    Raises
    ------
    InvalidArgument
        If two arguments enter the same claim.
    """
    found = {}
    for module in (*chapters.rooms().values(), article_references):
        for claim in module.CLAIMS.values():
            if claim.id in found:
                raise InvalidArgument("claim", claim.id, "entered once only, by one argument")
            found[claim.id] = claim
    return {c.id: c.take_kept() for c in sorted(found.values(), key=in_order)}


def claim(claim_id):
    """One claim; UnknownKey with the nearest ids if the ledger has none of that id."""
    if claim_id not in claims():
        raise UnknownKey("claim", claim_id, claims())
    return claims()[claim_id]


def counts(article=None):
    """How many claims got each verdict, in the order of `Verdict`; of one article or of all."""
    tally = Counter(c.verdict for c in claims().values() if article in (None, c.article))
    return {verdict: tally[verdict] for verdict in Verdict}


def scoreboard():
    """One bar per article, split by verdict, with the counts written in."""
    fig, ax = canvas(height=2.5)
    rows = {ARTICLES[key]: counts(key) for key in ARTICLES}
    left = np.zeros(len(rows))
    for verdict in Verdict:
        widths = np.array([tally[verdict] for tally in rows.values()])
        _bars(ax, left, widths, verdict)
        left += widths
    ax.set(
        yticks=range(len(rows)),
        yticklabels=["between them" if key == "X" else f"article {key}" for key in ARTICLES],
        xlabel="claims",
    )
    ax.invert_yaxis()
    ax.grid(axis="y", visible=False)
    fig.legend(loc="outside upper center", ncols=3, handlelength=1, columnspacing=1.2)
    tally = counts()
    title = f"{tally[Verdict.HOLDS]} of {sum(tally.values())} claims hold, {tally[Verdict.HOLDS_IF]} on a condition"
    return Figure("scoreboard", fig, title=title, caption=_SCOREBOARD, alt=_said(tally), data=scoreboard_table())


_SCOREBOARD = (
    "Verdicts by article, each computed by the library when this page was built. The last row holds the articles "
    "against one another."
)


def _bars(ax, left, widths, verdict):
    color = getattr(COLORS, verdict.name.lower())
    rows = np.arange(len(widths))
    ax.barh(rows, widths, left=left, height=0.62, color=color, edgecolor="none", alpha=0.22)
    ax.barh(rows, widths, left=left, height=0.62, color="none", edgecolor=color, linewidth=1.2, label=str(verdict))
    for row, start, width in zip(rows, left, widths):
        if width > 2:  # fewer claims have no room for their number; the table has it
            ax.text(start + width / 2, row, str(width), ha="center", va="center", color=color, fontweight="bold")


def _said(tally):
    parts = ", ".join(f"{number} {verdict}" for verdict, number in tally.items())
    return f"Bars of the verdicts on {sum(tally.values())} claims: {parts}."


def scoreboard_table():
    """The counts as columns of a table: one row per article and one for the whole."""
    rows = [*ARTICLES, None]
    columns = {"article": [ARTICLES[a] if a else "All" for a in rows]}
    for verdict in Verdict:
        columns[str(verdict)] = [counts(a)[verdict] for a in rows]
    columns["claims"] = [sum(counts(a).values()) for a in rows]
    return columns


def numbers():
    """The counts that the front page and the ledger name in prose."""
    tally = {verdict.name.lower(): exact(number) for verdict, number in counts().items()}
    between, apart = sum(counts("X").values()), counts("X")[Verdict.CONTRADICTED] + counts("X")[Verdict.INCONSISTENT]
    return Numbers(
        claims=exact(len(claims()) - between),
        between=exact(between),
        apart=exact(apart),
        entries=exact(len(claims())),
        chapters=exact(len({c.chapter for c in claims().values()})),
        **tally,
    )


class Ledger(Shown):
    """All claims with their verdicts; on the website with a search and filters that its address keeps, text elsewhere.

    Without the site's script every claim stands in the page, and the form stays away.
    """

    def html(self):
        titles = {name: title for name, title in chapters.TITLES.items() if _tally("chapter")[name]}
        verdicts = {v.kind: str(v) for v in Verdict}
        selects = _select("article", ARTICLES) + _select("verdict", verdicts) + _select("chapter", titles)
        search = '<label>Search <input type="search" data-search name="find" autocomplete="off"></label>'
        entries = "".join(_entry(c) for c in claims().values())
        return (
            f'<div class="sl-ledger" id="ledger-of-claims"><form class="sl-filters" role="search"'
            f' aria-label="Search the ledger">{search}{selects}<button type="reset">Clear</button>'
            f'<output class="sl-count" aria-live="polite"></output>'
            f'<a class="sl-link" href="#ledger-of-claims">Link to this selection</a></form>{entries}</div>'
        )

    def __repr__(self):
        return "\n".join(map(repr, claims().values()))


def chapter_title(chapter):
    """The title of a chapter, from the name of its notebook; UnknownKey for a page that is none."""
    if chapter not in chapters.TITLES:
        raise UnknownKey("chapter", chapter, chapters.TITLES)
    return chapters.TITLES[chapter]


def _entry(c):
    return c.html(f'<p class="sl-fine"><a href="{c.chapter}.html#claim-{c.id}">{chapter_title(c.chapter)}</a></p>')


@cache
def _tally(name):
    """How many claims have each value of "article", "chapter" or, as its `kind`, "verdict"."""
    return Counter(getattr(c, {"verdict": "kind"}.get(name, name)) for c in claims().values())


def _select(name, options):
    choices = "".join(
        f'<option value="{escape(value)}">{escape(text)} ({_tally(name)[value]})</option>'
        for value, text in options.items()
    )
    label = name.capitalize()
    return (
        f'<label>{label} <select data-filter="{name}" name="{name}"><option value="">all</option>{choices}</select>'
        "</label>"
    )
