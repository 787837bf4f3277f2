"""Formulas as text: parsed safely, evaluated, and differentiated exactly, first and second order."""

from .evaluate import evaluate
from .nodes import Node, names_in, substitute
from .parse import FUNCTIONS, Formula, parse

__all__ = ["FUNCTIONS", "Formula", "Node", "evaluate", "names_in", "parse", "substitute"]
