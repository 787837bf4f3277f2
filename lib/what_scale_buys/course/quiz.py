"""The problems of a chapter as its page asks them: answered in place on the site, folded in a notebook."""

import json
from html import escape

from scaling_laws.formatting import typeset

from ..display.viewer import Shown, answers_shown, on_site
from .judge import OPPOSITE, TOO_LARGE, TOO_SMALL, in_unit, judge, tests


class Quiz(Shown):
    """All problems of a chapter with the numbers of its page.

    problems : {id: Problem}, dealt when the quiz is first shown.
    """

    def __init__(self, problems):
        self._problems = problems

    def cases(self):
        """One Case a problem, in the order in which they are declared."""
        return [problem.deal() for problem in self._problems.values()]

    def html(self):
        item = _form if on_site() and answers_shown() else _folded
        items = "".join(item(place, case) for place, case in enumerate(self.cases(), start=1))
        return f'<div class="sl-quiz">{items}</div>'

    def __repr__(self):
        lines = (f"{place}. {case.text}{_options(case)}" for place, case in enumerate(self.cases(), start=1))
        return "\n".join(lines)


def _options(case):
    return f" ({'; '.join(case.options.values())})" if case.options else ""


def _form(place, case):
    """A question that answers: native controls, and beside them the folded answer for a page without scripts."""
    data = escape(json.dumps(recognised(case), ensure_ascii=False, separators=(",", ":")), quote=True)
    name = f"quiz-{case.problem.id}"
    return (
        f'<form class="sl-item" id="{name}" data-quiz="{data}"><fieldset><legend><b>{place}.</b> {_text(case.text)}'
        f"</legend>{_controls(case, name)} <button>Check</button>"
        f'<output role="status" for="{name}-answer"></output></fieldset>{_answer(place, case)}</form>'
    )


def _folded(place, case):
    options = "".join(f"<li>{_text(text)}</li>" for text in case.options.values())
    answer = _answer(place, case) if answers_shown() else ""
    return f'<div class="sl-item"><p><b>{place}.</b> {_text(case.text)}</p><ul>{options}</ul>{answer}</div>'.replace(
        "<ul></ul>", ""
    )


def _controls(case, name):
    if case.options:
        radios = (
            f'<label><input type="radio" name="{name}" value="{key}"> {_text(text)}</label>'
            for key, text in case.options.items()
        )
        return f'<span class="sl-options" id="{name}-answer">{"".join(radios)}</span>'
    return (
        f'<label>Your answer, {escape(in_unit(case.unit))}: <input id="{name}-answer" type="text"'
        ' inputmode="decimal" autocomplete="off"></label>'
    )


def _answer(place, case):
    return (
        f'<details class="sl-solved"><summary>Answer to question {place}</summary>'
        f"<p><b>{_text(case.solution)}.</b> {_text(case.because)}</p></details>"
    )


def _text(text):
    return escape(typeset(text))


def recognised(case):
    """What the page's script needs to judge as `judge` does: [value, tolerance, kind, place of the sentence].

    The sentences stand apart, since several answers share one. For a choice the value is the key of an option.
    """
    found = [(key, 0, judge(case, key)) for key in case.options] or list(tests(case))
    sentences = list(dict.fromkeys(verdict.sentence for *_, verdict in found))
    rows = [
        [_short(value), tolerance, verdict.kind, sentences.index(verdict.sentence)]
        for value, tolerance, verdict in found
    ]
    others = {} if case.options else dict(opposite=OPPOSITE, large=TOO_LARGE, small=TOO_SMALL)
    return dict(rows=rows, sentences=sentences) | others


def _short(value):
    return value if isinstance(value, str) else float(f"{value:.6e}")
