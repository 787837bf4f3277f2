"""The command line: fit a table of runs, fetch a public one, list what can be fetched.

Exit codes: 0 the fit converged or the file was fetched; 1 the fit did not converge; 2 the arguments or the
table cannot be used; 3 the download failed.
"""

import argparse
import sys
from pathlib import Path

from .errors import InvalidArgument, ScalingLawError, require_choice

LAWS = ("surface", "power", "power-with-floor", "kaplan", "data-constrained", "score")
GENERAL = ("kaplan", "data-constrained", "score")
AGAINST = ("compute", "parameters", "tokens", "loss")
CONVERGED, NOT_CONVERGED, UNUSABLE, NOT_FETCHED = 0, 1, 2, 3


def main(arguments=None):
    """Run the command line; returns the exit code."""
    options = _parser().parse_args(arguments)
    from .fitting.public import FetchFailed

    try:
        return options.command(options)
    except FetchFailed as error:
        return _fail(error, NOT_FETCHED)
    except (ScalingLawError, FileNotFoundError, IsADirectoryError, PermissionError, UnicodeDecodeError) as error:
        return _fail(error, UNUSABLE)


def _fail(error, code):
    print(f"scaling_laws: {error}", file=sys.stderr)
    return code


def _parser():
    parser = argparse.ArgumentParser(prog="scaling_laws", description="Fit scaling laws to tables of training runs.")
    commands = parser.add_subparsers(required=True, metavar="command")
    _add_fit(commands)
    fetch = commands.add_parser("fetch", help="download a public table of runs, check its hash, and cache it")
    fetch.add_argument("name", help="a name from `list`")
    fetch.add_argument("--cache", help="folder to keep it in")
    fetch.set_defaults(command=_fetch)
    listing = commands.add_parser("list", help="list the public tables, with licence and citation")
    listing.set_defaults(command=_list)
    return parser


def _add_fit(commands):
    fit = commands.add_parser("fit", help="fit a table of runs (CSV, TSV, JSON lines, also gzipped) or a public table")
    fit.add_argument("runs", help="path of the table, - for standard input, or a name from `list`")
    fit.add_argument("--approach", type=int, choices=(1, 2, 3), default=3, help="1 envelope, 2 IsoFLOP, 3 surface")
    fit.add_argument("--law", default="surface", choices=LAWS, help="which law; all but the surface have one approach")
    fit.add_argument("--against", choices=AGAINST, help="what a score or a power law depends on (default: compute)")
    fit.add_argument("--fix", default="", metavar="A=1,...", help="constants that are known, as floor=0.25")
    fit.add_argument("--bootstrap", type=int, default=1000, metavar="N", help="resamples (0: Hessian covariance)")
    fit.add_argument("--loss", choices=("huber", "least squares", "cauchy", "binomial"), help="default: huber")
    fit.add_argument("--interval", default="percentile", choices=("percentile", "bca", "hessian"))
    fit.add_argument("--level", type=float, default=0.95, metavar="P", help="probability of the intervals")
    fit.add_argument("--seed", type=int, default=0, metavar="N")
    fit.add_argument("--columns", default="", metavar="A=B,...", help="as parameters=my_n,tokens=my_d,loss=my_l")
    fit.add_argument("--loss-unit", metavar="UNIT", help="nats/token, bits/token, nats/byte or bits/byte")
    fit.add_argument(
        "--units", default="", metavar="A=B,...", help="as tokens=B,compute=PF-days, where no head says so"
    )
    fit.add_argument("--decimal", choices=(".", ","), help="the sign before the decimals, where a comma is ambiguous")
    fit.add_argument("--encoding", metavar="NAME", help="of a file that is neither UTF-8 nor UTF-16, as cp1252")
    fit.add_argument("--sheet", metavar="NAME", help="which sheet of a workbook")
    fit.add_argument("--accept-unusual", action="store_true", help="take values that no training run is known to have")
    fit.add_argument("--drop-bad", action="store_true", help="leave unusable rows out, and list them")
    fit.add_argument("--at", type=float, action="append", default=[], metavar="FLOP", help="print the optimum there")
    fit.add_argument("--unique", type=float, metavar="TOKENS", help="how many tokens exist, for the optimum there")
    fit.add_argument("--holdout", type=float, metavar="SHARE", help="also score the forecast of the largest runs")
    fit.add_argument("--plot", metavar="FILE", help="write a picture of the fit as .svg, .pdf or .png")
    fit.add_argument("--json", metavar="FILE", help="write the result as JSON")
    fit.add_argument("--csv", metavar="FILE", help="write the parameters as CSV")
    fit.set_defaults(command=_fit)


def _list(options):
    from .fitting.public import public_tables

    for table in public_tables().values():
        print(table)
    return CONVERGED


def _fetch(options):
    from .fitting.public import fetch, public_table, read_public

    table = public_table(options.name)
    path = fetch(options.name, cache=options.cache)
    print(f"{table}\n  hash checked; kept at {path}")
    if table.kind == "runs":
        runs = read_public(table, path)
        left_out = f", {len(runs.dropped)} problem(s) in rows left out" if runs.dropped else ""
        print(f"  {len(runs)} runs{left_out}")
    return CONVERGED


