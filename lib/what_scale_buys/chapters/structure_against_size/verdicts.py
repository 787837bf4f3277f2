"""The claims of the three articles that this chapter judges."""

from ... import published
from ...accepted import hoffmann, refit
from ...claims import Claim, Claims
from . import judges as judge
from . import models, recall, ties
from .numbers import sizes

CHAPTER = "11_structure_against_size"
PAIR = models.matched()
SEEN = 0.2
TABLE, RULE = recall.sums(SEEN)
V3 = models.mixtures()[-1]
REPLACED = published.value("gpt3_175b_params") * (1 - 1 / published.value("retro_param_factor"))


def claim(claim_id, paraphrase, judging, would_change, inputs, opposite=None, pro=(), contra=()):
    return Claim(claim_id, paraphrase, CHAPTER, judging, would_change, inputs, opposite or {}, pro, contra)


CLAIMS = Claims(
    claim(
        "A25",
        "A mixture of experts uses only a part of its parameters for each token.",
        judge.judge_a25,
        "A widely used mixture that routes every token through most of its experts.",
        dict(shares={m.name: m.share for m in models.mixtures()}),
        dict(shares={m.name: 1.0 for m in models.mixtures()}),
        ("jiang2024mixtral", "deepseek2024v2", "deepseek2024v3"),
    ),
    claim(
        "A26",
        "Mixtures of experts match dense models at a fraction of the cost.",
        judge.judge_a26,
        "Pairs trained by one group on the same text with the same compute, compared by loss and by benchmarks.",
        dict(
            compute=PAIR.compute,
            hours=PAIR.hours,
            mmlu=PAIR.mmlu,
            items=published.value("mmlu_test_items"),
            bits=PAIR.bits,
            memory=PAIR.memory,
        ),
        dict(mmlu=PAIR.mmlu[::-1]),
        ("deepseek2024v3", "krajewski2024finegrained", "jiang2024mixtral"),
        ("clark2022unified",),
    ),
    claim(
        "A27",
        "Retrieval makes it unnecessary to memorise facts.",
        judge.judge_a27,
        "A retrieving model that keeps its lead on questions whose answer no document holds.",
        dict(
            factor=published.value("retro_param_factor"),
            database=published.value("retro_database"),
            replaced=REPLACED,
            table=TABLE,
            rule=RULE,
        ),
        dict(table=RULE),
        ("borgeaud2022retro", "izacard2022atlas", "shao2024scaling"),
    ),
    claim(
        "A29",
        "Intelligence is a matter of structure, and size is beside the point.",
        judge.judge_a29,
        "Definitions of the nouns that two readers would apply alike, made before the models are compared.",
        dict(measures_named=0),
    ),
    claim(
        "A32",
        "Scale is needed but does not suffice.",
        judge.judge_a32,
        "A smallest size for a fixed score that stayed put for several years of new methods.",
        dict(
            surfaces={"H": hoffmann(), "R": refit()},
            large=ties.runs()["MT-NLG"],
            small=ties.runs()["Chinchilla"],
            shrinkage=published.value("aiindex_2025_smallest_60mmlu_ratio"),
            example=(sizes()[0], sizes()[1], sizes()[3]),
        ),
        dict(shrinkage=1.0),
        ("hoffmann2022training",),
        ("aiindex2025",),
    ),
    claim(
        "C38",
        "Mixtures of experts have separated the total number of parameters from the cost of inference.",
        judge.judge_c38,
        "A mixture that leaves most of its weights on slow storage and answers as fast.",
        dict(total=V3.total, active=V3.active),
        dict(active=V3.total),
        ("deepseek2024v3", "ludziejewski2025joint"),
    ),
)
