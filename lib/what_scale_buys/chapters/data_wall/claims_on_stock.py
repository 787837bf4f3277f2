"""The claims on how much text there is, how much of it is read, and what binds."""

from scaling_laws.formatting import DATE
from scaling_laws.quantity import Quantity, listing, percent, propagate

from ... import published
from ...accepted import with_interval
from ...claims import Finding, Verdict, claim
from . import stock, wall
from .stock import EFFECTIVE, FILTERED, LARGE, TYPICAL
from .wall import future, today

V = Verdict
SUBSTANTIAL = 10  # percent of the stock or more count as a substantial fraction
NOW = 2026.9  # this edition, November 2026
FAR = 20  # years; a crossing beyond them binds nobody who plans today
SAID = {"indexed web": "the indexed web", "Common Crawl": "Common Crawl", FILTERED: "text that passes a quality filter"}
LITTLE, VAST = 1.5, 100  # factors below and above which the other modalities count as no source, as a vast one


def _crossing_in(year):
    return Quantity(year, DATE, year - 1, year + 1)


@claim(
    "A5",
    "The limit set by data turned out to be nearer than anyone had expected.",
    place="opening, second paragraph",
    would_change="Two forecasts of one stock, defined alike, whose dates move the same way.",
    evidence=lambda: dict(
        first_high=published.figure("villalobos_2022_high_median"),
        first_all=published.figure("villalobos_2022_low_median"),
        later=published.figure("villalobos_2024_exhaustion_median"),
    ),
    opposite=lambda: dict(later=_crossing_in(2045.0)),
    sources_for=("villalobos2024run",),
    sources_against=("villalobos2022will",),
)
def a5(first_high, first_all, later):
    """first_high, first_all : end of good text and of all text as forecast in 2022; later : as forecast in 2024."""
    from_high = stock.years_after(first_high.value, later).named("later forecast minus the first one for good text")
    from_all = stock.years_after(first_all.value, later).named("later forecast minus the first one for all text")
    numbers = (from_high, from_all)
    because = (
        f"In 2022 good text was forecast to be used up by {first_high.short} and text of any kind by"
        f" {first_all.short}, at the median. The revision of 2024, which weighs public text of any kind by its quality,"
        f" says {later.short}."
    )
    if from_high.value < 0 and from_all.value < 0:
        return Finding(V.HOLDS, because, numbers=numbers)
    if from_high.value > 0 and from_all.value > 0:
        return Finding(V.CONTRADICTED, f"{because} Both dates moved away.", numbers=numbers)
    condition = "text of any kind is meant, whose date moved nearer; against the first date for good text it moved away"
    return Finding(V.HOLDS_IF, f"{because} What is counted changed in between.", condition, numbers)


def _tokens_wanted():
    """Tokens that the compute of today and of 2030 asks for by the refit and by sweeps, and the filtered stock."""
    text = stock.stock(FILTERED)
    return dict(
        now=wall.wanted(today()),
        then=wall.wanted(future()),
        text=text,
        sweeps_now=wall.short(today().value, text.value),
        sweeps_then=wall.short(future(), text.value),
    )


@claim(
    "A21",
    "Data, and not compute, is what limits progress.",
    place="section on data as the bottleneck, its heading",
    would_change="A narrower interval of the filtered stock, or sweeps that agree on the tokens a budget wants.",
    evidence=_tokens_wanted,
    opposite=lambda: dict(text=200 * stock.stock(FILTERED)),
    sources_for=("villalobos2024run", "lovelace2026prescriptive"),
    sources_against=("sevilla2024scaling",),
)
def a21(now, then, text, sweeps_now, sweeps_then):
    """Which of the two is scarcer depends on the date and on the stock.

    sweeps_now, sweeps_then : tallies of the public sweeps by which the compute of today and of 2030 asks for more.
    """
    now = percent(now / text, "of the filtered stock that the largest run asks for, refit")
    then = percent(then / text, "asked for by compute judged feasible by 2030, refit")
    numbers = (now, then)
    if now.low > 100:
        return Finding(V.HOLDS, "The largest run asks for more text than the stock may hold.", numbers=numbers)
    if then.high < 100:
        because = "Even the compute feasible by 2030 asks for less text than there is."
        return Finding(V.CONTRADICTED, because, numbers=numbers)
    because = (
        f"By the refit, the best use of the largest run known asks for {now.short} of the text that passes a quality"
        f" filter, the compute judged feasible by 2030 for {then.short}. By their own fits {sweeps_now.k} of"
        f" {sweeps_now.n} sweeps of runs, our ladder among them, ask for more than all of it today, {sweeps_then.k} by"
        " 2030. The report that judges the compute feasible finds power and chips to bind before data."
    )
    condition = "it is said of filtered text toward the end of the decade"
    if now.low < 100 < now.high:
        condition += "; for today the interval of the stock leaves it open"
    return Finding(V.HOLDS_IF, because, condition, numbers)


@claim(
    "A36",
    "The bottleneck moves from compute to the quality of data.",
    place="card at the end",
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
        f"Raw text is ample: {raw.short} of it is read. Filters that throw away {thrown.short} leave a stock of which"
        f" the same set is {strict.short}, give or take the stock's interval."
    )
    condition = "text must pass a strict filter, and the date is the middle of this decade"
    return Finding(V.HOLDS_IF, because, condition, numbers)


