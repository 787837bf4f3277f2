"""Units as people write them: billions, 1e18 FLOP, PF-days, nats per token."""

import re
from dataclasses import dataclass

from .numbers import SUFFIXES, lowered, parse_number

COUNTS = ("parameters", "tokens", "compute", "steps", "questions", "unique_tokens", "experts")
PREFIXES = {
    "kilo": 1e3,
    "mega": 1e6,
    "giga": 1e9,
    "tera": 1e12,
    "peta": 1e15,
    "exa": 1e18,
    "zetta": 1e21,
    "yotta": 1e24,
}
PREFIXES |= {"k": 1e3, "m": 1e6, "b": 1e9, "g": 1e9, "t": 1e12, "p": 1e15, "e": 1e18, "z": 1e21, "y": 1e24}
SECONDS = {"second": 1.0, "sec": 1.0, "hour": 3600.0, "hr": 3600.0, "day": 86400.0, "year": 365.25 * 86400.0}
SECONDS |= {"yr": SECONDS["year"]}
_PREFIX = "|".join(sorted(PREFIXES, key=len, reverse=True))
_FLOP = re.compile(rf"({_PREFIX})?flops?")
_FLOP_TIME = re.compile(rf"({_PREFIX})?(?:f|fs|f/s|flops?|flops?/s)({'|'.join(SECONDS)})s?")
_NOUNS = {
    "parameters": {"param", "params", "parameter", "parameters", "weights", "weight"},
    "tokens": {"token", "tokens", "tok", "toks"},
    "unique_tokens": {"token", "tokens", "tok", "toks"},
    "compute": {"flop", "flops"},
    "steps": {"step", "steps"},
}
_FILLERS = {"in", "of", "the", "number", "count", "units", "x", "\u00d7", "*", "#"}
_AMOUNTS = {"nat": "nats", "nats": "nats", "bit": "bits", "bits": "bits"}
_PER = {"token": "token", "tok": "token", "tokens": "token", "byte": "byte", "bytes": "byte", "b": "byte"}
_SHARES = ("share", "shares", "fraction", "fractions", "proportion", "0-1")
_PERCENT = {
    "%",
    "percent",
    "pct",
    "percentage",
    "0-100",
    "0\u2013100",
    "0..100",
    "0to100",
    "outof100",
    "/100",
    "percentcorrect",
}
KNOWN = {
    "compute": "FLOP with K, M, G, T, P, E, Z or Y before it, PF-days (or -hours, -seconds), a power of ten as 1e18",
    "loss": "nats/token, bits/token, nats/byte, bits/byte (bpb)",
    "score": "% or shares up to 1",
}
KNOWN_COUNTS = "K, M, B, T, thousands to trillions, a power of ten as 1e9"


@dataclass(frozen=True)
class Unit:
    """What a cell is multiplied by, and for a loss its amount ("nats", "bits") and what it is per, where said.

    words : how the unit was written, for the account.
    """

    factor: float = 1.0
    amount: str | None = None
    per: str | None = None
    words: str = ""


def parse_unit(phrase: object, measure: str) -> Unit | None:
    """The Unit that a phrase such as "billions of tokens", "PF-days" or "bits per byte" names; None if unknown.

    >>> parse_unit("1e18 FLOP", "compute").factor, parse_unit("bits/byte", "loss").amount
    (1e+18, 'bits')
    >>> parse_unit("A100-hours", "compute") is None
    True
    """
    words = lowered(re.sub(r"\s+", " ", str(phrase).strip().lower()))
    if measure in ("loss", "error"):
        return _loss_unit(words)
    if measure == "score" and words in _SHARES:
        return Unit(words=words)
    if measure == "score":
        return Unit(0.01, words="%") if words.replace(" ", "") in _PERCENT else _scale(words, measure)
    if measure == "compute":
        time = _flop_time(words)
        if time is not None:
            return time
    return _scale(words, measure)


def known_units(measure: str) -> str:
    """Words for the units that the reader knows for a measure."""
    return KNOWN.get(measure, KNOWN_COUNTS)


def _flop_time(words):
    match = _FLOP_TIME.fullmatch(re.sub(r"[\s\-_\u00b7\u22c5\u00d7*]|(?<=s)/(?=[a-z]{3})", "", words))
    if not match:
        return None
    return Unit(PREFIXES.get(match.group(1), 1.0) * SECONDS[match.group(2)], words=words)


def _scale(words, measure):
    factor = 1.0
    spaced = re.sub(r"(?<=[a-z])[\-_](?=[a-z])", " ", words)
    for word in re.findall(r"[^\s]+", re.sub(r"\u00d7|(?<!\*)\*(?!\*)|\bx(?=\s*\d)", " ", spaced)):
        number = _factor(word, measure)
        if number is None:
            return None
        factor *= number
    return Unit(factor, words=words)


def _factor(word, measure):
    """What one word of a unit multiplies by; None if it is unknown."""
    if word in _NOUNS.get(measure, ()) or word in _FILLERS:
        return 1.0
    if word in SUFFIXES:
        return SUFFIXES[word]
    flop = _FLOP.fullmatch(word) if measure == "compute" else None
    if flop:
        return PREFIXES.get(flop.group(1), 1.0)
    if measure == "compute" and len(word) > 2 and word in PREFIXES:
        return PREFIXES[word]
    noun = re.fullmatch(r"([0-9.+^*]+(?:e[+]?[0-9]+)?)([a-z]*)", word)
    try:
        number = parse_number(noun.group(1)) if noun else None
    except ValueError:
        return None
    if number is None or not 1 <= number < float("inf"):
        return None
    rest = 1.0 if not noun.group(2) else _factor(noun.group(2), measure)
    return None if rest is None else number * rest


def _loss_unit(words):
    if words in ("bpb", "bits per byte"):
        return Unit(1.0, "bits", "byte", words)
    flat = re.sub(r"\s*(?:/|\bper\b|_per_)\s*", "/", words.replace("_", " ")).replace("bits ", "bits/")
    flat = flat.replace("nats ", "nats/")
    amount, _, per = flat.partition("/")
    if (amount and amount not in _AMOUNTS) or (per and per not in _PER) or not (amount or per):
        return None
    return Unit(1.0, _AMOUNTS.get(amount), _PER.get(per), words)
