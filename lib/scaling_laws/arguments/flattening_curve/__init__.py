"""The argument of the chapter on the flattening curve: its numbers, figures, explorables, verdicts and cards."""

from .cards import CARDS
from .explorables import bars_explorable, doublings_explorable, floor_explorable
from .figures import axes_figure, bars_figure, doublings_figure, ratios_figure
from .figures_evidence import floors_figure, futures_figure, generations_figure, measures_figure, simulation_figure
from .numbers import numbers
from .verdicts import CHAPTER, CLAIMS

__all__ = [
    "CARDS",
    "CHAPTER",
    "CLAIMS",
    "axes_figure",
    "bars_explorable",
    "bars_figure",
    "doublings_explorable",
    "doublings_figure",
    "floor_explorable",
    "floors_figure",
    "futures_figure",
    "generations_figure",
    "measures_figure",
    "numbers",
    "ratios_figure",
    "simulation_figure",
]
