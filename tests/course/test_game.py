"""The budget game: worlds, desk, seals, score, grading, and which strategies pay."""

import csv
import json
from math import exp, log
from pathlib import Path

import numpy as np
import pytest

from scaling_laws.errors import InvalidArgument, ScalingLawError
from what_scale_buys import measured
from what_scale_buys.chapters.scaling_law_measured import noise
from what_scale_buys.course.__main__ import main
from what_scale_buys.course.game import grade, menus, players, score, simulate, world
from what_scale_buys.course.game.desk import BudgetSpent, Desk
from what_scale_buys.course.sets import notebooks
from what_scale_buys.course.sets.desk import PLACEHOLDER

ROOT = Path(__file__).parents[2]

SALT = "a-salt-nobody-guesses"
STUDENTS = [f"student {number}" for number in range(20)]

# ---- worlds ----


def test_a_student_meets_the_same_world_again_and_another_student_another():
    one, again, other = world.drawn("ada"), world.drawn(" Ada "), world.drawn("emmy")
    assert one == again
    assert one.law != other.law
    assert one.cells != other.cells


def test_without_the_salt_a_salted_world_is_another():
    assert world.drawn("ada", SALT).law not in (world.drawn("ada").law, world.drawn("ada", SALT + "x").law)


@pytest.mark.parametrize("student", STUDENTS)
def test_the_rule_of_twenty_fails_in_every_world_and_the_ratio_drifts(student):
    found = world.drawn(student)
    at, before = (found.law.optimum(C).tokens_per_parameter for C in (found.target, world.BUDGET))
    assert max(at / players.TWENTY, players.TWENTY / at) > 2.9
    assert abs(log(at / before)) > 0.17
    assert score.size_points(players.twenty(found.target), found.parameters) < score.SIZE


@pytest.mark.parametrize("student", STUDENTS)
def test_the_valleys_of_the_affordable_budgets_lie_on_the_menu(student):
    found, sizes = world.drawn(student), world.menu_sizes()
    for C in world.BUDGETS:
        assert sizes[0] < found.law.optimum(C).parameters < sizes[-1]
        assert found.law.optimum(C).tokens_per_parameter > world.LEAST_TOKENS


def test_a_surface_is_made_from_its_best_run():
    law = world.surface(1.1, 0.7, 0.21, 0.55, 2e5, 1e12)
    sizes = np.geomspace(1e4, 1e7, 200001)
    losses = law.isoflop(1e12, sizes)
    assert sizes[losses.argmin()] == pytest.approx(2e5, rel=1e-3)
    assert losses.min() == pytest.approx(1.8)
    assert (law.a, law.frontier_exponent, law.E) == pytest.approx((0.55, 0.21, 1.1))


@pytest.mark.parametrize(("ladder", "name"), world.LADDERS.items())
def test_the_noise_is_that_of_the_ladder(ladder, name):
    assert 100 * world.ladder_noise(ladder) == pytest.approx(noise.seed_noise(name).value)


def test_the_losses_scatter_by_the_noise_and_by_nothing_else():
    found = world.drawn("ada")
    apart = [log(loss / found.law.isoflop(C, N)) for (N, C, _), loss in found.cells.items() if loss]
    assert len(apart) > 300
    assert np.std(apart) == pytest.approx(found.noise, rel=0.1)
    assert abs(np.mean(apart)) < 4 * found.noise / np.sqrt(len(apart))


def test_a_run_with_too_few_tokens_diverges_and_costs():
    lab = Desk("ada")
    assert lab.train(lab.sizes(1e11)[-1], 1e11) is None
    assert lab.left == pytest.approx(lab.budget - 1e11)
    with pytest.raises(InvalidArgument, match="did not diverge"):
        lab.runs()


# ---- a world that was trained ----


def private(tmp_path):
    rows = [r for r in measured.runs() if (r.series, r.world) == ("isoflop", "zipf1.5") and r.budget <= 3e12]
    path = tmp_path / "private.csv"
    lines = [measured.columns(measured.Run), *map(measured.to_cells, rows)]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(lines)
    return path


