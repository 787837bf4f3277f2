"""Tables of training runs: what the fits take in."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import InvalidArgument, ScalingLawError, require_choice, require_positive
from ..kinds import ArrayLike
from ..laws import FLOP_PER_PARAMETER_TOKEN

if TYPE_CHECKING:
    from ..reading.account import Account

LOSS_UNITS = ("nats/token", "bits/token", "nats/byte", "bits/byte")


@dataclass(frozen=True)
class BadRow:
    """One row that cannot be used: its line in the file, what is wrong, and what to do.

    place : what `line` counts: lines of a file, rows of a frame or sheet, records of a list.
    """

    line: int
    column: str
    problem: str
    remedy: str
    place: str = "line"

    def __str__(self) -> str:
        return f"{self.place} {self.line}, {self.column}: {self.problem}; {self.remedy}"


class BadRuns(ScalingLawError, ValueError):
    """A table has rows that cannot be used; `rows` lists them all."""

    def __init__(self, where: str, rows: Iterable[BadRow]) -> None:
        self.rows = tuple(rows)
        shown = "\n".join(f"  {row}" for row in self.rows[:20])
        more = f"\n  and {len(self.rows) - 20} more" if len(self.rows) > 20 else ""
        super().__init__(f"{where} has {len(self.rows)} unusable row(s):\n{shown}{more}")


@dataclass(frozen=True)
class Runs:
    """Training runs, one per entry.

    parameters, tokens, loss : (n,) positive. loss_unit : one of LOSS_UNITS. labels : (n,) which training
    curve an entry belongs to, or None. dropped : the rows left out when the table was read, with reasons.
    flop : (n,) training FLOP where the table gives it, else None; `compute` then follows from 6 N D.
    loss_error : (n,) standard error of each loss, in its unit, or None. given_weights : (n,) or None.
    clusters : (n,) what is drawn together in a bootstrap where there are no labels (replicates of one setting),
    or None. account : what the reader read and how (see `scaling_laws.reading.Account`), or None.

    Raises
    ------
    InvalidArgument
        If an array is not finite and positive, or the lengths differ.

    >>> Runs([1e9, 2e9], [2e10, 4e10], [2.5, 2.3]).compute.tolist()
    [1.2e+20, 4.8e+20]
    """

    parameters: np.ndarray
    tokens: np.ndarray
    loss: np.ndarray
    loss_unit: str = "nats/token"
    labels: np.ndarray | None = None
    name: str = "runs"
    dropped: tuple[BadRow, ...] = field(default=(), repr=False)
    flop: np.ndarray | None = field(default=None, kw_only=True)
    loss_error: np.ndarray | None = field(default=None, kw_only=True)
    given_weights: np.ndarray | None = field(default=None, kw_only=True)
    clusters: np.ndarray | None = field(default=None, kw_only=True)
    account: "Account | None" = field(default=None, kw_only=True, repr=False, compare=False)

    def __post_init__(self) -> None:
        require_choice("loss_unit", self.loss_unit, LOSS_UNITS)
        given = [name for name in (*_MEASURES, *_OPTIONAL) if getattr(self, name) is not None]
        arrays = {name: np.atleast_1d(require_positive(name, getattr(self, name))) for name in given}
        if len({array.shape for array in arrays.values()}) != 1 or arrays["loss"].ndim != 1:
            shapes = {name: array.shape for name, array in arrays.items()}
            raise InvalidArgument(
                "runs", shapes, "parameters, tokens and loss must be one-dimensional, of equal length"
            )
        for name, array in arrays.items():
            object.__setattr__(self, name, array)

    @classmethod
    def of(
        cls,
        *,
        loss: ArrayLike,
        parameters: ArrayLike | None = None,
        tokens: ArrayLike | None = None,
        compute: ArrayLike | None = None,
        **rest: Any,
    ) -> "Runs":
        """Runs from any two of parameters, tokens and training compute (FLOP); the third follows from C = 6 N D.

        Compute that is given is kept as `flop`, beside parameters and tokens or instead of one of them.
        """
        named = {"parameters": parameters, "tokens": tokens, "compute": compute}
        given = {name: np.asarray(require_positive(name, v)) for name, v in named.items() if v is not None}
        if len(given) < 2:
            raise InvalidArgument("runs", sorted(given), "give two of parameters, tokens and compute")
        if "tokens" not in given:
            given["tokens"] = given["compute"] / (FLOP_PER_PARAMETER_TOKEN * given["parameters"])
        if "parameters" not in given:
            given["parameters"] = given["compute"] / (FLOP_PER_PARAMETER_TOKEN * given["tokens"])
        return cls(given["parameters"], given["tokens"], loss, flop=given.get("compute"), **rest)  # type: ignore[arg-type]

    def __len__(self) -> int:
        return len(self.loss)

    @property
    def compute(self) -> np.ndarray:
        """Training FLOP of each run: as the table gives it, else 6 N D (`compute_convention` says which)."""
        return self.flop if self.flop is not None else FLOP_PER_PARAMETER_TOKEN * self.parameters * self.tokens

    @property
    def compute_convention(self) -> str:
        """Where `compute` comes from: "as given" or "6 N D"."""
        return "6 N D" if self.flop is None else "as given"

    @property
    def weights(self) -> np.ndarray | None:
        """(n,) weights of the runs with mean one, or None: as given, else by the standard errors of log loss.

        >>> Runs([1e9, 2e9], [2e10, 4e10], [2.0, 2.0], loss_error=[0.1, 0.2]).weights.tolist()
        [1.6, 0.4]
        """
        if self.given_weights is not None:
            return self.given_weights / self.given_weights.mean()
        if self.loss_error is None:
            return None
        weights = (self.loss / self.loss_error) ** 2
        return weights / weights.mean()

    @property
    def groups(self) -> np.ndarray | None:
        """(n,) what a bootstrap draws together: clusters where the reader found any, else labels; or None."""
        return self.labels if self.clusters is None else self.clusters

    def take(self, index: np.ndarray | list | slice) -> "Runs":
        """The runs that `index` (a boolean mask or positions) selects, in its order."""
        names = (*_MEASURES, *_OPTIONAL, "labels", "clusters")
        given = [name for name in names if getattr(self, name) is not None]
        taken: dict[str, Any] = {name: np.asarray(getattr(self, name))[index] for name in given}
        return replace(self, **taken)

    def in_unit(self, unit: str, bytes_per_token: float | None = None) -> "Runs":
        """The same runs with the loss in another unit; between tokens and bytes, `bytes_per_token` is needed.

        >>> round(float(Runs([1e9], [2e10], [1.0], "bits/byte").in_unit("nats/byte").loss[0]), 4)
        0.6931
        """
        require_choice("unit", unit, LOSS_UNITS)
        (amount, per), (old_amount, old_per) = unit.split("/"), self.loss_unit.split("/")
        factor = {("nats", "bits"): np.log(2), ("bits", "nats"): 1 / np.log(2)}.get((amount, old_amount), 1.0)
        if per != old_per:
            if bytes_per_token is None:
                raise InvalidArgument("bytes_per_token", None, f"{self.loss_unit} to {unit} needs the bytes in a token")
            ratio = require_positive("bytes_per_token", bytes_per_token)
            factor *= ratio if per == "token" else 1 / ratio
        error = None if self.loss_error is None else self.loss_error * factor
        return replace(self, loss=self.loss * factor, loss_unit=unit, loss_error=error)


_MEASURES = ("parameters", "tokens", "loss")
_OPTIONAL = ("flop", "loss_error", "given_weights")
