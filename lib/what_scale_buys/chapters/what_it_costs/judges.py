"""How each claim on the bill is judged: evidence in, finding out, nothing read from elsewhere."""

import numpy as np

from scaling_laws.quantity import Text, estimate, exact, percent

from ...accepted import LEVEL, METHOD
from ...claims import Finding, Verdict
from . import value
from .growth import interval

V = Verdict
READ = "Read in the articles; nothing is computed but the presence of each passage."


def judge_b25(compute, money, hardware, drawn):
    """`drawn` : draws of (compute, hardware) growth."""
    share = 100 * np.log(hardware) / np.log(compute)
    spread = 100 * np.log(drawn[1]) / np.log(drawn[0])
    paid = interval(share, spread, "%").named("share of the growth of compute that cheaper chips pay for")
    bill = exact(money, "×", "growth of the cost of a run, per year")
    if hardware <= 1:
        return Finding(V.CONTRADICTED, "Operations per dollar do not rise at all.", numbers=(paid, bill))
    if hardware >= compute:
        return Finding(V.HOLDS, f"Chips get cheaper as fast as compute grows: {paid.short}.", numbers=(paid, bill))
    because = (
        f"Operations per dollar rise {exact(hardware).short} times a year and compute {exact(compute).short} times: in"
        f" logarithms chips pay for {paid}. What a frontier run costs still grows {bill.short} a year."
    )
    return Finding(V.HOLDS_IF, because, "mitigating means slowing the rise of costs, not stopping it", (paid, bill))


def judge_b27(power, drawn, start, years, ceiling, centres):
    """`power`, `centres` : growth factors a year; `start`, `ceiling` : GW."""
    at = interval(start * power**years, start * drawn**years, "GW").named("power of the largest run in 2030 on trend")
    passed = percent(np.mean(start * drawn**years > ceiling), "draws above what one campus may get")
    if power <= centres:
        because = f"Runs draw on {exact(power).short} times more a year, no faster than data centres as a whole grow."
        return Finding(V.CONTRADICTED, because, numbers=(at, passed))
    because = (
        f"On trend the largest run draws {at} in 2030, where at most {exact(ceiling, 'GW').short} are judged possible"
        f" at one place; {passed.short} of the draws exceed that. All data centres are forecast to grow"
        f" {exact(centres).short} times a year, runs have grown {exact(power).short} times. A conflict is likely enough"
        " to deserve the word may. It need not be a stop: runs can be spread over places. For data, see its chapter."
    )
    return Finding(V.HOLDS, because, numbers=(at, passed))


def judge_b30(location, market, clean, dirty):
    """`location`, `market` : tonnes by the two rules; `clean`, `dirty` : the same energy on two grids."""
    here = exact(location, "t", "largest disclosed training, by location")
    there = exact(market, "t", "the same, market-based")
    spread = exact(dirty / clean, "×", "spread of emissions between two grids for the same energy")
    if location < 1:
        return Finding(
            V.CONTRADICTED, f"The disclosed emissions are {here.short} by every rule.", numbers=(here, there)
        )
    because = (
        f"The largest emissions disclosed in our sources are {here.short} counted where the power was drawn and"
        f" {there.short} counted by contracts; moving it between two printed grids would change the first number by a"
        f" factor of {spread.bare}."
    )
    if market > 0.5 * location:
        return Finding(V.HOLDS, because, numbers=(here, there, spread))
    return Finding(V.HOLDS_IF, because, "emissions are counted where the electricity is drawn", (here, there, spread))


def judge_c4(claimed, run, spending):
    """Dollars: the claimed size, the dearest published run, a laboratory's yearly compute for research."""
    runs = exact(claimed / run, "runs", "runs at the dearest published cost that the sum would buy")
    years = exact(claimed / spending, "years", "years of one laboratory's research compute that it would buy")
    if runs.value <= 10:
        return Finding(V.HOLDS, f"The sum is that of {runs.short}.", numbers=(runs, years))
    because = (
        f"The dearest run in our sources cost {exact(run, 'dollars').short}, so that the sum would buy {runs.short}, or"
        f" {years.short} of what one laboratory was projected to spend on research compute in 2025. Training runs do"
        " not add up to it; buildings, chips for serving and market values may."
    )
    return Finding(V.NOT_CHECKABLE, because, "an account of what is counted, over which years and firms", (runs, years))


