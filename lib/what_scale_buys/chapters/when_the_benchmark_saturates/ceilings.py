"""How much room the best-known tests leave, and what flawed items do to that room."""

from dataclasses import dataclass

from scaling_laws.errors import InvalidArgument
from scaling_laws.quantity import Quantity, exact, percent

from ... import published
from .scores import score


@dataclass(frozen=True)
class Room:
    """Where a test stands: all as shares between zero and one, with their intervals where there are any.

    strict : ceiling if every flawed item is lost; loose : if only those with a wrong key are.
    """

    name: str
    guess: float
    best: Quantity
    whose: str
    strict: Quantity
    loose: Quantity

    def left(self, ceiling):
        """Percent of the way from guessing to `ceiling` that the best score has not covered (below zero: above it).

        >>> Room("x", 0.0, exact(0.9), "y", exact(0.9), exact(1.0)).left(exact(1.0))
        10 %
        """
        if float(ceiling) <= self.guess:
            raise InvalidArgument("ceiling", float(ceiling), "above the score of guessing")
        return percent((ceiling - self.best) / (ceiling - self.guess))


def wrong_keys():
    """Share of the keys of MMLU that is wrong, with the interval that the size of the audit gives it."""
    return _audited("mmlu_wrong_groundtruth")


def flaws():
    """Shares of flawed items and of wrong keys in MMLU, as found in an audit of part of it."""
    return _audited("mmlu_error_rate"), wrong_keys()


def _audited(key):
    return score(key, "mmlu_redux_items")


def newer():
    """Three tests made to be harder than those, with scores of one model of November 2025.

    Their ceilings are not known: all items count as winnable. The scores were read at second hand.
    """
    whose, all_of_it = "Gemini 3 Pro, 2025", exact(1.0)
    tests = (
        ("GPQA Diamond", 0.25, "gemini3_gpqa", "gpqa_items"),
        ("SWE-bench Verified", 0.0, "gemini3_swebench", "swebench_verified_items"),
        ("Humanity's Last Exam", 0.0, "gemini3_hle", "hle_items"),
    )
    return tuple(Room(name, guess, score(key, items), whose, all_of_it, all_of_it) for name, guess, key, items in tests)


def rooms():
    """The three tests of this chapter with the best scores in the book's table.

    GSM8K was read through as a whole and people's score on HellaSwag is printed alone: these have no interval.
    """
    flawed, wrong = flaws()
    items = published.value("gsm8k_test_items")
    removed, mended = (published.value(f"gsm8k_platinum_{what}") / items for what in ("removed", "relabelled"))
    guess = published.value("mmlu_random") / 100
    human, strict, loose = (
        exact(x) for x in (published.value("hellaswag_human") / 100, 1 - removed - mended, 1 - mended)
    )
    hella = score("gpt4_hellaswag", "hellaswag_items")
    gsm = score("gsm8k_llama3_70b_instruct", "gsm8k_test_items")
    mmlu = score("r1_table_mmlu_o1", "mmlu_test_items")
    return (
        Room("HellaSwag", guess, hella, "GPT-4, 2023", human, human),
        Room("GSM8K", 0.0, gsm, "Llama 3 70B, 2024", strict, loose),
        Room("MMLU", guess, mmlu, "o1, 2024", 1 - flawed, 1 - wrong),
    )
