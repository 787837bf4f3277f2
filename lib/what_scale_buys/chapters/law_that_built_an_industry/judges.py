"""How each claim on the law is judged: evidence in, finding out, nothing read from elsewhere."""

import calendar

import numpy as np

from scaling_laws.quantity import Quantity, Text, estimate, exact, percent

from ...claims import Finding, Verdict

V = Verdict
MOST = 0.9  # the share of tasks above which we should call tasks predictable
USEFUL = 0.1  # relative error of a loss beyond which a forecast would be no use
MATTERS = 0.1  # share of progress (in logarithms) below which research would be a side show
DIFFERENT = 0.05  # relative difference of exponents that we call another shape


def say(number, unit=""):
    return Quantity(float(number), unit).short


def either(values, unit=""):
    return " or ".join(say(v, unit) for v in values)


def judge_a1(growth_low, growth_high, hardware, years):
    """The story of an era, read off what was built: growth of training compute against that of cheaper hardware."""
    grown = estimate(
        np.sqrt(growth_low * growth_high),
        growth_low,
        growth_high,
        method="range given by the source",
        level=None,
        unit="×",
        name="growth of training compute a year",
    )
    numbers = (grown, exact(hardware, "×", "growth a year of chip performance per dollar"))
    if growth_low <= hardware:
        because = f"Compute grew no faster than hardware got cheaper ({say(hardware, '×')} a year): nobody bet on size."
        return Finding(V.CONTRADICTED, because, numbers=numbers)
    because = (
        f"Training compute grew by {say(growth_low)} to {say(growth_high, '×')} a year, that is"
        f" {say(growth_low**years, '×')} to"
        f" {say(growth_high**years, '×')} in {say(years)} years, while a dollar bought only {say(hardware, '×')} more"
        " a year. The rest was money, and people seldom spend so on a story they doubt. What the field as a"
        " whole believed has not been counted."
    )
    return Finding(
        V.HOLDS_IF, because, "the story is read off what laboratories built, and not off what people thought", numbers
    )


def judge_a2(named, basic, related, earlier):
    """named: laboratories that the article lists. basic, related, earlier: laboratory strings of papers, by paper."""

    def has(lab, papers):
        return any(lab in labs for labs in papers.values())

    missing = [lab for lab in named if not has(lab, basic) and not has(lab, related)]
    if missing:
        return Finding(V.CONTRADICTED, f"No scaling-law paper of {', '.join(missing)} is in our table.")
    only_related = [lab for lab in named if not has(lab, basic)]
    before = "; ".join(f"{paper}, {labs}" for paper, labs in earlier.items())
    if not only_related:
        return Finding(V.HOLDS, "Each of the laboratories named has published a law of loss against scale.")
    founders = [lab for lab in named if lab not in only_related]
    because = (
        f"The laws of loss against size, data and compute were published by {' and '.join(founders)}. The scaling paper"
        f" of {' and '.join(only_related)} in our table is on repeated data; several authors of the first law are among"
        " its authors."
    )
    if before:
        because += f" The list leaves out an earlier paper: {before}."
    return Finding(
        V.HOLDS_IF, because, f"a law of learning from repeated data counts as the share of {', '.join(only_related)}"
    )


def judge_b3(called_empirical, regimes, alpha, settled):
    """An empirical fit, or an explanation? `settled`: accounts that the field agrees on."""
    dimension = exact(4 / alpha, name="dimension of the data that the manifold account infers from the exponent")
    if settled and not called_empirical:
        return Finding(
            V.HOLDS, "One agreed account derives the exponent from something measured.", numbers=(dimension,)
        )
    because = (
        "A fitted curve says how much, not why. Accounts of why exist, one with as many as"
        f" {say(regimes)} regimes, and each has a free quantity that absorbs the exponent: in the manifold account"
        f" {say(alpha)} means data of dimension {dimension.short}; in a Zipf account, the tail of the frequencies. The"
        " exponent alone cannot choose between them."
    )
    if not called_empirical:
        return Finding(V.CONTRADICTED, because, numbers=(dimension,))
    return Finding(V.INCONSISTENT, because, "the same sentence, which calls the relations empirical", (dimension,))


def judge_b11(error, task_share, tenfold, worth, reach):
    """Forecasts: typical relative error of a loss, share of predictable tasks, and what the error is worth."""
    typical = percent(error, "best typical error of a forecast loss")
    tasks = percent(task_share, "downstream tasks that scale predictably")
    if error > USEFUL:
        return Finding(V.CONTRADICTED, f"Forecasts of the loss err by {typical.short}.", numbers=(typical, tasks))
    by_h, by_r = worth
    because = (
        f"Losses have been forecast over factors of up to {say(reach, '×')} in compute, and a survey finds errors of"
        " about"
        f" {typical.short}. At Chinchilla's budget that is at least what tenfold compute buys, {tenfold[0].short} by"
        " the"
        f" printed fit and {tenfold[1]} by the refit; in compute it is worth {by_h.short} or {by_r}."
    )
    numbers = (typical, tasks)
    if task_share >= MOST:
        return Finding(V.HOLDS, f"{because} Tasks are as predictable as losses.", numbers=numbers)
    because += f" Of tasks only {tasks.short} scaled predictably (second hand)."
    return Finding(
        V.HOLDS_IF, because, "performance means the loss, and the recipe stays the one that was fitted", numbers
    )


