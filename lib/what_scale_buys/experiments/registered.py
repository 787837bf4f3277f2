"""What was registered before an experiment's runs, beside what came out of them.

A chapter shows the outcomes of its own experiments; only those are computed.
"""

from functools import cache

from scaling_laws.quantity import exact

from .. import measured
from .. import trials as tables
from . import ladder_answers
from .answers import EXPERIMENTS, Outcome, arm_multiplier, overall
from .repetition_laws import rivals


@cache
def tables_of_record():
    """The ladder's runs, the trials, the trials with the ladder's plain runs among them, and the readings."""
    runs, rows = measured.runs(), tables.trials()
    return runs, rows, tables.with_ladder(rows, runs), tables.readings()


@cache
def registered(*experiments):
    """The outcomes of these experiments, in the order in which they were registered."""
    runs, rows, everything, readings = tables_of_record()
    answers = {}
    for experiment in EXPERIMENTS:
        if experiment.__name__ in experiments:
            answers |= experiment(everything, readings)
    of_the_ladder = {
        "metrics": lambda: ladder_answers.metrics(runs),
        "dial": lambda: ladder_answers.dial(runs, rows),
        "repetition": lambda: rivals(rows, runs),
    }
    for name in of_the_ladder.keys() & set(experiments):
        answers |= of_the_ladder[name]()
    return tuple(
        Outcome(row, answers.get(row.expectation)) for row in tables.expectations() if row.experiment in experiments
    )


def answer(name, experiment):
    """One answer by the name of its expectation; None where its runs are missing."""
    return next(one.answer for one in registered(experiment) if one.expectation.expectation == name)


def arm(experiment, name, world, reference=None):
    """Multiplier of one arm, against another arm where one is named; None where runs are missing."""
    _, _, everything, _ = tables_of_record()
    return overall(arm_multiplier(everything, experiment, name, world, reference=reference))


def counts(outcomes):
    """How many expectations were registered, have an answer, held, failed, and failed beyond the noise."""
    there = [one for one in outcomes if one.answer is not None]
    return dict(
        registered=exact(len(outcomes)),
        answered=exact(len(there)),
        held=exact(sum(one.held for one in there)),
        failed=exact(sum(not one.held for one in there)),
        refuted=exact(sum(one.decided and not one.held for one in there)),
    )
