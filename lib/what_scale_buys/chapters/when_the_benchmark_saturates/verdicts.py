"""The claims of the three articles that this chapter judges."""

from dataclasses import replace

import numpy as np

from ... import published
from ...claims import Claim, Claims
from . import ceilings, evidence, response
from . import judges as judge
from .numbers import AFTER, BEFORE, cost_exponents

CHAPTER = "08_when_the_benchmark_saturates"
PERPLEXITY = [published.value(f"gpt3_lambada_ppl_{size}") for size in evidence.GPT3]
LATEST = [evidence.llama_gain(test, "error exponent", 1)[0] for test in ("MMLU", "GSM8K")]
GAINS = {test: evidence.pair_gain(test)[1] for test in evidence.PAIR}


def claim(claim_id, paraphrase, judging, would_change, inputs, opposite=None, pro=(), contra=()):
    return Claim(claim_id, paraphrase, CHAPTER, judging, would_change, inputs, opposite or {}, pro, contra)


CLAIMS = Claims(
    claim(
        "C18",
        "Many widely used benchmarks are close to the highest score they allow.",
        judge.judge_c18,
        "A census of the tests in use, with ceilings measured by people and by audits of the keys.",
        dict(rooms=ceilings.rooms()),
        dict(rooms=tuple(replace(room, best=(room.guess + room.loose) / 2) for room in ceilings.rooms())),
        ("openai2023gpt4", "deepseek2025r1", "gema2025mmlu"),
        (),
    ),
    claim(
        "C19",
        "Near the top two more points take disproportionate effort and may mean little to a user.",
        judge.judge_c19,
        "Error rates of a well-tuned series over two or more decades of compute, on a test whose keys were audited.",
        dict(before=BEFORE, after=AFTER, exponents=tuple(cost_exponents()), measured=tuple(LATEST)),
        dict(exponents=(0.5, 1.0), measured=(0.5,)),
        ("hoffmann2022training",),
        ("ruan2024observational",),
    ),
    claim(
        "C20",
        "Saturation does not show that models stopped improving; it may hide that they go on.",
        judge.judge_c20,
        "Tests without a ceiling, such as lengths of tasks, that flatten at the same time.",
        dict(
            first=response.FIRST,
            last=response.LAST,
            models=response.MODELS,
            mean=response.EASY,
            spread=response.SPREAD,
        ),
        dict(mean=response.HARD),
        ("lord1980applications", "platinum2025"),
        (),
    ),
    claim(
        "C22",
        "Keeping hold of a long passage improves dramatically with more parameters and more data.",
        judge.judge_c22,
        "A series that varies data alone on one test of long context.",
        dict(
            perplexity=PERPLEXITY,
            by_data=(published.value("gpt3_lambada_175b"), published.value("chinchilla_lambada")),
        ),
        dict(perplexity=list(np.linspace(PERPLEXITY[-1], PERPLEXITY[-1], 2))),
        ("brown2020language", "hoffmann2022training"),
        (),
    ),
    claim(
        "C23",
        "What further scaling brings is subtler, fewer hallucinations among it.",
        judge.judge_c23,
        "Hallucination rates on one public test for at least four sizes of one recipe.",
        dict(
            series=None,
            scaled=tuple(published.value(f"personqa_{m}") for m in ("gpt4o", "gpt45")),
            reasoned=tuple(published.value(f"personqa_{m}") for m in ("o1", "o3")),
        ),
        dict(series=(0.4, 0.3, 0.2, 0.1)),
        ("openai2025gpt45card",),
        ("openai2025o3card",),
    ),
    claim(
        "C40",
        "Benchmarks may be poor proxies for what matters, so that real gains go unseen.",
        judge.judge_c40,
        "Scores that forecast success in observed work, on models that were not used to choose the tests.",
        dict(gains=GAINS),
        dict(gains=dict.fromkeys(GAINS, GAINS["MMLU-Pro"])),
        ("deepseek2025r1", "kwa2025measuring"),
        ("ruan2024observational",),
    ),
    claim(
        "B33",
        "If the laws go on holding, models may come near to human versatility.",
        judge.judge_b33,
        "A measure of versatility fixed in advance, followed over models of known loss.",
        dict(
            mapping=None,
            best=published.value("r1_table_mmlu_o1"),
            expert=published.value("human_expert_mmlu"),
            horizon=published.value("metr_horizon_claude37"),
        ),
        dict(mapping=(1.9, 1.85)),
        (),
        (),
    ),
)
