"""Tables of points as CSV files that a spreadsheet opens and does not execute."""

import csv
from pathlib import Path

FORMULA = ("=", "+", "-", "@", "\t")  # how a cell begins that a spreadsheet would compute


def write(path, heading, rows):
    """Write a table; what students may have written is marked as text where it looks like a formula."""
    with Path(path).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([heading, *([harmless(cell) for cell in row] for row in rows)])


def harmless(cell):
    """A cell that no spreadsheet takes for a formula.

    >>> harmless("=1+1"), harmless(-2.5)
    ("'=1+1", -2.5)
    """
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
