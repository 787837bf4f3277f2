"""The worlds that a run can be trained in, by name."""

from functools import cache

from scaling_laws.errors import UnknownKey

from .python_text import PythonText
from .zipf_language import ZipfLanguage

ZIPF_EXPONENTS = (1.5, 1.2, 2.0)
PYTHON = "python"
NAMES = (*(f"zipf{exponent:g}" for exponent in ZIPF_EXPONENTS), PYTHON)


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
    return PythonText() if name == PYTHON else ZipfLanguage(float(name.removeprefix("zipf")))
