"""The laboratory of the book: it trains the ladder of small language models that the book fits.

Building the book needs nothing from here; it reads `what_scale_buys/data/ladder.csv`.
"""
