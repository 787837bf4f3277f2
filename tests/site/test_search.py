"""What a search of the site finds first."""

import pytest


def results(themed, query):
    """Addresses that a search finds, in order."""
    watched = themed("light")
    page = watched.open(f"search.html?q={query}")
    page.locator("#search-results ul.search li a").first.wait_for()
    page.wait_for_function(
        "document.querySelector('#search-results h2, #search-summary')?.textContent.includes('finished')"
        " || document.querySelector('#search-results p.search-summary')?.textContent.length > 0"
    )
    assert watched.errors == []
    return page.evaluate(
        "[...document.querySelectorAll('#search-results ul.search li > a')].map((a) => a.getAttribute('href'))"
    )


@pytest.mark.parametrize(
    ("query", "chapter"),
    [("mirage", "09_emergence_mirage"), ("chinchilla", "03_chinchilla_correction"), ("wall", "06_data_wall")],
)
def test_the_chapter_that_a_query_names_comes_first(themed, query, chapter):
    assert results(themed, query)[0].startswith(f"chapters/{chapter}.html")


def test_the_id_of_a_claim_finds_its_chapter_and_the_ledger(themed):
    found = [address.split("?")[0] + "#" + address.partition("#")[2] for address in results(themed, "A8")]
    places = [address for address in found if address.endswith("#claim-A8")]
    assert len(places) == 2
    assert found[:2] == places
    assert sum("ledger" in address for address in places) == 1
