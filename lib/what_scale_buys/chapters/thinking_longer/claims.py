"""The claims of the three articles that this chapter judges."""

from scaling_laws.quantity import Quantity, estimate, exact, percent, propagate

from ... import published
from ...accepted import with_interval
from ...claims import Finding, Verdict, claim
from . import exchange
from .numbers import growth_of_largest, knowledge_gain, longer
from .scores import score

V = Verdict
EVEN = 50  # %, of comparisons between two answers of equal worth


def _share(key):
    return published.value(key) / 100


def _count(key):
    return int(published.value(key))


def _late():
    """Compute of the stages of DeepSeek-R1, relative to its base model."""
    return published.value("r1_rl_gpuh") / published.value("deepseek_v3_gpuh_total")


@claim(
    "B29",
    "Predicting the next token is limited by nature, in planning and in understanding beyond patterns.",
    place="Limitations and Open Questions, only paragraph",
    would_change="A task at which every next-token model fails, however large, and another system succeeds.",
    evidence=lambda: dict(
        start=_share("aime24_r1zero_start"),
        end=_share("aime24_r1zero_end"),
        plain=_share("tot_game24_cot"),
        searched=_share("tot_game24_tot_b5"),
        n_aime=_count("aime24_problems"),
        n_puzzles=_count("tot_game24_puzzles"),
    ),
    sources_for=("yao2023tree",),
    sources_against=("deepseek2025r1",),
)
def b29(start, end, plain, searched, n_aime, n_puzzles):
    """What a network that emits next tokens does when it is rewarded for answers, and when it is put into a search."""
    numbers = (
        score(start, n_aime, "AIME before reinforcement"),
        score(end, n_aime, "AIME after it"),
        score(plain, n_puzzles, "Game of Twenty-four, one chain of thought"),
        score(searched, n_puzzles, "Game of Twenty-four, tree search"),
    )
    because = (
        "The article names no test, and the source that it cites we know by its title only. Two facts bound what can be"
        " meant."
        " Writing from left to right without going back, a strong model fails at a planning puzzle"
        f" ({numbers[2].short}), which supports the sentence; the same network inside a search solves"
        f" {numbers[3].short}. And a model that only ever emits next tokens went from {numbers[0].short} to"
        f" {numbers[1].short} of a mathematics contest once it was rewarded for right answers, so what is limited is"
        " the first guess more than the medium."
    )
    missing = "a test that defines planning or understanding, passed by some other system of equal cost"
    return Finding(V.NOT_CHECKABLE, because, missing, numbers)


@claim(
    "C45",
    "The large laboratories have moved from scale at any cost to a balance of scale and efficiency.",
    place="The Shift From Scale to Efficiency, first paragraph",
    would_change="Published training compute of the flagships of several laboratories since 2025.",
    evidence=lambda: dict(
        shrank=bool(published.value("epoch_gpt5_less_than_gpt45")),
        spend_before=published.value("openai_rd_compute_2024"),
        spend_after=published.value("openai_rd_compute_2025"),
        share_after=_late(),
    ),
    opposite={"shrank": False},
    sources_for=("epoch2025gpt5",),
)
def c45(shrank, spend_before, spend_after, share_after):
    """`shrank` : whether a flagship took less training compute than its predecessor."""
    growth = exact(spend_after / spend_before, "×", "growth of one laboratory's research compute in a year, projected")
    late = percent(share_after, "compute of the stages of DeepSeek-R1, relative to its base model")
    numbers = (growth, late)
    if not shrank:
        because = f"Each generation still takes more training compute, and the later stages add only {late.short}."
        return Finding(V.CONTRADICTED, because, numbers=numbers)
    because = (
        "One flagship was probably trained with less compute than its predecessor, by an estimate that calls itself"
        f" uncertain. The same laboratory's compute for research grew by {growth.short}. What shifted is where the"
        " compute goes."
    )
    condition = "scale means the pre-training run of the flagship; total compute went on growing"
    return Finding(V.HOLDS_IF, because, condition, numbers)


def _cost_of_instruction():
    """Compute of the stages after pre-training of InstructGPT, relative to GPT-3's pre-training."""
    stages = sum(published.value(f"instructgpt_{stage}_pfdays") for stage in ("ppo", "sft"))
    return stages / published.value("gpt3_vs_gpt2_pfdays_gpt3")


