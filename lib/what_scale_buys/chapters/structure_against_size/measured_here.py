"""What this book's own runs say of structure: experts against dense models, and a memory of text beside a model."""

from functools import cache

from ...experiments.answers import LANGUAGE, at_budgets_of, chosen, control_of, dense_rows, enough, valley_cells
from ...experiments.multiplier import multiplier
from ...experiments.registered import answer, registered, tables_of_record

EXPERIMENTS = ("experts", "retrieval")
ARMS = {"four": "four experts, one chosen", "eight": "eight half experts, two chosen"}


@cache
def outcomes():
    """What was registered for the chapter's experiments, with what came out."""
    return registered(*EXPERIMENTS)


@cache
def gains(rows=None):
    """{arm: {training FLOP: multiplier}} of experts against dense models of equal work, valley against valley."""
    everything = tables_of_record()[2] if rows is None else rows
    slope, dense = control_of(everything, LANGUAGE), valley_cells(dense_rows(everything))
    found = {}
    for arm in ARMS:
        reference, mine = at_budgets_of(valley_cells(chosen(everything, experiment="experts", arm=arm)), dense)
        if len(slope) > 1 and enough(mine, reference):
            found[arm] = multiplier(slope, mine, reference=reference).at
    return found


def memory():
    """(multiplier of a memory of text, the same at equal work in service); None where its runs are missing."""
    return answer("memory-65536", "retrieval"), answer("memory-inference", "retrieval")
