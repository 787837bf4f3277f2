"""The built site without a browser: no outside request, every link resolves, every picture speaks, pages stay light."""

import re
from collections import Counter
from html import unescape

import pytest
from bs4 import BeautifulSoup

from site_checks import broken_links, outside_requests, pages, silent_pictures, weight_table, weights
from what_scale_buys import __version__

LEAKS = ("{eval}", "{cite", " nan ", " inf ", "<function", "object at 0x", "Traceback")
CODE = re.compile(r"<(pre|code|script)\b.*?</\1>|<[^>]+>", flags=re.S)  # and the tags themselves
BUDGET = 200_000  # bytes gzipped per page


def test_no_file_asks_another_host(html):
    assert outside_requests(html) == []


def test_internal_links_and_anchors_resolve(html):
    assert broken_links(html) == []


def test_every_picture_has_a_spoken_text(html):
    assert silent_pictures(html) == []


def test_the_groups_of_every_drawing_end_where_they_should(html):
    """A group that ends too early keeps the rest of a drawing from the panel that a phone shows below."""
    uneven = {}
    for page in pages(html):
        for drawing in re.findall(r"<svg\b.*?</svg>", page.path.read_text("utf-8"), flags=re.S):
            begun, ended = len(re.findall(r"<g\b[^>]*(?<!/)>", drawing)), drawing.count("</g>")
            if begun != ended:
                uneven.setdefault(page.name, []).append(drawing[:80])
    assert uneven == {}


def test_pages_stay_within_the_budget(html, record_table):
    table = weights(html)
    record_table("Page weight", weight_table(table))
    assert {name: total for name, row in table.items() if (total := sum(row.values())) > BUDGET} == {}


def test_every_page_has_one_heading_a_language_and_a_description(html):
    for page in pages(html):
        if page.soup.find("article") and page.soup.find("article").find("h1"):
            assert len(page.soup.find("article").find_all("h1")) == 1, page.name
            assert page.soup.html.get("lang") == "en", page.name
            assert page.soup.title.get_text(strip=True), page.name


def test_no_number_failed_to_print(html):
    """What a failed {eval} or a leaked Python object would leave in a sentence."""
    for page in pages(html):
        article = page.path.read_text(encoding="utf-8").partition("<article")[2].partition("</article>")[0]
        text = unescape(CODE.sub(" ", article))
        assert [leak for leak in LEAKS if leak in text] == [], page.name


@pytest.mark.parametrize("name", ["chapters/ledger.html", "chapters/sources.html", "index.html"])
def test_the_front_pages_exist(html, name):
    assert (html / name).is_file()


def test_every_variable_that_a_page_reads_is_declared(html):
    """A colour that fell from the style sheet with the rules of others would leave a picture in its default one."""
    sheet = (html / "_static" / "site.css").read_text(encoding="utf-8")
    declared = set(re.findall(r"(--sl-[\w-]+):", sheet))
    for page in pages(html):
        read = set(re.findall(r"var\((--sl-[\w-]+)", page.path.read_text(encoding="utf-8")))
        assert read <= declared, page.name


def test_the_font_has_every_sign_of_the_formulas(html):
    from fontTools.ttLib import TTFont

    font = set(TTFont(html / "_static" / "fonts" / "math.woff").getBestCmap())
    signs = {sign for page in pages(html) for formula in page.soup.find_all("math") for sign in formula.get_text()}
    assert {sign for sign in signs if ord(sign) not in font and not sign.isspace()} == set()


def test_only_the_search_loads_the_search(html):
    loading = [page.name for page in pages(html) if page.soup.find("script", src=re.compile("searchindex"))]
    assert loading == ["search.html"]


def test_no_id_stands_twice_on_a_page(html):
    for page in pages(html):
        names = Counter(tag["id"] for tag in page.soup.find_all(id=True))
        assert [name for name, count in names.items() if count > 1] == [], page.name


def test_every_page_says_what_it_is_and_how_to_cite_it(html):
    for page in pages(html):
        colophon = page.soup.find(class_="sl-colophon")
        assert [a.get_text() for a in colophon.find_all("a", rel="license")] == ["CC BY 4.0", "MIT"], page.name
        assert __version__ in colophon.find("p").get_text(), page.name
        assert "@" in colophon.find(class_="sl-cite").find("pre").get_text(), page.name


def test_every_chapter_says_how_long_it_takes(html):
    chapters = [page for page in pages(html) if re.match(r"chapters/\d", page.name)]
    assert chapters
    for page in chapters:
        assert re.match(r"About \d+ minutes\. ", page.soup.find(class_="sl-head").get_text()), page.name


def test_link_previews_name_the_book(html):
    names = {meta["content"] for page in pages(html) if (meta := page.soup.find("meta", property="og:site_name"))}
    assert names == {"What Scale Buys"}


def test_a_wrong_address_leads_on(html):
    lost = BeautifulSoup((html / "404.html").read_text(encoding="utf-8"), "html.parser").find("article")
    assert len(lost.find_all("a", href=re.compile("html$"))) == 3
    assert lost.find("form").find("input")["name"] == "q"
