"""What the rooms of the book exhibit: listed without computing anything, and made once by each worker."""

from functools import cache

from what_scale_buys.chapters import rooms
from what_scale_buys.display.explorable import Explorable
from what_scale_buys.display.figure import Figure

__all__ = ["exhibits", "explorables", "figures", "listed", "made", "rooms"]
KINDS = ("figures", "explorables")


def listed(kind):
    """(topic, function's name) of everything that the modules `figures*` or `explorables*` of all rooms declare."""
    assert kind in KINDS
    return [
        (topic, name)
        for topic, room in rooms().items()
        for name, make in room.EXHIBITS.items()
        if make.__module__.rpartition(".")[2].startswith(kind)
    ]


@cache
def made(topic, name):
    """One exhibit, by the name of its function."""
    return rooms()[topic].EXHIBITS[name]()


def exhibits(topic):
    """All that a room exhibits, made, by the name of its function."""
    return {name: made(topic, name) for name in rooms()[topic].EXHIBITS}


def explorables(topic):
    """The explorables of a room by their own name; only they are made."""
    shown = [made(*one) for one in listed("explorables") if one[0] == topic]
    return {one.name: one for one in shown if isinstance(one, Explorable)}


def figures(topic):
    """The static figures of a room by their own name."""
    return {shown.name: shown for shown in exhibits(topic).values() if isinstance(shown, Figure)}
