"""Files and objects of every shape give the same four runs, or an error with source, cause and cure."""

import bz2
import gzip
import io
import json
import lzma
import sys
import tarfile
import zipfile
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest
from sweeps import LOSS, RUNS, D, N, assert_right, read, text

from scaling_laws.fitting import BadRuns, read_columns, read_runs
from scaling_laws.reading import AmbiguousTable, MissingExtra, MissingTable, UnreadableTable

PLAIN = text("N D loss", RUNS)
BARS = "| N | D | loss |\n|---|--:|:--|\n" + "".join(f"| {n:g} | {d:g} | {v:g} |\n" for n, d, v in RUNS)
EUROPEAN = text(
    "N D loss", [(f"{n:,.0f}".replace(",", "."), f"{d:.0f}", f"{v:.2f}".replace(".", ",")) for n, d, v in RUNS], ";"
)
ARABIC = {ord("0") + k: 0x0660 + k for k in range(10)}
DELIMITED = {
    "commas": PLAIN,
    "semicolons": text("N D loss", RUNS, ";"),
    "tabs": text("N D loss", RUNS, "\t"),
    "bars": text("N D loss", RUNS, "|"),
    "a Markdown table": BARS,
    "spaces": text("N D loss", RUNS, " "),
    "aligned columns": "    N       D    loss\n" + "".join(f"{n:8g}  {d:8g}  {v:g}\n" for n, d, v in RUNS),
    "commas and spaces": text("N D loss", RUNS, ", "),
    "lone carriage returns": PLAIN.replace("\n", "\r"),
    "carriage returns and line feeds": PLAIN.replace("\n", "\r\n"),
    "comment lines": "# from a log\n" + PLAIN + "# the end\n",
    "a comment between": PLAIN.replace("loss\n", "loss\n# 1e6,1e9,9\n"),
    "slashes for comments": "// from a log\n" + PLAIN,
    "a head behind a mark": "# " + PLAIN,
    "a title line": "Sweep of May\n\n" + PLAIN,
    "a title of as many words as the cells have": "Sweep of May\n"
    + text(["number of params", "D", "loss"], [(f"{n:,.0f}".replace(",", " "), d, v) for n, d, v in RUNS]),
    "a padded title line": "Sweep of May,,\n" + PLAIN,
    "Excel's hint": "sep=;\n" + text("N D loss", RUNS, ";"),
    "trailing commas": PLAIN.replace("\n", ",\n"),
    "an index column": text(["", "N", "D", "loss"], [(k, *row) for k, row in enumerate(RUNS)]),
    "quoted thousands": text("N D loss", [(f'"{n:,.0f}"', f'"{d:,.0f}"', v) for n, d, v in RUNS]),
    "thin spaces": text("N D loss", [(f"{n:,.0f}".replace(",", "\u2009"), d, v) for n, d, v in RUNS]),
    "narrow no-break spaces": text("N D loss", [(f"{n:,.0f}".replace(",", "\u202f"), d, v) for n, d, v in RUNS]),
    "a comma in a quoted note": text("N D loss note", [(*row, '"good, long"') for row in RUNS]),
    "semicolons for comments": "; from a log\n" + PLAIN.replace("loss\n", "loss\n; note, here\n"),
    "percent signs for comments": "% from a log, of May\n" + PLAIN,
    "REM for comments": "REM sweep, of, May\n" + PLAIN,
    "an index column between semicolons": text(["", "N", "D", "loss"], [(k, *row) for k, row in enumerate(RUNS)], ";"),
    "lines above the heads": "---\ntitle: May\n---\nSweep, of, May\n" + PLAIN,
    "joined files": PLAIN.replace("\n1000000000.0", "\nN,D,loss\n1000000000.0"),
    "joined files with their marks": PLAIN.replace("\n1000000000.0", "\n\ufeffN,D,loss\n1000000000.0"),
    "units below the heads": text(
        "N D loss", [("M", "[B]", "nats/token"), *((n / 1e6, d / 1e9, v) for n, d, v in RUNS)]
    ),
    "types below the heads": text("N D loss", [("int", "int", "float"), *RUNS]),
    "a Markdown page": "# Results\n\nA sentence.\n\n" + BARS,
    "digits of another script": text("N D loss", [(f"{n:.0f}".translate(ARABIC), d, v) for n, d, v in RUNS]),
    "apostrophes": text(
        "N D loss", [(f"{n:,.0f}".replace(",", "'"), f"{d:,.0f}".replace(",", "\u2019"), v) for n, d, v in RUNS]
    ),
    "ruled lines": "+---+---+---+\n" + BARS.replace("|---|--:|:--|", "+===+===+===+") + "+---+---+---+\n",
    "a line break in a quoted note": text("N D loss note", [(*row, '"good\nlong"') for row in RUNS]),
}
FRAME = pd.DataFrame({"N": N, "D": D, "loss": LOSS})
RECORDS = FRAME.to_dict("records")
NESTED = [{"config": {"n_params": n}, "summary": {"tokens": d, "eval/loss": v}, "name": f"r{n}"} for n, d, v in RUNS]
LOGGED = [{"config": {"n_params": {"desc": None, "value": n}}, "tokens": d, "eval": {"loss": v}} for n, d, v in RUNS]
JSON = {
    "an array": json.dumps(RECORDS, indent=1),
    "lines": FRAME.to_json(orient="records", lines=True),
    "columns": json.dumps({"N": N.tolist(), "D": D.tolist(), "loss": LOSS.tolist()}),
    "columns by row": FRAME.to_json(),
    "split": FRAME.to_json(orient="split"),
    "rows by name": FRAME.set_axis(list("abcd")).to_json(orient="index"),
    "table schema": FRAME.to_json(orient="table"),
    "rows under a head": json.dumps([["N", "D", "loss"], *map(list, RUNS)]),
    "a list under a key": json.dumps({"made": "May", "runs": RECORDS}),
    "nested keys": json.dumps(NESTED),
    "nested values": json.dumps(LOGGED),
    "deep keys": json.dumps(
        [{"config": {"model": {"n_params": n}, "data": {"n_tokens": d}}, "loss": v} for n, d, v in RUNS]
    ),
    "records by name under a key": json.dumps({"runs": {f"r{k}": row for k, row in enumerate(RECORDS)}}),
    "lists one after the other": json.dumps(RECORDS[:1]) + "\n" + json.dumps(RECORDS[1:]),
    "records over several lines": "\n".join(json.dumps(row, indent=1) for row in RECORDS),
    "lines that end in commas": "".join(json.dumps(row) + ",\n" for row in RECORDS),
    "comments before": "# made in May\n// by hand\n" + json.dumps(RECORDS),
    "histories": json.dumps([{"N": n, "history": [{"D": d, "loss": v}]} for n, d, v in RUNS]),
    "numbers as text": json.dumps([{"N": f"{n:,.0f}", "D": f"{d:g}", "loss": str(v)} for n, d, v in RUNS]),
}


