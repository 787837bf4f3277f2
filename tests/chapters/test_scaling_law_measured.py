"""The measured ladder against independent arithmetic, and the chapter's words on shorter and longer ladders."""

import csv
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import least_squares
from scipy.stats import chi2

from scaling_laws.quantity import Quantity, estimate
from what_scale_buys import measured, trainer
from what_scale_buys.chapters import scaling_law_measured as room
from what_scale_buys.chapters.scaling_law_measured import (
    above,
    figures,
    figures_world,
    findings,
    fits,
    known,
    ladder,
    noise,
    repetition,
    skills,
    straightness,
    throughput,
    wording,
)

ROWS = ladder.table()
HIGHER = Path(measured.__file__).parent / "data" / "ladder_higher.csv"


def of(world, rows=ROWS):
    """Finished IsoFLOP runs of a world, at budgets with five sizes or more."""
    mine = [r for r in rows if (r.world, r.series, r.status) == (world, "isoflop", "done")]
    sizes = {C: {r.parameters for r in mine if r.budget == C} for C in {r.budget for r in mine}}
    return [r for r in mine if len(sizes[r.budget]) >= 5]


@pytest.fixture(scope="module")
def early():
    """The ladder as it was with two budgets, one language and no repetition."""
    kept = [r for r in ROWS if r.series == "isoflop" and r.world in ladder.MAIN and r.budget < 5e11]
    return tuple(kept)


@pytest.fixture(scope="module")
def grown():
    """The ladder with one more budget in both main worlds."""
    tops = {w: ladder.budgets(w)[-1] for w in ladder.MAIN}
    more = [
        replace(
            r,
            run=r.run + "x",
            budget=3 * r.budget,
            tokens=3 * r.tokens,
            val_loss=0.93 * r.val_loss,
            token_accuracy=1.05 * r.token_accuracy,
        )
        for r in ROWS
        if r.world in ladder.MAIN and r.series == "isoflop" and r.budget == tops[r.world]
    ]
    return ROWS + tuple(more)


# ---- the numbers, by other means ----


@pytest.mark.parametrize("world", ladder.zipf_worlds())
def test_the_entropy_is_that_of_the_zipf_law(world):
    ranks = np.arange(1, 4097) ** -ladder.zipf(world)
    p = ranks / ranks.sum()
    assert ladder.entropy(world) == pytest.approx(-(p * np.log(p)).sum() / 2, rel=1e-6)


@pytest.mark.parametrize("world", ladder.MAIN)
def test_seed_noise_is_the_pooled_standard_deviation(world):
    groups = {}
    for r in of(world):
        groups.setdefault((r.budget, r.width, r.depth), []).append(math.log(r.val_loss))
    repeated = [g for g in groups.values() if len(g) > 1]
    variance = sum((len(g) - 1) * np.var(g, ddof=1) for g in repeated) / sum(len(g) - 1 for g in repeated)
    assert noise.seed_noise(world).value == pytest.approx(100 * math.sqrt(variance))


@pytest.mark.parametrize("world", ladder.MAIN)
def test_the_interval_of_the_seed_noise_is_that_of_a_variance(world):
    _, apart, freedom = noise.deviations(world)
    ends = 100 * np.sqrt(np.sum(apart**2) / chi2.ppf((0.975, 0.025), freedom))
    assert (noise.seed_noise(world).low, noise.seed_noise(world).high) == pytest.approx(tuple(ends))


def test_seeds_needed_at_the_ends_of_the_noise():
    sigma, needed = noise.seed_noise(ladder.PYTHON), room.numbers().ex_seeds_python
    ends = [math.ceil(2 * (2 * s / 1.0) ** 2) for s in (sigma.low, sigma.value, sigma.high)]
    assert [needed.low, needed.value, needed.high] == pytest.approx(ends, abs=1)


