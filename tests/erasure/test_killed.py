"""kill -9 at random points of an erasure over twenty stores of every medium, then again: the same end, nothing else touched.

``ABIDE_TEST_KILLS`` says how many kills at least (12 if it does not), in turns of several; ``ABIDE_TEST_MINUTES`` after how
long no further turn begins, whatever the number is then.
"""

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import ExitStack, closing
from itertools import pairwise
from pathlib import Path
from uuid import uuid4

import pytest

from stores.keys import make_key
from tests.erasure import twenty
from tests.erasure.approved import LIMITS, approved, night_of_all
from tests.erasure.nights import TINY
from tests.erasure.twenty import AS_OF, BASES, FILES, GONE, KEYS, LITE, OTHERS, STORES
from tests.servers import connect_mariadb, connect_postgres, mariadb_url, postgres_url
from tests.vendors.crisp import Crisp
from tests.vendors.standin import served

__all__ = ["mariadb_url", "postgres_url"]
ROOT = Path(__file__).resolve().parents[2]
SERVERS = {"pg": connect_postgres, "my": connect_mariadb}
POINTS = int(os.environ.get("ABIDE_TEST_KILLS", "12"))
MINUTES = float(os.environ.get("ABIDE_TEST_MINUTES", "1000"))
TOLD = len(GONE) * (2 * (len(STORES) - len(OTHERS)) + len(OTHERS))
"""Records in the plan: people, and the notes on them."""


