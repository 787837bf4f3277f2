"""A language whose entropy is known, so that the irreducible loss of a fit can be judged.

A document is a sequence of sentences of four words; a word is spelled with two letters. Each word is drawn
by rank from one Zipf law, p(rank) ~ rank**-zipf, but which word has which rank depends on what was written
before, at four depths:

    word 1   one ranking for the whole language
    word 2   a ranking for each class of the word before
    word 3   a ranking for each pair of classes of the two words before
    word 4   a ranking for each class of the document's first word, its topic

Every ranking orders the same words, so every word carries exactly the entropy of the Zipf law, and the
context that decides the ranking is always visible in the document. Hence the entropy of a document is a
formula, and nothing is lost at its beginning.
"""

import hashlib
import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from scaling_laws.errors import InvalidArgument, require_positive

LETTERS_PER_WORD = 2
WORDS_PER_SENTENCE = 4
VALIDATION_DOCUMENTS = 1024
VALIDATION, TRAINING, LIMITED = 0, 1, 2  # first words of the seeds of the streams
BEGIN = 0  # the token before every document; letters are 1 .. letters


@dataclass(frozen=True)
class ZipfLanguage:
    """A synthetic language with an exactly known entropy per token.

    zipf : exponent of the rank-frequency law. letters, words, classes : sizes of the alphabet, of the
    lexicon and of the set of word classes. sentences : length of a document. seed : which of the
    languages with these sizes; documents have seeds of their own.

    Raises
    ------
    InvalidArgument
        If the exponent is not positive or the alphabet cannot spell the lexicon.

    >>> language = ZipfLanguage(zipf=1.2)
    >>> language.sample(np.random.default_rng(0), 3).shape == (3, language.length + 1)
    True
    """

    zipf: float
    letters: int = 127
    words: int = 4096
    classes: int = 16
    sentences: int = 8
    seed: int = 0

    def __post_init__(self):
        require_positive("zipf", self.zipf)
        if self.words > self.letters**LETTERS_PER_WORD:
            raise InvalidArgument("words", self.words, f"{self.letters} letters spell at most {self.letters**2} words")

    @property
    def name(self):
        return f"zipf{self.zipf:g}"

    @property
    def vocabulary(self):
        """Number of tokens: the letters and the token that begins a document."""
        return self.letters + 1

    @property
    def length(self):
        """Predicted tokens in a document."""
        return self.sentences * WORDS_PER_SENTENCE * LETTERS_PER_WORD

    @cached_property
    def rank_probabilities(self):
        weights = np.arange(1, self.words + 1) ** -float(self.zipf)
        return weights / weights.sum()

    @property
    def entropy(self):
        """Nats per token: the entropy of the Zipf law, shared by the letters of a word."""
        p = self.rank_probabilities
        return float(-(p * np.log(p)).sum() / LETTERS_PER_WORD)

    @cached_property
    def _tables(self):
        """rankings [context, rank] -> word; spelling [word] -> two letters; word_class [word]."""
        rng = np.random.default_rng(self.seed)
        codes = rng.permutation(self.letters**LETTERS_PER_WORD)[: self.words]
        spelling = np.stack((codes // self.letters, codes % self.letters), axis=1).astype(np.uint8) + 1
        word_class = rng.integers(self.classes, size=self.words)
        contexts = 1 + 2 * self.classes + self.classes**2
        rankings = np.stack([rng.permutation(self.words) for _ in range(contexts)]).astype(np.int32)
        return rankings, spelling, word_class

    @property
    def corpus_hash(self):
        """SHA-256 of the exponent and the tables that define the language.

        The exponent and not the probabilities: their last digit depends on the processor.
        """
        digest = hashlib.sha256(f"{self.zipf:g}".encode())
        for table in self._tables:
            digest.update(np.ascontiguousarray(table).astype("<i8").tobytes())
        return digest.hexdigest()

    def _context(self, position, words):
        """Index of the ranking that applies to the word at `position`, given the words before it."""
        word_class, slot = self._tables[2], position % WORDS_PER_SENTENCE
        if slot == 0:
            return np.zeros(len(words), dtype=int)
        before = word_class[words[:, position - 1]]
        if slot == 1:
            return 1 + before
        if slot == 2:
            return 1 + 2 * self.classes + self.classes * word_class[words[:, position - 2]] + before
        return 1 + self.classes + word_class[words[:, 0]]

    def sample(self, rng, documents):
        """Draw documents: an array [documents, 1 + length] of tokens, each row beginning with BEGIN."""
        rankings, spelling, _ = self._tables
        count = self.length // LETTERS_PER_WORD
        uniform = rng.random((documents, count))
        ranks = np.searchsorted(np.cumsum(self.rank_probabilities)[:-1], uniform, side="right")
        words = np.empty((documents, count), dtype=np.int32)
        for position in range(count):
            words[:, position] = rankings[self._context(position, words), ranks[:, position]]
        return np.pad(spelling[words].reshape(documents, -1), ((0, 0), (1, 0)), constant_values=BEGIN)

    def unique_tokens(self, limit=None):
        """Tokens in one epoch when `limit` are used; without a limit the language is endless."""
        return math.inf if limit is None else self.length * (limit // self.length)

    def corpus(self, limit):
        """The documents [limit / length, 1 + length] that a limited run reads again and again, for every seed.

        Raises
        ------
        InvalidArgument
            If the limit is less than one document.
        """
        if limit < self.length:
            raise InvalidArgument("limit", limit, f"at least one document of {self.length} tokens")
        return self.sample(np.random.default_rng(LIMITED), limit // self.length)

    def batches(self, seed, documents, steps, limit=None):
        """Yield `steps` arrays [documents, 1 + length]: fresh documents, or with a limit epoch after epoch."""
        if limit is not None:
            yield from epochs(self.corpus(limit), seed, documents, steps)
            return
        rng = np.random.default_rng([TRAINING, seed])
        for _ in range(steps):
            yield self.sample(rng, documents)

    def read(self, documents):
        """Words [documents, words of a document] that the letters spell; -1 where they spell none."""
        spelling = self.spelling
        reading = np.full((self.vocabulary,) * LETTERS_PER_WORD, -1, dtype=np.int32)
        reading[tuple(spelling.T)] = np.arange(self.words)
        return reading[documents[:, 1::2], documents[:, 2::2]]

    @property
    def spelling(self):
        """Letters [words, 2] of every word."""
        return self._tables[1]

    def word_probabilities(self, position, words):
        """Probability [documents, lexicon] of every word at `position` given the words before it."""
        return self.rank_probabilities[self._ranks[self._context(position, words)]]

    def rank(self, position, words):
        """Rank, from 0, of the word at `position` given the words [documents, > position] before it."""
        return self._ranks[self._context(position, words), words[:, position]]

    @cached_property
    def _ranks(self):
        """[context, word] -> rank."""
        return np.argsort(self._tables[0], axis=1).astype(np.int32)

    def validation(self):
        """The documents on which every model is judged."""
        return self.sample(np.random.default_rng(VALIDATION), VALIDATION_DOCUMENTS)

    def source_loss(self, documents):
        """Nats per token of the true source on each document, shape [documents].

        Its mean over documents is `entropy`; on a finite validation set it differs by chance, and that
        difference is common to all models.
        """
        words = self.read(documents)
        surprise = -np.log(self.rank_probabilities)
        total = sum(surprise[self.rank(i, words)] for i in range(words.shape[1]))
        return total / self.length


def epochs(corpus, seed, documents, steps):
    """Yield `steps` batches [documents, ...] of the corpus, each epoch in an order of its own."""
    rng, queue = np.random.default_rng(seed), np.empty(0, dtype=int)
    for _ in range(steps):
        while len(queue) < documents:
            queue = np.concatenate((queue, rng.permutation(len(corpus))))
        yield corpus[queue[:documents]]
        queue = queue[documents:]
