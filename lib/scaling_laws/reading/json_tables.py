"""JSON as laboratories write it: arrays, lines, columns, split tables, nested records."""

import json
import re
from collections.abc import Mapping
from typing import Any

from ..fitting.runs import BadRow
from .grid import Grid, of_records
from .problems import UnreadableTable, listed

_CURE = "write a list of records, as [{...}, {...}], one record a line, or a mapping of columns"


_COMMENTS = re.compile(r"\s*(?:#|//)[^\n]*\n")


def looks_like_json(text: str) -> bool:
    """Whether text begins as JSON records do, comments before them left aside."""
    begin = text.lstrip()[:2]
    return begin[:1] == "{" or (begin[:1] == "[" and not re.match(r"\s*\[[A-Za-z_.\- ]+\]\s*\n", text))


def without_comments(text: str) -> str:
    """JSON text with blank lines for the comments before its first record; any other text as it is."""
    at = 0
    while found := _COMMENTS.match(text, at):
        at = found.end()
    return "\n" * text[:at].count("\n") + text[at:] if at and looks_like_json(text[at:]) else text


def of_text(text: str, name: str) -> Grid:
    """Grid of JSON text: an array of records, one record a line, a mapping of columns, or {"columns", "data"}.

    Raises
    ------
    UnreadableTable
        If it is none of these, or not JSON.
    """
    try:
        value = _load(text)
    except RecursionError:
        raise UnreadableTable(name, "its JSON is nested too deep", _CURE) from None
    except ValueError as error:
        return _lines(text, name, error)
    return of_value(value, name, "JSON")


def _load(text):
    return json.loads(text, object_pairs_hook=_unique)


def _unique(pairs):
    record = dict(pairs)
    if len(record) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise _Repeated(f"holds the key {twice!r} twice")
    return record


class _Repeated(ValueError):
    """A record with the same key twice: JSON readers keep the last and say nothing."""


_DECODER = json.JSONDecoder(object_pairs_hook=_unique)


def _lines(text, name, error):
    """Grid of one record a line; lines that are no record are bad rows."""
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(lines) < 2 or text.lstrip().startswith("["):
        return _several(text, name, error)
    records, bad = [], []
    for number, line in lines:
        record = _record(number, line, bad)
        if record is not None:
            records.append((number, record))
    if not records:
        return _several(text, name, error)
    return of_records(records, name=name, bad=tuple(bad), notes=("one JSON record a line",))


def _several(text, name, error):
    """Grid of records, or of lists of them, that follow each other with white space or commas between them."""
    records, at, end = [], 0, len(text.rstrip(" \t\r\n,"))
    try:
        while at < end:
            value, at = _DECODER.raw_decode(text, at + len(text[at:end]) - len(text[at:end].lstrip(" \t\r\n,")))
            records += value if isinstance(value, list) else [value]
    except (ValueError, RecursionError):
        records = []
    if not records or not all(isinstance(record, dict) for record in records):
        python = "; it may be what Python prints: write it with json.dump" if "'" in text[:20] else ""
        cure = f"export it again, or mend it there{python}"
        raise UnreadableTable(name, f"it is not valid JSON ({error})", cure) from None
    notes = ("JSON records one after the other",)
    return of_records(list(enumerate(records, 1)), name=name, place="record", notes=notes)


def _record(number, line, bad):
    try:
        record = _load(line.rstrip().rstrip(","))
    except _Repeated as error:
        bad.append(BadRow(number, "line", str(error), "keep one of the two"))
        return None
    except (ValueError, RecursionError) as error:
        bad.append(BadRow(number, "line", f"is not JSON ({getattr(error, 'msg', error)})", "mend the line"))
        return None
    if not isinstance(record, dict):
        kind = type(record).__name__
        bad.append(BadRow(number, "line", f"is no record but a {kind}", "write {...} on every line"))
        return None
    return record


def of_value(value: Any, name: str, kind: str) -> Grid:
    """Grid of a value made of lists and mappings; `kind` names the source in the notes."""
    if isinstance(value, dict):
        return _of_mapping(value, name, kind)
    if isinstance(value, (list, tuple)) and value:
        if all(isinstance(item, dict) for item in value):
            return of_records(
                list(enumerate(value, 1)), name=name, place="record", notes=(f"{kind}, a list of records",)
            )
        if all(isinstance(item, (list, tuple)) for item in value):
            return _of_lists(value, name, kind)
        odd = next(k for k, item in enumerate(value, 1) if not isinstance(item, (dict, list, tuple)))
        cause = f"entry {odd} of its list is {type(value[odd - 1]).__name__}, not a record"
        raise UnreadableTable(name, cause, _CURE)
    raise UnreadableTable(name, "it holds no record" if not value else f"it is {type(value).__name__}", _CURE)


