"""The claims of the three articles that this chapter judges."""

import numpy as np

from ... import published
from ...claims import Claim, Claims
from . import gpt3, toy, wei
from . import judges as judge
from .numbers import FEW, MANY, MEDIUM, PASS, cut

CHAPTER = "09_emergence_mirage"


def solved(task, size):
    """Problems solved by one GPT-3 size."""
    return int(gpt3.hits(task)[gpt3.SIZES.index(size)])


def _scores(size):
    at = gpt3.SIZES.index(size)
    return {task: float(gpt3.score(task)[0][at]) for task in gpt3.TASKS}


def _flat(scores):
    """The same tasks with evenly rising scores: what a world without jumps would have shown."""
    return {task: np.linspace(values[0], values[-1], len(values) * 3) for task, values in scores.items()}


ALL_SCORES = {task: gpt3.score(task)[0] for task in gpt3.TASKS}
LENGTHS = (2, 3, 4, 5)
LARGEST = [solved(f"{d}d_add", "175b") for d in LENGTHS]
EVEN = [round(gpt3.items() * PASS**d) for d in LENGTHS]
ALPHA = published.figure("besiroglu_2024_alpha")
TRUTH, BY_SCORE, BY_TOKENS = toy.forecasts()
SIDE_REAL = ("wei2022emergent", "du2024understanding", "michaud2023quantization")
SIDE_ARTEFACT = ("schaeffer2023emergent", "schaeffer2024predicting")
BENDS = [gpt3.digit_error_exponent("2d_add", a, b) for a, b in (("small", "2p7b"), ("6p7b", "13b"))]


def claim(claim_id, paraphrase, judging, would_change, inputs, opposite=None, pro=(), contra=()):
    return Claim(claim_id, paraphrase, CHAPTER, judging, would_change, inputs, opposite or {}, pro, contra)


