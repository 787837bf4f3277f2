"""Words that replace a comparison: counts, signs and overlaps as one reads them out."""

from scaling_laws.quantity import Text


def plural(count, noun):
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def count_in(part, whole):
    return "all" if part == whole else "none" if part == 0 else f"{part}"


def one_in(part, whole, noun):
    """'all 6 runs', 'none of 6 runs', '4 of 6 runs'."""
    return f"all {whole} {noun}" if part == whole and whole > 1 else f"{count_in(part, whole)} of {whole} {noun}"


def sign(quantity, up, down, none):
    """One of three words, by whether the interval of a difference excludes zero."""
    return Text(up if quantity.low > 0 else down if quantity.high < 0 else none)


def move(difference):
    """'up by 0.02 (…)' or 'down by 0.02 (…)', of a difference with its interval."""
    return Text(f"up by {difference}" if difference.value > 0 else f"down by {-difference}")


def holds(quantity, truth):
    """Whether the interval of a quantity holds a value."""
    return quantity.low <= truth <= quantity.high


def meet(one, other):
    """Whether two intervals have a point in common."""
    return one.low <= other.high and other.low <= one.high


def overlap(one, other):
    """'overlap' or 'do not overlap', of two intervals."""
    return Text("overlap" if meet(one, other) else "do not overlap")


def place(quantity, truth):
    """Where the truth lies: "inside", "above" or "below" the interval of the quantity."""
    if holds(quantity, truth):
        return "inside"
    return "above" if truth > quantity.high else "below"
