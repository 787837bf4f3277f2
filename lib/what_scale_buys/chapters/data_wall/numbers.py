"""The named numbers of the chapter."""

from functools import cache

import numpy as np

from scaling_laws.quantity import Numbers, Text, exact, percent
from scaling_laws.statistics import mean

from ... import published
from ...accepted import hoffmann, refit, with_interval
from . import generations as gens
from . import repetition as rep
from . import stock, sums, wall
from .stock import EFFECTIVE, FILTERED, LARGE, TYPICAL
from .wall import future, today
from .wording import TRILLION, tokens, trillions, year, year_with_interval, years_of


def _web_growth():
    """Growth of the web a year, from low to high."""
    low, high = (percent(published.value(f"villalobos_2024_web_growth_{end}")) for end in ("low", "high"))
    return Text(f"{low.bare} to {high.short}")


def _stock():
    large, typical = stock.run_tokens(LARGE), stock.run_tokens(TYPICAL)
    growth = published.figure("villalobos_2024_dataset_growth")
    return dict(
        indexed=stock.stock("indexed web").in_words,
        crawl=stock.stock("Common Crawl").in_words,
        whole=stock.stock("whole web").in_words,
        filtered=stock.stock(FILTERED).in_words,
        effective=stock.stock(EFFECTIVE).in_words,
        typical_tokens=tokens(typical),
        large_tokens=tokens(large),
        typical_indexed=stock.share_quantity(typical, stock.stock("indexed web")),
        large_indexed=stock.share_quantity(large, stock.stock("indexed web")),
        large_whole=stock.share_quantity(large, stock.stock("whole web")),
        large_crawl=stock.share_quantity(large, stock.stock("Common Crawl")),
        large_filtered=stock.share_quantity(large, stock.stock(FILTERED)),
        share_spread=exact(stock.stock("whole web").high / stock.stock(FILTERED).low, "×"),
        removed=percent(published.value("nemotroncc_removed")),
        growth=Text(f"{growth.value:.1f} ({100 * stock.LEVEL:g} % interval {growth.low:.1f} to {growth.high:.1f})"),
        growth_page=published.figure("epoch_2024_dataset_growth_june").bare,
        growth_page_other=published.figure("epoch_2024_dataset_growth_other").bare,
        web_growth=_web_growth(),
        start_tokens=published.figure("villalobos_2024_largest_dataset"),
    )


def _dates():
    years = stock.disagreement()
    published_year = published.figure("villalobos_2024_exhaustion_median")
    return dict(
        published_year=year_with_interval(published_year),
        published_first=year(published.value("villalobos_2022_exhaustion_hq")),
        overtrain_five=year(published.value("villalobos_2024_overtrain_5x_year")),
        overtrain_hundred=year(published.value("villalobos_2024_overtrain_100x_year")),
        crossing=year_with_interval(stock.crossing_quantity(EFFECTIVE)),
        crossing_indexed=year_with_interval(stock.crossing_quantity("indexed web")),
        places=_places(),
        place_shift=years_of(np.ptp(years, axis=0).max()),
        rate_shift=years_of(np.ptp(years, axis=1).max()),
        doubling_stock=years_of(np.log(2) / np.log(published.value("villalobos_2024_dataset_growth"))),
        ten_stock=years_of(np.log(10) / np.log(published.value("villalobos_2024_dataset_growth"))),
        kaplan_tokens=published.figure("kaplan_2020_breakdown_d"),
        kaplan_flop=exact(published.value("kaplan_2020_breakdown_c") * published.value("kaplan_2020_pf_day"), "FLOP"),
    )


def _places():
    """The three printed values: '320, 400 and 300 trillion tokens'."""
    first, second, third = (exact(published.value(key) / TRILLION).short for key in stock.PLACES.values())
    return Text(f"{first}, {second} and {third} trillion tokens")


def _wall():
    C, text = future(), stock.stock(FILTERED).median
    h, r = hoffmann(), refit()
    now_h, now_r = wall.wanted(today().value)
    then_h, then_r = wall.wanted(C)
    cost_r = with_interval(lambda fit: wall.compute_penalty(fit, C, text))
    again_r = with_interval(lambda fit: wall.compute_penalty_repeated(fit, C, text))
    return dict(
        future_flop=exact(C, "FLOP"),
        today_flop=today(),
        wanted_now_h=tokens(now_h),
        wanted_now_r=_token_interval(now_r),
        wanted_then_h=tokens(then_h),
        wanted_then_r=_token_interval(then_r),
        meet_h=exact(h.optimum_for_tokens(text).compute, "FLOP"),
        meet_r=with_interval(lambda fit: fit.optimum_for_tokens(text).compute, "FLOP"),
        cost_h=exact(wall.compute_penalty(h, C, text), "×"),
        cost_r=cost_r,
        again_h=exact(wall.compute_penalty_repeated(h, C, text), "×"),
        again_r=again_r,
        nats_h=exact(wall.capped(h, C, text) - h.optimum(C).loss, "nats"),
        nats_r=with_interval(lambda fit: wall.capped(fit, C, text) - fit.optimum(C).loss, "nats"),
        epochs_h=exact(wall.repeated(h, C, text)[1], "epochs"),
        epochs_r=exact(wall.repeated(r, C, text)[1], "epochs"),
        data_2030_low=tokens(published.figure("epoch_2030_data_low").low),
        data_2030_high=trillions(published.figure("epoch_2030_data_low").high),
    )


