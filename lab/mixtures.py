"""What training text can be made of besides fresh documents of its world."""

import numpy as np

SPOILT = 0.3  # share of documents that are shuffled or replaced
COPIES = 16  # documents that replace others
TRUSTED = 1024  # clean documents from which the filter learns
WRONG = 0.2  # share of a poor filter's decisions that are turned around
UNEVEN, SPOILING, TRUST, COPIED, DECIDING = 11, 12, 13, 14, 15  # first words of seeds


def uneven(source, seed, documents, steps, limit):
    """Batches from `limit` tokens of unique text, drawn with probability in inverse proportion to their rank."""
    corpus = source.corpus(limit)
    weights = 1 / np.arange(1, len(corpus) + 1)
    rng = np.random.default_rng([UNEVEN, seed])
    for _ in range(steps):
        yield corpus[rng.choice(len(corpus), size=documents, p=weights / weights.sum())]


def shuffled(rng, documents, spoilt):
    """A copy of the documents in which the spoilt rows have their tokens, from the second on, in random order."""
    out = documents.copy()
    out[spoilt, 1:] = rng.permuted(out[spoilt, 1:], axis=1)
    return out


def noisy(source, seed, documents, steps):
    """Yield (batch, which rows are spoilt): a share SPOILT of the documents has its tokens shuffled."""
    rng = np.random.default_rng([SPOILING, seed])
    for batch in source.batches(seed, documents, steps):
        spoilt = rng.random(len(batch)) < SPOILT
        yield shuffled(rng, batch, spoilt), spoilt


def duplicated(source, seed, documents, steps):
    """Yield (batch, which rows are copies): a share SPOILT of the documents is one of the same COPIES."""
    rng = np.random.default_rng([SPOILING, seed])
    few = next(source.batches(COPIED, COPIES, 1))
    for batch in source.batches(seed, documents, steps):
        spoilt = rng.random(len(batch)) < SPOILT
        out = batch.copy()
        out[spoilt] = few[rng.integers(COPIES, size=spoilt.sum())]
        yield out, spoilt


class BigramFilter:
    """Keeps the documents that a bigram model of a few trusted ones finds least surprising.

    The threshold is the score that the share 1 - SPOILT of a first mixture lies below: it needs no labels. `seen`
    counts clean and spoilt documents that came and that were kept.
    """

    def __init__(self, source, seed, wrong=0.0):
        trusted = next(source.batches(_seed(TRUST, seed), TRUSTED, 1))
        counts = np.full((source.vocabulary,) * 2, 0.1)
        np.add.at(counts, (trusted[:, :-1].ravel(), trusted[:, 1:].ravel()), 1)
        self.surprise = -np.log(counts / counts.sum(axis=1, keepdims=True))
        self.wrong, self.rng = wrong, np.random.default_rng([DECIDING, seed])
        first, _ = next(noisy(source, _seed(TRUST, seed) + 1, TRUSTED, 1))
        self.threshold = np.quantile(self.scores(first), 1 - SPOILT)
        self.seen = {"clean": 0, "spoilt": 0, "kept_clean": 0, "kept_spoilt": 0}

    def scores(self, documents):
        """Mean surprise [documents] of a token after the one before, in nats."""
        return self.surprise[documents[:, :-1], documents[:, 1:]].mean(axis=1)

    def keeps(self, documents, spoilt):
        """Which documents are kept; the labels only count what happened."""
        kept = self.scores(documents) < self.threshold
        kept ^= self.rng.random(len(kept)) < self.wrong
        for name, label in (("clean", ~spoilt), ("spoilt", spoilt)):
            self.seen[name] += int(label.sum())
            self.seen[f"kept_{name}"] += int((label & kept).sum())
        return kept

    @property
    def quality(self):
        """Share of the kept documents that are clean, and of the clean documents that are kept."""
        kept = self.seen["kept_clean"] + self.seen["kept_spoilt"]
        return {"precision": self.seen["kept_clean"] / kept, "recall": self.seen["kept_clean"] / self.seen["clean"]}


def filtered(source, seed, documents, steps, judge):
    """Batches of kept documents only, out of as much of the noisy mixture as that takes."""
    queue = np.empty((0, source.length + 1), dtype=np.uint8)
    mixture = noisy(source, seed, documents, 10**9)
    for _ in range(steps):
        while len(queue) < documents:
            batch, spoilt = next(mixture)
            queue = np.concatenate((queue, batch[judge.keeps(batch, spoilt)]))
        yield queue[:documents]
        queue = queue[documents:]


def _seed(purpose, seed):
    """A seed of a stream that no run trains on."""
    return 10_000 * purpose + 10 * seed
