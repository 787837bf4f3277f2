"""The laboratory's tests need PyTorch, which the book does not; without it they are skipped and say so."""

import os
from importlib.util import find_spec
from pathlib import Path

import pytest

NEEDED = "PyTorch is not installed: pip install -r lab/requirements-lab.txt"


def pytest_collection_modifyitems(items):
    if find_spec("torch"):
        return
    locked = (Path(__file__).parents[1] / "requirements.txt").read_text(encoding="utf-8")
    if os.environ.get("CI") == "true" and "\ntorch==" in locked:
        raise pytest.UsageError(NEEDED)
    for item in items:
        if item.path.parent == Path(__file__).parent and "needs_torch" in item.keywords:
            item.add_marker(pytest.mark.skip(reason=NEEDED))


@pytest.fixture(autouse=True)
def _one_thread():
    """Small models on several threads wait more than they work, most of all beside other tests."""
    if find_spec("torch"):
        import torch

        torch.set_num_threads(1)
