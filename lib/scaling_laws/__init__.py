"""The library behind the book: laws, fitting, published figures, arguments and their display."""
