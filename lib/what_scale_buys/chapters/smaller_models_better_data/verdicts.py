"""The claims of the articles that this chapter judges."""

from ... import published
from ...accepted import hoffmann
from ...claims import Claim, Claims
from . import evidence, repeats
from . import judges as judge
from . import techniques as tech
from .numbers import growth, moe_slope

CHAPTER = "12_smaller_models_better_data"
SIZES = list(evidence.STUDENTS.values())


def claim(claim_id, paraphrase, judging, would_change, inputs, opposite=None, pro=(), contra=()):
    return Claim(claim_id, paraphrase, CHAPTER, judging, would_change, inputs, opposite or {}, pro, contra)


def _rows(test):
    """(share kept, low, high, problems) per student, smallest first."""
    _, share, low, high = evidence.kept(test)
    n = int(published.value(evidence.TESTS[test][1]))
    return [(float(s), float(a), float(b), n) for s, a, b in zip(share, low, high)]


CONTEST, SCHOOL = _rows("AIME 2024"), _rows("MATH")
WHOLE = [(1.0, 0.97, 1.0, 500)] * len(SIZES)
WORTHS = {row.label: row.published for row in tech.techniques() if row.family == "curation" and row.published}
STATED = {row.label: row.published for row in tech.techniques() if row.published and row.published > 1}
REMOVED = published.value("nemotroncc_removed")
GAIN = tech.technique("teacher for free").published

_DISTILLATION = (
    claim(
        "A28",
        "Distillation brings what a large model knows onto a telephone.",
        judge.judge_a28,
        "A distilled model of telephone size that keeps its teacher's score on facts and on hard problems.",
        dict(
            sizes=SIZES,
            contest=CONTEST,
            school=SCHOOL,
            phone=evidence.on_a_phone(),
            skill=published.value("mistral7b_equivalent_reasoning"),
            knowledge=published.value("mistral7b_equivalent_knowledge"),
        ),
        dict(contest=WHOLE, school=WHOLE, knowledge=published.value("mistral7b_equivalent_reasoning")),
        ("deepseek2025r1", "sanh2019distilbert"),
        ("jiang2023mistral",),
    ),
    claim(
        "C50",
        "Large models can be compressed into small ones that keep most of what they can do.",
        judge.judge_c50,
        "Students of all sizes that keep three quarters of the score on hard tests.",
        dict(sizes=SIZES, contest=CONTEST, school=SCHOOL),
        dict(contest=WHOLE, school=WHOLE),
        ("deepseek2025r1", "gemma2024gemma2", "sanh2019distilbert"),
        (),
    ),
    claim(
        "C51",
        "What is valuable in a model is not its size but its knowledge, and that can be handed on.",
        judge.judge_c51,
        "Small models as good as distilled ones, made without any large model.",
        dict(
            gain=GAIN,
            student=tech.GEMMA_SIZES["400m"],
            teacher=published.value("gemma2_distil_teacher_params"),
            tokens=1.0,
        ),
        {},
        ("gemma2024gemma2",),
        ("busbridge2025distillation",),
    ),
)

_DATA = (
    claim(
        "C52",
        "Better data has proved as effective as more data.",
        judge.judge_c52,
        "Filtered and unfiltered text compared at several budgets, up to runs that exhaust the filtered pool.",
        dict(
            worths=WORTHS,
            needed=float(repeats.needed_quality(1 - REMOVED, 1.0)),
            removed=REMOVED,
            largest_test=published.value("phi3_mini_tokens"),
        ),
        dict(worths={name: 1 / worth for name, worth in WORTHS.items()}),
        ("li2024datacomp", "penedo2024fineweb", "yang2024qwen2", "abdin2024phi3"),
        ("su2024nemotron",),
    ),
    claim(
        "C53",
        "Deduplication and mixing are part of what makes better data better.",
        judge.judge_c53,
        "Runs with and without deduplication that reach the same loss with the same compute.",
        dict(
            memorised=published.value("lee_2022_dedup_gain"),
            size_before=published.value("hernandez_2022_size_before"),
            size_after=published.value("hernandez_2022_size_after"),
            even=tech.technique("even").published,
            share=repeats.repeated_tokens(),
        ),
        dict(size_after=published.value("hernandez_2022_size_before"), even=1.0),
        ("lee2022dedup", "hernandez2022repeated"),
        ("muennighoff2023scaling",),
    ),
)

_CONSEQUENCES = (
    claim(
        "C55",
        "Smaller laboratories may gain on the large ones through better techniques.",
        judge.judge_c55,
        "Audited total costs of equal models from laboratories of different size.",
        dict(
            final_run=published.value("deepseek_v3_cost"),
            gain=published.value("dclm_vs_llama3_compute"),
            gamma=hoffmann().frontier_exponent,
        ),
        {},
        ("deepseek2024v3",),
        (),
    ),
    claim(
        "C58",
        "Models of seven to seventy billion parameters can do what firms need.",
        judge.judge_c58,
        "A need stated as a task, with the score that suffices.",
        dict(
            small=evidence.mmlu()["Llama 3 8B"],
            large=evidence.mmlu()["Llama 3 70B"],
            older=evidence.mmlu()["GPT-3.5"],
            frontier=evidence.mmlu()["GPT-4"],
            frontier_name="GPT-4",
            older_name="GPT-3.5",
        ),
        dict(small=evidence.mmlu()["GPT-4"]),
        ("meta2024llama3card",),
        ("openai2023gpt4",),
    ),
    claim(
        "X9",
        "Articles A and C set efficiency (distillation, quality, structure) beside scaling, as another road.",
        judge.judge_x9,
        "A technique compared with its baseline over at least three decades of compute, with a growing multiplier.",
        dict(multipliers=STATED, growth=growth()[1], slopes_measured=0, slope_claimed=moe_slope()),
        dict(slopes_measured=len(STATED)),
        ("sorscher2022beyond", "krajewski2024finegrained"),
        ("li2024datacomp", "gemma2024gemma2"),
    ),
)

CLAIMS = Claims(*_DISTILLATION, *_DATA, *_CONSEQUENCES)
