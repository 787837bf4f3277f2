"""Fits of scaling laws to training runs, with an interval on every number."""

from .reading import parse_number, read_runs
from .runs import LOSS_UNITS, BadRow, BadRuns, Runs
from .surface import fit_surface

__all__ = ["LOSS_UNITS", "BadRow", "BadRuns", "Runs", "fit_surface", "parse_number", "read_runs"]
