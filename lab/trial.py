"""Train one model of an experiment and measure it: a TrialJob in, a row of the experiments' table out.

A trial is a run of the ladder with one thing changed. Its weights and its loss at every position are kept outside the
repository, so that what is measured on a model later costs no training; whoever lacks them trains them again.
"""

import copy
import hashlib
import json
import math
import os
import time
from dataclasses import asdict, dataclass, fields
from functools import cache
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from scaling_laws.laws import FLOP_PER_PARAMETER_TOKEN
from what_scale_buys.trials import Trial

from . import mixtures, sampler
from .model import BACKWARD_PER_FORWARD, Decoder, Shape
from .routed import RoutedShape, balanced
from .train import (
    NO_SCORES,
    NOT_TEXT,
    PYTHON,
    WEIGHT_DECAY,
    Job,
    fit,
    judge,
    mean_loss,
    provenance,
    scores,
    text_scores,
)
from .worlds import world

KEPT = Path(os.environ.get("WHAT_SCALE_BUYS_CACHE", "~/.cache/what-scale-buys")).expanduser() / "pool"
MIXTURES = ("", "noise", "duplicates", "filtered", "filtered-poorly")
VERIFIERS = ("", "lexicon", "ranks")
KNOWN_RANKS = 1024  # of a verifier that knows ranks
DRAWING, SHARING = 21, 22  # first words of seeds


