"""Which column is which, what cannot be, what belongs together, and the account of all of it."""

import hashlib
import json

import numpy as np
import pandas as pd
import pytest
from sweeps import LOSS, RUNS, D, N, assert_right, read, text

from scaling_laws.errors import InvalidArgument
from scaling_laws.fitting import BadRuns, Runs, read_columns, read_runs
from scaling_laws.fitting.public import pairs
from scaling_laws.reading import AmbiguousTable

PLAIN = text("N D loss", RUNS)

# ---- columns that compete ----

TWO = [
    ("parameters", "n_params non_embedding_params"), ("parameters", "total_params active_params"), ("loss",
    "train_loss val_loss"),
    ("loss", "loss eval/loss"), ("loss", "final_val_loss best_val_loss"), ("tokens", "tokens tokens_seen"),
    ("compute", "compute_budget achieved_flops"), ("loss", "loss bits_per_byte"),
    ("loss", "loss loss.1"), ("loss", "loss loss2"), ("loss", "loss loss_duplicated_0"),
    ("parameters", "params params.1"),
    ("loss", "c4_loss wiki_loss"), ("loss", "loss eval/code/loss"), ("loss", "val_loss lambada_nll"),
]  # fmt: skip


@pytest.mark.parametrize(("measure", "heads"), TWO)
def test_two_columns_that_differ_are_refused_by_name_and_one_can_be_chosen(measure, heads):
    first, second = heads.split()
    own = {"parameters": N, "tokens": D, "loss": LOSS, "compute": 6 * N * D}
    columns = {"N": N, "D": D, "loss": LOSS, first: own[measure], second: own[measure] * 0.8}
    columns = {
        head: cells for head, cells in columns.items() if head != {"parameters": "N", "tokens": "D"}.get(measure)
    }
    if measure == "loss" and "loss" not in heads.split():
        del columns["loss"]
    with pytest.raises(AmbiguousTable) as caught:
        read_runs(columns)
    for head in (first, second):
        assert repr(head) in str(caught.value)
    assert f"--columns {measure}=" in str(caught.value)
    assert_right(read_runs(columns, columns={measure: first}))
    other = read_runs(columns, columns={measure: second})
    name = {"compute": "flop"}.get(measure, measure)
    assert getattr(other, name) == pytest.approx(own[measure] * 0.8)


@pytest.mark.parametrize("other", ["aux_loss", "router z loss", "predicted loss", "loss_at_10k", "reducible_loss"])
def test_a_part_or_a_forecast_of_a_loss_does_not_compete(other):
    assert_right(read_runs({"N": N, "D": D, "val_loss": LOSS, other: LOSS * 0.8}))


def test_losses_of_texts_that_nobody_knows_are_asked_for_by_name():
    with pytest.raises(ValueError, match=r"--columns loss=.*it may be 'code_nll' or 'web_nll'"):
        read_runs({"N": N, "D": D, "code_nll": LOSS, "web_nll": LOSS * 0.9})


def test_two_columns_that_agree_are_one_and_the_account_says_so():
    runs = read_runs({"N": N, "D": D, "loss": LOSS, "val_loss": LOSS * (1 + 1e-6)})
    assert_right(runs)
    assert "'val_loss' holds the same values" in str(runs.account)


def test_an_empty_column_does_not_compete():
    assert_right(read_runs({"N": N, "D": D, "loss": [None] * 4, "val_loss": LOSS}))


def test_a_head_copied_with_characters_of_no_width_is_read():
    assert_right(
        read_runs({"\u200bN": N, "D\u00a0": D, "\ufeffval\u00adloss": LOSS}, columns={"loss": "\ufeffval\u00adloss"})
    )
    assert_right(read_runs({"\u200bN": N, "D\u00a0": D, "\ufeffloss": LOSS}))


def test_text_is_no_measure():
    assert_right(read_runs({"N": ["tiny", "small", "base", "large"], "n_params": N, "D": D, "loss": LOSS}))


