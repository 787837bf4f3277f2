"""The named numbers of the chapter."""

from functools import cache

import numpy as np

from scaling_laws.formatting import Text
from scaling_laws.quantity import Numbers, exact, percent, propagate
from scaling_laws.statistics import mean, share

from ... import published, words
from ...accepted import with_interval
from ...experiments import tally
from . import generations as gens
from . import narrowing, own, stock, sums, wall
from . import repetition as rep
from .stock import EFFECTIVE, FILTERED, LARGE, TYPICAL
from .wall import future, today
from .wording import TRILLION, tokens


def _web_growth():
    """Growth of the web a year: the ends of the range that its source gives, which names no middle."""
    low, high = (percent(published.value(f"villalobos_2024_web_growth_{end}")) for end in ("low", "high"))
    return Text(f"{low.bare} to {high.short}")


def _stock():
    large, _typical = stock.run_tokens(LARGE), stock.run_tokens(TYPICAL)
    return dict(
        large_tokens=large,
        large_indexed=stock.share(large, stock.stock("indexed web")),
        large_whole=stock.share(large, stock.stock("whole web")),
        large_filtered=stock.share(large, stock.stock(FILTERED)),
        share_spread=exact(stock.stock("whole web").high / stock.stock(FILTERED).low, "×"),
        removed=percent(published.value("nemotroncc_removed")),
        growth=stock.growth(),
        web_growth=_web_growth(),
        start_tokens=stock.run_tokens(stock.TEXT_ONLY),
    )


def _dates():
    return dict(
        published_year=published.figure("villalobos_2024_exhaustion_median"),
        first_high=published.figure("villalobos_2022_high_median"),
        first_all=published.figure("villalobos_2022_low_median"),
        crossing_once=stock.crossing_date(FILTERED),
        crossing_again=stock.crossing_date(EFFECTIVE),
        ten_stock=stock.years_for(10),
    )


def _wall():
    C, text = future(), stock.stock(FILTERED)
    return dict(
        future_flop=exact(C, "FLOP"),
        today_flop=today(),
        meet=wall.filling(text),
        short_now=Text(f"{(now := wall.short(today().value, text.value)).k} of {now.n}"),
        short_then=Text(f"{(then := wall.short(C, text.value)).k} of {then.n}"),
        cost=wall.cost(C, text),
        again=wall.by_fit(lambda fit, unique: wall.compute_penalty_repeated(fit, C, unique), text),
        nats=wall.by_fit(lambda fit, unique: wall.capped(fit, C, unique) - fit.optimum(C).loss, text, unit="nats"),
    )


def _repetition():
    few = published.value("muennighoff_2023_four_epochs")
    share = rep.uneven(published.value("hernandez_2022_repeat_share"), published.value("hernandez_2022_repeat_times"))
    measured = published.value("hernandez_2022_size_after") / published.value("hernandez_2022_size_before")
    law = rep.law()
    return dict(
        rd=exact(law.r_d_star, "epochs"),
        rd_alone=exact(rep.law(True).r_d_star, "epochs"),
        ceiling=exact(rep.ceiling(), "×"),
        ceiling_alone=exact(rep.ceiling(True), "×"),
        kept_few=percent(rep.kept(few)),
        kept_forty=percent(rep.kept(40)),
        fit_runs=exact(published.value("muennighoff_2023_fit_n"), "runs"),
        alpha=exact(law.surface.beta),
        slope_sixteen=exact(rep.local_exponent(16)),
        slope_forty=exact(rep.local_exponent(40)),
        slope_pair=exact(rep.apparent_exponent(16, 40)),
        hern_times=exact(published.value("hernandez_2022_repeat_times")),
        hern_effective=percent(share),
        hern_lost=percent(1 - measured),
        hern_predicted=percent(1 - float(rep.as_model_size(share))),
        internal_share=percent(published.value("repetition_2026_share")),
        internal_lost=percent(1 - published.value("repetition_2026_equivalent")),
        penalty_cut=percent(published.value("lovelace_2026_weight_decay_cut")),
        kim_gain=exact(published.value("kim_2025_data_efficiency"), "×"),
    )


