"""Time the parametric fit beside SciPy and a compiled floor, in one run, interleaved, with a correctness gate.

    python benchmarks/fit_bench.py            # peers do a twentieth of the task, their time is scaled up
    python benchmarks/fit_bench.py --full     # everybody does everything (about half an hour)

Each timing is a whole process, imports included, by the clock and in processor seconds (the steadier of the
two where other work shares the machine). Scaling up multiplies a peer's own work only, not its start.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
LIBRARY = HERE.parent / "lib"
OURS = "scaling_laws"
REFERENCES = 200
FLOOR = "SCALING_LAWS_COMPILED_FLOOR"
PEERS = ("careful L-BFGS-B", "stock least_squares", "plain recipe")


def main():
    options = _options()
    if options.path:
        return _work(options)
    sys.path.insert(0, str(LIBRARY))
    from packages import report_packages

    with tempfile.TemporaryDirectory() as folder:
        peers = _peers(options, folder)
        times, last = _timed(options.pairs, peers)
    _report(times, last, peers)
    report_packages(options.chinchilla_python)
    return _gate(last, peers)


def _peers(options, folder):
    """Path -> share of the task that it does; the compiled floor, where there is a compiler, does all of it."""
    from compiled import NAME, compiled

    share = 1.0 if options.full else options.share
    library = compiled(folder)
    if isinstance(library, str):
        print(library)
        return dict.fromkeys(PEERS, share)
    os.environ[FLOOR] = str(library)
    return dict.fromkeys(PEERS, share) | {NAME: 1.0}


def _timed(pairs, peers):
    """(peer, path) -> clock and processor seconds of every pair, and path -> what it returned last."""
    times, last = {}, {}
    for k in range(pairs):
        for peer, share in peers.items():
            for path, part in ((OURS, 1.0), (peer, share)):
                seconds, last[path] = _process(path, part)
                times.setdefault((peer, path), []).append(seconds)
        print(f"pair {k + 1} of {pairs} done", file=sys.stderr)
    return times, last


def _options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--share", type=float, default=0.05)
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--chinchilla-python", metavar="PATH", help="an interpreter that has the package chinchilla")
    parser.add_argument("--path", help=argparse.SUPPRESS)
    parser.add_argument("--out", help=argparse.SUPPRESS)
    return parser.parse_args()


def _process(path, share):
    """Clock and processor seconds of a whole process for the full task, and what it returned."""
    import numpy as np

    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.npz"
        command = [sys.executable, __file__, "--path", path, "--share", str(share), "--out", str(out)]
        environment = {**os.environ, "PYTHONPATH": str(LIBRARY), "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
        began, used = time.perf_counter(), _children_seconds()
        subprocess.run(command, check=True, env=environment)
        spent = np.array([time.perf_counter() - began, _children_seconds() - used])
        result = dict(np.load(out))
    return spent + result["seconds"] * (1 / share - 1), result


def _children_seconds():
    spent = os.times()
    return spent.children_user + spent.children_system


def _work(options):
    """Do the task by one path and leave the results in a file."""
    sys.path.insert(0, str(LIBRARY))
    import numpy as np
    from reference import reference_runs

    data = reference_runs()
    if options.path == OURS:
        began = np.array([time.perf_counter(), time.process_time()])
        result = ours(data)
    elif options.path not in PEERS:
        from compiled import floor

        began = np.array([time.perf_counter(), time.process_time()])
        result = floor(data, os.environ[FLOOR])
    else:
        from peers import PATHS, Task

        began = np.array([time.perf_counter(), time.process_time()])
        result = PATHS[options.path](Task(*data), options.share)
    seconds = np.array([time.perf_counter(), time.process_time()]) - began
    np.savez(options.out, seconds=seconds, **result)
    return 0


def ours(data):
    """The whole task by this library: the grid accounted for, then converged refits."""
    from reference import DELTA, RESAMPLES, SEED

    from scaling_laws.fitting import Runs, fit_surface

    fit = fit_surface(Runs(*data), delta=DELTA, bootstrap=RESAMPLES, seed=SEED)
    return {
        "objective": fit.objective,
        "point": fit.sampling.natural,
        "refit_objectives": fit.refits.objective,
        "refits": fit.sampling.draws,
        "gradient_norms": fit.refits.gradient_norm,
        "share_of_starts_at_best": fit.starts.share_at_best,
    }


def _report(times, last, peers):
    import numpy as np

    head = f"{'path':<22}{'seconds':>9}{'processor':>11}{'objective':>16}{'starts at best':>16}"
    print(head + f"{'ratio':>7}{'(processor)':>13}   medians of pairs")
    own = np.median([seconds for (_, path), row in times.items() if path == OURS for seconds in row], axis=0)
    _line(OURS, own, last[OURS], np.ones(2))
    for peer in peers:
        theirs, mine = np.array(times[peer, peer]), np.array(times[peer, OURS])
        _line(peer, np.median(theirs, axis=0), last[peer], np.median(theirs / mine, axis=0))
    share = peers[PEERS[0]]
    if share < 1:
        print(f"{', '.join(PEERS)} did {100 * share:.3g} % of their starts and refits; their time is scaled up")


def _line(path, seconds, row, ratio):
    at_best = f"{100 * float(row['share_of_starts_at_best']):.0f} %"
    numbers = f"{seconds[0]:>9.2f}{seconds[1]:>11.2f}{float(row['objective']):>16.9g}{at_best:>16}"
    print(f"{path:<22}{numbers}{ratio[0]:>7.3g}{ratio[1]:>13.3g}")


def _gate(last, peers):
    """Print what fails; exit code 1 if anything of ours does, or if the trap is let through."""
    import numpy as np
    from gate import failures, references_for
    from peers import Task, trap
    from reference import RESAMPLES, reference_runs

    data, mine = reference_runs(), last[OURS]
    objectives, references = references_for(data, mine["refits"][:REFERENCES])
    best = np.minimum(objectives, mine["refit_objectives"][:REFERENCES])
    first = {"objective": mine["objective"]}
    first |= {name: mine[name][:REFERENCES] for name in ("refit_objectives", "refits")}
    found = failures(first, min(float(last[path]["objective"]) for path in last), best, references)
    found += _beaten_by_peers(mine, last, peers)
    if mine["gradient_norms"].max() > 1e-12:
        found.append(f"{int(np.sum(mine['gradient_norms'] > 1e-12))} refits miss the gradient tolerance")
    caught = trap(Task(*data), REFERENCES / RESAMPLES)
    every = RESAMPLES // REFERENCES
    trapped = failures(caught, mine["objective"], mine["refit_objectives"][::every], mine["refits"][::every])
    print("gate, this library:", "passed" if not found else json.dumps(found, indent=2))
    print("gate, warm start with default tolerances:", "let through!" if not trapped else "rejected: " + trapped[-1])
    return int(bool(found) or not trapped)


def _beaten_by_peers(mine, last, peers):
    import numpy as np

    found = []
    for path in peers:
        theirs = last[path]["refit_objectives"]
        own = mine["refit_objectives"][:: round(len(mine["refit_objectives"]) / len(theirs))]
        beaten = int(np.sum(own > theirs * (1 + 1e-9)))
        if beaten:
            found.append(f"{beaten} refits beaten by {path}")
    return found


if __name__ == "__main__":
    sys.exit(main())
