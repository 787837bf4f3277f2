"""One engine: the objective and its derivatives in blocks of problems, where to start, and the descent to a minimum."""