def test_a_private_table_is_a_world_without_its_upper_rung(tmp_path):
    found = world.trained(private(tmp_path), held=3e12)
    assert {C for _, C, _ in found.cells} == {1e11, 3e11, 1e12}
    rows = [r for r in measured.runs() if (r.series, r.world, r.budget) == ("isoflop", "zipf1.5", 3e12)]
    x, loss = np.log([r.parameters for r in rows]), [r.val_loss for r in rows]
    curve = np.polynomial.Polynomial.fit(x, loss, 2)
    (at,) = curve.deriv().roots()
    assert (found.loss, found.parameters) == pytest.approx((curve(at), exp(at)), rel=1e-6)


def test_a_private_table_without_the_rung_is_refused(tmp_path):
    with pytest.raises(InvalidArgument, match="whole valley"):
        world.trained(private(tmp_path), held=5e12)


# ---- the desk ----


def test_the_desk_refuses_what_is_not_for_sale_or_cannot_be_paid():
    lab = Desk("ada", budget=1.5e11)
    with pytest.raises(InvalidArgument, match="nearest: 29344"):
        lab.train(30000, 1e11)
    with pytest.raises(InvalidArgument, match="1e\\+11"):
        lab.train(29344, 2e11)
    with pytest.raises(InvalidArgument, match="seed"):
        lab.train(29344, 1e11, seed=99)
    first = lab.train(29344, 1e11)
    assert lab.train(29344, 1e11) == first
    assert lab.left == 0.5e11
    with pytest.raises(BudgetSpent, match="5e\\+10"):
        lab.train(29344, 1e11, seed=1)
    assert "1 runs bought" in repr(lab)


def played(lab, size=29344):
    for seed in (0, 1):
        lab.train(size, 1e11, seed)
    lab.forecast((1.5, 1.4, 1.6), 3e6, why="see my page")
    return lab


def test_practice_tells_the_truth_after_the_forecast_alone():
    lab = Desk("ada")
    with pytest.raises(InvalidArgument, match="before the truth"):
        lab.reveal()
    with pytest.raises(InvalidArgument, match="three numbers"):
        lab.forecast(1.5, 3e6)
    with pytest.raises(InvalidArgument, match="between"):
        lab.forecast((1.5, 1.6, 1.4), 3e6)
    told = played(lab).reveal()
    assert f"{lab.world.loss:.3f}" in str(told)
    assert told.plan == 0


def test_the_runs_go_into_the_fitter():
    lab = Desk("ada", budget=1e13)
    guess = players.valleys(lab)
    assert len(lab.runs()) == sum(entry["loss"] is not None for entry in lab.bought)
    assert guess.low < lab.world.loss < guess.high


# ---- seals ----


def dealt(tmp_path, student="ada"):
    return menus.write(tmp_path, student, world.BUDGET, world.drawn(student, SALT))


def test_a_menu_sells_the_salted_world_and_holds_neither_salt_nor_truth(tmp_path):
    found, path = world.drawn("ada", SALT), dealt(tmp_path)
    lab = Desk("ada", menu=path)
    assert lab.train(29344, 1e11) == found.cells[29344, 1e11, 0] != Desk("ada").train(29344, 1e11)
    assert lab.train(lab.sizes(1e11)[-1], 1e11) is None
    assert lab.world is None
    text = path.read_text(encoding="utf-8")
    for secret in (
        SALT,
        f"{found.loss:.3f}",
        f"{found.law.E:.3f}",
        f"{found.law.alpha:.3f}",
        f"{found.cells[29344, 1e11, 0]}",
    ):
        assert secret not in text
    assert json.loads(text).keys() == {"student", "budget", "target", "cells"}
    assert max(C for _, C, _ in menus.read(path).cells) < found.target
    with pytest.raises(InvalidArgument, match="only the instructor"):
        played(lab).reveal()


