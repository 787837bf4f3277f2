"""The claims of the three articles that this chapter judges."""

import numpy as np

from scaling_laws.laws import FLOP_PER_PARAMETER_TOKEN
from scaling_laws.quantity import SAMPLES, Text, exact, percent, propagate
from scaling_laws.statistics import share

from ... import published
from ...claims import Finding, Verdict, claim
from . import bill, growth, power, value
from .numbers import exponent, loss_per_dollar

V = Verdict
FREE = 0.4  # a world in which runs get cheaper faster than compute grows
FEW = 10  # a sum that buys no more runs than this is the size of a race of runs
READ = "Read in the articles; nothing is computed but the presence of each passage."


def _algorithms(gain):
    """Share of an algorithmic gain over the period of the dispute in the growth of effective compute."""
    return growth.algorithm_share(growth.algorithm_rate(published.value(gain)))


def _exponents():
    return dict(gamma=exponent(), by_sweeps=value.by_sweeps())


def _low(number):
    return number.low if number.has_interval else number.value


def _high(number):
    return number.high if number.has_interval else number.value


@claim(
    "B25",
    "Better hardware mitigates the cost of scaling.",
    place="section on investment, second sentence",
    would_change="Operations per dollar that stand still, or a price of chips that rises with what they do.",
    evidence=lambda: dict(
        compute=growth.rate("compute"),
        money=growth.rate("money"),
        hardware=growth.rate("price-performance"),
    ),
    opposite={"hardware": exact(0.95, "×")},
    sources_for=("hobbhahn2022gpu",),
    sources_against=("cottier2024rising", "epoch2024compute"),
)
def b25(compute, money, hardware):
    """Growth of compute, of the cost of a run and of operations per dollar: factors a year."""
    _, paid, _ = growth.split(compute, money, hardware)
    paid = paid.named("share of the growth of compute that cheaper chips pay for")
    dearer = money.named("growth of the cost of a run, per year")
    numbers = (paid, dearer)
    if _high(hardware) <= 1:
        return Finding(V.CONTRADICTED, "Operations per dollar do not rise at all.", numbers=numbers)
    if _low(hardware) <= 1:
        because = f"Operations per dollar may rise or not: {hardware} a year."
        return Finding(V.NOT_CHECKABLE, because, "a rate of price-performance known better than this", numbers)
    because = (
        f"Operations per dollar rise {hardware.bare} times a year and compute {compute.bare} times: in logarithms chips"
        f" pay for {paid} of the growth. That softens the rise of costs and does not stop it: what a frontier run costs"
        f" still grows {dearer} a year."
    )
    return Finding(V.HOLDS, because, numbers=numbers)


@claim(
    "B27",
    "The growing demand for data, compute and energy may become unsustainable.",
    place="section on limitations, first sentence",
    would_change="Power per run that grows no faster than the supply of electricity to data centres.",
    evidence=lambda: dict(
        power=growth.rate("power"),
        start=published.value("run_grok3_power") / power.GIGA,
        years=power.YEAR - published.value("run_grok3_released"),
        campus=published.figure("epoch_2030_power_campus_low"),
        centres=float(power.centres_growth()),
    ),
    opposite={"power": exact(1.1, "×")},
    sources_for=("epoch2024power", "sevilla2024scaling"),
    sources_against=("iea2025energy",),
)
def b27(power, start, years, campus, centres):
    """`power`, `centres` : growth factors a year; `start`, `campus` : GW."""
    at = growth.level_at(years, start, 0, power, unit="GW").named("power of the largest run in 2030 on trend")
    above = np.broadcast_to(at.draws() > campus.high, SAMPLES)
    passed = share(above.sum(), SAMPLES, "draws above what one campus may get")
    if _high(power) <= centres:
        because = f"Runs draw {power} more a year, no faster than data centres as a whole grow."
        return Finding(V.CONTRADICTED, because, numbers=(at, passed))
    because = (
        f"On trend the largest run draws {at} in 2030, where {campus.interval} are judged possible at one place;"
        f" {passed.short} of the draws exceed that. All data centres are forecast to grow {exact(centres).short} times"
        f" a year, runs have grown {power}. A conflict is likely enough to deserve the word may. It need not be a stop:"
        " runs can be spread over places. For data, see its chapter."
    )
    return Finding(V.HOLDS, because, numbers=(at, passed))


