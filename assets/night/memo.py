"""What was read before is not read again: results by keyed digest, and never a value.

What belongs here: looking up, keeping and dropping the marks of values. What a mark is and who makes it is
``scanners``'; how a value is digested is ``digests``'.

``meta.memo`` has one row for each distinct value and role of a table, ``meta.memo_mark`` what was seen in it: category,
place, score. Their key is a keyed digest of 128 bits (two numbers) of the value, under a key that is derived from the
column's role and the controller's own key: without that nobody can try values. Beside it stands which versions of the
recognisers made the marks (``meta.memo_versions``): one of another version reads again, the others do not. A row goes
the first night its value is not in the table, so nothing is left of what was erased. What was not read whole is not
remembered, and is tried again every night.

A night pays for a value that it knows with a digest and its share of one join: no gate is tried on it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from hashlib import blake2b
from typing import TYPE_CHECKING

import duckdb
import numpy as np
import polars as pl
import pyarrow as pa

from assets.night.digests import digests
from assets.night.memo_looks import TABLE as LOOKED_AT

if TYPE_CHECKING:
    from scanners.scan import Scan

Read = Callable[[Iterable[pa.RecordBatch], Collection[str] | None], Iterator[pa.RecordBatch]]
"""Reads batches of ``scanners.reading.READ`` with some recognisers, or all (None): here or in other processes."""

AT_ONCE = 500_000
"""Bytes of values a batch that is read: small enough to be shared out, large enough to be worth the gates."""

FEW = 5_000
"""So many values are handed to the readers as they are: telling which of them need not be read costs no less."""

TABLES = {
    "memo": "high BIGINT, low BIGINT, versions INTEGER",
    "memo_mark": 'high BIGINT, low BIGINT, entity VARCHAR, "start" BIGINT, "end" BIGINT, score DOUBLE, said VARCHAR',
}
ALL_TABLES = {**TABLES, **LOOKED_AT}
_DIGEST = ["high", "low"]
_COLUMNS = 'entity, "start", "end", score, said'


def begin_memo(con: duckdb.DuckDBPyConnection) -> None:
    """Create the memo where it is missing; one of an earlier form is dropped, and its values are read once more."""
    for name, columns in ALL_TABLES.items():
        old = con.execute(
            "FROM duckdb_columns() WHERE database_name = current_database() AND schema_name = 'meta' "
            "AND table_name = ? AND column_name = 'digest'",
            [name],
        ).fetchall()
        if old:
            con.execute(f"DROP TABLE meta.{name}")
        con.execute(f'CREATE TABLE IF NOT EXISTS meta.{name} (store VARCHAR, "table" VARCHAR, {columns})')
    con.execute("CREATE TABLE IF NOT EXISTS meta.memo_versions (id INTEGER, versions VARCHAR)")


def marks_of(con: duckdb.DuckDBPyConnection, store: str, table: str, scan: Scan, read: Read) -> pa.Table:
    """The marks of every value of a table's scan: remembered where they are known, read where they are not.

    Returns:
        Rows of ``scanners.marks.MARKS``; ``value_id`` is the value's place in the scan.
    """
    from scanners.marks import MARKS

    memo = _Memo(con, store, table, _digested(con, scan))
    con.begin()
    try:
        memo.compare()
        memo.borrow()
        for entities, digests in memo.wanting():
            memo.learn(scan, read, entities, digests)
        memo.forget()
        found = memo.answer()
        con.commit()
    except BaseException:
        con.rollback()
        raise
    finally:
        memo.close()
    return found.cast(MARKS)


def _digested(con: duckdb.DuckDBPyConnection, scan: Scan) -> pl.DataFrame:
    """``place``, ``high`` and ``low`` of every value of the scan."""
    from scanners.role import key_of

    row = con.execute("SELECT keyed_digest('abide/memo')").fetchone()
    secret = bytes.fromhex(row[0]) if row else b""
    parts = [
        digests(column.values.series, blake2b(key_of(column.role).encode(), key=secret, digest_size=32).digest())
        for column in scan.columns
    ]
    both = np.concatenate(parts) if parts else np.zeros((0, 2), dtype=np.int64)
    return pl.DataFrame({"place": np.arange(len(both)), "high": both[:, 0].copy(), "low": both[:, 1].copy()})


class _Memo:
    """The memo of one table, while it is scanned; `asked` has the night's digests."""

    def __init__(self, con: duckdb.DuckDBPyConnection, store: str, table: str, asked: pl.DataFrame) -> None:
        self._con = con
        self._mine = [store, table]
        self._asked = asked
        self._now, self._stale = _versions(con)
        self._unlike = pl.DataFrame()
        self._gone = pl.DataFrame()
        self._cut: list[pl.DataFrame] = []

    def compare(self) -> None:
        """Set tonight's digests beside the table's own: which are not known as of today, and which are no more."""
        self._put("asked", self._asked)
        unlike = self._con.execute(
            "SELECT a.place, coalesce(a.high, m.high) AS high, coalesce(a.low, m.low) AS low, m.versions FROM asked "
            'AS a FULL JOIN (FROM meta.memo WHERE store = ? AND "table" = ?) AS m '
            "ON a.high = m.high AND a.low = m.low WHERE a.place IS NULL OR m.versions IS DISTINCT FROM ?",
            [*self._mine, self._now],
        ).pl()
        self._gone = unlike.filter(pl.col("place").is_null()).select(_DIGEST)
        self._unlike = unlike.drop_nulls("place").sort("place").unique(_DIGEST, keep="first", maintain_order=True)

    def borrow(self) -> None:
        """Take over what other tables' rows know of the digests that this table's do not."""
        fresh = self._unlike.filter(pl.col("versions").is_null())
        if fresh.is_empty():
            return
        self._put("fresh", fresh)
        self._con.execute(
            'CREATE OR REPLACE TEMP TABLE lent AS SELECT DISTINCT ON (high, low) high, low, store, "table", versions '
            'FROM meta.memo SEMI JOIN fresh USING (high, low) WHERE store <> ? OR "table" <> ? '
            'ORDER BY high, low, versions DESC, store, "table"',
            self._mine,
        )
        self._con.execute(
            f"INSERT INTO meta.memo_mark SELECT ?, ?, m.high, m.low, {_COLUMNS} FROM meta.memo_mark AS m "
            "SEMI JOIN lent ON m.high = lent.high AND m.low = lent.low AND m.store = lent.store "
            'AND m."table" = lent."table"',
            self._mine,
        )
        self._con.execute("INSERT INTO meta.memo SELECT ?, ?, high, low, versions FROM lent", self._mine)
        lent = self._con.execute("SELECT high, low, versions AS lent FROM lent").pl()
        self._unlike = (
            self._unlike.join(lent, on=_DIGEST, how="left", maintain_order="left")
            .with_columns(versions=pl.coalesce("versions", "lent"))
            .drop("lent")
        )

    def wanting(self) -> list[tuple[frozenset[str] | None, pl.DataFrame]]:
        """Digests that are to be read, each with one place, by the recognisers that are to read them; None: by all."""
        found: list[tuple[frozenset[str] | None, pl.DataFrame]] = []
        left = self._unlike.filter(pl.col("versions").ne_missing(self._now))
        for (versions,), part in left.group_by("versions", maintain_order=True):
            entities = None if versions is None else self._stale.get(int(str(versions)))
            found.append((entities, part))
        return found

    def learn(self, scan: Scan, read: Read, entities: frozenset[str] | None, digests: pl.DataFrame) -> None:
        """Read the values of these digests with these recognisers, and remember what they see.

        The marks of a value that was not read whole are told tonight and not remembered.
        """
        from scanners.marks import MARKS, UNREAD
        from scanners.reading import must_be_read

        places = digests["place"].to_numpy()
        if len(places) > FEW:
            asked = [batch.filter(must_be_read(batch)).column("value_id").to_numpy() for batch in scan.at(places)]
            places = np.concatenate(asked)
        batches = scan.at(places, AT_ONCE)
        made = pl.DataFrame(pl.from_arrow(pa.Table.from_batches(list(read(batches, entities)), schema=MARKS)))
        made = made.rename({"value_id": "place"}).join(digests.drop("versions"), on="place").drop("place")
        cut = made.filter(pl.col("start") == UNREAD).select(_DIGEST).unique()
        self._put("learned", digests.select(_DIGEST).join(cut, on=_DIGEST, how="anti"))
        self._put("made", made.join(cut, on=_DIGEST, how="anti"))
        self._cut.append(made.join(cut, on=_DIGEST, how="semi"))
        if digests["versions"].count():
            self._drop("memo", "learned")
            self._drop("memo_mark", "learned", entities)
        self._con.execute(f"INSERT INTO meta.memo_mark SELECT ?, ?, high, low, {_COLUMNS} FROM made", self._mine)
        self._con.execute("INSERT INTO meta.memo SELECT ?, ?, high, low, ? FROM learned", [*self._mine, self._now])

    def forget(self) -> None:
        """Drop what is remembered of values that the table no longer has, and versions that no row rests on."""
        if not self._gone.is_empty():
            self._put("gone", self._gone)
            for name in TABLES:
                self._drop(name, "gone")
        self._con.execute(
            "DELETE FROM meta.memo_versions WHERE id <> ? AND id NOT IN (SELECT versions FROM meta.memo)", [self._now]
        )

    def answer(self) -> pa.Table:
        """The marks of every place that was asked for."""
        kept = self._con.execute(
            f"SELECT a.place AS value_id, {_COLUMNS} FROM asked AS a JOIN meta.memo_mark AS m "
            'ON a.high = m.high AND a.low = m.low WHERE m.store = ? AND m."table" = ?',
            self._mine,
        ).to_arrow_table()
        cut = [self._asked.join(frame, on=_DIGEST).drop(_DIGEST).rename({"place": "value_id"}) for frame in self._cut]
        told = [frame.select(kept.column_names).to_arrow().cast(kept.schema) for frame in cut]
        return pa.concat_tables([kept, *told])

    def close(self) -> None:
        """Let go of what was handed to the warehouse for this table."""
        self._con.execute("DROP TABLE IF EXISTS temp.lent")
        for name in ("asked", "fresh", "learned", "made", "gone"):
            self._con.unregister(name)

    def _drop(self, table: str, of: str, entities: frozenset[str] | None = None) -> None:
        """Drop this table's rows of the digests in `of`; of some recognisers only, if they are given."""
        which = "" if entities is None else " AND m.entity IN (SELECT unnest(?))"
        self._con.execute(
            f'DELETE FROM meta.{table} AS m USING {of} AS o WHERE m.store = ? AND m."table" = ? '
            f"AND m.high = o.high AND m.low = o.low{which}",
            [*self._mine, *([] if entities is None else [sorted(entities)])],
        )

    def _put(self, name: str, frame: pl.DataFrame) -> None:
        self._con.register(name, frame.to_arrow())


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
