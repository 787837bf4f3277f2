"""How time and memory of the bootstrap grow with runs and resamples; prints a table, draws it on request.

python benchmarks/growth.py [growth.svg]
"""

import json
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
LIBRARY = HERE.parent / "lib"
SIZES = (
    (240, 1000),
    (240, 4000),
    (240, 16000),
    (1000, 4000),
    (3000, 4000),
    (10000, 1000),
    (10000, 4000),
    (25000, 0),
    (25000, 1000),
)


def main():
    if len(sys.argv) > 2 and sys.argv[1] == "--one":
        return _work(int(sys.argv[2]), int(sys.argv[3]))
    rows = [_measured(*size) for size in SIZES]
    print(f"{'runs':>7}{'resamples':>11}{'processor s':>13}{'µs per run and resample':>25}{'peak MB':>9}")
    for runs, resamples, seconds, peak in rows:
        print(
            f"{runs:>7}{resamples:>11}{seconds:>13.2f}{1e6 * seconds / (runs * max(resamples, 1)):>25.3f}{peak:>9.0f}"
        )
    if len(sys.argv) > 1:
        _draw(rows, sys.argv[1])
    return 0


def _measured(runs, resamples):
    environment = {**os.environ, "PYTHONPATH": str(LIBRARY), "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, __file__, "--one", str(runs), str(resamples)]
    done = subprocess.run(command, check=True, env=environment, capture_output=True, text=True)
    found = json.loads(done.stdout)
    return runs, resamples, found["seconds"], found["peak"]


def _work(runs, resamples):
    import resource
    import time

    from reference import reference_runs

    from scaling_laws.fitting import Runs, fit_surface

    table = Runs(*reference_runs(runs))
    began = time.process_time()
    fit_surface(table, bootstrap=resamples)
    seconds = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "peak": peak}))
    return 0


def _draw(rows, path):
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7, 3.5), layout="constrained")
    left, right = figure.subplots(1, 2)
    work = [runs * max(resamples, 1) for runs, resamples, _, _ in rows]
    left.loglog(work, [row[2] for row in rows], "o")
    left.set(xlabel="runs × resamples", ylabel="processor seconds")
    right.semilogx(work, [row[3] for row in rows], "o")
    right.set(xlabel="runs × resamples", ylabel="peak memory, MB", ylim=(0, None))
    figure.savefig(path)


if __name__ == "__main__":
    sys.exit(main())
