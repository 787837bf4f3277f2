"""Tables 3 and A3 of Hoffmann et al.: the compute for which each approach calls a size optimal."""

import numpy as np

from scaling_laws.laws import compute_cost

from ...published import value

SIZES = ("400m", "1b", "10b", "67b", "175b", "280b", "520b", "1t", "10t")  # rows of Tables 3 and A3, as in the keys
_SUFFIX = {"m": 1e6, "b": 1e9, "t": 1e12}
PARAMETERS = np.array([float(size[:-1]) * _SUFFIX[size[-1]] for size in SIZES])
MISPRINTED = "175b"  # the row of approach 3 whose compute lost a digit
WRONG = SIZES.index(MISPRINTED)


def approach_compute(k):
    """Printed compute for which each of PARAMETERS is optimal, by approach 1, 2 or 3 (Tables 3 and A3)."""
    stem = "hoffmann_2022_table3_{}_flop" if k == 1 else f"hoffmann_2022_tablea3_approach{k}_{{}}_flop"
    return np.array([value(stem.format(size)) for size in SIZES])


def misprint_corrected():
    """Compute of the misprinted row from its own parameters and tokens, FLOP."""
    return compute_cost(PARAMETERS[WRONG], value(f"hoffmann_2022_tablea3_approach3_{MISPRINTED}_tokens"))
