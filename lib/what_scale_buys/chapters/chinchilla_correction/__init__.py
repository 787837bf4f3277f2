"""The Chinchilla correction: how to spend a budget, who did not, and what balance cannot buy."""

from ..furnish import furnish

furnish(__name__)
