"""Reading tables of training runs, and saying what was read.

A source (`sources`, `frames`) is brought into one shape (`delimited`, `json_tables`, `wide` -> `grid`), its heads
are understood (`heads`, `measures`, `units`), columns chosen (`choosing`), cells read (`cells`, `numbers`), values
questioned (`plausible`), rows grouped and weighted (`grouping`, `uncertainty`), and all of it told (`account`).
"""

from .account import Account, ColumnRead
from .numbers import AmbiguousNumber, parse_number
from .problems import AmbiguousTable, MissingExtra, MissingTable, UnreadableTable
from .tables import Table, read_columns, read_runs

__all__ = [
    "Account",
    "AmbiguousNumber",
    "AmbiguousTable",
    "ColumnRead",
    "MissingExtra",
    "MissingTable",
    "Table",
    "UnreadableTable",
    "parse_number",
    "read_columns",
    "read_runs",
]
