"""The whole debate in one picture: what was fitted, what was run afterwards, and what the runs leave open."""

from functools import cache

import numpy as np
from scipy.optimize import brentq
from scipy.special import fdtri

from scaling_laws.fitting import fit_table
from scaling_laws.formatting import Text
from scaling_laws.quantity import Numbers, exact, percent

from . import sweeps
from .display.figure import Figure
from .display.style import COLORS, canvas, direct_label, log_axis

SWEEP = "delphi"
COMPUTE = np.logspace(18, 29, 45)
END = 1e29  # FLOP
LEVEL = 0.95
NATS = "nats/token"
STEEPEST = 0.04  # an exponent of the sinking floor that the runs reject


def dots():
    """(compute, loss) of the seven budgets behind the law, and of the three later runs."""
    return tuple(
        (np.array([v.compute for v in rows]), np.array([v.loss for v in rows]))
        for rows in (sweeps.valleys(SWEEP), sweeps.valleys(SWEEP, later=True))
    )


@cache
def laws():
    """The two laws through the seven budgets, as functions of compute: with a floor and without."""
    compute, loss = dots()[0]
    fits = (fit_table({"compute": compute, "loss": loss}, law, bootstrap=0) for law in ("power-with-floor", "power"))
    return tuple(lambda C, fit=fit: np.array([q.value for q in fit.predict(C=C)]) for fit in fits)


def misses():
    """(with floor, without): error of each of the later runs' forecasts, as arrays of shares."""
    compute, loss = dots()[1]
    return tuple(law(compute) / loss - 1 for law in laws())


@cache
def rival():
    """(exponent, function of compute) of the fastest-sinking floor that all ten dots do not reject.

    A floor that falls as C^-delta, and above it a steeper power law: for every delta the other three constants are
    fitted by least squares of log loss; delta is rejected where the squares exceed the least by an F test of LEVEL.
    """
    best = _lowest()
    spare = len(_all()[0]) - 4
    bound = _squares(best) * (1 + fdtri(1, spare, LEVEL) / spare)
    delta = brentq(lambda d: _squares(d) - bound, best, STEEPEST, xtol=1e-9)
    fit = _sinking(delta)
    return delta, lambda C: np.array([q.value for q in fit.predict(C=C)])


def _all():
    return tuple(np.concatenate(column) for column in zip(*dots(), strict=True))


@cache
def _sinking(delta):
    compute, loss = _all()
    table = {"compute": compute, "loss": loss}
    return fit_table(table, "sinking-floor", fixed={"delta": delta}, loss="squares", bootstrap=0)


def _squares(delta):
    return float(np.sum(_sinking(delta).residuals ** 2))


def _lowest():
    """The delta of least squares, to a thousandth: it only starts the search for the bound."""
    grid = np.arange(0.0, STEEPEST, 1e-3)
    return float(min(grid, key=_squares))


def numbers():
    """What the front page says in words next to the picture."""
    (early, _), (late, measured) = dots()
    with_floor, without = (100 * np.abs(miss) for miss in misses())
    floor, sinking = (float(law([END])[0]) for law in (laws()[0], rival()[1]))
    return Numbers(
        budgets=exact(len(early)),
        later=exact(len(late)),
        fitted_end=exact(early[-1], "FLOP"),
        reached=exact(late[-1], "FLOP"),
        beyond=exact(late[-1] / early[-1], "×"),
        miss_floor=percent(with_floor.max() / 100),
        miss_no_floor=percent(without.max() / 100),
        end=exact(END, "FLOP"),
        loss_now=exact(measured[-1], NATS),
        loss_floor=exact(floor, NATS),
        loss_sinking=exact(sinking, NATS),
    )


def debate():
    """Loss against compute: seven budgets, the two laws through them, three later runs, and what stays open."""
    fig, ax = canvas(height=4.2)
    (early, losses), (late, measured) = dots()
    floor, line = laws()
    sinking = rival()[1]
    beyond = late[-1] <= COMPUTE
    ax.fill_between(
        COMPUTE[beyond], sinking(COMPUTE[beyond]), floor(COMPUTE[beyond]), color=COLORS.loss, alpha=0.2, linewidth=0
    )
    ax.plot(COMPUTE, floor(COMPUTE), color=COLORS.loss)
    ax.plot(COMPUTE[beyond], sinking(COMPUTE[beyond]), ":", color=COLORS.loss)
    ax.plot(COMPUTE, line(COMPUTE), "--", color=COLORS.compute)
    ax.plot(early, losses, "o", color=COLORS.ink)
    ax.plot(late, measured, "D", color=COLORS.claim, markersize=7)
    end = COMPUTE[-1]
    direct_label(ax, end, floor([end])[0], "standing floor", COLORS.loss, offset=(-4, 13), ha="right")
    direct_label(ax, end, sinking([end])[0], "sinking", COLORS.loss, offset=(-4, -17), ha="right")
    direct_label(ax, 1e26, line([1e26])[0], "without a floor", COLORS.compute, offset=(-8, -12), ha="right")
    direct_label(ax, early[1], losses[1], "fitted", COLORS.ink, offset=(8, 6))
    direct_label(ax, late[1], measured[1], "run afterwards", COLORS.claim, offset=(8, 8))
    ax.set(ylabel="loss (nats per token)", xlabel="training compute (FLOP)", xscale="log", ylim=(0.9, 4.0))
    ax.set_xlim(COMPUTE[0], COMPUTE[-1])
    log_axis(ax.xaxis)
    n = numbers()
    title = f"{n.beyond} beyond the fit the law with a floor errs by {n.miss_floor}, without by {n.miss_no_floor}"
    return Figure("debate", fig, caption=_CAPTION, alt=_alt(), data=_data(), title=title)


_CAPTION = Text(
    "The debate in one picture. Circles: the least loss of each of the budgets of Marin's Delphi, "
    "by our parabolas through its runs. Lines: two laws fitted to these circles alone. Diamonds: the runs that came "
    "later. Beyond the last of them, the shaded fan holds what all the dots leave open: from a floor that stands "
    "to the fastest-sinking floor that they do not reject."
)


def _alt():
    n = numbers()
    return (
        f"Loss against training compute. Two curves run through {n.budgets} dots up to {n.fitted_end}. Of "
        f"{n.later} later runs, the last at {n.reached}, the curve with a floor misses none by more than "
        f"{n.miss_floor}; the one without a floor falls below them, at the end by {n.miss_no_floor}. From there a fan "
        f"opens: at {n.end} it reaches from {n.loss_sinking} to {n.loss_floor}."
    )


def _data():
    floor, line = laws()
    return {
        "compute (FLOP)": COMPUTE,
        "with a floor (nats)": floor(COMPUTE),
        "without a floor (nats)": line(COMPUTE),
        "sinking floor (nats)": rival()[1](COMPUTE),
    }
