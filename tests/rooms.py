"""The arguments of the book, and the explorables and figures that they export."""

from functools import cache
from importlib import import_module
from inspect import Parameter, isfunction, signature
from pkgutil import iter_modules

from scaling_laws import arguments


@cache
def rooms():
    """All rooms by topic."""
    found = [module.name for module in iter_modules(arguments.__path__)]
    return {name: import_module(f"scaling_laws.arguments.{name}") for name in found}


def _makers(room, module):
    """Exported functions of a room that live in a module of that name and need no argument."""
    for name, function in vars(room).items():
        if isfunction(function) and function.__module__.startswith(f"{room.__name__}.{module}"):
            required = [p for p in signature(function).parameters.values() if p.default is Parameter.empty]
            if not name.startswith("_") and not required:
                yield function


@cache
def explorables(topic):
    """The explorables of a room by name."""
    made = [function() for function in _makers(rooms()[topic], "explorables")]
    return {explorable.name: explorable for explorable in made}


@cache
def figures(topic):
    """The static figures of a room by name."""
    made = [function() for function in _makers(rooms()[topic], "figures")]
    return {figure.name: figure for figure in made}
