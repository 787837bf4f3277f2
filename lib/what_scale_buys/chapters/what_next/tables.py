"""The tables of the chapter: the registered predictions, and what two worlds would show."""

from scaling_laws.quantity import percent

from ...display.exhibits import exhibit
from ...display.table import Table
from .forecasts import LEVEL, REGISTERED, contrasts, registered, span, told_apart


def _ends(quantity):
    """'a to b unit' of an interval: what a table of forecasts holds."""
    return str(quantity.interval)


@exhibit
def predictions():
    """The table of registered predictions."""
    rows = registered()
    forecast = [percent(round(q.value / 100, 2)).short if q.level == 0.95 else _ends(q) for _, _, q, _ in rows]
    return Table(
        {
            "Id": [r[0] for r in rows],
            "By the end of 2030": [r[1] for r in rows],
            f"Forecast ({percent(LEVEL).short} interval, or probability)": forecast,
            "Scored by": [r[3] for r in rows],
        },
        f"Registered {REGISTERED}",
    )


@exhibit
def worlds():
    """The table of what would be seen under each reading."""
    rows = contrasts()
    return Table(
        {
            "By the end of 2030": list(rows),
            "If the optimist is right": [_ends(span(a, unit)) for a, _, unit in rows.values()],
            "If the sceptic is right": [_ends(span(b, unit)) for _, b, unit in rows.values()],
            "Told apart": [percent(round(told_apart(a, b).value / 100, 3)).short for a, b, _ in rows.values()],
        },
        f"Two worlds ({percent(LEVEL).short} intervals)",
    )
