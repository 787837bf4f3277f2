"""The Sphinx extension that keeps the site honest.

* every page depends on the library files that its code reaches, so that a changed library rebuilds exactly
  the pages whose numbers it may change;
* notebooks executed for the site know that no kernel will be there for widgets;
* the book's style sheet and script are served with the site, and nothing that calls another host is.
"""

import ast
import os
from functools import cache
from pathlib import Path

import nbformat

from .display.explorable import SITE_FLAG

PACKAGE = Path(__file__).parent
ASSETS = PACKAGE / "display" / "assets"
_SHARED_DATA = tuple(sorted(PACKAGE.glob("data/*.csv"))) + (PACKAGE / "data" / "references.bib",)


def setup(app):
    os.environ[SITE_FLAG] = "1"
    app.connect("config-inited", _serve_assets)
    app.connect("source-read", _note_library)
    app.connect("html-page-context", _drop_outside_scripts, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _serve_assets(app, config):
    config.html_static_path.append(str(ASSETS))
    app.add_css_file("book.css")
    app.add_js_file("book.js", loading_method="defer")


def _note_library(app, docname, source):
    path = Path(app.env.doc2path(docname))
    if path.suffix == ".ipynb":
        for file in library_files(notebook_code(path)):
            app.env.note_dependency(str(file))


def _drop_outside_scripts(app, pagename, templatename, context, doctree):
    """JB1 links thebe, whose script is fetched from another host, even where it is switched off."""
    kept = [script for script in context.get("script_files", []) if "thebe" not in _text(script)]
    context["script_files"] = kept


def _text(script):
    return f"{getattr(script, 'filename', script)} {getattr(script, 'attributes', '')}"


def notebook_code(path):
    """The code of a notebook's cells as one module, without IPython's own syntax."""
    cells = nbformat.read(path, as_version=4).cells
    lines = (line for c in cells if c.cell_type == "code" for line in c.source.splitlines())
    return "\n".join(line for line in lines if not line.lstrip().startswith(("%", "!", "?")))


def library_files(code):
    """Files of the library that `code` reaches through its imports, with the data they read.

    Dynamic imports are seen for the ledger only, which reaches every argument.
    """
    todo, seen = list(_imports(ast.parse(code), package="")), set()
    while todo:
        path = todo.pop()
        if path not in seen:
            seen.add(path)
            todo.extend(_reached(path))
    return sorted(seen | set(_SHARED_DATA)) if seen else []


@cache
def _reached(path):
    found = set(_imports(ast.parse(path.read_text(encoding="utf-8")), package=_package_of(path)))
    if path == PACKAGE / "ledger.py":
        found |= set((PACKAGE / "arguments").rglob("*.py"))
    return found


def _imports(tree, package):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            parents = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*parents, node.module or ""]).strip(".")
            names = [base] + [f"{base}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            yield from _files_of(name)


def _files_of(module):
    """The file of a module and the `__init__` files on the way to it."""
    parts = module.split(".")
    if parts[0] != PACKAGE.name:
        return
    here = PACKAGE
    yield here / "__init__.py"
    for part in parts[1:]:
        here = here / part
        if here.with_suffix(".py").exists():
            yield here.with_suffix(".py")
        elif (here / "__init__.py").exists():
            yield here / "__init__.py"


def _package_of(path):
    parts = path.relative_to(PACKAGE.parent).parts[:-1]
    return ".".join(parts)
