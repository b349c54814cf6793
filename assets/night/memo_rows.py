"""Which rows of a table are new since last night, so that the others are not looked at.

What belongs here: one digest a row, what each row's cells come to, and what follows for the table: rows that came and
went, values that went, how many a column has. What is read of the new rows and told of them is ``finding``'s, what is
remembered of values ``memo``'s.

``meta.memo_row`` has one row for each row of a table: the row's keyed digest (``stores.landing_write``), and for each
column half the digest under which ``memo`` keeps the cell's value, 0 for a blank one. ``meta.memo_column``
(``memo_columns``) holds from the moment a table's findings are told until its next scan begins: a night that breaks
off, or that did not read a value whole, leaves nothing to go by, and the next one looks at everything.

The findings of the rows that stayed stand as they are if every column is still what it was. If it is not, or if more
than ``MOST_CHANGED`` of the rows came or went, or another version of anything here tells, everything is looked at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import duckdb
import polars as pl

from assets.night.digests import digests
from assets.night.memo_columns import ALL_LOTS, Held, is_told, lot, lots_of, role_in, signature, told_of
from assets.night.memo_keys import value_keys
from stores.landing_write import row_digest
from stores.quoting import identifier

if TYPE_CHECKING:
    from scanners.held import Outline
    from scanners.scan import Scan

WORTH = 2_000
"""Rows of a table, short of which looking at everything costs no more."""

MOST_CHANGED = 0.2
AT_ONCE = 200_000
"""Rows whose cells are laid out in one go: what bounds the memory."""

FRESH = "temp.memo_fresh"
"""Tonight's rows that were not there last night, with all columns and their record keys."""

_MINE = 'store = ? AND "table" = ?'


@dataclass(frozen=True, slots=True)
class Since:
    """What became of a table since last night.

    ``outlines``: its columns, by store, table and column; ``gone``: digests of values that it no longer has.
    """

    outlines: Mapping[tuple[str, str, str], Outline]
    gone: pl.DataFrame


