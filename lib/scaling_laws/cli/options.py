"""What stands on the command line, checked and turned into values before anything is read."""

import os
import re
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import InvalidArgument, nearest
from ..formula import parse

if TYPE_CHECKING:
    from ..formula import Formula
    from ..laws.shelf import ShelfLaw

_PART = re.compile(r'(?:"[^"]*"|\([^()]*\)|\[[^\]]*\]|[^,;])+')
PICTURES = (".svg", ".pdf", ".png")


def add_reading(parser: ArgumentParser) -> None:
    """The options that say how a table is to be read."""
    group = parser.add_argument_group("reading the table")
    group.add_argument("--columns", default="", metavar="A=B,...", help="as parameters=my_n,tokens=my_d,loss=my_l")
    group.add_argument("--loss-unit", metavar="UNIT", help="nats/token, bits/token, nats/byte or bits/byte")
    group.add_argument("--units", default="", metavar="A=B,...", help="as tokens=B,compute=PF-days")
    group.add_argument("--decimal", choices=(".", ","), help="the sign before the decimals, where a comma is ambiguous")
    group.add_argument("--encoding", metavar="NAME", help="of a file that is neither UTF-8 nor UTF-16, as cp1252")
    group.add_argument("--where", default="", metavar="A=B,...", help="only rows with these cells, as family=dense")
    group.add_argument("--tokens-per-step", metavar="N", help="tokens follow from a column of steps")
    group.add_argument("--sheet", metavar="NAME", help="which sheet of a workbook")
    group.add_argument("--accept-unusual", action="store_true", help="take values that no run is known to have")
    group.add_argument("--drop-bad", action="store_true", help="leave unusable rows out, and list them")


def add_law(parser: ArgumentParser) -> None:
    """The options that say what is fitted."""
    group = parser.add_argument_group("the law")
    group.add_argument("--against", metavar="COLUMN", help="what x of a law of one variable is (default: compute)")
    group.add_argument("--target", metavar="COLUMN", help="what is predicted (default: the law's own, or loss)")
    group.add_argument("--fix", action="append", default=[], metavar="E=1.6,...", help="constants that are known")
    group.add_argument("--tie", action="append", default=[], metavar="beta=alpha", help="constants tied to others")
    group.add_argument("--bound", action="append", default=[], metavar="alpha=0:1", help="bounds of a constant")
    group.add_argument("--weights", metavar="COLUMN", help="weights of the rows: a column, or as 1/loss_sem^2")
    group.add_argument(
        "--groups", metavar="COLUMN[:A,B]", help="rows whose constants A, B (all scales unless named) differ by group"
    )
    group.add_argument(
        "--loss", metavar="NAME", help="huber (default), squares, cauchy, lad, asymmetric, binomial (scores)"
    )
    group.add_argument("--delta", type=float, default=1e-3, metavar="X", help="width of Huber's parabola, on logs")
    group.add_argument(
        "--tail", type=float, default=0.25, metavar="P", help="of the asymmetric loss: share of rows below"
    )


def add_drawing(parser: ArgumentParser, bootstrap: int) -> None:
    """The options on intervals."""
    group = parser.add_argument_group("intervals")
    group.add_argument(
        "--bootstrap", type=int, default=bootstrap, metavar="N", help="resamples (0: from the curvature)"
    )
    group.add_argument("--interval", default="percentile", metavar="KIND", help="percentile, bca or hessian")
    group.add_argument("--level", type=float, default=0.95, metavar="P", help="probability of the intervals")
    group.add_argument("--seed", type=int, default=0, metavar="N")


def add_output(parser: ArgumentParser, plot: bool = True) -> None:
    """The options on files to write."""
    group = parser.add_argument_group("output")
    if plot:
        group.add_argument("--plot", metavar="FILE", help="write a picture as .svg, .pdf or .png")
    group.add_argument("--json", metavar="FILE", help="write the result as JSON, from which `predict` predicts again")
    group.add_argument("--csv", metavar="FILE", help="write the numbers as CSV")


def check_drawing(options: Namespace) -> None:
    """Refuse levels, seeds and numbers of resamples that mean nothing."""
    from ..errors import require_choice
    from ..fitting.sampling import INTERVALS

    require_choice("--interval", options.interval, INTERVALS)
    if not 0 < options.level < 1:
        raise InvalidArgument("--level", options.level, "a probability between zero and one, as 0.95")
    if options.seed < 0:
        raise InvalidArgument("--seed", options.seed, "a whole number of zero or more")
    if options.bootstrap < 0 or 0 < options.bootstrap < 5:
        raise InvalidArgument("--bootstrap", options.bootstrap, "0, or enough resamples for an interval: 100 and more")
    if options.bootstrap > 10_000_000:
        raise InvalidArgument("--bootstrap", options.bootstrap, "ten million resamples at most")


def check_output(options: Namespace) -> None:
    """Refuse files that cannot be written, before anything is computed."""
    for option in ("plot", "json", "csv"):
        path = getattr(options, option, None)
        if path is None:
            continue
        if option == "plot" and Path(path).suffix not in PICTURES:
            raise InvalidArgument("--plot", path, f"its name must end in {', '.join(PICTURES)}")
        check_writable(f"--{option}", path)


