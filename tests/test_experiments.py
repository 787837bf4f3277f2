"""The analysis of experiments on made-up runs whose multiplier is known, and the tables it reads."""

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import least_squares

from made_up_runs import made_up_trial
from scaling_laws.errors import InvalidArgument
from scaling_laws.quantity import Quantity, estimate
from what_scale_buys import trials as tables
from what_scale_buys.experiments import (
    Cell,
    Outcome,
    account,
    answers,
    came_out,
    columns,
    ends,
    loss_ratio,
    multiplier,
    outcomes,
    tally,
)
from what_scale_buys.experiments import registered as kept
from what_scale_buys.experiments.answers import (
    exchange,
    law_of_repetition,
    lowest,
    memory_cells,
    samples_for,
)
from what_scale_buys.experiments.floors import curve, deficit, minima
from what_scale_buys.experiments.multiplier import damage_ratio, slopes
from what_scale_buys.measured import CorruptRow, read_table, to_cells
from what_scale_buys.measured import columns as columns_of
from what_scale_buys.trials import Expectation, Reading, Trial

BUDGETS = (3e10, 1e11, 3e11)
SLOPE, NOISE = 0.1, 0.007


def loss(compute):
    return 2.5 * (compute / 1e11) ** -SLOPE


def runs(rng, factor=1.0, seeds=3, noise=NOISE, budgets=BUDGETS, growth=0.0):
    """Cells of an arm that is worth `factor` times its compute, growing by `growth` in ln m per decade."""
    worth = {c: c * factor * math.exp(growth * math.log10(c / 1e11)) for c in budgets}
    return [Cell(c, tuple(loss(worth[c]) * np.exp(noise * rng.normal(size=seeds)))) for c in budgets]


def test_without_noise_the_multiplier_is_exact():
    rng = np.random.default_rng(0)
    found = multiplier(runs(rng, noise=0), runs(rng, 1.5, noise=0, growth=0.3))
    assert found.overall.value == pytest.approx(1.5 * math.exp(0.3 * np.log10(np.array(BUDGETS) / 1e11).mean()))
    assert found.at[1e11].value == pytest.approx(1.5)
    assert found.per_decade.value == pytest.approx(0.3)


def test_by_hand():
    """Control 4 at 1 FLOP and 2 at e FLOP: slope -ln 2. An arm of loss 4 / sqrt(2) at 1 FLOP is worth e**0.5."""
    found = multiplier([Cell(1.0, (4.0, 4.0)), Cell(math.e, (2.0,))], [Cell(1.0, (4 / math.sqrt(2),))])
    assert found.overall.value == pytest.approx(math.exp(0.5))
    assert found.per_decade is None
    assert found.overall.n == 4


@pytest.mark.parametrize(("factor", "growth"), [(1.5, 0.0), (1.0, 0.0), (0.3, 0.2)])
def test_intervals_hold_the_planted_effect_as_often_as_they_say(factor, growth):
    rng, hits, trends = np.random.default_rng(1), [], []
    for _ in range(300):
        found = multiplier(runs(rng), runs(rng, factor, growth=growth), resamples=300)
        truth = factor * math.exp(growth * np.log10(np.array(BUDGETS) / 1e11).mean())
        hits.append(found.overall.low <= truth <= found.overall.high)
        trends.append(found.per_decade.low <= growth <= found.per_decade.high)
    assert np.mean(hits) == pytest.approx(0.9, abs=0.04)
    assert np.mean(trends) == pytest.approx(0.9, abs=0.04)


def test_losses_are_compared_as_often_right():
    rng, hits = np.random.default_rng(2), []
    for _ in range(600):
        found = loss_ratio(runs(rng), runs(rng, 1.5), resamples=300)
        hits.append(found.low <= 1.5**-SLOPE <= found.high)
    assert np.mean(hits) == pytest.approx(0.9, abs=0.04)


def test_a_bend_is_followed_from_four_budgets_on():
    compute = np.array([1.0, 10.0, 100.0, 1000.0])
    x = np.log(compute)
    assert slopes(compute, (1 - 0.3 * x + 0.01 * x**2)[None], compute[:1]) == pytest.approx(-0.3)
    assert slopes(compute, (1 - 0.3 * x + 0.01 * x**2)[None], compute[3:])[0] == pytest.approx(-0.3 + 0.02 * x[3:])
    assert slopes(compute[:2], (1 - 0.3 * x[:2])[None], compute[:1]) == pytest.approx(-0.3)


