"""Verdicts on article A's chart and its sentences about the curve."""

from ... import published
from ...accepted import FITS, hoffmann, refit
from ...claims import Claim
from . import bars, floors
from . import judges_a as judge
from .numbers import numbers
from .surfaces import moment, pure_cut, total_cut

CHAPTER = "02_flattening_curve"


def _gain(key_from, key_to):
    return published.value(key_to) - published.value(key_from)


def _claims_on_chart():
    heights = bars.article_bars()
    return (
        Claim(
            "A8",
            "Returns shrink in exactly the way of a logarithm.",
            CHAPTER,
            judge.logarithm,
            "A chart with a named metric whose gains per tenfold are equal.",
            {"heights": heights},
            {"heights": (20.0, 20.0, 20.0, 20.0)},
            (),
            ("kaplan2020scaling", "hoffmann2022training"),
        ),
        Claim(
            "A9",
            "Three of the four bars are measured; only the last is a projection.",
            CHAPTER,
            judge.measured,
            "The table behind the chart.",
            {"heights": heights, "metric": "", "source": ""},
            {"metric": "a named score", "source": "a table in print"},
        ),
        Claim(
            "A10",
            "Each bar is the gain for ten times the compute.",
            CHAPTER,
            judge.axes,
            "Labels in the unit of the title.",
            {
                "size_exponents": (
                    published.value("kaplan_2020_nopt_exponent"),
                    published.value("hoffmann_2022_approach1_a"),
                )
            },
            {"size_exponents": (1.0, 1.0)},
            (),
            ("kaplan2020scaling", "hoffmann2022training"),
        ),
        Claim(
            "A11",
            "Together the four bars describe one possible history of gains.",
            CHAPTER,
            judge.total,
            "The name of the metric and its starting value.",
            {"heights": heights, "metric": ""},
            {"metric": "points of a score"},
        ),
    )


def _claims_on_law():
    gammas = [fit().frontier_exponent for fit in FITS.values()]
    places = [moment(name) for name in ("small", "chinchilla", "llama")]
    cuts = [tuple(total_cut(fit().frontier, C, 2.0) for C in places) for fit in FITS.values()]
    few = int(published.value("hoffmann_2022_isoflop_budgets"))
    n = numbers()
    return (
        Claim(
            "A7",
            "Scaling still works, but each further dollar of compute returns less.",
            CHAPTER,
            judge.dollar,
            "A stretch of the frontier on which the loss falls faster than the money grows.",
            {
                "gamma": hoffmann().frontier_exponent,
                "price_low": published.value("epoch_price_decline_low"),
                "price_high": published.value("epoch_price_decline_high"),
            },
            {"price_low": 1.0, "price_high": 1.0},
            ("hoffmann2022training",),
            ("epoch2025prices",),
        ),
        Claim(
            "A15",
            "Scaling laws promise logarithmic returns, not linear ones.",
            CHAPTER,
            judge.promise,
            "A scaling law in print whose gain per tenfold is constant.",
            {
                "gain_ratios": tuple(10**-g for g in gammas),
                "shown": (n.gamma_r.named("exponent of the frontier, refit"),),
            },
            {"gain_ratios": (1.0, 1.0)},
            (),
            ("kaplan2020scaling", "hoffmann2022training"),
        ),
        Claim(
            "A16",
            "Each doubling of compute improves less than the doubling before.",
            CHAPTER,
            judge.doubling,
            "A loss that keeps falling by the same share over many decades.",
            {
                "cuts": cuts,
                "reducible": tuple(pure_cut(g) for g in gammas),
                "shown": (
                    n.doubling_chinchilla_r.named("at the budget of Chinchilla, refit"),
                    n.doubling_llama_r.named("at that of Llama 3.1 405B, refit"),
                    n.reducible_doubling_r.named("above the floor, refit"),
                ),
            },
            {"cuts": [(pure_cut(0.05),) * 3]},
            ("hoffmann2022training", "besiroglu2024chinchilla"),
            ("kaplan2020scaling",),
        ),
        Claim(
            "A17",
            "The curve meets no wall; it bends towards the horizontal.",
            CHAPTER,
            judge.bend,
            "Loss on one text and one tokenizer over six or more decades of compute.",
            {
                "published_floors": tuple(v[0] for v in floors.published_floors().values()),
                "sinking": n.sinking_few.value,
                "future_floor": n.future_r.value,
                "shown": (n.floor_r.named("floor of the refit"), n.future_r.named("loss then, refit")),
                "future_sinking": float(floors.sinking_floor(few)[1](n.future.value)),
            },
            {"published_floors": (refit().E,) * 3, "sinking": 0.0},
            ("besiroglu2024chinchilla", "muennighoff2023scaling"),
            ("kaplan2020scaling", "sardana2024beyond", "krajewski2024finegrained"),
        ),
    )


