"""The key-insight card: a question, and an answer that a tap reveals."""

from functools import cached_property
from html import escape

from scaling_laws.formatting import typeset

from .. import kept
from .figure import check_sentence
from .viewer import Shown


class Card(Shown):
    """Question and answer of a key insight.

    name : str
        By which its chapter shows it.
    question : str, or callable
        Without arguments, to the question, where it holds computed numbers.
    answer : callable
        Without arguments, to the answer with its computed numbers; called when the card is first shown.
    """

    def __init__(self, name, question, answer):
        self.name, self._question, self._answer = name, question, answer

    @property
    def home(self):
        """The module that declares the card."""
        return self._answer.__module__

    @cached_property
    def question(self):
        """The question as a sentence."""
        return self._question() if callable(self._question) else self._question

    @cached_property
    def answer(self):
        """The answer as a sentence; InvalidArgument if it is none. Kept for the page of cards, where a build keeps."""
        answer = check_sentence("answer", self._answer())
        kept.put(self.home, f"card-{self.name}", {"question": self.question, "answer": answer})
        return answer

    def take_kept(self):
        """Take what the card's chapter computed in this build, if it did, and return the card."""
        vars(self).update(kept.get(self.home, f"card-{self.name}") or {})
        return self

    def html(self):
        return (
            '<details class="sl-card"><summary><small class="sl-eyebrow">Key insight</small> '
            f'<b class="sl-question">{escape(self.question)}</b> '
            f'<small class="sl-tap">Tap to reveal</small></summary><p>{escape(typeset(self.answer))}</p></details>'
        )

    def __repr__(self):
        return f"{self.question} {self.answer}"


def card(question):
    """Declare a card; the decorated function, without arguments, returns its answer and gives it its name.

    An underscore of the function's name is a hyphen in the card's.

    >>> @card("Why?")
    ... def reason():
    ...     return f"The loss falls with compute to the power {0.154:.2g}."
    >>> reason
    Why? The loss falls with compute to the power 0.15.
    """

    def declare(answer):
        return Card(answer.__name__.replace("_", "-"), question, answer)

    return declare
