"""The named numbers of the chapter."""

from functools import cache

import numpy as np

from scaling_laws.laws import compute_cost
from scaling_laws.quantity import Numbers, Quantity, Text, estimate, exact, percent, propagate
from scaling_laws.statistics import LEVEL, normal_quantile, share

from ... import published, words
from ...accepted import draws, refit, with_interval
from ...experiments import came_out, efforts
from ...experiments.registered import answer, counts
from ...trials import PLANTED_FACTOR
from . import lifetime, measured_here, models, precision, pruning, repeats, teaching
from . import techniques as tech

TIMES = "×"
SIMULATED = (24, 40, 72, 130, 240, 430, 800)  # examples in the teaching world
KEPT = (20, 40, 80, 160, 320)  # points kept in the curation world
SOUND = 0.7  # share of the tokens that stay sound where three documents in ten are shuffled
MANY = 100  # served tokens per training token, in one example


def growth():
    """Yearly growth of training compute: the middle of the published range, and the range."""
    low, high = (published.value(f"epoch_2024_compute_growth_{end}") for end in ("low", "high"))
    return Quantity((low + high) / 2, TIMES, low, high, places=(1, 0, 0))


def worth(multiplier):
    """Years of compute growth that a multiplier is worth, with the range of the growth."""
    return propagate(tech.years, multiplier, growth(), unit="years")


def standardised(mean, error, unit="", scale=1.0):
    """A mean over simulated worlds and its standard error, times `scale`, as a quantity."""
    half = normal_quantile() * error * scale
    ends = {"low": mean * scale - half, "high": mean * scale + half}
    return estimate(mean * scale, **ends, method="mean over simulations", level=LEVEL, unit=unit)


def _readings(prefix, label):
    row = tech.technique(label)
    names = dict(zip(("published", "r"), tech.numbers_of(row)))
    return {f"{prefix}_{key}": number for key, number in names.items() if number is not None}


def multiplier_numbers():
    """The range of the published multipliers, and what they are worth in years of compute growth."""
    stated = [row.published for row in tech.above_one(tech.techniques())]
    smallest, largest = (tech.multiplier(pick(stated, key=float)) for pick in (min, max))
    bulk_low, bulk_high = 2, 10
    return dict(
        growth=growth(),
        smallest=smallest,
        largest=largest,
        largest_years=worth(largest),
        largest_decades=np.log10(largest).in_unit("decades"),
        two_years=worth(bulk_low),
        ten_years=worth(bulk_high),
        cut=with_interval(lambda s: 100 * (1 - bulk_high**-s.frontier_exponent), "%"),
        range_low=published.figure("article_c_range_low"),
        range_high=published.figure("article_c_range_high"),
    )


def own_numbers():
    """What this book's own runs say, small scale."""
    worths = {label: worth for label, _, worth in measured_here.worths()}
    bits = measured_here.bits_worth()
    spent = [one for one in efforts() if one.experiment in measured_here.EXPERIMENTS]
    counted = {f"own_{name}": number for name, number in counts(measured_here.outcomes()).items()}
    equal = next(one for one in measured_here.outcomes() if one.expectation.expectation == "half-1x")
    return dict(
        **counted,
        own_planted=answer("planted-language", "pool"),
        own_noise=answer("noise", "noise"),
        own_filter=worths["shuffled text filtered out"],
        own_filtered=answer("filtered", "noise"),
        own_copies=answer("duplicates", "noise"),
        own_teacher=worths["teacher for free"],
        own_bill=worths["teacher paid for"],
        own_gap=answer("gap", "distillation"),
        own_equal=equal.answer,
        own_equal_says=Text(came_out(equal)),
        **{f"own_bits_{count}": multiplier for count, multiplier in bits.items()},
        own_bits_exponent=measured_here.rounding_exponent(),
        planted=exact(PLANTED_FACTOR, TIMES),
        noise_beside=words.compare(answer("noise", "noise"), exact(SOUND, TIMES), more="more than", less="less than"),
        own_models=exact(sum(one.models for one in spent), "models"),
        own_hours=exact(sum(one.core_hours for one in spent), "core-hours"),
        own_largest=exact(max(rung for one in spent for rung in one.rungs), "FLOP"),
    )


