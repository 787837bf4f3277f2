"""Why a power law at all? Unequal frequencies, spectra, dimensions, codes: derived, run, and told apart."""

from ..furnish import furnish

furnish(__name__)
