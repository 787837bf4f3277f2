"""The claims on how much text there is, how much of it is read, and what binds."""

from scaling_laws.formatting import DATE
from scaling_laws.quantity import Quantity, percent, propagate

from ... import published
from ...accepted import hoffmann, with_interval
from ...claims import Finding, Verdict, claim
from . import stock, wall
from .stock import EFFECTIVE, FILTERED, LARGE, TYPICAL
from .wall import future, today

V = Verdict
SUBSTANTIAL = 10  # percent of the stock or more count as a substantial fraction
NOW = 2026  # year of this edition
FAR = 20  # years; a crossing beyond them binds nobody who plans today
LITTLE, VAST = 1.5, 100  # factors below and above which the other modalities count as no source, as a vast one


def _crossing_in(year):
    return Quantity(year, DATE, year - 1, year + 1)


@claim(
    "A5",
    "The limit set by data turned out to be nearer than anyone had foreseen.",
    would_change="Forecasts whose dates move nearer from one edition to the next.",
    evidence=lambda: dict(
        first=published.figure("villalobos_2022_exhaustion_hq"),
        later=published.figure("villalobos_2024_exhaustion_median"),
        limit_2020=published.figure("kaplan_2020_breakdown_d"),
        stock_now=stock.stock(FILTERED),
    ),
    opposite=lambda: dict(later=_crossing_in(2024.0), stock_now=stock.stock(FILTERED) / 1000),
    sources_against=("kaplan2020scaling", "villalobos2022will", "villalobos2024run"),
)
def a5(first, later, limit_2020, stock_now):
    """A limit was foreseen, and the forecast moved away."""
    shift = stock.years_after(first, later).named("later forecast minus earlier forecast")
    ratio = (stock_now / limit_2020).named("filtered stock over the data limit computed in 2020")
    numbers = (shift, ratio)
    if shift.high < 0 and ratio.high < 1:
        because = f"The forecast moved nearer by {(-shift).short}, below what was expected in 2020."
        return Finding(V.HOLDS, because, numbers=numbers)
    moved = "away" if shift.value > 0 else "nearer"
    because = (
        f"A limit was computed in 2020, at {limit_2020}; the text there is exceeds it by a factor of {ratio}."
        f" Exhaustion was forecast in 2022 for the years before {first}, and the revision of 2024 says {later}. It was"
        f" foreseen, and the median moved {moved}."
    )
    if ratio.low < 1:
        missing = "a stock whose interval lies on one side of the limit computed in 2020"
        return Finding(V.NOT_CHECKABLE, because, missing, numbers)
    return Finding(V.CONTRADICTED, because, numbers=numbers)


def _tokens_wanted():
    """Tokens that the compute of today and of 2030 asks for, by both fits, and the filtered stock."""
    now_h, now_r = wall.wanted(today())
    then_h, then_r = wall.wanted(future())
    return dict(now_h=now_h, now_r=now_r, then_h=then_h, then_r=then_r, text=stock.stock(FILTERED))


@claim(
    "A21",
    "Data, and not compute, is what limits progress.",
    would_change="A narrower interval of the filtered stock, or a settled exponent of the data term.",
    evidence=_tokens_wanted,
    opposite=lambda: dict(text=200 * stock.stock(FILTERED)),
    sources_for=("villalobos2024run", "lovelace2026prescriptive"),
    sources_against=("sevilla2024scaling",),
)
def a21(now_h, now_r, then_h, then_r, text):
    """Which of the two is scarcer depends on the date, on the fit and on the stock."""
    numbers = now_h, now_r, then_h, then_r = tuple(
        percent(tokens / text, name)
        for tokens, name in (
            (now_h, "of the filtered stock that the largest run asks for, printed fit"),
            (now_r, "the same, refit"),
            (then_h, "asked for by compute judged feasible by 2030, printed fit"),
            (then_r, "the same, refit"),
        )
    )
    if min(now_h.low, now_r.low) > 100:
        return Finding(V.HOLDS, "Both fits ask for more text today than the stock may hold.", numbers=numbers)
    if max(then_h.high, then_r.high) < 100:
        because = "Neither fit asks for as much text as there is, even at the compute feasible by 2030."
        return Finding(V.CONTRADICTED, because, numbers=numbers)
    agree = (now_h.value > 100) == (now_r.value > 100)
    because = (
        f"Of text that passes a quality filter, the largest run known asks for {now_h} by the printed fit and {now_r}"
        f" by the refit{'' if agree else ', on either side of all there is'}; compute judged feasible by 2030 asks for"
        f" {then_h} and {then_r}."
    )
    condition = "it is said of filtered text toward the end of the decade"
    if any(share.low < 100 < share.high for share in (now_h, now_r)):
        condition += "; for today the interval of the stock leaves it open"
    elif not agree:
        condition += "; for today the two fits disagree"
    return Finding(V.HOLDS_IF, because, condition, numbers)