def _curation():
    llama3, dclm, llama2, phi = (tech.runs()[name] for name in ("llama3", "dclm", "llama2", "phi3"))
    never = np.isinf(tech.token_worth(llama2, phi)(draws()))
    return dict(
        ordered=published.figure("magnusson_2025_ordered"),
        **_readings("dclm", "filtered web"),
        phi_published=tech.multiplier(tech.technique("filtered, syn").published),
        dclm_recomputed=exact(compute_cost(*llama3) / compute_cost(*dclm), TIMES),
        dclm_tokens=tech.by_refit(tech.token_worth(llama3, dclm)),
        dclm_parameters=tech.by_refit(tech.parameter_worth(llama3, dclm)),
        dclm_spread=tech.technique("filtered web").spread,
        phi_never=share(never.sum(), never.size),
        edu=exact(published.value("fineweb_edu_data_ratio"), TIMES),
        edu_kept=percent(published.value("fineweb_edu_tokens") / published.value("fineweb_tokens")),
        removed=percent(published.value("nemotroncc_removed")),
        needed_tenth=exact(float(repeats.needed_quality(1 - published.value("nemotroncc_removed"), 1.0)), TIMES),
        needed_hundredth=exact(float(repeats.needed_quality(0.01, 1.0)), TIMES),
        doremi=published.figure("doremi_2023_steps"),
    )


def _deduplication():
    return dict(
        **_readings("concentrated", "few texts"),
        even=exact(tech.technique("even").published, TIMES),
        even_share=percent(repeats.even_share(4)),
        memorised=published.figure("lee_2022_dedup_gain"),
        concentrated_share=percent(repeats.concentrated_share()),
        concentrated_factor=exact(1 / repeats.concentrated_share(), TIMES),
    )


def distillation_numbers():
    """What a teacher is worth, what it costs, and who pays."""
    sizes = {f"gain_{size}": tech.distilled_gain(size) for size in tech.GEMMA_SIZES}
    student, teacher = tech.GEMMA_SIZES["400m"], published.value("gemma2_distil_teacher_params")
    row = tech.technique("teacher for free")
    return dict(
        **_readings("gemma", "teacher for free"),
        **_readings("net", "its passes"),
        **sizes,
        gemma_small=row.others[0],
        pay_existing=teaching.whole_students(row.published, student, teacher, 0.0),
        pay_trained=teaching.whole_students(row.published, student, teacher, 1.0),
        rl_32b=models.scored("aime24_qwen32b_zero", "aime24_items"),
        distilled_32b=models.scored("aime24_r1_distill_qwen_32b", "aime24_items"),
    )


def _kept():
    aime, math = models.kept("AIME 2024"), models.kept("MATH")
    return dict(
        aime_1p5b=aime[0],
        math_1p5b=math[0],
        math_32b=math[-1],
        mistral_skill=exact(published.value("mistral7b_equivalent_reasoning"), TIMES),
        mistral_knowledge=exact(published.value("mistral7b_equivalent_knowledge"), TIMES),
    )


@cache
def teaching_check():
    """Standardised gaps between simulation and closed form, hard labels then soft."""
    gaps = []
    for n in SIMULATED:
        for (mean, error), exactly in zip(teaching.simulate(n), (teaching.hard(n), teaching.soft(n))):
            gaps.append((mean - exactly) / error)
    return np.array(gaps)


@cache
def pruning_check():
    """The same for the curation world; strategies that draw the same pool are counted once."""
    gaps = {}
    for n in KEPT:
        for strategy in pruning.STRATEGIES:
            pool = int(pruning.pool_of(n, strategy))
            mean, error = pruning.simulate(n, pool)
            gaps[n, pool] = (mean - pruning.error(pool)) / error
    return np.array(list(gaps.values()))


