"""How the chapters read: words, computed numbers, comparisons that somebody typed, minutes.

Usage: python -m what_scale_buys.book.reading [chapters/*.ipynb]
"""

import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from .short import SHORT

PACE, PICTURE = 200, 0.25  # words a minute, minutes a picture
CROWDED = 5  # numbers in a paragraph; more are too many
_NUMBER, _WORD = "\ue000", "\ue001"  # stand for an inline expression that shows a number, or words alone
_EVAL = re.compile(r"\{eval\}`([^`]*)`")
_FENCE = re.compile(r"^ *(`{3,}|:{3,})(.*?)^ *\1 *$", flags=re.M | re.S)
_NOT_PROSE = re.compile(r"^\s*(?:#|\||\(|%|\$\$)")
_SENTENCE = re.compile(r"(?<=[.?!:;])\s+")
COMPARISON = re.compile(
    r"\b(?:(?:high|low|small|great|fast|slow|cheap|steep|flatt|short|long|few|strong|weak)e?r|(?:large|close)r"
    r"|(?:more|less|fewer|better|worse) than|dearer|almost|nearly|half|halves|halved|twice"
    r"|double[sd]?|triple[sd]?|thrice|within|outside|beyond|exceeds?"
    r"|about the same|(?:the )?(?:first|last) (?:two|three|four|five)"
    r"|(?:rises|falls|grows|shrinks) (?:every|each|throughout))\b"
)


@dataclass(frozen=True)
class Reading:
    """What was counted in one chapter.

    words : of the argument's prose: short version, headings, tables, boxes, exercises, captions and formulas apart.
    numbers : inline expressions in it that show a number.
    crowded : paragraphs with more than CROWDED of them.
    typed : sentences with a computed number and a comparison that is typed.
    short : words of the short version, 0 where there is none.
    minutes : for prose and short version at PACE, and PICTURE for each picture.
    """

    words: int
    numbers: int
    crowded: int
    typed: int
    short: int
    minutes: float

    @property
    def per_hundred(self):
        return 100 * self.numbers / max(self.words, 1)


def read(path):
    """Count in the notebook at `path`."""
    cells = json.loads(Path(path).read_text(encoding="utf-8"))["cells"]
    texts = [_marked(cell) for cell in cells if cell["cell_type"] == "markdown"]
    short, argument = _parted("\n\n".join(texts))
    paragraphs = list(prose(argument))
    counts = [text.count(_NUMBER) for text in paragraphs]
    words, short_words = (sum(len(t.split()) for t in found) for found in (paragraphs, prose(short)))
    pictures = sum("hide-input" in cell["metadata"].get("tags", ()) for cell in cells)
    return Reading(
        words=words,
        numbers=sum(counts),
        crowded=sum(count > CROWDED for count in counts),
        typed=len(typed_comparisons(paragraphs)),
        short=short_words,
        minutes=(words + short_words) / PACE + PICTURE * pictures,
    )


def typed_comparisons(paragraphs):
    """Sentences that hold a computed number and a typed comparison."""
    sentences = (sentence for text in paragraphs for sentence in _SENTENCE.split(text))
    return [sentence for sentence in sentences if _NUMBER in sentence and COMPARISON.search(sentence)]


def typed_in(path):
    """The sentences of a notebook that `typed` counts, with their numbers as "…"."""
    cells = json.loads(Path(path).read_text(encoding="utf-8"))["cells"]
    _, argument = _parted("\n\n".join(_marked(cell) for cell in cells if cell["cell_type"] == "markdown"))
    return [sentence.replace(_NUMBER, "…").replace(_WORD, "[…]") for sentence in typed_comparisons(prose(argument))]


def prose(text):
    """The paragraphs and list items of marked text that are running prose."""
    text = re.sub(r"\$\$.*?\$\$", "", _FENCE.sub("\n\n", text), flags=re.S)
    text = re.sub(r"\$[^$]+\$|\{[\w:]+\}`[^`]*`|`[^`]*`", "x", text)  # a formula, a citation or a name is a word
    for block in re.split(r"\n\s*\n|\n(?=\s*(?:[-*]|\d+\.) )", text):
        if block.strip() and not _NOT_PROSE.match(block):
            yield " ".join(block.split())


def short_version(path):
    """The source of a chapter's short version, without its heading; "" where there is none."""
    cells = json.loads(Path(path).read_text(encoding="utf-8"))["cells"]
    text = "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    return _parted(text)[0]


def _parted(text):
    """(short version, the rest)"""
    found = re.search(rf"^## {SHORT}\s*$(.*?)(?=^#{{1,2}} |\Z)", text, flags=re.M | re.S)
    return (found.group(1).strip(), text.replace(found.group(), "")) if found else ("", text)


def _marked(cell):
    """The source of a cell with its inline expressions as _NUMBER, or _WORD where the value stored holds no digit."""
    stored = {
        entry["expression"]: entry.get("result", {}).get("data", {}).get("text/plain", "")
        for entry in cell["metadata"].get("user_expressions", ())
    }

    def mark(match):
        value = stored.get(match.group(1))
        return _WORD if value and not any(c.isdigit() for c in value) else _NUMBER

    return _EVAL.sub(mark, "".join(cell["source"]))


def table(paths):
    """The counts of several notebooks as text."""
    heads = ("words", "numbers", "per 100", "crowded", "typed", "short", "minutes")
    lines = [f"{'chapter':<34}" + "".join(f"{head:>9}" for head in heads)]
    for path in paths:
        r = read(path)
        values = (r.words, r.numbers, f"{r.per_hundred:.1f}", r.crowded, r.typed, r.short, f"{r.minutes:.0f}")
        lines.append(f"{Path(path).stem:<34}" + "".join(f"{value:>9}" for value in values))
    return "\n".join(lines)


if __name__ == "__main__":
    print(table(sys.argv[1:] or sorted(Path("chapters").glob("[0-9]*.ipynb"))))
