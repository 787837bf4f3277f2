"""The figures of the three worlds that can be solved exactly: a teacher, a curator, a rounding."""

import numpy as np

from scaling_laws.quantity import exact, percent, say

from ...display.exhibits import exhibit
from ...display.figure import Figure
from ...display.style import COLORS, canvas, direct_label, log_axis
from . import pruning, teaching
from .numbers import KEPT, SIMULATED

FAR = np.geomspace(20, 20_000, 40)


@exhibit
def teacher_and_student(d_student=teaching.STUDENT):
    """Error of a student against its examples, with hard labels, soft labels, and the teacher's labels reused."""
    fine = np.geomspace(d_student + 6, 1600, 40)
    curves = {
        "hard labels": (teaching.hard(fine, d_student), COLORS.parameters, "-", "o"),
        "soft labels of a teacher": (teaching.soft(fine, d_student), COLORS.compute, "--", "s"),
    }
    fig, ax = canvas(height=3.3)
    for curve, color, dash, _ in curves.values():
        ax.plot(fine, curve, color=color, linestyle=dash)
    reused = teaching.hard(fine + teaching.TEACHER_EXAMPLES, d_student)
    ax.plot(fine, reused, color=COLORS.muted, linestyle=":")
    data = {"examples": list(SIMULATED)}
    for at, (name, (_, color, _, mark)) in enumerate(curves.items()):
        mean, error = np.array([teaching.simulate(n, d_student)[at] for n in SIMULATED]).T
        ax.errorbar(SIMULATED, mean, 2 * error, fmt=mark, color=color, linewidth=1.1)
        data |= {name: list(mean), f"{name}, standard error": list(error)}
    cross = teaching.crossing(d_student)
    ax.axvline(cross, color=COLORS.grid, linewidth=1.2)
    direct_label(ax, 27, teaching.hard(27, d_student), "hard labels", COLORS.parameters, offset=(10, 6))
    direct_label(ax, 26, teaching.soft(26, d_student), "soft labels", COLORS.compute, offset=(-2, -40), ha="left")
    direct_label(ax, 24, reused[0], "hard, with the teacher's too", COLORS.muted, offset=(0, -14))
    ax.text(cross * 1.05, 2.2, "crossing", fontsize=8.5, color=COLORS.muted)
    ax.set(xscale="log", yscale="log", xlabel="examples for the student", ylabel="error above the best student")
    log_axis(ax.xaxis), log_axis(ax.yaxis)
    alt = (
        "Two falling curves with simulated points on them. Soft labels start"
        f" {say(teaching.hard(24, d_student) / teaching.soft(24, d_student), '×')} lower and then flatten at the error"
        f" of the teacher; hard labels overtake them at {say(cross)} examples. A third curve, hard labels with the"
        " teacher's examples added, lies below the soft labels everywhere."
    )
    caption = (
        "Curves are the closed forms, points simulations with two standard errors. A teacher's predictions carry less"
        " noise than observed answers, which multiplies examples by a constant, until the teacher's own mistakes are"
        f" all that is left to learn. Teacher: {teaching.TEACHER_EXAMPLES} examples."
    )
    return Figure(
        "small-teacher-student",
        fig,
        title=f"Soft labels lead up to {say(cross)} examples; there the teacher's own error holds them back",
        caption=caption,
        alt=alt,
        data=data,
    )


@exhibit
def curve_or_slope():
    """Error of the threshold learner under three ways to choose its points, per point trained on and per cost."""
    fig, axes = canvas(1, 2, height=3.2)
    fine = np.geomspace(KEPT[0], KEPT[-1], 40)
    looks = zip(pruning.STRATEGIES, (COLORS.parameters, COLORS.compute, COLORS.tokens), ("-", "--", "-."), "os^")
    data = {"points kept": list(KEPT)}
    for name, color, dash, mark in looks:
        error = pruning.error(pruning.pool_of(fine, name))
        pools = [int(pruning.pool_of(n, name)) for n in KEPT]
        mean, spread = np.array([pruning.simulate(n, pool) for n, pool in zip(KEPT, pools)]).T
        axes[0].plot(fine, error, color=color, linestyle=dash)
        axes[0].errorbar(KEPT, mean, 2 * spread, fmt=mark, color=color, linewidth=1.1)
        axes[1].plot(pruning.cost(FAR, name), pruning.error(pruning.pool_of(FAR, name)), color=color, linestyle=dash)
        data |= {f"error, {name}": list(mean), f"standard error, {name}": list(spread), f"pool, {name}": pools}
    axes[0].set(xlabel="points trained on", ylabel="error")
    axes[1].set(xlabel="cost, scoring included", xlim=(15, 25_000), ylim=(5e-7, 5e-2))
    for ax in axes:
        ax.set(xscale="log", yscale="log")
        log_axis(ax.yaxis)
    for ax, ticks in zip(axes, ((20, 50, 100, 300), (20, 200, 2000, 20_000))):
        ax.set_xticks(ticks, [exact(t).bare for t in ticks])
        ax.minorticks_off()
    for name, x, y, color in (
        ("random", 110, 5.6e-3, COLORS.parameters),
        ("best tenth", 20, 7.5e-4, COLORS.compute),
        ("growing pool", 92, 1.5e-3, COLORS.tokens),
    ):
        axes[0].text(x, y, name, color=color, fontsize=8.5)
    last = KEPT[-1]
    gain = [pruning.error(last) / pruning.error(pruning.pool_of(last, name)) for name in pruning.STRATEGIES[1:]]
    alt = (
        "Left: error against points trained on. The best tenth runs parallel to random choice, lower by"
        f" {say(gain[0], '×')}; with a pool that grows as the square, the line is twice as steep and reaches"
        f" {say(gain[1], '×')} at {last} points. Right: with scoring billed at {percent(pruning.SCORING).short} of"
        " training, all three are parallel again."
    )
    caption = (
        "A fixed share of the best moves the curve; a share that shrinks as the pool grows changes the slope. Lines are"
        " closed forms, points simulations with two standard errors. Bill the scoring of the pool (right, at"
        f" {percent(pruning.SCORING).short} of a training step) and the new slope is a constant after all, at most"
        f" {say(pruning.best_gain(pruning.SCORING), '×')}."
    )
    return Figure(
        "small-curve-or-slope",
        fig,
        title=f"Choice lowers the curve {say(gain[0], '×')}, a growing pool {say(gain[1], '×')}, until scoring is"
        " billed",
        caption=caption,
        alt=alt,
        data=data,
    )
