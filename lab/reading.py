"""Measure a kept model: a Measurement in, rows of the table of readings out."""

import hashlib
import json
import math
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from what_scale_buys.trials import Reading

from .train import provenance
from .trial import TrialJob, kept
from .worlds import world


@dataclass(frozen=True)
class Found:
    """One number that was measured: in which variant and setting, over n units, with its standard error."""

    variant: str
    setting: float
    value: float
    value_se: float | None
    n: int
    extra: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Measurement:
    """Something to be measured on a model.

    measure : (model, its losses [documents, length], its world, **options) -> a list of Found. points : the (variant,
    setting) of every Found. options : what else decides the result, part of the configuration's hash.
    """

    experiment: str
    model: TrialJob
    method: str
    points: tuple[tuple[str, float], ...]
    measure: Callable
    options: tuple[tuple[str, object], ...] = ()

    @property
    def name(self):
        return f"{self.method}-{self.model.name}"

    @property
    def names(self):
        """Names of all rows."""
        return [self._row_name(variant, setting) for variant, setting in self.points]

    def _row_name(self, variant, setting):
        return f"{self.name}-{variant.replace(' ', '-')}-{setting:g}".replace("+", "")

    @property
    def config_hash(self):
        """SHA-256 of the model's settings, the method, its points and its options."""
        parts = [self.model.config_hash, self.method, self.points, self.options]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    def take(self):
        """The rows, in the order of the points."""
        source, (model, losses) = world(self.model.world), kept(self.model)
        cpu = time.process_time()
        found = self.measure(model, losses, source, **dict(self.options))
        seconds = (time.process_time() - cpu) / len(found)
        assert [(f.variant, f.setting) for f in found] == list(self.points)
        made = {name: value for name, value in provenance("cpu").items() if name in ("machine", "versions", "commit")}
        return [
            Reading(
                reading=self._row_name(f.variant, f.setting),
                experiment=self.experiment,
                model=self.model.name,
                world=self.model.world,
                method=self.method,
                variant=f.variant,
                setting=float(f.setting),
                value=float(f.value),
                value_se=None if f.value_se is None else float(f.value_se),
                n=f.n,
                extra=" ".join(f"{name}={value:.6g}" for name, value in f.extra),
                cpu_seconds=seconds,
                config_hash=self.config_hash,
                corpus_hash=source.corpus_hash,
                **made,
            )
            for f in found
        ]


def paired_se(after, before):
    """Standard error of the mean difference of two losses [documents, length], documents as the units."""
    difference = (after - before).mean(axis=1)
    return float(difference.std(ddof=1) / math.sqrt(len(difference)))


def clustered_se(values, clusters):
    """Standard error of the mean of values [n] that come in clusters [n] (documents)."""
    sums = np.bincount(clusters, values - values.mean())
    return float(np.sqrt((sums**2).sum()) / len(values))
