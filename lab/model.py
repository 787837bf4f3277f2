"""A small decoder-only transformer, and what it costs.

Pre-norm, rotary positions, SwiGLU, no biases, embedding tied to the output: current practice, nothing
exotic. Everything that the book states about a model's size or cost is a property of `Shape`.
"""

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import nn

HEAD_WIDTH = 16
ROTARY_BASE = 10_000.0
BACKWARD_PER_FORWARD = 2  # each product of the forward pass has two of the same size in the backward pass


@dataclass(frozen=True)
class Shape:
    """Sizes of a decoder: width and depth, the vocabulary and the length of a sequence."""

    width: int
    depth: int
    vocabulary: int
    length: int

    @property
    def heads(self):
        return max(1, self.width // HEAD_WIDTH)

    @property
    def hidden(self):
        """Width of the gated layer: 8/3 of the model width, so that a block has about 12 width**2 weights."""
        return 8 * round(self.width / 3)

    @property
    def parameters(self):
        """All parameters; the tied embedding is counted once."""
        return self.parameters_without_embedding + self.vocabulary * self.width

    @property
    def active_parameters(self):
        """Parameters that one token uses: all of them, where nothing is routed."""
        return self.parameters

    @property
    def parameters_without_embedding(self):
        block = 4 * self.width**2 + 3 * self.width * self.hidden + 2 * self.width
        return self.depth * block + self.width

    @property
    def train_flop_per_token(self):
        """FLOP of all matrix products of a training step, per token: weights, attention and output.

        A position attends to itself and what precedes it, (length + 1) / 2 positions on average.
        """
        weights = 4 * self.width**2 + 3 * self.width * self.hidden
        attention = self.width * (self.length + 1)
        forward = 2 * (self.depth * (weights + attention) + self.width * self.vocabulary)
        return (1 + BACKWARD_PER_FORWARD) * forward

    def new_block(self):
        """One of the `depth` layers, not yet initialised."""
        return Block(self)


class Block(nn.Module):
    """Attention and gated layer, each reading the normalised stream and adding to it."""

    def __init__(self, shape):
        super().__init__()
        self.heads = shape.heads
        self.norm_attention = nn.LayerNorm(shape.width, bias=False)
        self.qkv = nn.Linear(shape.width, 3 * shape.width, bias=False)
        self.attention_out = nn.Linear(shape.width, shape.width, bias=False)
        self.norm_gated = nn.LayerNorm(shape.width, bias=False)
        self.gate_and_value = nn.Linear(shape.width, 2 * shape.hidden, bias=False)
        self.gated_out = nn.Linear(shape.hidden, shape.width, bias=False)

    @property
    def outs(self):
        """The matrices that add to the stream."""
        return self.attention_out, self.gated_out

    def forward(self, x, rotation):
        x = x + self.attention_out(self.attend(self.qkv(self.norm_attention(x)), rotation))
        return x + self.feed(self.norm_gated(x))

    def feed(self, x):
        gate, value = self.gate_and_value(x).chunk(2, dim=-1)
        return self.gated_out(F.silu(gate) * value)

    def attend(self, qkv, rotation):
        batch, length, _ = qkv.shape
        q, k, v = qkv.view(batch, length, 3, self.heads, -1).unbind(2)
        q, k, v = (rotate(q, rotation).transpose(1, 2), rotate(k, rotation).transpose(1, 2), v.transpose(1, 2))
        return F.scaled_dot_product_attention(q, k, v, is_causal=True).transpose(1, 2).reshape(batch, length, -1)


def rotations(length, head_width):
    """Unit complex numbers [length, 1, head_width / 2] that turn pairs of coordinates by position."""
    speed = ROTARY_BASE ** (-torch.arange(0, head_width, 2) / head_width)
    angle = torch.outer(torch.arange(length).float(), speed)
    return torch.polar(torch.ones_like(angle), angle).unsqueeze(1)


def rotate(x, rotation):
    """Turn neighbouring coordinates of x [batch, length, heads, head_width] by their position."""
    pairs = torch.view_as_complex(x.reshape(*x.shape[:-1], -1, 2).to(rotation.real.dtype))
    return torch.view_as_real(pairs * rotation).flatten(-2).to(x.dtype)


class Decoder(nn.Module):
    """Logits [batch, length, vocabulary] of the next token."""

    def __init__(self, shape):
        super().__init__()
        self.shape = shape
        self.embedding = nn.Embedding(shape.vocabulary, shape.width)
        self.blocks = nn.ModuleList(shape.new_block() for _ in range(shape.depth))
        self.norm = nn.LayerNorm(shape.width, bias=False)
        self.register_buffer("rotation", rotations(shape.length, shape.width // shape.heads), persistent=False)
        self.apply(self._initialise)

    def _initialise(self, module):
        """Unit-variance signals: 1/sqrt(fan-in) for weights, less for those that add to the stream."""
        if isinstance(module, nn.Linear):
            nn.init.normal_(module.weight, std=1 / math.sqrt(module.in_features))
        elif isinstance(module, nn.Embedding):
            nn.init.normal_(module.weight, std=0.02)
        elif isinstance(module, Block):
            for out in module.outs:
                nn.init.normal_(out.weight, std=1 / math.sqrt(2 * self.shape.depth * out.in_features))

    def stream(self, tokens):
        """What the output reads: the last layer's normalised stream [batch, length, width]."""
        x = F.layer_norm(self.embedding(tokens), (self.shape.width,))
        for block in self.blocks:
            x = block(x, self.rotation[: tokens.shape[1]])
        return self.norm(x)

    def forward(self, tokens):
        return F.linear(self.stream(tokens), self.embedding.weight)
