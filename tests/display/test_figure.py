"""The figure contract: a picture that speaks, carries its data, and is the same bytes every time."""

import re

import matplotlib.pyplot as plt
import numpy as np
import pytest

from scaling_laws.errors import InvalidArgument
from scaling_laws.quantity import estimate, exact
from what_scale_buys.display import html, style, svg
from what_scale_buys.display.cards import card
from what_scale_buys.display.figure import Figure, caption_html, check_sentence

ALT = "A line rises from 1 to 100 over two decades."


def figure(name="line", **changes):
    fig, ax = style.canvas()
    ax.loglog([1, 10, 100], [1, 10, 100], color=style.COLORS.loss, label="x < y & z")
    ax.fill_between([1, 10], [1, 2], [2, 4], color=style.COLORS.compute, alpha=0.2)
    ax.legend()
    style.log_axis(ax.xaxis)
    given = dict(
        title="It rises <10²³ FLOP",
        caption="What the reader should see & keep.",
        alt=ALT,
        data={"x": [1, 10, 100], "y": [1.0, 10.0, 100.0]},
    )
    return Figure(name, fig, **(given | changes))


def test_display_carries_picture_caption_data_and_spoken_text():
    assert figure()._repr_mimebundle_()["text/plain"] == ALT
    page = figure().html()
    assert re.match(
        r'<figure class="sl-figure" id="fig-line"[^>]*><p class="sl-title">[^<]*</p><svg role="img" aria-label="A line',
        page,
    )
    assert "What the reader should see &amp; keep." in page
    assert '<th scope="col">x</th>' in page
    assert 'download="line.csv" href="data:text/csv;charset=utf-8,x%2Cy%0A1%2C1%0A' in page


def test_a_title_stands_over_the_picture():
    page = figure().html()
    assert '<p class="sl-title">It rises &lt;10²³\u00a0FLOP</p><svg' in page


def panels(columns=2, **kwargs):
    fig, axes = style.canvas(columns=columns, **kwargs)
    for ax in axes:
        ax.plot([1, 2], [1, 2])
        ax.set_xlabel("x")
    return fig, axes


def test_panels_side_by_side_are_parted_on_the_site_and_whole_in_a_notebook(monkeypatch):
    made = Figure(
        "pair",
        panels()[0],
        title="It rises twice",
        caption="Two lines that rise side by side here.",
        alt=ALT,
        data={"x": [1]},
    )
    assert "sl-columns" not in made.html()
    monkeypatch.setenv("SCALING_LAWS_SITE", "1")
    (first, left), (second, right) = re.findall(r'viewBox="([^"]*)" style="--columns:([\d.]+)"', made.html())
    whole = re.search(r'data-whole="0 0 ([\d.]+) ([\d.]+)"', made.html())
    assert float(left) + float(right) == pytest.approx(float(whole[1]))
    assert first == f"0 0 {left} {whole[2]}"
    assert second == f"{left} 0 {right} {whole[2]}"
    assert made.html().count('href="#pair-drawing"') == 1


@pytest.mark.parametrize("change", ["shared rows", "a text across", "one panel", "a label that reaches over"])
def test_panels_that_need_each_other_stay_together(change):
    fig, axes = panels(sharey=change == "shared rows") if change != "one panel" else style.canvas()
    if change == "a text across":
        fig.suptitle("of both")
    if change == "a label that reaches over":
        fig.set_layout_engine("none")
        axes[0].annotate("far to the right of it", (2, 2), annotation_clip=False)
    fig.draw_without_rendering()
    assert svg.columns(fig) == []


def test_names_that_reach_into_the_next_panel_are_broken_so_that_a_phone_may_part_them():
    fig, axes = panels()
    axes[0].set_xlabel("a name that is too long for its panel")
    assert svg.columns(fig) == []
    assert len(svg.columns(style.legible(fig))) == 1
    assert "\n" in axes[0].get_xlabel()


def test_a_caption_says_above_and_below_where_the_panels_stand_so():
    text = "Left: what was left, right of it. Right, dashed: 5 %."
    assert caption_html(text, []) == caption_html(text, [100, 200]) == text.replace("5 %", "5\u00a0%")
    shown = caption_html(text, [100])
    assert re.findall(r'<span class="sl-desk">(\w+)</span><span class="sl-phone">(\w+)</span>', shown) == [
        ("Left", "Above"),
        ("left", "above"),
        ("Right", "Below"),
    ]


