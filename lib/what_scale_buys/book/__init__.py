"""The Sphinx extension that keeps the site honest.

* Every page depends on the library files that its code reaches, so that a changed library rebuilds exactly
  the pages whose numbers it may change, although no notebook changed.
* Notebooks executed for the site know that no kernel will be there for widgets.
* The book's style sheet and script are served with the site; scripts that would call another host are not.
* A number in running text stands short and answers when asked (`answers`).
* One page gathers the short versions of all chapters (`short`).
* A term of the glossary links there where a chapter first uses it.
* Descriptions of pages are taken from the finished page, with its computed numbers in place.
* Two flaws of the stock pages that a screen reader would meet are mended: the title outside any landmark, and
  the bibliography's deprecated roles.
* Pages are read in parallel, those that gather last; what a chapter computes is kept for them (`kept`).
* Exercises count from one on each page, as they do in a notebook; hints and solutions are folded (`exercises`).
* Each page has its colophon, each chapter a line at its head (`frame`); the search knows the claims (`finding`).
* Formulas are set when the book is built (`formulas`), and a page sends what it uses (`lean`).
* Questions judge their answers in place (`course.quiz`); `SOLUTIONS=0` builds a site without answers (`withheld`).
* Every notebook can be taken away, with the wheels that run it (`downloads`).
* After a build a table says how long each chapter took to execute.

The public address, where there is one, comes from the environment variable BOOK_URL.
"""

import os
import re
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import sphinx.builders

from ..display.viewer import SITE_FLAG
from ..kept import KEPT
from ..reach import BOOK, GATHERING, library_files, notebook_code
from . import downloads, exercises, finding, formulas, frame, lean, short, withheld
from .numbers import AnsweringRole
from .terms import GLOSSARY, link_first_uses

ASSETS = BOOK / "display" / "assets"
TEMPLATES = BOOK / "display" / "templates"
SIDEBAR = ["book-title.html", "search-button-field.html", "sbt-sidebar-nav.html"]
STATELESS = {"sphinx_jupyterbook_latex", "sphinx_multitoc_numbering"}
_DESCRIPTION = re.compile(r'(<meta (?:property="og:description"|name="description") content=")[^"]*(")')


def setup(app):
    os.environ[SITE_FLAG] = "1"
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # small matrices: a second thread mostly waits, and slows
    app.connect("config-inited", _configure, priority=1)
    app.connect("builder-inited", _read_in_parallel)
    app.connect("builder-inited", lambda app: app.add_role("eval", AnsweringRole(), override=True))
    app.connect("env-before-read-docs", _gather_last)
    app.connect("source-read", _note_library)
    app.connect("doctree-resolved", link_first_uses)
    short.setup(app)
    formulas.setup(app)
    withheld.setup(app)
    app.connect("html-page-context", _drop_outside_scripts, priority=900)
    app.connect("html-page-context", _describe, priority=900)
    app.connect("html-page-context", _mend_bibliography)
    app.connect("html-page-context", _ask)
    app.connect("html-page-context", exercises.dress)
    app.connect("html-page-context", frame.frame, priority=950)
    app.connect("html-page-context", downloads.buttons, priority=900)
    app.connect("env-check-consistency", _number_exercises)
    app.connect("build-finished", downloads.offer)
    app.connect("build-finished", frame.preview)
    app.connect("build-finished", finding.finish)
    app.connect("build-finished", lean.finish, priority=900)  # after the theme has written the colours of code
    app.connect("build-finished", _print_times)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _configure(app, config):
    config.html_static_path.append(str(ASSETS))
    config.templates_path.append(str(TEMPLATES))
    config.html_math_renderer = "mathml"
    config.html_favicon = str(ASSETS / "favicon.svg")
    config.html_sidebars = {"**": SIDEBAR}
    app.add_css_file("book.css")
    app.add_js_file("book.js", loading_method="defer")
    app.add_js_file("answers.js", loading_method="defer")
    address = os.environ.get("BOOK_URL", "")
    config.notfound_urls_prefix = urlsplit(address).path or "/"
    config.html_search_scorer = str(ASSETS / "scripts" / "scorer.js")
    config.togglebutton_open_on_print = False
    frame.configure(config)
    if address:
        config.html_baseurl = config.ogp_site_url = address
        app.setup_extension("sphinx_sitemap")
        config.sitemap_url_scheme = "{link}"


def _read_in_parallel(app):
    """Read and write with a process per processor, one page at a time.

    `jupyter-book` has no option for it, and two extensions that keep nothing between pages do not say so.
    """
    for name in STATELESS & app.extensions.keys():
        app.extensions[name].parallel_read_safe = True
    app.parallel = int(os.environ.get("BOOK_JOBS", os.cpu_count() or 1))
    sphinx.builders.make_chunks = lambda names, _: [[name] for name in names]
    os.environ.setdefault(KEPT, str(Path(app.outdir).parent / "kept"))


def _gather_last(app, env, docnames):
    """Order the pages so that those that gather are read last.

    Sphinx starts one page per process at once and takes the others from the end of the list.
    """
    gathering = [name for name in docnames if _gathers(Path(env.doc2path(name)))]
    others = [name for name in docnames if name not in gathering]
    docnames[:] = [*others[: app.parallel], *gathering, *others[app.parallel :]]


def _gathers(path):
    return path.suffix == ".ipynb" and bool(set(GATHERING) & set(library_files(notebook_code(path))))


def _note_library(app, docname, source):
    path = Path(app.env.doc2path(docname))
    if GLOSSARY in app.env.found_docs:
        app.env.note_dependency(app.env.doc2path(GLOSSARY))
    if path.suffix == ".ipynb":
        for file in library_files(notebook_code(path)):
            app.env.note_dependency(str(file))


def _number_exercises(app, env):
    """Count the exercises of each page from one; the environment on disk keeps its own count."""
    for kinds in env.toc_fignumbers.values():
        for place, name in enumerate(kinds.get("exercise", {}), start=1):
            kinds["exercise"][name] = (place,)


def _drop_outside_scripts(app, pagename, templatename, context, doctree):
    scripts = context.get("script_files", [])
    context["script_files"] = [script for script in scripts if "thebe" not in repr(vars(script)).lower()]


def _describe(app, pagename, templatename, context, doctree):
    first = re.search(r"<p>(.*?)</p>", context.get("body", ""), flags=re.S)
    if not first or "metatags" not in context:
        return
    text = " ".join(unescape(re.sub(r"<[^>]+>", "", first.group(1))).split()).replace('"', "&quot;")
    context["metatags"] = _DESCRIPTION.sub(lambda m: m.group(1) + text + m.group(2), context["metatags"])


def _mend_bibliography(app, pagename, templatename, context, doctree):
    if "body" in context:
        context["body"] = context["body"].replace('role="doc-biblioentry"', 'role="listitem"')


def _ask(app, pagename, templatename, context, doctree):
    """A page with questions takes the script that judges answers."""
    if 'class="sl-quiz"' in (context.get("body") or ""):
        app.add_js_file("quiz.js", loading_method="defer")


def _print_times(app, exception):
    data = getattr(app.env, "nb_metadata", {}) if not exception else {}
    times = {name: page["exec_data"]["runtime"] for name, page in data.items() if page.get("exec_data")}
    if times:
        print("\nExecution time by chapter, seconds")
        for name, seconds in times.items():
            print(f"  {name:<36}{seconds or 0:6.1f}")
        print(f"  {'all':<36}{sum(s or 0 for s in times.values()):6.1f}")
