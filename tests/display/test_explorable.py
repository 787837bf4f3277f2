"""The explorable contract: one declaration, live and static forms that show the same states."""

import json
import re
from itertools import product

import numpy as np
import pytest

from scaling_laws.errors import InvalidArgument
from what_scale_buys.display import explorable as module
from what_scale_buys.display.explorable import Control, Explorable, band, dots, place_band, place_dots
from what_scale_buys.display.style import COLORS, canvas
from what_scale_buys.display.viewer import SITE_FLAG

X = np.linspace(1, 10, 30)


def draw():
    fig, ax = canvas()
    (line,) = ax.plot(X, X, color=COLORS.loss)
    point = dots(ax, color=COLORS.compute)
    area = band(ax, color=COLORS.loss, alpha=0.2)
    note = ax.text(2, 80, "slope", va="baseline")
    ax.set(xlim=(1, 10), ylim=(0, 100))
    return fig, {"line": line, "point": point, "area": area, "note": note}


def move(artists, slope, lift):
    artists["line"].set_ydata(lift + slope * X)
    place_dots(artists["point"], [10], [lift + slope * 10])
    place_band(artists["area"], X, lift + slope * X - 3, lift + slope * X + 3)
    artists["note"].set_text(f"slope <{slope}> & more words")
    artists["note"].set_position((2, 10 * slope))
    return f"The line with slope {slope} ends at {lift + slope * 10:g} on the right."


def explorable(**changes):
    controls = [
        Control("slope", "Slope", range(1, 6), write=lambda v: f"{v}×"),
        Control("lift", "Lift", (0, 20, 40), default=20),
    ]
    given = dict(controls=controls, draw=draw, move=move, caption="Move the line and see where it ends.")
    return Explorable("slope", "How steep is it?", **(given | changes))


@pytest.fixture(scope="module")
def made():
    return explorable()


def decoded(payload):
    """The states of a payload, as the script on the page reads them."""
    data = json.loads(payload)
    total = len(next(iter(data["parts"].values()))["index"])
    return [{key: p["values"][p["index"][i]] for key, p in data["parts"].items()} for i in range(total)]


def test_the_payload_holds_exactly_the_states_of_the_library(made):
    slopes, lifts = (c.values for c in made.controls)
    expected = [made.state(slope=s, lift=t) for s, t in product(slopes, lifts)]
    assert decoded(made.payload) == expected == made.states()
    controls = json.loads(made.payload)["controls"]
    assert controls[0] == {"key": "slope", "texts": ["1×", "2×", "3×", "4×", "5×"], "start": 0}
    assert controls[1]["start"] == 1


def test_a_state_is_path_data_text_and_sentence(made):
    state = made.state(slope=2)
    assert state["summary"] == "The line with slope 2 ends at 40 on the right."
    assert re.fullmatch(r"m[ \d.-]+l[ \d.-]+", state["line"])
    assert state["area"].endswith("z")
    x, y, text = state["note"].split(" ", 2)
    assert float(x) > 0
    assert float(y) > 0
    assert text == "slope <2> & more words"


def absolute(path):
    """Relative commands 'm x y l dx dy …' as points."""
    points, pen = [], np.zeros(2)
    for run in re.findall(r"[ml][^ml]*", path.rstrip("z")):
        steps = np.array(re.findall(r"-?[\d.]+", run[1:]), dtype=float).reshape(-1, 2)
        for step in steps:
            pen = pen + step
            points.append(pen)
    return np.array(points)


def test_path_data_are_the_points_of_the_curve(made):
    fig, artists = made._scene
    state = made.state(slope=3, lift=0)
    drawn = absolute(state["line"])
    expected = artists["line"].axes.transData.transform(np.column_stack([X, 3 * X]))
    assert drawn[:, 0] == pytest.approx(expected[:, 0], abs=0.06)
    assert fig.get_figheight() * 72 - drawn[:, 1] == pytest.approx(expected[:, 1], abs=0.06)


def test_states_do_not_depend_on_the_order_in_which_they_are_asked():
    one, other = explorable(), explorable()
    first = one.state(slope=5, lift=40)
    one.state(slope=1, lift=0)
    assert one.state(slope=5, lift=40) == first == other.state(slope=5, lift=40)


def test_bytes_are_the_same_every_time():
    assert explorable().html() == explorable().html()


def test_missing_points_break_the_line_and_far_points_are_clipped():
    points = np.array([[0, 0], [1, 1], [np.nan, 1], [3, 3], [1e9, -1e9]])
    path = module._path_data(points, 10.0, closed=False)
    assert path.count("m") == 2
    assert np.abs(absolute(path)).max() <= module._FAR + 1
    assert module._path_data(np.full((3, 2), np.nan), 10.0, closed=True) == ""


