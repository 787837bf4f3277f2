"""The instrument's command line at work: commands that run in process on tables that ship, and what they print."""

import json
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cache
from html import escape
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from scaling_laws.cli import NAME, main
from scaling_laws.errors import ScalingLawError

from ... import measured
from ...display.exhibits import exhibit
from ...display.viewer import Shown
from .simulate import EXAMPLE, example_table

LADDER, WORLD, UNIT = "ladder.csv", "python", "nats/byte"  # on Python text a token is a byte
FIT = "fit.json"
RESAMPLES = 200
ASKED = (7e9, 4e12)  # parameters and tokens of the run that `predict` is asked about
BAND = 0.02  # how far above the least loss of its budget a row may lie
LEFT_OUT = "…"
FIRST_STOP = 0  # of the keyboard: a box that scrolls must be reached by it


class CommandFailed(ScalingLawError, RuntimeError):
    """A command of this chapter did not end with exit code zero; the message holds what it said."""


@dataclass(frozen=True)
class Terminal(Shown):
    """A command and what it printed. written : text of the files that it wrote, by name."""

    command: str
    output: str
    written: dict

    def __repr__(self):
        return f"$ {self.command}\n{self.output}"

    def html(self):
        return f'<pre class="sl-terminal" tabindex="{FIRST_STOP}" style="overflow-x: auto">{escape(repr(self))}</pre>'

    def only(self, wanted, gap=LEFT_OUT):
        """The same with the lines for which wanted(line) holds; `gap` stands for each stretch left out, "" for none."""
        lines = []
        for line in filter(None, self.output.splitlines()):
            if wanted(line):
                lines.append(line)
            elif gap and lines[-1:] != [gap]:
                lines.append(gap)
        return Terminal(self.command, "\n".join(lines), self.written)

    def record(self):
        """The JSON that the command wrote."""
        return json.loads(next(text for name, text in self.written.items() if name.endswith(".json")))


def terminal(*arguments, tables):
    """Run `scaling-laws` with these arguments in an empty folder that holds the tables, a dict of name: text.

    Raises
    ------
    CommandFailed
        If the exit code is not zero.
    """
    said, complained = StringIO(), StringIO()
    with TemporaryDirectory() as folder, chdir(folder), redirect_stdout(said), redirect_stderr(complained):
        for name, text in tables.items():
            Path(name).write_text(text, encoding="utf-8")
        try:
            code = main(arguments)
        except SystemExit as stopped:
            code = stopped.code
        written = {p.name: p.read_text(encoding="utf-8") for p in sorted(Path().iterdir()) if p.name not in tables}
    command = " ".join([NAME, *(f'"{a}"' if "=" in a else a for a in arguments)])
    if code:
        raise CommandFailed(f"{command}: exit code {code}: {complained.getvalue()}{said.getvalue()}")
    return Terminal(command, said.getvalue().rstrip(), written)


def ladder_table():
    """Text of a table of the book's own runs on Python text: the finished runs of its IsoFLOP valleys."""
    mine = [r for r in measured.runs() if (r.series, r.world, r.status) == ("isoflop", WORLD, "done")]
    rows = [f"{r.parameters},{r.tokens},{r.val_loss!r}" for r in mine]
    return "\n".join(["parameters,tokens,loss", *rows]) + "\n"


@cache
def of_example(*arguments):
    """The command `arguments` on the example."""
    return terminal(*arguments, tables={EXAMPLE: example_table()})


@cache
def of_ladder(verb, *arguments):
    """The command `verb ladder.csv arguments` on the book's own runs."""
    return terminal(verb, LADDER, *arguments, "--loss-unit", UNIT, tables={LADDER: ladder_table()})


def _drawn(json_file):
    return "--bootstrap", str(RESAMPLES), "--json", json_file


def surface_of_ladder():
    """The surface, fitted to the ladder."""
    return of_ladder("fit", *_drawn(FIT))


def near_of_ladder():
    """The surface, fitted to the rows of the ladder near their valleys."""
    return of_ladder("fit", "--near", f"{100 * BAND:g}%", *_drawn("near.json"))


def frontier_of_ladder():
    """A power law through the minima of the ladder's valleys."""
    return of_ladder("fit", "--law", "frontier", *_drawn("frontier.json"))


def ranking_of_ladder():
    """The surface and Kaplan's joint law, by their forecasts of the largest runs of the ladder."""
    return of_ladder("compare", "chinchilla,kaplan", "--json", "ranking.json")


@exhibit
def list_laws():
    """The shelf: names and what they are for, without formulas, constants and the public tables."""
    shown = terminal("list", tables={})
    shelf = Terminal(shown.command, shown.output.partition("\nPublic tables")[0], {})
    return shelf.only(lambda line: line.startswith("Laws ") or " " not in line.partition(": ")[0], gap="")


@exhibit
def fit_line():
    """A fit of the example: what was read, the constants, the verdict."""
    return of_example("fit", EXAMPLE, *_drawn(FIT))


@exhibit
def predict_line():
    """A forecast from the result that `fit_line` wrote."""
    N, D = map(_short, ASKED)
    return terminal("predict", FIT, "--at", f"N={N},D={D}", tables=fit_line().written)


def _short(number):
    digits, power = f"{number:e}".split("e")
    return f"{float(digits):g}e{int(power)}"


@exhibit
def compare_line():
    """Two laws of the example, by their forecasts of its largest runs."""
    return _without_account(of_example("compare", EXAMPLE, "chinchilla,chinchilla-tied"))


@exhibit
def misfit_line():
    """The surface on the ladder: its constants and what speaks against it."""
    told = ("E ", "alpha", "beta", "The residuals", "Converged")
    return surface_of_ladder().only(lambda line: line.startswith(told) or line.endswith("resamples"))


@exhibit
def near_line():
    """Rows of the ladder near their valleys: the path of the constants, and what the fit says of itself."""
    shown = near_of_ladder()
    path = set(shown.output.partition("the path of")[2].partition("\n\n")[0].splitlines())
    told = ("the path of", "The residuals", "Converged")
    return shown.only(lambda line: line in path or line.startswith(told) or " rows lie within " in line)


@exhibit
def frontier_line():
    """The minima of the ladder's valleys, and the law through them."""
    told = ("frontier of", "  C = ", "loss = ", "floor ", "amplitude ", "exponent ", "Too few")
    return frontier_of_ladder().only(lambda line: line.startswith(told) and "trade off" not in line)


@exhibit
def ranking_line():
    """The laws of the ladder, by their forecasts."""
    return _without_account(ranking_of_ladder())


def _without_account(shown):
    """The ranking alone; the account of what was read is that of `fit`."""
    return shown.only(lambda line: not line.startswith(("read ", "  ")))
