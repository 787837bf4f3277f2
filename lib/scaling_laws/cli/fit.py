"""`scaling-laws fit RUNS`: a law from the shelf, a formula of one's own, or an approach, fitted to a table."""

import sys
from argparse import Namespace
from dataclasses import replace
from typing import Any

import numpy as np

from ..errors import InvalidArgument, nearest, require_choice
from . import compare, tables
from . import options as opt
from .writing import about, refused, write

SURFACE = ("surface", "chinchilla")
SPECIAL = ("frontier", "two-step")
OWN_OPTIONS = {
    "frontier": ("weights",),
    "two-step": ("weights", "holdout", "rollout", "near"),
    "approach 2": ("weights",),
}
OF_THE_SURFACE_SOLVER = {None: "huber", "huber": "huber", "squares": "least squares", "cauchy": "cauchy"}
SURFACE_CONSTANTS = 5


def add_to(verbs: Any) -> None:
    parser = verbs.add_parser(
        "fit", help="fit a law to a table of runs (CSV, TSV, JSON, xlsx, Parquet; also packed) or a public table"
    )
    parser.add_argument("runs", help="path of the table, - for standard input, or a name from `list`")
    parser.add_argument("--law", default=None, metavar="NAME", help="a name from `list` (default: chinchilla)")
    parser.add_argument("--model", metavar="FORMULA", help='any formula over columns, as "E + A/N^alpha + B/D^beta"')
    parser.add_argument("--approach", type=int, choices=(1, 2, 3), default=3, help="1 envelope, 2 IsoFLOP, 3 a law")
    parser.add_argument("--first", metavar="LAW", help="the first step of --law two-step (default: chinchilla)")
    parser.set_defaults(verb=run)
    opt.add_law(parser)
    opt.add_drawing(parser, 1000)
    asked = parser.add_argument_group("questions to the fit")
    asked.add_argument("--at", action="append", default=[], metavar="FLOP or N=…,D=…", help="optimum there, or loss")
    asked.add_argument("--unique", metavar="TOKENS", help="how many tokens exist, for the optimum there")
    asked.add_argument("--group", metavar="NAME", help="whose constants --at uses, where there are --groups")
    asked.add_argument("--holdout", type=float, metavar="SHARE", help="also forecast the largest runs, unseen")
    asked.add_argument("--rollout", action="store_true", help="also forecast step by step as the ladder is climbed")
    asked.add_argument("--profile", action="append", default=[], metavar="NAME", help="profile interval of a constant")
    asked.add_argument("--near", metavar="2%", help="only rows this near the lowest point of their valley")
    asked.add_argument("--compare", metavar="LAW,...", help="rank laws by hold-out, as `compare` does")
    opt.add_reading(parser)
    opt.add_output(parser)


def run(options: Namespace) -> int:
    """Exit code of a fit."""
    from ..fitting.engine.fit import NoFit

    said, asked = _check(options)
    source = tables.Source(options.runs)
    try:
        return _fitted(options, source, said, asked)
    except NoFit as error:
        refused(options, source, error)
        raise


def _fitted(options, source, said, asked):
    if options.compare:
        return compare.ranked(options, source, said, opt.laws_of("--compare", options.compare))
    if options.approach != 3:
        return _allocation(options, source, said, asked)
    if options.law == "frontier":
        return _frontier(options, source, said, asked)
    if options.law == "two-step":
        return _two_step(options, source, said, asked)
    if _is_plain_surface(options):
        return _surface(options, source, said, asked)
    return _law(options, source, said, asked)


# ---- checks before anything is read ----


def _check(options):
    """Refuse what means nothing; returns how to read, and the points of --at."""
    opt.check_drawing(options)
    opt.check_output(options)
    compare.check(options)
    asked = [opt.point("--at", text) for text in options.at]
    for point in asked:
        for value in point.values():
            if not value > 0:
                raise InvalidArgument("--at", value, "it must be greater than zero")
    _check_law(options)
    _check_combinations(options)
    if options.near:
        opt.share("--near", options.near)
    _check_constants(options)
    _check_points(options, asked)
    return tables.reading(options), asked


