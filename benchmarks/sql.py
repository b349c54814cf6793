"""What landing a table from a server costs beside DuckDB's bare scanner: the same table, the same kind of warehouse.

    python benchmarks/sql.py [--rows 1000000] [--runs 3] [--ways bare reading landing] [--server postgres mariadb]

Bare is ``CREATE TABLE ... AS FROM attached.table`` into the encrypted warehouse, with the scanner's own settings.
Reading is the connector alone: every column as exact text into an encrypted temporary table. Landing is the whole:
reading, record key, keyed row digest, uniqueness, dates, quarantine, the count that must come out, and the warehouse.

The rows are made by the servers themselves, in scratch databases that are dropped. Servers: ABIDE_TEST_POSTGRES_URL and
ABIDE_TEST_MARIADB_URL, else this host's usual ports. Each run is a process of its own, the ways in turn. Prints medians
and each run of CPU seconds of this side and, where the server runs on this host, of the server; wall seconds; the peak
memory of the process; and the ratios of the medians to bare.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import duckdb

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
COLUMNS = ("id", "email", "first_name", "last_name", "phone", "company", "created", "status", "note")
WAYS = ("bare", "reading", "landing")
PROCESSES = {"postgres": "postgres", "mariadb": "mariadbd"}
TICK = os.sysconf("SC_CLK_TCK")
MADE = {
    "postgres": """
        CREATE TABLE people (id bigint PRIMARY KEY, email varchar(200), first_name text, last_name text, phone text,
            company int, created timestamptz, status varchar(20), note text);
        INSERT INTO people SELECT n, 'person.' || n || '@harbour.example', 'Name' || n % 977, 'Family' || n % 4999,
            CASE WHEN n % 3 > 0 THEN '07700 900' || lpad((n % 1000)::text, 3, '0') ELSE '' END, n % 311,
            timestamptz '2015-01-01' + (n % 9000000) * interval '37 seconds',
            (ARRAY['active', 'archived', 'pending'])[1 + n % 3],
            repeat('course invoice moved asked ', (1 + n % 4)::int) FROM generate_series(1, {rows}) n;
        VACUUM ANALYZE people""",
    "mariadb": """
        CREATE TABLE people (id bigint PRIMARY KEY, email varchar(200), first_name varchar(100),
            last_name varchar(100), phone varchar(40), company int, created datetime, status varchar(20), note text);
        INSERT INTO people SELECT seq, CONCAT('person.', seq, '@harbour.example'), CONCAT('Name', seq % 977),
            CONCAT('Family', seq % 4999), IF(seq % 3 > 0, CONCAT('07700 900', LPAD(seq % 1000, 3, '0')), ''),
            seq % 311, '2015-01-01' + INTERVAL (seq % 9000000) * 37 SECOND,
            ELT(1 + seq % 3, 'active', 'archived', 'pending'), REPEAT('course invoice moved asked ', 1 + seq % 4)
            FROM seq_1_to_{rows};
        ANALYZE TABLE people""",
}


@contextmanager
def scratch_table(server: str, rows: int) -> Iterator[str]:
    """The address of a database with a table of ``rows`` rows and nine columns; dropped afterwards."""
    from tests import servers

    default, connect = {
        "postgres": (servers.POSTGRES, servers.connect_postgres),
        "mariadb": (servers.MARIADB, servers.connect_mariadb),
    }[server]
    url = os.environ.get(f"ABIDE_TEST_{server.upper()}_URL", default)
    name = f"abide_bench_{uuid4().hex[:8]}"
    own = servers.with_database(url, name)
    with connect(url) as admin, admin.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
        try:
            with connect(own) as con, con.cursor() as making:
                for statement in MADE[server].split(";"):
                    making.execute(statement.replace("{rows}", str(rows)))
            yield own
        finally:
            cursor.execute(f"DROP DATABASE {name}{' WITH (FORCE)' if server == 'postgres' else ''}")


def server_cpu(server: str) -> float:
    """CPU seconds that the server's processes on this host have used, the ended ones of PostgreSQL's included."""
    used, seen = 0, {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, _, rest = stat.read_text().partition("(")[2].rpartition(")")
        except OSError:
            continue
        if name == PROCESSES[server]:
            fields = rest.split()
            seen[int(stat.parent.name)] = (int(fields[1]), sum(map(int, fields[11:13])), sum(map(int, fields[13:15])))
    for parent, own, ended in seen.values():
        used += own + (0 if parent in seen else ended)
    return used / TICK


def step(url: str, server: str, way: str, folder: Path) -> None:
    """One reading in this process; prints what it used as JSON."""
    from stores.connectors import connector_for
    from stores.keys import make_key, read_key
    from stores.landing import land
    from stores.store import Store
    from stores.warehouse import open_warehouse

    store = Store.model_validate(binding(url))
    with tempfile.TemporaryDirectory(dir=folder) as place:
        home = Path(place)
        make_key(home)
        before, began = server_cpu(server), os.times()
        with open_warehouse(home, read_key(home, {})) as con:
            if way == "bare":
                attach_bare(con, url, server)
                schema = "public" if server == "postgres" else url.rpartition("/")[2]
                con.execute(f'CREATE TABLE landed.people AS FROM bare."{schema}".people')
                con.execute("DETACH bare")
                rows = con.execute("SELECT count(*) FROM landed.people").fetchall()[0][0]
            else:
                connector = connector_for(store)
                with connector.snapshot(store, home, con):
                    if way == "reading":
                        rows = connector.export(store, store.tables[0], home, con, "reading").staged
                    else:
                        rows = land(con, store, store.tables[0], home).landed
        ended = os.times()
        time.sleep(0.2)  # a PostgreSQL backend is counted once it has ended
        theirs = server_cpu(server) - before
    ours = ended.user + ended.system - began.user - began.system
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        json.dumps({"ours": ours, "server": theirs, "wall": ended.elapsed - began.elapsed, "peak": peak, "rows": rows})
    )


def attach_bare(con: duckdb.DuckDBPyConnection, url: str, server: str) -> None:
    """Attach the database as anyone would, with the scanner's own settings."""
    from stores.warehouse import load_extension

    parts = urlsplit(url)
    words = url.replace("'", "''")
    if server == "mariadb":
        given = {"host": parts.hostname, "port": parts.port or 3306, "user": parts.username, "passwd": parts.password}
        words = " ".join(f"{name}={value}" for name, value in given.items() if value) + f" db={parts.path[1:]}"
    load_extension(con, "postgres_scanner" if server == "postgres" else "mysql_scanner")
    con.execute(f"ATTACH '{words}' AS bare (TYPE {'postgres' if server == 'postgres' else 'mysql'}, READ_ONLY)")


