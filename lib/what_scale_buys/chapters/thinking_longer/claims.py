"""The claims of the three articles that this chapter judges."""

from scaling_laws.quantity import Quantity, exact, percent, propagate

from ... import published
from ...accepted import hoffmann, with_interval
from ...claims import Finding, Verdict, claim
from . import exchange
from .numbers import knowledge_gain, longer
from .scores import score

V = Verdict
RARE = 0.001  # a question that one sample in a thousand solves
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
        "The article's source is an investor's opinion, and it names no test. Two facts bound what can be meant."
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
        f" short tuning gave {numbers[3]}. The compute excludes the people who wrote and ranked answers."
    )
    return Finding(V.HOLDS, because, numbers=numbers)


@claim(
    "C47",
    "Compute at inference is replacing compute for training.",
    would_change="A fall of the training compute of the largest runs over two generations while inference grows.",
    evidence=lambda: dict(
        before=published.figure("run_gpt4_db_flop"),
        after=published.figure("run_grok3_flop"),
        share_after=_late(),
        longer=longer(0),
    ),
    opposite=lambda: {"after": published.figure("run_gpt4_db_flop") / 2, "longer": exact(1.0, "×")},
    sources_against=("epoch2025models", "sardana2024beyond"),
)
def c47(before, after, share_after, longer):
    """`longer` : training compute of the cheapest plan when answers grow, as a ratio."""
    growth = (after / before).in_unit("×").named("training compute, largest run of early 2025 over GPT-4")
    plan = longer.named("training compute of the cheapest plan when answers grow thirtyfold")
    numbers = (growth, percent(share_after, "compute of the stages of DeepSeek-R1, relative to its base model"), plan)
    if growth.high < 1 and longer.value <= 1:
        return Finding(V.HOLDS, f"Training compute fell: {growth}.", numbers=numbers)
    if growth.low <= 1:
        because = f"Training compute may have grown or shrunk: {growth}."
        return Finding(V.NOT_CHECKABLE, because, "published training compute of the models since", numbers)
    because = (
        f"Training compute of the largest known run went on growing while reasoning models appeared: {growth}"
        f" from GPT-4 to the largest run of early 2025. And longer answers make it pay to train more: {plan} at"
        " equal loss. Thinking is added to training. Read as supplementing, the sentence would hold."
    )
    return Finding(V.CONTRADICTED, because, numbers=numbers)


def _training_wins_below(size, ratio, exponent):
    """Break-even success in percent, from an exponent with or without interval."""
    return propagate(lambda alpha: 100 * exchange.break_even(size, ratio, alpha), exponent, unit="%")


@claim(
    "C48",
    "Thinking harder gives better results on challenging tasks without a larger base model.",
    would_change="A comparison at equal compute in which the small model wins on the questions that it hardly ever"
    " solves.",
    evidence=lambda: dict(
        plain=_share("tot_game24_cot"),
        searched=_share("tot_game24_tot_b5"),
        searched_small=_share("tot_game24_gpt35"),
        n=_count("tot_game24_puzzles"),
        size=published.value("snell_2024_model_factor"),
        ratios=tuple(published.value(f"snell_2024_r_{name}") for name in ("low", "mid", "high")),
        exponent=with_interval(lambda fit: fit.alpha),
        exponent_h=hoffmann().alpha,
    ),
    opposite=lambda: {"searched_small": _share("tot_game24_tot_b5"), "exponent": exact(0.0)},
    sources_for=("yao2023tree", "wei2022chain", "brown2024monkeys"),
    sources_against=("snell2024scaling",),
)
def c48(plain, searched, searched_small, n, size, ratios, exponent, exponent_h):
    """`ratios`: tokens inferred per token trained on, few to many; exponents of the refit and of the printed fit."""
    gain = score(plain, n, "Game of Twenty-four, GPT-4, one chain"), score(searched, n, "the same, tree search")
    small = score(searched_small, n, "tree search with GPT-3.5")
    few, many = (_training_wins_below(size, ratio, exponent) for ratio in (ratios[0], ratios[-1]))
    by_h = [_training_wins_below(size, ratio, exponent_h) for ratio in ratios]
    numbers = (*gain, small, many.named("success below which training wins, many tokens inferred, refit"))
    if gain[1].low <= gain[0].high:
        return Finding(V.CONTRADICTED, f"Search gains nothing: {gain[0]}, {gain[1]}.", numbers=numbers)
    if small.high >= gain[1].low and many.value < 100 * RARE:
        return Finding(V.HOLDS, "Search does as well on the smaller model, however hard the question.", numbers=numbers)
    because = (
        f"Search lifted GPT-4 from {gain[0]} to {gain[1]} on one puzzle; on GPT-3.5 it reached {small.short}. Against a"
        f" model {exact(size).short} times larger at equal compute, measurement finds the small one ahead on easy and"
        f" medium questions and behind on hard ones. In a chain of steps it falls behind below a success of {few} per"
        f" sample if few tokens are inferred, and of {many} if many are (refit; by the printed fit below"
        f" {by_h[0].short} and {by_h[-1].short})."
    )
    condition = (
        "the model already solves the question now and then and answers can be checked; on questions that are hard for"
        " it a larger model wins, the reverse of the sentence"
    )
    return Finding(V.HOLDS_IF, because, condition, numbers)


@claim(
    "C49",
    "Reasoning models such as o1 showed that inference gives as much as, or more than, a larger training run.",
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
        f"One laboratory printed both roads from GPT-4o. In contest mathematics more training gave {scores[1]} and"
        f" thinking {scores[2]}, from {scores[0].short}. In short facts the larger model reached {facts[1]} and a"
        f" thinking one {facts[2]}. The post on o1 itself compared with no larger run: its axes carry no numbers."
    )
    condition = "answers can be worked out and checked, as in mathematics; for facts training gives more"
    return Finding(V.HOLDS_IF, because, condition, numbers)
