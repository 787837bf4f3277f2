"""Scaling laws and their fits to training runs, with an interval on every number."""
