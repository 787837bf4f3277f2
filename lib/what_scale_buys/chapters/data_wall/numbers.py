"""The named numbers of the chapter."""

from functools import cache

import numpy as np

from scaling_laws.formatting import Text
from scaling_laws.quantity import Numbers, exact, listing, percent, propagate
from scaling_laws.statistics import mean, share

from ... import published
from ...accepted import hoffmann, with_interval
from . import generations as gens
from . import repetition as rep
from . import stock, sums, wall
from .stock import EFFECTIVE, FILTERED, LARGE, TYPICAL
from .wall import future, today
from .wording import TRILLION, in_trillions, tokens, years_of


def _web_growth():
    """Growth of the web a year: the ends of the range that its source gives, which names no middle."""
    low, high = (percent(published.value(f"villalobos_2024_web_growth_{end}")) for end in ("low", "high"))
    return Text(f"{low.bare} to {high.short}")


def _stock():
    large, typical = stock.run_tokens(LARGE), stock.run_tokens(TYPICAL)
    return dict(
        indexed=stock.stock("indexed web"),
        crawl=stock.stock("Common Crawl"),
        whole=stock.stock("whole web"),
        filtered=stock.stock(FILTERED),
        effective=stock.stock(EFFECTIVE),
        typical_tokens=typical,
        large_tokens=large,
        typical_indexed=stock.share(typical, stock.stock("indexed web")),
        large_indexed=stock.share(large, stock.stock("indexed web")),
        large_whole=stock.share(large, stock.stock("whole web")),
        large_crawl=stock.share(large, stock.stock("Common Crawl")),
        large_filtered=stock.share(large, stock.stock(FILTERED)),
        share_spread=exact(stock.stock("whole web").high / stock.stock(FILTERED).low, "×"),
        removed=percent(published.value("nemotroncc_removed")),
        growth=stock.growth(),
        growth_page=published.figure("epoch_2024_dataset_growth_june").bare,
        growth_page_other=published.figure("epoch_2024_dataset_growth_other").bare,
        web_growth=_web_growth(),
        start_tokens=published.figure("villalobos_2024_largest_dataset"),
    )


def _dates():
    years = stock.disagreement()
    return dict(
        published_year=published.figure("villalobos_2024_exhaustion_median"),
        published_first=published.figure("villalobos_2022_exhaustion_hq"),
        overtrain_five=published.figure("villalobos_2024_overtrain_5x_year"),
        overtrain_hundred=published.figure("villalobos_2024_overtrain_100x_year"),
        crossing=stock.crossing_date(EFFECTIVE),
        crossing_indexed=stock.crossing_date("indexed web"),
        places=_places(),
        place_shift=years_of(np.ptp(years, axis=0).max()),
        rate_shift=years_of(np.ptp(years, axis=1).max()),
        doubling_stock=stock.years_for(2),
        ten_stock=stock.years_for(10),
        kaplan_tokens=published.figure("kaplan_2020_breakdown_d"),
        kaplan_flop=exact(published.value("kaplan_2020_breakdown_c") * published.value("kaplan_2020_pf_day"), "FLOP"),
    )


def _places():
    """The three printed values: '320, 400 and 300 trillion tokens'."""
    printed = listing([in_trillions(published.figure(key)).bare for key in stock.PLACES.values()])
    return Text(f"{printed} trillion tokens")


def _wall():
    C, text = future(), stock.stock(FILTERED)
    now_h, now_r = wall.wanted(today())
    then_h, then_r = wall.wanted(C)
    meet_h, meet_r = wall.filling(text)
    cost_h, cost_r = wall.costs(C, text)
    again_h, again_r = wall.by_both(lambda fit, unique: wall.compute_penalty_repeated(fit, C, unique), text)
    nats_h, nats_r = wall.by_both(
        lambda fit, unique: wall.capped(fit, C, unique) - fit.optimum(C).loss, text, unit="nats"
    )
    epochs_h, epochs_r = wall.by_both(lambda fit, unique: wall.repeated(fit, C, unique)[1], text, unit="epochs")
    return dict(
        future_flop=exact(C, "FLOP"),
        today_flop=today(),
        wanted_now_h=now_h,
        wanted_now_r=now_r,
        wanted_then_h=tokens(then_h),
        wanted_then_r=then_r,
        meet_h=meet_h,
        meet_r=meet_r,
        cost_h=cost_h,
        cost_r=cost_r,
        again_h=again_h,
        again_r=again_r,
        nats_h=nats_h,
        nats_r=nats_r,
        epochs_h=epochs_h,
        epochs_r=epochs_r,
        data_2030=in_trillions(published.figure("epoch_2030_data_low")),
    )


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
    solved, tested = published.value("gpt3_arith_3d_add_175b") / 100, published.value("brown_2020_arith_problems")
    need = sums.read_for(solved)
    capacity_h, capacity_r, excess_h, excess_r = wall.of_a_model(TRILLION, stock.stock(FILTERED))
    return dict(
        gpt3_solved=share(round(solved * tested), tested),
        gpt3_in_text=published.figure("gpt3_3digit_add_in_training"),
        gpt3_items=exact(tested),
        sums_need=exact(need),
        sums_need_share=percent(sums.remembered(need)),
        sums_check=mean(100 * sums.solved(need), "%"),
        sums_expected=percent(sums.expected_solved(need)),
        image_kept=published.figure("deletang_2024_imagenet"),
        audio_kept=published.figure("deletang_2024_librispeech"),
        bits_per_param=published.figure("morris_2025_bits_per_param").bare,
        capacity_h=capacity_h,
        capacity_r=capacity_r,
        excess_h=excess_h,
        excess_r=excess_r,
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
        replace_median=gens.median(_last("replace")),
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
    _, images, video, factor = stock.with_other_modalities()
    beta_r, b_r = with_interval(lambda fit: fit.beta), with_interval(lambda fit: fit.b)
    return dict(
        images=images,
        video=video,
        other_factor=factor,
        other_decades=propagate(np.log10, factor, unit="decades"),
        other_years=stock.years_for(factor),
        cut_h=percent(propagate(wall.cut_of_data_term, factor, hoffmann().beta)),
        cut_r=percent(propagate(wall.cut_of_data_term, factor, beta_r)),
        compute_h=propagate(wall.compute_to_go, factor, hoffmann().b),
        compute_r=propagate(wall.compute_to_go, factor, b_r),
    )


def _exercises():
    law = rep.law().surface
    unique, penalty = 1e11, 1e-3
    size = law.optimum_for_tokens(unique).parameters
    return dict(
        ex_share=stock.share(stock.run_tokens("Qwen2.5"), stock.stock("Common Crawl")),
        ex_qwen=stock.run_tokens("Qwen2.5"),
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
