"""How each claim on data is judged: evidence in, finding out, nothing read from elsewhere."""

import numpy as np

from scaling_laws.quantity import estimate, exact, percent

from ...claims import Finding, Verdict
from . import generations as gens
from . import stock
from .numbers import SAMPLES, TRILLION, trillions, year

V = Verdict
SUBSTANTIAL = 0.1  # a tenth of the stock or more counts as a substantial fraction
COLLAPSED, KEPT = 0.5, 0.8  # of the variance, after the generations of the figure


def judge_a5(first, later, limit_2020, stock_now):
    shift = exact(later - first, "years", "later forecast minus earlier forecast")
    ratio = exact(stock_now / limit_2020, "", "filtered stock over the data limit computed in 2020")
    numbers = (shift, ratio)
    if shift.value < 0 and ratio.value < 1:
        because = f"The forecast moved nearer by {exact(-shift.value).short} years, below what was expected in 2020."
        return Finding(V.HOLDS, because, numbers=numbers)
    because = (
        f"A limit was computed in 2020, at {trillions(limit_2020)}, far below the text there is (a factor of"
        f" {ratio.short});"
        f" exhaustion was forecast in 2022 for the years before {year(first)}, and the revision of 2024 has"
        f" {year(later)} as its median. It was"
        " foreseen, and the forecast moved away."
    )
    return Finding(V.CONTRADICTED, because, numbers=numbers)


def judge_a18(capacity_share, excess_h, excess_r, entropy_known):
    numbers = (
        percent(capacity_share, "of the text's information that fits into a trillion parameters"),
        percent(excess_h, "loss above the floor, printed fit"),
        percent(excess_r, "loss above the floor, refit"),
    )
    because = (
        f"By the two fits such a model ends {numbers[1].short} or {numbers[2].short} above their floors, which"
        f" sounds like"
        f" near perfection if the floor is the entropy of text. As storage it holds {numbers[0].short} of the text,"
        f" so what it"
        " learns is a selection."
    )
    if not entropy_known:
        missing = (
            "a measure of the patterns in text that does not come from a model of the same kind, such as its entropy"
        )
        return Finding(V.NOT_CHECKABLE, because, missing, numbers)
    verdict = V.HOLDS if max(excess_h, excess_r) < SUBSTANTIAL else V.CONTRADICTED
    return Finding(verdict, because, numbers=numbers)


def judge_a21(now_h, now_r, then_h, then_r, low, median, high):
    numbers = tuple(
        percent(tokens / median, name)
        for tokens, name in (
            (now_h, "of the filtered stock that the largest run asks for, printed fit"),
            (now_r, "the same, refit"),
            (then_h, "asked for by compute judged feasible by 2030, printed fit"),
            (then_r, "the same, refit"),
        )
    )
    if min(now_h, now_r) > high:
        return Finding(V.HOLDS, "Both fits ask for more text today than the stock may hold.", numbers=numbers)
    if max(then_h, then_r) < low:
        because = "Neither fit asks for as much text as there is, even at the compute feasible by 2030."
        return Finding(V.CONTRADICTED, because, numbers=numbers)
    agree = (now_h > median) == (now_r > median)
    because = (
        f"Of text that passes a quality filter, the largest run known asks for {numbers[0].short} by the printed fit"
        f" and"
        f" {numbers[1].short} by the refit{'' if agree else ', so the two disagree on today'}; compute judged"
        f" feasible by"
        f" 2030 asks for {numbers[2].short} and {numbers[3].short}. The stock is {trillions(median, low, high)}."
    )
    condition = "it is said of filtered text toward the end of the decade; for today the two fits disagree"
    if agree:
        condition = "it is said of filtered text toward the end of the decade"
    return Finding(V.HOLDS_IF, because, condition, numbers)