def _token_interval(q):
    """Tokens with interval, in words."""
    return trillions(q.value, q.low, q.high, q.level)


def _repetition():
    once, thrice = published.value("muennighoff_2023_four_epochs"), 16
    share = rep.uneven(published.value("hernandez_2022_repeat_share"), published.value("hernandez_2022_repeat_times"))
    measured = published.value("hernandez_2022_size_after") / published.value("hernandez_2022_size_before")
    predicted = float(rep.as_model_size(share))
    law = rep.law()
    return dict(
        rd=exact(law.r_d_star, "epochs"),
        rd_alone=exact(rep.law(True).r_d_star, "epochs"),
        ceiling=exact(rep.ceiling(), "×"),
        ceiling_alone=exact(rep.ceiling(True), "×"),
        worth_few=exact(rep.worth(once)),
        kept_few=percent(rep.kept(once)),
        kept_few_alone=percent(rep.kept(once, True)),
        kept_eight=percent(rep.kept(8)),
        kept_sixteen=percent(rep.kept(thrice)),
        kept_forty=percent(rep.kept(40)),
        fit_runs=exact(published.value("muennighoff_2023_fit_n"), "runs"),
        fit_r2=exact(published.value("muennighoff_2023_fit_r2")),
        alpha=exact(law.surface.beta),
        slope_four=exact(rep.local_exponent(4)),
        slope_sixteen=exact(rep.local_exponent(16)),
        slope_forty=exact(rep.local_exponent(40)),
        slope_refit=exact(rep.refitted_exponent(rep.EPOCHS)),
        slope_pair=exact(rep.apparent_exponent(16, 40)),
        hern_share=percent(published.value("hernandez_2022_repeat_share")),
        hern_times=exact(published.value("hernandez_2022_repeat_times")),
        hern_before=exact(published.value("hernandez_2022_size_before"), "parameters"),
        hern_after=exact(published.value("hernandez_2022_size_after"), "parameters"),
        hern_unique=percent(
            1 - published.value("hernandez_2022_repeat_share") * published.value("hernandez_2022_repeat_times")
        ),
        hern_effective=percent(share),
        hern_lost=percent(1 - measured),
        hern_predicted=percent(1 - predicted),
        hern_gap=exact(round((1 - measured) / (1 - predicted), 1), "×"),
        penalty_cut=percent(published.value("lovelace_2026_weight_decay_cut")),
        kim_gain=exact(published.value("kim_2025_data_efficiency"), "×"),
        kim_decay=exact(published.value("kim_2025_weight_decay"), "×"),
    )


def _compressor():
    solved = published.value("gpt3_arith_3d_add_175b")
    need = sums.read_for(solved / 100)
    text = stock.stock(FILTERED).median
    return dict(
        gpt3_solved=published.figure("gpt3_arith_3d_add_175b"),
        gpt3_in_text=published.figure("gpt3_3digit_add_in_training"),
        gpt3_items=exact(published.value("brown_2020_arith_problems")),
        sums_need=exact(need),
        sums_need_share=percent(sums.remembered(need)),
        sums_check=mean(100 * sums.solved(need), "%"),
        sums_expected=percent(sums.expected_solved(need)),
        image_kept=published.figure("deletang_2024_imagenet"),
        audio_kept=published.figure("deletang_2024_librispeech"),
        bits_per_param=published.figure("morris_2025_bits_per_param").bare,
        capacity_h=percent(wall.storage(hoffmann(), TRILLION, text)),
        capacity_r=percent(wall.storage(refit(), TRILLION, text)),
        excess_h=percent(hoffmann().reducible(TRILLION, text) / hoffmann().E),
        excess_r=with_interval(lambda fit: 100 * fit.reducible(TRILLION, text) / fit.E, "%"),
        alloc_low=published.figure("deepseek_2024_a_early").bare,
        alloc_high=published.figure("deepseek_2024_a_owt2").bare,
        image_small=published.figure("henighan_2020_image8_compute_exponent").bare,
        image_large=published.figure("henighan_2020_image32_compute_exponent").bare,
    )


