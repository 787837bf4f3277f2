"""The named numbers of the chapter."""

from functools import cache

import numpy as np

from scaling_laws.quantity import Numbers, Text, estimate, exact, listing, percent, propagate
from scaling_laws.statistics import central

from ... import accepted, published
from ...accepted import refit, with_interval
from ...experiments.registered import counts
from ...words import sign
from . import measured_here, mixture, models, recall, routing, ties

SMALL_BUDGET, MIDDLE_BUDGET, LARGE_BUDGET = 1e19, 1e20, 1e25
SMALL_BASE, LARGE_BASE = 1e8, 1e11
EXPERTS = 64
WORLD = mixture.World()
MEMORY = recall.Memory()
BIG_MEMORY = recall.Memory(dimension=4 * recall.DIMENSION)
BLURRED = recall.Memory(blur=2.0)
FACTS = 1024
SEEDS = 5
MIXTRAL_PAIR = ("mmlu_mixtral", "mmlu_llama2_70b_mixtral")  # each pair as the makers of the mixture evaluated it
V2_PAIR = ("deepseek_v2_mmlu", "deepseek_67b_mmlu")
SERVED = (256, 8)  # experts and experts chosen for a token, in the example of a batch


def count(number):
    """A whole number with all its digits."""
    return Text(f"{int(number):,}".replace(",", "\u202f"))


def sizes():
    """The article's small and big model, and the tokens of the starved and of the well-fed big one."""
    small, big = published.value("article_a_small_model"), published.value("article_a_big_model")
    return small, big, published.value("gpt3_tokens"), ties.AMPLE


def rounded(value, draws, unit="×"):
    """A number with the interval that the rounding of the printed coefficients leaves."""
    low, high = central(draws, routing.LEVEL)
    return estimate(value, low, high, unit=unit, method=routing.METHOD, level=routing.LEVEL, n=routing.DRAWS)


def clark_gain(N, experts=EXPERTS):
    law, draws = routing.clark(), routing.clark(rounded=True)
    return rounded(law.gain(N, experts), draws.gain(N, experts))


def krajewski_gain(C, granularity=None):
    value = float(routing.optimal_gain(C, granularity)[0])
    return rounded(value, routing.optimal_gain(C, granularity, rounded=True)[:, 0])


def fixed_gain(active):
    tokens = published.value("clark_2022_tokens")
    value = float(routing.fixed_token_gain(active, tokens)[0])
    return rounded(value, routing.fixed_token_gain(active, tokens, rounded=True)[:, 0])


def _mixtures():
    old, middle, new = models.mixtures()
    pair, hours = models.matched(), models.wall_clock()
    ling, deepseek = models.same_text().values()
    items = published.value("mmlu_test_items")
    one, shared = models.expert_size(old.total, old.active, 8, 2)
    return dict(
        mixtral_share=percent(old.share),
        v2_share=percent(middle.share),
        v3_share=percent(new.share),
        v3_active=exact(new.active, "parameters"),
        v3_total=exact(new.total, "parameters"),
        v3_memory=exact(new.gigabytes, "GB"),
        v3_active_memory=exact(models.BYTES * new.active / 1e9, "GB"),
        llama_memory=exact(models.dense()[-1].gigabytes, "GB"),
        pair_compute=exact(pair.compute, "×"),
        pair_hours=exact(pair.hours, "×"),
        mmlu_moe=models.scored(pair.mmlu[0], items),
        mmlu_dense=models.scored(pair.mmlu[1], items),
        mmlu_gap=models.score_gap(*pair.mmlu, items),
        redux_moe=exact(pair.redux[0], "%"),
        redux_dense=exact(pair.redux[1], "%"),
        bits_moe=exact(pair.bits[0], "bits/byte"),
        bits_dense=exact(pair.bits[1], "bits/byte"),
        bits_excess=percent(pair.bits[0] / pair.bits[1] - 1),
        by_loss=models.by_loss(),
        ling_saving=exact(ling.saving, "×"),
        ling_memory=exact(ling.memory, "×"),
        deepseek_saving=exact(deepseek.saving, "×"),
        deepseek_memory=exact(deepseek.memory, "×"),
        ling_models=exact(published.value("tian_2025_models"), "models"),
        fewer_active=percent(hours.fewer_active),
        fewer_hours=percent(hours.fewer_hours),
        active_left=percent(1 - hours.fewer_active),
        hours_left=percent(1 - hours.fewer_hours),
        realised=percent(hours.realised),
        v2_gap=models.score_gap(*map(published.value, V2_PAIR), items),
        mixtral_gap=models.score_gap(*map(published.value, MIXTRAL_PAIR), items),
        touched_few=percent(models.experts_touched(*SERVED, 16)),
        served_experts=exact(SERVED[0]),
        served_chosen=exact(SERVED[1]),
        mixtral_work=exact(models.dense()[0].active / old.active, "×"),
        ex_expert=exact(one, "parameters"),
        ex_shared=exact(shared, "parameters"),
        ex_naive=percent(2 / 8),
    )


