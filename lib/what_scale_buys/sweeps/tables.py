"""The rows behind a sweep: from a folder of tables in one shape, or from the book's own ladder.

A table has the columns parameters, parameters_non_embedding, tokens, flop, budget, loss and note; FILES names it. Where
the originals lie, `scaling-laws list tables` says.
"""

import csv
from dataclasses import dataclass

import numpy as np

from .. import measured
from .records import ALL, BARE

FILES = {
    "chinchilla": "chinchilla_isoflop_epoch",
    "chinchilla_scalefit": "chinchilla_isoflop_scalefit",
    "chinchilla_figure4": "chinchilla_figure4",
    "llama3": "llama3_raw_loss",
    "llama3_exp": "llama3_exp_loss",
    "marin_comma": "marin_comma",
    "marin_dclm": "marin_dclm",
    "marin_nemotron": "marin_nemotron",
    "delphi": "delphi",
    "misfitting": "misfitting_isoflop",
    "porian_kaplan": "porian_rw_base_long_kaplan_kaplan",
    "porian_long_warmup": "porian_rw_base_long_kaplan_standard",
    "porian_short_warmup": "porian_rw_base_short_kaplan_standard",
    "porian": "porian_rw_base_short_chinchilla_standard",
    "porian_constant": "porian_rw_tuned_short_const_standard",
    "gadre": "gadre_c4_c4val",
    "gadre_openlm": "gadre_c4_openlm",
    "steplaw": "steplaw_dense",
    "steplaw_moe": "steplaw_moe",
    "olmo": "olmo_ladder_c4",
    "olmo_pile": "olmo_ladder_pile",
    "oellm": "oellm_dense",
    "gemstones": "gemstones_hot",
    "datablations": "datablations_c4_one_pass",
    "delphi_optima": "frontier_delphi",
    "marin_moe": "frontier_marin_moe",
    "cerebras": "frontier_cerebras_gpt",
}
WORLDS = {"ladder_zipf": "zipf1.5", "ladder_python": "python"}
LEFT_OUT = ("outlier flagged", "do not use", "earlier recipe")
HELD = "HELD OUT"
DROPPED_BY_AUTHORS = {"chinchilla_figure4": 5}  # runs of fewest tokens per parameter

MARIN = ("marin_comma", "marin_dclm", "marin_nemotron", "delphi")
MARIN_VOCABULARY = 128_256


@dataclass(frozen=True)
class Rows:
    """Rows of a sweep under one count of parameters; arrays (n,). budget : FLOP that a row was meant to spend."""

    parameters: np.ndarray
    tokens: np.ndarray
    compute: np.ndarray
    loss: np.ndarray
    later: np.ndarray

    def __len__(self):
        return len(self.loss)

    def take(self, index):
        """The rows that a mask or positions select."""
        return Rows(*(column[index] for column in vars(self).values()))


def rows_of(sweep, count, folder=None):
    """Rows of a Sweep under one of its counts; those that its account leaves out are left out.

    folder : Path of the tables; the book's ladder needs none.

    Raises
    ------
    FileNotFoundError
        If the folder holds no table of the sweep.
    """
    if sweep.own:
        return _ladder(WORLDS[sweep.sweep], count)
    with (folder / f"{FILES[sweep.sweep]}.csv").open(encoding="utf-8", newline="") as file:
        table = [row for row in csv.DictReader(file) if not any(word in row["note"] for word in LEFT_OUT)]
    rows = Rows(
        np.array([_size(row, sweep, count) for row in table]),
        np.array([float(row["tokens"] or "nan") for row in table]),
        np.array([float(row["budget"] or row["flop"]) for row in table]),
        np.array([float(row["loss"]) for row in table]),
        np.array([HELD in row["note"] for row in table]),
    )
    fewest = DROPPED_BY_AUTHORS.get(sweep.sweep, 0)
    return rows.take(np.sort(np.argsort(rows.tokens / rows.parameters, kind="stable")[fewest:]))


def _size(row, sweep, count):
    whole, bare = (float(row[name] or "nan") for name in ("parameters", "parameters_non_embedding"))
    if count != BARE:
        return whole if whole == whole else bare
    if sweep.sweep in MARIN:
        return without_embeddings(whole)
    return bare


def without_embeddings(total):
    """Parameters of a Marin model less its two embeddings, from their sum.

    Of width h, each layer holds 16 h² weights and 2 h + 256 of norms, and h of one more norm follow. The width is the
    multiple of 128 with which a whole number of layers comes nearest to the sum.

    >>> without_embeddings(156508160), without_embeddings(837007744)
    (25174016.0, 475838848.0)
    """
    width = np.arange(256, 8192, 128.0)
    layer, rest = 16 * width**2 + 2 * width + 256, total - 2 * MARIN_VOCABULARY * width - width
    layers = np.maximum(np.round(rest / layer), 1)
    best = int(np.argmin(np.abs(rest - layers * layer)))
    return float(layers[best] * layer[best] + width[best])


def _ladder(world, count):
    runs = [run for run in measured.runs() if (run.world, run.series, run.status) == (world, "isoflop", "done")]
    size = "parameters" if count == ALL else "parameters_without_embedding"
    columns = [[getattr(run, name) for run in runs] for name in (size, "tokens", "budget", "val_loss")]
    return Rows(*(np.array(column, dtype=float) for column in columns), np.zeros(len(runs), bool))
