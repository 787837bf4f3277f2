"""A site that gives no answer away, for a class: `SOLUTIONS=0` when it is built.

The solutions of exercises, the answers of quizzes, the numbers that only solutions use, the notebooks (which hold all
of these) and the wheels stay away. Everything else is the public site, number for number.
"""

import json
import re
from pathlib import Path

from ..display.viewer import answers_shown
from .inline import expressions

_SOLUTION = re.compile(r"^(`{3,}|:{3,})\{solution[\w-]*\}.*?^\1 *$", flags=re.M | re.S)
_ROW = re.compile(r"<tr><th scope='row'><code>(\w+)</code></th>.*?</tr>", flags=re.S)
_NAME = re.compile(r"\bn\.(\w+)")


def setup(app):
    if not answers_shown():
        app.connect("config-inited", _hide, priority=2)
        app.connect("html-page-context", _drop_rows)


def _hide(app, config):
    config.hide_solutions = True
    config.html_copy_source = config.html_show_sourcelink = False


def _drop_rows(app, pagename, templatename, context, doctree):
    path = Path(app.srcdir, f"{pagename}.ipynb")
    if "body" in context and path.exists():
        hidden = of_solutions(path)
        context["body"] = _ROW.sub(lambda row: "" if row.group(1) in hidden else row.group(), context["body"])


def of_solutions(path):
    """Names of a notebook's numbers that its solutions use and no other sentence does."""
    cells = json.loads(Path(path).read_text(encoding="utf-8"))["cells"]
    text = "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    solved = "\n".join(match.group() for match in _SOLUTION.finditer(text))
    return _names(solved) - _names(_SOLUTION.sub("", text))


def _names(text):
    return {name for expression in expressions(text) for name in _NAME.findall(expression)}
