"""Problems of chapter 11: the two sizes of a mixture, a trend in savings, what reading costs, and a border."""

import numpy as np

from scaling_laws.laws import ChinchillaSurface
from scaling_laws.quantity import exact, say

from ...course.dice import shown
from ...course.problem import Case, Mistake, problem
from . import models


@problem("struct-expert", outcome="two sizes of a mixture", level="warm-up", minutes=5)
def expert(dice):
    experts, chosen = dice.among([8, 16, 32, 64]), dice.among([2, 4])
    one, shared = dice.spread(2e8, 2e9), dice.spread(2e9, 9e9)
    total, active = shown(shared + experts * one), shown(shared + chosen * one)
    return Case(
        f"A mixture has {say(total, 'parameters')} in all, of which {say(active, 'parameters')} are active. Each"
        f" token goes to {chosen} of {experts} experts. How large is one expert, over all layers?",
        exact(models.expert_size(total, active, experts, chosen)[0], "parameters"),
        "Total and active size share what is not in experts. Their difference is the experts that are not chosen.",
        Mistake(
            "total",
            exact(total / experts, "parameters"),
            "You shared all parameters among the experts. Attention belongs to none.",
        ),
        Mistake(
            "active",
            exact(active / chosen, "parameters"),
            "You shared the active ones among the chosen experts. Attention is active too.",
        ),
        inputs=dict(experts=experts, chosen=chosen, total=total, active=active),
    )


@problem("struct-trend", outcome="two published laws", level="core", minutes=6)
def trend(dice):
    first, second, decades = dice.among([1.5, 2.0, 2.5]), dice.among([5, 8, 10, 20]), dice.among([3, 4, 5, 6])
    gained = np.log10(second / first)
    return Case(
        f"An architecture is worth {say(first, '×')} its compute at one budget and {say(second, '×')} at one"
        f" {say(10.0**decades, '×')} as large. If all of that is due to a better exponent, by which factor is the"
        " exponent larger?",
        exact(1 + gained / decades, "×"),
        "The worth grows with compute to the power of the ratio of exponents less one. So the ratio is one plus the"
        " decades gained over the decades spent. A worth that shrinks would make it smaller than one: two studies"
        " disagree on that.",
        Mistake("no one", exact(gained / decades, "×"), "That is the ratio less one."),
        Mistake(
            "worth",
            exact(second / first, "×"),
            "That is the growth of the worth. The exponent needs its logarithm, per decade.",
        ),
        inputs=dict(first=first, second=second, decades=decades),
    )


@problem("struct-reading", outcome="what retrieval saves", level="core", minutes=5)
def reading(dice):
    small, times, read = dice.spread(1e9, 9e9), dice.among([8, 10, 20, 25]), dice.among([1, 2, 3, 4])
    big = times * small
    return Case(
        f"With a library to look things up in, a model of {say(small, 'parameters')} answers as well as one of"
        f" {say(big, 'parameters')} without. For each token that it writes it reads {read} looked-up ones. By which"
        " factor is the answer cheaper in FLOP?",
        exact(times / (1 + read), "×"),
        "Every token that passes through a model costs two FLOP per parameter, whether it was written or read.",
        Mistake(
            "free reading",
            exact(times, "×"),
            "You let the looked-up tokens pass for nothing. The model has to read them.",
        ),
        Mistake("own token", exact(times / read, "×"), "The written token passes through the model as well."),
        inputs=dict(small=small, times=times, read=read),
    )


@problem("struct-tie", outcome="whether a small model can tie", level="stretch", minutes=8)
def tie(dice):
    law = ChinchillaSurface(
        dice.between(1.6, 1.9),
        dice.between(300, 500),
        dice.between(900, 2200),
        dice.between(0.3, 0.36),
        dice.between(0.33, 0.38),
    )
    N, D = dice.spread(7e10, 5e11), dice.spread(1e12, 2e13)
    L = law.loss(N, D)
    fewest = lambda room: exact((law.A / room) ** (1 / law.alpha), "parameters")
    return Case(
        f"By a surface with E of {say(law.E)}, A of {say(law.A)}, alpha of {say(law.alpha)}, B of {say(law.B)} and"
        f" beta of {say(law.beta)}: which size must a model exceed to tie with {say(N, 'parameters')} on"
        f" {say(D, 'tokens')}, given as many tokens as it likes?",
        fewest(L - law.E),
        "Endless tokens remove the term of the data. What is left above E must not exceed the whole reducible loss"
        f" of the big model; solve for the size. Its loss is {say(L, 'nats/token')}.",
        Mistake("floor", fewest(L), "You kept the floor in the loss to be met. Take E off first."),
        Mistake(
            "own data", exact(N, "parameters"), "That is the big model. Endless tokens let a smaller one catch up."
        ),
        Mistake(
            "data term",
            fewest(law.B * D**-law.beta),
            "You set the small model's term of size against the big one's term of data alone. The big one has both.",
        ),
        inputs=dict(E=law.E, A=law.A, B=law.B, alpha=law.alpha, beta=law.beta, N=N, D=D),
    )
