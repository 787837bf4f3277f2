"""Repetition: is a token read again worth a fresh one, and does weight decay change the answer?

Python text; one size, three corpus sizes, 4, 16 and 40 epochs: fresh text (control), the corpus read evenly, and read
unevenly (documents in inverse proportion to their rank), each with the ladder's weight decay and ten times that.
"""

from scaling_laws.laws import FLOP_PER_PARAMETER_TOKEN

from ..train import WEIGHT_DECAY
from ..trial import TrialJob
from .design import PYTHON, Planned

QUESTION = "What is a repeated token worth, in compute, and does weight decay change it?"
SIZE = (24, 2)
CORPORA = (2**15, 2**17, 2**19)
EPOCHS = (4, 16, 40)
DECAYS = (WEIGHT_DECAY, 1.0)
SEEDS = 3
TIERS = {  # where in the order of all runs; the longest on the largest corpus is left out
    (2**15, 4): 3e10, (2**15, 16): 3e10, (2**15, 40): 1e11,
    (2**17, 4): 3e11, (2**17, 16): 3e11, (2**17, 40): 1e12,
    (2**19, 4): 3e12, (2**19, 16): 3e12,
}  # fmt: skip


def trial(corpus, epochs, seed, kind, decay):
    """One run: kind is "fresh", "even" or "uneven"."""
    once = TrialJob(world=PYTHON, width=SIZE[0], depth=SIZE[1])
    job = TrialJob(
        world=PYTHON,
        budget=FLOP_PER_PARAMETER_TOKEN * once.shape.parameters * corpus * epochs,
        width=SIZE[0],
        depth=SIZE[1],
        seed=seed,
        weight_decay=decay,
        unique_tokens=None if kind == "fresh" else corpus,
        uneven=kind == "uneven",
    )
    return Planned(job, "repetition", f"{kind} wd{decay:g}", job.budget, TIERS[corpus, epochs])


def trials():
    """All runs, those of the smallest corpus first."""
    return [
        trial(corpus, epochs, seed, kind, decay)
        for corpus, epochs in TIERS
        for seed in range(SEEDS)
        for kind in ("fresh", "even", "uneven")
        for decay in DECAYS
    ]
