"""What the tests of the commands share: real servers."""

from tests.servers import mariadb_url, postgres_url

__all__ = ["mariadb_url", "postgres_url"]