@dataclass(frozen=True)
class TrialJob(Job):
    """A model to be trained for an experiment: a Job of the ladder and what is changed.

    uneven : draw the unique documents in inverse proportion to their rank. mixture : one of MIXTURES. experts, chosen,
    finer : as in RoutedShape. teacher, teacher_weight : whose probabilities are the target, with which weight.
    parents : models whose samples are the text, in equal shares; real : real text has a share too. verifier : one of
    VERIFIERS.
    """

    series: str = "trial"
    world: str = "zipf1.5"
    budget: float = 1e11
    width: int = 32
    depth: int = 2
    weight_decay: float = WEIGHT_DECAY
    uneven: bool = False
    mixture: str = ""
    experts: int = 1
    chosen: int = 1
    finer: int = 1
    teacher: "TrialJob | None" = None
    teacher_weight: float = 0.0
    parents: tuple["TrialJob", ...] = ()
    real: bool = False
    verifier: str = ""

    @property
    def shape(self):
        source = world(self.world)
        sizes = (self.width, self.depth, source.vocabulary, source.length)
        return Shape(*sizes) if self.experts == 1 else RoutedShape(*sizes, self.experts, self.chosen, self.finer)

    @property
    def changes(self):
        """What differs from plain training, as name=value pairs; ancestors by their names."""
        plain = {f.name: f.default for f in fields(self)}
        left_out = {"series", "world", "budget", "width", "depth", "seed"}
        changed = {n: getattr(self, n) for n in plain if n not in left_out and getattr(self, n) != plain[n]}
        return " ".join(f"{name}={_named(value)}" for name, value in changed.items())

    @property
    def generation(self):
        """How many models the text has passed through, at most."""
        return 1 + max(parent.generation for parent in self.parents) if self.parents else 0

    @property
    def config_hash(self):
        """SHA-256 of all settings, ancestors included."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()

    @property
    def name(self):
        size = f"w{self.width}-d{self.depth}"
        rest = f"-{self.config_hash[:8]}" if self.changes else ""
        return f"{self.world}-{self.budget:.4g}-{size}{rest}-s{self.seed}".replace("+", "")


def _named(value):
    if isinstance(value, TrialJob):
        return value.name
    if isinstance(value, tuple):
        return ",".join(parent.name for parent in value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def distilling(teacher, weight):
    """An objective that mixes the data with a teacher's probabilities.

    weight : of the cross-entropy under the teacher; 1 - weight goes to the data.
    """

    def objective(model, documents):
        logits = model(documents[:, :-1]).flatten(0, 1).float()
        with torch.no_grad():
            targets = teacher(documents[:, :-1]).flatten(0, 1).float().softmax(-1)
        data = F.cross_entropy(logits, documents[:, 1:].flatten(), reduction="none").mean()
        return (1 - weight) * data + weight * F.cross_entropy(logits, targets)

    return objective


class Text:
    """The training text of a job: `batches()`, and afterwards what it cost and what else there is to report."""

    def __init__(self, job):
        self.job, self.source, self.flop, self.extra = job, world(job.world), 0.0, {}

    def batches(self):
        """Yield the batches [documents, 1 + length] of the whole run."""
        job = self.job
        sizes = (job.seed, job.documents_per_step, job.steps)
        if job.parents:
            return self._inherited()
        if job.uneven:
            return mixtures.uneven(self.source, *sizes, job.unique_tokens)
        if job.mixture in ("noise", "duplicates"):
            spoil = mixtures.noisy if job.mixture == "noise" else mixtures.duplicated
            return (batch for batch, _ in spoil(self.source, *sizes))
        if job.mixture:
            return self._filtered(sizes)
        return self.source.batches(*sizes, job.unique_tokens)

    def _filtered(self, sizes):
        judge_ = mixtures.BigramFilter(self.source, self.job.seed, mixtures.WRONG * (self.job.mixture != "filtered"))
        yield from mixtures.filtered(self.source, *sizes, judge_)
        self.extra |= judge_.quality

    def _inherited(self):
        """Batches in which every document comes from one of the parents, or is real, with equal chances."""
        job, count = self.job, self.job.documents_per_step * self.job.steps
        origins = len(job.parents) + job.real
        which = np.random.default_rng([SHARING, job.seed]).integers(origins, size=count)
        documents = np.empty((count, self.source.length + 1), dtype=np.uint8)
        for number, parent in enumerate(job.parents):
            documents[which == number] = self._written(parent, int((which == number).sum()), number)
        if job.real:
            documents[which == origins - 1] = next(self.source.batches(job.seed, int((which == origins - 1).sum()), 1))
        self._describe(documents[: sampler.AT_ONCE])
        for first in range(0, count, job.documents_per_step):
            yield documents[first : first + job.documents_per_step]

    def _written(self, parent, count, number):
        """Documents [count, 1 + length] of a parent, in parts, each with a seed of its own."""
        model, verify = kept(parent)[0], self._verifier()
        parts, drawn = [], 0
        for part, first in enumerate(range(0, count, sampler.AT_ONCE)):
            seed = hash_to_seed(DRAWING, self.job.config_hash, number, part)
            rows, generator = min(sampler.AT_ONCE, count - first), torch.Generator().manual_seed(seed)
            if verify:
                documents, more = sampler.sample_verified(model, rows, generator, verify)
            else:
                documents, more = sampler.sample(model, rows, generator), rows * self.source.length
            parts.append(documents)
            drawn += more
        self.flop += drawn * inference_flop(model.shape)
        return np.concatenate(parts) if parts else np.empty((0, self.source.length + 1), dtype=np.uint8)

    def _verifier(self):
        if not self.job.verifier:
            return None
        if self.job.verifier == "lexicon":
            return sampler.knows_lexicon(self.source)
        return sampler.knows_ranks(self.source, KNOWN_RANKS)

    def _describe(self, documents):
        """How much of a first part of the text is words of the language."""
        if hasattr(self.source, "read"):
            self.extra["words_known"] = float((self.source.read(documents) >= 0).mean())


def hash_to_seed(*parts):
    """A seed of 63 bits from anything that can be written down."""
    return int(hashlib.sha256(repr(parts).encode()).hexdigest()[:15], 16)


def inference_flop(shape):
    """FLOP of the forward pass, per token."""
    return shape.train_flop_per_token / (1 + BACKWARD_PER_FORWARD)


def objective_of(job, device):
    """What the job minimises, with its teacher on the device."""
    objective = mean_loss
    if job.teacher:
        objective = distilling(copy.deepcopy(kept(job.teacher)[0]).to(device), job.teacher_weight)
    return objective if job.experts == 1 else balanced(objective)


def _kept_path(job, folder=None):
    return Path(folder or KEPT) / f"{job.name}-{job.config_hash[:12]}.npz"


def keep(job, model, losses, folder=None):
    """Write weights (float32) and losses [documents, length] of a trained model; whole or not at all."""
    path = _kept_path(job, folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{os.getpid()}.npz")
    weights = {name: p.detach().cpu().numpy() for name, p in model.named_parameters()}
    np.savez(unfinished, losses=losses.astype(np.float32), **weights)
    os.replace(unfinished, path)


def kept(job, folder=None):
    """The trained model and its losses [documents, length]; it is trained where it was not kept."""
    path = _kept_path(job, folder)
    if not path.exists():
        train_trial(job, "again", "again", job.budget, folder=folder)
    return _load(path, job)


@cache
def _load(path, job):
    model = Decoder(job.shape)
    with np.load(path) as stored:
        losses = stored["losses"]
        with torch.no_grad():
            for name, p in model.named_parameters():
                p.copy_(torch.from_numpy(stored[name]))
    return model.requires_grad_(False), losses


def ancestors(job):
    """All models that the job's text or targets come from, each once."""
    direct = [*job.parents, *([job.teacher] if job.teacher else [])]
    return {a.name: a for one in direct for a in (one, *ancestors(one))}.values()


