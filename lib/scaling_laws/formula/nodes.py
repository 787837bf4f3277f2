"""Expressions as trees of small immutable nodes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LARGEST = 4000


@dataclass(frozen=True)
class Node:
    """One operation.

    op : "number", "name", "add", "mul", "div", "neg", "pow" or a function of FUNCTIONS. args : nodes. value : of a
    number, or the name.
    """

    op: str
    args: tuple["Node", ...] = ()
    value: Any = None


def number(value: float) -> Node:
    """The node of a number."""
    return Node("number", value=float(value))


def name(text: str) -> Node:
    """The node of a name."""
    return Node("name", value=text)


def names_in(node: Node) -> list[str]:
    """Names of an expression, in order of first appearance.

    >>> from .parse import parse
    >>> names_in(parse("E + A / N^alpha").node)
    ['E', 'A', 'N', 'alpha']
    """
    found: dict[str, None] = {}
    _collect(node, found, set())
    return list(found)


def _collect(node, found, seen):
    if id(node) in seen:
        return
    seen.add(id(node))
    if node.op == "name":
        found.setdefault(node.value)
    for part in node.args:
        _collect(part, found, seen)


def size(node: Node, known: dict[int, int] | None = None) -> int:
    """Operations that the expression would have if nothing in it were shared."""
    known = {} if known is None else known
    if id(node) not in known:
        known[id(node)] = 1 + sum(size(part, known) for part in node.args)
    return known[id(node)]


def substitute(node: Node, replacements: Mapping[str, Node], done: dict[int, Node] | None = None) -> Node:
    """The expression with names replaced: name -> Node."""
    done = {} if done is None else done
    if id(node) not in done:
        if node.op == "name":
            done[id(node)] = replacements.get(node.value, node)
        elif node.args:
            done[id(node)] = Node(node.op, tuple(substitute(a, replacements, done) for a in node.args), node.value)
        else:
            done[id(node)] = node
    return done[id(node)]


def count(node: Node, wanted: str) -> int:
    """How often the name `wanted` stands in the expression."""
    if node.op == "name":
        return int(node.value == wanted)
    return sum(count(part, wanted) for part in node.args)