def _fit(options):
    _check(options)
    shared = {
        "bootstrap": options.bootstrap, "interval": options.interval, "level": options.level, "seed": options.seed
    }  # fmt: skip
    if options.law != "surface":
        return _other_law(options, shared)
    runs = _read(options)
    print(runs.account)
    if options.approach != 3:
        return _allocation(options, runs, shared)
    from .fitting import fit_surface, holdout, identifiability

    loss = options.loss or "huber"
    fit = fit_surface(runs, loss=loss, progress=sys.stderr.isatty(), **shared)
    print(fit)
    if fit.has_law:
        print(identifiability(fit))
    for compute in options.at:
        print(fit.optimum(compute))
    if options.holdout:
        print(holdout(runs, options.holdout, loss=loss, **shared))
    _write(options, fit)
    return CONVERGED if fit.converged else NOT_CONVERGED


def _check(options):
    """Refuse what the chosen law or approach does not have, before anything is read."""
    if options.plot:
        require_choice("--plot", Path(options.plot).suffix, (".svg", ".pdf", ".png"))
    only = "it belongs to approach 3 of the surface"
    if options.holdout is not None and (options.approach != 3 or options.law != "surface"):
        raise InvalidArgument("--holdout", options.holdout, only)
    if options.law != "surface" and options.approach != 3:
        raise InvalidArgument("--approach", options.approach, f"the {options.law} law has one approach only")
    if options.fix and options.law not in GENERAL:
        raise InvalidArgument("--fix", options.fix, f"only {', '.join(GENERAL)} take known constants")
    if options.at and options.law not in ("surface", "kaplan", "data-constrained"):
        raise InvalidArgument("--at", options.at[0], f"the {options.law} law has no optimum at a given compute")
    if (options.unique is not None) != (bool(options.at) and options.law == "data-constrained"):
        raise InvalidArgument(
            "--unique", options.unique, "the data-constrained law needs it with --at, no other has it"
        )
    if options.against and options.law in ("surface", "kaplan", "data-constrained"):
        raise InvalidArgument("--against", options.against, f"the {options.law} law has its own columns")


def _read(options):
    from .fitting import read_runs
    from .fitting.public import load_public, public_tables

    if not Path(options.runs).exists() and options.runs in public_tables():
        return load_public(options.runs)
    return read_runs(options.runs, **_reading(options))


def _reading(options):
    """What the options say on how the table is to be read."""
    from .fitting.public import pairs

    return {
        "columns": pairs(options.columns, "--columns"), "units": pairs(options.units, "--units"),
        "loss_unit": options.loss_unit, "drop_bad": options.drop_bad, "decimal": options.decimal,
        "encoding": options.encoding, "sheet": options.sheet, "accept_unusual": options.accept_unusual,
    }  # fmt: skip


def _allocation(options, runs, shared):
    from .fitting import fit_envelope, fit_isoflop

    shared["bootstrap"] = max(shared["bootstrap"], 1)
    fit = (fit_envelope if options.approach == 1 else fit_isoflop)(runs, **shared)
    print(fit)
    for compute in options.at:
        for name, quantity in fit.optimum(compute).items():
            print(f"  {name:<21} {quantity.full}")
    _write(options, fit)
    return CONVERGED


def _other_law(options, shared):
    """A law beside the surface; exit code."""
    if options.law in ("power", "power-with-floor"):
        fit, dropped = _power_law(options, shared)
        print(fit, *(f"left out: {row}" for row in dropped), sep="\n")
    else:
        fit = _general_law(options, shared)
        print(fit)
    _print_optima(options, fit)
    _write(options, fit)
    return CONVERGED if fit.converged else NOT_CONVERGED


def _columns(options, needed, optional=()):
    from .fitting import read_columns

    table, dropped = read_columns(options.runs, needed, optional, **_reading(options))
    print(table.account)
    return table, dropped


def _power_law(options, shared):
    from .fitting import fit_power_law

    against = options.against or "compute"
    table, dropped = _columns(options, (against, "loss"))
    floor = options.law == "power-with-floor"
    chosen = {"floor": floor, "robust": options.loss or "huber", "progress": sys.stderr.isatty(), **shared}
    return fit_power_law(table[against], table["loss"], **chosen), dropped


def _general_law(options, shared):
    from dataclasses import replace

    from .fitting import fit_law
    from .fitting.public import pairs

    against, scale = options.against or "compute", "log10"
    needed = {"kaplan": ("parameters", "tokens", "loss"), "score": (against, "score")}
    needed["data-constrained"] = ("parameters", "tokens", "epochs", "loss")
    table, dropped = _columns(options, needed[options.law], ("questions",) if options.law == "score" else ())
    if options.law == "score":
        table["x"], scale = table[against], "linear" if against == "loss" else "log10"
    fixed = {name: float(value) for name, value in pairs(options.fix).items()}
    found = fit_law(
        options.law, table, fixed=fixed, loss=options.loss, scale=scale, progress=sys.stderr.isatty(), **shared
    )
    return replace(found, dropped=dropped)


def _print_optima(options, fit):
    text = () if options.unique is None else (options.unique,)
    for compute in options.at:
        print(
            f"optimum at {compute:.4g} FLOP" + "".join(f", {tokens:.4g} tokens that may be repeated" for tokens in text)
        )
        for name in ("parameters", "tokens", "loss"):
            print(f"  {name:<21} {fit.quantity(lambda law, c=compute, n=name: getattr(law.optimum(c, *text), n)).full}")


def _write(options, fit):
    if options.json:
        Path(options.json).write_text(fit.to_json() + "\n", encoding="utf-8")
    if options.csv:
        Path(options.csv).write_text(fit.to_csv(), encoding="utf-8")
    if options.plot:
        import matplotlib

        from .fitting.plots import picture

        with matplotlib.rc_context({"svg.hashsalt": "scaling-laws"}):
            picture(fit).savefig(options.plot, metadata={"Date": None} if options.plot.endswith(".svg") else None)
