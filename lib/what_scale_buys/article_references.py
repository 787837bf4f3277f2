"""What the one article with a reference list cites, and whether the sources say what they are cited for.

Article B alone lists references; A and C name studies and laboratories in passing. Every row of
`data/article_references.csv` is one number of the list: the source, its kind, how often the text cites it, for what,
what it says, whether that supports the sentence, and how it was verified (`seen`: primary, in the source;
secondary, in somebody else's text; title, by nothing but its title). `says` is empty where nobody read it.
"""

import csv
from collections import Counter
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files

from scaling_laws.quantity import Numbers, exact, percent

from . import published
from .claims import Claims, Finding, Verdict, claim
from .display.viewer import Shown

CHAPTER = "references"
AGREEMENT = ("supports", "partly", "reverse", "not read", "missing")
SOURCE_16, SOURCE_21 = 16, 21


@dataclass(frozen=True)
class Reference:
    """One number of the list, as text where the table holds text; `source` is empty where the list has a gap."""

    number: int
    source: str
    kind: str
    cited: int
    cited_for: str
    says: str
    agreement: str
    seen: str

    @property
    def listed(self):
        return bool(self.source)


@cache
def references():
    """All numbers of article B's list, the missing ones among them, in order."""
    text = files("what_scale_buys").joinpath("data/article_references.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return tuple(Reference(**{**row, "number": int(row["number"]), "cited": int(row["cited"])}) for row in rows)


def missing(numbers):
    """Numbers up to the largest that a list lacks.

    >>> missing({1, 2, 4})
    [3]
    """
    return [number for number in range(1, max(numbers) + 1) if number not in numbers]


def numbers():
    """The counts that the page of references names in prose."""
    listed = [r for r in references() if r.listed]
    kinds, agreement = Counter(r.kind for r in listed), Counter(r.agreement for r in listed)
    gaps = missing({r.number for r in listed})
    return Numbers(
        listed=exact(len(listed)),
        highest=exact(references()[-1].number),
        papers=exact(kinds["research paper"]),
        others=exact(len(listed) - kinds["research paper"]),
        reverse=exact(agreement["reverse"]),
        supports=exact(agreement["supports"]),
        unread=exact(agreement["not read"]),
        gaps=exact(len(gaps)),
        gap_cited=exact(sum(r.cited for r in references() if not r.listed)),
    )


class ReferenceList(Shown):
    """The annotated list, for the page of references: one entry a number, the missing ones among them."""

    def html(self):
        return "".join(map(_entry, references()))

    def __repr__(self):
        return "\n".join(f"[{r.number}] {_name(r)}, {r.kind}, {_times(r)}: {_answer(r)}" for r in references())


_LOOKS = dict(zip(AGREEMENT, ("holds", "holds-if", "contradicted", "not-checkable", "inconsistent"), strict=True))
_WORDS = {"supports": "supports the sentence", "partly": "supports it in part", "reverse": "says the reverse"}
_SEEN = {"primary": "read in the source", "secondary": "as reported by others", "title": "known by its title"}


def _entry(r):
    title = f"<p><i>{escape(published.title(r.source))}</i></p>" if r.listed else ""
    says = f"<p><b>Says:</b> {escape(r.says)}.</p>" if r.says else ""
    return (
        f'<section class="sl-claim sl-{_LOOKS[r.agreement]}" aria-label="Reference {r.number}">'
        f'<p class="sl-verdict"><span class="sl-id">[{r.number}]</span> {escape(_name(r))} '
        f'<strong class="sl-badge">{_answer(r)}</strong></p>'
        f"{title}<p><b>Cited for:</b> {escape(r.cited_for)}.</p>{says}"
        f'<p class="sl-fine">{r.kind} · cited {_times(r)}{_seen(r)}</p></section>'
    )


def _name(r):
    return published.cite(r.source) if r.listed else "No such entry"


def _seen(r):
    return f" · {_SEEN[r.seen]}" if r.listed else ""


def _times(r):
    return {0: "never", 1: "once", 2: "twice", 3: "three times"}[r.cited]


def _answer(r):
    return _WORDS.get(r.agreement, r.agreement)


def _row(number):
    return next(r for r in references() if r.number == number)


def _listed():
    return tuple(r.number for r in references() if r.listed)


@claim(
    "B26",
    "Most observers hold that scaling keeps a high return at the frontier.",
    chapter=CHAPTER,
    place="section on investment, last sentence",
    would_change="A survey, with its sample, in which most of those who decide on scaling say so.",
    evidence=lambda: dict(
        number=SOURCE_16,
        agreement=_row(SOURCE_16).agreement,
        basis=published.row("techcrunch_2024_basis").value,
        surveyed=None,
    ),
    opposite={"surveyed": 0.7},
    sources_against=("techcrunch2024laws", "ord2025paradox"),
)
def b26(number, agreement, basis, surveyed=None):
    """The article's own evidence for it; `surveyed` : share of those who decide on scaling that say so, if asked."""
    if surveyed is not None:
        share = percent(surveyed, "share that says so")
        verdict = Verdict.HOLDS if surveyed > 0.5 else Verdict.CONTRADICTED
        return Finding(verdict, f"Of those asked {share.short} say so.", numbers=(share,))
    because = f"The one source given is number {number} of the list. It rests on {basis}, which counts no heads."
    if agreement == "reverse":
        because += (
            " Its headline has diminishing returns and laboratories that change course: it says the reverse of the"
            " sentence. A bad reference is no evidence against a view."
        )
    return Finding(Verdict.NOT_CHECKABLE, because, "a survey of those who decide on scaling, with its sample")


@claim(
    "B31",
    "There is some evidence that improvement is slowing.",
    chapter=CHAPTER,
    place="section on limitations, fifth sentence",
    would_change="The missing reference, with a measured series in it.",
    evidence=lambda: dict(
        listed=_row(SOURCE_21).listed,
        rate_before=published.figure("epoch_eci_rate_before"),
        rate_after=published.figure("epoch_eci_rate_after"),
    ),
    opposite={"listed": True},
    sources_against=("epoch2025eci",),
)
def b31(listed, rate_before, rate_after):
    """Whether some evidence shows slowing: what is cited for it, and one index against it."""
    against = (
        f" One index over many benchmarks rises by {rate_after} after April 2024, against {rate_before} before "
        "(read in a report by others; its makers connect the change with reasoning models)."
    )
    if not listed:
        because = "One of the two references given for it does not exist; the other is a forum post." + against
        return Finding(Verdict.NOT_CHECKABLE, because, "the evidence meant: the reference list has no such number")
    return Finding(
        Verdict.HOLDS_IF,
        "Both references can be read." + against,
        "slowing is meant of single benchmarks, not of an index of many",
    )


@claim(
    "B32",
    "The reference list supports the article's sentences.",
    chapter=CHAPTER,
    place="the list of references",
    would_change="A list in which every number that the text cites stands once.",
    evidence=lambda: dict(listed=_listed(), cited=tuple(r.number for r in references() if r.cited)),
    opposite=lambda: {"listed": tuple(range(1, 1 + max(_listed())))},
)
def b32(listed, cited):
    """Whether the list is complete: every number cited is listed."""
    gaps = missing(set(listed))
    dangling = sorted(set(cited) - set(listed))
    shown = (exact(len(listed)).named("entries listed"), exact(max(listed)).named("highest number"))
    if not gaps and not dangling:
        return Finding(Verdict.HOLDS, f"All {len(listed)} numbers up to {max(listed)} are there.", numbers=shown)
    because = (
        f"The list runs to {max(listed)} with {len(listed)} entries; {_and(gaps)} are missing, "
        f"and {_and(dangling)} is cited all the same."
    )
    return Finding(Verdict.CONTRADICTED, because, numbers=shown)


def _and(numbers):
    return " and ".join(map(str, numbers)) or "none"


CLAIMS = Claims(b26, b31, b32)
