"""The book's own experiments: the tables that the laboratory writes, one dataclass per kind of row.

`data/experiments.csv` holds one trained model per row (`Trial`), `data/experiments_readings.csv` one measurement on a
kept model per row (`Reading`), `data/expectations.csv` what was expected before the runs (`Expectation`; the history of
that file says when). Losses are in nats per token (per byte on Python text), compute is in FLOP, times are in
seconds. The measurements are the book's own, under the licence of its text.
"""

import math
from dataclasses import dataclass, fields

from scaling_laws.laws import FLOP_PER_PARAMETER_TOKEN

from .measured import STATUS, Run, _text, read_table

HEXADECIMAL = set("0123456789abcdef")
CONTROL, PLANTED = "control", "planted"
PLANTED_FACTOR = 1.5  # compute of a planted arm over that of its control
WEIGHT_DECAY = 0.1  # of the ladder

BEST_SIZES = {  # width, depth of the control arm at each budget in FLOP: the ladder's best sizes
    "zipf1.5": {3e10: (24, 2), 1e11: (32, 2), 3e11: (48, 2), 1e12: (64, 2), 3e12: (80, 3), 1e13: (96, 4)},
    "python": {3e10: (16, 2), 1e11: (24, 2), 3e11: (32, 2), 1e12: (48, 2), 3e12: (64, 2), 1e13: (80, 3)},
}


def is_sha256(text):
    """Whether the text can be a SHA-256 in hexadecimal."""
    return len(text) == 64 and set(text) <= HEXADECIMAL


def pairs(text):
    """The numbers of an `extra` cell, "name=value name=value", as a dict.

    >>> pairs("precision=0.9 recall=0.8")
    {'precision': 0.9, 'recall': 0.8}
    """
    return {name: float(value) for name, value in (part.split("=") for part in text.split())}


@dataclass(frozen=True)
class Trial:
    """One model trained for an experiment.

    run : its name, unique. experiment, arm : for which it was trained first; an arm of another experiment may be the
    same run. rung : FLOP at which the arm competes, which is the budget but for a planted arm. generation : 0 for real
    text, else how many models the text has passed through. active_parameters : those that one token uses. tokens that
    exceed unique_tokens are repeats. flop_6nd : 6 N D with active parameters; flop_exact : all matrix products of
    training; flop_text : all products that made the text or the targets (samples, a teacher's forward pass);
    flop_teachers : training of the models that were used; flop_inference : forward pass, per token. train_loss : mean
    objective over the last stretch of the run. settings : what differs from plain training. extra : further numbers.
    config_hash : SHA-256 of all settings, ancestors included. The other columns are those of `measured.Run`.
    """

    run: str
    experiment: str
    arm: str
    rung: float
    world: str
    entropy: float | None
    budget: float
    width: int
    depth: int
    experts: int
    chosen: int
    vocabulary: int
    length: int
    parameters: int
    active_parameters: int
    documents_per_step: int
    steps: int
    tokens: int
    unique_tokens: int
    learning_rate: float
    weight_decay: float
    seed: int
    generation: int
    flop_6nd: float
    flop_exact: float
    flop_text: float
    flop_teachers: float
    flop_inference: float
    status: str
    val_loss: float | None
    val_loss_se: float | None
    val_tokens: int
    source_loss: float | None
    train_loss: float | None
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
    settings: str
    extra: str
    config_hash: str
    corpus_hash: str
    commit: str
    curve: str

    @property
    def epochs(self):
        """Passes over the unique tokens."""
        return self.tokens / self.unique_tokens

    def faults(self):
        """What contradicts what in this row; empty for a sound one."""
        counts = ("rung", "budget", "width", "depth", "vocabulary", "length", "steps", "tokens", "learning_rate")
        costs = ("flop_text", "flop_teachers", "weight_decay", "generation", "wall_seconds", "cpu_seconds")
        accuracies = (self.token_accuracy, self.span_accuracy, self.word_accuracy, self.line_accuracy)
        losses = (self.val_loss, self.val_loss_se, self.token_accuracy, self.span_accuracy)
        seen = self.steps * self.documents_per_step * self.length
        rules = {
            f"status is {self.status!r}, not one of {STATUS}": self.status in STATUS,
            "a count or cost is not positive": all(getattr(self, name) > 0 for name in counts),
            "a cost is negative": all(getattr(self, name) >= 0 for name in costs),
            "tokens are not steps x documents x length": self.tokens == seen,
            "unique tokens exceed tokens": 0 < self.unique_tokens <= self.tokens,
            "active parameters exceed parameters": 0 < self.active_parameters <= self.parameters,
            "experts do not fit": 1 <= self.chosen <= self.experts,
            "flop_6nd is not 6 N D": math.isclose(
                self.flop_6nd, FLOP_PER_PARAMETER_TOKEN * self.active_parameters * self.tokens, rel_tol=1e-6
            ),
            "training is not thrice the forward pass": math.isclose(
                self.flop_exact, 3 * self.flop_inference * self.tokens, rel_tol=1e-6
            ),
            "a finished run lacks a loss": self.status == "diverged" or all(v is not None and v >= 0 for v in losses),
            "a share lies outside 0 to 1": all(0 <= share <= 1 for share in accuracies if share is not None),
            "the configuration's hash is not a SHA-256": is_sha256(self.config_hash),
            "the corpus hash is not a SHA-256": is_sha256(self.corpus_hash),
        } | {"extra is not a list of name=value": _is_pairs(self.extra)}
        return [fault for fault, sound in rules.items() if not sound]


