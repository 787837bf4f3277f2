"""Execute notebooks in place and store what they show, without what changes from run to run.

Stored are the outputs of code and the numbers in the prose (`inline`).

Usage: python -m what_scale_buys.book.outputs chapters/*.ipynb
"""

import os
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell
from tqdm import tqdm

from .inline import PLAIN, expressions, store

ASK = """from IPython.display import display
display({{"application/json": get_ipython().user_expressions({asked!r})}}, raw=True)"""


def store_outputs(path):
    """Execute the notebook at `path` and write it back with deterministic outputs and metadata.

    RuntimeError if an expression in the prose raises.
    """
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(notebook, timeout=600, resources={"metadata": {"path": str(Path(path).parent)}})
    with client.setup_kernel():
        for number, cell in enumerate([*notebook.cells]):
            if cell.cell_type == "code":
                client.execute_cell(cell, number, execution_count=None)
            else:
                store(cell, values(client, expressions(cell.source)))
    notebook.metadata.pop("widgets", None)
    notebook.metadata.pop("language_info", None)
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", []):
            output.get("data", {}).pop("application/vnd.jupyter.widget-view+json", None)
    nbformat.write(notebook, path)


def values(client, asked):
    """{expression: text} of expressions in the kernel, as an inline viewer would show them."""
    if not asked:
        return {}
    client.nb.cells.append(new_code_cell(ASK.format(asked={name: name for name in asked})))
    client.execute_cell(client.nb.cells[-1], len(client.nb.cells) - 1, store_history=False)
    answers = client.nb.cells.pop().outputs[0].data["application/json"]
    for name, answer in answers.items():
        if answer["status"] != "ok":
            raise RuntimeError(f"{{eval}}`{name}`: {answer['ename']}: {answer['evalue']}")
    return {name: answer["data"][PLAIN] for name, answer in answers.items()}


if __name__ == "__main__":
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as when the site is built
    for name in tqdm(sys.argv[1:], desc="chapters"):
        store_outputs(name)
