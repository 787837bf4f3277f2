"""Our own small runs: exponents beside the dial of the language, and floors beside its lexicon."""

import numpy as np

from scaling_laws.quantity import exact, format_number, listing

from ...display.exhibits import exhibit
from ...display.figure import Figure
from ...display.style import COLORS, canvas, direct_label
from . import mechanisms, own


@exhibit
def own_dials():
    """Exponents of our transformers against the Zipf exponent of their text, and the miss of the fitted floor."""
    fig, axes = canvas(1, 2, height=3.3)
    found, fine = own.frontier(), np.linspace(1.1, 2.1, 40)
    axes[0].plot(fine, mechanisms.quanta_compute(fine - 1), "--", color=COLORS.tokens)
    direct_label(axes[0], 1.72, mechanisms.quanta_compute(0.72), "quanta", COLORS.tokens, offset=(2, -14))
    _bars(axes[0], found)
    axes[0].set(xlabel="Zipf exponent of the words", ylabel="exponent in compute", xlim=(1.05, 2.15), ylim=(0, 0.6))
    axes[0].set_title("exponents", loc="left")
    miss = own.deficits()
    for words, name in own.FLOORS.items():
        axes[1].plot(
            [words] * 2, own.expected(name), color=COLORS.muted, alpha=0.35, linewidth=7, solid_capstyle="butt"
        )
    direct_label(axes[1], 4096, own.expected("floor-4096")[0], "registered", COLORS.muted, offset=(0, -13), ha="center")
    _bars(axes[1], miss)
    axes[1].axhline(0, color=COLORS.grid, linewidth=0.9)
    axes[1].set(xscale="log", xlabel="words in the lexicon", ylabel="entropy minus floor, nats")
    axes[1].set(xlim=(300, 30_000), ylim=_limits(miss))
    axes[1].set_xticks(list(own.FLOORS), [format_number(words, decimals=0) for words in own.FLOORS])
    axes[1].minorticks_off()
    axes[1].set_title("floors", loc="left")
    exponents = [f"{q} at {zipf:g}" for zipf, q in found.items()]
    floors = [f"{q} with {format_number(words, decimals=0)} words" for words, q in miss.items()]
    alt = (
        f"Left: the exponent in compute rises with the Zipf exponent: {listing(exponents)}; quanta with an endless"
        f" lexicon give {exact(mechanisms.quanta_compute(0.5)).short} in the middle. Right: the fitted floor"
        f" misses the known entropy by {listing(floors) if floors else 'an amount that no run has measured yet'}."
    )
    caption = (
        "Left: transformers trained on invented languages whose Zipf exponent is a dial; the floor is held at the known"
        " entropy. Dashed: what quanta say if words are the quanta and their list is endless. Right: entropy minus the"
        " floor that a frontier fit finds, for three lexicons; wide bars, what had been registered."
    )
    data = _columns("Zipf exponent", "exponent", found) | _columns(
        "words", "entropy minus floor", miss, rows=len(found)
    )
    return Figure(
        "why-own-dials",
        fig,
        title=f"From Zipf exponent {min(found):g} to {max(found):g} the exponent in compute goes from"
        f" {found[min(found)].short} to {found[max(found)].short}",
        caption=caption,
        alt=alt,
        data=data,
    )


def _columns(at, name, found, rows=0):
    """Columns of a panel: where its points lie, their values, the ends of their intervals; empty to so many rows."""
    columns = {at: list(found), name: [q.value for q in found.values()]}
    columns |= {f"{name}, {end}": [getattr(q, end) for q in found.values()] for end in ("low", "high")}
    return {key: values + [np.nan] * (rows - len(values)) for key, values in columns.items()}


def _limits(miss):
    """Ends of the axis of the floors: they hold every interval, measured or registered."""
    ends = [end for name in own.FLOORS.values() for end in own.expected(name)]
    ends += [end for q in miss.values() for end in (q.low, q.high)]
    return min(ends) - 0.05, max(ends) + 0.1


def _bars(ax, found):
    for x, q in found.items():
        ax.plot([x, x], [q.low, q.high], color=COLORS.ink, linewidth=1.3)
        ax.plot(x, q.value, "o", color=COLORS.ink)
