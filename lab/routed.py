"""Experts: a decoder whose gated layer is chosen, token by token, from several.

A router scores the experts; a token passes through the `chosen` best of them. With one chosen, its output is scaled
by its share of the softmax over all experts (Switch, Fedus et al. 2022), with several by the shares among the chosen
ones (Mixtral, Jiang et al. 2024). Experts are kept in use by Switch's auxiliary loss.
"""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import nn

from .model import BACKWARD_PER_FORWARD, Block, Shape

BALANCE = 0.01  # weight of the auxiliary loss (Fedus et al. 2022)


@dataclass(frozen=True)
class RoutedShape(Shape):
    """Sizes of a decoder with experts: their number, how many a token uses, and into how many parts each is cut.

    finer : an expert's hidden layer is that of a dense model divided by this.
    """

    experts: int = 1
    chosen: int = 1
    finer: int = 1

    @property
    def expert_hidden(self):
        return self.hidden // self.finer

    def _without_embedding(self, used):
        block = 4 * self.width**2 + 3 * used * self.width * self.expert_hidden + self.experts * self.width
        return self.depth * (block + 2 * self.width) + self.width

    @property
    def parameters_without_embedding(self):
        return self._without_embedding(self.experts)

    @property
    def active_parameters(self):
        return self._without_embedding(self.chosen) + self.vocabulary * self.width

    @property
    def train_flop_per_token(self):
        """As of a dense decoder, with the chosen experts and the router in the place of its gated layer."""
        weights = 4 * self.width**2 + 3 * self.chosen * self.width * self.expert_hidden + self.experts * self.width
        attention = self.width * (self.length + 1)
        forward = 2 * (self.depth * (weights + attention) + self.width * self.vocabulary)
        return (1 + BACKWARD_PER_FORWARD) * forward

    def new_block(self):
        return RoutedBlock(self)


class Expert(nn.Module):
    """A gated layer."""

    def __init__(self, width, hidden):
        super().__init__()
        self.gate_and_value = nn.Linear(width, 2 * hidden, bias=False)
        self.gated_out = nn.Linear(hidden, width, bias=False)

    def forward(self, x):
        gate, value = self.gate_and_value(x).chunk(2, dim=-1)
        return self.gated_out(F.silu(gate) * value)


class RoutedBlock(Block):
    """Attention and experts. `balance` holds the auxiliary loss of the last pass."""

    def __init__(self, shape):
        super().__init__(shape)
        del self.gate_and_value, self.gated_out
        self.chosen = shape.chosen
        self.router = nn.Linear(shape.width, shape.experts, bias=False)
        self.experts = nn.ModuleList(Expert(shape.width, shape.expert_hidden) for _ in range(shape.experts))
        self.balance = torch.zeros(())

    @property
    def outs(self):
        return self.attention_out, *(expert.gated_out for expert in self.experts)

    def feed(self, x):
        tokens = x.flatten(0, -2)
        shares = self.router(tokens).softmax(-1)
        weight, index = shares.topk(self.chosen, dim=-1)
        if self.chosen > 1:
            weight = weight / weight.sum(-1, keepdim=True)
        used = F.one_hot(index, len(self.experts)).sum(1).to(shares.dtype).mean(0) / self.chosen
        self.balance = len(self.experts) * (used * shares.mean(0)).sum()
        out = torch.zeros_like(tokens)
        for number, expert in enumerate(self.experts):
            token, place = (index == number).nonzero(as_tuple=True)
            out = out.index_add(0, token, expert(tokens[token]) * weight[token, place, None])
        return out.view_as(x)


def balanced(objective):
    """The objective with the auxiliary loss of every routed layer, for a model that has some."""

    def with_balance(model, documents):
        loss = objective(model, documents)
        return loss + BALANCE * sum(block.balance for block in model.blocks)

    return with_balance
