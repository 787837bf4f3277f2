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
from scaling_laws.fitting.public import public_table, read_public

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
        assert len(table.sha256) == (64 if table.kind != "listed" or table.sha256 else 0)
        assert table.licence
        assert "20" in table.citation
        assert table.kind in ("runs", "scores", "listed")
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
    fit = fit_surface(runs, bootstrap=15)
    assert fit.converged
    assert any("left out" in warning for warning in fit.warnings)


ISOFLOPS = """source,dataset,model,condition,experiment,tokens,params,budget,loss,outlier,reason
a,b,c,,epochai_chinchilla__massivetext__chinchilla,16372620203.715488,1017959646.0,1e+20,2.55,True,near_duplicate_params
a,b,c,,epochai_chinchilla__massivetext__chinchilla,11071592363.696089,4516062221.0,3e+20,2.46,False,none
a,b,c,,llama_3__raw_loss,14715382458.866823,6795609987.0,6e+20,0.74,False,none
"""
GRID = """N,D,lr,bs,smooth loss
100000000,2000000000,0.001,64,2.9
100000000,2000000000,0.002,64,2.8
100000000,4000000000,0.002,64,2.7
200000000,4000000000,0.002,64,2.6
200000000,4000000000,0.002,32,2.65
"""
POINTS = "Model Size,Training FLOP,Training Tokens,loss\n100000000,6e18,1,3.1\n200000000,1.2e19,1,2.9\n"


def read(name, text, tmp_path):
    path = tmp_path / "table.csv"
    path.write_text(text, encoding="utf-8")
    return read_public(public_table(name), path)


def test_a_sweep_of_valleys_is_its_own_rows_without_the_flagged(tmp_path):
    runs = read("chinchilla", ISOFLOPS, tmp_path)
    assert (len(runs), runs.parameters[0], runs.compute[0], runs.loss[0]) == (1, 4516062221.0, 3e20, 2.46)
    assert read("llama3", ISOFLOPS, tmp_path).loss.tolist() == [0.74]
    with pytest.raises(InvalidArgument, match="no row"):
        read("misfitting", ISOFLOPS, tmp_path)


def test_of_a_grid_of_settings_the_best_of_each_size_and_tokens_is_kept(tmp_path):
    runs = read("steplaw", GRID, tmp_path)
    assert list(zip(runs.parameters, runs.tokens, runs.loss, strict=True)) == [
        (1e8, 2e9, 2.8),
        (1e8, 4e9, 2.7),
        (2e8, 4e9, 2.6),
    ]


def test_tokens_follow_from_compute_where_a_figure_gives_no_others(tmp_path):
    runs = read("chinchilla_figure4", POINTS.replace("Training Tokens", "y"), tmp_path)
    assert runs.tokens.tolist() == [1e10, 1e10]


def test_what_is_only_listed_says_why_and_where():
    for table in public_tables().values():
        if table.kind == "listed":
            with pytest.raises(FetchFailed, match=f"not fetched.*{table.commit}"):
                fetch(table.name)
            assert "listed only" in str(table)


def test_every_table_of_runs_says_what_its_loss_and_counts_are():
    for table in public_tables().values():
        assert bool(table.about) == (table.kind != "scores")
        if "none stated" in table.licence and table.kind == "runs":
            assert "facts only" in table.licence
