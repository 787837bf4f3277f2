"""The named numbers of the chapter."""

from functools import cache

import numpy as np

from scaling_laws.quantity import Numbers, Text, estimate, exact, percent

from ... import published
from ...accepted import hoffmann, unrounded, with_interval
from . import ceilings, evidence, linking, noise, response, rulers
from .noise import LEVEL

POINTS = "points"
SMALL = 100  # items of a small test in the examples
SQUARE_ROOT = 0.5  # the exponent of an average over independent observations
BEFORE, AFTER = (published.value(f"article_c_score_{when}") / 100 for when in ("before", "after"))
FOUR_OPTIONS = 1 / 3  # a wrong answer hits one of the other three
WILSON = "Wilson"
REDRAWN = "binomial redraws of the scores"
DELTA = "delta method, binomial"


def share(value, low, high, *, method, n=None, level=LEVEL):
    """A fraction with its interval, in percent."""
    bounds = (100 * float(v) for v in (value, low, high))
    return estimate(*bounds, unit="%", method=method, level=level, n=n)


def count(number):
    """A whole number written out in full, its thousands apart.

    >>> count(123)
    123
    """
    return Text(f"{int(number):,}".replace(",", "\u202f"))


def wrong_keys():
    """Share of the keys of MMLU that is wrong."""
    return published.value("mmlu_wrong_groundtruth") / 100


def cost_exponents():
    """The four exponents at which the step is priced: {exponent: whose}, smallest first."""
    return {
        published.value("article_b_alpha_low"): "article B, low end",
        published.value("article_b_alpha_high"): "article B, high end",
        hoffmann().frontier_exponent: "reducible loss",
        SQUARE_ROOT: "square root",
    }


def label_ratio(wrong=None):
    """How many times fewer true errors stand behind the article's two scores if a share `wrong` of keys is wrong."""
    wrong = wrong_keys() if wrong is None else wrong
    return float(rulers.error_ratio(*(noise.without_wrong_keys(s, wrong, FOUR_OPTIONS) for s in (BEFORE, AFTER))))


def _step():
    ratio = rulers.error_ratio(BEFORE, AFTER)
    costs = [rulers.compute_for(ratio, a) for a in cost_exponents()]
    low, high = (published.value(f"miller_2024_correlation_{end}") for end in ("low", "high"))
    nested = noise.largest_correlation(BEFORE, AFTER)
    rates = [evidence.llama_gain(test, "error exponent", 1)[0] for test in ("MMLU", "GSM8K")]
    return dict(
        before=percent(BEFORE),
        after=percent(AFTER),
        step=exact(100 * (AFTER - BEFORE), POINTS),
        fewer=percent(1 - 1 / ratio),
        ratio=exact(ratio, "×"),
        odds_before=exact(rulers.odds(BEFORE)),
        odds_after=exact(rulers.odds(AFTER)),
        odds_ratio=exact(rulers.odds_ratio(BEFORE, AFTER), "×"),
        twin_score=percent(_same_odds(SQUARE_ROOT)),
        exponent_low=published.figure("article_b_alpha_low"),
        exponent_high=published.figure("article_b_alpha_high"),
        exponent_h=exact(hoffmann().frontier_exponent),
        exponent_r=with_interval(lambda fit: fit.frontier_exponent),
        exponent_root=exact(SQUARE_ROOT),
        cost_low=exact(costs[0], "×"),
        cost_high=exact(costs[1], "×"),
        cost_h=exact(costs[2], "×"),
        cost_h_unrounded=exact(rulers.compute_for(ratio, unrounded().frontier_exponent), "×"),
        cost_root=exact(costs[3], "×"),
        cost_r=with_interval(lambda fit: ratio ** (1 / fit.frontier_exponent), unit="×"),
        cost_mmlu=exact(rulers.compute_for(ratio, rates[0]), "×"),
        cost_gsm8k=exact(rulers.compute_for(ratio, rates[1]), "×"),
        tenfold_exponent=exact(rulers.exponent_for(ratio, 10)),
        correlation_low=published.figure("miller_2024_correlation_low"),
        correlation_high=published.figure("miller_2024_correlation_high"),
        correlation_nested=exact(nested),
        need_unpaired=count(np.ceil(noise.items_needed(BEFORE, AFTER))),
        need_low=count(np.ceil(noise.items_needed(BEFORE, AFTER, low))),
        need_high=count(np.ceil(noise.items_needed(BEFORE, AFTER, high))),
        need_nested=count(np.ceil(noise.items_needed(BEFORE, AFTER, nested))),
        need_point=count(np.ceil(noise.items_needed(0.96, AFTER))),
        need_middle=count(np.ceil(noise.items_needed(0.5, 0.5 + AFTER - BEFORE))),
    )