def binding(url: str) -> dict[str, object]:
    """The store of the table, with a key, an identifier and a dated column."""
    table = {"name": "people", "columns": COLUMNS, "key": ["id"], "dates": {"created": "iso"}}
    return {
        "name": "shop",
        "role": "controller",
        "connector": "sql",
        "url": url,
        "fresh_within": "26 hours",
        "tables": [{**table, "subject": {"email": "email"}}],
    }


def report(server: str, found: dict[str, list[dict[str, float]]], expected: int) -> None:
    """Print one server's runs."""
    both = {}
    for way, runs in found.items():
        if {run["rows"] for run in runs} != {expected}:
            raise SystemExit(f"{server}, {way}: not every row was read")
        middle = {what: statistics.median(run[what] for run in runs) for what in ("ours", "server", "wall")}
        both[way] = statistics.median(run["ours"] + run["server"] for run in runs)
        each = ", ".join(f"{run['ours']:.2f}+{run['server']:.2f}" for run in runs)
        print(
            f"{server:9} {way:8} CPU s: ours {middle['ours']:7.2f}, server {middle['server']:7.2f} ({each})   "
            f"wall {middle['wall']:7.2f}   peak {max(run['peak'] for run in runs):6.0f} MB"
        )
    ours = {way: statistics.median(run["ours"] for run in runs) for way, runs in found.items()}
    for way in [way for way in ours if way != "bare" and "bare" in ours]:
        print(
            f"{server:9} {way} / bare: {ours[way] / ours['bare']:.2f} on our side, "
            f"{both[way] / both['bare']:.2f} with the server's"
        )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--ways", nargs="+", choices=WAYS, default=WAYS)
    parser.add_argument("--server", nargs="+", choices=tuple(MADE), default=tuple(MADE))
    parser.add_argument("--step", nargs=4, metavar=("URL", "SERVER", "WAY", "FOLDER"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.step:
        step(*given.step[:3], Path(given.step[3]))
        return
    for server in given.server:
        with scratch_table(server, given.rows) as url, tempfile.TemporaryDirectory() as folder:
            found: dict[str, list[dict[str, float]]] = {way: [] for way in given.ways}
            for _ in range(given.runs):
                for way, runs in found.items():
                    again = [sys.executable, __file__, "--step", url, server, way, folder]
                    runs.append(json.loads(subprocess.run(again, check=True, stdout=subprocess.PIPE, text=True).stdout))
            report(server, found, given.rows)


if __name__ == "__main__":
    main()
