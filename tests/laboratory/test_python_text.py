"""The Python corpus: complete, without copies, validated on packages that nobody trained on."""

from importlib import metadata

import numpy as np
import pytest

from lab.python_text import FILE_END, STANDARD_LIBRARY, CorpusMissing, PythonText, is_held_out, locked_packages

NAMES = ("tqdm", "packaging", "requests", "cffi")


@pytest.fixture(scope="module")
def lock(tmp_path_factory):
    path = tmp_path_factory.mktemp("lock") / "requirements.txt"
    path.write_text("".join(f"{name}=={metadata.version(name)}\n" for name in NAMES) + "absent-package==1.0\n")
    return path


@pytest.fixture(scope="module")
def text(lock):
    return PythonText(lock)


def test_the_manifest_accounts_for_every_byte(text):
    assert [package.name for package in text.manifest] == [STANDARD_LIBRARY, *NAMES]
    for split in ("train", "validation"):
        assert sum(p.bytes for p in text.manifest if p.split == split) == len(text._assembled[1][split])
    files = sum(package.files for package in text.manifest)
    ends = sum((stream == FILE_END[0]).sum() for stream in text._assembled[1].values())
    assert ends == files


def test_a_manifest_pins_the_same_packages_as_the_lock_it_came_from(text, lock, tmp_path):
    rows = ["package,version,split,files,bytes", *(f"{p.name},{p.version},x,1,1" for p in text.manifest)]
    (tmp_path / "manifest.csv").write_text("\n".join(rows) + "\n")
    assert PythonText(tmp_path / "manifest.csv").corpus_hash == text.corpus_hash
    assert set(locked_packages(tmp_path / "manifest.csv")) == set(locked_packages(lock)) - {("absent-package", "1.0")}


def test_the_same_environment_gives_the_same_text(text, lock):
    assert PythonText(lock).corpus_hash == text.corpus_hash


def test_whole_packages_are_held_out(text):
    splits = {package.name: package.split for package in text.manifest}
    assert splits["requests"] == splits["cffi"] == "validation"
    assert splits[STANDARD_LIBRARY] == splits["packaging"] == "train"
    assert all((split == "validation") == is_held_out(name) for name, split in splits.items())


def test_no_file_occurs_twice(text):
    files = b"".join(stream.tobytes() for stream in text._assembled[1].values()).split(FILE_END)[:-1]
    assert len(files) == len(set(files))


def test_a_changed_package_is_noticed(tmp_path):
    (tmp_path / "lock.txt").write_text("tqdm==0.0.1\n")
    with pytest.raises(CorpusMissing, match="says 0.0.1: install that version"):
        _ = PythonText(tmp_path / "lock.txt").manifest


def test_an_empty_environment_is_refused(tmp_path):
    (tmp_path / "lock.txt").write_text("absent-package==1.0\n")
    with pytest.raises(CorpusMissing, match="install them first"):
        _ = PythonText(tmp_path / "lock.txt").manifest


def test_every_epoch_reads_every_document_once_in_a_new_order(text):
    limit = 64 * text.length
    first, second = text.batches(0, 64, 2, limit)
    assert (first != second).any()
    assert (np.unique(first, axis=0) == np.unique(second, axis=0)).all()
    assert text.unique_tokens(limit) == limit


def test_a_limited_corpus_is_the_same_for_every_seed(text):
    a, b = (next(text.batches(seed, 64, 1, 64 * text.length)) for seed in (0, 1))
    assert (a != b).any()
    assert (np.unique(a, axis=0) == np.unique(b, axis=0)).all()


def test_every_byte_is_predicted_once(text):
    documents = text._documents("train", np.arange(1000))
    stream = text._assembled[1]["train"]
    assert (documents[:, 1:].ravel() == stream[1 : 1000 * text.length + 1]).all()
    assert (documents[:, 0] == stream[: 1000 * text.length : text.length]).all()


def test_the_lock_of_the_book_names_its_packages():
    packages = dict(locked_packages(PythonText().lock))
    assert packages["jupyter-book"] == "1.0.4.post1"
    assert len(packages) > 100
