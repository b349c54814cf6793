"""What holds for every test. Modules that run whole nights come first, so that two workers end at about one time.

A test that changes a setting of a whole server bears the mark ``whole_server`` and has the servers to itself: workers of
one run, and runs beside each other, share them.
"""

import fcntl
import os
import tempfile
from pathlib import Path

import pytest

os.environ.pop("DAGSTER_HOME", None)  # no test's night stands in the history of who runs the tests

FIRST = (
    "test_night.py",
    "test_offline.py",
    "test_hostile_input.py",
    "test_jobs.py",
    "test_jobs_amiss.py",
    "test_scan.py",
)
SERVERS = Path(tempfile.gettempdir()) / f"abide-servers-{os.getuid()}.lock"
"""Held by every test that uses a server; by one of the whole server, alone."""


def pytest_collection_modifyitems(items):
    """Long modules first; otherwise the order stays."""
    place = {name: number for number, name in enumerate(FIRST)}
    items.sort(key=lambda item: place.get(item.path.name, len(place)))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    """The servers are shared, or one test's."""
    if item.get_closest_marker("server") is None:
        return (yield)
    alone = item.get_closest_marker("whole_server") is not None
    with SERVERS.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        return (yield)
