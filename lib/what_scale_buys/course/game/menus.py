"""Sealed menus: what the instructor deals when the world must not be known.

A menu holds the losses of all runs for sale, each under a seal that the desk opens when the run is bought. It holds
neither the salt nor the law, so that the answer is in no file. What a seal cannot stop: a student who reads this module
can open more of the own menu than was paid for.
"""

import json
import secrets
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from struct import pack, unpack

from scaling_laws.errors import InvalidArgument

from ..problem import plain

FEWEST = 16  # characters of a salt: fewer could be found by trying
NONE = float("inf")  # stands for a run that diverges


@dataclass(frozen=True)
class Menu:
    """What one student may buy. cells : {(parameters, FLOP, seed): seal}."""

    student: str
    budget: float
    target: float
    cells: dict


@dataclass(frozen=True)
class Seal:
    text: str


def new_salt():
    """A salt that nobody can guess."""
    return secrets.token_hex(FEWEST)


def require_salt(salt):
    """The salt, if it is long enough."""
    if len(salt) < FEWEST:
        raise InvalidArgument("salt", salt, f"{FEWEST} characters or more, which nobody can guess")
    return salt


def sealed(loss, student, key):
    """A loss under its seal."""
    data = pack("<d", NONE if loss is None else loss)
    return Seal(bytes(a ^ b for a, b in zip(data, _mask(student, key))).hex())


def unsealed(cell, student, key):
    """The loss in a cell, sealed or open."""
    if not isinstance(cell, Seal):
        return cell
    (loss,) = unpack("<d", bytes(a ^ b for a, b in zip(bytes.fromhex(cell.text), _mask(student, key))))
    return None if loss == NONE else loss


def _mask(student, key):
    N, C, seed = key
    return sha256(f"{plain(student)}|{N:d}|{C:.6e}|{seed:d}".encode()).digest()[:8]


def write(folder, student, budget, world):
    """Write one student's menu of a World into a folder; returns its path."""
    cells = [[N, C, seed, sealed(loss, student, (N, C, seed)).text] for (N, C, seed), loss in world.cells.items()]
    record = {"student": student, "budget": budget, "target": world.target, "cells": cells}
    path = Path(folder) / f"{file_name(student)}.menu.json"
    path.write_text(json.dumps(record), encoding="utf-8")
    return path


def file_name(student):
    """A name for a student's file: letters, digits and - of the id, and a mark where that lost something.

    >>> file_name("ada"), file_name("../Ada L.")
    ('ada', 'ada-l-6206a8')
    """
    name = plain(student)
    safe = "".join(c if c.isascii() and c.isalnum() else "-" for c in name).strip("-")[:40]
    return safe if safe == name else f"{safe}-{sha256(name.encode()).hexdigest()[:6]}".strip("-")


def read(path):
    """The Menu in a file.

    Raises
    ------
    InvalidArgument
        If it is none.
    """
    try:
        record = json.loads(Path(path).read_text(encoding="utf-8"))
        cells = {(int(N), float(C), int(seed)): Seal(str(text)) for N, C, seed, text in record["cells"]}
        return Menu(str(record["student"]), float(record["budget"]), float(record["target"]), cells)
    except (OSError, ValueError, KeyError, TypeError):
        raise InvalidArgument("menu", str(path), "a menu that the instructor dealt") from None
