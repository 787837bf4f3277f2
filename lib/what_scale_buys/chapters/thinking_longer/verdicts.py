"""The claims of the three articles that this chapter judges."""

from scaling_laws.quantity import exact

from ... import published
from ...accepted import hoffmann, refit
from ...claims import Claim, Claims
from . import judges as judge
from .numbers import numbers

CHAPTER = "13_thinking_longer"
N_AIME, N_PUZZLES = (int(published.value(key)) for key in ("aime24_problems", "tot_game24_puzzles"))


def share(key):
    return published.value(key) / 100


def ratio(part, whole):
    return published.value(part) / published.value(whole)


LATE = ratio("r1_rl_gpuh", "deepseek_v3_gpuh_total")


def claim(claim_id, paraphrase, judging, would_change, inputs, opposite=None, pro=(), contra=()):
    return Claim(claim_id, paraphrase, CHAPTER, judging, would_change, inputs, opposite or {}, pro, contra)


CLAIMS = Claims(
    claim(
        "B29",
        "Predicting the next token is limited by nature, in planning and in understanding beyond patterns.",
        judge.judge_b29,
        "A task at which every next-token model fails, however large, and another system succeeds.",
        dict(
            start=share("aime24_r1zero_start"),
            end=share("aime24_r1zero_end"),
            plain=share("tot_game24_cot"),
            searched=share("tot_game24_tot_b5"),
            n_aime=N_AIME,
            n_puzzles=N_PUZZLES,
        ),
        None,
        ("yao2023tree",),
        ("deepseek2025r1",),
    ),
    claim(
        "C45",
        "The large laboratories have moved from scale at any cost to a balance of scale and efficiency.",
        judge.judge_c45,
        "Published training compute of the flagships of several laboratories since 2025.",
        dict(
            shrank=bool(published.value("epoch_gpt5_less_than_gpt45")),
            spend_before=published.value("openai_rd_compute_2024"),
            spend_after=published.value("openai_rd_compute_2025"),
            share_after=LATE,
        ),
        dict(shrank=False),
        ("epoch2025gpt5",),
        (),
    ),
    claim(
        "C46",
        "Post-training gives large gains in capability without more compute for pre-training.",
        judge.judge_c46,
        "Gains that vanish when raters are blind to style and contest questions are fresh.",
        dict(
            cost_instruct=(published.value("instructgpt_ppo_pfdays") + published.value("instructgpt_sft_pfdays"))
            / published.value("gpt3_vs_gpt2_pfdays_gpt3"),
            preferred_low=published.figure("instructgpt_175b_preference").low / 100,
            cost_r1=LATE,
            start=share("aime24_r1zero_start"),
            end=share("aime24_r1zero_end"),
            n=N_AIME,
            knowledge_gain=numbers().mmlu_gain.value,
        ),
        dict(end=share("aime24_r1zero_start"), preferred_low=0.5),
        ("ouyang2022training", "deepseek2025r1"),
        (),
    ),
    claim(
        "C47",
        "Compute at inference is replacing compute for training.",
        judge.judge_c47,
        "A fall of the training compute of the largest runs over two generations while inference grows.",
        dict(
            before=published.value("run_gpt4_db_flop"),
            after_low=published.figure("run_grok3_flop").low,
            after=published.value("run_grok3_flop"),
            share_after=LATE,
            longer=numbers().longer_compute,
        ),
        dict(after=published.value("run_gpt4_db_flop") / 2, longer=exact(1.0, "×")),
        (),
        ("epoch2025models", "sardana2024beyond"),
    ),
    claim(
        "C48",
        "Thinking harder gives better results on challenging tasks without a larger base model.",
        judge.judge_c48,
        "A comparison at equal compute in which the small model wins on the questions that it hardly ever solves.",
        dict(
            plain=share("tot_game24_cot"),
            searched=share("tot_game24_tot_b5"),
            searched_small=share("tot_game24_gpt35"),
            n=N_PUZZLES,
            size=published.value("snell_2024_model_factor"),
            ratios=tuple(published.value(f"snell_2024_r_{name}") for name in ("low", "mid", "high")),
            exponent=refit().alpha,
            exponent_h=hoffmann().alpha,
        ),
        dict(searched_small=share("tot_game24_tot_b5"), exponent=0.0),
        ("yao2023tree", "wei2022chain", "brown2024monkeys"),
        ("snell2024scaling",),
    ),
    claim(
        "C49",
        "Reasoning models such as o1 showed that inference gives as much as, or more than, a larger training run.",
        judge.judge_c49,
        "Training and inference compute published for both roads, on tests of several kinds.",
        dict(
            small=share("gpt45_aime24_gpt4o"),
            big=share("gpt45_aime24"),
            thinker=share("gpt45_aime24_o3mini"),
            n=N_AIME,
            facts_small=share("gpt45_simpleqa_gpt4o"),
            facts_big=share("gpt45_simpleqa"),
            facts_thinker=share("gpt45_simpleqa_o1"),
        ),
        dict(facts_thinker=share("gpt45_aime24_o3mini")),
        ("openai2024o1", "openai2025gpt45"),
        ("ord2025rl",),
    ),
)
