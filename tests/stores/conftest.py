"""What the tests of stores share: real servers, and an open warehouse in a controller folder of their own."""

import pytest

from stores.keys import make_key, read_key
from stores.warehouse import open_warehouse
from tests.servers import mariadb_url, postgres_url

__all__ = ["controller", "mariadb_url", "postgres_url", "warehouse"]


@pytest.fixture
def controller(tmp_path):
    """A controller's folder with a key."""
    folder = tmp_path / "harbour"
    folder.mkdir()
    make_key(folder)
    return folder


@pytest.fixture
def warehouse(controller):
    """The controller's warehouse, open."""
    with open_warehouse(controller, read_key(controller, {})) as con:
        yield con
