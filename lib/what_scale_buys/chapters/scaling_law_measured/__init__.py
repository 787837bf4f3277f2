"""A scaling law, measured: the book's own ladder of small models, fitted, forecast and checked."""

from ..furnish import furnish

furnish(__name__)
