"""What the site offers to take away: its notebooks in their plain edition, and the wheels that run them."""

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from functools import partial
from pathlib import Path

from ..course import kit
from ..display.viewer import answers_shown
from . import editions, places

FOLDER = "downloads"
ARCHIVE = "what-scale-buys-notebooks.zip"
EPOCH = 1577836800  # the date of every file in the wheels and the archive: equal contents, equal bytes
PACKED = ("pyproject.toml", "LICENSE", "LICENSE-TEXT")


def offer(app, exception):
    """Write notebooks, wheels and an archive of both beside the finished site."""
    root, folder = Path(app.srcdir), Path(app.outdir) / FOLDER
    if exception or app.builder.name != "html" or not (root / "pyproject.toml").exists():
        return
    shutil.rmtree(folder, ignore_errors=True)
    if not answers_shown():  # the notebooks hold them, and the library is the key
        return
    folder.mkdir()
    where = places.library(places.repository(root), wheels(root, folder))
    editions.write(root, folder, partial(editions.plain, places=where))
    (folder / editions.MADE).unlink()
    pack(folder)
    kit.offer(folder / "kit")


def wheels(root, folder):
    """Build the wheels of both wings of the book in `root` into a folder; returns their names."""
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch)
        shutil.copytree(
            root / "lib", copy / "lib", ignore=shutil.ignore_patterns("*.egg-info", "build", "__pycache__", ".*")
        )
        for name in PACKED:
            shutil.copy(root / name, copy)
        pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps"]
        words = [*pip, "--no-build-isolation", "--wheel-dir", str(folder), "./lib", "."]
        subprocess.run(words, cwd=copy, env=os.environ | {"SOURCE_DATE_EPOCH": str(EPOCH)}, check=True)
    return sorted(path.name for path in folder.glob("*.whl"))


def pack(folder):
    """One archive of all files in a folder, the same bytes for the same files."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    with zipfile.ZipFile(folder / ARCHIVE, "w") as archive:
        for path in files:
            entry = zipfile.ZipInfo(f"what-scale-buys/{path.relative_to(folder).as_posix()}")
            archive.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED)


def buttons(app, pagename, templatename, context, doctree):
    """Point the page's download button to the plain edition, and offer to run it where the book's address is set."""
    if context.get("page_source_suffix") != ".ipynb":
        return
    if not answers_shown():
        context["header_buttons"] = [b for b in context["header_buttons"] if b.get("label") != "download-buttons"]
        return
    up = context["pathto"](FOLDER, 1)
    for group in context.get("header_buttons", []):
        if group.get("label") == "download-buttons":
            for button in group["buttons"]:
                if button["label"] == "download-source-button":
                    button |= {"url": f"{up}/{pagename}.ipynb", "tooltip": "This page as a notebook"}
            group["buttons"].append(_link(f"{up}/{ARCHIVE}", ".zip", "All notebooks, with what runs them", "archive"))
    address = places.repository(app.srcdir)
    run = [_link(url, name, f"Run on {name}", name.lower()) for name, url in launch(address, pagename).items()]
    if run:
        group = {"type": "group", "tooltip": "Run this page", "icon": "fas fa-rocket", "label": "launch-buttons"}
        context["header_buttons"].insert(0, group | {"buttons": run})


def launch(address, pagename):
    return places.launchers(address, f"{pagename}.ipynb")


def _link(url, text, tooltip, name):
    icon = "fas fa-file-zipper" if name == "archive" else "fas fa-play"
    return {"type": "link", "url": url, "text": text, "tooltip": tooltip, "icon": icon, "label": f"{name}-button"}
