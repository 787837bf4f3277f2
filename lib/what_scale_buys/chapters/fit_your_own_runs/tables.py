"""The guide's tables: bad rows, broken designs, forms of the law, coverage."""

from dataclasses import replace
from html import escape

import numpy as np

from scaling_laws.fitting import Runs, fit_surface
from scaling_laws.fitting.covariance import condition_number
from scaling_laws.fitting.design_checks import design_warnings
from scaling_laws.quantity import exact, percent

from ...display.exhibits import exhibit
from ...display.table import Table
from ...display.viewer import Shown
from . import fits, study
from .simulate import EXAMPLE, PLANTED, THUMB, damage, design, runs, scatter

SINGULAR = 1e12  # beyond this the matrix is singular but for rounding


class Message(Shown):
    """Text that the library prints, set as it would stand in a terminal."""

    def __init__(self, text):
        self.text = str(text)

    def __repr__(self):
        return self.text

    def html(self):
        return f'<pre tabindex="{0}" style="overflow-x: auto">{escape(self.text)}</pre>'


@exhibit
def damaged():
    """What the reader says about a damaged copy of the example."""
    return Message(damage())


@exhibit
def result(file=EXAMPLE):
    """The result of approach 3 and what its data determine, as the command line prints them."""
    return Message(f"{fits.surface_fit(file)}\n{fits.report(file)}")


@exhibit
def design_report(file=EXAMPLE):
    """The checks of the design, before any fit."""
    found = design_warnings(runs(file))
    return Message(
        "\n".join(found) if found else f"{file}: nothing to object to in the design of {len(runs(file))} runs"
    )


def broken_designs():
    """Three sweeps that look like data: name -> Runs under the planted law."""
    N, D = design()
    rng, size, tokens = np.random.default_rng(0), np.sort(N)[len(N) // 2], np.sort(D)[len(D) // 2]
    made = {
        "one model size": (np.full_like(N, size), D),
        "always the same tokens per parameter": (N, THUMB * N),
        "two token counts": (N, np.where(np.arange(len(N)) % 2, tokens, tokens / THUMB)),
    }
    return {name: Runs(n, d, PLANTED.loss(n, d) * np.exp(scatter(rng, len(n)))) for name, (n, d) in made.items()}


@exhibit
def degenerate():
    """What the checks say of broken designs, and what the fit would have claimed."""
    names, said, conditions, intervals = [], [], [], []
    for name, broken in broken_designs().items():
        fit = fit_surface(broken, bootstrap=0)
        names.append(name)
        said.append(design_warnings(replace(broken, dropped=()))[0])
        found = condition_number(fit.spread.information, fit.problem.free)
        conditions.append("infinite" if found > SINGULAR else str(exact(found)))
        known = fit.has_law and np.isfinite(fit.parameters["a"].high)
        intervals.append(fit.parameters["a"].full if known else "not identified")
    return Table(
        {"design": names, "the check says": said, "condition number": conditions, "exponent a": intervals},
        f"Sweeps of {len(design()[0])} runs under the planted law, whose exponent a is {exact(PLANTED.a)}.",
    )


@exhibit
def forms(file=EXAMPLE):
    """Information criteria of the forms nested in the surface."""
    found = fits.criteria(file)
    return Table(
        {
            "form": [c.form for c in found],
            "free parameters": [str(c.parameters) for c in found],
            "AICc above the best": [f"{c.aicc - found[0].aicc:.1f}" for c in found],
            "BIC above the best": [f"{c.bic - min(f.bic for f in found):.1f}" for c in found],
        },
        "Lower is better. The scale of the scatter counts as a parameter.",
    )


@exhibit
def coverage_table():
    """The coverage study."""
    rows = study.coverage()
    columns = {"interval for": list(study.WATCHED)}
    for method in study.METHODS:
        mine = [row for row in rows if row[0] == method]
        columns[f"{method} ({mine[0][3]} sweeps)"] = [_share(row[2]) for row in mine]
    columns["median width"] = [_share(row[4]) for row in rows if row[0] == study.METHODS[1]]
    return Table(
        columns,
        f"Nominal {percent(study.NOMINAL)}. Share of simulated sweeps of {len(design()[0])} runs whose interval held"
        f" the planted value, with its {percent(rows[0][2].level)} binomial interval, and the median width of Huber's"
        " Hessian interval over the planted value, with the interval of that many sweeps.",
    )


def _share(found):
    return f"{found.short} ({found.interval.removesuffix(' %')})"
