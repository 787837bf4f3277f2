"""The named numbers of the chapter."""

from functools import cache

import numpy as np

from scaling_laws.laws import compute_cost
from scaling_laws.quantity import Numbers, Quantity, estimate, exact, percent, propagate
from scaling_laws.statistics import LEVEL, normal_quantile, share

from ... import published
from ...accepted import draws, hoffmann, with_interval
from . import lifetime, models, precision, pruning, repeats, teaching
from . import techniques as tech

TIMES = "×"
SIMULATED = (24, 40, 72, 130, 240, 430, 800)  # examples in the teaching world
KEPT = (20, 40, 80, 160, 320)  # points kept in the curation world
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


def _fits(prefix, label):
    row = tech.technique(label)
    names = dict(zip(("published", "h", "r"), tech.numbers_of(row)))
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
        cut_h=percent(1 - bulk_high ** -hoffmann().frontier_exponent),
        cut_r=with_interval(lambda s: 100 * (1 - bulk_high**-s.frontier_exponent), "%"),
        moe_small=published.figure("krajewski_2024_saving_1e20"),
        moe_large=published.figure("krajewski_2024_saving_1e25"),
        moe_slope=exact(moe_slope()),
    )


def moe_slope():
    """Exponent with which the forecast saving of mixtures of experts grows in compute, over five decades."""
    small, large = (published.value(f"krajewski_2024_saving_1e{k}") for k in (20, 25))
    return float(np.log10(large / small) / 5)


def _curation():
    by_h, by_r, *_ = tech.technique("filtered web").others
    gap = tech.dclm_gap()
    return dict(
        **_fits("dclm", "filtered web"),
        **_fits("phi", "filtered, syn"),
        dclm_recomputed=exact(compute_cost(*tech.runs()["llama3"]) / compute_cost(*tech.runs()["dclm"]), TIMES),
        dclm_gap=gap,
        dclm_gap_factor=tech.points_factor(gap, tech.points_per_decade()[0]),
        dclm_h_corrected=by_h,
        dclm_r_corrected=by_r,
    )


def _one_sided():
    """Two comparisons read as if the technique acted on tokens alone, or on parameters alone."""
    llama3, dclm, llama2, phi = (tech.runs()[name] for name in ("llama3", "dclm", "llama2", "phi3"))
    tokens, parameters = (tech.both(read(llama3, dclm)) for read in (tech.token_worth, tech.parameter_worth))
    phi_parameters = tech.both(tech.parameter_worth(llama2, phi))
    never = np.isinf(tech.token_worth(llama2, phi)(draws()))
    return dict(
        dclm_tokens_h=exact(tokens[0], TIMES),
        dclm_tokens_r=tokens[1],
        dclm_parameters_h=exact(parameters[0], TIMES),
        dclm_parameters_r=parameters[1],
        phi_never=share(never.sum(), never.size),
        phi_parameters_h=exact(phi_parameters[0], TIMES),
        phi_parameters_r=phi_parameters[1],
    )


def _filters():
    removed = published.value("nemotroncc_removed")
    nemotron = sorted(tech.technique("rephrased").others, key=float)
    return dict(
        dclm_spread=tech.technique("filtered web").spread,
        fits_apart=max((_apart(row) for row in tech.techniques() if row.by_h and row.by_r), key=float),
        dclm_mmlu=models.scored("dclm_7b_mmlu"),
        dclm_llama_mmlu=models.scored("dclm_llama3_8b_mmlu"),
        rate_llama3=tech.points_per_decade()[0],
        edu=published.figure("fineweb_edu_data_ratio"),
        edu_kept=percent(published.value("fineweb_edu_tokens") / published.value("fineweb_tokens")),
        qwen_strict=published.figure("qwen2_filtered_tokens"),
        qwen_relaxed=published.figure("qwen2_relaxed_filter"),
        nemotron_points=published.figure("nemotroncc_mmlu_gain"),
        nemotron_long=published.figure("nemotroncc_vs_llama31"),
        nemotron_low=nemotron[0],
        nemotron_high=nemotron[1],
        removed=percent(removed),
        needed_tenth=exact(float(repeats.needed_quality(1 - removed, 1.0)), TIMES),
        needed_hundredth=exact(float(repeats.needed_quality(0.01, 1.0)), TIMES),
        phi_mmlu=models.scored("mmlu_phi3_mini"),
        llama2_mmlu=models.scored("mmlu_llama2_70b"),
        phi1_tokens=published.figure("phi1_unique_tokens"),
        phi1_flop=published.figure("run_phi1_flop"),
        phi1_humaneval=models.scored("phi1_humaneval", "humaneval_items"),
        gpt35_humaneval=models.scored("gpt35_humaneval", "humaneval_items"),
    )


