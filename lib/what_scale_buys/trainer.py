"""The trainer of `lab/`, run from a page in a process of its own, where the reader has it."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import what_scale_buys
from scaling_laws.errors import ScalingLawError

ROOT = Path(what_scale_buys.__file__).resolve().parents[2]


class CannotTrain(ScalingLawError):
    """The trainer, or what it needs, is not on this machine."""


def run(*arguments):
    """Run `python -m lab` with these arguments, to its end.

    Raises
    ------
    CannotTrain
        If PyTorch or the folder `lab/` is missing, or the trainer stops.
    """
    if find_spec("torch") is None:
        raise CannotTrain("Training needs PyTorch: pip install -r lab/requirements-lab.txt, then run this cell again.")
    if not (ROOT / "lab").is_dir():
        raise CannotTrain(f"The trainer is not beside this library: {ROOT / 'lab'} does not exist. Clone the book.")
    path = os.pathsep.join([str(ROOT / "lib"), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, "-m", "lab", *map(str, arguments)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CannotTrain(f"The trainer stopped: {(done.stderr.strip().splitlines() or ['no reason given'])[-1]}")