SHARED = sorted({field.name for field in fields(Trial)} & {field.name for field in fields(Run)})


@dataclass(frozen=True)
class Reading:
    """One measurement on a kept model.

    reading : its name, unique. model : the `Trial.run` it was taken on. method : what was done, at which `setting`
    (bits, entries of a memory, samples, ...), in which `variant`. value : a loss in nats or a share; value_se : its
    standard error over the n units that were judged (for a loss, of its difference to the untouched model's, paired
    by document).
    """

    reading: str
    experiment: str
    model: str
    world: str
    method: str
    variant: str
    setting: float
    value: float
    value_se: float | None
    n: int
    extra: str
    cpu_seconds: float
    config_hash: str
    corpus_hash: str
    machine: str
    versions: str
    commit: str

    def faults(self):
        """What contradicts what in this row; empty for a sound one."""
        rules = {
            "nothing was judged": self.n > 0,
            "a value is negative": self.value >= 0 and (self.value_se or 0) >= 0 and self.cpu_seconds >= 0,
            "the configuration's hash is not a SHA-256": is_sha256(self.config_hash),
            "the corpus hash is not a SHA-256": is_sha256(self.corpus_hash),
            "extra is not a list of name=value": _is_pairs(self.extra),
        }
        return [fault for fault, sound in rules.items() if not sound]


@dataclass(frozen=True)
class Expectation:
    """What was expected of an experiment before its runs.

    expectation : its name, unique. quantity : what is compared, named in the laboratory's file of the experiment. The
    expectation held if the estimate lies from low to high, either of which may be open. text : in words.
    """

    expectation: str
    experiment: str
    arm: str
    quantity: str
    low: float | None
    high: float | None
    text: str

    def faults(self):
        """What contradicts what in this row; empty for a sound one."""
        closed = self.low is not None and self.high is not None
        rules = {
            "nothing is expected": self.low is not None or self.high is not None,
            "low exceeds high": not closed or self.low <= self.high,
            "an expectation has no words": bool(self.text),
        }
        return [fault for fault, sound in rules.items() if not sound]

    def held(self, value):
        """Whether the value lies in the expected range."""
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


def _is_pairs(text):
    try:
        return all(map(math.isfinite, pairs(text).values()))
    except ValueError:
        return False


def as_trial(run):
    """A run of the ladder as the trial it would be: a control where its size is the best, else of arm "ladder"."""
    best = BEST_SIZES.get(run.world, {}).get(run.budget) == (run.width, run.depth)
    shared = {name: getattr(run, name) for name in SHARED}
    return Trial(
        **shared,
        experiment="pool",
        arm=CONTROL if best else "ladder",
        rung=run.budget,
        experts=1,
        chosen=1,
        active_parameters=run.parameters,
        weight_decay=WEIGHT_DECAY,
        generation=0,
        flop_text=0.0,
        flop_teachers=0.0,
        flop_inference=run.flop_exact / run.tokens / 3,
        train_loss=float(run.curve.split()[-1]) if run.curve else None,
        settings="",
        extra="",
        config_hash="0" * 64,
    )


def with_ladder(rows, runs):
    """The trials, and as trials the plain runs of the ladder that no trial repeats."""
    size = lambda row: (row.world, row.budget, row.width, row.depth, row.seed)
    plain = [row for row in rows if row.settings == "" and row.unique_tokens == row.tokens]
    have = {size(row) for row in plain}
    return rows + [as_trial(run) for run in runs if run.series == "isoflop" and size(run) not in have]


def trials():
    """The models that the experiments trained, as a list of Trial."""
    return read_table(Trial, _text("experiments.csv"), "experiments.csv")


def readings():
    """The measurements on kept models, as a list of Reading."""
    return read_table(Reading, _text("experiments_readings.csv"), "experiments_readings.csv")


def expectations(experiment=None):
    """What was registered before the runs, of one experiment or of all, as a list of Expectation."""
    found = read_table(Expectation, _text("expectations.csv"), "expectations.csv")
    return [row for row in found if experiment in (None, row.experiment)]
