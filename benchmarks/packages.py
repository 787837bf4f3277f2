"""Published packages beside this library, where an interpreter has them."""

import importlib.util
import json
import subprocess
import sys
import tempfile
from pathlib import Path

STARTS = 4500


def report_packages(interpreter):
    """Print what `chinchilla` and `simple-scaling-laws` do; interpreter : one that has them, or None for this one."""
    print(f"chinchilla (grid only): {_chinchilla(interpreter)}")
    known = importlib.util.find_spec("simple_scaling_laws")
    print(
        "simple-scaling-laws:", "fits another objective, not compared" if known else "not installed (needs Python 3.12)"
    )


def _chinchilla(interpreter):
    if interpreter is None and importlib.util.find_spec("chinchilla") is None:
        return "not installed; name an interpreter that has it by --chinchilla-python"
    import numpy as np
    from peers import Task
    from reference import DELTA, reference_runs

    data = reference_runs()
    with tempfile.NamedTemporaryFile("w", suffix=".csv") as table:
        table.writelines(f"{n!r},{d!r},{loss!r}\n" for n, d, loss in np.transpose(data).tolist())
        table.flush()
        command = [
            interpreter or sys.executable,
            str(Path(__file__).parent / "chinchilla_peer.py"),
            table.name,
            str(DELTA),
        ]
        done = subprocess.run(command, capture_output=True, text=True, timeout=1800)
    if done.returncode:
        return f"failed: {done.stderr.strip().splitlines()[-1]}"
    found = json.loads(done.stdout.strip().splitlines()[-1])
    theta = [np.log(found["A"]), np.log(found["B"]), np.log(found["E"]), found["alpha"], found["beta"]]
    objective = Task(*data).objective(np.array(theta), np.ones(len(data[0])))
    whole = found["seconds"] * STARTS / found["starts"]
    return f"{found['seconds']:.1f} s for {found['starts']} starts ({whole:.0f} s for all), objective {objective:.9g}"
