"""What the rooms of the book exhibit, made once."""

from functools import cache

from what_scale_buys.chapters import rooms
from what_scale_buys.display.explorable import Explorable
from what_scale_buys.display.figure import Figure

__all__ = ["exhibits", "explorables", "figures", "rooms"]


@cache
def exhibits(topic):
    """All that a room exhibits, made, by the name of its function."""
    return {name: make() for name, make in rooms()[topic].EXHIBITS.items()}


def explorables(topic):
    """The explorables of a room by name."""
    return {made.name: made for made in exhibits(topic).values() if isinstance(made, Explorable)}


def figures(topic):
    """The static figures of a room by name."""
    return {made.name: made for made in exhibits(topic).values() if isinstance(made, Figure)}
