"""`scaling-laws compare RUNS LAW,LAW,…`: laws ranked by how they forecast the largest runs."""

from argparse import Namespace
from collections.abc import Sequence
from typing import Any

from . import options as opt
from . import tables
from .writing import about, refused, rows_as_csv, write


def add_to(verbs: Any) -> None:
    parser = verbs.add_parser("compare", help="rank laws by their forecast of the largest runs, which they did not see")
    parser.add_argument("runs", help="path of the table, - for standard input, or a name from `list`")
    parser.add_argument("laws", help="names from `list` or formulas, with commas between them")
    parser.add_argument("--holdout", type=float, default=0.2, metavar="SHARE", help="of the largest runs (0.2)")
    parser.set_defaults(verb=run)
    opt.add_law(parser)
    opt.add_reading(parser)
    parser.add_argument("--level", type=float, default=0.95, metavar="P")
    parser.add_argument("--seed", type=int, default=0, metavar="N")
    opt.add_output(parser, plot=False)


def run(options: Namespace) -> int:
    from ..errors import InvalidArgument

    laws = opt.laws_of("laws", options.laws)
    for name in ("fix", "tie", "bound"):
        if getattr(options, name):
            raise InvalidArgument(f"--{name}", ", ".join(getattr(options, name)), "fit one law at a time with it")
    if options.groups:
        raise InvalidArgument("--groups", options.groups, "fit one law at a time with it")
    check(options)
    opt.check_output(options)
    source = tables.Source(options.runs)
    return ranked(options, source, tables.reading(options), laws)


def check(options: Namespace) -> None:
    """Refuse shares and levels that mean nothing."""
    from ..errors import InvalidArgument

    if options.holdout is not None and not 0 < options.holdout < 1:
        raise InvalidArgument("--holdout", options.holdout, "a share between zero and one, as 0.2")
    if not 0 < options.level < 1:
        raise InvalidArgument("--level", options.level, "a probability between zero and one, as 0.95")
    if options.seed < 0:
        raise InvalidArgument("--seed", options.seed, "a whole number of zero or more")


def ranked(options: Namespace, source: tables.Source, said: dict[str, Any], laws: Sequence[str]) -> int:
    """Print and write the ranking; exit code."""
    from ..fitting.engine.validate import compare

    needed, optional = [], []
    for law in laws:
        if opt.is_formula(law):
            names, target = tables.needed_by_formula(law, options.target, source, said)
            optional += [tables.LONG.get(n, n) for n in (*names, target)]
        else:
            optional += tables.needed_by_law(law, options.against, options.target)
    target = options.target or "loss"
    needed = [target] if target in optional else []
    optional = [name for name in dict.fromkeys([*optional, *tables.SIZES]) if name not in needed]
    table, dropped, account = tables.columns(source, said, needed, optional)
    weights, labels = table.pop("_weights", None), table.pop("label", None)
    given = {"against": options.against, "target": options.target, "loss": options.loss, "clusters": labels}
    given["weights"] = options.weights or weights
    ranking = compare(table, laws, share=options.holdout or 0.2, level=options.level, seed=options.seed, **given)
    if account is not None:
        print(account)
    print(ranking, *(f"left out: {row}" for row in dropped), sep="\n")
    record = {**about(options, source, account, table), **ranking.to_dict(), "dropped": [str(row) for row in dropped]}
    usable = any(row[1] is not None for row in ranking.rows)
    if not usable:
        refused(options, source, "no law could be fitted")
        return 1
    rows = [(row[0], getattr(row[1], "error", None), *row[2:6]) for row in ranking.rows]
    write(options, record, table=rows_as_csv(("law", "held_out", "rollout", "in_sample", "constants", "bend_p"), rows))
    return 0