def test_two_heads_of_one_name_are_refused():
    with pytest.raises(AmbiguousTable, match="Rename one"):
        read(text("N D loss loss", [(*row, row[2] + 1) for row in RUNS]))
    with pytest.raises(InvalidArgument, match="columns 3 and 4"):
        read(text("N D loss loss", [(*row, row[2] + 1) for row in RUNS]), columns={"loss": "loss"})


@pytest.mark.parametrize(
    ("columns", "words"),
    [({"los": "loss"}, "Nearest: loss"), ({"loss": "los"}, "Nearest: loss"), ({"loss": "D", "tokens": "D"},
     "both loss and tokens"),
     ({"loss": ""}, "by its head"), ({"loss": 3}, "by its head"), ([("loss", "loss")], "mapping")],
)  # fmt: skip
def test_columns_that_are_misspelt(columns, words):
    with pytest.raises(InvalidArgument, match=words):
        read(PLAIN, columns=columns)


@pytest.mark.parametrize(
    ("options", "words"),
    [({"decimal": ";"}, 'is "." or ","'), ({"loss_unit": "nats/tokn"}, "Nearest: nats/token"), ({"sheet": "A"},
     "no workbook"),
     ({"where": {"lss": 1}}, "Nearest: loss"), ({"where": {"loss": 99}}, "no row"), ({"tokens_per_step": 5},
     "no column of steps")],
)  # fmt: skip
def test_options_that_cannot_be(options, words):
    with pytest.raises(InvalidArgument, match=words):
        read(PLAIN, **options)


@pytest.mark.parametrize("written", ["loss", "=", "loss=", "=D", "loss=a,loss=b", "loss=a,,tokens"])
def test_pairs_that_are_malformed(written):
    with pytest.raises(InvalidArgument):
        pairs(written, "--columns")


def test_pairs_as_people_write_them():
    assert pairs('loss=val_loss, tokens="tokens, seen";label=a=b') == {
        "loss": "val_loss",
        "tokens": "tokens, seen",
        "label": "a=b",
    }
    assert pairs("") == {}


def test_what_is_missing_is_named_with_what_comes_near():
    for heads, words in (
        ("N D ppl", "perplexity"),
        ("N D pile_v2_loss", "pile_v2_loss"),
        ("N steps loss", "tokens_per_step"),
        ("N GPU-hours loss", "a time, which is no FLOP"),
        (["N", "a - loss", "b - loss"], "curves has no sizes"),
    ):
        with pytest.raises(InvalidArgument, match=words):
            read(text(heads, RUNS))
    with pytest.raises(InvalidArgument, match="it may be 'lrate'"):
        read_columns({"N": N, "lrate": D}, ("parameters", "rate"))


# ---- values that cannot be ----


@pytest.mark.parametrize(
    ("columns", "words"),
    [({"N": N / 1e9, "D": D / 1e9}, "a model of 0.01 parameters cannot be. Are these billions"), ({"N": N / 1e6},
     "millions"),
     ({"D": D / 1e9}, "a run of 1 tokens cannot be. Are these billions"), ({"loss": LOSS * 1e4}, "decimal comma"),
     ({"loss": np.exp(LOSS * 1.5)}, "perplexity"), ({"N": N * 1e9}, "cannot be"), ({"D": D * 1e6},
     "tokens for each parameter"),
     ({"C": 6 * N * D / 1e9}, "6 N D"), ({"C": 6 * N * D / 8.64e19}, "PF-days")],
)  # fmt: skip
def test_values_that_cannot_be_are_asked_about(columns, words):
    table = {"N": N, "D": D, "loss": LOSS, **columns}
    with pytest.raises(AmbiguousTable, match=words) as caught:
        read_runs(table)
    assert "--accept-unusual" in str(caught.value)
    runs = read_runs(table, accept_unusual=True)
    assert runs.parameters == pytest.approx(table["N"])
    assert "not questioned" in str(runs.account)


def test_mixed_units_of_two_columns_are_asked_about():
    with pytest.raises(AmbiguousTable, match="tokens for each parameter"):
        read_runs({"N": [1300, 2700, 6700], "C": [1e21, 2e21, 3e21], "loss": [2.6, 2.5, 2.4]})


