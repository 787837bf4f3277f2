"""The book: published figures, claims, chapters and their display, computed with the instrument `scaling_laws`."""

__version__ = "1.1.0"
