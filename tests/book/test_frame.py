"""The line at the head, the colophon, the page of a wrong address; the claims in the index of the search."""

import json
from pathlib import Path

import pytest
from docutils import nodes

from what_scale_buys.book import finding, frame

CITED = {
    "title": "The Book: about something",
    "authors": [{"name": "A. Writer"}],
    "version": "2.3.4",
    "date-released": "2031-05-06",
}
ROOT = Path(__file__).parents[2]


def colophon(title="A chapter", repository="", pagename="chapters/01_a"):
    return frame.colophon(CITED, title, repository, pagename)


def test_a_colophon_names_version_date_and_licences():
    made = colophon()
    assert "The Book, version 2.3.4, 2031-05-06." in made
    assert made.count('rel="license"') == 2


def test_a_chapter_is_cited_in_its_book(monkeypatch):
    monkeypatch.setenv("BOOK_URL", "https://example.org/book/")
    made = colophon()
    assert (
        "A. Writer (2031). “A chapter”, in <em>The Book</em>, version 2.3.4. https://example.org/book/chapters/01_a.html"
        in made
    )
    assert "@incollection{what-scale-buys-01_a," in made
    assert "url = {https://example.org/book/chapters/01_a.html}" in made


def test_without_an_address_nothing_points_anywhere(monkeypatch):
    monkeypatch.delenv("BOOK_URL", raising=False)
    made = colophon()
    assert "url = {" not in made
    assert "Source" not in made
    linked = colophon(repository="https://example.org/who/what")
    assert '<a href="https://example.org/who/what">Source</a>' in linked
    assert '<a href="https://example.org/who/what/issues">Report an error</a>' in linked


def test_the_front_page_is_cited_as_the_book():
    assert "@book{what-scale-buys-index," in colophon(title="The Book", pagename="index")


@pytest.fixture
def chapters(tmp_path):
    """Writes a chapter: `chapters(name, text)` is its path."""

    def write(name, text=""):
        path = tmp_path / "chapters" / f"{name}.ipynb"
        path.parent.mkdir(exist_ok=True)
        cells = [{"cell_type": "markdown", "metadata": {}, "source": text}]
        path.write_text(json.dumps({"cells": cells}), encoding="utf-8")
        return path

    return write


def titles(*names):
    return {f"chapters/{name}": nodes.title("", f"Title {name[:2]}") for name in names}


def test_a_chapter_says_how_long_it_takes_and_what_it_builds_on(chapters):
    first, second = chapters("01_a"), chapters("02_b")
    third = chapters("03_c", "word " * 1990 + "[x](01_a.ipynb) [y](02_b.ipynb#z) [z](03_c.ipynb) [w](04_d.ipynb)")
    known = titles("01_a", "02_b", "03_c")
    assert frame.head(third, known) == (
        '<div class="sl-head">About 10 minutes. Builds on <a href="01_a.html">Title 01</a> '
        'and <a href="02_b.html">Title 02</a>.</div>'
    )
    assert frame.head(first, known).endswith("Needs no other chapter.</div>")
    assert frame.earlier(second) == []


def test_a_chapter_that_builds_on_many_builds_on_all(chapters):
    names = [f"0{i}_x" for i in range(1, 6)]
    for name in names:
        chapters(name)
    last = chapters("06_y", " ".join(f"[x]({name}.ipynb)" for name in names))
    assert "Builds on all chapters before it." in frame.head(last, titles(*names))


def test_the_page_of_a_wrong_address_leads_on():
    made = frame.lost("/book/")
    for target in ("index.html", "chapters/fifteen_minutes.html", "chapters/ledger.html", "search.html"):
        assert f'"/book/{target}"' in made


def test_the_citation_file_says_what_the_colophon_needs():
    assert {"title", "authors", "version", "date-released"} <= frame.citation(ROOT).keys()


def test_claims_are_found_by_their_ids(tmp_path):
    index = {"docnames": ["chapters/01_a", "chapters/ledger"], "indexentries": {"old": []}, "terms": {"ä": 1}}
    (tmp_path / "chapters").mkdir()
    (tmp_path / "searchindex.js").write_text(f"Search.setIndex({json.dumps(index)})", encoding="utf-8")
    for name in index["docnames"]:
        (tmp_path / f"{name}.html").write_text('<details id="claim-A8"></details>', encoding="utf-8")
    finding.add_claims(tmp_path)
    text = (tmp_path / "searchindex.js").read_text(encoding="utf-8")
    read = json.loads(text.removeprefix("Search.setIndex(").removesuffix(")"))
    assert read["indexentries"] == {"old": [], "a8": [[0, "claim-A8", True], [1, "claim-A8", True]]}
    assert read["terms"] == index["terms"]


def test_a_preview_is_a_picture_of_the_size_that_is_shown(tmp_path):
    from types import SimpleNamespace

    from what_scale_buys.display.style import canvas

    fig, _ = canvas()
    frame.card(SimpleNamespace(fig=fig, title="What it shows"), tmp_path / "card.png")
    head = (tmp_path / "card.png").read_bytes()[:24]
    assert head[1:4] == b"PNG"
    assert (int.from_bytes(head[16:20]), int.from_bytes(head[20:24])) == (1200, 630)
