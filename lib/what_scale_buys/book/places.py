"""Where the book is kept: everything that depends on its address, from one setting.

The repository's address is `repository: url` in `_config.yml`, the site's the environment variable BOOK_URL. Both may
be empty, and then nothing points anywhere.
"""

import os
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import yaml

BRANCH = "notebooks"  # holds the plain edition in the place of the notebooks (`editions`)
BINDER, COLAB = "https://mybinder.org", "https://colab.research.google.com"
EXTRAS = "fetch,plot,progress"  # of the instrument, which the book takes


def repository(root="."):
    """Address of the repository of the book in the folder `root`; "" where none is set."""
    config = yaml.safe_load((Path(root) / "_config.yml").read_text(encoding="utf-8"))
    return ((config.get("repository") or {}).get("url") or "").rstrip("/")


def library(address, wheels=()):
    """What pip installs to get both wings: the site's wheels, else the repository, else nothing.

    >>> library("https://github.com/who/what")[1]
    'what-scale-buys @ git+https://github.com/who/what'
    """
    site = os.environ.get("BOOK_URL", "").rstrip("/")
    if site and wheels:
        instrument, book = (f"{site}/downloads/{name}" for name in sorted(wheels))
    elif address:
        instrument, book = f"git+{address}#subdirectory=lib", f"git+{address}"
    else:
        return []
    return [f"scaling-laws[{EXTRAS}] @ {instrument}", f"what-scale-buys @ {book}"]


def launchers(address, page):
    """{name: address} of the services that open a page of the plain edition; `page` is its path in the repository."""
    if not address:
        return {}
    host, path = urlsplit(address).netloc, urlsplit(address).path.strip("/")
    opened = urlencode({"urlpath": f"lab/tree/{page}"})
    if host != "github.com":
        return {"Binder": f"{BINDER}/v2/git/{quote(address, safe='')}/{BRANCH}?{opened}"}
    return {
        "Binder": f"{BINDER}/v2/gh/{path}/{BRANCH}?{opened}",
        "Colab": f"{COLAB}/github/{path}/blob/{BRANCH}/{page}",
    }


def hub_link(hub, address, page="index.ipynb"):
    """The nbgitpuller link by which a JupyterHub fetches the book and opens a page of it.

    >>> hub_link("https://hub.example.org", "https://github.com/who/what")[:76]
    'https://hub.example.org/hub/user-redirect/git-pull?repo=https%3A%2F%2Fgithub'
    """
    folder = urlsplit(address).path.rstrip("/").rpartition("/")[2].removesuffix(".git")
    asked = {"repo": address, "branch": BRANCH, "urlpath": f"lab/tree/{folder}/{page}"}
    return f"{hub.rstrip('/')}/hub/user-redirect/git-pull?{urlencode(asked)}"
