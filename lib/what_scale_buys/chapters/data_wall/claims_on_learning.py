"""The claims on what text teaches: read once or again, held by a model, or written by one."""

import numpy as np

from scaling_laws.quantity import exact, percent
from scaling_laws.statistics import mean

from ... import published
from ...claims import Finding, Verdict, claim
from . import generations as gens
from . import own, stock, wall
from . import repetition as rep
from .stock import FILTERED
from .wall import future
from .wording import TRILLION

V = Verdict
PERFECT = 10  # percent: a loss within a tenth of its floor counts as very faithful
SAME = 0.05  # exponents closer than this to each other, relatively, count as one
STEADY = 0.9  # an exponent that keeps more than this share of itself has not fallen
NOTHING = 1  # percent of the reducible loss: too small to measure
SLACK = 10  # percent of the data wanted: no bottleneck in sight
COLLAPSED, KEPT = 0.5, 0.8  # of the variance, after the generations of the figure


def _left(scheme):
    """Variance that each simulated line of models has left after the last generation."""
    return gens.chains(scheme, gens.SAMPLES)[1][-1]


def _mean_left(scheme):
    return mean(_left(scheme))


def _a_trillion_parameters():
    capacity, excess = wall.of_a_model(TRILLION, stock.stock(FILTERED))
    return dict(capacity_share=capacity, excess=excess, entropy_known=False)


@claim(
    "A18",
    "A model with a trillion parameters, trained on all good text, learns the patterns in it very faithfully.",
    place="section on data as the bottleneck, first paragraph",
    would_change="An estimate of the entropy of text that does not rest on extrapolated model losses.",
    evidence=_a_trillion_parameters,
    opposite=dict(entropy_known=True),
    sources_for=("hoffmann2022training",),
    sources_against=("morris2025memorize",),
)
def a18(capacity_share, excess, entropy_known):
    """Near the floor of a fit; whether that is the entropy of text nobody has measured."""
    excess = excess.named("loss above the floor, refit")
    held = capacity_share.named("of the text's information that fits into a trillion parameters")
    numbers = (held, excess)
    because = (
        f"By the refit such a model ends {excess.short} above its floor, which sounds like fidelity if the floor is the"
        f" entropy of text. As storage it holds {held.short} of the text, so what it learns is a selection."
    )
    if not entropy_known:
        missing = (
            "a measure of the patterns in text that does not come from a model of the same kind, such as its entropy"
        )
        return Finding(V.NOT_CHECKABLE, because, missing, numbers)
    verdict = V.HOLDS if excess.high < PERFECT else V.CONTRADICTED
    return Finding(verdict, because, numbers=numbers)


@claim(
    "A22",
    "The papers on scaling contain the insight that the exponent depends on the quality and diversity of the data.",
    place="section on data as the bottleneck, second paragraph",
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
    place="section on data as the bottleneck, second paragraph",
    would_change="Runs on repeated data whose losses a constant exponent in effective tokens cannot fit.",
    evidence=lambda: dict(r_d_star=rep.law().r_d_star, beta=rep.law().surface.beta, small_scale=own.worth()),
    opposite=dict(r_d_star=1e6, small_scale={}),
    sources_against=("muennighoff2023scaling",),
)
def a23(r_d_star, beta, small_scale):
    """Under the law of repetition the slope in tokens read falls, the fitted exponent does not.

    small_scale : {epochs: worth of a token read} of the book's own runs, empty where there are none.
    """
    epochs = np.array([1.0, 4.0, 16.0, 40.0])
    left = np.exp(-(epochs - 1) / r_d_star)
    worth = 1 + r_d_star * (1 - left)
    slope = beta * epochs * left / worth
    numbers = (
        exact(beta, name="fitted exponent in effective tokens"),
        exact(slope[3], name="local slope at forty epochs"),
        *(
            q.named(f"of a fresh token, in {exact(e).bare} epochs (small scale: our runs)")
            for e, q in small_scale.items()
        ),
    )
    if slope[3] > STEADY * beta:
        return Finding(V.CONTRADICTED, "Neither the fitted exponent nor the local slope moves.", numbers=numbers)
    because = (
        f"Under the published law of repetition the slope in tokens read falls from {numbers[0].short} to"
        f" {numbers[1].short} at forty epochs, and on to zero. The exponent of the law itself stays: what shrinks is"
        " the worth of a token."
    )
    if small_scale:
        last = max(small_scale)
        said = "less than" if small_scale[last].high < 1 else "no measurably different amount from"
        because += f" In our own small runs a token read {exact(last).bare} times is worth {said} a fresh one."
    condition = "exponent means the local slope in tokens read; the fitted one stays put"
    return Finding(V.HOLDS_IF, because, condition, numbers)


def _the_end_of_fresh_text(text_times=1):
    """Loss that the filtered stock, read once, leaves above the floor; the same at the frontier; what is kept."""
    frontier = published.value("run_llama31_405b_flop")
    return dict(
        excess=wall.by_fit(lambda fit, text: fit.B * text**-fit.beta, text_times * stock.stock(FILTERED), unit="nats"),
        now=wall.by_fit(lambda fit: fit.optimum(frontier).loss - fit.E, unit="nats"),
        accumulates=_mean_left("accumulate"),
    )


