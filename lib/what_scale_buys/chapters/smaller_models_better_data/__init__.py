"""What distillation, quantisation, curation and over-training are worth in compute."""

from ..furnish import furnish

furnish(__name__)
