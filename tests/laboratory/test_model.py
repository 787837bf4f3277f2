"""Model, gradient and counts against NumPy and against counting by hand."""

import math

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="needs PyTorch: pip install -r lab/requirements-lab.txt")

import reference_transformer as reference  # noqa: E402
from lab import model as model_module  # noqa: E402
from lab.model import Decoder, Shape, rotations  # noqa: E402
from lab.train import BETAS, GRADIENT_NORM, WEIGHT_DECAY, loss_of, optimizer, step  # noqa: E402

RNG = np.random.default_rng(0)


def tiny_model(monkeypatch):
    """A model in float64 with two heads of eight, its rotations as exact as the reference's."""
    monkeypatch.setattr(model_module, "HEAD_WIDTH", 8)
    torch.manual_seed(0)
    shape = Shape(width=16, depth=2, vocabulary=11, length=6)
    model = Decoder(shape).double()
    angles = np.arange(6)[:, None] * 10_000.0 ** (-np.arange(0, 8, 2) / 8)
    model.rotation = torch.from_numpy(np.exp(1j * angles))[:, None]
    with torch.no_grad():
        for p in model.parameters():
            p += 0.1 * torch.randn_like(p)
    return model


def as_numpy(model):
    return {name: p.detach().numpy().copy() for name, p in model.named_parameters()}


def test_loss_and_gradient_agree_with_numpy(monkeypatch):
    model = tiny_model(monkeypatch)
    documents = RNG.integers(11, size=(3, 7))
    loss = loss_of(model, torch.from_numpy(documents)).mean()
    loss.backward()
    expected, grads = reference.loss_and_gradient(as_numpy(model), 2, 2, documents)
    assert loss.item() == pytest.approx(expected, rel=1e-6)
    assert grads.keys() == dict(model.named_parameters()).keys()
    for name, p in model.named_parameters():
        np.testing.assert_allclose(p.grad.numpy(), grads[name], rtol=1e-4, atol=1e-8, err_msg=name)


def test_three_updates_agree_with_numpy(monkeypatch):
    model = tiny_model(monkeypatch)
    parameters, state, optimiser = as_numpy(model), {}, optimizer(model, 0.01)
    inside = {name: "blocks" in name and p.ndim == 2 for name, p in model.named_parameters()}
    for count, factor in enumerate((0.5, 1.0, 0.3), start=1):
        documents = RNG.integers(11, size=(4, 7))
        step(model, optimiser, torch.from_numpy(documents), factor)
        rates = {name: 0.01 * factor * (64 / 16 if matrix else 1) for name, matrix in inside.items()}
        decays = {name: WEIGHT_DECAY if matrix else 0.0 for name, matrix in inside.items()}
        _, grads = reference.loss_and_gradient(parameters, 2, 2, documents)
        reference.adamw(parameters, reference.clipped(grads, GRADIENT_NORM), state, count, rates, decays, BETAS)
    for name, p in model.named_parameters():
        np.testing.assert_allclose(p.detach().numpy(), parameters[name], rtol=1e-3, atol=1e-5, err_msg=name)


def test_rotations_turn_by_position():
    angles = np.arange(5)[:, None] * 10_000.0 ** (-np.arange(0, 16, 2) / 16)
    np.testing.assert_allclose(rotations(5, 16)[:, 0].numpy(), np.exp(1j * angles), atol=1e-6)


def test_parameters_counted_by_hand():
    shape = Shape(width=16, depth=1, vocabulary=128, length=64)
    embedding = 128 * 16
    attention = 16 * 48 + 16 * 16  # queries, keys and values; output
    gated = 16 * 80 + 40 * 16  # gate and value, each 40 wide; output
    norms = 3 * 16
    assert shape.parameters == embedding + attention + gated + norms == 5040
    assert shape.parameters_without_embedding == attention + gated + norms == 2992


def test_flop_counted_by_hand():
    forward = 2 * (16 * 48 + 16 * 16 + 16 * 80 + 40 * 16)  # the block's weights: one multiply, one add each
    forward += 2 * 2 * 16 * (64 + 1) / 2  # scores and mixing, over 32.5 positions on average
    forward += 2 * 128 * 16  # output
    assert Shape(16, 1, 128, 64).train_flop_per_token == 3 * forward


@pytest.mark.parametrize(("width", "depth"), [(16, 1), (24, 1), (48, 2), (80, 3)])
def test_counts_agree_with_the_module(width, depth):
    shape = Shape(width, depth, 128, 64)
    model = Decoder(shape)
    assert sum(p.numel() for p in model.parameters()) == shape.parameters
    assert shape.parameters - model.embedding.weight.numel() == shape.parameters_without_embedding


def test_flop_agree_with_pytorchs_own_counter():
    from torch.utils.flop_counter import FlopCounterMode

    shape = Shape(32, 2, 128, 64)
    documents = torch.randint(128, (2, 65))
    with FlopCounterMode(display=False) as counter:
        loss_of(Decoder(shape), documents).mean().backward()
    counts = counter.get_flop_counts()["Global"]
    weights = sum(n for op, n in counts.items() if "attention" not in str(op))
    attention = 3 * 2 * shape.depth * shape.width * (shape.length + 1)
    assert weights == 2 * 64 * (shape.train_flop_per_token - attention)


def test_an_untrained_model_guesses():
    torch.manual_seed(0)
    for width, depth in ((16, 1), (64, 2), (128, 5)):
        documents = torch.randint(128, (64, 65))
        with torch.no_grad():
            loss = loss_of(Decoder(Shape(width, depth, 128, 64)), documents).mean().item()
        assert loss == pytest.approx(math.log(128), abs=0.1)  # the tied embedding favours the token just read


def test_no_position_sees_what_follows_it():
    torch.manual_seed(0)
    model = Decoder(Shape(32, 2, 128, 64))
    documents = torch.randint(128, (1, 64))
    changed = documents.clone()
    changed[0, 40:] = torch.randint(128, (24,))
    with torch.no_grad():
        assert torch.equal(model(documents)[0, :40], model(changed)[0, :40])
