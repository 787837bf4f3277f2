"""What a column head says: which measure, in which unit, of which kind."""

import re
from dataclasses import dataclass
from functools import lru_cache

from .measures import LOWER, MEASURES, REMARKS, UPPER
from .units import COUNTS, PREFIXES, SECONDS, Unit, parse_unit

LONGEST = 200  # characters of a head that are looked at
BANDS = ("__min", "__max")
UNSEEN = re.compile("[\u200b-\u200d\u2060\ufeff\u00ad]")  # characters of no width, which copied tables carry
_COMPOUNDS = (
    (r"(?:non|no|without|wo|excl|excluding|exclude|minus)_?(?:emb|embed|embeds|embedding|embeddings)", "noembedding"),
    (r"(?:with|w|incl|including|include|plus)_(?:emb|embed|embeds|embedding|embeddings)", "withembedding"),
    (r"([kmbgt])_?(params?|parameters|tokens?|toks?)", r"\2_\1"),
    (r"held_out|hold_out|holdout", "heldout"),
    (r"(kilo|mega|giga|tera|peta|exa|zetta|yotta)_(flops?)", r"\1\2"),
)
_PREFIX = "|".join(sorted(PREFIXES, key=len, reverse=True))
_FLOP_WORD = re.compile(rf"({_PREFIX})flops?")
_TIME = re.compile(rf"(?:^|_)((?:{_PREFIX})?_?(?:f|fs|f_s|flops?|flops?_s)_?(?:{'|'.join(SECONDS)})s?)(?=_|$)")
_LOSS = re.compile(r"(?:^|_)(?:in_)?((?:nats?|bits?)(?:_per_(?:token|tok|byte|[a-z]+))?|bpb|per_(?:token|byte))(?=_|$)")
_LOGARITHM = re.compile(r"(?:^|_)(log|log10|log2|ln|lg|log_10|log_2)_")
_VOCABULARY = {
    measure: frozenset(word for name in names for word in name.split("_"))
    for measure, (names, _, _) in MEASURES.items()
}
_QUANTILE = re.compile(r"(?:^|_)(?:(?:p|q|percentile|quantile)_?([0-9]+(?:_[0-9]+)?)|(2_5|97_5)(?:_pct)?)(?=_|$)")
_LEVEL = re.compile(r"(?:ci)?([5-9][0-9])(?:ci|pct)?")
_RATIO = re.compile(r"\s*[A-Za-z]\s*/\s*[\d.]*\s*[A-Za-z]{1,2}\s*")  # D/N, C/6ND
_SHORT = ("k", "m", "b", "t", "g", "mn", "mio", "bn", "tn")


@dataclass(frozen=True)
class Reading:
    """A head read as one measure.

    unit : the Unit. kind : which kind of the measure, as "without embeddings", or "". unknown : words in
    brackets that are neither a known unit nor a known remark. core : whether the words outside name the measure.
    """

    unit: Unit = Unit()
    kind: str = ""
    unknown: tuple[str, ...] = ()
    core: bool = True


@lru_cache(maxsize=2**14)
def plain(head: str) -> str:
    """A head in lower case with one underscore between words and no brackets: config/nParams becomes config_n_params.

    >>> plain("Model Size (B)"), plain("config/nParams"), plain("eval/loss")
    ('model_size', 'config_n_params', 'eval_loss')
    """
    bare = re.sub(r"\(.*?\)|\[.*?\]|\{.*?\}", " ", UNSEEN.sub("", str(head)[:LONGEST]))
    bare = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", bare).replace("%", " pct ").replace("w/o", "without ").lower()
    return re.sub(r"[\s\-./:|,;_#\\$\"'\u2191\u2193]+", "_", bare).strip("_")


def brackets(head: str) -> list[str]:
    """The phrases in the brackets of a head, split at commas.

    >>> brackets("loss (nats/token, C4) [val]")
    ['nats/token', 'C4', 'val']
    """
    found = re.findall(r"\((.*?)\)|\[(.*?)\]|\{(.*?)\}", str(head)[:LONGEST])
    return [part.strip() for group in found for part in re.split("[,;]", "".join(group)) if part.strip()]


