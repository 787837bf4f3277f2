"""Log loss as code length: an exact arithmetic coder driven by a model that learns as it reads.

The source is a Markov chain over LETTERS letters whose rows are rearrangements of one distribution, so that its
entropy is exact. The model counts what followed each letter (Krichevsky-Trofimov: half a count to begin with), so
nothing but the code has to be sent: the receiver learns the same model from what was decoded.
"""

from functools import cache
from math import log2

import numpy as np
from scipy.special import gammaln

from scaling_laws.errors import InvalidArgument, require_choice
from scaling_laws.statistics import mean

LETTERS, SEED, STEEPNESS = 8, 309, 1.5
LENGTHS = (50, 100, 200, 400, 800, 1600, 3200)


def letter_frequencies():
    """The distribution of every row of the chain, shape (LETTERS,)."""
    weight = np.arange(1, LETTERS + 1) ** -STEEPNESS
    return weight / weight.sum()


def entropy():
    """Entropy of the source in bits per letter."""
    p = letter_frequencies()
    return float(-(p * np.log2(p)).sum())


@cache
def text(length, seed=SEED):
    """A text of the source as a tuple of letters 0 to LETTERS - 1."""
    rng = np.random.default_rng(seed)
    order = [rng.permutation(LETTERS) for _ in range(LETTERS)]
    ranks = rng.choice(LETTERS, size=length, p=letter_frequencies())
    letters = [0]
    for rank in ranks:
        letters.append(int(order[letters[-1]][rank]))
    return tuple(letters[1:])


class Counter:
    """Adaptive model: the chance of a letter after a letter is its count there plus one half."""

    def __init__(self):
        self.counts = [[1] * LETTERS for _ in range(LETTERS)]  # twice the count, plus one
        self.last = 0

    def intervals(self):
        """Cumulative weights of the next letter, LETTERS + 1 whole numbers."""
        total = [0]
        for count in self.counts[self.last]:
            total.append(total[-1] + count)
        return total

    def learn(self, letter):
        self.counts[self.last][letter] += 2
        self.last = letter


def log_loss(letters):
    """Total log loss of the adaptive model on the letters, in bits: minus the base-2 logarithm of each prediction."""
    model, bits = Counter(), 0.0
    for letter in letters:
        edges = model.intervals()
        bits -= log2((edges[letter + 1] - edges[letter]) / edges[-1])
        model.learn(letter)
    return bits


def encode(letters):
    """The code of the letters as (number, bits), by arithmetic coding in whole numbers of any size.

    The text narrows [0, 1) to an interval as wide as its probability; the code is the shortest binary fraction whose
    own interval lies inside.
    """
    if not letters:
        raise InvalidArgument("letters", letters, "at least one letter")
    model, low, width, whole = Counter(), 0, 1, 1
    for letter in letters:
        require_choice("letter", letter, range(LETTERS))
        edges = model.intervals()
        low, width = low * edges[-1] + width * edges[letter], width * (edges[letter + 1] - edges[letter])
        whole *= edges[-1]
        model.learn(letter)
    bits = 0
    while True:
        number = -((-low << bits) // whole)  # smallest number with number / 2^bits >= low / whole
        if (number + 1) * whole <= (low + width) << bits:
            return number, bits
        bits += max(1, whole.bit_length() - width.bit_length() - 1 - bits)


def decode(number, bits, length):
    """The letters behind a code."""
    model, low, width, whole, out = Counter(), 0, 1, 1, []
    for _ in range(length):
        edges = model.intervals()
        target = number * whole * edges[-1] - (low * edges[-1] << bits)
        letter = max(k for k in range(LETTERS) if (width * edges[k]) << bits <= target)
        low, width = low * edges[-1] + width * edges[letter], width * (edges[letter + 1] - edges[letter])
        whole *= edges[-1]
        out.append(letter)
        model.learn(letter)
    return tuple(out)


@cache
def record(length):
    """(log loss in bits, code length in bits, decoded without loss) of one text."""
    letters = text(length)
    number, bits = encode(letters)
    return log_loss(letters), bits, decode(number, bits, length) == letters


def learning_cost(length):
    """Expected bits above the entropy: what the counts cost to learn, to leading order in the length.

    A context with m letters of data costs (k / 2) log2(m / (2 pi e)) + log2(pi^((k + 1) / 2) / Gamma((k + 1) / 2))
    bits, with k = LETTERS - 1 free numbers; here m = length / LETTERS on average. Source: Krichevsky and Trofimov
    1981, with Stirling's formula.
    """
    free = LETTERS - 1
    constant = 0.5 * LETTERS * np.log2(np.pi) - gammaln(LETTERS / 2) / np.log(2)
    data = np.asarray(length, dtype=float) / LETTERS
    return LETTERS * (0.5 * free * np.log2(data / (2 * np.pi * np.e)) + constant)


def excess_bits(length, texts=30):
    """Bits above the entropy of the source, for `texts` independent texts, shape (texts,)."""
    return np.array([log_loss(text(length, seed)) for seed in range(1, texts + 1)]) - length * entropy()


def excess_cost(length, texts=30):
    """The mean of them as a Quantity: what the counts did cost to learn."""
    return mean(excess_bits(length, texts), "bits")
