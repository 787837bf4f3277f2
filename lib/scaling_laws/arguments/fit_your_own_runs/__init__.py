"""Fit your own runs: the whole path from a table of runs to a law, its errors, a plan, and what it cannot say."""

from .cards import CARDS
from .explorables import fan, floor, parabola
from .figures import design_map, envelope_figure, losses, starts, valleys
from .figures_trust import another_world, forecast, intervals, plan, profile, warm_start
from .numbers import numbers
from .tables import coverage_table, damaged, degenerate, design_report, forms, result
from .verdicts import CHAPTER, CLAIMS

__all__ = [
    "CARDS",
    "CHAPTER",
    "CLAIMS",
    "another_world",
    "coverage_table",
    "damaged",
    "degenerate",
    "design_map",
    "design_report",
    "envelope_figure",
    "fan",
    "floor",
    "forecast",
    "forms",
    "intervals",
    "losses",
    "numbers",
    "parabola",
    "plan",
    "profile",
    "result",
    "starts",
    "valleys",
    "warm_start",
]
