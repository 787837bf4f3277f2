"""The examples in the docstrings of the fits run."""

import doctest
import importlib
import pkgutil

import pytest

import scaling_laws.fitting

MODULES = sorted(module.name for module in pkgutil.iter_modules(scaling_laws.fitting.__path__, "scaling_laws.fitting."))


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_every_public_name_loads_and_is_documented():
    for name in scaling_laws.fitting.__all__:
        value = getattr(scaling_laws.fitting, name)
        assert value is not None
        assert not callable(value) or value.__doc__
    with pytest.raises(AttributeError):
        _ = scaling_laws.fitting.nothing