def _claims_on_steps():
    n = numbers()
    sizes = ("small", "medium", "large", "xl", "2p7b", "6p7b", "13b", "175b")
    gains = {
        "PaLM on MMLU": _gain("mmlu_palm_8b_llama_table", "mmlu_palm_62b_llama_table"),
        "GPT-3 on TriviaQA": _gain("gpt3_triviaqa_13b", "gpt3_triviaqa_175b"),
        "GPT-3 on HellaSwag": _gain("gpt3_hellaswag_13b", "gpt3_hellaswag_175b"),
    }
    return (
        Claim(
            "A3",
            "The founding papers show smooth relations between scale and benchmark scores.",
            CHAPTER,
            judge.axis,
            "A founding paper whose fitted quantity is a benchmark score.",
            {
                "unit": published.row("hoffmann_2022_fit_e").unit,
                "predictable": published.value("lourie_2025_predictable"),
                "additions": [published.value(f"gpt3_arith_4d_add_{s}") for s in sizes],
            },
            {"unit": "percent correct"},
            ("gadre2024language",),
            ("kaplan2020scaling", "hoffmann2022training", "lourie2025scaling"),
        ),
        Claim(
            "A6",
            "Three counters give the sizes of GPT-3 and GPT-4 and a benchmark gain.",
            CHAPTER,
            judge.counters,
            "The page as it was published.",
            {
                "counters": tuple(published.value(f"article_a_counter_{k}") for k in ("gpt3", "gpt4", "gain")),
                "gpt3": published.value("gpt3_175b_params"),
            },
            {"counters": (175e9, 1e12, 40.0)},
        ),
        Claim(
            "A12",
            "The step from ten to a hundred billion parameters brought dramatic gains.",
            CHAPTER,
            judge.dramatic,
            "A fixed list of tasks chosen before the models were scored.",
            {"gains": gains},
            {"gains": {"first task": 20.0, "second task": 25.0}},
            ("touvron2023llama",),
            ("brown2020language",),
        ),
        Claim(
            "A13",
            "The step from a hundred billion to a trillion parameters brought smaller gains.",
            CHAPTER,
            judge.smaller,
            "Scores of a dense trillion-parameter model trained on enough text.",
            {
                "first": gains["PaLM on MMLU"],
                "second": _gain("mmlu_palm_62b_llama_table", "mmlu_palm_540b_llama_table"),
                "tokens_per_parameter": published.value("run_palm_flop") / 6 / published.value("run_palm_params") ** 2,
            },
            {"second": 40.0},
            ("touvron2023llama",),
            ("meta2024llama31card",),
        ),
        Claim(
            "A14",
            "A step from one to ten trillion parameters would hardly be worth its cost.",
            CHAPTER,
            judge.worth,
            "A measured value of one percent of loss.",
            {
                "cuts": (n.giant_cut_h.value, n.giant_cut_r.value),
                "cost": n.giant_dollars.value,
                "value_of_one_percent": None,
            },
            {"value_of_one_percent": 1e12},
            ("hoffmann2022training",),
            (),
        ),
    )


def claims():
    """The claims of article A on the curve, in order."""
    found = (*_claims_on_chart(), *_claims_on_law(), *_claims_on_steps())
    return tuple(sorted(found, key=lambda claim: int(claim.id[1:])))