def _laws():
    law, drawn = routing.clark(), routing.clark(rounded=True)
    example = published.value("clark_2022_example_base"), published.value("clark_2022_example_experts")
    v3 = models.mixtures()[-1]
    return dict(
        clark_small=clark_gain(SMALL_BASE),
        clark_large=clark_gain(LARGE_BASE),
        clark_cutoff=rounded(law.cutoff, drawn.cutoff, "parameters"),
        clark_cutoff_printed=published.figure("clark_2022_sbase_cutoff"),
        clark_tokens=published.figure("clark_2022_tokens"),
        clark_example=rounded(law.effective_parameters(*example), drawn.effective_parameters(*example), "parameters"),
        clark_example_printed=published.figure("clark_2022_example_effective"),
        clark_example_base=exact(example[0], "parameters"),
        clark_example_experts=exact(example[1]),
        clark_v3=clark_gain(v3.active, experts=v3.total / v3.active),
        kraj_v3=krajewski_gain(published.value("run_deepseek_v3_flop")),
        experts=exact(EXPERTS),
        kraj_small=krajewski_gain(SMALL_BUDGET),
        kraj_middle=krajewski_gain(MIDDLE_BUDGET),
        kraj_large=krajewski_gain(LARGE_BUDGET),
        kraj_coarse_small=krajewski_gain(SMALL_BUDGET, 1),
        kraj_coarse_large=krajewski_gain(LARGE_BUDGET, 1),
        kraj_middle_printed=exact(published.value("krajewski_2024_saving_1e20"), "×"),
        kraj_large_printed=exact(published.value("krajewski_2024_saving_1e25"), "×"),
        kraj_fixed_small=fixed_gain(SMALL_BASE),
        kraj_fixed_large=fixed_gain(LARGE_BASE),
        kraj_expansion=exact(published.value("krajewski_2024_expansion")),
        kraj_range=exact(routing_range(), "FLOP"),
        kraj_wrong=exact(active_reading(), "×"),
        middle_budget=exact(MIDDLE_BUDGET, "FLOP"),
        large_budget=exact(LARGE_BUDGET, "FLOP"),
        small_base=exact(SMALL_BASE, "parameters"),
        large_base=exact(LARGE_BASE, "parameters"),
    )


def routing_range():
    """Largest training compute behind the fine-grained fit: its largest mixture on its most tokens, without router."""
    moe, _ = routing.krajewski()
    active = 12 / (4 + 8 * moe.expansion) * published.value("krajewski_2024_params_high")
    return 6 * active * published.value("krajewski_2024_tokens_high")


def active_reading(C=1e20):
    """Gain at C FLOP if N in the fine-grained law were read as active parameters: below one, so it is not."""
    moe, dense = routing.krajewski()
    N = np.geomspace(1e6, 1e12, 2000)
    return dense.compute_for_loss(moe.loss(N, C / (6 * N), 1).min()) / C


def _toy():
    mean, error = toy_check()
    middle = mixture.SIZES[3]
    return dict(
        toy_regions=exact(mixture.REGIONS),
        toy_features=exact(mixture.FEATURES),
        toy_tokens=count(WORLD.tokens),
        toy_middle=exact(middle),
        toy_dense=exact(WORLD.error(middle, 1)),
        toy_moe=exact(WORLD.error(middle, mixture.REGIONS)),
        toy_crossover=exact(mixture.crossover(WORLD, mixture.REGIONS)),
        toy_rms=exact(np.sqrt(np.mean((mean / error) ** 2)), "standard errors"),
        toy_count=exact(mean.size),
        ex_best_experts=exact(best_experts(mixture.FEATURES)),
        ex_best_experts_fed=exact(best_experts(mixture.FEATURES, rounds=16)),
        ex_best_size=exact(mixture.FEATURES),
    )


def best_experts(size, rounds=1):
    """The number of experts with the least expected error at that active size."""
    world = mixture.World(rounds=rounds)
    counts = [2**k for k in range(5)]
    return min(counts, key=lambda e: world.error(size, e))


@cache
def toy_check(experts=(1, 4, mixture.REGIONS)):
    """Simulated minus expected error and its standard error, independent worlds for each size and count."""
    gaps = []
    for i, size in enumerate(mixture.SIZES):
        for j, count in enumerate(experts):
            mean, error = mixture.simulate(WORLD, (size,), (count,), seed=[mixture.SEED, i, j])
            gaps.append((mean[0, 0] - WORLD.error(size, count), error[0, 0]))
    return tuple(np.array(gaps).T)