def _llama31(table_row):
    """Emissions (t) of the energy of Llama 3.1 on the grid of a row of the comparison table."""
    mwh = bill.energy(published.value("llama31_total_gpuh"), published.value("hw_h100_tdp"))
    return bill.emissions(mwh, published.value(f"olmo_table6_{table_row}_grid"))


@claim(
    "B30",
    "The energy of large trainings raises concern about their carbon.",
    place="section on limitations, fourth sentence",
    would_change="Emissions by location that are small, or a rule of accounting that all parties accept.",
    evidence=lambda: dict(
        location=published.value("llama31_total_co2"),
        market=published.value("llama31_total_co2_market"),
        clean=_llama31("bloom_176b"),
        dirty=_llama31("olmo_7b_a100"),
    ),
    opposite={"location": 0.2, "market": 0.0},
    sources_for=("patterson2021carbon", "groeneveld2024olmo"),
    sources_against=("meta2024llama31card",),
)
def b30(location, market, clean, dirty):
    """`location`, `market` : tonnes by the two rules; `clean`, `dirty` : the same energy on two grids."""
    here = exact(location, "t", "largest disclosed training, by location")
    there = exact(market, "t", "the same, market-based")
    spread = exact(dirty / clean, "×", "spread of emissions between two grids for the same energy")
    if location < 1:
        because = f"The disclosed emissions are {here.short} by every rule."
        return Finding(V.CONTRADICTED, because, numbers=(here, there))
    because = (
        f"The largest emissions disclosed in our sources are {here.short} counted where the power was drawn and"
        f" {there.short} counted by contracts; moving it between two printed grids would change the first number by a"
        f" factor of {spread.bare}."
    )
    if market <= 0.5 * location:
        because += " The concern is about the first count; whoever counts by contracts may not share it."
    return Finding(V.HOLDS, because, numbers=(here, there, spread))


@claim(
    "C4",
    "The law set off an arms race worth a trillion dollars.",
    place="section on the law, third paragraph",
    would_change="Published accounts of what was spent on training, by firm and year.",
    evidence=lambda: dict(
        claimed=published.value("article_c_race"),
        run=published.value("cottier_2024_later_grok3_cost"),
        building=published.value("iea_2026_capex_2025"),
        growth_next=published.value("iea_2026_capex_growth"),
    ),
    opposite=lambda: {"building": published.value("cottier_2024_later_grok3_cost")},
    sources_for=("iea2026key",),
    sources_against=("cottier2024rising",),
)
def c4(claimed, run, building, growth_next):
    """Dollars: the claimed size, the dearest published run, a year's capital spending, the share by which it grows."""
    runs = exact(claimed / run, "runs", "runs at the dearest published cost that the sum would buy")
    spent = exact(building * (2 + growth_next), "dollars", "capital spending of five firms, 2025 and as expected 2026")
    if runs.value <= FEW:
        return Finding(V.HOLDS, f"The sum is that of {runs.short}.", numbers=(runs, spent))
    if spent.value < claimed:
        because = f"The sum would buy {runs.short}, and the firms' buildings and chips, {spent.short}, do not reach it."
        return Finding(V.NOT_CHECKABLE, because, "an account of what is counted, by firm and year", (runs, spent))
    because = (
        f"Training runs alone do not add up to it: the sum would buy {runs.short} at the dearest published cost. What"
        f" is built does: five firms spend at least {spent.short} in two years, the second being a forecast. How much"
        " of that the law set off, nobody has counted."
    )
    condition = "buildings and chips for all uses are counted, and the law is granted as the cause"
    return Finding(V.HOLDS_IF, because, condition, (runs, spent))


