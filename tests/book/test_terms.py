"""A term of the glossary becomes a link at its first use in running text, and nowhere else."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from docutils import nodes
from docutils.utils import new_document

from what_scale_buys.book import terms

ROOT = Path(__file__).parent.parent.parent


def glossary(**definitions):
    page, entries = new_document("glossary"), nodes.definition_list()
    for name, definition in definitions.items():
        item = nodes.definition_list_item()
        for word in name.split("__"):
            item += nodes.term(word, word.replace("_", " "), ids=[f"term-{word}"])
        item += nodes.definition("", nodes.paragraph(definition, definition))
        entries += item
    page += entries
    return page


def linked(children, docname="chapters/09_topic", **definitions):
    page = new_document("page")
    page.extend(children)
    env = SimpleNamespace(all_docs={terms.GLOSSARY}, get_doctree=lambda name: glossary(**definitions))
    app = SimpleNamespace(env=env, builder=SimpleNamespace(get_relative_uri=lambda a, b: "notation.html"))
    terms.link_first_uses(app, page, docname)
    links = [node for node in page.findall(nodes.reference) if "sl-term" in node["classes"]]
    return page, links


def paragraph(*texts):
    return nodes.paragraph("", "", *(nodes.Text(t) if isinstance(t, str) else t for t in texts))


def test_the_first_use_alone_is_linked_and_no_word_is_lost():
    page, links = linked([paragraph("A token is short."), paragraph("Tokens and a token.")], token="A piece of text.")
    assert [link.astext() for link in links] == ["token"]
    assert links[0]["refuri"] == "notation.html#term-token"
    assert links[0]["reftitle"] == "A piece of text."
    assert page.astext() == "A token is short.\n\nTokens and a token."


@pytest.mark.parametrize(
    ("text", "found"),
    [("Tokens first", "Tokens"), ("one tokenizer", None), ("a multi-token score", None), ("TOKEN", "TOKEN")],
)
def test_whole_words_in_either_number_and_case(text, found):
    _, links = linked([paragraph(text)], token="x")
    assert [link.astext() for link in links] == ([found] if found else [])


def test_the_longer_of_two_terms_wins_and_the_shorter_waits():
    _, links = linked([paragraph("reducible loss, then loss")], reducible_loss="x", loss="y")
    assert [link.astext() for link in links] == ["reducible loss", "loss"]


def test_two_names_of_one_entry_are_linked_once():
    _, links = linked([paragraph("the irreducible loss is a floor")], floor__irreducible_loss="x")
    assert [link.astext() for link in links] == ["irreducible loss"]
    assert links[0]["refuri"].endswith("#term-floor")


def test_titles_code_formulas_links_and_outputs_are_left_alone():
    output = nodes.container("", paragraph("token"), classes=["cell_output"])
    inline = paragraph(nodes.literal("", "token"), nodes.math("", "token"), nodes.reference("", "token", refuri="a"))
    _, links = linked([nodes.title("", "token"), inline, output, nodes.literal_block("", "token")], token="x")
    assert links == []


def test_pages_that_are_no_chapters_are_left_alone():
    assert linked([paragraph("token")], docname="chapters/ledger", token="x")[1] == []


def test_every_term_of_the_glossary_is_used_by_a_chapter():
    text = (ROOT / "chapters" / "notation.md").read_text("utf-8").split("```{glossary}")[1]
    names = [line.strip() for line in text.split("```")[0].splitlines() if line and not line.startswith(" ")]
    prose = " ".join(path.read_text("utf-8") for path in (ROOT / "chapters").glob("[0-9]*.ipynb"))
    assert len(names) == len(set(names)) > 40
    assert [name for name in names if name.lower() not in prose.lower()] == []
