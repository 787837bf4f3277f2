"""A chapter's problems on paper, and their answers on another sheet: pages that print from any browser."""

from html import escape
from pathlib import Path
from string import Template

from scaling_laws.formatting import typeset

from ..ledger import chapter_title
from .judge import in_unit
from .lms import LICENCE, TITLE

PAGE = Path(__file__).with_name("paper.html")


def handout(chapter, problems, student=None, solved=False):
    """One page of HTML with the problems of a chapter.

    student : whose numbers; by default those of the chapter's page. solved : with answers, for whoever grades.
    """
    cases = [problem.deal(student) if student else problem.deal() for problem in problems]
    kind = "Answers" if solved else "Problems"
    minutes = sum(problem.minutes for problem in problems)
    heading = f"{kind}: {chapter_title(chapter)}"
    about = f"{TITLE}. {LICENCE}. {minutes:g} minutes." + (f" For {student}." if student else "")
    name = "" if student or solved else '<p>Name:<span class="line">&nbsp;</span></p>'
    items = "".join(_solved(case) if solved else _open(case) for case in cases)
    page = Template(PAGE.read_text(encoding="utf-8"))
    return page.substitute(title=escape(heading), about=escape(about), name=name, items=items)


def _open(case):
    problem = case.problem
    if case.options:
        answer = f"<ul>{''.join(f'<li>{_text(text)}</li>' for text in case.options.values())}</ul>"
    else:
        answer = f'<p>Answer, {escape(in_unit(case.unit))}:<span class="line">&nbsp;</span></p>'
    return f"<li>{_text(case.text)} <small>({problem.level}, {problem.minutes:g} minutes)</small>{answer}</li>"


def _solved(case):
    mistakes = "".join(
        f"<p><small>{_text(case.options[m.value] if case.options else m.value.short)}: {_text(m.feedback)}</small></p>"
        for m in case.mistakes
    )
    return f"<li>{_text(case.text)}<p><b>{_text(case.solution)}.</b> {_text(case.because)}</p>{mistakes}</li>"


def _text(text):
    return escape(typeset(text))
