"""The claims on how much text there is, how much of it is read, and what binds."""

from dataclasses import replace

from scaling_laws.quantity import estimate, exact, percent

from ... import published
from ...accepted import hoffmann, refit
from ...claims import Finding, Verdict, claim
from . import stock
from .stock import EFFECTIVE, FILTERED, LARGE, TYPICAL, Stock
from .wall import future, today
from .wording import TRILLION, trillions, year

V = Verdict
SUBSTANTIAL = 0.1  # a tenth of the stock or more counts as a substantial fraction
NOW = 2026  # year of this edition
FAR = 20  # years; a crossing beyond them binds nobody who plans today
LITTLE, VAST = 1.5, 100  # factors below and above which the other modalities count as no source, as a vast one


def _stocks_are(low, median, high):
    return Stock("supposed", median, low, high)


@claim(
    "A5",
    "The limit set by data turned out to be nearer than anyone had foreseen.",
    would_change="Forecasts whose dates move nearer from one edition to the next.",
    evidence=lambda: dict(
        first=published.value("villalobos_2022_exhaustion_hq"),
        later=published.value("villalobos_2024_exhaustion_median"),
        limit_2020=published.value("kaplan_2020_breakdown_d"),
        stock_now=stock.stock(FILTERED).median,
    ),
    opposite=dict(later=2024.0, stock_now=1e11),
    sources_against=("kaplan2020scaling", "villalobos2022will", "villalobos2024run"),
)
def a5(first, later, limit_2020, stock_now):
    """A limit was foreseen, and the forecast moved away."""
    shift = exact(later - first, "years", "later forecast minus earlier forecast")
    ratio = exact(stock_now / limit_2020, "", "filtered stock over the data limit computed in 2020")
    numbers = (shift, ratio)
    if shift.value < 0 and ratio.value < 1:
        because = f"The forecast moved nearer by {exact(-shift.value).short} years, below what was expected in 2020."
        return Finding(V.HOLDS, because, numbers=numbers)
    because = (
        f"A limit was computed in 2020, at {trillions(limit_2020)}, far below the text there is (a factor of"
        f" {ratio.short}); exhaustion was forecast in 2022 for the years before {year(first)}, and the revision of 2024"
        f" has {year(later)} as its median. It was foreseen, and the forecast moved away."
    )
    return Finding(V.CONTRADICTED, because, numbers=numbers)


def _tokens_wanted():
    """Tokens that the compute of today and of 2030 asks for, by both fits, and the filtered stock."""
    h, r = hoffmann(), refit()
    return dict(
        now_h=h.optimum(today().value).tokens,
        now_r=r.optimum(today().value).tokens,
        then_h=h.optimum(future()).tokens,
        then_r=r.optimum(future()).tokens,
        text=stock.stock(FILTERED),
    )