def _worlds():
    n = np.arange(teaching.STUDENT + 2, 20 * teaching.TEACHER_EXAMPLES)
    reused = teaching.soft(n) / teaching.hard(n + teaching.TEACHER_EXAMPLES)
    blurred = pruning.simulate(KEPT[-1], int(pruning.pool_of(KEPT[-1], "growing pool")), blur=0.1)
    return dict(
        teach_gain=exact(teaching.early_gain(), TIMES),
        teach_crossing=exact(teaching.crossing(), "examples"),
        teach_examples=exact(teaching.TEACHER_EXAMPLES, "examples"),
        teach_features=exact(teaching.FEATURES),
        teach_student=exact(teaching.STUDENT),
        teach_small_crossing=exact(teaching.crossing(4), "examples"),
        teach_reused=exact(reused.min(), TIMES),
        teach_rms=exact(np.sqrt(np.mean(teaching_check() ** 2)), "standard errors"),
        prune_rms=exact(np.sqrt(np.mean(pruning_check() ** 2)), "standard errors"),
        prune_gain=exact(1 / pruning.SHARE, TIMES),
        prune_scoring=percent(pruning.SCORING),
        prune_ceiling=exact(pruning.best_gain(pruning.SCORING), TIMES),
        prune_blurred_random=standardised(*blurred, TIMES, 1 / pruning.error(KEPT[-1])),
    )


def _quantisation():
    bitnet = tech.technique("ternary")
    before, after = (published.value(f"qlora_65b_memory_{k}") for k in ("before", "after"))
    return dict(
        bitnet_small=bitnet.by_r,
        bitnet_3b=bitnet.others[0],
        **{f"ternary_{size}": precision.perplexity_cost(size) for size in tech.BITNET_SIZES},
        qlora=exact(before / after, TIMES),
        kumar=published.figure("kumar_2024_optimal_bits"),
        kumar_gain=tech.few_bits(precision.training_gain),
    )


def _overtraining():
    N, D = models.run("Llama 3 8B")
    spent = compute_cost(N, D)
    return dict(
        **_readings("over", "Llama 3 8B"),
        **_readings("life", "the same"),
        over_ratio=exact(D / N, "tokens per parameter"),
        over_gpt3=exact(models.compute("Llama 3 8B") / models.compute("GPT-3"), TIMES),
        over_excess=with_interval(lambda s: lifetime.excess(s, N, D), "nats/token"),
        over_best=with_interval(lambda s: s.optimum(spent).parameters, "parameters"),
        repaid=with_interval(lambda s: lifetime.break_even(s, N, D), "tokens"),
        repaid_beside=words.compare(
            with_interval(lambda s: lifetime.break_even(s, N, D), "tokens"),
            exact(D, "tokens"),
            more="more than",
            less="less than",
        ),
        life_many_r=with_interval(lambda s: lifetime.lifetime_multiplier(s, N, D, MANY * D), TIMES),
        sardana_saving=percent(published.value("sardana_2024_30b_saving")),
    )


def _exercises():
    slope = refit().frontier_exponent
    return dict(
        ex_three=worth(3),
        ex_stack=exact(3 * 2 * 1.5, TIMES),
        ex_stack_years=worth(3 * 2 * 1.5),
        ex_slope=exact(1e3**0.05, TIMES),
        ex_bits=exact(precision.memory_gigabytes(70e9, 4), "GB"),
        ex_bits_full=exact(precision.memory_gigabytes(70e9, 16), "GB"),
        ex_snr=exact(4 * 10 * np.log10(4), "decibels"),
        ex_pay=exact(np.ceil(teaching.students_to_pay(2.0, 1e9, 70e9, 0.0, 1.0)), "students"),
        ex_pay_trained=exact(np.ceil(teaching.students_to_pay(2.0, 1e9, 70e9, 2.0, 1.0)), "students"),
        ex_filter=exact(float(repeats.needed_quality(0.05, 2.0)), TIMES),
        ex_gamma=with_interval(lambda s: s.frontier_exponent, ""),
        ex_cut=percent(1 - (3 * 2 * 1.5) ** -slope),
    )


@cache
def numbers():
    """All numbers of the chapter, by name."""
    return Numbers.of(
        multiplier_numbers,
        own_numbers,
        _curation,
        _deduplication,
        distillation_numbers,
        _kept,
        _worlds,
        _quantisation,
        _overtraining,
        _exercises,
    )