def check_writable(option: str, path: str) -> None:
    """Refuse a path whose folder is missing, that is a folder, or that may not be written."""
    target = Path(path)
    folder = target.parent
    try:
        if target.is_dir():
            raise InvalidArgument(option, path, "it is a folder; name a file")
        if not folder.is_dir():
            raise InvalidArgument(option, path, f"there is no folder {folder}")
        if not os.access(target if target.exists() else folder, os.W_OK):
            raise InvalidArgument(option, path, "it may not be written to")
    except (ValueError, OSError) as error:
        if isinstance(error, InvalidArgument):
            raise
        raise InvalidArgument(option, path, f"it is no path ({error})") from None


def number(option: str, text: str) -> float:
    """A positive number as people write it, as 7e9 or 7B."""
    from ..fitting import parse_number

    try:
        value = parse_number(str(text))
    except ValueError:
        raise InvalidArgument(option, text, "write a number, as 7e9 or 7B") from None
    if not isfinite(value):
        raise InvalidArgument(option, text, "it must be finite")
    return value


def pairs(option: str, texts: str | Iterable[str]) -> dict[str, str]:
    """Name -> text, from "a=1,b=2" or several such; quotes and brackets keep a comma in a value.

    >>> pairs("--columns", ["loss=loss (nats/token, C4),tokens=D"])
    {'loss': 'loss (nats/token, C4)', 'tokens': 'D'}
    """
    texts = [texts] if isinstance(texts, str) else texts
    found: dict[str, str] = {}
    for part in (part.strip() for text in texts for part in _PART.findall(text)):
        if not part:
            continue
        name, sign, value = (piece.strip().strip('"') for piece in part.partition("="))
        if not sign or not name.strip() or not value.strip():
            raise InvalidArgument(option, part, "write name=value, and a comma between two of them")
        if name.strip() in found:
            raise InvalidArgument(option, part, f"{name.strip()} is given twice")
        found[name.strip()] = value.strip()
    return found


def fixed(options: Namespace) -> dict[str, float]:
    return {name: number("--fix", text) for name, text in pairs("--fix", options.fix).items()}


def tied(options: Namespace) -> dict[str, str]:
    found = pairs("--tie", options.tie)
    for text in found.values():
        parse(text, "--tie")
    return found


def bounds(options: Namespace) -> dict[str, tuple[float, float]]:
    """Name -> (low, high) from "alpha=0:1"; an end left out is infinite."""
    found = {}
    for name, text in pairs("--bound", options.bound).items():
        low, sign, high = text.partition(":")
        if not sign:
            raise InvalidArgument("--bound", f"{name}={text}", "write the two ends with a colon, as alpha=0:1 or A=0:")
        ends = (_end(name, low, -float("inf")), _end(name, high, float("inf")))
        if not ends[0] < ends[1]:
            raise InvalidArgument("--bound", f"{name}={text}", "the first end must lie below the second")
        found[name] = ends
    return found


def _end(name, text, default):
    text = text.strip()
    if text.lstrip("+-") in ("", "inf"):
        return -float("inf") if text.startswith("-") else (default if text == "" else float("inf"))
    return number("--bound", text)


def groups(options: Namespace) -> tuple[str | None, list[str] | None]:
    """Name of the column of groups, and the constants that differ (None: every scale)."""
    if not options.groups:
        return None, None
    column, _, names = options.groups.partition(":")
    varying = [name.strip() for name in names.split(",") if name.strip()] or None
    return column.strip(), varying


def point(option: str, text: str) -> dict[str, float]:
    """Name -> value from "N=7e9,D=4e12"; a plain number is {"": value}."""
    if "=" not in text:
        return {"": number(option, text)}
    return {name: number(option, value) for name, value in pairs(option, text).items()}


def share(option: str, text: str) -> float:
    """A share from "2%", "0.02" or "2 percent"."""
    plain = text.strip().removesuffix("percent").strip()
    percent = plain.endswith("%") or text.strip().endswith("percent")
    value = number(option, plain.removesuffix("%").strip()) / (100 if percent else 1)
    if not 0 < value < 1:
        raise InvalidArgument(option, text, "a share between zero and one, as 2% or 0.02")
    return value


def laws_of(option: str, text: str) -> list[str]:
    """The laws of a list, each checked; formulas hold commas only inside brackets."""
    found, depth, current = [], 0, ""
    for sign in text:
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == "," and depth == 0:
            found.append(current.strip())
            current = ""
        else:
            current += sign
    found = [law for law in [*found, current.strip()] if law]
    if len(found) < 2:
        raise InvalidArgument(option, text, "name two laws or more, with a comma between them")
    if len(set(found)) < len(found):
        raise InvalidArgument(option, text, "a law is named twice")
    for law in found:
        check_law(option, law)
    return found


def is_formula(law: str) -> bool:
    """Whether the text is a formula rather than a name."""
    return any(sign in law for sign in "^*/+()=")


ALONE = {
    "frontier": "it is fitted to the minima of valleys, not to rows",
    "two-step": "it is two laws, one after the other",
    "isoflop": "it finds optima and predicts no loss",
}


def check_law(option: str, law: str) -> "Formula | ShelfLaw":
    """Refuse a law that is neither on the shelf nor a formula."""
    if is_formula(law):
        return parse(law, option)
    from ..laws.shelf import shelf, shelf_law

    try:
        return shelf_law(law)
    except InvalidArgument:
        known = [*shelf(), *(a for one in shelf().values() for a in one.aliases), *ALONE]
        if law in ALONE:
            raise InvalidArgument(option, law, f"only `fit --law {law}` knows it: {ALONE[law]}") from None
        raise InvalidArgument(option, law, f"`scaling-laws list` shows the shelf{nearest(law, known)}") from None
