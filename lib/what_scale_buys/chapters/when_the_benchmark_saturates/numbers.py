"""The named numbers of the chapter."""

from functools import cache

import numpy as np

from scaling_laws.quantity import Numbers, estimate, exact, percent, propagate
from scaling_laws.statistics import LEVEL, deviation, mean, normal_quantile

from ... import published
from ...accepted import with_interval
from . import ceilings, evidence, linking, noise, response, rulers
from .article_step import (
    CORRELATION,
    FOUR_OPTIONS,
    SQUARE_ROOT,
    after,
    before,
    clean_ratio,
    cost_exponents,
    label_ratio,
    same_odds,
)  # fmt: skip
from .rulers import POINTS
from .scores import fewer_errors, points, score
from .wording import count


def _step():
    ratio = rulers.error_ratio(before(), after())
    costs = [rulers.compute_for(ratio, a) for a in cost_exponents()]
    nested = noise.largest_correlation(before(), after())
    own = {test: _bill(ratio, evidence.llama_gain(test, "error exponent", 1)) for test in ("MMLU", "GSM8K")}
    return dict(
        before=percent(before()),
        after=percent(after()),
        fewer=percent(1 - 1 / ratio),
        ratio=exact(ratio, "×"),
        odds_ratio=exact(rulers.odds_ratio(before(), after()), "×"),
        twin_score=percent(same_odds(SQUARE_ROOT)),
        exponent_low=published.figure("article_b_alpha_low"),
        exponent_root=exact(SQUARE_ROOT),
        cost_low=exact(costs[0], "×"),
        cost_root=exact(costs[3], "×"),
        cost_r=_bill(ratio, with_interval(lambda fit: fit.frontier_exponent)),
        cost_mmlu=own["MMLU"],
        cost_gsm8k=own["GSM8K"],
        tenfold_exponent=exact(rulers.exponent_for(ratio, 10)),
        need_unpaired=count(np.ceil(noise.items_needed(before(), after()))),
        correlation=exact(CORRELATION),
        need_paired=count(np.ceil(noise.items_needed(before(), after(), CORRELATION))),
        need_nested=count(np.ceil(noise.items_needed(before(), after(), nested))),
        need_middle=count(np.ceil(noise.items_needed(0.5, 0.5 + after() - before()))),
    )


def _bill(ratio, exponent):
    """Compute factor for a ratio of errors at an exponent, numbers or quantities."""
    return propagate(rulers.compute_for, ratio, exponent, unit="×")


def _noise():
    seed = published.value("madaan_2024_mmlu_seed_sd")
    error = 100 * noise.standard_error(before(), after(), published.value("mmlu_test_items"))
    both = np.hypot(error, np.sqrt(2) * seed)
    step = 100 * (after() - before())
    return dict(
        se_mmlu=exact(error, POINTS),
        seed_sd=exact(seed, POINTS),
        seed_difference=exact(np.sqrt(2) * seed, POINTS),
        z_mmlu=exact(step / error, "standard errors"),
        z_both=exact(step / both, "standard errors"),
    )


def _keys():
    flawed, wrong = ceilings.flaws()
    clean = clean_ratio()
    return dict(
        flawed=percent(flawed),
        wrong=percent(wrong),
        ceiling_flawed=percent(1 - flawed),
        ceiling_wrong=percent(1 - wrong),
        gsm8k_dropped_share=percent(published.value("gsm8k_platinum_removed") / published.value("gsm8k_test_items")),
        step_kept=percent(1 - wrong * (1 + FOUR_OPTIONS)),
        clean_ratio=clean,
        clean_fewer=percent(propagate(lambda ratio: 1 - 1 / ratio, clean)),
        clean_cost_r=_bill(clean, with_interval(lambda fit: fit.frontier_exponent)),
    )


def _rooms():
    hella, gsm, mmlu = ceilings.rooms()
    return dict(
        gsm_left=gsm.left(gsm.loose),
        mmlu_left=mmlu.left(mmlu.loose),
        **{f"{key}_left": test.left(test.loose) for key, test in zip(("gpqa", "swe", "hle"), ceilings.newer())},
        leakage=published.figure("aleithan_2024_leakage"),
        metabench_factor=published.figure("kipnis_2025_factor"),
        unchanged=published.figure("chizhov_2025_unchanged"),
    )


def _loss():
    lambada, hella = (evidence.gpt3_gains(test) for test in evidence.GUESS)
    ppl = [published.value(f"gpt3_lambada_ppl_{size}") for size in (evidence.GPT3[0], evidence.GPT3[-1])]
    first, last, chinchilla = (
        percent(score(key, "lambada_test_items"))
        for key in ("gpt3_lambada_small", "gpt3_lambada_175b", "chinchilla_lambada")
    )
    ogive = evidence.ogive("HellaSwag")
    return dict(
        lambada_gain_first=lambada[0],
        lambada_gain_last=lambada[1],
        hella_gain_first=hella[0],
        hella_gain_last=hella[1],
        hella_middle=ogive.middle(),
        hella_slope=ogive.steepness(),
        ppl_first=exact(ppl[0]),
        ppl_last=exact(ppl[1]),
        lambada_first=first,
        lambada_last=last,
        lambada_chinchilla=chinchilla,
        lambada_at_zero=percent(evidence.ogive("LAMBADA").at_zero()),
    )


