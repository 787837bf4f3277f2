"""Sound tables of runs in random shapes: heads, units, signs, encodings, containers. The reader must give them back.

`table(rng)` returns (source, options, runs): bytes or an object that `read_runs` takes, what it is told, and the runs
that are in it. Now and then it is not told of decimal commas, and has to ask.
"""

import bz2
import gzip
import io
import json
import re

import numpy as np
import pandas as pd

HEADS = {
    "parameters": (
        ("N", 1), ("params", 1), ("n_params", 1), ("config/n_params", 1), ("nParams", 1), ("params (M)", 1e6),
        ("Model size [B]", 1e9), ("params_millions", 1e6), ("Parameters (1e6)", 1e6), ("Mparams", 1e6),
        ("non_embedding_params", 1), ("num parameters", 1), ("model/total_params", 1),
    ),
    "tokens": (
        ("D", 1), ("tokens", 1), ("train/total_tokens", 1), ("tokens (B)", 1e9), ("tokens_b", 1e9), ("BTokens", 1e9),
        ("training tokens (billions)", 1e9), ("n_tokens", 1), ("train/num_input_tokens_seen", 1), ("D (1e9)", 1e9),
    ),
    "compute": (
        ("C", 1), ("flops", 1), ("total_flos", 1), ("compute (PF-days)", 8.64e19), ("FLOPs (1e18)", 1e18),
        ("ZFLOP", 1e21), ("train compute (EFLOP)", 1e18), ("compute_budget", 1),
    ),
    "loss": (
        ("loss", "nats/token"), ("val_loss", "nats/token"), ("eval/loss", "nats/token"),
        ("loss (nats/token)", "nats/token"),
        ("bpb", "bits/byte"), ("loss [bits/token]", "bits/token"), ("Cross-entropy loss", "nats/token"),
    ),
}  # fmt: skip
BESIDE = (
    ("run", lambda k: f"r{k}"), ("note", lambda k: "good, long"), ("lr", lambda k: 1e-3), ("aux_loss", lambda k: 0.01),
    ("_step", lambda k: 100 + k), ("Created", lambda k: "2024-05-01T00:00:00"), ("embedding_params", lambda k: 1e6),
    ("loss_at_10k", lambda k: 9.5), ("", lambda k: k), ("State", lambda k: "finished"), ("d_model", lambda k: 512),
)  # fmt: skip
SIGNS = (",", ",", ";", "\t", "|")
ENCODINGS = ("utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32")
ENDS = ("\n", "\n", "\r\n", "\r")


def table(rng, most=12):
    """(source, options, runs); runs : name -> (n,) as `Runs` has them, and "unit"."""
    n = int(rng.integers(2, most))
    N, D = 10 ** rng.uniform(7, 10, n), 10 ** rng.uniform(10, 12, n)
    runs = {"parameters": N, "tokens": D, "loss": rng.uniform(1.5, 6, n)}
    sizes = [("parameters", "tokens"), ("parameters", "compute"), ("tokens", "compute"), tuple(HEADS)[:3]][
        rng.choice(4)
    ]
    columns, unit = _columns(rng, runs | {"compute": 6 * N * D}, (*sizes, "loss"))
    for k in rng.choice(len(BESIDE), int(rng.integers(0, 4)), replace=False):
        columns[BESIDE[k][0]] = [BESIDE[k][1](row) for row in range(n)]
    heads = sorted((str(head) for head in rng.permutation(list(columns))), key=bool)  # no head is the first one
    columns = {head: columns[head] for head in heads}
    source, options = (_object if rng.random() < 0.2 else _json if rng.random() < 0.3 else _text)(rng, columns)
    return source, options, runs | {"unit": unit}


def _columns(rng, values, measures):
    """Head -> cells in the unit of the head, and the unit of the loss."""
    found, unit = {}, ""
    for measure in measures:
        head, factor = HEADS[measure][rng.choice(len(HEADS[measure]))]
        if measure == "loss":
            unit, factor = factor, 1
        found[head] = [float(f"{value:.12g}") for value in values[measure] / factor]
    return found, unit