@claim(
    "B28",
    "Good data are finite, which may cap progress unless synthetic data help.",
    place="section on limitations, only paragraph",
    would_change="A way to make fresh text count many times over, or proof that added synthetic text degrades as well.",
    evidence=_the_end_of_fresh_text,
    opposite=lambda: _the_end_of_fresh_text(text_times=1e9),
    sources_for=("villalobos2024run", "muennighoff2023scaling"),
    sources_against=("kim2025infinite", "gerstgrasser2024collapse"),
)
def b28(excess, now, accumulates):
    """The stock caps the gain and does not stop it; synthetic data help where they are added."""
    left = percent(excess / now, "of the reducible loss of Llama 3.1 405B that endless parameters leave, refit")
    numbers = (left, accumulates.named("variance kept when synthetic data are added"))
    if left.high < NOTHING:
        return Finding(V.CONTRADICTED, "The stock is so large that its end costs nothing measurable.", numbers=numbers)
    if accumulates.high < COLLAPSED:
        return Finding(V.NOT_CHECKABLE, "Synthetic data collapse even when added.", "another source of text", numbers)
    because = (
        f"With the filtered stock read once, no number of parameters removes the last {left.short} of the reducible"
        " loss at the compute of Llama 3.1 405B. That caps the gain and does not stop it. Synthetic data can help"
        " where they are added or verified."
    )
    return Finding(V.HOLDS_IF, because, "cap means a slower gain and not a stop", numbers)


@claim(
    "B36",
    "That scarce data are a bottleneck is agreed on.",
    place="section on limitations, only paragraph",
    would_change="A survey of those who train frontier models on what holds them back.",
    evidence=lambda: dict(
        near=published.figure("villalobos_2024_exhaustion_median"),
        available=published.figure("epoch_2030_data_low"),
        wanted=wall.wanted(future()),
    ),
    opposite=lambda: dict(wanted=0.01 * wall.wanted(future())),
    sources_for=("villalobos2024run", "sevilla2024scaling"),
    sources_against=("sevilla2024scaling",),
)
def b36(near, available, wanted):
    """near : exhaustion as forecast; available : data of all kinds by 2030; wanted : by the compute feasible then."""
    share = percent(wanted / available, "of the data of all kinds by 2030 that the feasible compute wants")
    if share.high < SLACK:
        because = f"The compute feasible by 2030 wants only {share.short} of the data there will be."
        return Finding(V.CONTRADICTED, because, numbers=(share,))
    because = (
        f"Both reports that we know, from one research group, count data among the limits: one expects public text to"
        f" be used up by {near.short}, the other finds that power and chips bind first."
    )
    return Finding(V.HOLDS_IF, because, "a bottleneck is one limit of several, and not the tightest", (share,))


def _named(replaced, added):
    return replaced.named("variance left when data are replaced"), added.named("variance left when data are added")


@claim(
    "C17",
    "Training on the output of models can amplify bias and degrade quality in ways that are hard to notice.",
    place="section on the evidence, paragraph on data",
    would_change="Lines of models on replaced data that keep their tails, or on added data that lose them.",
    evidence=lambda: dict(
        replaced=_mean_left("replace"), added=_mean_left("accumulate"), small_scale=own.generations()
    ),
    opposite=lambda: dict(replaced=_mean_left("accumulate"), small_scale={}),
    sources_for=("shumailov2024collapse", "dohmatob2024tale"),
    sources_against=("gerstgrasser2024collapse",),
)
def c17(replaced, added, small_scale):
    """The distribution degrades where samples of a model replace the real ones.

    small_scale : {arm: {generation: loss over plain training}} of the book's own runs, empty where there are none.
    """
    replaced, added = _named(replaced, added)
    numbers = (replaced, added)
    if replaced.low > KEPT:
        return Finding(V.CONTRADICTED, "Training on model output leaves the distribution as it was.", numbers=numbers)
    if added.high < COLLAPSED:
        return Finding(V.HOLDS, "The distribution degrades whether data are replaced or added.", numbers=numbers)
    because = (
        f"In the simulation {replaced.short} of the variance is left when samples are replaced, {added.short} when they"
        " are added. Language models have been found to behave alike."
    )
    if "replaced" in small_scale:
        last, loss = max(small_scale["replaced"].items())
        numbers += (loss.named(f"loss over plain training after {last} generations replaced (small scale: our runs)"),)
        because += f" So do ours: the loss after {last} generations on samples alone is {loss.short} that on real text."
    condition = "model output replaces real text; bias, and how hard the harm is to see, are not measured here"
    return Finding(V.HOLDS_IF, because, condition, numbers)


@claim(
    "C43",
    "Better models that write better training data could start a virtuous circle.",
    place="section with the counterargument, paragraph on new data",
    would_change="Generations of models that improve on their own unverified output.",
    evidence=lambda: dict(
        start=gens.RIGHT,
        keeps_right=gens.KEEPS_RIGHT,
        keeps_wrong=gens.KEEPS_WRONG,
        generations=gens.ROUNDS,
        mixed=_mean_left("mix"),
        judged=own.found()["lexicon-5"].answer,
    ),
    opposite=lambda: dict(keeps_wrong=gens.KEEPS_RIGHT),
    sources_for=("abdin2024phi4", "gerstgrasser2024collapse"),
    sources_against=("shumailov2024collapse",),
)
def c43(start, keeps_right, keeps_wrong, generations, mixed, judged):
    """The circle turns in the direction of the verifier.

    judged : damage to the book's own line whose verifier knows which words exist, over that of the line without one;
    None where there are no runs.
    """
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
    if judged is not None:
        numbers += (judged.named("damage with a judge of what exists over that without (small scale: our runs)"),)
        because += (
            " In our own small runs a judge that knew which words exist, and not how often, left"
            f" {judged.short} the damage of no judge: it has to know what is lacking."
            if judged.low > 1
            else f" In our own small runs a judge of which words exist left {judged.short} the damage of no judge."
        )
    condition = "something outside the model verifies the data; real data in the mix only keep it from decay"
    return Finding(V.HOLDS_IF, because, condition, numbers)


@claim(
    "X7",
    "Article C's two statements on synthetic data, a risk and a remedy, can both be true.",
    place="article C, the paragraphs on data in the section on the evidence and in the counterargument",
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
