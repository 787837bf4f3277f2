"""How well the trainer uses the processor: its FLOP rate against the machine's own matrix products.

The yardstick is measured in the same process, before and after each trainer, and times are processor times,
so that a busy machine blurs the comparison less. Beside the trainer runs a plain recipe of the kind that
tutorials teach: learned positions, attention written out with a mask, GELU, biases, unfused AdamW.
"""

import math
import time
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from .model import Decoder, Shape
from .train import LEARNING_RATE, optimizer, step
from .zipf_language import ZipfLanguage

MATRIX, PRODUCTS = 1024, 20
SIZES = ((16, 1), (32, 2), (64, 2), (96, 4), (128, 5), (192, 7))
TOKENS, STEPS, WARM = 2048, 24, 4


class PlainBlock(nn.Module):
    """One transformer block as a tutorial writes it."""

    def __init__(self, shape):
        super().__init__()
        width, self.heads = shape.width, shape.heads
        self.before_attention, self.before_mlp = nn.LayerNorm(width), nn.LayerNorm(width)
        self.query, self.key, self.value, self.out = (nn.Linear(width, width) for _ in range(4))
        self.mlp = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))
        self.register_buffer("mask", torch.ones(shape.length, shape.length).tril() == 0)

    def attend(self, x):
        batch, length, width = x.shape
        split = (batch, length, self.heads, width // self.heads)
        q, k, v = (project(x).view(split).transpose(1, 2) for project in (self.query, self.key, self.value))
        weights = (q @ k.transpose(-2, -1) / math.sqrt(split[-1])).masked_fill(self.mask, -math.inf).softmax(-1)
        return self.out((weights @ v).transpose(1, 2).contiguous().view(batch, length, width))

    def forward(self, x):
        x = x + self.attend(self.before_attention(x))
        return x + self.mlp(self.before_mlp(x))


class PlainDecoder(nn.Module):
    """The same width, depth, heads and vocabulary as a Decoder, by the plain recipe."""

    def __init__(self, shape):
        super().__init__()
        self.shape = shape
        self.token, self.position = nn.Embedding(shape.vocabulary, shape.width), nn.Embedding(shape.length, shape.width)
        self.blocks = nn.ModuleList(PlainBlock(shape) for _ in range(shape.depth))
        self.norm, self.head = nn.LayerNorm(shape.width), nn.Linear(shape.width, shape.vocabulary, bias=False)
        self.head.weight = self.token.weight

    def forward(self, tokens):
        x = self.token(tokens) + self.position(torch.arange(tokens.shape[1]))
        for block in self.blocks:
            x = block(x)
        return self.head(self.norm(x))


def plain_step(model, optimiser, documents):
    """One update by the plain recipe."""
    logits = model(documents[:, :-1])
    loss = F.cross_entropy(logits.reshape(-1, logits.shape[-1]), documents[:, 1:].reshape(-1))
    optimiser.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimiser.step()


@dataclass(frozen=True)
class Speed:
    """tokens_per_second of a trainer and its utilisation: share of the matrix rate of the same minute."""

    tokens_per_second: float
    utilisation: float


def matrix_rate():
    """FLOP per processor second of a product of two square float32 matrices."""
    a, b = torch.randn(MATRIX, MATRIX), torch.randn(MATRIX, MATRIX)
    a @ b
    start = time.process_time()
    for _ in range(PRODUCTS):
        a @ b
    return PRODUCTS * 2 * MATRIX**3 / (time.process_time() - start)


def speed(update, shape, batches):
    """Measure `update(documents)` on the batches, after a few that do not count."""
    before = matrix_rate()
    for documents in batches[:WARM]:
        update(documents)
    start = time.process_time()
    for documents in batches[WARM:]:
        update(documents)
    rate = (len(batches) - WARM) * batches[0][:, 1:].numel() / (time.process_time() - start)
    return Speed(rate, rate * shape.train_flop_per_token / ((before + matrix_rate()) / 2))


def compare(width, depth):
    """Speeds of the trainer and of the plain recipe at one size; the trainer's FLOP are counted for both."""
    source = ZipfLanguage(1.5)
    shape = Shape(width, depth, source.vocabulary, source.length)
    rng = np.random.default_rng(0)
    batches = [torch.from_numpy(source.sample(rng, TOKENS // shape.length)).long() for _ in range(WARM + STEPS)]
    model, plain = Decoder(shape), PlainDecoder(shape)
    ours = optimizer(model, LEARNING_RATE)
    theirs = torch.optim.AdamW(plain.parameters(), lr=LEARNING_RATE, foreach=False)
    return (
        shape,
        speed(lambda d: step(model, ours, d, 1.0), shape, batches),
        speed(lambda d: plain_step(plain, theirs, d), shape, batches),
    )


def main():
    """Print one line per size."""
    torch.set_num_threads(1)
    print("parameters  tokens/s  utilisation  plain tokens/s  plain utilisation")
    for size in SIZES:
        shape, ours, plain = compare(*size)
        print(
            f"{shape.parameters:10,}  {ours.tokens_per_second:8,.0f}  {ours.utilisation:11.0%}"
            f"  {plain.tokens_per_second:14,.0f}  {plain.utilisation:17.0%}"
        )