def _of_lists(value, name, kind):
    heads = [str(head) for head in value[0]]
    if not all(isinstance(head, str) for head in value[0]):
        raise UnreadableTable(name, "its first list holds no column heads", _CURE)
    rows, bad = [], []
    for number, cells in enumerate(value[1:], 2):
        if len(cells) == len(heads):
            rows.append((number, list(cells)))
        else:
            problem = f"has {len(cells)} cells, the head has {len(heads)}"
            bad.append(BadRow(number, "row", problem, "mend the row or delete it", "record"))
    return Grid(tuple(heads), rows, name, "record", bad=tuple(bad), notes=(f"{kind}, a list of rows",))


def _of_mapping(value, name, kind):
    if {"columns", "data"} <= set(value) and isinstance(value["data"], list) and isinstance(value["columns"], list):
        return _of_lists([value["columns"], *value["data"]], name, kind)
    items = list(value.values())
    inner = items[0] if len(items) == 1 and isinstance(items[0], dict) else {}
    if len(inner) > 1 and all(isinstance(item, dict) and item for item in inner.values()):
        grid = _of_nested(inner, name, kind)
        if len(grid.rows) > 1:
            return grid.noting(f"what stands under {next(iter(value))!r}")
    lists = [key for key, item in value.items() if isinstance(item, (list, tuple))]
    records = len(lists) == 1 and all(isinstance(item, dict) for item in value[lists[0]])
    if items and all(_is_column(item) and not _is_records(item) for item in items):
        return of_columns(value, name, f"{kind}, a mapping of columns")
    if items and all(isinstance(item, dict) and item for item in items):
        return _of_nested(value, name, kind)
    if records and value[lists[0]]:
        grid = of_value(value[lists[0]], name, kind)
        others = [key for key in value if key != lists[0]]
        beside = f"; beside it, not used: {', '.join(others)}" if others else ""
        return grid.noting(f"the list under {lists[0]!r}{beside}")
    if any(_is_column(item) or hasattr(item, "__next__") for item in items):
        several = [key for key, item in value.items() if _is_records(item)]
        if len(several) > 1:
            cause = f"it holds several lists of records: {', '.join(several)}"
            raise UnreadableTable(name, cause, "keep the one that is wanted")
        single = [str(key) for key, item in value.items() if not _is_column(item)]
        cause = f"some of its entries are columns and some are not: {listed(single)}"
        raise UnreadableTable(name, cause, "give every column as many cells")
    return of_records([(1, value)], name=name, place="record", notes=(f"{kind}, a single record",))


def _is_records(item):
    return isinstance(item, (list, tuple)) and bool(item) and all(isinstance(entry, dict) for entry in item)


def _is_column(item):
    return not isinstance(item, (str, bytes, dict)) and hasattr(item, "__len__") and hasattr(item, "__getitem__")


def _of_nested(value, name, kind):
    """{"N": {"0": 1e7}}: columns by row; {"run-1": {"N": 1e7}}: rows by name."""
    keys = [tuple(item) for item in value.values()]
    leaf = not any(isinstance(cell, (dict, list)) for item in value.values() for cell in item.values())
    if leaf and len(set(keys)) == 1 and all(str(key).isdigit() for key in keys[0]):
        columns = {head: list(item.values()) for head, item in value.items()}
        return of_columns(columns, name, f"{kind}, a mapping of columns")
    if len(value) > 1 and set(keys[0]) & set(keys[1]):
        records = [
            (k, {"run": key, **item} if "run" not in item else item) for k, (key, item) in enumerate(value.items(), 1)
        ]
        return of_records(records, name=name, place="record", notes=(f"{kind}, a mapping of records, its keys as run",))
    return of_records([(1, value)], name=name, place="record", notes=(f"{kind}, a single record",))


def of_columns(columns: Mapping, name: str, note: str) -> Grid:
    """Grid of a mapping head -> cells.

    Raises
    ------
    UnreadableTable
        If the columns differ in length.
    """
    lengths = {str(head): len(cells) for head, cells in columns.items()}
    if len(set(lengths.values())) > 1:
        shown = ", ".join(f"{head} {length}" for head, length in lengths.items())
        raise UnreadableTable(name, f"its columns differ in length: {shown}", "give every column as many cells")
    rows = [(number, list(cells)) for number, cells in enumerate(zip(*columns.values()), 1)]
    return Grid(tuple(str(head) for head in columns), rows, name, "row", notes=(note,))
