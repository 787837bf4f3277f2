"""What is not yet as it should be, per chapter, in `ratchets.json`: the tests let nothing grow beyond it.

`python tests/ratchets.py` lowers the file to what is there now, and never raises it.
"""

import json
from pathlib import Path

from what_scale_buys.book.reading import read

ROOT = Path(__file__).parent.parent
FILE = Path(__file__).with_suffix(".json")
CHAPTERS = sorted(ROOT.glob("chapters/[0-9]*.ipynb"))
LIMITS = {"words": 2500, "per_hundred": 2.5, "crowded": 0, "typed": 0, "short": 200, "without_short": 0}


def measured(path):
    """What counts against a chapter, by the names of LIMITS."""
    found = read(path)
    return {
        "words": found.words,
        "per_hundred": round(found.per_hundred, 2),
        "crowded": found.crowded,
        "typed": found.typed,
        "short": found.short,
        "without_short": int(found.short == 0),
    }


def excess(path):
    """What exceeds its limit in a chapter."""
    return {name: value for name, value in measured(path).items() if value > LIMITS[name]}


def recorded():
    return json.loads(FILE.read_text(encoding="utf-8"))


def present():
    """Everything that is counted, per chapter."""
    return {path.stem: excess(path) for path in CHAPTERS}


def lowered(before, now):
    """The record with every entry at most what it was, and without what is as it should be."""
    kept = {}
    for chapter, entries in now.items():
        old = before.get(chapter, {})
        kept[chapter] = {name: min(value, old[name]) for name, value in entries.items() if name in old}
    return {chapter: entries for chapter, entries in kept.items() if entries}


if __name__ == "__main__":
    record = lowered(recorded(), present())
    lines = [f"  {json.dumps(chapter)}: {json.dumps(entries)}" for chapter, entries in record.items()]
    FILE.write_text("{\n" + ",\n".join(lines) + "\n}\n" if lines else "{}\n", encoding="utf-8")
