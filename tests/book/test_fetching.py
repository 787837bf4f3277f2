"""The first cell of a downloaded notebook: silent where the library is there, one sentence where it cannot come."""

import os
import subprocess
import sys
import venv

import pytest
from IPython.core.interactiveshell import InteractiveShell

from scratch import ROOT
from what_scale_buys.book import downloads, places
from what_scale_buys.book.fetching import guard


def test_it_says_nothing_where_the_library_is_there(capsys):
    exec(guard("nowhere"), {})
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("where", [(), ("/no/such/wheel.whl",)])
def test_it_says_one_sentence_and_stops_where_nothing_can_be_fetched(where, monkeypatch, capsys):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    result = InteractiveShell.instance().run_cell(guard(*where))
    assert result.error_in_exec is not None, "the cells below must not run"
    said = "".join(capsys.readouterr())
    assert "needs the library of the book" in said
    assert "Traceback" not in said
    assert "Put the two wheels" in said


def test_where_the_wheels_are_there_it_says_what_failed(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "what_scale_buys-1.0-py3-none-any.whl").write_bytes(b"no wheel")
    InteractiveShell.instance().run_cell(guard())
    said = "".join(capsys.readouterr())
    assert "Put the two wheels" not in said
    assert "See why:" in said
    assert "install --quiet --retries 1 what_scale_buys-1.0-py3-none-any.whl" in said


def test_wheels_beside_the_notebook_are_taken_with_what_they_need(tmp_path, monkeypatch):
    called = []
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    monkeypatch.setattr(
        "subprocess.run", lambda words, **_: called.append(words) or subprocess.CompletedProcess(words, 0)
    )
    monkeypatch.chdir(tmp_path)
    for name in ("scaling_laws-1.0-py3-none-any.whl", "what_scale_buys-1.0-py3-none-any.whl"):
        (tmp_path / name).touch()
    exec(guard("https://example.org"), {})
    assert sorted(called[0][-2:]) == [
        "scaling_laws-1.0-py3-none-any.whl[fetch,plot,progress]",
        "what_scale_buys-1.0-py3-none-any.whl",
    ]
    assert "https://example.org" not in called[0]


def test_the_site_the_repository_or_nothing(monkeypatch):
    names = ["what_scale_buys-1.0-py3-none-any.whl", "scaling_laws-1.0-py3-none-any.whl"]
    monkeypatch.delenv("BOOK_URL", raising=False)
    assert places.library("", names) == []
    assert places.library("https://github.com/who/what", names)[0] == (
        "scaling-laws[fetch,plot,progress] @ git+https://github.com/who/what#subdirectory=lib"
    )
    monkeypatch.setenv("BOOK_URL", "https://who.github.io/what/")
    assert places.library("https://github.com/who/what", names) == [
        "scaling-laws[fetch,plot,progress] @ https://who.github.io/what/downloads/scaling_laws-1.0-py3-none-any.whl",
        "what-scale-buys @ https://who.github.io/what/downloads/what_scale_buys-1.0-py3-none-any.whl",
    ]


@pytest.fixture(scope="module")
def wheels(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheels")
    return folder, downloads.wheels(ROOT, folder)


def test_wheels_of_both_wings_install_from_a_folder_without_a_network(wheels, tmp_path):
    """Into an environment that sees the packages of this one, and no index."""
    folder, names = wheels
    assert [name.split("-")[0] for name in names] == ["scaling_laws", "what_scale_buys"]
    venv.create(tmp_path / "env", with_pip=False)
    python = next(
        p for p in (tmp_path / "env" / "bin" / "python", tmp_path / "env" / "Scripts" / "python.exe") if p.exists()
    )
    target = tmp_path / "installed"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--target", str(target)]
    subprocess.run([*pip, "--find-links", str(folder), "scaling-laws", "what-scale-buys"], check=True)
    there = [path for path in sys.path if "site-packages" in path]
    ask = "from what_scale_buys import accepted; print(accepted.__file__, accepted.refit().optimum(1e24))"
    environment = {"PYTHONPATH": os.pathsep.join([str(target), *there]), "SYSTEMROOT": os.environ.get("SYSTEMROOT", "")}
    said = subprocess.run(
        [python, "-c", ask], env=environment, capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert str(target) in said.stdout


def test_a_wheel_carries_the_setting_that_keeps_numbers_on_the_page(wheels):
    import zipfile

    folder, names = wheels
    with zipfile.ZipFile(folder / names[1]) as archive:
        held = [name for name in archive.namelist() if name.endswith("labconfig/default_setting_overrides.json")]
    assert any(".data/data/etc/jupyter/" in name for name in held), held


def test_wheels_are_the_same_bytes_each_time(wheels, tmp_path):
    folder, names = wheels
    downloads.wheels(ROOT, tmp_path)
    for name in names:
        assert (folder / name).read_bytes() == (tmp_path / name).read_bytes(), name