def costs(job, text):
    """The columns of a Trial that count parameters, tokens and FLOP."""
    shape, tokens, flop_text = job.shape, job.tokens, text.flop
    if job.teacher:
        flop_text += inference_flop(job.teacher.shape) * tokens
    unique = world(job.world).unique_tokens(job.unique_tokens)
    return {
        "vocabulary": shape.vocabulary,
        "length": shape.length,
        "parameters": shape.parameters,
        "active_parameters": shape.active_parameters,
        "documents_per_step": job.documents_per_step,
        "steps": job.steps,
        "tokens": tokens,
        "unique_tokens": int(min(tokens, unique)),
        "flop_6nd": float(FLOP_PER_PARAMETER_TOKEN * shape.active_parameters * tokens),
        "flop_exact": float(shape.train_flop_per_token * tokens),
        "flop_text": float(flop_text),
        "flop_teachers": float(sum(a.shape.train_flop_per_token * a.tokens for a in ancestors(job))),
        "flop_inference": float(inference_flop(shape)),
    }


def new_model(job, device="cpu"):
    """The job's model before training; without experts it is the ladder's."""
    torch.manual_seed(job.seed)
    return Decoder(job.shape).to(device)


def train_trial(job, experiment, arm, rung, device="cpu", progress=None, folder=None):
    """Do the job, keep its weights and losses, and return its Trial."""
    source, text = world(job.world), Text(job)
    objective, model = objective_of(job, device), new_model(job, device)
    wall, cpu = time.perf_counter(), time.process_time()
    curve = fit(
        model, text.batches(), job.steps, job.learning_rate, device, progress,
        weight_decay=job.weight_decay, objective=objective,
    )  # fmt: skip
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    documents = source.validation()
    losses, hits = judge(model, documents, device)
    keep(job, model, losses, folder)
    return Trial(
        run=job.name,
        experiment=experiment,
        arm=arm,
        rung=rung,
        **_settings(job, source),
        **_judged(source, job, documents, losses, hits, curve),
        wall_seconds=wall,
        cpu_seconds=cpu,
        extra=" ".join(f"{name}={value:.6g}" for name, value in text.extra.items()),
        corpus_hash=source.corpus_hash,
        **costs(job, text),
        **provenance(device),
    )


def _settings(job, source):
    """The columns that repeat the job."""
    names = ("world", "budget", "width", "depth", "experts", "chosen", "learning_rate", "weight_decay", "seed")
    described = {"entropy": source.entropy, "generation": job.generation, "settings": job.changes}
    return {name: getattr(job, name) for name in names} | described | {"config_hash": job.config_hash}


def _judged(source, job, documents, losses, hits, curve):
    """The columns that judge the model; without scores where training failed."""
    targets, true_loss = documents[:, 1:], source.source_loss(documents)
    judged = scores(losses, hits, targets) | (text_scores(hits, targets) if job.world == PYTHON else NOT_TEXT)
    sound = math.isfinite(curve[-1]) and judged["val_loss"] < 2 * math.log(source.vocabulary)
    return {
        **(judged if sound else judged | NO_SCORES),
        "status": "done" if sound else "diverged",
        "source_loss": None if true_loss is None else float(true_loss.mean()),
        "train_loss": curve[-1] if sound else None,
        "curve": " ".join(f"{loss:.4f}" for loss in curve if math.isfinite(loss)),
    }
