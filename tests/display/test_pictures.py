"""The picture is a tested object: what a figure's table lists is what its artists draw."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.lines import Line2D
from pictures import undrawn
from ratchets import recorded

from rooms import figures, rooms
from what_scale_buys.display.figure import Figure
from what_scale_buys.display.style import COLORS, canvas

X = np.linspace(1, 10, 20)
Y = 3 * X**0.5
ALT = "A line rises from 3 to 9 over one decade."


@pytest.mark.parametrize("topic", list(rooms()))
def test_every_column_of_numbers_is_drawn_or_recorded(topic):
    found = {name: missing for name, shown in figures(topic).items() if (missing := undrawn(shown))}
    allowed = recorded().get(rooms()[topic].CHAPTER, {}).get("undrawn", 0)
    assert sum(map(len, found.values())) <= allowed, found


def made(draw, **data):
    fig, ax = canvas()
    draw(ax)
    return Figure(
        "made-up",
        fig,
        title="A picture made up",
        caption="A picture that is made up here.",
        alt=ALT,
        data={"x": X} | data,
    )


KINDS = {
    "line": lambda ax, y: ax.plot(X, y, color=COLORS.loss),
    "dots": lambda ax, y: ax.scatter(X, y),
    "bars": lambda ax, y: ax.bar(X, y),
    "lying bars": lambda ax, y: ax.barh(X, y),
    "errors": lambda ax, y: ax.errorbar(X, y, yerr=0.1, fmt="o"),
    "band": lambda ax, y: ax.fill_between(X, 0, y),
    "image": lambda ax, y: (ax.imshow(y.reshape(4, 5)), ax.plot(X, X)),
}
each_kind = pytest.mark.parametrize("kind", KINDS)


@each_kind
def test_what_is_drawn_is_found_in_any_unit(kind):
    assert undrawn(made(lambda ax: KINDS[kind](ax, Y), y=Y)) == []
    assert undrawn(made(lambda ax: KINDS[kind](ax, 100 * Y), share=Y)) == []
    assert undrawn(made(lambda ax: KINDS[kind](ax, Y), y=Y, words=["a"] * 20)) == []


FAULTS = {
    "a tenth too high": lambda y: 1.1 * y,
    "nats as bits": lambda y: y / np.log(2),
    "another series": lambda y: y[::-1] ** 2,
    "a thousandth too high": lambda y: y + 1e-3,
}


@each_kind
@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(kind, fault):
    assert undrawn(made(lambda ax: KINDS[kind](ax, FAULTS[fault](Y)), y=Y)) == ["y"]


def test_one_wrong_point_is_found():
    wrong = Y.copy()
    wrong[7] *= 1.01
    assert undrawn(made(lambda ax: ax.plot(X, wrong), y=Y)) == ["y"]


def test_a_hidden_line_draws_nothing():
    assert undrawn(made(lambda ax: ax.add_line(Line2D(X, Y, visible=False)), y=Y)) == ["x", "y"]
    plt.close("all")