@claim(
    "C12",
    "Improvement per dollar of compute is declining.",
    place="section on the evidence, third paragraph",
    would_change="Costs of frontier runs that stop growing while their loss goes on falling.",
    evidence=lambda: dict(
        money=growth.rate("money"),
        compute=growth.rate("compute"),
        price_fall=float(growth.price_fall()),
        **_exponents(),
    ),
    opposite={"money": exact(FREE, "×")},
    sources_for=("cottier2024rising",),
    sources_against=("epoch2025prices", "appenzeller2024llmflation"),
)
def c12(money, compute, price_fall, gamma, by_sweeps):
    """`money`, `compute`, `price_fall` : factors a year; `gamma` : of the loss by R; `by_sweeps` : of sweeps."""
    by_r = loss_per_dollar(money, compute, gamma).named("yearly fall of loss removed per dollar, R")
    fixed = exact(price_fall, "×", "yearly fall of the price of a fixed score")
    numbers = (by_r, fixed)
    yearly = {"R": by_r} | {title: loss_per_dollar(money, compute, one) for title, one in by_sweeps.items()}
    falls, rises = ([test(q) for q in yearly.values()] for test in (lambda q: _low(q) > 1, lambda q: _high(q) <= 1))
    if all(rises):
        return Finding(V.CONTRADICTED, "At the frontier too a dollar removes more loss each year.", numbers=numbers)
    if any(falls) and any(rises):
        because, condition = "The sweeps disagree on the direction.", "the sweep is one under which it falls"
        return Finding(V.HOLDS_IF, because, condition, numbers)
    if not all(falls):
        because = f"The direction is within the error of the rates: a factor of {by_r} a year by the refit."
        return Finding(V.NOT_CHECKABLE, because, "rates of growth known better than these", numbers)
    if price_fall <= 1:
        because = "A dollar removes less loss each year, and no fixed score gets cheaper."
        return Finding(V.HOLDS, because, numbers=numbers)
    because = (
        f"At the frontier a training dollar removes less loss each year, by a factor of {by_r.bare} ({by_r.interval})"
        f" on trend by the refit, and less in each of {exact(len(by_sweeps)).short} public sweeps too. At a fixed score"
        f" prices fall by a factor of {fixed.bare} a year."
    )
    condition = "the frontier is meant, and gains are losses removed per training dollar"
    return Finding(V.HOLDS_IF, because, condition, numbers)


@claim(
    "C54",
    "If returns diminish, the advantage passes from those with capital to those with research.",
    place="section on the industry, second paragraph",
    would_change="A series of models from laboratories of different size, explained by spending and by methods.",
    evidence=lambda: dict(
        money=growth.rate("money"),
        share_low=_algorithms("gundlach_2025_with_literature"),
        share_high=_algorithms("ho_2024_algorithmic_gain"),
        advantage=None,
    ),
    opposite={"advantage": 0.8},
    sources_for=("ho2024algorithmic", "deepseek2024v3"),
    sources_against=("gundlach2025origin", "cottier2024rising"),
)
def c54(money, share_low, share_high, advantage=None):
    """`share_low`, `share_high` : share of algorithms in effective growth; `advantage` : share won by research."""
    low, high = (
        s.named(f"share of algorithms in effective growth, {k}")
        for s, k in ((share_low, "one scale"), (share_high, "printed gain of Ho et al."))
    )
    spent = money.named("growth of the cost of a run, per year")
    if advantage is not None:
        verdict = V.HOLDS if advantage > 0.5 else V.CONTRADICTED
        because = f"Research explains {percent(advantage).short} of the differences between laboratories."
        return Finding(verdict, because)
    because = (
        f"Algorithms make up {low} of the growth of effective compute by one account and {high} by another, and the"
        f" cost of a run still rises {spent} a year. If the gains of algorithms need"
        " large compute to show, capital and research are complements, and neither side wins from the other."
    )
    missing = "results of laboratories explained by their spending on compute and on research, over several years"
    return Finding(V.NOT_CHECKABLE, because, missing, (low, high, spent))


@claim(
    "C57",
    "If ten times the compute buys twice the improvement, the return on ever larger clusters declines.",
    place="section on the industry, third paragraph",
    would_change="A measured value function: what buyers pay for a given cut of loss or error.",
    evidence=lambda: dict(exchange=value.article_c_exponent(), elasticity=None, **_exponents()),
    opposite={"elasticity": 1.0},
    sources_for=("epoch2024chinchillacode",),
)
def c57(exchange, gamma, by_sweeps, elasticity=None):
    """`exchange` : exponent of the improvement in compute; `elasticity` : of value in that improvement, if known."""
    falls = exact(1 / value.per_decade(exchange, 1.0), "×", "fall of the return per tenfold, value as improvement")
    by_r = propagate(lambda g: 1 / g, gamma, name="elasticity at which returns stay constant, R")
    least, most = (exact(1 / end(map(float, by_sweeps.values()))) for end in (max, min))
    least, most = least.named("the same, least of the public sweeps"), most.named("the same, most of them")
    if elasticity is not None:
        verdict = V.HOLDS if exchange * elasticity < 1 else V.CONTRADICTED
        factor = exact(value.per_decade(exchange, elasticity), "×")
        because = f"The return on the last dollar changes by {factor.short} per tenfold compute."
        return Finding(verdict, because, numbers=(by_r, least, most))
    because = (
        f"If value is proportional to the improvement, the last dollar's return falls {falls.short} with each tenfold"
        " of compute. If value is a power of the loss above the floor, returns fall below an elasticity of"
        f" {by_r} by the refit ({least.short} to {most.short} over the public sweeps) and rise above it. The law of"
        " loss alone decides nothing."
    )
    missing = "what a given improvement is worth, and to whom"
    return Finding(V.NOT_CHECKABLE, because, missing, (falls, by_r, least, most))