def test_a_single_such_value_is_a_bad_row_of_its_line():
    with pytest.raises(BadRuns, match="line 6, loss: a loss of 60,000 nats/token cannot be"):
        read(PLAIN + "2e9,2e10,60000\n")
    assert_right(read(PLAIN + "2e9,2e10,60000\n", drop_bad=True))


@pytest.mark.parametrize(
    ("cell", "words"),
    [("true", "is true, not a number"), ("", "is empty"), ("n/a", "is empty .'n/a'"), ("4.1 \u00b1 0.1",
     "is not a number"),
     ("0x1F", "is not a number"), ("25%", "is not a number"), ("-", "is empty"), ("1e999", "is infinite"),
     ("0", "not positive"), ("#REF!", "not a number")],
)  # fmt: skip
def test_cells_without_a_usable_number(cell, words):
    with pytest.raises(BadRuns, match=f"line 6, loss: .*{words}.*;"):
        read(PLAIN + f"2e9,2e10,{cell}\n")


@pytest.mark.parametrize("value", [True, None, float("nan"), [1, 2], {}, np.bool_(True), 10**400])
def test_objects_without_a_usable_number(value):
    with pytest.raises(BadRuns, match="row 5, loss"):
        read_runs({"N": [*N, 1e9], "D": [*D, 1e10], "loss": [*LOSS, value]})


def test_scores_above_one_among_shares_are_bad_rows():
    with pytest.raises(BadRuns, match="row 3, score: 61 is more than a perfect score"):
        read_columns({"C": [1e20, 1e21, 1e22], "acc": [0.2, 0.5, 61]}, ("compute", "score"))


# ---- compute ----


def test_compute_is_kept_and_set_against_6ND():
    close = read_runs({"N": N, "D": D, "C": 6.3 * N * D, "loss": LOSS})
    assert "compute against 6 N D: within 5 %" in str(close.account)
    far = read_runs({"N": N, "D": D, "flops": N * D * [6, 9, 12, 60], "loss": LOSS})
    assert "1 to 10 times it, 1.75 in the middle; kept as given" in str(far.account)
    assert far.compute == pytest.approx(N * D * [6, 9, 12, 60])
    assert_right(far)
    assert (
        read_runs({"N": N, "D": D, "C": 9 * N * D, "loss": LOSS}, columns={"compute": None}).compute_convention
        == "6 N D"
    )


def test_compute_travels_with_its_runs():
    runs = Runs(N, D, LOSS, flop=7 * N * D, loss_error=LOSS / 10, clusters=np.arange(4))
    part = runs.take(LOSS < 3)
    assert part.compute == pytest.approx(7 * part.parameters * part.tokens)
    assert part.clusters.tolist() == [2, 3]
    in_bits = runs.in_unit("bits/token")
    assert in_bits.loss_error / in_bits.loss == pytest.approx(0.1)
    with pytest.raises(InvalidArgument):
        Runs(N, D, LOSS, flop=[1.0])


@pytest.mark.parametrize("missing", ["parameters", "tokens", "compute"])
def test_the_third_measure_follows_and_the_account_says_so(missing):
    own = {"parameters": N, "tokens": D, "compute": 6 * N * D}
    columns = {measure: cells for measure, cells in own.items() if measure != missing} | {"loss": LOSS}
    assert_right(read_runs(columns))
    table, _ = read_columns(columns, (missing, "loss"))
    assert sorted(table) == sorted([missing, "loss"])
    assert table[missing] == pytest.approx(own[missing])
    assert f"{missing}: {'6 N D' if missing == 'compute' else 'C / (6'}" in str(table.account)


def test_epochs_follow_from_unique_tokens():
    columns = {"params": N, "tokens": D, "unique tokens": D / [1, 4, 2.5, 1 / 3], "loss": LOSS}
    table, _ = read_columns(columns, ("parameters", "tokens", "epochs", "loss"))
    assert table["epochs"] == pytest.approx([1, 4, 2.5, 1])
    assert "epochs: tokens over unique tokens" in str(table.account)


# ---- replicates, labels, errors ----