def _same_odds(score):
    """Score that the same odds ratio as the article's step reaches from `score`."""
    odds = rulers.odds(score) * rulers.odds_ratio(BEFORE, AFTER)
    return odds / (1 + odds)


def _noise():
    seed = published.value("madaan_2024_mmlu_seed_sd")
    errors = {
        name: 100 * noise.standard_error(BEFORE, AFTER, n)
        for name, n in (
            ("small", SMALL),
            ("gsm8k", published.value("gsm8k_test_items")),
            ("mmlu", published.value("mmlu_test_items")),
        )
    }
    both = np.hypot(errors["mmlu"], np.sqrt(2) * seed)
    step = 100 * (AFTER - BEFORE)
    flawed, wrong = ceilings.flaws()
    n = int(published.value("mmlu_redux_items"))
    gsm = published.value("gsm8k_test_items")
    clean = label_ratio()
    reach = [share(*row, method=WILSON, n=n) for row in (flawed, wrong)]
    return dict(
        se_small=exact(errors["small"], POINTS),
        se_gsm8k=exact(errors["gsm8k"], POINTS),
        se_mmlu=exact(errors["mmlu"], POINTS),
        items_small=exact(SMALL),
        items_gsm8k=count(published.value("gsm8k_test_items")),
        items_mmlu=count(published.value("mmlu_test_items")),
        seed_sd=exact(seed, POINTS),
        seed_difference=exact(np.sqrt(2) * seed, POINTS),
        z_mmlu=exact(step / errors["mmlu"], "standard errors"),
        z_both=exact(step / both, "standard errors"),
        flawed=reach[0],
        wrong=reach[1],
        ceiling_flawed=percent(1 - flawed[0]),
        ceiling_wrong=percent(1 - wrong[0]),
        gsm8k_dropped=exact(published.value("gsm8k_platinum_removed")),
        gsm8k_dropped_share=percent(published.value("gsm8k_platinum_removed") / gsm),
        gsm8k_mended=exact(published.value("gsm8k_platinum_relabelled")),
        shrunk_step=exact(
            step * (1 - wrong_keys() * (1 + FOUR_OPTIONS)),
            POINTS,
        ),
        clean_ratio=exact(clean, "×"),
        clean_fewer=percent(1 - 1 / clean),
        clean_cost_h=exact(rulers.compute_for(clean, hoffmann().frontier_exponent), "×"),
        clean_cost_r=with_interval(lambda fit: clean ** (1 / fit.frontier_exponent), unit="×"),
    )


def _rooms():
    hella, gsm, mmlu = ceilings.rooms()
    return dict(
        hella_best=percent(hella.best),
        hella_human=percent(hella.loose),
        hella_left=percent(hella.left(hella.loose)),
        gsm_best=percent(gsm.best),
        gsm_strict=percent(gsm.strict),
        gsm_loose=percent(gsm.loose),
        gsm_left=percent(gsm.left(gsm.loose)),
        mmlu_best=percent(mmlu.best),
        mmlu_left=percent(mmlu.left(mmlu.loose)),
        mmlu_left_strict=percent(mmlu.left(mmlu.strict)),
        mmlu_expert=published.figure("human_expert_mmlu"),
    )


