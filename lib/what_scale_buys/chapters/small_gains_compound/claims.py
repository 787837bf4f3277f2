"""The claims of article B that this chapter judges."""

from scaling_laws.quantity import estimate, exact, percent, propagate
from scaling_laws.statistics import LEVEL, normal_quantile

from ... import published
from ...accepted import draws, refit
from ...claims import Finding, Verdict, claim
from . import adoption, portfolio
from .numbers import cost_growth, growth, start, yearly

V = Verdict
SUBSTANTIAL = 0.1  # a tenth a year: half in seven years


@claim(
    "B22",
    "Even sublinear gains add up to substantial progress over time.",
    place="section on investment, first sentence",
    would_change="Compute that stops growing, or a fit of the frontier with an exponent near zero.",
    evidence=lambda: dict(compute=start(), growth=growth(), law=refit(), draws=draws()),
    opposite=lambda: dict(growth=exact(1.3, "×")),
    sources_for=("kwa2025measuring", "sinha2025illusion"),
    sources_against=("epoch2024chinchillacode",),
)
def b22(compute, growth, law, draws):
    """Sublinear gains add up: cut per year of the reducible and of the whole loss.

    compute : FLOP. growth : of compute per year, a Quantity. law, draws : a law of the frontier, and versions of it.
    """

    def by_law(function, *quantities):
        return percent(portfolio.by_law(function, law, draws, *quantities))

    cut = by_law(portfolio.reducible_cut, growth).named("cut of the reducible loss per year")
    total = by_law(lambda law, rate: portfolio.total_cut(law, compute, rate), growth)
    room = by_law(lambda law: portfolio.room_left(law, compute))
    numbers = (
        cut,
        total.named("cut of the whole loss per year"),
        room.named("share of the loss that any compute could remove"),
    )
    if cut.high <= 100 * SUBSTANTIAL:
        because = f"At a growth of compute of {growth} a year even the reducible loss falls by only {cut} a year."
        return Finding(V.CONTRADICTED, because, numbers=numbers)
    if cut.low <= 100 * SUBSTANTIAL:
        because = f"The law cannot tell: the reducible loss falls by {cut} a year."
        return Finding(V.HOLDS_IF, because, "the exponent lies at the upper end of its interval", numbers)
    because = (
        f"At {growth} a year the reducible loss falls by {cut} a year, and such cuts multiply. The whole loss falls by"
        f" {total.short}, ever less, and by {room.short} in all, at any compute."
    )
    condition = "compute keeps growing at that rate, and progress is counted above the floor of the loss"
    return Finding(V.HOLDS_IF, because, condition, numbers)


@claim(
    "B23",
    "Models cross thresholds of usefulness as they improve, which justifies spending billions.",
    place="section on investment, first sentence",
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


@claim(
    "B37",
    "Models carry less over to applications in the world than tests suggest, and how to close the gap is open.",
    place="section on limitations, last sentence",
    would_change="A test whose passing work its users accept as often as work by people.",
    evidence=lambda: dict(gap=published.value("metr_2026_merge_gap"), error=published.value("metr_2026_merge_gap_se")),
    opposite=dict(gap=1.0),
    sources_for=("metr2026merged",),
)
def b37(gap, error):
    """Points by which a test passes more work than its users accept, with the standard error of the difference."""
    reach = normal_quantile(LEVEL) * error
    ends = (gap, gap - reach, gap + reach)
    found = estimate(*ends, method="normal, from the published error", level=LEVEL, unit="percentage points")
    numbers = (found.named("share that passes the tests minus share that maintainers would merge"),)
    if found.low <= 0:
        because = f"Of repairs by agents the tests pass {found} more than maintainers would merge: no gap is shown."
        return Finding(V.CONTRADICTED, because, numbers=numbers)
    because = (
        f"Of repairs that agents made to real programs, the tests pass {found} more than their maintainers would merge,"
        " measured against changes by people. One study, few maintainers, and the agents got no second try."
    )
    return Finding(V.HOLDS, because, numbers=numbers)
