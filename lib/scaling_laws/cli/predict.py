"""`scaling-laws predict fit.json --at "N=7e9,D=4e12"`: what a saved fit says about new points."""

from argparse import Namespace
from typing import Any

from ..errors import InvalidArgument
from . import options as opt
from . import tables
from .writing import about, rows_as_csv, write


def add_to(verbs: Any) -> None:
    parser = verbs.add_parser(
        "predict", help="predict from a fit written with --json, at points or for a table of them"
    )
    parser.add_argument("fit", help="a result written with --json")
    parser.add_argument("--at", action="append", default=[], metavar="N=7e9,D=4e12", help="a point; may be repeated")
    parser.add_argument("--table", metavar="FILE", help="a table of points, one a row, with its groups")
    parser.add_argument("--group", metavar="NAME", help="whose constants, where the fit has groups")
    parser.add_argument("--of", default="run", metavar="WHAT", help="run (one new run, the default) or mean (the law)")
    parser.set_defaults(verb=run)
    opt.add_reading(parser)
    opt.add_output(parser, plot=False)


def run(options: Namespace) -> int:
    from ..errors import require_choice
    from ..fitting.engine.predictor import chained, load

    require_choice("--of", options.of, ("run", "mean"))
    if not options.at and not options.table:
        raise InvalidArgument("--at", "", 'say where: --at "N=7e9,D=4e12" or --table points.csv')
    points: list[dict[str, Any]] = [opt.point("--at", text) for text in options.at]
    opt.check_output(options)
    predictors = load(options.fit)
    known = _names(predictors)
    if "" in {name for point in points for name in point} and len(known) > 1:
        raise InvalidArgument("--at", options.at[0], f"name the values: {', '.join(f'{n}=…' for n in known)}")
    points = [{(known[0] if name == "" else name): value for name, value in point.items()} for point in points]
    source = None
    groups: list[str | None] = [options.group] * len(points)
    dropped: Any = ()
    if options.table:
        source = tables.Source(options.table)
        column = "" if options.group else predictors[0].model.grouped_by
        rows, named, dropped = _of_table(source, tables.reading(options), predictors, column)
        points, groups = points + rows, groups + (named or [options.group] * len(rows))
    for point in points:
        _check_point(point, predictors)
    rows = []
    record: list[dict[str, Any]] = []
    for point, group in zip(points, groups, strict=True):
        found = chained(predictors, group, options.of, **point)
        rows += _shown(point, group, found, predictors, record)
    print(*rows, *(f"left out: {row}" for row in dropped), sep="\n")
    whole = {**about(options, source), "fit": options.fit, "of": options.of, "predictions": record}
    write(options, whole, table=_as_csv(record))
    return 0


def _names(predictors):
    """Inputs of a chain that are not predicted by it."""
    made = {p.model.target for p in predictors}
    found = [
        (p.against if n == "x" else n) for p in predictors for n in p.model.inputs
        if tables.LONG.get(n, n) not in made and n not in made
    ]  # fmt: skip
    return list(dict.fromkeys(found))


def _check_point(point, predictors):
    """Refuse names that the law does not know, and values that cannot be."""
    from ..errors import nearest

    wanted = _names(predictors)
    allowed = {*wanted, *(tables.LONG.get(n, n) for n in wanted), "N", "D", "C", *tables.SIZES}
    for name, value in point.items():
        if name not in allowed:
            raise InvalidArgument("--at", name, f"this law is drawn over {', '.join(wanted)}{nearest(name, allowed)}")
        if name in (*tables.LONG, *tables.LONG.values(), "epochs") and not value > 0:
            raise InvalidArgument("--at", f"{name}={value:g}", "it must be greater than zero")
    if "epochs" in point and point["epochs"] < 1:
        raise InvalidArgument("--at", f"epochs={point['epochs']:g}", "epochs must be at least one")


def _of_table(source, said, predictors, group=""):
    """Points of the rows of a table, the groups that its column `group` names, and the rows left out."""
    names = [tables.LONG.get(name, name) for name in _names(predictors)]
    sizes = [name for name in names if name in tables.SIZES]
    needed = [name for name in names if name not in (*tables.SIZES, "epochs")]
    optional = [*dict.fromkeys([*(tables.SIZES if sizes else ()), *(["epochs"] if "epochs" in names else [])])]
    needed, optional = (
        (needed, optional) if len(sizes) > 1 else ([*sizes, *needed], [n for n in optional if n == "epochs"])
    )
    table, dropped, _ = tables.columns(source, said, needed, optional, [group] if group else [])
    groups = [str(name) for name in table[group]] if group else []
    table = {name: column for name, column in table.items() if name in names or name in sizes}
    if not table:
        raise InvalidArgument("--table", source.name, f"it needs columns of {', '.join(names)}")
    count = len(next(iter(table.values())))
    return [{name: float(column[k]) for name, column in table.items()} for k in range(count)], groups, dropped


def _shown(point, group, found, predictors, record):
    where = ", ".join(f"{name}={value:g}" for name, value in point.items())
    at, lines = dict(point), []
    if group is not None:
        column = predictors[0].model.grouped_by or "group"
        where, at = f"{where}, {column}={group}", {**point, column: group}
    for target, quantities in found.items():
        quantity = quantities[0]
        lines.append(f"{target} at {where}: {quantity.full}")
        record.append(
            {"at": at, "target": target, "value": quantity.value, "low": quantity.low, "high": quantity.high,
             "level": quantity.level, "unit": quantity.unit}
        )  # fmt: skip
    first = predictors[0]
    lines += [f"  beyond the fit: {sentence}" for sentence in first.outside(**point)]
    return lines


def _as_csv(record):
    names = list(dict.fromkeys(name for entry in record for name in entry["at"]))
    rows = [
        [*(entry["at"].get(name, "") for name in names), entry["target"],
         *(repr(entry[key]) for key in ("value", "low", "high")), entry["level"]] for entry in record
    ]  # fmt: skip
    return rows_as_csv((*names, "target", "value", "low", "high", "level"), rows)
