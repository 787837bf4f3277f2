"""The whole book as one file: for paper (PDF) and for e-readers (EPUB).

Both are made of the pages of the built site, in the order of its contents. What needs a script or a network stays
behind: controls, downloads, the calls behind the pictures. A picture with controls shows its first state. Answers stay
folded in the EPUB and are left out on paper.
"""

import posixpath
import re
import shutil
import subprocess
import tempfile
import uuid
import zipfile
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import NamedTuple

import yaml
from bs4 import BeautifulSoup

from .downloads import EPOCH
from .frame import LICENCES, citation

NAME = "what-scale-buys"
SHEET = Path(__file__).parent.parent / "display" / "assets" / "book.css"
FONT = SHEET.parent / "fonts" / "math.woff"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
LEFT = (
    "script, template, button, input, form.sl-controls, form.sl-filters, .sl-static, .sl-take, .sl-actions, .sl-data,"
    " .headerlink, .cell_input, details.hide, nav, iframe, section[id^='every-number']"
)
ANSWERS = ".sl-solution, .sl-hint, .sl-solved"
FORM = {"form": "div", "fieldset": "div", "legend": "p", "label": "span"}  # what asks is read, and not filled in
NAMESPACES = {"svg": "http://www.w3.org/2000/svg", "math": "http://www.w3.org/1998/Math/MathML"}
# the parser of HTML writes every name small; these of SVG are not
CAMEL = ("viewBox", "clipPath", "clipPathUnits", "preserveAspectRatio", "linearGradient", "gradientUnits")
_CAMEL = re.compile(rf"(?<=[<\s/])({'|'.join(name.lower() for name in CAMEL)})(?=[\s=>])")
_LINK = re.compile(r'\bhref="([^"#]*)(?:#([^"]*))?"')
_NAMED = re.compile(r'\b(id|for|aria-labelledby|aria-describedby|aria-controls)="([^"]*)"')
_PAGED = re.compile(r"@page \{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}")
_LOCAL = re.compile(r"url\(#([^)]*)\)")
_PAPER = """
@page { size: A4; margin: 18mm 16mm 20mm; @bottom-center { content: counter(page); font-size: 9pt; } }
body { font: 10.5pt/1.5 Georgia, "DejaVu Serif", serif; margin: 0; }
section.page { break-before: page; counter-reset: picture; }
.cover { padding-top: 60mm; text-align: center; }
.cover h1 { font-size: 30pt; }
h1, h2, h3, h4 { break-after: avoid; font-family: system-ui, "DejaVu Sans", sans-serif; line-height: 1.25; }
pre { overflow-wrap: anywhere; white-space: pre-wrap; }
table { border-collapse: collapse; font-size: 8.5pt; }
td, th { padding: 1mm 2mm; text-align: left; vertical-align: top; }
figure.sl-figure { max-width: 115mm !important; }
figure svg { max-height: 130mm; }
.sl-tap { display: none; }
a { color: inherit; text-decoration: none; }
"""


class Page(NamedTuple):
    """One page of the book: the stem of its file, the part that it opens ("" in the middle of one), its article."""

    stem: str
    part: str
    title: str
    article: str


def pages(root, site, answers=True):
    """The pages of the built site in the order of the contents of the book in `root`."""
    return [_page(site, file, part, answers) for part, file in contents(root)]


def contents(root):
    """(part, file) of every page in order; a part is named at its first page alone."""
    toc = yaml.safe_load((Path(root) / "_toc.yml").read_text(encoding="utf-8"))
    listed = [("", toc["root"])]
    for part in toc["parts"]:
        files = [chapter["file"] for chapter in part["chapters"]]
        listed += zip([part["caption"], *[""] * len(files)], files)
    return listed


