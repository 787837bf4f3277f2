"""Lets the tests here import their shared designs by name."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
