"""The probabilities that a model gives to whole words of the language, and what striking out all else makes of them.

A model writes a word letter by letter and spends some probability on pairs of letters that are no word. A verifier that
has such a pair drawn again leaves the words as probable, against each other, as the model had them: their
probabilities divided by their sum A. The loss of the text, against the true source, falls by -ln A a word.
"""

import numpy as np
import torch

from .reading import Found, clustered_se
from .sampler import Reader
from .zipf_language import LETTERS_PER_WORD


@torch.no_grad()
def word_log_probabilities(model, documents, language):
    """Yield ln probability [documents, words] of every word of the lexicon at each place of the documents in turn."""
    tokens, count = torch.as_tensor(documents).long(), len(documents)
    first, second = torch.from_numpy(language.spelling.astype(int)).T
    reader, letters = Reader(model, count), torch.arange(language.vocabulary)
    for place in range(0, language.length, LETTERS_PER_WORD):
        opening = reader.read(tokens[:, place]).double().log_softmax(-1)
        every = reader.subset(torch.arange(count).repeat_interleave(len(letters)))
        closing = every.read(letters.repeat(count)).double().log_softmax(-1).view(count, len(letters), -1)
        yield (opening[:, first] + closing[:, first, second]).numpy()
        reader.read(tokens[:, place + 1])


def losses_of_text(model, _losses, language, *, documents):
    """Loss against the true source, nats a token, of the text a model writes and of its words alone.

    Averaged over every word that might follow in the first so many documents of the validation set, by its true
    probability. extra of the words alone: `words`, the probability that the model gives to words at all.
    """
    text = language.validation()[:documents]
    read = language.read(text)
    plain, known = [], []
    for place, ln_p in enumerate(word_log_probabilities(model, text, language)):
        plain.append(-(language.word_probabilities(place, read) * ln_p).sum(axis=1))
        known.append(np.exp(ln_p).sum(axis=1))
    plain, known = np.array(plain), np.array(known)
    rows = np.tile(np.arange(documents), len(plain))
    found = []
    for variant, losses, extra in (
        ("as written", plain, ()),
        ("words alone", plain + np.log(known), (("words", float(known.mean())),)),
    ):
        per_token = losses.ravel() / LETTERS_PER_WORD
        found.append(Found(variant, documents, per_token.mean(), clustered_se(per_token, rows), len(per_token), extra))
    return found
