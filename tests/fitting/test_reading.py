"""Tables as people write them, and a report for every line that cannot be used."""

import gzip
import io
import json

import numpy as np
import pandas as pd
import pytest
from designs import scattered

from scaling_laws.errors import InvalidArgument
from scaling_laws.fitting import BadRuns, Runs, parse_number, read_runs


@pytest.mark.parametrize(
    ("text", "value"),
    [("6e9", 6e9), ("6B", 6e9), ("6 billion", 6e9), ("6,000,000", 6e6), ("1.5T", 1.5e12), ("350m", 3.5e8), (" 7 ", 7.0),
     (".5", 0.5), ("2_000", 2000.0), (3, 3.0), (np.float32(2), 2.0), ("-1", -1.0)],
)  # fmt: skip
def test_numbers_as_people_write_them(text, value):
    assert parse_number(text) == pytest.approx(value)


@pytest.mark.parametrize("text", ["six", "6 bananas", "", "1.2.3", "6B7", "0x10"])
def test_other_text_is_no_number(text):
    with pytest.raises(ValueError):
        parse_number(text)


@pytest.mark.parametrize(
    "table",
    [
        "N,D,loss\n1e9,2e10,2.5\n2B,40B,2.3\n",
        "params\ttokens\tval_loss\n1e9\t2e10\t2.5\n2e9\t4e10\t2.3\n",
        "Model Size (B),Pretraining Data Size (B),Final Loss\n1,20,2.5\n2,40,2.3\n",
        "n_params,flops,loss\n1e9,1.2e20,2.5\n2e9,4.8e20,2.3\n",
        "tokens,compute,loss\n2e10,1.2e20,2.5\n4e10,4.8e20,2.3\n",
        "\ufeffN,D,C,loss\n1e9,2e10,1.2e20,2.5\n\n2e9,4e10,4.8e20,2.3\n",
        '{"N": 1e9, "D": 2e10, "loss": 2.5}\n{"N": 2e9, "D": 4e10, "loss": 2.3}\n',
        "params,steps,loss\n1e9,20,2.5\n2e9,40,2.3\n",
    ],
)
def test_headers_as_people_write_them(table, tmp_path):
    path = tmp_path / "runs.csv"
    path.write_text(table, encoding="utf-8")
    runs = read_runs(path, tokens_per_step=1e9 if "steps" in table else None)
    assert runs.parameters == pytest.approx([1e9, 2e9])
    assert runs.tokens == pytest.approx([2e10, 4e10])
    assert runs.loss == pytest.approx([2.5, 2.3])


def test_gzip_open_text_and_frames(tmp_path):
    table = "N,D,loss\n1e9,2e10,2.5\n"
    path = tmp_path / "runs.csv.gz"
    path.write_bytes(gzip.compress(table.encode()))
    frame = pd.DataFrame({"params": [1e9], "tokens": [2e10], "loss": [2.5]})
    for source in (path, str(path), io.StringIO(table), frame):
        assert read_runs(source).loss.tolist() == [2.5]


def test_named_columns_labels_and_selection(tmp_path):
    path = tmp_path / "runs.csv"
    path.write_text("who,kind,p,t,l\na,x,1e9,2e10,2.5\nb,y,2e9,4e10,2.3\n")
    columns = {"parameters": "p", "tokens": "t", "loss": "l", "label": "who"}
    runs = read_runs(path, columns=columns, where={"kind": "y"})
    assert runs.labels.tolist() == ["b"]
    with pytest.raises(InvalidArgument, match="who, kind, p, t, l"):
        read_runs(path)
    with pytest.raises(InvalidArgument, match="who, kind"):
        read_runs(path, columns={**columns, "loss": "nope"})
    with pytest.raises(InvalidArgument):
        read_runs(path, columns=columns, where={"nope": "y"})


BAD = """N,D,loss
1e9,2e10,2.5
1e9,2e10,-2.5
1e9,nan,2.5
many,2e10,2.5
1e9,2e10,inf
1e9,2e10,2.5
1e9,,2.5
2e9,4e10,2.3
"""


def test_every_bad_row_is_reported_with_its_line():
    with pytest.raises(BadRuns) as caught:
        read_runs(io.StringIO(BAD))
    lines = {row.line: str(row) for row in caught.value.rows}
    assert sorted(lines) == [3, 4, 5, 6, 7, 8]
    words = {3: "not positive", 4: "NaN", 5: "'many' is not a number", 6: "infinite", 7: "repeats line 2", 8: "empty"}
    for line, word in words.items():
        assert f"line {line}" in lines[line]
        assert word in lines[line]
        assert ";" in lines[line], "each line says what to do"


def test_dropping_is_asked_for_and_recorded():
    runs = read_runs(io.StringIO(BAD), drop_bad=True)
    assert len(runs) == 2
    assert [row.line for row in runs.dropped] == [3, 4, 5, 6, 7, 8]


def test_a_table_without_usable_rows_is_refused():
    with pytest.raises(InvalidArgument, match="no usable row"):
        read_runs(io.StringIO("N,D,loss\n1e9,2e10,-1\n"), drop_bad=True)


def test_broken_json_is_named_by_line():
    with pytest.raises(BadRuns, match="line 2"):
        read_runs(io.StringIO('{"N": 1e9, "D": 2e10, "loss": 2.5}\n{oops\n'))


@pytest.mark.parametrize(
    ("head", "unit"),
    [("loss", "nats/token"), ("bits_per_byte", "bits/byte"), ("loss (bits/token)", "bits/token"), ("bpb", "bits/byte")],
)
def test_the_head_tells_the_unit_of_loss(head, unit):
    assert read_runs(io.StringIO(f"N,D,{head}\n1e9,2e10,0.9\n")).loss_unit == unit
    assert read_runs(io.StringIO(f"N,D,{head}\n1e9,2e10,0.9\n"), loss_unit="nats/byte").loss_unit == "nats/byte"


def test_units_convert_and_come_back():
    runs = Runs([1e9], [2e10], [0.9], "bits/byte")
    nats = runs.in_unit("nats/token", bytes_per_token=4.0)
    assert nats.loss[0] == pytest.approx(0.9 * np.log(2) * 4)
    assert nats.in_unit("bits/byte", bytes_per_token=4.0).loss == pytest.approx(runs.loss)
    with pytest.raises(InvalidArgument, match="bytes"):
        runs.in_unit("nats/token")


@pytest.mark.parametrize("bad", [{"loss": [1, 2]}, {"loss": [-1.0]}, {"loss_unit": "joules"}, {"parameters": ["x"]}])
def test_arrays_are_checked(bad):
    with pytest.raises(InvalidArgument):
        Runs(**{"parameters": [1e9], "tokens": [2e10], "loss": [2.0], **bad})


def test_two_of_three_measures_are_needed():
    with pytest.raises(InvalidArgument, match="two of"):
        Runs.of(parameters=[1e9], loss=[2.0])


def test_runs_survive_a_file(tmp_path):
    runs = scattered(20)
    path = tmp_path / "runs.jsonl"
    rows = zip(runs.parameters, runs.tokens, runs.loss, strict=True)
    path.write_text("\n".join(json.dumps({"params": n, "tokens": d, "loss": loss}) for n, d, loss in rows))
    assert read_runs(path).loss.tolist() == runs.loss.tolist()
