"""What does a score near its ceiling still say about a model?"""

from ..furnish import furnish

furnish(__name__)
