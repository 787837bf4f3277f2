"""Draw text from a model, one token after another, with a cache of keys and values.

A drawn document can be held to a verifier: a word that it refuses is drawn again, letter by letter, from the same
context.
"""

import numpy as np
import torch
import torch.nn.functional as F

from .model import rotate
from .zipf_language import BEGIN, LETTERS_PER_WORD

AT_ONCE = 1024
TRIES = 32  # draws of a word before the last one is taken, whatever the verifier says


class Reader:
    """A model that has read `place` tokens of `rows` documents, and remembers their keys and values."""

    def __init__(self, model, rows):
        shape, self.model, self.place = model.shape, model, 0
        size = (rows, shape.heads, shape.length, shape.width // shape.heads)
        self.keys = [torch.zeros(size) for _ in model.blocks]
        self.values = [torch.zeros(size) for _ in model.blocks]

    def subset(self, rows):
        """A reader of some of the documents, as a copy."""
        other = object.__new__(Reader)
        other.model, other.place = self.model, self.place
        other.keys, other.values = ([cache[rows] for cache in caches] for caches in (self.keys, self.values))
        return other

    def put(self, rows, other):
        """Take over what another reader has read since it was a subset."""
        for mine, theirs in zip(self.keys + self.values, other.keys + other.values, strict=True):
            mine[rows, :, self.place : other.place] = theirs[:, :, self.place : other.place]

    def read(self, tokens):
        """Read one token [rows] of each document; logits [rows, vocabulary] of the next one."""
        model, end = self.model, self.place + 1
        x = F.layer_norm(model.embedding(tokens), (model.shape.width,))[:, None]
        for block, keys, values in zip(model.blocks, self.keys, self.values, strict=True):
            qkv = block.qkv(block.norm_attention(x)).view(len(tokens), 1, 3, block.heads, -1)
            turn = model.rotation[self.place : end]
            q, k, v = qkv.unbind(2)
            keys[:, :, self.place] = rotate(k, turn)[:, 0]
            values[:, :, self.place] = v[:, 0]
            seen = F.scaled_dot_product_attention(rotate(q, turn).transpose(1, 2), keys[:, :, :end], values[:, :, :end])
            x = x + block.attention_out(seen.transpose(1, 2).reshape(len(tokens), 1, -1))
            x = x + block.feed(block.norm_gated(x))
        self.place = end
        return F.linear(model.norm(x[:, 0]), model.embedding.weight)


def draw(logits, generator):
    """One token [rows] from each distribution."""
    return torch.multinomial(logits.softmax(-1), 1, generator=generator)[:, 0]


@torch.no_grad()
def sample(model, count, generator):
    """Documents [count, 1 + length] as the model writes them, each after the token that begins one."""
    tokens = torch.full((count, 1 + model.shape.length), BEGIN)
    reader = Reader(model, count)
    for place in range(model.shape.length):
        tokens[:, place + 1] = draw(reader.read(tokens[:, place]), generator)
    return tokens.numpy().astype(np.uint8)


@torch.no_grad()
def sample_verified(model, count, generator, accepts):
    """Documents as the model writes them, with every word drawn anew until `accepts` it, TRIES times at most.

    accepts : (word's position, documents so far [rows, 1 + length]) -> bool [rows].
    Returns the documents and the number of tokens that were drawn for them.
    """
    tokens = torch.full((count, 1 + model.shape.length), BEGIN)
    reader, drawn = Reader(model, count), 0
    for word in range(model.shape.length // LETTERS_PER_WORD):
        first = word * LETTERS_PER_WORD
        logits, rows, after = reader.read(tokens[:, first]), torch.arange(count), None
        for _ in range(TRIES):
            trial = reader.subset(rows)
            tokens[rows, first + 1] = draw(logits[rows], generator)
            tokens[rows, first + 2] = draw(trial.read(tokens[rows, first + 1]), generator)
            drawn += LETTERS_PER_WORD * len(rows)
            reader.put(rows, trial)
            after = trial.place
            rows = rows[~torch.from_numpy(accepts(word, tokens[rows].numpy()))]
            if not len(rows):
                break
        reader.place = after
    return tokens.numpy().astype(np.uint8), drawn


def knows_lexicon(language):
    """A verifier that accepts every word of the language."""

    def accepts(word, documents):
        return language.read(documents[:, [0, *_letters(word)]])[:, 0] >= 0

    return accepts


def knows_ranks(language, below):
    """A verifier that accepts words of the language whose rank, in their context, is less than `below`."""

    def accepts(word, documents):
        words = language.read(documents[:, : (word + 1) * LETTERS_PER_WORD + 1])
        known = words[:, word] >= 0
        sound = np.where(words < 0, 0, words)  # a word taken after TRIES refusals counts as the first of the lexicon
        return known & (language.rank(word, sound) < below)

    return accepts


def _letters(word):
    return range(word * LETTERS_PER_WORD + 1, (word + 1) * LETTERS_PER_WORD + 1)
