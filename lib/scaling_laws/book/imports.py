"""Which files of the library a notebook reaches: its imports, followed to the end."""

import ast
from functools import cache
from pathlib import Path

import nbformat

PACKAGE = Path(__file__).parent.parent
DATA = (*sorted(PACKAGE.glob("data/*.csv")), PACKAGE / "data" / "references.bib")


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
    return sorted(seen | set(DATA)) if seen else []


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
