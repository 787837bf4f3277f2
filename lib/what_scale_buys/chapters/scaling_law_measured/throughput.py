"""What a FLOP costs on the machine of the ladder: the trainer against large matrix products and a plain recipe."""

from functools import cache
from statistics import median

from scaling_laws.quantity import estimate, exact

from ... import measured
from ...display.exhibits import exhibit
from ...display.figure import Figure
from ...display.style import COLORS, canvas, log_axis

PLAIN = (0, (4, 2))
LABELLED = 2  # the size at which the curves are named


@cache
def timings():
    """The committed timings by size, smallest first: tuples of Speed, one for each repeat."""
    rows = measured.speeds()
    sizes = sorted({row.parameters for row in rows})
    return tuple(tuple(row for row in rows if row.parameters == size) for size in sizes)


def middle(values, unit="%", name=""):
    """Median of repeats, with the interval from least to greatest: it misses the true median with chance 2^(1-n)."""
    values = list(values)
    return estimate(
        median(values), min(values), max(values), method="median of repeats, least to greatest",
        level=1 - 2.0 ** (1 - len(values)), unit=unit, n=len(values), name=name,
    )  # fmt: skip


def shares(size):
    """(trainer, plain recipe): share of the matrix rate in per cent."""
    return (
        middle((100 * row.utilisation for row in size), name="trainer"),
        middle((100 * row.plain_utilisation for row in size), name="plain recipe"),
    )


def faster(size):
    """Tokens per second of the trainer over those of the plain recipe, timed one after the other."""
    return middle((row.tokens_per_second / row.plain_tokens_per_second for row in size), "×", "speed-up")


def numbers():
    """What the chapter states of speed."""
    first, last = timings()[0], timings()[-1]
    ratios = [faster(size) for size in timings()]
    return dict(
        speed_first_size=exact(first[0].parameters, "parameters"),
        speed_last_size=exact(last[0].parameters, "parameters"),
        speed_first=shares(first)[0],
        speed_last=shares(last)[0],
        speed_plain_first=shares(first)[1],
        speed_plain_last=shares(last)[1],
        speed_least=min(ratios, key=lambda q: q.value),
        speed_most=max(ratios, key=lambda q: q.value),
        speed_dearer=exact(shares(last)[0].value / shares(first)[0].value, "×"),
    )


@exhibit
def speed():
    """Share of the machine's matrix rate over size, for the trainer and for the plain recipe."""
    fig, ax = canvas(height=3.2)
    N = [size[0].parameters for size in timings()]
    found = [shares(size) for size in timings()]
    for k, (name, marker, color, dash) in enumerate(
        (("trainer of the ladder", "o", COLORS.compute, "-"), ("plain recipe", "s", COLORS.muted, PLAIN))
    ):
        mine = [pair[k] for pair in found]
        ax.plot(N, [q.value for q in mine], marker=marker, color=color, linestyle=dash, markersize=5)
        ax.vlines(N, [q.low for q in mine], [q.high for q in mine], color=color, linewidth=3, alpha=0.35)
        at, side = (N[LABELLED], mine[LABELLED].value), 1 - 2 * k
        ax.annotate(
            name, at, xytext=(-9 * side, 9 * side), textcoords="offset points", ha="right" if side > 0 else "left",
            va="bottom" if side > 0 else "top", fontsize=9, color=color,
        )  # fmt: skip
    ax.set(xscale="log", xlabel="parameters N", ylabel="share of the matrix rate (%)", ylim=(0, 100))
    log_axis(ax.xaxis)
    (ours_first, plain_first), (ours_last, plain_last) = found[0], found[-1]
    return Figure(
        "meas-speed",
        fig,
        caption="FLOP a second in training, as a share of what the same processor thread reaches on large matrix "
        f"products. Medians of {len(timings()[-1])} repeats, bars from the least to the greatest.",
        alt=f"Both curves rise with size: the trainer from {ours_first.short} to {ours_last.short}, the plain recipe, "
        f"below it, from {plain_first.short} to {plain_last.short}.",
        data={
            "parameters": N,
            "trainer (%)": [a.value for a, _ in found], "plain recipe (%)": [b.value for _, b in found],
            "speed-up": [faster(size).value for size in timings()],
        },
    )  # fmt: skip
