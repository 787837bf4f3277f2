"""A judge that knows what exists and not how often, in a language small enough to solve by hand.

The language has two letters and three words, aa, ab and ba, equally frequent; bb is no word. Its learner counts letters
and knows no words: it writes each letter by itself, b with the share y. It learns y = 1/3 from the truth, and from its
own text, endlessly much of it, the same again. A judge that strikes out every bb, and nothing else, leaves
aa : ab : ba = (1 - y) : y : y, whose share of b is y / (1 + y). So 1 / y grows by one a generation.

In general, with P the truth and q what a model writes: striking out what does not exist leaves q / A, with A the share
of words in q. Its cross-entropy to the truth is less than that of q by -ln A. But a learner that cannot tell words from
other pairs takes over the shares of letters alone, and those were right before the judge came.
"""

from dataclasses import dataclass

import numpy as np

from scaling_laws.errors import require_at_least

WORDS = ("aa", "ab", "ba", "bb")
TRUTH = np.array([1.0, 1.0, 1.0, 0.0]) / 3
LETTERS = 2  # of a word
SHOWN = 5  # generations, as in the lines of models that were trained


def written(share):
    """Probabilities [4] of WORDS as a learner writes them whose share of the letter b is `share`."""
    return np.array([(1 - share) ** 2, share * (1 - share), share * (1 - share), share**2])


def learned(text):
    """Share of the letter b in a text, given as probabilities [4] of WORDS.

    >>> round(float(learned(TRUTH)), 6)
    0.333333
    """
    return (text[1] + text[2] + 2 * text[3]) / LETTERS


def kept(text, accepted):
    """The text of which each of WORDS is kept with a probability of its own, and all else is written again."""
    return text * accepted / (text * accepted).sum()


def knows_words(_text):
    """Acceptance of a judge that strikes out what is no word."""
    return (TRUTH > 0).astype(float)


def knows_frequencies(text):
    """Acceptance of a judge that keeps words in proportion to their true frequency over that in the text."""
    ratio = TRUTH / text
    return ratio / ratio.max()


def loss(text):
    """Cross-entropy of a text to the truth, in nats a letter."""
    there = TRUTH > 0
    return float(-(TRUTH[there] * np.log(text[there])).sum() / LETTERS)


def share_after(generations):
    """Share of the letter b after so many generations under a judge that knows words: 1 / (3 + t).

    >>> float(share_after(5))
    0.125
    """
    return 1 / (3 + require_at_least("generations", generations, 0))


@dataclass(frozen=True)
class Step:
    """A generation: the share of b that it learned, what it writes, and what the judge keeps of that."""

    share: float
    written: np.ndarray
    kept: np.ndarray


def line(judge, generations=SHOWN):
    """Steps from the learner of the truth on; judge(text) is what it accepts of the text, or None for no judge."""
    share, steps = learned(TRUTH), []
    for _ in range(generations + 1):
        text = written(share)
        after = kept(text, judge(text)) if judge else text
        steps.append(Step(share, text, after))
        share = learned(after)
    return steps
