"""The named numbers of the chapter."""

from functools import cache

import numpy as np

from scaling_laws.quantity import Numbers, Text, estimate, exact, percent
from scaling_laws.statistics import beta_binomial, share

from ... import published
from ...accepted import LEVEL, bounds, with_interval
from ...experiments.registered import answer, counts
from . import chains, exchange, measured_here, picking, puzzle, returns, toy
from . import coverage as cov
from .scores import gain, score

EASY, MIDDLE, HARD, HARDEST = 0.5, 0.1, 1e-3, 1e-5  # success of one sample of the small model
BOOTSTRAP = "parametric bootstrap over problems"
BUDGET, SERVED = 1e24, 1e13  # FLOP of the example model and tokens that it serves


def tot(key):
    """A published score in the Game of 24 with its interval."""
    return score(published.value(f"tot_game24_{key}") / 100, published.value("tot_game24_puzzles"))


def aime(key):
    """A score in AIME 2024 with the interval of its thirty problems."""
    return score(published.value(key) / 100, published.value("aime24_problems"))


def on_test(key, items):
    """A published score with the interval of a test of as many questions as the row `items` says."""
    return score(published.value(key) / 100, published.value(items))


def knowledge_gain():
    """Points that a short tuning added to a score in an exam of knowledge."""
    after, before = (published.value(f"mmlu_llama1_65b_{when}") / 100 for when in ("instruct", "llama_table"))
    return gain(after, before, published.value("mmlu_test_items"))


def growth_of_largest():
    """Training compute of the largest known run of the summer of 2025 over that of early 2025."""
    return (published.figure("run_grok4_flop") / published.figure("run_grok3_flop")).in_unit("×")


def _post_training():
    gpt3 = published.value("gpt3_vs_gpt2_pfdays_gpt3")
    ppo, sft = (published.value(f"instructgpt_{stage}_pfdays") for stage in ("ppo", "sft"))
    return dict(
        instruct_share=percent(ppo / gpt3),
        instruct_share_all=percent((ppo + sft) / gpt3),
        instruct_ratio=published.figure("instructgpt_size_ratio"),
        instruct_preference=published.figure("instructgpt_175b_preference"),
        r1_share=percent(published.value("r1_rl_gpuh") / published.value("deepseek_v3_gpuh_total")),
        zero_start=aime("aime24_r1zero_start"),
        zero_end=aime("aime24_r1zero_end"),
        zero_small=aime("aime24_qwen32b_zero"),
        s1_before=aime("s1_2025_before"),
        s1_after=aime("s1_2025_after"),
        mmlu_before=on_test("mmlu_llama1_65b_llama_table", "mmlu_test_items"),
        mmlu_gain=knowledge_gain(),
        growth=growth_of_largest(),
        spend_2024=exact(published.value("openai_rd_compute_2024"), "dollars"),
        spend_growth=exact(published.value("openai_rd_compute_2025") / published.value("openai_rd_compute_2024"), "×"),
    )


def _chains():
    palm = chains.family("palm")
    helped, hurt, total = chains.helped_and_hurt()
    n = chains.problems()
    return dict(
        gsm_problems=Text(f"{n:,}".replace(",", "\u202f")),
        palm_small=chains.gain("palm", 0),
        palm_middle=chains.gain("palm", 1),
        palm_large=chains.gain("palm", 2),
        middle_chain=score(palm.chain[1], n),
        large_plain=score(palm.plain[2], n),
        palm_ratio=exact(palm.parameters[2] / palm.parameters[1], "×"),
        chain_helped=exact(helped),
        chain_hurt=exact(hurt),
        chain_models=exact(total),
        vote_before=on_test("wang_2023_gsm8k_cot", "cobbe_2021_gsm8k_test"),
        vote_after=on_test("wang_2023_gsm8k_vote", "cobbe_2021_gsm8k_test"),
        vote_count=exact(published.value("wang_2023_votes")),
    )


def shape_of(key):
    """The shape a of a published series with its interval."""
    s = cov.series(key)
    return _bootstrapped(lambda a, b: a, s.a, s.b, s.draws, s.problems)


