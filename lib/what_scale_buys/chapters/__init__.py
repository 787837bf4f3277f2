"""One room per chapter: its numbers, figures, explorables, claims and cards."""

from importlib import import_module
from pkgutil import iter_modules

TITLES = {
    "01_law_that_built_an_industry": "The law that built an industry",
    "02_flattening_curve": "The flattening curve",
    "03_chinchilla_correction": "The Chinchilla correction",
    "04_fit_your_own_runs": "Fit your own runs",
    "05_scaling_law_measured": "A scaling law, measured",
    "06_data_wall": "The data wall",
    "07_why_a_power_law": "Why a power law at all",
    "08_when_the_benchmark_saturates": "When the benchmark saturates",
    "09_emergence_mirage": "The emergence mirage",
    "10_small_gains_compound": "Small gains compound",
    "11_structure_against_size": "Structure against size",
    "12_smaller_models_better_data": "Smaller models, better data",
    "13_thinking_longer": "Thinking longer",
    "14_what_it_costs": "What it costs",
    "15_what_next": "What next",
    "references": "The articles' references",
}


def chapter_of(module):
    """File name of the chapter to which a module's room belongs; "" for a module that is in no room.

    >>> chapter_of("what_scale_buys.chapters.data_wall.claims")
    '06_data_wall'
    """
    topic = module.removeprefix(f"{__name__}.").partition(".")[0]
    return next((name for name in TITLES if name.partition("_")[2] == topic), "")


def rooms():
    """All rooms by topic, in the order of the book; imports them."""
    topics = {found.name for found in iter_modules(__path__) if found.ispkg}
    return {t: import_module(f"{__name__}.{t}") for t in sorted(topics, key=lambda t: chapter_of(f"{__name__}.{t}"))}
