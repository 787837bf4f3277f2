"""Text with delimiters: which one, where the head is, which lines are comments, which rows do not fit."""

import csv
import io
import re

from ..fitting.runs import BadRow
from .grid import Grid
from .problems import UnreadableTable
from .strays import heads_first, lies_on_its_side

NAMES = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars", " ": "spaces"}
COMMENTS = ("#", "//")
_OTHER_COMMENTS = re.compile(r"\s*[;%!]\s+[^\W\d]")
_LOOK = 60  # rows looked at to find the delimiter
_RULE = re.compile(r"[\s|+:=\-]*[=\-]{3}[\s|+:=\-]*")
_TITLES = 3  # lines above the heads that may hold words between spaces
_KEYED = re.compile(r"\s*(?:-\s+)?[A-Za-z_][\w.\-/]*(?:\s[\w.\-/]+){0,2}\s*(?::(?=\s|$)|=)")
_SECTION = re.compile(r"---|\[[\w. \-]+\]")
_NUMERIC = re.compile(r"[+-]?[0-9.,]*[0-9][0-9.,]*(?:[eE][+-]?[0-9]+)?\s*[kKmMbBtT%]?")


def of_text(text: str, name: str) -> Grid:
    """Grid of delimited text: commas, semicolons, tabs, bars, or runs of spaces between the cells.

    Comment lines, a title line and blank lines are left out, and named in the notes. Rows longer or shorter than
    the head are bad rows.

    Raises
    ------
    UnreadableTable
        If there is no head, a quote is never closed, or it is no text.
    """
    if not text.strip():
        raise UnreadableTable(name, "it is empty", "give a table with a head and a row for each run")
    control = re.search(r"[\x00-\x08\x0e-\x1b]", text)
    if control:
        line = len(re.findall(r"\r\n|\r|\n", text[: control.start()])) + 1
        cause = f"line {line} holds the character U+{ord(control.group()):04X}, as no text does"
        raise UnreadableTable(name, cause, "check that it is a text table, and copy or export it again")
    lines = [(number, line) for number, line in _lines(text) if not _RULE.fullmatch(line)]
    if _is_keyed(lines):
        cause = "its lines hold a key and a value each, as in YAML, TOML or a log"
        raise UnreadableTable(name, cause, "write it as CSV with a row for each run, or as JSON")
    named, lines = _excel_hint(lines)
    comments, lines = _without_comments(lines)
    delimiter = named or _delimiter(lines)
    rows = _split(lines, delimiter, name)
    heads, rows, skipped = _head(rows, comments, delimiter, name)
    notes = [f"cells between {NAMES.get(delimiter, repr(delimiter))}"]
    notes += [_said("comment line", comments)] if comments else []
    notes += [_said("title line", skipped)] if skipped else []
    kept, bad = _fitting(heads, rows)
    return Grid(tuple(heads), kept, name, bad=tuple(bad), notes=tuple(notes))


def _is_keyed(lines):
    """Whether the first lines read "key: value" or "key = value", one after the other."""
    sample = [line for _, line in lines if line.strip() and not line.lstrip().startswith(COMMENTS)][:_LOOK]
    keyed = [line for line in sample if _KEYED.match(line) or _SECTION.fullmatch(line.strip())]
    return len(sample) > 1 and len(keyed) == len(sample) and any(_KEYED.match(line) for line in keyed)


def _said(what, numbers):
    shown = ", ".join(str(number) for number, _ in numbers[:6]) + (", \u2026" if len(numbers) > 6 else "")
    many = len(numbers) > 1
    return f"{len(numbers)} {what}{'s' if many else ''} left out (line{'s' if many else ''} {shown})"


def _lines(text):
    """(number, line) pairs, with line ends of every kind as the end of the line, without marks of joined files."""
    return [(number, line.lstrip("\ufeff")) for number, line in enumerate(io.StringIO(text, newline=None), 1)]


def _excel_hint(lines):
    """The delimiter that Excel's first line "sep=;" names, and the other lines."""
    hint = re.fullmatch(r"\s*\"?sep=(.)\"?\s*", lines[0][1].rstrip("\n"))
    return (hint.group(1), lines[1:]) if hint else (None, lines)


def _without_comments(lines):
    """(comment lines, other lines). Where most lines begin with the mark, it belongs to the labels."""
    marked = [(number, line) for number, line in lines if line.lstrip().startswith(COMMENTS)]
    filled = sum(bool(line.strip()) for _, line in lines)
    if 2 * len(marked) > filled > len(marked):
        return [], [(lines[0][0], lines[0][1].lstrip().lstrip("#/ ")), *lines[1:]]
    others = [(number, line) for number, line in lines if _OTHER_COMMENTS.match(line)]
    semicolons = sum(";" in line for _, line in lines) > len(others)  # they stand between cells, or open comments
    if 2 * len(others) < filled:
        others = [pair for pair in others if not (semicolons and pair[1].lstrip().startswith(";"))]
        marked = sorted([*marked, *others])
    numbers = {number for number, _ in marked}
    return marked, [pair for pair in lines if pair[0] not in numbers]