def _bootstrapped(function, a, b, draws, problems, unit=""):
    """A function of the two shapes with the interval of its values at the refits `draws`."""
    found, sample = function(a, b), function(*draws)
    return estimate(found, *bounds(sample), method=BOOTSTRAP, level=LEVEL, unit=unit, n=problems)


def one_sample(key):
    """Score of one sample in a published series, in percent.

    Many samples a problem stand behind it, so its interval is that of the problems alone.
    """
    s = cov.series(key)
    return _bootstrapped(lambda a, b: 100 * a / (a + b), s.a, s.b, s.draws, s.problems, "%")


def missed_if_equal(key):
    """Share that the most samples of a series would miss if every problem had the average chance."""
    s = cov.series(key)
    return _bootstrapped(lambda a, b: (b / (a + b)) ** s.k[1], s.a, s.b, s.draws, s.problems)


def tail_exponent():
    """Exponent of the unsolved share of the Llama series between its two points, nested binomial interval.

    Problems unsolved by ten thousand samples are among those unsolved by a hundred.
    """
    s = cov.series("llama")
    left = np.rint((1 - s.c) * s.problems)
    step = np.log(s.k[1] / s.k[0])
    kept = score(left[1] / left[0], left[0])
    ends = -np.log([kept.high / 100, kept.low / 100]) / step
    value = np.log((1 - s.c[0]) / (1 - s.c[1])) / step
    return estimate(value, *ends, method="Clopper-Pearson, nested", level=LEVEL, n=int(left[0]))


SERIES_OF = {"swebench": "swe", "llama8b": "llama", "pythia160m": "pythia"}


def sampled(point):
    """A published point of repeated sampling with the interval of its problems."""
    problems = cov.series(SERIES_OF[point.partition("_")[0]]).problems
    return score(published.value(f"monkeys_{point}") / 100, problems)


def _coverage():
    pythia = cov.series("pythia")
    a, b = toy.shape()
    n, k = 20, 10
    right = np.arange(n + 1)
    weight = beta_binomial(right, n, a, b)
    return dict(
        swe_one=sampled("swebench_1"),
        swe_many=sampled("swebench_250"),
        swe_k=exact(cov.series("swe").k[1]),
        pythia_one=one_sample("pythia"),
        pythia_many=sampled("pythia160m_10k"),
        pythia_equal=missed_if_equal("pythia"),
        many_k=exact(pythia.k[1]),
        shape_pythia=shape_of("pythia"),
        shape_gemma=shape_of("gemma"),
        shape_swe=shape_of("swe"),
        llama_hundred=sampled("llama8b_math_100"),
        llama_many=sampled("llama8b_math_10k"),
        llama_pick_hundred=sampled("llama8b_math_vote_100"),
        llama_pick_many=sampled("llama8b_math_vote_10k"),
        tail_exponent=tail_exponent(),
        estimator_n=exact(n),
        estimator_k=exact(k),
        estimator_truth=percent(cov.coverage(k, a, b)),
        estimator_plug=percent((weight * cov.plug_in(n, right, k)).sum()),
        estimator_unbiased=percent((weight * cov.unbiased(n, right, k)).sum()),
    )


def _picking():
    a, b = toy.shape()
    refits, problems = toy.refits(), cov.series("llama").problems
    gaps = toy.checks()
    peak = toy.best_number()
    return dict(
        toy_a=_bootstrapped(lambda a, b: a, a, b, refits, problems),
        toy_one=percent(cov.coverage(1, a, b)),
        toy_forecast=_bootstrapped(lambda a, b: 100 * cov.coverage(10_000, a, b), a, b, refits, problems, "%"),
        toy_rival=percent(toy.rival()),
        vote_bar=percent(picking.vote_bar(toy.rival())),
        vote_two=percent(toy.voted(2)),
        vote_32=percent(toy.voted(32)),
        vote_limit=percent(picking.vote_limit(a, b, toy.rival())),
        check_worst=exact(np.abs(gaps).max(), "standard errors"),
        check_rms=exact(np.sqrt(np.mean(gaps**2)), "standard errors"),
        check_count=exact(gaps.size),
        peak_k=exact(peak),
        peak_success=percent(toy.scored(float(peak))),
        late_success=percent(toy.scored(10_000.0)),
        even_late=percent(toy.scored(10_000.0, toy.GAP, 1.0)),
        cobbe_peak=exact(published.value("cobbe_2021_peak_samples")),
        cobbe_size=published.figure("cobbe_2021_size_equivalent"),
        lightman_vote=on_test("lightman_2023_majority_1860", "math500_items"),
        lightman_outcome=on_test("lightman_2023_orm_1860", "math500_items"),
        lightman_process=on_test("lightman_2023_prm_1860", "math500_items"),
    )


