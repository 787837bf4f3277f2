"""Reading tables of runs: column names as people write them, numbers with units, and a report per bad line."""

import csv
import gzip
import io
import json
import re
from pathlib import Path

import numpy as np

from ..errors import InvalidArgument
from .runs import LOSS_UNITS, BadRow, BadRuns, Runs

ALIASES = {
    "parameters": "parameters params n n_params num_params nparams parameter_count model_size size model_params "
    "non_embedding_parameters params_active_precise total_parameter_count",
    "tokens": "tokens d n_tokens num_tokens ntokens training_tokens train_tokens tokens_seen dataset_size "
    "pretraining_data_size data data_size",
    "compute": "compute c flop flops training_flop training_flops train_flops training_compute",
    "steps": "step steps",
    "loss": "loss l final_loss val_loss validation_loss test_loss eval_loss loss_validation cross_entropy bpb "
    "bits_per_byte loss_bpb",
    "label": "run run_name run_id label curve hyper_id",
    "epochs": "epochs epoch n_epochs num_epochs passes repeats",
    "score": "score accuracy acc benchmark benchmark_score pass_rate success_rate exact_match",
    "questions": "questions n_questions num_questions items n_items trials n_examples",
}
OF_RUNS = ("parameters", "tokens", "compute", "steps", "loss", "label")
SUFFIXES = {"k": 1e3, "m": 1e6, "b": 1e9, "g": 1e9, "t": 1e12, "thousand": 1e3, "million": 1e6}
SUFFIXES |= {"billion": 1e9, "trillion": 1e12}
NUMBER = re.compile(r"([+-]?(?:\d[\d,_ ]*\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*([a-z]*)", re.IGNORECASE)
UNIT_WORDS = {"nats_per_token": "nats/token", "bits_per_token": "bits/token", "nats_per_byte": "nats/byte"}
UNIT_WORDS |= {"bits_per_byte": "bits/byte", "bpb": "bits/byte", "loss_bpb": "bits/byte"}


def read_runs(source, *, columns=None, where=None, tokens_per_step=None, loss_unit=None, drop_bad=False, name=None):
    """Read a table of training runs.

    source : path of a CSV, TSV or JSON-lines file (also gzipped), open text, or a pandas frame. Two of
    parameters, tokens and compute, and the loss, are found by their usual names; `columns` names them
    otherwise, as {"parameters": "my column"}. Numbers may read 6e9, 6B or 6,000,000,000; a column head may
    carry a scale, as "size (B)". where : keep only rows with these cells, as {"router": "dense"}.
    tokens_per_step : tokens follow from a column of steps.
    loss_unit : one of LOSS_UNITS; taken from the head when it says so.

    Raises
    ------
    BadRuns
        If any row cannot be used; every one is listed with its line. `drop_bad=True` leaves them out
        instead, and `Runs.dropped` keeps the list.
    InvalidArgument
        If a needed column is missing.
    """
    header, rows = _table(source)
    rows = _only(header, rows, where or {})
    chosen = _choose(header, columns or {}, tokens_per_step)
    bad, kept = [], []
    for line, row in rows:
        record = _record(line, row, chosen, bad)
        if record is not None:
            kept.append((line, record))
    kept = _without_duplicates(kept, bad)
    bad.sort(key=lambda row: row.line)
    title = name or getattr(source, "name", None) or (str(source) if isinstance(source, (str, Path)) else "table")
    if bad and not drop_bad:
        raise BadRuns(title, bad)
    if not kept:
        raise InvalidArgument("source", title, "it holds no usable row")
    measures = {key: np.array([record[key] for _, record in kept]) for key in chosen if key != "label"}
    labels = np.array([record["label"] for _, record in kept]) if "label" in chosen else None
    unit = loss_unit or _unit_of(header[chosen["loss"][0]])
    return Runs.of(**measures, loss_unit=unit, labels=labels, name=title, dropped=tuple(bad))


def read_columns(source, needed, optional=(), *, columns=None, drop_bad=False):
    """Read some columns of a table, by their usual names or by `columns`, as `read_runs` does.

    needed, optional : names out of ALIASES. A score may be zero and is at most one, or 100 where the head says %.
    Returns name -> (n,) and the tuple of BadRow that were left out.

    Raises
    ------
    BadRuns, InvalidArgument
        As `read_runs`.
    """
    header, rows = _table(source)
    found = _found(header, columns or {}, (*needed, *optional))
    missing = [name for name in needed if name not in found]
    if missing:
        raise InvalidArgument(
            "columns", ", ".join(header), f"the table needs {', '.join(missing)}; name it in --columns"
        )
    scaled = {
        name: (k, 0.01 if name == "score" and "%" in header[k] else _scale_in(header[k])) for name, k in found.items()
    }
    bad, kept = [], []
    for line, row in rows:
        record = _record(line, row, scaled, bad)
        if record is not None:
            kept.append(record)
    if bad and not drop_bad:
        raise BadRuns(str(getattr(source, "name", None) or source), bad)
    if not kept:
        raise InvalidArgument("source", str(source), "it holds no usable row")
    return {name: np.array([record[name] for record in kept]) for name in scaled}, tuple(bad)


def _table(source):
    """Column heads and (line number, cells) pairs; the head is line 1."""
    if hasattr(source, "columns") and hasattr(source, "itertuples"):
        header = [str(c) for c in source.columns]
        return header, [(k + 2, list(row)) for k, row in enumerate(source.itertuples(index=False, name=None))]
    text = source.read() if hasattr(source, "read") else _text(Path(source))
    if text.lstrip().startswith("{"):
        return _json_lines(text)
    delimiter = "\t" if "\t" in text.split("\n", 1)[0] else ","
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    header = next(reader, [])
    return header, [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]