CLAIMS = Claims(
    claim(
        "A19",
        "No amount of parameters produces a pattern of reasoning that the training text does not contain.",
        judge.judge_a19,
        "A search showing that most tested sums, in any wording, stood in the training text.",
        dict(
            hits=solved("3d_add", "175b"),
            n=gpt3.items(),
            in_training=published.value("gpt3_3digit_add_in_training") / 100,
        ),
        dict(in_training=PASS),
        (),
        ("brown2020language",),
    ),
    claim(
        "A34",
        "Beyond the size that captures all patterns, more parameters learn only rare ones that do not carry over.",
        judge.judge_a34,
        "A held-out loss that stops falling with parameters while training loss goes on falling, data being ample.",
        dict(alpha=ALPHA.value, low=ALPHA.low, high=ALPHA.high),
        dict(alpha=0.0, low=-0.1, high=0.1),
        ("michaud2023quantization",),
        ("epoch2024chinchillacode", "hoffmann2022training"),
    ),
    claim(
        "B1",
        "Predictable improvement unlocks new capabilities along the way.",
        judge.judge_b1,
        "A registered forecast of which tasks leave chance at which loss, kept for a large share of tasks.",
        dict(
            predictable=round(published.value("lourie_2025_predictable") * published.value("lourie_2025_tasks")),
            tasks=int(published.value("lourie_2025_tasks")),
        ),
        dict(predictable=int(published.value("lourie_2025_tasks"))),
        ("ruan2024observational",),
        ("lourie2025scaling",),
    ),
    claim(
        "B14",
        "Small cuts of the per-token error become leaps of ability because of how tasks are scored.",
        judge.judge_b14,
        "Benchmarks scored token by token, where the amplification is one.",
        dict(length=MEDIUM, accuracy=1 - cut()),
        dict(length=1),
        ("schaeffer2023emergent",),
        (),
    ),
    claim(
        "B15",
        "A drop of five per cent in per-token error can turn failure into reliability.",
        judge.judge_b15,
        "A statement of which five per cent is meant, from what error and for what length.",
        dict(drop=cut()),
        dict(drop=0.96),
        (),
        ("schaeffer2023emergent",),
    ),
    claim(
        "B16",
        "Errors multiply along a sequence of steps.",
        judge.judge_b16,
        "Per-step accuracies that stay constant with length in a measured (not implied) series.",
        dict(hits=LARGEST, lengths=LENGTHS, n=gpt3.items(), agents_shape=published.value("ord_2025_weibull_k")),
        dict(hits=EVEN),
        ("schaeffer2023emergent",),
        ("brown2020language", "sinha2025illusion", "ord2025halflife"),
    ),
    claim(
        "B17",
        "In multi-step problems small gains in accuracy compound.",
        judge.judge_b17,
        "Measured hazards that rise along the task in most settings.",
        dict(shape=published.value("ord_2025_weibull_k")),
        dict(shape=2.0),
        ("sinha2025illusion", "kwa2025measuring"),
        (),
    ),
    claim(
        "B18",
        "As a result models suddenly master tasks such as arithmetic.",
        judge.judge_b18,
        "More sizes between the two largest, or the outputs scored per digit.",
        dict(
            before=solved("3d_add", "13b"),
            after=solved("3d_add", "175b"),
            n=gpt3.items(),
            size_ratio=gpt3.parameters()[-1] / gpt3.parameters()[-2],
        ),
        dict(before=solved("3d_add", "13b"), after=solved("3d_add", "13b") + 100),
        ("brown2020language", "wei2022emergent"),
        ("schaeffer2023emergent",),
    ),
    claim(
        "B19",
        "Sudden abilities may be an artefact of nonlinear scores.",
        judge.judge_b19,
        "A finding that emergence is as common under continuous metrics as under all-or-nothing ones.",
        dict(
            share_two=published.value("schaeffer_2023_share_two_metrics"),
            metrics_total=published.value("schaeffer_2023_metrics_total"),
        ),
        dict(share_two=0.05),
        ("schaeffer2023emergent",),
        ("du2024understanding",),
    ),
    claim(
        "B20",
        "Under continuous scoring progress is smooth.",
        judge.judge_b20,
        "The outputs of GPT-3's eight sizes scored per digit: a straight line there would remove our counterexample.",
        dict(before=BENDS[0], after=BENDS[1], loss_threshold=published.value("du_2024_loss_threshold")),
        dict(after=BENDS[0], loss_threshold=None),
        ("schaeffer2023emergent",),
        ("du2024understanding",),
    ),
    claim(
        "B21",
        "Whether the jumps are real transitions is under debate.",
        judge.judge_b21,
        "One side's concession, or a decisive experiment of the kind listed in this chapter.",
        dict(real=SIDE_REAL, artefact=SIDE_ARTEFACT),
        dict(artefact=()),
        SIDE_REAL,
        SIDE_ARTEFACT,
    ),
    claim(
        "C33",
        "Abilities seem to appear suddenly at certain scales.",
        judge.judge_c33,
        "Series with many sizes in which no score moves by a fifth of its range in one step.",
        dict(scores=ALL_SCORES),
        dict(scores=_flat(ALL_SCORES)),
        ("wei2022emergent", "brown2020language"),
        (),
    ),
    claim(
        "C34",
        "A model of ten billion parameters may be unable to do a task that one of a hundred billion does reliably.",
        judge.judge_c34,
        "A table of thresholds with the score reached at each, for models trained on comparable data.",
        dict(
            small=_scores("13b"),
            large=_scores("175b"),
            split=wei.split(published.value("article_c_small_model"), published.value("article_c_large_model")),
        ),
        dict(large=dict.fromkeys(gpt3.TASKS, 1.0), small=dict.fromkeys(gpt3.TASKS, 0.0)),
        ("wei2022emergent",),
        ("du2024understanding",),
    ),
    claim(
        "C35",
        "Emergent abilities are hard to predict in advance.",
        judge.judge_c35,
        "A record of forecasts made before training, by exact match and by finer scores.",
        dict(by_score=BY_SCORE, by_tokens=BY_TOKENS, truth=TRUTH),
        dict(by_score=BY_TOKENS),
        ("lourie2025scaling",),
        ("hu2024predicting", "ruan2024observational"),
    ),
    claim(
        "C36",
        "A new set of emergent abilities in the next generation could reverse the diminishing returns.",
        judge.judge_c36,
        "A family of models whose loss-matched members gain more per tenfold of compute than their predecessors.",
        dict(mentions_critique=False),
        None,
        ("wei2022emergent",),
        ("schaeffer2023emergent",),
    ),
    claim(
        "C44",
        "Such abilities may stay invisible to standard benchmarks until a threshold is crossed.",
        judge.judge_c44,
        "Benchmarks with partial credit or with enough samples that scores near zero are measured.",
        dict(few=FEW, many=MANY, length=10),
        dict(many=FEW),
        ("hu2024predicting", "schaeffer2023emergent"),
        (),
    ),
    claim(
        "X4",
        "The three articles give one account of emergence.",
        judge.judge_x4,
        "A passage of article C that weighs the critique.",
        dict(b_reports=True, c_relies=True, c_mentions=False),
        dict(c_mentions=True),
    ),
)
