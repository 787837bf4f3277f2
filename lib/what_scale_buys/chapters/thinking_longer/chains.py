"""Chain of thought on grade-school problems, by size of the model (Wei et al. 2022, Table 2)."""

from functools import cache
from types import SimpleNamespace

import numpy as np

from ... import published
from . import scores

FAMILIES = {
    "lamda": ("LaMDA", (("420m", 420e6), ("8b", 8e9), ("68b", 68e9), ("137b", 137e9))),
    "gpt": ("GPT-3", (("6p7b", 6.7e9), ("175b", 175e9))),
    "palm": ("PaLM", (("8b", 8e9), ("62b", 62e9), ("540b", 540e9))),
}


def problems():
    """Questions in the test set."""
    return int(published.value("cobbe_2021_gsm8k_test"))


@cache
def family(key):
    """Sizes (parameters, as the models are called), shares solved without and with a chain of thought."""
    name, sizes = FAMILIES[key]
    plain, chain = (
        np.array([published.value(f"cot_gsm8k_{key}_{size}_{how}") / 100 for size, _ in sizes])
        for how in ("standard", "cot")
    )
    return SimpleNamespace(name=name, parameters=np.array([n for _, n in sizes]), plain=plain, chain=chain)


def gain(key, at):
    """What the chain of thought adds for one model, in percentage points."""
    f = family(key)
    return scores.gain(f.chain[at], f.plain[at], problems())


def helped_and_hurt():
    """How many of the models a chain of thought helps, and how many it hurts, beyond their intervals."""
    gains = [gain(key, at) for key in FAMILIES for at in range(len(family(key).parameters))]
    return sum(g.low > 0 for g in gains), sum(g.high < 0 for g in gains), len(gains)
