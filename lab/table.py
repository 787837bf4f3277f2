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
from contextlib import contextmanager, suppress
from pathlib import Path

from scaling_laws.errors import ScalingLawError
from what_scale_buys.measured import CorruptRow, Run, columns, key_of, parse_rows, read_table, to_cells


class NotWritten(ScalingLawError, OSError):
    """A row could not be written; the table is as it was before."""


def _line(cells):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue().encode()


@contextmanager
def _locked(path):
    descriptor = _locked_descriptor(path)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _locked_descriptor(path):
    """The file opened and locked; once more where a repair has meanwhile put another file in its place."""
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(descriptor), os.stat(path)):
                return descriptor
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
    """The rows of one results file, each a `record` whose first field is its name.

    Raises
    ------
    CorruptRow
        On reading, for the first row that cannot be a run.
    """

    def __init__(self, path, record=Run):
        self.path, self.record = Path(path), record

    def runs(self):
        """All rows, in the order in which they ended; none where the file does not exist yet."""
        if not self.path.exists():
            return []
        with _locked(self.path) as descriptor:
            text = _text(descriptor)
        return read_table(self.record, text, self.path) if text else []

    def append(self, run):
        """Add one run; True unless the table holds a run of that name already.

        A last line without an end, which only a crash of the whole machine can leave, is closed first;
        reading then reports it as corrupt.
        """
        with _locked(self.path) as descriptor:
            text = _text(descriptor)
            known = {cells[0] for cells in csv.reader(text.splitlines()) if cells}
            if key_of(run) in known:
                return False
            heading = b"" if text else _line(columns(self.record))
            torn = b"\n" if text and not text.endswith("\n") else b""
            _write(descriptor, heading + torn + _line(to_cells(run)), self.path)
        return True

    def repair(self):
        """Move the rows that cannot be runs to `<table>.rejected`; return what was wrong with each.

        The table is replaced in one move by a finished copy: whoever kills the repair finds either.
        """
        with _locked(self.path) as descriptor:
            rows = list(parse_rows(self.record, _text(descriptor), self.path))
            bad = [(cells, value) for _, cells, value in rows if isinstance(value, CorruptRow)]
            if bad:
                with _locked(Path(f"{self.path}.rejected")) as rejected:
                    _write(rejected, b"".join(_line(cells) for cells, _ in bad), f"{self.path}.rejected")
                good = [_line(cells) for _, cells, value in rows if not isinstance(value, CorruptRow)]
                self._replace(_line(columns(self.record)) + b"".join(good))
        return [str(value) for _, value in bad]

    def _replace(self, data):
        """Put `data` in the table's place; the caller holds its lock."""
        whole = Path(f"{self.path}.repaired")
        with whole.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        whole.chmod(self.path.stat().st_mode)
        os.replace(whole, self.path)
        folder = os.open(self.path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

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
