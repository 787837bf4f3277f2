"""Kaplan's joint law, repeated tokens, saturating scores: planted truths, a second optimiser, coverage, refusals."""

import json

import numpy as np
import pytest
from scipy.optimize import minimize

from scaling_laws.errors import InvalidArgument
from scaling_laws.fitting import Runs, fit_law
from scaling_laws.laws import ChinchillaSurface, DataConstrained, KaplanJoint, SaturatingScore

KAPLAN = KaplanJoint(n_c=8.8e13, d_c=5.4e13, alpha_n=0.076, alpha_d=0.095)
SURFACE = ChinchillaSurface(1.8, 480.0, 2000.0, 0.348, 0.366)
REPEATED = DataConstrained(SURFACE, r_d_star=15.0)
EXCESS = DataConstrained(SURFACE, r_d_star=15.0, r_n_star=5.0)
SCORE = SaturatingScore(floor=0.25, ceiling=0.95, midpoint=1e22, steepness=1.8)
FALLING = SaturatingScore(floor=0.25, ceiling=0.95, midpoint=2.6, steepness=-6.0, scale="linear")


def kaplan_rows(n=80, noise=0.0, seed=0):
    rng = np.random.default_rng(seed)
    N, D = 10 ** rng.uniform(7, 10, n), 10 ** rng.uniform(9, 11.5, n)
    return {"parameters": N, "tokens": D, "loss": KAPLAN.loss(N, D) * np.exp(noise * rng.standard_t(4, n))}


def repeated_rows(law=REPEATED, n=100, noise=0.0, seed=0):
    rng = np.random.default_rng(seed)
    epochs = np.exp(rng.uniform(0, np.log(60), n))
    N, unique = 10 ** rng.uniform(7.5, 9.8, n), 10 ** rng.uniform(8.5, 10.3, n)
    loss = law.loss(N, unique, epochs) * np.exp(noise * rng.standard_normal(n))
    return {"parameters": N, "tokens": unique * epochs, "epochs": epochs, "loss": loss}


def score_rows(n=40, questions=None, seed=0):
    rng = np.random.default_rng(seed)
    x = 10 ** rng.uniform(19.5, 24.5, n)
    if questions is None:
        return {"x": x, "score": SCORE.score(x)}
    return {"x": x, "score": rng.binomial(questions, SCORE.score(x)) / questions, "questions": questions}


def constants(fit):
    return {name: quantity.value for name, quantity in fit.parameters.items()}


@pytest.mark.parametrize("loss", ["huber", "least squares"])
def test_kaplans_law_is_recovered_without_noise(loss):
    fit = fit_law("kaplan", kaplan_rows(), loss=loss, bootstrap=0)
    assert fit.converged
    assert constants(fit) == pytest.approx(vars(KAPLAN), rel=1e-8)
    assert fit.starts_at_best == fit.starts == 27


@pytest.mark.parametrize("law", [REPEATED, EXCESS])
def test_repeated_tokens_are_recovered_without_noise(law):
    fit = fit_law("data-constrained", repeated_rows(law), bootstrap=0, excess=law.r_n_star is not None)
    truth = vars(SURFACE) | {"r_d_star": 15.0} | ({"r_n_star": 5.0} if law.r_n_star else {})
    assert constants(fit) == pytest.approx(truth, rel=1e-7)


def test_scores_are_recovered_without_noise():
    fit = fit_law("score", score_rows(), bootstrap=0)
    assert constants(fit) == pytest.approx(
        {"floor": 0.25, "ceiling": 0.95, "midpoint": 1e22, "steepness": 1.8}, rel=1e-7
    )
    x = np.linspace(1.9, 3.5, 30)
    falling = fit_law("score", {"x": x, "score": FALLING.score(x)}, scale="linear", bootstrap=0)
    assert falling.law.steepness == pytest.approx(-6.0, rel=1e-7)
    assert falling.law.midpoint == pytest.approx(2.6, rel=1e-7)


def test_binomial_scores_are_recovered_without_noise():
    fit = fit_law("score", score_rows() | {"questions": 100.0}, bootstrap=0)
    assert fit.method.startswith("binomial")
    assert constants(fit) == pytest.approx(
        {"floor": 0.25, "ceiling": 0.95, "midpoint": 1e22, "steepness": 1.8}, rel=1e-6
    )