@claim(
    "C46",
    "Post-training gives large gains in capability without more compute for pre-training.",
    place="The Shift From Scale to Efficiency, paragraph on post-training",
    would_change="Gains that vanish when raters are blind to style and contest questions are fresh.",
    evidence=lambda: dict(
        cost_instruct=_cost_of_instruction(),
        preferred=published.figure("instructgpt_175b_preference"),
        cost_r1=_late(),
        start=_share("aime24_r1zero_start"),
        end=_share("aime24_r1zero_end"),
        n=_count("aime24_problems"),
        knowledge_gain=knowledge_gain(),
    ),
    opposite=lambda: {"end": _share("aime24_r1zero_start"), "preferred": Quantity(50.0, "%", low=47.0, high=53.0)},
    sources_for=("ouyang2022training", "deepseek2025r1"),
    sources_against=("yue2025limit",),
)
def c46(cost_instruct, preferred, cost_r1, start, end, n, knowledge_gain):
    """Gains in preference (%), in a contest and in knowledge, and what they cost of pre-training."""
    before, after = score(start, n, "AIME before reinforcement"), score(end, n, "AIME after it")
    cost = percent(max(cost_instruct, cost_r1), "cost of the dearer of the two examples, relative to pre-training")
    numbers = (cost, before, after, knowledge_gain.named("gain of LLaMA-65B on MMLU from a short tuning"))
    if after.low <= before.high and preferred.low <= EVEN:
        return Finding(V.CONTRADICTED, "Neither the preference nor the contest shows a gain.", numbers=numbers)
    because = (
        f"For at most {cost.short} of the compute of pre-training, raters preferred the tuned model to its base in"
        f" {preferred} of comparisons, and a contest score rose from {before} to {after}. On an exam of knowledge a"
        f" short tuning gave {numbers[3]}. The compute excludes the people who wrote and ranked answers. What is gained"
        " is what one answer gives: with hundreds of tries base models have been seen to catch up with their tuned"
        " versions."
    )
    return Finding(V.HOLDS, because, numbers=numbers)


@claim(
    "C47",
    "Compute at inference is replacing compute for training.",
    place="The Shift From Scale to Efficiency, paragraph on inference",
    would_change="Published training compute of the largest runs of several laboratories over two generations.",
    evidence=lambda: dict(
        shrank=bool(published.value("epoch_gpt5_less_than_gpt45")),
        growth=growth_of_largest(),
        share_after=_late(),
        longer=longer(0),
    ),
    opposite=lambda: dict(
        shrank=False, growth=estimate(22.0, 8.0, 60.0, method="as from GPT-4 to Grok-3", level=0.9, unit="×")
    ),
    sources_for=("epoch2025gpt5",),
    sources_against=("epoch2025models", "sardana2024beyond"),
)
def c47(shrank, growth, share_after, longer):
    """Does training compute give way while answers grow longer?

    shrank : whether a flagship took less training compute than its predecessor. growth : of the largest known run
    within the period. share_after : compute of the later stages over that of the base. longer : training compute of the
    cheapest plan when answers grow, as a ratio.
    """
    numbers = (
        growth.named("training compute, largest known run of the summer of 2025 over that of early 2025"),
        percent(share_after, "compute of the stages of DeepSeek-R1, relative to its base model"),
        longer.named("training compute of the cheapest plan when answers grow thirtyfold"),
    )
    if shrank and growth.high < 1:
        return Finding(V.HOLDS, f"Flagships and the largest runs shrank: {growth}.", numbers=numbers)
    if not shrank and growth.low > 1:
        because = f"No flagship shrank, and the largest run went on growing: {growth}."
        return Finding(V.CONTRADICTED, because, numbers=numbers)
    because = (
        "One laboratory's flagship was probably trained with less compute than the one before it, by an outside"
        f" estimate. The largest known run of the next months took {growth} of the compute of the one before: no fall"
        f" that could be told, and no leap. And longer answers make it pay to train more: {longer} at equal loss. The"
        " bills of inference are not published."
    )
    condition = "replacing is said of where one laboratory's new compute goes; the largest runs have not shrunk"
    return Finding(V.HOLDS_IF, because, condition, numbers)


def _training_wins_below(size, ratio, exponent):
    """Break-even success in percent, from an exponent with or without interval."""
    return propagate(lambda alpha: 100 * exchange.break_even(size, ratio, alpha), exponent, unit="%")