def _loss():
    loss = evidence.gpt3_loss()
    lam, hella = (10 * np.diff(evidence.gpt3_score(t)) * 100 / -np.diff(loss) / 100 for t in evidence.GUESS)
    level, slope, low, high = evidence.ogive("HellaSwag")
    ppl = [published.value(f"gpt3_lambada_ppl_{size}") for size in (evidence.GPT3[0], evidence.GPT3[-1])]
    lambada = [published.figure(f"gpt3_lambada_{size}") for size in (evidence.GPT3[0], evidence.GPT3[-1])]
    at_zero = response.expected_score(evidence.ogive("LAMBADA")[0], 0, 0)
    return dict(
        loss_first=exact(loss[0], "nats"),
        loss_last=exact(loss[-1], "nats"),
        lambada_gain_first=exact(lam[0], POINTS),
        lambada_gain_last=exact(lam[-1], POINTS),
        hella_gain_first=exact(hella[0], POINTS),
        hella_gain_last=exact(hella[-1], POINTS),
        hella_middle=exact(-level / slope, "nats"),
        hella_slope=estimate(-slope, -high, -low, method="least squares on probits", level=LEVEL, n=loss.size),
        ppl_first=exact(ppl[0]),
        ppl_last=exact(ppl[1]),
        lambada_first=lambada[0],
        lambada_last=lambada[1],
        lambada_chinchilla=published.figure("chinchilla_lambada"),
        lambada_at_zero=percent(at_zero),
    )


def monte_carlo():
    """Standardised gaps of the item-response simulation: scores from the closed form, abilities from the truth."""
    truth, scores, abilities = response.abilities(), [], []
    for key, mean in (("easy", response.EASY), ("hard", response.HARD)):
        kept, score, ability, error = response.two_sets()[key]
        p = response.expected_score(truth[kept], mean)
        scores.append((score - p) / np.sqrt(p * (1 - p) / response.ITEMS))
        abilities.append((ability - truth[kept]) / error)
    return np.concatenate(scores), np.concatenate(abilities)


def _simulated():
    easy, hard = response.two_sets()["easy"], response.two_sets()["hard"]
    scores, abilities = monte_carlo()
    p = response.expected_score(response.abilities())
    again, fit = linking.replicates(), linking.linked()
    top = [
        estimate(a, a - 1.96 * e, a + 1.96 * e, method="maximum likelihood", level=LEVEL, n=response.ITEMS)
        for a, e in ((s[2][-1], s[3][-1]) for s in (easy, hard))
    ]
    flawed = response.information(response.abilities()[-1], wrong=wrong_keys())
    return dict(
        models=exact(response.MODELS),
        sim_items=exact(response.ITEMS),
        ability_step=exact(response.abilities()[1] - response.abilities()[0]),
        step_steepest=exact(100 * np.diff(p).max(), POINTS),
        step_last=exact(100 * np.diff(p)[-1], POINTS),
        top_score=percent(p[-1]),
        top_true=exact(response.abilities()[-1]),
        top_easy=top[0],
        top_hard=top[1],
        se_best=exact(easy[3].min()),
        se_worst=exact(easy[3][-1]),
        items_worth=exact((easy[3][-1] / easy[3].min()) ** 2, "×"),
        wrong_information=percent(1 - flawed / response.information(response.abilities()[-1])),
        mc_scores=exact(np.sqrt(np.mean(scores**2)), "standard errors"),
        mc_abilities=exact(np.sqrt(np.mean(abilities**2)), "standard errors"),
        mc_worst=exact(max(np.abs(scores).max(), np.abs(abilities).max()), "standard errors"),
        mc_count=exact(scores.size + abilities.size),
        link_models=exact(linking.MODELS),
        link_misfit=exact(fit.misfit),
        link_degrees=exact(fit.degrees),
        link_rms=exact(np.sqrt(np.mean(again**2)), "standard errors"),
        link_repeats=exact(len(again)),
        link_worst=exact(np.abs(fit.ability - linking.truth()).max()),
    )


