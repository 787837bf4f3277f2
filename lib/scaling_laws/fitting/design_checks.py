"""What the table of runs cannot tell, before any fit: degenerate designs."""

import numpy as np

from .runs import Runs

LITTLE_SPREAD = 0.1
NEARLY_COLLINEAR = 0.98
SURFACE_PARAMETERS = 5


def design_warnings(runs: Runs) -> list[str]:
    """Sentences on what these runs leave undetermined; an empty list for a sound design.

    Distinct values are counted by sets: `numpy.unique` would load `numpy.ma`, which takes as long as a hundred refits.
    """
    x, y = np.log10(runs.parameters), np.log10(runs.tokens)
    sizes, token_counts = len(set(runs.parameters.tolist())), len(set(runs.tokens.tolist()))
    checks = (
        (len(runs) < SURFACE_PARAMETERS, f"{len(runs)} runs cannot determine five parameters"),
        (len(runs) == SURFACE_PARAMETERS, "five runs determine five parameters and leave nothing to judge the fit by"),
        (sizes == 1, "one model size: A, alpha and E cannot be told apart"),
        (sizes == 2, "two model sizes: alpha and E are not determined apart from each other"),
        (token_counts == 1, "no spread in tokens: B, beta and E cannot be told apart"),
        (token_counts == 2, "two token counts: beta and E are not determined apart from each other"),
        (0 < np.ptp(x) < LITTLE_SPREAD, "model sizes span less than a tenth of a decade"),
        (0 < np.ptp(y) < LITTLE_SPREAD, "token counts span less than a tenth of a decade"),
        (_collinear(x, y), "tokens rise in proportion to size: the effects of N and D cannot be separated"),
        (_repeats(runs), "some rows are exact repeats: intervals come out too narrow"),
        (bool(runs.dropped), f"{len(runs.dropped)} problem(s) led to rows being left out when the table was read"),
    )
    return [sentence for failed, sentence in checks if failed]


def _collinear(x, y):
    if np.ptp(x) == 0 or np.ptp(y) == 0 or len(x) < 3:
        return False
    return abs(np.corrcoef(x, y)[0, 1]) > NEARLY_COLLINEAR


def _repeats(runs):
    """Whether rows repeat that a bootstrap would draw one by one: the replicates of a setting are drawn together."""
    drawn = range(len(runs)) if runs.groups is None else runs.groups.tolist()
    rows = list(zip(runs.parameters.tolist(), runs.tokens.tolist(), runs.loss.tolist(), strict=True))
    return len(set(rows)) < len(set(zip(rows, drawn, strict=True)))
