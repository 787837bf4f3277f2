"""A claim of the articles, and the computation that judges it.

A verdict is never written down: `judge` computes it from inputs that can be replaced. Each claim that can be
decided also names the evidence that would decide it otherwise (`opposite`), so that anybody, and a
test, can feed it and see the verdict change.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from html import escape
from inspect import signature

from scaling_laws.errors import InvalidArgument, UnknownKey, require_choice
from scaling_laws.formatting import typeset
from scaling_laws.quantity import Quantity

from . import kept
from .chapters import chapter_of
from .display.viewer import Shown, on_site
from .published import cite, link, named

ARTICLES = {
    "A": "The Diminishing Returns of Scale",
    "B": "The Unintuitive Upside of Diminishing Returns",
    "C": "The Scaling Debate: Are We Hitting Diminishing Returns?",
    "X": "Between the articles",
}


class Verdict(StrEnum):
    """The five answers a claim can get."""

    HOLDS = "holds"
    HOLDS_IF = "holds if"
    CONTRADICTED = "contradicted"
    INCONSISTENT = "inconsistent"
    NOT_CHECKABLE = "not checkable"

    @property
    def kind(self):
        """The verdict as a word for style sheets and filters."""
        return self.name.lower().replace("_", "-")

    @property
    def lead(self):
        """The words between the verdict and its qualifier."""
        return {"inconsistent": "with ", "not checkable": "missing: "}.get(self.value, "")


_NEEDS = {
    Verdict.HOLDS_IF: "the condition under which the claim holds",
    Verdict.INCONSISTENT: "the other passage that it contradicts",
    Verdict.NOT_CHECKABLE: "what is missing to check it",
}


@dataclass(frozen=True)
class Finding:
    """What the computation found.

    because : str
        One or two sentences with the decisive numbers (and intervals, where they were estimated).
    qualifier : str
        The condition, the other passage, or what is missing, as the verdict requires.
    numbers : tuple of Quantity
        The decisive numbers, named.

    Raises
    ------
    InvalidArgument
        If a verdict that needs a qualifier has none.
    """

    verdict: Verdict
    because: str
    qualifier: str = ""
    numbers: tuple = ()

    def __post_init__(self):
        if self.verdict in _NEEDS and not self.qualifier:
            raise InvalidArgument("qualifier", self.qualifier, f"needed for {self.verdict}: {_NEEDS[self.verdict]}")

    def as_record(self):
        """The finding as plain data."""
        return {
            "verdict": self.verdict.value, "because": str(self.because), "qualifier": str(self.qualifier),
            "numbers": [number.as_record() for number in self.numbers],
        }  # fmt: skip

    @classmethod
    def from_record(cls, record):
        """The inverse of `as_record`."""
        numbers = tuple(Quantity.from_record(number) for number in record["numbers"])
        return cls(Verdict(record["verdict"]), record["because"], record["qualifier"], numbers)


def _nothing():
    return {}


def _called(mapping):
    """A mapping, given as it is or by a function without arguments, as a dict."""
    return dict(mapping() if callable(mapping) else mapping)


@dataclass(frozen=True)
class Claim(Shown):
    """A checkable statement of an article, in our words; declared by `claim`.

    id : str
        Letter of the article and number, as in "A8".
    paraphrase : str
        The statement, never in the article's own sentence.
    chapter : str
        File name of the chapter that treats it, without extension.
    judge : callable
        Keyword inputs to Finding; it reads nothing but its inputs.
    would_change : str
        In words: the evidence that would change the verdict.
    evidence : callable
        Without arguments, to a mapping of the judge's inputs; called when the claim is first judged.
    opposite : mapping, or callable that returns one
        Replacements for some inputs under which the verdict is another.
    sources_for, sources_against : tuple of str
        Citation keys.
    place : str
        Where the article says it: section and paragraph, in our words.

    Raises
    ------
    InvalidArgument
        If the id names no article; when the claim is first judged, if the evidence does not fit the judge.
    """

    id: str
    paraphrase: str
    chapter: str
    judge: Callable[..., Finding]
    would_change: str
    evidence: Callable[[], Mapping] = _nothing
    opposite_evidence: Callable[[], Mapping] | Mapping = _nothing
    sources_for: tuple = ()
    sources_against: tuple = ()
    place: str = ""

    def __post_init__(self):
        require_choice("article", self.id[:1], ARTICLES)

    @property
    def home(self):
        """The module that declares the claim."""
        return self.judge.__module__

    @cached_property
    def inputs(self):
        """The evidence as it stands, by name of the judge's parameters."""
        found, wanted = _called(self.evidence), set(signature(self.judge).parameters)
        if set(found) != wanted:
            raise InvalidArgument(
                f"evidence of claim {self.id}", sorted(found), f"one entry for each of {sorted(wanted)}"
            )
        return found

    @cached_property
    def opposite(self):
        """The replacements under which the verdict is another."""
        return self._named(_called(self.opposite_evidence))

    def _named(self, replacements):
        for name in replacements:
            require_choice(f"input of claim {self.id}", name, sorted(self.inputs))
        return replacements

    @property
    def article(self):
        return self.id[0]

    def finding(self, **replacements):
        """Compute the verdict, with some inputs replaced if wished.

        Raises
        ------
        InvalidArgument
            If a replacement names no input of this claim.
        """
        return self.judge(**{**self.inputs, **self._named(replacements)})

    @cached_property
    def found(self):
        """The finding on the evidence as it stands; kept for the pages that gather, where a build keeps."""
        found = self.finding()
        kept.put(self.home, self._record_name, found.as_record())
        return found

    def take_kept(self):
        """Take the finding that the claim's chapter computed in this build, if it did, and return the claim."""
        if record := kept.get(self.home, self._record_name):
            vars(self)["found"] = Finding.from_record(record)
        return self

    @property
    def _record_name(self):
        return f"claim-{self.id}"

    @property
    def verdict(self):
        return self.found.verdict

    @property
    def kind(self):
        """The verdict as a word for style sheets and filters."""
        return self.verdict.kind

    def html(self, more=""):
        """On the site one line, badge, claim and its place, that opens to the rest; in a notebook all of it.

        more : HTML that ends the entry.
        """
        kind, found = self.kind, self.found
        said = f'<span class="sl-id">{self.id}</span> {escape(typeset(self.paraphrase))}{self._place_html()}'
        badge = f'<strong class="sl-badge">{found.verdict}</strong>'
        condition = f' <span class="sl-qualifier">{found.verdict.lead}{escape(typeset(found.qualifier))}</span>'
        verdict = f'<p class="sl-verdict">{badge}{condition if found.qualifier else ""}</p>'
        rest = (
            f"<p>{escape(typeset(found.because))}</p>{self._numbers_html(found)}"
            f'<p class="sl-fine"><b>Would change it:</b> {escape(self.would_change)}</p>{self._sources_html()}{more}'
        )
        attributes = (
            f'class="sl-claim sl-{kind}" id="claim-{self.id}" data-article="{self.article}"'
            f' data-verdict="{kind}" data-chapter="{escape(self.chapter)}"'
        )
        if on_site():
            line = f'<summary>{badge} <span class="sl-claim-text">{said}</span></summary>'
            return f"<details {attributes}>{line}{verdict if found.qualifier else ''}{rest}</details>"
        return (
            f'<section {attributes} aria-label="Claim {self.id}"><p class="sl-claim-text">{said}</p>'
            f"{verdict}{rest}</section>"
        )

    def _place_html(self):
        return f' <small class="sl-place">{escape(self.place)}</small>' if self.place else ""

    @staticmethod
    def _numbers_html(found):
        items = "".join(f"<li>{escape(number.name)}: {escape(typeset(number))}</li>" for number in found.numbers)
        return f'<ul class="sl-numbers">{items}</ul>' if items else ""

    def _sources_html(self):
        sides = (("For", self.sources_for), ("Against", self.sources_against))
        parts = [f"<b>{side}:</b> {'; '.join(map(_source_html, keys))}" for side, keys in sides if keys]
        return f'<p class="sl-fine">{" · ".join(parts)}</p>' if parts else ""

    def __repr__(self):
        found = self.found
        qualifier = f" ({found.verdict.lead}{found.qualifier})" if found.qualifier else ""
        return f"{self.id}: {self.paraphrase} — {str(found.verdict).upper()}{qualifier}. {found.because}"


