"""The first cell of a downloaded notebook: silent where the library is there, else it fetches it."""

import inspect

ABOUT = "# The library behind this notebook: this cell fetches it where it is missing, and else does nothing."


def guard(*places):
    """Source of the cell.

    places : what pip is to install where no wheels lie beside the notebook: addresses, or names in a registry.
    """
    return f"{ABOUT}\n{inspect.getsource(fetch)}\n\nfetch({list(places)!r})"


def fetch(places):
    import importlib.util
    import subprocess
    import sys
    from pathlib import Path

    class Missing(ImportError):
        def _render_traceback_(self):  # a sentence instead of a traceback
            return [str(self)]

    if importlib.util.find_spec("what_scale_buys"):
        return
    wheels = [path for folder in (Path(), Path("..")) for path in folder.glob("*.whl")]
    wanted = [f"{path}[fetch,plot,progress]" if path.name.startswith("scaling_laws") else str(path) for path in wheels]
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--retries", "1", *(wanted or places)]
    if not (wanted or places) or subprocess.run(pip, capture_output=True).returncode:
        todo = "Put the two wheels that the site offers beside this notebook and run this cell again."
        if wanted:
            todo = f"Its wheels are here, but pip could not install them. See why: {' '.join(pip)}"
        raise Missing(
            "This notebook needs the library of the book What Scale Buys, which could not be fetched from here. " + todo
        )
    importlib.invalidate_caches()