def _page(site, file, part, answers):
    text = (Path(site) / f"{file}.html").read_text(encoding="utf-8")
    article = BeautifulSoup(text, "html.parser").select_one("article.bd-article")
    for element in article.select(LEFT if answers else f"{LEFT}, {ANSWERS}"):
        element.decompose()
    for link in article.select("a[download]"):
        link.unwrap()
    for number in article.select(".sl-number"):
        del number["title"]
    for element in article.find_all(True):
        for name in [name for name in element.attrs if name.startswith("data-") or name in ("for", "tabindex")]:
            del element[name]
        if element.name in FORM:
            element.name = FORM[element.name]
        if element.name in NAMESPACES:
            element["xmlns"] = NAMESPACES[element.name]
    title = article.find("h1").get_text(" ", strip=True)
    article.name = "section"
    article.attrs = {"class": "page"}
    return Page(posixpath.basename(file), part, title, _CAMEL.sub(_as_written, str(article)))


def _as_written(match):
    return next(name for name in CAMEL if name.lower() == match[1])


def relinked(page, stems, suffix):
    """The article of a page whose links to pages of the book lead to `suffix(stem, anchor)`, and others nowhere else.

    stems : set of str
        The pages that the volume holds. What lies outside of it and on no other host loses its link.
    """

    def link(match):
        address, anchor = match[1], (match[2] or "").partition("?")[0]  # without the state of a control
        if re.match(r"https?:", address):
            return match[0]
        stem = posixpath.basename(address).removesuffix(".html") or page.stem
        known = stem in stems and (not address or address.endswith(".html"))
        return f'href="{suffix(stem, anchor)}"' if known else ""

    return _LINK.sub(link, page.article)


# ---- paper ----


def paper(root, site):
    """One HTML page that holds the whole book, for a browser to print."""
    found = pages(root, site, answers=False)
    stems = {page.stem for page in found}
    bodies = "".join(
        _apart(page.stem, relinked(page, stems, lambda stem, anchor: f"#{stem}--{anchor}" if anchor else f"#{stem}"))
        for page in found
    )
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{escape(_title(root))}</title>'
        f"<style>{SHEET.read_text(encoding='utf-8').replace('fonts/math.woff', FONT.as_uri())}{_PAPER}</style></head>"
        f'<body>{cover(root)}<section class="page"><h2>Contents</h2>{outline(found)}</section>{bodies}</body></html>'
    )


def _apart(stem, article):
    """An article whose names are its own in a page that holds all of them."""
    article = _NAMED.sub(lambda m: f'{m[1]}="{" ".join(f"{stem}--{name}" for name in m[2].split())}"', article)
    article = _LOCAL.sub(rf"url(#{stem}--\1)", article).replace("<details ", '<details open="" ')
    return article.replace('<section class="page"', f'<section class="page" id="{stem}"', 1)


def cover(root):
    """Title, authors, version, date and licences, as HTML."""
    cited = citation(Path(root))
    title, _, rest = cited["title"].partition(":")
    authors = " and ".join(author["name"] for author in cited["authors"])
    licences = ", ".join(f"{what} {name}" for what, name, _ in LICENCES)
    lines = (rest.strip().capitalize(), authors, f"Version {cited['version']}, {cited['date-released']}", licences)
    return f'<section class="cover"><h1>{escape(title)}</h1>{"".join(f"<p>{escape(x)}</p>" for x in lines)}</section>'


def outline(found, link="#{}"):
    """The contents as a list of parts and pages."""
    items, inside = [], False
    for page in found:
        if page.part:
            items.append(f"{'</ol></li>' * inside}<li><span>{escape(page.part)}</span><ol>")
            inside = True
        items.append(f'<li><a href="{link.format(page.stem)}">{escape(page.title)}</a></li>')
    return f"<ol>{''.join(items)}{'</ol></li>' * inside}</ol>"


