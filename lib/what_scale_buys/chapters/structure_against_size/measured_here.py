"""What this book's own runs say of structure: experts against dense models, and a memory of text beside a model."""

from functools import cache

from ...experiments.answers import experts_multiplier
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
    found = {arm: experts_multiplier(everything, arm) for arm in ARMS}
    return {arm: one.at for arm, one in found.items() if one}


@cache
def growth():
    """Change of ln multiplier of four experts for ten times the compute."""
    return answer("experts-growth", "experts")


def memory():
    """(multiplier of a memory of text, the same at equal work in service)."""
    return answer("memory-65536", "retrieval"), answer("memory-inference", "retrieval")