def _search():
    runs = {name: puzzle.search(5, *quality) for name, quality in puzzle.JUDGES.items()}
    narrow = puzzle.search(1, *puzzle.JUDGES["good"], repeats=20)
    per_puzzle = narrow.mean(axis=0)
    spread = np.sqrt((per_puzzle * (1 - per_puzzle)).mean() / (narrow.shape[0] * narrow.shape[1]))
    expected = puzzle.search_narrow(*puzzle.JUDGES["good"])
    return dict(
        tot_plain=tot("io"),
        tot_chain=tot("cot"),
        tot_vote=tot("cot_sc"),
        tot_best=tot("cot_best100"),
        tot_search=tot("tot_b5"),
        tot_small=tot("gpt35"),
        tot_tokens=published.figure("tot_token_factor_high"),
        puzzle_count=exact(puzzle.board()[0].shape[0]),
        blind_one=percent(puzzle.blind(1)),
        seen_five=exact(puzzle.positions_seen(5)),
        search_good=share(runs["good"].sum(), runs["good"].size),
        search_fair=share(runs["fair"].sum(), runs["fair"].size),
        search_poor=share(runs["poor"].sum(), runs["poor"].size),
        search_blind=share(runs["blind"].sum(), runs["blind"].size),
        narrow_exact=percent(expected),
        narrow_simulated=share(narrow.sum(), narrow.size),
        narrow_error=exact(abs(narrow.mean() - expected) / spread, "standard errors"),
    )


def _matched(name):
    return exchange.matched_samples(published.value("snell_2024_model_factor"), published.value(f"snell_2024_r_{name}"))


def _break(name, alpha):
    return exchange.break_even(
        published.value("snell_2024_model_factor"), published.value(f"snell_2024_r_{name}"), alpha
    )


def break_even(name):
    """Success below which training wins, in percent, at one of the published ratios of tokens, by the refit."""
    return with_interval(lambda fit: 100 * _break(name, fit.alpha), unit="%")


def samples_to_match(p, world="chain"):
    """Samples that replace the larger model of Snell et al. on questions of success p, by the refit's exponent."""
    size = published.value("snell_2024_model_factor")
    return with_interval(lambda fit: exchange.samples_to_match(p, size, fit.alpha, world))


def _exchange():
    rows = {}
    for name in ("low", "mid", "high"):
        rows[f"ratio_{name}"] = exact(published.value(f"snell_2024_r_{name}"))
        rows[f"budget_{name}"] = exact(_matched(name))
        rows[f"break_{name}"] = break_even(name)
    return dict(
        size_factor=exact(published.value("snell_2024_model_factor")),
        adaptive=exact(published.value("snell_2024_efficiency")),
        alpha_r=with_interval(lambda fit: fit.alpha),
        odds_hardest=samples_to_match(HARDEST, "odds"),
        samples_easy=samples_to_match(EASY),
        samples_middle=samples_to_match(MIDDLE),
        samples_hard=samples_to_match(HARD),
        samples_hardest=samples_to_match(HARDEST),
        **rows,
    )


def longer_answers(fit, factor):
    """Training compute, size and tokens (as ratios) of the cheapest plan when answers become `factor` times longer.

    The plan reaches the loss of a compute-optimal model of BUDGET and serves SERVED tokens before the change.
    """
    loss = fit.optimum(BUDGET).loss
    before, after = (fit.optimum_with_inference(loss, SERVED * f) for f in (1.0, factor))
    return after.compute / before.compute, after.parameters / before.parameters, after.tokens / before.tokens


