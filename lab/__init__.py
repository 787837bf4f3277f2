"""The laboratory of the book: it trains the ladder of small language models that the book fits.

Building the book needs nothing from here; it reads `scaling_laws/data/ladder.csv`.
"""
