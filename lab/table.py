"""The results table as a file that several processes may extend and that survives any of them.

A row is appended in one write under a lock on the table; a write that fails is taken back, so the table
always consists of whole rows. A job is claimed by a lock that the system drops when the process ends, in
whatever way it ends: nothing is left behind that would have to be cleaned up.
"""

import csv
import fcntl
import hashlib
import io
import os
import tempfile
from contextlib import contextmanager
from pathlib import Path

from scaling_laws.errors import ScalingLawError
from what_scale_buys.measured import CorruptRow, Run, columns, parse_rows, read_table, to_cells


class NotWritten(ScalingLawError, OSError):
    """A row could not be written; the table is as it was before."""


def _line(cells):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue().encode()


@contextmanager
def _locked(path):
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor
    finally:
        os.close(descriptor)


def _text(descriptor):
    return os.pread(descriptor, os.fstat(descriptor).st_size, 0).decode(errors="replace")


def _write(descriptor, data, path):
    """Append all of `data` or nothing of it."""
    before = os.fstat(descriptor).st_size
    try:
        written = os.write(descriptor, data)
        os.fsync(descriptor)
        reason = "the disk is full" if written < len(data) else None
    except OSError as error:
        reason = error.strerror
    if reason:
        os.ftruncate(descriptor, before)
        raise NotWritten(f"{path} was not extended: {reason}. Its {before} bytes are as they were.")


class Table:
    """The runs of one results file.

    Raises
    ------
    CorruptRow
        On reading, for the first row that cannot be a run.
    """

    def __init__(self, path):
        self.path = Path(path)

    def runs(self):
        """All runs, in the order in which they ended; none where the file does not exist yet."""
        if not self.path.exists():
            return []
        with _locked(self.path) as descriptor:
            text = _text(descriptor)
        return read_table(Run, text, self.path) if text else []

    def append(self, run):
        """Add one run; True unless the table holds a run of that name already.

        A last line without an end, which only a crash of the whole machine can leave, is closed first;
        reading then reports it as corrupt.
        """
        with _locked(self.path) as descriptor:
            text = _text(descriptor)
            known = {cells[0] for cells in csv.reader(text.splitlines()) if cells}
            if run.run in known:
                return False
            heading = b"" if text else _line(columns(Run))
            torn = b"\n" if text and not text.endswith("\n") else b""
            _write(descriptor, heading + torn + _line(to_cells(run)), self.path)
        return True

    def repair(self):
        """Move the rows that cannot be runs to `<table>.rejected`; return what was wrong with each."""
        with _locked(self.path) as descriptor:
            rows = list(parse_rows(Run, _text(descriptor), self.path))
            bad = [(cells, value) for _, cells, value in rows if isinstance(value, CorruptRow)]
            with _locked(Path(f"{self.path}.rejected")) as rejected:
                _write(rejected, b"".join(_line(cells) for cells, _ in bad), f"{self.path}.rejected")
            good = [_line(cells) for _, cells, value in rows if isinstance(value, Run)]
            whole = Path(f"{self.path}.repaired")
            whole.write_bytes(_line(columns(Run)) + b"".join(good))
            os.ftruncate(descriptor, 0)
            _write(descriptor, whole.read_bytes(), self.path)
            whole.unlink()
        return [str(value) for _, value in bad]

    @contextmanager
    def claim(self, name):
        """Yield True if this process alone may work on the job `name`, False if another one does."""
        place = hashlib.sha256(str(self.path.resolve()).encode()).hexdigest()[:12]
        folder = Path(tempfile.gettempdir()) / f"ladder-{os.getuid()}-{place}"
        folder.mkdir(exist_ok=True)
        descriptor = os.open(folder / name, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            yield _try_lock(descriptor)
        finally:
            os.close(descriptor)


def _try_lock(descriptor):
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
