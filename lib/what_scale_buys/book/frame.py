"""What frames every page: minutes and where to begin, licence, citation, version, date, addresses, link previews, 404.

The facts come from where they are kept: version, date and authors from `CITATION.cff`, the minutes from `reading`, what
a chapter needs from the course's plan, the addresses from `places`. Without an address nothing points anywhere.
"""

import os
import re
from functools import cache
from html import escape
from pathlib import Path

import yaml

from ..course.plan import NEEDS
from . import places
from .reading import read

LICENCES = (
    ("Text and pictures", "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    ("code", "MIT", "https://opensource.org/license/mit"),
)
CARD = "card.png"
_ADDRESS = re.compile(r'<meta property="og:url"[^>]*>\s*')


def configure(config):
    """What the theme and the extensions must know before they start; called when the configuration is read."""
    config.ogp_site_name = config.html_title
    config.html_theme_options["footer_content_items"] = ["colophon.html"]
    config.notfound_context = {"title": "No such page", "body": lost(config.notfound_urls_prefix)}
    if address := os.environ.get("BOOK_URL", "").rstrip("/"):
        config.ogp_image = f"{address}/_static/{CARD}"
        config.ogp_image_alt = (
            "Loss against compute: seven budgets, two laws through them, and the runs that came later"
        )
        config.ogp_custom_meta_tags = ('<meta name="twitter:card" content="summary_large_image">',)


def frame(app, pagename, templatename, context, doctree):
    """Give a page its colophon and, if it is a chapter, the line at its head."""
    root = Path(app.srcdir)
    title = re.sub(r"<[^>]+>", "", context.get("title") or "")
    context["colophon"] = colophon(citation(root), title, places.repository(root), pagename)
    if not os.environ.get("BOOK_URL") and "metatags" in context:
        context["metatags"] = _ADDRESS.sub("", context["metatags"])  # without a host it would be half an address
    notebook = root / f"{pagename}.ipynb"
    if notebook.stem in NEEDS and "</h1>" in context["body"]:
        context["body"] = context["body"].replace("</h1>", f"</h1>{head(notebook)}", 1)


def preview(app, exception):
    """Write the picture that links to the published site show, once the site is built: the chart of the front page."""
    if exception or not os.environ.get("BOOK_URL"):
        return
    from ..overview import debate

    card(debate(), Path(app.outdir) / "_static" / CARD)


def card(figure, path):
    """Write a figure under its title as a PNG of 1,200 by 630 pixels."""
    fig = figure.fig
    fig.set_size_inches(12, 6.3)
    fig.suptitle(figure.title, fontsize=17)
    fig.savefig(path, dpi=100, facecolor="white")


@cache
def citation(root):
    """The entries of `CITATION.cff` in a folder."""
    return yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))


def head(notebook):
    """How long a chapter takes and what it needs, as HTML; chapters are linked by their numbers."""
    files = {name[:2].lstrip("0"): name for name in NEEDS}
    linked = re.sub(r"\d+", lambda n: f'<a href="{files[n.group()]}.html">{n.group()}</a>', NEEDS[notebook.stem])
    listed = re.sub(", (?=[^<]+$)", " and ", linked)  # what follows the chapters
    return f'<div class="sl-head">About {read(notebook).minutes:.0f} minutes. Needs {listed}.</div>'


def colophon(cited, title, repository, pagename):
    """The foot of a page as HTML."""
    book, _, _ = cited["title"].partition(":")
    authors = " and ".join(author["name"] for author in cited["authors"])
    year = str(cited["date-released"])[:4]
    site = os.environ.get("BOOK_URL", "").rstrip("/")
    address = f"{site}/{pagename}.html" if site else ""
    part = f"“{escape(title)}”, in " if title and title != book else ""
    entry = [f"  title = {{{title or book}}}", f"  author = {{{{{authors}}}}}", f"  year = {{{year}}}"]
    entry += [f"  booktitle = {{{book}}}"] * bool(part)
    entry += [f"  note = {{Version {cited['version']}}}"] + [f"  url = {{{address}}}"] * bool(address)
    kind = "incollection" if part else "book"
    bibtex = f"@{kind}{{what-scale-buys-{pagename.rpartition('/')[2]},\n" + ",\n".join(entry) + "\n}"
    licences = ", ".join(f'{what} <a href="{url}" rel="license">{name}</a>' for what, name, url in LICENCES)
    links = f' · <a href="{repository}">Source</a> · <a href="{repository}/issues">Report an error</a>'
    return (
        f"<p>{escape(book)}, version {cited['version']}, {cited['date-released']}. "
        f"{licences}{links * bool(repository)}</p>"
        f'<details class="sl-cite"><summary>Cite this page</summary><p>{escape(authors)} ({year}). {part}'
        f"<em>{escape(book)}</em>, version {cited['version']}.{f' {address}' * bool(address)}</p>"
        f"<pre>{escape(bibtex)}</pre></details>"
    )


def lost(prefix):
    """The page that a wrong address shows; `prefix` is the path of the site on its host."""
    return (
        "<h1>No such page</h1><p>The address may be misspelt, or the page has moved. "
        f'<a href="{prefix}index.html">The front page</a> leads to every chapter, '
        f'<a href="{prefix}chapters/fifteen_minutes.html">the book in fifteen minutes</a> says what they found, '
        f'<a href="{prefix}chapters/ledger.html">the ledger</a> holds every claim.</p>'
        f'<form class="sl-lost" action="{prefix}search.html" role="search"><label>Search the book '
        '<input type="search" name="q"></label> <button>Search</button></form>'
    )
