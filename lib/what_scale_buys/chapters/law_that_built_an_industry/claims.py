"""The claims of the three articles that this chapter judges."""

import calendar

import numpy as np

from scaling_laws.quantity import estimate, exact, listing, percent, propagate, say
from scaling_laws.statistics import share

from ... import published
from ...claims import Finding, Verdict, claim
from ...forecasts import row as registered
from ...published import figure, value
from . import kaplan, record

V = Verdict
MOST = 0.9  # the share of tasks above which we should call tasks predictable
USEFUL = 0.1  # relative error of a loss beyond which a forecast would be no use
MATTERS = 0.1  # share of progress (in logarithms) below which research would be a side show
HALF = 0.5  # share above which capital would be one
MONTHS = 12
DIFFERENT = 0.05  # relative difference of exponents that we call another shape
BASIC = ("kaplan_2020", "henighan_2020", "hoffmann_2022")
ARCHITECTURES = {"transformer": "transformer", "hybrid": "hybrid", "recurrent": "gdn"}


def printed(key):
    """A published row's value as it stands, where it is a text."""
    return published.row(key).value


def laboratories(*papers):
    """The laboratories of each paper, as one string."""
    return {paper: printed(f"{paper}_lab") for paper in papers}


def architectures():
    """Frontier exponent in compute, alpha beta / (alpha + beta), by architecture."""
    stems = {name: f"olmo_hybrid_2026_{key}" for name, key in ARCHITECTURES.items()}
    return {name: kaplan.harmonic(value(f"{stem}_alpha"), value(f"{stem}_beta")) for name, stem in stems.items()}


@claim(
    "A1",
    "For five years the field's main story was that larger models and more data bring better performance.",
    place="opening, first paragraph",
    would_change="A count of what laboratories published and planned in those years, showing another main story.",
    evidence=lambda: dict(
        growth=record.compute_growth(),
        hardware=10 ** value("cottier_2024_hw_price_perf"),
        years=value("article_a_narrative_years"),
    ),
    opposite=lambda: dict(growth=estimate(1.2, 1.1, 1.3, method="invented for the test", level=None, unit="×")),
    sources_for=("epoch2024compute",),
)
def a1(growth, hardware, years):
    """The story of an era, read off what was built: growth of training compute against that of cheaper hardware."""
    numbers = (
        growth.named("growth of training compute a year"),
        exact(hardware, "×", "growth a year of chip performance per dollar"),
    )
    if growth.low <= hardware:
        because = f"Compute grew no faster than hardware got cheaper ({say(hardware, '×')} a year): nobody bet on size."
        return Finding(V.CONTRADICTED, because, numbers=numbers)
    because = (
        f"Training compute grew by {growth.interval} a year, that is {(growth**years).interval} in {say(years)} years,"
        f" while a dollar bought only {say(hardware, '×')} more a year. The rest was money, and people seldom spend so"
        " on a story they doubt."
    )
    return Finding(V.HOLDS, because, numbers=numbers)


@claim(
    "A2",
    "The scaling laws were documented in influential papers from OpenAI, DeepMind and Anthropic.",
    place="opening, first paragraph",
    would_change="A laboratory on the list without a paper on such laws.",
    evidence=lambda: dict(
        named=("OpenAI", "DeepMind", "Anthropic"),
        basic=laboratories(*BASIC),
        related=laboratories("ganguli_2022", "hernandez_2022"),
        earlier={published.cite("hestness2017deep"): printed("hestness_2017_lab")},
    ),
    opposite=dict(related={}),
    sources_for=(
        "kaplan2020scaling", "henighan2020scaling", "hoffmann2022training", "ganguli2022predictability",
        "hernandez2022repeated",
    ),
    sources_against=("hestness2017deep",),
)  # fmt: skip
def a2(named, basic, related, earlier):
    """named: laboratories that the article lists. basic, related, earlier: laboratory strings of papers, by paper."""

    def has(lab, papers):
        return any(lab in labs for labs in papers.values())

    missing = [lab for lab in named if not has(lab, basic | related)]
    if missing:
        return Finding(V.CONTRADICTED, f"No scaling-law paper of {', '.join(missing)} is in our table.")
    later = [lab for lab in named if not has(lab, basic)]
    because = f"The laws of loss against size and data are by {listing([lab for lab in named if lab not in later])}."
    if later:
        because += (
            f" {listing(later)}, with several of the same authors, followed with a paper on what such laws foretell"
            " and what they do not, and with a law of repeated data."
        )
    before = "; ".join(f"{paper}, {labs}" for paper, labs in earlier.items())
    if before:
        because += f" The list leaves out an earlier paper: {before}."
    return Finding(V.HOLDS, because)


