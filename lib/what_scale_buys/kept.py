"""What a chapter computed, kept for the pages that gather: the ledger, the cards, the front page.

A build computes each room once. The process that executes a chapter puts its findings and answers into the folder that
the environment variable KEPT names, under a digest of every file that the room's code reaches and of the packages that
compute. A page that gathers takes them from there, and computes what is missing. Without the variable nothing is kept.
"""

import json
import os
import platform
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from .reach import library_files

KEPT = "WHAT_SCALE_BUYS_KEPT"
PACKAGES = ("numpy", "scipy")


def put(module, name, record):
    """Keep `record`, plain data of one of the room's modules, under `name`; nothing happens where nothing is kept."""
    if folder := _folder(module):
        folder.mkdir(parents=True, exist_ok=True)
        own = folder / f"{name}.{os.getpid()}"
        own.write_text(json.dumps(record, default=lambda number: number.item()), encoding="utf-8")
        os.replace(own, folder / f"{name}.json")


def get(module, name):
    """What was kept under `name`, or None."""
    folder = _folder(module)
    path = folder / f"{name}.json" if folder else None
    return json.loads(path.read_text(encoding="utf-8")) if path and path.exists() else None


def _folder(module):
    where = os.environ.get(KEPT)
    return Path(where) / f"{module.rpartition('.')[0].rpartition('.')[2]}-{_digest(module)}" if where else None


@cache
def _digest(module):
    """Of all files that a module's package reaches, and of what computes."""
    files = library_files(f"import {module.rpartition('.')[0]}, {module}")
    digest = sha256(repr((platform.python_version(), *map(version, PACKAGES))).encode())
    for file in files:
        digest.update(file.name.encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
