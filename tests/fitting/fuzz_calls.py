"""Random calls of the command line and of public functions: every outcome must be a result or a named error.

`call(seed, folder)` makes one call from its seed alone and returns a sentence where the outcome is neither;
`benchmarks/fuzz.py` makes thousands of them. Most calls are nearly sound, so that they reach the fits.
"""

import contextlib
import io
import json

import numpy as np
from fuzz_tables import table as sound_table

from scaling_laws.cli import main
from scaling_laws.errors import ScalingLawError
from scaling_laws.fitting import read_runs
from scaling_laws.fitting.engine.fit import fit_table
from scaling_laws.fitting.engine.predictor import chained, load
from scaling_laws.formula import parse
from scaling_laws.laws.shelf import shelf
from scaling_laws.reading import AmbiguousTable

EXPECTED = (0, 1, 2, 3)
NUMBERS = ("0.2", "0", "-1", "1e-300", "1e300", "nan", "inf", "abc", "", "7B", "0.2", "2", "1e22", "1,5", "３")
WORDS = ("huber", "hubber", "squares", "lad", "asymmetric", "cauchy", "binomial", "", "Ω", "least squares")
FORMULAS = (
    "E + A/N^alpha + B/D^beta",
    "A/N^a",
    "E + A/C^g",
    "exp(a + b*log(N))",
    "a*N + b",
    "log(a - N)",
    "E + ",
    "N^N^N",
    "1/0 + a*N",
    "x = N/1e9; E + A/x^alpha",
    "loss = E + A/N^alpha",
    "a^b^c^N",
    "sqrt(a*N - b)",
    "min(a, N)*max(b, D)",
    "lambda: 0",
    "a",
    "tanh(a*log(N)) + E",
    "E + A*abs(log(N) - m)^2",
    "score = 1/(1 + exp(-k*(log10(C) - m)))",
    "`loss` + a",
    "a" * 3000,
    "((((((a))))))*N",
    "E + A/(N + c)^alpha",
    "a.b*N",
    "f'{N}'",
    "A/N^(alpha*beta/gamma)",
    "E + 0*A*N",
    "A*0/N^a",
)
HEADS = (
    ("N", "D", "loss"),
    ("params", "tokens", "loss"),
    ("flops", "loss"),
    ("C", "N", "loss"),
    ("N", "D", "epochs", "loss"),
    ("C", "accuracy"),
    ("N", "D", "loss", "score"),
    ("a", "b"),
    ("N", "loss"),
    ("N", "D", "loss", "optimizer"),
)


FULL = ("N", "D", "epochs", "loss", "score", "optimizer", "experts", "sparsity", "lr", "bs")


def call(seed, folder, shapes=True):
    """One random call; None, or what was wrong with its outcome. shapes : tables of other kinds too."""
    rng, other = np.random.default_rng(seed), np.random.default_rng([seed, 1])
    table = _table(rng, folder / f"table{seed}.csv")
    kind = other.random() if shapes else 1.0
    if kind < 0.2:
        return read(other)
    if rng.random() < 0.25:
        return _function(rng, seed, folder, table)
    arguments = _arguments(rng, table, folder, seed)
    if kind < 0.5:
        arguments += _rewritten(other, folder / f"table{seed}.csv")
    return _outcome(arguments, folder, seed)


def read(rng):
    """A sound table in a random shape, read; None, or what is wrong with the runs that come out."""
    source, options, runs = sound_table(rng)
    try:
        found = read_runs(io.BytesIO(source) if isinstance(source, bytes) else source, **options)
    except ScalingLawError as error:
        untold = isinstance(error, AmbiguousTable) and "decimal comma" in str(error) and not options
        return None if untold else f"a sound table is refused: {error}"
    except Exception as error:
        return f"read_runs: {type(error).__name__}: {error}"
    same = found.loss_unit == runs["unit"] and all(
        np.shape(getattr(found, name)) == runs[name].shape and np.allclose(getattr(found, name), runs[name], rtol=1e-8)
        for name in ("parameters", "tokens", "loss")
    )
    return None if same else f"other runs came out: {found.account}"


def _rewritten(rng, path):
    """Options for the table at a path, which is written anew in a random shape if that is one of a file."""
    source, options, _ = sound_table(rng, 30)
    if not isinstance(source, bytes):
        return []
    path.write_bytes(source)
    return [f"--{name}={value}" for name, value in options.items()]