@claim(
    "B3",
    "The empirical relations explain why larger models do better.",
    place="introduction",
    would_change=(
        "A theory, accepted by rival schools, that predicts an exponent from a property of the data measured"
        " beforehand."
    ),
    evidence=lambda: dict(regimes=value("bahri_2021_regimes"), alpha=value("kaplan_2020_alpha_n"), settled=0),
    opposite=dict(settled=1),
    sources_for=("bahri2024explaining", "sharma2020manifold", "michaud2023quantization"),
    sources_against=("kaplan2020scaling",),
)
def b3(regimes, alpha, settled):
    """An empirical fit, or an explanation? `settled`: accounts that the field agrees on."""
    dimension = exact(4 / alpha, name="dimension of the data that the manifold account infers from the exponent")
    if settled:
        because = "One agreed account derives the exponent from something measured."
        return Finding(V.HOLDS, because, numbers=(dimension,))
    because = (
        "An empirical law can explain a case, as Kepler's explain an orbit: it says that larger models do better and by"
        f" how much. Why there is such a law is open. One account has {say(regimes)} regimes, and each has a free"
        f" quantity that absorbs the exponent: in the manifold account {say(alpha)} means data of dimension"
        f" {dimension.short}."
    )
    condition = "to explain means to bring under a law, not to say why there is one"
    return Finding(V.HOLDS_IF, because, condition, (dimension,))


@claim(
    "B11",
    "The predictability of the laws lets researchers forecast what added resources will yield.",
    place="section on why they are celebrated, second sentence",
    would_change="Registered forecasts of tasks that come true as often as those of losses.",
    evidence=lambda: dict(
        error=value("choshen_2024_are"),
        task_share=record.predictable_tasks(),
        tenfold=record.tenfold(),
        worth=(record.spared(value("choshen_2024_are")), record.worth(value("choshen_2024_are"))),
        registered=abs(registered("delphi_issue_1e23").error),
        reach=registered("delphi_issue_1e23").span,
    ),
    opposite=lambda: dict(task_share=share(95, 95)),
    sources_for=("marin2026delphi", "openai2023gpt4", "gadre2024language", "choshen2024hitchhikers"),
    sources_against=("lourie2025scaling",),
)
def b11(error, task_share, tenfold, worth, registered, reach):
    """Forecasts: typical relative error of a loss, share of predictable tasks, and what the error is worth."""
    typical = percent(error, "best typical error of a forecast loss")
    tasks = task_share.named("downstream tasks that scale predictably")
    if error > USEFUL:
        return Finding(V.CONTRADICTED, f"Forecasts of the loss err by {typical.short}.", numbers=(typical, tasks))
    because = (
        f"A forecast that stood in public before training, {say(reach, '×')} beyond its runs, missed the loss by"
        f" {say(registered, '%')}; a survey finds errors of about {typical.short}. At Chinchilla's budget an error of"
        f" that size is more than what tenfold compute buys, {tenfold}; in compute it is worth between"
        f" {worth[0].short} and"
        f" {worth[1].short}, by its sign."
    )
    numbers = (typical, tasks)
    if tasks.low >= 100 * MOST:
        return Finding(V.HOLDS, f"{because} Tasks are as predictable as losses.", numbers=numbers)
    because += f" Of the tasks of another survey only {tasks.interval} scaled predictably (second hand)."
    condition = "performance means the loss, and the recipe stays the one that was fitted"
    return Finding(V.HOLDS_IF, because, condition, numbers)


@claim(
    "B24",
    "There is a consensus that this predictability lowers the risk of research and development.",
    place="section on investment, second sentence",
    would_change=(
        "A survey of the people who decide, and a record of cancelled and regretted runs before and after the laws."
    ),
    evidence=lambda: dict(surveys=None, halving=value("ord_2025_halving")),
    sources_against=("ord2025paradox",),
)
def b24(surveys, halving):
    """surveys: share of those asked who agree. halving: factor of compute for half the loss, as the source has it."""
    price = exact(halving, "×", "compute to halve the loss, in the source that is cited")
    because = (
        "Risk is reduced where a forecast is good, and this chapter finds forecasts of losses good. But the claim is on"
        f" opinion, and no survey is cited. The essay that is cited argues nearly the reverse: it takes {price.short}"
        " the compute to halve the loss, returns that it calls a paradox."
    )
    if surveys is None:
        return Finding(V.NOT_CHECKABLE, because, "a survey of those who decide on research budgets", (price,))
    return Finding(V.HOLDS if surveys > MOST else V.CONTRADICTED, f"{percent(surveys).short} of those asked agree.")


