"""What a finished site sends: one style sheet and one script of what its pages use, few icons, no idle elements.

The stock theme loads for every page all that some page of some book might need: eleven style sheets, fifteen scripts,
the index of the search, 1,900 icons. After a build the pages are rewritten in place:

* the rules that no page can match fall away, with the variables that none of the others reads;
* the scripts become one that waits for the page, and the search's own are loaded by the page that searches;
* the icon font keeps the icons that are shown;
* a table behind a picture rests in a template until it is opened, and groups of a picture that say nothing go;
* its CSV and the states of an explorable become files, fetched when they are asked for.

A page that was rewritten before stays as it is, so a second build may run over the first.
"""

import hashlib
import posixpath
import re
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import tinycss2
from fontTools import subset
from fontTools.ttLib import TTFont

SHEET, SCRIPT, ICONS = "site.css", "site.js", "icons.woff"
SEARCH = ("searchtools.js", "language_data.js", "searchindex.js")
UNUSED = (
    "thebe",
    "fontawesome.js",
    "design-tabs.js",
    "togglebutton.js",
)  # of the stock scripts, those that no page here needs
IDLE = {"accordion", "carousel", "modal", "offcanvas", "popover", "scrollspy", "toast"}  # parts of Bootstrap, as above
_LINK = re.compile(r'<link(?=[^>]*rel="stylesheet")[^>]*href="([^"?]*)[^"]*"[^>]*>\n?')
_PRELOAD = re.compile(r'<link rel="preload" as="script"[^>]*>\n?')
_EXTERNAL = re.compile(r'<script[^>]*\bsrc="([^"?]*)[^"]*"[^>]*></script>\n?')
_SETTING = re.compile(
    r"<script>(?:(?:let|var|const) toggle\w+ = [^<]*|DOCUMENTATION_OPTIONS\.[^<]*|kernelName[^<]*)</script>\n?"
    r'|<script type="text/x-thebe-config">.*?</script>\n?',
    flags=re.S,
)
_STATIC = re.compile(r"^(.*?)_static/(.*)$")
_VIEWPORT = re.compile(r'<meta name="viewport"[^>]*>')
_READ = re.compile(r"(?:var|getPropertyValue)\(\s*[\"'`]?(--[\w-]+)")
_WORD = re.compile(r"[\w-]+")
_ICON = re.compile("[\ue000-\uf8ff]")
_FACE = re.compile(r"@font-face\{[^}]*fontawesome[^}]*\}")
_TAG = re.compile(r"<(/?)g\b([^>]*)>")
_SVG = re.compile(r"<svg\b.*?</svg>", flags=re.S)
_CSV = re.compile(r'<a download="([^"]*)" href="data:text/csv;charset=utf-8,([^"]*)">')
_CITED = re.compile(r'<details class="sl-cite">.*?<p>(.*?)</p>', flags=re.S)
_STATES = re.compile(
    r'(<figure class="sl-figure sl-explorable" id="([^"]*)"(?:(?!</figure>).)*?)'
    r'(<script type="application/json" class="sl-states")>(.*?)</script>',
    flags=re.S,
)
_TABLE = re.compile(r'(<details class="sl-data"><summary>[^<]*</summary>)(<div class="sl-scroll".*?</table></div>)')


def finish(app, exception):
    """Lighten the site that a build has finished."""
    if not exception and app.builder.name == "html":
        lighten(app.outdir)


def lighten(folder):
    """Rewrite every page of the built site in a folder, and write the files that they load instead."""
    folder = Path(folder)
    pages = [path for path in sorted(folder.rglob("*.html")) if "_static" not in path.relative_to(folder).parts]
    texts = {path: path.read_text(encoding="utf-8") for path in pages}
    fresh = {path: text for path, text in texts.items() if f"_static/{SHEET}" not in text and "</main>" in text}
    heads = [text.split("</head>")[0] + text[text.rindex("</main>") :] for text in fresh.values()]
    if not fresh:
        return
    static = folder / "_static"
    found = [name for head in heads for name in _named(_EXTERNAL, head) if _wanted(name)]
    scripts = _ordered([*found, *_parts(static / SCRIPT)])
    code = "\n;\n".join((static / name).read_text(encoding="utf-8") for name in scripts)
    settings = _ordered(found for head in heads for found in _shared_settings(head))
    script = re.sub(r"^//# sourceMappingURL=.*$", "", "\n".join([*settings, code]), flags=re.M)
    scripted = {word for word in _WORD.findall(script) if word.split("-")[0] not in IDLE}
    known = scripted.union(*(_names(text) for text in texts.values()))
    read = {name for text in [script, *texts.values()] for name in _READ.findall(text)}
    sheet = styles(static, _ordered(name for head in heads for name in _named(_LINK, head)), known, read)
    sheet = '@charset "utf-8";' + with_few_icons(static, sheet)
    (static / SHEET).write_text(sheet, encoding="utf-8")
    (static / SCRIPT).write_text(f"/* {' '.join(scripts)} */\n{script}", encoding="utf-8")
    versions = {name: hashlib.sha256((static / name).read_bytes()).hexdigest()[:8] for name in (SHEET, SCRIPT)}
    for path, text in texts.items():
        if path in fresh:
            text = rewritten(text, versions)
            text = with_files(text, static, path.stem, posixpath.relpath("_static", path.parent.relative_to(folder)))
        for name, version in versions.items():
            text = re.sub(rf"(_static/{re.escape(name)}\?v=)\w*", rf"\g<1>{version}", text)
        path.write_text(text, encoding="utf-8")