def pdf(root, site, path):
    """Print the whole book to a PDF file with a browser of this machine; returns the path, or None without one."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        return None
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch) / "book.html"
        source.write_text(paper(root, site), encoding="utf-8")
        words = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-pdf-header-footer",
            "--generate-pdf-document-outline",
        ]
        words += [f"--user-data-dir={scratch}/profile", f"--print-to-pdf={Path(path).resolve()}", source.as_uri()]
        subprocess.run([browser, *words], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return Path(path)


# ---- e-readers ----


def epub(root, site, path):
    """Write the whole book as an EPUB 3 file, the same bytes for the same site; returns the path."""
    found = pages(root, site)
    stems = {page.stem for page in found}
    files = {"cover.xhtml": _xhtml(_title(root), cover(root)), "nav.xhtml": _navigation(found)}
    for page in found:
        body = relinked(page, stems, lambda stem, anchor: f"{stem}.xhtml" + f"#{anchor}" * bool(anchor))
        files[f"{page.stem}.xhtml"] = _xhtml(page.title, body)
    files["book.css"] = _PAGED.sub("", SHEET.read_text(encoding="utf-8"))
    files["fonts/math.woff"] = FONT.read_bytes()
    files["book.opf"] = _package(root, files)
    with zipfile.ZipFile(path, "w") as archive:
        _add(archive, "mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        _add(archive, "META-INF/container.xml", _CONTAINER)
        for name, content in files.items():
            _add(archive, f"book/{name}", content)
    return Path(path)


_CONTAINER = (
    '<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="book/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
_KINDS = {".xhtml": "application/xhtml+xml", ".css": "text/css", ".woff": "font/woff"}


def _add(archive, name, content, compression=zipfile.ZIP_DEFLATED):
    entry = zipfile.ZipInfo(name, datetime.fromtimestamp(EPOCH, UTC).timetuple()[:6])
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, content, compression)


def _xhtml(title, body):
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml"'
        ' xmlns:epub="http://www.idpf.org/2007/ops" lang="en" xml:lang="en">'
        f'<head><title>{escape(title)}</title><link rel="stylesheet" href="book.css"/></head><body>{body}</body></html>'
    )


def _navigation(found):
    return _xhtml("Contents", f'<nav epub:type="toc"><h1>Contents</h1>{outline(found, "{}.xhtml")}</nav>')


def _package(root, files):
    """The list of what the EPUB holds, with the facts about the book."""
    cited = citation(Path(root))
    title, authors = _title(root), [author["name"] for author in cited["authors"]]
    identity = uuid.uuid5(uuid.NAMESPACE_URL, f"{title} {cited['version']}")
    items, spine = [], []
    for name, content in files.items():
        key, kind = f"file-{re.sub(r'[^a-z0-9]', '-', name)}", _KINDS[Path(name).suffix]
        has = [
            p for p, mark in (("svg", "<svg"), ("mathml", "<math"), ("nav", 'epub:type="toc"')) if _holds(content, mark)
        ]
        properties = f' properties="{" ".join(has)}"' if has else ""
        items.append(f'<item id="{key}" href="{name}" media-type="{kind}"{properties}/>')
        spine += [f'<itemref idref="{key}"/>'] * name.endswith(".xhtml")
    facts = (
        f'<dc:identifier id="identity">urn:uuid:{identity}</dc:identifier><dc:title>{escape(title)}</dc:title>'
        f"{''.join(f'<dc:creator>{escape(name)}</dc:creator>' for name in authors)}<dc:language>en</dc:language>"
        f"<dc:date>{cited['date-released']}</dc:date><dc:rights>CC BY 4.0</dc:rights>"
        f'<meta property="dcterms:modified">{cited["date-released"]}T00:00:00Z</meta>'
        '<meta property="schema:accessMode">textual</meta><meta property="schema:accessMode">visual</meta>'
        '<meta property="schema:accessModeSufficient">textual</meta>'
        '<meta property="schema:accessibilityFeature">alternativeText</meta>'
        '<meta property="schema:accessibilityFeature">MathML</meta>'
        '<meta property="schema:accessibilityHazard">none</meta>'
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0"'
        ' unique-identifier="identity" xml:lang="en"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"{facts}</metadata><manifest>{''.join(items)}</manifest><spine>{''.join(spine)}</spine></package>"
    )


def _holds(content, mark):
    return isinstance(content, str) and mark in content


def _title(root):
    return citation(Path(root))["title"]
