"""Which files of the library a notebook reaches: its imports, followed to the end."""

import ast
import json
from functools import cache
from pathlib import Path

LIBRARY = Path(__file__).parents[1]
BOOK, INSTRUMENT = LIBRARY / "what_scale_buys", LIBRARY / "scaling_laws"
PACKAGES = {path.name: path for path in (BOOK, INSTRUMENT)}
CHAPTERS = BOOK / "chapters"
GATHERING = (BOOK / "ledger.py", BOOK / "insights.py")
DATA = (*sorted(BOOK.glob("data/*.csv")), *sorted(INSTRUMENT.glob("data/*.csv")), BOOK / "data" / "references.bib")


def notebook_code(path):
    """The code of a notebook's cells as one module, without IPython's own syntax."""
    cells = json.loads(Path(path).read_text(encoding="utf-8"))["cells"]
    lines = (line for c in cells if c["cell_type"] == "code" for line in "".join(c["source"]).splitlines())
    return "\n".join(line for line in lines if not line.lstrip().startswith(("%", "!", "?")))


def library_files(code):
    """Files of the library that `code` reaches through its imports, with the data they read."""
    todo, seen = list(_imports(ast.parse(code), package="")), set()
    while todo:
        path = todo.pop()
        if path not in seen:
            seen.add(path)
            todo.extend(_reached(path))
    return sorted(seen | set(DATA)) if seen else []


@cache
def _reached(path):
    return {*_imports(ast.parse(path.read_text(encoding="utf-8")), package=_package_of(path)), *_unseen(path)}


def _unseen(path):
    """Modules that a file imports by a computed name: the gatherers every room, a room and `fitting` their own."""
    if path in GATHERING:
        return CHAPTERS.rglob("*.py")
    if path.name == "__init__.py" and (path.parents[1] == CHAPTERS or path.parent == INSTRUMENT / "fitting"):
        return path.parent.rglob("*.py")
    return ()


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
    first, *parts = module.split(".")
    if first not in PACKAGES:
        return
    here = PACKAGES[first]
    yield here / "__init__.py"
    for part in parts:
        here = here / part
        if here.with_suffix(".py").exists():
            yield here.with_suffix(".py")
        elif (here / "__init__.py").exists():
            yield here / "__init__.py"


def _package_of(path):
    return ".".join(path.relative_to(LIBRARY).parts[:-1])