def test_another_students_menu_and_other_files_are_refused(tmp_path):
    path = dealt(tmp_path)
    with pytest.raises(InvalidArgument, match="whose menu"):
        Desk("emmy", menu=path)
    (tmp_path / "x.json").write_text("[]", encoding="utf-8")
    with pytest.raises(InvalidArgument, match="the instructor dealt"):
        Desk("ada", menu=tmp_path / "x.json")


def test_a_salt_that_can_be_guessed_is_refused():
    assert menus.require_salt(menus.new_salt())
    with pytest.raises(InvalidArgument, match="characters or more"):
        menus.require_salt("2026")


# ---- the score ----


@pytest.mark.parametrize("spread", [0.5, 1.5])
def test_honest_ends_have_the_best_expected_score(spread):
    """Proper: of all intervals about a normal forecast, the central one of the stated level scores least."""
    truths = spread * np.random.default_rng(5).standard_normal(4000)
    halves = spread * np.array([0.8, 1.2, 1.645, 2.2, 3.0])
    means = [np.mean([score.interval_score(-h, h, t) for t in truths]) for h in halves]
    assert int(np.argmin(means)) == 2


def test_a_forecast_earns_less_the_wider_and_the_further_off():
    points = lambda low, high: score.forecast_points(score.Forecast(2.0, low, high, 1e6), 2.0)  # noqa: E731
    assert points(2.0, 2.0) == score.FORECAST
    assert points(1.9, 2.1) == pytest.approx(score.FORECAST * (1 - log(2.1 / 1.9) / score.WORTHLESS))
    assert points(1.9, 2.1) > points(1.8, 2.2) > points(1.0, 4.0) == 0
    assert score.forecast_points(score.Forecast(2.2, 2.1, 2.3, 1e6), 2.0) == 0


def test_a_valley_counts_where_its_bottom_lies_between_the_sizes_tried():
    runs = [(1, 1e11, 3.0), (2, 1e11, 2.0), (4, 1e11, 3.0), (1, 3e11, 1.0), (2, 3e11, 2.0), (4, 3e11, 3.0)]
    runs += [(1, 1e12, 2.0), (2, 1e12, 1.0), (4, 1e12, None)]
    assert score.bracketed(runs) == [1e11]
    assert score.plan_points(runs, 1e13) == pytest.approx(score.PLAN / score.VALLEYS)
    assert score.plan_points(runs, 1e12) == 0


# ---- grading ----


def worlds(student):
    return world.drawn(student, SALT)


def handed_in(tmp_path, **changes):
    (tmp_path / "in").mkdir(exist_ok=True)
    lab = Desk("ada", menu=dealt(tmp_path))
    players.along_twenty(lab)
    truth = worlds("ada")
    lab.forecast((truth.loss, truth.loss / 1.02, truth.loss * 1.02), truth.parameters * 1.2)
    path = lab.save(tmp_path / "in" / "handed in (2).json")
    record = json.loads(path.read_text("utf-8"))
    for change in changes.values():
        change(record)
    path.write_text(json.dumps(record), encoding="utf-8")
    return path


