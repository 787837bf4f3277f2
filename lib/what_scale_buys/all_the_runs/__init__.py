"""The page "All the runs": what the public sweeps say under one method, and how their forecasts fared."""

from .explorables import forecast
from .figures import counts, floors, frontiers, held_out, later, valleys
from .numbers import numbers
from .tables import table

__all__ = ["counts", "floors", "forecast", "frontiers", "held_out", "later", "numbers", "table", "valleys"]
