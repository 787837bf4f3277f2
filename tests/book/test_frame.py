"""The line at the head, the colophon, the page of a wrong address; the claims in the index of the search."""

import json
import re
from pathlib import Path

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


def test_a_chapter_says_how_long_it_takes_and_what_it_needs(tmp_path, monkeypatch):
    chapter = tmp_path / "03_c.ipynb"
    cells = [{"cell_type": "markdown", "metadata": {}, "source": "word " * 2000}]
    chapter.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    monkeypatch.setattr(frame, "NEEDS", {"01_a": "logarithms", "02_b": "", "03_c": "chapters 1 and 2, derivatives"})
    assert frame.head(chapter) == (
        '<div class="sl-head">About 10 minutes. Needs chapters <a href="01_a.html">1</a> and <a href="02_b.html">2</a>'
        " and derivatives.</div>"
    )


def test_many_chapters_are_listed_once():
    path = ROOT / "chapters" / "15_what_next.ipynb"
    assert re.sub("<[^>]+>", "", frame.head(path)).endswith("Needs chapters 3, 6 and 14.")


def test_every_chapter_says_what_it_needs():
    assert sorted(frame.NEEDS) == sorted(path.stem for path in ROOT.glob("chapters/[0-9]*.ipynb"))


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
