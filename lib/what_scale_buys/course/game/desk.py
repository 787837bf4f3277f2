"""The desk that sells runs: it knows the budget, refuses what is beyond it, and keeps a ledger of what was bought."""

import json
from hashlib import sha256
from pathlib import Path

from scaling_laws.errors import InvalidArgument, ScalingLawError

from ..dice import EDITION
from . import menus
from .score import Forecast, score
from .world import BUDGET, drawn


class BudgetSpent(ScalingLawError):
    """A run costs more than is left; the message says both."""


class Desk:
    """Runs for sale in one student's world.

    student : id; the world follows from it. budget : FLOP. menu : file of sealed runs that the instructor dealt;
    without one the desk is for practice, and `reveal` says the truth.

    Attributes
    ----------
    left : FLOP that are not spent. target : FLOP about which the forecast is asked. bought : what was bought, in order.
    world : of a practice desk, else None: looking at it spoils the game.

    >>> lab = Desk("ada", budget=1e12)
    >>> lab.train(29344, 1e11) == lab.train(29344, 1e11), lab.left
    (True, 900000000000.0)
    """

    def __init__(self, student, budget=BUDGET, menu=None):
        self.student, self.bought, self._forecast, self.menu = str(student), [], None, menu
        if menu is None:
            self.world = drawn(student, budget=budget)
            self._cells, self.budget, self.target = self.world.cells, float(budget), self.world.target
        else:
            self.world, sealed = None, menus.read(menu)
            if menus.plain(sealed.student) != menus.plain(student):
                raise InvalidArgument("student", student, f"the one whose menu this is, {sealed.student}")
            self._cells, self.budget, self.target = sealed.cells, sealed.budget, sealed.target

    def __repr__(self):
        return (
            f"{len(self.bought)} runs bought, {self.left:.3g} of {self.budget:.3g} FLOP left. Runs of"
            f" {', '.join(f'{C:.3g}' for C in self.budgets)} FLOP are for sale. Forecast: {self.target:.3g} FLOP."
        )

    @property
    def runs_bought(self):
        """[(parameters, FLOP, loss)], None for a run that diverged."""
        return [(e["parameters"], e["flop"], e["loss"]) for e in self.bought]

    @property
    def spent(self):
        return sum(entry["flop"] for entry in self.bought)

    @property
    def left(self):
        return self.budget - self.spent

    @property
    def budgets(self):
        """FLOP for which runs are for sale."""
        return sorted({C for _, C, _ in self._cells})

    def sizes(self, flop):
        """Parameters of the models for sale at `flop`."""
        found = sorted({N for N, C, _ in self._cells if C == flop})
        if not found:
            raise InvalidArgument("flop", flop, f"one of {', '.join(f'{C:.3g}' for C in self.budgets)}")
        return found

    def seeds(self, parameters, flop):
        """Seeds for sale of one model."""
        return sorted(seed for N, C, seed in self._cells if (N, C) == (parameters, flop))

    def train(self, parameters, flop, seed=0):
        """Buy one run; returns its loss, None where it diverged. What was bought before is not paid for again.

        Raises
        ------
        InvalidArgument
            If no such run is for sale; the message names the nearest.
        BudgetSpent
            If it costs more than is left.
        """
        key = (parameters, flop, seed)
        known = {(e["parameters"], e["flop"], e["seed"]): e["loss"] for e in self.bought}
        if key in known:
            return known[key]
        self._refuse(*key)
        loss = menus.unsealed(self._cells[key], self.student, key)
        previous = self.bought[-1]["chain"] if self.bought else ""
        entry = {"parameters": parameters, "flop": flop, "seed": seed, "loss": loss}
        self.bought.append(entry | {"chain": link(previous, entry)})
        return loss

    def _refuse(self, parameters, flop, seed):
        sizes = self.sizes(flop)
        if parameters not in sizes:
            near = min(sizes, key=lambda size: abs(size - parameters))
            raise InvalidArgument("parameters", parameters, f"a size on the menu; nearest: {near}")
        seeds = self.seeds(parameters, flop)
        if seed not in seeds:
            raise InvalidArgument("seed", seed, f"one of {', '.join(map(str, seeds))}")
        if flop > self.left * (1 + 1e-9):
            raise BudgetSpent(
                f"A run of {flop:.3g} FLOP costs more than the {max(self.left, 0):.3g} FLOP that are left."
            )

    def runs(self):
        """What was bought and finished, as Runs of the fitting library."""
        from scaling_laws.fitting import Runs
        from scaling_laws.laws import FLOP_PER_PARAMETER_TOKEN as k

        done = [e for e in self.bought if e["loss"] is not None]
        if not done:
            raise InvalidArgument("runs", 0, "at least one run that was bought and did not diverge")
        N, C, loss = ([e[name] for e in done] for name in ("parameters", "flop", "loss"))
        return Runs(N, [c / (k * n) for c, n in zip(C, N)], loss, "nats/token", name=f"desk of {self.student}")

    def forecast(self, loss, parameters, why=""):
        """Hand in a forecast for `target`: loss as (value, low, high) with an interval of 90 %, and the best size.

        It may be replaced until the desk is saved. why : your page, or where it lies.
        """
        value, low, high = _three(loss)
        self._forecast = Forecast(value, low, high, float(parameters)), str(why)
        return self._forecast[0]

    def reveal(self):
        """The Score of the forecast, in a world for practice."""
        if self.world is None:
            raise InvalidArgument("menu", str(self.menu), "none: only the instructor knows this world")
        if self._forecast is None:
            raise InvalidArgument("forecast", None, "handed in before the truth is told")
        return score(self.world, self.runs_bought, self._forecast[0], self.budget)

    def save(self, path):
        """Write what is handed in: the ledger and the forecast."""
        if self._forecast is None:
            raise InvalidArgument("forecast", None, "handed in before the desk is saved")
        forecast, why = self._forecast
        record = {"game": EDITION, "student": self.student, "budget": self.budget, "ledger": self.bought}
        record |= {"forecast": vars(forecast), "why": why}
        Path(path).write_text(json.dumps(record, indent=1), encoding="utf-8")
        return Path(path)


def _three(loss):
    """(value, low, high) of a tuple or a Quantity."""
    if hasattr(loss, "has_interval"):
        loss = (loss.value, loss.low, loss.high)
    try:
        value, low, high = map(float, loss)
    except (TypeError, ValueError):
        raise InvalidArgument("loss", loss, "three numbers: value, low and high") from None
    return value, low, high


def link(previous, entry):
    """A link of the ledger's chain: it depends on the entry and on all before it."""
    return sha256((previous + json.dumps(entry, sort_keys=True)).encode()).hexdigest()[:16]


def chained(ledger):
    """Number of the first entry whose link is not that of what stands before it, or None."""
    previous = ""
    for number, entry in enumerate(ledger, start=1):
        plain = {name: entry.get(name) for name in ("parameters", "flop", "seed", "loss")}
        if entry.get("chain") != link(previous, plain):
            return number
        previous = entry["chain"]
    return None
