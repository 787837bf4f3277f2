"""From whatever the user hands over to text, with its name and hash: files, standard input, open files."""

import bz2
import gzip
import hashlib
import io
import lzma
import os
import sys
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .problems import MissingTable, UnreadableTable, nearest

LARGEST = 2**31  # bytes after unpacking: more is no table of runs
ENCODINGS: tuple[tuple[bytes, str], ...]
ENCODINGS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\x00\x00", "utf-32"), (b"\x00\x00\xfe\xff", "utf-32"))
ENCODINGS += ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_OTHER_KINDS = (
    (b"\xd0\xcf\x11\xe0", "it is an old Excel workbook (.xls)", "save it as .xlsx or CSV"),
    (b"%PDF", "it is a PDF", "export the table as CSV"),
    (b"\x89PNG", "it is a picture", "export the table as CSV"),
    (b"\xff\xd8\xff", "it is a picture", "export the table as CSV"),
    (b"SQLite format 3", "it is an SQLite database", "export the table as CSV"),
    (b"\x93NUMPY", "it is a NumPy array without column heads", "write it as CSV with a head"),
    (b"\x89HDF", "it is an HDF5 file", "export the table as CSV or Parquet"),
    (b"ARROW1", "it is an Arrow (Feather) file", "write it as Parquet or CSV"),
    (b"\x80\x04", "it is a pickle, which can run code when it is opened", "write it as CSV or Parquet"),
    (b"\x80\x05", "it is a pickle, which can run code when it is opened", "write it as CSV or Parquet"),
    (b"\x28\xb5\x2f\xfd", "it is packed with Zstandard", "unpack it, or pack it with gzip"),
    (b"7z\xbc\xaf", "it is a 7z archive", "unpack it"),
    (b"version https://git-lfs", "it is a pointer to a file in Git LFS, not the file", "fetch it with git lfs pull"),
    (b"<!DOCTYPE", "it is a web page", "download the raw file instead of the page that shows it"),
    (b"<!doctype", "it is a web page", "download the raw file instead of the page that shows it"),
    (b"<html", "it is a web page", "download the raw file instead of the page that shows it"),
    (b"<table", "it is a piece of a web page", "export the table as CSV"),
    (b"<?xml", "it is XML", "save it as .xlsx, CSV or JSON"),
    (b"\\begin{", "it is LaTeX", "write the table as CSV"),
    (b"\\documentclass", "it is LaTeX", "write the table as CSV"),
    (b"PK\x05\x06", "it is an empty zip archive", "pack the table into it again"),
)


@dataclass(frozen=True)
class Source:
    """Bytes or text of a table: exactly one of `raw` and `text` is not None."""

    name: str
    raw: bytes | None = None
    text: str | None = None
    notes: tuple[str, ...] = ()

    @property
    def sha256(self) -> str:
        """SHA-256 of the bytes as stored (of open text: of its UTF-8 bytes)."""
        return hashlib.sha256(
            self.raw if self.raw is not None else (self.text or "").encode("utf-8", "replace")
        ).hexdigest()


def is_path(source: object) -> bool:
    """Whether a source is a path, "-" for standard input included."""
    return isinstance(source, (str, os.PathLike))


def title(source: object, name: object = None) -> str:
    """What to call a source in messages."""
    if name is not None:
        return str(name)
    if is_path(source):
        return "standard input" if str(source) == "-" else str(source)
    own = getattr(source, "name", None)
    return own if isinstance(own, str) else "table"


def opened(source: Any, name: str | None = None) -> Source:
    """The Source behind a path, "-" or an open file.

    Raises
    ------
    MissingTable, UnreadableTable
        If there is no such file, or it is no file, or may not be read.
    """
    where = title(source, name)
    if not is_path(source):
        content = _read(source, where)
    elif str(source) == "-":
        content = _read(getattr(sys.stdin, "buffer", sys.stdin), where)
    else:
        content = _bytes_of(source, where)
    if isinstance(content, str):
        return Source(where, text=content)
    if not isinstance(content, (bytes, bytearray, memoryview)):
        raise UnreadableTable(where, f"its read() gives {type(content).__name__}", "let it give text or bytes")
    return Source(where, raw=bytes(content))


