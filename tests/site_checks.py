"""Checks of built pages that need no browser: requests to other hosts, links and anchors, spoken text, weight."""

import gzip
import re
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from bs4 import BeautifulSoup

LOADING = {  # attributes that make a browser fetch something by itself
    ("script", "src"),
    ("img", "src"),
    ("img", "srcset"),
    ("source", "src"),
    ("source", "srcset"),
    ("video", "src"),
    ("video", "poster"),
    ("audio", "src"),
    ("iframe", "src"),
    ("embed", "src"),
    ("object", "data"),
    ("image", "href"),
    ("use", "href"),
    ("form", "action"),
    ("input", "src"),
}
FETCHING_RELATIONS = {
    *("stylesheet", "icon", "shortcut", "preload", "prefetch", "preconnect", "dns-prefetch"),
    *("modulepreload", "manifest", "apple-touch-icon"),
}
_OUTSIDE = re.compile(r"^\s*(?:https?:)?//(?!127\.0\.0\.1|localhost)", flags=re.I)
_CSS_FETCH = re.compile(r"(?:@import\s+(?:url\()?|url\()\s*[\"']?([^\"')\s;]+)", flags=re.I)
_JS_FETCH = re.compile(
    r"(?:\bfetch|\bimport|\bimportScripts|\bWorker|\bEventSource|\bWebSocket|\bsendBeacon)\s*\(\s*[\"'`]"
    r"((?:https?:|wss?:)?//[^\"'`\s]+)"
    r"|(?:\.src|\.href)\s*=\s*[\"'`]((?:https?:)?//[^\"'`\s]+)"
    r"|\bfrom\s*[\"'`]((?:https?:)?//[^\"'`\s]+)|\.open\(\s*[\"'`](?:GET|POST)[\"'`]\s*,\s*[\"'`]((?:https?:)?//[^\"'`\s]+)"
)
_HASHED = re.compile(
    r"[0-9a-f]{16,}|\.(?:png|svg|jpe?g|gif|webp)\b|^_images/|^(?:image|figure|picture|img)$", flags=re.I
)


@dataclass(frozen=True)
class Page:
    """One built HTML file."""

    path: Path
    root: Path

    @property
    def name(self):
        return self.path.relative_to(self.root).as_posix()

    @cached_property
    def soup(self):
        return BeautifulSoup(self.path.read_text(encoding="utf-8"), "html.parser")

    @cached_property
    def fetched(self):
        """Addresses of everything that a browser would load with the page."""
        return list(_fetched(self.soup))

    @cached_property
    def ids(self):
        names = {a["name"] for a in self.soup.find_all("a", {"name": True})}
        return names | {tag["id"] for tag in self.soup.find_all(id=True)}


@cache
def pages(root):
    """All pages of a built site, read once."""
    root = Path(root)
    return [Page(path, root) for path in sorted(root.rglob("*.html")) if "_static" not in path.relative_to(root).parts]


def outside_requests(root):
    """(file, address) of everything that a browser would fetch from another host. Plain links are not requests."""
    found = []
    for page in pages(root):
        found += [(page.name, address) for address in page.fetched if _OUTSIDE.match(address)]
    for path in sorted(Path(root).rglob("*")):
        if path.suffix in (".css", ".js", ".mjs") and path.is_file():
            text = path.read_text(encoding="utf-8", errors="replace")
            found += [(path.relative_to(root).as_posix(), a) for a in _in_text(text, path.suffix) if _OUTSIDE.match(a)]
    return found


def _in_text(text, suffix):
    if suffix == ".css":
        return _CSS_FETCH.findall(text)
    return ["".join(groups) for groups in _JS_FETCH.findall(text)]


def _fetched(soup):
    for tag, attribute in LOADING:
        for element in soup.find_all(tag, {attribute: True}):
            yield from (part.split()[0] for part in element[attribute].split(",") if part.strip())
    for link in soup.find_all("link", href=True):
        if FETCHING_RELATIONS & {relation.lower() for relation in link.get("rel", [])}:
            yield link["href"]
    for element in soup.find_all(style=True):
        yield from _CSS_FETCH.findall(element["style"])
    for style in soup.find_all("style"):
        yield from _CSS_FETCH.findall(style.get_text())
    for script in soup.find_all("script", src=False):
        yield from _in_text(script.get_text(), ".js")