RULER_KEYS = {"points": "points", "log odds": "logit", "error exponent": "exponent"}


def _llama():
    found = {}
    for test in evidence.LLAMA_TESTS:
        n = int(published.value(evidence.LLAMA_ITEMS[test]))
        for ruler, key in RULER_KEYS.items():
            for step, when in enumerate(("first", "second")):
                gain = evidence.llama_gain(test, ruler, step)
                found[f"{test.lower()}_{key}_{when}"] = estimate(*gain, method=REDRAWN, level=LEVEL, n=n)
            found[f"{test.lower()}_{key}_left"] = estimate(
                *evidence.llama_left(test, ruler), method=REDRAWN, level=LEVEL, n=n
            )
    n = int(published.value("mmlu_test_items"))
    for (rate, *_), name in zip(ceilings.flaws(), ("flawed", "wrong")):
        found[f"mmlu_left_{name}"] = estimate(*evidence.llama_left_above(rate), method=REDRAWN, level=LEVEL, n=n)
    card = [evidence.llama_gain("MMLU", "points", step, "card") for step in (0, 1)]
    found |= {
        f"card_points_{when}": estimate(*gain, method=REDRAWN, level=LEVEL, n=n)
        for when, gain in zip(("first", "second"), card)
    }
    return found | {
        f"llama_{size}": exact(100 * s, "%") for size, s in zip(evidence.LLAMA, evidence.llama_score("MMLU"))
    }


def _pair():
    found = {}
    for test, (stem, _) in evidence.PAIR.items():
        points, steps = evidence.pair_gain(test)
        n = evidence.pair_score(test)[2]
        found[f"pair_{stem}"] = estimate(*points, unit=POINTS, method=DELTA, level=LEVEL, n=n)
        found[f"pair_{stem}_logit"] = estimate(*steps, method=DELTA, level=LEVEL, n=n)
    pair = {
        name: [published.value(key) / 100 for key in keys]
        for name, keys in (
            ("raw", ("mmlu_llama31_405b_deepseek", "mmlu_deepseek_v3")),
            ("redux", ("mmlu_redux_llama31_405b", "mmlu_redux_deepseek_v3")),
        )
    }
    for name, (low, high) in pair.items():
        items = published.value("mmlu_test_items" if name == "raw" else "mmlu_redux_items")
        half = 196 * noise.standard_error(low, high, items)
        gap = 100 * (high - low)
        found[f"v3_gap_{name}"] = estimate(
            gap, gap - half, gap + half, unit=POINTS, method="binomial, unpaired", level=LEVEL, n=int(items)
        )
        found[f"v3_ratio_{name}"] = exact(rulers.error_ratio(low, high), "×")
    for test in ("mmlu", "gsm8k", "hellaswag"):
        low, high = (published.value(f"{model}_{test}") / 100 for model in ("gpt35", "gpt4"))
        found[f"gpt_{test}_points"] = exact(100 * (high - low), POINTS)
        found[f"gpt_{test}_ratio"] = exact(rulers.error_ratio(low, high), "×")
    rates = {f"halluc_{m}": published.figure(f"personqa_{m}") for m in ("gpt4o", "gpt45", "o1", "o3")}
    eci = {f"eci_{when}": published.figure(f"epoch_eci_rate_{when}") for when in ("before", "after")}
    return found | rates | eci | dict(horizon=published.figure("metr_horizon_claude37"))


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
        ex_wrong_limit=percent(1 - AFTER),
        ex_clean_two=exact(label_ratio(0.02), "×"),
    )


@cache
def numbers():
    """All numbers of the chapter, by name."""
    parts = (_step, _noise, _rooms, _loss, _simulated, _llama, _pair, _exercises)
    return Numbers(**{key: value for part in parts for key, value in part().items()})