def _apart(row):
    """Factor between the two fits on one row."""
    smaller, larger = sorted(map(tech.multiplier, (row.by_h, row.by_r)), key=float)
    return (larger / smaller).in_unit(TIMES)


def _deduplication():
    return dict(
        **_fits("concentrated", "few texts"),
        even=exact(tech.technique("even").published, TIMES),
        even_share=percent(repeats.even_share(4)),
        memorised=published.figure("lee_2022_dedup_gain"),
        overlap=percent(published.value("lee_2022_overlap")),
        repeated_share=percent(published.value("hernandez_2022_repeat_share")),
        repeated_times=published.figure("hernandez_2022_repeat_times"),
        repeated_tokens=percent(repeats.repeated_tokens()),
        size_before=published.figure("hernandez_2022_size_before"),
        size_after=published.figure("hernandez_2022_size_after"),
        concentrated_share=percent(repeats.concentrated_share()),
        concentrated_factor=exact(1 / repeats.concentrated_share(), TIMES),
    )


def distillation_numbers():
    """What a teacher is worth, what it costs, and who pays."""
    sizes = {f"gain_{size}": tech.distilled_gain(size) for size in tech.GEMMA_SIZES}
    student, teacher = tech.GEMMA_SIZES["400m"], published.value("gemma2_distil_teacher_params")
    row = tech.technique("teacher for free")
    return dict(
        **_fits("gemma", "teacher for free"),
        **_fits("net", "teacher's passes"),
        **sizes,
        gemma_small=row.others[0],
        gemma_bill=exact(1 + teacher / student / 3, TIMES),
        gemma_teacher=Quantity(teacher, "parameters"),
        gemma_tokens=published.figure("gemma2_distil_2b_tokens"),
        pay_existing=teaching.whole_students(row.published, student, teacher, 0.0),
        pay_trained=teaching.whole_students(row.published, student, teacher, 1.0),
        gemma_2b_scratch=published.figure("gemma2_distil_2b_scratch"),
        gemma_2b_distilled=published.figure("gemma2_distil_2b_distilled"),
        distilbert_smaller=percent(published.value("distilbert_size_reduction")),
        distilbert_kept=percent(published.value("distilbert_retained")),
        r1_samples=published.figure("r1_distill_samples"),
        rl_32b=models.scored("aime24_qwen32b_zero", "aime24_items"),
        distilled_32b=models.scored("aime24_r1_distill_qwen_32b", "aime24_items"),
    )


def _kept():
    aime, math = models.kept("AIME 2024"), models.kept("MATH")
    return dict(
        aime_1p5b=aime[0],
        aime_32b=aime[-1],
        math_1p5b=math[0],
        math_32b=math[-1],
        phone_phi=exact(precision.memory_gigabytes(models.run("phi-3-mini")[0], models.PHONE_BITS), "GB"),
        mistral_skill=published.figure("mistral7b_equivalent_reasoning"),
        mistral_knowledge=published.figure("mistral7b_equivalent_knowledge"),
        bits_per_parameter=published.figure("allenzhu_2024_bits_per_param"),
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
        teach_worst=exact(np.abs(teaching_check()).max(), "standard errors"),
        teach_rms=exact(np.sqrt(np.mean(teaching_check() ** 2)), "standard errors"),
        teach_checks=exact(teaching_check().size),
        teach_repeats=exact(teaching.REPEATS),
        prune_rms=exact(np.sqrt(np.mean(pruning_check() ** 2)), "standard errors"),
        prune_checks=exact(pruning_check().size),
        prune_share=percent(pruning.SHARE),
        prune_gain=exact(1 / pruning.SHARE, TIMES),
        prune_scoring=percent(pruning.SCORING),
        prune_ceiling=exact(pruning.best_gain(pruning.SCORING), TIMES),
        prune_blur=percent(0.1),
        prune_blurred_random=standardised(*blurred, TIMES, 1 / pruning.error(KEPT[-1])),
        prune_points=exact(KEPT[-1]),
    )