@pytest.mark.parametrize("kind", DELIMITED)
def test_delimited_text(kind):
    assert_right(read(DELIMITED[kind]))


@pytest.mark.parametrize("kind", JSON)
def test_json(kind):
    assert_right(read(JSON[kind]))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le"])
def test_encodings_that_show(encoding):
    assert_right(read(text(["N", "D", "loss", "größe"], [(*row, "é") for row in RUNS], "\t").encode(encoding)))


def test_other_encodings_are_named():
    content = text(["N", "D", "loss", "größe"], [(*row, "é") for row in RUNS]).encode("cp1252")
    with pytest.raises(UnreadableTable, match=r"line 1 .*0xF6.*cp1252"):
        read(content)
    assert_right(read(content, encoding="cp1252"))
    with pytest.raises(UnreadableTable, match="cp125x"):
        read(content, encoding="cp125x")


@pytest.mark.parametrize("kind", ["gzip", "bzip2", "xz", "zip"])
def test_packed_files(kind, tmp_path):
    path = tmp_path / "runs.csv.packed"
    if kind == "zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("runs.csv", PLAIN)
            archive.writestr("__MACOSX/._runs.csv", "x")
    else:
        path.write_bytes({"gzip": gzip, "bzip2": bz2, "xz": lzma}[kind].compress(PLAIN.encode()))
    runs = read_runs(path)
    assert_right(runs)
    assert kind in str(runs.account)