def _simulated():
    easy, hard = response.two_sets()["easy"], response.two_sets()["hard"]
    scores, abilities = response.monte_carlo_gaps()
    p = response.expected_score(response.abilities())
    again, fit, reach = linking.replicates(), linking.linked(), normal_quantile(LEVEL)
    top = [
        estimate(a, a - reach * e, a + reach * e, method="maximum likelihood", level=LEVEL, n=response.ITEMS)
        for a, e in ((s[2][-1], s[3][-1]) for s in (easy, hard))
    ]
    return dict(
        models=exact(response.MODELS),
        sim_items=exact(response.ITEMS),
        step_steepest=exact(100 * np.diff(p).max(), POINTS),
        step_last=exact(100 * np.diff(p)[-1], POINTS),
        top_easy=top[0],
        top_hard=top[1],
        se_worst=exact(easy[3][-1]),
        items_worth=exact((easy[3][-1] / easy[3].min()) ** 2, "×"),
        wrong_information=percent(propagate(_information_lost, ceilings.wrong_keys())),
        mc_scores=_root_mean_square(scores),
        mc_abilities=_root_mean_square(abilities),
        mc_count=exact(scores.size + abilities.size),
        link_models=exact(linking.MODELS),
        link_misfit=exact(fit.misfit),
        link_degrees=exact(fit.degrees),
        link_rms=propagate(np.sqrt, mean(np.mean(again**2, axis=1)), unit="standard errors"),
    )


def _information_lost(wrong):
    """Share of the information on the last model that wrong keys take; `wrong` is a number or an array."""
    last = response.abilities()[-1]
    return 1 - np.vectorize(lambda share: response.information(last, wrong=share))(wrong) / response.information(last)


def _root_mean_square(gaps):
    return deviation(np.sqrt(np.mean(gaps**2)), gaps.size)


RULER_KEYS = {POINTS: "points", "log odds": "logit", "error exponent": "exponent"}


def _llama():
    found = {}
    for ruler, key in RULER_KEYS.items():
        first, second = (evidence.llama_gain("MMLU", ruler, step) for step in (0, 1))
        left = evidence.llama_left("MMLU", ruler)
        found |= {f"mmlu_{key}_first": first, f"mmlu_{key}_second": second, f"mmlu_{key}_left": left}
    shown = {size: score(f"ruan_llama31_{size}_mmlu", "mmlu_test_items") for size in evidence.LLAMA}
    return found | dict(
        hellaswag_exponent_left=evidence.llama_left("HellaSwag", "error exponent"),
        mmlu_left_flawed=evidence.llama_left_above(ceilings.flaws()[0]),
        **{f"llama_{size}": percent(q) for size, q in shown.items()},
    )


def _pair():
    points, steps = ({test: evidence.pair_gain(test)[k] for test in evidence.PAIR} for k in (0, 1))
    return dict(
        pair_mmlu=points["MMLU"],
        pair_mmlu_logit=steps["MMLU"],
        pair_mmlu_redux=points["MMLU-Redux"],
        pair_mmlu_pro=points["MMLU-Pro"],
        pair_aime24=points["AIME 2024"],
        pair_aime24_logit=steps["AIME 2024"],
        pair_simpleqa=points["SimpleQA"],
        pair_simpleqa_logit=steps["SimpleQA"],
    )


def horizon():
    """Length of the tasks that the best model with a two-sided interval does half of the time, in hours."""
    return published.figure("metr_2026_opus46_p50").in_unit("hours", 1 / 60)


def _others():
    mmlu, hella = (
        [score(f"{model}_{test}", items) for model in ("gpt35", "gpt4")]
        for test, items in (("mmlu", "mmlu_test_items"), ("hellaswag", "hellaswag_items"))
    )
    return dict(
        gpt_mmlu_points=points(*mmlu),
        gpt_mmlu_ratio=fewer_errors(*mmlu),
        gpt_hellaswag_points=points(*hella),
        gpt_hellaswag_ratio=fewer_errors(*hella),
        **{f"halluc_{model}": published.figure(f"personqa_{model}") for model in ("gpt4o", "gpt45", "o1", "o3")},
        eci_before=published.figure("epoch_eci_rate_before"),
        eci_after=published.figure("epoch_eci_rate_after"),
        horizon=horizon(),
    )


def _exercises():
    kept = [100 * (b - a) for a, b in ((0.5, 0.7), (0.9, 0.94))]
    wide, narrow = (response.slope(3.0, 0.0, s) * 100 for s in (3.0, 1.0))
    ability = [response.expected_score(a) for a in (1.0, 2.0, 3.0)]
    return dict(
        ex_points=exact(kept[0], POINTS),
        ex_points_late=exact(kept[1], POINTS),
        ex_ratio=exact(rulers.error_ratio(0.5, 0.7), "×"),
        ex_perfect_paired=count(np.ceil(noise.items_needed(0.98, 0.99, noise.largest_correlation(0.98, 0.99)))),
        ex_perfect_unpaired=count(np.ceil(noise.items_needed(0.98, 0.99))),
        ex_wide=exact(wide, POINTS),
        ex_narrow=exact(narrow, POINTS),
        ex_score_one=percent(ability[0]),
        ex_score_two=percent(ability[1]),
        ex_score_three=percent(ability[2]),
        ex_wrong_limit=percent(1 - after()),
        ex_clean_two=exact(label_ratio(0.02), "×"),
    )


@cache
def numbers():
    """All numbers of the chapter, by name."""
    return Numbers.of(_step, _noise, _keys, _rooms, _loss, _simulated, _llama, _pair, _others, _exercises)
