"""Problem set 4: data that repeat, a stock that runs out, scores that saturate, and differences that are noise."""

from math import ceil, log, sqrt

from scaling_laws.laws import ChinchillaSurface, DataConstrained, SaturatingScore
from scaling_laws.quantity import exact, percent, say
from scaling_laws.statistics import normal_quantile

from ..problem import Case, Mistake
from . import question

TITLE, MINUTES = "Ceilings", 120
WALL, SATURATED = "06_data_wall", "08_when_the_benchmark_saturates"


@question("ps4.q1", chapter=WALL, outcome="say what repeated data are worth", minutes=30)
def repeated(dice):
    surface = ChinchillaSurface(
        dice.between(1.6, 1.9, 3), 400.0, dice.spread(600, 2000, 3), 0.34, dice.between(0.3, 0.36, 3)
    )
    law = DataConstrained(surface, r_d_star=dice.between(8, 20))
    unique, epochs = dice.spread(2e10, 2e11), dice.among([6, 8, 12, 16, 24])
    worth = float(law.effective_tokens(unique, epochs))
    return Case(
        f"Repeated tokens lose value as epochs pass, with the decay constant {say(law.r_d_star, 'epochs')}. How many"
        f" billion fresh tokens are {epochs} passes over {say(unique, 'tokens')} worth? Your numbers: law, a"
        " DataConstrained, unique, epochs.",
        exact(worth / 1e9, "billion tokens"),
        "The first pass counts in full; the others add the unique tokens times R* (1 - exp(-repeats / R*)).",
        Mistake(
            "fresh",
            exact(unique * epochs / 1e9, "billion tokens"),
            "Those are the tokens read. Repeats are worth less.",
        ),
        Mistake(
            "off_by_one",
            exact(float(law.effective_tokens(unique, epochs + 1)) / 1e9, "billion tokens"),
            "The first pass is no repeat: so many epochs have one repeat less.",
        ),
        Mistake(
            "limit",
            exact(unique * (1 + law.r_d_star) / 1e9, "billion tokens"),
            "That is what any number of passes comes to in the end.",
        ),
        inputs=dict(law=law, unique=unique, epochs=epochs),
    )


@question("ps4.q2", chapter=WALL, outcome="say when the stock is used up", minutes=25)
def stock(dice):
    now, growth = dice.spread(1e13, 3e13), dice.between(1.8, 3.0)
    tokens, supply = dice.spread(2e14, 6e14), dice.between(1.03, 1.12, 3)
    years = log(tokens / now) / log(growth / supply)
    return Case(
        f"The largest training set has {say(now, 'tokens')} and grows {say(growth, '×')} a year. The stock of text has"
        f" {say(tokens, 'tokens')} and grows {say(supply, '×')} a year. After how many years does the set need all of"
        " it? Your numbers: now, growth, tokens, supply.",
        exact(years, "years"),
        "The ratio of stock to set shrinks by the ratio of the two growths every year.",
        Mistake("still", exact(log(tokens / now) / log(growth), "years"), "The stock was held still: it grows, too."),
        Mistake(
            "product",
            exact(log(tokens / now) / log(growth * supply), "years"),
            "The growths were multiplied. The stock runs away from the set, not towards it.",
        ),
        Mistake("linear", exact((tokens / now) / growth, "years"), "Growth multiplies every year; it does not add."),
        inputs=dict(now=now, growth=growth, tokens=tokens, supply=supply),
    )


@question("ps4.q3", chapter=SATURATED, outcome="read a saturating score", minutes=30)
def score(dice):
    floor, ceiling = dice.among([0.25, 0.2, 0.5]), dice.between(0.9, 0.97)
    law = SaturatingScore(floor, ceiling, dice.spread(1e21, 1e23), dice.between(0.9, 1.8))
    wanted = round(floor + (ceiling - floor) * dice.between(0.72, 0.9), 3)
    compute = float(law.inverse(wanted))
    ideal = float(SaturatingScore(floor, 1.0, law.midpoint, law.steepness).inverse(wanted))
    chanceless = float(SaturatingScore(0.0, ceiling, law.midpoint, law.steepness).inverse(wanted))
    return Case(
        f"A benchmark rises from {percent(floor)} by chance to at most {percent(ceiling)}, half of the way at"
        f" {say(law.midpoint, 'FLOP')}, with steepness {say(law.steepness)} per decade. Which compute scores"
        f" {percent(wanted)}? Your numbers: law, a SaturatingScore, and wanted.",
        exact(compute, "FLOP"),
        "Invert the logistic curve between floor and ceiling: `law.inverse(wanted)`.",
        Mistake("perfect", exact(ideal, "FLOP"), "That curve rises to a full score; the ceiling lies lower."),
        Mistake("chance", exact(chanceless, "FLOP"), "That curve starts at nothing; guessing already scores."),
        inputs=dict(law=law, wanted=wanted),
    )


@question(
    "ps4.q4", chapter=SATURATED, outcome="tell a difference from noise", level="stretch", minutes=35, tolerance=0.01
)
def questions(dice):
    low = dice.between(0.82, 0.9)
    high = round(low + dice.between(0.008, 0.02), 3)
    variance = low * (1 - low) + high * (1 - high)
    z = normal_quantile(0.95)
    needed = lambda quantile, total: ceil(quantile**2 * total / (high - low) ** 2)  # noqa: E731
    return Case(
        f"Two models solve {percent(low)} and {percent(high)} of all questions of a kind, independently of one"
        " another. How many questions must a test have, so that their expected difference is as long as the"
        " half-width of its two-sided interval of 95 %? Your numbers: low, high.",
        exact(needed(z, variance), "questions"),
        "The variance of the difference is p (1 - p) of both over n; set the quantile times its root to the"
        " difference.",
        Mistake(
            "one",
            exact(needed(z, variance / 2), "questions"),
            "That counts the noise of one model. Both are measured, and their variances add.",
        ),
        Mistake(
            "two_intervals",
            exact(ceil((z * (sqrt(low * (1 - low)) + sqrt(high * (1 - high))) / (high - low)) ** 2), "questions"),
            "That asks that the two intervals do not touch, which asks for too much: errors add in squares.",
        ),
        Mistake(
            "one_sided",
            exact(needed(normal_quantile(0.9), variance), "questions"),
            "That is the quantile of a one-sided test.",
        ),
        inputs=dict(low=low, high=high),
    )
