"""The claims of the three articles that this chapter judges."""

import numpy as np

from ... import published
from ...accepted import hoffmann, refit
from ...claims import Claim, Claims
from . import generations as gens
from . import judges as judge
from . import repetition as rep
from . import stock
from .numbers import EFFECTIVE, FILTERED, LARGE, SAMPLES, TRILLION, TYPICAL, future, today

CHAPTER = "06_data_wall"
NOW = 2026  # year of this edition


def claim(claim_id, paraphrase, judging, would_change, inputs, opposite=None, pro=(), contra=()):
    return Claim(claim_id, paraphrase, CHAPTER, judging, would_change, inputs, opposite or {}, pro, contra)


H, R = hoffmann(), refit()
TEXT, WEB = stock.stock(FILTERED), stock.stock("indexed web")
REPLACED = gens.chains("replace", SAMPLES)[1][-1]
ADDED = gens.chains("accumulate", SAMPLES)[1][-1]
MIXED = gens.chains("mix", SAMPLES)[1][-1]
FACTOR = stock.with_other_modalities()[3]
FRONTIER = published.value("run_llama31_405b_flop")
BITS = H.E / np.log(2) * TEXT.median
LARGE_TOKENS, TYPICAL_TOKENS = stock.run_tokens(LARGE), stock.run_tokens(TYPICAL)
CROSSING = stock.crossing_quantity(EFFECTIVE)

