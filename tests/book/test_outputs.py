"""Stored outputs are real, and do not change from run to run; so are the stored numbers of the prose."""

import pytest
from nbformat import read, write
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from what_scale_buys.book import inline
from what_scale_buys.book.outputs import store_outputs

KERNEL = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}


def test_outputs_are_stored_without_what_changes(tmp_path):
    path = tmp_path / "page.ipynb"
    show = "from IPython.display import display\ndisplay({'text/plain': 'seven', %r: {}}, raw=True)"
    live = show % "application/vnd.jupyter.widget-view+json"
    cells = [new_markdown_cell("# T"), new_code_cell("6 * 7"), new_code_cell(live)]
    write(new_notebook(cells=cells, metadata=KERNEL), path)
    store_outputs(path)
    first = path.read_bytes()
    stored = read(path, as_version=4)
    assert stored.cells[1].outputs[0].data["text/plain"] == "42"
    assert list(stored.cells[2].outputs[0].data) == ["text/plain"]
    assert "widgets" not in stored.metadata
    assert all("execution" not in cell.metadata for cell in stored.cells)
    store_outputs(path)
    assert path.read_bytes() == first


def test_numbers_of_the_prose_are_stored_as_the_text_that_a_viewer_shows(tmp_path):
    path = tmp_path / "page.ipynb"
    numbers = "from scaling_laws.quantity import exact\nx = exact(5.76e23, 'FLOP')"
    prose = new_markdown_cell("It took {eval}`x`, {eval}`x.bare` operations, {eval}`x` again.")
    inline.store(prose, {"x": "stale", "gone": "stale"})
    plain = new_markdown_cell("Nothing is computed here.")
    write(new_notebook(cells=[new_code_cell(numbers), prose, plain], metadata=KERNEL), path)
    store_outputs(path)
    _, prose, plain = read(path, as_version=4).cells
    tied = "5.76\u00a0×\u00a010²³"
    assert inline.stored(prose) == {"x": f"{tied}\u00a0FLOP", "x.bare": tied}
    assert plain.metadata == {}


def test_an_expression_that_raises_is_not_stored(tmp_path):
    path = tmp_path / "page.ipynb"
    write(new_notebook(cells=[new_markdown_cell("It is {eval}`missing`.")], metadata=KERNEL), path)
    with pytest.raises(RuntimeError, match="missing.*NameError"):
        store_outputs(path)
