"""`scaling-laws list`: the laws on the shelf, the approaches, and the public tables."""

from argparse import Namespace
from typing import Any

WHAT = ("laws", "tables")
EXTRA = """two-step: loss over scale, then score over loss, the error carried through
  chinchilla (or --first LAW), then score-over-loss, on the same resamples
frontier: the least loss of every budget, and a power law with floor through these minima
isoflop: best sizes and best token counts against the table's own FLOP, each fitted for itself (approach 2)
approach 1 (--approach 1): the lower envelope of training curves; approach 2 (--approach 2): parabolas through budgets
any formula (--model): numbers, columns, constants, + - * / ^ and exp, log, log10, expm1, log1p, sqrt, sigmoid,
  softplus, tanh, abs, min, max; N, D, C and L are parameters, tokens, compute and loss"""


def add_to(verbs: Any) -> None:
    parser = verbs.add_parser("list", help="list the laws, and the public tables with licence and citation")
    parser.add_argument("what", nargs="?", choices=WHAT, help="only the laws, or only the tables")
    parser.set_defaults(verb=run)


def run(options: Namespace) -> int:
    from ..fitting.public import public_tables
    from ..laws.shelf import shelf

    if options.what != "tables":
        print("Laws (fit runs.csv --law NAME)\n")
        for law in shelf().values():
            print(f"{law}\n")
        print(EXTRA)
    if options.what is None:
        print("\nPublic tables (fetch NAME, fit NAME)\n")
    if options.what != "laws":
        for table in public_tables().values():
            print(table)
    return 0
