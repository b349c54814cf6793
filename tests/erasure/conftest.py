"""What the tests of the hand share: a real PostgreSQL."""

from tests.servers import postgres_url

__all__ = ["postgres_url"]
