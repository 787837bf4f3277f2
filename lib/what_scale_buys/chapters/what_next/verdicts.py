"""The claims of the three articles that this chapter judges."""

from ... import published
from ...claims import Claim, Claims
from . import judges as judge
from .inputs import halving, inputs, modalities
from .numbers import algorithm_share

CHAPTER = "15_what_next"
NOW, DECADE, NEXT = 2026, 2035, 2031
HO = published.figure("ho_2024_halving_model7")


def claim(claim_id, paraphrase, judging, would_change, inputs, opposite=None, pro=(), contra=()):
    return Claim(claim_id, paraphrase, CHAPTER, judging, would_change, inputs, opposite or {}, pro, contra)


CLAIMS = Claims(
    claim(
        "A31",
        "Scaling by brute force goes on; it has ceased to be the only way.",
        judge.judge_a31,
        "Two years without a run above the record, or a repetition of the measurement of algorithms that finds none.",
        dict(
            first=published.value("run_gpt4_db_flop"),
            last=published.value("run_grok3_flop"),
            years=published.value("run_grok3_released") - published.value("run_gpt4_released"),
            algorithm_share=algorithm_share(),
            smaller_successors=int(published.value("epoch_gpt5_less_than_gpt45")),
        ),
        dict(last=published.value("run_gpt4_db_flop")),
        ("epoch2024compute", "ho2024algorithmic"),
        ("epoch2025gpt5",),
    ),
    claim(
        "A33",
        "The next ten years belong to the companies that grasp the difference between more size and better design.",
        judge.judge_a33,
        "A test of understanding, applied to named companies before the outcome is known.",
        dict(resolved_by=DECADE, as_of=NOW),
    ),
    claim(
        "B34",
        "Limits of scale will turn the field towards mixtures: better algorithms, other kinds of data.",
        judge.judge_b34,
        "A replication that finds no gain by algorithms at the frontier, and no use of other data for text.",
        dict(
            ho_halving=(HO.low, HO.high),
            small_gain=published.value("gundlach_2025_small_scale_gain"),
            span_years=published.value("gundlach_2025_span"),
            modality_factor=modalities(),
        ),
        dict(ho_halving=(10 * HO.high, 20 * HO.high), small_gain=1.0, modality_factor=1.0),
        ("ho2024algorithmic", "villalobos2024run"),
        ("gundlach2025origin",),
    ),
    claim(
        "C62",
        "Progress will come next from targeted scaling, architecture, training methods and data together.",
        judge.judge_c62,
        "Proportions, registered before the fact, and an agreed way to measure them.",
        dict(
            shares=tuple(
                judge.future_share(halving(reading).centre, inputs()["growth"].centre) for reading in ("Ho", "Gundlach")
            ),
            resolved_by=NEXT,
            as_of=NOW,
        ),
    ),
)
