"""The house outside the code: the lock, the versions, the workflows, what a stranger's editor and shell meet."""

import re
import sys
import tomllib
from importlib import import_module
from inspect import Signature, isclass, isfunction, signature
from pathlib import Path

import pytest

import scaling_laws.errors
import what_scale_buys
from culprit import pins, smallest, updates
from what_scale_buys.book.reference import Reference

ROOT = Path(__file__).parent.parent
LOCKS = {"requirements.lock": "requirements.txt", "tests/requirements.lock": None}
ACTION = re.compile(r"uses: ([\w/-]+)@(\S+)(.*)")
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def toml(path):
    return tomllib.loads((ROOT / path).read_text(encoding="utf-8"))


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_of_a_lock_has_a_hash(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", text.strip())
    assert len(entries) > 20
    for entry in entries:
        assert re.match(r"[\w.-]+==\S+", entry), entry
        assert "--hash=sha256:" in entry, entry


def test_the_plain_pins_are_those_of_the_lock():
    locked = [
        line.rstrip(" \\") for line in (ROOT / "requirements.lock").read_text("utf-8").splitlines() if "==" in line
    ]
    plain = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert plain == ["-e ./lib", "-e .", *locked]


def test_one_version_is_released_cited_and_logged():
    assert scaling_laws.__version__ == what_scale_buys.__version__
    for path, wing in (("lib/pyproject.toml", "scaling_laws"), ("pyproject.toml", "what_scale_buys")):
        assert toml(path)["tool"]["setuptools"]["dynamic"]["version"] == {"attr": f"{wing}.__version__"}
    cited = re.search(r"^version: (.*)$", (ROOT / "CITATION.cff").read_text("utf-8"), flags=re.M).group(1)
    assert cited == scaling_laws.__version__
    assert f"\n## {cited} " in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_instrument_carries_the_licence_of_the_book():
    assert (ROOT / "lib" / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()


def test_the_instrument_needs_numpy_and_scipy_alone():
    assert toml("lib/pyproject.toml")["project"]["dependencies"] == ["numpy", "scipy"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_workflows_pin_actions_by_commit_and_ask_for_little(path):
    text = path.read_text(encoding="utf-8")
    actions = ACTION.findall(text)
    assert actions
    for name, commit, comment in actions:
        assert re.fullmatch(r"[0-9a-f]{40}", commit), name
        assert re.search(r"# v\d", comment), f"{name}: say which version the commit is"
    assert re.search(r"^permissions:", text, flags=re.M), "the default token may write"
    assert text.count("persist-credentials: false") == text.count("actions/checkout@")


def test_every_target_of_the_makefile_says_what_it_does():
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.search(r"^\.PHONY: (.*)$", text, flags=re.M).group(1).split()
    assert sorted(targets) == sorted(re.findall(r"^([a-z-]+):.*##", text, flags=re.M))


# ---- what the instrument says of its types ----

MODULES = [f"scaling_laws.{name}" for name in ("errors", "quantity", "statistics", "laws", "fitting", "reading")]


def unannotated(module):
    """Public functions and methods of a module that leave a parameter or their result without a type."""
    for name in Reference(module).names():
        thing = getattr(import_module(module), name)
        for where, function in [(name, thing)] if isfunction(thing) else members(name, thing):
            parameters = [p for p in signature(function).parameters.values() if p.name not in ("self", "cls")]
            if signature(function).return_annotation is Signature.empty or any(
                p.annotation is Signature.empty for p in parameters
            ):
                yield f"{module}.{where}"


def members(owner, thing):
    """(name, function) of a class's own public methods and properties."""
    for name, member in vars(thing).items() if isclass(thing) else ():
        function = getattr(member, "fget", getattr(member, "func", getattr(member, "__func__", member)))
        if isfunction(function) and not name.startswith("_"):
            yield f"{owner}.{name}", function


@pytest.mark.parametrize("module", MODULES)
def test_every_public_name_of_the_instrument_says_its_types(module):
    assert list(unannotated(module)) == []


def test_a_name_without_types_is_found(monkeypatch):
    monkeypatch.setattr(scaling_laws.errors, "untyped", lambda x: x, raising=False)
    scaling_laws.errors.untyped.__module__, scaling_laws.errors.untyped.__doc__ = "scaling_laws.errors", "Says nothing."
    assert list(unannotated("scaling_laws.errors")) == ["scaling_laws.errors.untyped"]


# ---- which update broke the book ----


@pytest.mark.parametrize("guilty", [{"c"}, {"a", "h"}, {"b", "d", "g"}])
def test_the_updates_that_break_are_found_whatever_else_changed(guilty):
    assert set(smallest(list("abcdefgh"), lambda names: guilty <= set(names))) == guilty


def test_updates_that_break_nothing_are_acquitted():
    assert smallest(list("abc"), lambda names: False) == []


def test_pins_are_read_and_compared(tmp_path):
    (tmp_path / "old.txt").write_text("-e .\na==1.0\nb==2.0 ; sys_platform == 'win32'\n", encoding="utf-8")
    (tmp_path / "new.txt").write_text("a==1.1\nb==2.0\nc==3.0\n", encoding="utf-8")
    old, new = pins(tmp_path / "old.txt"), pins(tmp_path / "new.txt")
    assert old == {"a": "1.0", "b": "2.0"}
    assert updates(old, new) == ["a", "c"]
    assert sys.version_info >= (3, 11)
