"""A night that looks at what changed finds, and keeps, what a night finds that looks at everything."""

from contextlib import ExitStack
from datetime import date

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from assets.night import memo_rows
from assets.night.finding import find_table, read_here
from assets.night.memo import ALL_TABLES, begin_memo
from assets.night.state import begin
from benchmarks.scan_night import bind
from scanners import looks, version
from stores.allow import Allowed
from stores.controller import load_controller
from stores.keys import make_key, read_key
from stores.warehouse import open_warehouse

NIGHT = date(2026, 1, 31)
COLUMNS = ("row", "name", "mail", "notes", "code")
FINDINGS = (
    'SELECT "column", record_key, category, score, "start", "end", stated_or_implied, about, recogniser, '
    "distinct_values, as_of, evidence FROM finding.{} ORDER BY ALL"
)
KEPT = {
    "memo": "high, low",
    "memo_mark": 'high, low, entity, "start", "end", score, said',
    "memo_look": "high, low",
    "memo_row": "row_digest, cells",
    "memo_column": '"column", position, distinct_values, told',
}
CELLS = {
    "name": ["Jane Smith", "Adam Jones", "Mary Ann Lee", "Brook Ltd", "stock", "", None, "Zoë Müller", "unit 7"],
    "mail": ["jane@mail.example", "adam@mail.example", "none", "", None, " ", "\t", "mary@mail.example"],
    "notes": [
        "call me on 07700 900123 after six",
        "has asthma and cannot come",
        "write to jane@mail.example please",
        "Jane Smith",
        "see figure two",
        "",
        None,
        "naïve café, ring 07700 900456",
    ],
    "code": ["AB123456C", "x1", "x2", "x3", "x4", "x5", "jane@mail.example", "SW1A 1AA", None],
}


class World:
    """A controller with one table, which is filled as a landing fills it."""

    def __init__(self, con, controller):
        self.con, self.controller = con, controller
        self.read = []
        begin(con)
        begin_memo(con)
        con.execute(
            'INSERT INTO meta.reading (store, "table", provider, role, reading) VALUES '
            "('shop', 'people', 'file', 'controller', 'read')"
        )

    def night(self, rows, as_of=NIGHT):
        """Land the rows, scan them; the values that were read."""
        shape = ", ".join(f'"{c}" VARCHAR' for c in COLUMNS)
        self.con.execute(
            f"DROP TABLE IF EXISTS landed.shop__people; CREATE TABLE landed.shop__people ({shape}, record_key VARCHAR)"
        )
        if rows:
            self.con.executemany(
                "INSERT INTO landed.shop__people VALUES (?, ?, ?, ?, ?, ?)",
                [[key, *(row[c] for c in COLUMNS[1:]), key] for key, row in rows.items()],
            )
        self.read.clear()
        ((store, table),) = self.controller.tables()
        return find_table(self.con, self.controller, store, table, as_of, self._read)

    def _read(self, batches, entities):
        held = list(batches)
        self.read += [value for batch in held for value in batch["value"].to_pylist()]
        return read_here(held, entities)

    def told(self):
        """Findings, those set aside, and all that is remembered."""
        kept = [f"SELECT {columns} FROM meta.{name} ORDER BY ALL" for name, columns in KEPT.items()]
        return [self.con.execute(sql).fetchall() for sql in (*map(FINDINGS.format, ("finding", "allowed")), *kept)]


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """Makes worlds of one key, each with a warehouse of its own."""
    place = tmp_path_factory.mktemp("rows")
    make_key(place)
    key = read_key(place)
    with ExitStack() as stack:

        def made(name, allowed=()):
            folder = place / f"{name}-{len(list(place.iterdir()))}"
            folder.mkdir()
            make_key(folder)
            bind(folder, {"people": [dict.fromkeys(COLUMNS, "")]})
            controller = load_controller(folder)
            object.__setattr__(controller, "allowed", allowed)
            return World(stack.enter_context(open_warehouse(folder, key)), controller)

        yield made


