"""The ledger: every claim of every argument, counted and shown."""

from collections import Counter
from functools import cache
from html import escape
from importlib import import_module
from pkgutil import iter_modules

from . import arguments
from .claims import ARTICLES, Verdict
from .errors import InvalidArgument, UnknownKey


@cache
def claims():
    """All claims by id, sorted by article and number.

    Raises
    ------
    InvalidArgument
        If two arguments enter the same claim.
    """
    found = {}
    for module in iter_modules(arguments.__path__, f"{arguments.__name__}."):
        for claim in import_module(module.name).CLAIMS.values():
            if claim.id in found:
                raise InvalidArgument("claim", claim.id, "entered once only, by one argument")
            found[claim.id] = claim
    return dict(sorted(found.items(), key=lambda item: (item[0][0], int(item[0][1:]))))


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
    """The counts as columns of a table: one row per article and one for the whole."""
    rows = [*ARTICLES, None]
    names = [ARTICLES[a] if a else "All" for a in rows]
    columns = {"article": names}
    for verdict in Verdict:
        columns[str(verdict)] = [counts(a)[verdict] for a in rows]
    columns["claims"] = [sum(counts(a).values()) for a in rows]
    return columns


class Ledger:
    """All claims with their verdicts; filters on the website, text elsewhere."""

    def html(self):
        chapters = {c.chapter: c.chapter for c in claims().values()}
        verdicts = {v.kind: str(v) for v in Verdict}
        filters = _select("article", ARTICLES) + _select("verdict", verdicts) + _select("chapter", chapters)
        entries = "".join(c.html() for c in claims().values())
        return (
            f'<div class="sl-ledger"><form class="sl-filters">{filters}'
            f'<output class="sl-count" aria-live="polite"></output></form>{entries}</div>'
        )

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/plain": repr(self), "text/html": self.html()}

    def __repr__(self):
        return "\n".join(map(repr, claims().values()))


def _select(name, options):
    choices = "".join(f'<option value="{escape(value)}">{escape(text)}</option>' for value, text in options.items())
    return (
        f'<label>{name.capitalize()} <select data-filter="{name}"><option value="">all</option>{choices}</select></label>'
    )