def test_a_bill_divides_and_a_reference_is_compared_with():
    rng = np.random.default_rng(0)
    control, arm, other = runs(rng, noise=0), runs(rng, 2, noise=0), runs(rng, 0.5, noise=0)
    billed = multiplier(control, arm, bill=dict.fromkeys(BUDGETS, 4.0)).overall
    assert billed.value == pytest.approx(0.5)
    assert multiplier(control, arm, reference=other).overall.value == pytest.approx(4.0)
    assert damage_ratio(control, other, other).value == pytest.approx(1.0)


def test_what_cannot_be_compared_is_refused():
    rng = np.random.default_rng(0)
    with pytest.raises(InvalidArgument, match="at least two budgets"):
        multiplier(runs(rng)[:1], runs(rng)[:1])
    with pytest.raises(InvalidArgument, match="budgets of the control"):
        multiplier(runs(rng), runs(rng, budgets=(1e12,)))
    with pytest.raises(InvalidArgument, match="two runs or more"):
        multiplier(runs(rng, seeds=1), runs(rng, seeds=1))


def test_the_law_of_repetition_is_that_of_the_instrument():
    from scaling_laws.laws import ChinchillaSurface, DataConstrained
    from what_scale_buys.published import value

    law = DataConstrained(ChinchillaSurface(1.9, 500.0, 500.0, 0.35, 0.35), value("muennighoff_2023_rd_star"))
    for epochs in (1, 4, 40):
        assert law_of_repetition(epochs) == pytest.approx(law.effective_tokens(1e6, epochs) / (1e6 * epochs))


def test_a_valley_has_its_minimum_or_its_least_point():
    x = np.array([0.0, 1.0, 2.0])
    assert lowest(x, (x - 1.2) ** 2 + 3) == pytest.approx(3)
    assert lowest(x, (x - 5) ** 2) == 9
    assert lowest(x, -((x - 1) ** 2)) == -1


def test_a_floor_is_found_where_the_law_holds():
    compute = np.geomspace(1e10, 1e13, 7)
    tables = np.array([1.5 + 30 * compute**-0.15, 30 * compute**-0.3, np.full(7, 2.0)])
    floors, scales, exponents = curve(compute, tables)
    assert floors == pytest.approx([1.5, 0, 2.0], abs=1e-6)
    assert exponents[:2] == pytest.approx([0.15, 0.3], abs=1e-6)
    assert scales == pytest.approx([30 * 10**-1.725, 30 * 10**-3.45, 0], abs=1e-6)
    budgets = np.repeat([1.0, 2.0], 3)
    sizes = np.exp(np.tile([0.0, 1.0, 2.0], 2))
    found = minima(budgets, sizes, (np.log(sizes) - 1) ** 2 + budgets)
    assert found[1] == pytest.approx([1.0, 2.0])


def test_no_other_solver_comes_below_the_curve_through_noisy_minima():
    rng, compute = np.random.default_rng(3), np.geomspace(1e11, 1e13, 5)
    x = np.log(compute / 1e12)
    tables = (1.2 + 0.6 * np.exp(-0.2 * x)) * np.exp(0.01 * rng.standard_normal((20, 5)))
    for least, *ours in zip(tables, *curve(compute, tables), strict=True):
        misfit = lambda theta, least=least: np.log(theta[0] + theta[1] * np.exp(-theta[2] * x)) - np.log(least)
        limits = ([0, 1e-6, 0.01], [least.min(), 10, 2])
        theirs = min(
            least_squares(misfit, (share * least.min(), 0.5, g), bounds=limits, xtol=1e-14, ftol=1e-14).cost
            for share, g in ((0.3, 0.15), (0.8, 0.35))
        )
        assert (misfit(ours) ** 2).sum() / 2 < theirs * (1 + 1e-8) + 1e-15


def test_a_deficit_of_a_made_up_language():
    rows = [
        made_up_trial(
            f"{budget}-{width}", experiment="lexicons", budget=budget, rung=budget, entropy=1.6, source_loss=1.5,
            active_parameters=int(width * budget**0.5),
            val_loss=1.2 + 40 * budget**-0.15 + 0.05 * math.log(width / 2) ** 2,
        )
        for budget in (3e10, 1e11, 3e11, 1e12, 3e12)
        for width in (1, 2, 3, 4)
    ]  # fmt: skip
    quantity, draws = deficit(rows, "zipf1.5")
    assert quantity.value == pytest.approx(0.3, abs=0.02)
    assert quantity.low < 0.3 < quantity.high
    assert draws.std() > 0
    assert deficit(rows[:12], "zipf1.5") is None


