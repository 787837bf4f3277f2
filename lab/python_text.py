"""Python as found on the reader's disk: real text that need not be handed on.

The corpus is the `.py` sources of the packages that the book locked when its ladder began (the manifest beside
the table names them, so that a later lock moves no run) and of the standard library: about 100 MB, the same for
everybody with these versions and the same Python. Files that occur twice are
taken once; whole packages are held out for validation, so that no model is tested on a neighbour of what
it was trained on. Tokens are bytes: no tokenizer to train or to choose, an embedding that stays small
beside models this small, and a loss per token that is the loss per byte.
"""

import hashlib
import platform
import re
import sysconfig
from dataclasses import dataclass
from functools import cached_property
from importlib import metadata
from pathlib import Path

import numpy as np

from scaling_laws.errors import ScalingLawError

ROOT = Path(__file__).resolve().parent.parent
FILE_END = b"\0"  # never part of a Python source
LEFT_OUT = ("test", "tests", "idle_test", "site-packages", "dist-packages", "__pycache__")
MACHINE_FILE = re.compile(r"_sysconfigdata|^_version\.py$")
LOCKED = re.compile(r"^([A-Za-z0-9._-]+)(?:==|,)([^\s;,]+)")
MANIFEST = ROOT / "lib/what_scale_buys/data/ladder_corpus.csv"
HELD_OUT_ONE_IN = 9
VALIDATION_DOCUMENTS = 1024
STANDARD_LIBRARY = "python"


class CorpusMissing(ScalingLawError):
    """The environment does not hold the packages of which the corpus is made."""


@dataclass(frozen=True)
class Package:
    """What one package gives to the corpus: a row of the manifest."""

    name: str
    version: str
    split: str
    files: int
    bytes: int


def locked_packages(lock):
    """Names and versions that a requirements file or a manifest pins, in its order."""
    matches = map(LOCKED.match, Path(lock).read_text(encoding="utf-8").splitlines())
    return [match.groups() for match in matches if match and match[1] not in ("package", STANDARD_LIBRARY)]


def is_held_out(name):
    """Whether a package is kept for validation: a property of its name, so that updates move no package."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % HELD_OUT_ONE_IN == 0


def _wanted(relative):
    path = Path(relative)
    inside = ".." not in path.parts and not set(path.parts[:-1]) & set(LEFT_OUT)
    return inside and path.suffix == ".py" and not MACHINE_FILE.search(path.name)


def _package_files(name, version, lock):
    try:
        distribution = metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return None
    if distribution.version != version:
        message = f"{name} {distribution.version} is installed, {lock} says {version}: install that version."
        raise CorpusMissing(message)
    return [distribution.locate_file(f) for f in sorted(map(str, distribution.files or [])) if _wanted(f)]


def _standard_library_files():
    root = Path(sysconfig.get_path("stdlib"))
    return [root / f for f in sorted(str(p.relative_to(root)) for p in root.rglob("*.py")) if _wanted(f)]


@dataclass(frozen=True)
class PythonText:
    """The corpus of one environment, as documents of `length` bytes.

    lock : requirements file or manifest that names the packages. length : predicted bytes of a document.

    Raises
    ------
    CorpusMissing
        If an installed package has another version than the lock, or none is installed.
    """

    lock: Path = MANIFEST
    length: int = 128
    name = "python"
    vocabulary = 256
    entropy = None

    @cached_property
    def _assembled(self):
        """manifest, and the bytes of each split as an array."""
        seen, manifest, parts = set(), [], {"train": [], "validation": []}
        sources = [(STANDARD_LIBRARY, platform.python_version(), _standard_library_files())]
        sources += [
            (name, version, _package_files(name, version, self.lock.name))
            for name, version in locked_packages(self.lock)
        ]
        for name, version, paths in sources:
            split = "validation" if is_held_out(name) else "train"
            texts = [text for path in paths or [] for text in _new(Path(path), seen)]
            parts[split] += texts
            if texts:
                manifest.append(Package(name, version, split, len(texts), sum(map(len, texts))))
        if not parts["train"] or not parts["validation"]:
            raise CorpusMissing(f"No sources found for the packages of {self.lock}: install them first.")
        return manifest, {split: np.frombuffer(b"".join(texts), dtype=np.uint8) for split, texts in parts.items()}

    @property
    def manifest(self):
        """One Package per package found, the standard library first."""
        return self._assembled[0]

    @cached_property
    def corpus_hash(self):
        """SHA-256 of the assembled stream, training part first."""
        splits = self._assembled[1]
        return hashlib.sha256(splits["train"].tobytes() + splits["validation"].tobytes()).hexdigest()

    def text(self, split):
        """All bytes of "train" or "validation"."""
        return self._assembled[1][split].tobytes()

    def _documents(self, split, index):
        """Documents [len(index), 1 + length]; neighbours share one byte, so that every byte is predicted once."""
        return self._assembled[1][split][index[:, None] * self.length + np.arange(self.length + 1)]

    def _count(self, split):
        return (len(self._assembled[1][split]) - 1) // self.length

    def unique_tokens(self, limit=None):
        """Tokens in one epoch, when at most `limit` are used."""
        return self.length * min(self._count("train"), (limit or 10**18) // self.length)

    def _chosen(self, limit=None):
        """Training documents of a run, the same for every seed."""
        return np.random.default_rng(0).permutation(self._count("train"))[: self.unique_tokens(limit) // self.length]

    def corpus(self, limit):
        """The documents [limit / length, 1 + length] that a limited run reads again and again."""
        return self._documents("train", self._chosen(limit))

    def batches(self, seed, documents, steps, limit=None):
        """Yield `steps` arrays [documents, 1 + length]: epoch after epoch, each in a new order.

        With a limit, the documents are the same for every seed, and only their order differs.
        """
        chosen = self._chosen(limit)
        rng, queue = np.random.default_rng(seed), np.empty(0, dtype=int)
        for _ in range(steps):
            while len(queue) < documents:
                queue = np.concatenate((queue, rng.permutation(chosen)))
            yield self._documents("train", queue[:documents])
            queue = queue[documents:]

    def validation(self):
        """Documents spread evenly over the held-out packages."""
        return self._documents(
            "validation", np.linspace(0, self._count("validation") - 1, VALIDATION_DOCUMENTS).astype(int)
        )

    def source_loss(self, _documents):
        """None: nobody has the true source of Python."""


def _new(path, seen):
    """The file's bytes with their end mark, unless empty, missing or a copy of a file seen before."""
    text = path.read_bytes() if path.is_file() else b""
    digest = hashlib.sha256(text).digest()
    if not text or digest in seen:
        return []
    seen.add(digest)
    return [text + FILE_END]