def _source_html(key):
    """Name and year of a source; on the site told from its namesakes and linked to where it can be read."""
    if not on_site():
        return escape(cite(key))
    target = link(key)
    return f'<a href="{escape(target, quote=True)}">{escape(named(key))}</a>' if target else escape(named(key))


def claim(
    claim_id, paraphrase, *, would_change, evidence=_nothing, opposite=_nothing, sources_for=(), sources_against=(),
    chapter=None, place="",
):  # fmt: skip
    """Declare a claim; the decorated function is its judge, from keyword inputs to a Finding.

    chapter : by default that of the room in which the judge stands. The other parameters are those of `Claim`.
    """

    def declare(judge):
        where = chapter or chapter_of(judge.__module__)
        return Claim(
            claim_id, paraphrase, where, judge, would_change, evidence, opposite, tuple(sources_for),
            tuple(sources_against), place,
        )  # fmt: skip

    return declare


def in_order(claim):
    """Sorting key: article, then number."""
    return claim.id[0], int(claim.id[1:])


class Claims(Shown, Mapping):
    """The claims of one chapter by id, in order of article and number; displays itself as the chapter's closing box.

    Raises
    ------
    UnknownKey
        For an id that the chapter does not treat; the message offers the nearest.
    """

    def __init__(self, *claims):
        self._by_id = {c.id: c for c in sorted(claims, key=in_order)}
        if len(self._by_id) < len(claims):
            raise InvalidArgument("claims", [c.id for c in claims], "each id once only")

    def __getitem__(self, claim_id):
        if claim_id not in self._by_id:
            raise UnknownKey("claim of this chapter", claim_id, self._by_id)
        return self._by_id[claim_id]

    def __iter__(self):
        return iter(self._by_id)

    def __len__(self):
        return len(self._by_id)

    def html(self):
        if not self:
            return f'<p class="sl-fine">{self!r}</p>'
        rows = "".join(
            f'<tr><th scope="row"><a href="#claim-{c.id}">{c.id}</a></th><td>{escape(c.paraphrase)}</td>'
            f'<td><strong class="sl-badge sl-{c.kind}">{c.verdict}</strong></td></tr>'
            for c in self.values()
        )
        head = "".join(f'<th scope="col">{text}</th>' for text in ("Claim", "In our words", "Verdict"))
        return f'<table class="sl-table sl-verdicts"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'

    def __repr__(self):
        if not self:
            return "This chapter enters no claim in the ledger."
        return "\n".join(f"{c.id}: {str(c.verdict).upper()}" for c in self.values())
