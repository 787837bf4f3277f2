"""Words that compare, written by a look at the numbers: "higher than", "almost twice", "within", "the first two".

A word in a sentence is true or false like a number, so it is computed like one: a chapter names it in `numbers()` and
writes ``{eval}`n.x` ``. Where intervals leave the answer open the word says so, and does not pick a side.

Numbers may be floats or quantities. Two quantities are told apart if their intervals have no point in common; of two
that were estimated together take the difference first and ask for its `sign`.
"""

from collections.abc import Iterable, Mapping

from scaling_laws.errors import InvalidArgument
from scaling_laws.formatting import Text
from scaling_laws.quantity import Quantity, listing, propagate

NEAR = 0.05  # relative: closer is "about"
ALMOST = 0.15  # relative: closer from below is "almost"
OPEN = "not to be told apart from"
_COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_TIMES = (
    (1.5, "one and a half times"), (2, "twice"), *((k, f"{_COUNTS[k]} times") for k in range(3, 11)),
    (100, "a hundred times"),
)  # fmt: skip
_PARTS = (
    (1 / 100, "a hundredth"), (1 / 10, "a tenth"), (1 / 5, "a fifth"), (1 / 4, "a quarter"), (1 / 3, "a third"),
    (1 / 2, "half"), (2 / 3, "two thirds"), (3 / 4, "three quarters"), (9 / 10, "nine tenths"),
)  # fmt: skip


def counted(number: int) -> str:
    """A small count as a word.

    >>> counted(3), counted(40)
    ('three', '40')
    """
    return _COUNTS[number] if 0 < number < len(_COUNTS) else f"{number:,}".replace(",", "\u202f")


def ends(number):
    """(low, high) of a number; both are the number itself where it has no interval."""
    if isinstance(number, Quantity) and number.has_interval:
        return number.low, number.high
    return float(number), float(number)


def told_apart(one, other):
    """Whether the intervals of two numbers have no point in common."""
    _same_unit(one, other)
    (low, high), (other_low, other_high) = ends(one), ends(other)
    return high < other_low or other_high < low


def compare(one, other, more="higher than", less="lower than", same="about the same as", apart=OPEN, near=NEAR):
    """The word for `one` beside `other`, to stand after "is".

    near : relative difference up to which two numbers without intervals are about the same.

    >>> compare(3, 2), compare(Quantity(3, low=1, high=4), 2)
    (higher than, not to be told apart from)
    """
    _same_unit(one, other)
    exact = ends(one)[0] == ends(one)[1] and ends(other)[0] == ends(other)[1]
    if exact and abs(float(one) - float(other)) <= near * max(abs(float(one)), abs(float(other))):
        return Text(same)
    if not exact and not told_apart(one, other):
        return Text(apart)
    return Text(more if float(one) > float(other) else less)


def sign(difference, up, down, none):
    """One of three words: whether a difference with its interval is above zero, below it, or neither.

    >>> sign(Quantity(0.2, low=0.1, high=0.3), "steeper", "flatter", "neither steeper nor flatter")
    steeper
    """
    low, high = ends(difference)
    return Text(up if low > 0 else down if high < 0 else none)


def place(value, quantity):
    """Where a number lies beside the interval of a quantity: "within", "above" or "below"; "partly within" if it has
    an interval of its own that crosses an end.

    >>> place(2.5, Quantity(2, low=1, high=3)), place(5, Quantity(2, low=1, high=3))
    (within, above)
    """
    _same_unit(value, quantity)
    if not quantity.has_interval:
        raise InvalidArgument("quantity", quantity, "a number with an interval; without one use compare")
    (low, high), (bottom, top) = ends(value), ends(quantity)
    if bottom <= low and high <= top:
        return Text("within")
    return Text("above" if low > top else "below" if high < bottom else "partly within")


def times(one, other):
    """How many times `other` the number `one` is, in words, to stand between them after "is".

    With intervals the word holds for the whole interval of the ratio.

    >>> times(1.93, 1), times(0.47, 1), times(Quantity(3, low=2.2, high=4.4), 1)
    (about twice, almost half of, more than twice)
    """
    _same_unit(one, other)
    ratio = _ratio(one, other)
    low, high = ends(ratio)
    if low < high and low <= 1 <= high:
        return Text(OPEN)
    if low >= 1 - NEAR and high <= 1 + NEAR:
        return Text("about the same as")
    if low >= 1 - NEAR:
        return Text(_beside(_TIMES, low, high) or "higher than")
    if high > (1 + NEAR) * _PARTS[-1][0]:
        return Text("lower than")
    return Text(f"{_beside(_PARTS, low, high, below=True)} of")


