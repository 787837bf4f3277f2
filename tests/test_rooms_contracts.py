"""What every room owes the book, whatever it argues: names, pictures, explorables within their budgets."""

import gzip
import re
from collections.abc import Mapping
from math import prod
from pathlib import Path

import numpy as np
import pytest

from rooms import explorables, figures, listed, made, rooms
from what_scale_buys.display.explorable import Explorable
from what_scale_buys.display.style import SMALL, TEXT

ROOT = Path(__file__).parent.parent
STATES, BYTES, POINTS, ROWS = 400, 80_000, 60, 60
every_room = pytest.mark.parametrize("topic", list(rooms()))
every_figure = pytest.mark.parametrize(("topic", "name"), listed("figures"))
every_explorable = pytest.mark.parametrize(("topic", "name"), listed("explorables"))


def sizes(svg):
    """The sizes of all texts of a picture, in the units in which it is style.WIDTH wide."""
    return set(map(float, re.findall(r"font(?:-size)?: (?:\w+ )*([\d.]+)px", svg)))


@every_room
def test_a_room_has_numbers_claims_and_enough_to_look_at(topic):
    room = rooms()[topic]
    assert (ROOT / "chapters" / f"{room.CHAPTER}.ipynb").exists()
    assert room.CHAPTER.endswith(f"_{topic}")
    assert room.CARDS
    assert isinstance(room.CLAIMS, Mapping)  # may be empty: a chapter may judge none
    assert len(list(room.numbers())) > 0
    assert len(figures(topic)) >= 4
    assert len(explorables(topic)) >= 2


@every_room
def test_names_are_unique_and_numbers_finite_or_said_to_be_infinite(topic):
    names = [*figures(topic), *explorables(topic)]
    assert len(names) == len(set(names))
    for name, number in rooms()[topic].numbers():
        assert not np.isnan(getattr(number, "value", 0.0)), name


@every_figure
def test_figure(topic, name):
    figure = made(topic, name)
    assert max(len(column) for column in figure.data.values()) <= ROWS
    assert "$" not in re.sub(r"<[^>]+>", "", figure.svg), "no mathtext in a picture"
    assert not {"nan", "undefined"} & {word.strip(".,()") for word in figure.alt.split()}
    assert len(gzip.compress(figure.html().encode())) < 30_000
    assert sizes(figure.svg) <= {TEXT, SMALL}


@every_explorable
def test_explorable_keeps_its_budget(topic, name, record_table):
    declared = made(topic, name)
    states, size = prod(len(c.values) for c in declared.controls), len(gzip.compress(declared.html().encode(), 9))
    record_table(f"Explorable {declared.name}", f"{states} states, {size / 1000:.1f} kB gzipped")
    assert states <= STATES
    assert sizes(declared.template) <= {TEXT, SMALL}
    assert size <= BYTES


@every_explorable
def test_every_control_matters(topic, name):
    """Neighbouring values of each control give another picture and another sentence somewhere."""
    declared = made(topic, name)
    assert isinstance(declared, Explorable)
    for control in declared.controls:
        seen = [declared.state(**{control.key: value}) for value in control.values]
        assert len({state["summary"] for state in seen}) > 1, control.key
        assert len({str({k: v for k, v in state.items() if k != "summary"}) for state in seen}) > 1, control.key
