"""Tables that are no text: data frames, lists and mappings, workbooks, Parquet."""

import io
from collections.abc import Mapping
from typing import Any

from .grid import Grid
from .json_tables import of_columns, of_value
from .problems import AmbiguousTable, MissingExtra, UnreadableTable


def of_object(source: Any, name: str) -> Grid:
    """Grid of a pandas, polars or Arrow frame, a structured array, a mapping of columns, or a list of records.

    Raises
    ------
    UnreadableTable
        If it is none of these.
    """
    if hasattr(source, "itertuples") and hasattr(source, "columns"):
        return _of_pandas(source, name)
    if hasattr(source, "collect_schema") and hasattr(source, "collect") and not hasattr(source, "iter_rows"):
        source = source.collect()
    if hasattr(source, "iter_rows") and hasattr(source, "columns"):
        rows = [(number, list(cells)) for number, cells in enumerate(source.iter_rows(), 1)]
        return Grid(tuple(map(str, source.columns)), rows, name, "row", notes=("a polars frame",))
    if hasattr(source, "to_pydict"):
        return of_columns(source.to_pydict(), name, "an Arrow table")
    fields = getattr(getattr(source, "dtype", None), "names", None)
    if fields:
        return of_columns({field: source[field] for field in fields}, name, "a structured array")
    if isinstance(source, Mapping):
        return of_value(dict(source), name, "a mapping")
    if hasattr(source, "__iter__") and not isinstance(source, (str, bytes)) and not hasattr(source, "shape"):
        return of_value([dict(item) if isinstance(item, Mapping) else item for item in source], name, "a list")
    cure = "give a path, open text, a data frame, a mapping of columns or a list of records"
    raise UnreadableTable(name, f"it is of type {type(source).__name__}", cure)


def _of_pandas(frame, name):
    heads = [" ".join(map(str, head)).strip() if isinstance(head, tuple) else str(head) for head in frame.columns]
    index, names = [], [label for label in getattr(frame.index, "names", []) if label is not None]
    if names:
        index, heads = list(frame.index), [*map(str, names), *heads]
    rows = []
    for number, cells in enumerate(frame.itertuples(index=False, name=None), 1):
        before = index[number - 1] if names else ()
        rows.append((number, [*(before if isinstance(before, tuple) else (before,)), *cells]))
    return Grid(tuple(heads), rows, name, "row", notes=("a pandas frame",))


def is_parquet(raw: bytes) -> bool:
    """Whether bytes are a Parquet file."""
    return raw[:4] == b"PAR1"


def of_parquet(raw: bytes, name: str) -> Grid:
    """Grid of a Parquet file, read by pyarrow.

    Raises
    ------
    MissingExtra, UnreadableTable
        If pyarrow is not installed, or the file is damaged.
    """
    parquet = _extra("pyarrow.parquet", "pyarrow", name, "a Parquet file")
    try:
        columns = parquet.ParquetFile(io.BytesIO(raw)).read().to_pydict()
    except Exception as error:  # pyarrow raises a family of its own, and OSError
        raise UnreadableTable(
            name, f"its Parquet is damaged or cut short ({_brief(error)})", "write it again"
        ) from None
    return of_columns(columns, name, "a Parquet file")


def of_workbook(raw: bytes, name: str, sheet: str | None = None) -> Grid:
    """Grid of one sheet of an Excel workbook, read by openpyxl; formulas give the values that Excel stored.

    Raises
    ------
    MissingExtra, AmbiguousTable, UnreadableTable
        If openpyxl is not installed, several sheets hold something and none is named, or the file is damaged.
    """
    openpyxl = _extra("openpyxl", "openpyxl", name, "an Excel workbook")
    try:
        book = openpyxl.load_workbook(io.BytesIO(raw), data_only=True)
        tables = {each.title: _sheet_rows(each) for each in book.worksheets}
    except Exception as error:  # openpyxl passes on whatever zipfile and its XML parser raise
        raise UnreadableTable(name, f"its workbook is damaged ({_brief(error)})", "save it again, or as CSV") from None
    chosen = _sheet({title: rows for title, rows in tables.items() if rows}, sheet, name, list(tables))
    rows = tables[chosen]
    while len(rows) > 1 and _filled(rows[0][1]) < 2 <= _filled(rows[1][1]):
        rows = rows[1:]
    heads = ["" if cell is None else str(cell).strip() for cell in rows[0][1]]
    return Grid(tuple(heads), rows[1:], name, "row", notes=(f"sheet {chosen!r} of an Excel workbook",))


def _sheet_rows(sheet):
    """(row number, cells) of a sheet's rows that hold anything; cells shown as percent become text with the sign."""
    rows = []
    for number, cells in enumerate(sheet.iter_rows(), 1):
        values = [_shown(cell) for cell in cells]
        if any(value not in (None, "") for value in values):
            rows.append((number, values))
    width = max((k + 1 for _, values in rows for k, value in enumerate(values) if value not in (None, "")), default=0)
    return [(number, values[:width]) for number, values in rows]


def _shown(cell):
    percent = isinstance(cell.value, (int, float)) and not isinstance(cell.value, bool) and "%" in cell.number_format
    return f"{100 * cell.value!r}%" if percent else cell.value


def _filled(cells):
    return sum(cell not in (None, "") for cell in cells)


def _sheet(filled, sheet, name, titles):
    if sheet is not None:
        if sheet not in filled:
            cause = f"it has no sheet {sheet!r} that holds anything"
            raise UnreadableTable(name, cause, f"name one of {', '.join(filled) or 'none'} with sheet= (--sheet)")
        return sheet
    if not filled:
        raise UnreadableTable(name, f"its sheets ({', '.join(titles)}) are empty", "give a table with a head")
    if len(filled) > 1:
        cause = f"it has the sheets {', '.join(filled)}"
        raise AmbiguousTable(name, cause, f"name one, as sheet={next(iter(filled))!r} (--sheet)")
    return next(iter(filled))


def _extra(module, package, name, kind):
    from importlib import import_module

    try:
        return import_module(module)
    except ImportError:
        cure = "install it with: pip install 'scaling-laws[tables]', or save the table as CSV"
        raise MissingExtra(name, f"{kind} needs {package}, which is not installed", cure) from None


def _brief(error):
    return f"{type(error).__name__}: {str(error)[:80]}"
