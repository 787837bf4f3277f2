"""The printed Chinchilla fit, H, is a cautionary tale: it is told in one chapter and decides nothing elsewhere."""

import ast
import json
import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
LIBRARY = ROOT / "lib" / "what_scale_buys"
TOLD = {  # where the printed fit is told: the correction, and the trap that explains how it came about
    "chinchilla_correction": "03_chinchilla_correction",
    "fit_your_own_runs": "04_fit_your_own_runs",
}
FITS = {"hoffmann", "unrounded"}
ROWS = re.compile(r"hoffmann_2022_(fit_|approach3_(?:alpha|beta)|unrounded_)")
NAME = re.compile(r"(?<![\w$\\^{.-])\*{0,2}H\*{0,2}(?![\w$^}-])")  # the letter as a name, not in a formula or in H100


def _elsewhere():
    return [p for p in LIBRARY.rglob("*.py") if p.name != "accepted.py" and not TOLD.keys() & set(p.parts)]


def _reads_printed_fit(tree):
    """Whether a module imports the printed fit, asks `accepted` for it or reads its constants."""
    for node in ast.walk(tree):
        from_accepted = isinstance(node, ast.ImportFrom) and (node.module or "").endswith("accepted")
        if from_accepted and FITS & {alias.name for alias in node.names}:
            return True
        if isinstance(node, ast.Attribute) and node.attr in FITS and getattr(node.value, "id", "") == "accepted":
            return True
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and ROWS.match(node.value):
            return True
    return False


def _says_its_name(text):
    return NAME.search(re.sub(r"\$[^$]*\$|`[^`]*`", "", text)) is not None


def test_no_other_room_reads_the_printed_fit():
    found = [str(p.relative_to(LIBRARY)) for p in _elsewhere() if _reads_printed_fit(ast.parse(p.read_text("utf-8")))]
    assert found == []


def test_no_other_page_leans_on_the_printed_fit():
    found = []
    for path in [ROOT / "index.ipynb", *ROOT.glob("chapters/*.ipynb")]:
        if path.stem in TOLD.values():
            continue
        cells = json.loads(path.read_text("utf-8"))["cells"]
        text = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
        found += [path.stem] if _says_its_name(text) else []
    assert found == []


def test_the_scan_sees_what_it_looks_for():
    for code in (
        "from ...accepted import hoffmann, refit",
        "from what_scale_buys import accepted\nx = accepted.unrounded()",
        "x = value('hoffmann_2022_approach3_alpha')",
    ):
        assert _reads_printed_fit(ast.parse(code)), code
    assert not _reads_printed_fit(ast.parse("from ...accepted import refit\nx = value('hoffmann_2022_isoflop_min')"))
    assert _says_its_name("By **H** it is so.")
    assert _says_its_name("R says one thing, H another.")
    assert not _says_its_name("An H100 has $H$ bits; `H` too.")
    assert any(_reads_printed_fit(ast.parse(p.read_text("utf-8"))) for p in LIBRARY.rglob("chinchilla_correction/*.py"))