def _own():
    """The chapter's own experiments, in words that change with what has been run."""
    found = own.found()
    return dict(
        own_even=tally([found[name] for name in own.READ.values()]),
        own_law=tally([found["law-4"], found["law-40"]]),
        own_uneven=Text(own.uneven_said()),
        own_collapse=Text(own.collapse_said()),
        own_judged=Text(own.judged_said()),
        own_text_gain=own.text_gain(),
        own_reader=own.reader_said(),
        own_by_size=own.judged_by_size(),
        own_narrowed=own.narrowed_said(),
        narrow_rounds=exact(narrowing.SHOWN, "generations"),
        narrow_common=percent(narrowing.line(narrowing.knows_words)[-1].kept[0]),
        own_parameters=exact(own.parameters(), "parameters"),
    )


def _compressor():
    solved, tested = published.value("gpt3_arith_3d_add_175b") / 100, published.value("brown_2020_arith_problems")
    need = sums.read_for(solved)
    capacity, excess = wall.of_a_model(TRILLION, stock.stock(FILTERED))
    return dict(
        gpt3_solved=share(round(solved * tested), tested),
        gpt3_in_text=published.figure("gpt3_3digit_add_in_training"),
        sums_need=exact(need),
        sums_need_share=percent(sums.remembered(need)),
        sums_check=mean(100 * sums.solved(need), "%"),
        sums_expected=percent(sums.expected_solved(need)),
        image_kept=published.figure("deletang_2024_imagenet"),
        bits_per_param=published.figure("morris_2025_bits_per_param").bare,
        capacity=capacity,
        excess=excess,
    )


def _last(scheme):
    """Variances of all lines of models after the last generation."""
    return gens.chains(scheme, gens.SAMPLES)[1][-1]


def _generations():
    gens.monte_carlo_gaps()
    alive = {scheme: gens.words(scheme)[0] for scheme in gens.SCHEMES[:2]}
    start, right, wrong = gens.RIGHT, gens.KEEPS_RIGHT, gens.KEEPS_WRONG
    return dict(
        samples=exact(gens.SAMPLES),
        generations=exact(gens.LAST),
        real_share=percent(gens.REAL),
        replace_expected=exact(gens.expected_variance("replace", gens.SAMPLES, gens.LAST)[-1]),
        accumulate_expected=exact(gens.expected_variance("accumulate", gens.SAMPLES, gens.LAST)[-1]),
        accumulate_limit=exact(gens.limit("accumulate", gens.SAMPLES)),
        mix_limit=exact(gens.limit("mix", gens.SAMPLES)),
        halving=exact(gens.generations_to(0.5, gens.SAMPLES), "generations"),
        vocabulary=exact(gens.VOCABULARY, "words"),
        alive_replace=mean(alive["replace"][-1]),
        circle_start=percent(start),
        circle_end=percent(gens.circle(start, right / wrong, gens.ROUNDS)[-1]),
        phi4_passes=published.figure("phi4_synthetic_epochs"),
    )


def _modalities():
    factor = stock.with_other_modalities()[3]
    return dict(
        other_factor=factor,
        other_years=stock.years_for(factor),
        cut=percent(propagate(wall.cut_of_data_term, factor, with_interval(lambda fit: fit.beta))),
    )


def _exercises():
    law = rep.law().surface
    unique, penalty = 1e11, 1e-3
    size = law.optimum_for_tokens(unique).parameters
    half, alone = (exact(rep.epochs_keeping(0.5, only), "epochs") for only in (False, True))
    return dict(
        ex_share=stock.share(stock.run_tokens("Qwen2.5"), stock.stock("Common Crawl")),
        ex_qwen=stock.run_tokens("Qwen2.5"),
        ex_half_kept=half,
        ex_half_alone=alone,
        ex_half_times=words.times(half, alone),
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
        ex_subsample=exact(gens.limit_of_subsample(gens.SAMPLES)),
        ex_real_needed=percent(gens.real_share_for(gens.limit("accumulate", gens.SAMPLES), gens.SAMPLES)),
        ex_circle_rounds=exact(np.ceil(np.log(81) / np.log(1.5)), "generations"),
        ex_circle_odds=exact(81, "×"),
    )


@cache
def numbers():
    """All numbers of the chapter, by name."""
    return Numbers.of(_stock, _dates, _wall, _repetition, _own, _compressor, _generations, _modalities, _exercises)
