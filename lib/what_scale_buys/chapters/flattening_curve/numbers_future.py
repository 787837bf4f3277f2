"""Numbers on the last step's cost, on floors, and in the exercises."""

import numpy as np

from scaling_laws.quantity import Quantity, exact, percent

from ... import published
from ...accepted import FITS, hoffmann, with_interval
from . import bars, floors, generations
from .surfaces import FUTURE, moment, pure_cut

UTILISATION = 0.4  # assumed share of peak speed
WIDE = (4.0, 6.0)  # decades of compute that a better experiment would span
PRICE = 2.0  # assumed dollars per GPU-hour


def cost():
    C = moment("giant")
    hours = C / (published.value("hw_h100_flops") * UTILISATION * 3600)
    energy = hours * published.value("epoch_2030_h100_allin") / 1e12
    cuts = dict(zip("hr", map(_last_cut, bars.published_path().values())))
    other = published.value("hoffmann_2022_tablea3_approach3_10t_flop")
    return {
        "giant_hours": exact(hours, "GPU-hours"),
        "giant_dollars": exact(hours * PRICE, "dollars"),
        "giant_energy": exact(energy, "TWh"),
        "giant_energy_share": percent(energy / published.value("iea_2025_dc_2024")),
        "giant_cut_h": Quantity(cuts["h"], "%"),
        "giant_cut_r": Quantity(cuts["r"], "%"),
        "giant_price_h": exact(hours * PRICE / cuts["h"], "dollars"),
        "giant_price_r": exact(hours * PRICE / cuts["r"], "dollars"),
        "giant_dispute": exact(other / C, "×"),
        "giant_tokens": exact(published.value("hoffmann_2022_table3_10t_tokens"), "tokens"),
        "text_stock": published.figure("villalobos_2024_quality_adjusted"),
        "utilisation": percent(UTILISATION),
        "hour_price": exact(PRICE, "dollars"),
    }


def _last_cut(loss):
    return 100 * (1 - loss[-1] / loss[-2])


def floor_numbers():
    noise, decades = floors.scatter(), floors.published_decades()
    runs = int(published.value("hoffmann_2022_isoflop_budgets"))
    many = int(published.value("besiroglu_2024_points_fitted"))
    profiles = floors.simulated_labs(decades, noise)[2]
    rejects_zero, _ = floors.verdict_shares(profiles)
    low, high = floors.median_interval(profiles)
    found = {
        "scatter": percent(noise),
        "threshold": exact(floors.THRESHOLD),
        "runs": exact(runs),
        "many_runs": exact(many),
        "decades": exact(decades),
        "simulated": exact(floors.LABS),
        "rejects_zero": percent(rejects_zero),
        "rejects_zero_one_decade": percent(floors.verdict_shares(floors.simulated_labs(1.0, noise)[2])[0]),
        "floor_low": exact(low, "nats/token"),
        "floor_high": exact(high, "nats/token"),
        "floor_h": published.figure("hoffmann_2022_fit_e"),
        "floor_r": with_interval(lambda s: s.E, "nats/token"),
        "floor_kaplan_guess": published.figure("kaplan_2020_breakdown_l"),
        "future": exact(FUTURE, "FLOP"),
        "future_r": with_interval(lambda s: s.frontier.loss(FUTURE), "nats/token"),
        "future_h": exact(hoffmann().frontier.loss(FUTURE), "nats/token"),
        "floor_least": exact(min(v[0] for v in floors.published_floors().values() if v[0] > 0), "nats/token"),
        "floor_most": exact(max(v[0] for v in floors.published_floors().values()), "nats/token"),
    }
    for name, count in (("few", runs), ("many", many)):
        delta, law, _ = floors.sinking_floor(count)
        found |= {f"sinking_{name}": exact(delta), f"future_sinking_{name}": exact(law(FUTURE), "nats/token")}
    return found


def exercise_numbers():
    """Answers of the exercises."""
    doublings = 2 * np.log2(10)
    first, points = generations.exponent_estimates("GSM8K")[0].value, generations.llama_accuracy("GSM8K")
    observed = generations.per_decade(points, generations.llama_compute())
    few = int(published.value("hoffmann_2022_isoflop_budgets"))
    found = {
        f"bar_{i + 1}_per_doubling": Quantity(100 * (1 - (1 - bar / 100) ** (1 / doublings)), "%")
        for i, bar in enumerate(bars.article_bars())
    }
    for short, fit in zip("hr", FITS.values()):
        surface = fit()
        found[f"one_percent_share_{short}"] = percent(_share_for_one_percent(surface))
        found[f"one_percent_compute_{short}"] = exact(_compute_for_one_percent(surface), "FLOP")
    return found | {
        "geometric_bar_3": Quantity(_geometric_bar(3), "%"),
        "geometric_bar_4": Quantity(_geometric_bar(4), "%"),
        "decades_first": exact(generations.growth(generations.llama_compute())[0]),
        "decades_second": exact(generations.growth(generations.llama_compute())[1]),
        "points_ratio_predicted": exact(10**-first),
        "points_ratio_observed": exact(observed[1] / observed[0]),
        "wide_decades": exact(WIDE[0]),
        "wider_decades": exact(WIDE[1]),
        "sinking_wide": exact(floors.sinking_floor(few, WIDE[0])[0]),
        "sinking_wider": exact(floors.sinking_floor(few, WIDE[1])[0]),
    }


def _geometric_bar(i):
    first, second = bars.article_bars()[:2]
    return first * (second / first) ** (i - 1)


def _share_for_one_percent(surface):
    return 1 / pure_cut(surface.frontier_exponent)


def _compute_for_one_percent(surface):
    """Compute at which a doubling cuts the loss by one percent."""
    share = _share_for_one_percent(surface)
    return surface.compute_for_loss(surface.E / (1 - share))
