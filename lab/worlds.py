"""The worlds that a run can be trained in, by name."""

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


@cache
def world(name):
    """The source of text with this name; assembled once per process.

    Raises
    ------
    UnknownKey
        If no world has this name.
    """
    if name not in NAMES:
        raise UnknownKey("world", name, NAMES)
    return PythonText() if name == PYTHON else ZipfLanguage(**_LANGUAGES[name])
