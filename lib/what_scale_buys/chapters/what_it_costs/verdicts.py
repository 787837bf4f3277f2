"""The claims of the three articles that this chapter judges."""

import numpy as np

from ... import published
from ...accepted import bounds, draws, hoffmann, refit
from ...claims import Claim, Claims
from . import bill, growth
from . import judges as judge
from .growth import rate
from .numbers import algorithm_rate, price_fall
from .numbers_energy import GIGA, POWER_YEAR

CHAPTER = "14_what_it_costs"
V = published.value
COMPUTE, MONEY, HARDWARE = (rate(name).value for name in ("compute", "money", "price-performance"))
GAMMA_H = float(hoffmann().frontier_exponent)
GAMMA_R = (float(refit().frontier_exponent), *map(float, bounds(draws().frontier_exponent)))
EXCHANGE = float(np.log(V("article_c_exchange_gain")) / np.log(V("article_c_exchange_compute")))
CENTRES = float(growth.per_year(V("iea_2025_dc_2030") / V("iea_2025_dc_2024"), POWER_YEAR - 2024))
FREE = 0.4  # a world in which runs get cheaper faster than compute grows


def _share(gain):
    """Share of an algorithmic gain (over the period of the dispute) in the growth of effective compute."""
    part = np.log(algorithm_rate(gain))
    return float(part / (part + np.log(COMPUTE)))


def _llama31(grid):
    return bill.emissions(bill.energy(V("llama31_total_gpuh"), V("hw_h100_tdp")), V(f"olmo_table6_{grid}_grid"))


def claim(claim_id, paraphrase, judging, would_change, inputs, opposite=None, pro=(), contra=()):
    return Claim(claim_id, paraphrase, CHAPTER, judging, would_change, inputs, opposite or {}, pro, contra)


CLAIMS = Claims(
    claim(
        "B25",
        "Better hardware mitigates the cost of scaling.",
        judge.judge_b25,
        "Operations per dollar that grow as fast as training compute.",
        dict(
            compute=COMPUTE,
            money=MONEY,
            hardware=HARDWARE,
            drawn=(growth.draws("compute"), growth.draws("price-performance")),
        ),
        dict(hardware=2 * COMPUTE),
        ("hobbhahn2022gpu",),
        ("cottier2024rising", "epoch2024compute"),
    ),
    claim(
        "B27",
        "The growing demand for data, compute and energy may become unsustainable.",
        judge.judge_b27,
        "Power per run that grows no faster than the supply of electricity to data centres.",
        dict(
            power=rate("power").value,
            drawn=growth.draws("power"),
            start=V("run_grok3_power") / GIGA,
            years=POWER_YEAR - V("run_grok3_year"),
            ceiling=published.figure("epoch_2030_power_campus_low").high,
            centres=CENTRES,
        ),
        dict(power=1.1, drawn=np.full(growth.DRAWS, 1.1)),
        ("epoch2024power", "sevilla2024scaling"),
        ("iea2025energy",),
    ),
    claim(
        "B30",
        "The energy of large trainings raises concern about their carbon.",
        judge.judge_b30,
        "Emissions by location that are small, or a rule of accounting that all parties accept.",
        dict(
            location=V("llama31_total_co2"),
            market=V("llama31_total_co2_market"),
            clean=_llama31("bloom_176b"),
            dirty=_llama31("olmo_7b_a100"),
        ),
        dict(market=V("llama31_total_co2")),
        ("patterson2021carbon", "groeneveld2024olmo"),
        ("meta2024llama31card",),
    ),
    claim(
        "C4",
        "The law set off an arms race worth a trillion dollars.",
        judge.judge_c4,
        "Published accounts of what was spent on training, by firm and year.",
        dict(claimed=V("article_c_race"), run=V("cottier_2024_later_grok3_cost"), spending=V("openai_rd_compute_2025")),
        dict(claimed=V("cottier_2024_later_grok3_cost")),
        (),
        ("cottier2024rising", "epoch2025gpt5"),
    ),
    claim(
        "C12",
        "Improvement per dollar of compute is declining.",
        judge.judge_c12,
        "Costs of frontier runs that stop growing while their loss goes on falling.",
        dict(money=MONEY, compute=COMPUTE, price_fall=float(price_fall()), gamma_h=GAMMA_H, gamma_r=GAMMA_R),
        dict(money=FREE),
        ("cottier2024rising",),
        ("epoch2025prices", "appenzeller2024llmflation"),
    ),
    claim(
        "C54",
        "If returns diminish, the advantage passes from those with capital to those with research.",
        judge.judge_c54,
        "A series of models from laboratories of different size, explained by spending and by methods.",
        dict(
            money=MONEY,
            share_low=_share(V("gundlach_2025_with_literature")),
            share_high=_share(V("ho_2024_algorithmic_gain")),
            advantage=None,
        ),
        dict(advantage=0.8),
        ("ho2024algorithmic", "deepseek2024v3"),
        ("gundlach2025origin", "cottier2024rising"),
    ),
    claim(
        "C57",
        "If ten times the compute buys twice the improvement, the return on ever larger clusters declines.",
        judge.judge_c57,
        "A measured value function: what buyers pay for a given cut of loss or error.",
        dict(exchange=EXCHANGE, gamma_h=GAMMA_H, gamma_r=GAMMA_R, elasticity=None),
        dict(elasticity=1.0),
        ("epoch2024chinchillacode", "hoffmann2022training"),
        (),
    ),
    claim(
        "X5",
        "The three articles agree on the return on scale.",
        judge.judge_x5,
        "A value function in any of the articles under which all three sentences hold.",
        dict(b_high=True, a_doubts=True, c_declines=True),
        dict(b_high=False),
    ),
)
