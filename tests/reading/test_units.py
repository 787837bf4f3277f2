"""Units in heads and cells: the right factor, or a refusal that says what is known."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sweeps import LOSS, RUNS, D, N, assert_right, read, text

from scaling_laws.errors import InvalidArgument
from scaling_laws.fitting import read_columns
from scaling_laws.reading import AmbiguousTable
from scaling_laws.reading.heads import read_head
from scaling_laws.reading.units import parse_unit

SIZES = {
    "params (billions)": 1e9, "params (millions)": 1e6, "Parameters, in millions": 1e6, "N [1e6]": 1e6, "params_b": 1e9,
    "Params (10^6)": 1e6, "Params (10\u2076)": 1e6, "n_params (M)": 1e6, "model size (bn)": 1e9,
    "billions of parameters": 1e9,
    "Mparams": 1e6, "M params": 1e6, "Parameter (Mio)": 1e6, "params (Mrd)": 1e9, "params_millions": 1e6,
    "size in billions": 1e9, "Params (K)": 1e3, "params/1e9": 1e9, "Parameters (N)": 1.0,
}  # fmt: skip
FLOPS = {
    "compute (PF-days)": 8.64e19, "compute_pf_days": 8.64e19, "petaflop/s-days": 8.64e19,
    "train compute (PFLOP-hours)": 3.6e18,
    "compute (PF\u00b7days)": 8.64e19, "compute (petaflop/s \u00b7 days)": 8.64e19, "compute (exa)": 1e18,
    "train/total_flos": 1.0, "compute (GFLOP)": 1e9, "total_gflops": 1e9, "flops (TFLOP)": 1e12, "C (PFLOPs)": 1e15,
    "EFLOP": 1e18,
    "training compute [zettaFLOP]": 1e21, "FLOPs (1E21)": 1e21, "C (1e18 FLOP)": 1e18, "flops_1e18": 1e18,
    "training FLOPs (\u00d710^18)": 1e18, "compute_budget": 1.0, "budget": 1.0, "FLOP": 1.0,
}  # fmt: skip
TOKENS = {
    "tokens (billions)": 1e9, "D (T)": 1e12, "training_tokens_b": 1e9, "Tokens (trillions)": 1e12, "total_tokens": 1.0,
    "BTokens": 1e9, "train/num_input_tokens_seen": 1.0, "train/consumed_tokens": 1.0, "billions of tokens": 1e9,
    "tokens (B tokens)": 1e9, "dataset size (B)": 1e9,
}  # fmt: skip


@pytest.mark.parametrize("head", SIZES)
def test_units_of_parameters(head):
    assert_right(read(text([head.replace(",", " -"), "D", "loss"], zip(N / SIZES[head], D, LOSS))))


@pytest.mark.parametrize("head", TOKENS)
def test_units_of_tokens(head):
    assert_right(read(text(["N", head, "loss"], zip(N, D / TOKENS[head], LOSS))))


@pytest.mark.parametrize("head", FLOPS)
def test_units_of_compute(head):
    runs = read(text(["N", head, "loss"], zip(N, 6 * N * D / FLOPS[head], LOSS)))
    assert_right(runs)
    assert runs.compute == pytest.approx(6 * N * D)
    assert runs.compute_convention == "as given"


def test_a_petaflop_day_by_hand():
    assert parse_unit("PF-days", "compute").factor == 1e15 * 24 * 3600


@pytest.mark.parametrize(
    ("head", "unit"),
    [("loss (bits per byte)", "bits/byte"), ("val_bpb", "bits/byte"), ("loss [nats/token]", "nats/token"),
     ("log_perplexity", "nats/token"), ("valid/nll_loss", "nats/token"), ("neg_log_likelihood", "nats/token"),
     ("eval/loss (bits per token)", "bits/token"), ("loss_nats_per_byte", "nats/byte"), ("loss (nats)", "nats/token")],
)  # fmt: skip
def test_units_of_loss(head, unit):
    runs = read(text(["N", "D", head], RUNS))
    assert runs.loss_unit == unit
    assert unit in str(runs.account)


UNKNOWN = [
    ("compute (GPU-hours)", "compute"), ("compute (TFLOP/s)", "compute"), ("compute (PF-weeks)", "compute"),
    ("flops (1e18 MACs)", "compute"), ("tokens (GB)", "tokens"), ("params (MB)", "parameters"), ("loss (dB)", "loss"),
    ("loss (bits/char)", "loss"), ("tokens (1e-9)", "tokens"), ("tokens (0.001)", "tokens"), ("N (dozens)",
    "parameters"),
]  # fmt: skip


@pytest.mark.parametrize(("head", "measure"), UNKNOWN)
def test_a_unit_that_is_not_known_is_refused_with_those_that_are(head, measure):
    heads = {"parameters": "N", "tokens": "D", "loss": "loss"} | {measure: head}
    with pytest.raises(AmbiguousTable) as caught:
        read(text(list(heads.values()), [(1e9, 1e20, 2.5)] if measure == "compute" else RUNS))
    said = str(caught.value)
    assert head in said
    assert "it knows" in said.lower()
    assert f"--units {measure}=" in said


def test_units_below_the_heads_are_those_of_the_heads():
    runs = read(text("N D loss", [("M", "", "bits/byte"), *((n / 1e6, d, v) for n, d, v in RUNS)]))
    assert_right(runs)
    assert runs.loss_unit == "bits/byte"
    assert "units read from line 2" in str(runs.account)
    with pytest.raises(AmbiguousTable, match=r"\(dozens\) in 'N' is no unit"):
        read(text("N D loss", [("dozens", "B", "nats"), *RUNS]))


@pytest.mark.parametrize(("head", "both"), [("loss (bits)", "bits/byte"), ("loss (per byte)", "nats/byte")])
def test_half_a_unit_of_loss_is_refused_with_both_readings(head, both):
    with pytest.raises(AmbiguousTable, match=both):
        read(text(["N", "D", head], RUNS))
    assert read(text(["N", "D", head], RUNS), loss_unit="bits/byte").loss_unit == "bits/byte"


@pytest.mark.parametrize("head", ["log10 C", "log_flops", "ln(compute)"])
def test_logarithms_are_named(head):
    with pytest.raises(InvalidArgument, match="logarithms"):
        read(text(["N", head, "loss"], zip(N, np.log10(6 * N * D), LOSS)))


@pytest.mark.parametrize(
    "head",
    [
        "tokens per step",
        "flops_per_token",
        "tflops_per_gpu",
        "batch_tokens",
        "embedding_params",
        "d_model",
        "D / N",
        "C/6ND",
    ],
)
def test_other_quantities_are_not_taken_for_a_measure(head):
    assert all(read_head(head, measure) is None for measure in ("parameters", "tokens", "compute", "loss"))


def test_a_unit_can_be_named():
    table = text("N D loss", zip(N / 1e9, D / 1e9, LOSS))
    runs = read(table, units={"parameters": "B", "tokens": "billions"})
    assert_right(runs)
    assert "B, as named, so \u00d7 1e+09" in str(runs.account)
    with pytest.raises(InvalidArgument, match="bananas"):
        read(table, units={"tokens": "bananas"})
    with pytest.raises(InvalidArgument, match="Nearest: tokens"):
        read(table, units={"tokns": "B"})


def test_cells_carry_units_too():
    rows = [(f"{n / 1e9:g}B", f"{6 * n * d / 1e21:.9g} ZFLOP", loss) for n, d, loss in RUNS]
    assert_right(read(text("N C loss", rows)))
    rows = [(f"{n / 1e6:g}M params", f"{d / 1e9:g} billion tokens", loss) for n, d, loss in RUNS]
    assert_right(read(text("N D loss", rows)))


def test_a_unit_in_head_and_cell_is_refused():
    with pytest.raises(ValueError, match="so does its head"):
        read(text(["params (B)", "D", "loss"], [(f"{n / 1e9:g}B", d, loss) for n, d, loss in RUNS]))


@given(st.sampled_from(sorted(FLOPS)), st.floats(1e15, 1e26))
def test_any_compute_comes_back_from_any_unit(head, compute):
    table, _ = read_columns({head: [compute / FLOPS[head]], "loss": [2.5]}, ("compute", "loss"))
    assert table["compute"][0] == pytest.approx(compute, rel=1e-12)


@pytest.mark.parametrize(
    ("heads", "cells"),
    [("acc (%)", [25.4, 61]), ("accuracy", ["25.4%", "61 %"]), ("acc_pct", [25.4, 61]), ("score (0-100)", [25.4, 61]),
     ("accuracy [percent]", ["25.4%", "61%"]), ("accuracy", [0.254, 0.61])],
)  # fmt: skip
def test_percent_is_percent(heads, cells):
    table, _ = read_columns({"C": [1e20, 1e21], heads: cells}, ("compute", "score"))
    assert table["score"] == pytest.approx([0.254, 0.61])


def test_scores_up_to_a_hundred_are_asked_about():
    with pytest.raises(AmbiguousTable, match="Is it in percent"):
        read_columns({"C": [1e20, 1e21], "accuracy": [25.4, 61]}, ("compute", "score"))
    table, _ = read_columns({"C": [1e20, 1e21], "acc": [25.4, 61]}, ("compute", "score"), units={"score": "%"})
    assert table["score"] == pytest.approx([0.254, 0.61])


def test_percent_of_at_most_one_is_asked_about():
    table = {"C": [1e20, 1e21], "acc (%)": [0.254, 0.61]}
    with pytest.raises(AmbiguousTable, match="says percent.*--units score=shares"):
        read_columns(table, ("compute", "score"))
    for unit, factor in (("shares", 1), ("%", 0.01)):
        found, _ = read_columns(table, ("compute", "score"), units={"score": unit})
        assert found["score"] == pytest.approx([0.254 * factor, 0.61 * factor])


def test_percent_signs_on_some_cells_only_are_refused():
    with pytest.raises(ValueError, match="no % sign"):
        read_columns({"C": [1e20, 1e21], "accuracy": ["25%", "0.6"]}, ("compute", "score"))