def test_a_difference_of_two_fits_of_the_same_runs_is_paired():
    one, other = fits.surface_without_embedding(ladder.KNOWN), fits.surface(ladder.KNOWN)
    a = [fit.sampling.draws[:, 4] / fit.sampling.draws[:, 3:].sum(1) for fit in (one, other)]
    found = fits.apart(lambda bare, law: bare.a - law.a, one, other)
    assert (found.low, found.high) == pytest.approx(tuple(np.quantile(a[0] - a[1], (0.025, 0.975))))
    loose = np.quantile(a[0] - np.random.default_rng(0).permutation(a[1]), (0.025, 0.975))
    assert found.high - found.low < np.diff(loose) / 3


def test_the_length_of_a_span_by_simulated_counts():
    run, rng = skills.best()[-1], np.random.default_rng(0)
    spans = rng.binomial(run.val_tokens // 8, run.span_accuracy, 20_000) / (run.val_tokens // 8)
    tokens = rng.binomial(run.val_tokens, run.token_accuracy, 20_000) / run.val_tokens
    ends = np.quantile(np.log(spans) / np.log(tokens), (0.025, 0.975))
    found = skills.effective_length(run)
    assert (found.low, found.high) == pytest.approx(tuple(ends), rel=0.01)


def test_a_worth_moves_with_the_noise_of_its_runs():
    """Near the diagonal: error of the log worth is the noise of the loss times the slope of tokens in loss."""
    _, worth, *_ = repetition.measured()[0]
    blur = repetition.blur()
    half = (np.log(worth.high) - np.log(worth.low)) / (2 * 1.96)
    assert blur.value / 100 < half < 3 * blur.value / 100


def test_the_straightest_floor_by_polynomials():
    C, loss, _ = map(np.array, zip(*fits.bottoms(ladder.KNOWN), strict=True))
    floors = np.linspace(0, 0.99 * loss.min(), 400)
    best = floors[np.argmin([straightness.misfit(C, loss, E) for E in floors])]
    assert straightness.straightest(ladder.KNOWN).value == pytest.approx(best)


@pytest.mark.parametrize("world", ladder.MAIN)
def test_the_surface_is_the_least_squares_optimum(world):
    N, D, L = (np.array([getattr(r, key) for r in of(world)]) for key in ("parameters", "tokens", "val_loss"))

    def residual(t):
        return np.log(np.exp(t[0]) + np.exp(t[1] - t[3] * np.log(N)) + np.exp(t[2] - t[4] * np.log(D))) - np.log(L)

    law = fits.surface(world).surface
    own = 0.5 * np.sum((np.log(law.loss(N, D)) - np.log(L)) ** 2)
    starts = [(0.0, a, b, e, f) for a in (3, 6) for b in (4, 8) for e in (0.3, 0.6) for f in (0.3, 0.6)]
    assert own <= min(least_squares(residual, s).cost for s in starts) * (1 + 1e-6)


def test_the_frontier_above_the_known_floor_agrees_with_scipy():
    mine = of(ladder.KNOWN)
    N, D, L = (np.array([getattr(r, key) for r in mine]) for key in ("parameters", "tokens", "val_loss"))
    above = np.log(L - mine[0].entropy)

    def residual(t):
        return np.logaddexp(t[0] - t[2] * np.log(N), t[1] - t[3] * np.log(D)) - above

    found = least_squares(residual, (4, 7, 0.45, 0.65), x_scale="jac").x
    alpha, beta = found[2:]
    assert fits.known_floor(ladder.KNOWN).surface.frontier_exponent == pytest.approx(
        alpha * beta / (alpha + beta), rel=1e-3
    )


@pytest.mark.parametrize("world", ladder.MAIN)
def test_parabolas_by_hand(world):
    for C, bottom, error in fits.bottoms(world):
        mine = [r for r in of(world) if abs(math.log(r.flop_6nd / C)) < 0.1]
        x = np.log([r.parameters for r in mine])
        c = np.polyfit(x - x.mean(), [r.val_loss for r in mine], 2)
        assert bottom == pytest.approx(c[2] - c[1] ** 2 / (4 * c[0]), rel=1e-6)
        assert 0 < error < 0.1


def test_the_bend_is_the_curvature_of_a_weighted_parabola():
    C, loss, error = map(np.array, zip(*fits.bottoms(ladder.KNOWN), strict=True))
    above = loss - ladder.entropy(ladder.KNOWN)
    x = np.log(C)
    c, cov = np.polyfit(x, np.log(above), 2, w=above / error, cov="unscaled")
    apart = (x[-1] + x[-2]) / 2 - (x[0] + x[1]) / 2
    found = known.turn()
    assert found.value == pytest.approx(-2 * c[0] * apart, rel=1e-4)
    assert found.high - found.value == pytest.approx(1.96 * 2 * math.sqrt(cov[0, 0]) * apart, rel=1e-3)


def test_a_pure_power_law_has_no_bend(monkeypatch):
    E = ladder.entropy(ladder.KNOWN)
    straight = tuple((C, E + 40 * C**-0.3, 0.01) for C in (1e11, 3e11, 1e12, 3e12, 1e13))
    monkeypatch.setattr(fits, "bottoms", lambda world, rows=None: straight)
    assert known.turn().value == pytest.approx(0, abs=1e-9)
    assert known.turn().low < 0 < known.turn().high


def test_the_blind_fit_sees_nothing_of_the_largest_budget():
    top = ladder.budgets(ladder.KNOWN)[-1]
    other = tuple(replace(r, val_loss=9.0) if r.budget >= top and r.val_loss else r for r in ROWS)
    _, _, said = fits.blind(ladder.KNOWN)
    _, held, again = fits.blind(ladder.KNOWN, other)
    assert [q.value for q in said] == [q.value for q in again]
    assert all(r.val_loss == 9.0 for r in held)
    assert "none of" in findings.blind(ladder.KNOWN, other)


def test_unfinished_runs_are_compared_at_equal_tokens_and_size():
    pairs = noise.unfinished()
    assert pairs
    for short, long, _ in pairs:
        assert (short.parameters, short.world, short.seed) == (long.parameters, long.world, long.seed)
        assert short.tokens < long.tokens


def test_seeds_and_chances():
    assert noise.seeds_needed(1.0, 1.0) == 8
    draws = np.random.default_rng(0).normal(size=(2, 200_000, 3)).mean(2)
    assert noise.chance(0.5, 3, 1.0) == pytest.approx((draws[0] < draws[1] + 0.5).mean(), abs=0.005)


def test_published_worth_of_repetition_is_recovered():
    """Fresh runs on a planted curve; repeated runs put where the published law wants them."""
    base = next(r for r in of(ladder.PYTHON))
    loss = lambda tokens: 8 * tokens**-0.12  # noqa: E731
    unit = 100_000
    fresh = [
        replace(
            base,
            run=f"f{k}",
            series="repeat",
            tokens=int(unit * k),
            unique_tokens=int(unit * k),
            val_loss=loss(unit * k),
        )
        for k in np.geomspace(1, 40, 30)
    ]
    repeated = [
        replace(base, run=f"r{e}", series="repeat", tokens=unit * e, unique_tokens=unit,
                val_loss=loss(unit * float(repetition.published(e))))
        for e in repetition.EPOCHS[1:]
    ]  # fmt: skip
    rows = ROWS[:0] + tuple(r for r in ROWS if r.series != "repeat") + tuple(fresh + repeated)
    for epochs, worth, *_ in repetition.measured(rows):
        assert worth.value == pytest.approx(float(repetition.published(epochs)), rel=0.01)
    assert repetition.published(1) == 1


def test_a_valley_waits_until_it_is_whole():
    top = ladder.budgets(ladder.KNOWN)[-1]
    last = [r for r in of(ladder.KNOWN) if r.budget == top]
    few = {r.parameters for r in last[:3]}
    rows = tuple(r for r in ROWS if r.world == ladder.KNOWN and (r.budget < top or r.parameters in few))
    assert ladder.budgets(ladder.KNOWN, rows)[-1] < top
    assert all(r.budget < top for r in ladder.valley_runs(ladder.KNOWN, rows))
    assert findings.waiting(rows).endswith("runs are")


def test_the_forecast_on_record_is_made_without_the_largest_budget():
    top = ladder.budgets(ladder.KNOWN)[-1]
    before = tuple(r for r in ROWS if r.budget < top)
    free = fits.surface(ladder.KNOWN, before).optimum(top).loss
    held = fits.best_above_known_floor(ladder.KNOWN, top, before)
    assert str(free) in findings.record()
    assert str(held) in findings.record()
    assert ("nearer" in findings.record(before)) == (len(ladder.budgets(ladder.KNOWN, before)) >= 3)


def test_utilisation_is_the_flop_rate_over_the_matrix_rate():
    text = (Path(measured.__file__).parent / "data/ladder_speed.csv").read_text(encoding="utf-8")
    rows = [
        r for r in csv.DictReader(text.splitlines()) if int(r["parameters"]) == throughput.timings()[-1][0].parameters
    ]
    mine = sorted(float(r["tokens_per_second"]) * float(r["flop_per_token"]) / float(r["matrix_rate"]) for r in rows)
    trainer, _ = throughput.shares(throughput.timings()[-1])
    assert (trainer.low, trainer.high) == pytest.approx((100 * mine[0], 100 * mine[-1]))
    assert trainer.value == pytest.approx(100 * float(np.median(mine)))
    assert trainer.level == 1 - 0.5 ** (len(rows) - 1)
    faster = [float(r["tokens_per_second"]) / float(r["plain_tokens_per_second"]) for r in rows]
    assert throughput.faster(throughput.timings()[-1]).value == pytest.approx(float(np.median(faster)))


def test_the_trainer_uses_the_processor_as_asked():
    """At the largest size of the processor's ladder at least 45 % of the matrix rate, and never slower than plain."""
    assert throughput.shares(throughput.timings()[-1])[0].low >= 45
    assert all(throughput.faster(size).value > 1 for size in throughput.timings())
    assert max(size[0].parameters for size in throughput.timings()) >= 3e6


# ---- the words ----


def test_words_follow_intervals():
    def q(low, high):
        return estimate((low + high) / 2, low, high, method="test", level=0.95)

    assert wording.place(q(1, 2), 1.5) == "inside"
    assert wording.place(q(1, 2), 2.5) == "above"
    assert wording.place(q(1, 2), 0.5) == "below"
    assert [wording.sign(x, "up", "down", "level") for x in (q(1, 2), q(-2, -1), q(-1, 1))] == ["up", "down", "level"]
    assert wording.one_in(6, 6, "runs") == "all 6 runs"
    assert wording.one_in(0, 6, "runs") == "none of 6 runs"


def test_overlap_and_move_follow_the_numbers():
    one, other, beyond = (estimate(v, v - 1, v + 1, method="test", level=0.95) for v in (0, 1.5, 3))
    assert (wording.overlap(one, other), wording.overlap(one, beyond)) == ("overlap", "do not overlap")
    rise = estimate(0.5, 0.4, 0.7, method="test", level=0.95)
    assert wording.move(rise) == "up by 0.50 (95 % interval 0.40 to 0.70)"
    assert wording.move(-rise) == "down by 0.50 (95 % interval 0.40 to 0.70)"


def with_lines(right):
    """The ladder as it would be if the best models of the largest Python budget had that many whole lines right."""
    top = ladder.budgets(ladder.PYTHON)[-1]
    at_top = [r.world == ladder.PYTHON and r.budget == top and r.val_lines for r in ROWS]
    return tuple(
        replace(r, line_accuracy=right / r.val_lines) if there else r for r, there in zip(ROWS, at_top, strict=True)
    )


def test_the_words_on_whole_lines_follow_their_interval():
    assert "nearly nothing" in findings.lines_verdict(with_lines(0))
    assert "begin to learn" in findings.lines_verdict(with_lines(200))


def test_the_verdict_on_the_floor_follows_the_truth():
    fitted = fits.surface(ladder.KNOWN).surface.E
    moved = tuple(replace(r, entropy=fitted) if r.entropy else r for r in ROWS)
    assert "inside both" in findings.truth(moved)
    low = tuple(replace(r, entropy=0.01) if r.entropy else r for r in ROWS)
    assert "below both" in findings.truth(low)
    assert known.impossible(rows=low) is None


@pytest.mark.parametrize("which", ["early", "grown"])
def test_the_chapter_holds_on_shorter_and_longer_ladders(which, request):
    rows = request.getfixturevalue(which)
    for name, number in room.numbers(rows):
        if isinstance(number, Quantity):
            assert not math.isnan(number.value), name
        assert "nan" not in str(number).lower().split(), name
    unmoved = {"dial", "repeats", "scatter"}  # these may show nothing that the other ladder lacks
    for name in ("valleys", "scatter", "approaches", "forecast", "floor", "dial", "repeats", "mirage"):
        make = room.EXHIBITS[name]
        assert make(rows).alt != make().alt or name in unmoved, name
    said = str(findings.repeats(rows))
    assert "not been run" in said if which == "early" else said


def test_what_is_missing_is_said(early):
    assert "nothing to hold out" in findings.blind(ladder.KNOWN, early)
    assert known.turn(rows=early) is None
    assert "nothing to compare" in findings.bend(early)
    assert "has not been run" in findings.dial(early)
    assert "No sweep" in findings.rate(early)
    assert "not been made" in figures_world.repeats(early).alt
    assert "Not yet run" in figures.forecast(early).alt


# ---- the table ----


def test_a_malformed_row_is_named():
    text = "\n".join([",".join(measured.columns(measured.Run)), ",".join(measured.to_cells(ROWS[0])), "isoflop,oops"])
    with pytest.raises(measured.CorruptRow, match=r"ladder\.csv, line 3"):
        measured.read_table(measured.Run, text, "ladder.csv")


def test_a_short_ladder_says_what_to_do():
    with pytest.raises(ladder.LadderTooShort, match="python -m lab ladder"):
        ladder.checked(ROWS[:3])


def test_the_room_enters_no_claim_and_says_so():
    assert len(room.CLAIMS) == 0
    assert "no claim" in repr(room.CLAIMS)
    assert all(card.answer for card in room.CARDS.values())


# ---- the rung that a reader climbs ----


def test_the_smallest_rung_shows_every_seed_and_their_mean():
    figure = room.smallest_rung()
    budget = ladder.budgets(ladder.KNOWN)[0]
    stored = [r for r in ladder.runs(world=ladder.KNOWN) if r.budget == budget]
    assert sorted(figure.data["loss"]) == sorted(r.val_loss for r in stored)
    assert "Your" not in figure.alt


def test_runs_of_a_reader_stand_beside_ours_with_their_distance():
    budget = ladder.budgets(ladder.KNOWN)[0]
    stored = [r for r in ladder.runs(world=ladder.KNOWN) if r.budget == budget]
    one = [r for r in stored if r.parameters == stored[0].parameters]
    mean = sum(r.val_loss for r in one) / len(one)
    mine = [replace(stored[0], run="mine", seed=100, val_loss=mean + 0.125)]
    figure = room.smallest_rung(mine=mine)
    assert "Your run lies within 0.125 nats" in figure.alt
    assert 100 in figure.data["seed"]


def test_without_pytorch_the_reader_is_told_what_to_install(monkeypatch):
    monkeypatch.setattr(trainer, "find_spec", lambda name: None)
    with pytest.raises(trainer.CannotTrain, match="requirements-lab.txt"):
        room.smallest_rung(train=True)


def test_without_the_trainer_the_reader_is_told_where_it_should_be(monkeypatch, tmp_path):
    monkeypatch.setattr(trainer, "find_spec", lambda name: True)
    monkeypatch.setattr(trainer, "ROOT", tmp_path)
    with pytest.raises(trainer.CannotTrain, match="does not exist"):
        room.smallest_rung(train=True)


def test_the_lexicon_is_the_one_whose_entropy_the_runs_state():
    """Entropy of the Zipf law over the stated words, per token of two to a word, by plain sums."""
    weights = [rank**-1.5 for rank in range(1, ladder.LEXICON + 1)]
    share = [w / sum(weights) for w in weights]
    entropy = -sum(p * math.log(p) for p in share) / 2
    assert ladder.entropy(ladder.KNOWN) == pytest.approx(entropy, rel=1e-6)


def test_the_tables_say_what_the_fits_say():
    table = room.ladders().columns
    assert table["Language"][table["Measure"].index("the same, surface")] == room.numbers().known_a_3
    assert [len(column) for column in table.values()] == [11] * 3
    assert str(room.forecasts().columns["Python text"][0]) == str(findings.blind(ladder.PYTHON))
    assert str(findings.dial()) in [str(answer) for answer in room.checks().columns["Answer"]]


def test_the_sentence_on_the_dial_has_both_signs(monkeypatch):
    turn = known.dial_turn()
    assert "more steeply" in findings.dial_short()
    monkeypatch.setattr(known, "dial_turn", lambda rows=None: -turn)
    assert "less steeply" in findings.dial_short()
    monkeypatch.setattr(known, "dial_turn", lambda rows=None: None)
    assert "has not been run" in findings.dial_short()


# ---- the same laws, asked further up ----


def least_by_hand(runs):
    """Bottom of a parabola in ln N by normal equations, and the size there."""
    x = np.log([r.parameters for r in runs])
    X = np.stack([x**2, x, np.ones_like(x)], axis=1)
    a, b, c = np.linalg.solve(X.T @ X, X.T @ [r.val_loss for r in runs])
    return c - b * b / (4 * a), math.exp(-b / (2 * a))


def test_what_came_out_higher_up_is_what_the_rows_say():
    rows = list(csv.DictReader(HIGHER.read_text(encoding="utf-8").splitlines()))
    assert {(r["device"], r["precision"], r["world"]) for r in rows} == {("cuda", "bfloat16", "zipf1.5")}
    found = above.outcomes()
    for budget, name in ((1e14, "1e14"), (1e15, "1e15")):
        least, size = least_by_hand([r for r in measured.higher() if r.budget == budget])
        for law in ("free", "true", "bend"):
            assert found[f"higher-{law}-{name}"].answer.value == pytest.approx(least, rel=1e-7)
    assert found["higher-size-1e15"].answer.value == pytest.approx(size, rel=1e-6)
    ours = {r.run: r.val_loss for r in ROWS}
    twice = [100 * (float(r["val_loss"]) / ours[r["run"]] - 1) for r in rows if r["run"] in ours]
    assert len(twice) == 6
    assert found["higher-bridge"].answer.value == pytest.approx(np.mean(twice), abs=1e-9)


def test_the_registered_ranges_are_what_the_laws_say_of_the_runs_below():
    """The ranges were written down before; the laws, fitted today to the same runs, give them again."""
    for law in ("free", "bend"):
        for C in (1e14, 1e15):
            said = above.outcomes()[f"higher-{law}-1e{math.log10(C):.0f}"].expectation
            assert said.low < above.laws()[law](C) < said.high
    assert [above.laws()["true"](C) for C in (1e14, 1e15)] == pytest.approx([1.625, 1.572], abs=1e-3)


@pytest.mark.parametrize(("value", "said"), [(1.57, "right"), (1.53, "too high"), (1.6, "too low")])
def test_a_law_beside_the_runs_is_said_to_lie_beside_them(monkeypatch, value, said):
    outcome = above.outcomes()["higher-true-1e15"]
    answer = estimate(value, value - 0.001, value + 0.001, method="any", level=0.9, unit="nats/token")
    monkeypatch.setattr(above, "outcomes", lambda: {"higher-true-1e15": replace(outcome, answer=answer)})
    assert str(above.side("true")) == said


def test_the_higher_runs_enter_no_fit_of_the_ladder():
    assert max(r.budget for r in ROWS) < min(r.budget for r in ladder.higher())
    assert len(fits.surface(ladder.KNOWN).runs) == len(of(ladder.KNOWN))


def test_the_picture_of_the_laws_draws_what_was_measured():
    fig = above.higher()
    by_hand = [least_by_hand([r for r in measured.higher() if r.budget == C])[0] for C in (1e14, 3e14, 1e15)]
    assert fig.data["least loss, measured"][-3:] == pytest.approx(by_hand, rel=1e-6)
    assert "rising exponent" in fig.title


def test_the_fit_that_failed_had_bent_residuals_and_says_so():
    test = fits.surface(ladder.KNOWN).lack_of_fit
    assert test.p_value < 0.05
    assert str(above.warning(test)).startswith("Only a test")
    assert str(above.warning(replace(test, p_value=0.5))).startswith("Nothing")