@claim(
    "A36",
    "The bottleneck moves from compute to the quality of data.",
    would_change="Filters that reach the same quality and keep most of the text.",
    evidence=lambda: dict(
        demand=stock.run_tokens(LARGE),
        web=stock.stock("indexed web"),
        removed=published.value("nemotroncc_removed"),
    ),
    opposite=lambda: dict(removed=0.0, web=10 * stock.stock("indexed web")),
    sources_for=("su2024nemotron",),
    sources_against=("sevilla2024scaling",),
)
def a36(demand, web, removed):
    """Raw text is ample; text that passes a strict filter is not."""
    raw = percent(demand / web, "of the indexed web read by the largest set")
    strict = percent(demand / (web * (1 - removed)), "of what a strict filter leaves")
    numbers = raw, strict, thrown = raw, strict, percent(removed, "thrown away by strict filters")
    if raw.low > SUBSTANTIAL:
        return Finding(V.HOLDS, f"Even unfiltered, {raw} of the indexed web is in use.", numbers=numbers)
    if strict.high < SUBSTANTIAL:
        return Finding(V.CONTRADICTED, f"After strict filters {strict} is in use.", numbers=numbers)
    because = (
        f"Raw text is ample: {raw} of it is read. Filters that throw away {thrown.short} leave a stock of which the"
        f" same set is {strict.short} ({strict.interval}). Quality is bought with quantity."
    )
    condition = "text must pass a strict filter, and the date is the middle of this decade"
    return Finding(V.HOLDS_IF, because, condition, numbers)


@claim(
    "C13",
    "The supply of high-quality text has become a binding constraint.",
    would_change="A frontier run whose makers say that they read all the text they could use.",
    evidence=lambda: dict(
        share=stock.share(stock.run_tokens(LARGE), stock.stock(FILTERED)),
        crossing=stock.crossing_date(EFFECTIVE),
        now=NOW,
    ),
    opposite=dict(crossing=_crossing_in(2021.0)),
    sources_for=("villalobos2024run",),
    sources_against=("sevilla2024scaling",),
)
def c13(share, crossing, now):
    """share : of the filtered stock that one run reads; crossing : date at which one reads the effective stock."""
    share = share.named("of the filtered stock in the largest training set stated")
    years = stock.years_after(now, crossing).named(f"from {now} to the crossing of the effective stock")
    numbers = (share, years)
    if crossing.high <= now:
        return Finding(V.HOLDS, f"The crossing lies in the past, in {crossing}.", numbers=numbers)
    if crossing.low > now + FAR:
        return Finding(V.CONTRADICTED, f"The crossing is far away, in {crossing}.", numbers=numbers)
    because = (
        f"The largest set stated by its maker is {share} of the filtered stock. At the published growth"
        f" one is as large as the effective stock in {crossing}."
    )
    return Finding(V.HOLDS_IF, because, "binding is read in the future tense", numbers)


@claim(
    "C15",
    "The supply of text on the internet is finite.",
    would_change="A web that grows as fast as the training sets.",
    evidence=lambda: dict(
        web=stock.stock("indexed web"),
        web_growth=published.value("villalobos_2024_web_growth_high"),
        data_growth=stock.growth(),
    ),
    opposite=dict(web_growth=4.0),
    sources_for=("villalobos2024run",),
)
def c15(web, web_growth, data_growth):
    """The web is finite at any date, and grows more slowly than what is read of it."""
    web = web.named("text on the indexed web")
    rate = (data_growth / (1 + web_growth)).in_unit("×").named("growth of data sets over growth of the web, a year")
    if rate.high <= 1:
        return Finding(V.CONTRADICTED, "The web grows as fast as the appetite for it.", numbers=(web, rate))
    because = (
        f"The indexed web holds {web} and grows by at most {percent(web_growth).short} a year, while training sets grow"
        f" by a factor of {data_growth}."
    )
    if rate.low <= 1:
        missing = "rates of growth of the web and of training sets that their intervals keep apart"
        return Finding(V.NOT_CHECKABLE, because, missing, (web, rate))
    return Finding(V.HOLDS, because, numbers=(web, rate))


