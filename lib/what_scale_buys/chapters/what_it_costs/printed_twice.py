"""Quantities for which the literature prints two values."""

from functools import cache

from scaling_laws.quantity import exact

from ... import published
from . import bill, growth

V = published.value


@cache
def disagreements():
    """Quantities that sources print twice, as {name: (one value, the other)}; order of printing, not of size."""
    return {
        "GPT-2, FLOP": (V("run_gpt2_flop"), V("run_gpt2_flop_old")),
        "Gopher, FLOP": (V("hoffmann_2022_gopher_budget"), V("run_gopher_flop")),
        "GPT-4.5, FLOP": (V("run_gpt45_db_flop"), V("run_gpt45_flop_later")),
        "GPT-3, energy": (V("patterson_2021_gpt3_mwh"), bill.gpt3_by_power_and_time()),
        "GPT-4, dollars": (V("cottier_2024_gpt4_cost_capex"), V("cottier_2024_later_gpt4_cost")),
        "Llama 3.1 405B, dollars": (
            V("cottier_2024_llama31_405b_cost_capex"),
            V("cottier_2024_later_llama31_405b_cost"),
        ),
        "Grok-3, dollars": (V("cottier_2024_grok3_cost_capex"), V("cottier_2024_later_grok3_cost")),
        "chip efficiency, ten years": (V("epoch_hw_efficiency_10y"), V("epoch_leading_hw_efficiency") ** growth.DECADE),
        "algorithms, slowest halving": (
            published.figure("ho_2024_halving_abstract").high,
            published.figure("ho_2024_halving_proceedings").high,
        ),
        "algorithms, all scales": (V("gundlach_2025_accounted"), V("ho_2024_algorithmic_gain")),
        "algorithms, one scale": (V("gundlach_2025_with_literature"), V("ho_2024_algorithmic_gain")),
    }


def ratio(pair):
    """The larger over the smaller of two numbers."""
    return max(pair) / min(pair)


def apart():
    """The ratios as named numbers."""
    ratios = {name: ratio(pair) for name, pair in disagreements().items()}
    return dict(
        dis_gpt2=exact(ratios["GPT-2, FLOP"], "×"),
        dis_gopher=exact(ratios["Gopher, FLOP"], "×"),
        dis_gpt45=exact(ratios["GPT-4.5, FLOP"], "×"),
        dis_gpt4=exact(ratios["GPT-4, dollars"], "×"),
        dis_chips=exact(ratios["chip efficiency, ten years"], "×"),
        dis_algorithms=exact(ratios["algorithms, all scales"], "×"),
        dis_algorithms_one=exact(ratios["algorithms, one scale"], "×"),
    )
