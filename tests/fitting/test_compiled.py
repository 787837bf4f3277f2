"""The compiled floor does the same work as the fitter: same objective, same refits."""

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

import compiled
from reference import DELTA, SEED, reference_runs

from scaling_laws.fitting import Runs, fit_surface


def test_the_compiled_floor_ends_where_the_fitter_ends(tmp_path, monkeypatch):
    library = compiled.compiled(tmp_path)
    if isinstance(library, str):
        pytest.skip(library)
    monkeypatch.setattr(compiled, "RESAMPLES", 100)
    data = reference_runs(60)
    fit, floor = fit_surface(Runs(*data), delta=DELTA, bootstrap=100, seed=SEED), compiled.floor(data, library)
    assert floor["objective"] == pytest.approx(fit.objective, rel=1e-9)
    assert floor["gradient_norms"].max() < 1e-12
    assert np.all(fit.refits.objective <= floor["refit_objectives"] * (1 + 1e-9))
    assert np.median(floor["refit_objectives"] / fit.refits.objective) == pytest.approx(1, rel=1e-9)


def test_without_a_compiler_there_is_a_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr(compiled.shutil, "which", lambda name: None)
    assert "no compiler" in compiled.compiled(tmp_path)
