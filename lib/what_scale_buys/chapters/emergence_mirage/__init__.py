"""Do abilities appear suddenly, or does the score make them look sudden?"""

from ..furnish import furnish

furnish(__name__)