def rewritten(page, versions):
    """A stock page that loads the one style sheet and the one script; `versions` by file name."""
    head, rest = page.split("</head>", 1)
    body, end = rest[: (cut := rest.rindex("</main>"))], rest[cut:]
    prefix = _STATIC.match(_LINK.search(head).group(1)).group(1)
    own = [m.group() for m in _EXTERNAL.finditer(head) if posixpath.basename(m.group(1)) in SEARCH]
    for pattern in (_LINK, _PRELOAD, _EXTERNAL, _SETTING):
        head, end = pattern.sub("", head), pattern.sub("", end)
    head = _VIEWPORT.sub("", head, count=len(_VIEWPORT.findall(head)) - 1)
    head += f'<link rel="stylesheet" href="{prefix}_static/{SHEET}?v={versions[SHEET]}">\n'
    head += f'<script defer src="{prefix}_static/{SCRIPT}?v={versions[SCRIPT]}"></script>\n'
    if 'id="search-results"' in body:
        head += "".join(re.sub("<script(?! defer)", "<script defer", script) for script in own)
    body = _TABLE.sub(r"\1<template>\2</template>", _SVG.sub(lambda svg: without_idle_groups(svg.group()), body))
    return f"{head}</head>{_SETTING.sub('', body)}{end}"


def with_files(page, static, name, up):
    """A page whose data and states are files in `static`, in folders `name`; `up` leads there from the page."""

    def write(kind, file, text):
        path = static / kind / name / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return f"{up}/{kind}/{name}/{file}"

    def states(match):
        figure, payload = match[2], match[4]
        code = f'(window.slStates ??= {{}})["{figure}"] = {payload};\n'
        return f'{match[1]}{match[3]} data-src="{write("states", f"{figure}.js", code)}"></script>'

    cited = _CITED.search(page)
    source = f"# {unescape(re.sub('<[^>]+>', '', cited[1]))} CC BY 4.0.\n" if cited else ""

    def data(match):
        return f'<a download="{match[1]}" href="{write("data", match[1], source + unquote(match[2]))}">'

    return _STATES.sub(states, _CSV.sub(data, page))


def without_idle_groups(svg):
    """A picture without the groups that have no attribute: they draw nothing of their own.

    >>> without_idle_groups('<svg><g><g id="a"><path/></g></g><g /><g id="b"/></svg>')
    '<svg><g id="a"><path/></g><g id="b"/></svg>'
    """
    idle = []

    def kept(match):
        if match[2].endswith("/"):
            return "" if match[2].strip() == "/" else match.group()
        if not match[1]:
            idle.append(not match[2].strip())
            return "" if idle[-1] else match.group()
        return "" if idle.pop() else match.group()

    return _TAG.sub(kept, svg)


def styles(static, names, known, read=frozenset()):
    """The rules of the style sheets `names` in a folder that elements of the `known` classes and ids can match.

    read : set of str
        The custom properties that pages and scripts read themselves.
    """
    rules = [text for name in names for text in _matching(_sheet(static, name), known)]
    while (lighter := _without_idle_variables(rules, read)) != rules:
        rules = lighter
    return "".join(rules)


def with_few_icons(static, sheet):
    """Cut the icon font down to the icons that a style sheet shows; returns the sheet with that font alone."""
    faces = _FACE.findall(sheet)
    solid = [face for face in faces if "fa-solid-900" in face]
    if not solid:
        return sheet
    full = posixpath.splitext(re.search(r"url\(\"?([^)\"]*fa-solid-900)", solid[0]).group(1))[0] + ".ttf"
    font = TTFont(static / full, recalcTimestamp=False)
    cut = subset.Subsetter(subset.Options(layout_features=[], hinting=False, notdef_outline=True))
    cut.populate(unicodes=map(ord, _ICON.findall(sheet)))
    cut.subset(font)
    font.flavor = "woff"
    font.save(static / ICONS)
    for face in faces:
        own = re.sub(r"src:.*", f"src:url({ICONS})}}", face) if face == solid[0] else ""
        sheet = sheet.replace(face, own)
    return sheet


