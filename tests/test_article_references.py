"""The annotated reference list: whole, consistent with its own counts, and its verdicts follow the table."""

import pytest

from scaling_laws.errors import UnknownKey
from what_scale_buys import article_references as page
from what_scale_buys import ledger, published
from what_scale_buys.claims import Verdict

ROWS = page.references()


def test_numbers_run_without_a_gap_although_the_list_does_not():
    assert [r.number for r in ROWS] == list(range(1, len(ROWS) + 1))
    assert page.missing({r.number for r in ROWS if r.listed}) == [15, 21]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row.number))
def test_row(row):
    assert row.agreement in page.AGREEMENT
    assert row.cited_for
    assert row.listed == (row.agreement != "missing")
    if row.listed:
        assert published.title(row.source)
        assert row.seen in ("primary", "secondary", "title")
        assert bool(row.says) == (row.agreement != "not read"), "what was not read is not summarised"


def test_counts_by_hand():
    n = page.numbers()
    assert n.listed.value == 20
    assert n.papers.value == 5
    assert n.others.value == 15
    assert n.gap_cited.value == 2
    assert n.supports.value + n.reverse.value + n.unread.value + 3 == n.listed.value  # three support in part


def test_missing_counts_from_one():
    assert page.missing({2, 3}) == [1]
    assert page.missing({1, 2, 3}) == []


def test_a_cited_number_that_is_not_listed_is_named():
    found = page.b32.judge(listed=(1, 2, 3), cited=(1, 4))
    assert found.verdict is Verdict.CONTRADICTED
    assert "4 is cited" in found.because
    assert page.b32.judge(listed=(1, 2, 3), cited=(1, 2)).verdict is Verdict.HOLDS


def test_the_ledger_holds_these_claims_and_names_the_page():
    for claim in page.CLAIMS.values():
        assert ledger.claim(claim.id) is claim
    assert ledger.chapter_title(page.CHAPTER) == "The articles' references"


def test_the_list_shows_every_number_once_with_its_judgement():
    html = page.ReferenceList().html()
    for row in ROWS:
        assert html.count(f'aria-label="Reference {row.number}"') == 1
    assert html.count("says the reverse") == sum(r.agreement == "reverse" for r in ROWS)
    assert repr(page.ReferenceList()).count("\n") == len(ROWS) - 1


def test_an_unknown_source_has_no_title():
    with pytest.raises(UnknownKey, match="no source named"):
        published.title("nobody1900nothing")
