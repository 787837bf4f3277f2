"""Links a glossary term to its definition where a chapter first uses it."""

import re

from docutils import nodes

GLOSSARY = "chapters/notation"
_SKIP = (nodes.title, nodes.reference, nodes.literal, nodes.math, nodes.raw, nodes.literal_block, nodes.label)


def link_first_uses(app, doctree, docname):
    """Turn the first use of each term in running text into a link; the definition is its tooltip.

    Chapters only: pages whose name starts with a digit. Titles, code, formulas and existing links stay as they are.
    """
    if not docname.rpartition("/")[2][:1].isdigit() or GLOSSARY not in app.env.all_docs:
        return
    waiting = dict(_terms(app.env.get_doctree(GLOSSARY)))
    page = app.builder.get_relative_uri(docname, GLOSSARY)
    for text in list(doctree.findall(nodes.Text)):
        if _in_prose(text):
            _link(text, waiting, page)


def _terms(glossary):
    """(names of one entry) -> (anchor of its first name, definition as plain text)."""
    for item in glossary.findall(nodes.definition_list_item):
        names = [child for child in item.children if isinstance(child, nodes.term) and child["ids"]]
        if names:
            definition = next(item.findall(nodes.definition)).astext()
            yield tuple(name.astext() for name in names), (names[0]["ids"][0], " ".join(definition.split()))


def _in_prose(text):
    node = text.parent
    inside = False
    while node is not None:
        if isinstance(node, _SKIP) or "cell_output" in node.get("classes", []):
            return False
        inside = inside or isinstance(node, (nodes.paragraph, nodes.list_item))
        node = node.parent
    return inside


def _link(text, waiting, page):
    pieces, rest = [], text.astext()
    while found := _earliest(rest, waiting):
        start, end, names = found
        anchor, definition = waiting.pop(names)
        pieces.append(nodes.Text(rest[:start]))
        link = nodes.reference("", rest[start:end], internal=True, refuri=f"{page}#{anchor}", classes=["sl-term"])
        link["reftitle"] = definition
        pieces.append(link)
        rest = rest[end:]
    if pieces:
        text.parent.replace(text, [*pieces, nodes.Text(rest)])


def _earliest(text, waiting):
    """(start, end, names) of the first waiting term in a text, the longest where two start together; else None."""
    hits = []
    for names in waiting:
        for name in names:
            if match := re.search(rf"(?<![\w-]){re.escape(name)}(?:s|es)?(?![\w-])", text, flags=re.I):
                hits.append((match.start(), -match.end(), names))
    if not hits:
        return None
    start, negative, names = min(hits)
    return start, -negative, names
