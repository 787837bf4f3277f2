"""What the instrument's functions take and return."""

from numpy import ndarray
from numpy.typing import ArrayLike

__all__ = ["ArrayLike", "Number"]
Number = float | ndarray
