"""Tables that are no text: data frames, lists and mappings, workbooks, Parquet."""

import io
from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from typing import Any

from .grid import Grid
from .json_tables import of_columns, of_value
from .problems import AmbiguousTable, MissingExtra, UnreadableTable, listed
from .strays import heads_first


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
        return of_value([_as_record(item) for item in source], name, "a list")
    cure = "give a path, open text, a data frame, a mapping of columns or a list of records"
    raise UnreadableTable(name, f"it is of type {type(source).__name__}", cure)


def _as_record(item):
    """A mapping, named tuple or dataclass as a dict; anything else as it is."""
    if isinstance(item, Mapping):
        return dict(item)
    if is_dataclass(item) and not isinstance(item, type):
        return asdict(item)
    return item._asdict() if hasattr(item, "_asdict") else item


def _of_pandas(frame, name):
    heads = [" ".join(map(str, head)).strip() if isinstance(head, tuple) else str(head) for head in frame.columns]
    index, names = [], [label for label in getattr(frame.index, "names", []) if label is not None]
    if not names and any(isinstance(label, str) for label in frame.index):
        names = [""]
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
        shown = [each for each in book.worksheets if each.sheet_state == "visible" or each.title == sheet]
        tables = {each.title: _sheet_rows(each) for each in shown}
    except Exception as error:  # openpyxl passes on whatever zipfile and its XML parser raise
        raise UnreadableTable(name, f"its workbook is damaged ({_brief(error)})", "save it again, or as CSV") from None
    chosen = _sheet({title: rows for title, rows in tables.items() if rows}, sheet, name, list(tables))
    titles, rows = heads_first(tables[chosen])
    heads = ["" if cell is None else str(cell).strip() for cell in rows[0][1]]
    notes = [f"sheet {chosen!r} of an Excel workbook"]
    unseen = [each.title for each in book.worksheets if each not in shown]
    notes += [f"hidden sheets not read: {listed(unseen, 6)}"] if unseen else []
    notes += [f"rows above the heads left out: {', '.join(str(number) for number, _ in titles)}"] if titles else []
    hidden = [k for k, row in book[chosen].row_dimensions.items() if row.hidden and k in dict(rows[1:])]
    notes += [f"hidden rows are read too: {listed(hidden, 6)}"] if hidden else []
    return Grid(tuple(heads), _with_formulas(rows[1:], raw, chosen), name, "row", notes=tuple(notes))


def _with_formulas(rows, raw, title):
    """The rows, with the text of formulas whose values no program has stored."""
    from openpyxl import load_workbook

    if not any(cell is None for _, cells in rows for cell in cells):
        return rows
    formulas = load_workbook(io.BytesIO(raw))[title]

    def shown(number, k, cell):
        written = formulas.cell(number, k + 1).value if cell is None else None
        return written if isinstance(written, str) and written.startswith("=") else cell

    return [(number, [shown(number, k, cell) for k, cell in enumerate(cells)]) for number, cells in rows]


def _sheet_rows(sheet):
    """(row number, cells) of a sheet's rows that hold anything; cells shown as percent become text with the sign."""
    rows, merged = [], _merged_down(sheet)
    for number, cells in enumerate(sheet.iter_rows(), 1):
        values = [_shown(merged.get((number, k), cell)) for k, cell in enumerate(cells, 1)]
        if any(value not in (None, "") for value in values):
            rows.append((number, values))
    width = max((k + 1 for _, values in rows for k, value in enumerate(values) if value not in (None, "")), default=0)
    return [(number, values[:width]) for number, values in rows]


def _merged_down(sheet):
    """(row, column) -> the cell that holds the value, for cells that are merged over several rows of one column."""
    return {
        (row, area.min_col): sheet.cell(area.min_row, area.min_col) for area in sheet.merged_cells.ranges
        if area.min_col == area.max_col for row in range(area.min_row + 1, area.max_row + 1)
    }  # fmt: skip


def _shown(cell):
    percent = isinstance(cell.value, (int, float)) and not isinstance(cell.value, bool) and "%" in cell.number_format
    return f"{100 * cell.value!r}%" if percent else cell.value


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
