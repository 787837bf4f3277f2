"""What a run costs in dollars and energy, what pays for the growth, and when scale returns its price."""

from ..furnish import furnish

furnish(__name__)
