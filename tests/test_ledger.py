"""Every claim of the book: judged by computation, moved by opposite evidence, sourced, and counted once."""

import re
from pathlib import Path

import nbformat
import pytest

from scaling_laws.errors import UnknownKey
from what_scale_buys import chapters, ledger, published
from what_scale_buys.claims import ARTICLES, Verdict

ROOT = Path(__file__).parent.parent
CLAIMS = list(ledger.claims().values())
every_claim = pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)


@every_claim
def test_opposite_evidence_changes_the_verdict(claim):
    found = claim.finding()
    if claim.opposite:
        assert claim.finding(**claim.opposite).verdict is not found.verdict
    else:
        assert found.verdict is Verdict.NOT_CHECKABLE, (
            "a claim that can be decided names what would decide it otherwise"
        )
        assert len(found.qualifier.split()) >= 4, "say what is missing"


@every_claim
def test_the_verdict_depends_on_its_inputs_alone(claim):
    assert claim.finding() == claim.finding(**dict(claim.inputs))


@every_claim
def test_claim_is_said_reasoned_and_sourced(claim):
    found = claim.finding()
    for text in (claim.paraphrase, claim.would_change, found.because):
        assert len(text.split()) >= 3, text
        assert text.endswith((".", ".)")), text
    assert claim.place, "say where the article makes the claim"
    assert all(number.name for number in found.numbers), "numbers of a finding are named"
    lead = found.verdict.lead.strip()
    assert not lead or not found.qualifier.startswith(f"{lead} "), "the lead is written before the qualifier"
    for key in (*claim.sources_for, *claim.sources_against):
        published.cite(key)
    measured = found.verdict not in (Verdict.NOT_CHECKABLE, Verdict.INCONSISTENT)
    if measured:
        assert found.numbers or any(c.isdigit() for c in found.because), "a decided claim shows its decisive number"
    assert "nan" not in found.because.split()


@every_claim
def test_claim_belongs_to_a_chapter_that_shows_it(claim):
    notebook = ROOT / "chapters" / f"{claim.chapter}.ipynb"
    assert notebook.exists()
    text = notebook.read_text(encoding="utf-8")
    assert f'CLAIMS[\\"{claim.id}\\"]' in text or f"CLAIMS['{claim.id}']" in text, (
        "the chapter shows its verdict inline"
    )


def test_counts_add_up():
    assert sum(ledger.counts().values()) == len(CLAIMS)
    for verdict in Verdict:
        assert ledger.counts()[verdict] == sum(ledger.counts(article)[verdict] for article in ARTICLES)
        assert getattr(ledger.numbers(), verdict.name.lower()).value == ledger.counts()[verdict]
    assert ledger.scoreboard_table()["claims"][-1] == len(CLAIMS)


def test_every_claim_of_the_articles_and_every_contradiction_is_judged():
    numbered = {"A": 36, "B": 37, "C": 62, "X": 11}  # entries after these may leave gaps
    assert set(ledger.claims()) >= {f"{letter}{k}" for letter, last in numbered.items() for k in range(1, last + 1)}
    assert ledger.numbers().claims.value + ledger.numbers().between.value == ledger.numbers().entries.value
    at_odds = [c.id for c in CLAIMS if c.article == "X" and c.kind in ("contradicted", "inconsistent")]
    assert ledger.numbers().apart.value == len(at_odds) < ledger.numbers().between.value


def test_claims_are_sorted_by_article_and_number():
    assert [c.id for c in CLAIMS] == sorted((c.id for c in CLAIMS), key=lambda i: (i[0], int(i[1:])))


def test_one_claim_by_id():
    assert ledger.claim(CLAIMS[0].id) is CLAIMS[0]
    with pytest.raises(UnknownKey, match="There is no claim named 'A999'"):
        ledger.claim("A999")


def test_the_scoreboard_says_the_counts():
    figure = ledger.scoreboard()
    assert f"verdicts on {len(CLAIMS)} claims" in figure.alt
    for verdict, number in ledger.counts().items():
        assert f"{number} {verdict}" in figure.alt


def test_the_page_lists_every_claim_once_with_filters():
    html = ledger.Ledger().html()
    for claim in CLAIMS:
        assert html.count(f'id="claim-{claim.id}"') == 1
        assert f'href="{claim.chapter}.html#claim-{claim.id}"' in html
    assert html.count("<select data-filter=") == 3
    assert html.count("data-search") == 1
    for name, expected in (
        ("verdict", ledger.counts()),
        ("article", {a: sum(ledger.counts(a).values()) for a in ARTICLES}),
    ):
        for key, number in expected.items():
            assert f'<option value="{getattr(key, "kind", key)}">' in html, name
            assert re.search(rf'<option value="{getattr(key, "kind", key)}">[^<]* \({number}\)</option>', html)
    assert repr(ledger.Ledger()).count("\n") == len(CLAIMS) - 1


def test_chapter_titles_are_those_of_the_notebooks():
    for chapter, title in chapters.TITLES.items():
        first = nbformat.read(ROOT / "chapters" / f"{chapter}.ipynb", as_version=4).cells[0].source
        assert first.splitlines()[0] == f"# {title}"
    with pytest.raises(UnknownKey, match="02_flattening_curve"):
        ledger.chapter_title("02_flattening")
