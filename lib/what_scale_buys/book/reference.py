"""The reference of the instrument, from its docstrings."""

import inspect
import re
from html import escape
from importlib import import_module

from ..display.viewer import Shown


class Reference(Shown):
    """Every public function and class of one module of the instrument, with signature and docstring.

    module : str
        As in "scaling_laws.statistics". Public is what its `__all__` names, or what it defines without an underscore.
    """

    def __init__(self, module):
        self.module = import_module(module)

    def names(self):
        """Public names of the module, in alphabetical order without regard to case."""
        home = self.module
        listed = getattr(home, "__all__", None) or [
            name
            for name, thing in vars(home).items()
            if not name.startswith("_") and getattr(thing, "__module__", "").startswith(home.__name__)
        ]
        return sorted((name for name in listed if _documented(getattr(home, name))), key=str.lower)

    def html(self):
        return "".join(self._entry(name, getattr(self.module, name)) for name in self.names())

    def _entry(self, name, thing):
        members = "".join(_member(name, member) for member in _methods(thing))
        return (
            f'<details class="sl-reference" id="{self.module.__name__}.{name}"><summary><code>{escape(name)}</code> '
            f"{_as_html(_first_line(thing))}</summary>{_signed(name, thing)}{members}</details>"
        )

    def __repr__(self):
        return "\n".join(f"{name}: {_first_line(getattr(self.module, name))}" for name in self.names())


def _documented(thing):
    return (inspect.isfunction(thing) or inspect.isclass(thing) or hasattr(thing, "__wrapped__")) and thing.__doc__


def _first_line(thing):
    return (inspect.getdoc(thing) or "").split("\n\n")[0].replace("\n", " ")


def _as_html(sentence):
    """A sentence of a docstring, its code set as code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(sentence))


def _methods(thing):
    """(name, member) of the public methods and properties that a class itself documents."""
    if inspect.isclass(thing):
        for name, member in vars(thing).items():
            function = getattr(member, "fget", getattr(member, "func", getattr(member, "__func__", member)))
            if not name.startswith("_") and getattr(function, "__doc__", None) and callable(function):
                yield name, function


def _member(owner, named):
    name, member = named
    return f'<div class="sl-reference">{_signed(f"{owner}.{name}", member)}</div>'


def _signed(name, thing):
    try:
        signature = re.sub(r"<function (\w+) at 0x\w+>", r"\1", str(inspect.signature(thing)))
    except (TypeError, ValueError):
        signature = ""
    return f"<p><code>{escape(name + signature)}</code></p><pre>{escape(inspect.getdoc(thing) or '')}</pre>"