def huber(r, delta=1e-3):
    size = np.abs(r)
    return np.where(size <= delta, 0.5 * r * r, delta * (size - 0.5 * delta)).sum()


def second_optimiser(objective, start, spread, seed=0):
    """Lowest value that Nelder and Mead find from around `start`, restarted at their own end."""
    rng, best = np.random.default_rng(seed), np.inf
    for k in range(4):
        point = start + (spread * rng.standard_normal(len(start)) if k else 0)
        for _ in range(4):
            options = {"maxiter": 6000, "maxfev": 6000, "xatol": 1e-13, "fatol": 1e-18, "adaptive": True}
            end = minimize(objective, point, method="Nelder-Mead", options=options)
            point = end.x
        best = min(best, end.fun)
    return best


@pytest.mark.parametrize("seed", range(2))
def test_no_second_optimiser_beats_the_fit_of_kaplans_law(seed):
    rows = kaplan_rows(40, noise=0.02, seed=seed)
    fit = fit_law("kaplan", rows, bootstrap=0)

    def objective(theta):
        n_c, d_c, alpha_n, alpha_d = np.exp(theta)
        bracket = (n_c / rows["parameters"]) ** (alpha_n / alpha_d) + d_c / rows["tokens"]
        return huber(alpha_d * np.log(bracket) - np.log(rows["loss"]))

    start = np.log(list(constants(fit).values()))
    assert objective(start) == pytest.approx(fit.objective, rel=1e-10)
    assert fit.objective <= second_optimiser(objective, start, 0.1) * (1 + 1e-9)


def test_no_second_optimiser_beats_the_fit_of_repeated_tokens():
    rows = repeated_rows(n=60, noise=0.01)
    fit = fit_law("data-constrained", rows, loss="least squares", bootstrap=0)
    unique = rows["tokens"] / rows["epochs"]

    def objective(theta):
        E, A, B, alpha, beta, decay = np.exp(theta)
        worth = unique * (1 + decay * (1 - np.exp(-(rows["epochs"] - 1) / decay)))
        return 0.5 * np.sum(np.log((E + A * rows["parameters"] ** -alpha + B * worth**-beta) / rows["loss"]) ** 2)

    start = np.log(list(constants(fit).values()))
    assert objective(start) == pytest.approx(fit.objective, rel=1e-9)
    assert fit.objective <= second_optimiser(objective, start, 0.05) * (1 + 1e-9)


def test_no_second_optimiser_beats_the_binomial_fit():
    rows = score_rows(30, questions=200)
    fit = fit_law("score", rows, bootstrap=0)

    def objective(theta):
        floor, ceiling, middle, steep = theta
        p = floor + (ceiling - floor) / (1 + np.exp(-steep * (np.log10(rows["x"]) - middle)))
        if np.any((p <= 0) | (p >= 1)):
            return np.inf
        return -200 * np.sum(rows["score"] * np.log(p) + (1 - rows["score"]) * np.log(1 - p))

    law = fit.law
    start = np.array([law.floor, law.ceiling, np.log10(law.midpoint), law.steepness])
    assert objective(start) <= second_optimiser(objective, start, 0.05) * (1 + 1e-9)


@pytest.mark.parametrize("interval", ["percentile", "bca", "hessian"])
def test_intervals_of_kaplans_law_cover_about_as_often_as_they_say(interval):
    """40 tables, 90 % intervals: fewer than 29 covered has a chance of about one in a thousand."""
    covered = dict.fromkeys(vars(KAPLAN), 0)
    for seed in range(40):
        fit = fit_law("kaplan", kaplan_rows(60, noise=0.01, seed=seed), bootstrap=80, interval=interval, level=0.9)
        for name, q in fit.parameters.items():
            covered[name] += q.low <= getattr(KAPLAN, name) <= q.high
    assert all(count >= 29 for count in covered.values()), covered


