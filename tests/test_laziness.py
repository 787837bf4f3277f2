"""Nothing computes at import, and a judge reads its arguments and nothing else."""

import shutil
import subprocess
import sys
from importlib import import_module
from inspect import Parameter, isclass, signature

import pytest

from scratch import ROOT
from what_scale_buys import ledger

IMPORTING = """
import sys
import numpy, scipy.optimize, scipy.stats
import scaling_laws.fitting as fitting
from what_scale_buys import accepted, measured, published

def forbidden(*arguments, **options):
    raise AssertionError("computed at import")

published.table = published.row = published.figure = published.value = published.middle = forbidden
for name in ("hoffmann", "refit", "draws", "unrounded", "with_interval"):
    setattr(accepted, name, forbidden)
for name, thing in list(vars(measured).items()):
    if hasattr(thing, "cache_info"):
        setattr(measured, name, forbidden)
for name in dir(fitting):
    if name.startswith(("fit_", "read_", "profile", "holdout", "identif", "coverage_", "load_")):
        setattr(fitting, name, forbidden)
for name in ("least_squares", "minimize", "curve_fit", "brentq", "minimize_scalar"):
    setattr(scipy.optimize, name, forbidden)
numpy.random.default_rng = forbidden
from what_scale_buys.chapters import rooms
rooms()
from what_scale_buys import ledger, insights, overview
ledger.claims(), insights.cards()
"""


def importing(library=ROOT / "lib"):
    command = [sys.executable, "-W", "ignore", "-c", IMPORTING]
    return subprocess.run(command, cwd=library, capture_output=True, text=True, check=False)


def test_all_rooms_import_while_everything_that_computes_is_forbidden():
    result = importing()
    assert result.returncode == 0, result.stderr[-2000:]


def test_a_room_that_computes_at_import_is_caught(tmp_path):
    library = shutil.copytree(
        ROOT / "lib", tmp_path / "lib", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info")
    )
    with (library / "what_scale_buys" / "chapters" / "small_gains_compound" / "cards.py").open("a") as file:
        file.write("\nGROWTH = gains_numbers()\n")
    assert "computed at import" in importing(library).stderr


CLAIMS = list(ledger.claims().values())


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)
def test_a_judge_reads_its_arguments_alone(claim, monkeypatch):
    """Judged again, on the evidence and on its opposite, while every accessor of the book raises."""
    inputs, other = claim.inputs, {**claim.inputs, **claim.opposite}
    found = claim.judge(**inputs), claim.judge(**other)
    forbid_accessors(claim.judge, monkeypatch)
    assert (claim.judge(**inputs), claim.judge(**other)) == found


READERS = ("what_scale_buys.published", "what_scale_buys.accepted", "what_scale_buys.measured")
LOOKUPS = ("cite", "title")  # names of sources, not evidence


def forbid_accessors(judge, monkeypatch):
    """Replace everything that a judge's package could read the world through by functions that raise."""
    room = judge.__module__.rpartition(".")[0]
    for name, module in list(sys.modules.items()):
        if name in READERS or name.startswith(f"{room}."):
            for key, thing in list(vars(module).items()):
                if _reads(thing) and thing is not judge:
                    monkeypatch.setattr(module, key, forbidden(thing))


def forbidden(accessor):
    """A function that raises where the accessor would read: always for the registry, elsewhere without arguments."""

    def raising(*arguments, **options):
        if accessor.__module__ != READERS[0] and (arguments or options):
            return accessor(*arguments, **options)
        raise AssertionError("a judge read something that is not among its arguments")

    return raising


def _reads(thing):
    """A function of the book that can be called without arguments, or that looks a name up in the registry."""
    if not callable(thing) or isclass(thing) or not getattr(thing, "__module__", "").startswith("what_scale_buys"):
        return False
    if thing.__module__ == READERS[0]:
        return thing.__name__ not in LOOKUPS
    try:
        parameters = signature(thing).parameters.values()
    except (TypeError, ValueError):
        return False
    return all(p.default is not Parameter.empty or p.kind in (p.VAR_POSITIONAL, p.VAR_KEYWORD) for p in parameters)


def test_a_judge_that_reads_elsewhere_is_caught(monkeypatch):
    room = "what_scale_buys.chapters.small_gains_compound"
    numbers = import_module(f"{room}.numbers")

    def judge(growth):
        return numbers.growth() * growth

    judge.__module__ = f"{room}.claims"
    assert judge(1).value > 1
    forbid_accessors(judge, monkeypatch)
    with pytest.raises(AssertionError, match="not among its arguments"):
        judge(1)
