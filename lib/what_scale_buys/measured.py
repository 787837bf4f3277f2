"""The book's own training runs: the table that the laboratory writes and the chapters read.

One row of `data/ladder.csv` is one run. Losses are in nats per token (per byte on Python text), compute is
in FLOP, times are in seconds. The table and the curves are the book's own measurements, under the licence
of the book's text.
"""

import csv
import math
from dataclasses import asdict, dataclass, fields
from functools import lru_cache
from importlib.resources import files

import numpy as np

from scaling_laws.errors import ScalingLawError
from scaling_laws.laws import FLOP_PER_PARAMETER_TOKEN

STATUS = ("done", "diverged")
SERIES = ("isoflop", "repeat", "sweep")
CURVE_STRETCHES = 12


class CorruptRow(ScalingLawError, ValueError):
    """A row of a results table cannot be a run; the message names file, line and reason."""

    def __init__(self, path, line, reason):
        super().__init__(
            f"{path}, line {line}: {reason}. The other rows are untouched; "
            "`python -m lab repair` moves such rows to a file beside the table."
        )
        self.line, self.reason = line, reason


@dataclass(frozen=True)
class Run:
    """One training run.

    run : its name, unique. series : "isoflop", "repeat" (data-constrained) or "sweep" (learning rates).
    world : "zipf1.5", ... or "python". zipf : exponent of the source, and entropy : its exact nats per
    token; None on Python text. budget : FLOP that the run was planned to spend. parameters counts the
    tied embedding once. unique_tokens < tokens where data repeat. flop_6nd : 6 N D with all parameters;
    flop_exact : all matrix products, attention and output included. val_loss_se : standard error over
    the documents of the validation set; source_loss : the true source's loss on the same documents.
    token_accuracy, span_accuracy, word_accuracy, line_accuracy : share of tokens, of aligned spans of eight
    tokens, and on Python text of words of four letters or more and of whole lines, predicted without a
    mistake given the true text before; val_words and val_lines are their numbers. Values of a diverged run are None.
    cpu_seconds : processor time of training; it is the fair cost on a shared machine. curve : mean
    training losses between the steps that `curve_edges` names, oldest first.
    """

    run: str
    series: str
    world: str
    zipf: float | None
    entropy: float | None
    budget: float
    width: int
    depth: int
    vocabulary: int
    length: int
    parameters: int
    parameters_without_embedding: int
    documents_per_step: int
    steps: int
    tokens: int
    unique_tokens: int
    learning_rate: float
    seed: int
    flop_6nd: float
    flop_exact: float
    status: str
    val_loss: float | None
    val_loss_se: float | None
    val_tokens: int
    source_loss: float | None
    token_accuracy: float | None
    span_accuracy: float | None
    word_accuracy: float | None
    val_words: int
    line_accuracy: float | None
    val_lines: int
    wall_seconds: float
    cpu_seconds: float
    machine: str
    device: str
    precision: str
    threads: int
    versions: str
    corpus_hash: str
    commit: str
    curve: str

    @property
    def epochs(self):
        """Passes over the unique tokens."""
        return self.tokens / self.unique_tokens

    @property
    def training_curve(self):
        """(tokens seen by the middle of a stretch, mean training loss of the stretch), oldest first.

        On text that is seen once, the training loss is an unbiased estimate of the loss on new text.
        """
        edges = curve_edges(self.steps)
        middles = [(a + b) / 2 * self.tokens / self.steps for a, b in zip([0, *edges], edges, strict=False)]
        return list(zip(middles, map(float, self.curve.split()), strict=False))

    @property
    def bits_per_token(self):
        """Validation loss in bits; on Python text these are bits per byte."""
        return None if self.val_loss is None else self.val_loss / math.log(2)

    def faults(self):
        """What contradicts what in this run; empty for a sound one."""
        losses = (self.val_loss, self.val_loss_se, self.token_accuracy, self.span_accuracy)
        shares = [
            s
            for s in (self.token_accuracy, self.span_accuracy, self.word_accuracy, self.line_accuracy)
            if s is not None
        ]
        counts = ("budget", "width", "depth", "vocabulary", "length", "steps", "tokens", "learning_rate", "flop_exact")
        rules = {
            f"status is {self.status!r}, not one of {STATUS}": self.status in STATUS,
            f"series is {self.series!r}, not one of {SERIES}": self.series in SERIES,
            "a count or cost is not positive": all(getattr(self, name) > 0 for name in counts),
            "tokens are not steps x documents x length": self.tokens
            == self.steps * self.documents_per_step * self.length,
            "unique tokens exceed tokens": 0 < self.unique_tokens <= self.tokens,
            "parameters without embedding do not fit": self.parameters
            == self.parameters_without_embedding + self.vocabulary * self.width,
            "flop_6nd is not 6 N D": math.isclose(
                self.flop_6nd, FLOP_PER_PARAMETER_TOKEN * self.parameters * self.tokens, rel_tol=1e-6
            ),
            "a finished run lacks a loss": self.status == "diverged" or all(v is not None and v >= 0 for v in losses),
            "a share lies outside 0 to 1": all(0 <= share <= 1 for share in shares),
            "the corpus hash is not a SHA-256": len(self.corpus_hash) == 64
            and set(self.corpus_hash) <= set("0123456789abcdef"),
        }
        return [fault for fault, sound in rules.items() if not sound]


