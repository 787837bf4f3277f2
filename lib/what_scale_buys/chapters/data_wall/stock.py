"""How much text there is, how much a training run reads, and when the second number meets the first."""

import re
from dataclasses import dataclass
from functools import cache

import numpy as np

from scaling_laws.errors import require_choice, require_positive
from scaling_laws.quantity import estimate
from scaling_laws.statistics import central, normal_quantile

from ... import published
from .wording import trillions

SEED = 20241
DRAWS = 20_000
LEVEL = 0.95
FILTERED, EFFECTIVE = "after a quality filter", "filtered, then repeated"
LARGE = "Llama 4 Scout"  # the largest text of a run whose maker states it
TYPICAL = "Llama 3"
START = 2024  # year of the largest data sets from which the published forecast starts
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
PLACES = {  # three places of one project that print one quantity
    "figure of the paper": "villalobos_2024_repetition_adjusted",
    "caption in the paper": "villalobos_2024_effective_stock_fig1",
    "companion post": "villalobos_2024_effective_stock_post",
}
RATES = {
    "paper": "villalobos_2024_dataset_growth",
    "trend page, one version": "epoch_2024_dataset_growth_other",
    "trend page, another": "epoch_2024_dataset_growth_june",
}


@dataclass(frozen=True)
class Stock:
    """Tokens of text under one definition: median, and the ends of the published interval of probability `level`."""

    name: str
    median: float
    low: float
    high: float
    level: float = LEVEL

    @property
    def in_words(self):
        """'510 trillion tokens (95 % interval 130 to 2,100 trillion)'."""
        return trillions(self.median, self.low, self.high, self.level)


def stock(name):
    """One definition of the stock, in tokens. Source: Villalobos et al. 2024, Table 1 and Figure 3.

    Raises
    ------
    InvalidArgument
        If no definition has that name.

    >>> stock("indexed web").median
    510000000000000.0
    """
    require_choice("name", name, tuple(STOCKS))
    row = published.figure(STOCKS[name])
    return Stock(name, row.value, row.low, row.high)


def run_tokens(name):
    """Tokens that one model was trained on."""
    return published.value(RUNS[require_choice("name", name, tuple(RUNS))])


def run_year(name):
    """Year of the source that states the tokens of a run."""
    source = published.row(RUNS[require_choice("name", name, tuple(RUNS))]).source
    return int(re.search(r"\((\d{4})", published.cite(source)).group(1))


def share(tokens, of):
    """Share of a stock that a run reads, as (at the median, at the high end of the stock, at its low end).

    >>> [round(x, 3) for x in share(51e12, stock("indexed web"))]
    [0.1, 0.024, 0.392]
    """
    tokens = require_positive("tokens", tokens)
    return tokens / of.median, tokens / of.high, tokens / of.low


def share_quantity(tokens, of, name=""):
    """The same in percent, with the interval that the stock's interval implies."""
    middle, low, high = (100 * x for x in share(tokens, of))
    return estimate(middle, low, high, unit="%", method="published interval of the stock", level=of.level, name=name)


def crossing(size, growth, start=None):
    """Year in which the largest data set, growing by `growth` a year from `start` tokens, equals `size` tokens.

    >>> round(float(crossing(100e12, 10.0, start=10e12)), 6)
    2025.0
    """
    size, growth = require_positive("size", size), require_positive("growth", growth)
    start = published.value("villalobos_2024_largest_dataset") if start is None else require_positive("start", start)
    return START + np.log(size / start) / np.log(growth)


def _lognormal(rng, low, high, level):
    """Draws whose central interval of probability `level` has these ends."""
    centre, spread = np.log(low * high) / 2, np.log(high / low) / (2 * normal_quantile(level))
    return np.exp(rng.normal(centre, spread, DRAWS))


@cache
def crossing_years(name=EFFECTIVE, seed=SEED):
    """Draws of the crossing year: stock and growth log-normal with their published intervals, independent."""
    rng = np.random.default_rng(seed)
    have, growth = stock(name), published.figure("villalobos_2024_dataset_growth")
    return crossing(_lognormal(rng, have.low, have.high, have.level), _lognormal(rng, growth.low, growth.high, LEVEL))


def crossing_quantity(name=EFFECTIVE):
    """Crossing year at the published medians, with the Monte Carlo interval."""
    centre = crossing(stock(name).median, published.value("villalobos_2024_dataset_growth"))
    low, high = central(crossing_years(name), LEVEL)
    method = "Monte Carlo over the published intervals of stock and growth"
    return estimate(centre, low, high, method=method, level=LEVEL, n=DRAWS)


def disagreement():
    """Crossing years for every printed value of the stock and every printed growth: array (places, rates)."""
    sizes = np.array([published.value(key) for key in PLACES.values()])
    rates = np.array([published.value(key) for key in RATES.values()])
    return crossing(sizes[:, None], rates[None, :])


def with_other_modalities():
    """Indexed web, images and video in tokens, and the factor by which the last two enlarge the first."""
    text = stock("indexed web").median
    images, video = published.value("villalobos_2024_images"), published.value("villalobos_2024_video")
    return text, images, video, (text + images + video) / text
