"""The measures that the reader knows, and the heads that people give their columns."""

PREFIXES = (
    "config summary hparams hyperparameters hparam args cfg metrics history run stats settings log logged wandb "
    "report reported the of in value trainer"
)

# measure: (names, words that change nothing, words that say which kind: word -> what the account says)
_COUNTED = "n num number nr no count total_count amount"
_SPLIT = {
    "train": "training", "training": "training", "val": "validation", "valid": "validation", "dev": "validation",
    "validation": "validation", "eval": "evaluation", "evaluation": "evaluation", "test": "test", "heldout": "held out",
    "final": "final", "last": "last", "best": "best", "min": "least", "mean": "mean", "avg": "mean", "average": "mean",
    "smoothed": "smoothed", "ema": "smoothed", "median": "median", "c4": "C4", "pile": "Pile",
    "slimpajama": "SlimPajama", "fineweb": "FineWeb", "dclm": "DCLM", "openwebtext": "OpenWebText", "dolma": "Dolma",
    "wikitext": "WikiText", "redpajama": "RedPajama", "refinedweb": "RefinedWeb", "paloma": "Paloma",
}  # fmt: skip
_HEADS: dict[str, tuple[str, str, dict[str, str]]] = {
    "parameters": (
        "parameters params param parameter nparams n size model_size parameter_count param_count weights",
        f"model trainable learnable {_COUNTED} precise exact",
        {
            "noembedding": "without embeddings",
            "withembedding": "with embeddings",
            "active": "active per token",
            "activated": "active per token",
            "act": "active per token",
            "total": "all of them",
            "dense": "dense",
        },
    ),
    "tokens": (
        "tokens token d data data_size dataset_size training_data tok toks dataset_tokens data_tokens",
        f"train training trained pretrain pretraining seen consumed processed input total model "
        f"{_COUNTED} final on data dataset",
        {},
    ),
    "compute": (
        "compute c flop flops flos budget compute_budget flop_budget flops_budget isoflop isoflops fp_operations",
        f"train training trained pretrain pretraining total model final {_COUNTED} spent used cost flop flops",
        {
            "achieved": "as achieved", "actual": "as achieved", "target": "as planned", "nominal": "as planned",
            "estimated": "estimated", "est": "estimated", "estimate": "estimated", "approx": "estimated",
        },
    ),
    "loss": (
        "loss l cross_entropy cross_entropy_loss ce ce_loss xent nll nll_loss neg_log_likelihood "
        "negative_log_likelihood log_perplexity log_ppl bits_per_byte bpb",
        "lm model token nats bits",
        _SPLIT,
    ),
    "steps": ("step steps iteration iterations iter iters", "train training global total optimizer n num", {}),
    "label": ("run run_name run_id label curve hyper_id name experiment trial id", "", {}),
    "seed": ("seed random_seed rng_seed init_seed data_seed replicate replica", "model train training", {}),
    "epochs": ("epochs epoch passes repeats repetitions", "n num number of train training total", {}),
    "score": (
        "score accuracy acc benchmark benchmark_score pass_rate success_rate exact_match",
        "mean avg average final",
        {
            "test": "test", "val": "validation", "valid": "validation", "validation": "validation", "dev": "validation",
            "train": "training", "training": "training", "eval": "evaluation", "normalized": "normalised",
            "normalised": "normalised", "norm": "normalised",
        },
    ),
    "questions": ("questions items trials examples question_count", "n num number of total test", {}),
    "unique_tokens": ("unique_tokens unique_data unique_d distinct_tokens", "n num number of train training total", {}),
    "experts": ("experts expert_count", "n num number of total", {}),
    "sparsity": ("sparsity", "", {}),
    "granularity": ("granularity", "", {}),
    "learning_rate": ("learning_rate lr", "peak max maximum initial base", {}),
    "batch_size": ("batch_size batch bs global_batch_size batch_tokens", "train training", {}),
    "weight": ("weight weights", "run", {}),
    "error": ("error", "", {}),
}  # fmt: skip
MEASURES = {
    name: (frozenset(names.split()), frozenset(f"{neutral} {PREFIXES}".split()), kinds)
    for name, (names, neutral, kinds) in _HEADS.items()
}
SEQUENCE = (
    "seq_len",
    "seq_length",
    "sequence_length",
    "context_length",
    "context",
    "n_ctx",
    "block_size",
    "max_seq_len",
)
TEXT = ("label", "seed")
PREFERRED = {"label": ("run", "run_name", "run_id", "curve", "label", "hyper_id", "name")}

LARGEST_LOSS = {"nats/token": 20.0, "bits/token": 30.0, "nats/byte": 12.0, "bits/byte": 16.0}

# words before "loss" that make it no loss of a model on a text
_PARTS = """
aux auxiliary z router routing balance balancing load kl reg regularization regularisation penalty distill distillation
delta diff difference gap ratio rank excess reducible irreducible predicted prediction pred fit fitted forecast expected
estimated target initial init first start var variance std max
"""
PARTS = frozenset(_PARTS.split())

# words in brackets that are no unit: symbols, remarks, sets of text
_REMARKS = """
n d c l n_params total trained training train val validation valid eval test final mean avg average smoothed ema
held-out heldout seen consumed unique active dense trainable count counted approx cross-entropy ce lower is better
higher with without embedding embeddings non-embedding non excluding including incl excl no all c4 pile the slimpajama
fineweb fineweb-edu dclm openwebtext owt wikitext wikitext-103 redpajama refinedweb dolma lm dataset size model run
number of # \u2193 \u2191 and norm normalized normalised w/o w/
"""
REMARKS = frozenset(_REMARKS.split())
ERROR_WORDS = {
    "sem": "standard error", "se": "standard error", "stderr": "standard error", "std_err": "standard error",
    "std_error": "standard error", "standard_error": "standard error", "err": "error", "error": "error",
    "uncertainty": "error", "sigma": "standard deviation", "std": "standard deviation", "stdev": "standard deviation",
    "sd": "standard deviation", "std_dev": "standard deviation", "stddev": "standard deviation",
    "standard_deviation": "standard deviation",
}  # fmt: skip
LOWER = ("lower", "low", "lo", "lb", "lcl")
UPPER = ("upper", "high", "hi", "ub", "ucl")
