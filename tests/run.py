"""Everything that CI checks; each stage timed. Run by `make test`.

The site is built by one process; the checks that keep one processor busy run beside it, and what they print comes
when they are done. Then the rest follows, on all processors. Every stage runs although an earlier one failed; the exit
status says whether all passed. `python tests/run.py unit site` runs the named stages only.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import venv
import xml.etree.ElementTree as ElementTree
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat

from scratch import JUPYTER_BOOK, NBVAL

ROOT = Path(__file__).parent.parent
NOTEBOOKS = [ROOT / "index.ipynb", *sorted(ROOT.glob("chapters/*.ipynb"))]
PYTHON = (sys.executable, "-m")
RUFF = ("lib", "lab", "tests", "benchmarks")
GROUPED = ("-n", "2", "--dist", "loadgroup", "--durations=25")  # one worker does all that concerns a room
UNIT = (*GROUPED, "-m", "not planted and not viewers", "--ignore=tests/site", "tests")
SETTINGS = {"PYTHONUNBUFFERED": "1", "OPENBLAS_NUM_THREADS": "1"}  # two workers already fill two cores
QUIET = ("--quiet", "--disable-pip-version-check")
BARE = ("bare/bin/python", "bare/Scripts/python.exe")
EXAMPLE = "lib/scaling_laws/data/example_runs.csv"
_ALONE = """
from importlib.metadata import distributions
names = {d.name.lower() for d in distributions()} - {"pip", "setuptools"}
print("installed alone:", ", ".join(sorted(names)))
assert names == {"numpy", "scipy", "scaling-laws"}, names
"""
WORDS = "alls,ans,nd,te,fo,hist,lamda"  # names in code and formulas that look like misspellings


def lint():
    return [command(*PYTHON, "ruff", "check", *RUFF), command(*PYTHON, "ruff", "format", "--check", *RUFF)]


def types():
    """Check the annotations of the instrument."""
    return [command(*PYTHON, "mypy", "--no-error-summary")]


def spelling():
    """Spell-check the prose: pages, markdown cells, and the strings and comments of the library."""
    with tempfile.TemporaryDirectory() as folder:
        for path in NOTEBOOKS:
            cells = nbformat.read(path, as_version=4).cells
            prose = "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
            (Path(folder) / f"{path.stem}.md").write_text(prose, encoding="utf-8")
        pages = [str(path) for path in [*ROOT.glob("*.md"), *ROOT.glob("chapters/*.md")]]
        options = (f"--ignore-words-list={WORDS}", "--skip=*.bib,*.csv,*.pyc,*.egg-info")
        return [command(*PYTHON, "codespell_lib", *options, *pages, "lib", "lab", "course", folder)]


def wheel():
    """Build the instrument's wheel, install it alone, and fit the table that it ships."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        venv.create(home / "bare", with_pip=True)
        shutil.copytree(ROOT / "lib", home / "lib", ignore=shutil.ignore_patterns("*.egg-info", "build"))
        python = next(path for path in map(home.joinpath, BARE) if path.exists())
        steps = [
            (*PYTHON, "pip", "wheel", *QUIET, "--no-deps", "--wheel-dir", home, home / "lib"),
            (python, "-m", "pip", "install", *QUIET, "--find-links", home, "scaling-laws"),
            (python, "-c", _ALONE),
            (python, "-m", "scaling_laws", "fit", ROOT / EXAMPLE, "--bootstrap", "200", "--json", home / "fit.json"),
        ]
        return [command(*step) for step in steps]


def unit():
    return [tests("unit", *UNIT)]


def notebooks():
    return [tests("notebooks", *NBVAL, "-n", "2", "--dist", "loadfile", *map(str, NOTEBOOKS))]


def build():
    """Build the whole site from nothing, as `make book` does."""
    shutil.rmtree(ROOT / "_build", ignore_errors=True)
    status, lines = command(sys.executable, "-c", JUPYTER_BOOK, "build", ".", "-W", "-n", "--keep-going")
    CHAPTERS["built"] |= {name: float(t) for line in lines for name, t in _TIME.findall(line) if name != "all"}
    return [(status, lines)]


def planted():
    return [tests("planted", "-n", "2", "tests/planted")]