CLAIMS = Claims(
    claim(
        "A5",
        "The limit set by data turned out to be nearer than anyone had foreseen.",
        judge.judge_a5,
        "Forecasts whose dates move nearer from one edition to the next.",
        dict(
            first=published.value("villalobos_2022_exhaustion_hq"),
            later=published.value("villalobos_2024_exhaustion_median"),
            limit_2020=published.value("kaplan_2020_breakdown_d"),
            stock_now=TEXT.median,
        ),
        dict(later=2024.0, stock_now=1e11),
        (),
        ("kaplan2020scaling", "villalobos2022will", "villalobos2024run"),
    ),
    claim(
        "A18",
        "A model with a trillion parameters, trained on all good text, learns the patterns in it almost perfectly.",
        judge.judge_a18,
        "An estimate of the entropy of text that does not rest on extrapolated model losses.",
        dict(
            capacity_share=published.value("morris_2025_bits_per_param") * TRILLION / BITS,
            excess_h=H.reducible(TRILLION, TEXT.median) / H.E,
            excess_r=R.reducible(TRILLION, TEXT.median) / R.E,
            entropy_known=False,
        ),
        None,
        ("hoffmann2022training",),
        ("morris2025memorize",),
    ),
    claim(
        "A21",
        "Data, and not compute, is what limits progress.",
        judge.judge_a21,
        "A narrower interval of the filtered stock, or a settled exponent of the data term.",
        dict(
            now_h=H.optimum(today().value).tokens,
            now_r=R.optimum(today().value).tokens,
            then_h=H.optimum(future()).tokens,
            then_r=R.optimum(future()).tokens,
            low=TEXT.low,
            median=TEXT.median,
            high=TEXT.high,
        ),
        dict(low=1e16, median=2e16, high=4e16),
        ("villalobos2024run", "lovelace2026prescriptive"),
        ("sevilla2024scaling",),
    ),
    claim(
        "A22",
        "The papers on scaling contain the insight that the exponent depends on the quality and diversity of the data.",
        judge.judge_a22,
        "A fitted law whose exponent falls within one corpus as it is used up.",
        dict(
            small_image=published.value("henighan_2020_image8_compute_exponent"),
            large_image=published.value("henighan_2020_image32_compute_exponent"),
            alloc=tuple(published.value(f"deepseek_2024_a_{name}") for name in ("early", "current", "owt2")),
            law_exponent=rep.law().surface.beta,
            late_exponent=float(rep.refitted_exponent((16, 24, 40))),
        ),
        dict(small_image=published.value("henighan_2020_image32_compute_exponent")),
        ("henighan2020scaling", "bi2024deepseek", "sorscher2022beyond"),
        ("kaplan2020scaling", "hoffmann2022training", "muennighoff2023scaling"),
    ),
    claim(
        "A23",
        "As the good data are used up, the exponent shrinks.",
        judge.judge_a23,
        "Runs on repeated data whose losses a constant exponent in effective tokens cannot fit.",
        dict(r_d_star=rep.law().r_d_star, beta=rep.law().surface.beta),
        dict(r_d_star=1e6),
        (),
        ("muennighoff2023scaling",),
    ),
    claim(
        "A36",
        "The bottleneck moves from compute to the quality of data.",
        judge.judge_a36,
        "Filters that reach the same quality and keep most of the text.",
        dict(
            demand=LARGE_TOKENS,
            indexed=WEB.median,
            low=WEB.low,
            high=WEB.high,
            removed=published.value("nemotroncc_removed"),
        ),
        dict(removed=0.0),
        ("su2024nemotron",),
        ("sevilla2024scaling",),
    ),
    claim(
        "B28",
        "Good data are finite and may cap progress unless synthetic data help; all agree on that.",
        judge.judge_b28,
        "A way to make fresh text count many times over, or proof that added synthetic text degrades as well.",
        dict(
            excess_h=H.B * TEXT.median**-H.beta,
            excess_r=R.B * TEXT.median**-R.beta,
            now_h=H.optimum(FRONTIER).loss - H.E,
            now_r=R.optimum(FRONTIER).loss - R.E,
            accumulates=float(ADDED.mean()),
        ),
        dict(excess_h=1e-6, excess_r=1e-6),
        ("villalobos2024run", "muennighoff2023scaling"),
        ("kim2025infinite", "gerstgrasser2024collapse"),
    ),
    claim(
        "C13",
        "The supply of high-quality text has become a binding constraint.",
        judge.judge_c13,
        "A frontier run whose makers say that they read all the text they could use.",
        dict(
            shares=tuple(100 * x for x in stock.share(LARGE_TOKENS, TEXT)),
            years=(CROSSING.value, CROSSING.low, CROSSING.high),
            now=NOW,
        ),
        dict(years=(2021.0, 2020.0, 2022.0)),
        ("villalobos2024run",),
        ("sevilla2024scaling",),
    ),
    claim(
        "C15",
        "The supply of text on the internet is finite.",
        judge.judge_c15,
        "A web that grows as fast as the training sets.",
        dict(
            indexed=WEB.median,
            low=WEB.low,
            high=WEB.high,
            web_growth=published.value("villalobos_2024_web_growth_high"),
            data_growth=published.value("villalobos_2024_dataset_growth"),
        ),
        dict(web_growth=2.0),
        ("villalobos2024run",),
    ),
    claim(
        "C16",
        "By 2025 frontier models were trained on a substantial fraction of all public text in the major languages.",
        judge.judge_c16,
        "A census of text with an interval narrower than the gap between the two readings.",
        dict(run_low=TYPICAL_TOKENS, run_high=LARGE_TOKENS, raw=WEB.median, filtered=TEXT.median),
        dict(raw=TEXT.low),
        ("villalobos2024run", "meta2025llama4card"),
        ("villalobos2024run",),
    ),
    claim(
        "C17",
        "Training on the output of models can amplify bias and degrade quality in ways that are hard to notice.",
        judge.judge_c17,
        "Lines of models on replaced data that keep their tails, or on added data that lose them.",
        dict(replaced=float(REPLACED.mean()), added=float(ADDED.mean()), median=float(np.median(REPLACED))),
        dict(replaced=float(ADDED.mean())),
        ("shumailov2024collapse", "dohmatob2024tale"),
        ("gerstgrasser2024collapse",),
    ),
    claim(
        "C41",
        "Images, video, audio and structured data open vast new sources.",
        judge.judge_c41,
        "Matched runs that give the worth of a token of video in tokens of text.",
        dict(factor=FACTOR, beta_h=H.beta, beta_r=R.beta, b_h=H.b, b_r=R.b),
        dict(factor=1000.0),
        ("villalobos2024run", "sevilla2024scaling"),
    ),
    claim(
        "C42",
        "Text of science, medicine, law and engineering is largely untapped.",
        judge.judge_c42,
        "A count of tokens by field and of the share that training sets already hold.",
        dict(census=None),
    ),
    claim(
        "C43",
        "Better models that write better training data could start a virtuous circle.",
        judge.judge_c43,
        "Generations of models that improve on their own unverified output.",
        dict(start=0.2, keeps_right=0.9, keeps_wrong=0.6, generations=12, mixed=float(MIXED.mean())),
        dict(keeps_wrong=0.9),
        ("abdin2024phi4", "gerstgrasser2024collapse"),
        ("shumailov2024collapse",),
    ),
    claim(
        "X6",
        "The three articles give one account of how scarce data are.",
        judge.judge_x6,
        "A passage of article C that gives the stock and its interval.",
        dict(binding=True, less_binding=True, shrinking_exponent=True),
        dict(less_binding=False),
    ),
    claim(
        "X7",
        "Article C's two statements on synthetic data, a risk and a remedy, can both be true.",
        judge.judge_x7,
        "Experiments in which replacing and adding have the same effect.",
        dict(replaced=float(REPLACED.mean()), added=float(ADDED.mean())),
        dict(added=float(REPLACED.mean())),
        ("gerstgrasser2024collapse",),
        ("shumailov2024collapse",),
    ),
)
