"""Which column is which measure; two that compete are refused by name."""

import re
from dataclasses import dataclass, replace

import numpy as np

from .cells import cure, looks_numeric, value_of
from .grid import Grid
from .heads import Reading, bound_of, is_logarithm, plain, read_head
from .measures import LARGEST_LOSS, MEASURES, PARTS, PREFERRED, TEXT
from .numbers import is_missing
from .options import LEFT_OUT, Options, head_position
from .problems import AmbiguousTable, UnreadableTable
from .units import COUNTS, Unit, known_units, parse_unit

_TIMES = re.compile("(?:^|_)(?:hours?|days?|[gt]pus?|[ahv]100s?)(?=_|$)")
SAME = 1e-3  # two columns that agree to this are one measure written twice
WHY = {
    "parameters": "laws in total, non-embedding or active parameters differ, as Kaplan's and Chinchilla's do",
    "loss": "losses of other texts, or of the training text, have laws of their own",
    "compute": "planned and achieved FLOP differ",
    "tokens": "tokens seen and tokens that exist differ",
}


@dataclass(frozen=True)
class Column:
    """A column that is read as a measure.

    unit : factor and kind of loss unit. named : whether the user chose it. text : whether its cells stay text.
    """

    measure: str
    position: int
    head: str
    unit: Unit = Unit()
    kind: str = ""
    named: bool = False
    text: bool = False
    note: str = ""


def find(grid: Grid, measure: str, options: Options, text: bool = False) -> Column | None:
    """The Column of a measure, or None if the table has none.

    Raises
    ------
    AmbiguousTable
        If several columns could be it and hold different values, or its unit is not known.
    """
    text = text or measure in TEXT
    if measure in options.columns:
        head = options.columns[measure]
        return None if head in LEFT_OUT else _named(grid, measure, head, options, text)
    if measure not in MEASURES:
        return _own_name(grid, measure, options, text)
    taken = {head for head in options.columns.values() if head not in LEFT_OUT}
    found = [
        _column(measure, k, head, reading, text)
        for k, head in enumerate(grid.heads)
        if head not in taken and (reading := _reading(grid, k, measure)) and (text or looks_numeric(grid, k, measure))
    ]
    filled = [column for column in found if not all(is_missing(cell) for cell in grid.column(column.position))]
    found = filled or found
    if not found:
        return None
    return _settled(grid, measure, found, options)


def _reading(grid, position, measure):
    """The Reading of a head as the measure; None for another, and for a bound of its interval."""
    written = grid.written(position)
    side, stem, _ = bound_of(written) if measure in ("loss", "score") else (None, "", None)
    return None if side and (not stem or read_head(stem, measure)) else read_head(written, measure)


def _column(measure, position, head, reading, text, named=False):
    column = Column(measure, position, head, reading.unit, reading.kind, named, text)
    return replace(column, note="|".join(reading.unknown))


def _named(grid, measure, head, options, text):
    position = head_position(grid, head)
    written = grid.written(position)
    reading = read_head(written, measure, named=True) if measure in MEASURES else _own_reading(written, measure)
    return _with_unit(grid, _column(measure, position, grid.heads[position], reading, text, named=True), options)


def _own_name(grid, name, options, text):
    """A column that is no known measure, by its very head, or by the same words."""
    exact = [k for k, head in enumerate(grid.heads) if head == name]
    alike = exact or [k for k, head in enumerate(grid.heads) if plain(head) == plain(name)]
    if not alike:
        return None
    if len(alike) > 1:
        heads = " and ".join(repr(grid.heads[k]) for k in alike)
        raise AmbiguousTable(grid.name, f"{name} could be {heads}", "rename one of them")
    head = grid.heads[alike[0]]
    return _with_unit(grid, _column(name, alike[0], head, _own_reading(grid.written(alike[0]), name), text), options)


def _own_reading(head, name):
    found = read_head(head, name, named=True)
    return Reading(found.unit, found.kind)


def _settled(grid, measure, found, options):
    """The one column of several candidates, if they agree; the preferred one for labels."""
    if measure in PREFERRED:
        order = PREFERRED[measure]
        found = sorted(found, key=lambda column: order.index(plain(column.head)) if plain(column.head) in order else 99)
        return found[0]
    sure = [_with_unit(grid, column, options) for column in found]
    if len(sure) == 1:
        _refuse_rivals(grid, sure[0], options)
        return sure[0]
    values = [_values(grid, column, options) for column in sure]
    agree = all(np.allclose(values[0], other, rtol=SAME, atol=0, equal_nan=True) for other in values[1:])
    if not agree:
        raise AmbiguousTable(grid.name, _competing(measure, sure), _choice(measure, sure))
    others = ", ".join(repr(column.head) for column in sure[1:])
    return replace(sure[0], note=f"{others} holds the same values")


def _refuse_rivals(grid, chosen, options):
    """One loss is not the loss where there are losses on other texts, whose names the reader may not know.

    val_loss beside wiki_loss is refused, val_loss beside aux_loss is not.
    """
    if chosen.measure != "loss":
        return
    used = {head for head in options.columns.values() if head not in LEFT_OUT}
    rivals = [
        replace(chosen, position=k, head=head, kind="", note="")
        for k, head in enumerate(grid.heads)
        if head not in used and is_rival(head) and looks_numeric(grid, k, chosen.measure)
    ]
    own = _values(grid, chosen, options)
    rivals = [rival for rival in rivals if _differ(own, _values(grid, rival, options))]
    if rivals:
        raise AmbiguousTable(grid.name, _competing("loss", [chosen, *rivals]), _choice("loss", [chosen, *rivals]))


