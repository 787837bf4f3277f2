"""Public sweeps of language models, the book's own ladder among them, under one method.

`data/sweeps_about.csv` says what each sweep is, `data/sweeps.csv` what the book's fitter makes of it,
`data/sweeps_valleys.csv` the least loss of each budget, `data/sweeps_forecasts.csv` how fits that saw only the smaller
budgets forecast the larger ones. The last three are written by `python -m what_scale_buys.sweeps FOLDER`. They are
computations of ours from tables that lie elsewhere; `scaling_laws.fitting.public` says where. No row of anybody's
table is kept.
"""

from .records import Fit, Forecast, Sweep, Valley
from .registry import (
    Tally,
    fit,
    fits,
    forecasts,
    holds,
    independent,
    sweep,
    sweeps,
    valleys,
)

__all__ = [
    "Fit",
    "Forecast",
    "Sweep",
    "Tally",
    "Valley",
    "fit",
    "fits",
    "forecasts",
    "holds",
    "independent",
    "sweep",
    "sweeps",
    "valleys",
]
