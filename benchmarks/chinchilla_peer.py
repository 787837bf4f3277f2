"""The package `chinchilla` on part of the grid; run by the interpreter that has it. Prints one line of JSON.

    python chinchilla_peer.py RUNS.csv DELTA

It fits by BFGS with numerical gradients in extended precision, on all processors.
"""

import csv
import functools
import json
import sys
import tempfile
import time

import numpy as np

GRID = {
    "e": (-1.0, 0.0, 1.0),
    "a": (0.0, 10.0, 20.0),
    "b": (0.0, 10.0, 20.0),
    "alpha": (0.0, 1.0, 2.0),
    "beta": (0.0, 1.0, 2.0),
}


def main():
    from chinchilla import Chinchilla
    from chinchilla._metrics import log_huber

    with open(sys.argv[1], newline="") as file:
        rows = [[float(cell) for cell in row] for row in csv.reader(file)]
    delta = float(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        fitter = Chinchilla(folder, param_grid=GRID, loss_fn=functools.partial(log_huber, delta=delta), log_level=50)
        for N, D, loss in rows:
            fitter.append(N=N, D=D, loss=loss)
        began = time.perf_counter()
        fitter.fit()
        seconds = time.perf_counter() - began
        found = {name: float(value) for name, value in fitter.params.items()}
    starts = int(np.prod([len(values) for values in GRID.values()]))
    print(json.dumps({"seconds": seconds, "starts": starts, **found}))


if __name__ == "__main__":
    main()