def grades(tmp_path):
    rows = grade.grade(tmp_path / "in", worlds, world.BUDGET, tmp_path / "grades.csv")
    with (tmp_path / "grades.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.reader(file))) == len(rows) + 1
    return rows


def test_an_honest_file_earns_what_its_score_says(tmp_path):
    handed_in(tmp_path)
    ((_, student, forecast, size, plan, page, why),) = grades(tmp_path)
    expected = score.FORECAST * (1 - 2 * log(1.02) / score.WORTHLESS)
    assert (student, forecast, size, plan, page) == ("ada", round(expected, 1), score.SIZE, 0.0, "")
    assert "in your interval" in why


def forge(record):
    record["ledger"][1]["loss"] = 1.0


def drop(record):
    del record["ledger"][0]


def invent(record):
    record["ledger"].append({"parameters": 7, "flop": 1e11, "seed": 0, "loss": 1.0})


def overspend(record):
    record["ledger"] = [entry for entry in record["ledger"] for _ in range(3)]


@pytest.mark.parametrize(
    ("change", "message"),
    [(forge, "entry 2 is not"), (drop, "does not follow"), (invent, "not for sale"), (overspend, "budget was")],
)
def test_a_ledger_that_was_changed_earns_nothing_and_is_told_why(tmp_path, change, message):
    handed_in(tmp_path, change=change)
    ((_, _, *points, _, why),) = grades(tmp_path)
    assert points == [0, 0, 0]
    assert message in why


def test_a_name_that_is_a_formula_stays_text(tmp_path):
    handed_in(tmp_path, change=lambda record: record.update(student="=cmd()"))
    grades(tmp_path)
    assert ",'=cmd()," in (tmp_path / "grades.csv").read_text(encoding="utf-8")


def test_what_is_no_forecast_is_named_and_the_others_are_graded(tmp_path):
    path = handed_in(tmp_path)
    (path.parent / "a.json").write_text("{", encoding="utf-8")
    (path.parent / "b.json").write_text("[" * 100000, encoding="utf-8")
    (path.parent / "c.json").write_text('{"student": "x"}', encoding="utf-8")
    (path.parent / "d.json").write_text('{"forecast": {"loss": 1e999}}', encoding="utf-8")
    (path.parent / "e.json").write_bytes(b"\xff\xfe\x00")
    (path.parent / "again.json").write_bytes(path.read_bytes())
    rows = {row[0]: row for row in grades(tmp_path)}
    assert len(rows) == 7
    for name in "abcde":
        assert rows[f"{name}.json"][2:5] == (0, 0, 0)
        assert "what a desk saved" in rows[f"{name}.json"][-1]
    assert "more than once" in rows["again.json"][-1]
    assert rows[path.name][2] > 30


# ---- which strategies pay ----


def test_honest_valleys_beat_one_large_run_and_many_small_ones():
    """The order of the stored table, in worlds that it did not use for its mean."""
    table = {row.player: row for row in simulate.table()}
    honest = table.pop("seven sizes at each of three budgets"), table.pop("fifteen runs over four budgets")
    for row in table.values():
        for best in honest:
            assert best.total > row.total + 4 * np.hypot(best.total_error, row.total_error)
            assert best.interval_score < row.interval_score
            assert best.size_median < row.size_median


@pytest.mark.parametrize("title", ["one large run and the rule of twenty"])
def test_a_cheap_row_of_the_table_is_computed_again(title):
    stored = next(row for row in simulate.table() if row.player == title)
    again = simulate.row(title, simulate.played(title, stored.students))
    for name, value in vars(again).items():
        assert getattr(stored, name) == (pytest.approx(value, rel=6e-3) if isinstance(value, float) else value), name


def test_the_order_is_found_again_in_a_few_worlds(monkeypatch):
    monkeypatch.setattr(players, "RESAMPLES", 0)  # the stated intervals do not matter here, and cost the time
    few = {title: simulate.row(title, simulate.played(title, 4)).total for title in simulate.PLAYERS}
    assert max(few, key=few.get) in ("seven sizes at each of three budgets", "fifteen runs over four budgets")


def test_a_player_that_cannot_tell_does_not_stop_the_table(monkeypatch):
    lost = iter([True, False, False])
    silent = lambda desk: players.Guess(np.nan, np.nan) if next(lost) else players.Guess(1.5, 3e6)  # noqa: E731
    monkeypatch.setitem(players.PLAYERS, "silent", silent)
    row = simulate.row("silent", simulate.played("silent", 3))
    assert (row.untold, row.own_coverage, row.plan) == (1, None, 0)


def test_errors_of_the_game_are_errors_of_the_library():
    assert issubclass(BudgetSpent, ScalingLawError)


# ---- the commands ----


def test_menus_are_dealt_played_and_graded_by_command(tmp_path, capsys):
    (tmp_path / "roster.csv").write_text("student\nada\nemmy\n", encoding="utf-8")
    salt, menus_of, out = tmp_path / "salt.txt", tmp_path / "menus", tmp_path / "grades.csv"
    main(["game", "deal", "--roster", str(tmp_path / "roster.csv"), "--salt", str(salt), "--out", str(menus_of)])
    assert "Keep it" in capsys.readouterr().out
    for student in ("ada", "emmy"):
        lab = played(Desk(student, menu=menus_of / f"{student}.menu.json"))
        (tmp_path / "in").mkdir(exist_ok=True)
        lab.save(tmp_path / "in" / f"{student}.json")
    main(["game", "grade", str(tmp_path / "in"), "--salt", str(salt), "--out", str(out)])
    rows = list(csv.DictReader(out.read_text(encoding="utf-8").splitlines()))
    assert [row["student"] for row in rows] == ["ada", "emmy"]
    assert all("interval" in row["why"] for row in rows)
    with pytest.raises(SystemExit, match="with which the menus were dealt"):
        main(["game", "grade", str(tmp_path / "in"), "--salt", str(tmp_path / "lost.txt")])
    with pytest.raises(SystemExit, match="salt"):
        main(["game", "grade", str(tmp_path / "in")])


def test_a_class_forecasts_runs_that_were_trained(tmp_path):
    (tmp_path / "roster.csv").write_text("student\nada\n", encoding="utf-8")
    table = ["--table", str(private(tmp_path)), "--held", "3e12", "--budget", "1e12"]
    main(["game", "deal", "--roster", str(tmp_path / "roster.csv"), "--out", str(tmp_path / "menus"), *table])
    lab = Desk("ada", menu=tmp_path / "menus" / "ada.menu.json")
    assert (lab.target, lab.budget, lab.budgets) == (3e12, 1e12, [1e11, 3e11, 1e12])
    run = next(r for r in measured.runs() if (r.world, r.budget, r.seed) == ("zipf1.5", 1e11, 0))
    assert lab.train(run.parameters, 1e11) == pytest.approx(run.val_loss, abs=1e-4)
    lab.forecast((1.85, 1.75, 1.95), 2e5)
    lab.save(tmp_path / "ada.game.json")
    (tmp_path / "in").mkdir()
    (tmp_path / "ada.game.json").rename(tmp_path / "in" / "ada.json")
    main(["game", "grade", str(tmp_path / "in"), "--out", str(tmp_path / "grades.csv"), *table])
    (row,) = csv.DictReader((tmp_path / "grades.csv").read_text(encoding="utf-8").splitlines())
    assert float(row["forecast of 40"]) > 20
    assert "in your interval" in row["why"]


def test_the_simulation_is_printed(capsys, monkeypatch):
    monkeypatch.setattr(players, "RESAMPLES", 0)
    main(["game", "simulate", "--students", "2"])
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 1 + len(players.PLAYERS)


def test_every_cell_of_the_capstone_runs(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    book = notebooks.read(ROOT / "course" / "capstone_budget_game.ipynb")
    room = {}
    for cell in book["cells"]:
        if cell["cell_type"] == "code":
            exec(cell["source"].replace(PLACEHOLDER, "ada"), room)
    assert len(room["lab"].bought) == 1


def test_what_the_pages_say_in_words_is_what_the_code_does():
    pages = [(ROOT / "course" / name).read_text(encoding="utf-8") for name in ("capstone_budget_game.ipynb", "game.md")]
    assert (score.FORECAST, score.SIZE, score.PLAN, score.PAGE) == (40, 20, 20, 20)
    assert (score.CLOSE, score.FAR, score.VALLEYS, score.LEVEL) == (1.5, 4, 3, 0.9)
    assert 2 / (1 - score.LEVEL) == pytest.approx(20)
    assert world.AHEAD == 100
    for page in pages:
        assert "Forty" in page
        assert "wenty times" in page or "twenty times" in page
    first = {1e11, 3e11, 1e12, 3e12, 3e13}
    took = [
        r for r in measured.runs() if (r.series, r.world, r.seed) == ("isoflop", "zipf1.5", 0) and r.budget in first
    ]
    assert sum(r.cpu_seconds for r in took) / 60 == pytest.approx(80, abs=4)
    rubric = (ROOT / "course" / "capstone_rubric.md").read_text(encoding="utf-8")
    assert 4 * rubric.count("\n| **") == score.PAGE