def _retrieval():
    table, rule = recall.sums(recall.SEEN)
    gpt3 = published.value("gpt3_175b_params")
    factor, database = published.value("retro_param_factor"), published.value("retro_database")
    return dict(
        retro_factor=exact(factor, "×"),
        retro_database=exact(database, "tokens"),
        retro_text=exact(models.BYTES * database / 1e12, "TB"),
        retro_weights_saved=exact(models.BYTES * gpt3 * (1 - 1 / factor) / 1e9, "GB"),
        retro_ratio=exact(database / (gpt3 * (1 - 1 / factor)), "×"),
        atlas_score=exact(published.value("atlas_nq_64shot"), "%"),
        atlas_gain=published.figure("atlas_gain"),
        atlas_factor=exact(published.value("atlas_param_ratio"), "×"),
        memory_weights=count(MEMORY.weights),
        memory_values=exact(MEMORY.values),
        memory_capacity=exact(recall.capacity(MEMORY)),
        memory_capacity_big=exact(recall.capacity(BIG_MEMORY)),
        memory_per_fact_big=exact(BIG_MEMORY.weights / recall.capacity(BIG_MEMORY)),
        facts=count(FACTS),
        recall_weights=percent(MEMORY.recall_in_weights(FACTS)),
        recall_index=percent(MEMORY.recall_in_index(FACTS)),
        recall_blurred=percent(BLURRED.recall_in_index(FACTS)),
        index_numbers=count(MEMORY.index_numbers(FACTS)),
        index_ratio=exact(MEMORY.index_numbers(FACTS) / MEMORY.weights, "×"),
        rule_seen=percent(table),
        rule_right=percent(rule),
    )


def ties_numbers():
    """The small model against the starved and the well-fed big one, by the refit."""
    small, big, starved, ample = sizes()
    sample, fed = accepted.draws(), published.value("llama3_tokens")
    beaten = ties.beaten(refit(), small, fed)
    return dict(
        small=exact(small, "parameters"),
        big=exact(big, "parameters"),
        starved=exact(starved, "tokens"),
        ample=exact(ample, "tokens"),
        tie=with_interval(lambda s: ties.tie(s, small, big, starved), "tokens"),
        tie_saving=with_interval(lambda s: ties.saving(s, small, big, starved), "×"),
        floor_above=with_interval(lambda s: ties.best_possible(s, small) - s.loss(big, ample), "nats/token"),
        never=ties.never_share(sample, small, big, ample),
        cap=with_interval(lambda s: ties.tie_line(s, small, np.inf, big), "tokens"),
        even=with_interval(lambda s: ties.even_tokens(s, small, big), "tokens"),
        fed=exact(fed, "tokens"),
        beaten=listing(beaten),
        beaten_all=ties.beaten_share(sample, beaten, small, fed),
        ratio_142=exact(published.value("aiindex_2025_smallest_60mmlu_ratio"), "×"),
        ex_smallest=with_interval(lambda s: smallest_equal(s, big, ample), "parameters"),
    )


def smallest_equal(surface, big, tokens):
    """Size whose floor just equals the loss of the big model: smaller ones can never tie."""
    return (surface.A / (surface.loss(big, tokens) - surface.E)) ** (1 / surface.alpha)


def _architectures():
    def left(what):
        return percent(1 - published.value(f"olmo_hybrid_2026_tokens_{what}") / 100)

    return dict(
        hybrid_exam=left("mmlu"),
        hybrid_loss=left("crawl"),
        ablated=exact(published.value("gundlach_2025_small_scale_gain"), "×"),
        with_literature=exact(published.value("gundlach_2025_with_literature"), "×"),
        accounted=exact(published.value("gundlach_2025_accounted"), "×"),
        claimed=exact(published.value("ho_2024_algorithmic_gain"), "×"),
        ex_seeds=exact(SEEDS),
        ex_seed_errors=exact(2 / np.sqrt(2 / SEEDS), "standard errors"),
        ex_exponent_ratio=exact(1 + np.log10(published.value("gundlach_2025_accounted") / 100) / 6),
    )


def own_numbers():
    """What this book's own runs say."""
    counted = {f"own_{name}": number for name, number in counts(measured_here.outcomes()).items()}
    growth = measured_here.growth()
    memory, served = measured_here.memory()
    return counted | dict(
        own_turn=sign(growth, "grows with the budget", "shrinks with the budget", "does not move beyond its noise"),
        own_growth=propagate(np.exp, growth),
        own_memory=memory,
        own_served=served,
    )


@cache
def numbers():
    """All numbers of the chapter by name."""
    return Numbers.of(_mixtures, _laws, _toy, _retrieval, ties_numbers, _architectures, own_numbers)