def is_band(head: str) -> bool:
    """Whether a head is one of the smoothing bands that Weights & Biases exports beside a metric."""
    return str(head).strip().lower().endswith(BANDS)


@lru_cache(maxsize=2**14)
def is_logarithm(head: str, measure: str) -> bool:
    """Whether a head says that its cells are logarithms of the measure.

    >>> is_logarithm("log10 N", "parameters"), is_logarithm("log_loss", "label")
    (True, False)
    """
    word = plain(re.sub(r"(?i)\b(log10|log2|log|ln|lg)\s*\(([^)]*)\)", r"\1 \2", str(head)[:LONGEST]))
    match = _LOGARITHM.match(word)
    return match is not None and measure in (*COUNTS, "loss") and read_head(word[match.end() :], measure) is not None


@lru_cache(maxsize=2**14)
def read_head(head: str, measure: str, named: bool = False) -> Reading | None:
    """The Reading of a head as `measure`, or None if the head does not name it.

    named : the user has chosen the column, so that only its unit is sought.

    >>> read_head("total_gflops", "compute").unit.factor, read_head("params_b", "parameters").unit.factor
    (1000000000.0, 1000000000.0)
    >>> read_head("Non-embedding parameters", "parameters").kind, read_head("batch tokens", "tokens")
    ('without embeddings', None)
    """
    if not named and (is_band(head) or _RATIO.fullmatch(str(head)[:LONGEST])):
        return None
    text = plain(head)
    for pattern, word in _COMPOUNDS:
        text = re.sub(rf"(?<![a-z0-9])(?:{pattern})(?![a-z0-9])", word, text)
    if not named and not _may_name(text, measure):
        return None
    text, unit = _unit_words(text, measure)
    words, unit = _scale_words([word for word in text.split("_") if word], measure, unit)
    kind = _kind(words, measure, unit)
    if kind is None and not named:
        return None
    inside, remarks, unknown = _inside(head, measure)
    notes = [word for word in (kind, *remarks) if word]
    return Reading(_together(unit, inside), ", ".join(dict.fromkeys(notes)), tuple(unknown), kind is not None)


def _may_name(text, measure):
    """Whether a head has any word of a measure or of its units: a quick look, since tables may have many columns."""
    if measure not in MEASURES:
        return True
    hints = {"compute": ("f",), "loss": ("nat", "bit", "bpb")}.get(measure, ())
    return not _VOCABULARY[measure].isdisjoint(text.split("_")) or any(hint in text for hint in hints)


def _unit_words(text, measure):
    """The words without those of a unit that has several, and that Unit."""
    pattern = {"compute": _TIME, "loss": _LOSS}.get(measure)
    match = pattern.search(text) if pattern else None
    if not match:
        return text, Unit()
    written = match.group(1).strip("_")
    unit = parse_unit(written.replace("_", " ") if measure == "loss" else written, measure)
    if unit is None:
        return text, Unit()
    left = (text[: match.start(1)] + text[match.end(1) :]).strip("_")
    core = {"loss": "loss", "compute": "compute"}[measure]
    named = set(left.split("_")) & MEASURES[measure][0]
    return left if named else f"{left}_{core}".strip("_"), unit


def _scale_words(words, measure, unit):
    """The words without those that are scales, and the Unit with these in it."""
    kept, factor, written = [], unit.factor, [unit.words] if unit.words else []
    for k, word in enumerate(words):
        flop = _FLOP_WORD.fullmatch(word) if measure == "compute" else None
        scale = None if flop else _scale(word, k, words, measure)
        if flop:
            kept.append("flops")
            factor *= PREFIXES[flop.group(1)]
            written.append(word)
        elif scale is not None:
            factor *= scale.factor
            written.append(scale.words)
        else:
            kept.append(word)
    return kept, Unit(factor, unit.amount, unit.per, " ".join(written))