def _quantisation():
    (four, four_error, four_formula), (one, one_error, one_formula) = map(precision.noise, (4, 1))
    bitnet = tech.technique("ternary")
    before, after = (published.value(f"qlora_65b_memory_{k}") for k in ("before", "after"))
    return dict(
        bitnet_h=bitnet.by_h,
        **{f"ternary_{size}": precision.perplexity_cost(size) for size in tech.BITNET_SIZES},
        bitnet_3b=bitnet.others[0],
        bitnet_bits=exact(np.log2(3), "bits"),
        bitnet_ideal=exact(precision.FULL / np.log2(3), TIMES),
        bitnet_memory=published.figure("bitnet158_memory_3b"),
        qlora_before=published.figure("qlora_65b_memory_before"),
        qlora_after=published.figure("qlora_65b_memory_after"),
        qlora=exact(before / after, TIMES),
        kumar=published.figure("kumar_2024_optimal_bits"),
        kumar_runs=published.figure("kumar_2024_runs"),
        kumar_gain=tech.few_bits(precision.training_gain),
        kumar_naive=tech.few_bits(precision.bits_ratio),
        noise_per_bit=exact(10 * np.log10(4), "decibels"),
        noise_ratio=standardised(four, four_error, "%", 100 / four_formula),
        noise_one=standardised(one, one_error, "%", 100 / one_formula),
    )


def _overtraining():
    N, D = models.run("Llama 3 8B")
    spent = compute_cost(N, D)
    served = published.value("sardana_2024_30b_served")
    return dict(
        **_fits("over", "Llama 3 8B"),
        **_fits("life", "the same"),
        over_ratio=exact(D / N, "tokens per parameter"),
        over_flop=exact(models.compute("Llama 3 8B"), "FLOP"),
        over_gpt3=exact(models.compute("Llama 3 8B") / models.compute("GPT-3"), TIMES),
        gpt3_flop=exact(models.compute("GPT-3"), "FLOP"),
        over_excess_h=exact(lifetime.excess(hoffmann(), N, D), "nats/token"),
        over_excess_r=with_interval(lambda s: lifetime.excess(s, N, D), "nats/token"),
        over_best_r=with_interval(lambda s: s.optimum(spent).parameters, "parameters"),
        over_best_h=exact(hoffmann().optimum(spent).parameters, "parameters"),
        even_h=exact(lifetime.break_even(hoffmann(), N, D), "tokens"),
        even_r=with_interval(lambda s: lifetime.break_even(s, N, D), "tokens"),
        served=exact(served, "tokens"),
        life_many_h=exact(lifetime.lifetime_multiplier(hoffmann(), N, D, MANY * D), TIMES),
        life_many_r=with_interval(lambda s: lifetime.lifetime_multiplier(s, N, D, MANY * D), TIMES),
        life_many=exact(MANY),
        sardana_saving=percent(published.value("sardana_2024_30b_saving")),
        sardana_gain=exact(1 / (1 - published.value("sardana_2024_30b_saving")), TIMES),
        ratio_gemma=exact(models.compute("Gemma 7B") / models.compute("GPT-3"), TIMES),
        ratio_phi4=exact(models.compute("phi-4") / models.compute("GPT-3"), TIMES),
        range_low=published.figure("article_c_range_low"),
        range_high=published.figure("article_c_range_high"),
    )


def _exercises():
    slope = hoffmann().frontier_exponent
    return dict(
        ex_three=worth(3),
        ex_stack=exact(3 * 2 * 1.5, TIMES),
        ex_stack_years=worth(3 * 2 * 1.5),
        ex_slope=exact(10 ** (3 * 0.05 / 1), TIMES),
        ex_slope_exact=exact((1e3) ** (0.05), TIMES),
        ex_bits=exact(precision.memory_gigabytes(70e9, 4), "GB"),
        ex_bits_full=exact(precision.memory_gigabytes(70e9, 16), "GB"),
        ex_snr=exact(4 * 10 * np.log10(4), "decibels"),
        ex_pay=exact(np.ceil(teaching.students_to_pay(2.0, 1e9, 70e9, 0.0, 1.0)), "students"),
        ex_pay_trained=exact(np.ceil(teaching.students_to_pay(2.0, 1e9, 70e9, 2.0, 1.0)), "students"),
        ex_filter=exact(float(repeats.needed_quality(0.05, 2.0)), TIMES),
        ex_gamma=exact(slope),
        ex_cut=percent(1 - (3 * 2 * 1.5) ** -slope),
    )


@cache
def numbers():
    """All numbers of the chapter, by name."""
    return Numbers.of(
        multiplier_numbers,
        _curation,
        _one_sided,
        _filters,
        _deduplication,
        distillation_numbers,
        _kept,
        _worlds,
        _quantisation,
        _overtraining,
        _exercises,
    )
