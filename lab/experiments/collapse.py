"""Collapse: models trained on what models wrote, measured against the true source.

The language, where the truth is known. Generation g is trained on samples of generation g - 1 (replaced), on real text
and the samples of all generations before in equal shares, at the same total (accumulated), or on samples whose words
were drawn again until a verifier took them: one that knows the lexicon, one that knows ranks as well. What the first
verifier does to a model's text is computed from the model's own probabilities.
"""

from ..reading import Measurement
from ..words import losses_of_text
from .design import LANGUAGE, SEEDS, changed, control, control_job

QUESTION = "How fast does a line of models forget the source, and what stops it?"
ARMS = ("replaced", "accumulated", "lexicon", "ranks")
GENERATIONS = {3e10: 5, 1e11: 5, 3e11: 3}
DOCUMENTS = 32  # on which the text of a model is judged


def line(arm, rung, seed):
    """The jobs of one arm, generation after generation."""
    jobs = [control_job(LANGUAGE, rung, seed)]
    verifier = arm if arm in ("lexicon", "ranks") else ""
    for _ in range(GENERATIONS[rung]):
        parents = tuple(jobs) if arm == "accumulated" else (jobs[-1],)
        planned = changed(
            "collapse", arm, LANGUAGE, rung, seed, parents=parents, real=arm == "accumulated", verifier=verifier
        )  # fmt: skip
        jobs.append(planned.job)
        yield planned


def trials():
    """Controls and arms, smallest budgets first, early generations of all arms before late ones."""
    plan = []
    for rung in GENERATIONS:
        for seed in range(SEEDS[rung]):
            plan.append(control(LANGUAGE, rung, seed))
            lines = [list(line(arm, rung, seed)) for arm in ARMS]
            plan += [planned for generation in zip(*lines, strict=True) for planned in generation]
    return plan


def writers(rung, seed):
    """Models whose words the verifier that knows the lexicon judges: the control, and all generations but the last."""
    return [control_job(LANGUAGE, rung, seed), *(planned.job for planned in line("lexicon", rung, seed))][:-1]


def readings():
    """The text of every such model, as written and with its words alone."""
    points = tuple((variant, DOCUMENTS) for variant in ("as written", "words alone"))
    options = (("documents", DOCUMENTS),)
    return [
        Measurement("collapse", job, "text", points, losses_of_text, options)
        for rung in GENERATIONS
        for seed in range(SEEDS[rung])
        for job in writers(rung, seed)
    ]


def is_small(planned):
    """Whether it belongs to the smallest rung: without a judge, and with the one that knows the lexicon."""
    return planned.arm in ("replaced", "lexicon")
