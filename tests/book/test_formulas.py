"""Formulas as MathML: structure, the repairs of the converter, refusal of what it does not know."""

import xml.etree.ElementTree as ElementTree

import pytest

from scaling_laws.errors import InvalidArgument
from what_scale_buys.book.formulas import mathml, parted, tied

THIN = "0.167em"


def tree(tex, display=False):
    return ElementTree.fromstring(mathml(tex, display))


def spaces(tex):
    """{name of a function: (space before, space after)} of a formula."""
    return {mo.text: (mo.get("lspace"), mo.get("rspace")) for mo in tree(tex).iter("mo") if mo.text.isalpha()}


def test_a_formula_in_a_line_and_one_on_its_own():
    assert tree("x").get("display") is None
    assert tree("x", display=True).get("display") == "block"


@pytest.mark.parametrize(
    ("tex", "name", "expected"),
    [
        (r"\ln N", "ln", ("0", THIN)),
        (r"\ln(N)", "ln", ("0", "0")),
        (r"\beta \ln D", "ln", (THIN, THIN)),
        (r"\log_{10} L", "log", ("0", THIN)),
        (r"a\,\exp\left(-x\right)", "exp", ("0", "0")),
        (r"\Pr\!\left(p > q\right)", "Pr", ("0", "0")),
        (r"2 \exp(x)", "exp", (THIN, "0")),
    ],
)
def test_a_function_keeps_its_distance_from_a_factor_alone(tex, name, expected):
    assert spaces(tex) == {name: expected}


def test_aligned_rows_are_a_table():
    table = tree("\\begin{aligned}\na &= b, \\\\\nc &= d\n\\end{aligned}", display=True).find("mtable")
    assert [["".join(cell.itertext()) for cell in row] for row in table] == [["a", "=b,"], ["c", "=d"]]


def test_a_row_may_start_with_nothing():
    table = tree(r"\begin{aligned} a &= b \\ &= c \end{aligned}").find("mtable")
    assert ["".join(cell.itertext()) for cell in table[1]] == ["", "=c"]


def test_words_are_not_spelled_letter_by_letter():
    assert [mi.text for mi in tree(r"\mathrm{Huber}_{\delta}").iter("mi")] == ["Huber", "δ"]


def test_greek_capitals_stand_upright():
    assert tree(r"\Gamma(a)").find(".//mi").get("mathvariant") == "normal"


def test_a_slash_needs_no_room():
    assert {mo.get("lspace") for mo in tree("a/b").iter("mo")} == {"0"}


def test_spaces_have_a_size():
    assert [space.get("width") for space in tree(r"a\!b").iter("mspace")] == [f"-{THIN}"]


@pytest.mark.parametrize("tex", [r"\unheard{x}", r"a & b"])
def test_what_cannot_be_set_is_refused(tex):
    with pytest.raises(InvalidArgument):
        mathml(tex)


def test_a_formula_is_parted_where_it_leaves_room_and_nowhere_else():
    assert parted(r"a = b, \qquad c = d.") == ["a = b,", "c = d."]
    for whole in (r"a = b", r"{a \qquad b}", r"\left(a \qquad b\right)", r"\begin{aligned}a \qquad b\end{aligned}"):
        assert parted(whole) == [whole]


def test_what_follows_a_formula_in_a_line_is_tied_to_it():
    assert tied("<math><mi>N</mi></math>, and") == '<span class="sl-tied"><math><mi>N</mi></math>,</span> and'
    for free in ("<math><mi>N</mi></math> and.", '<math display="block"><mi>N</mi></math>.'):
        assert tied(free) == free
    assert tied("<math>a</math> b <math>c</math>.").startswith("<math>a</math> b <span")
