"""A tiny book in a temporary folder, built with the real configuration, extension and library (a copy of each)."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

ROOT = Path(__file__).parent.parent
SAMPLE = Path(__file__).parent / "sample_room"
NBVAL = (
    *("--nbval", "--nbval-sanitize-with", str(ROOT / "tests" / "nbval_sanitize.cfg")),
    *("-c", str(ROOT / "tests" / "pytest.ini"), f"--rootdir={ROOT}"),
)
JUPYTER_BOOK = "from jupyter_book.cli.main import main; main()"


class Book:
    """Pages and a copy of the library under `folder`; `build` runs jupyter-book as `make book` does."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.library = self.folder / "lib" / "what_scale_buys"
        ignore = shutil.ignore_patterns("__pycache__", "*.egg-info", ".*")
        shutil.copytree(ROOT / "lib", self.folder / "lib", ignore=ignore)
        shutil.copytree(SAMPLE, self.library / "chapters" / "sample", ignore=ignore)
        for name in ("_config.yml", "CITATION.cff"):
            shutil.copy(ROOT / name, self.folder)
        self.pages = []

    @property
    def environment(self):
        return os.environ | {"PYTHONPATH": str(self.folder / "lib"), "PYTHONDONTWRITEBYTECODE": "1"}

    def notebook(self, name, *cells):
        """Write a notebook; a cell is markdown unless it is a tuple ("code", source)."""
        made = [new_code_cell(cell[1]) if isinstance(cell, tuple) else new_markdown_cell(cell) for cell in cells]
        kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
        path = self._enter(name, ".ipynb")
        nbformat.write(new_notebook(cells=made, metadata=kernel), path)
        return path

    def page(self, name, text):
        path = self._enter(name, ".md")
        path.write_text(text, encoding="utf-8")
        return path

    def _enter(self, name, suffix):
        if name not in self.pages:
            self.pages.append(name)
        path = self.folder / f"{name}{suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def build(self):
        """Build the site; returns the finished process with its output as text."""
        first, *others = self.pages
        chapters = "".join(f"\n  - file: {name}" for name in others)
        toc = f"format: jb-book\nroot: {first}\n" + (f"chapters:{chapters}\n" if others else "")
        if not (self.folder / "_toc.yml").exists():
            (self.folder / "_toc.yml").write_text(toc, encoding="utf-8")
        command = [sys.executable, "-c", JUPYTER_BOOK, "build", ".", "-W", "-n", "--keep-going"]
        return run(command, self.folder, self.environment)

    def html(self, name):
        return (self.folder / "_build" / "html" / f"{name}.html").read_text(encoding="utf-8")


def run(command, folder, environment):
    return subprocess.run(
        command, cwd=folder, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )


def nbval(notebook, library=ROOT / "lib"):
    """Run strict nbval on one notebook, as `run.py` does."""
    environment = os.environ | {"PYTHONPATH": str(library), "PYTHONDONTWRITEBYTECODE": "1"}
    return run([sys.executable, "-m", "pytest", "-q", *NBVAL, str(notebook)], Path(notebook).parent, environment)