def _text(path):
    raw = path.read_bytes()
    raw = gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw
    return raw.decode("utf-8-sig")


def _json_lines(text):
    records = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                records.append((number, json.loads(line)))
            except json.JSONDecodeError as error:
                raise BadRuns(
                    "table", [BadRow(number, "line", f"is not JSON ({error.msg})", "mend the line")]
                ) from None
    header = list(dict.fromkeys(key for _, record in records for key in record))
    return header, [(number, [record.get(key, "") for key in header]) for number, record in records]


def _plain_name(head):
    bare = re.sub(r"\(.*?\)|\[.*?\]", "", head).strip().lower()
    return re.sub(r"[\s\-.]+", "_", bare)


def _only(header, rows, where):
    for head, wanted in where.items():
        if head not in header:
            raise InvalidArgument("where", head, f"the table has {', '.join(header)}")
        k = header.index(head)
        rows = [(line, row) for line, row in rows if k < len(row) and str(row[k]) == wanted]
    return rows


def _choose(header, columns, tokens_per_step):
    """For each measure, the position of its column and the factor that its cells are multiplied by."""
    chosen = _found(header, columns, OF_RUNS)
    steps = chosen.pop("steps", None)
    if tokens_per_step is not None and steps is not None:
        chosen["tokens"] = steps
    sizes = {"parameters", "tokens", "compute"} & set(chosen)
    if "loss" not in chosen or len(sizes) < 2:
        needed = "a loss and two of parameters, tokens, compute; name them with columns={...} or --columns"
        raise InvalidArgument("columns", ", ".join(header), f"the table needs {needed}")
    if len(sizes) == 3:
        del chosen["compute"]
    scaled = {measure: (position, _scale_in(header[position])) for measure, position in chosen.items()}
    if tokens_per_step is not None and steps is not None:
        scaled["tokens"] = (steps, float(tokens_per_step))
    return scaled


def _found(header, columns, measures):
    """Position of the column of each of `measures` that the table has."""
    plain, chosen = [_plain_name(head) for head in header], {}
    for measure in measures:
        if measure in columns:
            if columns[measure] not in header:
                raise InvalidArgument("columns", columns[measure], f"the table has {', '.join(header)}")
            chosen[measure] = header.index(columns[measure])
            continue
        wanted = [alias for alias in ALIASES[measure].split() if alias in plain]
        if wanted:
            chosen[measure] = plain.index(wanted[0])
    return chosen


def _scale_in(head):
    inside = re.search(r"[(\[]\s*(.*?)\s*[)\]]", head)
    if not inside:
        return 1.0
    word = inside.group(1).lower()
    if word in SUFFIXES:
        return SUFFIXES[word]
    try:
        return float(word)
    except ValueError:
        return 1.0


def _unit_of(head):
    plain = head.strip().lower().replace(" ", "_")
    for unit in LOSS_UNITS:
        if unit in head.lower():
            return unit
    return next((unit for word, unit in UNIT_WORDS.items() if word in plain), "nats/token")


def parse_number(text):
    """A number as people write it: 6e9, 6B, 6 billion, 6,000,000,000; ValueError for anything else.

    >>> parse_number("6B"), parse_number("1.2 trillion"), parse_number("3,5e2".replace(",", "."))
    (6000000000.0, 1200000000000.0, 350.0)
    """
    if isinstance(text, (int, float, np.number)):
        return float(text)
    text = str(text).strip()
    if text.lower() in ("nan", "inf", "-inf", "+inf", "infinity", "-infinity"):
        return float(text)
    match = NUMBER.fullmatch(text)
    if not match or (match.group(2) and match.group(2).lower() not in SUFFIXES):
        raise ValueError(text)
    return float(re.sub(r"[,_ ]", "", match.group(1))) * SUFFIXES.get(match.group(2).lower(), 1.0)


def _record(line, row, chosen, bad):
    record, before = {}, len(bad)
    for measure, (position, scale) in chosen.items():
        cell = row[position] if position < len(row) else ""
        if measure == "label":
            record[measure] = str(cell)
            continue
        value, problem = _checked(cell, least=0.0 if measure == "score" else None)
        if problem is None and measure == "score" and value * scale > 1:
            problem = (f"{value:g} is more than a perfect score", "write shares up to 1, or a head with %")
        if problem:
            bad.append(BadRow(line, measure, *problem))
        else:
            record[measure] = value * scale
    return record if len(bad) == before else None


def _checked(cell, least=None):
    if cell is None or str(cell).strip() == "":
        return None, ("is empty", "fill it in or delete the row")
    try:
        value = parse_number(cell)
    except ValueError:
        return None, (f"{str(cell)!r} is not a number", "write digits, as 6e9 or 6B")
    if np.isnan(value):
        return None, ("is NaN", "the run may have diverged: delete the row or mend the export")
    if np.isinf(value):
        return None, ("is infinite", "the run may have diverged: delete the row or mend the export")
    if value < 0 or (value == 0 and least is None):
        return None, (f"{value:g} is not positive", "check the sign and the column")
    return value, None


def _without_duplicates(kept, bad):
    first, unique = {}, []
    for line, record in kept:
        key = tuple(value for measure, value in record.items() if measure != "label")
        if key in first:
            bad.append(BadRow(line, "row", f"repeats line {first[key]}", "delete one of the two"))
        else:
            first[key] = line
            unique.append((line, record))
    return unique