@pytest.mark.parametrize("size", [7.5, 8.5, 10, 14])
def test_every_text_gets_one_of_two_sizes_that_a_phone_shows(size):
    fig, ax = style.canvas()
    ax.plot([1, 2], [1, 2], label="line")
    ax.legend(fontsize=size)
    ax.set_xlabel("x", fontsize=size)
    ax.text(1, 1, "here", fontsize=size)
    ax.tick_params(labelsize=size)
    svg = Figure(
        "sizes",
        fig,
        title="Any size becomes legible",
        caption="Text of any size becomes legible.",
        alt=ALT,
        data={"x": [1]},
    ).svg
    sizes = set(map(float, re.findall(r"font(?:-size)?: (?:\w+ )*([\d.]+)px", svg)))
    assert sizes
    assert sizes <= {style.TEXT, style.SMALL}


def test_a_label_that_leaves_the_picture_is_broken_in_two():
    fig, ax = style.canvas()
    ax.set_ylabel("a label that is far too long for the height of a small picture like this one")
    ax.set_xlabel("a short label")
    style.legible(fig)
    assert ax.get_ylabel() == "a label that is far too long for the\nheight of a small picture like this one"
    assert ax.get_xlabel() == "a short label"
    plt.close(fig)


def test_the_sizes_suit_a_phone_and_a_desk():
    units = 72 * style.WIDTH
    assert style.SMALL * 374 / units >= 11, "a phone of 390 pixels gives a picture 374"
    assert style.TEXT * 34 * 16 / units <= 17, "a desk gives it 34 rem"


def test_bytes_are_the_same_every_time():
    assert figure().html() == figure().html()


def test_svg_is_small_themed_and_free_of_the_outside():
    svg = figure().svg
    assert "var(--sl-loss, #8e3a80)" in svg
    assert "var(--sl-ink, var(--jp-content-font-color1, #1f2328))" in svg
    assert not re.search(r"<metadata|<style|<!--|xlink:|font-family|https?://(?!www\.w3\.org)", svg)
    assert not re.findall(r"\d\.\d{3,}", svg)
    hexadecimal = set(re.findall(r"#[0-9a-f]{6}\b", svg))
    assert hexadecimal <= set(vars(style.COLORS).values())
    assert len(svg) < 20_000


def test_written_numbers_keep_their_digits_while_coordinates_are_shortened():
    fig, ax = style.canvas()
    ax.plot([0.123456, 1], [0.123456, 1])
    ax.text(0.5, 0.5, "exponent 0.0765")
    svg = Figure(
        "digits",
        fig,
        title="All digits are kept",
        caption="What is written keeps all of its digits.",
        alt=ALT,
        data={"x": [1]},
    ).svg
    assert "exponent 0.0765" in svg
    assert not re.findall(r"\d\.\d{3,}", re.sub(r">[^<]*<", "><", svg))


def test_ids_are_prefixed_and_every_reference_resolves():
    svg = figure("one").svg
    ids = re.findall(r'\bid="([^"]+)"', svg)
    assert len(ids) == len(set(ids))
    assert all(i.startswith("one-") for i in ids)
    assert set(re.findall(r'(?:href="#|url\(#)([\w.-]+)', svg)) <= set(ids)


@pytest.mark.parametrize(
    ("changes", "argument"),
    [
        ({"name": "Line"}, "name"),
        ({"name": "9line"}, "name"),
        ({"name": 9}, "name"),
        ({"alt": ""}, "alt"),
        ({"alt": None}, "alt"),
        ({"alt": "A chart."}, "alt"),
        ({"alt": "A line rises from low to high over decades."}, "alt"),
        ({"alt": "A line rises from 1 to 100 without a stop"}, "alt"),
        ({"caption": "Loss."}, "caption"),
        ({"data": {}}, "data"),
        ({"data": {"x": []}}, "data"),
        ({"data": {"x": [1, 2], "y": [1]}}, "data"),
    ],
)
def test_a_figure_that_breaks_the_contract_is_refused(changes, argument):
    with pytest.raises(InvalidArgument) as caught:
        figure(**changes)
    assert caught.value.name == argument


def test_no_figure_stays_open():
    before = plt.get_fignums()
    figure()
    assert plt.get_fignums() == before


def test_the_style_does_not_leak():
    before = dict(plt.rcParams)
    figure().html()
    assert dict(plt.rcParams) == before


@pytest.mark.parametrize(("value", "text"), [(1e23, "10²³"), (1, "10⁰"), (0.001, "10⁻³"), (0, ""), (-5, "")])
def test_decade_labels(value, text):
    assert style.power_of_ten(value) == text


