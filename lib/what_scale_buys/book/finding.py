"""What the search of the site finds besides words: the claims by their ids."""

import json
import re
from pathlib import Path

INDEX = "searchindex.js"
_OPEN, _CLOSE = "Search.setIndex(", ")"
_CLAIM = re.compile(r'id="claim-([A-Z]\d+)"')


def finish(app, exception):
    """Add the claims of a finished site to the index of its search."""
    if not exception and app.builder.name == "html":
        add_claims(Path(app.outdir))


def add_claims(folder):
    """Write each claim's id with its places, its chapter first, into the index of the site in a folder."""
    path = folder / INDEX
    index = json.loads(path.read_text(encoding="utf-8").removeprefix(_OPEN).removesuffix(_CLOSE))
    entries = {}
    for number, name in enumerate(index["docnames"]):
        for claim in dict.fromkeys(_CLAIM.findall((folder / f"{name}.html").read_text(encoding="utf-8"))):
            entries.setdefault(claim.lower(), []).append([number, f"claim-{claim}", True])
    index["indexentries"] |= entries
    path.write_text(_OPEN + json.dumps(index, ensure_ascii=False, separators=(",", ":")) + _CLOSE, encoding="utf-8")
