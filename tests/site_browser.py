"""What the site tests share: where the site is, which browser, and a page that records what must not happen."""

import os
import shutil
from http.server import SimpleHTTPRequestHandler
from pathlib import Path

ROOT = Path(__file__).parent.parent
HTML = Path(os.environ.get("SITE_HTML", ROOT / "_build" / "html"))
THEMES = ("light", "dark")
WIDTHS = (390, 820, 1280)
CI = os.environ.get("CI", "").lower() in ("1", "true")
NO_BROWSER = "No Chromium found. Install it (Debian, Ubuntu: apt-get install chromium) or set BROWSER_PATH."


class Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # keeps the connection open, as a real host does

    def log_message(self, *args):
        pass


def browser_path():
    """Where a Chromium is, or None."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    candidates = [os.environ.get("BROWSER_PATH"), *names]
    return next((found for name in candidates if name and (found := shutil.which(name))), None)


class Watched:
    """A browser page that records what must not happen: console errors and requests to other hosts."""

    def __init__(self, context, address):
        self.page, self.address = context.new_page(), address
        self.errors, self.outside, self.shown = [], [], None
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", self._request)
        self.page.on("requestfailed", self._failed)

    def _failed(self, request):
        if request.failure != "net::ERR_ABORTED":  # aborted: the page was left before its icon had come
            self.errors.append(f"failed: {request.url}")

    def _console(self, message):
        if message.type in ("error", "warning"):
            self.errors.append(f"{message.type}: {message.text} ({message.location.get('url')})")

    def _request(self, request):
        if not request.url.startswith((self.address, "data:", "blob:", "about:")):
            self.outside.append(request.url)

    def open(self, name, fragment=""):
        """Load a page afresh."""
        self.errors.clear()
        self.outside.clear()
        self.page.goto("about:blank")
        self.page.goto(f"{self.address}/{name}{fragment}", wait_until="load")
        self.shown = name
        return self.page

    def show(self, name):
        """The page as it is open, loaded only where it is not."""
        return self.page if self.shown == name else self.open(name)

    def spoil(self):
        """Say that the open page has been changed: the next test loads it afresh."""
        self.shown = None
