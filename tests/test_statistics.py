"""Intervals against SciPy's own, printed examples and counting; a mean against its textbook interval."""

import numpy as np
import pytest
from scipy import stats

from scaling_laws import statistics
from scaling_laws.errors import InvalidArgument

CASES = [(0, 10), (1, 10), (5, 10), (10, 10), (45, 50), (3, 1319), (263, 298)]


@pytest.mark.parametrize(("hits", "n"), CASES)
@pytest.mark.parametrize(
    ("ours", "theirs"), [(statistics.wilson, "wilson"), (statistics.clopper_pearson, "exact")], ids=["wilson", "exact"]
)
@pytest.mark.parametrize("level", [0.8, 0.95])
def test_intervals_of_a_share_agree_with_scipy(hits, n, ours, theirs, level):
    expected = stats.binomtest(hits, n).proportion_ci(level, theirs)
    assert ours(hits, n, level) == pytest.approx((expected.low, expected.high), abs=1e-12)


@pytest.mark.parametrize(
    ("after", "n", "before", "m", "low", "high"),
    [(56, 70, 48, 80, 0.0524, 0.3339), (9, 10, 3, 10, 0.1705, 0.8090), (10, 10, 0, 20, 0.6791, 1.0)],
)
def test_a_difference_of_shares_as_printed_by_newcombe(after, n, before, m, low, high):
    """Newcombe (1998), Statistics in Medicine 17, table II, method 10, cases (a), (b) and (h)."""
    assert statistics.newcombe(after, n, before, m)[1:] == pytest.approx((low, high), abs=6e-5)


def test_a_share_says_its_method():
    quantity = statistics.share(45, 50, "solved")
    assert (quantity.value, quantity.unit, quantity.n, quantity.method) == (90.0, "%", 50, "Wilson")
    exact = statistics.share(45, 50, interval=statistics.clopper_pearson)
    assert exact.method == "Clopper-Pearson"
    assert exact.low < quantity.low


@pytest.mark.parametrize("sample", [[1.0, 2.0, 4.0], [0.1, -0.3, 0.2, 0.05]])
def test_a_mean_has_students_interval(sample):
    found = statistics.mean(sample, level=0.9)
    expected = stats.t.interval(0.9, len(sample) - 1, np.mean(sample), stats.sem(sample))
    assert (found.low, found.high) == pytest.approx(expected)
    assert (found.n, found.level) == (len(sample), 0.9)


def test_central_holds_its_share_of_a_sample():
    sample = np.arange(1001.0)
    assert statistics.central(sample, 0.8) == pytest.approx((100.0, 900.0))
    assert statistics.median_and_central(sample, 0.5) == pytest.approx((250.0, 500.0, 750.0))


@pytest.mark.parametrize(("n", "p"), [(1, 0.3), (7, 0.5), (40, 0.01), (500, 0.9), (5, 0.0), (5, 1.0)])
def test_binomials_agree_with_scipy(n, p):
    k = np.arange(-1, n + 2)
    assert statistics.binomial(k, n, p) == pytest.approx(stats.binom.pmf(k, n, p), rel=1e-10, abs=1e-14)
    assert statistics.at_most(k, n, p) == pytest.approx(stats.binom.cdf(k, n, p), rel=1e-10, abs=1e-14)
    inside = np.arange(n + 1)
    peer = stats.betabinom.pmf(inside, n, 0.4, 2.5)
    assert statistics.beta_binomial(inside, n, 0.4, 2.5) == pytest.approx(peer, rel=1e-9)


def test_log_odds():
    assert statistics.logit(0.75) == pytest.approx(np.log(3))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: statistics.wilson(3, 2), "hits = 3"),
        (lambda: statistics.wilson(-1, 2), "hits"),
        (lambda: statistics.clopper_pearson(0, 0), "n"),
        (lambda: statistics.mean([1.0]), "at least two values"),
        (lambda: statistics.logit(1.0), "share"),
        (lambda: statistics.normal_quantile(95), "level"),
    ],
)
def test_what_cannot_be_is_refused(call, message):
    with pytest.raises(InvalidArgument, match=message):
        call()


def test_a_deviation_is_covered_as_often_as_promised():
    rng, freedom = np.random.default_rng(0), 6
    found = [statistics.deviation(np.sqrt(np.mean(rng.standard_normal(freedom) ** 2)), freedom) for _ in range(2000)]
    assert np.mean([q.low <= 1 <= q.high for q in found]) == pytest.approx(0.95, abs=0.015)
    with pytest.raises(InvalidArgument):
        statistics.deviation(1.0, 0)
