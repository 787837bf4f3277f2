"""Public tables served from a local address: hash, cache, licence, and no traceback without a network."""

import functools
import hashlib
import http.server
import os
import threading
from pathlib import Path

import numpy as np
import pytest

from scaling_laws.errors import InvalidArgument, UnknownKey
from scaling_laws.fitting import FetchFailed, fetch, fit_envelope, fit_surface, holdout, load_public, public_tables
from scaling_laws.fitting.public import public_table

ROOT = Path(os.environ.get("SCALING_LAWS_SHARED", Path(__file__).parents[3] / "shared"))
FILES = {"gemstones": "gemstones.jsonl", "routing": "routing.csv.gz", "leaderboard_scaling": "leaderboard_scaling.csv"}


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        pass


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The files as the host would serve them: repository/commit/path."""
    if not (ROOT / "data").exists():
        pytest.skip("no folder of public runs")
    base = tmp_path_factory.mktemp("host")
    for name, file in FILES.items():
        table = public_tables()[name]
        target = base / table.repository / table.commit / table.path
        target.parent.mkdir(parents=True)
        target.write_bytes((ROOT / "data" / file).read_bytes())
    return base


@pytest.fixture(scope="module")
def host(folder):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def served(host, monkeypatch, tmp_path):
    monkeypatch.setenv("SCALING_LAWS_RUNS_HOST", host)
    monkeypatch.setenv("SCALING_LAWS_CACHE", str(tmp_path))
    return tmp_path


def test_every_table_is_pinned_licensed_and_cited():
    for table in public_tables().values():
        assert len(table.commit) == 40
        assert len(table.sha256) == 64
        assert table.licence
        assert "20" in table.citation
        assert table.kind in ("runs", "scores")
        assert table.url == f"https://raw.githubusercontent.com/{table.repository}/{table.commit}/{table.path}"


def test_a_table_is_fetched_checked_and_cached(served, monkeypatch):
    path = fetch("gemstones")
    assert hashlib.sha256(path.read_bytes()).hexdigest() == public_table("gemstones").sha256
    assert path.parent == served
    monkeypatch.setenv("SCALING_LAWS_RUNS_HOST", "http://127.0.0.1:9")
    assert fetch("gemstones") == path, "a cached file needs no network"


def test_a_changed_file_is_refused(served, folder):
    table = public_table("leaderboard_scaling")
    file = folder / table.repository / table.commit / table.path
    sound = file.read_bytes()
    try:
        file.write_bytes(sound + b"\n")
        with pytest.raises(FetchFailed, match="not the pinned file"):
            fetch("leaderboard_scaling")
    finally:
        file.write_bytes(sound)


@pytest.mark.parametrize("host", ["http://127.0.0.1:9", "http://no.such.host.invalid"])
def test_no_network_gives_a_sentence(host, monkeypatch, tmp_path):
    monkeypatch.setenv("SCALING_LAWS_RUNS_HOST", host)
    with pytest.raises(FetchFailed, match=r"Could not download gemstones.*put the file at"):
        fetch("gemstones", cache=tmp_path)


def test_an_unknown_name_gets_the_nearest():
    with pytest.raises(UnknownKey, match="gemstones"):
        fetch("gemstone")


def test_scores_are_not_read_as_losses(served):
    with pytest.raises(InvalidArgument, match="benchmark scores"):
        load_public("leaderboard_scaling")


def test_gemstones_give_a_law(served):
    runs = load_public("gemstones")
    assert len(runs) == 220
    assert len(np.unique(runs.labels)) == 22
    fit = fit_surface(runs, bootstrap=100)
    assert fit.converged
    assert fit.has_law
    assert fit.starts.share_at_best == 1.0
    assert "training curves" in fit.sampling.method
    assert holdout(runs, bootstrap=50).error.value < 0.05
    assert 0.4 < fit_envelope(runs, bootstrap=50).parameters["a"].value < 0.9


def test_routing_curves_are_ugly_and_say_so(served):
    runs = load_public("routing")
    assert runs.dropped, "step zero has seen no tokens"
    assert any("not positive" in row.problem for row in runs.dropped)
    fit = fit_surface(runs, bootstrap=50)
    assert fit.converged
    assert any("left out" in warning for warning in fit.warnings)
