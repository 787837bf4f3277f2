"""JupyterLab and Notebook 7 as readers meet them: a real server, a real browser, and what is wrong with what they show.

A notebook is opened twice over: as stored, before any kernel ran, and after Run All. Before the opening every stored
number is poisoned, so that one can tell a stored number from a computed one.
"""

import os
import re
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass

import nbformat

from what_scale_buys.__main__ import lab_environment
from what_scale_buys.book import inline

VIEWERS = {"lab": "lab/tree/{}?reset", "notebook": "notebooks/{}"}
RACES = (  # of the viewers themselves, now and then, while they start
    "reading 'schema'",  # JupyterLab's keyboard shortcuts ask for their settings before these came
    "Command 'filebrowser:open-path' not registered",  # Notebook 7 restores the folder's place before its commands came
)
POISON = "poisoned"
LOOKS, PAUSE = 6, 0.5  # in a row that must find nothing at work, and seconds between them
PATIENCE = 600  # seconds until a chapter has run
_KEY = re.compile(r"\b[a-z]+(?:19|20)\d\d[a-z]+\b")  # of the bibliography, as hoffmann2022training
_OPTIONS = (
    "--no-browser", "--ServerApp.port_retries=0", "--ServerApp.allow_root=True",
    "--LabApp.expose_app_in_browser=True", "--JupyterNotebookApp.expose_app_in_browser=True",
    "--MappingKernelManager.cull_idle_timeout=60", "--MappingKernelManager.cull_interval=20",  # those of closed pages
)  # fmt: skip
# What the page shows, cell by cell, in the order of the notebook.
_SEEN = """() => [...document.querySelectorAll('.jp-Notebook .jp-Cell')].map(cell => ({
  text: cell.textContent,
  raw: [...cell.querySelectorAll('.myst code')].map(code => code.textContent),
  blank: cell.querySelectorAll('.myst div.not-prose.inline-block:empty').length,
  pictures: [...cell.querySelectorAll('.jp-OutputArea figure')].map(figure => {
    const image = figure.querySelector('img'), drawn = figure.querySelector('svg');
    return image ? image.complete && image.naturalWidth > 100 : Boolean(drawn && drawn.clientWidth > 100);
  }),
}))"""
_SLID = """output => ({
  picture: output.querySelector('svg').innerHTML,
  sentence: output.querySelector('[role=status]').textContent,
})"""
# What is not done yet, in words.
_AT_WORK = """() => {
  const cells = [...document.querySelectorAll('.jp-Notebook .jp-Cell')];
  const starred = cells.findIndex(cell => cell.querySelector('.jp-InputPrompt')?.textContent.includes('*'));
  const kernel = jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel;
  const plain = cells.findIndex(cell => cell.matches('.jp-MarkdownCell:not(:has(.myst > *))'));  // MyST comes later
  return [
    starred < 0 ? '' : `cell ${starred} runs`,
    kernel?.status === 'idle' ? '' : `the kernel is ${kernel?.status}, ${kernel?.connectionStatus}`,
    plain < 0 ? '' : `cell ${plain} is not rendered`,
  ].filter(Boolean).join('; ');
}"""


@dataclass(frozen=True)
class Wrong:
    """One thing that a reader would meet and should not: which cell, what kind, and what it was."""

    cell: int
    kind: str
    what: str


