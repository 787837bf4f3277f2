"""Distillation: what is a teacher's opinion worth beside the data, with and without the teacher's bill?

The language; teachers are controls of the pool at 1, 3, 10 and 30 times the student's budget, their probabilities have
half or all of the weight. A capacity gap would show as a larger teacher that teaches less.
"""

from .design import LANGUAGE, RUNGS, SEEDS, changed, control, control_job

QUESTION = "What does a teacher multiply a student's compute by, and does a larger one teach less?"
WEIGHTS = (0.5, 1.0)
STUDENTS = (3e10, 1e11, 3e11)
STEPS_UP = (0, 1, 2, 3)  # half decades: 1, 3, 10 and 30 times the student's budget


def arm(weight, up):
    """Name of an arm, such as "half 10x" or "all 1x"."""
    return f"{ {0.5: 'half', 1.0: 'all'}[weight] } {(1, 3, 10, 30)[up]}x"


def student(weight, up, rung, seed):
    """One student; its teacher has a seed of its own, so that it is never the student's twin."""
    teacher_rung = RUNGS[RUNGS.index(rung) + up]
    teacher = control_job(LANGUAGE, teacher_rung, (seed + 1) % SEEDS[teacher_rung])
    return changed(
        "distillation", arm(weight, up), LANGUAGE, rung, seed, teacher=teacher, teacher_weight=weight
    )  # fmt: skip


def trials():
    """Controls, teachers and students, smallest students first."""
    plan = []
    for rung in STUDENTS:
        for seed in range(SEEDS[rung]):
            plan.append(control(LANGUAGE, rung, seed))
            for weight in WEIGHTS:
                for up in STEPS_UP:
                    one = student(weight, up, rung, seed)
                    teacher = one.job.teacher
                    plan += [control(LANGUAGE, teacher.budget, teacher.seed, tier=rung), one]
    return plan


def is_small(planned):
    """Whether it belongs to the smallest rung: teachers no better than the student and with ten times the compute."""
    return planned.arm in ("half 1x", "half 10x")
