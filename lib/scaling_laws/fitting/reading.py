"""The reader under the name by which the fits offer it; it lives in `scaling_laws.reading`."""

from ..reading import parse_number, read_columns, read_runs

__all__ = ["parse_number", "read_columns", "read_runs"]
