"""Sampling: how many tasks does a model solve in k tries, and what are tries worth in training compute?

Controls of the pool on Python text. The rest of a word after two letters, by closed form, with a selector that errs on
0, 5 and 20 % of samples; and an open call to be closed, judged by the compiler.
"""

from ..coverage import compiler_coverage, word_coverage
from ..reading import Measurement
from .design import PYTHON, control

QUESTION = "How do samples and size exchange, and what does a selector that errs leave of it?"
WORD_SAMPLES = (1, 10, 100, 1000, 10_000)
ERRORS = (0.0, 0.05, 0.2)
DRAWN, PROMPTS = (1, 2, 4, 8, 16), 200
MODELS = {3e10: 3, 1e11: 3, 3e11: 3, 1e12: 3, 3e12: 2, 1e13: 1}  # seeds at each budget


def trials():
    """The models that are asked."""
    return [control(PYTHON, rung, seed) for rung, count in MODELS.items() for seed in range(count)]


def readings():
    """Words and calls, for every model."""
    words = tuple((f"error {error:g}", k) for error in ERRORS for k in WORD_SAMPLES)
    calls = tuple((variant, k) for variant in ("compiles", "compiles not bare", "exact") for k in DRAWN)
    asked = (("samples", WORD_SAMPLES), ("errors", ERRORS))
    drawn = (("samples", DRAWN), ("prompts", PROMPTS), ("seed", 0))
    return [
        measurement
        for planned in trials()
        for measurement in (
            Measurement("sampling", planned.job, "word", words, word_coverage, asked),
            Measurement("sampling", planned.job, "compiler", calls, compiler_coverage, drawn),
        )
    ]
