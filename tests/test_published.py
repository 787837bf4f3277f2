"""The one registry of published figures: every row is whole, every key is used, every key used exists."""

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from pybtex.database import parse_file

from scaling_laws.errors import InvalidArgument, MissingInterval, UnknownKey
from what_scale_buys import published

ROOT = Path(__file__).parent.parent
LIBRARY = ROOT / "lib" / "what_scale_buys"
ROWS = list(published.table().values())
BIBLIOGRAPHY = parse_file(LIBRARY / "data" / "references.bib").entries
TEXT_UNITS = {"text", "yes/no", "verdict"}


def test_no_key_stands_twice():
    keys = [line.split(",", 1)[0] for line in (LIBRARY / "data" / "published.csv").read_text("utf-8").splitlines()]
    assert sorted({key for key in keys if keys.count(key) > 1}) == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.key)
def test_row(row):
    assert row.quantity.strip()
    assert row.where.strip()
    assert row.source in BIBLIOGRAPHY, f"no entry for {row.source}"
    assert row.seen in ("primary", "secondary"), "where it was seen, never from memory"
    assert all(value is not None for value in vars(row).values()), "a row with a missing column"
    if row.unit not in TEXT_UNITS and not (row.unit == "date" and "-" in row.value):
        low, value, high = (float(text) if text else None for text in (row.low, row.value, row.high))
        assert (low is None) == (high is None), "an interval has two ends"
        assert value is not None or low is not None, "neither a value nor an interval"
        if None not in (low, value) and "outside its own interval" not in row.convention:
            assert low <= value <= high


@pytest.mark.parametrize("row", [row for row in ROWS if row.level or row.has_interval], ids=lambda row: row.key)
def test_a_level_belongs_to_an_interval_and_to_what_its_convention_says(row):
    assert row.has_interval
    assert row.level in ("", "range") or 0 < float(row.level) < 1
    said = re.search(r"(\d+)(?: percent|th-(\d+)th percentile)", row.convention)
    if said and "interval" in row.convention[: said.end() + 12]:
        shares = {int(said.group(2)) - int(said.group(1)) if said.group(2) else int(said.group(1))}
        stated = {int(share) for share in re.findall(r"(\d+) percent", row.convention)}
        assert round(100 * float(row.level)) in shares | stated


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("hoffmann_2022_fit_a", "406.4"),
        ("besiroglu_2024_a", "482.01 (95 % interval 285.214 to 743.626)"),
        ("hoffmann_2022_approach3_a", "0.46 (80 % interval 0.454 to 0.455)"),
        ("cottier_2024_cost_growth", "2.4 x per year (90 % interval 2.0 to 2.9)"),
        ("tot_token_factor_high", "100× (range 5 to 100)"),
        ("gpt3_vs_gpt2_pfdays_gpt2", "10 to 99 PF-days"),
        ("run_grok3_released", "February 2025"),
        ("metr_2026_gpt2_released", "14 February 2019"),
        ("villalobos_2024_exhaustion_median", "2028 (80 % interval 2026 to 2032)"),
        ("villalobos_2024_indexed_web", "510 trillion tokens (95 % interval 130 trillion to 2\u202f100 trillion)"),
        ("run_grok3_flop", "4.64 × 10²⁶ FLOP (2.1 × 10²⁶ to 1.13 × 10²⁷)"),
    ],
)
def test_the_page_of_sources_prints_what_the_source_prints(key, expected):
    assert published.row(key).printed() == expected


def test_no_year_is_printed_as_a_count():
    for row in ROWS:
        if row.unit == "date":
            assert not re.search(r"\d\u202f\d", row.printed()), row.key
            assert re.search(r"\b(?:19|20)\d\d\b", row.printed()), row.key


def test_a_level_travels_with_its_interval_and_its_key():
    growth = published.figure("villalobos_2024_dataset_growth")
    assert (growth.level, growth.origin) == (0.95, "villalobos_2024_dataset_growth")
    assert (np.log(10) / np.log(growth)).low == pytest.approx(np.log(10) / np.log(3.0), rel=1e-3)


def test_a_bare_value_is_refused_where_the_source_prints_an_interval():
    with pytest.raises(MissingInterval, match="villalobos_2024_dataset_growth is published as 2.4 x per year"):
        published.value("villalobos_2024_dataset_growth")
    assert published.middle("villalobos_2024_dataset_growth") == 2.4


def test_a_row_that_holds_text_is_no_number():
    text = next(row for row in ROWS if row.unit == "text")
    with pytest.raises(InvalidArgument, match=f"{text.key}.*a figure that is a number"):
        published.value(text.key)


