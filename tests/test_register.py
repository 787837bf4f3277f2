"""The register of forecasts: every row is sound, errors are those of the numbers, and a false row is refused."""

import csv
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest

from scaling_laws.errors import InvalidArgument, UnknownKey
from scaling_laws.quantity import say
from what_scale_buys import forecasts, published, register, trainer, trials
from what_scale_buys.chapters.scaling_law_measured import above
from what_scale_buys.experiments import again

ROWS = forecasts.forecasts()
DATA = files("what_scale_buys") / "data"
HEAD = [
    *("key", "who", "quantity", "unit", "kind", "registered", "timing", "record", "fitted_to", "target", "span"),
    *("forecast", "half_width", "level", "outcome", "error", "state", "source", "where", "seen", "note"),
]
SOUND = {
    "key": "k",
    "who": "w",
    "quantity": "q",
    "unit": "nats",
    "kind": "loss",
    "timing": "before",
    "state": "scored",
    "span": "10",
    "fitted_to": "1e20",
    "target": "1e21",
    "forecast": "2.2",
    "outcome": "2.0",
    "source": "held2026delphi",
    "where": "x",
    "seen": "primary",
}


def table(**changes):
    row = SOUND | changes
    return "\n".join([",".join(HEAD), ",".join(row.get(name, "") for name in HEAD)])


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.key)
def test_row(row):
    assert published.cite(row.source)
    assert row.where
    assert row.seen in ("primary", "secondary")
    assert row.kind in ("loss", "score", "other")
    assert (row.level is None) == (row.half_width is None)


def test_no_key_stands_twice():
    assert len({row.key for row in ROWS}) == len(ROWS)


def test_errors_by_hand():
    found = {row.key: row.error for row in ROWS}
    assert found["marin_moe_1e23"] == pytest.approx(100 * (2.252 - 2.234) / 2.234)
    assert found["delphi_issue_1e23"] == pytest.approx(1.928, abs=1e-3)
    assert found["delphi_first_1e22"] == -2.5
    assert found["delphi_first_1e23"] is None, "a run that diverged has no error, and is no hit"
    assert found["olmo_arc_challenge"] < 0, "the score was higher than forecast"


def test_a_sound_row_is_read():
    (row,) = forecasts.parse(table())
    assert row.error == pytest.approx(10)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"timing": "perhaps"}, "timing is 'perhaps'"),
        ({"state": "fine"}, "state is 'fine'"),
        ({"outcome": ""}, "lacks what it is scored by"),
        ({"state": "open"}, "an open forecast has an outcome"),
        ({"error": "3"}, "an error is stated beside the numbers"),
        ({"span": "100"}, "not the ratio of the budgets"),
    ],
)
def test_a_row_that_contradicts_itself_is_refused(changes, said):
    with pytest.raises(InvalidArgument, match=said):
        forecasts.parse(table(**changes))


def test_counts_by_hand():
    n = register.numbers()
    assert n.before.value == 4
    assert n.close_count.value == 4
    assert n.far_worst.value == pytest.approx(1.928, abs=1e-3)
    assert n.score_worst.value == pytest.approx(100 * (0.6381 - 0.5267) / 0.6381)


def test_every_row_stands_in_one_table():
    shown = [name for make in (register.public, register.told, register.hindcasts) for name in make().columns["Who"]]
    assert sorted(shown) == sorted(row.who for row in ROWS)


def test_the_picture_shows_every_error_with_a_known_reach():
    figure = register.misses()
    rows = [row for row in ROWS if row.error is not None and row.span]
    drawn = sorted(y for line in figure.fig.axes[0].get_lines() for y in line.get_ydata())
    assert drawn == pytest.approx(sorted(figure.data["size of the error (%)"]))
    further_up = above.misses()
    assert len(drawn) == len(rows) + len(register.scored()) + len(further_up)
    assert further_up[1][1:] == pytest.approx((1e15 / 3e13, 1.428 / 1.535 - 1), abs=2e-3)  # as registered, as measured


def test_own_forecasts_are_scored_by_their_interval():
    shown = register.own().columns
    for said, came, score in zip(shown["Said"], shown["Measured"], shown["Score"], strict=True):
        low, high = (said.low, said.high) if hasattr(said, "low") else map(float, str(said).split(" to "))
        assert score == ("open" if came == "" else "hit" if low <= came.value <= high else "miss")


