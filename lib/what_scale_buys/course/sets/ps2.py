"""Problem set 2: the best size for a budget, what a wrong ratio wastes, and when serving decides."""

from scaling_laws.laws import (
    FLOP_PER_PARAMETER_TOKEN,
    INFERENCE_FLOP_PER_PARAMETER_TOKEN,
    Allocation,
    ChinchillaSurface,
    compute_cost,
)
from scaling_laws.quantity import exact, percent, say

from ..dice import shown
from ..game.world import surface
from ..problem import Case, Mistake
from . import question

TITLE, MINUTES = "Spend a budget", 120
CHAPTER = "03_chinchilla_correction"


AT = 1e23  # FLOP at which a law is made


def near_the_accepted(dice):
    """A surface in the neighbourhood of the accepted fits, with printable constants and exponents that differ."""
    a = dice.among([dice.between(0.44, 0.47, 3), dice.between(0.53, 0.56, 3)])
    floor, reducible, gamma = dice.between(1.6, 1.9, 3), dice.between(0.18, 0.26, 3), dice.between(0.14, 0.18, 3)
    size = (AT / (FLOP_PER_PARAMETER_TOKEN * dice.spread(8, 60))) ** 0.5
    law = surface(floor, reducible, gamma, a, size, AT)
    return ChinchillaSurface(*(shown(value) for value in (law.E, law.A, law.B, law.alpha, law.beta)))


def _told(law):
    return (
        f"L(N, D) = E + A / N^alpha + B / D^beta with E = {say(law.E)}, A = {say(law.A)}, B = {say(law.B)}, alpha ="
        f" {say(law.alpha)} and beta = {say(law.beta)}"
    )


@question("ps2.q1", chapter=CHAPTER, outcome="spend a budget", minutes=20)
def best(dice):
    law, budget = near_the_accepted(dice), dice.spread(1e21, 1e24)
    plan = law.optimum(budget)
    swapped = ChinchillaSurface(law.E, law.B, law.A, law.beta, law.alpha).optimum(budget)
    serving = law.optimum(budget, INFERENCE_FLOP_PER_PARAMETER_TOKEN)
    return Case(
        f"Your law is {_told(law)}. How many billion parameters has the best model for {say(budget, 'FLOP')} of"
        " training? Your numbers: law, a ChinchillaSurface, and budget.",
        exact(plan.parameters / 1e9, "billion parameters"),
        "Under C = 6 N D the marginal gains are equal: alpha A / N^alpha = beta B / D^beta. `law.optimum` solves it.",
        Mistake(
            "tokens",
            exact(swapped.parameters / 1e9, "billion parameters"),
            "Those are its tokens in billions: the two terms changed places.",
        ),
        Mistake(
            "serving",
            exact(serving.parameters / 1e9, "billion parameters"),
            "Training costs six FLOP a parameter and token; two are what serving costs.",
        ),
        inputs=dict(law=law, budget=budget),
    )


@question("ps2.q2", chapter=CHAPTER, outcome="audit a training run", minutes=25)
def waste(dice):
    law, budget = near_the_accepted(dice), dice.spread(1e22, 1e24)
    best_ratio = law.optimum(budget).tokens_per_parameter
    ratio = float(f"{best_ratio * dice.among([0.05, 0.08, 12, 20]):.2g}")
    N = (budget / (FLOP_PER_PARAMETER_TOKEN * ratio)) ** 0.5
    D = ratio * N
    worth = law.equivalent_compute(N, D)
    loss, least = law.loss(N, D), law.optimum(budget).loss
    return Case(
        f"Your law is {_told(law)}. A laboratory spends {say(budget, 'FLOP')} at {say(ratio, 'tokens/parameter')}."
        " What share of its compute, in percent, would have reached the same loss, spent best? Your numbers: law,"
        " budget, ratio.",
        percent(worth / budget),
        "Size and tokens follow from budget and ratio; the frontier says what their loss costs at the best ratio.",
        Mistake(
            "wasted",
            percent(1 - worth / budget),
            "That is the share that was wasted; the share that would have sufficed is asked for.",
        ),
        Mistake("loss", percent(least / loss), "That compares losses. The valley is flat: compute tells them apart."),
        Mistake(
            "reducible",
            percent((least - law.E) / (loss - law.E)),
            "That compares losses above the floor. Ask what the loss costs in compute.",
        ),
        inputs=dict(law=law, budget=budget, ratio=ratio),
    )


def _pair(dice, law):
    """A model at the optimum and a smaller one that reaches the same loss on more tokens."""
    plan = law.optimum(dice.spread(1e22, 1e24))
    big = float(f"{plan.parameters:.2g}")
    loss = law.loss(big, plan.tokens)
    small = float(f"{big * dice.among([0.4, 0.5, 0.6]):.2g}")
    allocations = []
    for N in (small, big):
        D = law.tokens_for_loss(N, loss)
        allocations.append(Allocation(N, D, compute_cost(N, D), loss))
    return allocations


@question("ps2.q3", chapter=CHAPTER, outcome="say when a smaller model is cheaper", minutes=35)
def break_even(dice):
    law = near_the_accepted(dice)
    small, big = _pair(dice, law)
    served = law.break_even_tokens(small, big)
    extra, saved = small.compute - big.compute, big.parameters - small.parameters
    loss = round(big.loss, 5)
    return Case(
        f"Your law is {_told(law)}. Two models reach a loss of {loss:.5f}: one of {say(big.parameters, 'parameters')}"
        f" and one of {say(small.parameters, 'parameters')}. After how many trillion served tokens is the smaller one"
        " the cheaper, training and serving together? Your numbers: law, loss, big, small (parameters).",
        exact(served / 1e12, "trillion tokens"),
        "The smaller model needs more training; every served token then saves two FLOP for each parameter less.",
        Mistake(
            "six",
            exact(extra / (6 * saved) / 1e12, "trillion tokens"),
            "Serving costs two FLOP a parameter and token, not six.",
        ),
        Mistake(
            "all_of_it",
            exact(extra / (2 * small.parameters) / 1e12, "trillion tokens"),
            "Only the difference in size is saved at every token.",
        ),
        inputs=dict(law=law, loss=big.loss, big=big.parameters, small=small.parameters),
    )


@question("ps2.q4", chapter=CHAPTER, outcome="say when a smaller model is cheaper", level="stretch", minutes=40)
def serve(dice):
    law, served = near_the_accepted(dice), dice.spread(2e12, 2e13)
    plan = law.optimum(dice.spread(3e22, 3e23))
    loss = round(float(plan.loss), 4)
    chosen = law.optimum_with_inference(loss, served)
    trained = law.optimum(law.compute_for_loss(loss))
    free = law.optimum_with_inference(loss, 3 * served)
    return Case(
        f"Your law is {_told(law)}. A model of loss {loss:.4f} will serve {say(served, 'tokens')}. How many billion"
        " parameters has the one that is cheapest in all? Your numbers: law, loss, served.",
        exact(chosen.parameters / 1e9, "billion parameters"),
        "Minimise 6 N D + 2 N served over the pairs that reach the loss: `law.optimum_with_inference`.",
        Mistake(
            "training",
            exact(trained.parameters / 1e9, "billion parameters"),
            "That is the cheapest to train. Serving makes a smaller one cheapest in all.",
        ),
        Mistake(
            "six",
            exact(free.parameters / 1e9, "billion parameters"),
            "Serving was counted at six FLOP a parameter and token. It costs two.",
        ),
        inputs=dict(law=law, loss=loss, served=served),
    )