@pytest.fixture(autouse=True, scope="module")
def small():
    """Every table is worth it, whatever changes, and few values tell what a column is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(memo_rows, "WORTH", 0)
        patch.setattr(memo_rows, "MOST_CHANGED", 2)
        patch.setattr(looks, "MOST", 5)
        patch.setattr(looks.drawn, "__defaults__", (5,))
        yield


def forgotten(world):
    """Make the next night look at everything, and read everything."""
    for name in ALL_TABLES:
        world.con.execute(f"DELETE FROM meta.{name}")
    world.con.execute("DELETE FROM finding.finding; DELETE FROM finding.allowed")


def rows_of(number, **changes):
    made = {
        str(i): {
            "name": ["Jane Smith", "Adam Jones", "Brook Ltd"][i % 3],
            "mail": f"m{i}@mail.example",
            "notes": CELLS["notes"][i % 4],
            "code": f"x{i}",
        }
        for i in range(number)
    }
    for key, row in changes.items():
        made[key.strip("_")] = {**made.get(key.strip("_"), dict.fromkeys(COLUMNS[1:], "")), **row}
    return made


def test_only_what_is_new_is_looked_at(world, monkeypatch):
    here, anew = world("here"), world("anew")
    here.night(rows_of(40))
    seen = []
    kept = memo_rows.Rows.since
    monkeypatch.setattr(memo_rows.Rows, "since", lambda self: seen.append(kept(self)) or seen[-1])
    rows = rows_of(39, _3={"notes": "her phone is 07700 900999"}, _77={"notes": "none of these"})
    here.night(rows, date(2026, 2, 1))
    assert seen[-1] is not None
    assert sorted(here.read) == ["77", "her phone is 07700 900999", "none of these"]
    anew.night(rows, date(2026, 2, 1))
    assert here.told() == anew.told()
    assert len(here.told()[0]) > 20
    here.night(rows, date(2026, 2, 1))
    assert here.read == []
    assert here.told() == anew.told()


@pytest.mark.parametrize("break_off", ["marks_of", "set_aside"])
def test_a_night_that_breaks_off_leaves_nothing_to_go_by(world, monkeypatch, break_off):
    here, anew = world("here"), world("anew")
    here.night(rows_of(10))
    rows = rows_of(10, _3={"notes": "her phone is 07700 900999"})

    def failing(*_, **__):
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(f"assets.night.finding.{break_off}", failing)
        with pytest.raises(RuntimeError):
            here.night(rows)
    assert here.con.execute("SELECT count(*) FROM meta.memo_column").fetchall() == [(0,)]
    rows = rows_of(10, _4={"notes": "her phone is 07700 900888"})
    here.night(rows)
    anew.night(rows)
    assert here.told() == anew.told()


def test_another_version_looks_at_everything(world, monkeypatch):
    here = world("here")
    here.night(rows_of(10))
    seen = []
    kept = memo_rows.Rows.since
    monkeypatch.setattr(memo_rows.Rows, "since", lambda self: seen.append(kept(self)) or seen[-1])
    monkeypatch.setattr(version, "of_findings", lambda: "another")
    here.night(rows_of(10))
    here.night(rows_of(10))
    assert [since is None for since in seen] == [True, False]


def test_what_was_set_aside_stands_again_when_its_entry_ends(world):
    entry = Allowed(
        store="shop", table=None, column=None, category="user.contact.email", record=None, reason="looked at them all", by="J. Smith",
        until=date(2026, 2, 3),
    )  # fmt: skip
    here = world("here", (entry,))
    counts = [here.night(rows_of(10), date(2026, 2, day)) for day in (1, 2, 9)]
    assert counts[0] == counts[1]
    assert sum(counts[2].values()) > sum(counts[0].values())
    assert here.told()[1] == []


CELL = st.fixed_dictionaries({name: st.sampled_from(cells) for name, cells in CELLS.items()})
KEYS = st.sampled_from([str(i) for i in range(14)])
CHANGE = st.one_of(
    st.tuples(st.just("put"), KEYS, CELL),
    st.tuples(st.just("drop"), KEYS, st.none()),
    st.tuples(st.just("swap"), KEYS, st.permutations(list(CELLS))),
)


@pytest.mark.slow
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
@given(first=st.dictionaries(KEYS, CELL, max_size=14), nights=st.lists(st.lists(CHANGE, max_size=4), max_size=4))
def test_random_changes(world, first, nights):
    here, anew = world("here"), world("anew")
    rows = {key: dict(row) for key, row in first.items()}
    here.night(rows)
    for number, changes in enumerate(nights, start=1):
        for what, key, given_cells in changes:
            if what == "put":
                rows[key] = dict(given_cells)
            elif what == "drop":
                rows.pop(key, None)
            elif key in rows:
                rows[key] = dict(zip(CELLS, (rows[key][name] for name in given_cells), strict=True))
        day = date(2026, 2, number)
        here.night(rows, day)
        forgotten(anew)
        anew.night(rows, day)
        assert here.told() == anew.told()
