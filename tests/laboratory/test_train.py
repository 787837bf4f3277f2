"""Training runs: their schedule, their scores, their determinism, and runs that fail."""

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="needs PyTorch: pip install -r lab/requirements-lab.txt")

from lab.train import LINE, WORD, Job, exact_share, learning_rate_factor, optimizer, scores, train  # noqa: E402
from lab.worlds import world  # noqa: E402
from scaling_laws.errors import UnknownKey  # noqa: E402
from what_scale_buys.measured import curve_edges  # noqa: E402

SMALL = Job("isoflop", "zipf1.5", 1e9, 16, 1)


@pytest.fixture(scope="module")
def small_run():
    torch.set_num_threads(1)
    return train(SMALL)


def test_a_run_is_a_sound_row(small_run):
    assert small_run.faults() == []
    assert small_run.status == "done"
    assert small_run.flop_6nd == pytest.approx(SMALL.budget, rel=0.02)
    assert small_run.entropy < small_run.val_loss < np.log(128)


def test_a_run_can_be_repeated(small_run):
    again = train(SMALL)
    assert (again.val_loss, again.curve) == (small_run.val_loss, small_run.curve)


def test_seeds_differ(small_run):
    other = train(Job("isoflop", "zipf1.5", 1e9, 16, 1, seed=1))
    assert other.val_loss != small_run.val_loss
    assert other.run != small_run.run


def test_the_training_curve_falls_to_the_validation_loss(small_run):
    points = small_run.training_curve
    assert len(points) == len(curve_edges(small_run.steps))
    assert points[0][1] > points[-1][1]
    assert points[-1][1] == pytest.approx(small_run.val_loss, abs=0.15)
    assert points[-1][0] < small_run.tokens


def test_a_run_that_explodes_is_kept_and_marked():
    run = train(Job("sweep", "zipf1.5", 1e9, 16, 1, learning_rate=1e4))
    assert run.status == "diverged"
    assert run.val_loss is None
    assert run.faults() == []


def test_the_learning_rate_rises_then_falls_to_nothing_with_the_run():
    for steps in (1, 2, 10, 1000):
        factors = [learning_rate_factor(step, steps) for step in range(steps)]
        assert max(factors) == 1
        assert all(0 < factor <= 1 for factor in factors)
    assert factors[49] == pytest.approx(0.5)
    assert factors[-1] == pytest.approx(1 / 901)


def test_wider_matrices_learn_more_slowly():
    from lab.model import Decoder, Shape

    groups = optimizer(Decoder(Shape(128, 2, 128, 64)), 0.01).param_groups
    assert [group["lr"] for group in groups] == [0.005, 0.01]
    assert sum(len(group["params"]) for group in groups) == len(list(Decoder(Shape(128, 2, 128, 64)).parameters()))


def test_scores_against_counting_by_hand():
    losses = np.array([[1.0, 2.0, 3.0, 2.0] * 4, [4.0, 5.0, 4.0, 3.0] * 4])
    hits = np.ones((2, 16), bool)
    hits[0, 0] = False
    found = scores(losses, hits, np.zeros((2, 16)))
    assert (found["val_loss"], found["val_loss_se"], found["val_tokens"]) == (3.0, pytest.approx(1.0), 32)
    assert (found["token_accuracy"], found["span_accuracy"]) == (31 / 32, 3 / 4)


def test_lines_and_words_are_whole():
    documents = np.frombuffer(b"abc\nxyz\n  \ncode ab(name, data)\nk", dtype=np.uint8).reshape(2, 16)
    assert [m.group() for m in LINE.finditer(documents.tobytes())] == [b"xyz\n", b"code ab(name, data)\n"]
    assert [m.group() for m in LINE.finditer(documents[0].tobytes())] == [b"xyz\n"]
    assert [m.group() for m in WORD.finditer(documents.tobytes())] == [b"code", b"name", b"data"]
    assert [m.group() for m in WORD.finditer(documents[1].tobytes())] == [b"name", b"data"]


def test_a_word_or_line_is_right_where_every_byte_is():
    documents = np.frombuffer(b"x = name + data\n", dtype=np.uint8).reshape(1, 16)
    hits = np.ones((1, 16), bool)
    assert exact_share(WORD, documents, hits) == (1.0, 2)
    hits[0, 6] = False
    assert exact_share(WORD, documents, hits) == (0.5, 2)
    assert exact_share(LINE, documents, hits) == (None, 0)


def test_an_unknown_world_names_the_nearest():
    with pytest.raises(UnknownKey, match="python"):
        world("pyton")
