"""What the user says about a table, checked before the table is opened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..errors import InvalidArgument
from .grid import Grid
from .measures import MEASURES
from .problems import listed, nearest
from .units import known_units, parse_unit

LEFT_OUT = (None, "-")  # columns={"compute": "-"}: the table's column is not to be used
LOSS_UNITS = ("nats/token", "bits/token", "nats/byte", "bits/byte")


@dataclass(frozen=True)
class Options:
    """How a table is to be read. See `read_runs` for each."""

    columns: dict[str, str | None] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    where: dict[str, object] = field(default_factory=dict)
    decimal: str | None = None
    encoding: str | None = None
    sheet: str | None = None
    loss_unit: str | None = None
    tokens_per_step: float | None = None
    accept_unusual: bool = False
    drop_bad: bool = False
    name: str | None = None

    @classmethod
    def of(
        cls,
        also: Sequence[str] = (),
        *,
        columns: Mapping[str, str | None] | None = None,
        units: Mapping[str, str] | None = None,
        where: Mapping[str, object] | None = None,
        **rest: Any,
    ) -> "Options":
        """Options with every value checked; `also` : names beside the measures that `columns` may speak of.

        Raises
        ------
        InvalidArgument
            For an unknown measure, unit or sign, with the nearest names.
        """
        options = cls(_mapping("columns", columns), _mapping("units", units), _mapping("where", where), **rest)
        for argument in ("columns", "units"):
            for measure in getattr(options, argument):
                _known(argument, measure, (*MEASURES, *also))
        options._check_columns()
        for measure, phrase in options.units.items():
            if parse_unit(phrase, measure) is None:
                allowed = f"for {measure} the reader knows {known_units(measure)}"
                raise InvalidArgument("units", phrase, allowed)
        if options.decimal not in (None, ".", ","):
            raise InvalidArgument("decimal", options.decimal, 'the sign before the decimals is "." or ","')
        if options.loss_unit not in (None, "", *LOSS_UNITS):
            allowed = f"it must be one of {', '.join(LOSS_UNITS)}.{nearest(options.loss_unit, LOSS_UNITS)}"
            raise InvalidArgument("loss_unit", options.loss_unit, allowed.rstrip("."))
        return options

    def _check_columns(self):
        taken = {}
        for measure, head in self.columns.items():
            if head in LEFT_OUT:
                continue
            if not isinstance(head, str) or not head:
                raise InvalidArgument("columns", head, f"name the column of {measure} by its head, or None for none")
            if head in taken:
                raise InvalidArgument("columns", head, f"it is given for both {taken[head]} and {measure}")
            taken[head] = measure


def _mapping(argument, value):
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise InvalidArgument(argument, value, 'it must be a mapping, as {"loss": "val_loss"}')
    return {str(key): item for key, item in value.items()}


def _known(argument, measure, known):
    if measure not in known:
        allowed = f"there is no measure of that name.{nearest(measure, known)} Known: {', '.join(sorted(known))}"
        raise InvalidArgument(argument, measure, allowed)


def head_position(grid: Grid, head: str, argument: str = "columns") -> int:
    """Position of the column with that head.

    Raises
    ------
    InvalidArgument
        If there is none (the nearest are named), or there are two.
    """
    found = [k for k, own in enumerate(grid.heads) if own == head] or [
        k for k, own in enumerate(grid.heads) if str(own).strip() == str(head).strip()
    ]
    if not found:
        allowed = f"the table has {listed(grid.heads)}.{nearest(head, grid.heads)}"
        raise InvalidArgument(argument, head, allowed.rstrip("."))
    if len(found) > 1:
        places = " and ".join(str(k + 1) for k in found)
        raise InvalidArgument(argument, head, f"columns {places} have that head: rename one")
    return found[0]