def is_rival(head):
    """Whether a head ends in a name of the loss after words that are neither known nor those of a part of a loss.

    A number at the end changes nothing: loss2 beside loss is a rival.

    >>> is_rival("wiki_loss"), is_rival("router z loss"), is_rival("val_loss"), is_rival("loss2")
    (True, False, False, True)
    """
    text = plain(head)
    bare = re.sub(r"_?[0-9]+$", "", text)
    names = MEASURES["loss"][0]
    if bare != text and bare in names:
        return True
    words = text.split("_")
    starts = [k for k in range(1, len(words)) if "_".join(words[k:]) in names]
    return (
        bool(starts)
        and not bound_of(head)[0]
        and not PARTS.intersection(words[: starts[0]])
        and read_head(head, "loss") is None
    )


def _differ(values, others):
    """Whether others could be losses of the same runs, and are not the same numbers."""
    there = others[np.isfinite(others)]
    if not len(there) or np.any((there <= 0) | (there > max(LARGEST_LOSS.values()))):
        return False
    return not np.allclose(values, others, rtol=SAME, atol=0, equal_nan=True)


def _values(grid, column, options):
    values = []
    for cell in grid.column(column.position):
        value, problem, _ = value_of(cell, column, options.decimal or ".")
        values.append(np.nan if problem else value)
    return np.array(values)


def _competing(measure, found):
    shown = [f"{column.head!r}{f' ({column.kind})' if column.kind else ''}" for column in found]
    why = f"; {WHY[measure]}" if measure in WHY else ""
    return f"{measure} could be {', '.join(shown[:-1])} or {shown[-1]}, whose values differ{why}"


def _choice(measure, found):
    if len({column.head for column in found}) == 1:
        return "rename one of them"
    ways = [f'columns={{"{measure}": "{column.head}"}}' for column in found[:2]]
    typed = f"{measure}={found[0].head}"
    typed = typed if re.fullmatch(r"[\w./=\-]+", typed) else f'"{typed}"'
    return f"name one: {' or '.join(ways)} (--columns {typed})"


def _with_unit(grid, column, options):
    """The column with the unit that the user named, or its own; refuses one that is not known."""
    measure = column.measure
    if measure in options.units:
        unit = parse_unit(options.units[measure], measure)
        return replace(column, unit=replace(unit, words=f"{options.units[measure]}, as named"), note="")
    if is_logarithm(column.head, measure):
        raise UnreadableTable(
            grid.name, f"{column.head!r} seems to hold logarithms of {measure}", "write the values themselves"
        )
    if column.note:
        cause = f"({column.note.replace('|', ', ')}) in {column.head!r} is no unit of {measure} that the reader knows"
        cure = f'it knows {known_units(measure)}; convert the column, name its unit with units={{"{measure}": ...}}'
        other = f"rename the head if it is a remark, or leave the column out (--columns {measure}=-)"
        raise AmbiguousTable(grid.name, cause, f"{cure} (--units {measure}=...), {other}")
    return column


def missing(grid: Grid, measure: str) -> str:
    """A sentence on columns whose heads come near a measure that was not found; may be empty."""
    logs = [head for head in grid.heads if is_logarithm(head, measure)]
    if logs:
        return f"{logs[0]!r} seems to hold logarithms: write the values themselves"
    times = [head for head in grid.heads if measure == "compute" and _TIMES.search(plain(head))]
    if times:
        return f"{times[0]!r} seems to be a time, which is no FLOP until the speed is known: write the FLOP"
    if measure == "loss":
        others = [head for head in grid.heads if re.search("ppl|perplex", plain(head))]
        if others:
            return f"{others[0]!r} seems to be a perplexity: its natural logarithm is the loss"
    words = {
        "loss": ("loss", "nll", "entropy", "xent", "bpb", "bits_per"),
        "parameters": ("param", "size"),
        "tokens": ("token", "data"),
        "compute": ("flop", "compute", "budget"),
    }
    near = [head for head in grid.heads if any(word in plain(head) for word in words.get(measure, (measure,)))]
    unnamed = [head for head in near if not read_head(head, measure)]
    if unnamed:
        return f"it may be {' or '.join(repr(str(head)[:60]) for head in unnamed[:4])}"
    return ""


def without_number(grid: Grid, measure: str) -> tuple[str, str] | None:
    """(cause, cure) where a head names the measure and no cell below is a number; None otherwise."""
    if measure not in (*COUNTS, "loss", "score"):
        return None
    for k, head in enumerate(grid.heads):
        cells = [(number, cells[k]) for number, cells in grid.rows if not is_missing(cells[k])]
        if cells and read_head(head, measure) and not looks_numeric(grid, k, measure):
            number, cell = cells[0]
            other = f"or name another column (--columns {measure}=...)"
            cause = f"no cell of {head!r} is a number, as in {grid.place} {number}: {str(cell)[:40]!r}"
            return cause, f"{cure(cell)}, {other}"
    return None
