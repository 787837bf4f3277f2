"""Run what a student handed in, in a process of its own with limits on time and memory, and read the answers.

The limits stop accidents: endless loops and tables that fill the machine. They are no fence against malice: for files
of strangers, grade in a container.
"""

import contextlib
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from scaling_laws.errors import InvalidArgument
from scaling_laws.quantity import Quantity

from . import desk, notebooks

SECONDS, MEGABYTES = 30, 1500
LARGEST = 20_000_000  # bytes of a file that is read
LONGEST = 200  # characters of an answer or a message that are kept
TICK, PAUSE = 0.02, 0.5  # seconds between two looks for answers, and between two at the memory
LINUX = sys.platform.startswith("linux")


@dataclass(frozen=True)
class Attempt:
    """What became of a file. student : whose it says it is. answers : {variable: number, text or None}.

    errors : sentences on cells that raised. stopped : why the run was stopped, or nothing.
    """

    student: str = ""
    answers: dict = field(default_factory=dict)
    errors: tuple = ()
    stopped: str = ""


def sources(path):
    """Source of every code cell of a notebook, or the one text of a script.

    Raises
    ------
    InvalidArgument
        If the file is neither, or larger than LARGEST.
    """
    if path.stat().st_size > LARGEST:
        raise InvalidArgument("file", path.name, f"at most {LARGEST // 10**6} MB long")
    if path.suffix == ".py":
        try:
            return [path.read_text(encoding="utf-8")]
        except UnicodeDecodeError:
            raise InvalidArgument("file", path.name, "text in UTF-8") from None
    return [cell["source"] for cell in notebooks.read(path)["cells"] if cell.get("cell_type") == "code"]


def run(cells, names, seconds=SECONDS, megabytes=MEGABYTES):
    """The Attempt of cells of code, whose answers are the variables of these names."""
    context, (receiver, sender) = _context(), multiprocessing.Pipe(duplex=False)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        process = context.Process(target=_work, args=(cells, names, folder, megabytes, sender), daemon=True)
        process.start()
        sender.close()
        stopped = _watch(process, receiver, seconds, megabytes)
        found = _received(receiver) if not stopped else None
        _end(process)
    if found is None:
        return Attempt(stopped=stopped or "The run ended itself before it was over.")
    return Attempt(found["student"], found["answers"], tuple(found["errors"]))


def _context():
    """Processes that start from one that has imported everything already, where the system can do that."""
    kind = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(kind)
    if kind == "forkserver":
        context.set_forkserver_preload(["__main__", f"{__package__}.preload"])
    return context


def _watch(process, receiver, seconds, megabytes):
    """Wait for the answers; why the run must be stopped, or nothing."""
    start = time.monotonic()
    look = start + PAUSE
    while not receiver.poll(TICK):
        now = time.monotonic()
        if now > start + seconds:
            return f"The run was stopped after {seconds:g} s: does a loop not end?"
        if now > look and _resident(process.pid) > megabytes:
            return f"The run was stopped: it took more than {megabytes} MB of memory."
        look = look if now < look else time.monotonic() + PAUSE
    return ""


def _received(receiver):
    try:
        return json.loads(receiver.recv_bytes(LARGEST))
    except (EOFError, OSError, ValueError):
        return None


def _end(process):
    with contextlib.suppress(OSError, AttributeError):
        os.killpg(process.pid, signal.SIGKILL)  # and what it started; it leads a group of its own
    process.kill()
    process.join()


def _resident(pid):
    """Megabytes of memory that a process holds; 0 where nobody can say."""
    try:
        if LINUX:
            pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
            return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
        if sys.platform == "win32":
            return _resident_on_windows(pid)
        told = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, check=False)
        return int(told.stdout) / 1024
    except (OSError, ValueError, IndexError):
        return 0.0


def _resident_on_windows(pid):
    told = subprocess.run(
        ["tasklist", "/fi", f"PID eq {pid}", "/fo", "csv", "/nh"], capture_output=True, text=True, check=False
    )
    kilobytes = "".join(c for c in told.stdout.rpartition('","')[2] if c.isdigit())
    return int(kilobytes) / 1024


# ---- in the process of its own ----


def _work(cells, names, folder, megabytes, sender):
    with contextlib.suppress(AttributeError, OSError):
        os.setsid()
    os.chdir(folder)
    _limit(megabytes)
    sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115
    with open(os.devnull, "w", encoding="utf-8") as nowhere, contextlib.redirect_stdout(nowhere):
        sys.stderr = nowhere
        room, errors = {"__name__": "__main__", "display": lambda *things: None}, []
        for place, source in enumerate(cells, start=1):
            error = _executed(source, room, place)
            errors += [error] if error else []
        answers = {name: _plain(room.get(name)) for name in names}
    sender.send_bytes(json.dumps({"student": desk.who()[:LONGEST], "answers": answers, "errors": errors}).encode())
    sender.close()
    os._exit(0)


def _limit(megabytes):
    """Let an allocation fail that would take more than is allowed; elsewhere the watch alone stops it."""
    if LINUX:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (megabytes * 2**20, megabytes * 2**20))


def _executed(source, room, place):
    """Execute a cell; a sentence on what it raised, or nothing. Lines for IPython alone are left out."""
    lines = ["pass" if line.lstrip()[:1] in ("%", "!") else line for line in source.splitlines()]
    try:
        exec(compile("\n".join(lines), f"<cell {place}>", "exec"), room)
    except MemoryError:
        return f"Code cell {place} took more memory than is allowed."
    except BaseException as error:
        return f"Code cell {place} raised {type(error).__name__}: {error}"[:LONGEST]
    return None


def _plain(value):
    """An answer as a number, a text, or None where there is none; of anything else how it reads."""
    try:
        if value is None or value is ...:
            return None
        if isinstance(value, Quantity):
            return f"{float(value):.17g} {value.unit}"
        if isinstance(value, str):
            return value[:LONGEST]
        return float(value)
    except BaseException:
        return f"a {type(value).__name__}"
