"""Every symbol of a chapter's formulas has its meaning on the page of notation."""

import re
from pathlib import Path

import nbformat
import pytest

CHAPTERS = sorted((Path(__file__).parent.parent / "chapters").glob("[0-9]*.ipynb"))
NOTATION = (Path(__file__).parent.parent / "chapters" / "notation.md").read_text("utf-8").split("## Conventions")[0]
GREEK = (
    "alpha|beta|gamma|delta|epsilon|varepsilon|zeta|eta|theta|kappa|lambda|mu|nu|xi|pi|rho|sigma|tau|phi|varphi|chi|psi"
    "|omega|Gamma|Delta|Theta|Lambda|Sigma|Phi|Psi|Omega|ell"
)


def formulas(text):
    """Formulas of a page in markdown; code and computed numbers are none."""
    text = re.sub(r"^```[a-z]+\n.*?^```", "", text, flags=re.S | re.M)
    text = re.sub(r"(?<!`)`[^`\n]+`(?!`)", "", text)
    return [display or inline for display, inline in re.findall(r"\$\$(.+?)\$\$|\$([^$\n]+?)\$", text, flags=re.S)]


def symbols(formula):
    r"""Letters of a formula, Greek ones by name; words in \text and names of functions are none.

    >>> sorted(symbols(r"D_{\text{eff}} = U e^{-\alpha}"))
    ['D', 'U', 'alpha', 'e']
    """
    bare = re.sub(r"\\(?:text|mathrm|operatorname|mathbb|mathcal|begin|end)\s*\{[^}]*\}", " ", formula)
    found = set(re.findall(rf"\\({GREEK})(?![A-Za-z])", bare))
    return found | set(re.findall(r"[A-Za-z]", re.sub(r"\\[A-Za-z]+", " ", bare)))


def defined(rows):
    return {symbol for formula in formulas(rows) for symbol in symbols(formula)}


COMMON, BY_CHAPTER = NOTATION.split("These belong to one chapter each.")


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_every_symbol_is_in_the_table(path):
    cells = nbformat.read(path, as_version=4).cells
    used = defined("\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown"))
    rows = [row for row in BY_CHAPTER.splitlines() if f"]({path.stem})" in row]
    assert len(rows) <= 1
    assert sorted(used - defined(COMMON) - defined("".join(rows))) == []


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_no_symbol_of_a_chapter_is_explained_that_it_does_not_use(path):
    cells = nbformat.read(path, as_version=4).cells
    used = defined("\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown"))
    rows = [row for row in BY_CHAPTER.splitlines() if f"]({path.stem})" in row]
    assert sorted(defined("".join(rows)) - used) == []


def test_words_and_functions_are_no_symbols():
    assert symbols(r"\text{exact match} = p^L, \quad h = -\ln p") == {"p", "L", "h"}
    assert symbols(r"\hat{L} = \log_{10} \frac{A}{N^{\alpha}}") == {"L", "A", "N", "alpha"}
    assert formulas("a ```{exercise} $x$``` `$y$` {eval}`n.z` $w$") == ["x", "w"]
