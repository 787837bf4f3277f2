"""A room as small as the contracts allow: one number, one figure, one explorable, one claim, one card."""

from ..furnish import furnish

furnish(__name__)