def test_equal_losses_of_different_seeds_stay_and_are_drawn_together():
    runs = read(text("N D loss seed", [(*row, seed) for row in RUNS for seed in (0, 1, 2)]))
    assert len(runs) == 12
    assert len(np.unique(runs.groups)) == 4
    assert runs.labels is None
    assert "3 seeds; the replicates of each of 4 settings" in str(runs.account)


def test_equal_rows_of_different_labels_stay():
    runs = read(text("run N D loss", [(f"r{k}", *RUNS[k // 2]) for k in range(8)]))
    assert len(runs) == len(np.unique(runs.labels)) == 8


def test_replicates_without_a_seed_stay_where_most_settings_have_them():
    runs = read(text("N D loss", [row for row in RUNS for _ in range(2)]))
    assert len(runs) == 8
    assert len(np.unique(runs.groups)) == 4
    assert "kept as replicates" in str(runs.account)


def test_a_single_equal_row_is_named_with_both_readings():
    with pytest.raises(BadRuns, match="line 6, row: repeats line 2; delete it if it is a copy; if it is another seed"):
        read(PLAIN + "1e7,1e9,4.1\n".replace("1e7", "10000000.0").replace("1e9", "1000000000.0"))


def test_a_copy_with_its_label_is_a_copy():
    rows = [(f"r{k}", *row) for k, row in enumerate(RUNS)]
    with pytest.raises(BadRuns, match="line 6, row: repeats line 2; delete one of the two"):
        read(text("run N D loss", [*rows, rows[0]]))


def test_seeds_of_a_label_are_curves_of_their_own_and_drawn_together():
    rows = [
        (run, seed, n, d, 4 - 0.1 * k)
        for run, n in (("a", 1e7), ("b", 1e8))
        for seed in (0, 1)
        for k, d in enumerate((1e9, 2e9))
    ]
    runs = read(text("run seed N D loss", rows))
    assert len(np.unique(runs.labels)) == 4
    assert sorted(np.unique(runs.groups)) == ["a", "b"]


def test_one_label_for_all_groups_nothing():
    runs = read(text("run N D loss", [("all", *row) for row in RUNS]))
    assert runs.labels is None
    assert "groups nothing" in str(runs.account)


@pytest.mark.parametrize(
    "head",
    [
        "loss_sem",
        "sem",
        "\u00b1",
        "loss \u00b1",
        "loss_se",
        "loss_stderr",
        "std_err",
        "loss std",
        "loss standard error",
    ],
)
def test_a_standard_error_becomes_weights(head):
    error = np.array([0.01, 0.02, 0.02, 0.04])
    runs = read_runs({"N": N, "D": D, "loss": LOSS, head: error})
    weights = (LOSS / error) ** 2
    assert runs.weights == pytest.approx(weights / weights.mean())
    assert f'error \u2190 "{head}"' in str(runs.account)


@pytest.mark.parametrize(
    ("low", "high", "width"),
    [("loss_lower", "loss_upper", 1.959964), ("loss_ci95_low", "loss_ci95_high", 1.959964),
     ("lower 95%", "upper 95%", 1.959964), ("loss (95% low)", "loss (95% high)", 1.959964),
     ("lower_loss", "upper_loss", 1.959964), ("loss (90% low)", "loss (90% high)", 1.644854),
     ("loss_p5", "loss_p95", 1.644854), ("loss_q025", "loss_q975", 1.959964), ("loss 2.5%", "loss 97.5%", 1.959964)],
)  # fmt: skip
def test_bounds_become_weights(low, high, width):
    half = np.array([0.01, 0.02, 0.02, 0.04])
    runs = read_runs({"N": N, "D": D, "loss": LOSS, low: LOSS - half, high: LOSS + half})
    assert_right(runs)
    assert runs.loss_error == pytest.approx(half / width, rel=1e-6)


def test_errors_of_a_loss_in_percent_are_refused():
    with pytest.raises(InvalidArgument, match="'loss_sem' holds errors of the loss in percent"):
        read_runs({"N": N, "D": D, "loss": LOSS, "loss_sem": ["1%"] * 4})


def test_bounds_that_do_not_hold_the_loss_are_bad():
    with pytest.raises(BadRuns, match="row 1, bounds"):
        read_runs({"N": N, "D": D, "loss": LOSS, "loss_low": LOSS + 0.1, "loss_high": LOSS + 0.2})


def test_the_error_of_another_loss_is_not_used():
    table = {"N": N, "D": D, "train_loss": LOSS - 0.2, "val_loss": LOSS, "train_loss_sem": LOSS / 9}
    runs = read_runs(table, columns={"loss": "val_loss"})
    assert runs.weights is None
    assert '"train_loss_sem"' in str(runs.account).split("not used")[1]


def test_weights_as_given_and_none_as_asked():
    table = {"N": N, "D": D, "loss": LOSS, "weight": [1, 2, 3, 2], "loss_sem": LOSS / 50}
    assert read_runs(table).weights == pytest.approx([0.5, 1, 1.5, 1])
    assert read_runs(table, columns={"weight": "-", "error": "-"}).weights is None
    by_column, _ = read_columns(table, ("compute", "loss"))
    assert by_column.weights == pytest.approx([0.5, 1, 1.5, 1])


# ---- rows that are no runs ----


@pytest.mark.parametrize("heads", ["run N D loss", ["", "N", "D", "loss"], "optimizer N D loss"])
@pytest.mark.parametrize("word", ["Total", "mean", "Average:", "count"])
def test_a_sum_at_the_end_is_no_run(heads, word):
    rows = [(f"r{k}", *row) for k, row in enumerate(RUNS)]
    content = text(heads, [*rows, (word, N.sum(), D.sum(), LOSS.mean())])
    with pytest.raises(BadRuns, match=f"line 6, .*{word}.*a summary of runs is no run; delete the row"):
        read(content)
    assert_right(read(content, drop_bad=True))


def test_sums_that_a_frame_carries_in_its_index_are_no_runs():
    frame = pd.DataFrame({"N": N, "D": D, "loss": LOSS})
    with pytest.raises(BadRuns, match="has 8 unusable"):
        read_runs(pd.concat([frame, frame.describe()]))


def test_words_of_sums_may_name_a_kind_of_run():
    for kinds in (["mean", "max", "mean", "max"], ["cls", "mean", "cls", "mean"]):
        assert_right(read(text("pooling N D loss", [(kind, *row) for kind, row in zip(kinds, RUNS)])))


# ---- the account ----


def test_the_account_says_everything_in_a_few_lines(tmp_path):
    path = tmp_path / "sweep.tsv"
    path.write_text(
        "# May\n"
        + text(
            ["params (M)", "tokens_b", "val_loss", "note"],
            [(10, 1, 4.1, "a"), (100, 5, 3.2, "b"), (7, 1, -1, "c")],
            "\t",
        )
    )
    runs = read_runs(path, drop_bad=True)
    assert str(runs.account).splitlines() == [
        f"read {path}: 2 runs of 3 rows (sha256 {hashlib.sha256(path.read_bytes()).hexdigest()[:12]})",
        '  parameters \u2190 "params (M)": m, so \u00d7 1e+06; the head does not say whether embeddings count',
        '  tokens \u2190 "tokens_b": b, so \u00d7 1e+09',
        '  loss \u2190 "val_loss": nats/token, since the head names no unit; validation',
        "  compute: 6 N D",
        "  N 1e+07 to 1e+08; D 1e+09 to 5e+09; C 6e+16 to 3e+18; loss 3.2 to 4.1",
        "  cells between tabs",
        "  1 comment line left out (line 1)",
        '  not used: "note"',
        "  left out: line 5, loss: -1 is not positive; check the sign and the column",
    ]


def test_the_account_goes_into_json():
    record = json.loads(json.dumps(read(PLAIN).account.as_dict()))
    assert record["sha256"] == hashlib.sha256(PLAIN.encode()).hexdigest()
    assert record["columns"][0] == {
        "measure": "parameters", "head": "N", "unit": "the head does not say whether embeddings count", "named": False,
    }  # fmt: skip
    assert record["ranges"]["loss"] == [2.4, 4.1]
    assert record["runs"] == 4


def test_frames_of_other_values_have_another_hash():
    first, second = (read_runs({"N": N, "D": D, "loss": LOSS + shift}).account.sha256 for shift in (0, 0.1))
    assert len(first) == 64
    assert first != second


def test_any_column_can_be_read_by_its_head():
    table, _ = read_columns(
        {"N": N, "peak lr": [1, 2, 3, 4], "optimizer": list("abab"), "batch_tokens": D}, ("N", "peak_lr"),
        ("batch_tokens",),
        text=("optimizer",),
    )  # fmt: skip
    assert table["peak_lr"].tolist() == [1, 2, 3, 4]
    assert table["optimizer"].tolist() == list("abab")
    assert list(table) == ["N", "peak_lr", "batch_tokens", "optimizer"]


@pytest.mark.parametrize(
    "head",
    [
        "config/n_params",
        "config.n_params.value",
        "nParams",
        "# Params",
        "model-parameters",
        "n_params ",
        "$N$",
        "params \u2191",
    ],
)
def test_heads_as_tools_write_them(head):
    assert_right(read(text([head, "train/total_tokens", "eval/loss"], RUNS)))


@pytest.mark.parametrize(
    ("head", "kind"),
    [("non_embedding_params", "without embeddings"), ("N_wo_embed", "without embeddings"), ("total_params",
     "all of them"),
     ("params (non-emb.)", "without embeddings"), ("params w/ embeddings", "with embeddings"), ("active_params",
     "active per token"),
     ("params", "does not say whether embeddings count")],
)  # fmt: skip
def test_the_account_says_which_parameters_count(head, kind):
    first = str(read(text([head, "D", "loss"], RUNS)).account).splitlines()[1]
    assert first.endswith(kind)


def test_columns_that_may_have_changed_places_are_asked_for():
    swapped = {"params": [5e7, 2e8, 8e9], "tokens": [1e7, 3e7, 1e9], "loss": [6.3, 4.9, 2.9]}
    with pytest.raises(AmbiguousTable, match="fewer tokens.*parameters=tokens,tokens=params"):
        read_runs(swapped)
    named = {"parameters": "tokens", "tokens": "params"}
    assert read_runs(swapped, columns=named).tokens.tolist() == swapped["params"]
    one_larger = {**swapped, "tokens": [1e7, 3e7, 9e9]}
    assert read_runs(one_larger).tokens.tolist() == one_larger["tokens"]


@pytest.mark.parametrize(
    ("cell", "cure"),
    [("3.1 ± 0.02", "column of its own"), ("3.1(2)", "column of its own"), ("310%", "percent belong to scores")],
)
def test_a_cell_with_more_than_a_number_is_refused_with_its_cure(cell, cure):
    with pytest.raises(BadRuns, match=cure):
        read_runs({"N": [1e8, 2e8], "D": [1e9, 2e9], "loss": ["3.3", cell]})
    with pytest.raises((BadRuns, InvalidArgument), match=cure):
        read_runs({"N": [1e8, 2e8], "D": [1e9, 2e9], "loss": [cell, cell]})


def test_steps_become_tokens_in_any_reading():
    table = {"N": [1e8, 2e8], "steps": [1000, 2000], "loss": [3.3, 3.1]}
    read, _ = read_columns(table, ["tokens", "loss"], tokens_per_step=5e5)
    assert read["tokens"].tolist() == [5e8, 1e9]
    assert read_runs(table, tokens_per_step=5e5).tokens.tolist() == [5e8, 1e9]
    with pytest.raises(InvalidArgument, match="tokens-per-step"):
        read_runs(table)


def test_the_product_that_a_step_holds_is_named():
    table = {"N": N, "steps": D / 1e6, "batch_size": [512] * 4, "seq_len": [2048] * 4, "loss": LOSS}
    with pytest.raises(InvalidArgument, match="'batch_size' times 'seq_len'"):
        read_runs(table)


def test_a_table_for_another_law_is_told_which():
    with pytest.raises(InvalidArgument, match="--law power-with-floor --against compute"):
        read_runs({"flops": [1e18, 1e19], "loss": [3.3, 3.1]})
    with pytest.raises(InvalidArgument, match="--law score"):
        read_runs({"C": [1e18, 1e19], "accuracy": [0.3, 0.4]})