def _delimiter(lines):
    """The delimiter that gives the most lines the same number of cells, two or more."""
    sample = [line.rstrip("\n") for _, line in lines if line.strip()][:_LOOK]
    best, score, widest = ",", (0, False), 0
    for delimiter in (",", ";", "\t", "|", " "):
        counts = [len(_cells(line, delimiter)) for line in sample]
        common = max(set(counts), key=counts.count) if counts else 0
        if common < 2 or (delimiter == " " and common < widest and score[0] > len(sample) - _TITLES):
            continue
        head = counts[0] if counts[0] > 1 else common
        found = (sum(count == common for count in counts) + 0.5 * (head == common), delimiter != " ")
        if found > score:
            best, score, widest = delimiter, found, common
    return _of_head(sample, best)


def _of_head(sample, best):
    """`best`, unless the first line has only one cell with it and several with another delimiter."""
    wide = next((line for line in sample if any(len(_cells(line, d)) > 1 for d in ",;\t|")), None)
    if wide is None or len(_cells(wide, best)) > 1:
        return best
    return max(",;\t|", key=lambda delimiter: len(_cells(wide, delimiter)))


def _cells(line, delimiter):
    if delimiter == " ":
        return line.split()
    try:
        return next(csv.reader([line], delimiter=delimiter, skipinitialspace=True), [])
    except csv.Error:
        return line.split(delimiter)


def _split(lines, delimiter, name):
    """(number of the first line, cells) of every row that holds anything."""
    if delimiter == " ":
        return [(number, line.split()) for number, line in lines if line.strip()]
    numbers, rows, start = [number for number, _ in lines], [], 0
    reader = csv.reader((line for _, line in lines), delimiter=delimiter, strict=True, skipinitialspace=True)
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if any(cells):
                rows.append((numbers[start], cells))
            start = reader.line_num
    except csv.Error as error:
        number = numbers[min(start, len(numbers) - 1)]
        raise UnreadableTable(name, f"from line {number} on, {_in_words(error)}", "mend the quotes there") from None
    return _unbarred(rows) if delimiter == "|" else rows


def _in_words(error):
    said = str(error)
    if "unexpected end" in said:
        return "a quote is opened and never closed"
    if "field larger" in said:
        return "a cell has more than 131072 characters, as where a quote is never closed"
    return f"the quotes do not match ({said})"


def _unbarred(rows):
    """Rows of a Markdown table without its outer bars and its ruled line."""
    plain = [(number, cells) for number, cells in rows if not all(re.fullmatch(":?-+:?|", cell) for cell in cells)]
    barred = {number for number, cells in plain if len(cells) > 2 and cells[0] == "" and cells[-1] == ""}
    if barred and all(number in barred or _filled(cells) < 2 for number, cells in plain):
        return [(number, cells[1:-1] if number in barred else cells) for number, cells in plain]
    return plain


def _filled(cells):
    return sum(bool(cell) for cell in cells)


def _head(rows, comments, delimiter, name):
    """Heads, data rows, and title lines that stood before them."""
    if not rows:
        raise UnreadableTable(name, "it holds nothing but comments", "give a table with a head and a row for each run")
    titles, rows = heads_first(rows)
    number, heads = rows[0]
    if _is_data(heads):
        before = [pair for pair in comments if pair[0] < number]
        written = _cells(before[-1][1].lstrip().lstrip("#/").strip(), delimiter) if before else []
        written = [cell.strip() for cell in written]
        if len(written) != len(heads) or _is_data(written):
            if lies_on_its_side([(number, heads), *rows[1:]]):
                raise UnreadableTable(name, "it has a row for each measure", "turn it, so that each run has a row")
            cause = f"line {number} holds numbers where the column heads should be"
            raise UnreadableTable(name, cause, "put a line of heads first, as parameters,tokens,loss")
        comments.remove(before[-1])
        return written, rows, titles
    return _trimmed(heads), rows[1:], titles


def _is_data(cells):
    filled = [cell for cell in cells if cell]
    return bool(filled) and sum(bool(_NUMERIC.fullmatch(cell)) for cell in filled) > len(filled) / 2


def _trimmed(heads):
    while heads and not heads[-1]:
        heads = heads[:-1]
    return heads


def _fitting(heads, rows):
    """Rows as wide as the head, and a BadRow for every other."""
    kept, bad, width = [], [], len(heads)
    for number, cells in rows:
        while len(cells) > width and not cells[-1]:
            cells = cells[:-1]
        if len(cells) == width:
            kept.append((number, cells))
        elif len(cells) > width:
            shifted = _shifted(heads, rows)
            bad.append(BadRow(number, "row", f"has {len(cells)} cells, the head has {width}", shifted))
        else:
            short = "the file may be cut short: mend the row or delete it"
            bad.append(BadRow(number, "row", f"has {len(cells)} cells, the head has {width}", short))
    return kept, bad


def _shifted(heads, rows):
    """The cure for rows that are too long: one for a slip, another where every row is."""
    if all(len(cells) > len(heads) for _, cells in rows):
        return "a decimal comma, or a column without a head: quote such cells, or use semicolons, or name the column"
    return "a comma inside a number, or one cell too many: quote the cell or mend the row"
