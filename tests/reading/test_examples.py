"""The examples in the docstrings of the reader run, and every public name is documented."""

import doctest
import importlib
import pkgutil

import pytest

import scaling_laws.reading

MODULES = sorted(module.name for module in pkgutil.iter_modules(scaling_laws.reading.__path__, "scaling_laws.reading."))


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    module = importlib.import_module(name)
    assert doctest.testmod(module).failed == 0
    assert module.__doc__


def test_every_public_name_is_documented():
    for name in scaling_laws.reading.__all__:
        assert getattr(scaling_laws.reading, name).__doc__
