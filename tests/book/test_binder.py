"""Binder picks a Python that the lock installs for; repo2docker's own detection is asked where it is installed."""

import re
import subprocess
import sys

import pytest

from scratch import ROOT

RUNTIME = (ROOT / "runtime.txt").read_text(encoding="utf-8").strip()


def test_the_runtime_is_a_python_that_the_workflows_check():
    workflow = (ROOT / ".github" / "workflows" / "test.yml").read_text(encoding="utf-8")
    checked = re.search(r"python: \[(.*)\]", workflow).group(1)
    assert f'"{RUNTIME.removeprefix("python-")}"' in checked


def test_nothing_hides_the_root_from_binder():
    assert not (ROOT / "binder").exists()
    assert not (ROOT / ".binder").exists()


def test_repo2docker_detects_the_environment(monkeypatch):
    """As it does before it builds; the build itself needs Docker."""
    application = pytest.importorskip("repo2docker.app")
    monkeypatch.chdir(ROOT)
    repo = application.Repo2Docker()
    picked = next(pack for make in repo.buildpacks if (pack := make(repo.base_image)).detect())
    assert type(picked).__name__ == "PythonBuildPack"
    assert f"python-{picked.python_version}" == RUNTIME
    assert picked.get_post_build_scripts() == ["postBuild"]


@pytest.mark.skipif(sys.platform == "win32", reason="Binder runs Linux")
def test_the_post_build_puts_the_setting_where_jupyter_looks(tmp_path, monkeypatch):
    prefix = tmp_path / "bin"
    prefix.mkdir()
    (prefix / "python").write_text(f"#!/bin/sh\necho {tmp_path}\n", encoding="utf-8")
    (prefix / "python").chmod(0o755)
    monkeypatch.setenv("PATH", str(prefix), prepend=":")
    subprocess.run(["bash", "postBuild"], cwd=ROOT, check=True)
    written = tmp_path / "etc" / "jupyter" / "labconfig" / "default_setting_overrides.json"
    assert "windowingMode" in written.read_text(encoding="utf-8")