def test_the_static_form_is_labelled_and_shows_the_default_state(made):
    page = made.html()
    assert page.startswith('<figure class="sl-figure sl-explorable" id="fig-slope"')
    slope, lift = made.controls
    assert '<label for="slope-in-slope">Slope</label>' in page
    assert f'id="slope-in-slope" data-key="slope" min="0" max="{len(slope.values) - 1}"' in page
    assert '<output for="slope-in-slope" style="min-width:' in page
    assert f">{slope.texts[slope.start]}</output>" in page
    assert "<legend>Lift</legend>" in page
    buttons = re.findall(r'name="slope-in-lift" data-key="lift" value="(\d)"( checked)?>([^<]*)</label>', page)
    assert buttons == [(str(i), " checked" * (i == lift.start), text) for i, text in enumerate(lift.texts)]
    state = made.state()
    assert f'aria-label="{state["summary"]}"' in page
    assert f'd="{state["line"]}"' in page
    assert "needs JavaScript" in page or "need JavaScript" in page
    assert "%%" not in page.split("<script")[0]


def test_two_panels_are_parted_on_the_site_and_whole_in_a_notebook(made, monkeypatch):
    fig, axes = canvas(columns=2)
    (line,) = axes[1].plot([0, 1], [0, 1])
    control = Control("rise", "Rise", (1, 2))

    def move(artists, rise):
        artists["line"].set_ydata([0, rise])
        return f"The line rises by {rise}, which is 5 % of something."

    pair = Explorable(
        "pair",
        "Two panels",
        controls=[control],
        draw=lambda: (fig, {"line": line}),
        move=move,
        caption="Two panels stand here, and one line moves.",
    )
    assert "sl-columns" not in pair.html()
    monkeypatch.setenv("SCALING_LAWS_SITE", "1")
    assert pair.html().count("<svg") == 2
    assert "5\u00a0% of" in pair.html().split("<script")[0]
    assert "sl-columns" not in made.html()


def test_a_stored_output_has_neither_controls_nor_states(made):
    page = made.html(live=False)
    assert "<input" not in page
    assert "<script" not in page
    assert f'd="{made.state()["line"]}"' in page


def test_the_payload_cannot_close_its_script_element():
    def shout(artists, **state):
        return move(artists, **state) + " </script> ends 1."

    assert "</script" not in explorable(move=shout).payload


def test_the_widget_shows_the_same_states_as_the_page(made):
    import ipywidgets as widgets

    box = made.widget()
    slider, buttons = box.children[1:3]
    assert isinstance(slider, widgets.SelectionSlider)
    assert isinstance(buttons, widgets.RadioButtons), "three values are a choice, as on the page"
    assert (slider.description, buttons.description) == ("Slope", "Lift")
    slider.value, buttons.value = 4, 40
    shown = "".join(w.value for w in box.children if isinstance(w, widgets.HTML))
    state = made.state(slope=4, lift=40)
    assert state["summary"] in shown
    assert f'd="{state["line"]}"' in shown
    assert made.picture(state) in shown


def test_display_is_static_for_the_site_and_live_under_a_kernel(made, monkeypatch):
    monkeypatch.setenv(SITE_FLAG, "1")
    assert set(made._repr_mimebundle_()) == {"text/plain", "text/html"}
    assert "<input" in made._repr_mimebundle_()["text/html"]
    monkeypatch.delenv(SITE_FLAG)
    live = made._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in live
    assert "<input" not in live["text/html"]
    assert live["text/plain"] == repr(made) == made.state()["summary"]


@pytest.mark.parametrize(
    ("values", "argument"),
    [({"slope": 9}, "slope"), ({"slop": 1}, "control"), ({"lift": 19.99}, "lift")],
)
def test_an_unknown_state_is_refused(made, values, argument):
    with pytest.raises(InvalidArgument) as caught:
        made.state(**values)
    assert caught.value.name == argument


def test_malformed_declarations_are_refused():
    with pytest.raises(InvalidArgument, match="at least two values"):
        Control("x", "X", (1,))
    with pytest.raises(InvalidArgument, match="default"):
        Control("x", "X", (1, 2), default=3)
    with pytest.raises(InvalidArgument, match="at least one Control"):
        explorable(controls=[])
    with pytest.raises(InvalidArgument, match="caption"):
        explorable(caption="Look.")
    with pytest.raises(InvalidArgument, match="summary"):
        explorable(move=lambda artists, **state: "Moved.").state()


def test_an_invisible_artist_is_refused():
    def hidden():
        fig, artists = draw()
        artists["line"].set_visible(False)
        return fig, artists

    with pytest.raises(InvalidArgument, match="visible in the default state"):
        _ = explorable(draw=hidden).template


def test_other_artists_are_refused():
    def scatter():
        fig, ax = canvas()
        return fig, {"points": ax.scatter([1], [1])}

    with pytest.raises(InvalidArgument, match="a line, a filled patch or a text"):
        explorable(draw=scatter, move=lambda artists, **state: "It moves to 1 in every state.").states()
