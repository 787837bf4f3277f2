"""The key insights of the chapter."""

from ...display.cards import card
from .numbers import numbers


@card("How much of the text has been used?")
def denominator():
    n = numbers()
    return (
        f"It depends on what you divide by. A training set of {n.large_tokens.short} is {n.large_indexed.short} of the"
        f" indexed web, {n.large_filtered.short} of what passes a quality filter, {n.large_whole.short} of the whole"
        " web; and each denominator has an interval of its own. Ask which one is meant before you agree or object."
    )


@card("Does the exponent shrink as good text runs out?")
def repeat():
    n = numbers()
    return (
        f"The fitted one does not: it is {n.alpha.short} before and after. What falls is the slope against tokens read,"
        f" to {n.slope_sixteen.short} at sixteen epochs and {n.slope_forty.short} at forty, because a text read again"
        f" is worth less. Four epochs keep {n.kept_few.short} of the value; none adds up to more than {n.ceiling.short}"
        " the text, by one published fit."
    )


@card("Must models trained on their own output collapse?")
def collapse():
    n = numbers()
    return (
        "If new samples replace old ones, yes: each generation adds an error of the same size. If they are added, the"
        f" error of generation k enters with one over k squared, and the sum is finite. After {n.generations.short}"
        f" generations of {n.samples.short} samples the variance is {n.replace_expected.short} in one case and"
        f" {n.accumulate_expected.short} in the other."
    )