def test_every_colour_has_its_variable_in_both_themes_and_print():
    from pathlib import Path

    css = (Path(style.__file__).parent / "assets" / "book.css").read_text(encoding="utf-8")
    light, dark, printed = (set(re.findall(r"(--sl-\w+):", block)) for block in _theme_blocks(css))
    roles = {f"--sl-{role}" for role in vars(style.COLORS)}
    assert roles <= light
    assert roles <= dark
    assert roles <= printed
    for role, colour in vars(style.COLORS).items():
        assert re.search(rf"--sl-{role}: {colour};", css), f"{role}: style sheet and fallback differ"


def _theme_blocks(css):
    light = re.search(r"^:root \{.*?^\}", css, flags=re.S | re.M).group()
    dark = re.search(r'^html\[data-theme="dark"\] \{.*?^\}', css, flags=re.S | re.M).group()
    printed = css[css.index("@media print") :]
    return light, dark, printed


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return np.dot([0.2126, 0.7152, 0.0722], linear)


@pytest.mark.parametrize("theme", [0, 1])
def test_colours_keep_a_contrast_of_four_and_a_half_on_paper_and_panel(theme):
    from pathlib import Path

    css = (Path(style.__file__).parent / "assets" / "book.css").read_text(encoding="utf-8")
    colours = dict(re.findall(r"--sl-(\w+): (#[0-9a-f]{6});", _theme_blocks(css)[theme]))
    for ground in ("paper", "panel"):
        for role in set(vars(style.COLORS)) - {"grid"}:
            bright, dark = sorted((luminance(colours[role]), luminance(colours[ground])), reverse=True)
            assert (bright + 0.05) / (dark + 0.05) >= 4.5, f"{role} on {ground}"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "yes"),
        (np.bool_(False), "no"),
        (0.123456, "0.1235"),
        (np.int64(3), "3"),
        (float("nan"), ""),
        ("GPT-3", "GPT-3"),
        (exact(2, "×"), "2×"),
        (estimate(2, 1, 3, method="t", level=0.9), "2.0 (90 % interval 1.0 to 3.0)"),
    ],
)
def test_table_cells(value, text):
    assert html.cell(value) == text


def test_years_are_written_as_years_in_columns_of_years_only():
    page = html.table({"year": [2020, 2025.75], "years on": [3, 2050.0], "count": [2020, 4000]})
    assert '<th scope="row">2020</th>' in page
    assert "2025.75" in page
    assert page.count("2\u202f020") + page.count("2 020") == 1, "a count keeps its gap"


def test_tables_escape_and_head_their_rows():
    table = html.table({"<a>": ["x & y"], "b": [1]}, "Caption <1>")
    assert "&lt;a&gt;" in table
    assert '<th scope="row">x &amp; y</th><td>1</td>' in table
    assert "<caption>Caption &lt;1&gt;</caption>" in table


def test_csv_is_read_back_by_a_csv_reader():
    import csv
    import io

    columns = {"name, quoted": ['a "b"', "c,d"], "x": [1 / 3, np.float64(2e23)], "q": [exact(5, "×"), "line\nbreak"]}
    rows = list(csv.reader(io.StringIO(html.csv(columns))))
    assert rows[0] == ["name, quoted", "x", "q"]
    assert rows[1] == ['a "b"', "0.3333333333", "5"]
    assert rows[2] == ["c,d", "2e+23", "line\nbreak"]


def test_cards_ask_before_they_tell():
    @card("Does it <jump>?")
    def jump():
        return "The score jumps 3 fold while the loss does not."

    page = jump._repr_mimebundle_()["text/html"]
    assert page.index("Does it &lt;jump&gt;?") < page.index("The score jumps")
    assert "open" not in re.search(r"<details[^>]*>", page).group()
    assert jump.name == "jump"
    assert repr(jump) == "Does it <jump>? The score jumps 3 fold while the loss does not."
    with pytest.raises(InvalidArgument, match="answer"):
        _ = card("Does it?")(lambda: "Yes.").answer


def test_a_question_may_be_computed_too():
    asked = card(lambda: f"Are {1 + 1} enough?")(lambda: "The answer holds 2 numbers at most and reads as a sentence.")
    assert asked.question == "Are 2 enough?"
    assert "Are 2 enough?" in asked.html()


@pytest.mark.parametrize("text", ["One two three four five 6.", "  Spaces around it are not counted, 7.  "])
def test_sentences_that_pass(text):
    check_sentence("alt", text)


def test_a_table_without_a_heading_is_refused():
    with pytest.raises(InvalidArgument, match="columns.*headings with text"):
        html.table({"": ["a"], "b": [1]})