def test_the_jackknife_behind_a_bca_interval_leaves_out_one_row_each():
    rows = kaplan_rows(12, noise=0.01)
    fit = fit_law("kaplan", rows, loss="least squares", bootstrap=40, interval="bca")
    without = {name: np.delete(column, 7) for name, column in rows.items()}
    again = fit_law("kaplan", without, loss="least squares", bootstrap=0)
    assert {name: values[7] for name, values in fit.left_out.items()} == pytest.approx(vars(again.law), rel=1e-5)
    assert fit.quantity(lambda law: law.optimum(1e22).loss).low < fit.law.optimum(1e22).loss
    assert "bca" in fit.method


def test_the_decay_of_repeated_tokens_is_covered():
    """At 90 %, 15 tables: fewer than 10 covered has a chance of two in a thousand."""
    covered = 0
    for seed in range(15):
        rows = repeated_rows(n=80, noise=0.005, seed=seed)
        q = fit_law("data-constrained", rows, interval="hessian", level=0.9).parameters["r_d_star"]
        covered += q.low <= 15.0 <= q.high
    assert covered >= 10


def test_what_one_epoch_cannot_tell_is_said():
    rows = repeated_rows(n=60, noise=0.005)
    unique = rows["tokens"] / rows["epochs"]
    rows |= {"epochs": np.ones(60), "tokens": unique, "loss": SURFACE.loss(rows["parameters"], unique)}
    for interval in ("percentile", "hessian"):
        fit = fit_law("data-constrained", rows, bootstrap=20, interval=interval)
        assert fit.parameters["r_d_star"].high == np.inf
        assert any("not identified" in warning and "r_d_star" in warning for warning in fit.warnings)
        assert fit.parameters["alpha"].high < 1


def test_known_constants_are_held():
    fit = fit_law("score", score_rows(30, questions=100), fixed={"floor": 0.25}, bootstrap=50)
    assert "floor" not in fit.parameters
    assert fit.law.floor == 0.25
    free = fit_law("score", score_rows(30, questions=100), bootstrap=50)
    widths = [found.parameters["ceiling"].high - found.parameters["ceiling"].low for found in (fit, free)]
    assert 0 < widths[0] < widths[1] * 1.2


def test_the_seed_alone_decides_and_everything_carries_an_interval():
    rows = kaplan_rows(50, noise=0.01)
    one, same, other = (fit_law("kaplan", rows, bootstrap=50, seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(one.draws["n_c"], same.draws["n_c"])
    assert not np.array_equal(one.draws["n_c"], other.draws["n_c"])
    forecast = one.forecast(parameters=1e11, tokens=1e12)
    assert forecast.low < forecast.value < forecast.high
    plan = one.quantity(lambda law: law.optimum(1e22).parameters)
    assert plan.low < plan.value < plan.high


def test_runs_are_taken_too_and_results_are_written():
    rows = kaplan_rows(40, noise=0.01)
    fit = fit_law("kaplan", Runs(rows["parameters"], rows["tokens"], rows["loss"]), bootstrap=30)
    assert constants(fit) == constants(fit_law("kaplan", rows, bootstrap=30))
    assert json.loads(fit.to_json())["parameters"]["n_c"]["low"] < fit.law.n_c
    assert fit.to_csv().splitlines()[0].startswith("name,value")
    assert "of 27 starts" in str(fit)


@pytest.mark.parametrize(
    ("law", "change", "word"),
    [
        ("chinchilla", {}, "law"),
        ("data-constrained", {"epochs": None}, "epochs"),
        ("data-constrained", {"epochs": np.full(100, 0.5)}, "epochs"),
        ("kaplan", {"loss": np.full(100, -1.0)}, "loss"),
        ("kaplan", {"loss": np.ones(3)}, "same length"),
    ],
)
def test_bad_tables_are_refused(law, change, word):
    rows = {name: column for name, column in (repeated_rows() | change).items() if column is not None}
    with pytest.raises(InvalidArgument, match=word):
        fit_law(law, rows)


@pytest.mark.parametrize(
    ("options", "word"),
    [
        ({"loss": "binomial"}, "questions"),
        ({"loss": "cauchy"}, "loss"),
        ({"fixed": {"roof": 1.0}}, "fixed"),
        ({"fixed": {"floor": 1.5}}, "floor"),
        ({"interval": "studentised"}, "interval"),
    ],
)
def test_bad_options_are_refused(options, word):
    with pytest.raises(InvalidArgument, match=word):
        fit_law("score", score_rows(), **options)
