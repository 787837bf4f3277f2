"""What an instructor takes away, written into a folder: question banks, handouts, slides, pictures."""

import zipfile
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path

from scaling_laws.errors import require_choice

from .. import chapters
from .handout import handout
from .lms import EPOCH, canvas, moodle


def _rooms():
    return [room for room in chapters.rooms().values() if room.CHAPTER and room.PROBLEMS]


def question_banks():
    """{name: bytes} of one bank for Moodle and a quiz a chapter for Canvas."""
    found = {"moodle.xml": moodle({id: made for room in _rooms() for id, made in room.PROBLEMS.items()})}
    for room in _rooms():
        found[f"canvas/{room.CHAPTER}.zip"] = canvas(room.CHAPTER, room.PROBLEMS.values())
    return {f"lms/{name}": content for name, content in found.items()}


def handouts():
    """{name: bytes} of the problems of each chapter on paper, and of their answers."""
    found = {}
    for room in _rooms():
        asked = list(room.PROBLEMS.values())
        found[f"handouts/{room.CHAPTER}.html"] = handout(room.CHAPTER, asked).encode()
        found[f"handouts/answers/{room.CHAPTER}.html"] = handout(room.CHAPTER, asked, solved=True).encode()
    return found


def drawn(parts):
    """{name: bytes} of a deck a chapter, of an archive of its pictures, or of both; every picture is drawn once."""
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        found = pool.map(partial(_drawn, parts), [room.CHAPTER for room in _rooms()])
        return {name: content for made in found for name, content in made.items()}


def _drawn(parts, chapter):
    """The same for one chapter, in a process of its own."""
    from .pictures import files, of_room
    from .slides import deck

    room = next(room for room in _rooms() if room.CHAPTER == chapter)
    figures, found = of_room(room), {}
    if "slides" in parts:
        found[f"slides/{chapter}.html"] = deck(room, figures).encode()
    if "pictures" in parts:
        found[f"pictures/{chapter}.zip"] = _archive(files(room, figures))
    return found


PARTS = {"lms": question_banks, "handouts": handouts}
DRAWN = ("slides", "pictures")


def write(folder, parts=("lms", "handouts")):
    """Write parts of the kit into a folder; returns the paths.

    Raises
    ------
    InvalidArgument
        For a part that there is not; nothing is written then.
    """
    for part in parts:
        require_choice("part", part, (*PARTS, *DRAWN))
    found = {name: content for part in parts if part in PARTS for name, content in PARTS[part]().items()}
    if pictured := [part for part in parts if part in DRAWN]:
        found |= drawn(pictured)
    paths = {Path(folder) / name: content for name, content in found.items()}
    for path, content in paths.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return list(paths)


def offer(folder):
    """Write what the site offers into a folder: the bank for Moodle, and archives of quizzes, handouts and answers."""
    banks, sheets = question_banks(), handouts()
    parts = {"canvas": "lms/canvas/", "handouts": "handouts/", "answers": "handouts/answers/"}
    Path(folder).mkdir(parents=True, exist_ok=True)
    (Path(folder) / "moodle.xml").write_bytes(banks["lms/moodle.xml"])
    for name, place in parts.items():
        held = {
            path.rpartition("/")[2]: content for path, content in (banks | sheets).items() if _folder(path) == place
        }
        (Path(folder) / f"{name}.zip").write_bytes(_archive(held))


def _folder(path):
    return path[: path.rindex("/") + 1]


def _archive(files):
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, EPOCH), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