class Rows:
    """The rows of one landed table, tonight beside last night."""

    def __init__(
        self, con: duckdb.DuckDBPyConnection, store: str, table: str, landed: str, columns: Sequence[str]
    ) -> None:
        self._con = con
        self._mine = [store, table]
        self._landed = landed
        self._columns = list(columns)
        self._digest = row_digest(con, [*columns, "record_key"])
        self._number = int(con.execute(f"SELECT count(*) FROM {landed}").fetchall()[0][0])
        self._held = self._before()
        self._since = False

    def _before(self) -> list[Held]:
        """Last night's columns, if they are of any use; they no longer hold from here on."""
        rows = self._con.execute(
            'SELECT "column", distinct_values, lots, told, signature FROM meta.memo_column '
            f"WHERE {_MINE} ORDER BY position",
            self._mine,
        ).fetchall()
        self._con.execute(f"DELETE FROM meta.memo_column WHERE {_MINE}", self._mine)
        same = [str(row[0]) for row in rows] == self._columns and {row[4] for row in rows} == {signature()}
        if self._number >= WORTH and rows and same:
            return [Held(str(c), int(n), int(lots), told) for c, n, lots, told, _ in rows]
        return []

    def since(self) -> Since | None:
        """What became of the table since last night; None if everything is to be looked at."""
        if not self._held:
            return None
        self._lay_out()
        self._con.execute(
            "CREATE OR REPLACE TEMP TABLE memo_gone AS SELECT row_digest, cells FROM meta.memo_row "
            f"ANTI JOIN memo_tonight USING (row_digest) WHERE {_MINE}",
            self._mine,
        )
        self._con.execute(
            f"CREATE OR REPLACE TEMP TABLE memo_new AS SELECT place, row_digest FROM memo_tonight "
            f"ANTI JOIN (SELECT row_digest FROM meta.memo_row WHERE {_MINE}) AS m USING (row_digest)",
            self._mine,
        )
        if max(self._count("memo_gone"), self._count("memo_new")) > MOST_CHANGED * self._number:
            return None
        self._con.execute(
            f"CREATE OR REPLACE TEMP TABLE memo_fresh AS SELECT l.*, l.rowid AS _place FROM {self._landed} AS l "
            "SEMI JOIN memo_new ON l.rowid = memo_new.place"
        )
        cells = self._fresh_cells()
        if cells is None:
            return None
        gone = self._touch(cells)
        outlines = self._outlines()
        self._since = outlines is not None
        return None if outlines is None else Since(outlines, gone)

    def holds(self, scan: Scan) -> bool:
        """Whether every column is still what it was, as far as the findings in its cells rest on it."""
        told = {column.column: told_of(scan, column.column) for column in scan.columns}
        self._since = all(held.told == told.get(held.column) for held in self._held)
        return self._since

    def keep_findings(self, as_of: date) -> None:
        """Leave of last night's findings those in rows that stayed, as tonight's."""
        self._con.execute(
            "INSERT INTO finding.finding BY NAME SELECT * EXCLUDE (reason, allowed_by, allowed_until) "
            f"FROM finding.allowed WHERE {_MINE}",
            self._mine,
        )
        self._con.execute(f"DELETE FROM finding.allowed WHERE {_MINE}", self._mine)
        self._con.execute(
            f"DELETE FROM finding.finding WHERE {_MINE} AND (record_key IS NULL OR record_key NOT IN "
            "(SELECT record_key FROM memo_tonight ANTI JOIN memo_new USING (place) WHERE record_key IS NOT NULL))",
            self._mine,
        )
        counts = pl.DataFrame(
            {"column": [h.column for h in self._held], "number": [h.distinct for h in self._held]},
            schema={"column": pl.String, "number": pl.Int64},
        )
        self._con.register("memo_counts", counts.to_arrow())
        self._con.execute(
            "UPDATE finding.finding AS f SET as_of = ?, distinct_values = c.number FROM memo_counts AS c "
            f'WHERE {_MINE} AND f."column" = c."column"',
            [as_of, *self._mine],
        )
        self._con.unregister("memo_counts")

    def remember(self, scan: Scan, asked: pl.DataFrame, *, whole: bool) -> None:
        """Keep what the next night goes by, if it will be of use. ``whole``: nothing was left unread."""
        if not self._since:
            self._con.execute(f"DELETE FROM meta.memo_row WHERE {_MINE}", self._mine)
        if not whole:
            self._con.execute(f"DELETE FROM meta.memo_row WHERE {_MINE}", self._mine)
        elif self._since:
            self._con.execute(
                f"DELETE FROM meta.memo_row WHERE {_MINE} AND row_digest IN (SELECT row_digest FROM memo_gone)",
                self._mine,
            )
            self._insert("SELECT _place AS place, {columns} FROM " + FRESH, scan, asked)
            self._write(scan, self._held)
        elif self._number >= WORTH:
            self._lay_out()
            if self._count("(SELECT DISTINCT row_digest FROM memo_tonight)") == self._number:
                (end,) = self._con.execute(f"SELECT coalesce(max(rowid) + 1, 0) FROM {self._landed}").fetchall()[0]
                for start in range(0, int(end), AT_ONCE):
                    some = f"rowid >= {start} AND rowid < {start + AT_ONCE}"
                    self._insert(f"SELECT rowid AS place, {{columns}} FROM {self._landed} WHERE {some}", scan, asked)
                self._write(scan, self._counted(scan))
        for name in ("tonight", "gone", "new", "fresh", "touched", "stays"):
            self._con.execute(f"DROP TABLE IF EXISTS temp.memo_{name}")

    def _lay_out(self) -> None:
        self._con.execute(
            f"CREATE OR REPLACE TEMP TABLE memo_tonight AS SELECT rowid AS place, record_key, {self._digest} "
            f"AS row_digest FROM {self._landed}"
        )

    def _count(self, what: str) -> int:
        return int(self._con.execute(f"SELECT count(*) FROM {what}").fetchall()[0][0])

    def _fresh_cells(self) -> pl.DataFrame | None:
        """``position``, from 1, and ``low`` of every value in the new rows; None if a column had none before."""
        keys = value_keys(self._con, [role_in(held.told) for held in self._held if held.told is not None])
        shown = ", ".join(map(identifier, self._columns))
        frame = self._con.execute(f"SELECT {shown} FROM {FRESH}").pl()
        parts = []
        for position, held in enumerate(self._held, start=1):
            values = frame[held.column]
            values = values.filter(is_told(values)).unique()
            if held.told is None:
                if len(values):
                    return None
                continue
            low = digests(values, keys.pop(0))[:, 1].copy()
            parts.append(pl.DataFrame({"low": low}).select(pl.lit(position, dtype=pl.Int64).alias("position"), "low"))
        return pl.concat(parts) if parts else pl.DataFrame(schema={"position": pl.Int64, "low": pl.Int64})

    def _touch(self, cells: pl.DataFrame) -> pl.DataFrame:
        """Count the columns' values anew; the digests of those that the table no longer has."""
        opened = "generate_subscripts(cells, 1) AS position, unnest(cells) AS low"
        self._con.register("memo_cells", cells.to_arrow())
        self._con.execute(
            "CREATE OR REPLACE TEMP TABLE memo_touched AS "
            "SELECT position, low, bool_or(was) AS was, bool_or(now) AS now FROM ("
            f"SELECT {opened}, true AS was, false AS now FROM memo_gone "
            "UNION ALL SELECT position, low, false, true FROM memo_cells) WHERE low <> 0 GROUP BY ALL"
        )
        self._con.unregister("memo_cells")
        self._con.execute(
            f"CREATE OR REPLACE TEMP TABLE memo_stays AS SELECT DISTINCT position, low FROM ("
            f"SELECT {opened} FROM meta.memo_row ANTI JOIN memo_gone USING (row_digest) WHERE {_MINE}) "
            "SEMI JOIN memo_touched USING (low)",
            self._mine,
        )
        more = dict(
            self._con.execute(
                "SELECT t.position, count(*) FILTER (t.now AND NOT t.was) - count(*) FILTER (t.was AND NOT t.now) "
                "FROM memo_touched AS t ANTI JOIN memo_stays USING (position, low) GROUP BY 1"
            ).fetchall()
        )
        self._held = [
            Held(held.column, held.distinct + int(more.get(position, 0)), held.lots, held.told)
            for position, held in enumerate(self._held, start=1)
        ]
        return self._con.execute(
            f"SELECT high, low FROM meta.memo SEMI JOIN (SELECT low FROM memo_touched GROUP BY low "
            f"HAVING NOT bool_or(now)) AS t USING (low) ANTI JOIN memo_stays USING (low) WHERE {_MINE}",
            self._mine,
        ).pl()

    def _outlines(self) -> dict[tuple[str, str, str], Outline] | None:
        """The columns as they are tonight; None if what is drawn of one by its lots does not tell the whole column."""
        from scanners.held import Outline, Values
        from scanners.looks import MOST, drawn

        asked = " UNION ALL ".join(
            f"SELECT {position} AS position, {identifier(h.column)} AS value, {lot(h.column)} AS lot "
            f"FROM {self._landed} WHERE {lot(h.column)} <= {h.lots} AND trim({identifier(h.column)}) <> '' GROUP BY ALL"
            for position, h in enumerate(self._held)
        )
        frame = self._con.execute(asked).pl()
        frame = frame.filter(is_told(frame["value"]))
        found: dict[tuple[str, str, str], Outline] = {}
        for position, held in enumerate(self._held):
            mine = frame.filter(pl.col("position") == position)
            short = len(mine) != held.distinct if held.lots == ALL_LOTS else len(mine) < MOST
            if short or (held.told is not None) != (held.distinct > 0):
                return None
            if held.distinct:
                looked_at = drawn(Values(mine["value"], mine["lot"]))
                found[(self._mine[0], self._mine[1], held.column)] = Outline(held.distinct, looked_at)
            lots = lots_of(mine["lot"], held.lots)
            self._held[position] = Held(held.column, held.distinct, lots, held.told)
        return found

    def _counted(self, scan: Scan) -> list[Held]:
        """What is kept of the columns, from the whole of them."""
        of = {column.column: column for column in scan.columns}
        held = []
        for name in self._columns:
            values = of[name].values if name in of else None
            number = 0 if values is None else len(values)
            lots = ALL_LOTS if values is None or values.lots is None else lots_of(values.lots, ALL_LOTS)
            held.append(Held(name, number, lots, None if values is None else told_of(scan, name)))
        return held

    def _insert(self, rows: str, scan: Scan, asked: pl.DataFrame) -> None:
        """Keep some rows' cells. ``rows``: SQL with their ``place`` and {columns}."""
        frame = self._con.execute(rows.format(columns=", ".join(map(identifier, self._columns)))).pl()
        low = asked["low"]
        cells = dict.fromkeys(self._columns, pl.Series("", [0], dtype=pl.Int64).new_from_index(0, len(frame)))
        for column in scan.columns:
            values = column.values.series
            known = pl.DataFrame({"value": values, "low": low[column.first : column.first + len(values)]})
            mine = frame.select(value=pl.col(column.column))
            cells[column.column] = mine.join(known, on="value", how="left", maintain_order="left")["low"].fill_null(0)
        wide = pl.DataFrame({str(i): cells[name].alias(str(i)) for i, name in enumerate(self._columns)})
        laid = pl.DataFrame({"place": frame["place"], "cells": wide.select(pl.concat_list(pl.all())).to_series()})
        self._con.register("memo_laid", laid.to_arrow())
        self._con.execute(
            "INSERT INTO meta.memo_row SELECT ?, ?, t.row_digest, c.cells "
            "FROM memo_tonight AS t JOIN memo_laid AS c USING (place)",
            self._mine,
        )
        self._con.unregister("memo_laid")

    def _write(self, scan: Scan, columns: Sequence[Held]) -> None:
        told = {column.column: told_of(scan, column.column) for column in scan.columns}
        rows = [(h.column, i, h.distinct, h.lots, told.get(h.column), signature()) for i, h in enumerate(columns)]
        shape = {
            "column": pl.String,
            "position": pl.Int32,
            "distinct": pl.Int64,
            "lots": pl.UInt64,
            "told": pl.String,
            "signature": pl.String,
        }
        self._con.register("memo_columns", pl.DataFrame(rows, schema=shape, orient="row").to_arrow())
        self._con.execute("INSERT INTO meta.memo_column SELECT ?, ?, * FROM memo_columns", self._mine)
        self._con.unregister("memo_columns")
