"""The claims of the three articles that this chapter judges."""

import numpy as np

from ...accepted import FITS, hoffmann, refit, with_interval
from ...claims import Claim, Claims
from ...published import figure, value
from . import audit
from . import judges as judge
from .fits import far_budget, gopher_budget
from .numbers import predicted_gap, valley_width

CHAPTER = "03_chinchilla_correction"
BEFORE = ("GPT-3 175B", "Gopher 280B", "MT-NLG 530B", "PaLM 540B", "OPT 175B", "BLOOM 176B")

_surfaces = {name: fit() for name, fit in FITS.items()}
_gamma = with_interval(lambda s: s.frontier_exponent)
_kaplan = value("kaplan_2020_nopt_exponent")
_exponents = (*(value(f"hoffmann_2022_approach{k}_a") for k in (1, 2, 3)), value("besiroglu_2024_a_exponent"))
_gopher_waste = {name: audit.waste(s, audit.run("Gopher 280B")) for name, s in _surfaces.items()}
_too_small = audit.camps()["too small"]
_overtraining = float(np.median([r.ratio / refit().optimum(r.compute).tokens_per_parameter for r in _too_small]))
_spans = {
    "Kaplan": value("kaplan_2020_compute_span"),
    "Hoffmann": np.log10(value("hoffmann_2022_isoflop_max") / value("hoffmann_2022_isoflop_min")),
    "Porian": np.log10(value("porian_2024_flop_grid_high") / value("porian_2024_flop_grid_low")),
}


def _claim(claim_id, paraphrase, judging, would_change, inputs, opposite, pro=(), contra=()):
    return Claim(
        claim_id, paraphrase, CHAPTER, judging, would_change, inputs, opposite, sources_for=pro, sources_against=contra
    )


def _values(*keys):
    return tuple(value(key) for key in keys)


def _by_fit(function):
    return {name: function(s) for name, s in _surfaces.items()}


_SMALL = (
    _claim(
        "A30",
        "A model of fifty billion parameters that is well organised can beat a badly organised one of ten times "
        "the size.",
        judge.small_beats_big,
        "A large model given as many tokens as today's small ones get, and still beaten by the small one.",
        dict(
            surfaces=_surfaces,
            small=value("article_a_small_model"),
            big=value("article_a_big_model"),
            big_tokens=value("gpt3_tokens"),
        ),
        dict(big_tokens=value("llama3_tokens")),
        ("hoffmann2022training", "touvron2023llama", "abdin2024phi3"),
    ),
    _claim(
        "C59",
        "Putting AI to practical use does not take the resources of the frontier.",
        judge.no_frontier_needed,
        "A capable small model made from scratch for a small fraction of the compute of the older giants.",
        dict(
            before=value("qlora_65b_memory_before"),
            after=value("qlora_65b_memory_after"),
            making=audit.run("Llama 3 8B").compute,
            frontier=value("gpt3_175b_flop"),
        ),
        dict(making=value("gpt3_175b_flop") / 10),
        ("dettmers2023qlora",),
        ("meta2024llama3card",),
    ),
    _claim(
        "X8",
        "The articles praise small models and leave out that these are over-trained with more compute than GPT-3 had.",
        judge.small_but_expensive,
        "A model of today's small class that reaches its level with less training compute than GPT-3.",
        dict(
            small=audit.run("Llama 3 8B").compute,
            giant=value("gpt3_175b_flop"),
            ratio=audit.run("Llama 3 8B").ratio,
        ),
        dict(small=value("gpt3_175b_flop"), giant=audit.run("Llama 3 8B").compute),
        ("meta2024llama3card", "brown2020language"),
    ),
)

