"""The laboratory's tests need PyTorch, which the book does not; without it they are skipped and say so."""

from importlib.util import find_spec

import pytest


@pytest.fixture(autouse=True)
def _one_thread():
    """Small models on several threads wait more than they work, most of all beside other tests."""
    if find_spec("torch"):
        import torch

        torch.set_num_threads(1)