@claim(
    "C16",
    "By 2025 frontier models were trained on a substantial fraction of all public text in the major languages.",
    would_change="A census of text with an interval narrower than the gap between the two readings.",
    evidence=lambda: dict(
        run_low=stock.run_tokens(TYPICAL),
        run_high=stock.run_tokens(LARGE),
        raw=stock.stock("indexed web"),
        filtered=stock.stock(FILTERED),
    ),
    opposite=lambda: dict(raw=stock.stock("indexed web") / 20),
    sources_for=("villalobos2024run", "meta2025llama4card"),
    sources_against=("villalobos2024run",),
)
def c16(run_low, run_high, raw, filtered):
    """The fraction is substantial of filtered text and not of the indexed web, at the middle of either interval."""
    runs = ((run_low, "smaller"), (run_high, "larger"))
    of_raw = [percent(run / raw, f"of the indexed web in the {name} set") for run, name in runs]
    of_filtered = [percent(run / filtered, f"of filtered text in the {name} set") for run, name in runs]
    numbers = (*of_raw, *of_filtered)
    if of_raw[0].low >= SUBSTANTIAL:
        return Finding(V.HOLDS, f"Even of the indexed web {of_raw[0]} or more is read.", numbers=numbers)
    if of_filtered[1].high < SUBSTANTIAL:
        return Finding(V.CONTRADICTED, f"At most {of_filtered[1]} is read, by any count.", numbers=numbers)
    open_ = [share.low < SUBSTANTIAL < share.high for share in (of_raw[1], of_filtered[1])]
    because = (
        f"Training sets of 2024 and 2025 are {of_raw[0].short} and {of_raw[1]} of the indexed web, and"
        f" {of_filtered[0].short} and {of_filtered[1]} of what passes a quality filter. We call a tenth substantial."
        f" The denominator decides{', and either interval reaches across the line' if all(open_) else ''}."
    )
    return Finding(V.HOLDS_IF, because, "only text that passes a quality filter is counted", numbers)


@claim(
    "C41",
    "Images, video, audio and structured data open vast new sources.",
    would_change="Matched runs that give the worth of a token of video in tokens of text.",
    evidence=lambda: dict(
        factor=stock.with_other_modalities()[3],
        beta_h=hoffmann().beta,
        beta_r=with_interval(lambda fit: fit.beta),
        b_h=hoffmann().b,
        b_r=with_interval(lambda fit: fit.b),
    ),
    opposite=lambda: dict(factor=100 * stock.with_other_modalities()[3]),
    sources_for=("villalobos2024run", "sevilla2024scaling"),
)
def c41(factor, beta_h, beta_r, b_h, b_r):
    """What the other modalities add in tokens, and what as many tokens of text would buy."""
    factor = factor.in_unit("×").named("text, images and video over text")
    cuts = [
        percent(propagate(wall.cut_of_data_term, factor, beta), f"cut of the data term, {name}")
        for beta, name in ((beta_h, "H"), (beta_r, "R"))
    ]
    costs = [
        propagate(wall.compute_to_go, factor, b, unit="×", name=f"compute to go with it, {name}")
        for b, name in ((b_h, "H"), (b_r, "R"))
    ]
    numbers = (factor, *cuts, *costs)
    if factor.low > VAST:
        return Finding(V.HOLDS, f"The other modalities are {factor} the text.", numbers=numbers)
    if factor.high < LITTLE:
        return Finding(V.CONTRADICTED, f"They enlarge the stock by {factor} only.", numbers=numbers)
    because = (
        f"Images and video, at point estimates, make the stock {factor} as large. Counted as text that cuts the data"
        f" term by {cuts[0].short} (printed fit) or {cuts[1].short} (refit), and asks for {costs[0].short} or"
        f" {costs[1].short} the compute. Whether a second of video teaches what a sentence teaches, the count does not"
        " say."
    )
    return Finding(V.HOLDS_IF, because, "such tokens improve text skills, which counting them cannot show", numbers)


@claim(
    "C42",
    "Text of science, medicine, law and engineering is largely untapped.",
    would_change="A count of tokens by field and of the share that training sets already hold.",
    evidence=lambda: dict(census=None),
)
def c42(census):
    """census : share of such text that training sets hold, or None while nobody has counted."""
    if census:
        because = f"A census finds {percent(1 - census).short} untapped."
        return Finding(V.HOLDS, because, numbers=(percent(census, "tapped"),))
    because = (
        "Papers, records and case law exist in bulk behind doors; how much of them is already inside a crawl, how much"
        " is licensed, and how many tokens they have is published for none of the named fields."
    )
    missing = "a count of tokens by field, with the share that training sets already hold"
    return Finding(V.NOT_CHECKABLE, because, missing)


@claim(
    "X6",
    "The three articles give one account of how scarce data are.",
    would_change="A passage of article C that gives the stock and its interval.",
    evidence=lambda: dict(binding=True, less_binding=True, shrinking_exponent=True),
    opposite=dict(less_binding=False),
)
def x6(binding, less_binding, shrinking_exponent):
    """Which statements the articles make: data bind, they bind less than it looks, and the exponent shrinks."""
    if not (binding and less_binding):
        return Finding(V.HOLDS, "The articles' statements on data do not exclude each other. Read in the articles.")
    other = ", and article A makes it a matter of the exponent, which the others do not" if shrinking_exponent else ""
    because = (
        "Article C counts scarce text among the causes of decline and later calls the same constraint less tight than"
        f" it looks; article B has it finite with a way out{other}. Read in the articles; with an interval on the stock"
        " both readings of C would be defensible."
    )
    return Finding(
        V.INCONSISTENT, because, "article C's section on new data sources against its section on the evidence"
    )