def _outcome(arguments, folder, seed):
    out, err = io.StringIO(), io.StringIO()
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main(arguments)
    except SystemExit as stop:
        return None if stop.code in (0, 2) else f"{arguments}: exit {stop.code}"
    except BaseException as error:  # the point of the exercise
        return f"{arguments}: {type(error).__name__}: {error}"
    if code not in EXPECTED:
        return f"{arguments}: exit {code}: {err.getvalue()[:300]}"
    if code == 2 and not err.getvalue().strip():
        return f"{arguments}: exit 2 without a word"
    written = folder / f"out{seed}.json"
    if written.exists():
        record = json.loads(written.read_text())
        if code == 0 and "version" not in record:
            return f"{arguments}: a JSON without its version"
    return None


def _function(rng, seed, folder, table):
    """A public function with odd arguments."""
    columns = {
        name: rng.choice(
            [10 ** rng.uniform(7, 10, 12), rng.normal(size=12), np.full(12, np.nan), np.ones(12)],
            p=[0.85, 0.05, 0.05, 0.05],
        )
        for name in rng.choice(
            ["N", "D", "C", "loss", "L", "parameters", "tokens", "score", "epochs"], 4, replace=False
        )
    }
    options = {
        "fixed": {str(rng.choice(["E", "alpha", "zz"])): float(rng.choice([0.0, 1.6, -1.0, np.inf]))}
        if rng.random() < 0.4
        else None,
        "tied": {"beta": str(rng.choice(["alpha", "2*alpha", "zz", "beta", "1/"]))} if rng.random() < 0.3 else None,
        "bounds": {"alpha": (float(rng.normal()), float(rng.normal()))} if rng.random() < 0.3 else None,
        "loss": rng.choice([None, None, None, None, *WORDS]),
        "bootstrap": int(rng.choice([0, 0, 0, 0, 1, 20])),
        "level": float(rng.choice([0.95] * 9 + [0.0, 1.0, 2.0])),
    }
    law = (
        {"law": str(rng.choice([*shelf(), "nothing"]))} if rng.random() < 0.5 else {"model": str(rng.choice(FORMULAS))}
    )
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            which = rng.integers(4)
            if which == 0:
                parse(str(rng.choice(FORMULAS)))
            elif which == 1:
                chained(load(table), N=1e9)
            else:
                str(fit_table(columns, **law, **options))
    except ScalingLawError:
        return None
    except OSError:
        return None
    except Exception as error:
        return f"fit_table({sorted(columns)}, {law}, {options}): {type(error).__name__}: {error}"
    return None