def test_samples_are_read_off_a_coverage_curve():
    assert samples_for({1: 0.01, 100: 0.1}, 0.1) == pytest.approx(100)
    assert samples_for({1: 0.01, 100: 0.1}, math.sqrt(0.001)) == pytest.approx(10)


def reading(model, **changes):
    fields = dict(
        reading=f"r-{model}-{changes.get('setting', 1)}", experiment="any", model=model, world="python", method="word",
        variant="error 0", setting=1.0, value=0.1, value_se=None, n=10, extra="", cpu_seconds=0.0, config_hash="0" * 64,
        corpus_hash="0" * 64, machine="any", versions="any", commit="abc",
    )  # fmt: skip
    return Reading(**(fields | changes))


def test_samples_are_exchanged_for_compute():
    """The larger model's coverage is the smaller one's with five times the samples."""
    rows = [
        made_up_trial(name, world="python", rung=rung, budget=rung) for name, rung in (("small", 1e11), ("large", 1e12))
    ]
    curve = lambda k, shift: 0.001 * (k * shift) ** 0.5
    readings = [
        reading(name, setting=float(k), value=curve(k, shift))
        for name, shift in (("small", 1), ("large", 5))
        for k in (1, 10, 100, 1000)
    ]
    assert exchange(rows, readings) == [pytest.approx(5)]


def test_a_memorys_gain_is_carried_to_all_documents():
    rows = [made_up_trial("a", val_loss=3.0, rung=1e11)]
    of_memory = {"method": "memory", "variant": "memory", "setting": 64.0, "world": "zipf1.5"}
    found = memory_cells(rows, [reading("a", value=1.8, extra="alone=2", **of_memory)], "zipf1.5", 64)
    assert found[0].losses == (pytest.approx(2.7),)


def test_every_expectation_has_an_answer_to_come():
    """The committed tables are sound, and no expectation is without somebody to answer it."""
    names = {expectation.expectation for expectation in tables.expectations()}
    assert set(answers()) <= names
    assert [outcome.expectation for outcome in outcomes([], [], [])] == tables.expectations()
    assert all(outcome.held is None and not outcome.decided for outcome in outcomes([], [], []))


def test_an_expectation_is_held_or_not_and_decided_or_not():
    from scaling_laws.quantity import estimate
    from what_scale_buys.experiments import Outcome

    expected = Expectation("a", "b", "c", "d", 1.0, 2.0, "between")
    asked = lambda value, low, high: Outcome(expected, estimate(value, low, high, method="any", level=0.9))
    assert [asked(1.5, 1.1, 1.9).held, asked(1.5, 1.1, 1.9).decided] == [True, True]
    assert [asked(1.5, 0.9, 1.9).held, asked(1.5, 0.9, 1.9).decided] == [True, False]
    assert [asked(2.5, 2.1, 2.9).held, asked(2.5, 2.1, 2.9).decided] == [False, True]
    assert [asked(2.5, 1.9, 2.9).held, asked(2.5, 1.9, 2.9).decided] == [False, False]


FAULTS = {
    "tokens are not": {"tokens": 999},
    "unique tokens exceed": {"unique_tokens": 10**9},
    "active parameters exceed": {"active_parameters": 10**9},
    "experts do not fit": {"chosen": 2},
    "6 N D": {"flop_6nd": 1.0},
    "thrice the forward pass": {"flop_exact": 1.0},
    "lacks a loss": {"val_loss": None},
    "outside 0 to 1": {"token_accuracy": 1.4},
    "configuration's hash": {"config_hash": "0"},
    "corpus hash": {"corpus_hash": "x" * 64},
    "name=value": {"extra": "precision 0.9"},
    "negative": {"flop_teachers": -1.0},
}


@pytest.mark.parametrize("reason", FAULTS)
def test_a_trial_that_contradicts_itself_is_named(reason):
    sound = made_up_trial("a")
    assert sound.faults() == []
    assert any(reason in fault for fault in replace(sound, **FAULTS[reason]).faults())


def test_rows_are_read_back_as_written():
    for record in (made_up_trial("a", train_loss=None), reading("a"), Expectation("a", "b", "c", "d", None, 2.0, "w")):
        text = "\n".join(",".join(cells) for cells in (columns_of(type(record)), to_cells(record)))
        assert read_table(type(record), text, "any.csv") == [record]
    twice = "\n".join([",".join(columns_of(Trial))] + [",".join(to_cells(made_up_trial("a")))] * 2)
    with pytest.raises(CorruptRow, match="in the table already"):
        read_table(Trial, twice, "any.csv")


