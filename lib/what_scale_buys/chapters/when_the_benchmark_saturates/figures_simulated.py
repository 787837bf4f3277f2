"""The figures of the simulations: one ability on two tests, and four tests on one scale."""

import numpy as np

from scaling_laws.quantity import exact, percent
from scaling_laws.statistics import LEVEL, normal_quantile, share

from ...display.exhibits import exhibit
from ...display.figure import Figure
from ...display.style import COLORS, canvas, direct_label
from . import linking, response
from .rulers import POINTS

Z = normal_quantile(LEVEL)


@exhibit
def ability_and_score():
    """Ability that grows by equal steps: the scores, and the ability recovered from the same answers."""
    truth, found = response.abilities(), response.two_sets()
    fine = np.linspace(truth[0], truth[-1], 40)
    fig, axes = canvas(1, 2, height=3.3)
    data = {"model": list(range(1, truth.size + 1)), "ability": list(truth)}
    for key, color, mark, dash in (("easy", COLORS.compute, "o", "-"), ("hard", COLORS.parameters, "s", "--")):
        kept, score, ability, error = found[key]
        mean = response.EASY if key == "easy" else response.HARD
        half = Z * np.sqrt(score * (1 - score) / response.ITEMS)
        axes[0].plot(
            _model(fine), 100 * response.expected_score(fine, mean), color=color, linestyle=dash, linewidth=1.3
        )
        axes[0].errorbar(kept + 1, 100 * score, 100 * half, fmt=mark, color=color, linewidth=1.1)
        shift = -0.1 if key == "easy" else 0.1
        axes[1].errorbar(kept + 1 + shift, ability, Z * error, fmt=mark, color=color, linewidth=1.3, capsize=2)
        for name, values in (("score", score), ("recovered ability", ability), ("standard error", error)):
            data[f"{key} test, {name}"] = [dict(zip(kept, values)).get(k, np.nan) for k in range(truth.size)]
    axes[1].plot(_model(fine), fine, color=COLORS.muted, linewidth=1)
    direct_label(axes[0], 4.2, 50, "easy test", COLORS.compute, offset=(-8, 6), ha="right")
    direct_label(axes[0], 9.5, 42, "hard test", COLORS.parameters, offset=(-6, 6), ha="right")
    axes[0].set(xlabel="model", ylabel="score, %", ylim=(-3, 105), title="what is published")
    axes[1].set(xlabel="model", ylabel="ability", title="what can be recovered")
    for ax in axes:
        ax.set_xticks(range(1, truth.size + 1, 2))
    score, error = found["easy"][1], found["easy"][3]
    shares = [share(s * response.ITEMS, response.ITEMS) for s in score]
    first, last = ((shares[k + 1] - shares[k]).in_unit(POINTS) for k in (2, -2))
    climbing = share(found["hard"][1][-1] * response.ITEMS, response.ITEMS)
    alt = (
        f"Left: the easy test gains {first} between the third and the fourth model and {last} between the last two,"
        f" while the hard test is still climbing at {climbing}. Right: abilities recovered from the same answers lie on"
        f" a straight line; the error of the easy test grows from {exact(error.min()).short} to"
        f" {exact(error[-1]).short}."
    )
    caption = (
        f"Eleven models, each one step more able than the one before, sit a test of {exact(response.ITEMS).short}"
        f" items. Dots: simulated, with {percent(LEVEL).short} intervals; curves: closed form; grey line: the truth."
        " The score flattens because the items run out, and the evidence thins with it."
    )
    return Figure(
        "sat-ability-and-score",
        fig,
        title=f"Ability grows by equal steps; the easy test gains {first.short}, at the top {last.bare}",
        caption=caption,
        alt=alt,
        data=data,
    )


def _model(ability):
    truth = response.abilities()
    return 1 + (np.asarray(ability) - truth[0]) / (truth[1] - truth[0])


@exhibit
def four_tests_one_scale():
    """Scores on four overlapping tests, and the ability that links them."""
    scores, fit, truth = linking.simulate(), linking.linked(), linking.truth()
    model = np.arange(1, truth.size + 1)
    fig, axes = canvas(1, 2, height=3.2)
    data = {"model": list(model), "ability": list(truth)}
    colors = (COLORS.compute, COLORS.parameters, COLORS.tokens, COLORS.loss)
    for k, (color, mark, dash) in enumerate(zip(colors, "os^D", ("-", "--", "-.", ":"))):
        axes[0].plot(model, 100 * scores[:, k], color=color, marker=mark, linestyle=dash)
        data[f"score on test {'ABCD'[k]}"] = list(scores[:, k])
        last = np.flatnonzero(np.isfinite(scores[:, k]))[0]
        direct_label(axes[0], model[last], 100 * scores[last, k], "ABCD"[k], color, offset=(-5, 4), ha="right")
    axes[1].plot(model, truth, color=COLORS.muted, linewidth=1)
    axes[1].errorbar(model, fit.ability, Z * fit.ability_se, fmt="o", color=COLORS.ink, linewidth=1.3, capsize=2)
    axes[0].set(xlabel="model", ylabel="score, %", ylim=(-3, 105), xlim=(0, 12.6), title="four tests, each in its time")
    axes[1].set(xlabel="model", ylabel="ability", title="one scale, linked")
    for ax in axes:
        ax.set_xticks([1, 3, 5, 7, 9, 11])
    data |= {"linked ability": list(fit.ability), "standard error": list(fit.ability_se)}
    gap = np.abs(fit.ability - truth)
    alt = (
        "Left: four S-shaped scores, each flattening near its top, relayed over twelve models. Right: linked abilities"
        f" follow the true straight line from {exact(truth[0]).short} to {exact(truth[-1]).short}; the largest miss is"
        f" {exact(gap.max()).short}, the standard errors reach {exact(fit.ability_se.max()).short}."
    )
    caption = (
        "Nothing but the scores on the left enters the fit, and two fixed points: the first and the last model. Models"
        f" that sat two tests carry the scale over. Bars: {percent(LEVEL).short} intervals; grey: the truth. The fit"
        " presumes that all four tests measure one ability."
    )
    return Figure(
        "sat-linking",
        fig,
        title=f"Linked, overlapping tests miss the true ability by at most {exact(gap.max()).short}",
        caption=caption,
        alt=alt,
        data=data | {"absolute miss": list(gap)},
    )
