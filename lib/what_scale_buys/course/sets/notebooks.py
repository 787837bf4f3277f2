"""One notebook per set, split into what students, instructors and graders get.

The source holds its solutions between `### BEGIN SOLUTION` and `### END SOLUTION`, as nbgrader has it.
"""

import json
import re
import stat
import zipfile
from pathlib import Path

from scaling_laws.errors import InvalidArgument

from . import find_set

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
HERE = "# YOUR CODE HERE"
SETUP = """#!/usr/bin/env bash
python3 -m pip install --quiet numpy scipy
python3 -m pip install --quiet --no-deps --no-index /autograder/source/*.whl
"""
RUN = """#!/usr/bin/env bash
cd /autograder
python3 -m what_scale_buys course gradescope {set} submission results/results.json
"""


def read(path):
    """A notebook as the plain data of its file, the source of every cell one text.

    Raises
    ------
    InvalidArgument
        If the file is no notebook.
    """
    try:
        book = json.loads(Path(path).read_text(encoding="utf-8"))
        for cell in book["cells"]:
            cell["source"] = "".join(cell["source"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        raise InvalidArgument("notebook", Path(path).name, "a Jupyter notebook") from None
    return book


def write(book, path):
    """Write a notebook, one key a line, so that equal notebooks are equal bytes."""
    Path(path).write_text(json.dumps(book, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
    return Path(path)


def student(book):
    """The notebook without solutions; nbgrader knows its cells by their metadata."""
    return book | {"cells": [_for_students(cell) for cell in book["cells"]]}


def _for_students(cell):
    if cell["cell_type"] != "code":
        return cell
    left = re.sub(f"{BEGIN}.*?{END}", HERE, cell["source"], flags=re.S)
    if BEGIN in left or END in left:
        raise InvalidArgument("notebook", cell["source"], f"{BEGIN} and {END} in turn")
    return cell | {"source": left, "outputs": [], "execution_count": None, "metadata": _known_to_nbgrader(cell, left)}


def _known_to_nbgrader(cell, left):
    solution, checked = left != cell["source"], re.search(r'check\("(ps\d\.q\d)"', cell["source"])
    if not (solution or checked):
        return cell["metadata"]
    name = checked[1].replace(".", "-") if checked else f"answer-{cell['id']}"
    mark = {
        "grade": bool(checked),
        "grade_id": name,
        "locked": bool(checked),
        "solution": solution,
        "schema_version": 3,
    }
    return cell["metadata"] | {"nbgrader": mark | ({"points": 10} if checked else {"task": False})}


def solved(book, student):
    """The notebook with its solutions, as a student of this id would hand it in."""
    from .desk import PLACEHOLDER

    cells = [
        cell | {"source": cell["source"].replace(f'me("{PLACEHOLDER}")', f'me("{student}")')} for cell in book["cells"]
    ]
    return book | {"cells": cells}


def split(source, out, wheels=()):
    """Write students/, solutions/ and gradescope/ of one set's source notebook; returns the paths.

    wheels : of the book and of the instrument, for the archives; without them students install the book themselves, and
    no archive for graders is written.
    """
    source, book = Path(source), read(source)
    name = source.stem.partition("_")[0]
    find_set(name)
    paths = []
    for folder, edition in (("students", student(book)), ("solutions", book)):
        (Path(out) / folder).mkdir(parents=True, exist_ok=True)
        paths.append(write(edition, Path(out) / folder / source.name))
    if wheels:
        paths.append(pack(Path(out) / "students" / f"{name}.zip", {source.name: paths[0].read_bytes()}, wheels))
        (Path(out) / "gradescope").mkdir(exist_ok=True)
        scripts = {"setup.sh": SETUP.encode(), "run_autograder": RUN.format(set=name).encode()}
        paths.append(pack(Path(out) / "gradescope" / f"{name}.zip", scripts, wheels))
    return paths


def pack(path, files, wheels):
    """An archive of files {name: bytes} and wheels: the same bytes for the same contents."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in sorted((files | {Path(wheel).name: Path(wheel).read_bytes() for wheel in wheels}).items()):
            entry = zipfile.ZipInfo(name)
            entry.external_attr = (stat.S_IFREG | 0o755) << 16
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return path