@claim(
    "C1",
    "In January 2020 a team at OpenAI published the paper that described scaling laws for language models.",
    place="section on the law, first paragraph",
    would_change="Another date on the preprint.",
    evidence=lambda: dict(
        said=printed("article_c_law_date"),
        identifier=printed("kaplan_2020_arxiv"),
        labs=printed("kaplan_2020_lab"),
        earlier=printed("hestness_2017_arxiv"),
    ),
    opposite=lambda: dict(identifier=printed("hestness_2017_arxiv"), labs=printed("hestness_2017_lab")),
    sources_for=("kaplan2020scaling",),
    sources_against=("hestness2017deep",),
)
def c1(said, identifier, labs, earlier):
    """said: year-month of the article. identifier: arXiv number, whose first four digits are year and month."""
    year, month = 2000 + int(identifier[:2]), int(identifier[2:4])
    date, first = f"{calendar.month_name[month]} {year}", 2000 + int(earlier[:2])
    if f"{year}-{month:02d}" != said or "OpenAI" not in labs:
        return Finding(V.CONTRADICTED, f"The preprint is of {date} and its authors are at {labs}.")
    because = (
        f"The identifier of the preprint, arXiv:{identifier}, is of {date}; the authors were at"
        f" {labs.replace('; ', ' and ')}. Power laws of learning curves had been published in {first} by others."
    )
    return Finding(V.HOLDS, because)


@claim(
    "C3",
    "If gains can be foretold from size, better models take engineering and capital, and no breakthrough.",
    place="section on the law, second paragraph",
    would_change="A change of method after 2020 that was worth more than the growth of compute.",
    evidence=lambda: dict(
        halving=figure("ho_2024_halving_abstract"),
        balance=record.balance(),
        years=value("article_a_narrative_years"),
        growth=float(record.compute_growth()),
    ),
    opposite=lambda: dict(halving=exact(2.0, "months"), balance=exact(1e4, "×")),
    sources_for=("gundlach2025origin",),
    sources_against=("ho2024algorithmic", "hoffmann2022training"),
)
def c3(halving, balance, years, growth):
    """Share of the progress since the law, in logarithms, that came from better methods, by two estimates.

    halving : months in which methods halve the compute for a given loss, as an average over the years before 2023.
    balance : what the Chinchilla correction saved. growth : of training compute a year, over so many years.
    """
    physical = growth**years
    averaged, counted = propagate(lambda months: 2.0 ** (MONTHS * years / months), halving, unit="×"), balance
    shares = [percent(propagate(_log_share(physical), gain)) for gain in (averaged, counted)]
    numbers = tuple(
        number.named(f"share of the progress since the law due to methods, {name}")
        for number, name in zip(shares, ("by the average pace", "by the one large step"))
    )
    because = (
        f"The great change, the transformer, came before the law, in 2017. Of the progress in the {say(years)} years"
        f" after it, counted in logarithms, better methods make {numbers[0]} if they came at their average pace; the"
        " one"
        f" large step that a revision of that pace finds there, the Chinchilla correction, makes {numbers[1]}."
    )
    middles = [number.value for number in numbers]
    if min(middles) > 100 * HALF:
        return Finding(V.CONTRADICTED, because, numbers=numbers)
    if max(middles) < 100 * MATTERS:
        return Finding(V.HOLDS, because, numbers=numbers)
    condition = "a breakthrough means one like that of 2017, and better recipes count as engineering"
    return Finding(V.HOLDS_IF, because, condition, numbers)


def _log_share(physical):
    """Share of a gain in the progress that it makes together with that of physical compute, in logarithms."""
    return lambda gain: np.log(gain) / (np.log(gain) + np.log(physical))


@claim(
    "C39",
    "Better attention, stability and optimisers may change the shape of the scaling curve itself.",
    place="section with the counterargument, paragraph on architecture",
    would_change="Exponents with intervals, from matched runs over several decades, that agree for all architectures.",
    evidence=lambda: dict(exponents=architectures(), shifts_only=True),
    opposite=dict(exponents=dict.fromkeys(ARCHITECTURES, 0.1)),
    sources_for=("merrill2026olmo",),
    sources_against=("hestness2017deep", "gundlach2025origin"),
)
def c39(exponents, shifts_only):
    """exponents: compute exponent by architecture, the transformer first. shifts_only: the older finding stands."""
    names = list(exponents)
    base = exponents[names[0]]
    change = {name: exponents[name] / base - 1 for name in names[1:]}
    numbers = tuple(exact(exponents[name], name=f"compute exponent, {name}") for name in names)
    if max(abs(c) for c in change.values()) < DIFFERENT:
        because = "All architectures fall with one exponent; only the level moves."
        return Finding(V.CONTRADICTED, because, numbers=numbers)
    listed = ", ".join(f"{name} {percent(c).short}" for name, c in change.items())
    because = (
        "In one laboratory's fits (second hand, without intervals) the exponent moves with the architecture: against"
        f" the transformer's {numbers[0].short}, {listed}. So it can change."
    )
    if max(change.values()) < 0:
        because += (
            " That the transformer's is the steepest decides nothing: its authors find that the hybrid scales better,"
            " by the tokens that it saves."
        )
    if shifts_only:
        because += (
            " The first large study found that better models shift the curve and leave its exponent, and a recent one"
            " sees little difference except from recurrent networks to transformers."
        )
    condition = "shape means the exponent, which few of the known improvements have moved"
    return Finding(V.HOLDS_IF, because, condition, numbers)