def _check_law(options):
    if options.model and options.law:
        raise InvalidArgument("--law", options.law, "give a law or a --model, not both")
    if options.compare:
        opt.laws_of("--compare", options.compare)
    if options.model:
        opt.parse(options.model)
        return
    options.law = options.law or "chinchilla"
    if options.law == "isoflop":
        options.law, options.approach = "chinchilla", 2
    if options.law not in SPECIAL:
        law = opt.check_law("--law", options.law)
        if opt.is_formula(options.law):
            raise InvalidArgument("--law", options.law, "a formula goes with --model")
        if law.name == "score" and options.against in ("loss", "L"):
            options.law, options.against = "score-over-loss", None
        elif options.against and not law.against:
            raise InvalidArgument("--against", options.against, f"the {options.law} law has its own columns")
    if options.first:
        if options.law != "two-step":
            raise InvalidArgument("--first", options.first, "it belongs to --law two-step")
        opt.check_law("--first", options.first)


def _names(options):
    """Names of the constants of the law, and of the columns that it is drawn over (None for special laws)."""
    if options.law in SPECIAL or options.compare:
        return None, None
    if options.model:
        names = opt.parse(options.model).names
        return names, names
    law = opt.check_law("--law", options.law)
    constants = [constant.name for constant in law.constants]
    inputs = [name for name in opt.parse(law.formula).names if name not in constants]
    return constants, [(options.against or law.against) if name == "x" else name for name in inputs]


def _check_constants(options):
    """Refuse constants that the law does not have."""
    known, _ = _names(options)
    column, varying = opt.groups(options)
    named = {"--fix": opt.fixed(options), "--tie": opt.tied(options), "--bound": opt.bounds(options)}
    for option, names in {**named, "--groups": varying or [], "--profile": options.profile}.items():
        for name in names:
            if known is not None and name.split("[")[0] not in known:
                raise InvalidArgument(option, name, f"the constants are {', '.join(known)}{nearest(name, known)}")


def _check_points(options, asked):
    """Refuse points of --at that name what the law is not drawn over, or that lack a value."""
    _, inputs = _names(options)
    if inputs is None or options.approach != 3:
        return
    if "epochs" in inputs and options.unique is None and any(set(point) == {""} for point in asked):
        raise InvalidArgument("--unique", None, "an optimum of this law needs it: how many tokens exist")
    for point in asked:
        for name in point:
            allowed = {*inputs, *(tables.LONG.get(n, n) for n in inputs), "N", "D", "C", *tables.SIZES, ""}
            if name not in allowed:
                hint = nearest(name, allowed)
                raise InvalidArgument("--at", name, f"the law is drawn over {', '.join(inputs)}{hint}")


def _check_combinations(options):
    special = options.approach != 3 or options.law in SPECIAL
    what = f"approach {options.approach}" if options.approach != 3 else options.law
    if options.approach != 3 and (options.model or options.law not in SURFACE):
        raise InvalidArgument("--approach", options.approach, f"the {options.law or 'model'} law has one approach only")
    for name in ("fix", "tie", "bound", "weights", "groups", "profile", "holdout", "rollout", "near"):
        if special and getattr(options, name) and name not in OWN_OPTIONS.get(what, ()):
            raise InvalidArgument(
                f"--{name}", getattr(options, name), f"{what} does not have it: it belongs to approach 3"
            )
    if options.unique is not None:
        if not options.at or not str(options.law).startswith(("data-constrained", "repeated", "muennighoff")):
            raise InvalidArgument(
                "--unique", options.unique, "a data-constrained law needs it with --at, no other has it"
            )
        opt.number("--unique", options.unique)
    if options.loss:
        from ..fitting.engine.measures import named

        options.loss = named(options.loss)
        if options.approach != 3:
            raise InvalidArgument("--loss", options.loss, f"{what} has its own")
    if options.tail != 0.25 and options.loss != "asymmetric":
        raise InvalidArgument("--tail", options.tail, "it belongs to --loss asymmetric")
    if not 0 < options.tail < 1 or not 0 < options.delta < 1e6:
        raise InvalidArgument("--tail and --delta", (options.tail, options.delta), "a share, and a positive width")
    if options.group and not options.groups:
        raise InvalidArgument("--group", options.group, "it belongs to --groups")
    if options.approach != 3:
        require_choice("--interval", options.interval, ("percentile", "bca"))
        if options.bootstrap == 0:
            raise InvalidArgument("--bootstrap", 0, f"{what} has no curvature to take intervals from: 100 and more")


