"""How much room the best-known tests leave, and what flawed items do to that room."""

from dataclasses import dataclass

from scaling_laws.errors import InvalidArgument

from ... import published


@dataclass(frozen=True)
class Room:
    """Where a test stands: all as shares between zero and one.

    strict : ceiling if every flawed item is lost; loose : if only those with a wrong key are.
    """

    name: str
    guess: float
    best: float
    whose: str
    strict: float
    loose: float

    def left(self, ceiling):
        """Share of the way from guessing to `ceiling` that the best score has not covered (below zero: above it).

        >>> Room("x", 0.0, 0.9, "y", 0.9, 1.0).left(1.0).__round__(6)
        0.1
        """
        if ceiling <= self.guess:
            raise InvalidArgument("ceiling", ceiling, "above the score of guessing")
        return (ceiling - self.best) / (ceiling - self.guess)


def wrong_keys():
    """Share of the keys of MMLU that is wrong."""
    return published.value("mmlu_wrong_groundtruth") / 100


def flaws():
    """Shares of flawed items and of wrong keys in MMLU, as found in an audit of part of it."""
    return published.value("mmlu_error_rate") / 100, wrong_keys()


def rooms():
    """The three tests of this chapter with the best scores in the book's table."""
    flawed, wrong = flaws()
    items = published.value("gsm8k_test_items")
    removed, mended = (published.value(f"gsm8k_platinum_{what}") / items for what in ("removed", "relabelled"))
    guess = published.value("mmlu_random") / 100
    human = published.value("hellaswag_human") / 100
    score = {
        key: published.value(key) / 100 for key in ("gpt4_hellaswag", "gsm8k_llama3_70b_instruct", "r1_table_mmlu_o1")
    }
    return (
        Room("HellaSwag", guess, score["gpt4_hellaswag"], "GPT-4, 2023", human, human),
        Room("GSM8K", 0.0, score["gsm8k_llama3_70b_instruct"], "Llama 3 70B, 2024", 1 - removed - mended, 1 - mended),
        Room("MMLU", guess, score["r1_table_mmlu_o1"], "o1, 2024", 1 - flawed, 1 - wrong),
    )