def broken_links(root):
    """(page, address) of every internal link whose file or anchor does not exist."""
    root = Path(root)
    known = {page.name: page for page in pages(root)}
    found = []
    for page in known.values():
        for address in sorted({a["href"] for a in page.soup.find_all("a", href=True)}):
            parts = urlsplit(address)
            if not (parts.scheme or parts.netloc) and not _resolves(root, known, page, address):
                found.append((page.name, address))
    return found


def _resolves(root, known, page, address):
    target, fragment = urldefrag(urljoin(f"/{page.name}", address))
    name = unquote(urlsplit(target).path).lstrip("/") or "index.html"
    name = f"{name}index.html" if name.endswith("/") else name
    if not (root / name).is_file():
        return False
    fragment = unquote(fragment).split("?")[0]
    return not fragment or name not in known or fragment in known[name].ids


def silent_pictures(root):
    """(page, what) of every picture without a real spoken text: images need an alt, vector pictures a sentence."""
    found = []
    for page in pages(root):
        article = page.soup.find("article") or page.soup
        for image in page.soup.find_all("img"):
            alt = image.get("alt")
            decorative = alt == "" and (image.get("role") == "presentation" or image.get("aria-hidden") == "true")
            logo = image not in article.find_all("img")
            if not decorative and (not alt or (not logo and not is_sentence(alt)) or _HASHED.search(alt or "")):
                found.append((page.name, f"img alt={alt!r} src={image.get('src')!r}"))
        for svg in article.find_all("svg"):
            if svg.get("aria-hidden") != "true" and (
                svg.get("role") != "img" or not is_sentence(svg.get("aria-label"))
            ):
                found.append((page.name, f"svg {svg.get('class')} aria-label={svg.get('aria-label')!r}"))
    return found


def is_sentence(text):
    """Whether a spoken text is a whole sentence rather than a file name or a placeholder."""
    text = (text or "").strip()
    return len(text.split()) >= 6 and text[-1:] in ".?!" and not _HASHED.search(text)


def weights(root):
    """Per page its bytes gzipped by kind: {page: {kind: bytes}}."""
    root = Path(root)
    return {page.name: _weigh(page, root) for page in pages(root) if page.soup.find("article")}


KINDS = {".js": "scripts", ".css": "styles", ".woff2": "fonts", ".woff": "fonts", ".ttf": "fonts"}


def _weigh(page, root):
    total = dict.fromkeys(("html", "scripts", "styles", "images", "fonts"), 0)
    total["html"] = gzipped(page.path)
    for file in _files_of(page, root):
        total[KINDS.get(file.suffix, "images")] += gzipped(file)
    return total


def _files_of(page, root):
    """Every local file that the page loads, followed through style sheets (one font file per face: the first)."""
    todo = [(page.path.parent, address) for address in page.fetched]
    seen = set()
    while todo:
        folder, address = todo.pop()
        if address.startswith(("data:", "#")) or _OUTSIDE.match(address):
            continue
        local = unquote(urlsplit(address).path)
        file = (root / local.lstrip("/") if local.startswith("/") else folder / local).resolve()
        if file in seen or not file.is_file() or not file.is_relative_to(root.resolve()):
            continue
        seen.add(file)
        if file.suffix == ".css":
            todo += [
                (file.parent, inner) for inner in _first_sources(file.read_text(encoding="utf-8", errors="replace"))
            ]
    return seen


def _first_sources(css):
    faces = re.findall(r"@font-face\s*\{[^}]*\}", css)
    rest = re.sub(r"@font-face\s*\{[^}]*\}", "", css)
    return [found[0] for face in faces if (found := _CSS_FETCH.findall(face))] + _CSS_FETCH.findall(rest)


@cache
def gzipped(file):
    data = Path(file).read_bytes()
    return len(data) if Path(file).suffix in (".woff2", ".png", ".jpg") else len(gzip.compress(data, 9))


def weight_table(table):
    """The weights as text, kB gzipped."""
    kinds = list(next(iter(table.values())))
    lines = [f"{'page':<40}" + "".join(f"{kind:>9}" for kind in [*kinds, "sum"])]
    for name, row in table.items():
        numbers = [*row.values(), sum(row.values())]
        lines.append(f"{name:<40}" + "".join(f"{number / 1000:9.1f}" for number in numbers))
    return "\n".join([*lines, "kB gzipped"])
