"""The picture is a tested object: what a figure's table lists is what its artists draw."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.lines import Line2D
from pictures import cut, leaving, lost, undrawn

from rooms import explorables, figures, rooms
from what_scale_buys.display.figure import Figure
from what_scale_buys.display.style import COLORS, canvas

X = np.linspace(1, 10, 20)
Y = 3 * X**0.5
ALT = "A line rises from 3 to 9 over one decade."


UNDRAWN = {  # room: figure: the columns that none of its artists draws, and why its table has them
    "fit_your_own_runs": {
        "fit-design": (["loss"], "the map shows where the runs lie; the table is the runs"),
        "fit-valleys": (
            ["compute (FLOP)", "vertex over planted optimum", "vertex over optimum without scatter"],
            "a vertex and the optimum are two marks; the table gives their ratio, and the budget that names the valley",
        ),
        "fit-starts": (
            ["alpha", "beta"],
            "bars are shares of all starts; the table counts arrivals for each pair of starting exponents",
        ),
        "fit-intervals": (["value", "low", "high"], "drawn as a distance from the planted value, in per cent of it"),
        "fit-forecast": (
            ["compute (FLOP)", "observed", "forecast", "low", "high"],
            "drawn as the forecast over the observed loss",
        ),
        "fit-other-world": (["forecast", "low", "high", "what happens"], "drawn as a loss over the frontier's"),
    },
    "scaling_law_measured": {
        "meas-climb": (["seed"], "a seed is a name"),
        "meas-valleys": (["compute (FLOP)"], "a budget is written beside its curve"),
        "meas-speed": (["speed-up"], "the ratio of the two series that are drawn"),
        "meas-repeats": (["worth by the published law"], "the law is a line, drawn at more points"),
        "meas-mirage": (["lines right (%)"], "no line right has no place on a logarithmic axis"),
    },
    "data_wall": {
        "data-collapse": (
            ["simulated variance, replaced", "simulated variance, one tenth real", "simulated variance, accumulated"],
            "marks stand at some of the generations",
        ),
    },
    "why_a_power_law": {
        "why-learning-curves": (
            [
                "tail 0.25",
                "tail 0.25, low",
                "tail 0.25, high",
                "tail 0.5",
                "tail 0.5, low",
                "tail 0.5, high",
                "tail 1",
                "tail 1, low",
                "tail 1, high",
                "tail 2",
                "tail 2, low",
                "tail 2, high",
            ],
            "marks stand at every other number of examples",
        ),
        "why-dial": (["theory"], "the theory is a line, drawn at more points"),
        "why-repairs": (["from, parameters", "to, parameters"], "a gain is drawn between its two sizes"),
        "why-code": (["log loss, bits", "code, bits"], "drawn per letter"),
        "why-two-exponents": (["quanta predict"], "a line, drawn at more points"),
    },
    "when_the_benchmark_saturates": {
        "sat-room-left": (
            ["best score", "low", "high", "ceiling if all flawed items are lost", "ceiling if only wrong keys are"],
            "drawn as what is left of the way from guessing to the ceiling",
        ),
        "sat-ability-and-score": (
            ["ability", "easy test, standard error", "hard test, standard error"],
            "the truth is a line, drawn at more points; bars are intervals of 95 per cent",
        ),
        "sat-linking": (
            ["standard error", "absolute miss"],
            "bars are intervals of 95 per cent; the miss lies between a mark and the line",
        ),
    },
    "emergence_mirage": {
        "resolution": (["smallest visible score"], "drawn as the compute at which the family reaches that score"),
        "implied-digit-accuracy": (["digits"], "marks stand a little aside, so that none hides another"),
        "smooth-score-bends": (
            ["two-digit addition, implied digit error, relative"],
            "no error has no place on a logarithmic axis",
        ),
        "published-thresholds": (["training compute, FLOP"], "drawn over parameters"),
    },
    "small_gains_compound": {
        "gain-four-worlds": (
            ["constant risk, exact", "tasks differ, exact", "errors breed errors, exact", "slips get mended, exact"],
            "the closed forms are lines, drawn at other points",
        ),
        "gain-horizons": (["release, year"], "a date in the table has two digits"),
    },
    "smaller_models_better_data": {
        "small-expected": (["Came out"], "the table holds every expectation, drawn or not"),
        "small-rounding": (["bits"], "the bits name a series"),
        "small-kept": (["parameters"], "marks stand a little aside, so that none hides another"),
        "small-curve-or-slope": (
            ["pool, fixed share", "pool, growing pool"],
            "how many points were scored; drawn as a cost",
        ),
    },
    "thinking_longer": {
        "think-returns": (["inference compute, relative"], "marks stand a little aside, so that none hides another"),
        "think-coverage": (
            ["Llama-3-8B-Instruct, MATH", "Llama-3-8B-Instruct, MATH, low", "Llama-3-8B-Instruct, MATH, high"],
            "the curve begins at its first published point, the table at one sample",
        ),
        "think-pickers": (["vote (interpolated)"], "the vote is drawn at its own numbers of samples"),
        "think-search": (["breadth"], "drawn as the positions looked at"),
    },
    "what_it_costs": {
        "cost-used-share": (["FLOP", "GPU-hours"], "what the share is computed from"),
        "cost-printed-twice": (["one value", "the other"], "drawn as the ratio of the two"),
        "cost-energy-carbon": (["kg/kWh"], "the ratio of the two that are drawn"),
    },
    "what_next": {
        "next-binding": (
            ["money, R", "power, R", "data, R", "money, Delphi", "power, Delphi", "data, Delphi"],
            "drawn one upon the other",
        ),
        "next-earlier": (["observed factor", "foretold"], "drawn as the ratio of the two"),
    },
}


@pytest.mark.parametrize("topic", list(rooms()))
def test_every_column_of_numbers_is_drawn_or_says_why_not(topic):
    found = {name: missing for name, shown in figures(topic).items() if (missing := undrawn(shown))}
    assert found == {name: columns for name, (columns, _) in UNDRAWN.get(topic, {}).items()}


LEAVING = {  # room: figure: what draws beyond the frame of its panel, and why nothing that is to be seen is lost
    "flattening_curve": {"flat-simulation": ({"curve": 2}, "misfits far above the line that rejects a floor")},
    "scaling_law_measured": {"meas-floor": ({"curve": 1}, "deviances far above the line that rejects a floor")},
    "fit_your_own_runs": {
        "fit-design": ({"curve": 6}, "lines of equal compute cross the whole map"),
        "fit-profile": ({"curve": 2}, "deviances far above the line that rejects a floor"),
    },
    "why_a_power_law": {"why-repairs": ({"curve": 4}, "what is learnt falls off for ever on a logarithmic axis")},
    "emergence_mirage": {"real-transitions": ({"curve": 4}, "what is learnt falls off for ever on a logarithmic axis")},
    "structure_against_size": {
        "struct-tie-map": ({"band": 2, "curve": 1}, "the region where no tie is possible has no upper end"),
    },
    "smaller_models_better_data": {
        "small-expensive": ({"curve": 2}, "lines of equal tokens a parameter cross the whole map"),
        "small-curve-or-slope": ({"curve": 2}, "the curves show a slope, and keep it beyond the frame"),
    },
    "what_it_costs": {
        "cost-return-slope": ({"band": 1, "curve": 5}, "a return tenfold and more at elasticities that nobody claims"),
        "cost-energy-carbon": ({"curve": 1}, "lines of equal grid intensity cross the whole map"),
    },
}
HIDDEN = {  # room: explorable: the dots that some state sets outside their frame, and why the axes are not longer
    "fit_your_own_runs": {
        "fit-parabola": (["runs"], "the ends of a sweep far from the optimum lie above the valley that is judged"),
        "fit-fan": (
            ["here", "runs"],
            "the worst of all forecasts, and runs too small to matter; the sentence says both",
        ),
    },
}


@pytest.mark.parametrize("topic", list(rooms()))
def test_everything_drawn_is_in_its_frame_or_says_why_not(topic):
    found = {name: kinds for name, shown in figures(topic).items() if (kinds := leaving(shown.fig))}
    assert found == {name: kinds for name, (kinds, _) in LEAVING.get(topic, {}).items()}


@pytest.mark.parametrize("topic", list(rooms()))
def test_no_text_is_cut_by_the_edge_of_its_figure(topic):
    assert {name: texts for name, shown in figures(topic).items() if (texts := cut(shown))} == {}


@pytest.mark.parametrize("topic", list(rooms()))
def test_no_state_sets_a_dot_outside_its_frame_or_cuts_a_text(topic):
    found = {name: sorted(hidden) for name, shown in explorables(topic).items() if (hidden := lost(shown))}
    assert found == {name: keys for name, (keys, _) in HIDDEN.get(topic, {}).items()}


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


@pytest.mark.parametrize("errors", [1, 2])
def test_a_standard_error_is_the_length_of_a_bar(errors):
    spread = Y / (7 + X)
    assert undrawn(made(lambda ax: ax.errorbar(X, Y, yerr=errors * spread, fmt="o"), y=Y, error=spread)) == []
    assert undrawn(made(lambda ax: ax.errorbar(X, Y, yerr=1.1 * spread, fmt="o"), y=Y, error=spread)) == ["error"]


def test_a_column_may_be_shared_by_two_panels():
    def draw(ax):
        ax.plot(X[:9], Y[:9])
        ax.figure.add_subplot(2, 2, 4).plot(X[9:], Y[9:])

    assert undrawn(made(draw, y=Y)) == []


def test_one_wrong_point_is_found():
    wrong = Y.copy()
    wrong[7] *= 1.01
    assert undrawn(made(lambda ax: ax.plot(X, wrong), y=Y)) == ["y"]


def test_a_hidden_line_draws_nothing():
    assert undrawn(made(lambda ax: ax.add_line(Line2D(X, Y, visible=False)), y=Y)) == ["x", "y"]
    plt.close("all")


CROPPED = {"line": "curve", "dots": "points", "bars": "bar", "lying bars": "bar", "errors": "points", "band": "band"}


@pytest.mark.parametrize(("kind", "said"), list(CROPPED.items()))
def test_what_leaves_its_frame_is_found(kind, said):
    def draw(ax, top):
        KINDS[kind](ax, Y)
        ax.set_ylim(top=top)

    fits, cropped = (made(lambda ax, top=top: draw(ax, top), y=Y) for top in (12, 8))
    assert leaving(fits.fig) == {}
    assert said in leaving(cropped.fig)


def test_the_end_of_an_interval_leaves_its_frame_alone():
    def draw(ax):
        ax.errorbar(X, Y, yerr=np.where(X == X[-1], 5.0, 0.1), fmt="o")
        ax.set_ylim(0, Y[-1] + 1)

    assert leaving(made(draw, y=Y).fig) == {"interval": 1}


@pytest.mark.parametrize("far", [False, True])
def test_a_text_that_the_edge_cuts_is_found(far):
    def draw(ax):
        ax.plot(X, Y)
        ax.figure.set_layout_engine("none")
        ax.annotate("an end", (X[-1], Y[-1]), xytext=(90 * far, 0), textcoords="offset points", ha="right")

    assert cut(made(draw, y=Y)) == ["an end"] * far
