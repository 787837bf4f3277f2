"""Fit every sweep again: `python -m what_scale_buys.sweeps FOLDER` writes the three tables of results.

What stands in the tables already is kept, unless `--again` is given or `--only` names the sweep.
"""

import argparse
import csv
from importlib.resources import files
from pathlib import Path

from ..measured import columns, read_table, to_cells
from . import measure
from .records import FRONTIER, SURFACE, Fit, Forecast, Valley
from .registry import sweeps
from .tables import rows_of

TABLES = {Fit: "sweeps.csv", Valley: "sweeps_valleys.csv", Forecast: "sweeps_forecasts.csv"}
PICKED = ("delphi", "chinchilla", "llama3", "marin_nemotron", "ladder_zipf")  # of the explorable: all forms and cuts
PLAIN = (SURFACE, "floor", "no floor")
DATA = Path(str(files("what_scale_buys"))) / "data"
CUTS = (0, 2)  # largest budgets that the other sweeps' fits do not see


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m what_scale_buys.sweeps", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the tables of rows lie")
    parser.add_argument("--only", action="append", help="only this sweep, again; may be repeated")
    parser.add_argument("--again", action="store_true", help="all sweeps again")
    parser.add_argument("--data", type=Path, default=DATA, help="where to write")
    options = parser.parse_args(arguments)
    kept = {record: _read(record, options.data / name) for record, name in TABLES.items()}
    chosen = [s for s in sweeps() if s.reading != "none" and (not options.only or s.sweep in options.only)]
    for place, one in enumerate(chosen, start=1):
        if not options.only and not options.again and any(v.sweep == one.sweep for v in kept[Fit]):
            continue
        try:
            made = measured_of(one, options.folder)
        except FileNotFoundError as error:
            print(f"{one.sweep}: no table ({error.filename}); its rows are kept as they are")
            continue
        for record, rows in made.items():
            kept[record] = [row for row in kept[record] if row.sweep != one.sweep] + rows
            _write(record, kept[record], options.data / TABLES[record])
        told = f"{len(made[Fit])} fits, {len(made[Forecast])} forecasts"
        print(f"{place} of {len(chosen)}: {one.sweep}, {told}", flush=True)


def measured_of(sweep, folder):
    """{Fit: rows, Valley: rows, Forecast: rows} of one Sweep."""
    found = {Fit: [], Valley: [], Forecast: []}
    for count in sweep.counts:
        rows = rows_of(sweep, count, folder)
        optima = measure.optima_of(sweep, rows)
        bands = _bands(sweep, measure.BANDS) if optima and sweep.reading != FRONTIER else (None,)
        found[Valley] += measure.valleys_of(sweep.sweep, count, rows, optima)
        if sweep.reading != FRONTIER:
            found[Fit] += [measure.surface_fit(sweep, count, rows, band) for band in bands]
        if optima:
            found[Fit] += [measure.frontier_fit(sweep, count, rows, band) for band in bands]
            found[Forecast] += _forecasts(sweep, count, rows, optima)
    found[Fit] = [fit for fit in found[Fit] if fit]
    return found


def _bands(sweep, bands):
    """Those of `bands` that are asked of a sweep: the narrowest only of the explorable's, its fits take minutes."""
    return bands if sweep.sweep in PICKED else bands[:-1]


def _forecasts(sweep, count, rows, optima):
    cuts, forms = (measure.LEFT_OUT, measure.FORMS) if sweep.sweep in PICKED else (CUTS, PLAIN)
    if sweep.reading == FRONTIER:
        forms = [form for form in forms if form != SURFACE]
    return [
        row
        for form in forms
        for band in _bands(sweep, measure.FORECAST_BANDS)
        for cut in cuts
        for row in measure.forecasts_of(sweep, count, rows, optima, form, band, cut)
    ]


def _read(record, path):
    return read_table(record, path.read_text(encoding="utf-8"), path.name) if path.exists() else []


def _write(record, rows, path):
    order = {s.sweep: k for k, s in enumerate(sweeps())}
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(columns(record))
        out.writerows([_short(cell) for cell in to_cells(row)] for row in sorted(rows, key=lambda r: order[r.sweep]))


def _short(cell):
    """A number with six digits."""
    try:
        return f"{float(cell):.6g}" if any(mark in cell for mark in ".e") else cell
    except ValueError:
        return cell


if __name__ == "__main__":
    main()
