"""A small, closed language of formulas: numbers, names, + - * / ^, a few functions, and definitions.

The text is read by Python's own parser into a syntax tree, of which only the nodes below are taken; nothing is ever
executed. `^` is a power, as in print. Definitions come first, divided by semicolons; a last line of the form
`loss = …` names what the formula predicts.
"""

import ast
import re
from dataclasses import dataclass
from typing import Any

from ..errors import InvalidArgument, nearest
from .nodes import LARGEST, Node, name, names_in, number, size, substitute

FUNCTIONS = {
    "exp": 1,
    "log": 1,
    "log10": 1,
    "log2": 1,
    "expm1": 1,
    "log1p": 1,
    "sqrt": 1,
    "sigmoid": 1,
    "tanh": 1,
    "softplus": 1,
}
FUNCTIONS |= {"abs": 1, "min": 2, "max": 2}
SAME_FUNCTION = {"ln": "log", "expit": "sigmoid", "logistic": "sigmoid"}
PRINTED = {"−": "-", "–": "-", "·": "*", "×": "*", "÷": "/", "^": "**", "\n": ";", "\r": ";"}
LONGEST = 4000
BINARY = {ast.Add: "add", ast.Sub: "sub", ast.Mult: "mul", ast.Div: "div", ast.Pow: "pow"}
QUOTED = re.compile(r"`([^`]*)`")


@dataclass(frozen=True)
class Formula:
    """A parsed formula. text : as given. node : the expression, definitions filled in. target : what it predicts, or
    None where the text does not say. names : in order of appearance."""

    text: str
    node: Node
    target: str | None = None

    @property
    def names(self) -> list[str]:
        return names_in(self.node)


def parse(text: str, argument: str = "--model") -> Formula:
    """The Formula of a text; InvalidArgument, naming `argument`, for anything outside the language.

    >>> parse("loss = E + A/N^alpha").target
    'loss'
    >>> parse("x = N/1e9; E + A/x^alpha").names
    ['E', 'A', 'N', 'alpha']
    """
    statements, quoted = _statements(text, argument)
    known: dict[str, Node] = {}
    node: Any = None
    target = None
    reader = _Reader(text, argument, quoted)
    for k, statement in enumerate(statements):
        last = k == len(statements) - 1
        target, expression = reader.statement(statement)
        node = substitute(reader.node(expression), known)
        if size(node) > LARGEST:
            raise InvalidArgument(argument, _short(text), f"it has more than {LARGEST} operations when written out")
        if target is None and not last:
            raise InvalidArgument(argument, _short(text), "every part but the last must define a name, as x = N/1e9")
        if not last:
            known[target] = node
    return Formula(text, node, target)


def _statements(text, argument):
    """Statements of Python's syntax tree, and the names that stood in backquotes."""
    if not isinstance(text, str) or not text.strip():
        raise InvalidArgument(argument, text, "write a formula, as E + A/N^alpha + B/D^beta")
    if len(text) > LONGEST:
        raise InvalidArgument(argument, _short(text), f"a formula may have {LONGEST} characters at most")
    quoted = {}

    def keep(match):
        quoted[f"_quoted{len(quoted)}_"] = match.group(1)
        return f" _quoted{len(quoted) - 1}_ "

    plain = QUOTED.sub(keep, text)
    for printed, typed in PRINTED.items():
        plain = plain.replace(printed, typed)
    parts = [part.strip() for part in plain.split(";") if part.strip()]
    try:
        statements = [statement for part in parts for statement in ast.parse(part).body]
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        where = f" ({error.msg}, near character {error.offset})" if isinstance(error, SyntaxError) else ""
        raise InvalidArgument(argument, _short(text), f"it is not a formula{where}") from None
    if not statements:
        raise InvalidArgument(argument, _short(text), "write a formula, as E + A/N^alpha + B/D^beta")
    return statements, quoted


def _short(text):
    return text if len(text) <= 200 else text[:200] + "…"


class _Reader:
    """Turns the nodes of Python's tree into ours, and names what it does not take."""

    def __init__(self, text, argument, quoted):
        self.text, self.argument, self.quoted = text, argument, quoted

    def refuse(self, why):
        return InvalidArgument(self.argument, _short(self.text), why)

    def statement(self, statement):
        """Name that it defines, or None, and the expression."""
        if isinstance(statement, ast.Expr):
            return None, statement.value
        if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
            defined = statement.targets[0]
            if isinstance(defined, ast.Name):
                return self.quoted.get(defined.id, defined.id), statement.value
        raise self.refuse("only a formula and definitions such as x = N/1e9 are understood")

    def node(self, tree, depth=0):
        if depth > 200:
            raise self.refuse("it is nested too deeply")
        if isinstance(tree, ast.Constant) and type(tree.value) in (int, float):
            if not abs(tree.value) < 1e300:
                raise self.refuse("a number in it is too large")
            return number(tree.value)
        if isinstance(tree, ast.Name):
            return name(self.quoted.get(tree.id, tree.id))
        if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, (ast.USub, ast.UAdd)):
            inner = self.node(tree.operand, depth + 1)
            return inner if isinstance(tree.op, ast.UAdd) else _negative(inner)
        if isinstance(tree, ast.BinOp) and type(tree.op) in BINARY:
            left, right = self.node(tree.left, depth + 1), self.node(tree.right, depth + 1)
            op = BINARY[type(tree.op)]
            return Node("add", (left, _negative(right))) if op == "sub" else Node(op, (left, right))
        if isinstance(tree, ast.Call):
            return self.call(tree, depth)
        what = ast.unparse(tree)
        raise self.refuse(f"{what!r} is not part of the language: numbers, names, + - * / ^ and {', '.join(FUNCTIONS)}")

    def call(self, tree, depth):
        function = getattr(tree.func, "id", None)
        function = SAME_FUNCTION.get(function, function)
        if function not in FUNCTIONS:
            raise self.refuse(f"there is no function {ast.unparse(tree.func)!r}{nearest(function, FUNCTIONS)}")
        if tree.keywords or any(isinstance(a, ast.Starred) for a in tree.args):
            raise self.refuse(f"{function} takes plain arguments only")
        args = [self.node(a, depth + 1) for a in tree.args]
        if len(args) < FUNCTIONS[function] or (len(args) > 1 and FUNCTIONS[function] == 1):
            raise self.refuse(f"{function} takes {FUNCTIONS[function]} argument(s), not {len(args)}")
        while len(args) > 2:
            args = [Node(function, tuple(args[:2])), *args[2:]]
        return Node(function, tuple(args))


def _negative(node):
    return number(-node.value) if node.op == "number" else Node("neg", (node,))
