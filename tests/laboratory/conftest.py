"""The laboratory's tests need PyTorch, which the book does not; without it they are skipped and say so."""

import os
from importlib.util import find_spec
from pathlib import Path

import pytest

LOCK = Path(__file__).parents[1] / "requirements.txt"


def pytest_configure():
    """Where the checks are meant to have PyTorch, its absence is a failure and not a skip."""
    if os.environ.get("CI") == "true" and "\ntorch==" in LOCK.read_text(encoding="utf-8") and not find_spec("torch"):
        raise pytest.UsageError("PyTorch is missing: pip install -r tests/requirements.txt")


@pytest.fixture(autouse=True)
def _one_thread():
    """Small models on several threads wait more than they work, most of all beside other tests."""
    if find_spec("torch"):
        import torch

        torch.set_num_threads(1)
