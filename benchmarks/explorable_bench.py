"""What an explorable of 400 states costs, against saving a whole picture per state. Asserts nothing.

The same scene twice: two curves, a band, two dots and a label, moved by two controls of twenty values each.
Usage: python benchmarks/explorable_bench.py
"""

import gzip
import platform
import shutil
import sys
import tempfile
import time
from itertools import product
from pathlib import Path
from statistics import median

import numpy as np

from what_scale_buys.display.explorable import Control, Explorable, band, dots, place_band, place_dots
from what_scale_buys.display.style import COLORS, canvas
from what_scale_buys.display.svg import render

X = np.linspace(1, 10, 60)
VALUES = tuple(range(20))
ASSETS = Path(sys.modules["what_scale_buys.display.style"].__file__).parent / "assets"
STEPS = """(n) => { const input = document.querySelector('input'), times = [];
  for (let i = 0; i < n; i += 1) {
    input.value = i % 20;
    const start = performance.now();
    input.dispatchEvent(new Event('input', { bubbles: true }));
    document.querySelector('svg').getBBox();
    times.push(performance.now() - start);
  } return times; }"""


def draw():
    fig, ax = canvas()
    ax.set(xlim=(1, 10), ylim=(0, 4), xlabel="compute", ylabel="loss")
    (law,) = ax.plot(X, X, color=COLORS.loss)
    (rival,) = ax.plot(X, X, color=COLORS.claim, linestyle="--")
    area = band(ax, color=COLORS.loss, alpha=0.2)
    points = dots(ax, color=COLORS.compute)
    label = ax.text(6, 3.5, "exponent", va="baseline")
    return fig, {"law": law, "rival": rival, "area": area, "points": points, "label": label}


def move(artists, exponent, floor):
    loss = 0.1 * floor + 2 * X ** (-0.05 * exponent)
    artists["law"].set_data(X, loss)
    artists["rival"].set_data(X, 2 - 0.05 * exponent * np.log(X))
    place_band(artists["area"], X, 0.95 * loss, 1.05 * loss)
    place_dots(artists["points"], [1, 10], [loss[0], loss[-1]])
    artists["label"].set_text(f"exponent {0.05 * exponent:.2f}")
    return f"With exponent {0.05 * exponent:.2f} the loss ends at {loss[-1]:.3f} on the right."


def declared():
    controls = [Control("exponent", "Exponent", VALUES), Control("floor", "Floor", VALUES)]
    title, caption = "A law to move", "The law, its band and its rival move with two controls."
    return Explorable("bench", title, controls=controls, draw=draw, move=move, caption=caption)


def ours():
    """Draw once, then only what moves."""
    return declared().html()


def naive():
    """Save a whole picture for every state."""
    fig, artists = draw()
    pictures = []
    for exponent, floor in product(VALUES, VALUES):
        summary = move(artists, exponent=exponent, floor=floor)
        pictures.append(f"<div hidden>{render(fig, 'bench')}<p>{summary}</p></div>")
    return "\n".join(pictures)


def timed(make):
    start = time.perf_counter()
    text = make().encode()
    return time.perf_counter() - start, len(text), len(gzip.compress(text, 9))


def in_chromium():
    """Milliseconds of one step, laid out; or what is missing."""
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if not path:
        return "no Chromium found"
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return "playwright is not installed (tests/requirements.lock)"
    style, script = ((ASSETS / name).read_text(encoding="utf-8") for name in ("book.css", "book.js"))
    page = f"<!doctype html><meta charset='utf-8'><style>{style}</style>{ours()}<script>{script}</script>"
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = Path(folder) / "bench.html"
        file.write_text(page, encoding="utf-8")
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        tab = chromium.new_page()
        tab.goto(file.as_uri())
        times = tab.evaluate(STEPS, 400)
        chromium.close()
    return f"{median(times):.2f} ms (worst of {len(times)}: {max(times):.1f} ms)"


def main():
    declared().html()  # fonts and imports, once, for neither side
    rows = {"whole picture per state": timed(naive), "only what moves": timed(ours)}
    print(f"An explorable of {len(VALUES) ** 2} states. {platform.platform()}, Python {platform.python_version()}\n")
    print(f"{'':<26}{'build, s':>10}{'raw, kB':>10}{'gzip, kB':>10}")
    for name, (seconds, raw, packed) in rows.items():
        print(f"{name:<26}{seconds:10.2f}{raw / 1000:10.1f}{packed / 1000:10.1f}")
    first, second = rows.values()
    print(f"{'ratio':<26}" + "".join(f"{a / b:9.1f}×" for a, b in zip(first, second)))
    print(f"\none step in Chromium: {in_chromium()}")


if __name__ == "__main__":
    main()
