"""Four made-up runs, written in every shape that a laboratory might use."""

import io

import numpy as np
import pytest

from scaling_laws.fitting import read_runs

N = np.array([1e7, 1e8, 1e9, 3e9])
D = np.array([1e9, 5e9, 4e10, 1e11])
LOSS = np.array([4.1, 3.2, 2.6, 2.4])
RUNS = list(zip(N.tolist(), D.tolist(), LOSS.tolist()))


def text(heads, rows, between=","):
    """A table as text; heads is a string with spaces, or a list."""
    heads = heads.split() if isinstance(heads, str) else heads
    return "\n".join(between.join(map(str, row)) for row in [heads, *rows]) + "\n"


def read(content, **options):
    """Runs from the text or the bytes of a file."""
    return read_runs(io.StringIO(content) if isinstance(content, str) else io.BytesIO(content), **options)


def assert_right(runs, rel=1e-9):
    """The four runs came back."""
    assert runs.parameters == pytest.approx(N, rel=rel)
    assert runs.tokens == pytest.approx(D, rel=rel)
    assert runs.loss == pytest.approx(LOSS, rel=rel)
