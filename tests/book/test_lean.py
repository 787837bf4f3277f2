"""What a lightened site keeps and what it drops, on a small site made here."""

import re

import pytest

from what_scale_buys.book import lean

PAGE = """<html><head>
<link rel="stylesheet" type="text/css" href="{up}_static/styles/theme.css?v=1" />
<link rel="stylesheet" type="text/css" href="{up}_static/book.css?v=1" />
<script src="{up}_static/first.js?v=1"></script>
<script>let toggleHintShow = 'Click';</script>
<script src="{up}_static/searchtools.js"></script>
</head><body><main>{body}</main>
<script defer src="{up}_static/second.js"></script></body></html>"""
FIGURE = (
    '<svg><g><g id="kept"><path style="stroke: var(--ink)"/></g></g></svg>'
    '<details class="sl-data"><summary>Data</summary>'
    '<div class="sl-scroll"><table></table></div>'
    '<a download="kept.csv" href="data:text/csv;charset=utf-8,x%0A1%0A">CSV</a></details>'
    '<figure class="sl-figure sl-explorable" id="fig-x" data-name="x"><svg></svg>'
    '<script type="application/json" class="sl-states">{"parts":{}}</script></figure>'
)
BASE = ".used{color:red}.idle{color:blue}.used,.idle:hover{top:0}.used:not(.idle){left:0}"
BOOK = (
    ':root{--ink:#000;--read:#111;--idle:"; }";--chain:var(--idle-too);--idle-too:1}'
    "@media print{.used{color:var(--read)}.idle{top:1px}}@media screen{.idle{top:2px}}"
    '#kept{background:url("img/a.svg")}[data-x] .used{top:3px}.scripted{top:4px}.carousel-item{top:5px}'
)


@pytest.fixture
def site(tmp_path):
    static = tmp_path / "_static"
    (static / "styles").mkdir(parents=True)
    (tmp_path / "chapters").mkdir()
    (static / "styles" / "theme.css").write_text('@import "../basic.css";', encoding="utf-8")
    (static / "basic.css").write_text(BASE, encoding="utf-8")
    (static / "book.css").write_text(BOOK, encoding="utf-8")
    (static / "first.js").write_text("const first = toggleHintShow;", encoding="utf-8")
    (static / "second.js").write_text("add('scripted', 'carousel-item')\n//# sourceMappingURL=x.map", encoding="utf-8")
    (tmp_path / "index.html").write_text(PAGE.format(up="", body='<p class="used">'), encoding="utf-8")
    (tmp_path / "chapters" / "a.html").write_text(PAGE.format(up="../", body=FIGURE), encoding="utf-8")
    (tmp_path / "search.html").write_text(PAGE.format(up="", body='<div id="search-results">'), encoding="utf-8")
    lean.lighten(tmp_path)
    return tmp_path


def sheet(site):
    return (site / "_static" / "site.css").read_text(encoding="utf-8")


def text(site, name):
    return (site / name).read_text(encoding="utf-8")


def test_rules_that_no_page_matches_fall_away(site):
    kept = sheet(site)
    assert ".used{color:red}" in kept
    assert ".used{top:0}" in kept
    assert ".used:not(.idle){left:0}" in kept
    assert re.findall(r"\.idle(?!\))", kept) == []
    assert "@media print{.used{color:var(--read)}}" in kept
    assert "screen" not in kept
    assert "[data-x] .used{top:3px}" in kept


def test_what_scripts_name_stays_but_not_parts_that_no_page_has(site):
    assert ".scripted" in sheet(site)
    assert "carousel" not in sheet(site)


def test_variables_stay_that_a_rule_or_a_picture_reads(site):
    assert set(re.findall(r"(--[\w-]+):", sheet(site))) == {"--ink", "--read"}


def test_addresses_hold_from_the_new_place(site):
    assert 'url("img/a.svg")' in sheet(site)


def test_a_page_loads_one_sheet_and_one_script(site):
    page = text(site, "chapters/a.html")
    assert re.findall(r'<link [^>]*href="([^"?]*)', page) == ["../_static/site.css"]
    assert re.findall(r' src="([^"?]*)', page) == ["../_static/site.js"]


def test_scripts_keep_their_order_and_their_settings(site):
    script = text(site, "_static/site.js")
    assert script.index("var toggleHintShow") < script.index("const first") < script.index("add('scripted'")
    assert "sourceMappingURL" not in script


def test_only_the_search_loads_the_search(site):
    assert "searchtools" not in text(site, "index.html")
    assert '<script defer src="_static/searchtools.js">' in text(site, "search.html")


def test_idle_groups_go_and_tables_rest(site):
    page = text(site, "chapters/a.html")
    assert '<svg><g id="kept"><path style="stroke: var(--ink)"/></g></svg>' in page
    assert '<template><div class="sl-scroll"><table></table></div></template><a' in page


def test_data_and_states_are_files_beside_the_page(site):
    page = text(site, "chapters/a.html")
    assert '<a download="kept.csv" href="../_static/data/a/kept.csv">CSV</a>' in page
    assert text(site, "_static/data/a/kept.csv") == "x\n1\n"
    assert 'class="sl-states" data-src="../_static/states/a/fig-x.js"></script>' in page
    assert text(site, "_static/states/a/fig-x.js") == '(window.slStates ??= {})["fig-x"] = {"parts":{}};\n'


def test_a_second_build_over_the_first_changes_nothing(site):
    before = {path: path.read_bytes() for path in site.rglob("*.*") if path.is_file()}
    lean.lighten(site)
    assert {path: path.read_bytes() for path in before} == before


def test_a_changed_page_joins_the_others(site):
    changed = PAGE.format(up="", body='<p class="idle">').replace('<script src="_static/first.js?v=1"></script>', "")
    (site / "index.html").write_text(changed, encoding="utf-8")
    lean.lighten(site)
    assert ".idle{color:blue}" in sheet(site)
    assert "const first" in text(site, "_static/site.js")
    versions = {
        re.search(r"site\.css\?v=(\w+)", path.read_text(encoding="utf-8")).group(1) for path in site.rglob("*.html")
    }
    assert len(versions) == 1
