"""Downstream forecast in two steps: loss over scale, then score over loss, the error of the first carried through."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ...kinds import ArrayLike
from ...quantity import Quantity
from ..output import as_csv, as_json, resampled
from .fit import fit_table
from .predictor import Predictor, chained, save
from .result import LawResult
from .task import Task

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CHAINED = 1000


@dataclass(frozen=True)
class TwoStep:
    """first : LawResult of the loss; second : LawResult of the score over the loss, both on the same resamples."""

    first: LawResult
    second: LawResult
    account: object = None

    @property
    def predictors(self) -> list[Predictor]:
        """Both steps; a score follows from the loss of the same resample."""
        return [self.first.predictor, self.second.predictor]

    @property
    def converged(self) -> bool:
        return self.first.converged and self.second.converged

    @property
    def has_law(self) -> bool:
        return self.first.has_law and self.second.has_law

    @property
    def draws(self) -> dict[str, np.ndarray]:
        """Name -> (rows,) of the constants of both steps, on the same resamples."""
        steps = (("loss", self.first.draws), ("score", self.second.draws))
        return {f"{step}.{name}": values for step, draws in steps for name, values in draws.items()}

    @property
    def exit_code(self) -> int:
        return max(self.first.exit_code, self.second.exit_code)

    @property
    def resamples(self) -> tuple[int, int]:
        """How many were drawn, and how many of these did not converge in either step, counted twice where in both."""
        return self.first.resamples[0], self.first.resamples[1] + self.second.resamples[1]

    @property
    def task(self) -> Task:
        return self.first.task

    @property
    def parameters(self) -> dict[str, Quantity]:
        return {**{f"loss.{k}": q for k, q in self.first.parameters.items()},
                **{f"score.{k}": q for k, q in self.second.parameters.items()}}  # fmt: skip

    def predict(self, of: str = "mean", **inputs: Any) -> list[Quantity]:
        """Quantities of the score at inputs such as N=7e9, D=4e12."""
        return chained(self.predictors, of=of, **inputs)["score"]

    def both(self, of: str = "mean", **inputs: Any) -> dict[str, list[Quantity]]:
        """Name -> Quantities of the loss and of the score."""
        return chained(self.predictors, of=of, **inputs)

    def verdict(self) -> str:
        return f"step 1: {self.first.verdict()} Step 2: {self.second.verdict()}"

    def __str__(self) -> str:
        return f"step 1, loss over scale\n{self.first}\n\nstep 2, score over loss\n{self.second}"

    def to_dict(self) -> dict[str, Any]:
        first, second = self.first.to_dict(), self.second.to_dict()
        first.pop("predict")
        second.pop("predict")
        return {
            "law": "two-step", "level": self.first.level, "converged": self.converged, "has_law": self.has_law,
            "resamples": resampled(*self.resamples), "first": first, "second": second,
            "verdict": self.verdict(), "predict": save(self.predictors),
            "parameters": {n: {"value": q.value, "low": q.low, "high": q.high} for n, q in self.parameters.items()},
        }  # fmt: skip

    def to_json(self) -> str:
        return as_json(self.to_dict())

    def to_csv(self) -> str:
        return as_csv(self.parameters)

    def plot(self, axes: "Axes") -> "Axes":
        """The second step: scores over losses."""
        return self.second.plot(axes)


def fit_two_step(
    table: Mapping[str, ArrayLike],
    first: str = "chinchilla",
    second: str = "score-over-loss",
    *,
    loss: str | None = None,
    bootstrap: int = 1000,
    **options: Any,
) -> TwoStep:
    """TwoStep of a table with the inputs of `first`, a loss and a score. options : as of `fit_table`.

    Both steps are refitted to the same resamples of the rows, so that their errors stay together.
    """
    scores = dict(table)
    bootstrap = bootstrap or CHAINED
    rest = {k: v for k, v in options.items() if k in ("level", "seed", "unit", "interval", "clusters", "weights")}
    own = {k: v for k, v in options.items() if k not in rest}
    one = fit_table(scores, first, bootstrap=bootstrap, **rest, **own)
    two = fit_table(scores, second, loss=loss, bootstrap=bootstrap, **{**rest, "unit": ""})
    two = replace(two, loss_unit="")
    if not np.isfinite(one.objective + two.objective):
        two = replace(two, warnings=(*two.warnings, "a step has no finite objective"))
    return TwoStep(one, two)
