"""How much text there is, how much a training run reads, and when the second number meets the first."""

import re
from dataclasses import replace

import numpy as np

from scaling_laws.errors import require_choice, require_positive
from scaling_laws.formatting import DATE
from scaling_laws.quantity import percent, propagate

from ... import published

FILTERED, EFFECTIVE = "after a quality filter", "filtered, then repeated"
LARGE = "Llama 4 Scout"  # the largest text of a run whose maker states it
TYPICAL = "Llama 3"
TEXT_ONLY = "Qwen3"  # the largest training set of text alone that its maker states
STOCKS = {
    "whole web": "villalobos_2024_whole_web",
    "indexed web": "villalobos_2024_indexed_web",
    "Common Crawl": "villalobos_2024_common_crawl",
    FILTERED: "villalobos_2024_quality_adjusted",
    EFFECTIVE: "villalobos_2024_repetition_adjusted",
}
RUNS = {
    "GPT-3": "gpt3_tokens",
    "Chinchilla": "hoffmann_2022_chinchilla_tokens",
    "Llama 2": "llama2_tokens",
    TYPICAL: "llama3_tokens",
    "Qwen2.5": "qwen25_tokens",
    "Qwen3": "run_qwen3_06b_tokens",
    LARGE: "llama4_scout_tokens",
}


def stock(name):
    """One definition of the stock, in tokens, with its published interval.

    Source: Villalobos et al. 2024, Table 1 (95 percent intervals) and Figure 3 (probability not stated).

    Raises
    ------
    InvalidArgument
        If no definition has that name.

    >>> stock("indexed web")
    510 trillion tokens (95 % interval 130 trillion to 2 100 trillion)
    """
    return published.figure(STOCKS[require_choice("name", name, tuple(STOCKS))])


def growth():
    """Growth of the largest training sets, as a factor a year, with its published interval."""
    return published.figure("villalobos_2024_dataset_growth").in_unit("")


def run_tokens(name):
    """Tokens that one model was trained on."""
    return published.figure(RUNS[require_choice("name", name, tuple(RUNS))])


def run_year(name):
    """Year of the source that states the tokens of a run."""
    source = published.row(RUNS[require_choice("name", name, tuple(RUNS))]).source
    return int(re.search(r"\((\d{4})", published.cite(source)).group(1))


def share(tokens, of):
    """Share of a stock that `tokens` are, in percent, with the interval that the stock's interval implies.

    >>> share(51e12, stock("indexed web"))
    10 % (95 % interval 2 to 39)
    """
    require_positive("tokens", float(tokens))
    return percent(propagate(np.divide, tokens, of))


def crossing(size, growth):
    """Year in which the largest training set, growing by `growth` a year from that of TEXT_ONLY, equals `size` tokens.

    >>> bool(crossing(run_tokens(TEXT_ONLY).value, 2.4) == run_year(TEXT_ONLY))
    True
    """
    size, growth = require_positive("size", size), require_positive("growth", growth)
    return run_year(TEXT_ONLY) + np.log(size / run_tokens(TEXT_ONLY).value) / np.log(growth)


def crossing_date(name):
    """Crossing at the published stock and growth, as a date with the interval that theirs imply."""
    return propagate(crossing, stock(name), growth(), unit=DATE)


def years_for(factor):
    """Years in which the largest training sets grow by a factor, a number or a quantity."""
    return propagate(lambda times, rate: np.log(times) / np.log(rate), factor, growth(), unit="years")


def years_after(start, date):
    """Years from an exact date to one with an interval, whose ends move by as much."""
    value, low, high = (end - float(start) for end in (date.value, date.low, date.high))
    return replace(date, value=value, low=low, high=high, unit="years", origin="", sample=None)


def with_other_modalities():
    """Indexed web, images and video in tokens, and the factor by which the last two enlarge the first.

    Images and video are published without interval; the factor's is that of the web alone.
    """
    text = stock("indexed web")
    images, video = published.figure("villalobos_2024_images"), published.figure("villalobos_2024_video")
    return text, images, video, (text + images + video) / text
