"""The claims of the three articles that this chapter judges."""

from scaling_laws.quantity import exact, percent

from ... import published
from ...accepted import with_interval
from ...claims import Finding, Verdict, claim
from . import ceiling, coder, lambada, memoriser
from .ceiling import EARLY, GAIN, LATE, MIXED, NOISE, RARE, THINGS, WORLD

V = Verdict
SHANNON = 2  # bits that an arithmetic code may exceed the log loss of a whole text by
STEADY = 0.01  # exponents closer than this are called the same


def _longest_text():
    """Log loss and code of the longest text, and what a text model keeps of raw images beside a coder made for them."""
    log_loss, code, lossless = coder.record(coder.LENGTHS[-1])
    image, rival = (published.value(f"deletang_2024_{name}") for name in ("imagenet", "png"))
    return dict(log_loss=log_loss, code=code, lossless=lossless, image=image, image_rival=rival)


@claim(
    "A20",
    "A model is a compression algorithm.",
    place="section on data as the bottleneck, first paragraph",
    would_change="A predictor whose log loss no lossless code can reach within two bits.",
    evidence=_longest_text,
    opposite=lambda: dict(code=2 * _longest_text()["code"]),
    sources_for=("deletang2024language",),
)
def a20(log_loss, code, lossless, image, image_rival):
    """A model is a compressor if its log loss is a code length that a coder reaches."""
    numbers = (
        exact(code - log_loss, "bits", "length of the code beyond it"),
        percent(image / 100, "images kept by a text model"),
        percent(image_rival / 100, "the same images kept by PNG"),
    )
    if not lossless or not 0 <= code - log_loss <= SHANNON:
        because = (
            f"The code differs from the log loss by {numbers[0].short}, or did not decode: loss is no code length."
        )
        return Finding(V.CONTRADICTED, because, numbers=numbers)
    because = (
        f"Coded with its own predictions, a text takes {numbers[0].short} more than the model's log loss and comes back"
        " letter for letter. What the article concludes from it does not follow: a compressor gives probabilities to"
        f" what it has never seen. A model of text keeps {numbers[1].short} of raw images, PNG {numbers[2].short} (the"
        " size of the model not counted)."
    )
    return Finding(V.HOLDS, because, numbers=numbers)


def _doublings():
    """What boundedness and the refit allow from Chinchilla's budget on, and what an endless world does."""
    compute = published.value("hoffmann_2022_gopher_budget")
    return dict(
        bounded=True,
        early=float(memoriser.exact_exponent(WORLD)),
        late=ceiling.local_exponent(WORLD, LATE),
        guaranteed=ceiling.guaranteed_doublings(with_interval(lambda fit: fit.frontier.loss(compute)), GAIN),
        gain=GAIN,
        fitted=with_interval(lambda fit: ceiling.doublings_until(fit, compute, GAIN)),
        multiplier=published.value("kim_2025_data_efficiency"),
    )


@claim(
    "A24",
    "The flattening is a mathematical certainty.",
    place="section on data as the bottleneck, second paragraph",
    would_change="A proof that no change of data or method moves the curve, or an exponent that falls in every world.",
    evidence=_doublings,
    opposite=lambda: dict(late=memoriser.exact_exponent(WORLD) / 2, multiplier=1.0),
    sources_for=("hoffmann2022training",),
    sources_against=("sorscher2022beyond", "kim2025infinite"),
)
def a24(bounded, early, late, guaranteed, gain, fitted, multiplier):
    """Bounded losses flatten in nats; neither the exponent nor the date follows, and the premises can be changed."""
    numbers = (
        guaranteed.named(f"doublings that boundedness alone allows to gain {exact(gain, 'nats').short}"),
        fitted.named("the same by the refit, with its floor"),
        exact(multiplier, "×", "worth of a fixed stock of data under a better method"),
    )
    if not bounded:
        because = f"A loss without lower bound need not flatten; here its exponent stays at {exact(late).short}."
        return Finding(V.CONTRADICTED, because, numbers=numbers)
    if multiplier <= 1 and late < early - STEADY:
        because = (
            f"The loss is bounded, its exponent falls from {exact(early).short} to {exact(late).short}, and no method"
            " gets more from the same data."
        )
        return Finding(V.HOLDS, because, numbers=numbers)
    because = (
        "A loss that falls and cannot fall below zero has gains per doubling that tend to zero: that much is a theorem."
        f" It allows {guaranteed.short} doublings of {exact(gain, 'nats').short} each from Chinchilla's budget on, the"
        f" refit with its floor {fitted.short}. No exponent follows: in an endless Zipf world it is"
        f" {exact(early).short} early and {exact(late).short} late. And the premises are choices: one change of method"
        f" made a fixed text worth {numbers[2].short} as much, by its authors' extrapolation."
    )
    condition = "one source and one method are held fixed, and flattening means fewer nats per doubling"
    return Finding(V.HOLDS_IF, because, condition, numbers)