@claim(
    "C48",
    "Thinking harder can give better results on challenging tasks without a larger base model.",
    place="The Shift From Scale to Efficiency, paragraph on inference",
    would_change="Contests on which a larger model that answers at once beats a smaller one that thinks.",
    evidence=lambda: dict(
        plain=_share("tot_game24_cot"),
        searched=_share("tot_game24_tot_b5"),
        searched_small=_share("tot_game24_gpt35"),
        n=_count("tot_game24_puzzles"),
        big=_share("gpt45_aime24"),
        thinker=_share("gpt45_aime24_o3mini"),
        n_contest=_count("aime24_problems"),
        size=published.value("snell_2024_model_factor"),
        ratios=tuple(published.value(f"snell_2024_r_{name}") for name in ("low", "high")),
        exponent=with_interval(lambda fit: fit.alpha),
    ),
    opposite=lambda: {"searched": _share("tot_game24_cot")},
    sources_for=("yao2023tree", "openai2025gpt45", "brown2024monkeys"),
    sources_against=("snell2024scaling", "stroebl2024limits"),
)
def c48(plain, searched, searched_small, n, big, thinker, n_contest, size, ratios, exponent):
    """A puzzle without and with search, a contest by a larger and by a thinking model, and where thinking stops paying.

    ratios : tokens inferred per token trained on, few and many. exponent : of the refit, in size.
    """
    gain = score(plain, n, "Game of Twenty-four, GPT-4, one chain"), score(searched, n, "the same, tree search")
    small = score(searched_small, n, "tree search with GPT-3.5")
    contest = score(big, n_contest, "AIME, GPT-4.5"), score(thinker, n_contest, "AIME, o3-mini")
    few, many = (_training_wins_below(size, ratio, exponent) for ratio in ratios)
    numbers = (*gain, small, *contest, many.named("success below which training wins, many tokens inferred"))
    if gain[1].low <= gain[0].high:
        return Finding(V.CONTRADICTED, f"Search gains nothing: {gain[0]}, {gain[1]}.", numbers=numbers)
    because = (
        f"Search lifted GPT-4 from {gain[0].short} to {gain[1].short} on a puzzle. In contest mathematics a thinking"
        f" model that its maker calls small reached {contest[1].short}, a larger one that answers at once"
        f" {contest[0].short}. The gain needs a base that succeeds now and then: the same search on GPT-3.5 reached"
        f" {small.short}. At equal compute against a model {exact(size).short} times larger, a chain of steps puts the"
        f" turn at a success of {few} per sample if few tokens are inferred and {many} if many are."
    )
    if contest[1].low > contest[0].high:
        return Finding(V.HOLDS, because, numbers=numbers)
    condition = "the model already solves the question now and then and answers can be checked"
    return Finding(V.HOLDS_IF, because, condition, numbers)


@claim(
    "C49",
    "Reasoning models such as o1 showed that inference gives as much as, or more than, a larger training run.",
    place="The Shift From Scale to Efficiency, paragraph on inference",
    would_change="Training and inference compute published for both roads, on tests of several kinds.",
    evidence=lambda: dict(
        small=_share("gpt45_aime24_gpt4o"),
        big=_share("gpt45_aime24"),
        thinker=_share("gpt45_aime24_o3mini"),
        n=_count("aime24_problems"),
        facts_small=_share("gpt45_simpleqa_gpt4o"),
        facts_big=_share("gpt45_simpleqa"),
        facts_thinker=_share("gpt45_simpleqa_o1"),
        n_facts=_count("simpleqa_items"),
    ),
    opposite=lambda: {"facts_thinker": _share("gpt45_aime24_o3mini")},
    sources_for=("openai2024o1", "openai2025gpt45"),
    sources_against=("ord2025rl",),
)
def c49(small, big, thinker, n, facts_small, facts_big, facts_thinker, n_facts):
    """Scores of one laboratory's larger model and of its reasoning models, in mathematics and in short facts."""
    scores = [score(v, n, f"AIME, {name}") for v, name in ((small, "GPT-4o"), (big, "GPT-4.5"), (thinker, "o3-mini"))]
    facts = [
        score(v, n_facts, f"SimpleQA, {name}")
        for v, name in ((facts_small, "GPT-4o"), (facts_big, "GPT-4.5"), (facts_thinker, "o1"))
    ]
    numbers = (*scores, *facts)
    if scores[2].value < scores[1].value:
        return Finding(V.CONTRADICTED, "The larger model is ahead even in mathematics.", numbers=numbers)
    if facts[2].high >= facts[1].low:
        return Finding(V.HOLDS, "The thinking model is ahead in mathematics and not behind in facts.", numbers=numbers)
    because = (
        f"One laboratory printed a larger model beside its reasoning models. In contest mathematics more training has"
        f" {scores[1]} and thinking {scores[2]}, where GPT-4o has {scores[0].short}. In facts the larger model has"
        f" {facts[1]} and a thinking one {facts[2]}. Neither their bases nor their training compute are published, and"
        " reinforcement learning, which is training, is booked under thinking here. The post on o1 compared with no"
        " larger run."
    )
    condition = "answers can be worked out and checked, as in mathematics; for facts training gives more"
    return Finding(V.HOLDS_IF, because, condition, numbers)


@claim(
    "C66",
    "Fine-tuning and alignment have become as important, strategically, as pre-training.",
    place="The Shift From Scale to Efficiency, paragraph on post-training",
    would_change="A laboratory's spending on both, published for several years.",
    evidence=lambda: dict(share_after=_late(), spend=published.value("openai_rd_compute_2024")),
    sources_for=("deepseek2025r1",),
)
def c66(share_after, spend):
    """Compute of the stages after one pre-training, relative to it; dollars of one laboratory's research compute."""
    late = percent(share_after, "compute of the stages of DeepSeek-R1, relative to its base model")
    because = (
        f"By compute the later stages were small in the one case that is public, {late.short} of the base; by effect"
        f" they made the product. How one laboratory divided its {exact(spend, 'dollars').short} of research compute"
        " between the two is not printed, and strategic importance has no unit."
    )
    missing = "what laboratories spend on each, in compute and in people"
    return Finding(V.NOT_CHECKABLE, because, missing, (late,))
