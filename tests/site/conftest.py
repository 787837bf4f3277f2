"""The built site on a free port of this machine, and one Chromium for all tests of a worker."""

import threading
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

from site_browser import CI, HTML, NO_BROWSER, Quiet, Watched, browser_path


def pytest_collection_modifyitems(items):
    """All tests of one page follow one another in one worker, so that it is loaded once for several of them."""
    places = [place for place, item in enumerate(items) if Path(__file__).parent in item.path.parents]
    ours = sorted((items[place] for place in places), key=_page)
    for place, item in zip(places, ours):
        items[place] = item
        item.add_marker(pytest.mark.site)
        if _page(item):
            item.add_marker(pytest.mark.xdist_group(_page(item)))


def _page(item):
    """The page that a test opens, if it names one; explorables name a room, tests of all files one another."""
    if item.path.stem == "test_static":
        return item.path.stem
    parameters = getattr(item, "callspec", None) and item.callspec.params
    return parameters.get("name", "") if parameters and "topic" not in parameters else ""


@pytest.fixture(scope="session")
def html():
    """Folder of the built site."""
    if not (HTML / "index.html").exists():
        pytest.fail(f"There is no site in {HTML}: run `make book` first.")
    return HTML


@pytest.fixture(scope="session")
def address(html):
    """The site's own host, as 'http://127.0.0.1:port'."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(html)))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def browser():
    path = browser_path()
    if not path:
        (pytest.fail if CI else pytest.skip)(NO_BROWSER)
    from playwright.sync_api import sync_playwright

    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]
    offline = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=[*flags, offline])
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def themed(browser, address):
    """`themed(theme)` is one watched page per theme, kept for the whole session."""
    made = {}

    def get(theme):
        if theme not in made:
            context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme=theme)
            store = f"localStorage.setItem('mode', '{theme}'); localStorage.setItem('theme', '{theme}')"
            context.add_init_script(f"if (location.protocol === 'http:') {{ {store} }}")
            made[theme] = Watched(context, address)
        return made[theme]

    yield get
    for watched in made.values():
        watched.page.context.close()