def _slopes_above(floor):
    """Slope of the loss of the finite world, `floor` included, early and near its end."""
    return tuple(ceiling.local_exponent(WORLD, n, THINGS, floor) for n in (EARLY, LATE))


@claim(
    "A35",
    "The information density of text is finite, and near that ceiling the scaling exponent shrinks.",
    place="card at the end",
    would_change="Runs near the end of a finite source whose exponent above the known floor falls.",
    evidence=lambda: dict(
        floor=with_interval(lambda fit: fit.E, unit="nats per token"),
        part=_slopes_above(0.0),
        whole=_slopes_above(NOISE),
        mixed=tuple(float(ceiling.mixture_exponent(MIXED, n, RARE)) for n in (EARLY, LATE)),
    ),
    opposite=lambda: dict(part=_slopes_above(0.0)[::-1]),
    sources_for=("maloney2022solvable", "epoch2024chinchillacode"),
)
def a35(floor, part, whole, mixed):
    """The density is finite; which slope shrinks near the end depends on what is called the exponent."""
    numbers = (
        floor.named("entropy floor by the refit"),
        exact(part[0], name="slope above the floor, early"),
        exact(part[1], name="slope above the floor, near the end"),
        exact(whole[1], name="slope of the whole loss, near the end"),
    )
    if floor.low <= 0:
        return Finding(V.CONTRADICTED, f"No floor is needed: {floor.full}.", numbers=numbers)
    if part[1] < part[0]:
        because = (
            f"As the world runs out the exponent above the floor falls from {exact(part[0]).short} to"
            f" {exact(part[1]).short}."
        )
        return Finding(V.HOLDS, because, numbers=numbers)
    because = (
        f"The density is finite: the refit's floor is {floor.short}, on the supposition that there is one. As a finite"
        " world runs out, the slope of the whole loss ends by falling, but the exponent above the floor rises, from"
        f" {exact(part[0]).short} to {exact(part[1]).short}: the law ends in a dive and not in a drift. Where that"
        f" exponent does shrink, from {exact(mixed[0]).short} to {exact(mixed[1]).short} in our example, the cause is a"
        " mixture of easy and hard sources, without any ceiling."
    )
    condition = "the exponent means the slope of the whole loss, floor included"
    return Finding(V.HOLDS_IF, because, condition, numbers)


def _halves():
    """GPT-3's gains on LAMBADA over the smaller and the larger half of its sizes."""
    points, errors = zip(*lambada.halves())
    return dict(points=points, errors=errors, obviousness=None)


@claim(
    "C21",
    "Early gains from scale repaired obvious faults; later gains are subtler.",
    place="section on the evidence, paragraph on the early gains",
    would_change="Faults listed and rated before training, and the size at which each one vanishes.",
    evidence=_halves,
    opposite=dict(obviousness=-0.5),
    sources_for=("michaud2023quantization", "brown2020language"),
)
def c21(points, errors, obviousness):
    """Gains shrink with size; whether the early ones were the obvious ones nobody has measured.

    obviousness : float or None
        Rank correlation between how obvious a fault was rated beforehand and how early in size it vanished.
    """
    numbers = (
        points[0].named("points per decade of size, smaller half"),
        points[1].named("points per decade of size, larger half"),
        errors[0].named("error exponent, smaller half"),
        errors[1].named("error exponent, larger half"),
    )
    if obviousness is not None:
        share = exact(obviousness, name="rank correlation of obviousness and early repair")
        verdict = V.HOLDS if obviousness > 0 else V.CONTRADICTED
        side = "before" if obviousness > 0 else "after"
        because = f"Faults rated obvious were repaired {side} the subtle ones: rank correlation {share.short}."
        return Finding(verdict, because, numbers=(*numbers, share))
    because = (
        f"GPT-3's gain on LAMBADA falls from {points[0].short} to {points[1].short} per decade of size, and its error"
        f" exponent from {errors[0].short} to {errors[1].short}. Quanta ordered by frequency would look like this; so"
        " would any curve that saturates. Frequent is not the same as obvious."
    )
    missing = "a list of faults, rated for obviousness beforehand, with the size at which each vanished"
    return Finding(V.NOT_CHECKABLE, because, missing, numbers)
