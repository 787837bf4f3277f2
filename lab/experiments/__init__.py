"""The book's experiments: one module each, with its question, its arms and its budgets.

What was expected of them before they ran is in `lib/what_scale_buys/data/expectations.csv`.
"""

from scaling_laws.errors import UnknownKey

from . import (
    collapse,
    distillation,
    experts,
    lexicons,
    noise,
    pool,
    quantisation,
    repetition,
    retrieval,
    sampling,
)

MODULES = (
    pool, repetition, distillation, quantisation, noise, collapse, lexicons, sampling, retrieval, experts,
)  # fmt: skip
NAMES = tuple(module.__name__.rpartition(".")[2] for module in MODULES)


def experiment(name):
    """The module of an experiment.

    Raises
    ------
    UnknownKey
        If there is none of this name.
    """
    if name not in NAMES:
        raise UnknownKey("experiment", name, NAMES)
    return MODULES[NAMES.index(name)]