def judge_a22(small_image, large_image, alloc, law_exponent, late_exponent):
    spread = exact(small_image / large_image, "", "ratio of two loss exponents on two kinds of image data")
    kept = exact(late_exponent / law_exponent, "", "fitted exponent after forty epochs over the one before")
    numbers = (spread, kept)
    if abs(spread.value - 1) < 0.05:
        return Finding(V.CONTRADICTED, "The exponent is the same on all data tested.", numbers=numbers)
    if kept.value < 0.9:
        return Finding(V.HOLDS, "Exponents differ by data and fall as data run out.", numbers=numbers)
    because = (
        f"Other data, other exponent: two kinds of images differ by a factor of {spread.bare} in one early paper,"
        f" and the"
        f" allocation exponent runs from {exact(min(alloc)).short} to {exact(max(alloc)).short} on three corpora."
        f" But the laws of Kaplan,"
        " Hoffmann and Muennighoff hold it constant within a corpus, used up or not."
    )
    return Finding(
        V.HOLDS_IF, because, "it is said of different data sets, and not of one that is being used up", numbers
    )


def judge_a23(r_d_star, beta):
    epochs = np.array([1.0, 4.0, 16.0, 40.0])
    left = np.exp(-(epochs - 1) / r_d_star)
    worth = 1 + r_d_star * (1 - left)
    slope = beta * epochs * left / worth
    numbers = (
        exact(beta, name="fitted exponent in effective tokens"),
        exact(slope[2], name="local slope at sixteen epochs"),
        exact(slope[3], name="local slope at forty epochs"),
    )
    if slope[3] > 0.9 * beta:
        return Finding(V.CONTRADICTED, "Neither the fitted exponent nor the local slope moves.", numbers=numbers)
    because = (
        f"Under the published law of repetition the slope in tokens read falls from {numbers[0].short} to"
        f" {numbers[1].short} and {numbers[2].short}, and on to zero. The exponent of the law itself stays"
        f" {numbers[0].short}: what shrinks is the worth of a token."
    )
    return Finding(
        V.HOLDS_IF, because, "exponent means the local slope in tokens read; the fitted one stays put", numbers
    )


def judge_a36(demand, indexed, low, high, removed):
    strict = demand / (indexed * (1 - removed))
    raw = demand / indexed
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
        f" of which the same set is {numbers[1].short} ({percent(demand / (high * (1 - removed))).short} to"
        f" {percent(demand / (low * (1 - removed))).short} over the interval of the stock). Quality is bought with"
        f" quantity."
    )
    return Finding(
        V.HOLDS_IF, because, "text must pass a strict filter, and the date is the middle of this decade", numbers
    )


def judge_b28(excess_h, excess_r, now_h, now_r, accumulates):
    left = (excess_h / now_h, excess_r / now_r)
    numbers = (
        percent(
            left[0], "of the reducible loss at the compute of Llama 3.1 405B that endless parameters leave, printed fit"
        ),
        percent(left[1], "the same, refit"),
        exact(accumulates, name="variance kept when synthetic data are added"),
    )
    if max(left) < 0.01:
        return Finding(V.CONTRADICTED, "The stock is so large that its end costs nothing measurable.", numbers=numbers)
    if accumulates < COLLAPSED:
        return Finding(V.NOT_CHECKABLE, "Synthetic data collapse even when added.", "another source of text", numbers)
    because = (
        f"With the filtered stock read once, no number of parameters removes the last {numbers[0].short} (printed"
        f" fit) or"
        f" {numbers[1].short} (refit) of the reducible loss at the compute of Llama 3.1 405B. That caps"
        f" the gain and does not stop it. Synthetic"
        " data can help where they are added or verified."
    )
    return Finding(V.HOLDS_IF, because, "one drops the word consensus and means a slowing rather than a stop", numbers)


