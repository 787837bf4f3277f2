"""The key-insight card: a question, and an answer that a tap reveals."""

from dataclasses import dataclass
from html import escape

from ..quantity import typeset
from .figure import check_sentence


@dataclass(frozen=True)
class Card:
    """Question and answer of a key insight; the answer is built from computed numbers."""

    question: str
    answer: str

    def __post_init__(self):
        check_sentence("answer", self.answer)

    def html(self):
        return (
            '<details class="sl-card"><summary><small class="sl-eyebrow">Key insight</small> '
            f'<b class="sl-question">{escape(self.question)}</b> '
            f'<small class="sl-tap">Tap to reveal</small></summary><p>{escape(typeset(self.answer))}</p></details>'
        )

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/plain": repr(self), "text/html": self.html()}

    def __repr__(self):
        return f"{self.question} {self.answer}"
