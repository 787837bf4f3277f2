"""Thousands of random calls of the command line and of public functions: does any end in a traceback?

    python benchmarks/fuzz.py [calls] [first seed]

The generator is tests/fitting/fuzz_calls.py; each call follows from its seed alone.
"""

import sys
import tempfile
import warnings
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "lib"), str(ROOT / "tests" / "fitting")]

from fuzz_calls import call  # noqa: E402


def main():
    calls, first = (int(v) for v in (*sys.argv[1:], *("3000", "0")[len(sys.argv) - 1 :]))
    warnings.simplefilter("ignore")
    faults = []
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(first, first + calls):
            fault = call(seed, Path(folder))
            if fault:
                faults.append(seed)
                print(f"seed {seed}: {fault}", flush=True)
            if (done := seed + 1 - first) % 100 == 0:
                print(f"{done} calls, {len(faults)} faults", flush=True)
    print(f"{calls} calls: {len(faults)} ended neither in a result nor in a named error")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