def _is_plain_surface(options):
    """Whether the specialised solver of the surface can do all that is asked."""
    changed = [options.model, options.fix, options.tie, options.bound, options.weights, options.groups, options.near]
    changed += [options.rollout, options.profile, options.target, options.delta != 1e-3]
    return options.law in SURFACE and not any(changed) and options.loss in OF_THE_SURFACE_SOLVER


# ---- the ways to fit ----


def _drawing(options):
    names = ("bootstrap", "interval", "level", "seed")
    return {name: getattr(options, name) for name in names}


def _read_runs(options, source, said):
    runs = tables.runs(source, said)
    account = getattr(runs, "account", None)
    if account is not None:
        print(account)
    return runs, account


def _surface(options, source, said, asked):
    from ..fitting import fit_surface, holdout, identifiability
    from ..fitting.engine.fit import NoFit

    runs, account = _read_runs(options, source, said)
    if runs.weights is not None and not np.allclose(runs.weights, 1.0):
        print("the rows carry weights, by their standard errors or a column of weights")
        return _law(options, source, said, asked, told=True)
    if len(runs) <= SURFACE_CONSTANTS:
        fewer = {5: "chinchilla-tied", 4: "power-with-floor"}.get(len(runs), "power")
        raise NoFit(
            f"{len(runs)} runs cannot hold five constants and an interval: a surface needs six and more. "
            f"Fewer constants: --law {fewer}, or hold some, as --fix E=1.8"
        )
    loss = OF_THE_SURFACE_SOLVER[options.loss]
    fit = fit_surface(runs, loss=loss, progress=sys.stderr.isatty(), **_drawing(options))
    print(fit)
    record = {"law": "chinchilla", **fit.to_dict(), "has_law": fit.has_law}
    if fit.has_law:
        print(identifiability(fit))
    for point in asked:
        if set(point) == {""}:
            print(fit.optimum(point[""]))
        else:
            print(_forecast(fit.predictor, point))
    if options.holdout:
        held = holdout(runs, options.holdout, loss=loss, **_drawing(options))
        print(held)
        record["holdout"] = held.to_dict()
    write(options, {**about(options, source, account, ("parameters", "tokens", "loss")), **record}, fit)
    return 0 if fit.converged and fit.has_law and not fit.sampling.no_interval else 1


def _forecast(predictor, point, group=None):
    """Lines on the law and one new run at a point."""
    where = ", ".join(f"{name}={value:g}" for name, value in point.items() if name)
    mean, one = (predictor.predict(group, of, **point)[0] for of in ("mean", "run"))
    lines = [f"{predictor.model.target} at {where}: {mean.full}; one run: {one.interval}"]
    return "\n".join(lines + [f"  beyond the fit: {sentence}" for sentence in predictor.outside(**point)])


def _allocation(options, source, said, asked):
    from ..fitting import fit_envelope, fit_isoflop
    from ..fitting.engine.fit import NoFit
    from ..fitting.output import sentence

    runs, account = _read_runs(options, source, said)
    if options.weights:
        runs = replace(runs, given_weights=_weights(options, source, said, len(runs)))
    try:
        fit = (fit_envelope if options.approach == 1 else fit_isoflop)(runs, **_drawing(options))
    except InvalidArgument as error:
        if error.name != "runs" or error.value is None:
            raise
        raise NoFit(f"approach {options.approach}: {error}") from None
    print(fit)
    for point in asked:
        if set(point) not in ({""}, {"C"}, {"compute"}):
            raise InvalidArgument("--at", ", ".join(point), "approaches 1 and 2 answer at a compute, as --at 1e24")
        for name, quantity in fit.optimum(next(iter(point.values()))).items():
            print(f"  {name:<21} {sentence(quantity)}")
    law = {1: "envelope", 2: "isoflop"}[options.approach]
    write(options, {**about(options, source, account), "law": law, **fit.to_dict()}, fit)
    return 0 if fit.is_sound else 1


