"""A controller whose batch touches PostgreSQL, MariaDB, SQLite and files; erased in a process that may be killed.

Run as a program: ``python -m tests.erasure.killed FOLDER STOP``: erases EB-0001 and kills itself with SIGKILL at the
STOP-th point, counted over every SQL statement to a store, file operation and line of the log. 0: it ends by itself.
"""

import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

AS_OF = datetime(2026, 3, 1, 12, tzinfo=UTC)
KEYS = [str(n) for n in range(1, 13)]
GONE = {"2", "5", "7", "11"}
COLUMNS = ["id", "email", "full_name", "closed", "result", "notes"]
TABLE = """\
  - name: {name}
    {where}
    columns: [id, email, full_name, closed, result, notes]
    key: [id]
    subject: {{email: email}}
    subject_type: candidate
    purpose: recruitment
    lawful_basis: contract
    record: {{ended_on: try_cast(closed as date), outcome: lower(result)}}
    personal: {{email: user.contact.email, full_name: user.name}}
    erasure: {{kind: immediate, method: deleted, source: test}}
"""
NOTES = """\
  - name: {name}_notes
    {where}
    columns: [id, of, said]
    key: [id]
    links: {{of: {name}.id}}
    erasure: {{kind: immediate, method: deleted, source: test}}
"""


def people(prefix):
    for key in KEYS:
        closed = "2023-01-10" if key in GONE else "2026-02-01"
        yield (
            key,
            f"{prefix}{key}@mail.example",
            f"Person {prefix}{key}",
            closed,
            "unsuccessful",
            f"note of {prefix}{key}",
        )


def bind_sql(place, name, url, erase_url):
    tables = TABLE.format(name=name, where=f"source: {name}") + NOTES.format(name=name, where=f"source: {name}_notes")
    (place / "stores" / f"{name}.yaml").write_text(
        f"name: {name}\nrole: controller\nconnector: sql\nurl: {url}\nfresh_within: 26 hours\n"
        f"erase: {{by: sql, url: '{erase_url}'}}\ntables:\n{tables}"
    )


def bind_files(place, name, form):
    (place / "stores" / f"{name}.yaml").write_text(
        f"name: {name}\nrole: controller\nconnector: files\nexport: {name}\nexported_at: {{name: '%Y-%m-%d'}}\n"
        f"fresh_within: 26 hours\nerase: {{by: files}}\ntables:\n"
        + TABLE.format(name=name, where=f"file: 'all-*.{form}'")
        + NOTES.format(name=name, where=f"file: 'notes-*.{form}'")
    )


def statements(prefix, form="timestamp"):
    yield (
        f"CREATE TABLE {prefix} (id varchar(20) PRIMARY KEY, email varchar(100), full_name varchar(100), closed varchar(20), "
        "result varchar(20), notes text)"
    )
    yield (
        f"CREATE TABLE {prefix}_notes (id varchar(20) PRIMARY KEY, of varchar(20), said text, "
        f"FOREIGN KEY (of) REFERENCES {prefix} (id))"
    )
    for row in people(prefix):
        yield f"INSERT INTO {prefix} VALUES ({', '.join(repr(cell) for cell in row)})"
        yield f"INSERT INTO {prefix}_notes VALUES ('n{row[0]}', '{row[0]}', 'about {prefix}{row[0]}')"


def write_files(place, name, form):
    import json

    home = place / name
    home.mkdir(exist_ok=True)
    if form == "csv":
        lines = [",".join(COLUMNS), *(",".join(row) for row in people(name))]
        notes = ["id,of,said", *(f"n{key},{key},about {name}{key}" for key in KEYS)]
    else:
        lines = [json.dumps(dict(zip(COLUMNS, row, strict=True))) for row in people(name)]
        notes = [json.dumps({"id": f"n{key}", "of": key, "said": f"about {name}{key}"}) for key in KEYS]
    (home / f"all-2026-03-01.{form}").write_text("\n".join(lines) + "\n")
    (home / f"notes-2026-03-01.{form}").write_text("\n".join(notes) + "\n")


def with_account(url, name, password):
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=f"{name}:{password}@{parts.hostname}:{parts.port or ''}".rstrip(":")))


def dies_at(stop):
    """Kill this process at the stop-th point."""
    import erasure.intent
    import stores.rewriting
    from stores import sql_writing_mysql, sql_writing_postgres, sql_writing_sqlite

    count = 0

    def point():
        nonlocal count
        count += 1
        if count == stop:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(owner, name):
        real = getattr(owner, name)

        def wrapped(*given, **more):
            point()
            found = real(*given, **more)
            point()
            return found

        setattr(owner, name, wrapped)

    for writer in (sql_writing_mysql.MySqlWriter, sql_writing_postgres.PostgresWriter, sql_writing_sqlite.SqliteWriter):
        for name in ("run", "commit"):
            around(writer, name)
    for name in ("_like", "durable", "remove", "sweep"):
        around(stores.rewriting, name)
    around(erasure.intent, "_all")
    around(os, "fsync")
    around(os, "replace")
    return lambda: count


def main(folder, stop):
    from assets.hand import Hand
    from stores.controller import load_controller

    counted = dies_at(stop)
    made = Hand(load_controller(Path(folder)), "EB-0001", lambda: AS_OF)
    done = made.execute()
    _, data = made.certify()
    sys.stdout.write(f"{counted()} {data['status']} {done.counts()}\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
