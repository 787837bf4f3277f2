"""Does structure replace size? Mixtures of experts, retrieval, and small models against big ones."""

from .cards import CARDS
from .explorables import forecast, serving_memory, starvation, ties_explorer
from .figures import active_and_total, architecture_gain, matched_runs, tie_map, two_laws
from .figures_toys import experts_against_dense, facts_and_rules
from .numbers import numbers
from .verdicts import CHAPTER, CLAIMS

__all__ = [
    "CARDS",
    "CHAPTER",
    "CLAIMS",
    "active_and_total",
    "architecture_gain",
    "experts_against_dense",
    "facts_and_rules",
    "forecast",
    "matched_runs",
    "numbers",
    "serving_memory",
    "starvation",
    "tie_map",
    "ties_explorer",
    "two_laws",
]