def _weights(options, source, said, n):
    """(n,) of --weights, from the table's own columns."""
    from ..formula import evaluate

    formula = opt.parse(options.weights, "--weights")
    table, _, _ = tables.columns(source, said, [tables.LONG.get(name, name) for name in formula.names])
    weights = evaluate(formula.node, {name: table[tables.LONG.get(name, name)] for name in formula.names})
    weights = np.broadcast_to(np.asarray(weights, dtype=float), np.shape(next(iter(table.values()))))
    if len(weights) != n or not (np.isfinite(weights).all() and np.all(weights > 0)):
        raise InvalidArgument("--weights", options.weights, "every run needs a finite weight greater than zero")
    return weights


def _frontier(options, source, said, asked):
    from ..fitting.engine.valleys import frontier

    table, dropped, account = tables.columns(source, said, ["parameters", "loss"], ["tokens", "compute"])
    if account is not None:
        print(account)
    unit = _loss_unit(options, account)
    given = {"loss": options.loss} if options.loss else {}
    weights = table.pop("_weights", None)
    given["weights"] = _weights(options, source, said, len(table["loss"])) if options.weights else weights
    found = frontier(table, bootstrap=options.bootstrap, level=options.level, seed=options.seed, unit=unit, **given)
    print(found, *(f"left out: {row}" for row in dropped), sep="\n")
    for point in asked:
        print(_forecast(found.fit.predictor, _named(found.fit, point)))
    minima = [
        {"compute": c, "parameters": n, "loss": v}
        for c, n, v in zip(found.compute.tolist(), found.sizes.tolist(), found.losses.tolist(), strict=True)
    ]
    record = {**found.fit.to_dict(), "law": "frontier", "minima": minima}
    write(options, {**about(options, source, account, table), **record}, found.fit)
    return found.fit.exit_code


def _two_step(options, source, said, asked):
    from ..fitting.engine.two_step import fit_two_step

    first = options.first or "chinchilla"
    needed = tables.needed_by_law(first, options.against, None)
    sizes = [name for name in tables.SIZES if name not in needed]
    table, dropped, account = tables.columns(source, said, [*needed, "score"], [*sizes, "questions"], [])
    if account is not None:
        print(account)
    labels, weights = table.pop("label", None), table.pop("_weights", None)
    unit = _loss_unit(options, account)
    given = {"against": options.against, "weights": options.weights or weights, "clusters": labels, "unit": unit}
    table, given, record = _near(options, table, {"law": first, **given})
    given.pop("law")
    fit = fit_two_step(table, first, loss=options.loss, dropped=dropped, **given, **_drawing(options))
    print(fit)
    for point in asked:
        named = _named(fit.first, point)
        for of, words in (("mean", "the laws"), ("run", "one run")):
            found = fit.both(of, **named)
            print(f"{words}: " + ", ".join(f"{target} {quantities[0].full}" for target, quantities in found.items()))
    record |= _validated(options, fit)
    write(options, {**about(options, source, account, table), **fit.to_dict(), **record}, fit)
    return fit.exit_code


def _law(options, source, said, asked, told=False):
    from ..fitting.engine.fit import fit_table

    table, dropped, account = _table(options, source, said)
    if account is not None and not told:
        print(account)
    table, chosen, record = _near(options, table, _chosen(options, table, account))
    fit = fit_table(table, **chosen, **_drawing(options), dropped=dropped)
    print(fit)
    for name in options.profile:
        profile = fit.profile(name)
        print(profile)
        record.setdefault("profiles", []).append(profile.to_dict())
    _answer(options, fit, asked)
    record |= _validated(options, fit.task)
    write(options, {**about(options, source, account, table), **fit.to_dict(), **record}, fit)
    return fit.exit_code


