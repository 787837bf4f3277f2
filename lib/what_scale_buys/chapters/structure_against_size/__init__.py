"""Does structure replace size? Mixtures of experts, retrieval, and small models against big ones."""

from ..furnish import furnish

furnish(__name__)
