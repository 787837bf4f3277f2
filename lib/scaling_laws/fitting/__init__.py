"""Fits of scaling laws to training runs, with an interval on every number."""

from .allocation import AllocationFit
from .coverage import Coverage, coverage_study, coverage_table
from .curves import PowerLawFit, fit_power_law
from .envelope import fit_envelope
from .identify import Identifiability, identifiability
from .isoflop import fit_isoflop, valleys, vertex_bias
from .profile import FloorProfile, profile_floor
from .public import FetchFailed, fetch, load_public, public_tables
from .reading import parse_number, read_runs
from .result import Plan, SurfaceFit
from .runs import LOSS_UNITS, BadRow, BadRuns, Runs
from .selection import Holdout, holdout, information_criteria
from .surface import fit_surface

__all__ = [
    "LOSS_UNITS",
    "AllocationFit",
    "BadRow",
    "BadRuns",
    "Coverage",
    "FetchFailed",
    "FloorProfile",
    "Holdout",
    "Identifiability",
    "Plan",
    "PowerLawFit",
    "Runs",
    "SurfaceFit",
    "coverage_study",
    "coverage_table",
    "fetch",
    "fit_envelope",
    "fit_isoflop",
    "fit_power_law",
    "fit_surface",
    "holdout",
    "identifiability",
    "information_criteria",
    "load_public",
    "parse_number",
    "profile_floor",
    "public_tables",
    "read_runs",
    "valleys",
    "vertex_bias",
]
