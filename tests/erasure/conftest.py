"""What the tests of the hand share: a real PostgreSQL, and a controller after its first night."""

import shutil

import pytest

from tests.erasure.approved import allowed, night_of_all
from tests.erasure.nights import AS_OF, made, night
from tests.servers import postgres_url

__all__ = ["postgres_url"]


@pytest.fixture(scope="session")
def first_night(tmp_path_factory):
    """The folder of a controller after its first night; copied, never changed."""
    place = made(tmp_path_factory.mktemp("first"))
    night(place, land=True)
    return place


@pytest.fixture
def place(first_night, tmp_path):
    """A copy of it, to change."""
    return shutil.copytree(first_night, tmp_path / "tiny")


@pytest.fixture(scope="session")
def erasable(first_night, tmp_path_factory):
    """The folder of a controller that may be erased in, after a night; copied, never changed."""
    place = shutil.copytree(first_night, tmp_path_factory.mktemp("erasable") / "tiny")
    allowed(place)
    night_of_all(place, AS_OF)
    return place


@pytest.fixture
def ready(erasable, tmp_path):
    """A copy of it, to change."""
    return shutil.copytree(erasable, tmp_path / "tiny")
