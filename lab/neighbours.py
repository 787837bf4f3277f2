"""A memory beside the model: the tokens that followed the most similar states in a store of text.

The nearest-neighbour language model of Khandelwal et al. (2020): the model's probability and that of the neighbours,
weighted by exp(-distance**2 / temperature), are mixed. Mixing weight and temperature are chosen on one half of the
documents and judged on the other.
"""

import numpy as np
import torch

from .reading import Found, paired_se
from .train import judge

STORE_SEED = 900_001  # of the store's text: no run trains on it in this order
NEIGHBOURS = 256
DOCUMENTS = 64  # half to choose on, half to judge on
WEIGHTS = tuple(i / 20 for i in range(20))
TEMPERATURES = tuple(2.0**power for power in range(-4, 6))  # times the mean squared distance to the nearest


@torch.no_grad()
def states(model, documents):
    """What the model's output reads, [tokens, width], and the token that followed [tokens]."""
    tokens = torch.from_numpy(documents).long()
    parts = [model.stream(part[:, :-1]).flatten(0, 1) for part in tokens.split(256)]
    return torch.cat(parts), tokens[:, 1:].flatten()


def nearest(queries, keys, count):
    """Squared distances and indices [queries, count] of the nearest keys."""
    distances, indices = [], []
    for part in queries.split(256):
        squared = (keys**2).sum(1) - 2 * part @ keys.T + (part**2).sum(1, keepdim=True)
        best = squared.topk(min(count, len(keys)), largest=False)
        distances.append(best.values.clamp_min(0))
        indices.append(best.indices)
    return torch.cat(distances), torch.cat(indices)


def remembered(distances, hits, temperature):
    """Probability [queries] that the neighbours give to the token that came; hits : which of them it followed."""
    return ((-distances / temperature).softmax(1) * hits).sum(1)


def best_mixture(probability, distances, hits):
    """Mixing weight and temperature (in units of the mean nearest distance) with the least mean loss."""
    unit = distances[:, 0].mean().clamp_min(1e-12)

    def loss(pair):
        weight, temperature = pair
        memory = remembered(distances, hits, temperature * unit)
        return float(-((1 - weight) * probability + weight * memory).log().mean())

    return min(((w, t) for t in TEMPERATURES for w in WEIGHTS), key=loss)


@torch.no_grad()
def losses_by_entries(model, _losses, source, *, entries):
    """Loss with a memory of each size, on the half of the documents on which it was not tuned."""
    documents = source.validation()[:: len(source.validation()) // DOCUMENTS][:DOCUMENTS]
    alone, _ = judge(model, documents, "cpu")
    probability = torch.from_numpy(np.exp(-alone)).float().flatten()
    queries, targets = states(model, documents)
    store = next(source.batches(STORE_SEED, max(entries) // source.length, 1))
    keys, followers = states(model, store)
    half, found = len(queries) // 2, []
    for size in entries:
        distances, indices = nearest(queries, keys[:size], NEIGHBOURS)
        hits = (followers[indices] == targets[:, None]).float()
        weight, temperature = best_mixture(probability[:half], distances[:half], hits[:half])
        memory = remembered(distances, hits, temperature * distances[:half, 0].mean().clamp_min(1e-12))
        mixed = -((1 - weight) * probability + weight * memory).log().view(alone.shape).double().numpy()
        judged, before = mixed[DOCUMENTS // 2 :], alone[DOCUMENTS // 2 :]
        edge = float(temperature in (TEMPERATURES[0], TEMPERATURES[-1]) or weight == WEIGHTS[-1])
        extra = (("alone", before.mean()), ("weight", weight), ("temperature", temperature), ("edge", edge))
        found.append(Found("memory", size, judged.mean(), paired_se(judged, before), judged.size, extra))
    return found