def site():
    return [tests("site", *GROUPED, "tests/site")]


def viewers():
    """Notebooks in JupyterLab and Notebook 7: a sample, with VIEWERS=all every one."""
    return [tests("viewers", "-m", "viewers", "tests/test_notebook_viewers.py")]


def taken():
    """A notebook and the wheels in an environment of their own, the network cut before the chapter runs."""
    return [command(sys.executable, "tests/taken_away.py")]


def kernels():
    """The notebooks' numbers under an old processor's arithmetic; `make kernels` has all cases."""
    return [command(sys.executable, "tests/kernels.py", "Prescott")]


BESIDE = (lint, types, spelling, wheel, taken, kernels)  # while the site is built
STAGES = (build, *BESIDE, unit, notebooks, viewers, planted, site)
PLACE = threading.local()  # where a thread says what its commands print
CHAPTERS = {"built": {}, "compared": {}}
TALLY = Counter()
_TIME = re.compile(r"^  ([\w/]+) +([\d.]+)$")


def command(*words):
    """Run a command in the root of the book, show its output as it comes; returns (status, lines)."""
    show = getattr(PLACE, "show", _print)
    words = list(map(str, words))
    settings = dict(cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, errors="replace")
    with subprocess.Popen(words, env=os.environ | SETTINGS, **settings) as process:
        lines = []
        for line in process.stdout:
            show(line)
            lines.append(line.rstrip("\n"))
    return process.returncode, lines


def _print(text):
    print(text, end="", flush=True)


def tests(stage, *words):
    """Run pytest, and count what it reports."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        settings = ("-q", "-c", "tests/pytest.ini", f"--rootdir={ROOT}", f"--junitxml={report}")
        result = command(*PYTHON, "pytest", *settings, *words)
        if report.exists():
            count(stage, ElementTree.parse(report).getroot().iter("testcase"))
    return result


def count(stage, cases):
    for case in cases:
        kinds = {child.tag for child in case}
        TALLY["failed" if kinds & {"failure", "error"} else "skipped" if "skipped" in kinds else "passed"] += 1
        if stage == "notebooks":
            page = case.get("classname").removesuffix(".ipynb").replace(".", "/")
            CHAPTERS["compared"][page] = CHAPTERS["compared"].get(page, 0) + float(case.get("time"))


def main(names):
    chosen = [stage for stage in STAGES if not names or stage.__name__ in names]
    start = time.monotonic()
    table = []
    if build in chosen:
        with ThreadPoolExecutor(1) as pool:
            others = pool.submit(_beside, [stage for stage in chosen if stage in BESIDE])
            table.append(_timed(build))
        said, found = others.result()
        _print("".join(said))
        table += found
        chosen = [stage for stage in chosen if stage is not build and stage not in BESIDE]
    table += map(_timed, chosen)
    report(table, time.monotonic() - start)
    return any(failed for _, _, failed in table)


def _beside(stages):
    """Run stages and keep what they print: (lines, rows of the table)."""
    said = []
    PLACE.show = said.append
    return said, [_timed(stage) for stage in stages]


def _timed(stage):
    """Run a stage; (name, seconds, whether it failed)."""
    getattr(PLACE, "show", _print)(f"\n=== {stage.__name__} ===\n")
    start = time.monotonic()
    failed = any(status for status, _ in stage())
    return stage.__name__, time.monotonic() - start, failed


def report(table, seconds):
    print(f"\n{'stage':<36}{'seconds':>9}")
    for name, took, failed in table:
        print(f"{name:<36}{took:9.1f}{'  FAILED' if failed else ''}")
    print(f"{'all':<36}{seconds:9.1f}")
    pages = sorted({*CHAPTERS["built"], *CHAPTERS["compared"]})
    if pages:
        print(f"\n{'seconds by chapter':<36}" + "".join(f"{kind:>9}" for kind in CHAPTERS))
    for page in pages:
        print(f"{page:<36}" + "".join(f"{times.get(page, 0):9.1f}" for times in CHAPTERS.values()))
    print(f"\n{TALLY['passed']} passed, {TALLY['failed']} failed, {TALLY['skipped']} skipped")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
