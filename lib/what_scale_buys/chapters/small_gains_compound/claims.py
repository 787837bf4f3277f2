"""The claims of article B that this chapter judges."""

from scaling_laws.quantity import exact, percent, propagate

from ... import published
from ...accepted import draws, hoffmann, refit
from ...claims import Finding, Verdict, claim
from . import adoption, portfolio
from .numbers import cost_growth, growth, start, yearly

V = Verdict
SUBSTANTIAL = 0.1  # a tenth a year: half in seven years


@claim(
    "B22",
    "Even sublinear gains add up to large progress over time.",
    would_change="Compute that stops growing, or a fit of the frontier with an exponent near zero.",
    evidence=lambda: dict(compute=start(), growth=growth(), law_h=hoffmann(), law_r=refit(), draws=draws()),
    opposite=lambda: dict(growth=exact(1.3, "×")),
    sources_for=("kwa2025measuring", "sinha2025illusion"),
    sources_against=("hoffmann2022training", "epoch2024chinchillacode"),
)
def b22(compute, growth, law_h, law_r, draws):
    """Sublinear gains add up: cut per year of the reducible and of the whole loss, by both fits.

    compute : FLOP. growth : of compute per year, a Quantity. draws : versions of the refit.
    """

    def by_laws(function, *quantities):
        return map(percent, portfolio.by_laws(function, law_h, law_r, draws, *quantities))

    cut_h, cut_r = by_laws(portfolio.reducible_cut, growth)
    total_h, total_r = by_laws(lambda law, rate: portfolio.total_cut(law, compute, rate), growth)
    room_h, room_r = by_laws(lambda law: portfolio.room_left(law, compute))
    numbers = (
        cut_h.named("cut of the reducible loss per year, H"),
        cut_r.named("the same, R"),
        total_h.named("cut of the whole loss per year, H"),
        total_r.named("the same, R"),
        room_h.named("share of the loss that any compute could remove, H"),
        room_r.named("the same, R"),
    )
    lows, highs = zip(*((cut.low, cut.high) if cut.has_interval else (cut.value,) * 2 for cut in (cut_h, cut_r)))
    if max(highs) <= 100 * SUBSTANTIAL:
        because = (
            f"At a growth of compute of {growth} a year even the reducible loss falls by only {cut_h} a year by H and"
            f" {cut_r} by R."
        )
        return Finding(V.CONTRADICTED, because, numbers=numbers)
    if min(lows) <= 100 * SUBSTANTIAL:
        because = f"The fits disagree, or cannot tell: {cut_h} a year by H, {cut_r} by R."
        return Finding(V.HOLDS_IF, because, "the fit with the larger exponent is the right one", numbers)
    because = (
        f"At {growth} a year the reducible loss falls by {cut_h} a year by H and by {cut_r} by R, and such cuts"
        f" multiply. The whole loss falls by {total_h.short} or {total_r.short}, ever less, and by {room_h.short} or"
        f" {room_r.short} in all, at any compute."
    )
    condition = "compute keeps growing at that rate, and progress is counted above the floor of the loss"
    return Finding(V.HOLDS_IF, because, condition, numbers)


@claim(
    "B23",
    "Models cross thresholds of usefulness as they improve, which justifies spending billions.",
    would_change="Revenue, or time saved, by length and reliability of task, for several generations of models.",
    evidence=lambda: dict(
        cost=cost_growth(),
        lengths=yearly(published.figure("metr_2025_doubling_days")),
        billion_year=published.figure("cottier_2024_billion_year"),
    ),
    sources_for=("kwa2025measuring",),
    sources_against=("cottier2024rising",),
)
def b23(cost, lengths, billion_year):
    """Thresholds of usefulness justify billions: only the cost side has numbers."""
    power = propagate(adoption.paying_power, cost, lengths)
    numbers = (
        cost.named("growth of the cost of frontier runs per year"),
        lengths.named("growth of the task length at even odds, per year"),
        power.named("power of task length with which value must rise to keep pace"),
    )
    because = (
        f"The cost of a frontier run grows {cost} a year and reaches a billion dollars by {billion_year}. Task lengths"
        f" grow by {lengths} a year, so the claim asks that value rise at least as their power {power}. Whether it does"
        " depends on where users' thresholds lie."
    )
    missing = "revenue or other value by length and reliability of task, and the distribution of users' thresholds"
    return Finding(V.NOT_CHECKABLE, because, missing, numbers)
