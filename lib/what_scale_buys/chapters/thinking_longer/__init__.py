"""What does more compute at inference buy, and what does it replace?"""

from ..furnish import furnish

furnish(__name__)
