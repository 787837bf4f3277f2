"""The explorables: choose the floor yourself, and count the seeds that a comparison needs."""

import numpy as np

from scaling_laws.quantity import percent, propagate

from ...display.exhibits import exhibit
from ...display.explorable import Control, Explorable, band, dots, place_band, place_dots
from ...display.style import COLORS, canvas, log_axis
from . import fits, ladder, noise
from .straightness import line_above

SHARES = tuple(round(0.04 * k, 2) for k in range(24))
DASHED = (0, (4, 2))
FRAME = -6, 8  # per cent over the better model's loss


@exhibit
def choose_floor(rows=None):
    """Hold the floor anywhere: the exponent follows."""
    tops = [max(b[0] for b in fits.bottoms(w, rows)) for w in ladder.MAIN]
    least = min(b[0] for b in fits.bottoms(ladder.KNOWN, rows))

    def draw():
        fig, ax = canvas(height=3.6)
        ax.set(xscale="log", yscale="log", xlim=(least / 2, 2 * max(tops)), ylim=(0.03, 4))
        ax.set(xlabel="compute C (FLOP)", ylabel="loss above the chosen floor")
        ax.set_yticks((0.03, 0.1, 0.3, 1, 3), [f"{v:g}" for v in (0.03, 0.1, 0.3, 1, 3)])
        ax.minorticks_off()
        log_axis(ax.xaxis)
        return fig, {
            "line": ax.plot([least, max(tops)], [1, 1], color=COLORS.loss)[0],
            "points": dots(ax, size=6, color=COLORS.ink),
            "words": ax.text(0.03, 0.93, "exponent", va="baseline", fontsize=10, transform=ax.transAxes),
        }

    def move(a, world, share):
        C, above, slope, intercept, rms, E = line_above(world, share, rows)
        ends = np.array([C[0] / 1.5, C[-1] * 1.5])
        a["line"].set_data(ends, np.exp(intercept + slope * np.log(ends)))
        place_dots(a["points"], C, above)
        a["words"].set_text(f"exponent {-slope:.3f}")
        true = ladder.entropy(world, rows)
        beside = f"The exact entropy is {true:.2f}." if true else "Nobody knows the entropy of this text."
        return (
            f"{ladder.title(world)}: above a floor of {E:.2f} {ladder.unit(world)} the loss falls with exponent"
            f" {-slope:.3f}, and the {len(C)} points miss a straight line by {percent(rms)}. {beside}"
        )

    return Explorable(
        "meas-choose-floor",
        "Which floor would you have chosen?",
        controls=[
            Control("world", "World", ladder.MAIN, ladder.title, ladder.KNOWN),
            Control("share", "Floor, as a share of the least loss", SHARES, percent, SHARES[14]),
        ],
        draw=draw,
        move=move,
        caption="Bottoms of the valleys less the floor of your choice. Until it comes close to the lowest point a wrong"
        " floor bends the points only slightly, and it turns the line a great deal.",
    )


@exhibit
def seeds(rows=None):
    """Difference and seeds to the chance of a right comparison, with the measured noise."""
    sigma = {w: noise.seed_noise(w, rows) for w in ladder.MAIN}

    def draw():
        fig, ax = canvas(height=3.2)
        ax.set(xlim=FRAME, ylim=(0, 1.25), xlabel="measured loss, over the better model's true loss (%)", yticks=[])
        return fig, {
            "better": band(ax, color=COLORS.compute, alpha=0.35, linewidth=0),
            "worse": band(ax, color=COLORS.parameters, alpha=0.35, linewidth=0),
            "words": ax.text(-5.8, 1.14, "right", va="baseline", fontsize=10),
        }

    def move(a, world, difference, seeds):
        width = sigma[world].value / np.sqrt(seeds)
        for name, centre in (("better", 0.0), ("worse", difference)):
            x = np.clip(centre + width * np.linspace(-4, 4, 57), *FRAME)
            place_band(a[name], x, 0 * x, np.exp(-(((x - centre) / width) ** 2) / 2))
        right = percent(propagate(lambda s: noise.chance(difference, seeds, s), sigma[world]))
        a["words"].set_text(f"right order in {right.short}")
        runs = f"{seeds} seed" if seeds == 1 else f"{seeds} seeds"
        return (
            f"With the seed noise of {ladder.PROSE[world]}, {sigma[world]}, and {runs} each, two models"
            f" {difference:g} % apart come out in the right order with a chance of {right}."
        )

    return Explorable(
        "meas-seeds",
        "How many seeds does a comparison need?",
        controls=[
            Control("world", "Noise of", ladder.MAIN, ladder.title, ladder.PYTHON),
            Control("difference", "True difference (%)", (0.2, 0.5, 1.0, 2.0, 3.0, 5.0), "{:g}".format, 1.0),
            Control("seeds", "Seeds of each", (1, 2, 3, 5, 10, 20), str, 1),
        ],
        draw=draw,
        move=move,
        caption="Spread of the measured losses of a better and a worse model, with the noise that our repeats showed."
        " Where the hills overlap, the order is a matter of luck.",
    )
