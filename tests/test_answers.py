"""What a number answers on the site, line by line, and that nothing but numbers does."""

import re
from html import unescape

import pytest

from scaling_laws.formatting import Text
from scaling_laws.quantity import Quantity, estimate, exact, percent
from what_scale_buys import published
from what_scale_buys.answers import answered, notes

FITTED = estimate(0.1534, 0.149, 0.1581, method="bootstrap", level=0.9, n=1240, unit="nats/token")


def parts(value, call="n.x"):
    """(what stands in the sentence, the lines of the answer), with plain spaces."""
    html = answered(value, call)._repr_html_()
    title, shown = re.fullmatch(r'<span class="sl-number" title="(.*?)">(.*)</span>', html, flags=re.S).groups()
    return tuple(unescape(text).replace("\u00a0", " ") for text in (shown, title))


def test_an_estimate_stands_short_and_answers_with_all_that_it_has():
    shown, title = parts(FITTED)
    assert shown == "0.1534 nats/token"
    assert title.split("\n") == ["90 % interval 0.1490 to 0.1581 nats/token", "bootstrap, n = 1,240", "n.x"]


@pytest.mark.parametrize("form", ["full", "short", "bare", "interval"])
def test_every_form_of_a_number_answers(form):
    shown, title = parts(getattr(FITTED, form), f"n.x.{form}")
    assert shown == getattr(FITTED, form)
    assert title.split("\n")[:-1] == notes(FITTED)
    assert title.endswith(f"n.x.{form}")


def test_a_published_figure_names_its_source_and_place():
    key = next(k for k, row in published.table().items() if row.has_interval and row.level not in ("", "range"))
    row = published.row(key)
    said = notes(published.figure(key))
    assert said[0].startswith(f"{100 * float(row.level):g} % interval ")
    assert said[-1] == f"{published.cite(row.source)}, {row.where}"


@pytest.mark.parametrize(("level", "words"), [("range", "range "), ("", "interval of unstated level ")])
def test_an_interval_whose_source_gives_no_level_says_so(level, words):
    key = next(
        k for k, row in published.table().items() if row.has_interval and row.level == level and row.value[:1].isdigit()
    )
    assert notes(published.figure(key))[0].startswith(words)


def test_a_number_without_interval_answers_with_its_call_and_words_do_not_answer():
    assert parts(exact(3, "×")) == ("3×", "n.x")
    assert parts(Text("10 to 12 days")) == ("10 to 12 days", "n.x")
    assert answered(Text("higher"), "n.x")._repr_html_() == "higher"
    assert answered(17, "n.x") == 17


def test_what_was_computed_from_a_figure_names_the_draws_and_not_the_figure():
    computed = percent(Quantity(0.5, low=0.4, high=0.6, level=0.9, source="hoffmann2022training"))
    assert notes(computed) == ["90 % interval 40 to 60 %", "propagated draws"]


def test_no_text_escapes_from_its_attribute():
    html = answered(Text('7 <b>"x"'), 'n["x"] < 3')._repr_html_()
    assert html.count("<") == 2
    assert unescape(re.search('title="(.*?)"', html).group(1)) == 'n["x"] < 3'
    assert repr(answered(FITTED, "n.x")) == repr(FITTED)
