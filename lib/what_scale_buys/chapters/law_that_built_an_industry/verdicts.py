"""The claims of the three articles that this chapter judges."""

from ... import published
from ...claims import Claim, Claims
from . import judges as judge
from . import kaplan, record

CHAPTER = "01_law_that_built_an_industry"


def value(key):
    return published.value(key)


def text(key):
    return published.row(key).value


def labs(*papers):
    return {paper: text(f"{paper}_lab") for paper in papers}


def architectures():
    """Frontier exponent in compute, alpha beta / (alpha + beta), by architecture."""
    p = "olmo_hybrid_2026_"
    names = {"transformer": "transformer", "hybrid": "hybrid", "recurrent": "gdn"}
    return {name: kaplan.harmonic(value(f"{p}{key}_alpha"), value(f"{p}{key}_beta")) for name, key in names.items()}


NAMED = ("OpenAI", "DeepMind", "Anthropic")
BASIC = labs("kaplan_2020", "henighan_2020", "hoffmann_2022")
RELATED = labs("hernandez_2022")
EARLIER = {published.cite("hestness2017deep"): text("hestness_2017_lab")}


def claim(claim_id, paraphrase, judging, would_change, inputs, opposite=None, pro=(), contra=()):
    return Claim(claim_id, paraphrase, CHAPTER, judging, would_change, inputs, opposite or {}, pro, contra)


CLAIMS = Claims(
    claim(
        "A1",
        "For five years the field's main story was that larger models and more data bring better performance.",
        judge.judge_a1,
        "A count of what laboratories published and planned in those years, showing another main story.",
        dict(
            growth_low=value("epoch_2024_compute_growth_low"),
            growth_high=value("epoch_2024_compute_growth_high"),
            hardware=10 ** value("cottier_2024_hw_price_perf"),
            years=value("article_a_narrative_years"),
        ),
        dict(growth_low=1.1, growth_high=1.3),
        ("epoch2024compute",),
    ),
    claim(
        "A2",
        "The scaling laws were set out in papers from OpenAI, DeepMind and Anthropic.",
        judge.judge_a2,
        "A paper of Anthropic that fits loss against size, data and compute, or the omission of its name.",
        dict(named=NAMED, basic=BASIC, related=RELATED, earlier=EARLIER),
        dict(basic=BASIC | {"another": "Anthropic"}),
        ("kaplan2020scaling", "henighan2020scaling", "hoffmann2022training", "hernandez2022repeated"),
        ("hestness2017deep",),
    ),
    claim(
        "B3",
        "The empirical relations explain why larger models do better.",
        judge.judge_b3,
        "A theory, accepted by rival schools, that predicts an exponent from a property of the data measured"
        " beforehand.",
        dict(called_empirical=True, regimes=value("bahri_2021_regimes"), alpha=value("kaplan_2020_alpha_n"), settled=0),
        dict(called_empirical=False, settled=1),
        ("bahri2024explaining", "sharma2020manifold", "michaud2023quantization"),
        ("kaplan2020scaling",),
    ),
    claim(
        "B11",
        "The predictability of the laws lets researchers forecast what added resources will yield.",
        judge.judge_b11,
        "A register of forecasts made before training, for tasks as well as losses, with their outcomes.",
        dict(
            error=value("choshen_2024_are"),
            task_share=value("lourie_2025_predictable"),
            tenfold=record.tenfold(),
            worth=record.worth(value("choshen_2024_are")),
            reach=1 / value("gpt4_loss_prediction_span"),
        ),
        dict(task_share=0.95),
        ("openai2023gpt4", "gadre2024language", "choshen2024hitchhikers"),
        ("lourie2025scaling",),
    ),
    claim(
        "B24",
        "There is a consensus that this predictability lowers the risk of research and development.",
        judge.judge_b24,
        "A survey of the people who decide, and a record of cancelled and regretted runs before and after the laws.",
        dict(surveys=None, halving=value("ord_2025_halving")),
        None,
        (),
        ("ord2025paradox",),
    ),
    claim(
        "C1",
        "In January 2020 a team at OpenAI published the paper that described scaling laws for language models.",
        judge.judge_c1,
        "Another date on the preprint.",
        dict(
            said=text("article_c_law_date"),
            identifier=text("kaplan_2020_arxiv"),
            labs=text("kaplan_2020_lab"),
            earlier=text("hestness_2017_arxiv"),
        ),
        dict(identifier=text("hestness_2017_arxiv"), labs=text("hestness_2017_lab")),
        ("kaplan2020scaling",),
        ("hestness2017deep",),
    ),
    claim(
        "C3",
        "So better models became a matter of engineering and capital, and no breakthrough was needed.",
        judge.judge_c3,
        "An estimate of algorithmic progress so small that compute alone explains the gains.",
        dict(
            algorithmic=value("ho_2024_algorithmic_gain"),
            accounted=value("gundlach_2025_accounted"),
            small=value("gundlach_2025_with_literature"),
            physical=value("ho_2024_physical_gain"),
        ),
        dict(algorithmic=1.5, accounted=1.4, small=1.3),
        ("kaplan2020scaling",),
        ("ho2024algorithmic", "gundlach2025origin"),
    ),
    claim(
        "C39",
        "Better attention, stability and optimisers may change the shape of the scaling curve itself.",
        judge.judge_c39,
        "Exponents with intervals, from matched runs over several decades, that agree for all architectures.",
        dict(exponents=architectures(), shifts_only=True),
        dict(exponents=dict.fromkeys(architectures(), 0.1)),
        ("merrill2026olmo",),
        ("hestness2017deep", "gundlach2025origin"),
    ),
)
