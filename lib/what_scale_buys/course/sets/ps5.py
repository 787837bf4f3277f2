"""Problem set 5: jumps that a metric makes, horizons of chains, votes, and coverage."""

from math import comb, exp, log

from scaling_laws.quantity import exact, percent, say
from scaling_laws.statistics import binomial

from ..problem import Case, Mistake
from . import question

TITLE, MINUTES = "Mirage or jump", 120
MIRAGE, CHAINS, THINKING = "09_emergence_mirage", "10_small_gains_compound", "13_thinking_longer"


@question("ps5.q1", chapter=MIRAGE, outcome="say what a metric does to a curve", minutes=25)
def exact_match(dice):
    length = dice.among([8, 10, 12, 16, 20])
    before = dice.between(0.7, 0.8)
    after = round(before + dice.between(0.1, 0.17), 3)
    return Case(
        f"A model gets a token right {percent(before)} of the time, the next larger one {percent(after)}. An answer"
        f" has {length} tokens, and all must be right. By which factor does the share of right answers grow, tokens"
        " being independent? Your numbers: before, after, length.",
        exact((after / before) ** length, "×"),
        "A share of right tokens to the power of the length: the ratio goes to that power, too.",
        Mistake("token", exact(after / before, "×"), "That is the growth of the share of right tokens."),
        Mistake(
            "linear",
            exact(1 + length * (after / before - 1), "×"),
            "The gains of the tokens multiply; they do not add.",
        ),
        Mistake(
            "errors",
            exact((1 - before) / (1 - after), "×"),
            "That is how the share of wrong tokens shrinks.",
        ),
        inputs=dict(before=before, after=after, length=length),
    )


@question("ps5.q2", chapter=MIRAGE, outcome="say what a metric does to a curve", minutes=25)
def threshold(dice):
    length, wanted = dice.among([10, 20, 30, 50]), dice.among([0.5, 0.8, 0.9])
    error, gamma = dice.between(0.2, 0.35), dice.between(0.08, 0.2)
    needed = 1 - wanted ** (1 / length)
    growth = (error / needed) ** (1 / gamma)
    return Case(
        f"The share of wrong tokens is {percent(error)} and falls as compute to the power of minus {say(gamma)}. By"
        f" which factor must compute grow until answers of {length} tokens are all right in {percent(wanted)} of the"
        " cases? Your numbers: error, gamma, length, wanted.",
        exact(growth, "×"),
        "The error a token may have is one less the root of the wanted share; the power law says what it costs.",
        Mistake(
            "token",
            exact((error / (1 - wanted)) ** (1 / gamma), "×"),
            "That is what makes one token right so often. All of them must be.",
        ),
        Mistake(
            "shared",
            exact((error / ((1 - wanted) / length)) ** (1 / gamma), "×"),
            "The allowed errors were shared out evenly. That is near the truth only where they are few: take the root.",
        ),
        Mistake("power", exact((error / needed) ** gamma, "×"), "The exponent is upside down."),
        inputs=dict(error=error, gamma=gamma, length=length, wanted=wanted),
    )


@question("ps5.q3", chapter=CHAINS, outcome="read a horizon", minutes=25)
def horizon(dice):
    horizon, wanted = dice.among([30, 45, 60, 90, 120, 150]), dice.among([0.8, 0.9, 0.95])
    found = horizon * log(wanted) / log(0.5)
    return Case(
        f"An agent solves half of the tasks that take a person {horizon} minutes. If every minute is as risky as every"
        f" other, how long are the tasks, in minutes, of which it solves {percent(wanted)}? Your numbers: horizon,"
        " wanted.",
        exact(found, "minutes"),
        "Success falls by a constant factor a minute: lengths are as the logarithms of the shares.",
        Mistake(
            "linear",
            exact(horizon * 2 * (1 - wanted), "minutes"),
            "Success does not fall along a straight line to nothing: every minute keeps the same share.",
        ),
        Mistake(
            "failed",
            exact(horizon * log(1 - wanted) / log(0.5), "minutes"),
            "Those are the tasks of which it fails so many.",
        ),
        Mistake("ratio", exact(horizon * 0.5 / wanted, "minutes"), "Shares do not divide lengths: take logarithms."),
        inputs=dict(horizon=horizon, wanted=wanted),
    )


@question("ps5.q4", chapter=THINKING, outcome="say what sampling buys", minutes=20)
def vote(dice):
    k, p = dice.among([5, 7, 9, 11, 15]), dice.between(0.54, 0.68)
    wins = sum(float(binomial(hits, k, p)) for hits in range(k // 2 + 1, k + 1))
    return Case(
        f"A model is right {percent(p)} of the time on a question with two answers, and its {k} samples are"
        " independent. How often is the majority right? Your numbers: p, k.",
        percent(wins),
        "Add the binomial probabilities of more than half.",
        Mistake(
            "any", percent(1 - (1 - p) ** k), "That is how often one of them at least is right: nobody says which."
        ),
        Mistake("all", percent(p**k), "That is how often all of them are right."),
        Mistake("same", percent(p), "Independent samples do better together than one alone."),
        inputs=dict(p=p, k=k),
    )


@question("ps5.q5", chapter=THINKING, outcome="measure coverage", level="stretch", minutes=25)
def coverage(dice):
    n, k = dice.among([40, 50, 60, 80]), dice.among([10, 15, 20])
    c = dice.among([3, 4, 5, 6])
    unbiased = 1 - comb(n - c, k) / comb(n, k)
    return Case(
        f"Of {n} samples on a task {c} are right. What is the unbiased estimate of the chance that {k} samples hold a"
        " right one, in percent? Your numbers: n, c, k.",
        percent(unbiased),
        "One less the share of draws of k out of the n that miss all right ones.",
        Mistake(
            "plug_in",
            percent(1 - (1 - c / n) ** k),
            "That draws with replacement from the samples at hand, which is biased downwards.",
        ),
        Mistake("linear", percent(min(k * c / n, 0.999)), "Chances do not add: two right ones may be drawn together."),
        Mistake("poisson", percent(1 - exp(-c / n)), "That is for one sample, and only about."),
        inputs=dict(n=n, c=c, k=k),
    )