def test_an_unknown_key_offers_the_nearest():
    assert forecasts.row("marin_moe_1e23").outcome == 2.234
    with pytest.raises(UnknownKey, match="marin_moe_1e23"):
        forecasts.row("marin_moe_1e24")


def test_all_runs_of_the_experiments_are_in_the_table():
    """Models, measurements and time from the bare files, expectations from their own."""
    names = ("experiments.csv", "ladder_higher.csv", "experiments_readings.csv", "expectations.csv")
    trained, higher, readings, expected = (
        list(csv.DictReader((DATA / name).read_text(encoding="utf-8").splitlines())) for name in names
    )
    rows = trained + [row | {"experiment": "higher"} for row in higher]
    columns, n = register.experiments().columns, register.numbers()
    assert set(columns["Experiment"]) == {row["experiment"] for row in expected}
    assert {row["experiment"] for row in rows + readings} <= set(columns["Experiment"])
    assert n.models.value == len(rows) == sum(cell for cell in columns["Models"] if isinstance(cell, int))
    assert n.readings.value == len(readings) == sum(columns["Measurements"])
    seconds = sum(float(row["cpu_seconds"]) for row in rows + readings)
    assert n.core_hours.value == pytest.approx(seconds / 3600)
    assert n.own_registered.value == len(expected) == sum(number.value for number in columns["Registered"])
    for more, fewer in (("Registered", "Answered"), ("Answered", "As registered")):
        assert all(a.value >= b.value for a, b in zip(columns[more], columns[fewer], strict=True))


def test_experiments_that_trained_nothing_say_so():
    columns = register.experiments().columns
    cells = dict(zip(columns["Experiment"], columns["Models"], strict=True))
    assert {name for name, cell in cells.items() if cell == "on other models"} >= {"metrics", "dial"}


def test_the_smallest_rung_is_that_of_the_tables():
    columns = register.again("noise").columns
    rows = [row for row in trials.trials() if row.experiment == "noise" and row.seed == 0]
    least = min(row.rung for row in rows)
    assert columns["Model or measurement"] == [row.run for row in rows if row.rung == least]
    assert set(columns["Yours"]) == {""}
    with pytest.raises(InvalidArgument, match="noise"):
        register.again("noize")


def test_what_a_reader_trains_stands_beside_ours(monkeypatch):
    row = next(row for row in trials.trials() if row.experiment == "noise")
    reading = trials.readings()[0]
    mine = ([replace(row, val_loss=9.5), replace(row, run="new", val_loss=8.5)], [replace(reading, value=0.25)])
    monkeypatch.setattr(again, "trained", lambda _name: mine)
    columns = register.again("noise", train=True).columns
    assert columns["Model or measurement"] == [row.run, "new", reading.reading]
    assert columns["Ours"] == [say(row.val_loss, ""), "", say(reading.value, "")]
    assert columns["Yours"] == [say(value, "") for value in (9.5, 8.5, 0.25)]


def test_the_trainer_is_asked_for_the_smallest_rung_and_its_tables_are_read(monkeypatch):
    """A trainer that copies our own tables in the place of training."""
    asked = []

    def copies(*arguments):
        asked.append(arguments[:-1])
        for name in ("experiments.csv", "experiments_readings.csv"):
            (Path(arguments[-1]) / name).write_text((DATA / name).read_text(encoding="utf-8"), encoding="utf-8")

    monkeypatch.setattr(trainer, "run", copies)
    rows, readings = again.trained("noise")
    assert asked == [("experiment", "noise", "--smallest", "--folder")]
    assert (rows, readings) == (trials.trials(), trials.readings())


def test_a_trainer_that_stops_says_why(monkeypatch, tmp_path):
    (tmp_path / "lab").mkdir()
    (tmp_path / "lab/__init__.py").touch()
    (tmp_path / "lab/__main__.py").write_text("import sys; sys.exit('no more disk')", encoding="utf-8")
    monkeypatch.setattr(trainer, "ROOT", tmp_path)
    monkeypatch.setattr(trainer, "find_spec", lambda _name: True)
    with pytest.raises(trainer.CannotTrain, match="no more disk"):
        trainer.run("experiment", "noise")