def test_standard_input(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(PLAIN.encode("utf-16"))))
    runs = read_runs("-")
    assert_right(runs)
    assert runs.name == "standard input"


class Frame:
    """What polars offers of a frame, as far as the reader uses it."""

    columns = ("N", "D", "loss")

    def iter_rows(self):
        return iter(RUNS)


@dataclass
class Run:
    """A run as a program of somebody's may keep it."""

    N: float
    D: float
    loss: float


class Lazy:
    def collect(self):
        return Frame()

    def collect_schema(self):
        raise AssertionError


@pytest.mark.parametrize(
    "source",
    [FRAME, FRAME.assign(run=list("abcd")).set_index("run"), FRAME.set_index(["N", "D"]), FRAME.convert_dtypes(),
     Frame(), Lazy(), RECORDS, tuple(RECORDS), {"N": N, "D": D.tolist(), "loss": tuple(LOSS)}, NESTED,
     np.rec.fromarrays([N, D, LOSS], names="N,D,loss"), [["N", "D", "loss"], *RUNS],
     pd.DataFrame({"config": [{"n_params": n, "n_tokens": d} for n, d, _ in RUNS], "loss": LOSS}),
     list(FRAME.itertuples(index=False)), [Run(*row) for row in RUNS],
     FRAME.set_axis(pd.MultiIndex.from_tuples([("N", ""), ("D", ""), ("loss", "mean")]), axis=1)],
    ids=["pandas", "index", "two indices", "pandas types", "polars", "lazy", "records", "tuple", "columns", "nested",
         "structured", "rows", "mappings in cells", "named tuples", "dataclasses", "heads of two levels"],
)  # fmt: skip
def test_objects(source):
    assert_right(read_runs(source))


def test_lists_of_records_that_hold_no_loss_make_no_rows():
    assert_right(read_runs([{**row, "tags": [{"name": "a"}, {"name": "b"}]} for row in RECORDS]))


def test_a_run_that_is_crossed_out_is_no_row_of_units():
    with pytest.raises(BadRuns, match="line 2, parameters: 'x' is not a number"):
        read(text("N D loss", [("x", "x", "x"), *RUNS]))


def test_a_generator_of_records():
    assert_right(read_runs(record for record in RECORDS))


def test_polars_frames():
    polars = pytest.importorskip("polars")
    frame = polars.DataFrame({"N": N, "D": D, "loss": LOSS})
    assert_right(read_runs(frame))
    assert_right(read_runs(frame.lazy()))