_LAWS = (
    _claim(
        "B2",
        "Studies around 2020 were the first to make these relations prominent.",
        judge.first_in_year,
        "Evidence that the earlier power laws were about something else.",
        dict(first=value("hestness_2017_first"), said=value("article_b_first_year")),
        dict(first=value("article_b_first_year")),
        ("kaplan2020scaling",),
        ("hestness2017deep",),
    ),
    _claim(
        "B9",
        "The Chinchilla work stresses a balance between parameters and data.",
        judge.balance,
        "A sweep at larger budgets whose exponent lies nearer to the older value than to one half.",
        dict(
            exponents=_exponents,
            kaplan=_kaplan,
            interval=(figure("hoffmann_2022_approach3_a").low, figure("hoffmann_2022_approach3_a").high),
        ),
        dict(exponents=(_kaplan,) * 4),
        ("hoffmann2022training", "besiroglu2024chinchilla"),
    ),
    _claim(
        "B10",
        "Performance follows power-law curves over a vast range of scales.",
        judge.vast_range,
        "Sweeps of model size at frontier budgets, or a visible departure from the line inside the fitted range.",
        dict(spans=_spans, extrapolation=gopher_budget() / value("hoffmann_2022_isoflop_max")),
        dict(spans={"one sweep": _spans["Hoffmann"]}),
        ("kaplan2020scaling",),
        ("porian2024resolving",),
    ),
    _claim(
        "B12",
        "The laws are believed to hold across architectures and tasks.",
        judge.same_everywhere,
        "Fits with one recipe and one metric whose exponents agree across architectures and data.",
        dict(
            architectures=_values(*(f"olmo_hybrid_2026_{k}_alpha" for k in ("transformer", "hybrid", "gdn"))),
            modalities=_values(*(f"henighan_2020_{k}_compute_exponent" for k in ("language", "image32", "image8"))),
            corpora=_values(*(f"deepseek_2024_a_{k}" for k in ("early", "current", "owt2"))),
        ),
        dict(architectures=(1.0, 1.0), modalities=(1.0, 1.0), corpora=(1.0, 1.0)),
        ("henighan2020scaling",),
        ("merrill2026olmo", "bi2024deepseek"),
    ),
    _claim(
        "B13",
        "The laws turn the building of models from guessing into something like engineering.",
        judge.engineering,
        "A norm of publishing runs, code and covariances with every law.",
        dict(
            papers=value("li_2025_papers"),
            describe=value("li_2025_describe_fit"),
            code=value("li_2025_code"),
            loss_of_fit=value("besiroglu_2024_loglik_refit") - value("besiroglu_2024_loglik_rounded"),
        ),
        dict(describe=value("li_2025_papers"), code=value("li_2025_papers"), loss_of_fit=0.0),
        ("choshen2024hitchhikers",),
        ("li2025misfitting", "besiroglu2024chinchilla"),
    ),
    _claim(
        "C2",
        "Performance improves predictably with parameters, data and compute.",
        judge.predictable,
        "Extrapolations of loss that fail by as much as the loss itself.",
        dict(error=value("choshen_2024_are"), identity=audit.run("GPT-3 175B").compute / value("gpt3_175b_flop")),
        dict(error=1.0),
        ("kaplan2020scaling", "choshen2024hitchhikers"),
    ),
    _claim(
        "C14",
        "The first laws took for granted that data could grow along with compute and parameters.",
        judge.data_keeps_pace,
        "A passage of the first laws that asks for data in step with parameters.",
        dict(n_exponent=_kaplan, d_exponent=value("kaplan_2020_dopt_exponent")),
        dict(n_exponent=value("hoffmann_2022_approach1_a"), d_exponent=value("hoffmann_2022_approach1_a")),
        (),
        ("kaplan2020scaling",),
    ),
    _claim(
        "C37",
        "The first laws describe transformers trained in a particular way.",
        judge.recipe_bound,
        "A repetition in which recipe and counting leave the exponent where it was.",
        dict(first=figure("porian_2024_a_reproduce_kaplan_rw"), last=figure("porian_2024_a_tuned_rw")),
        dict(last=figure("porian_2024_a_reproduce_kaplan_rw")),
        ("porian2024resolving", "pearce2024reconciling"),
    ),
    _claim(
        "C60",
        "The scaling laws are an empirical regularity and not a law of physics.",
        judge.empirical,
        "A derivation that predicts the exponents before they are measured.",
        dict(kaplan=_kaplan, refit_a=value("besiroglu_2024_a_exponent"), error=value("besiroglu_2024_a_exponent_se")),
        dict(kaplan=value("besiroglu_2024_a_exponent")),
        ("porian2024resolving",),
    ),
    _claim(
        "X10",
        "None of the three articles says how uncertain its numbers are.",
        judge.no_intervals,
        "An interval in any of the three texts.",
        dict(
            given=value("article_intervals_given"),
            ratios=_by_fit(lambda s: s.optimum(far_budget()).tokens_per_parameter),
            at=far_budget(),
        ),
        dict(given=1.0),
        ("besiroglu2024chinchilla",),
    ),
)

