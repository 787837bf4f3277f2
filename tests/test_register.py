"""The register of forecasts: every row is sound, errors are those of the numbers, and a false row is refused."""

import pytest

from scaling_laws.errors import InvalidArgument, UnknownKey
from what_scale_buys import forecasts, published, register

ROWS = forecasts.forecasts()
HEAD = [
    *("key", "who", "quantity", "unit", "kind", "registered", "timing", "record", "fitted_to", "target", "span"),
    *("forecast", "half_width", "level", "outcome", "error", "state", "source", "where", "seen", "note"),
]
SOUND = {
    "key": "k",
    "who": "w",
    "quantity": "q",
    "unit": "nats",
    "kind": "loss",
    "timing": "before",
    "state": "scored",
    "span": "10",
    "fitted_to": "1e20",
    "target": "1e21",
    "forecast": "2.2",
    "outcome": "2.0",
    "source": "held2026delphi",
    "where": "x",
    "seen": "primary",
}


def table(**changes):
    row = SOUND | changes
    return "\n".join([",".join(HEAD), ",".join(row.get(name, "") for name in HEAD)])


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.key)
def test_row(row):
    assert published.cite(row.source)
    assert row.where
    assert row.seen in ("primary", "secondary")
    assert row.kind in ("loss", "score", "other")
    assert (row.level is None) == (row.half_width is None)


def test_no_key_stands_twice():
    assert len({row.key for row in ROWS}) == len(ROWS)


def test_errors_by_hand():
    found = {row.key: row.error for row in ROWS}
    assert found["marin_moe_1e23"] == pytest.approx(100 * (2.252 - 2.234) / 2.234)
    assert found["delphi_issue_1e23"] == pytest.approx(1.928, abs=1e-3)
    assert found["delphi_first_1e22"] == -2.5
    assert found["delphi_first_1e23"] is None, "a run that diverged has no error, and is no hit"
    assert found["olmo_arc_challenge"] < 0, "the score was higher than forecast"


def test_a_sound_row_is_read():
    (row,) = forecasts.parse(table())
    assert row.error == pytest.approx(10)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"timing": "perhaps"}, "timing is 'perhaps'"),
        ({"state": "fine"}, "state is 'fine'"),
        ({"outcome": ""}, "lacks what it is scored by"),
        ({"state": "open"}, "an open forecast has an outcome"),
        ({"error": "3"}, "an error is stated beside the numbers"),
        ({"span": "100"}, "not the ratio of the budgets"),
    ],
)
def test_a_row_that_contradicts_itself_is_refused(changes, said):
    with pytest.raises(InvalidArgument, match=said):
        forecasts.parse(table(**changes))


def test_counts_by_hand():
    n = register.numbers()
    assert n.before.value == 4
    assert n.close_count.value == 4
    assert n.far_worst.value == pytest.approx(1.928, abs=1e-3)
    assert n.score_worst.value == pytest.approx(100 * (0.6381 - 0.5267) / 0.6381)


def test_every_row_stands_in_one_table():
    shown = [name for make in (register.public, register.told, register.hindcasts) for name in make().columns["Who"]]
    assert sorted(shown) == sorted(row.who for row in ROWS)


def test_the_picture_shows_every_error_with_a_known_reach():
    figure = register.misses()
    rows = [row for row in ROWS if row.error is not None and row.span]
    drawn = sorted(y for line in figure.fig.axes[0].get_lines() for y in line.get_ydata())
    assert drawn == pytest.approx(sorted(figure.data["size of the error (%)"]))
    assert len(drawn) == len(rows) + len(register.scored())


def test_own_forecasts_are_scored_by_their_interval():
    shown = register.own().columns
    for said, came, score in zip(shown["Said"], shown["Measured"], shown["Score"], strict=True):
        assert score == ("open" if came == "" else "hit" if said.low <= came.value <= said.high else "miss")


def test_an_unknown_key_offers_the_nearest():
    assert forecasts.row("marin_moe_1e23").outcome == 2.234
    with pytest.raises(UnknownKey, match="marin_moe_1e23"):
        forecasts.row("marin_moe_1e24")
