"""A seeded sample of the fuzz (see fuzz_calls); benchmarks/fuzz.py makes thousands of calls."""

import numpy as np
import pytest
from fuzz_calls import call, read


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("block", range(10))
def test_every_outcome_is_a_result_or_a_named_error(block, tmp_path):
    faults = [fault for seed in range(10 * block, 10 * block + 5) if (fault := call(seed, tmp_path))]
    assert faults == []


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("seed", [1283, 3544])
def test_calls_that_once_ended_in_a_traceback(seed, tmp_path):
    assert call(seed, tmp_path, shapes=False) is None


@pytest.mark.filterwarnings("ignore")
def test_a_sound_table_in_any_shape_comes_back():
    assert [fault for seed in range(200) if (fault := read(np.random.default_rng(seed)))] == []
