"""In a notebook a page carries its own dress, and what a distrustful viewer leaves of it still says everything."""

import re
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from what_scale_buys.display import style
from what_scale_buys.display.figure import Figure
from what_scale_buys.display.table import Table
from what_scale_buys.display.viewer import SITE_FLAG, Shown, dressed

VERDICT = (
    '<section class="sl-claim sl-contradicted" id="claim-A8"><strong class="sl-badge">contradicted</strong></section>'
)


@pytest.fixture
def line():
    fig, ax = style.canvas()
    ax.plot([1, 2], [1, 2], color=style.COLORS.claim, label="don't")
    ax.legend()
    alt = 'A line rises from 1 to 2 & is called "straight".'
    return Figure(
        "line", fig, title="A line that rises", caption="What the reader should see here.", alt=alt, data={"x": [1, 2]}
    )


def picture(page):
    """The drawing inside the one image of a page, as XML."""
    [source] = re.findall(r'<img [^>]*src="data:image/svg\+xml,([^"]*)"', page)
    return ElementTree.fromstring(unquote(source))


def test_a_picture_is_drawn_in_the_page_of_the_site_and_an_image_in_a_notebook(line, monkeypatch):
    notebook = line._repr_mimebundle_()
    assert "<svg" not in notebook["text/html"]
    monkeypatch.setenv(SITE_FLAG, "1")
    site = line._repr_mimebundle_()
    assert "<svg" in site["text/html"]
    assert "<img" not in site["text/html"]
    assert site["text/plain"] == notebook["text/plain"]


def test_an_image_stands_alone_on_white_in_its_own_colours(line):
    drawn = picture(dressed(line.html()))
    assert drawn.tag == "{http://www.w3.org/2000/svg}svg"
    assert "background:#fff" in drawn.get("style")
    _, _, width, height = map(float, drawn.get("viewBox").split())
    assert float(drawn.get("width")) / float(drawn.get("height")) == pytest.approx(width / height, rel=0.01)
    text = ElementTree.tostring(drawn, encoding="unicode")
    assert style.COLORS.claim in text
    assert "var(" not in text, "no style sheet of ours is there to say what a variable is"
    assert "don't" in text


def test_an_image_says_what_the_picture_said(line):
    [alt] = re.findall(r'<img alt="([^"]*)"', dressed(line.html()))
    assert alt == "A line rises from 1 to 2 &amp; is called &quot;straight&quot;."


def test_a_verdict_wears_its_colour():
    page = dressed(VERDICT)
    assert f"border-left: 5px solid {style.COLORS.contradicted}" in page
    assert f"background-color: {style.COLORS.contradicted}" in page
    assert style.COLORS.holds in dressed(VERDICT.replace("contradicted", "holds"))
    assert style.COLORS.claim not in dressed(VERDICT.replace("contradicted", "holds"))


def test_a_style_that_was_there_stays_and_comes_once():
    page = dressed('<figure class="sl-figure" id="x" style="max-width:40rem"></figure>')
    assert page.count("style=") == 1
    assert "max-width:40rem" in page


def test_words_of_a_table_start_at_the_left_and_numbers_are_left_alone():
    page = Table({"name": ["Chinchilla"], "loss (nats)": [1.9]}, "A table")._repr_mimebundle_()["text/html"]
    assert '<th scope="row" style="text-align: left">Chinchilla' in page
    assert "<td>1.9</td>" in page


def test_what_a_page_hides_can_be_seen_to_open():
    assert "display: list-item" in dressed("<details><summary>Data</summary></details>")


def test_whatever_shows_itself_is_dressed(monkeypatch):
    class Said(Shown):
        def html(self):
            return VERDICT

        def __repr__(self):
            return "contradicted"

    assert Said()._repr_mimebundle_() == {"text/plain": "contradicted", "text/html": dressed(VERDICT)}
    monkeypatch.setenv(SITE_FLAG, "1")
    assert Said()._repr_mimebundle_()["text/html"] == VERDICT
