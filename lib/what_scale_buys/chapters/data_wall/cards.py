"""The key insights of the chapter."""

from ...display.cards import Card
from .numbers import numbers

_N = numbers()

CARDS = {
    "denominator": Card(
        "How much of the text has been used?",
        f"It depends on what you divide by. A training set of {_N.large_tokens.short} is {_N.large_indexed.short} of"
        f" the indexed"
        f" web, {_N.large_filtered.short} of what passes a quality filter, {_N.large_whole.short} of the whole web;"
        f" and each"
        " denominator has an interval of its own. Ask which one is meant before you agree or object.",
    ),
    "repeat": Card(
        "Does the exponent shrink as good text runs out?",
        f"The fitted one does not: it is {_N.alpha.short} before and after. What falls is the slope against tokens"
        f" read, to"
        f" {_N.slope_sixteen.short} at sixteen epochs and {_N.slope_forty.short} at forty, because a text read again is"
        f" worth less. Four epochs keep {_N.kept_few.short} of the value; none adds up to more than"
        f" {_N.ceiling.short} the"
        " text, by one published fit.",
    ),
    "collapse": Card(
        "Must models trained on their own output collapse?",
        f"If new samples replace old ones, yes: each generation adds an error of the same size. If they are added, the"
        f" error of generation k enters with one over k squared, and the sum is finite. After {_N.generations.short}"
        f" generations of {_N.samples.short} samples the variance is {_N.replace_expected.short} in one case and"
        f" {_N.accumulate_expected.short} in the other.",
    ),
}