def test_laws_of_repetition_are_fitted_where_they_hold():
    from what_scale_buys.experiments.repetition_laws import LAWS, Fresh, fitted

    fresh = Fresh(np.array([1e4, 1e5, 1e6]), 5 * np.array([1e4, 1e5, 1e6]) ** -0.1)
    assert fresh(1e7) == pytest.approx(math.log(5) - 0.1 * math.log(1e7))
    epochs = np.array([4.0, 16.0, 40.0])
    for name, constant in (("saturating", 12.0), ("penalty", 0.004)):
        losses = LAWS[name](fresh, 1e5, epochs, constant)
        assert fitted(name, fresh, 1e5, epochs, losses) == pytest.approx(constant, rel=1e-3)


def test_rivals_are_judged_on_the_ladders_repeated_runs():
    """Runs that follow a penalty: the penalty misses nothing, the other laws do."""
    from made_up_runs import made_up
    from what_scale_buys.experiments.repetition_laws import held_out_errors

    def loss(tokens, epochs):
        return 5 * tokens**-0.1 * math.exp(0.004 * (epochs - 1))

    def trial(tokens, epochs):
        arm = "even wd0.1" if epochs > 1 else "fresh wd0.1"
        sizes = {"tokens": tokens, "unique_tokens": tokens // epochs, "val_loss": loss(tokens, epochs)}
        return made_up_trial(f"{tokens}-{epochs}", experiment="repetition", arm=arm, **sizes)

    def run(tokens, epochs):
        sizes = {"tokens": tokens, "unique_tokens": tokens // epochs, "val_loss": loss(tokens, epochs)}
        return made_up(f"{tokens}-{epochs}", series="repeat", **sizes)

    trials = [trial(2**15 * e, n) for e in (4, 16, 40) for n in (1, e)]
    runs = [run(2**17 * e, n) for e in (4, 16, 40) for n in (1, e)]
    errors = held_out_errors(trials, runs)
    assert errors["penalty"] == pytest.approx(0, abs=1e-4)
    assert min(errors["no decay"], errors["saturating"]) > 0.005
    assert held_out_errors([], runs) is None


def test_techniques_and_bits_are_listed_from_their_rows():
    from what_scale_buys.experiments import quantisation_table, techniques

    rng = np.random.default_rng(0)
    rows = [
        made_up_trial(
            f"{arm}{c}{s}", arm=arm, rung=c, budget=c, val_loss=float(loss(c * f) * np.exp(0.001 * rng.normal()))
        )
        for arm, f in (("control", 1), ("planted", 1.5))
        for c in BUDGETS
        for s in range(3)
    ]
    bits = [
        reading(row.run, method="bits", variant="all", setting=4.0, value=float(loss(row.rung * 0.5)),
                extra=f"unrounded={row.val_loss}", world="zipf1.5")
        for row in rows if row.arm == "control"
    ]  # fmt: skip
    found = techniques(rows, bits, [])
    assert set(found) == {"planted 1.5x", "4 bits"}
    assert found["planted 1.5x"].overall.value == pytest.approx(1.5, rel=0.05)
    assert found["4 bits"].overall.value == pytest.approx(0.5, rel=0.05)
    table = quantisation_table(rows, bits)
    assert len(table) == 9
    assert table[0][:2] == (4, 5120 / 5040)
    assert table[0][2] == pytest.approx(loss(table[0][3].rung * 0.5) - table[0][3].val_loss)


def test_the_ladder_lends_its_plain_runs_as_controls():
    from made_up_runs import made_up

    runs = [
        made_up("a", budget=1e11, width=32, depth=2, val_loss=2.0),
        made_up("b", budget=1e11, width=24, depth=2),
        made_up("c", budget=3e11, width=48, depth=2),
        made_up("d", series="sweep"),
    ]
    rows = [made_up_trial("e", budget=1e11, width=32, depth=2, val_loss=2.1)]
    found = tables.with_ladder(rows, runs)
    assert [(row.run, row.arm, row.rung) for row in found] == [
        ("e", "control", 1e11), ("b", "ladder", 1e11), ("c", "control", 3e11),
    ]  # fmt: skip
    assert found[1].flop_inference == pytest.approx(runs[1].flop_exact / runs[1].tokens / 3)
    assert [fault for row in found[1:] for fault in row.faults()] == []


def test_experts_are_compared_valley_against_valley():
    """Dense valleys with their minimum on the control's curve; experts whose minimum is worth twice the compute."""
    from what_scale_buys.experiments.answers import experts

    def valley(arm, factor, budget, settings, experiment):
        return [
            made_up_trial(
                f"{arm}{budget}{width}{seed}", arm=arm, experiment=experiment, rung=budget, budget=budget, width=width,
                settings=settings, seed=seed, active_parameters=width**2,
                val_loss=loss(budget * factor) * math.exp(0.05 * math.log(width / 40) ** 2 + 0.001 * seed),
            )
            for width in (24, 40, 64)
            for seed in range(2)
        ]  # fmt: skip

    rows = [made_up_trial(f"c{c}", rung=c, budget=c, width=99, val_loss=loss(c)) for c in (1e11, 3e11, 1e12)]
    for budget in (1e11, 3e11):
        rows += valley("dense", 1, budget, "", "experts") + valley("four", 2, budget, "experts=4", "experts")
    found = experts(rows, [])
    assert found["experts-four"].value == pytest.approx(2, rel=1e-3)
    assert found["experts-growth"].value == pytest.approx(0, abs=1e-3)


def test_efforts_are_added_up():
    from what_scale_buys.experiments import efforts

    rows = [made_up_trial(f"a{s}{c}", rung=c, seed=s, cpu_seconds=1800.0) for s in range(2) for c in (1e11, 3e11)]
    found = efforts(rows, [reading("a01", experiment="any", cpu_seconds=360.0)])
    assert [(e.experiment, e.models, e.readings, e.core_hours) for e in found] == [
        ("pool", 4, 0, 2.0), ("any", 0, 1, 0.1),
    ]  # fmt: skip
    assert (found[0].arms, found[0].rungs, found[0].seeds) == (("control",), (1e11, 3e11), 2)


def test_the_planted_arms_are_found_again():
    """The book's own runs: an arm of 1.5 times the compute is told as that by the analysis of all other arms."""
    found = answers()
    for name in ("planted-language", "planted-python"):
        assert found[name].low < tables.PLANTED_FACTOR < found[name].high


def made_up_outcome(value, low=0.5, high=1.0, width=0.1):
    expectation = Expectation("made-up", "pool", "control", "multiplier", low, high, "Something is expected.")
    answer = None if value is None else Quantity(value, "×", value - width, value + width, 0.9, "made up", 6)
    return Outcome(expectation, answer)


def test_an_account_says_what_held_failed_or_is_missing():
    inside, outside, near = made_up_outcome(0.7), made_up_outcome(1.3), made_up_outcome(0.95)
    missing = made_up_outcome(None)
    assert [came_out(o) for o in (inside, outside, missing)] == ["yes", "no", "runs missing"]
    assert came_out(near) == "yes, but the interval leaves it open"
    assert came_out(made_up_outcome(1.05)) == "no, but the interval leaves it open"
    assert tally([inside, outside, near, missing]) == "2 of 3 came out as registered"
    assert tally([missing]) == "none has been run"
    assert ends(made_up_outcome(0.7, low=None)) == (-math.inf, 1.0)
    table = columns([inside, missing])
    assert table["Came out"] == [inside.answer, ""]
    assert table["Range"] == ["0.5 to 1", "0.5 to 1"]
    assert set(account("dial")) == {e.expectation for e in tables.expectations() if e.experiment == "dial"}


# ---- what was registered, beside what came out ----


def one_outcome(low, high, *ends):
    expectation = Expectation("e", "x", "a", "q", low, high, "In words.")
    return Outcome(expectation, estimate(*ends, method="made up", level=0.9, n=3) if ends else None)


def test_the_tally_counts_what_has_an_answer():
    found = [one_outcome(1.0, 2.0), one_outcome(1.0, 2.0, 1.5, 1.2, 1.8), one_outcome(1.0, None, 0.5, 0.4, 0.6)]
    counts = {name: number.value for name, number in kept.counts(found).items()}
    assert counts == dict(registered=3, answered=2, held=1, failed=1, refuted=1)


@pytest.mark.parametrize("experiment", ["distillation", "metrics"])
def test_the_outcomes_of_one_experiment_are_those_among_all(experiment):
    alone = kept.registered(experiment)
    assert alone == tuple(one for one in outcomes() if one.expectation.experiment == experiment)
    assert kept.answer(alone[0].expectation.expectation, experiment) == alone[0].answer
