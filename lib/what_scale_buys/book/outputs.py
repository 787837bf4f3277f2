"""Execute notebooks in place and store their outputs, without what changes from run to run.

Usage: python -m what_scale_buys.book.outputs chapters/*.ipynb
"""

import os
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from tqdm import tqdm


def store_outputs(path):
    """Execute the notebook at `path` and write it back with deterministic outputs and metadata."""
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(Path(path).parent)}}).execute()
    notebook.metadata.pop("widgets", None)
    notebook.metadata.pop("language_info", None)
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", []):
            output.get("data", {}).pop("application/vnd.jupyter.widget-view+json", None)
    nbformat.write(notebook, path)


if __name__ == "__main__":
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as when the site is built
    for name in tqdm(sys.argv[1:], desc="chapters"):
        store_outputs(name)