class World:
    """A controller over real servers and a vendor's stand-in, which can be put back to before the erasure."""

    def __init__(self, folder, urls, open_until):
        self.urls, self.accounts = urls, []
        self.chat = Crisp()
        chat = open_until.enter_context(served(self.chat))
        self.place = folder / "place"
        shutil.copytree(TINY, self.place, ignore=shutil.ignore_patterns(".abide", "report", "exports", "stores"))
        (self.place / "stores").mkdir()
        settings = self.place / "abide.yaml"
        settings.write_text(settings.read_text() + LIMITS)
        make_key(self.place)
        for kind, names in BASES.items():
            self.run_sql(kind, *(s for name in names for s in (*twenty.schema(name), *twenty.contents(name))))
            export, eraser = self.account(kind, "SELECT"), self.account(kind, "SELECT", "DELETE")
            for name in names:
                twenty.bind_sql(self.place, name, export, eraser)
        for name in LITE:
            twenty.bind_sql(self.place, name, f"sqlite:{name}.db", f"sqlite:{name}.db")
        for name, form in FILES.items():
            twenty.bind_files(self.place, name, form)
        twenty.bind_others(self.place, chat)
        self.fill()
        assert len(list((self.place / "stores").iterdir())) == len(STORES) == 20
        night_of_all(self.place, AS_OF.date())
        approved(self.place, lambda flag: flag.clause == "candidates-twelve-months")
        self.kept = folder / "kept"
        shutil.copytree(self.place, self.kept)
        self.runner = open_until.enter_context(
            subprocess.Popen(
                [sys.executable, "-m", "tests.erasure.killed"],
                cwd=ROOT,
                env={**os.environ, "ERASER_TOKEN": "of-the-eraser:key"},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        )
        open_until.callback(self.runner.kill)

    def run_sql(self, kind, *statements):
        with SERVERS[kind](self.urls[kind]) as con, con.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    def fill(self):
        for kind, names in BASES.items():
            self.run_sql(kind, *(statement for name in names for statement in twenty.contents(name)))
        for name in LITE:
            twenty.write_lite(self.place, name)
        for name, form in FILES.items():
            twenty.write_files(self.place, name, form)
        twenty.write_others(self.place)
        self.chat.people = {key: {"nickname": key} for key in KEYS}

    def account(self, kind, *rights):
        name = f"abide_{uuid4().hex[:10]}"
        self.accounts.append((kind, name))
        if kind == "pg":
            tables = ", ".join(table for name_ in BASES["pg"] for table in (name_, f"{name_}_notes"))
            self.run_sql(
                kind,
                f"CREATE ROLE {name} LOGIN PASSWORD 'change-me-1'",
                f"GRANT {', '.join(rights)} ON {tables} TO {name}",
            )
        else:
            database = self.urls[kind].rpartition("/")[2]
            granted = f"GRANT {', '.join([*rights, 'CREATE TEMPORARY TABLES'])} ON {database}.* TO {name}@'%'"
            self.run_sql(kind, f"CREATE USER {name}@'%' IDENTIFIED BY 'change-me-1'", granted)
        return twenty.with_account(self.urls[kind], name, "change-me-1")

    def restore(self):
        shutil.rmtree(self.place)
        shutil.copytree(self.kept, self.place)
        self.fill()

    def state(self):
        """Every row and byte that the stores hold, by store and table or file."""
        found = {}
        for kind, names in BASES.items():
            with SERVERS[kind](self.urls[kind]) as con, con.cursor() as cursor:
                for store in names:
                    for name in (store, f"{store}_notes"):
                        cursor.execute(f"SELECT * FROM {name} ORDER BY id")
                        found[store, name] = [tuple(row) for row in cursor.fetchall()]
        for store in LITE:
            with closing(sqlite3.connect(self.place / f"{store}.db")) as con:
                for name in (store, f"{store}_notes"):
                    found[store, name] = con.execute(f"SELECT * FROM {name} ORDER BY id").fetchall()
        for store in (*FILES, *OTHERS):
            for path in sorted((self.place / store).iterdir()):
                if not path.name.startswith("."):
                    found[store, path.name] = path.read_bytes()
        found["chat", "vendor"] = sorted(self.chat.people)
        return found

    def is_on_its_way(self, before, wanted, way):
        """After a kill: no certificate without an erasure, and every table and file as it was or as it is to be."""
        half = self.state()
        if (self.place / "certificates").exists() and self.certificates():
            assert half == wanted, (way, "a certificate without an erasure")
        wrong = [place for place, old in before.items() if half.get(place) not in (old, wanted.get(place))]
        assert {store for store, _ in wrong} <= GRADUAL, way

    def left_over(self):
        return [path.name for path in self.place.rglob(".*abide-part*")]

    def run(self, stop):
        self.runner.stdin.write(f"{self.place} {stop}\n")
        self.runner.stdin.flush()
        return json.loads(self.runner.stdout.readline())

    def certificates(self):
        return [
            json.loads(path.read_text())["certificate"] for path in sorted((self.place / "certificates").glob("*.json"))
        ]

    def drop(self):
        for kind, names in BASES.items():
            self.run_sql(
                kind, *(f"DROP TABLE IF EXISTS {table}" for name in names for table in (f"{name}_notes", name))
            )
        for kind, account in self.accounts:
            if kind == "pg":
                self.run_sql(kind, f"DROP OWNED BY {account}", f"DROP ROLE {account}")
            else:
                self.run_sql(kind, f"DROP USER {account}@'%'")


@pytest.fixture(scope="module")
def world(tmp_path_factory, postgres_url, mariadb_url):
    with ExitStack() as open_until:
        made = World(tmp_path_factory.mktemp("killed"), {"pg": postgres_url, "my": mariadb_url}, open_until)
        yield made
        made.drop()


@pytest.fixture(scope="module")
def undisturbed(world):
    """How many points there are, what is said, and the state at the end."""
    before = world.state()
    ended = world.run(0)
    assert ended["code"] == 0, ended
    # the vendor's export is older than its deletion, which is said and not called verified
    assert (ended["status"], ended["counts"]) == ("incomplete", {"verified": TOLD - len(GONE), "removed": len(GONE)})
    state = world.state()
    for store in (*BASES["pg"], *BASES["my"], *LITE):
        assert [row[0] for row in state[store, store]] == sorted(set(KEYS) - GONE)
        assert [row[1] for row in sorted(state[store, f"{store}_notes"])] == sorted(set(KEYS) - GONE)
    changed = {store for store, name in before if before[store, name] != state.get((store, name))}
    assert changed == set(STORES)
    assert state["chat", "vendor"] == sorted(set(KEYS) - GONE)
    return ended, state


@pytest.mark.server
@pytest.mark.slow
def test_the_undisturbed_end_is_what_is_left_of_the_sources(world, undisturbed, tmp_path):
    """Of stores whose bytes are a matter of lines, the end is written down here once more, by other means."""
    _, state = undisturbed
    left = [person for person in twenty.people("sheets") if person[0] not in GONE]
    assert state["sheets", "all-2026-03-01.csv"] == twenty._csv(twenty.COLUMNS, left)
    text = twenty._xml(twenty.COLUMNS, list(twenty.people("feed"))).decode()
    for person in twenty.people("feed"):
        if person[0] in GONE:
            text = text.replace(twenty._xml(twenty.COLUMNS, [person]).decode().split("\n")[1], "")
    assert state["feed", "all-2026-03-01.xml"] == text.encode()
    for (store, _), data in state.items():
        if store in FILES and isinstance(data, bytes):
            assert not any(f"{store}{key}@".encode() in data for key in GONE), store


@pytest.mark.server
@pytest.mark.slow
def test_killed_anywhere_and_run_again_it_ends_as_if_nothing_had_been(world, undisturbed):
    """The first kill of each turn is spread over the whole way; what goes on after it may be killed again, on what is left."""
    calm, wanted = undisturbed
    points = calm["points"]
    chance = random.Random(41)  # noqa: S311 - to be repeatable
    spread = max(1, POINTS // 5)
    edges = [1 + points * n // spread for n in range(spread + 1)]
    stops = [chance.randint(low, max(low, high - 1)) for low, high in pairwise(edges)]
    chance.shuffle(stops)
    until = time.monotonic() + 60 * MINUTES
    kills = turn = 0
    while (stops or kills < POINTS) and time.monotonic() < until:
        turn += 1
        first = stops.pop() if stops else chance.randint(1, points)
        world.restore()
        before, way, left = world.state(), [first], points
        ended = world.run(first)
        while ended["code"] == -9:
            kills += 1
            world.is_on_its_way(before, wanted, way)
            left = max(40, left - way[-1])
            way.append(chance.randint(1, left) if chance.random() < 0.9 else 0)
            ended = world.run(way[-1])
        assert ended["code"] == 0, (way, ended)
        assert world.state() == wanted, way
        assert (ended["status"], ended["counts"]) == (calm["status"], calm["counts"]), way
        last = world.certificates()[-1]
        assert sum(sum(t["states"].values()) for s in last["stores"] for t in s["tables"]) == TOLD
        assert world.left_over() == []
        sys.stdout.write(f"{kills} kills in {turn} turns; there are {points} points\n")
        sys.stdout.flush()
    assert kills


GRADUAL = {"chat", "zipped", "mail"}
"""Stores whose one place changes in several steps: a vendor's records, an archive's members, a folder's messages."""
