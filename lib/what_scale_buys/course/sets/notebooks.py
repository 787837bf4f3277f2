"""One notebook per set, split into what students, instructors and graders get.

The source holds its solutions between `### BEGIN SOLUTION` and `### END SOLUTION`, as nbgrader has it.
"""

import json
import re
import stat
import zipfile
from pathlib import Path

from scaling_laws.errors import InvalidArgument

from . import FULL, find_set

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
HERE = "# YOUR CODE HERE"
CHECKED = re.compile(r'check\("(ps\d\.q\d)", (\w+)\)')
MARKED = """{check}
### BEGIN HIDDEN TESTS
from what_scale_buys.course.sets.desk import points

points("{id}", {answer})
### END HIDDEN TESTS"""
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
    return _edited(book, _without_solution)


def instructor(book):
    """The notebook with its solutions, and with the tests by which nbgrader marks: what nbgrader calls a source."""
    return _edited(book, _with_points)


def _edited(book, change):
    cells = [cell if cell["cell_type"] != "code" else _known_to_nbgrader(cell, change) for cell in book["cells"]]
    return book | {"cells": cells}


def _without_solution(source):
    left = re.sub(f"{BEGIN}.*?{END}", HERE, source, flags=re.S)
    if BEGIN in left or END in left:
        raise InvalidArgument("notebook", source, f"{BEGIN} and {END} in turn")
    return left


def _with_points(source):
    return CHECKED.sub(lambda found: MARKED.format(check=found[0], id=found[1], answer=found[2]), source)


def _known_to_nbgrader(cell, change):
    """A cell of code with its changed source and, if it is answered or checked, the mark of nbgrader."""
    solution, checked = BEGIN in cell["source"], CHECKED.search(cell["source"])
    changed = cell | {"source": change(cell["source"]), "outputs": [], "execution_count": None}
    if not (solution or checked):
        return changed
    name = checked[1].replace(".", "-") if checked else f"answer-{cell['id']}"
    mark = {
        "grade": bool(checked),
        "grade_id": name,
        "locked": bool(checked),
        "solution": solution,
        "schema_version": 3,
    }
    known = mark | ({"points": FULL} if checked else {"task": False})
    return changed | {"metadata": cell["metadata"] | {"nbgrader": known}}


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
    for folder, edition in (("students", student(book)), ("solutions", instructor(book))):
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