def _object(rng, columns):
    frame = pd.DataFrame(columns)
    kind = rng.choice(7)
    if kind == 0:
        return frame, {}
    if kind == 1:
        return frame.to_dict("records"), {}
    if kind == 2:
        return {head: np.asarray(cells) for head, cells in columns.items()}, {}
    if kind == 3:
        return frame.set_index(frame.columns[0]) if frame.columns[0] else frame, {}
    if kind == 4:
        return (dict(row) for row in frame.to_dict("records")), {}
    if kind == 5:
        return frame.convert_dtypes(), {}
    stream = io.BytesIO()
    frame.to_excel(stream, index=False, startrow=int(rng.choice([0, 0, 2])), startcol=int(rng.choice([0, 1])))
    return stream.getvalue(), {}


def _json(rng, columns):
    rows = pd.DataFrame(columns).to_dict("records")
    rows = [_nested(row) for row in rows] if rng.random() < 0.5 else rows
    kind = rng.choice(6)
    if kind == 0:
        text = json.dumps(rows, indent=rng.choice([None, 1]))
    elif kind == 1:
        text = "".join(json.dumps(row) + str(rng.choice(["\n", ",\n", "\n\n"])) for row in rows)
    elif kind == 2:
        text = json.dumps(columns)
    elif kind == 3:
        text = json.dumps({"made": "May", "runs": rows})
    elif kind == 4:
        text = json.dumps(
            {f"r{k}": {key: cell for key, cell in row.items() if key != "run"} for k, row in enumerate(rows)}
        )
    else:
        text = "# made in May\n" + json.dumps([list(columns), *zip(*columns.values())])
    return _packed(rng, text.encode(str(rng.choice(ENCODINGS[:6])))), {}


def _nested(row):
    """A record with the slashes of its keys as levels."""
    found = {}
    for head, cell in row.items():
        *above, last = [head] if "[" in head or "(" in head else head.split("/")
        inner = found
        for key in above:
            inner = inner.setdefault(key, {}) if isinstance(inner.get(key, {}), dict) else {}
        inner[last] = cell
    return found


def _text(rng, columns):
    """Delimited text with comments, units below the heads, joined files, decimal commas, thousands."""
    sign, comma, options = str(rng.choice(SIGNS)), False, {}
    if sign in ";\t" and rng.random() < 0.4:
        comma, options = True, {"decimal": ","} if rng.random() < 0.8 else {}
    grouped = str(rng.choice(["", "", "", " ", "\u202f", "'", "_"]))
    written = {head: [_cell(cell, comma, grouped, sign) for cell in cells] for head, cells in columns.items()}
    heads, below = list(written), []
    if rng.random() < 0.2:
        apart = [re.fullmatch(r"(.*\S)\s*[(\[]([A-Za-z].*)[)\]]", head) for head in heads]
        below = [sign.join(found.group(2) if found else str(rng.choice(["", "-", "count"])) for found in apart)]
        heads = [found.group(1) if found else head for head, found in zip(heads, apart)]
    rows = [sign.join(row) for row in zip(*written.values())]
    head = sign.join(heads)
    if rng.random() < 0.15:
        rows.insert(int(rng.integers(1, len(rows) + 1)), head)
    lines = [head, *(below if any(found for found in below and apart) else []), *rows]
    mark = str(rng.choice(["# ", "// ", "% ", "; " if sign != ";" else "# "]))
    if rng.random() < 0.3:
        lines.insert(0, f"{mark}from a log, of May")
    if rng.random() < 0.15:
        lines.insert(0, "Sweep of May")
    text = str(rng.choice(ENDS)).join(lines) + "\n"
    return _packed(rng, text.encode(str(rng.choice(ENCODINGS)))), options


def _cell(cell, comma, grouped, sign):
    if isinstance(cell, str):
        return f'"{cell}"' if sign in cell or "," in cell else cell
    text = f"{cell:.12f}".rstrip("0").rstrip(".") if 1e-3 < cell < 1e13 and grouped else repr(cell)
    whole, point, rest = text.partition(".")
    if grouped and whole.isdigit() and len(whole) > 3:
        whole = f"{int(whole):,}".replace(",", grouped)
    text = whole + point + rest
    return text.replace(".", ",") if comma else text


def _packed(rng, raw):
    kind = rng.choice(8)
    return gzip.compress(raw) if kind == 0 else bz2.compress(raw) if kind == 1 else raw