def _table(rng, path):
    head = FULL if rng.random() < 0.75 else HEADS[rng.integers(len(HEADS))]
    n = int(rng.choice([0, 1, 3, 5, 8, 12, 20, 30], p=[0.02, 0.02, 0.04, 0.04, 0.14, 0.14, 0.3, 0.3]))
    N, D = 10 ** rng.uniform(7, 10, n), 10 ** rng.uniform(9, 11, n)
    loss = (1.8 + 480 * N**-0.348 + 2000 * D**-0.366) * np.exp(rng.choice([0.0, 0.01, 0.5]) * rng.normal(size=n))
    values = {
        "N": N,
        "params": N,
        "D": D,
        "tokens": D,
        "C": 6 * N * D,
        "flops": 6 * N * D,
        "loss": loss,
        "epochs": rng.uniform(1, 9, n),
        "accuracy": rng.uniform(0, 1, n),
        "score": rng.uniform(0, 1, n),
        "optimizer": rng.choice(["adam", "muon", "sgd"], n),
        "a": N,
        "b": -D,
        "experts": rng.choice([1, 4, 16], n),
        "sparsity": rng.choice([0.5, 0.9], n),
        "lr": 1e-3 * N**-0.1,
        "bs": D**0.5,
    }
    rows = [[str(values[name][k]) for name in head] for k in range(n)]
    if n and rng.random() < 0.08:
        rows[rng.integers(n)][rng.integers(len(head))] = str(
            rng.choice(["", "nan", "oops", "-3", "0", "1,5", '"', "1e999"])
        )
    sign = str(rng.choice([",", ",", ",", ",", ",", ",", "\t", ";"]))
    text = "\n".join(sign.join(row) for row in [head, *rows])
    path.write_text(text if rng.random() > 0.03 else text[: len(text) // 2] + "\x00", encoding="utf-8")
    return str(path)


def _arguments(rng, table, folder, seed):
    verb = str(rng.choice(["fit", "fit", "fit", "fit", "predict", "compare", "list", "fetch", "frobnicate"]))
    if rng.random() < 0.03:
        table = str(rng.choice(["/no/such.csv", str(folder), "gemstons", "/dev/null", ""]))
    if verb == "list":
        return ["list", *([str(rng.choice(["laws", "tables", "lawz"]))] if rng.random() < 0.5 else [])]
    if verb == "fetch":
        return ["fetch", str(rng.choice(["rubies", "gemstons", ""]))]
    if verb == "compare":
        laws = ",".join(rng.choice([*shelf(), "A/N^a", "kaplann"], rng.integers(1, 4)).tolist())
        return ["compare", table, laws, *_some(rng, [("--holdout", NUMBERS), ("--level", ("0.9", *NUMBERS))])]
    if verb == "predict":
        return [
            "predict",
            table,
            *_some(
                rng,
                [
                    ("--at", ("N=7e9,D=4e12", "C=1e22", "N=", "=", "1e22", "N=-1", "Q=3")),
                    ("--table", (str(folder / f"table{seed}.csv"), "/no")),
                    ("--of", ("run", "mean", "zz")),
                    ("--group", ("adam",)),
                    ("--level", ("0.9",)),
                    ("--csv", ("/no/x",)),
                ],
            ),
        ]
    options = ["--bootstrap", str(rng.choice(["0", "20", "1", "-1", "x"], p=[0.7, 0.24, 0.02, 0.02, 0.02]))]
    if rng.random() < 0.8:
        options += ["--json", str(folder / f"out{seed}.json")]
    if rng.random() < 0.5:
        options += ["--law", str(rng.choice([*shelf(), *shelf(), "frontier", "two-step", "surface", "chinchila"]))]
    elif rng.random() < 0.7:
        options += ["--model", str(rng.choice(FORMULAS))]
    return ["fit", table, *options, *_some(rng, FIT_OPTIONS)]


FIT_OPTIONS = [
    ("--at", ("N=7e9,D=4e12", "1e22", *NUMBERS, "N=7e9", "Q=1", "N=7e9,N=8e9")),
    ("--fix", ("E=1.6", "alpha=abc", "E=", "zz=1", "E=-1", "E")),
    ("--tie", ("beta=alpha", "alpha=beta+1", "beta=", "alpha=alpha", "beta=1/0")),
    ("--bound", ("alpha=0:1", "alpha=1:0", "A=:", "alpha=2", "E=x:1")),
    ("--weights", ("N", "1/loss^2", "-1", "log(N)-30", "zz", "1/")),
    ("--groups", ("optimizer", "optimizer:A", "optimizer:zz", "N", "zz", ":")),
    ("--loss", WORDS),
    ("--against", ("compute", "tokens", "loss", "zz", "parameters")),
    ("--target", ("loss", "score", "zz", "D")),
    ("--holdout", NUMBERS),
    ("--level", ("0.9", *NUMBERS)),
    ("--seed", ("3", *NUMBERS)),
    ("--interval", ("bca", "hessian", "zz")),
    ("--profile", ("E", "alpha", "zz")),
    ("--near", ("5%", "2%", "0.02", "200%", "x", "0")),
    ("--compare", ("chinchilla,kaplan", "kaplan", "zz,kaplan", "A/N^a,power")),
    ("--approach", ("1", "2", "3", "4")),
    ("--unique", NUMBERS),
    ("--delta", ("1e-2", *NUMBERS)),
    ("--tail", NUMBERS),
    ("--first", ("power", "zz")),
    ("--columns", ("loss=loss", "loss=b", "los=loss", "parameters=a,tokens=b", "x")),
    ("--drop-bad", None),
    ("--rollout", None),
    ("--csv", ("/dev/null", "/no/dir/x.csv")),
    ("--plot", ("x.jpg", "/no/x.svg")),
    ("--loss-unit", ("bits/token", "zz")),
    ("--group", ("adam", "zz")),
]


def _mostly_first(rng, count):
    return 0 if rng.random() < 0.6 else int(rng.integers(count))


def _some(rng, options):
    found = []
    for k in rng.choice(len(options), min(len(options), int(rng.choice([0, 1, 1, 2, 3]))), replace=False):
        name, values = options[k]
        found += [name] if values is None else [name, str(values[_mostly_first(rng, len(values))])]
    return found