def _scale(word, position, words, measure):
    if measure == "score" and word in ("pct", "percent", "percentage"):
        return Unit(0.01, words="%")
    if measure not in COUNTS or len(words) == 1:
        return None
    last, long = position == len(words) - 1, len(word) > 3 or word[0].isdigit()
    if word in _SHORT:
        return parse_unit(word, measure) if last and len("".join(words[:-1])) > 1 else None
    return parse_unit(word, measure) if long and parse_unit(word, measure) != Unit(words=word) else None


def _kind(words, measure, unit):
    """Which kind of the measure the words name, "" if none in particular, None if they do not name it."""
    if measure not in MEASURES:
        return "" if "_".join(words) == plain(measure) else None
    names, neutral, kinds = MEASURES[measure]
    for start in range(len(words) + 1):
        for end in range(len(words), start, -1):
            rest = words[:start] + words[end:]
            if end - start == 1 and len(words[start]) == 1 and "model" in rest:
                continue  # d_model is a width
            if "_".join(words[start:end]) in names and all(word in neutral or word in kinds for word in rest):
                return " and ".join(dict.fromkeys(kinds[word] for word in rest if word in kinds))
    return None


def _inside(head, measure):
    """Units, remarks of kind, and unknown phrases in the brackets of a head."""
    units, kinds, unknown = [], [], []
    symbols = {"parameters": "n", "tokens": "d", "compute": "c", "loss": "l"}
    for phrase in brackets(head):
        words = phrase.lower().split()
        if phrase.lower() == symbols.get(measure) or (measure == "compute" and phrase.upper() in ("6ND", "6 N D")):
            continue
        unit = parse_unit(phrase, measure)
        if unit is not None:
            units.append(unit)
        elif all(word in REMARKS for word in words) or _names_a_kind(phrase, measure):
            kinds.append(_kind_of_remark(phrase, measure))
        else:
            unknown.append(phrase)
    return units, kinds, unknown


def _names_a_kind(phrase, measure):
    return measure in MEASURES and bool(plain(phrase)) and read_head(f"{plain(phrase)} {measure}", measure) is not None


def _kind_of_remark(phrase, measure):
    found = read_head(f"{plain(phrase)} {measure}", measure)
    return found.kind if found and found.kind else phrase


def _together(unit, more):
    factor, amount, per, words = unit.factor, unit.amount, unit.per, [unit.words] if unit.words else []
    for other in more:
        factor *= other.factor
        amount, per = other.amount or amount, other.per or per
        words.append(other.words)
    return Unit(factor, amount, per, " ".join(words))


def bound_of(head: str) -> tuple[str | None, str, float | None]:
    """("low" or "high", the words left, the level if it is said) for a head that holds a bound of an interval.

    (None, "", None) for any other.

    >>> bound_of("loss_ci95_low"), bound_of("loss (90% high)"), bound_of("loss_p5"), bound_of("loss")
    (('low', 'loss', 0.95), ('high', 'loss', 0.9), ('low', 'loss', 0.9), (None, '', None))
    """
    text = plain(re.sub(r"[()\[\]{}]", " ", str(head)[:LONGEST]))
    quantile = _QUANTILE.search(text)
    if quantile and quantile.group(1) not in ("50", "0_5"):
        digits = quantile.group(1) or quantile.group(2)
        share = float(digits.replace("_", "."))
        share /= 1 if digits.startswith("0_") else 1000 if len(digits) == 3 and digits.isdigit() else 100
        stem = (text[: quantile.start()] + text[quantile.end() :]).strip("_")
        return ("low" if share < 0.5 else "high"), stem, round(abs(1 - 2 * share), 6)
    words = text.split("_")
    side = next((s for s, names in (("low", LOWER), ("high", UPPER)) if set(words) & set(names)), None)
    if side is None:
        return None, "", None
    level = next((int(found.group(1)) / 100 for word in words if (found := _LEVEL.fullmatch(word))), None)
    drop = {*LOWER, *UPPER, "ci", "pct", "bound", "confidence", "interval", "limit"}
    return side, "_".join(word for word in words if word not in drop and not _LEVEL.fullmatch(word)), level
