"""Copies of the notebooks for readers: what the site's build works out is written out in them.

Two editions. The *live* one is for JupyterLab with the book's environment: citations are names and years with a link,
and the numbers of the prose stay expressions, which recompute there. The *plain* one is for everywhere else (a
download, GitHub, nbviewer, Colab, VS Code): the numbers too are written out, as last computed, exercises and boxes are
ordinary Markdown, and a first cell fetches the library where it is missing.
"""

import hashlib
import json
import re
from functools import partial
from itertools import count
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell

from ..published import bibliography, cite, link, title
from . import inline
from .fetching import guard

MADE = ".made.json"  # what was written, by its hash: a copy that its reader has changed stays
_CITATION = re.compile(r"\{cite:([pt])\}`([^`]+)`")
_PAGE_LINK = re.compile(r"\]\(((?:\.\./)*[\w/-]+)(#[\w-]*)?\)")
_BLOCK = re.compile(
    r"^(?P<fence>`{3,}|:{3,})\{(?P<kind>[\w-]+)\} *(?P<title>.*)\n(?P<body>(?:.*\n)*?)(?P=fence) *$", re.M
)
_OPTION = re.compile(r"^:([\w-]+): *(.*)\n", flags=re.M)


def live(notebook, page="{}.ipynb".format):
    """The edition for JupyterLab with the book's environment."""
    for cell in _prose(notebook):
        cell.source = _on_pages(_BLOCK.sub(_site_only, _cited(cell.source)), page)
    return notebook


def plain(notebook, page="{}.ipynb".format, places=()):
    """The edition for any viewer; `places` are where its first cell may fetch the library (`fetching.guard`)."""
    write = partial(_plain_block, count(1), {})
    for cell in _prose(notebook):
        values = inline.stored(cell)
        written = _BLOCK.sub(write, _cited(inline.written(cell.source, values)))
        cell.source = _on_pages(written, page)
        inline.store(cell, {})
    first = next(k for k, cell in enumerate(notebook.cells) if cell.cell_type == "code")
    notebook.cells.insert(first, new_code_cell(guard(*places), id="library", metadata={"tags": ["remove-input"]}))
    return notebook


def write(root, folder, edition):
    """Write the edition of every notebook under `root`, the folder of the book, into `folder`; returns the paths.

    A copy that its reader has changed since is left as it is.
    """
    folder = Path(folder)
    kept = folder / MADE
    made = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {}
    written = []
    for path in [*Path(root).glob("index.ipynb"), *sorted(Path(root).glob("chapters/*.ipynb"))]:
        name = path.relative_to(root).as_posix()
        copy = folder / name
        if copy.exists() and made.get(name) != _digest(copy):
            continue
        copy.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(edition(nbformat.read(path, as_version=4), partial(_page_file, path.parent)), copy)
        made[name] = _digest(copy)
        written.append(copy)
    for page in Path(root).glob("chapters/*.md"):
        (folder / "chapters" / page.name).write_text(page.read_text(encoding="utf-8"), encoding="utf-8")
    kept.write_text(json.dumps(made, indent=1), encoding="utf-8")
    return written


def _digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _page_file(folder, name):
    """The file of a page that a link names without its ending; None if there is none."""
    return next((file for file in (f"{name}.ipynb", f"{name}.md") if (folder / file).exists()), None)


def _prose(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "markdown"]


def _cited(source):
    """Citations as names and years; `{cite:t}` reads Hoffmann et al. (2022), `{cite:p}` (Hoffmann et al., 2022)."""
    return _CITATION.sub(_citation, source)


def _citation(match):
    kind, keys = match.group(1), [key.strip() for key in match.group(2).split(",")]
    names = [str(cite(key)) for key in keys]
    if kind == "p":
        names = [re.sub(r" \((\w+)\)$", r", \1", name) for name in names]
    linked = [_linked(name, link(key)) for name, key in zip(names, keys, strict=True)]
    return f"({'; '.join(linked)})" if kind == "p" else ", ".join(linked)


def _linked(text, address):
    return f"[{text}]({address})" if address else text


def _on_pages(source, page):
    """Links between pages, which carry no ending in the source, as links to files."""

    def written(match):
        file = page(match.group(1))
        return f"]({file}{match.group(2) or ''})" if file else match.group()

    return _PAGE_LINK.sub(written, source)


def _site_only(match):
    """A block that only the site's build can fill becomes what a notebook can show; others stay."""
    kind = match.group("kind")
    if kind == "bibliography":
        return "\n".join(f"- {_linked(str(cite(key)), link(key))}. *{title(key)}*" for key in sorted(bibliography()))
    if kind == "nb-exec-table":
        return "*The site shows here how long each page took.*"
    return match.group()


def _plain_block(number, exercises, match):
    """A MyST block as ordinary Markdown; exercises count from one, as on the site."""
    kind, heading, body = match.group("kind", "title", "body")
    options = dict(_OPTION.findall(body))
    body = _OPTION.sub("", body).strip()
    if kind == "exercise":
        exercises[options.get("label")] = here = next(number)
        return f"**Exercise {here}" + (f": {heading}.**" if heading else ".**") + f"\n\n{body}"
    if kind == "solution":
        return (
            f"<details>\n<summary>Solution of exercise {exercises[heading.strip()]}</summary>\n\n{body}\n\n</details>"
        )
    if kind == "admonition":
        return "\n".join(f"> {line}".rstrip() for line in [f"**{heading}**", "", *body.splitlines()])
    return _site_only(match)