@claim(
    "C13",
    "Data have become a binding constraint.",
    place="section on the evidence, paragraph on data",
    would_change="A frontier run whose makers say that they read all the text they could use.",
    evidence=lambda: dict(once=stock.crossing_date(FILTERED), again=stock.crossing_date(EFFECTIVE), now=NOW),
    opposite=lambda: dict(once=_crossing_in(2051.0), again=_crossing_in(2053.0)),
    sources_for=("villalobos2024run",),
    sources_against=("sevilla2024scaling",),
)
def c13(once, again, now):
    """once, again : date at which one training set equals the filtered stock, read once and as often as pays."""
    numbers = (
        stock.years_after(now, once).named("from this edition to the crossing of the filtered stock, read once"),
        stock.years_after(now, again).named("the same, read as often as pays"),
    )
    if again.high <= now:
        return Finding(V.HOLDS, f"Both crossings lie in the past, the later in {again.short}.", numbers=numbers)
    if once.low > now + FAR:
        return Finding(V.CONTRADICTED, f"The crossing is far away, in {once.short}.", numbers=numbers)
    because = (
        f"At the published growth the largest training set equals the filtered stock in {once.short} if it is read"
        f" once, and in {again.short} if it is read as often as pays."
    )
    if once.value <= now < again.value:
        condition = "good text is read only once; read again, it lasts longer"
    else:
        condition = "binding is read in the future tense" if now < once.value else "it is said of filtered text"
    if once.low < now < once.high:
        condition += ", and the interval of the stock leaves either date open by years"
    return Finding(V.HOLDS_IF, because, condition, numbers)


@claim(
    "C15",
    "The supply of text on the internet is finite.",
    place="section on the evidence, paragraph on data",
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
        f"The indexed web holds {web.short} and grows by at most {percent(web_growth).short} a year, while training"
        f" sets grow by a factor of {data_growth.short}."
    )
    if rate.low <= 1:
        missing = "rates of growth of the web and of training sets that their intervals keep apart"
        return Finding(V.NOT_CHECKABLE, because, missing, (web, rate))
    return Finding(V.HOLDS, because, numbers=(web, rate))


@claim(
    "C16",
    "By 2025 frontier models were trained on a substantial fraction of all public text in the major languages.",
    place="section on the evidence, paragraph on data",
    would_change="A census of text with an interval narrower than the gap between the two readings.",
    evidence=lambda: dict(
        run_low=stock.run_tokens(TYPICAL),
        run_high=stock.run_tokens(LARGE),
        stocks={name: stock.stock(name) for name in ("indexed web", "Common Crawl", FILTERED)},
    ),
    opposite=lambda: dict(run_low=20 * stock.run_tokens(TYPICAL), run_high=20 * stock.run_tokens(LARGE)),
    sources_for=("villalobos2024run", "meta2025llama4card"),
    sources_against=("villalobos2024run",),
)
def c16(run_low, run_high, stocks):
    """Which of the stocks two training sets read a substantial fraction of, at the middle of their intervals."""
    reached = [name for name, text in stocks.items() if 100 * run_low.value / text.value >= SUBSTANTIAL]
    numbers = tuple(
        percent(run_high / text, f"of {SAID[name]} in the larger training set") for name, text in stocks.items()
    )
    shares = listing([f"{share.short} of {SAID[name]}" for share, name in zip(numbers, stocks)])
    because = (
        f"The larger of two stated training sets of 2024 and 2025 is {shares}. We call a tenth substantial, and ask it"
        " of the smaller set too."
    )
    if len(reached) == len(stocks):
        return Finding(V.HOLDS, because, numbers=numbers)
    if not reached:
        return Finding(V.CONTRADICTED, because, numbers=numbers)
    return Finding(
        V.HOLDS_IF, because, f"the text counted is {listing([SAID[name] for name in reached], last='or')}", numbers
    )


@claim(
    "C41",
    "Images, video, audio and structured data open vast new sources.",
    place="section with the counterargument, paragraph on new data",
    would_change="Matched runs that give the worth of a token of video in tokens of text.",
    evidence=lambda: dict(
        factor=stock.with_other_modalities()[3],
        beta=with_interval(lambda fit: fit.beta),
        b=with_interval(lambda fit: fit.b),
    ),
    opposite=lambda: dict(factor=100 * stock.with_other_modalities()[3]),
    sources_for=("villalobos2024run", "sevilla2024scaling"),
)
def c41(factor, beta, b):
    """What the other modalities add in tokens, and what as many tokens of text would buy."""
    factor = factor.in_unit("×").named("text, images and video over text")
    cut = percent(propagate(wall.cut_of_data_term, factor, beta), "cut of the data term of the loss")
    cost = propagate(wall.compute_to_go, factor, b, unit="×", name="compute to go with it")
    numbers = (factor, cut, cost)
    if factor.low > VAST:
        return Finding(V.HOLDS, f"The other modalities are {factor} the text.", numbers=numbers)
    if factor.high < LITTLE:
        return Finding(V.CONTRADICTED, f"They enlarge the stock by {factor} only.", numbers=numbers)
    because = (
        f"Images and video, at point estimates, make the stock {factor.short} as large. Counted as text that cuts the"
        f" data term by {cut.short} and asks for {cost.short} the compute. Whether a second of video teaches what a"
        " sentence teaches, the count does not say."
    )
    return Finding(V.HOLDS_IF, because, "such tokens improve text skills, which counting them cannot show", numbers)


@claim(
    "C42",
    "Text of science, medicine, law and engineering is largely untapped.",
    place="section with the counterargument, paragraph on new data",
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
    place="the passages on data of all three",
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
        "Article C says that data bind and later that the constraint may bind less than"
        f" it looks; article B has it finite with a way out{other}. Read in the articles; with an interval on the stock"
        " both readings of C would be defensible."
    )
    return Finding(
        V.INCONSISTENT, because, "article C's section on new data sources against its section on the evidence"
    )