@contextmanager
def server(folder):
    """A Jupyter server for a folder, as `make lab` starts it: a function from a path to its address, token included."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = secrets.token_hex(8)
    own = (f"--ServerApp.port={port}", f"--IdentityProvider.token={token}", f"--ServerApp.root_dir={folder}")
    words = [sys.executable, "-m", "jupyterlab", *_OPTIONS, *own]
    private = {"JUPYTER_DATA_DIR": f"{folder}/.data", "JUPYTERLAB_WORKSPACES_DIR": f"{folder}/.workspaces"}
    private |= {"JUPYTERLAB_SETTINGS_DIR": f"{folder}/.settings", "JUPYTER_RUNTIME_DIR": f"{folder}/.runtime"}
    with open(f"{folder}/.log", "wb") as log:
        process = subprocess.Popen(words, env=os.environ | lab_environment() | private, stdout=log, stderr=log)
        try:
            home = f"http://127.0.0.1:{port}"
            _await_answer(f"{home}/api?token={token}", process)
            yield lambda path: f"{home}/{path}{'&' if '?' in path else '?'}token={token}"
        finally:
            process.terminate()
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()


def _await_answer(url, process):
    for _ in range(240):
        try:
            return urllib.request.urlopen(url, timeout=5).read()
        except OSError:
            if process.poll() is not None:
                raise
            time.sleep(0.5)
    raise TimeoutError(url)


def poison(path):
    """Replace every stored number of a notebook; returns what each markdown cell should say, {cell: [values]}."""
    notebook, expected = nbformat.read(path, as_version=4), {}
    for place, cell in enumerate(notebook.cells):
        if cell.cell_type == "markdown" and (values := inline.stored(cell)):
            expected[place] = [inline.shown(values[name]) for name in inline.every(cell.source)]
            inline.store(cell, {name: f"{POISON} {value}" for name, value in values.items()})
    nbformat.write(notebook, path)
    return expected


class Viewer:
    """One notebook in a browser's page."""

    def __init__(self, page, address, path):
        self.page, self.errors = page, []
        page.on("console", lambda m: self.errors.append(m.text) if m.type == "error" else None)
        page.on("pageerror", self._note)
        page.goto(address(path), wait_until="load", timeout=120_000)
        page.wait_for_function("window.jupyterapp && document.querySelector('.jp-Notebook .jp-Cell')", timeout=180_000)

    def _note(self, error):
        if not any(race in str(error) for race in RACES):
            self.errors.append(str(error))

    def settle(self):
        """Wait until nothing has moved for some looks, neither the kernel nor the text; what still did, or nothing."""
        calm, before, end = 0, None, time.monotonic() + PATIENCE
        while calm < LOOKS and time.monotonic() < end:
            now = (self.page.evaluate(_AT_WORK), self.page.evaluate(_SEEN))
            calm = calm + 1 if not now[0] and now == before else 0
            before = now
            time.sleep(PAUSE)
        return "" if calm == LOOKS else before[0] or "the text moves"

    def run_all(self):
        """Run all cells, as the menu does."""
        self.page.evaluate("() => { jupyterapp.commands.execute('notebook:run-all-cells') }")
        time.sleep(1)

    def _first(self, selector):
        """The first control of a kind, and the output that it stands in."""
        control = self.page.locator(f".jp-OutputArea {selector}").first
        return control, self.page.locator(f".jp-OutputArea-output:has({selector})").first

    def slides(self):
        """Drag the first slider; what did not move with it, "" if all did, None without a slider."""
        handle, output = self._first(".noUi-handle")
        if not handle.count():
            return None
        before = output.evaluate(_SLID)
        track = self.page.locator(".jp-OutputArea .noUi-target").first.bounding_box()["width"]
        for way in (track, -track):  # wherever it stands, one of them leads away
            handle.scroll_into_view_if_needed()
            box = handle.bounding_box()
            x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
            self.page.mouse.move(x, y)
            self.page.mouse.down()
            self.page.mouse.move(x + way, y, steps=4)
            self.page.mouse.up()
            if not (left := _left(output, before)):
                return left
        return left

    def chooses(self):
        """Choose by keyboard among the first buttons; what did not move, "" if all did, None without buttons."""
        choice, output = self._first(".widget-radio-box")
        if not choice.count():
            return None
        before = output.evaluate(_SLID)
        button = choice.get_by_role("radio", checked=False).first.element_handle()  # this one, also once it is chosen
        button.focus()
        self.page.keyboard.press("Space")
        left = _left(output, before)
        return left if button.is_checked() else f"the button, {left}"

    def keys_move(self):
        """Press an arrow on the first slider and the other one: did it go and come back? None without a slider."""
        handle, _ = self._first(".noUi-handle")
        if not handle.count():
            return None
        handle.focus()
        places = [handle.get_attribute("aria-valuenow")]
        keys = ["ArrowRight", "ArrowLeft"]
        at_the_end = places[0] == handle.get_attribute("aria-valuemax")
        for key in reversed(keys) if at_the_end else keys:
            self.page.keyboard.press(key)
            places.append(handle.get_attribute("aria-valuenow"))
        return places[0] == places[2] != places[1]

    def wrong(self, source, expected, mark=""):
        """All that is wrong with what is shown. mark : what a number must carry before its value, as POISON."""
        seen = self.page.evaluate(_SEEN)
        if len(seen) != len(source):
            return [Wrong(len(seen), "cells", f"{len(source)} in the notebook, {len(seen)} on the page")]
        cells = enumerate(zip(seen, source, strict=True))
        return [fault for place, (cell, said) in cells for fault in faults(place, cell, said, expected, mark)]


def _left(output, before, patience=10):
    """What of picture and sentence is still as before, after some seconds of patience; "" once all has moved."""
    end = time.monotonic() + patience
    while True:
        now = output.evaluate(_SLID)
        left = ", ".join(part for part in before if now[part] == before[part])
        if not left or time.monotonic() > end:
            return left
        time.sleep(0.25)


def faults(place, shown, source, expected, mark=""):
    """What is wrong with one cell as shown."""
    text = flat(shown["text"])
    names = {flat(name) for name in inline.expressions(source)}
    for code in shown["raw"]:
        if flat(code) in names:
            yield Wrong(place, "raw expression", code)
    if shown["blank"]:
        yield Wrong(place, "blank", str(shown["blank"]))
    if not mark and POISON in text:
        yield Wrong(place, "stale value", text[max(text.index(POISON) - 40, 0) :][:90])
    values = [flat(f"{mark} {value}") for value in expected.get(place, ())]
    if (missing := first_missing(values, text)) is not None:
        yield Wrong(place, "number missing", missing)
    for key in set(_KEY.findall(text)) & bibliography_keys():
        yield Wrong(place, "citation", key)
    if not all(shown["pictures"]):
        yield Wrong(place, "picture", f"{shown['pictures'].count(False)} of {len(shown['pictures'])} not drawn")


def bibliography_keys():
    from what_scale_buys.published import bibliography

    return set(bibliography())


def flat(text):
    """A text with all kinds and lengths of space alike."""
    return " ".join(text.split())


def first_missing(values, text):
    """The first of the values that does not follow the ones before it in the text; None if all do."""
    place = 0
    for value in values:
        place = text.find(value, place)
        if place < 0:
            return value
        place += len(value)
    return None
