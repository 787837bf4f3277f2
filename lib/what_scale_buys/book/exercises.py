"""Exercises on the site: their level in sight, hints and solutions folded under names of their own.

The stock form repeats two ids on every page and hides each solution behind the same two words.
"""

import re

CORE = "Core"
LEVELS = ("Warm-up", CORE, "Research")  # as the exercises name themselves; one that does not is of the core
_EXERCISE = re.compile(
    r'(<div class="exercise admonition" id="[^"]*">\s*<p class="admonition-title"><span class="caption-number">'
    r'[^<]*</span>\s*)\(?(.*?)\)?</p>\s*<section id="exercise-content">(.*?)</section>\s*</div>',
    flags=re.S,
)
_SOLUTION = re.compile(
    r'<div class="solution dropdown admonition" id="([^"]*)">\s*<p class="admonition-title">Solution to\s*'
    r'<a class="reference internal" href="#[^"]*">\s*(.*?)</a></p>\s*'
    r'<section id="solution-content">(.*?)</section>\s*</div>',
    flags=re.S,
)
_LEVEL = re.compile(rf"^(?:<(?:em|strong)>)?({'|'.join(LEVELS)})[:.]\s*(?:</(?:em|strong)>\s*)?")
_HINT = re.compile(r"\s*(?:<em>Hint:</em>|<em>Hint:(?P<open>)|Hint:)\s*(?P<hint>.*)", flags=re.S)
_PARAGRAPH = re.compile(r"<p>((?:(?!</p>).)*?Hint:.*?)</p>", flags=re.S)


def dress(app, pagename, templatename, context, doctree):
    if "body" in context:
        context["body"] = dressed(context["body"])


def dressed(body):
    """The body of a page with its exercises, hints and solutions in their dress."""
    return _SOLUTION.sub(_solution, _EXERCISE.sub(_exercise, body))


def _exercise(match):
    head, title, content = match.groups()
    named, told = _LEVEL.match(title), _LEVEL.match(_first_words(content))
    level = (named or told or [None, CORE])[1]
    title = _titled(title)
    if told:
        content = content.replace(f"<p>{told.group()}", "<p>", 1)
    head = re.sub(r"\s*</span>\s*$", ":</span> ", head)
    label = f'<span class="sl-level">{level}</span>'
    return f"{head}{title} {label}</p><div>{_PARAGRAPH.sub(_hinted, content)}</div></div>"


def _titled(title):
    """A title without its level, its first letter large."""
    title = _LEVEL.sub("", title)
    return title[:1].upper() + title[1:]


def _first_words(content):
    found = re.search(r"<p>(.*?)</p>", content, flags=re.S)
    return found.group(1) if found else ""


def _hinted(match):
    before, hint = re.split(r"(?=\s*(?:<em>)?Hint:)", match.group(1), maxsplit=1)
    found = _HINT.match(hint)
    said = found["hint"]
    if found["open"] is not None:
        said = "".join(said.rsplit("</em>", 1))
    said = said[:1].upper() + said[1:] if said[:1] != "<" else said
    kept = f"<p>{before}</p>" if before.strip() else ""
    return f'{kept}<details class="sl-hint"><summary>Hint</summary><p>{said}</p></details>'


def _solution(match):
    identity, name, content = match.groups()
    number, title = re.match(r"\s*(Exercise \d+)\s*(?:\((.*)\))?", name, flags=re.S).groups()
    title = _titled(title or "")
    named = f"Solution of exercise {number.split()[1]}" + (f": {title}" if title else "")
    return f'<details class="sl-solution" id="{identity}"><summary>{named}</summary><div>{content}</div></details>'
