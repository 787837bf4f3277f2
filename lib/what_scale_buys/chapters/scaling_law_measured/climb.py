"""The smallest rung, to be climbed by the reader: the stored runs, and the new ones beside them."""

import tempfile
from pathlib import Path

import numpy as np

from scaling_laws.quantity import say

from ... import measured, trainer
from ...display.exhibits import exhibit
from ...display.figure import Figure
from ...display.style import COLORS, canvas, log_axis
from . import ladder


@exhibit
def smallest_rung(train=False, seed=100, mine=None):
    """The valley of the smallest budget in the language of known entropy, by seeds; a Figure.

    train : whether to train the same six models now, with `seed`; about half a minute on one processor core.
    mine : runs of the reader's own to draw instead, as read by `measured.read_table`.

    Raises
    ------
    CannotTrain
        If `train` is asked for where PyTorch or the folder `lab/` is missing, or the trainer stops.
    """
    mine = list(mine or (_trained(seed) if train else []))
    budget = ladder.budgets(ladder.KNOWN)[0]
    stored = [r for r in ladder.runs(world=ladder.KNOWN) if r.budget == budget]
    fig, ax = canvas(height=3.0)
    for runs, marker, color, label in (
        (stored, "o", COLORS.parameters, "runs of the table"),
        (mine, "D", COLORS.loss, "your runs"),
    ):
        if runs:
            ax.plot([r.parameters for r in runs], [r.val_loss for r in runs], marker, color=color, label=label)
    sizes, means = _means(stored)
    ax.plot(sizes, means, "--", color=COLORS.parameters, linewidth=1.1, label="mean over seeds")
    ax.set(xscale="log", xlabel="parameters", ylabel="loss (nats/token)")
    log_axis(ax.xaxis)
    ax.legend()
    columns = {"parameters": [r.parameters for r in stored + mine], "loss": [r.val_loss for r in stored + mine]}
    columns["seed"] = [r.seed for r in stored + mine]
    title = f"At the smallest budget {say(sizes[np.argmin(means)], 'parameters')} do best, at {means.min():.3f} nats"
    alt = _said(sizes, means, stored, mine)
    return Figure("meas-climb", fig, title=title, caption=_CAPTION, alt=alt, data=columns)


_CAPTION = (
    "The smallest budget of the ladder in the language of known entropy: every seed of the table, and their mean."
)


def _means(runs):
    sizes = sorted({r.parameters for r in runs})
    return np.array(sizes), np.array([np.mean([r.val_loss for r in runs if r.parameters == N]) for N in sizes])


def _said(sizes, means, stored, mine):
    seeds, best = len({r.seed for r in stored}), sizes[np.argmin(means)]
    text = (
        f"A valley of {len(sizes)} sizes, {seeds} seeds each, lowest at {best} parameters with {means.min():.3f} nats."
    )
    if mine:
        known = dict(zip(sizes, means, strict=True))
        gaps = [abs(r.val_loss - known[r.parameters]) for r in mine if r.parameters in known]
        whose = "Your run lies" if len(mine) == 1 else f"Your {len(mine)} runs lie"
        text += f" {whose} within {max(gaps):.3f} nats of the means."
    return text


def _trained(seed):
    """The smallest rung trained anew in a process of its own, as a list of Run."""
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "mine.csv"
        trainer.run("rung", "--seed", seed, "--table", table)
        return measured.read_table(measured.Run, table.read_text(encoding="utf-8"), table.name)
