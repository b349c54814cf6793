"""The keys under which values are digested for the memo, one for each way in which a column is read.

What belongs here: deriving them from the controller's own key, without which nobody can try values.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b
from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    from scanners.role import Role


def value_keys(con: duckdb.DuckDBPyConnection, roles: Iterable[Role]) -> list[bytes]:
    """The key for each of the roles."""
    from scanners.role import key_of

    row = con.execute("SELECT keyed_digest('abide/memo')").fetchone()
    secret = bytes.fromhex(row[0]) if row else b""
    return [blake2b(key_of(role).encode(), key=secret, digest_size=32).digest() for role in roles]
