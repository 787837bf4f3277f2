"""Published scores as shares with the interval that the size of their test gives them."""

from dataclasses import replace

from scaling_laws.statistics import share

from ... import published
from .rulers import POINTS


def score(key, items):
    """A published score as a share between 0 and 1, with Wilson's interval.

    key, items : rows of the score in percent and of the number of items of its test. The interval counts items alone:
    seeds, prompts and the choice of the items' subjects come on top.

    >>> score("gpt4_mmlu", "mmlu_test_items")
    0.8640 (95 % interval 0.8582 to 0.8696)
    """
    n = published.value(items)
    return replace(share(published.value(key) / 100 * n, n), origin=key).in_unit("", 1 / 100)


def points(before, after):
    """Gain from one score to another in points, as if they had sat different items; on the same ones it is surer."""
    return (100 * (after - before)).in_unit(POINTS)


def fewer_errors(before, after):
    """How many times fewer errors the second of two scores leaves."""
    return ((1 - before) / (1 - after)).in_unit("×")
