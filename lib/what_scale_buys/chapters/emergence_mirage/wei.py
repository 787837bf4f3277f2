"""The table of thresholds of Wei et al. 2022: at which training compute and size each ability was first seen."""

from functools import cache

import numpy as np

from ... import published

TASKS = {
    "addsub_3digit": "three-digit sums",
    "addsub_45digit": "four- and five-digit sums",
    "mmlu_57": "MMLU, all topics (GPT-3)",
    "toxicity": "toxicity classification",
    "truthfulqa": "TruthfulQA",
    "mmlu_26": "MMLU, some topics (Gopher)",
    "grounded_mappings": "grounded mappings",
    "mmlu_30": "MMLU, some topics (Chinchilla)",
    "wic": "word in context",
    "instruction": "following instructions",
    "scratchpad": "scratchpad for addition",
    "openbook": "open-book fact checking",
    "cot_math": "chain of thought, maths",
    "cot_strategyqa": "chain of thought, StrategyQA",
    "search_index": "differentiable search index",
    "self_consistency": "self-consistency",
    "explanations": "explanations in prompts",
    "least_to_most": "least-to-most prompting",
    "zero_shot_cot": "zero-shot chain of thought",
    "calibration": "calibration by P(true)",
    "multilingual_cot": "multilingual chain of thought",
    "ask_me_anything": "ask-me-anything prompting",
}


@cache
def thresholds():
    """Names, parameters and training FLOP of the rows, smallest threshold first."""
    rows = [(published.value(f"wei_2022_{key}_params"), published.value(f"wei_2022_{key}_flop"), key) for key in TASKS]
    sizes, flops, keys = zip(*sorted(rows))
    return [TASKS[key] for key in keys], np.array(sizes), np.array(flops)


def split(low, high):
    """How many thresholds lie at or below `low` parameters, between, and at or above `high`."""
    sizes = thresholds()[1]
    return int((sizes <= low).sum()), int(((sizes > low) & (sizes < high)).sum()), int((sizes >= high).sum())
