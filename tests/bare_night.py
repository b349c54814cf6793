"""A night's schemas without a warehouse: enough for relations to be built of rows that a test lands itself."""

from contextlib import contextmanager

from rules.trial import trial_connection


@contextmanager
def bare_night():
    """A connection with the empty schemas of a night and no finding; digests are under a test's key."""
    with trial_connection() as connection:
        connection.execute("CREATE MACRO keyed_digest(v) AS sha256('test key' || CAST(v AS VARCHAR))[1:32]")
        for schema in ("landed", "record", "relation", "finding"):
            connection.execute(f"CREATE SCHEMA {schema}")
        connection.execute(
            'CREATE TABLE finding.finding (store VARCHAR, "table" VARCHAR, "column" VARCHAR, record_key VARCHAR, '
            "category VARCHAR, score DOUBLE, stated_or_implied VARCHAR, about VARCHAR)"
        )
        yield connection
