"""What does more compute at inference buy, and what does it replace?"""

from .cards import CARDS
from .explorables import judgement, selector, trade
from .figures import chains_of_thought, pickers, published_coverage, tails
from .figures_exchange import exchange_rate, frontier_returns, search, two_axes
from .numbers import numbers
from .verdicts import CHAPTER, CLAIMS

__all__ = [
    "CARDS",
    "CHAPTER",
    "CLAIMS",
    "chains_of_thought",
    "exchange_rate",
    "frontier_returns",
    "judgement",
    "numbers",
    "pickers",
    "published_coverage",
    "search",
    "selector",
    "tails",
    "trade",
    "two_axes",
]
