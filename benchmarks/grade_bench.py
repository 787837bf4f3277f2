"""Time the grading of a class: so many notebooks, each by a student of its own, from start to the table of points.

python benchmarks/grade_bench.py                    # a hundred of every set
python benchmarks/grade_bench.py --students 30 --set ps3
"""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from what_scale_buys.course.sets import notebooks, sets

COURSE = Path(__file__).parents[1] / "course"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--students", type=int, default=100)
    parser.add_argument("--set", action="append", choices=list(sets()))
    options = parser.parse_args()
    print(f"{'set':<6}{'notebooks':>10}{'seconds':>10}")
    for name in options.set or sets():
        print(f"{name:<6}{options.students:>10}{timed(name, options.students):>10.1f}", flush=True)


def timed(name, students):
    """Seconds that the command takes, its start included; every notebook must earn full marks."""
    book = notebooks.read(next(COURSE.glob(f"{name}_*.ipynb")))
    with tempfile.TemporaryDirectory() as folder:
        (place := Path(folder, "in")).mkdir()
        for number in range(students):
            notebooks.write(notebooks.solved(book, f"student {number}"), place / f"{number}.ipynb")
        words = ["what_scale_buys", "course", "grade", str(place), "--set", name, "--out", folder]
        start = time.monotonic()
        subprocess.run([sys.executable, "-m", *words], check=True, stdout=subprocess.DEVNULL)
        seconds = time.monotonic() - start
        table = Path(folder, "grades.csv").read_text(encoding="utf-8")
    assert table.count("100%") == students, "a solution lost points"
    return seconds


if __name__ == "__main__":
    main()
