"""The pictures of the sample."""

import numpy as np

from ...display.exhibits import exhibit
from ...display.explorable import Control, Explorable
from ...display.figure import Figure
from ...display.style import COLORS, canvas
from .numbers import FACTOR

X = np.linspace(1, 10, 20)


@exhibit
def curve():
    fig, ax = canvas()
    ax.plot(X, FACTOR * X, color=COLORS.loss)
    alt = f"A straight line rises from {FACTOR:g} to {FACTOR * X[-1]:g} as x grows."
    return Figure(
        "line",
        fig,
        title="A line that rises",
        caption="A line that a child could draw.",
        alt=alt,
        data={"x": X, "y": FACTOR * X},
    )


@exhibit
def try_it():
    def draw():
        fig, ax = canvas()
        (line,) = ax.plot(X, X, color=COLORS.loss)
        note = ax.text(1, 90, "slope", va="baseline")
        ax.set(ylim=(0, 100))
        return fig, {"line": line, "note": note}

    def move(artists, slope, lift):
        artists["line"].set_ydata(lift + slope * X)
        artists["note"].set_text(f"slope {slope}")
        return f"The line with slope {slope} ends at {lift + slope * X[-1]:g} on the right."

    controls = [Control("slope", "Slope", range(1, 6)), Control("lift", "Lift", (0, 20, 40), default=20)]
    title, caption = "How steep is a line?", "Move the line and see where it ends."
    return Explorable("slope", title, controls=controls, draw=draw, move=move, caption=caption)
