"""The Chinchilla correction: how to spend a budget, who did not, and what balance cannot buy."""

from .cards import CARDS, AuditTable
from .explorables import rounding, serving, valley
from .figures import approaches, audit_figure, counting_figure, frontier, ratio, staircase, valleys
from .numbers import numbers
from .verdicts import CHAPTER, CLAIMS

__all__ = [
    "CARDS",
    "CHAPTER",
    "CLAIMS",
    "AuditTable",
    "approaches",
    "audit_figure",
    "counting_figure",
    "frontier",
    "numbers",
    "ratio",
    "rounding",
    "serving",
    "staircase",
    "valley",
    "valleys",
]
