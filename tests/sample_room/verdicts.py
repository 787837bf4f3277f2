"""The claims of the sample."""

from ...claims import Claim, Claims, Finding, Verdict
from .numbers import FACTOR


def _steep(factor):
    verdict = Verdict.HOLDS if factor > 1 else Verdict.CONTRADICTED
    return Finding(verdict, f"The line rises {factor:g} for every step.")


CLAIMS = Claims(
    Claim(
        "X99",
        "Lines rise.",
        "99_sample",
        _steep,
        would_change="A line that falls.",
        inputs={"factor": FACTOR},
        opposite={"factor": 0.5},
    )
)