def judge_b24(surveys, halving):
    price = exact(halving, "×", "compute to halve the loss, in the source that is cited")
    because = (
        "Risk is reduced where a forecast is good, and this chapter finds forecasts of losses good. But the claim is"
        " on opinion, and no survey is cited. The essay that is cited argues nearly the reverse: it takes"
        f" {price.short} the compute to halve the loss, returns that it calls a paradox."
    )
    if surveys is None:
        return Finding(V.NOT_CHECKABLE, because, "a survey of those who decide on research budgets", (price,))
    return Finding(V.HOLDS if surveys > MOST else V.CONTRADICTED, f"{percent(surveys).short} of those asked agree.")


def judge_c1(said, identifier, labs, earlier):
    """said: year-month of the article. identifier: arXiv number, whose first four digits are year and month."""
    year, month = 2000 + int(identifier[:2]), int(identifier[2:4])
    found = f"{year}-{month:02d}"
    first = 2000 + int(earlier[:2])
    if found != said or "OpenAI" not in labs:
        return Finding(V.CONTRADICTED, f"The preprint is of {_date(year, month)} and its authors are at {labs}.")
    because = (
        f"The identifier of the preprint, {_Text(identifier)}, is of {_date(year, month)}; the authors were at"
        f" {labs.replace('; ', ' and ')}. Power laws of learning curves had been published in {first} by others."
    )
    return Finding(V.HOLDS, because)


def _Text(identifier):
    return Text(f"arXiv:{identifier}")


def _date(year, month):
    return f"{calendar.month_name[month]} {year}"


def judge_c3(algorithmic, accounted, small, physical):
    """Share of progress, in logarithms, that came from research.

    algorithmic, accounted : two estimates of its gain. small : upper bound of what small experiments reproduce.
    """
    shares = {
        name: np.log(gain) / (np.log(gain) + np.log(physical))
        for name, gain in (("first estimate", algorithmic), ("revised", accounted), ("at most, small scale", small))
    }
    numbers = tuple(percent(share, f"share of progress due to algorithms, {name}") for name, share in shares.items())
    verdicts = {share > MATTERS for share in shares.values()}
    listed = ", ".join(n.short for n in numbers)
    if verdicts == {False}:
        return Finding(V.HOLDS, f"Algorithms account for {listed} of the progress.", numbers=numbers)
    if len(verdicts) == 2:
        because = f"The estimates disagree: algorithms account for {listed} of the progress."
        return Finding(V.HOLDS_IF, because, "the lowest estimate of algorithmic progress is right", numbers)
    because = (
        f"While physical compute grew {say(physical, '×')}, better algorithms were worth {say(algorithmic, '×')} by"
        f" one estimate and {say(accounted, '×')} by a revision; small experiments with the literature's innovations"
        f" reproduce less than {say(small, '×')}. Counted in logarithms that is {numbers[0].short},"
        f" {numbers[1].short}, or at most {numbers[2].short} of the progress. The size is disputed; that research"
        " mattered is not. What the law does say is weaker and true: with the recipe frozen, capital alone lowers the"
        " loss."
    )
    return Finding(V.CONTRADICTED, because, numbers=numbers)


def judge_c39(exponents, shifts_only):
    """exponents: compute exponent by architecture, the transformer first. shifts_only: the older finding stands."""
    names = list(exponents)
    base = exponents[names[0]]
    change = {name: exponents[name] / base - 1 for name in names[1:]}
    numbers = tuple(exact(exponents[name], name=f"compute exponent, {name}") for name in names)
    if max(abs(c) for c in change.values()) < DIFFERENT:
        return Finding(
            V.CONTRADICTED, "All architectures fall with one exponent; only the level moves.", numbers=numbers
        )
    listed = ", ".join(f"{name} {percent(c).short}" for name, c in change.items())
    because = (
        "In one laboratory's fits (second hand, without intervals) the exponent moves with the architecture: against"
        f" the transformer's {numbers[0].short}, {listed}. So it can change, and here the transformer's is the"
        " steepest."
    )
    if shifts_only:
        because += (
            " The first large study found that better models shift the curve and leave its exponent, and a recent one"
            " sees little difference except from recurrent networks to transformers."
        )
    return Finding(
        V.HOLDS_IF, because, "shape means the exponent, which few of the known improvements have moved", numbers
    )
