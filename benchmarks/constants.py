"""Every constant of the law engine halved and doubled: do minima or refits rise, and what does it cost?

    python benchmarks/constants.py [resamples] [constant ...]

The designs are those of audit_laws.py. "higher" counts minima, and refits, that lie above those of the constants as
they are by more than a millionth; "time" is the processor time over that of the fits before and after.
"""

import sys
import time
import warnings
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "lib"), str(ROOT / "benchmarks")]

import numpy as np  # noqa: E402
from audit_laws import design  # noqa: E402

from scaling_laws.fitting.engine import descend, starts, task  # noqa: E402
from scaling_laws.fitting.engine.fit import fit_table  # noqa: E402

DESIGNS = (("broken-power", 1), ("chinchilla", 1), ("data-constrained", 9), ("kaplan", 1), ("moe-sparsity", 9))
RISE = 1e-6


def constants():
    """(module, name) of every number and tuple of numbers."""
    for module in (descend, starts, task):
        for name, value in vars(module).items():
            number = isinstance(value, (int, float)) or (isinstance(value, tuple) and len(value) > 2)
            if name.isupper() and number and name not in ("BLOCK_ELEMENTS", "TYPE_CHECKING"):
                yield module, name


def changed(value, factor):
    """Half or twice a number; every second of several."""
    if isinstance(value, tuple):
        return value[::2] if factor < 1 else None
    return max(1, round(value * factor)) if isinstance(value, int) else value * factor


def measure(resamples):
    """Objectives of all minima and refits, and processor seconds."""
    began, found = time.process_time(), []
    for name, number in DESIGNS:
        table, options, _ = design(name, number)
        fitted = fit_table(table, name, bootstrap=0, **options).task
        ends, _ = fitted.minimum()
        found.append(ends.objective[:1])
        if resamples:
            found.append(fitted.bootstrap(ends, resamples, 0).objective)
    return np.concatenate(found), time.process_time() - began


def main():
    resamples, wanted = int((sys.argv[1:] or ["40"])[0]), sys.argv[2:]
    warnings.simplefilter("ignore")
    usual, before = measure(resamples)
    for module, name in constants():
        value = getattr(module, name)
        for factor in (0.5, 2.0):
            other = changed(value, factor)
            if other in (None, value) or (wanted and name not in wanted):
                continue
            setattr(module, name, other)
            found, seconds = measure(resamples)
            setattr(module, name, value)
            again, after = measure(resamples)
            higher = found > usual * (1 + RISE) + 1e-14
            lower = found < usual * (1 - RISE) - 1e-14
            said = (
                f"{higher.sum()} of {len(found)} higher, {lower.sum()} lower, time {2 * seconds / (before + after):.2f}"
            )
            print(f"{module.__name__.rsplit('.')[-1]}.{name} {value} -> {other}: {said}", flush=True)
            usual, before = again, after


if __name__ == "__main__":
    main()
