"""kill -9 at random points of an erasure over PostgreSQL, MariaDB, SQLite and files, then again: the same end, nothing else touched."""

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from uuid import uuid4

import pytest

from stores.keys import make_key
from tests.erasure.approved import LIMITS, approved, night_of_all
from tests.erasure.killed import AS_OF, GONE, KEYS, bind_files, bind_sql, statements, with_account, write_files
from tests.erasure.nights import TINY
from tests.servers import connect_mariadb, connect_postgres, mariadb_url, postgres_url

__all__ = ["mariadb_url", "postgres_url"]
ROOT = Path(__file__).resolve().parents[2]
SERVERS = {"pg": connect_postgres, "my": connect_mariadb}
POINTS = int(os.environ.get("ABIDE_TEST_KILLS", "12"))


class World:
    """A controller over real servers, which can be put back to before the erasure."""

    def __init__(self, folder, urls):
        self.urls, self.accounts = urls, []
        self.place = folder / "place"
        shutil.copytree(TINY, self.place, ignore=shutil.ignore_patterns(".abide", "report", "exports", "stores"))
        (self.place / "stores").mkdir()
        settings = self.place / "abide.yaml"
        settings.write_text(settings.read_text() + LIMITS)
        make_key(self.place)
        self.fill()
        for kind in urls:
            bind_sql(self.place, kind, self.account(kind, "SELECT"), self.account(kind, "SELECT", "DELETE"))
        bind_sql(self.place, "lite", "sqlite:lite.db", "sqlite:lite.db")
        bind_files(self.place, "sheets", "csv")
        bind_files(self.place, "lines", "jsonl")
        night_of_all(self.place, AS_OF.date())
        approved(self.place, lambda flag: flag.record_key in GONE and flag.clause == "candidates-twelve-months")
        self.kept = folder / "kept"
        shutil.copytree(self.place, self.kept)

    def fill(self):
        for kind, url in self.urls.items():
            with SERVERS[kind](url) as con, con.cursor() as cursor:
                for name in (f"{kind}_notes", kind):
                    cursor.execute(f"DROP TABLE IF EXISTS {name}")
                for statement in statements(kind):
                    cursor.execute(statement)
                for account in self.accounts:
                    if kind == "pg" and account[0] == "pg":
                        for table in ("pg", "pg_notes"):
                            cursor.execute(f"GRANT {', '.join(account[2])} ON {table} TO {account[1]}")
        (self.place / "lite.db").unlink(missing_ok=True)
        con = sqlite3.connect(self.place / "lite.db")
        for statement in statements("lite"):
            con.execute(statement)
        con.commit()
        con.close()
        write_files(self.place, "sheets", "csv")
        write_files(self.place, "lines", "jsonl")

    def account(self, kind, *rights):
        name = f"abide_{uuid4().hex[:10]}"
        self.accounts.append((kind, name, rights))
        with SERVERS[kind](self.urls[kind]) as con, con.cursor() as cursor:
            if kind == "pg":
                cursor.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'change-me-1'")
                for table in ("pg", "pg_notes"):
                    cursor.execute(f"GRANT {', '.join(rights)} ON {table} TO {name}")
            else:
                database = self.urls[kind].rpartition("/")[2]
                cursor.execute(f"CREATE USER {name}@'%' IDENTIFIED BY 'change-me-1'")
                cursor.execute(f"GRANT {', '.join([*rights, 'CREATE TEMPORARY TABLES'])} ON {database}.* TO {name}@'%'")
        return with_account(self.urls[kind], name, "change-me-1")

    def restore(self):
        shutil.rmtree(self.place)
        shutil.copytree(self.kept, self.place)
        self.fill()

    def state(self):
        """Every row and byte that the stores hold."""
        found = {}
        for kind, url in self.urls.items():
            with SERVERS[kind](url) as con, con.cursor() as cursor:
                for name in (kind, f"{kind}_notes"):
                    cursor.execute(f"SELECT * FROM {name} ORDER BY id")
                    found[name] = [tuple(row) for row in cursor.fetchall()]
        con = sqlite3.connect(self.place / "lite.db")
        for name in ("lite", "lite_notes"):
            found[name] = con.execute(f"SELECT * FROM {name} ORDER BY id").fetchall()
        con.close()
        for path in sorted([*(self.place / "sheets").iterdir(), *(self.place / "lines").iterdir()]):
            found[path.name, path.parent.name] = path.read_bytes()
        return found

    def run(self, stop):
        return subprocess.run(
            [sys.executable, "-m", "tests.erasure.killed", str(self.place), str(stop)],
            cwd=ROOT, capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip

    def certificates(self):
        return [
            json.loads(path.read_text())["certificate"] for path in sorted((self.place / "certificates").glob("*.json"))
        ]

    def drop(self):
        for kind, url in self.urls.items():
            with SERVERS[kind](url) as con, con.cursor() as cursor:
                for name in (f"{kind}_notes", kind):
                    cursor.execute(f"DROP TABLE IF EXISTS {name}")
                for one, account, _ in self.accounts:
                    if one == kind == "pg":
                        cursor.execute(f"DROP OWNED BY {account}")
                        cursor.execute(f"DROP ROLE {account}")
                    elif one == kind:
                        cursor.execute(f"DROP USER {account}@'%'")


@pytest.fixture(scope="module")
def world(tmp_path_factory, postgres_url, mariadb_url):
    made = World(tmp_path_factory.mktemp("killed"), {"pg": postgres_url, "my": mariadb_url})
    yield made
    made.drop()


@pytest.fixture(scope="module")
def undisturbed(world):
    """How many points there are, and the state at the end."""
    ended = world.run(0)
    assert ended.returncode == 0, ended.stderr[-3000:]
    points, status, counts = ended.stdout.split(" ", 2)
    assert (status, eval(counts)) == ("verified", {"verified": 40})  # noqa: S307 - our own output
    state = world.state()
    for name in ("pg", "my", "lite"):
        assert [row[0] for row in state[name]] == sorted(set(KEYS) - GONE)
        assert [row[1] for row in sorted(state[f"{name}_notes"])] == sorted(set(KEYS) - GONE)
    return int(points), state


@pytest.mark.server
@pytest.mark.slow
def test_killed_anywhere_and_run_again_it_ends_as_if_nothing_had_been(world, undisturbed):
    points, wanted = undisturbed
    chance = random.Random(41)  # noqa: S311 - to be repeatable
    edges = [1 + points * n // POINTS for n in range(POINTS + 1)]
    stops = [chance.randint(low, max(low, high - 1)) for low, high in pairwise(edges)]
    chance.shuffle(stops)  # spread over the whole way, in no order
    for turn, first in enumerate(stops):
        world.restore()
        before = world.state()
        ended = world.run(stop := first)
        assert ended.returncode in {-9, 0}, (stop, ended.stderr[-2000:])
        half = world.state()
        erased = sum(len(before[name]) - len(half[name]) for name in ("pg", "my", "lite"))
        if not (world.place / "certificates").exists() or not world.certificates():
            assert ended.returncode == -9
        else:
            assert erased == 24, "a certificate without an erasure"
        if ended.returncode == -9 and turn % 3 == 2:  # killed again while it goes on
            stop = chance.randint(1, points)
            world.run(stop)
        ended = world.run(0)
        assert ended.returncode == 0, (stop, ended.stderr[-2000:])
        assert world.state() == wanted, stop
        last = world.certificates()[-1]
        assert last["status"] == "verified", (stop, last)
        assert sum(t["states"].get("verified", 0) for s in last["stores"] for t in s["tables"]) == 40
