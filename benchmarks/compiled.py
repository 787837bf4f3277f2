"""A compiled floor under the reference task: the same starts and refits by plain C (floor.c), called through ctypes."""

import ctypes
import shutil
import subprocess
from pathlib import Path

import numpy as np
from peers import counts_of, natural
from reference import DELTA, RESAMPLES

from scaling_laws.fitting.solver.kernel import Design
from scaling_laws.fitting.solver.seeds import conditional_seeds

NAME = "compiled floor"
SOURCE = Path(__file__).with_name("floor.c")
FLAGS = ("-O3", "-march=native", "-ffast-math", "-fno-finite-math-only", "-fPIC")
LIBRARIES = (("-lmvec", "-lm"), ("-lm",))  # outside glibc there is no vector library of functions


def compiled(folder):
    """Path of the shared object, or a sentence why there is none.

    Linked without -ffast-math, which would make the whole process that loads it lose its subnormal numbers.
    """
    compiler, part, target = shutil.which("cc"), Path(folder) / "floor.o", Path(folder) / "floor.so"
    if compiler is None:
        return "no compiled floor: there is no compiler called cc"
    done = _quietly(compiler, *FLAGS, "-c", SOURCE, "-o", part)
    for libraries in () if done.returncode else LIBRARIES:
        done = _quietly(compiler, "-shared", part, "-o", target, *libraries)
        if not done.returncode:
            return target
    return f"no compiled floor: {done.stderr.strip()[:200]}"


def _quietly(*command):
    return subprocess.run(list(map(str, command)), capture_output=True, text=True)


def floor(data, library):
    """What the gate needs: the 25 starts, then every refit from the best of them."""
    design = Design.of(*data)
    minimise = ctypes.CDLL(str(library)).minimise
    minimise.restype = None
    seeds = conditional_seeds(design)[0]
    value, theta, _ = _run(minimise, design, seeds, np.ones((len(seeds), len(design))), 1.0)
    best = int(value.argmin())
    refits = np.repeat(theta[best : best + 1], RESAMPLES, 0)
    values, refits, left = _run(minimise, design, refits, counts_of(len(design), RESAMPLES), 0.7)
    return {
        "objective": value[best],
        "point": theta[best],
        "refit_objectives": values,
        "refits": np.array([natural(row) for row in _published(design, refits)]),
        "gradient_norms": left,
        "share_of_starts_at_best": float(np.mean(value <= value[best] * (1 + 1e-9))),
    }


def _run(minimise, design, theta, weights, width):
    """Objectives (rows,), theta (rows, 5) and gradient norms (rows,) of the descents from theta."""
    double = np.ctypeslib.ndpointer(float, flags="C_CONTIGUOUS")
    minimise.argtypes = [ctypes.c_int] * 2 + [double] * 4 + [ctypes.c_double] * 2 + [double] * 3
    theta, weights = (np.array(part, dtype=float, order="C") for part in (theta, weights))
    values, left = np.empty(len(theta)), np.empty(len(theta))
    runs = [np.ascontiguousarray(part) for part in (design.x, design.y, design.z)]
    minimise(len(theta), len(design), *runs, weights, DELTA, width, theta, values, left)
    return values, theta, left


def _published(design, theta):
    """(a, b, e, alpha, beta) of the peers from theta (rows, 5) about the centres of the design."""
    e, a, b, alpha, beta = theta.T
    return np.stack([e + a + alpha * design.x0, e + b + beta * design.y0, e, alpha, beta], 1)
