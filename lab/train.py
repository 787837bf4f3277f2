"""Train one model and measure it: a Job in, a Run out."""

import math
import platform
import re
import subprocess
import time
from dataclasses import dataclass
from functools import cache

import numpy as np
import torch
import torch.nn.functional as F

from scaling_laws.laws import FLOP_PER_PARAMETER_TOKEN
from what_scale_buys.measured import Run, curve_edges

from .model import Decoder, Shape
from .python_text import ROOT
from .worlds import PYTHON, world

LEARNING_RATE = 0.012  # of the embedding, and of a matrix at REFERENCE_WIDTH; see the runs of series "sweep"
REFERENCE_WIDTH = 64
WEIGHT_DECAY = 0.1
BETAS = (0.9, 0.98)
WARM_UP = 0.1  # share of the steps
GRADIENT_NORM = 1.0
TOKENS_PER_STEP = 1.0  # times the square root of the run's tokens: longer runs reach losses that need larger batches
SPAN = 8
WORD = re.compile(rb"(?<=[^A-Za-z0-9_])[A-Za-z_]{4,}(?=[^A-Za-z0-9_])")  # whole within a document
LINE = re.compile(rb"(?<=\n)[^\n]*\S[^\n]*\n")  # whole, not blank, with its end
EVALUATED_AT_ONCE = 64


@dataclass(frozen=True)
class Job:
    """A run to be done: what is trained, on which world, for how long.

    series, world : as in the table. budget : 6 N D in FLOP. unique_tokens : size of the corpus in the
    data-constrained series, None for fresh tokens throughout.
    """

    series: str
    world: str
    budget: float
    width: int
    depth: int
    seed: int = 0
    learning_rate: float = LEARNING_RATE
    unique_tokens: int | None = None

    @property
    def name(self):
        budget = f"{self.budget:.3g}".replace("+", "")
        rest = f"-lr{self.learning_rate:g}" if self.series == "sweep" else ""
        rest += f"-u{self.unique_tokens}" if self.unique_tokens else ""
        return f"{self.series}-{self.world}-{budget}-w{self.width}-d{self.depth}{rest}-s{self.seed}"

    @property
    def shape(self):
        source = world(self.world)
        return Shape(self.width, self.depth, source.vocabulary, source.length)

    @property
    def planned_tokens(self):
        return self.budget / (FLOP_PER_PARAMETER_TOKEN * self.shape.active_parameters)

    @property
    def documents_per_step(self):
        """Documents in a batch, which grows smoothly with the run so that no valley has steps in it."""
        return max(1, round(TOKENS_PER_STEP * math.sqrt(self.planned_tokens) / self.shape.length))

    @property
    def steps(self):
        return max(1, round(self.planned_tokens / (self.documents_per_step * self.shape.length)))

    @property
    def tokens(self):
        return self.steps * self.documents_per_step * self.shape.length


def learning_rate_factor(step, steps):
    """Linear warm-up, then linear decay that ends with the run."""
    warm = max(1, round(WARM_UP * steps))
    return min((step + 1) / warm, (steps - step) / (steps - warm + 1))


def optimizer(model, learning_rate, weight_decay=WEIGHT_DECAY):
    """AdamW with a learning rate of matrices inversely proportional to width (Yang et al. 2022)."""
    matrices = [p for block in model.blocks for p in block.parameters() if p.ndim == 2]
    inside = {id(p) for p in matrices}
    others = [p for p in model.parameters() if id(p) not in inside]
    scaled = learning_rate * REFERENCE_WIDTH / model.shape.width
    groups = [
        {"params": matrices, "lr": scaled, "peak": scaled, "weight_decay": weight_decay},
        {"params": others, "lr": learning_rate, "peak": learning_rate, "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, betas=BETAS, fused=True)


def loss_of(model, documents):
    """Cross-entropy [documents * length] of every next token, in nats."""
    logits = model(documents[:, :-1])
    return F.cross_entropy(logits.flatten(0, 1).float(), documents[:, 1:].flatten(), reduction="none")


def mean_loss(model, documents):
    """What plain training minimises."""
    return loss_of(model, documents).mean()


def step(model, optimiser, documents, factor, objective=mean_loss):
    """One update; the objective before it, still on the device."""
    for group in optimiser.param_groups:
        group["lr"] = group["peak"] * factor
    loss = objective(model, documents)
    optimiser.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), GRADIENT_NORM)
    optimiser.step()
    return loss.detach()


def precision(device):
    """Products in bfloat16 on an accelerator, in float32 on a processor."""
    kind = torch.device(device).type
    return torch.autocast(kind, torch.bfloat16, enabled=kind != "cpu")


def fit(model, batches, steps, learning_rate, device, progress=None, *, weight_decay=WEIGHT_DECAY, objective=mean_loss):
    """Train in place; the mean objectives between `curve_edges`, cut short where one is no longer finite."""
    optimiser, edges, curve = optimizer(model, learning_rate, weight_decay), curve_edges(steps), []
    total = torch.zeros((), device=device)
    for done, documents in enumerate(batches, start=1):
        documents = torch.from_numpy(documents).to(device, torch.long)
        with precision(device):
            total += step(model, optimiser, documents, learning_rate_factor(done - 1, steps), objective)
        if progress:
            progress(done / steps)
        if done == edges[len(curve)]:
            curve.append(total.item() / (done - (edges[len(curve) - 1] if curve else 0)))
            total.zero_()
            if not math.isfinite(curve[-1]):
                break
    return curve


