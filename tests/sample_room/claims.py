"""The claims of the sample."""

from ...claims import Finding, Verdict, claim
from .numbers import FACTOR


@claim(
    "X99",
    "Lines rise.",
    would_change="A line that falls.",
    evidence=lambda: {"factor": FACTOR},
    opposite={"factor": 0.5},
    chapter="99_sample",
)
def x99(factor):
    verdict = Verdict.HOLDS if factor > 1 else Verdict.CONTRADICTED
    return Finding(verdict, f"The line rises {factor:g} for every step.")
