"""What was read before is not read again: results by keyed digest, and never a value.

What belongs here: looking up, keeping and dropping the marks of values that recognisers had to read. What a mark is and
who makes it is ``scanners``'.

``meta.memo`` has one row for each value of a table that some recogniser had to read, ``meta.memo_mark`` what was seen
in it: category, place, score. Their key is a keyed digest (BLAKE2b, RFC 7693, 128 bits) of the value, under a key that
is derived from the column's role and the controller's own key: without that nobody can try values. Beside it stands
which versions of the recognisers made the marks (``meta.memo_versions``): one of another version reads again,
the others do not. A row goes the first night its value is not in the table, so nothing is left of what was erased. What
was not read whole is not remembered, and is tried again every night.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import polars as pl
import pyarrow as pa

if TYPE_CHECKING:
    from scanners.scan import Scan

Read = Callable[[Iterable[pa.RecordBatch], Collection[str] | None], Iterator[pa.RecordBatch]]
"""Reads batches of ``scanners.reading.READ`` with some recognisers, or all (None): here or in other processes."""

AT_ONCE = 4_000
"""Values a batch that is read: small enough to be shared out, large enough to be worth a gate."""

TABLES = {
    "memo": "digest BLOB, versions INTEGER",
    "memo_mark": 'digest BLOB, entity VARCHAR, "start" BIGINT, "end" BIGINT, score DOUBLE, said VARCHAR',
}
_COLUMNS = 'entity, "start", "end", score, said'


def begin_memo(con: duckdb.DuckDBPyConnection) -> None:
    """Create the memo where it is missing."""
    for name, columns in TABLES.items():
        con.execute(f'CREATE TABLE IF NOT EXISTS meta.{name} (store VARCHAR, "table" VARCHAR, {columns})')
    con.execute("CREATE TABLE IF NOT EXISTS meta.memo_versions (id INTEGER, versions VARCHAR)")


def marks_of(con: duckdb.DuckDBPyConnection, store: str, table: str, scan: Scan, read: Read) -> pa.Table:
    """The marks of every value of a table's scan: remembered where they are known, read where they are not.

    Returns:
        Rows of ``scanners.marks.MARKS``; ``value_id`` is the value's place in the scan.
    """
    from scanners.marks import MARKS

    begin_memo(con)
    memo = _Memo(con, store, table)
    con.begin()
    try:
        memo.ask(_digests(con, scan))
        for entities, digests in memo.wanting():
            memo.learn(scan, read, entities, digests)
        memo.forget_the_rest()
        found = memo.answer()
        con.commit()
    except BaseException:
        con.rollback()
        raise
    return found.cast(MARKS)


def _digests(con: duckdb.DuckDBPyConnection, scan: Scan) -> pl.DataFrame:
    """``place`` and ``digest`` of each value that some recogniser has to read."""
    from scanners.reading import must_be_read
    from scanners.role import key_of, role_from

    row = con.execute("SELECT keyed_digest('abide/memo')").fetchone()
    secret = bytes.fromhex(row[0]) if row else b""
    places: list[np.ndarray[Any, Any]] = []
    digests: list[bytes] = []
    for batch in scan.to_read():
        asked = batch.filter(must_be_read(batch))
        places.append(asked.column("value_id").to_numpy())
        roles = asked.column("role").dictionary_encode()
        keys = [
            blake2b(key_of(role_from(role)).encode(), key=secret, digest_size=32).digest()
            for role in roles.dictionary.to_pylist()
        ]
        of_row = roles.indices.to_pylist()
        digests += [
            blake2b(value.encode(), key=keys[role], digest_size=16).digest()
            for value, role in zip(asked.column("value").to_pylist(), of_row, strict=True)
        ]
    ids = np.concatenate(places) if places else np.zeros(0, dtype=np.int64)
    return pl.DataFrame({"place": ids, "digest": pl.Series(digests, dtype=pl.Binary)})


class _Memo:
    """The memo of one table, while it is scanned."""

    def __init__(self, con: duckdb.DuckDBPyConnection, store: str, table: str) -> None:
        self._con = con
        self._mine = [store, table]
        self._now, self._stale = _versions(con)
        self._asked = pl.DataFrame()
        self._cut: list[pl.DataFrame] = []

    def ask(self, asked: pl.DataFrame) -> None:
        """Take the night's digests, and what other tables' rows know of those that this table's do not."""
        self._asked = asked
        self._put("asked", asked)
        self._con.execute(
            'CREATE OR REPLACE TEMP TABLE lent AS SELECT DISTINCT ON (digest) digest, store, "table", versions '
            'FROM meta.memo SEMI JOIN asked USING (digest) WHERE (store, "table") <> (?, ?) AND digest NOT IN '
            '(SELECT digest FROM meta.memo WHERE (store, "table") = (?, ?)) '
            'ORDER BY digest, versions DESC, store, "table"',
            self._mine * 2,
        )
        self._con.execute(
            f"INSERT INTO meta.memo_mark SELECT ?, ?, m.digest, {_COLUMNS} FROM meta.memo_mark AS m "
            'SEMI JOIN lent ON m.digest = lent.digest AND m.store = lent.store AND m."table" = lent."table"',
            self._mine,
        )
        self._con.execute("INSERT INTO meta.memo SELECT ?, ?, digest, versions FROM lent", self._mine)

    def wanting(self) -> list[tuple[frozenset[str] | None, pl.DataFrame]]:
        """Digests that are to be read, each with one place, by the recognisers that are to read them; None: by all."""
        rows = self._con.execute(
            "SELECT a.digest, min(a.place) AS place, any_value(m.versions) AS versions FROM asked AS a "
            'LEFT JOIN (FROM meta.memo WHERE (store, "table") = (?, ?)) AS m USING (digest) '
            "WHERE m.versions IS DISTINCT FROM ? GROUP BY a.digest ORDER BY place",
            [*self._mine, self._now],
        ).pl()
        found: list[tuple[frozenset[str] | None, pl.DataFrame]] = []
        for (versions,), part in rows.group_by("versions", maintain_order=True):
            entities = None if versions is None else self._stale.get(int(str(versions)))
            found.append((entities, part.select("digest", "place")))
        return found

    def learn(self, scan: Scan, read: Read, entities: frozenset[str] | None, digests: pl.DataFrame) -> None:
        """Read the values of these digests with these recognisers, and remember what they see.

        The marks of a value that was not read whole are told tonight and not remembered.
        """
        from scanners.marks import MARKS, UNREAD

        batches = scan.at(digests["place"].to_numpy(), AT_ONCE)
        made = pl.DataFrame(pl.from_arrow(pa.Table.from_batches(list(read(batches, entities)), schema=MARKS)))
        made = made.rename({"value_id": "place"}).join(digests, on="place").drop("place")
        cut = made.filter(pl.col("start") == UNREAD).select("digest").unique()
        self._put("learned", digests.join(cut, on="digest", how="anti"))
        self._put("made", made.join(cut, on="digest", how="anti"))
        self._cut.append(made.join(cut, on="digest", how="semi"))
        where = 'WHERE (store, "table") = (?, ?) AND digest IN (SELECT digest FROM learned)'
        self._con.execute(f"DELETE FROM meta.memo {where}", self._mine)
        if entities is not None:
            where += " AND entity IN (SELECT unnest(?))"
        given = [*self._mine, *([] if entities is None else [sorted(entities)])]
        self._con.execute(f"DELETE FROM meta.memo_mark {where}", given)
        self._con.execute(f"INSERT INTO meta.memo_mark SELECT ?, ?, digest, {_COLUMNS} FROM made", self._mine)
        self._con.execute("INSERT INTO meta.memo SELECT ?, ?, digest, ? FROM learned", [*self._mine, self._now])

    def forget_the_rest(self) -> None:
        """Drop what is remembered of values that the table no longer has, and versions that no row rests on."""
        for name in TABLES:
            self._con.execute(
                f'DELETE FROM meta.{name} WHERE (store, "table") = (?, ?) AND digest NOT IN (SELECT digest FROM asked)',
                self._mine,
            )
        self._con.execute(
            "DELETE FROM meta.memo_versions WHERE id <> ? AND id NOT IN (SELECT versions FROM meta.memo)", [self._now]
        )

    def answer(self) -> pa.Table:
        """The marks of every place that was asked for."""
        kept = self._con.execute(
            f"SELECT a.place AS value_id, {_COLUMNS} FROM asked AS a JOIN meta.memo_mark AS m USING (digest) "
            'WHERE (m.store, m."table") = (?, ?)',
            self._mine,
        ).to_arrow_table()
        cut = [self._asked.join(frame, on="digest").drop("digest").rename({"place": "value_id"}) for frame in self._cut]
        for name in ("asked", "lent", "learned", "made"):
            self._con.execute(f"DROP TABLE IF EXISTS temp.{name}")
        told = [frame.select(kept.column_names).to_arrow().cast(kept.schema) for frame in cut]
        return pa.concat_tables([kept, *told])

    def _put(self, name: str, frame: pl.DataFrame) -> None:
        self._con.register("handed_over", frame.to_arrow())
        self._con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM handed_over")
        self._con.unregister("handed_over")


def _versions(con: duckdb.DuckDBPyConnection) -> tuple[int, dict[int, frozenset[str]]]:
    """The number of today's set of versions, and for every set on record the recognisers that differ from today's."""
    from scanners.version import versions

    today = versions()
    rows = con.execute("SELECT id, versions FROM meta.memo_versions ORDER BY id").fetchall()
    sets = {int(number): json.loads(text) for number, text in rows}
    now = next((number for number, made in sets.items() if made == today), None)
    if now is None:
        now = max(sets, default=0) + 1
        con.execute("INSERT INTO meta.memo_versions VALUES (?, ?)", [now, json.dumps(today, sort_keys=True)])
        sets[now] = today
    return now, {
        number: frozenset(e for e in {*made, *today} if made.get(e) != today.get(e)) for number, made in sets.items()
    }
