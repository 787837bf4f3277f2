"""The page that gathers the short versions of all chapters, from the chapters themselves.

Its directive leaves a mark; when the page is written, each chapter's section stands there, computed and linked as in
the chapter, under the chapter's title. Pictures, boxes and what follows a box stay in the chapters.
"""

from itertools import takewhile

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

SHORT = "The short version"  # the heading in a chapter
NAME = "short-versions"


class Mark(nodes.General, nodes.Element):
    """Where the short versions go."""


class ShortVersions(SphinxDirective):
    """``{short-versions}``, without arguments or content."""

    def run(self):
        self.env.metadata[self.env.docname][NAME] = True
        return [Mark()]


def setup(app):
    app.add_node(Mark)
    app.add_directive(NAME, ShortVersions)
    app.connect("env-updated", lambda app, env: _gathering(env))  # a changed chapter changes the page
    app.connect("doctree-resolved", _gather)


def _gathering(env):
    return [name for name, entries in env.metadata.items() if NAME in entries]


def _gather(app, doctree, docname):
    for mark in list(doctree.findall(Mark)):
        mark.replace_self([made for name in sorted(app.env.found_docs) if (made := _section(app, name, docname))])


def _section(app, chapter, page):
    """The short version of a chapter as a section of its own, None for a page that has none."""
    if not chapter.rpartition("/")[2][:1].isdigit() or chapter.rpartition("/")[0] != page.rpartition("/")[0]:
        return None  # links in it are relative to its folder
    resolved = app.env.get_and_resolve_doctree(chapter, app.builder)
    found = [s for s in resolved.findall(nodes.section) if s.children and _is_title(s.children[0])]
    if not found:
        return None
    title = app.env.titles[chapter].astext()
    link = nodes.reference("", title, internal=True, refuri=app.builder.get_relative_uri(page, chapter))
    section = nodes.section("", nodes.title("", "", link), ids=[nodes.make_id(title)], names=[])
    before = takewhile(lambda node: not isinstance(node, nodes.Admonition), found[0].children)
    section.extend(node for node in before if isinstance(node, nodes.paragraph))
    return section


def _is_title(node):
    return isinstance(node, nodes.title) and node.astext() == SHORT
