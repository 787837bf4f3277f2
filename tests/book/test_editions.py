"""Copies for readers say what the site says: values, names and years, numbered exercises, links that lead somewhere."""

import re

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from scratch import ROOT
from what_scale_buys.book import editions, inline

NOTEBOOKS = [ROOT / "index.ipynb", *sorted(ROOT.glob("chapters/*.ipynb"))]
MYST = re.compile(r"\{(?:eval|cite:\w)\}`|^(?:`{3,}|:{3,})\{", flags=re.M)
PROSE = """# Title

:::{admonition} What you will be able to do
:class: tip
- tell {eval}`n.low` from {eval}`n.unit`
:::

By {cite:t}`hoffmann2022training`, twice over {cite:p}`kaplan2020scaling, besiroglu2024chinchilla`: see
[the wall](06_data_wall), [here](#place), [there](https://example.org) and [nowhere](no_such_page).

```{exercise} First
:label: one

How many? $f[x](y)$
```

```{solution} one
:class: dropdown

About {eval}`n.low`.
```

```{exercise}
:label: two

And now?
```

```{solution} two
:class: dropdown

The same.
```
"""


def page(source=PROSE, **values):
    prose = new_markdown_cell(source)
    inline.store(prose, {"n.low": "3\u00a0%", "n.unit": "'nats/token'"})
    return new_notebook(cells=[prose, new_code_cell("n = 1")])


def known(name):
    return {"06_data_wall": "06_data_wall.ipynb"}.get(name)


def test_the_plain_edition_is_ordinary_markdown():
    copy = editions.plain(page(), known)
    text = copy.cells[0].source
    assert not MYST.search(text)
    assert "> **What you will be able to do**\n>\n> - tell 3\u00a0% from nats/token\n" in text
    assert "By [Hoffmann et al. (2022)](https://arxiv.org/abs/2203.15556)" in text
    assert "([Kaplan et al., 2020](https://arxiv.org/abs/2001.08361); [Besiroglu et al., 2024](" in text
    assert "**Exercise 1: First.**\n\nHow many? $f[x](y)$" in text
    assert "<summary>Solution of exercise 1</summary>\n\nAbout 3\u00a0%.\n\n</details>" in text
    assert "**Exercise 2.**\n\nAnd now?" in text
    assert "<summary>Solution of exercise 2</summary>\n\nThe same." in text
    assert inline.STORED not in copy.cells[0].metadata


def test_the_live_edition_keeps_what_jupyterlab_computes():
    copy = editions.live(page(), known)
    text = copy.cells[0].source
    assert "{cite" not in text
    assert inline.expressions(text) == ["n.low", "n.unit"]
    assert inline.stored(copy.cells[0])["n.low"] == "3\u00a0%"
    assert "```{exercise} First" in text
    assert len(copy.cells) == 2, "no cell that fetches: the environment is there"


@pytest.mark.parametrize("edition", [editions.plain, editions.live])
def test_links_between_pages_name_files_and_others_stay(edition):
    text = edition(page(), known).cells[0].source
    for link in ("(06_data_wall.ipynb)", "(#place)", "(https://example.org)", "(no_such_page)", "$f[x](y)$"):
        assert link in text


def test_an_unknown_value_or_solution_is_refused():
    with pytest.raises(KeyError, match=r"n\.gone"):
        editions.plain(page("It is {eval}`n.gone`."))
    with pytest.raises(KeyError, match="three"):
        editions.plain(page("```{solution} three\n\nSo.\n```\n"))


def test_the_first_cell_of_code_fetches_the_library():
    copy = editions.plain(page(), places=["a place"])
    assert "fetch(['a place'])" in copy.cells[1].source
    assert copy.cells[2].source == "n = 1"
    nbformat.validate(copy)


def test_every_notebook_becomes_plain_and_every_link_leads_to_a_file(tmp_path):
    written = editions.write(ROOT, tmp_path, editions.plain)
    assert [path.relative_to(tmp_path).as_posix() for path in written] == [
        path.relative_to(ROOT).as_posix() for path in NOTEBOOKS
    ]
    for path in written:
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "markdown":
                assert not MYST.search(cell.source), f"{path.name}: {MYST.search(cell.source)}"
                for target in re.findall(r"\]\((?!https?:|#)([^)#]+)[^)]*\)", cell.source):
                    assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_every_value_of_the_prose_is_in_the_plain_edition_in_order(tmp_path):
    for path in editions.write(ROOT, tmp_path, editions.plain):
        original = nbformat.read(ROOT / path.relative_to(tmp_path), as_version=4).cells
        copies = {cell.id: cell.source for cell in nbformat.read(path, as_version=4).cells}
        for cell in original:
            place = 0
            for name in inline.every(cell.source) if cell.cell_type == "markdown" else ():
                value = inline.shown(inline.stored(cell)[name])
                place = copies[cell.id].find(value, place)
                assert place >= 0, f"{path.name}: {name} = {value}"


def test_a_copy_that_its_reader_changed_stays(tmp_path):
    first, *_ = editions.write(ROOT, tmp_path, editions.live)
    changed = nbformat.read(first, as_version=4)
    changed.cells[0].source = "# Mine"
    nbformat.write(changed, first)
    again = editions.write(ROOT, tmp_path, editions.live)
    assert first not in again
    assert len(again) == len(NOTEBOOKS) - 1
    assert nbformat.read(first, as_version=4).cells[0].source == "# Mine"