@claim(
    "A21",
    "Data, and not compute, is what limits progress.",
    would_change="A narrower interval of the filtered stock, or a settled exponent of the data term.",
    evidence=_tokens_wanted,
    opposite=lambda: dict(text=_stocks_are(1e16, 2e16, 4e16)),
    sources_for=("villalobos2024run", "lovelace2026prescriptive"),
    sources_against=("sevilla2024scaling",),
)
def a21(now_h, now_r, then_h, then_r, text):
    """Which of the two is scarcer depends on the date and on the fit."""
    numbers = tuple(
        percent(tokens / text.median, name)
        for tokens, name in (
            (now_h, "of the filtered stock that the largest run asks for, printed fit"),
            (now_r, "the same, refit"),
            (then_h, "asked for by compute judged feasible by 2030, printed fit"),
            (then_r, "the same, refit"),
        )
    )
    if min(now_h, now_r) > text.high:
        return Finding(V.HOLDS, "Both fits ask for more text today than the stock may hold.", numbers=numbers)
    if max(then_h, then_r) < text.low:
        because = "Neither fit asks for as much text as there is, even at the compute feasible by 2030."
        return Finding(V.CONTRADICTED, because, numbers=numbers)
    agree = (now_h > text.median) == (now_r > text.median)
    because = (
        f"Of text that passes a quality filter, the largest run known asks for {numbers[0].short} by the printed fit"
        f" and {numbers[1].short} by the refit{'' if agree else ', so the two disagree on today'}; compute judged"
        f" feasible by 2030 asks for {numbers[2].short} and {numbers[3].short}. The stock is {text.in_words}."
    )
    condition = "it is said of filtered text toward the end of the decade; for today the two fits disagree"
    if agree:
        condition = "it is said of filtered text toward the end of the decade"
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
    opposite=dict(removed=0.0),
    sources_for=("su2024nemotron",),
    sources_against=("sevilla2024scaling",),
)
def a36(demand, web, removed):
    """Raw text is ample; text that passes a strict filter is not."""
    kept = 1 - removed
    raw, strict = demand / web.median, demand / (web.median * kept)
    numbers = (
        percent(raw, "of the indexed web read by the largest set"),
        percent(strict, "of what a strict filter leaves"),
        percent(removed, "thrown away by strict filters"),
    )
    if raw > SUBSTANTIAL:
        return Finding(V.HOLDS, f"Even unfiltered, {numbers[0].short} of the indexed web is in use.", numbers=numbers)
    if strict < SUBSTANTIAL:
        return Finding(V.CONTRADICTED, f"After strict filters {numbers[1].short} is in use.", numbers=numbers)
    because = (
        f"Raw text is ample: {numbers[0].short} of it is read. Filters that throw away {numbers[2].short} leave a stock"
        f" of which the same set is {numbers[1].short} ({percent(demand / (web.high * kept)).short} to"
        f" {percent(demand / (web.low * kept)).short} over the interval of the stock). Quality is bought with quantity."
    )
    condition = "text must pass a strict filter, and the date is the middle of this decade"
    return Finding(V.HOLDS_IF, because, condition, numbers)


@claim(
    "C13",
    "The supply of high-quality text has become a binding constraint.",
    would_change="A frontier run whose makers say that they read all the text they could use.",
    evidence=lambda: dict(
        today=stock.share_quantity(stock.run_tokens(LARGE), stock.stock(FILTERED)),
        crossing=stock.crossing_quantity(EFFECTIVE),
        now=NOW,
    ),
    opposite=lambda: dict(crossing=replace(stock.crossing_quantity(EFFECTIVE), value=2021.0, low=2020.0, high=2022.0)),
    sources_for=("villalobos2024run",),
    sources_against=("sevilla2024scaling",),
)
def c13(today, crossing, now):
    """today : share of the filtered stock that one run reads; crossing : year in which it reads the effective stock."""
    today = today.named("of the filtered stock in the largest training set stated")
    when = exact(crossing.value - now, "years", f"from {now} to the median crossing of the effective stock")
    if crossing.high <= now:
        return Finding(V.HOLDS, f"The crossing lies in the past, in {year(crossing)}.", numbers=(today, when))
    if crossing.low > now + FAR:
        return Finding(V.CONTRADICTED, f"The crossing is far away, in {year(crossing)}.", numbers=(today, when))
    because = (
        f"The largest set stated by its maker is {today} of the filtered stock. The median crossing of the effective"
        f" stock is {year(crossing)}, its interval {year(crossing.low)} to {year(crossing.high)}."
    )
    return Finding(V.HOLDS_IF, because, "binding is read in the future tense", (today, when))


@claim(
    "C15",
    "The supply of text on the internet is finite.",
    would_change="A web that grows as fast as the training sets.",
    evidence=lambda: dict(
        web=stock.stock("indexed web"),
        web_growth=published.value("villalobos_2024_web_growth_high"),
        data_growth=published.value("villalobos_2024_dataset_growth"),
    ),
    opposite=dict(web_growth=2.0),
    sources_for=("villalobos2024run",),
)
def c15(web, web_growth, data_growth):
    """The web is finite at any date, and grows more slowly than what is read of it."""
    sizes = (size / TRILLION for size in (web.median, web.low, web.high))
    size = estimate(*sizes, method="as published", level=web.level, unit="trillion tokens")
    size = size.named("text on the indexed web")
    rate = exact(data_growth / (1 + web_growth), "×", "growth of data sets over growth of the web, a year")
    if rate.value <= 1:
        return Finding(V.CONTRADICTED, "The web grows as fast as the appetite for it.", numbers=(size, rate))
    because = (
        f"The indexed web holds {web.in_words} and grows by at most {percent(web_growth).short} a year, while training"
        f" sets grow by a factor of {exact(data_growth).short}."
    )
    return Finding(V.HOLDS, because, numbers=(size, rate))


