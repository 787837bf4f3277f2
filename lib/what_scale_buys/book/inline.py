"""The computed numbers of a notebook's prose: where they stand, and their values as stored.

In the source a number is ``{eval}`n.x` ``. Its value as text stands in the metadata of its cell, as JupyterLab's MyST
extension writes and reads it, so that a viewer without a kernel shows the last computed one. It is stored as plain text
alone: HTML beside it would become a widget, which the extension loses in a cell that is off the screen.
"""

import re

from scaling_laws.errors import UnknownKey

STORED = "user_expressions"  # the key in a cell's metadata
PLAIN = "text/plain"
_INLINE = re.compile(r"\{eval\}`([^`]+)`")


def expressions(source):
    """The distinct expressions of a markdown cell, in order.

    >>> expressions("From {eval}`n.low` to {eval}`n.high`, again {eval}`n.low`.")
    ['n.low', 'n.high']
    """
    return list(dict.fromkeys(every(source)))


def every(source):
    """All expressions of a markdown cell as they come, repeated ones too."""
    return _INLINE.findall(source)


def store(cell, values):
    """Write the values {expression: text} of a cell's prose into its metadata; none leave no trace."""
    cell.metadata.pop(STORED, None)
    if values:
        cell.metadata[STORED] = [
            {"expression": name, "result": {"data": {PLAIN: text}, "metadata": {}, "status": "ok"}}
            for name, text in values.items()
        ]


def written(source, values):
    """The source with every expression replaced by its value in {expression: text}; UnknownKey if one has none.

    >>> written("From {eval}`n.low` on.", {"n.low": "3 %"})
    'From 3 % on.'
    """

    def value(match):
        if match.group(1) not in values:
            raise UnknownKey("stored number (`make outputs` stores them)", match.group(1), values)
        return shown(values[match.group(1)])

    return _INLINE.sub(value, source)


def shown(text):
    """A stored text as a viewer shows it: a string's representation without its quotes.

    >>> shown("'nats/token'"), shown("don't")
    ('nats/token', "don't")
    """
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"" else text


def stored(cell):
    """The values {expression: text} in a cell's metadata."""
    return {entry["expression"]: entry["result"]["data"][PLAIN] for entry in cell.metadata.get(STORED, ())}