_CORRECTION = (
    _claim(
        "C7",
        "For four years larger models were better models.",
        judge.bigger_is_better,
        "A larger model that beats a smaller one of equal compute in the years after 2022.",
        dict(
            small_score=value("chinchilla_mmlu"),
            big_score=value("gopher_mmlu"),
            small=audit.run("Chinchilla 70B").N,
            big=audit.run("Gopher 280B").N,
        ),
        dict(small_score=value("gopher_mmlu"), big_score=value("chinchilla_mmlu")),
        (),
        ("hoffmann2022training",),
    ),
    _claim(
        "C24",
        "Chinchilla showed that the field had been scaling its models suboptimally.",
        judge.was_suboptimal,
        "A repetition at Gopher's budget in which the larger model wins.",
        dict(
            small_ppl=value("chinchilla_wikitext_ppl"),
            big_ppl=value("gopher_wikitext_ppl"),
            gains=_by_fit(predicted_gap),
        ),
        dict(small_ppl=value("gopher_wikitext_ppl"), big_ppl=value("chinchilla_wikitext_ppl")),
        ("hoffmann2022training",),
    ),
    _claim(
        "C25",
        "The custom had been to build the largest model that a budget allows.",
        judge.as_large_as_possible,
        "Large runs of that time with ten or more tokens per parameter.",
        dict(
            ratios=tuple(audit.run(label).ratio for label in BEFORE),
            best=min(_by_fit(lambda s: s.optimum(gopher_budget()).tokens_per_parameter).values()),
        ),
        dict(ratios=(audit.run("Chinchilla 70B").ratio,) * 2),
        ("kaplan2020scaling", "brown2020language", "rae2021scaling"),
    ),
    _claim(
        "C26",
        "For each compute budget there is a best balance of model size and data.",
        judge.optimum_exists,
        "A sweep at fixed compute whose loss keeps falling to the edge.",
        dict(losses=_by_fit(judge.budget_losses), width=_by_fit(lambda s: valley_width(s, gopher_budget()))),
        dict(losses={"H": np.sort(judge.budget_losses(hoffmann()))}),
        ("hoffmann2022training", "kaplan2020scaling"),
    ),
    _claim(
        "C27",
        "Models had been too large for the data that they were trained on.",
        judge.too_large,
        "A fit under which the optimum at those budgets lies at their sizes.",
        dict(errors=_by_fit(lambda s: tuple(audit.size_error(s, audit.run(label)) for label in BEFORE))),
        dict(errors=_by_fit(lambda s: tuple(1 / audit.size_error(s, audit.run(label)) for label in BEFORE))),
        ("hoffmann2022training", "besiroglu2024chinchilla"),
    ),
    _claim(
        "C28",
        "A balanced model reaches the same performance with much less compute.",
        judge.cheaper,
        "A balanced run that needs as much compute as the unbalanced one it matches.",
        dict(wastes={k: _by_fit(lambda s, k=k: audit.waste(s, audit.run(k))) for k in BEFORE[:3]}),
        dict(wastes={"Gopher 280B": {"H": 1.0, "R": 1.0}}),
        ("hoffmann2022training", "besiroglu2024chinchilla"),
    ),
    _claim(
        "C29",
        "Part of the apparent diminishing returns came from inefficient scaling and was no limit of scaling itself.",
        judge.artefact,
        "Benchmarks that flatten as before along a balanced path, at the old rate.",
        dict(
            practice=_by_fit(lambda s: audit.frozen_data_exponent(s, audit.run("Gopher 280B"))),
            balanced=_by_fit(lambda s: s.frontier_exponent),
        ),
        dict(practice=_by_fit(lambda s: s.frontier_exponent)),
        ("hoffmann2022training",),
    ),
    _claim(
        "C30",
        "Labs that went over to Chinchilla-optimal training got more capability for each dollar of compute.",
        judge.more_per_dollar,
        "Accounts of a lab that include what its models cost to serve.",
        dict(gains=_gopher_waste, overtraining=_overtraining),
        dict(gains={"H": 1.0, "R": 1.0}),
        ("hoffmann2022training",),
        ("sardana2024beyond", "meta2024llama3card"),
    ),
    _claim(
        "C31",
        "Even with the best allocation, capability against compute keeps its concave shape.",
        judge.still_concave,
        "A frontier whose reducible loss falls in proportion to compute.",
        dict(exponents=_by_fit(lambda s: s.frontier_exponent), low=_gamma.low, high=_gamma.high),
        dict(low=-1.0, high=-1.0, exponents={"line": -1.0}),
        ("hoffmann2022training", "besiroglu2024chinchilla"),
    ),
    _claim(
        "C32",
        "The Chinchilla recipe makes the curve more efficient, not linear.",
        judge.cheaper_not_straight,
        "A recipe that changes the exponent and not only the constant.",
        dict(saving=_gopher_waste, low=_gamma.low, high=_gamma.high),
        dict(saving={"H": 1.0, "R": 1.0}),
        ("hoffmann2022training", "besiroglu2024chinchilla"),
    ),
)

CLAIMS = Claims(*sorted((*_SMALL, *_LAWS, *_CORRECTION), key=lambda c: (c.id[0], int(c.id[1:]))))
