"""The checks themselves: each fault is planted in a tiny book, and the build or the check must notice it."""

import re
import shutil
import zipfile
from pathlib import Path

import nbformat
import pytest

from scratch import ROOT, Book
from site_checks import outside_requests, silent_pictures
from typed_numbers import in_markdown
from what_scale_buys.book import inline

pytestmark = pytest.mark.planted
START = ("code", "from what_scale_buys.chapters import sample as room\nn = room.numbers()")


@pytest.fixture
def book(tmp_path):
    return Book(tmp_path)


def fails_with(book, message):
    process = book.build()
    assert process.returncode != 0, f"the build passed:\n{process.stdout[-2000:]}"
    assert message in process.stdout, process.stdout[-4000:]


def passes(book):
    process = book.build()
    assert process.returncode == 0, process.stdout[-4000:]
    return process.stdout


def test_a_raising_cell_fails_the_build(book):
    book.notebook("sample", "# Sample", START, ("code", "n.no_such_number"))
    fails_with(book, "There is no number of this chapter named 'no_such_number'")


def test_an_eval_of_a_missing_name_fails_the_build(book):
    book.notebook("sample", "# Sample", START, "It is {eval}`n.no_such_number`.")
    fails_with(book, "no_such_number")


def test_a_number_in_a_sentence_stands_short_and_answers_and_the_short_versions_are_gathered(book):
    numbers = book.library / "chapters" / "sample" / "numbers.py"
    code = numbers.read_text(encoding="utf-8").replace("exact(FACTOR, ", "Quantity(FACTOR, low=2.0, high=4.0, unit=")
    numbers.write_text(code.replace("import Numbers", "import Numbers, Quantity"), encoding="utf-8")
    book.notebook(
        "01_sample", "# Sample", START, "## The short version\n\nIt is {eval}`n.factor`, or {eval}`n.factor.full`."
    )
    book.page("other", "# Other\n\nAll:\n\n```{short-versions}\n```\n")
    passes(book)
    html = book.html("01_sample")
    answer = "interval of unstated level 2.0 to 4.0×"
    assert f'It is <span class="sl-number" title="{answer}\nn.factor">3.0×</span>, or' in html
    assert f'title="{answer}\nn.factor.full">3.0× (2.0 to 4.0)</span>.' in html

    gathered = re.search(r'<section id="sample">.*?</section>', book.html("other"), flags=re.S).group()
    assert '<h2><a class="reference internal" href="01_sample.html">Sample</a>' in gathered
    assert html[html.index("<p>It is") : html.index("</p>", html.index("<p>It is"))] in gathered


def test_a_figure_without_alt_fails_the_build(book):
    pictures = book.library / "chapters" / "sample" / "pictures.py"
    code = pictures.read_text(encoding="utf-8")
    pictures.write_text(code.replace("alt=alt", 'alt=""'), encoding="utf-8")
    book.notebook("sample", "# Sample", START, ("code", "room.curve()"))
    fails_with(book, "a whole sentence of at least six words")


