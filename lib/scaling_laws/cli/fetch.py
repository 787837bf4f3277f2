"""`scaling-laws fetch NAME`: download a public table, check its hash, and keep it."""

from argparse import Namespace
from typing import Any


def add_to(verbs: Any) -> None:
    parser = verbs.add_parser("fetch", help="download a public table of runs, check its hash, and cache it")
    parser.add_argument("name", help="a name from `list`")
    parser.add_argument("--cache", help="folder to keep it in")
    parser.set_defaults(verb=run)


def run(options: Namespace) -> int:
    from ..fitting.public import fetch, public_table, read_public

    table = public_table(options.name)
    path = fetch(options.name, cache=options.cache)
    print(f"{table}\n  hash checked; kept at {path}")
    if table.kind == "runs":
        runs = read_public(table, path)
        left_out = f", {len(runs.dropped)} problem(s) in rows left out" if runs.dropped else ""
        print(f"  {len(runs)} runs{left_out}")
    return 0
