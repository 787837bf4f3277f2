"""What a chapter shows: a figure, an explorable or a table, made by a function that its notebook calls."""


def exhibit(make):
    """Declare that the chapter shows what `make`, a function or class without required arguments, returns."""
    make.is_exhibit = True
    return make
