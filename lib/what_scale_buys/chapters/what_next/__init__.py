"""What comes next: a Monte Carlo over the published intervals, two readings of it, and predictions to be wrong by."""

from ..furnish import furnish

furnish(__name__)