def _wanted(name):
    return name not in SEARCH and not any(part in name for part in UNUSED)


def _ordered(names):
    return list(dict.fromkeys(names))


def _parts(script):
    """The scripts of which an earlier build made one; pages that stayed as they were may need them."""
    if not script.exists():
        return []
    names = script.read_text(encoding="utf-8").partition(" */")[0].removeprefix("/* ").split()
    return [name for name in names if (script.parent / name).exists()]


def _named(pattern, page):
    """Files below `_static` that a page loads, in its order."""
    return [found.group(2) for address in pattern.findall(page) if (found := _STATIC.match(address))]


def _shared_settings(page):
    found = re.findall(r"<script>((?:let|var|const) toggle[^<]*)</script>", page)
    return [re.sub(r"^(let|const) ", "var ", setting) for setting in found]


def _names(page):
    """Every class and id of a page, as single words."""
    return {word for value in re.findall(r'\b(?:class|id)="([^"]*)"', page) for word in value.split()}


def _matching(rules, known):
    """Rules as text, those that nothing can match left out."""
    for rule in rules:
        if rule.type == "qualified-rule":
            kept = [s for s in _selectors(rule.prelude) if _asked(s) <= known]
            if kept:
                prelude = ",".join(tinycss2.serialize(selector).strip() for selector in kept)
                yield f"{prelude}{{{_compact(tinycss2.serialize(rule.content))}}}"
        elif rule.type == "at-rule" and rule.lower_at_keyword in ("media", "supports", "layer"):
            if rule.content is None:
                continue
            inner = "".join(_matching(tinycss2.parse_rule_list(rule.content, True, True), known))
            if inner:
                yield f"@{rule.lower_at_keyword} {tinycss2.serialize(rule.prelude).strip()}{{{inner}}}"
        elif rule.type == "at-rule" and rule.lower_at_keyword != "charset":
            body = f"{{{_compact(tinycss2.serialize(rule.content))}}}" if rule.content else ";"
            prelude = tinycss2.serialize(rule.prelude).strip()
            yield f"@{rule.lower_at_keyword}{' ' if prelude else ''}{prelude}{body}"


def _sheet(static, name):
    """The parsed rules of a sheet, those of the sheets that it imports in their place."""
    for rule in tinycss2.parse_stylesheet((static / name).read_text(encoding="utf-8"), True, True):
        if rule.type == "at-rule" and rule.lower_at_keyword == "import":
            imported = next(token.value for token in rule.prelude if token.type in ("url", "string"))
            yield from _sheet(static, posixpath.normpath(posixpath.join(posixpath.dirname(name), imported)))
        else:
            _move_addresses([rule], posixpath.dirname(name))
            yield rule


def _selectors(prelude):
    """The selectors of a rule, between its commas."""
    selectors = [[]]
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            selectors.append([])
        else:
            selectors[-1].append(token)
    return selectors


def _asked(selector):
    """The classes and ids that an element or one around it must have; what :not() and its like say is left open."""
    pairs = zip(selector, selector[1:])
    classes = {b.value for a, b in pairs if a.type == "literal" and a.value == "." and b.type == "ident"}
    return classes | {token.value for token in selector if token.type == "hash"}


def _compact(text):
    return re.sub(r"\s*([;{}])\s*", r"\1", re.sub(r"\s+", " ", text)).strip().rstrip(";")


def _move_addresses(tokens, folder):
    """Make the addresses of a sheet in `folder` relative to the folder above all sheets, in place."""
    for token in tokens:
        if token.type == "url" and not re.match(r"data:|#|/|https?:", token.value):
            token.value = posixpath.normpath(posixpath.join(folder, token.value))
            token.representation = f"url({token.value})"
        if token.type == "function" and token.lower_name == "url":
            for argument in token.arguments:
                if argument.type == "string" and not re.match(r"data:|#|/|https?:", argument.value):
                    argument.value = posixpath.normpath(posixpath.join(folder, argument.value))
                    argument.representation = f'"{argument.value}"'
        for part in ("prelude", "content", "arguments"):
            if children := getattr(token, part, None):
                _move_addresses(children, folder)


def _without_idle_variables(rules, read):
    """Rules without the custom properties that none of them reads."""
    read = read | set(_READ.findall("".join(rules)))
    # a declaration may hold brackets and strings, no semicolon or brace outside of them
    declared = re.compile(r"(?<=[{;])(--[\w-]+):(?:[^;{}\"']|\"[^\"]*\"|'[^']*')*(?:;|(?=\}))")
    lighter = [declared.sub(lambda m: m.group() if m.group(1) in read else "", rule) for rule in rules]
    return [rule for rule in lighter if not re.fullmatch(r"[^{}]*\{\}", rule)]
