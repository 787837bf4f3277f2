"""The whole book as one file, made of a small site that is made here."""

import re
import zipfile
from xml.etree import ElementTree

import pytest

from what_scale_buys.book import volume

XHTML = "{http://www.w3.org/1999/xhtml}"
TOC = "format: jb-book\nroot: index\nparts:\n  - caption: First part\n    chapters:\n      - file: chapters/one\n"
CITED = 'title: "A Book: of nothing"\nauthors: [{name: Nobody}]\nversion: 1.0.0\ndate-released: "2026-01-02"\n'
FRONT = '<h1>Front<a class="headerlink" href="#x">#</a></h1><p><a href="chapters/one.html#here?dial=3">on</a></p>'
CHAPTER = (
    '<h1>One &amp; only</h1><p id="here">See <a href="#here">here</a>, <a href="../index.html">the front</a>, '
    '<a href="../downloads/a.zip">a file</a>, <a href="https://example.org/">a host</a>, '
    '<a download="x" href="data:a">a deck</a>; '
    '<span class="sl-number" title="how it came">6 %</span>.<br></p><script>alert(1)</script>'
    '<figure class="sl-figure" id="fig-x"><p class="sl-title">It rises</p><svg viewBox="0 0 4 2" data-part="a">'
    '<defs><clipPath id="cut"><path d="M0 0"/></clipPath></defs><g clip-path="url(#cut)"></g></svg>'
    '<form class="sl-controls"><input type="range"></form></figure>'
    '<form><fieldset><legend>A question?</legend><label for="in">Answer</label><input id="in">'
    '<output for="in"></output></fieldset></form>'
    '<details class="sl-solution"><summary>Solution</summary><p>Because.</p></details>'
    '<details class="sl-claim"><summary>A claim</summary><p>A reason.</p></details>'
    "<math><mi>x</mi></math>"
)


@pytest.fixture
def site(tmp_path):
    (tmp_path / "_toc.yml").write_text(TOC, encoding="utf-8")
    (tmp_path / "CITATION.cff").write_text(CITED, encoding="utf-8")
    (tmp_path / "site" / "chapters").mkdir(parents=True)
    for name, body in (("index", FRONT), ("chapters/one", CHAPTER)):
        page = f'<html><body><nav></nav><article class="bd-article">{body}</article></body></html>'
        (tmp_path / "site" / f"{name}.html").write_text(page, encoding="utf-8")
    return tmp_path


@pytest.fixture
def book(site):
    path = volume.epub(site, site / "site", site / "book.epub")
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode("latin-1" if name.endswith("woff") else "utf-8")
                for name in archive.namelist()}  # fmt: skip


def test_an_epub_begins_with_its_kind_and_lists_every_file(site, book):
    with zipfile.ZipFile(site / "book.epub") as archive:
        first = archive.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    package = book["book/book.opf"]
    listed = set(re.findall(r'href="([^"]+)"', package))
    assert {f"book/{name}" for name in listed} == {n for n in book if n.startswith("book/")} - {"book/book.opf"}
    assert re.search(r'href="one.xhtml"[^>]*properties="svg mathml"', package)


def test_its_pages_are_well_formed_and_lead_to_each_other(book):
    pages = {name: ElementTree.fromstring(text) for name, text in book.items() if name.endswith(".xhtml")}
    one = pages["book/one.xhtml"]
    links = [a.get("href") for a in one.iter(f"{XHTML}a")]
    assert links == ["one.xhtml#here", "index.xhtml", None, "https://example.org/"]
    assert [a.get("href") for a in pages["book/index.xhtml"].iter(f"{XHTML}a")] == ["one.xhtml#here"]
    assert [a.get("href") for a in pages["book/nav.xhtml"].iter(f"{XHTML}a")] == ["index.xhtml", "one.xhtml"]
    names = {element.tag.rpartition("}")[2] for element in one.iter()}
    assert not names & {"script", "form", "input", "label", "fieldset"}
    assert one.find(".//{http://www.w3.org/2000/svg}svg").get("viewBox") == "0 0 4 2"
    assert one.find(".//{http://www.w3.org/2000/svg}clipPath") is not None
    assert "how it came" not in book["book/one.xhtml"]
    assert "Because." in book["book/one.xhtml"]
    assert " for=" not in book["book/one.xhtml"]


def test_the_same_site_gives_the_same_bytes(site, book):
    first = (site / "book.epub").read_bytes()
    assert volume.epub(site, site / "site", site / "again.epub").read_bytes() == first


def test_on_paper_every_name_is_its_page_s_own_and_answers_are_left_out(site):
    paper = volume.paper(site, site / "site")
    ids = re.findall(r'\bid="([^"]+)"', paper)
    assert sorted(ids) == sorted(set(ids))
    assert {"one--here", "one", "index", "one--cut"} <= set(ids)
    assert 'href="#one--here"' in paper
    assert "url(#one--cut)" in paper
    assert "Because." not in paper
    assert '<details open="" class="sl-claim">' in paper
    assert "A Book" in paper


def test_without_a_browser_there_is_no_paper(site, monkeypatch):
    monkeypatch.setattr(volume, "BROWSERS", ())
    assert volume.pdf(site, site / "site", site / "book.pdf") is None
