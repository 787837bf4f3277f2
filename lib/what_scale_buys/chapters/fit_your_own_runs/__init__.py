"""Fit your own runs: the whole path from a table of runs to a law, its errors, a plan, and what it cannot say."""

from ..furnish import furnish

furnish(__name__)
