"""The claims on what text teaches: read once or again, held by a model, or written by one."""

import numpy as np

from scaling_laws.quantity import exact, percent
from scaling_laws.statistics import mean

from ... import published
from ...claims import Finding, Verdict, claim
from . import generations as gens
from . import repetition as rep
from . import stock, wall
from .stock import FILTERED
from .wording import TRILLION

V = Verdict
PERFECT = 10  # percent: a loss within a tenth of its floor counts as almost perfect
SAME = 0.05  # exponents closer than this to each other, relatively, count as one
STEADY = 0.9  # an exponent that keeps more than this share of itself has not fallen
NOTHING = 1  # percent of the reducible loss: too small to measure
COLLAPSED, KEPT = 0.5, 0.8  # of the variance, after the generations of the figure


def _left(scheme):
    """Variance that each simulated line of models has left after the last generation."""
    return gens.chains(scheme, gens.SAMPLES)[1][-1]


def _mean_left(scheme):
    return mean(_left(scheme))


def _a_trillion_parameters():
    _, capacity, excess_h, excess_r = wall.of_a_model(TRILLION, stock.stock(FILTERED))
    return dict(capacity_share=capacity, excess_h=excess_h, excess_r=excess_r, entropy_known=False)


@claim(
    "A18",
    "A model with a trillion parameters, trained on all good text, learns the patterns in it almost perfectly.",
    would_change="An estimate of the entropy of text that does not rest on extrapolated model losses.",
    evidence=_a_trillion_parameters,
    sources_for=("hoffmann2022training",),
    sources_against=("morris2025memorize",),
)
def a18(capacity_share, excess_h, excess_r, entropy_known):
    """Near the floors of two fits; whether these are the entropy of text nobody has measured."""
    excess_h, excess_r = (
        excess_h.named("loss above the floor, printed fit"),
        excess_r.named("loss above the floor, refit"),
    )
    held = capacity_share.named("of the text's information that fits into a trillion parameters")
    numbers = (held, excess_h, excess_r)
    because = (
        f"By the printed fit such a model ends {excess_h} above its floor, by the refit {excess_r}, which sounds like"
        f" near perfection if the floor is the entropy of text. As storage it holds {held} of the text, so what it"
        " learns is a selection."
    )
    if not entropy_known:
        missing = (
            "a measure of the patterns in text that does not come from a model of the same kind, such as its entropy"
        )
        return Finding(V.NOT_CHECKABLE, because, missing, numbers)
    verdict = V.HOLDS if max(excess_h.high, excess_r.high) < PERFECT else V.CONTRADICTED
    return Finding(verdict, because, numbers=numbers)


@claim(
    "A22",
    "The papers on scaling contain the insight that the exponent depends on the quality and diversity of the data.",
    would_change="A fitted law whose exponent falls within one corpus as it is used up.",
    evidence=lambda: dict(
        small_image=published.value("henighan_2020_image8_compute_exponent"),
        large_image=published.value("henighan_2020_image32_compute_exponent"),
        alloc=tuple(published.value(f"deepseek_2024_a_{name}") for name in ("early", "current", "owt2")),
        law_exponent=rep.law().surface.beta,
        late_exponent=float(rep.refitted_exponent((16, 24, 40))),
    ),
    opposite=lambda: dict(small_image=published.value("henighan_2020_image32_compute_exponent")),
    sources_for=("henighan2020scaling", "bi2024deepseek", "sorscher2022beyond"),
    sources_against=("kaplan2020scaling", "hoffmann2022training", "muennighoff2023scaling"),
)
def a22(small_image, large_image, alloc, law_exponent, late_exponent):
    """Exponents differ between data sets, and the laws hold them constant within one."""
    spread = exact(small_image / large_image, "", "ratio of two loss exponents on two kinds of image data")
    kept = exact(late_exponent / law_exponent, "", "fitted exponent after forty epochs over the one before")
    numbers = (spread, kept)
    if abs(spread.value - 1) < SAME:
        return Finding(V.CONTRADICTED, "The exponent is the same on all data tested.", numbers=numbers)
    if kept.value < STEADY:
        return Finding(V.HOLDS, "Exponents differ by data and fall as data run out.", numbers=numbers)
    because = (
        f"Other data, other exponent: two kinds of images differ by a factor of {spread.bare} in one early paper, and"
        f" the allocation exponent runs from {exact(min(alloc)).short} to {exact(max(alloc)).short} on three corpora."
        " But the laws of Kaplan, Hoffmann and Muennighoff hold it constant within a corpus, used up or not."
    )
    condition = "it is said of different data sets, and not of one that is being used up"
    return Finding(V.HOLDS_IF, because, condition, numbers)


