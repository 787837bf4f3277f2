"""What does a score near its ceiling still say about a model?"""

from .cards import CARDS
from .explorables import difficulty, price, step
from .figures import (
    cost_of_the_step,
    noise_against_the_step,
    one_pair_seven_tests,
    room_left,
    score_over_loss,
    three_rulers,
)
from .figures_simulated import ability_and_score, four_tests_one_scale
from .numbers import numbers
from .verdicts import CHAPTER, CLAIMS

__all__ = [
    "CARDS",
    "CHAPTER",
    "CLAIMS",
    "ability_and_score",
    "cost_of_the_step",
    "difficulty",
    "four_tests_one_scale",
    "noise_against_the_step",
    "numbers",
    "one_pair_seven_tests",
    "price",
    "room_left",
    "score_over_loss",
    "step",
    "three_rulers",
]
