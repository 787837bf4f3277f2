"""A claim computes its verdict, from inputs that can be replaced."""

import pytest

from scaling_laws.errors import InvalidArgument, UnknownKey
from scaling_laws.quantity import exact
from what_scale_buys.claims import ARTICLES, Claims, Finding, Verdict
from what_scale_buys.claims import claim as declare
from what_scale_buys.display.viewer import SITE_FLAG


def judge(rate):
    if rate > 1:
        return Finding(Verdict.HOLDS, f"It grows <{rate:g}> fold.", numbers=(exact(rate, "×", name="rate"),))
    return Finding(Verdict.HOLDS_IF, f"It grows {rate:g} fold.", qualifier="if shrinking counts as growth")


def claim(claim_id="A1", **changes):
    given = dict(evidence=lambda: {"rate": 2.0}, opposite={"rate": 0.5}, sources_for=("kaplan2020scaling",))
    given |= dict(would_change="A rate below one.", chapter="01_some_chapter")
    return declare(claim_id, "It grows & grows.", **(given | changes))(judge)


def test_verdict_is_computed_and_opposite_evidence_changes_it():
    c = claim()
    assert c.verdict is Verdict.HOLDS
    assert c.kind == "holds"
    assert c.finding(**c.opposite).verdict is Verdict.HOLDS_IF
    assert c.article == "A"
    assert set(ARTICLES) >= {"A", "B", "C"}


@pytest.mark.parametrize("verdict", [Verdict.HOLDS_IF, Verdict.INCONSISTENT, Verdict.NOT_CHECKABLE])
def test_a_verdict_that_needs_a_qualifier_refuses_to_go_without(verdict):
    with pytest.raises(InvalidArgument, match="qualifier"):
        Finding(verdict, "Because of one number.")
    assert Finding(verdict, "Because.", qualifier="with it").qualifier == "with it"


def test_kinds_are_style_names():
    assert [v.kind for v in Verdict] == ["holds", "holds-if", "contradicted", "inconsistent", "not-checkable"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"claim_id": "Z1"}, "article must be one of A, B, C"),
        ({"opposite": {"speed": 1}}, "input of claim A1 must be one of rate"),
        ({"evidence": lambda: {"speed": 1}}, "evidence of claim A1.*'speed'.*one entry for each of .'rate'"),
    ],
)
def test_a_malformed_claim_is_refused(changes, message):
    with pytest.raises(InvalidArgument, match=message):
        claim(**changes).finding(**claim(**changes).opposite)


def test_evidence_is_gathered_when_a_claim_is_first_judged_and_once():
    asked = []
    c = claim(evidence=lambda: asked.append(1) or {"rate": 2.0}, opposite=lambda: asked.append(2) or {"rate": 0.1})
    assert asked == []
    assert c.verdict is c.finding().verdict is Verdict.HOLDS
    assert asked == [1]
    assert c.finding(**c.opposite).verdict is Verdict.HOLDS_IF
    assert asked == [1, 2]


def test_a_replacement_must_name_an_input():
    with pytest.raises(InvalidArgument, match="one of rate"):
        claim().finding(speed=3)


def test_displays_escape_and_carry_verdict_and_sources():
    bundle = claim()._repr_mimebundle_()
    assert bundle["text/plain"] == "A1: It grows & grows. — HOLDS. It grows <2> fold."
    html = bundle["text/html"]
    assert "It grows &lt;2&gt; fold." in html
    assert 'data-article="A" data-verdict="holds" data-chapter="01_some_chapter"' in html
    assert "<li>rate: 2×</li>" in html
    assert "Kaplan et al. (2020)" in html


def test_on_the_site_a_verdict_is_one_line_that_opens(monkeypatch):
    monkeypatch.setenv(SITE_FLAG, "1")
    html = claim(place="first section, second paragraph").html("<p>more</p>")
    line, rest = html.split("</summary>")
    assert line.startswith('<details class="sl-claim sl-holds" id="claim-A1" data-article="A"')
    assert ">holds</strong>" in line
    assert "It grows &amp; grows." in line
    assert "first section, second paragraph" in line
    assert "fold" not in line
    for said in ("It grows &lt;2&gt; fold.", "<li>rate: 2×</li>", "A rate below one.", "<p>more</p></details>"):
        assert said in rest
    assert '<a href="https://arxiv.org/abs/2001.08361">Kaplan et al. (2020)</a>' in rest
    assert "sl-qualifier" not in html


def test_on_the_site_a_condition_stands_with_its_verdict(monkeypatch):
    monkeypatch.setenv(SITE_FLAG, "1")
    html = claim(evidence={"rate": 0.1}, opposite={"rate": 2}).html()
    assert html.split("</summary>")[1].startswith('<p class="sl-verdict"><strong class="sl-badge">holds if</strong>')
    assert "if shrinking counts as growth" in html
    assert "sl-place" not in html


def test_claims_of_a_chapter():
    both = Claims(claim("A10"), claim("A2", evidence={"rate": 0.1}, opposite={"rate": 2}))
    assert list(both) == ["A2", "A10"], "by number, not by letters"
    assert repr(both) == "A2: HOLDS IF\nA10: HOLDS"
    assert '<a href="#claim-A2">A2</a>' in both.html()
    with pytest.raises(UnknownKey, match="Nearest: .*A10"):
        both["A11"]
    with pytest.raises(InvalidArgument, match="each id once only"):
        Claims(claim("A1"), claim("A1"))


def test_a_chapter_without_claims_says_so():
    assert repr(Claims()) == "This chapter enters no claim in the ledger."
    assert repr(Claims()) in Claims().html()