def judge_c12(money, compute, price_fall, gamma_h, gamma_r):
    """`money`, `compute`, `price_fall` : factors a year; `gamma_r` : (value, low, high) of the loss's exponent by R."""
    by_h = exact(money * compute**gamma_h, "×", "yearly fall of loss removed per dollar, H")
    by_r = _by_refit(lambda g: money * compute**g, gamma_r, "×", "yearly fall of loss removed per dollar, R")
    fixed = exact(price_fall, "×", "yearly fall of the price of a fixed score")
    numbers = (by_h, by_r, fixed)
    falls = by_h.value > 1, by_r.value > 1
    if not any(falls):
        return Finding(V.CONTRADICTED, "At the frontier too a dollar removes more loss each year.", numbers=numbers)
    if not all(falls):
        return Finding(
            V.HOLDS_IF, "H and R disagree on the direction.", "the fit is the one under which it falls", numbers
        )
    if price_fall <= 1:
        return Finding(
            V.HOLDS, "A dollar removes less loss each year, and no fixed score gets cheaper.", numbers=numbers
        )
    because = (
        f"At the frontier a training dollar removes less loss each year, by a factor of {by_h.bare} (H) or"
        f" {by_r.bare} ({by_r.interval}; R) on trend. At a fixed score prices fall by a factor of {fixed.bare} a year."
    )
    return Finding(
        V.HOLDS_IF, because, "the frontier is meant, and gains are losses removed per training dollar", numbers
    )


def _by_refit(function, gamma, unit, name):
    """A monotone function of R's exponent with its interval; `gamma` : (value, low, high)."""
    value_, *ends = (function(g) for g in gamma)
    return estimate(value_, min(ends), max(ends), method=METHOD, level=LEVEL, unit=unit, name=name)


def judge_c54(money, share_low, share_high, advantage=None):
    """`share_low`, `share_high` : share of algorithms in effective growth; `advantage` : share won by research."""
    low, high = (
        percent(s, f"share of algorithms in effective growth, {k}")
        for s, k in ((share_low, "one scale"), (share_high, "printed gain of Ho et al."))
    )
    spent = exact(money, "×", "growth of the cost of a run, per year")
    if advantage is not None:
        verdict = V.HOLDS if advantage > 0.5 else V.CONTRADICTED
        return Finding(
            verdict, f"Research explains {percent(advantage).short} of the differences between laboratories."
        )
    because = (
        f"Algorithms account for {low.short} to {high.short} of the growth of effective compute, depending on whose"
        f" account is right, and the cost of a run still rises {spent.short} a year. If the gains of algorithms need"
        " large compute to show, capital and research are complements, and neither side wins from the other."
    )
    missing = "results of laboratories explained by their spending on compute and on research, over several years"
    return Finding(V.NOT_CHECKABLE, because, missing, (low, high, spent))


def judge_c57(exchange, gamma_h, gamma_r, elasticity=None):
    """`exchange` : exponent of the improvement in compute; `elasticity` : of value in that improvement, if known."""
    falls = exact(1 / value.per_decade(exchange, 1.0), "×", "fall of the return per tenfold, value as improvement")
    by_h = exact(1 / gamma_h, name="elasticity at which returns stay constant, H")
    by_r = _by_refit(lambda g: 1 / g, gamma_r, "", "elasticity at which returns stay constant, R")
    if elasticity is not None:
        verdict = V.HOLDS if exchange * elasticity < 1 else V.CONTRADICTED
        factor = exact(value.per_decade(exchange, elasticity), "×")
        because = f"The return on the last dollar changes by {factor.short} per tenfold compute."
        return Finding(verdict, because, numbers=(by_h, by_r))
    because = (
        f"If value is proportional to the improvement, the last dollar's return falls {falls.short} with each tenfold"
        f" of compute. If value is a power of the loss above the floor, returns fall below an elasticity of"
        f" {by_h.short} (H) or {by_r} (R) and rise above it. The law of loss alone decides nothing."
    )
    return Finding(V.NOT_CHECKABLE, because, "what a given improvement is worth, and to whom", (falls, by_h, by_r))


def judge_x5(b_high, a_doubts, c_declines):
    """Booleans: which article says what about the return on scale."""
    if not b_high or not (a_doubts or c_declines):
        return Finding(V.HOLDS, Text("No article's view of the return contradicts another's. " + READ))
    against = [name for name, says in (("A", a_doubts), ("C", c_declines)) if says]
    because = (
        f"Article B calls scaling a strategy of high return, article {' and article '.join(against)} see the return"
        " sink under the cost. None writes down a value function, and with one each can be right: the sign depends on"
        " the elasticity. " + READ
    )
    return Finding(V.INCONSISTENT, because, "article A on the largest step and article C on infrastructure")