@dataclass(frozen=True)
class Speed:
    """One timing of the trainer, and beside it of a plain recipe of the same size, on one processor thread.

    pair : which repeat. flop_per_token : of the trainer, all matrix products, forward and backward, counted for both.
    tokens_per_second : by processor time. matrix_rate : FLOP per processor second of large float32 matrix products just
    before and after.
    """

    width: int
    depth: int
    parameters: int
    pair: int
    flop_per_token: float
    tokens_per_second: float
    matrix_rate: float
    plain_tokens_per_second: float
    plain_matrix_rate: float
    machine: str
    threads: int
    versions: str
    commit: str

    @property
    def utilisation(self):
        """FLOP rate of training as a share of the matrix rate of the same minute."""
        return self.tokens_per_second * self.flop_per_token / self.matrix_rate

    @property
    def plain_utilisation(self):
        """The same of the plain recipe."""
        return self.plain_tokens_per_second * self.flop_per_token / self.plain_matrix_rate


def curve_edges(steps):
    """Steps at which the stretches of a training curve end: factors of the square root of two, the last at `steps`.

    >>> curve_edges(8)
    [1, 2, 3, 4, 6, 8]
    """
    return sorted({max(1, round(steps * 2 ** (-half / 2))) for half in range(CURVE_STRETCHES)})


def columns(record):
    """Column names of a table of `record`s."""
    return [field.name for field in fields(record)]


def to_cells(value):
    """A record as the strings of its row; None is an empty cell, floats keep nine significant digits."""
    return ["" if v is None else f"{v:.9g}" if isinstance(v, float) else str(v) for v in asdict(value).values()]


def from_cells(record, cells):
    """The record that a row's strings describe; ValueError where they describe none."""
    names = fields(record)
    if len(cells) != len(names):
        raise ValueError(f"{len(cells)} cells where {len(names)} belong")
    return record(**{field.name: _parse(field, cell) for field, cell in zip(names, cells, strict=True)})


def _parse(field, cell):
    if not cell and field.type == float | None:
        return None
    kind = float if field.type == float | None else field.type
    try:
        value = kind(cell)
    except ValueError:
        raise ValueError(f"{field.name} is {cell!r}, not a {kind.__name__}") from None
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"{field.name} is {cell!r}, not finite")
    return value


def parse_rows(record, text, path):
    """Yield (line number, cells, record or CorruptRow) for every row below the heading.

    Raises
    ------
    CorruptRow
        If the heading is not that of the record.
    """
    rows = list(csv.reader(text.splitlines()))
    if not rows or rows[0] != columns(record):
        raise CorruptRow(path, 1, f"the heading is not that of a table of {record.__name__} rows")
    seen = set()
    for line, cells in enumerate(rows[1:], start=2):
        yield line, cells, _checked(record, cells, path, line, seen)


def _checked(record, cells, path, line, seen):
    try:
        value = from_cells(record, cells)
    except ValueError as error:
        return CorruptRow(path, line, str(error))
    if hasattr(value, "faults"):
        faults = value.faults() + (["this run is in the table already"] if key_of(value) in seen else [])
        seen.add(key_of(value))
        if faults:
            return CorruptRow(path, line, "; ".join(faults))
    return value


def key_of(record):
    """What names a record in its table: its first field."""
    return getattr(record, fields(record)[0].name)


def read_table(record, text, path):
    """All records of a table; CorruptRow for the first row that is not one."""
    return list(_read_once(record, text, path))


@lru_cache(maxsize=16)
def _read_once(record, text, path):
    found = tuple(value for _, _, value in parse_rows(record, text, path))
    for value in found:
        if isinstance(value, CorruptRow):
            raise value
    return found


def runs():
    """The runs that the book measured, as a list of Run.

    Raises
    ------
    CorruptRow
        If a row of the table is not a run.
    """
    return read_table(Run, _text("ladder.csv"), "ladder.csv")


def higher():
    """The runs that an accelerator made at budgets above those of `runs`, and at one of theirs, as a list of Run.

    They enter no fit of the ladder: what the ladder forecast is judged by them.

    Raises
    ------
    CorruptRow
        If a row of the table is not a run.
    """
    return read_table(Run, _text("ladder_higher.csv"), "ladder_higher.csv")


def configuration(run):
    """What two runs share that may differ in nothing but the seed."""
    return run.world, run.budget, run.width, run.depth, run.learning_rate


def alike(mine):
    """Groups of two or more runs that differ in nothing but the seed."""
    groups = {}
    for run in mine:
        groups.setdefault(configuration(run), []).append(run)
    return [group for group in groups.values() if len(group) > 1]


def seed_deviations(mine):
    """(runs of all groups that differ only in seed, log loss over the group's mean, degrees of freedom)."""
    groups = alike(mine)
    logs = [np.log([run.val_loss for run in group]) for group in groups]
    apart = np.concatenate([log - log.mean() for log in logs]) if logs else np.array([])
    return [run for group in groups for run in group], apart, apart.size - len(groups)


def speeds():
    """The timings of the trainer that `python -m lab bench --save` wrote, as a list of Speed."""
    return read_table(Speed, _text("ladder_speed.csv"), "ladder_speed.csv")


def _text(name):
    return files("what_scale_buys").joinpath(f"data/{name}").read_text(encoding="utf-8")