def judge_c13(shares, years, now):
    today = estimate(*shares, unit="%", method="published interval of the stock", level=stock.LEVEL)
    today = today.named("of the filtered stock in the largest training set stated")
    when = exact(years[0] - now, "years", f"from {now} to the median crossing of the effective stock")
    if years[2] <= now:
        return Finding(V.HOLDS, f"The crossing lies in the past, in {year(years[0])}.", numbers=(today, when))
    if years[1] > now + 20:
        return Finding(V.CONTRADICTED, f"The crossing is far away, in {year(years[0])}.", numbers=(today, when))
    because = (
        f"The largest set stated by its maker is {today} of the filtered stock. The median crossing of the effective"
        f" stock is"
        f" {year(years[0])}, its interval {year(years[1])} to {year(years[2])}."
    )
    return Finding(V.HOLDS_IF, because, "binding is read in the future tense", (today, when))


def judge_c15(indexed, low, high, web_growth, data_growth):
    size = estimate(
        indexed / TRILLION,
        low / TRILLION,
        high / TRILLION,
        method="as published",
        level=stock.LEVEL,
        unit="trillion tokens",
    ).named("text on the indexed web")
    rate = exact(data_growth / (1 + web_growth), "×", "growth of data sets over growth of the web, a year")
    if rate.value <= 1:
        return Finding(V.CONTRADICTED, "The web grows as fast as the appetite for it.", numbers=(size, rate))
    because = (
        f"The indexed web holds {trillions(indexed, low, high)} and grows by at most {percent(web_growth).short} a"
        f" year, while"
        f" training sets grow by a factor of {exact(data_growth).short}."
    )
    return Finding(V.HOLDS, because, numbers=(size, rate))


def judge_c16(run_low, run_high, raw, filtered):
    of_raw = [
        percent(run / raw, f"of the indexed web in the {name} set")
        for run, name in ((run_low, "smaller"), (run_high, "larger"))
    ]
    of_filtered = [
        percent(run / filtered, f"of filtered text in the {name} set")
        for run, name in ((run_low, "smaller"), (run_high, "larger"))
    ]
    numbers = (*of_raw, *of_filtered)
    if of_raw[0].value >= 100 * SUBSTANTIAL:
        return Finding(V.HOLDS, f"Even of the indexed web {of_raw[0].short} or more is read.", numbers=numbers)
    if of_filtered[1].value < 100 * SUBSTANTIAL:
        return Finding(V.CONTRADICTED, f"At most {of_filtered[1].short} is read, by any count.", numbers=numbers)
    because = (
        f"Training sets of 2024 and 2025 are {of_raw[0].short} to {of_raw[1].short} of the indexed web and"
        f" {of_filtered[0].short} to {of_filtered[1].short} of what passes a quality filter. We call a tenth"
        f" substantial. The"
        " denominator decides, and each has an interval wider than the gap between the two readings."
    )
    return Finding(V.HOLDS_IF, because, "only text that passes a quality filter is counted", numbers)


def judge_c17(replaced, added, median):
    numbers = (
        exact(replaced, name="variance left when data are replaced"),
        exact(added, name="variance left when data are added"),
        exact(median, name="median of the same lines, replaced"),
    )
    if replaced > KEPT:
        return Finding(V.CONTRADICTED, "Training on model output leaves the distribution as it was.", numbers=numbers)
    if added < COLLAPSED:
        return Finding(V.HOLDS, "The distribution degrades whether data are replaced or added.", numbers=numbers)
    because = (
        f"In the simulation {numbers[0].short} of the variance is left when samples are replaced, {numbers[1].short}"
        f" when they are"
        f" added, after {exact(gens.LAST).short} generations of {exact(SAMPLES).short}. It is hard to see, too: half"
        f" of the lines are"
        f" below {numbers[2].short} while the mean is higher. Language models behave alike."
    )
    return Finding(V.HOLDS_IF, because, "model output replaces real text instead of being added to it", numbers)