@claim(
    "A23",
    "As the good data are used up, the exponent shrinks.",
    would_change="Runs on repeated data whose losses a constant exponent in effective tokens cannot fit.",
    evidence=lambda: dict(r_d_star=rep.law().r_d_star, beta=rep.law().surface.beta),
    opposite=dict(r_d_star=1e6),
    sources_against=("muennighoff2023scaling",),
)
def a23(r_d_star, beta):
    """Under the law of repetition the slope in tokens read falls, the fitted exponent does not."""
    epochs = np.array([1.0, 4.0, 16.0, 40.0])
    left = np.exp(-(epochs - 1) / r_d_star)
    worth = 1 + r_d_star * (1 - left)
    slope = beta * epochs * left / worth
    numbers = (
        exact(beta, name="fitted exponent in effective tokens"),
        exact(slope[2], name="local slope at sixteen epochs"),
        exact(slope[3], name="local slope at forty epochs"),
    )
    if slope[3] > STEADY * beta:
        return Finding(V.CONTRADICTED, "Neither the fitted exponent nor the local slope moves.", numbers=numbers)
    because = (
        f"Under the published law of repetition the slope in tokens read falls from {numbers[0].short} to"
        f" {numbers[1].short} and {numbers[2].short}, and on to zero. The exponent of the law itself stays"
        f" {numbers[0].short}: what shrinks is the worth of a token."
    )
    condition = "exponent means the local slope in tokens read; the fitted one stays put"
    return Finding(V.HOLDS_IF, because, condition, numbers)


def _the_end_of_fresh_text(text_times=1):
    """Loss that the filtered stock, read once, leaves above the floor; the same at the frontier; what is kept."""
    frontier = published.value("run_llama31_405b_flop")
    excess = wall.by_both(lambda fit, text: fit.B * text**-fit.beta, text_times * stock.stock(FILTERED), unit="nats")
    now = wall.by_both(lambda fit: fit.optimum(frontier).loss - fit.E, unit="nats")
    return dict(
        excess_h=excess[0], excess_r=excess[1], now_h=now[0], now_r=now[1], accumulates=_mean_left("accumulate")
    )


@claim(
    "B28",
    "Good data are finite and may cap progress unless synthetic data help; all agree on that.",
    would_change="A way to make fresh text count many times over, or proof that added synthetic text degrades as well.",
    evidence=_the_end_of_fresh_text,
    opposite=lambda: _the_end_of_fresh_text(text_times=1e9),
    sources_for=("villalobos2024run", "muennighoff2023scaling"),
    sources_against=("kim2025infinite", "gerstgrasser2024collapse"),
)
def b28(excess_h, excess_r, now_h, now_r, accumulates):
    """The stock caps the gain and does not stop it; synthetic data help where they are added."""
    whose = "of the reducible loss at the compute of Llama 3.1 405B that endless parameters leave, printed fit"
    left_h, left_r = percent(excess_h / now_h, whose), percent(excess_r / now_r, "the same, refit")
    numbers = (left_h, left_r, accumulates.named("variance kept when synthetic data are added"))
    if max(left_h.high, left_r.high) < NOTHING:
        return Finding(V.CONTRADICTED, "The stock is so large that its end costs nothing measurable.", numbers=numbers)
    if accumulates.high < COLLAPSED:
        return Finding(V.NOT_CHECKABLE, "Synthetic data collapse even when added.", "another source of text", numbers)
    because = (
        f"With the filtered stock read once, no number of parameters removes the last {left_h} by the printed fit, or"
        f" {left_r} by the refit, of the reducible loss at the compute of Llama 3.1 405B. That caps the gain and does"
        " not stop it. Synthetic data can help where they are added or verified."
    )
    return Finding(V.HOLDS_IF, because, "one drops the word consensus and means a slowing rather than a stop", numbers)


def _named(replaced, added):
    return replaced.named("variance left when data are replaced"), added.named("variance left when data are added")


