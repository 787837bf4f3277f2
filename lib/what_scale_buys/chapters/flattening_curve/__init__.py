"""The argument of the chapter on the flattening curve: its numbers, figures, explorables, verdicts and cards."""

from ..furnish import furnish

furnish(__name__)
