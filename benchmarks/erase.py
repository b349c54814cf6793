"""What erasing costs in PostgreSQL, beside the bare DELETE ... USING of the same keys in the same run.

Run: .venv/bin/python -m benchmarks.erase [RECORDS]. It needs ABIDE_TEST_POSTGRES_URL, or a server on 127.0.0.1:5432.
"""

from __future__ import annotations

import os
import sys
import time
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from stores.connectors import connector_for
from stores.erasing import Item, Work, eraser_for
from stores.erasing_text import compared, content_sql
from stores.landing_stage import RESERVED
from stores.store import Store
from stores.warehouse import scratch

URL = os.environ.get("ABIDE_TEST_POSTGRES_URL", "postgresql://postgres@127.0.0.1:5432/postgres")
TODAY = date(2026, 3, 1)
COLUMNS = ["id", "email", "name", "city", "note", "placed"]


def _fill(con: psycopg.Connection[tuple[object, ...]], name: str, records: int) -> None:
    con.execute(f"DROP TABLE IF EXISTS {name}")
    con.execute(
        f"CREATE TABLE {name} AS SELECT n AS id, 'person' || n || '@mail.example' AS email, 'Person ' || n AS name, "
        "'Town ' || n % 100 AS city, repeat('a word or two ', 4) AS note, timestamp '2024-01-01' + n * interval '1 s' "
        f"AS placed FROM generate_series(1, {2 * records}) AS n"
    )
    con.execute(f"ALTER TABLE {name} ADD PRIMARY KEY (id)")
    con.execute(f"VACUUM ANALYZE {name}")


def main(records: int) -> None:
    """Erase half of a table, once bare and once as the hand does."""
    role = "abide_bench_eraser"
    with psycopg.connect(URL, autocommit=True) as con:
        _fill(con, "bench_bare", records)
        _fill(con, "bench_erase", records)
        con.execute(f"DROP ROLE IF EXISTS {role}")
        con.execute(f"CREATE ROLE {role} LOGIN PASSWORD 'bench'")
        con.execute(f"GRANT SELECT, DELETE ON bench_erase TO {role}")
        try:
            start = time.perf_counter()
            con.execute("CREATE TEMP TABLE bare_keys (id bigint)")
            with con.cursor() as cursor, cursor.copy("COPY bare_keys FROM STDIN") as copy:
                copy.write("".join(f"{n}\n" for n in range(2, 2 * records + 1, 2)))
            con.execute("ANALYZE bare_keys")
            copied = time.perf_counter() - start
            start = time.perf_counter()
            con.execute("DELETE FROM bench_bare AS t USING bare_keys AS k WHERE t.id = k.id")
            bare = time.perf_counter() - start
            store, works = _works(role, records)
            start = time.perf_counter()
            eraser = eraser_for(store)
            removed = sum(r.state == "removed" for _, r in eraser.erase_together(works, Path(), TODAY))
            took = time.perf_counter() - start
            left = con.execute("SELECT count(*) FROM bench_erase").fetchone()
        finally:
            con.execute("DROP TABLE IF EXISTS bench_bare, bench_erase")
            con.execute(f"DROP ROLE {role}")
    print(f"{records:,} records: bare DELETE USING {bare:.1f} s, keys copied in {copied:.1f} s; erased in {took:.1f} s")
    print(
        f"{took / bare:.1f} times the DELETE, {took / (bare + copied):.1f} times both; {removed:,} removed, {left} left"
    )


def _works(role: str, records: int) -> tuple[Store, list[Work]]:
    parts = urlsplit(URL)
    own = urlunsplit(parts._replace(netloc=f"{role}:bench@{parts.hostname}:{parts.port or 5432}"))
    store = Store.model_validate(
        {
            "name": "bench",
            "role": "controller",
            "connector": "sql",
            "url": URL,
            "fresh_within": "26 hours",
            "tables": [{"name": "bench_erase", "columns": COLUMNS, "key": ["id"]}],
            "erase": {"by": "sql", "url": own},
        }
    )
    table, con = store.tables[0], scratch()
    connector_for(store).export(store, table, Path(), con, "reading")
    names = [row[0] for row in con.execute("SELECT * FROM reading LIMIT 0").description or () if row[0] not in RESERVED]
    columns = compared(table, names)
    rows = con.execute(f"SELECT id, {content_sql(columns)} FROM reading WHERE id::BIGINT % 2 = 0").fetchall()
    con.close()
    if len(rows) != records:
        raise SystemExit("the table was not read whole")
    return store, [Work(store, table, "delete", [Item((key,), digest=digest) for key, digest in rows], (), columns)]


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
