"""No measured or computed number is typed: not in the chapters, not in the strings that the library writes.

The allow-list and its reasons stand in `typed_numbers.py`.
"""

from pathlib import Path

import nbformat
import pytest

from typed_numbers import in_code, in_markdown, in_math, in_python

ROOT = Path(__file__).parent.parent
LIBRARY = ROOT / "lib" / "what_scale_buys"
NOTEBOOKS = sorted([ROOT / "index.ipynb", *ROOT.glob("chapters/*.ipynb")])
SETS = sorted(ROOT.glob("course/*.ipynb"))
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("chapters/*.md")])
SPOKEN = sorted([*LIBRARY.glob("chapters/**/*.py"), LIBRARY / "ledger.py", LIBRARY / "claims.py"])
FOR_DEVELOPERS = {"README.md", "CONTRIBUTING.md", "CHANGELOG.md"}  # they describe the tools, not the subject


def relative(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", [*NOTEBOOKS, *SETS], ids=relative)
def test_prose_of_notebooks(path):
    cells = nbformat.read(path, as_version=4).cells
    typed = {c.id: in_markdown(c.source) for c in cells if c.cell_type == "markdown"}
    assert not {key: found for key, found in typed.items() if found}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=relative)
def test_code_of_notebooks(path):
    cells = nbformat.read(path, as_version=4).cells
    typed = {c.id: in_code(c.source) for c in cells if c.cell_type == "code"}
    assert not {key: found for key, found in typed.items() if found}


@pytest.mark.parametrize("path", [p for p in PAGES if p.name not in FOR_DEVELOPERS], ids=relative)
def test_pages(path):
    assert in_markdown(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", SPOKEN, ids=relative)
def test_strings_of_the_library(path):
    assert in_python(path.read_text(encoding="utf-8")) == []


# ---- the scan itself: what it must catch, and what it must let pass ----


@pytest.mark.parametrize(
    "prose",
    [
        "the loss fell by 17 % in a year",
        "a factor of 2.6×",
        "an exponent of 0.34 (interval 0.30 to 0.38)",
        "trained on 1.4T tokens",
        "about 5.76 × 10²³ FLOP",
        "10²³ FLOP",
        "3–4 %",
        "70B parameters",
        "some 2048 tokens",
        "2020 tokens",
        "GPT-3 has 175 billion parameters",
        "GPT-3 with 175B parameters",
        "GPT-3.7 does not exist",
        "it took 42",
        "in $N^{0.46}$",
        "the fit $L = 1.69 + 406.4 / N^{0.34}$",
        "$$\nL = 1.69\n$$",
        "```{math}\n:label: fit\nE = 1.69\n```",
        "{math}`E = 1.69`",
        "- a list with 93 tokens",
        "1. first, 93 tokens",
        "| model | 93 |",
        "[a link with 93 tokens](https://example.org/12)",
        "![93 tokens](picture.svg)",
        "```{admonition} Result: 93 tokens\nBody.\n```",
        "```{exercise}\n:label: ex-1\nCompute 93 things.\n```",
        "::::{solution} ex-1\n:class: dropdown\nIt is 93.\n::::",
        "```{figure} picture.svg\n:alt: A line at 93.\n:name: fig-1\n```",
        "half of it, ½, is lost",
        "**12**",
        "a price of $12",
        "(see 93)",
        "±0.05",
        "ten to the 23rd",
        "A8 gives 0.5",
    ],
)
def test_the_scan_catches(prose):
    assert in_markdown(prose)


@pytest.mark.parametrize(
    "prose",
    [
        "GPT-2, GPT-3 and GPT-4, Llama 3.1, PaLM 2, C4 and Chinchilla-70B",
        "In 2022 and the 2010s; as of 2026-11-22; on 3 May 2024",
        "the years 2020–2022",
        "{eval}`n.ratio10` tokens",
        "{cite:t}`hoffmann2022training`, {cite:p}`kaplan2020`",
        "Table A3, Section 3.4, Equation (10), Figures 2 and 3, Appendix D.3 of the paper",
        "Approach 3 of three",
        "claims A8 and B12",
        "[the paper](https://arxiv.org/abs/2203.15556)",
        "<https://arxiv.org/abs/2203.15556>",
        "`C = 6 * N * D`",
        "```python\nx = 93\n```",
        "$C \\approx 6ND$, $\\tfrac{1}{2}$, $x^2$, $10^{n}$, $L_3$, $\\log_{10}$",
        "```{math}\n:label: eq-17\nC = 6 N D\n```",
        "(sec-12)=\n# Heading",
        "1. first\n2. second",
        "```{exercise}\n:label: ex-12\nCompute it.\n```",
        "```{solution} ex-12\n:class: dropdown\nLook.\n```",
        "a footnote[^1]",
        "needs Python 3.11",
        "tenfold, ten times, one half",
        "% 93 in a comment",
    ],
)
def test_the_scan_lets_pass(prose):
    assert in_markdown(prose) == []


@pytest.mark.parametrize(
    "code",
    [
        'alt = "The curve falls by 17 % at the end."',
        'alt = f"The curve falls by {x} % of 93."',
        'text = "10×"',
        'text = "93%"',
        'text = "93B"',
        'text = "10x"',
        'labels = ("1B to 10B",)',
        'text = "up to {:.1f} of 93".format(x)',
        'text = ("two lines, "\n  "the second with 93")',
    ],
)
def test_the_scan_of_strings_catches(code):
    assert in_python(code)


@pytest.mark.parametrize(
    "code",
    [
        '"""Module: 93 tokens (Table A3)."""',
        'def f():\n    """Gives 93."""',
        'x = published.value("hoffmann_2022_fit_e")',
        'text = f"{x:.2f} and {y:>10}"',
        'text = "{:.3g} of {name:5d}".format(x, name=y)',
        'format(x, ".3g")',
        'color = "#0063a6"',
        'text = "GPT-3 and claim A8"',
        "x = 93",
        'stem = "hoffmann_2022_table3_{}_flop".format(size)',
        'key = "13b", "2d_add", "2p7b"',
        'name = "Llama 3.1 8B", "GPT-3 175B", "Gopher 280B", "phi-4"',
    ],
)
def test_the_scan_of_strings_lets_pass(code):
    assert in_python(code) == []


def test_the_scan_of_cells_catches_literals():
    assert in_code("room.figure(93)")
    assert in_code("room.CLAIMS['A8']") == []
    assert in_code("room.show(True)") == []


def test_the_scan_of_formulas_knows_structural_constants():
    assert in_math("6 N D") == []
    assert in_math("7 N D") == ["7"]