def part(fraction):
    """A share between 0 and 1 in words: "almost half", "more than two thirds".

    >>> part(0.48), part(Quantity(0.7, low=0.6, high=0.74))
    (about half, less than three quarters)
    """
    low, high = ends(fraction)
    if not 0 < low <= high < 1:
        raise InvalidArgument("fraction", fraction, "between 0 and 1, ends excluded")
    return Text(_beside(_PARTS, low, high, below=True))


def count(part_of, whole, noun=""):
    """ "all four runs", "none of the four runs", "three of the four runs".

    >>> count(4, 4, "runs"), count(1, 3)
    (all four runs, one of the three)
    """
    if not 0 <= part_of <= whole or whole < 1:
        raise InvalidArgument("part_of", part_of, f"a count from 0 to {whole}")
    named = f" {noun}" if noun else ""
    if part_of == whole:
        return Text({1: f"the one{named}", 2: f"both{named}"}.get(whole, f"all {counted(whole)}{named}"))
    return Text(f"{'none' if part_of == 0 else counted(part_of)} of the {counted(whole)}{named}")


def which(flags: Iterable[bool], noun: str = "") -> Text:
    """Which members of a series are true: "the first two", "the last three", "all four", else how many.

    >>> which([True, True, False, False], "points"), which([False, True, False])
    (the first two points, one of the three)
    """
    flags = list(map(bool, flags))
    true, named = sum(flags), f" {noun}" if noun else ""
    if 0 < true < len(flags):
        for side, run in (("first", flags[:true]), ("last", flags[-true:])):
            if all(run):
                return Text(f"the {side}{named}" if true == 1 else f"the {side} {counted(true)}{named}")
    return count(true, len(flags), noun)


def trend(values, up="rises", down="falls", neither="neither rises nor falls throughout"):
    """Whether each value of a series is above the one before, or each below; quantities that overlap are neither.

    >>> trend([3, 2, 1]), trend([1, 3, 2])
    (falls, neither rises nor falls throughout)
    """
    values = list(values)
    steps = {_step(a, b) for a, b in zip(values, values[1:], strict=False)}
    return Text({frozenset({1}): up, frozenset({-1}): down}.get(frozenset(steps), neither))


def largest(named: Mapping[str, Quantity | float]) -> Text:
    """The name of the largest of several numbers, with those that cannot be told apart from it: "fit R or fit H".

    >>> largest({"decay": 0.1, "warm-up": 0.3})
    warm-up
    """
    return _extreme(named, max)


def smallest(named: Mapping[str, Quantity | float]) -> Text:
    """The name of the smallest, as `largest`."""
    return _extreme(named, min)


def _extreme(named, choose):
    best = choose(named, key=lambda name: float(named[name]))
    return listing([n for n, number in named.items() if n == best or not told_apart(number, named[best])], last="or")


def _step(one, other):
    return (float(other) > float(one)) - (float(other) < float(one)) if told_apart(one, other) else 0


def _same_unit(one, other):
    units = {q.unit for q in (one, other) if isinstance(q, Quantity)}
    if len(units) > 1:
        raise InvalidArgument("unit", " and ".join(sorted(units)), "the same for both numbers")


def _ratio(one, other):
    if not (ends(one)[0] > 0 and ends(other)[0] > 0):
        raise InvalidArgument("number", (one, other), "positive, interval included, for a ratio in words")
    if isinstance(one, Quantity) or isinstance(other, Quantity):
        return propagate(lambda a, b: a / b, one, other)
    return float(one) / float(other)


def _beside(anchors, low, high, below=False):
    """The words that hold from `low` to `high`: "about", "almost" or "more than" one of the anchors; "" where none do.

    below : whether "less than" is a way to say it too, for numbers wider than the gap between two anchors.
    """
    for value, name in anchors:
        if (1 - NEAR) * value <= low <= high <= (1 + NEAR) * value:
            return f"about {name}"
    for value, name in anchors:
        if (1 - ALMOST) * value <= low <= high < value:
            return f"almost {name}"
    under = [i for i, (value, _) in enumerate(anchors) if value <= low]
    over = [i for i, (value, _) in enumerate(anchors) if high <= value]
    if under and not (below and over and over[0] > under[-1] + 1):
        return f"more than {anchors[under[-1]][1]}"
    return f"less than {anchors[over[0]][1]}" if below and over else ""