def strings(path):
    return [node.value for node in ast.walk(ast.parse(path.read_text("utf-8"))) if _is_string(node)]


def _is_string(node):
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def test_every_key_used_exists():
    """Keys that stand in calls as they are; composed ones raise UnknownKey when their room is computed."""
    unknown = []
    for path in LIBRARY.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            name = getattr(node, "func", None)
            called = getattr(name, "attr", getattr(name, "id", ""))
            owner = getattr(getattr(name, "value", None), "id", "published")
            reads = called in ("value", "figure", "row") and owner == "published"
            if isinstance(node, ast.Call) and reads and len(node.args) == 1 and _is_string(node.args[0]):
                key = node.args[0].value
                if "_" in key and key not in published.table():
                    unknown.append((path.name, key))
    assert unknown == []


def test_every_key_is_used():
    """A row whose key no room reads is clutter. Keys are read while the rooms compute everything they show."""
    used = set(_keys_read())
    assert sorted(set(published.table()) - used) == []


def _keys_read():
    """Every row that is asked for while all rooms compute their verdicts, numbers and pictures, in a fresh process.

    Next comes always the room whose source has most beginnings of the keys still unread; with the last key it ends.
    """
    path = os.pathsep.join([str(ROOT / "lib"), str(ROOT / "tests")])
    command, environment = [sys.executable, "-W", "ignore", "-c", _READER], os.environ | {"PYTHONPATH": path}
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr[-3000:]
    return json.loads(result.stdout.splitlines()[-1])


_READER = """
import json
from what_scale_buys import published
read, table = set(), published.table()
class Watched(dict):
    def __getitem__(self, key):
        read.add(key)
        return dict.__getitem__(self, key)
watched = Watched(table)
published.table = lambda: watched
import inspect, pkgutil
from importlib import import_module
from what_scale_buys import ledger, overview
from what_scale_buys.chapters import rooms
from what_scale_buys.display.explorable import Explorable
def source(room):
    names = [room.__name__, *(m.name for m in pkgutil.iter_modules(getattr(room, "__path__", ()), room.__name__ + "."))]
    return "".join(inspect.getsource(import_module(name)) for name in names)
def drawn(room):
    [card.answer for card in room.CARDS.values()]
    for make in room.EXHIBITS.values():
        made = make()
        if isinstance(made, Explorable):  # each value of each control once: states in between read nothing else
            [made.state(**{c.key: value}) for c in made.controls for value in c.values]
def mentions(text):
    return sum("_".join(key.split("_")[:2]) in text for key in table.keys() - read)
[claim.finding() for claim in ledger.claims().values()]
texts = [(room, source(room)) for room in rooms().values()]
parts = [(room.numbers, text) for room, text in texts] + [(lambda room=room: drawn(room), text) for room, text in texts]
parts += [(overview.debate, "")]
while parts and len(read) < len(table):
    parts.sort(key=lambda part: mentions(part[1]), reverse=True)
    parts.pop(0)[0]()
print(json.dumps(sorted(read)))
"""


def test_quantities_of_rows():
    q = published.figure("kaplan_2020_alpha_c_min")
    assert q.value == published.value("kaplan_2020_alpha_c_min") == 0.05
    assert q.source == "kaplan2020scaling"
    assert published.figure("article_a_bar_1").short == "42 %"


def test_unknown_names_offer_the_nearest():
    with pytest.raises(UnknownKey, match="Nearest: .*kaplan_2020_alpha_c_min"):
        published.figure("kaplan_2020_alpha_cmin")
    with pytest.raises(UnknownKey, match="hoffmann2022training"):
        published.cite("hoffmann2022trainin")


def test_citations_read_as_names_and_years():
    assert published.cite("hoffmann2022training") == "Hoffmann et al. (2022)"


def test_sources_that_share_name_and_year_are_told_apart():
    said = [published.named(key) for key in published.bibliography()]
    assert len(set(said)) == len(said)
    assert published.named("hoffmann2022training") == "Hoffmann et al. (2022)"
    assert published.named("epoch2025gpt5").startswith("Epoch AI (2025), ")


def test_every_entry_of_the_bibliography_is_cited_somewhere():
    prose = [path.read_text("utf-8") for path in [*ROOT.glob("*.ipynb"), *ROOT.glob("chapters/*.*")]]
    code = [path.read_text("utf-8") for path in LIBRARY.rglob("*.py")]
    table = {row.source for row in ROWS}
    lists = [
        (LIBRARY / "data" / name).read_text("utf-8")
        for name in ("article_references.csv", "forecasts.csv", "sweeps_about.csv")
    ]
    text = "\n".join([*prose, *code, *lists])
    assert sorted(key for key in BIBLIOGRAPHY if key not in table and key not in text) == []
