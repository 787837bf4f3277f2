"""Scaling laws and their fits to training runs, with an interval on every number."""

__version__ = "1.1.0"
