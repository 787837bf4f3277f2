"""The worlds that a run can be trained in, by name."""

import re
from functools import cache

from scaling_laws.errors import UnknownKey

from .python_text import PythonText
from .zipf_language import ZipfLanguage

ZIPF_EXPONENTS = (1.5, 1.2, 2.0)
LEXICONS = (512, 16129)  # sizes beside the usual one
PYTHON = "python"
_LANGUAGES = {f"zipf{exponent:g}": {"zipf": exponent} for exponent in ZIPF_EXPONENTS} | {
    f"zipf1.5-{words}words": {"zipf": 1.5, "words": words} for words in LEXICONS
}
NAMES = (*_LANGUAGES, PYTHON)


_PRIVATE = re.compile(r"zipf([12](?:\.\d+)?)")  # a language with an exponent of one's own


@cache
def world(name):
    """The source of text with this name; assembled once per process.

    A name such as "zipf1.73" is the language with that exponent, from one to below three: it is on no list, and so good
    for runs that a class must not find here.

    Raises
    ------
    UnknownKey
        If no world has this name.
    """
    if name == PYTHON:
        return PythonText()
    if name in _LANGUAGES:
        return ZipfLanguage(**_LANGUAGES[name])
    private = _PRIVATE.fullmatch(name)
    if private and ZipfLanguage(float(private[1])).name == name:
        return ZipfLanguage(float(private[1]))
    raise UnknownKey("world", name, NAMES)
