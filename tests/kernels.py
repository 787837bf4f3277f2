"""Do the chapters show the same numbers on another processor? Run by the stage `kernels` and by hand.

OpenBLAS chooses its kernels by the processor; OPENBLAS_CORETYPE chooses them by name, so that one machine shows what
others would. For each case a process of its own computes every cell of every notebook and compares what it shows with
what is stored: text and HTML to the letter, as nbval does, the data of tables as numbers, and the values of the prose.

Usage: python tests/kernels.py [CASE ...] [--notebooks chapters/11_structure_against_size.ipynb ...]
"""

import argparse
import ast
import base64
import csv
import io
import math
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import unquote

import nbformat

from what_scale_buys.book import inline

ROOT = Path(__file__).parent.parent
NOTEBOOKS = [ROOT / "index.ipynb", *sorted(ROOT.glob("chapters/*.ipynb"))]
CASES = {
    "own": {},
    "own, two threads": {"OPENBLAS_NUM_THREADS": "2"},
    "Prescott": {"OPENBLAS_CORETYPE": "Prescott"},
    "Nehalem": {"OPENBLAS_CORETYPE": "Nehalem"},
    "Haswell": {"OPENBLAS_CORETYPE": "Haswell", "OPENBLAS_NUM_THREADS": "2"},
}
SHARES = 2  # processes for the notebooks of a case
COMPARED = ("text/plain", "text/html")
RELATIVE, ABSOLUTE = 1e-4, 1e-9  # of a number in a table of data, and of one that is nought but for rounding
UNSTABLE = {"fit-starts"}  # where a stock solver stops depends on the last bits; nbval_sanitize.cfg masks its table too
_CSV = re.compile(r'download="([\w-]+)\.csv" href="data:text/csv[^,"]*,([^"]*)"')


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cases", nargs="*", choices=[[], *CASES], help="default: all")
    parser.add_argument("--notebooks", nargs="*", type=Path, default=NOTEBOOKS)
    parser.add_argument("--here", action="store_true", help="compare in this process, under its own environment")
    options = parser.parse_args()
    if options.here:
        return _report(differences(options.notebooks))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        shares = [options.notebooks[first::SHARES] for first in range(SHARES)]
        work = [(case, share) for case in options.cases or CASES for share in shares if share]
        done = list(pool.map(lambda one: _elsewhere(*one), work))
    return int(any(done))


def _elsewhere(case, notebooks):
    """Compare in a process under another environment; its exit status."""
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1", "PYTHONUNBUFFERED": "1"} | CASES[case]
    command = [sys.executable, "-W", "ignore", __file__, "--here", "--notebooks", *map(str, notebooks)]
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    print(f"{case}: {(result.stdout + result.stderr[-2000:]).strip()}", flush=True)
    return result.returncode


def _report(found):
    for where, kind, expected, seen in found:
        print(f"\n{where}, {kind}:\n  stored    {expected}\n  computed  {seen}")
    print(f"{len(found)} differences")
    return int(bool(found))


def differences(notebooks):
    """(cell, kind, stored, computed) of everything that the notebooks would show differently now."""
    rules = _rules()
    return [found for path in [path.resolve() for path in notebooks] for found in _in_notebook(path, rules)]


def _in_notebook(path, rules):
    from IPython.core.interactiveshell import InteractiveShell

    shell, names = InteractiveShell.instance(), {"__name__": "__main__"}
    os.chdir(path.parent)
    for number, cell in enumerate(nbformat.read(path, as_version=4).cells):
        differing = _in_code if cell.cell_type == "code" else _in_prose
        for kind, expected, seen in differing(cell, shell, names, rules):
            yield f"{path.name}, cell {number}", kind, expected, seen


def _in_code(cell, shell, names, rules):
    shown = _executed(shell.transform_cell(cell.source), names)
    stored = next((o.data for o in cell.outputs if "data" in o), {})
    computed = shell.display_formatter.format(shown)[0] if shown is not None else {}
    yield from _compared(stored, computed, rules)


def _in_prose(cell, shell, names, rules):
    values = inline.stored(cell)
    for name in inline.expressions(cell.source):
        seen = shell.display_formatter.format(eval(name, names))[0][inline.PLAIN]
        if _sanitised(f"{name} {values.get(name)}", rules) != _sanitised(f"{name} {seen}", rules):
            yield f"{{eval}}`{name}`", values.get(name), seen


def _executed(source, names):
    """The value of a cell's last expression, or None."""
    body = ast.parse(source).body
    last = ast.Expression(body.pop().value) if body and isinstance(body[-1], ast.Expr) else None
    exec(compile(ast.Module(body, []), "cell", "exec"), names)
    return eval(compile(last, "cell", "eval"), names) if last else None


def _compared(stored, computed, rules):
    for kind in COMPARED:
        old, new = stored.get(kind, ""), computed.get(kind, "")
        if _sanitised(old, rules) != _sanitised(new, rules):
            yield kind, *first_difference(_sanitised(old, rules), _sanitised(new, rules))
        for (name, expected), (_, seen) in zip(_CSV.findall(old), _CSV.findall(new)):
            if name not in UNSTABLE and (apart := numbers_apart(_rows(expected), _rows(seen))):
                yield f"data of {name}", *apart


def _rules():
    """The regular expressions of nbval_sanitize.cfg, as (pattern, replacement)."""
    text = (ROOT / "tests" / "nbval_sanitize.cfg").read_text(encoding="utf-8")
    return [(re.compile(old), new) for old, new in re.findall(r"^regex: (.*)\nreplace: (.*)$", text, flags=re.M)]


def _sanitised(text, rules):
    for pattern, replacement in rules:
        text = pattern.sub(replacement, text)
    return text


def first_difference(old, new, around=70):
    """The neighbourhood of the first letter in which two texts differ, of each."""
    place = next((i for i, (a, b) in enumerate(zip(old, new)) if a != b), min(len(old), len(new)))
    return tuple(repr(text[max(place - around, 0) : place + around]) for text in (old, new))


def _rows(address):
    text = base64.b64decode(address).decode() if re.fullmatch(r"[\w+/=]+", address) else unquote(address)
    return list(csv.reader(io.StringIO(text)))


def numbers_apart(old, new):
    """The first cell, (stored, computed), in which two tables differ by more than rounding; None if none does."""
    if [len(row) for row in old] != [len(row) for row in new]:
        return f"{len(old)} rows", f"{len(new)} rows"
    for row, other in zip(old, new):
        for expected, seen in zip(row, other):
            if expected != seen and not _close(expected, seen):
                return expected, seen
    return None


def _close(expected, seen):
    try:
        return math.isclose(float(expected), float(seen), rel_tol=RELATIVE, abs_tol=ABSOLUTE)
    except ValueError:
        return False


if __name__ == "__main__":
    sys.exit(main())
