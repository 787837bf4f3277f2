"""Is there enough text, and what happens at the end of it?"""

from ..furnish import furnish

furnish(__name__)
