"""All verdicts of the chapter on the flattening curve."""

from ...claims import Claims
from . import verdicts_a, verdicts_b, verdicts_c
from .verdicts_a import CHAPTER

__all__ = ["CHAPTER", "CLAIMS"]

CLAIMS = Claims(*verdicts_a.claims(), *verdicts_b.claims(), *verdicts_c.claims(), *verdicts_b.claims_between())