def test_pages_with_an_outside_address_or_a_silent_picture_are_flagged(book):
    """One healthy page and two faults, in one build: the scan names the faults and nothing else."""
    book.notebook("sample", "# Sample", START, ("code", "room.curve()"), ("code", "room.try_it()"))
    book.page(
        "outside", '# Outside\n\n<script src="https://example.org/x.js"></script>\n\nA [link](https://example.org).'
    )
    book.page("silent", "# Silent\n\n![](dot.svg)\n")
    (book.folder / "dot.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    passes(book)
    html = book.folder / "_build" / "html"
    assert outside_requests(html) == [("outside.html", "https://example.org/x.js")]
    assert {page for page, _ in silent_pictures(html)} == {"silent.html"}


def test_a_number_typed_in_the_prose_of_a_notebook_is_flagged(book):
    path = book.notebook("sample", "# Sample", START, "The factor is 3.", "The factor is {eval}`n.factor`.")
    from nbformat import read

    prose = [cell.source for cell in read(path, as_version=4).cells if cell.cell_type == "markdown"]
    assert [in_markdown(text) for text in prose] == [[], ["3"], []]


def test_a_changed_library_refreshes_the_pages_that_use_it_and_no_other(book):
    """A constant of a room and a published figure change; no notebook does."""
    stamp = ("code", "import time\nstamp = time.time_ns()")
    book.notebook("sample", "# Sample", START, stamp, "It is {eval}`n.factor`, {eval}`n.alpha`, at {eval}`stamp`.")
    book.notebook("law", "# Law", ("code", "from scaling_laws import laws"), stamp, "At {eval}`stamp`.")
    book.notebook("plain", "# Plain", stamp, "At {eval}`stamp`.")
    passes(book)
    before = {name: shown(book, name) for name in book.pages}
    assert "3×" in before["sample"]
    assert "0.05," in before["sample"]

    replace(book.library / "chapters" / "sample" / "numbers.py", "FACTOR = 3.0", "FACTOR = 4.0")
    output = passes(book)
    after = {name: shown(book, name) for name in book.pages}
    assert "4×" in after["sample"]
    assert after["sample"] != before["sample"]
    assert [after[name] for name in ("law", "plain")] == [before[name] for name in ("law", "plain")]
    assert "law.ipynb: Executed" not in output

    replace(book.library / "data" / "published.csv", r"(kaplan_2020_alpha_c_min,.*),0\.05,", r"\1,0.07,")
    passes(book)
    assert "0.07," in shown(book, "sample")
    assert shown(book, "plain") == before["plain"]


def shown(book, name):
    """The text of a page's article, without markup."""
    article = re.search(r"<article.*?</article>", book.html(name), flags=re.S).group()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", article))


def replace(path, pattern, new):
    text = path.read_text(encoding="utf-8")
    changed, count = re.subn(pattern, new, text)
    assert count == 1, f"{pattern} occurs {count} times in {path}"
    path.write_text(changed, encoding="utf-8")


EXERCISE = """```{exercise} How many
:label: %s

How many?
```

```{solution} %s
:class: dropdown

It is {eval}`n.factor`.
```"""


def test_a_page_is_offered_as_a_notebook_with_its_exercises_numbered_as_on_the_site(book):
    for name in ("pyproject.toml", "LICENSE", "LICENSE-TEXT"):
        shutil.copy(ROOT / name, book.folder)
    for name in ("index", "chapters/sample"):
        label = name.replace("/", "-")
        prose = "\n\n".join(EXERCISE % (f"{label}-{k}", f"{label}-{k}") for k in range(2))
        path = book.notebook(name, "# Sample", START, f"## Exercises\n\n{prose}")
        notebook = nbformat.read(path, as_version=4)
        inline.store(notebook.cells[2], {"n.factor": "3×"})
        nbformat.write(notebook, path)
    passes(book)
    for name in book.pages:
        assert re.findall(r"[Ee]xercise \d", re.sub(r"<[^>]+>", "", book.html(name))) == [
            *("Exercise 1", "exercise 1", "Exercise 2", "exercise 2")
        ]
        assert f'downloads/{name}.ipynb"' in book.html(name)
    offered = book.folder / "_build" / "html" / "downloads"
    with zipfile.ZipFile(offered / "what-scale-buys-notebooks.zip") as archive:
        held = {Path(name).name for name in archive.namelist()}
    wheels = {path.name for path in offered.glob("*.whl")}
    assert len(wheels) == 2
    assert held == {"index.ipynb", "sample.ipynb", *wheels}
    copy = nbformat.read(offered / "chapters" / "sample.ipynb", as_version=4)
    assert "**Exercise 2: How many.**" in copy.cells[3].source
    assert "It is 3×." in copy.cells[3].source


QUIZ = '''
"""The problem of the sample."""

from scaling_laws.quantity import exact

from ...course.problem import Case, Mistake, problem


@problem("sample-times", outcome="multiply", level="warm-up", minutes=1)
def times(dice):
    return Case(
        "How much is it?", exact(0.0864), "It is so.", Mistake("half", exact(0.0432), "Only half."), inputs={}
    )
'''


def test_a_site_without_solutions_holds_no_answer_anywhere(book, monkeypatch):
    room = book.library / "chapters" / "sample"
    (room / "problems.py").write_text(QUIZ, encoding="utf-8")
    numbers = room / "numbers.py"
    code = numbers.read_text(encoding="utf-8").replace("Numbers(", "Numbers(ex_solved=exact(0.0753), ")
    numbers.write_text(code, encoding="utf-8")
    for name in ("pyproject.toml", "LICENSE", "LICENSE-TEXT"):
        shutil.copy(ROOT / name, book.folder)
    exercise = (EXERCISE % ("sample-1", "sample-1")).replace("n.factor", "n.ex_solved")
    prose = f"It is {{eval}}`n.factor`.\n\n## Exercises\n\n{exercise}"
    path = book.notebook("index", "# Sample", START, prose, ("code", "room.QUIZ"), ("code", "n"))
    book.page("other", "# Other\n\nAnother page.\n")
    answers = re.compile(r"0\.0753|0\.0864|It is so")
    monkeypatch.setenv("SOLUTIONS", "0")
    passes(book)
    html = book.folder / "_build" / "html"
    files = [file for file in html.rglob("*") if file.is_file() and "_static" not in file.parts]
    assert {"index.html", "searchindex.js"} <= {file.name for file in files}
    assert [file.name for file in files if answers.search(file.read_text(encoding="utf-8", errors="ignore"))] == []
    assert not [file for file in files if file.suffix in (".ipynb", ".whl", ".txt")]
    page = book.html("index")
    assert "How much is it?" in page
    assert "<code>factor</code>" in page

    monkeypatch.delenv("SOLUTIONS")
    inline_values = nbformat.read(path, as_version=4)
    inline.store(inline_values.cells[2], {"n.factor": "3×", "n.ex_solved": "0.0753"})
    nbformat.write(inline_values, path)
    shutil.rmtree(book.folder / "_build")
    passes(book)
    page = book.html("index")
    assert len(set(answers.findall(page))) == 3
    assert "data-quiz" in page
    assert "sl-said-open" in (html / "_static" / "site.js").read_text(encoding="utf-8")
