"""When do small gains compound, and into what?"""

from ..furnish import furnish

furnish(__name__)