def _boom():
    return dict(
        building=published.value("iea_2026_capex_2025"),
        growth_next=published.value("iea_2026_capex_growth"),
        demand=published.value("iea_2026_dc_growth_2025"),
    )


def _built(building, growth_next, demand):
    """The three numbers of the boom, named."""
    return (
        exact(building, "dollars", "capital spending of five firms in 2025"),
        percent(growth_next, "growth of it expected for 2026"),
        percent(demand, "growth of the electricity of data centres in 2025"),
    )


@claim(
    "B38",
    "The laws of scale have fuelled large investments in AI infrastructure.",
    place="introduction",
    would_change="Statements of those who invest, with their reasons and the sums.",
    evidence=_boom,
    opposite={"growth_next": -0.2, "demand": 0.0},
    sources_for=("iea2026key",),
)
def b38(building, growth_next, demand):
    """Dollars of a year; growth of them and of the electricity of data centres, as fractions."""
    numbers = _built(building, growth_next, demand)
    if max(growth_next, demand) <= 0:
        because = f"What is built is {numbers[0].short} a year and does not grow."
        return Finding(V.CONTRADICTED, because, numbers=numbers)
    because = (
        f"Five firms invested at least {numbers[0].short} in 2025, and {numbers[1].short} more is expected for the next"
        " year. The sums are public; what moved those who spend them is not, and they sell much besides models."
    )
    return Finding(V.HOLDS_IF, because, "the laws are granted as the cause", numbers)


@claim(
    "C68",
    "The building of data centres boomed.",
    place="section on the law, third paragraph",
    would_change="A year in which neither their electricity nor what is spent on them grows.",
    evidence=_boom,
    opposite={"growth_next": -0.2, "demand": 0.0},
    sources_for=("iea2026key", "iea2025energy"),
)
def c68(building, growth_next, demand):
    """As `b38`."""
    numbers = _built(building, growth_next, demand)
    if max(growth_next, demand) <= 0:
        because = f"Neither grows: electricity {numbers[2].short}, spending {numbers[1].short}."
        return Finding(V.CONTRADICTED, because, numbers=numbers)
    because = (
        f"Their electricity grew {numbers[2].short} in 2025, and five firms alone invested at least {numbers[0].short}"
        f" that year, with {numbers[1].short} more expected for the next."
    )
    return Finding(V.HOLDS, because, numbers=numbers)


@claim(
    "C65",
    "Google, Anthropic, Meta and others did as OpenAI had done, and scaled.",
    place="section on the law, third paragraph",
    would_change="Accounts by which these laboratories did not train at the scale of GPT-4.",
    evidence=lambda: dict(
        models=published.value("epoch_2025_models_1e25"),
        developers=published.value("epoch_2025_developers_1e25"),
        first=published.value("run_llama1_65b_params")
        * published.value("run_llama1_65b_tokens")
        * FLOP_PER_PARAMETER_TOKEN,
        last=published.value("run_llama31_405b_flop"),
    ),
    opposite={"developers": 1},
    sources_for=("epoch2025scale", "epoch2025models"),
)
def c65(models, developers, first, last):
    """Models above 1e25 FLOP by January 2025, and their makers; FLOP of Meta's largest run in 2023 and in 2024."""
    made = exact(models, "models", "announced models of the compute class of GPT-4 by January 2025, more than")
    makers = exact(developers, "developers", "developers of these models")
    grew = exact(last / first, "×", "compute of Meta's largest run, Llama 3.1 over LLaMA")
    if developers < 2:
        return Finding(V.CONTRADICTED, "One developer alone has trained at that scale.", numbers=(made, makers))
    because = (
        f"By January 2025 {makers.short} had announced more than {made.short} of the compute class of GPT-4,"
        f" by outside estimates. Meta's largest run grew {grew.short} from LLaMA to Llama 3.1. Anthropic prints no"
        " compute."
    )
    return Finding(V.HOLDS, because, numbers=(made, makers, grew))


