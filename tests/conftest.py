"""Tables that tests want to show are printed after the run, also when its tests ran in several processes."""

import os

import pytest

# SciPy's optimisers call BLAS on five numbers; a second thread there only waits, up to forty times the work
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
TABLES = "tables"


def pytest_collection_modifyitems(items):
    """With `--dist loadgroup` one worker does all that concerns a room, so that its numbers are computed once."""
    for item in items:
        topic = getattr(item, "callspec", None) and item.callspec.params.get("topic")
        if topic or item.path.parent.name == "chapters":
            item.add_marker(pytest.mark.xdist_group(topic or item.path.stem.removeprefix("test_")))


@pytest.fixture
def record_table(record_property):
    """`record_table(title, text)` prints the text at the end of the run."""
    return lambda title, text: record_property(TABLES, f"{title}\n{text}")


def pytest_terminal_summary(terminalreporter):
    for reports in terminalreporter.stats.values():
        for report in reports:
            for key, text in getattr(report, "user_properties", []) if getattr(report, "when", "") == "call" else []:
                if key == TABLES:
                    terminalreporter.write_line(f"\n{text}")
