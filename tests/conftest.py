"""What holds for every test. Modules that run whole nights come first, so that two workers end at about one time."""

import os

os.environ.pop("DAGSTER_HOME", None)  # no test's night stands in the history of who runs the tests

FIRST = ("test_night.py", "test_offline.py", "test_hostile_input.py", "test_jobs.py", "test_scan.py")


def pytest_collection_modifyitems(items):
    """Long modules first; otherwise the order stays."""
    place = {name: number for number, name in enumerate(FIRST)}
    items.sort(key=lambda item: place.get(item.path.name, len(place)))