def _last(scheme):
    """Variances of all lines of models after the last generation."""
    return gens.chains(scheme, gens.SAMPLES)[1][-1]


def _generations():
    gaps = gens.monte_carlo_gaps()
    alive = {scheme: gens.words(scheme)[0] for scheme in gens.SCHEMES[:2]}
    start, right, wrong = gens.RIGHT, gens.KEEPS_RIGHT, gens.KEEPS_WRONG
    return dict(
        samples=exact(gens.SAMPLES),
        generations=exact(gens.LAST),
        chains=exact(gens.CHAINS),
        real_share=percent(gens.REAL),
        replace_mean=mean(_last("replace")),
        replace_expected=exact(gens.expected_variance("replace", gens.SAMPLES, gens.LAST)[-1]),
        replace_median=exact(np.median(_last("replace"))),
        accumulate_mean=mean(_last("accumulate")),
        accumulate_expected=exact(gens.expected_variance("accumulate", gens.SAMPLES, gens.LAST)[-1]),
        accumulate_limit=exact(gens.limit("accumulate", gens.SAMPLES)),
        mix_mean=mean(_last("mix")),
        mix_limit=exact(gens.limit("mix", gens.SAMPLES)),
        gap_worst=exact(np.abs(gaps).max(), "standard errors"),
        gap_count=exact(gaps.size),
        halving=exact(gens.generations_to(0.5, gens.SAMPLES), "generations"),
        basel=exact(np.pi**2 / 6),
        vocabulary=exact(gens.VOCABULARY, "words"),
        sample_words=exact(gens.SAMPLE, "words"),
        alive_first=mean(alive["replace"][1]),
        alive_first_expected=exact(gens.expected_alive()),
        alive_replace=mean(alive["replace"][-1]),
        alive_accumulate=mean(alive["accumulate"][-1]),
        circle_start=percent(start),
        circle_right=percent(right),
        circle_wrong=percent(wrong),
        circle_rounds=exact(gens.ROUNDS),
        circle_end=percent(gens.circle(start, right / wrong, gens.ROUNDS)[-1]),
        circle_simulated=mean(100 * gens.simulated_circle(start, right, wrong)[-1], "%"),
        phi4_passes=published.figure("phi4_synthetic_epochs"),
    )


def _modalities():
    text, images, video, factor = stock.with_other_modalities()
    cut_h, compute_h = wall.enlarged(factor)(hoffmann())
    return dict(
        images=tokens(images),
        video=tokens(video),
        other_factor=exact(factor, "×"),
        other_decades=exact(np.log10(factor), "decades"),
        other_years=years_of(np.log(factor) / np.log(published.value("villalobos_2024_dataset_growth"))),
        cut_h=percent(cut_h),
        cut_r=with_interval(lambda fit: 100 * wall.enlarged(factor)(fit)[0], "%"),
        compute_h=exact(compute_h, "×"),
        compute_r=with_interval(lambda fit: wall.enlarged(factor)(fit)[1]),
    )


def _exercises():
    law = rep.law().surface
    unique, penalty = 1e11, 1e-3
    size = law.optimum_for_tokens(unique).parameters
    return dict(
        ex_share=stock.share_quantity(stock.run_tokens("Qwen2.5"), stock.stock("Common Crawl")),
        ex_qwen=tokens(stock.run_tokens("Qwen2.5")),
        ex_half_kept=exact(rep.epochs_keeping(0.5), "epochs"),
        ex_half_alone=exact(rep.epochs_keeping(0.5, True), "epochs"),
        ex_unique=tokens(unique),
        ex_size=exact(size, "parameters"),
        ex_penalty=exact(penalty, "nats"),
        ex_best=exact(rep.best_epochs(size, unique, penalty), "epochs"),
        ex_best_decay=exact(
            rep.best_epochs(size, unique, penalty * (1 - published.value("lovelace_2026_weight_decay_cut"))), "epochs"
        ),
        ex_small=exact(10),
        ex_small_limit=exact(gens.limit("accumulate", 10)),
        ex_small_replace=exact(gens.generations_to(gens.limit("accumulate", 10), 10), "generations"),
        ex_real_needed=percent(gens.real_share_for(gens.limit("accumulate", gens.SAMPLES), gens.SAMPLES)),
        ex_circle_rounds=exact(np.ceil(np.log(81) / np.log(1.5)), "generations"),
        ex_circle_odds=exact(81, "×"),
    )


@cache
def numbers():
    """All numbers of the chapter, by name."""
    return Numbers.of(_stock, _dates, _wall, _repetition, _compressor, _generations, _modalities, _exercises)