@torch.no_grad()
def judge(model, documents, device):
    """Loss and hits of every token of the validation documents, two arrays [documents, length]."""
    losses, hits = [], []
    for part in torch.from_numpy(documents).split(EVALUATED_AT_ONCE):
        part = part.to(device, torch.long)
        with precision(device):
            logits = model(part[:, :-1]).float()
        losses.append(F.cross_entropy(logits.mT, part[:, 1:], reduction="none").cpu())
        hits.append((logits.argmax(-1) == part[:, 1:]).cpu())
    return torch.cat(losses).double().numpy(), torch.cat(hits).numpy()


def exact_share(pattern, documents, hits):
    """Share of the matches of `pattern` in which every token was hit, and their number.

    Greedy text equals the true text where every token is hit given the true text before it.
    """
    rows = [(row, match.span()) for row, text in enumerate(documents) for match in pattern.finditer(text.tobytes())]
    exact = [hits[row, first:last].all() for row, (first, last) in rows]
    return (float(np.mean(exact)) if exact else None), len(exact)


def scores(losses, hits, documents):
    """The columns of a Run that judge predictions of every token."""
    per_document = losses.mean(axis=1)
    return {
        "val_loss": float(per_document.mean()),
        "val_loss_se": float(per_document.std(ddof=1) / math.sqrt(len(per_document))),
        "val_tokens": documents.size,
        "token_accuracy": float(hits.mean()),
        "span_accuracy": float(hits.reshape(-1, SPAN).all(axis=1).mean()),
    }


def text_scores(hits, documents):
    """The columns of a Run that judge whole words and whole lines of text."""
    (words, val_words), (lines, val_lines) = (exact_share(p, documents, hits) for p in (WORD, LINE))
    return {"word_accuracy": words, "val_words": val_words, "line_accuracy": lines, "val_lines": val_lines}


NOT_TEXT = {"word_accuracy": None, "val_words": 0, "line_accuracy": None, "val_lines": 0}
NO_SCORES = dict.fromkeys(
    ("val_loss", "val_loss_se", "token_accuracy", "span_accuracy", "word_accuracy", "line_accuracy")
)


@cache
def machine(device):
    """The class of the machine, never its name."""
    if device != "cpu":
        return torch.cuda.get_device_name()
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as info:
            return next(line.split(":")[1].strip() for line in info if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


@cache
def trainer_commit():
    """Last commit that changed the trainer, with "+" if the working tree differs from it."""

    def git(*arguments):
        result = subprocess.run(["git", "-C", ROOT, *arguments], capture_output=True, text=True, check=False)
        return result.stdout.strip()

    commit = git("log", "-1", "--format=%h", "--", "lab")
    return (commit or "unknown") + ("+" if git("status", "--porcelain", "--", "lab") else "")


def provenance(device):
    """The columns of a Run that say where and with what it was made."""
    return {
        "machine": machine(device),
        "device": device,
        "precision": "float32" if device == "cpu" else "bfloat16",
        "threads": torch.get_num_threads(),
        "versions": f"python {platform.python_version()}; torch {torch.__version__}; numpy {np.__version__}",
        "commit": trainer_commit(),
    }


def costs(job):
    """The columns of a Run that count parameters, tokens and FLOP."""
    shape, tokens, unique = job.shape, job.tokens, world(job.world).unique_tokens(job.unique_tokens)
    return {
        "vocabulary": shape.vocabulary,
        "length": shape.length,
        "parameters": shape.parameters,
        "parameters_without_embedding": shape.parameters_without_embedding,
        "documents_per_step": job.documents_per_step,
        "steps": job.steps,
        "tokens": tokens,
        "unique_tokens": int(min(tokens, unique)),
        "flop_6nd": FLOP_PER_PARAMETER_TOKEN * shape.parameters * tokens,
        "flop_exact": float(shape.train_flop_per_token * tokens),
    }


def train(job, device="cpu", progress=None):
    """Do the job and return its Run.

    A run that ends with a loss that is not finite, or worse than guessing, is returned too, as "diverged".
    """
    source = world(job.world)
    torch.manual_seed(job.seed)
    model = Decoder(job.shape).to(device)
    batches = source.batches(job.seed, job.documents_per_step, job.steps, job.unique_tokens)
    wall, cpu = time.perf_counter(), time.process_time()
    curve = fit(model, batches, job.steps, job.learning_rate, device, progress)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    documents = source.validation()
    true_loss = source.source_loss(documents)
    losses, hits = judge(model, documents, device)
    targets = documents[:, 1:]
    judged = scores(losses, hits, targets) | (text_scores(hits, targets) if job.world == PYTHON else NOT_TEXT)
    sound = math.isfinite(curve[-1]) and judged["val_loss"] < math.log(source.vocabulary)
    return Run(
        run=job.name,
        series=job.series,
        world=job.world,
        zipf=getattr(source, "zipf", None),
        entropy=source.entropy,
        budget=job.budget,
        width=job.width,
        depth=job.depth,
        learning_rate=job.learning_rate,
        seed=job.seed,
        status="done" if sound else "diverged",
        source_loss=None if true_loss is None else float(true_loss.mean()),
        wall_seconds=wall,
        cpu_seconds=cpu,
        corpus_hash=source.corpus_hash,
        curve=" ".join(f"{loss:.4f}" for loss in curve if math.isfinite(loss)),
        **(judged if sound else judged | NO_SCORES),
        **costs(job),
        **provenance(device),
    )
