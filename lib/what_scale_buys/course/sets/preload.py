"""What every run of a notebook needs: imported once, before the processes of the runs are started."""

import scaling_laws.fitting.isoflop
import scaling_laws.fitting.surface  # noqa: F401

from . import desk, sets  # noqa: F401

sets()
