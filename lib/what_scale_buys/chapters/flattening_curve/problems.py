"""Problems of chapter 2: which curve, in which unit, what the next doubling buys, and what would show a floor."""

import numpy as np

from scaling_laws.laws import PowerLaw, PowerLawWithFloor
from scaling_laws.quantity import exact, listing, percent, say
from scaling_laws.statistics import logit

from ...course.problem import Case, Mistake, problem
from .surfaces import pure_cut

FORMS = {"log": "a logarithm", "pure": "a pure power law", "floor": "a power law with a floor"}
SIGNS = {
    "log": "Each tenfold would then take off the same number of nats. Subtract the losses from each other.",
    "pure": "Each tenfold would then leave the same share of the loss. Divide the losses by each other.",
    "floor": "The differences would then shrink by one ratio, and the losses by none. Try differences, then ratios.",
}


def _losses(form, first, step):
    """Losses at four steps of tenfold compute."""
    tenfolds = 10.0 ** np.arange(4)
    if form == "log":
        return first - step * np.arange(4)
    share = 1 - step / first
    if form == "pure":
        return PowerLaw(first ** (1 / -np.log10(share)), -np.log10(share)).loss(tenfolds)
    floor = 0.5 * first
    return PowerLawWithFloor(floor, first - floor, -np.log10(1 - step / (first - floor))).loss(tenfolds)


@problem("flat-bars", outcome="from four bars", level="warm-up", minutes=4)
def bars(dice):
    form, first, step = dice.among(list(FORMS)), dice.between(3.0, 4.0), dice.between(0.4, 0.6)
    losses = [round(float(loss), 2) for loss in _losses(form, first, step)]
    return Case(
        f"At four budgets, each ten times the one before, the losses are {listing(losses)} nats per token. Which law"
        " do they follow?",
        form,
        f"{SIGNS[form]} Here that is so, but for rounding.",
        *(Mistake(name, name, f"No. {SIGNS[name]}") for name in FORMS if name != form),
        inputs=dict(form=form, first=first, step=step),
        options=FORMS,
    )


@problem("flat-doubling-of-compute", outcome="Convert between", level="core", minutes=6)
def doubling(dice):
    bar = dice.between(0.2, 0.42)
    doublings = 2 * np.log2(10)
    return Case(
        f"Ten times the parameters cut the loss by {percent(bar)}, and the data grew tenfold with them. How much"
        " does one doubling of compute cut, if the cut is the same at every step?",
        percent(1 - (1 - bar) ** (1 / doublings)),
        f"Ten times the parameters on ten times the data are a hundred times the compute, {say(doublings)}"
        " doublings. Cuts compound, so each leaves that root of what all of them leave.",
        Mistake(
            "size alone",
            percent(1 - (1 - bar) ** (2 / doublings)),
            "You counted the doublings of a tenfold. The data grew as well: the compute grew a hundredfold.",
        ),
        Mistake("shared out", percent(bar / doublings), "Cuts compound; they are not shared out evenly. Take a root."),
        inputs=dict(bar=bar),
    )


@problem("flat-next", outcome="one more doubling", level="core", minutes=6)
def next_doubling(dice):
    floor, loss, exponent = dice.between(1.6, 1.9), dice.between(2.1, 2.9), dice.between(0.14, 0.18)
    share = (loss - floor) / loss
    return Case(
        f"A law has its floor at {say(floor, 'nats/token')}, and the loss above it falls with compute to the power"
        f" {say(exponent)}. You stand at {say(loss, 'nats/token')}. By how much does the next doubling of compute"
        " cut the loss?",
        percent(share * (1 - 2**-exponent)),
        f"The part above the floor is {percent(share)} of the loss, and a doubling cuts that part by"
        f" {say(pure_cut(exponent), '%')}.",
        Mistake(
            "no floor",
            exact(pure_cut(exponent), "%"),
            "That is the cut of the part above the floor. The floor does not shrink: weigh by the share above it.",
        ),
        Mistake("tenfold", percent(share * (1 - 10**-exponent)), "That is what a tenfold cuts, not a doubling."),
        inputs=dict(floor=floor, loss=loss, exponent=exponent),
    )


@problem("flat-rulers", outcome="Restate one gain", level="core", minutes=5)
def rulers(dice):
    before = dice.among([0.5, 0.6, 0.7, 0.8])
    after = round(before + dice.among([0.1, 0.12, 0.14, 0.16]), 2)
    return Case(
        f"A score rises from {percent(before)} to {percent(after)}. How large is the gain in log odds, with the"
        " natural logarithm?",
        exact(logit(after) - logit(before)),
        f"The odds go from {say(before / (1 - before))} to {say(after / (1 - after))}; the gain is the logarithm of"
        " their ratio.",
        Mistake(
            "errors",
            exact(np.log((1 - before) / (1 - after))),
            "That is the logarithm of the ratio of errors. Odds are right answers over wrong ones.",
        ),
        Mistake("scores", exact(np.log(after / before)), "That is the logarithm of the ratio of scores. Use the odds."),
        Mistake(
            "decimal",
            exact((logit(after) - logit(before)) / np.log(10)),
            "You took the decimal logarithm. The natural one is asked for.",
        ),
        inputs=dict(before=before, after=after),
    )


@problem("flat-floor-width", outcome="would show that the curve has a floor", level="stretch", minutes=5)
def floor_width(dice):
    runs, width = dice.among([20, 30, 40, 50]), dice.between(0.2, 0.4)
    wanted = dice.among([0.05, 0.08, 0.1])
    factor = width / wanted
    return Case(
        f"{say(runs, 'runs')} leave the floor uncertain by {say(width, 'nats/token')} in all. How many runs over the"
        f" same range, with the same scatter, would leave {say(wanted, 'nats/token')}?",
        exact(runs * factor**2, "runs"),
        "Errors shrink with the root of the number of runs, so a width smaller by a factor takes its square in"
        " runs. Range helps more than numbers: that is why the question is settled by dear runs and not by many.",
        Mistake(
            "linear", exact(runs * factor, "runs"), "Twice the runs do not halve an error; errors shrink with a root."
        ),
        Mistake(
            "root",
            exact(runs * factor**0.5, "runs"),
            "The root is on the other side: the error is what shrinks with it.",
        ),
        inputs=dict(runs=runs, width=width, wanted=wanted),
    )
