"""The synthetic language against enumeration, counting and the definition of entropy."""

import itertools
import math
from collections import Counter

import numpy as np
import pytest

from lab.zipf_language import BEGIN, ZipfLanguage
from scaling_laws.errors import InvalidArgument

TINY = ZipfLanguage(zipf=1.3, letters=2, words=3, classes=2, sentences=1)


def every_document(language):
    """All documents of a language of one sentence, from its spelling alone."""
    spelling = language._tables[1]
    words = itertools.product(range(language.words), repeat=4)
    return np.array([[BEGIN, *itertools.chain(*(spelling[w] for w in four))] for four in words])


def test_enumerated_documents_have_the_entropy_of_the_formula():
    documents = every_document(TINY)
    p = np.exp(-TINY.source_loss(documents) * TINY.length)
    assert p.sum() == pytest.approx(1, abs=1e-12)
    assert -(p * np.log(p)).sum() / TINY.length == pytest.approx(TINY.entropy, abs=1e-12)


def test_counted_documents_have_the_entropy_of_the_formula():
    drawn = TINY.sample(np.random.default_rng(1), 200_000)
    counts = Counter(map(bytes, drawn.astype(np.uint8)))
    p = np.array(list(counts.values())) / len(drawn)
    plug_in = -(p * np.log(p)).sum() + (len(counts) - 1) / (2 * len(drawn))  # Miller-Madow correction
    assert plug_in / TINY.length == pytest.approx(TINY.entropy, abs=2e-3)


def test_documents_are_drawn_as_often_as_the_source_says():
    documents = every_document(TINY)
    expected = 200_000 * np.exp(-TINY.source_loss(documents) * TINY.length)
    counts = Counter(map(bytes, TINY.sample(np.random.default_rng(2), 200_000).astype(np.uint8)))
    seen = np.array([counts[bytes(d.astype(np.uint8))] for d in documents])
    chi_square = ((seen - expected) ** 2 / expected).sum()
    freedom = len(documents) - 1
    assert chi_square < freedom + 5 * math.sqrt(2 * freedom)


@pytest.mark.parametrize("zipf", [1.2, 1.5, 2.0])
def test_the_true_source_attains_the_entropy(zipf):
    language = ZipfLanguage(zipf)
    loss = language.source_loss(language.sample(np.random.default_rng(3), 4000))
    standard_error = loss.std(ddof=1) / math.sqrt(len(loss))
    assert abs(loss.mean() - language.entropy) < 4 * standard_error
    assert standard_error < 0.01


def test_the_words_of_a_sentence_follow_one_zipf_law_and_different_rankings():
    language = ZipfLanguage(1.5)
    documents = language.sample(np.random.default_rng(4), 40_000).astype(int)
    first = documents[:, 1] * 1000 + documents[:, 2]
    top = np.array([n for _, n in Counter(first).most_common(5)]) / len(first)
    assert top == pytest.approx(language.rank_probabilities[:5], rel=0.05)
    second = documents[:, 3] * 1000 + documents[:, 4]
    assert Counter(first).most_common(1)[0][0] != Counter(second).most_common(1)[0][0]


def test_every_word_depends_on_what_was_written_as_deep_as_promised():
    language = ZipfLanguage(1.5)
    contexts, words = 1 + 2 * 16 + 16**2, np.random.default_rng(5).integers(4096, size=(20_000, 8))
    found = [set(language._context(position, words)) for position in range(8)]
    assert [len(f) for f in found] == [1, 16, 256, 16] * 2
    assert set().union(*found) == set(range(contexts))


def test_seeds_fix_documents_and_separate_streams():
    language = ZipfLanguage(1.5)
    once, again, other = (next(language.batches(seed, 4, 1)) for seed in (0, 0, 1))
    assert (once == again).all()
    assert (once != other).any()
    assert (language.validation()[:4] != once).any()


def test_a_lexicon_that_cannot_be_spelled_is_refused():
    with pytest.raises(InvalidArgument, match="3 letters spell at most 9 words"):
        ZipfLanguage(1.5, letters=3, words=10)
    with pytest.raises(InvalidArgument, match="zipf"):
        ZipfLanguage(0)


def test_a_limited_corpus_is_read_evenly_and_is_the_same_for_every_seed():
    language = ZipfLanguage(1.5)
    limit = 5 * language.length + 3
    assert language.unique_tokens(limit) == 5 * language.length
    corpus = [row.tobytes() for row in language.corpus(limit)]
    read = [row.tobytes() for batch in language.batches(3, 2, 10, limit) for row in batch]
    assert [read.count(document) for document in corpus] == [4] * 5
    with pytest.raises(InvalidArgument, match="at least one document"):
        language.corpus(language.length - 1)