def judge_c41(factor, beta_h, beta_r, b_h, b_r):
    cuts = [
        percent(1 - factor**-beta, f"cut of the data term, {name}") for beta, name in ((beta_h, "H"), (beta_r, "R"))
    ]
    costs = [exact(factor ** (1 / b), "×", f"compute to go with it, {name}") for b, name in ((b_h, "H"), (b_r, "R"))]
    numbers = (exact(factor, "×", "text, images and video over text"), *cuts, *costs)
    if factor > 100:
        return Finding(V.HOLDS, f"The other modalities are {numbers[0].short} the text.", numbers=numbers)
    if factor < 1.5:
        return Finding(V.CONTRADICTED, f"They enlarge the stock by {numbers[0].short} only.", numbers=numbers)
    because = (
        f"Images and video make the stock {numbers[0].short} as large, in token equivalents of point estimates."
        f" Counted as text that"
        f" cuts the data term by {cuts[0].short} (printed fit) or {cuts[1].short} (refit), and asks for"
        f" {costs[0].short} or"
        f" {costs[1].short} the compute. Whether a second of video teaches what a sentence teaches, the count does"
        f" not say."
    )
    return Finding(V.HOLDS_IF, because, "such tokens improve text skills, which counting them cannot show", numbers)


def judge_c42(census):
    if census:
        return Finding(
            V.HOLDS,
            f"A census finds {percent(1 - census, 'untapped').short} untapped.",
            numbers=(percent(census, "tapped"),),
        )
    because = (
        "Papers, records and case law exist in bulk behind doors; how much of them is already inside a crawl, how"
        " much is"
        " licensed, and how many tokens they have is published for none of the named fields."
    )
    return Finding(
        V.NOT_CHECKABLE, because, "a count of tokens by field, with the share that training sets already hold"
    )


def judge_c43(start, keeps_right, keeps_wrong, generations, mixed):
    factor = exact(keeps_right / keeps_wrong, "×", "odds of a right answer, per generation")
    end = percent(gens.circle(start, factor.value, generations)[-1], "right answers at the end")
    kept = exact(mixed, name="variance kept with one tenth of real data")
    numbers = (factor, end, kept)
    if factor.value <= 1:
        because = (
            f"Without a verifier that can tell, the share ends at {end.short}; real data in the mix only preserve."
        )
        return Finding(V.CONTRADICTED, because, numbers=numbers)
    because = (
        f"A verifier that keeps right answers {factor.short} as often as wrong ones takes the share of right answers"
        f" from"
        f" {percent(start).short} to {end.short} in {exact(generations).short} generations; a blind one leaves it."
        f" One tenth of"
        f" real data each time keeps {kept.short} of the variance but adds nothing."
    )
    return Finding(
        V.HOLDS_IF,
        because,
        "something outside the model verifies the data; real data in the mix only keep it from decay",
        numbers,
    )


def judge_x6(binding, less_binding, shrinking_exponent):
    if not (binding and less_binding):
        return Finding(V.HOLDS, "The articles' statements on data do not exclude each other. Read in the articles.")
    other = ", and article A makes it a matter of the exponent, which the others do not" if shrinking_exponent else ""
    because = (
        "Article C counts scarce text among the causes of decline and later calls the same constraint less tight"
        " than it"
        f" looks; article B has it finite with a way out{other}. Read in the articles; with an interval on the stock"
        " both readings of C would be defensible."
    )
    return Finding(
        V.INCONSISTENT, because, "article C's section on new data sources against its section on the evidence"
    )


def judge_x7(replaced, added):
    numbers = (
        exact(replaced, name="variance left when data are replaced"),
        exact(added, name="variance left when data are added"),
    )
    if (replaced > KEPT) == (added > KEPT):
        because = (
            f"Both ways give the same: {numbers[0].short} and {numbers[1].short}. One of the two sentences is wrong."
        )
        return Finding(V.CONTRADICTED, because, numbers=numbers)
    because = (
        f"Risk and remedy are two experiments: replacing real data leaves {numbers[0].short} of the variance, adding"
        f" to them"
        f" {numbers[1].short}. Article C names neither condition."
    )
    return Finding(
        V.HOLDS_IF, because, "the warning is about replacing real data and the hope about adding to them", numbers
    )
