"""What the reader says when it cannot take a table: the file, the cause, the cure."""

from collections.abc import Iterable
from difflib import get_close_matches

from ..errors import InvalidArgument


class UnreadableTable(InvalidArgument):
    """A source that cannot be read as a table of runs, or in more than one way: its name, the cause, the cure."""

    def __init__(self, where: object, cause: str, cure: str) -> None:
        ValueError.__init__(self, f"{where} cannot be read: {cause}. {cure[0].upper()}{cure[1:]}.")
        self.name, self.where, self.cause, self.cure = "source", str(where), cause, cure


class AmbiguousTable(UnreadableTable):
    """A table that can be read in two ways; the message names both and how to choose."""

    def __init__(self, where: object, cause: str, cure: str) -> None:
        super().__init__(where, cause, cure)
        self.args = (f"{where} can be read in more than one way: {cause}. {cure[0].upper()}{cure[1:]}.",)


class MissingTable(UnreadableTable, FileNotFoundError):
    """No file and no public table of that name; the message offers the nearest names."""

    __str__ = UnreadableTable.__str__


class MissingExtra(UnreadableTable, ImportError):
    """A kind of file that needs a package which is not installed."""

    __str__ = UnreadableTable.__str__


def listed(names: Iterable[object], most: int = 40, longest: int = 60) -> str:
    """Names with commas between them, cut where they are very long or very many.

    >>> listed(["a", "b", "c"], most=2)
    'a, b and 1 more'
    """
    shown = [name if len(name) <= longest else f"{name[:longest]}..." for name in map(str, names)]
    return ", ".join(shown[:most]) + (f" and {len(shown) - most} more" if len(shown) > most else "")


def nearest(name: object, known: Iterable[object], count: int = 3) -> str:
    """Words for the names in `known` nearest to `name`: " Nearest: a, b." or an empty string.

    >>> nearest("los", ["loss", "tokens"])
    ' Nearest: loss.'
    """
    folded = {str(k).lower(): str(k) for k in known}
    found = [folded[word] for word in get_close_matches(str(name).lower(), list(folded), n=count, cutoff=0.6)]
    return f" Nearest: {', '.join(found)}." if found else ""