def _read(stream, where):
    try:
        return stream.read()
    except (AttributeError, OSError, ValueError) as error:
        cure = "open it for reading, as bytes where its encoding is not known"
        raise UnreadableTable(where, f"reading it fails ({type(error).__name__}: {str(error)[:80]})", cure) from None


def _bytes_of(path, where):
    text = os.fspath(path)
    text = text if isinstance(text, str) else os.fsdecode(text)
    if "\n" in text:
        raise UnreadableTable(
            "the text", "a path is wanted, and this looks like the table itself", "wrap it in io.StringIO"
        )
    if text.split("://")[0] in ("http", "https", "s3", "gs", "hf", "ftp", "file"):
        raise UnreadableTable(where, "it is an address", "download the file and give its path")
    shown = where.replace("\0", "\\0")
    shown = shown if len(shown) < 200 else f"{shown[:60]}\u2026 ({len(shown)} characters)"
    try:
        return Path(text).expanduser().read_bytes()
    except FileNotFoundError:
        raise _missing(text, shown) from None
    except IsADirectoryError:
        raise UnreadableTable(shown, "it is a folder", f"name a file in it{_files_in(text)}") from None
    except PermissionError:
        raise UnreadableTable(shown, "its permissions forbid reading", "change them or copy the file") from None
    except NotADirectoryError:
        raise UnreadableTable(shown, "a part of the path before the last is a file", "check the path") from None
    except (OSError, ValueError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UnreadableTable(shown, f"the system says {reason!r}", "check the path") from None


def _missing(text, shown):
    from ..fitting.public import public_tables

    path = Path(text)
    try:
        beside = [entry.name for entry in path.parent.iterdir()]
    except OSError:
        beside = []
    known = [*beside, *(public_tables() if path.parent == Path(".") else ())]
    cure = "check the path" + nearest(path.name, known).rstrip(".").replace(" Nearest", "; nearest")
    return MissingTable(
        shown, "No such file, and no public table of that name" if path.parent == Path(".") else "No such file", cure
    )


def _files_in(folder):
    try:
        names = sorted(entry.name for entry in Path(folder).iterdir() if entry.is_file())[:4]
    except OSError:
        names = []
    return f", as {', '.join(names)}" if names else ""


def unpacked(source: Source) -> Source:
    """The Source without compression: gzip, bzip2, xz, or a zip archive of one file (workbooks stay as they are)."""
    raw = source.raw
    if raw is None:
        return source
    kinds = {b"\x1f\x8b": ("gzip", gzip.open), b"BZh": ("bzip2", bz2.open), b"\xfd7zXZ": ("xz", lzma.open)}
    for magic, (kind, opener) in kinds.items():
        if raw.startswith(magic):
            return Source(source.name, raw=_decompressed(source, kind, opener), notes=(f"unpacked with {kind}",))
    if raw.startswith(b"PK\x03\x04") and not is_workbook(raw):
        return _only_member(source)
    return source


def _decompressed(source, kind, opener):
    try:
        with opener(io.BytesIO(source.raw)) as stream:
            content = stream.read(LARGEST + 1)
    except (OSError, EOFError, zlib.error, lzma.LZMAError, ValueError) as error:
        cause = f"its {kind} packing is damaged or cut short ({error})"
        raise UnreadableTable(source.name, cause, "copy or download the file again") from None
    if len(content) > LARGEST:
        raise _too_large(source)
    return content


def _too_large(source):
    return UnreadableTable(source.name, f"it unpacks to more than {LARGEST:.2g} bytes", "cut it to the columns needed")


def is_workbook(raw: bytes) -> bool:
    """Whether bytes are an Excel workbook (.xlsx)."""
    return raw.startswith(b"PK\x03\x04") and any(name.startswith("xl/") for name in _members(raw))


def _members(raw):
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return []


def _only_member(source):
    names = [name for name in _members(source.raw) if not (name.endswith("/") or _is_of_the_system(name))]
    if "[Content_Types].xml" in names:
        raise UnreadableTable(
            source.name, "it is a document of Office, not a workbook", "save the table as .xlsx or CSV"
        )
    if any(name == "mimetype" for name in names):
        raise UnreadableTable(source.name, "it is an OpenDocument file", "save it as .xlsx or CSV")
    if len(names) != 1:
        cause = f"it is a zip archive of {len(names)} files" if names else "its zip packing is damaged or cut short"
        raise UnreadableTable(source.name, cause, "unpack it and name the table" if names else "copy the file again")
    try:
        with zipfile.ZipFile(io.BytesIO(source.raw)) as archive, archive.open(names[0]) as member:
            content = member.read(LARGEST + 1)
    except (zipfile.BadZipFile, OSError, EOFError, zlib.error, RuntimeError, NotImplementedError) as error:
        raise UnreadableTable(source.name, f"its zip packing is damaged ({error})", "copy the file again") from None
    if len(content) > LARGEST:
        raise _too_large(source)
    return Source(source.name, raw=content, notes=(f"{names[0]} from a zip archive",))


def _is_of_the_system(name):
    """Whether a file of an archive is one that macOS packs beside the others."""
    return name.startswith("__MACOSX/") or name.rpartition("/")[2] in (".DS_Store", "Thumbs.db")


def decoded(source: Source, encoding: str | None = None) -> tuple[str, tuple[str, ...]]:
    """(text, notes) of a Source: UTF-8, UTF-16 and UTF-32 by themselves, anything else by `encoding`."""
    if source.text is not None:
        return source.text.removeprefix("\ufeff"), ()
    raw = source.raw or b""
    if raw[257:262] == b"ustar":
        raise UnreadableTable(source.name, "it is a tar archive", "unpack it and name the table")
    for magic, cause, cure in _OTHER_KINDS:
        if raw[:100].lstrip().startswith(magic) and encoding is None:
            raise UnreadableTable(source.name, cause, cure)
    if encoding is not None:
        text = _decode(source, encoding, f"check the encoding, given as {encoding!r}")
        return text.removeprefix("\ufeff"), (f"encoding {encoding}, as named",)
    chosen = next((name for mark, name in ENCODINGS if raw.startswith(mark)), None) or _unmarked(raw)
    if chosen:
        text = _decode(source, chosen, "save it again as UTF-8")
        return text.removeprefix("\ufeff"), ("UTF-8" if chosen == "utf-8-sig" else chosen.upper(),)
    try:
        return raw.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        cause = f"line {line} holds the byte 0x{raw[error.start]:02X}, which is not UTF-8"
    cure = 'name its encoding, as encoding="cp1252" (--encoding cp1252) for Windows, or save it as UTF-8'
    raise UnreadableTable(source.name, cause, cure)


def _unmarked(raw):
    """UTF-16 without a mark, told by its zero bytes; None otherwise."""
    head = raw[:2000]
    if len(raw) > 7 and len(raw) % 4 == 0 and {*head[2::4], *head[3::4]} == {0} and 0 not in head[0::4]:
        return "utf-32-le"
    if len(head) < 4 or len(head) % 2:
        head = head[: len(head) // 2 * 2]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if head and odd > 0.7 * len(head) / 2 and even < 0.1 * len(head):
        return "utf-16-le"
    return "utf-16-be" if head and even > 0.7 * len(head) / 2 and odd < 0.1 * len(head) else None


def _decode(source, encoding, cure):
    try:
        return source.raw.decode(encoding)
    except LookupError:
        cause = f"Python knows no encoding {encoding!r}"
        raise UnreadableTable(source.name, cause, "write it as utf-8, utf-16, cp1252 or latin-1") from None
    except UnicodeError as error:
        raise UnreadableTable(source.name, f"it is damaged or not in {encoding} ({error})", cure) from None
