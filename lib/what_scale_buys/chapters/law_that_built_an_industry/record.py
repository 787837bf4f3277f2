"""The published record of forecasts: how far beyond the runs they went, and by how much they missed."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from scaling_laws.laws import compute_cost
from scaling_laws.quantity import Quantity, estimate
from scaling_laws.statistics import share

from ...accepted import fitted_range, with_interval
from ...forecasts import row as registered
from ...published import figure, value
from . import shapes

MONTHS = 12  # in a year


@dataclass(frozen=True)
class Forecast:
    """One published forecast.

    name, kind ("loss", "size" or "task"), span (compute of the target over that of the dearest run used), error
    (relative, `None` where the source gives no number), source (citation key).
    """

    name: str
    kind: str
    span: float
    error: float | None
    source: str

    @property
    def decades(self):
        """Span in decades of compute."""
        return float(np.log10(self.span))


REGISTERED = {
    "Delphi, loss": "delphi_issue_1e23",
    "Delphi, floor fitted": "delphi_post_1e23",
    "Delphi, first try": "delphi_first_1e22",
    "Marin's experts, loss": "marin_moe_1e23",
}


def _of_register(name, key):
    row = registered(key)
    return Forecast(name, row.kind, row.target / row.fitted_to, abs(row.error) / 100, row.source)


@cache
def forecasts():
    """The record that this chapter uses, longest reach first."""
    chinchilla = value("hoffmann_2022_gopher_budget") / fitted_range()[1]
    llama = value("run_llama31_405b_flop") / value("llama3_isoflop_max")
    saving = value("gadre_2024_loss_compute_saving")
    found = [
        *(_of_register(name, key) for name, key in REGISTERED.items()),
        Forecast("GPT-4, loss", "loss", 1 / value("gpt4_loss_prediction_span"), None, "openai2023gpt4"),
        Forecast("Llama 3.1, best size", "size", llama, None, "grattafiori2024llama3"),
        Forecast("GPT-4, HumanEval", "task", 1 / value("gpt4_task_prediction_span"), None, "openai2023gpt4"),
        Forecast("Gadre et al., loss", "loss", saving, value("gadre_2024_loss_error"), "gadre2024language"),
        Forecast("Chinchilla, best size", "size", chinchilla, None, "hoffmann2022training"),
        Forecast("Gadre et al., tasks", "task", value("gadre_2024_task_compute_saving"), None, "gadre2024language"),
    ]
    return tuple(sorted(found, key=lambda f: -f.span))


def budget():
    """The place where errors are turned into compute: Chinchilla's budget, FLOP."""
    return value("hoffmann_2022_gopher_budget")


def worth(error):
    """What a loss that comes out higher by a relative error is worth in compute at Chinchilla's budget."""
    return with_interval(lambda fit: _worth(fit, error), "×")


def spared(error):
    """What a loss that comes out lower by the same error is worth there: (r / (r + error L))^(-1 / gamma)."""
    return with_interval(lambda fit: _spared(fit, error), "×")


def _spared(fit, error):
    reducible = fit.frontier.reducible(budget())
    return ((reducible + error * (fit.E + reducible)) / reducible) ** (1 / fit.frontier_exponent)


def _worth(fit, error):
    """Closed form of `shapes.compute_worth` that broadcasts over draws: (r / (r - error L))^(1 / gamma)."""
    reducible = fit.frontier.reducible(budget())
    left = reducible - error * (fit.E + reducible)
    safe = np.where(left > 0, left, reducible)
    found = np.where(left > 0, (reducible / safe) ** (1 / fit.frontier_exponent), np.inf)
    return found if found.ndim else float(found)


def tenfold():
    """Percentage of the loss that ten times Chinchilla's budget removes."""
    return with_interval(lambda fit: 100 * shapes.cut(fit.frontier, budget()), "%")


def predictable_tasks():
    """Share of the tasks of a survey that scaled predictably, with the interval that their number leaves."""
    tasks = value("lourie_2025_tasks")
    return share(round(value("lourie_2025_predictable") * tasks), tasks)


def compute_growth():
    """Growth a year of the training compute of notable models: the range that the source gives, and its middle."""
    low, high = (value(f"epoch_2024_compute_growth_{end}") for end in ("low", "high"))
    method = "range given by the source"
    return Quantity(np.sqrt(low * high), "×", low, high, None, method, source="epoch2024compute", places=(1, 0, 0))


def balance():
    """Compute of Gopher over what its loss needs in balance: the worth of the Chinchilla correction."""
    N, D = value("run_gopher_params"), value("run_gopher_tokens")
    return with_interval(lambda fit: compute_cost(N, D) / fit.equivalent_compute(N, D), "×")


def algorithmic_gain():
    """Worth of better algorithms by Ho et al.; its ends are those of their halving time, over the years counted."""
    months, halving = MONTHS * value("ho_2024_period"), figure("ho_2024_halving_abstract")
    low, high = (2 ** (months / end) for end in (halving.high, halving.low))
    method = "as printed, with the published interval of the halving time"
    return estimate(value("ho_2024_algorithmic_gain"), low, high, method=method, level=halving.level, unit="×")
