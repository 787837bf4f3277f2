"""The commands of the book for people without make: python -m what_scale_buys book, serve, lab, test, …"""

import argparse
import os
import subprocess
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

LAB = "notebooks"  # where `lab` keeps the copies that it opens
SITE = Path("_build", "html")
SETTINGS = Path(__file__).parent / "jupyter"  # what JupyterLab is told about itself
PORT = 8000


def main(words=None):
    words = sys.argv[1:] if words is None else list(words)
    if words[:1] == ["course"]:  # works in any folder, on the wheel alone
        from .course.__main__ import main as course

        return course(words[1:])
    parser = argparse.ArgumentParser(prog="python -m what_scale_buys", description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    for name, command in COMMANDS.items():
        added = commands.add_parser(name, help=command.__doc__.splitlines()[0])
        added.set_defaults(command=command)
        if name == "copies":
            added.add_argument("folder", type=Path, help="where to write them")
        if name in ("epub", "pdf"):
            added.add_argument("file", type=Path, nargs="?", default=SITE.parent / f"what-scale-buys.{name}")
        if name == "hub":
            added.add_argument("hub", help="address of the JupyterHub, as https://hub.example.org")
    commands.add_parser("course", help="problem sets, question banks, slides, the budget game: deal, grade")
    options = vars(parser.parse_args(words or ["--help"]))
    if not Path("_config.yml").exists():
        parser.error("run this in the folder of the book, the one that holds _config.yml")
    return options.pop("command")(**options)


def book():
    """build the site"""
    status = _python("-c", "from jupyter_book.cli.main import main; main()", "build", ".", "-W", "-n", "--keep-going")
    if not status:
        print(f"The site is in {SITE.resolve()}: open {(SITE / 'index.html').resolve()}")
    return status


def serve():
    """build the site and serve it on this machine"""
    if status := book():
        return status
    handler = partial(SimpleHTTPRequestHandler, directory=SITE)
    with ThreadingHTTPServer(("127.0.0.1", PORT), handler) as server:
        print(f"Serving http://127.0.0.1:{PORT}; stop with Ctrl-C")
        server.serve_forever()
    return 0


def lab():
    """open the book in JupyterLab, in copies that you may change"""
    from .book import editions

    editions.write(".", LAB, editions.live)
    return _python("-m", "jupyterlab", *LAB_OPTIONS, environment=lab_environment())


LAB_OPTIONS = (f"--ServerApp.root_dir={LAB}", "--LabApp.default_url=/lab/tree/index.ipynb")


def lab_environment():
    """The environment in which Jupyter finds the book's settings."""
    known = os.environ.get("JUPYTER_CONFIG_PATH")
    return {"JUPYTER_CONFIG_PATH": os.pathsep.join(filter(None, (str(SETTINGS), known)))}


def test():
    """everything that CI checks"""
    return _python(Path("tests", "run.py"))


def copies(folder):
    """write the notebooks with all numbers and citations written out, for viewers that compute nothing"""
    from .book import editions, places

    where = places.library(places.repository())
    for path in editions.write(".", folder, partial(editions.plain, places=where)):
        print(path)


def pdf(file):
    """print the built site to one PDF file, with a Chromium or Chrome of this machine"""
    return _volume("pdf", file)


def epub(file):
    """write the built site as one EPUB file"""
    return _volume("epub", file)


def _volume(kind, file):
    from .book import volume

    if not (SITE / "index.html").exists():
        sys.exit("There is no site to make it of: run `python -m what_scale_buys book` first.")
    if getattr(volume, kind)(".", SITE, file) is None:
        sys.exit("No Chromium or Chrome was found to print with.")
    print(file)
    return 0


def hub(hub):
    """print the link by which a JupyterHub with nbgitpuller fetches and opens the book"""
    from .book import places

    address = places.repository()
    if not address:
        sys.exit("The repository's address is not set: give it in _config.yml as repository: url.")
    print(places.hub_link(hub, address))


COMMANDS = {command.__name__: command for command in (book, serve, lab, test, copies, pdf, epub, hub)}


def _python(*words, environment=None):
    return subprocess.call([sys.executable, *map(str, words)], env=os.environ | (environment or {}))


if __name__ == "__main__":
    sys.exit(main())