def test_parquet(tmp_path):
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    table = pyarrow.table({"N": N, "D": D, "loss": LOSS})
    parquet.write_table(table, tmp_path / "runs.parquet")
    assert_right(read_runs(tmp_path / "runs.parquet"))
    assert_right(read_runs(table))
    whole = (tmp_path / "runs.parquet").read_bytes()
    with pytest.raises(UnreadableTable, match="damaged"):
        read(whole[: len(whole) // 2])


@pytest.fixture
def workbook():
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in (["Sweep of May"], ["N", "D", "loss"], *map(list, RUNS)):
        book.active.append(row)
    return book


def saved(book):
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_workbooks(workbook):
    assert_right(read(saved(workbook)))
    workbook.create_sheet("notes").append(["none"])
    with pytest.raises(AmbiguousTable, match="Sheet, notes"):
        read(saved(workbook))
    assert_right(read(saved(workbook), sheet="Sheet"))
    with pytest.raises(UnreadableTable, match="Sheet, notes"):
        read(saved(workbook), sheet="Shet")
    with pytest.raises(UnreadableTable, match="damaged|cut short"):
        read(saved(workbook)[:-200])


def test_a_workbook_with_titles_merged_cells_and_a_hidden_sheet(workbook):
    sheet = workbook.active
    sheet.insert_rows(2, 2)
    sheet["A3"] = "by hand"
    sheet.insert_cols(1)
    for row, name in enumerate(["run", "a", None, "b", None], 4):
        sheet.cell(row, 1, name)
    sheet.merge_cells("A5:A6")
    sheet.merge_cells("A7:A8")
    sheet.row_dimensions[6].hidden = True
    workbook.create_sheet("old").append(["none"])
    workbook["old"].sheet_state = "hidden"
    runs = read(saved(workbook))
    assert_right(runs)
    assert runs.labels.tolist() == ["a", "a", "b", "b"]
    assert "hidden rows are read too: 6" in str(runs.account)
    assert "hidden sheets not read: old" in str(runs.account)
    assert "rows above the heads left out: 1, 3" in str(runs.account)


def test_a_formula_without_its_value_is_named(workbook):
    workbook.active.append(["=1e8*2", 1e9, 3.0])
    with pytest.raises(BadRuns, match="row 7, parameters: '=1e8.2' is not a number; a formula without its value"):
        read(saved(workbook))


def test_percent_cells_of_a_workbook():
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in (["C", "accuracy (%)"], [1e20, 0.254], [1e21, 0.61]):
        book.active.append(row)
    book.active["B2"].number_format = book.active["B3"].number_format = "0.0%"
    table, _ = read_columns(io.BytesIO(saved(book)), ("compute", "score"))
    assert table["score"] == pytest.approx([0.254, 0.61])


@pytest.mark.parametrize(("content", "package"), [(b"PAR1" + b"x" * 20, "pyarrow"), (None, "openpyxl")])
def test_a_missing_package_is_named_with_its_cure(content, package, monkeypatch):
    for name in ("pyarrow", "pyarrow.parquet", "openpyxl"):
        monkeypatch.setitem(sys.modules, name, None)
    if content is None:
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr("xl/workbook.xml", "")
        content = stream.getvalue()
    with pytest.raises(MissingExtra, match=rf"{package}.*scaling-laws\[tables\]"):
        read(content)


WIDE = {
    "Step": [1, 2, 3],
    "r1 - val/loss": [4.0, 3.5, 3.2], "r1 - val/loss__MIN": [3.9, 3.4, 3.1], "r1 - val/loss__MAX": [4.1, 3.6, 3.3],
    "r2 - val/loss": [3.9, 3.4, np.nan],
    "r1 - n_params": [1e7] * 3, "r2 - n_params": [1e8] * 3, "r1 - tokens": [1e9, 2e9, 3e9], "r2 - tokens": [1e9,
    2e9, 3e9],
}  # fmt: skip


def test_wide_exports_become_rows():
    runs = read(pd.DataFrame(WIDE).to_csv(index=False))
    assert runs.loss.tolist() == [4.0, 3.9, 3.5, 3.4, 3.2]
    assert runs.labels.tolist() == ["r1", "r2", "r1", "r2", "r1"]
    assert runs.parameters.tolist() == [1e7, 1e8, 1e7, 1e8, 1e7]
    said = str(runs.account)
    assert "2 smoothing bands (__MIN, __MAX) not used" in said
    assert "1 rows without loss, where a run had ended" in said


def test_wide_exports_of_one_metric_have_steps_and_say_what_they_lack():
    narrow = pd.DataFrame({head: cells for head, cells in WIDE.items() if "loss" in head or head == "Step"})
    table, _ = read_columns(narrow, ("steps", "loss"))
    assert table["steps"].tolist() == [1, 1, 2, 2, 3]
    with pytest.raises(ValueError, match="two of parameters, tokens, compute"):
        read_runs(narrow)


def test_bands_beside_one_metric_are_not_losses():
    heads = ["N", "D", "eval/loss", "eval/loss__MIN", "eval/loss__MAX"]
    assert_right(read(text(heads, [(n, d, v, v - 0.1, v + 0.1) for n, d, v in RUNS])))


def tarred():
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("runs.csv"))
    return stream.getvalue()


REFUSED = {
    "empty": ("", "empty"), "blank": ("\n \n", "empty"), "comments only": ("# a\n# b\n", "comments|heads|no usable"),
    "no head": ("1e7,1e9,4\n1e8,1e9,3\n", "line 1 holds numbers"),
    "zero byte": ("N,D,loss\n1e7,1\x00e9,4\n", r"line 2 holds the character U\+0000"),
    "open quote": ('N,D,loss,note\n1e7,1e9,4.1,"a\n1e8,5e9,3.2,b\n', "line 2 on, a quote is opened and never closed"),
    "text after a quote": ('N,D,loss\n"1e7"x,1e9,4.1\n', "quotes do not match"),
    "huge cell": ("N,D,loss\n1e7,1e9," + "9" * 200_000 + "\n", "131072"),
    "broken array": ('[{"N": 1e7, "D": 1e9, "loss": 4},', "not valid JSON"),
    "list of numbers": ("[1, 2, 3]", "entry 1 of its list is int"), "empty list": ("[]", "no record"),
    "deep JSON": ("[" * 100_000, "too deep"), "long integer": ('[{"N": 1' + "0" * 5000 + "}]", "not valid JSON"),
    "uneven columns": ('{"N": [1, 2], "loss": [3]}', "N 2, loss 1"),
    "a web page": ("<!DOCTYPE html><html>", "web page"), "a pickle": (b"\x80\x04abc", "pickle"),
    "old Excel": (b"\xd0\xcf\x11\xe0abc", "xlsx"), "Git LFS": (b"version https://git-lfs.github.com/spec/v1\n",
    "git lfs pull"),
    "YAML": ("model:\n  n_params: 1e8\nloss: 3.2\n", "a key and a value each, as in YAML"),
    "TOML": ("[run]\nN = 1e8\nloss = 3.2\n", "a key and a value each, as in YAML"),
    "LaTeX": ("\\begin{tabular}{ll}\nN & D\n", "LaTeX"), "a piece of a page": ("<table><tr>", "piece of a web page"),
    "a picture": (b"\x89PNG\r\n", "picture"), "a tar archive": (tarred(), "tar archive. Unpack it"),
    "a row for each measure": ("N,1e7,1e8\nD,1e9,5e9\nloss,4.1,3.2\n", "a row for each measure"),
    "what Python prints": (str(RECORDS), "what Python prints: write it with json.dump"),
    "several lists": (json.dumps({"train": RECORDS, "test": RECORDS}), "several lists of records: train, test"),
    "a key that comes twice": ('[{"N": 1, "D": 2, "loss": 3, "N": 4}]', "'N' twice"),
    "columns and single values": ('{"N": [1e7], "D": [1e9], "loss": [4], "name": "x"}', "some are not: name"),
    "an empty zip archive": (b"PK\x05\x06" + bytes(18), "empty zip"),
    "heads in another order": (PLAIN + "D,N,loss\n5e9,1e8,3.1\n", "line 6, row: holds the heads in another order"),
    "cut gzip": (gzip.compress(PLAIN.encode())[:-9], "gzip packing is damaged or cut short"),
    "bad gzip": (b"\x1f\x8b" + b"x" * 40, "gzip packing is damaged"), "cut zip": (b"PK\x03\x04abc",
    "zip packing is damaged"),
    "odd UTF-16": ("N".encode("utf-16") + b"x", "damaged or not in utf-16"),
}  # fmt: skip


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_no_table_is_refused_with_cause_and_cure(kind):
    content, cause = REFUSED[kind]
    content = content.encode() if isinstance(content, str) else content
    with pytest.raises(ValueError, match=cause) as caught:
        read_runs(io.BytesIO(content), name="given.csv")
    assert str(caught.value).startswith("given.csv") or "given.csv" in str(caught.value)


@pytest.mark.parametrize("source", [None, 3, np.ones((3, 3)), object(), b"N,D", len])
def test_other_objects_are_refused_by_type(source):
    with pytest.raises(UnreadableTable, match="type|read"):
        read_runs(source)


def test_paths_that_lead_nowhere(tmp_path):
    (tmp_path / "sweep_may.csv").write_text(PLAIN)
    with pytest.raises(MissingTable, match=r"No such file.*nearest: sweep_may\.csv"):
        read_runs(tmp_path / "sweep_mai.csv")
    with pytest.raises(FileNotFoundError):
        read_runs(tmp_path / "nothing.csv")
    with pytest.raises(UnreadableTable, match=r"folder.*sweep_may\.csv"):
        read_runs(tmp_path)
    for path in (tmp_path / "sweep_may.csv" / "x", "a" * 5000, "nul\0byte", "https://example.org/runs.csv", PLAIN):
        with pytest.raises(UnreadableTable):
            read_runs(path)


def test_a_table_of_the_list_is_near_a_misspelt_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(MissingTable, match="gemstones"):
        read_runs("gemstons")


def test_european_decimals_are_read_once_named():
    assert_right(read(EUROPEAN, decimal=","))
    with pytest.raises(AmbiguousTable, match=r"thousands point.*decimal=\",\""):
        read(EUROPEAN)


@pytest.mark.parametrize("between", [";", "\t"])
@pytest.mark.parametrize("digits", [1, 2, 3, 4])
def test_a_decimal_comma_is_refused_with_both_readings(between, digits):
    rows = [(f"{n:.0f}", f"{d:g}", f"{v:.{digits}f}".replace(".", ",")) for n, d, v in RUNS]
    with pytest.raises(AmbiguousTable) as caught:
        read(text("N D loss", rows, between))
    assert "4.1 (decimal comma)" in str(caught.value)
    assert f"{41 * 10 ** (digits - 1)} (thousands comma)" in str(caught.value)
    assert "--decimal ," in str(caught.value)
    assert_right(read(text("N D loss", rows, between), decimal=","))


def test_a_decimal_comma_in_json_or_quotes_is_refused_too():
    for content in ('[{"N": 1e7, "D": 1e9, "loss": "4,12"}]', 'N,D,loss\n1e7,1e9,"4,12"\n'):
        with pytest.raises(AmbiguousTable, match=r"4\.12"):
            read(content)


def test_a_decimal_comma_between_commas_makes_rows_too_long():
    with pytest.raises(BadRuns, match="line 2, row: has 4 cells, the head has 3; a decimal comma"):
        read("N,D,loss\n1e7,1e9,4,1\n1e8,5e9,3,2\n")


def test_one_group_of_thousands_is_read_where_it_counts_something_and_said():
    runs = read(text("N D loss", [('"350,000"', 1e9, 4.1), ('"900,000"', 1e9, 3.9)]))
    assert runs.parameters.tolist() == [350_000, 900_000]
    assert "commas in 'N' read as between thousands" in str(runs.account)
    with pytest.raises(AmbiguousTable, match="6.341"):
        read(text(["params (B)", "D", "loss"], [('"6,341"', 1e11, 2.1)]))


@pytest.mark.parametrize("row", ["1e9,2e10,2.5,9", "1e9,2e10", "1e9"])
def test_rows_that_do_not_fit_the_head_are_bad(row):
    with pytest.raises(BadRuns, match="line 6, row: has . cells, the head has 3"):
        read(PLAIN + row)
    runs = read(PLAIN + row, drop_bad=True)
    assert_right(runs)
    assert len(runs.dropped) == 1


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("3", "is no record but a int"),
        ("[1]", "is no record but a list"),
        ('{"N": 1, "N": 2}', "'N' twice"),
        ("{oops", "not JSON"),
    ],
)
def test_lines_that_are_no_record_are_bad(line, problem):
    content = JSON["lines"].strip() + "\n" + line + "\n"
    with pytest.raises(BadRuns, match=f"line 5.*{problem}"):
        read(content)
    assert_right(read(content, drop_bad=True))


def test_a_column_without_commas_keeps_its_points_where_a_comma_is_named():
    rows = [(f"{n:.0f}", f"{d:.1e}", f"{v:.2f}".replace(".", ",")) for n, d, v in RUNS]
    runs = read(text("N D loss", rows, "\t"), decimal=",")
    assert_right(runs)
    assert "points in 'D' read as before decimals" in str(runs.account)
    with pytest.raises(BadRuns, match="1.5e.10 .decimal point. or 1.5e.11"):
        read("N;D;loss\n1e8;1,5e9;3,1\n1e8;1.5e10;2,9\n", decimal=",")
    thousands = read("N;D;loss\n350.000;1e9;3,1\n900.000;2e9;2,9\n", decimal=",")
    assert thousands.parameters.tolist() == [350_000, 900_000]


def test_records_under_one_key_are_the_table():
    records = [{"config": {"n_params": n, "n_tokens": d}, "summary": {"val_loss": v}} for n, d, v in RUNS]
    assert_right(read(json.dumps({"runs": records})))
