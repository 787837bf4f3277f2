"""What the page was built with."""

import platform
import re
from importlib.metadata import requires, version

from ..display.html import table
from ..display.viewer import Shown

PUBLISHING = ("jupyter-book", "myst-nb", "sphinx", "nbval", "genanki")


EXTRAS = ("fetch", "plot", "progress")  # of the instrument, which the book takes


def _required():
    """Names of the packages that the two wings need to compute."""
    for line in (*requires("what-scale-buys"), *requires("scaling-laws")):
        name, _, marker = line.partition(";")
        if not marker or any(f'"{extra}"' in marker for extra in EXTRAS):
            yield re.match(r"[\w-]+", name).group()


class Versions(Shown):
    """Python, the packages that compute and those that publish, with the versions that built this page."""

    def columns(self):
        computing = sorted({*_required()} - {"scaling-laws"})
        names = [*computing, *PUBLISHING]
        return {
            "package": ["Python", *names],
            "version": [platform.python_version(), *map(version, names)],
            "what for": ["everything", *["computing"] * len(computing), *["publishing"] * len(PUBLISHING)],
        }

    def html(self):
        return table(self.columns(), caption="What built this page")

    def __repr__(self):
        columns = self.columns()
        return "\n".join(
            f"{name} {number}" for name, number in zip(columns["package"], columns["version"], strict=True)
        )