def longer(part):
    """One ratio of `longer_answers`, for the published growth of answers, by the refit."""
    factor = published.value("ord_2025_reasoning_chain_factor")
    return with_interval(lambda fit: np.asarray(longer_answers(fit, factor)[part]), "×")


def _longer():
    factor = published.value("ord_2025_reasoning_chain_factor")
    return dict(
        plan_budget=exact(BUDGET, "FLOP"),
        plan_served=exact(SERVED, "tokens"),
        longer_factor=exact(factor),
        longer_compute=longer(0),
        longer_size=longer(1),
        longer_tokens=longer(2),
    )


def _returns():
    small, large, ratio, n = returns.arc()
    _, scores, m = returns.o1()
    return dict(
        arc_small=score(small, n),
        arc_large=score(large, n),
        arc_ratio=exact(ratio, "×"),
        arc_cost=exact(published.value("o3_arc_cost_high_eff"), "dollars"),
        arc_points=returns.points_per_decade(small, large, ratio, n),
        arc_exponent=returns.error_exponent(small, large, ratio, n),
        frontier_r=with_interval(lambda fit: fit.frontier_exponent),
        arc_halving=returns.halving(returns.error_exponent(small, large, ratio, n)),
        o1_one=score(scores[0], m),
        o1_vote=score(scores[1], m),
        o1_rerank=score(scores[2], m),
        o1_points=returns.points_per_decade(scores[0], scores[1], 64, m),
        ord_rl=published.figure("ord_2025_rl_vs_inference"),
        ord_slope=exact(returns.training_per_inference()),
        axes_big=aime("gpt45_aime24"),
        axes_thinker=aime("gpt45_aime24_o3mini"),
        facts_small=on_test("gpt45_simpleqa_gpt4o", "simpleqa_items"),
        facts_big=on_test("gpt45_simpleqa", "simpleqa_items"),
        facts_o1=on_test("gpt45_simpleqa_o1", "simpleqa_items"),
        facts_thinker=on_test("gpt45_simpleqa_o3mini", "simpleqa_items"),
    )


def _exercises():
    a, b = toy.shape()
    return dict(
        ex_a=exact(a),
        ex_b=exact(b),
        ex_need=exact(np.ceil(np.log(0.05) / np.log1p(-0.01))),
        ex_cost=exact(published.value("o3_arc_cost_high_eff") * published.value("o3_arc_compute_ratio"), "dollars"),
        ex_vote3=percent(picking.vote(0.6, 1.0, 3)),
        ex_vote11=percent(picking.vote(0.6, 1.0, 11)),
        ex_vote3_low=percent(picking.vote(0.4, 1.0, 3)),
        ex_vote11_low=percent(picking.vote(0.4, 1.0, 11)),
        ex_first=percent(picking.first_accepted(0.001, 10_000, 0.9, 0.05)),
        ex_first_easy=percent(picking.first_accepted(0.5, 10_000, 0.9, 0.05)),
        ex_ratio=exact(0.9 / 0.05),
        ex_slope=exact(-np.log(cov.tail(10_000.0, a, b) / cov.tail(100.0, a, b)) / np.log(100)),
        ex_real_slope=exact(np.log((1 - cov.coverage(100, a, b)) / (1 - cov.coverage(10_000, a, b))) / np.log(100)),
        ex_chain=with_interval(lambda fit: HARD ** -(1 - published.value("snell_2024_model_factor") ** -fit.alpha)),
        ex_gain=gain(0.83, 0.74, 30),
    )


def _own():
    counted = {f"own_{name}": number for name, number in counts(measured_here.outcomes()).items()}
    in_percent = lambda name: (100 * answer(name, "sampling")).in_unit("%")
    return counted | dict(
        own_one=in_percent("word-1"),
        own_hundred=in_percent("word-100"),
        own_compile_one=in_percent("compiler-1"),
        own_compile_many=in_percent("compiler-16"),
        own_selector=in_percent("selector"),
        own_exchange=measured_here.exchange_in_words(),
    )


@cache
def numbers():
    """All numbers of the chapter, by name."""
    return Numbers.of(
        _post_training, _chains, _coverage, _picking, _search, _exchange, _longer, _returns, _exercises, _own
    )
