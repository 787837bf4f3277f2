"""The reference shows every public name with its signature and docstring, and nothing that changes from run to run."""

import re

import pytest

import scaling_laws.fitting
from scaling_laws import statistics
from what_scale_buys.book.reference import Reference

MODULES = (
    "scaling_laws.laws",
    "scaling_laws.fitting",
    "scaling_laws.quantity",
    "scaling_laws.statistics",
    "scaling_laws.errors",
)


@pytest.mark.parametrize("module", MODULES)
def test_every_name_is_documented_and_stable(module):
    reference = Reference(module)
    assert len(reference.names()) >= 4
    html = reference.html()
    assert not re.search(r"0x[0-9a-f]{6,}", html)
    for name in reference.names():
        assert html.count(f'id="{module}.{name}"') == 1


def test_every_door_of_fitting_is_there():
    assert set(Reference("scaling_laws.fitting").names()) >= {
        "fit_surface",
        "read_runs",
        "Runs",
        "SurfaceFit",
        "holdout",
    }
    undocumented = set(scaling_laws.fitting.__all__) - set(Reference("scaling_laws.fitting").names())
    assert not {name for name in undocumented if callable(getattr(scaling_laws.fitting, name))}


def test_an_entry_shows_signature_and_docstring():
    html = Reference("scaling_laws.statistics").html()
    assert re.search(r"wilson\(hits: [^,]+, n: [^,]+, level: float = 0.95\)", html)
    assert statistics.wilson.__doc__.splitlines()[0] in html
    assert "&gt;&gt;&gt; share(45, 50)" in html
    assert repr(Reference("scaling_laws.errors")).startswith("InvalidArgument: ")


def test_code_in_a_summary_is_set_as_code():
    summaries = re.findall(r"<summary>(.*?)</summary>", Reference("scaling_laws.fitting").html())
    assert not [text for text in summaries if "`" in text]
    assert "<code>fit_isoflop</code>" in "".join(summaries)


def test_methods_of_a_class_are_shown():
    assert "Quantity.named" in Reference("scaling_laws.quantity").html()
