"""A shop in a real database of each kind, with an account for the export and one for erasure."""

import sqlite3
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

from tests.erasure.erasers import store_of
from tests.servers import connect_mariadb, connect_postgres

PASSWORD = "change-me-1"
TABLES = [
    {"name": "customers", "columns": ["id", "email", "name", "note", "referred_by"], "key": ["id"],
     "subject": {"email": "email"}, "personal": {"email": "user.contact.email", "name": "user.name"},
     "links": {"referred_by": "customers.id"}},
    {"name": "orders", "columns": ["id", "customer_id", "placed", "total"], "key": ["id"],
     "links": {"customer_id": "customers.id"}, "required": ["customer_id"]},
    {"name": "tags", "columns": ["customer_id", "label"], "key": ["customer_id", "label"],
     "links": {"customer_id": "customers.id"}},
]  # fmt: skip
SCHEMA = [
    (
        "CREATE TABLE customers (id bigint PRIMARY KEY, email varchar(200) NOT NULL, name varchar(200), note text, "
        "referred_by bigint NULL, FOREIGN KEY (referred_by) REFERENCES customers (id))"
    ),
    (
        "CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint NOT NULL, placed timestamp NULL, total numeric(12,2), "
        "FOREIGN KEY (customer_id) REFERENCES customers (id) ON DELETE CASCADE)"
    ),
    (
        "CREATE TABLE tags (customer_id bigint NOT NULL, label varchar(50) NOT NULL, PRIMARY KEY (customer_id, label), "
        "FOREIGN KEY (customer_id) REFERENCES customers (id))"
    ),
]


@dataclass
class Database:
    """One database.

    Attributes:
        run: runs a statement as its owner; gives rows.
        store: the binding.
    """

    kind: str
    url: str
    folder: Path
    accounts: list = field(default_factory=list)

    def run(self, statement, parameters=None):
        if self.kind == "sqlite":
            con = sqlite3.connect(self.folder / "shop.db", isolation_level=None)
            try:
                con.execute("PRAGMA foreign_keys = ON")
                return con.execute(statement.replace("%s", "?"), parameters or ()).fetchall()
            finally:
                con.close()
        connect = connect_postgres if self.kind == "postgres" else connect_mariadb
        with connect(self.url) as con, con.cursor() as cursor:
            cursor.execute(statement, parameters)
            if self.kind == "postgres":
                return cursor.fetchall() if cursor.description else []
            return list(cursor.fetchall())

    def account(self, *rights):
        """A new account's address with these rights on every table of the shop."""
        if self.kind == "sqlite":
            return self.url
        name = f"abide_{uuid4().hex[:10]}"
        self.accounts.append(name)
        parts = urlsplit(self.url)
        if self.kind == "postgres":
            self.run(f"CREATE ROLE {name} LOGIN PASSWORD '{PASSWORD}'")
            for right in rights:
                self.run(f"GRANT {right} ON ALL TABLES IN SCHEMA public TO {name}")
        else:
            self.run(f"CREATE USER {name}@'%%' IDENTIFIED BY '{PASSWORD}'".replace("%%", "%"))
            database = parts.path.strip("/")
            for right in (*rights, "CREATE TEMPORARY TABLES"):
                self.run(f"GRANT {right} ON {database}.* TO {name}@'%'")
        return urlunsplit(parts._replace(netloc=f"{name}:{PASSWORD}@{parts.hostname}:{parts.port or ''}".rstrip(":")))

    def store(self, rights=("SELECT", "UPDATE", "DELETE"), tables=TABLES, **more):
        return store_of(
            connector="sql",
            url=self.account("SELECT"),
            tables=tables,
            erase={"by": "sql", "url": self.account(*rights)},
            **more,
        )

    def rows(self, table):
        order = {"customers": "id", "orders": "id", "tags": "customer_id, label"}[table]
        return [tuple(map(str, row)) for row in self.run(f"SELECT * FROM {table} ORDER BY {order}")]

    def fill(self):
        for statement in SCHEMA:
            self.run(statement)
        for n in range(1, 7):
            self.run("INSERT INTO customers VALUES (%s, %s, %s, %s, %s)",
                     (n, f"person{n}@mail.example", f"Person Ü{n}", f"Call Person Ü{n} soon", n - 1 if n in {3, 5} else None))  # fmt: skip
            self.run("INSERT INTO orders VALUES (%s, %s, '2024-01-02 03:04:05', 10.50)", (100 + n, n))
            self.run("INSERT INTO tags VALUES (%s, 'a|b')", (n,))

    def clear(self):
        for name in ("tags", "orders", "customers"):
            self.run(f"DROP TABLE IF EXISTS {name}" + (" CASCADE" if self.kind == "postgres" else ""))
        for name in self.accounts:
            if self.kind == "postgres":
                self.run(f"DROP OWNED BY {name}")
                self.run(f"DROP ROLE {name}")
            else:
                self.run(f"DROP USER {name}@'%'")


def database(kind, request, folder):
    """The shop, made anew."""
    if kind == "sqlite":
        made = Database(kind, "sqlite:shop.db", folder)
    else:
        made = Database(kind, request.getfixturevalue(f"{kind}_url"), folder)
    made.clear()
    made.fill()
    return made
