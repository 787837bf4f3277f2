"""The forecast from fewer budgets and by another form: how far ahead the runs of the table can see."""

from functools import cache

import numpy as np

from scaling_laws.fitting import fit_surface
from scaling_laws.laws import ChinchillaSurface
from scaling_laws.statistics import LEVEL, central

from .simulate import BUDGETS, PLANTED, runs

FAN = np.geomspace(BUDGETS[0], BUDGETS[-1] * 1e5, 45)
FORMS = {"with a floor": True, "without a floor": False}
FAN_DRAWS = 400


@cache
def fan_of(budgets, form):
    """Forecast along the planted frontier from the `budgets` smallest budgets: (runs, loss, low, high) over FAN."""
    mine = runs()
    kept = mine.take(mine.compute < BUDGETS[budgets - 1] * 1.5)
    fit = fit_surface(kept, bootstrap=0, floor=FORMS[form], level=LEVEL)
    best, sampling = PLANTED.optimum(FAN), fit.sampling
    law = ChinchillaSurface(*sampling.draws[sampling.lawful][:FAN_DRAWS, :, None].swapaxes(0, 1))
    low, high = central(law.loss(best.parameters, best.tokens), LEVEL)
    return kept, fit.surface.loss(best.parameters, best.tokens), low, high