@claim(
    "C17",
    "Training on the output of models can amplify bias and degrade quality in ways that are hard to notice.",
    would_change="Lines of models on replaced data that keep their tails, or on added data that lose them.",
    evidence=lambda: dict(
        replaced=_mean_left("replace"),
        added=_mean_left("accumulate"),
        median=gens.median(_left("replace")),
        generations=gens.LAST,
        samples=gens.SAMPLES,
    ),
    opposite=lambda: dict(replaced=_mean_left("accumulate")),
    sources_for=("shumailov2024collapse", "dohmatob2024tale"),
    sources_against=("gerstgrasser2024collapse",),
)
def c17(replaced, added, median, generations, samples):
    """The distribution degrades where samples of a model replace the real ones."""
    replaced, added = _named(replaced, added)
    numbers = (replaced, added, median.named("median of the same lines, replaced"))
    if replaced.low > KEPT:
        return Finding(V.CONTRADICTED, "Training on model output leaves the distribution as it was.", numbers=numbers)
    if added.high < COLLAPSED:
        return Finding(V.HOLDS, "The distribution degrades whether data are replaced or added.", numbers=numbers)
    because = (
        f"In the simulation {replaced} of the variance is left when samples are replaced, {added} when they are added,"
        f" after {exact(generations).short} generations of {exact(samples).short}. It is hard to see, too: half of the"
        f" lines are below {median.short} while the mean is higher. Language models behave alike."
    )
    return Finding(V.HOLDS_IF, because, "model output replaces real text instead of being added to it", numbers)


@claim(
    "C43",
    "Better models that write better training data could start a virtuous circle.",
    would_change="Generations of models that improve on their own unverified output.",
    evidence=lambda: dict(
        start=gens.RIGHT,
        keeps_right=gens.KEEPS_RIGHT,
        keeps_wrong=gens.KEEPS_WRONG,
        generations=gens.ROUNDS,
        mixed=_mean_left("mix"),
    ),
    opposite=lambda: dict(keeps_wrong=gens.KEEPS_RIGHT),
    sources_for=("abdin2024phi4", "gerstgrasser2024collapse"),
    sources_against=("shumailov2024collapse",),
)
def c43(start, keeps_right, keeps_wrong, generations, mixed):
    """The circle turns in the direction of the verifier."""
    factor = exact(keeps_right / keeps_wrong, "×", "odds of a right answer, per generation")
    end = percent(gens.circle(start, factor.value, generations)[-1], "right answers at the end")
    kept = mixed.named("variance kept with one tenth of real data")
    numbers = (factor, end, kept)
    if factor.value <= 1:
        because = (
            f"Without a verifier that can tell, the share ends at {end.short}; real data in the mix only preserve."
        )
        return Finding(V.CONTRADICTED, because, numbers=numbers)
    because = (
        f"A verifier that keeps right answers {factor.short} as often as wrong ones takes the share of right answers"
        f" from {percent(start).short} to {end.short} in {exact(generations).short} generations; a blind one leaves it."
        f" One tenth of real data each time keeps {kept.short} of the variance but adds nothing."
    )
    condition = "something outside the model verifies the data; real data in the mix only keep it from decay"
    return Finding(V.HOLDS_IF, because, condition, numbers)


@claim(
    "X7",
    "Article C's two statements on synthetic data, a risk and a remedy, can both be true.",
    would_change="Experiments in which replacing and adding have the same effect.",
    evidence=lambda: dict(replaced=_mean_left("replace"), added=_mean_left("accumulate")),
    opposite=lambda: dict(added=_mean_left("replace")),
    sources_for=("gerstgrasser2024collapse",),
    sources_against=("shumailov2024collapse",),
)
def x7(replaced, added):
    """Risk and remedy are two experiments."""
    numbers = replaced, added = _named(replaced, added)
    if not replaced.high < KEPT < added.low:
        because = f"Both ways give the same: {replaced} and {added}. One of the two sentences is wrong."
        return Finding(V.CONTRADICTED, because, numbers=numbers)
    because = (
        f"Risk and remedy are two experiments: replacing real data leaves {replaced} of the variance, adding to them"
        f" {added}. Article C names neither condition."
    )
    return Finding(
        V.HOLDS_IF, because, "the warning is about replacing real data and the hope about adding to them", numbers
    )
