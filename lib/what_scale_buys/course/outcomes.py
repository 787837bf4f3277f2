"""What each chapter promises, the exercises that practise it and the problems that ask for it.

The promises stand in the notebooks. Which exercise practises which stands here, by words that one promise holds.
"""

import json
import re
from functools import cache

from scaling_laws.errors import InvalidArgument

from ..chapters import TITLES
from ..reach import LIBRARY
from .problem import problems

NOTEBOOKS = LIBRARY.parent / "chapters"
CHAPTERS = [name for name in TITLES if name[:2].isdigit()]

PRACTISE = {
    "law-choices": "read a loss",
    "law-two-points": "say which exponent",
    "law-resistors": "say which exponent",
    "law-postpone": "redo the calculation",
    "law-design": "pure power law from one with a floor; judge a forecast",
    "flat-ratios": "four bars",
    "flat-doubling": "Convert between",
    "flat-axis": "Convert between",
    "flat-floor": "one more doubling",
    "flat-points": "Restate one gain",
    "flat-research": "curve has a floor",
    "chin-spend": "Derive the best",
    "chin-flat": "isoFLOP",
    "chin-ratio-drift": "Derive the best",
    "chin-breakeven": "Audit; what the correction changed",
    "chin-covariance": "famous fit",
    "fit-unit": "Read a table",
    "fit-halve": "honest interval; a floor, test a form",
    "fit-two": "Read a table; three ways",
    "fit-width": "three ways",
    "fit-form": "a floor, test a form; no fit",
    "meas-count": "ladder of training runs",
    "meas-one": "noise of training",
    "meas-straight": "three approaches",
    "meas-half": "a small ladder can teach",
    "meas-record": "Register a forecast",
    "data-own": "how much of the world",
    "data-half": "fortieth reading",
    "data-penalty": "fortieth reading",
    "data-conserve": "trained on their own output",
    "data-real-share": "trained on their own output",
    "data-judge": "a compressor can learn",
    "data-narrow": "a compressor can learn",
    "data-budget": "trained on their own output",
    "why-hand": "exponent of a learning curve",
    "why-halving": "exponent of a learning curve",
    "why-things": "a dive",
    "why-price": "code length",
    "why-mixture": "a dive",
    "why-tell": "quanta, spectra",
    "sat-two-gains": "in points, in odds",
    "sat-keys": "wrong keys",
    "sat-paired": "standard error",
    "sat-spread": "simulate a test",
    "sat-ogive": "rests on an assumption",
    "sat-research": "simulate a test; rests on an assumption",
    "emer-two-lengths": "exact match",
    "emer-how-many": "zeros included",
    "emer-best-cut": "exact match",
    "emer-token-visible": "zeros included",
    "emer-base-rate": "tell a jump",
    "emer-weibull": "test independence",
    "emer-census": "tell a jump",
    "gain-five-hundred": "error per step",
    "gain-one-fix": "list of small improvements",
    "gain-verifier": "error per step",
    "gain-three-attempts": "mixture of constant",
    "gain-month": "published time horizon",
    "gain-identity": "mixture of constant",
    "struct-mixtral": "two sizes of a mixture",
    "struct-border": "pair of sizes",
    "struct-library": "what retrieval saves",
    "struct-how-many": "two published laws",
    "struct-exponent": "two published laws",
    "struct-research": "two published laws",
    "small-stack": "multiplier it is worth",
    "small-slope": "changes its slope",
    "small-readings": "three ways",
    "small-memory": "multiplier it is worth",
    "small-students": "when a teacher pays",
    "small-crossing": "when a teacher pays",
    "small-filter-hard": "when a teacher pays",
    "small-census": "changes its slope",
    "think-how-many": "without bias",
    "think-jury": "a vote converges",
    "think-slope": "without bias",
    "think-verifier": "a vote converges",
    "think-where": "replace a larger model",
    "think-worth": "test-time scaling",
    "think-research": "replace a larger model",
    "cost-by-hand": "write the bill",
    "cost-waiting": "split the growth; falling prices",
    "cost-correlated": "split the growth",
    "cost-scale-dependent": "split the growth",
    "cost-economies": "value function",
    "cost-elasticity": "value function",
    "next-interval": "interval into a distribution",
    "next-twice": "limits the largest run",
    "next-closed": "rank the inputs",
    "next-misses": "prediction that can fail",
    "next-brier": "prediction that can fail",
    "next-missing": "rank the inputs",
}
_LIST = re.compile(r"What you will be able to do\n(.*?)^[`:]{3,}\s*$", flags=re.M | re.S)
_EXERCISE = re.compile(r"^[`:]{3,}\{exercise[\w-]*\} *(.*)\n:label: *([\w-]+)", flags=re.M)


@cache
def stated(chapter):
    """The sentences of what a chapter's reader will be able to do."""
    found = _LIST.search(_prose(chapter))
    if not found:
        raise InvalidArgument("chapter", chapter, "one that says what its reader will be able to do")
    lines = found.group(1).split("\n- ")[1:]
    return [" ".join(line.split()).rstrip(".;") for line in lines]


@cache
def exercises(chapter):
    """{label: title} of a chapter's exercises."""
    return {label: title.strip() for title, label in _EXERCISE.findall(_prose(chapter))}


def outcome(chapter, words):
    """The one sentence of a chapter that holds the words; InvalidArgument if none does, or several."""
    found = [sentence for sentence in stated(chapter) if words.casefold() in sentence.casefold()]
    if len(found) != 1:
        raise InvalidArgument("outcome", words, f"words of one sentence of {chapter}")
    return found[0]


def covered(chapter):
    """{outcome: (labels of its exercises, ids of its problems)} of a chapter."""
    found = {sentence: ([], []) for sentence in stated(chapter)}
    for label in exercises(chapter):
        for words in PRACTISE[label].split("; "):
            found[outcome(chapter, words)][0].append(label)
    for id, problem in problems().items():
        if problem.chapter == chapter:
            found[outcome(chapter, problem.outcome)][1].append(id)
    return found


@cache
def _prose(chapter):
    cells = json.loads((NOTEBOOKS / f"{chapter}.ipynb").read_text(encoding="utf-8"))["cells"]
    return "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
