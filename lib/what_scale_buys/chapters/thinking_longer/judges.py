"""How each claim on post-training and inference is judged: evidence in, finding out, nothing read from elsewhere."""

from scaling_laws.quantity import exact, percent

from ...claims import Finding, Verdict
from . import exchange
from .intervals import share

V = Verdict
POINTS = "percentage points"
RARE = 0.001  # a question that one sample in a thousand solves


def judge_b29(start, end, plain, searched, n_aime, n_puzzles):
    numbers = (
        share(start, n_aime, "AIME before reinforcement"),
        share(end, n_aime, "AIME after it"),
        share(plain, n_puzzles, "Game of Twenty-four, one chain of thought"),
        share(searched, n_puzzles, "Game of Twenty-four, tree search"),
    )
    because = (
        "The article's source is an investor's opinion, and it names no test. Two facts bound what can be meant."
        f" Writing from left to right without going back, a strong model fails at a planning puzzle"
        f" ({numbers[2].short}), which supports the sentence; the same network inside a search solves"
        f" {numbers[3].short}. And a model that only ever emits next tokens went from {numbers[0].short} to"
        f" {numbers[1].short} of a mathematics contest once it was rewarded for right answers, so what is limited is"
        " the first guess more than the medium."
    )
    missing = "a test that defines planning or understanding, passed by some other system of equal cost"
    return Finding(V.NOT_CHECKABLE, because, missing, numbers)


def judge_c45(shrank, spend_before, spend_after, share_after):
    growth = exact(spend_after / spend_before, "×", "growth of one laboratory's research compute in a year, projected")
    late = percent(share_after, "compute of the stages of DeepSeek-R1, relative to its base model")
    numbers = (growth, late)
    if not shrank:
        return Finding(
            V.CONTRADICTED,
            f"Each generation still takes more training compute, and the later stages add only {late.short}.",
            numbers=numbers,
        )
    because = (
        "One flagship was probably trained with less compute than its predecessor, by an estimate that calls itself"
        f" uncertain. The same laboratory's compute for research grew by {growth.short}. What shifted is where the"
        " compute goes."
    )
    condition = "scale means the pre-training run of the flagship; total compute went on growing"
    return Finding(V.HOLDS_IF, because, condition, numbers)


def judge_c46(cost_instruct, preferred_low, cost_r1, start, end, n, knowledge_gain):
    before, after = share(start, n, "AIME before reinforcement"), share(end, n, "AIME after it")
    cost = percent(max(cost_instruct, cost_r1), "cost of the dearer of the two examples, relative to pre-training")
    numbers = (cost, before, after, exact(knowledge_gain, POINTS, "gain of LLaMA-65B on MMLU from a short tuning"))
    if after.low <= before.high and preferred_low <= 0.5:
        return Finding(V.CONTRADICTED, "Neither the preference nor the contest shows a gain.", numbers=numbers)
    because = (
        f"For at most {cost.short} of the compute of pre-training, raters came to prefer the tuned model to its base"
        f" (in at least {percent(preferred_low).short} of comparisons) and a contest score rose from {before} to"
        f" {after}. On an exam of knowledge a short tuning gave"
        f" {numbers[3].short}. The compute excludes the people who wrote and ranked answers."
    )
    return Finding(V.HOLDS, because, numbers=numbers)


def judge_c47(before, after_low, after, share_after, longer):
    growth = exact(after / before, "×", "training compute, largest run of early 2025 over GPT-4")
    plan = longer.named("training compute of the cheapest plan when answers grow thirtyfold")
    numbers = (growth, percent(share_after, "compute of the stages of DeepSeek-R1, relative to its base model"), plan)
    if after < before and longer.value <= 1:
        return Finding(V.HOLDS, f"Training compute fell: {growth.short}.", numbers=numbers)
    if after_low <= before:
        return Finding(
            V.NOT_CHECKABLE,
            f"Training compute may have grown or shrunk: {growth.short}.",
            "published training compute of the models since",
            numbers,
        )
    because = (
        "Training compute of the largest known run went on growing while reasoning models appeared:"
        f" {growth.short} from GPT-4 to the largest run of early 2025. And longer answers make it pay to train more:"
        f" {plan.short} at equal loss. Thinking is added to training. Read as supplementing, the sentence would hold."
    )
    return Finding(V.CONTRADICTED, because, numbers=numbers)


def judge_c48(plain, searched, searched_small, n, size, ratios, exponent, exponent_h):
    """`ratios`: tokens inferred per token trained on, few to many; exponents of the refit and of the printed fit."""
    gain = share(plain, n, "Game of Twenty-four, GPT-4, one chain"), share(searched, n, "the same, tree search")
    small = share(searched_small, n, "tree search with GPT-3.5")
    ends = [percent(exchange.break_even(size, ratio, exponent)) for ratio in ratios]
    by_h = [percent(exchange.break_even(size, ratio, exponent_h)) for ratio in ratios]
    numbers = (*gain, small, ends[-1].named("success below which training wins, many tokens inferred, refit"))
    if gain[1].low <= gain[0].high:
        return Finding(V.CONTRADICTED, f"Search gains nothing: {gain[0].short}, {gain[1].short}.", numbers=numbers)
    if small.high >= gain[1].low and ends[-1].value < 100 * RARE:
        return Finding(V.HOLDS, "Search does as well on the smaller model, however hard the question.", numbers=numbers)
    because = (
        f"Search lifted GPT-4 from {gain[0].short} to {gain[1].short} on one puzzle; on GPT-3.5 it reached"
        f" {small.short}. Against a model {exact(size).short} times larger at equal compute, measurement finds the"
        " small one ahead on easy and medium questions and behind on hard ones. In a chain of steps it falls behind"
        f" below a success of {ends[0].short} to {ends[-1].short} per sample (refit; {by_h[0].short} to"
        f" {by_h[-1].short} by the printed fit)."
    )
    condition = (
        "the model already solves the question now and then and answers can be checked; on questions that are hard"
        " for it a larger model wins, the reverse of the sentence"
    )
    return Finding(V.HOLDS_IF, because, condition, numbers)


def judge_c49(small, big, thinker, n, facts_small, facts_big, facts_thinker):
    scores = [share(v, n, f"AIME, {name}") for v, name in ((small, "GPT-4o"), (big, "GPT-4.5"), (thinker, "o3-mini"))]
    facts = [
        percent(v, f"SimpleQA, {name}")
        for v, name in ((facts_small, "GPT-4o"), (facts_big, "GPT-4.5"), (facts_thinker, "o1"))
    ]
    numbers = (*scores, *facts)
    if scores[2].value < scores[1].value:
        return Finding(V.CONTRADICTED, "The larger model is ahead even in mathematics.", numbers=numbers)
    if facts_thinker >= facts_big:
        return Finding(V.HOLDS, "The thinking model is ahead in mathematics and in facts.", numbers=numbers)
    because = (
        f"One laboratory printed both roads from GPT-4o. In contest mathematics more training gave {scores[1]} and"
        f" thinking {scores[2]}, from {scores[0].short}. In short facts the larger model reached {facts[1].short} and a"
        f" thinking one {facts[2].short}. The post on o1 itself compared with no larger run: its axes carry no numbers."
    )
    condition = "answers can be worked out and checked, as in mathematics; for facts training gives more"
    return Finding(V.HOLDS_IF, because, condition, numbers)
