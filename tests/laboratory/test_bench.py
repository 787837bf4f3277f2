"""The benchmark compares like with like."""

import math

import pytest

torch = pytest.importorskip("torch", reason="needs PyTorch: pip install -r lab/requirements-lab.txt")

import torch.nn.functional as F  # noqa: E402

from lab import bench  # noqa: E402
from lab.model import Shape  # noqa: E402
from what_scale_buys.measured import Speed, read_table  # noqa: E402

SHAPE = Shape(32, 2, 128, 64)


def test_the_plain_recipe_has_about_the_same_weights():
    plain = sum(p.numel() for name, p in bench.PlainDecoder(SHAPE).named_parameters() if "position" not in name)
    assert plain == pytest.approx(SHAPE.parameters, rel=0.05)


def test_the_plain_recipe_is_a_language_model():
    torch.manual_seed(0)
    model, documents = bench.PlainDecoder(SHAPE), torch.randint(128, (8, 65))
    changed = documents.clone()
    changed[:, 40:] = 0
    with torch.no_grad():
        assert torch.allclose(model(documents[:, :-1])[:, :40], model(changed[:, :-1])[:, :40], atol=1e-5)
    optimiser = torch.optim.AdamW(model.parameters(), lr=0.01)
    for _ in range(30):
        bench.plain_step(model, optimiser, documents)
    loss = F.cross_entropy(model(documents[:, :-1]).flatten(0, 1), documents[:, 1:].flatten()).item()
    assert loss < 0.9 * math.log(128)


def test_utilisation_is_a_share_of_the_matrix_rate_and_every_timing_is_written(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(bench, "TOKENS", 512)
    monkeypatch.setattr(bench, "SIZES", ((16, 1),))
    monkeypatch.setattr(bench, "MATRIX", 256)
    monkeypatch.setattr(bench, "PAIRS", 2)
    bench.main(tmp_path / "speed.csv")
    rows = read_table(Speed, (tmp_path / "speed.csv").read_text(encoding="utf-8"), "speed.csv")
    assert [row.pair for row in rows] == [0, 1]
    for row in rows:
        assert 0 < row.utilisation < 1
        assert 0 < row.plain_utilisation < 1
    assert f"{rows[0].parameters:,}" in capsys.readouterr().out
