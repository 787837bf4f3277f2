"""Round a trained model's weights to a few bits: to the nearest of evenly spaced levels, one scale per row."""

import copy

import torch

from .reading import Found, paired_se
from .train import judge


def rounded(weights, bits):
    """Weights [rows, columns] on 2**bits - 1 levels about zero, the largest of a row on the last level."""
    top = 2 ** (bits - 1) - 1
    scale = weights.abs().amax(dim=1, keepdim=True).clamp_min(torch.finfo(weights.dtype).tiny) / top
    return (weights / scale).round() * scale


@torch.no_grad()
def quantised(model, bits, embedding=True):
    """A copy of the model with all matrices rounded, that of the embedding only on request."""
    model = copy.deepcopy(model)
    for name, p in model.named_parameters():
        if p.ndim == 2 and (embedding or not name.startswith("embedding")):
            p.copy_(rounded(p, bits))
    return model


def losses_by_bits(model, losses, source, *, bits):
    """Loss at each number of bits, with the embedding rounded and not, on the documents of `losses`."""
    found = []
    for variant, embedding in (("all", True), ("but embedding", False)):
        for count in bits:
            after, _ = judge(quantised(model, count, embedding), source.validation(), "cpu")
            extra = (("unrounded", float(losses.mean())),)
            found.append(Found(variant, count, after.mean(), paired_se(after, losses), after.size, extra))
    return found
