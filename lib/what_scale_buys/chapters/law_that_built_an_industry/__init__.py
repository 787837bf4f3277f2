"""What did the law that built an industry say, for which axis, how far, and how well has it predicted?"""

from ..furnish import furnish

furnish(__name__)
