"""Stored outputs are real, and do not change from run to run."""

from nbformat import read, write
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from what_scale_buys.book.outputs import store_outputs


def test_outputs_are_stored_without_what_changes(tmp_path):
    path = tmp_path / "page.ipynb"
    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    show = "from IPython.display import display\ndisplay({'text/plain': 'seven', %r: {}}, raw=True)"
    live = show % "application/vnd.jupyter.widget-view+json"
    cells = [new_markdown_cell("# T"), new_code_cell("6 * 7"), new_code_cell(live)]
    write(new_notebook(cells=cells, metadata=kernel), path)
    store_outputs(path)
    first = path.read_bytes()
    stored = read(path, as_version=4)
    assert stored.cells[1].outputs[0].data["text/plain"] == "42"
    assert list(stored.cells[2].outputs[0].data) == ["text/plain"]
    assert "widgets" not in stored.metadata
    assert all("execution" not in cell.metadata for cell in stored.cells)
    store_outputs(path)
    assert path.read_bytes() == first
