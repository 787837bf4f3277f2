"""A notebook and the wheels, as the site offers them, in an environment that holds nothing else of the book.

The notebook's first cell fetches the library from the wheels beside it (and what that needs from the package index).
Then the network is cut and the whole notebook runs; what it shows must be what is stored.

Usage: python tests/taken_away.py [chapters/02_flattening_curve.ipynb]
"""

import os
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

import nbformat

from what_scale_buys.book import downloads, editions

ROOT = Path(__file__).parent.parent
CHAPTER = "chapters/02_flattening_curve.ipynb"
READER = ("ipykernel", "nbclient")  # what somebody who opens notebooks has
PYTHON = ("env/bin/python", "env/Scripts/python.exe")
RUN = "import sys; from nbclient.cli import NbClientApp; NbClientApp.launch_instance(sys.argv[1:])"
NOWHERE = "http://127.0.0.1:9"  # a proxy that answers nobody


def main(name=CHAPTER):
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        venv.create(home / "env", with_pip=True)
        python = next(path for path in map(home.joinpath, PYTHON) if path.exists())
        desk = home / "desk"
        desk.mkdir()
        downloads.wheels(ROOT, desk)
        taken = editions.plain(nbformat.read(ROOT / name, as_version=4))
        nbformat.write(taken, desk / "taken.ipynb")
        run(desk, python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *READER)
        run(desk, python, "-c", next(cell.source for cell in taken.cells if cell.id == "library"))
        for wheel in desk.glob("*.whl"):
            wheel.unlink()
        run(desk, *without_network(), python, "-c", RUN, "taken.ipynb", "--timeout=600", "--output=ran")
        return differences(taken, nbformat.read(desk / "ran.ipynb", as_version=4))


def run(folder, *words):
    """Run a command that sees nothing of this checkout."""
    names = ("PATH", "HOME", "SYSTEMROOT", "PIP_INDEX_URL", "HTTPS_PROXY")
    environment = {name: os.environ[name] for name in names if name in os.environ} | {"OPENBLAS_NUM_THREADS": "1"}
    if words[0] == "env":
        environment.pop("HTTPS_PROXY", None)
    subprocess.run(list(map(str, words)), cwd=folder, env=environment, check=True)


def without_network():
    """Words before a command that cut it off: a network of its own where the system grants one, else a dead proxy."""
    alone = ["unshare", "--map-root-user", "--net", "sh", "-c", 'ip link set lo up 2>/dev/null; exec "$0" "$@"']
    if shutil.which("unshare") and not subprocess.run([*alone, "true"], capture_output=True).returncode:
        return alone
    return ["env", f"HTTPS_PROXY={NOWHERE}", f"HTTP_PROXY={NOWHERE}"]


def differences(stored, computed):
    """The cells whose text differs."""
    pairs = zip(stored.cells, computed.cells, strict=True)
    return [old.id for old, new in pairs if old.cell_type == "code" and texts(old) != texts(new)]


def texts(cell):
    return [output.get("data", {}).get("text/plain", output.get("text")) for output in cell.outputs]


if __name__ == "__main__":
    found = main(*sys.argv[1:])
    print(f"cells that show something else than stored: {found or 'none'}")
    sys.exit(bool(found))
