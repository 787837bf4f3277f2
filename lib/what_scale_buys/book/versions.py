"""What the page was built with."""

import platform
from importlib.metadata import requires, version

from ..display.html import table

PUBLISHING = ("jupyter-book", "myst-nb", "sphinx", "nbval", "genanki")


class Versions:
    """Python, the packages that compute and those that publish, with the versions that built this page."""

    def columns(self):
        computing = sorted(name.split(";")[0].strip() for name in requires("scaling-laws"))
        names = [*computing, *PUBLISHING]
        return {
            "package": ["Python", *names],
            "version": [platform.python_version(), *map(version, names)],
            "what for": ["everything", *["computing"] * len(computing), *["publishing"] * len(PUBLISHING)],
        }

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/plain": repr(self), "text/html": table(self.columns(), caption="What built this page")}

    def __repr__(self):
        columns = self.columns()
        return "\n".join(
            f"{name} {number}" for name, number in zip(columns["package"], columns["version"], strict=True)
        )