def _near(options, table, chosen):
    """The rows of --near and the options for them, after the path of every constant; and its record."""
    from ..fitting.engine.valleys import near_valley, path

    if not options.near:
        return table, chosen, {}
    band = opt.share("--near", options.near)
    alone = {k: v for k, v in chosen.items() if k != "progress"}
    found = path(table, band, **alone, bootstrap=0, level=options.level, seed=options.seed)
    print(found, "", sep="\n")
    kept = near_valley(table, band)
    print(f"{int(kept.sum())} of {len(kept)} rows lie within {100 * band:g} % of the lowest point of their valley")
    rows = {name: column[kept] for name, column in table.items()}
    return rows, _of_rows(chosen, kept), {"near": {"band": band, "path": found.to_dict()}}


def _of_rows(options, kept):
    """Options of `fit_table` for some rows: weights, groups and clusters that are columns keep only these."""
    return {name: value[kept] if isinstance(value, np.ndarray) else value for name, value in options.items()}


def _loss_unit(options, account):
    return options.loss_unit or getattr(account, "loss_unit", None) or "nats/token"


def _table(options, source, said):
    """Columns that the law, its weights and its groups need."""
    column, _ = opt.groups(options)
    if options.model:
        names, target = tables.needed_by_formula(
            options.model, options.target, source, said, {*opt.fixed(options), *opt.tied(options)}
        )
        needed = [tables.LONG.get(name, name) for name in (*names, target)]
    else:
        needed, target = tables.needed_by_law(options.law, options.against, options.target), options.target
        target = needed[-1]
    optional = [name for name in tables.SIZES if name not in needed] if "loss" in needed and not options.model else []
    if target == "score":
        optional.append("questions")
    if options.weights:
        needed += [tables.LONG.get(n, n) for n in opt.parse(options.weights, "--weights").names]
    needed = list(dict.fromkeys(needed))
    text = [column] if column else []
    known = {*said["columns"], *needed, *optional}
    if options.model is None and "label" in known:
        text = [*text]
    table, dropped, account = tables.columns(source, said, needed, optional, text)
    return table, dropped, account


def _chosen(options, table, account):
    """Arguments of `fit_table` from the options."""
    column, varying = opt.groups(options)
    own = opt.parse(options.model).target or "loss" if options.model else opt.check_law("--law", options.law).target
    unit = _loss_unit(options, account) if (options.target or own) in ("loss", "L") else ""
    labels = table.pop("label", None)
    given_weights = table.pop("_weights", None)
    chosen = {
        "target": options.target, "against": options.against, "fixed": opt.fixed(options), "tied": opt.tied(options),
        "bounds": opt.bounds(options), "weights": options.weights if options.weights else given_weights,
        "groups": column, "varying": varying, "clusters": labels, "loss": options.loss, "delta": options.delta,
        "tail": options.tail, "unit": unit, "progress": sys.stderr.isatty(),
    }  # fmt: skip
    return chosen | ({"model": options.model} if options.model else {"law": options.law})


def _named(fit, point):
    """A point whose plain number goes to the only input of the law."""
    if set(point) != {""}:
        return point
    names = fit.model.inputs
    if len(names) != 1:
        raise InvalidArgument("--at", point[""], f"name the values: {', '.join(f'{n}=…' for n in names)}")
    return {(fit.against if names[0] == "x" else names[0]): point[""]}


def _answer(options, fit, asked):
    """Print optima and forecasts at the points of --at."""
    unique = None if options.unique is None else opt.number("--unique", options.unique)
    for point in asked:
        if set(point) == {""} and fit.has_optimum:
            if "epochs" in fit.model.inputs and unique is None:
                raise InvalidArgument("--unique", None, "the law needs it for an optimum: how many tokens exist")
            print(fit.optimum(point[""], unique, options.group))
            if unique is not None:
                print(f"  with {unique:.4g} tokens that may be repeated")
        else:
            print(_forecast(fit.predictor, _named(fit, point), options.group))


def _validated(options, subject):
    """Print hold-out and rollout; their record."""
    from ..fitting.engine.validate import hold_out, rollout

    record = {}
    if options.holdout:
        held = hold_out(subject, options.holdout, level=options.level, seed=options.seed)
        print(held)
        record["holdout"] = held.to_dict()
    if options.rollout:
        steps = rollout(subject, level=options.level, seed=options.seed)
        print(*steps, sep="\n")
        record["rollout"] = [step.to_dict() for step in steps]
    return record