@claim(
    "C16",
    "By 2025 frontier models were trained on a substantial fraction of all public text in the major languages.",
    would_change="A census of text with an interval narrower than the gap between the two readings.",
    evidence=lambda: dict(
        run_low=stock.run_tokens(TYPICAL),
        run_high=stock.run_tokens(LARGE),
        raw=stock.stock("indexed web").median,
        filtered=stock.stock(FILTERED).median,
    ),
    opposite=lambda: dict(raw=stock.stock(FILTERED).low),
    sources_for=("villalobos2024run", "meta2025llama4card"),
    sources_against=("villalobos2024run",),
)
def c16(run_low, run_high, raw, filtered):
    """The fraction is substantial of filtered text and not of the indexed web."""
    runs = ((run_low, "smaller"), (run_high, "larger"))
    of_raw = [percent(run / raw, f"of the indexed web in the {name} set") for run, name in runs]
    of_filtered = [percent(run / filtered, f"of filtered text in the {name} set") for run, name in runs]
    numbers = (*of_raw, *of_filtered)
    if of_raw[0].value >= 100 * SUBSTANTIAL:
        return Finding(V.HOLDS, f"Even of the indexed web {of_raw[0].short} or more is read.", numbers=numbers)
    if of_filtered[1].value < 100 * SUBSTANTIAL:
        return Finding(V.CONTRADICTED, f"At most {of_filtered[1].short} is read, by any count.", numbers=numbers)
    because = (
        f"Training sets of 2024 and 2025 are {of_raw[0].short} to {of_raw[1].short} of the indexed web and"
        f" {of_filtered[0].short} to {of_filtered[1].short} of what passes a quality filter. We call a tenth"
        " substantial. The denominator decides, and each has an interval wider than the gap between the two readings."
    )
    return Finding(V.HOLDS_IF, because, "only text that passes a quality filter is counted", numbers)


@claim(
    "C41",
    "Images, video, audio and structured data open vast new sources.",
    would_change="Matched runs that give the worth of a token of video in tokens of text.",
    evidence=lambda: dict(
        factor=stock.with_other_modalities()[3],
        beta_h=hoffmann().beta,
        beta_r=refit().beta,
        b_h=hoffmann().b,
        b_r=refit().b,
    ),
    opposite=dict(factor=1000.0),
    sources_for=("villalobos2024run", "sevilla2024scaling"),
)
def c41(factor, beta_h, beta_r, b_h, b_r):
    """What the other modalities add in tokens, and what as many tokens of text would buy."""
    cuts = [
        percent(1 - factor**-beta, f"cut of the data term, {name}") for beta, name in ((beta_h, "H"), (beta_r, "R"))
    ]
    costs = [exact(factor ** (1 / b), "×", f"compute to go with it, {name}") for b, name in ((b_h, "H"), (b_r, "R"))]
    numbers = (exact(factor, "×", "text, images and video over text"), *cuts, *costs)
    if factor > VAST:
        return Finding(V.HOLDS, f"The other modalities are {numbers[0].short} the text.", numbers=numbers)
    if factor < LITTLE:
        return Finding(V.CONTRADICTED, f"They enlarge the stock by {numbers[0].short} only.", numbers=numbers)
    because = (
        f"Images and video make the stock {numbers[0].short} as large, in token equivalents of point estimates. Counted"
        f" as text that cuts the data term by {cuts[0].short} (printed fit) or {cuts[1].short} (refit), and asks for"
        f" {costs[0].short} or {costs[1].short} the compute. Whether a second of video teaches what a sentence teaches,"
        " the count does not say."
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