@claim(
    "C69",
    "NVIDIA became one of the most valuable companies on Earth.",
    place="section on the law, third paragraph",
    would_change="A list of the most valuable companies of that year without it.",
    evidence=lambda: dict(value=published.value("nvidia_2025_value"), rivals=published.value("nvidia_2025_rivals")),
    opposite={"value": 1e11},
    sources_for=("independent2025nvidia",),
)
def c69(value, rivals):
    """Dollars: its market value in October 2025, and one that its nearest rivals had passed."""
    worth = exact(value, "dollars", "market value in October 2025")
    next_to = exact(rivals, "dollars", "market value that its nearest rivals had passed")
    if value < rivals:
        because = f"It was worth {worth.short}, less than the {next_to.short} that others had passed."
        return Finding(V.CONTRADICTED, because, numbers=(worth, next_to))
    because = (
        f"In October 2025 it was the first company to be worth {worth.short}; two others had passed {next_to.short}."
    )
    return Finding(V.HOLDS, because, numbers=(worth, next_to))


@claim(
    "C70",
    "Venture capital poured into AI companies, in the belief that whoever scaled fastest would win.",
    place="section on the law, third paragraph",
    would_change="What the investors wrote when they invested, for many of them.",
    evidence=lambda: dict(
        before=published.value("oecd_2026_vc_share_2022") / 100,
        after=published.value("oecd_2026_vc_share_2025") / 100,
        dollars=published.value("oecd_2026_vc_2025"),
    ),
    opposite={"after": 0.1},
    sources_for=("oecd2026venture",),
)
def c70(before, after, dollars):
    """Share of AI firms in the venture capital of the world in 2022 and in 2025, and dollars of the second year."""
    was, became = percent(before, "share of AI firms in 2022"), percent(after, "share of AI firms in 2025")
    total = exact(dollars, "dollars", "venture capital of AI firms in 2025")
    if after <= before:
        because = f"The share of AI firms went from {was.short} to {became.short}."
        return Finding(V.CONTRADICTED, because, numbers=(was, became, total))
    because = (
        f"The share of AI firms in all venture capital went from {was.short} in 2022 to {became.short} in 2025, when"
        f" they got {total.short} (read in the press). What the investors believed, no count says."
    )
    return Finding(V.HOLDS_IF, because, "the belief is granted as the reason", (was, became, total))


@claim(
    "C67",
    "If returns decline, capital may turn to inference and to applications.",
    place="section on the industry, third paragraph",
    would_change="Accounts that part what is invested into training, serving and applications, over several years.",
    evidence=lambda: dict(building=published.value("iea_2026_capex_2025")),
)
def c67(building):
    """Dollars of a year, of which no source parts training from serving."""
    total = exact(building, "dollars", "capital spending of five firms in 2025, for all uses")
    because = (
        f"The article says may. Of at least {total.short} invested in 2025 no public account says how much will train"
        " models and how much will serve them, and the same machines can do either."
    )
    missing = "investment parted into training, serving and applications, year by year"
    return Finding(V.NOT_CHECKABLE, because, missing, (total,))


@claim(
    "X5",
    "The three articles agree on the return on scale.",
    place="A: on the flattening curve, first paragraph; B: on investment, last sentence; C: on industry, third",
    would_change="A value function in any of the articles under which all three sentences hold.",
    evidence=lambda: dict(b_high=True, a_doubts=True, c_declines=True),
    opposite={"b_high": False},
)
def x5(b_high, a_doubts, c_declines):
    """Booleans: which article says what about the return on scale."""
    if not b_high or not (a_doubts or c_declines):
        return Finding(V.HOLDS, Text("No article's view of the return contradicts another's. " + READ))
    against = [
        words
        for words, says in (
            ("article A doubts that the next tenfold would be worth its price", a_doubts),
            ("article C sees the return decline, on condition of its rate of exchange", c_declines),
        )
        if says
    ]
    because = (
        f"Article B reports as the prevailing view that scaling returns much at the frontier; {' and '.join(against)}."
        " None writes down a value function, and with one each can be right: the sign depends on the elasticity. "
        + READ
    )
    return Finding(V.INCONSISTENT, because, "article A on the largest step and article C on infrastructure")
