"""How well the trainer uses the processor: its FLOP rate against the machine's own matrix products.

The yardstick is measured in the same process, before and after each trainer, and times are processor times,
so that a busy machine blurs the comparison less. Beside the trainer runs a plain recipe of the kind that
tutorials teach: learned positions, attention written out with a mask, GELU, biases, unfused AdamW.
"""

import csv
import math
import time
from statistics import median

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from what_scale_buys.measured import Speed, columns, to_cells

from .model import Decoder, Shape
from .train import LEARNING_RATE, optimizer, provenance, step
from .zipf_language import ZipfLanguage

MATRIX, PRODUCTS = 1024, 8
SIZES = ((16, 1), (32, 2), (64, 2), (96, 4), (128, 5), (192, 7))
TOKENS, STEPS, WARM = 2048, 12, 2
PAIRS = 5


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


def matrix_rate():
    """FLOP per processor second of a product of two square float32 matrices."""
    a, b = torch.randn(MATRIX, MATRIX), torch.randn(MATRIX, MATRIX)
    a @ b
    start = time.process_time()
    for _ in range(PRODUCTS):
        a @ b
    return PRODUCTS * 2 * MATRIX**3 / (time.process_time() - start)


def speed(update, batches):
    """Tokens per processor second of `update(documents)`, after a few batches to warm up, and the matrix rate."""
    before = matrix_rate()
    for documents in batches[:WARM]:
        update(documents)
    start = time.process_time()
    for documents in batches[WARM:]:
        update(documents)
    rate = (len(batches) - WARM) * batches[0][:, 1:].numel() / (time.process_time() - start)
    return rate, (before + matrix_rate()) / 2


def compare(width, depth, pair=0):
    """One Speed: the trainer, then the plain recipe, at one size; the trainer's FLOP are counted for both."""
    source = ZipfLanguage(1.5)
    shape = Shape(width, depth, source.vocabulary, source.length)
    rng = np.random.default_rng(pair)
    batches = [torch.from_numpy(source.sample(rng, TOKENS // shape.length)).long() for _ in range(WARM + STEPS)]
    model, plain = Decoder(shape), PlainDecoder(shape)
    ours = optimizer(model, LEARNING_RATE)
    theirs = torch.optim.AdamW(plain.parameters(), lr=LEARNING_RATE, foreach=False)
    rate, matrix = speed(lambda d: step(model, ours, d, 1.0), batches)
    plain_rate, plain_matrix = speed(lambda d: plain_step(plain, theirs, d), batches)
    made = {key: value for key, value in provenance("cpu").items() if key not in ("device", "precision")}
    return Speed(
        width, depth, shape.parameters, pair, float(shape.train_flop_per_token), rate, matrix, plain_rate, plain_matrix,
        **made,
    )  # fmt: skip


def main(path=None):
    """Print one line per size, medians of interleaved pairs; write every pair to `path` if one is given."""
    torch.set_num_threads(1)
    rows = [compare(*size, pair) for pair in range(PAIRS) for size in SIZES]
    print("parameters  tokens/s  utilisation  plain tokens/s  plain utilisation")
    for size in SIZES:
        mine = [row for row in rows if (row.width, row.depth) == size]
        tokens, share, plain_tokens, plain_share = (
            median(getattr(row, name) for row in mine)
            for name in ("tokens_per_second", "utilisation", "plain_tokens_per_second", "plain_utilisation")
        )
        print(f"{mine[0].parameters:10,}  {tokens:8,.0f}  {share:11.0%}  {plain_tokens:14,.0f}  {plain_share:17.0%}")
    if path:
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([columns(Speed), *map(to_cells, rows)])
        print(f"{len(rows)} rows written to {path}")
