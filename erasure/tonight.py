"""The flags of the last night, as people decide on them.

What belongs here: reading flags from a snapshot of the warehouse, by id or by the beginning of one, and finding which
flags no longer are what they were when someone acted on them. Facts are compared by their digest and never read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from sys import intern

import duckdb
import pyarrow as pa

from erasure.acts import FlagRef
from erasure.errors import Refused
from rules.terms import Remedy

SHORTEST = 6
"""Characters of a flag's id that must be given at least."""

AT_ONCE = 10_000
"""Flags that are read at one time."""

_COLUMNS = 'flag_id, facts_digest, clause, rule, store, "table", record_key, remedy'


def night_of(con: duckdb.DuckDBPyConnection) -> date:
    """The night that a snapshot is of.

    Raises:
        Refused: no night has been concluded.
    """
    found = con.execute("SELECT max(as_of) FROM meta.verdict").fetchone()
    if found is None or found[0] is None:
        raise Refused("flags", "no night has been run yet", hint="abide scan FOLDER --as-of today")
    day: date = found[0]
    return day


def flags_tonight(con: duckdb.DuckDBPyConnection, ids: Iterable[str] | None = None) -> dict[str, FlagRef]:
    """The flags of the last night by id, in the report's order; only those of ``ids`` if given."""
    where = ""
    if ids is not None:
        con.register("wanted_flags", pa.table({"flag_id": pa.array(sorted(set(ids)), pa.string())}))
        where = "AND flag_id IN (SELECT flag_id FROM wanted_flags)"
    found = con.execute(
        f"SELECT {_COLUMNS} FROM flagged.flag WHERE as_of = ? {where} "
        'ORDER BY clause, store, "table", record_key NULLS LAST, flag_id',
        [night_of(con)],
    )
    flags = {}
    while rows := found.fetchmany(AT_ONCE):
        flags.update({row[0]: _flag(row) for row in rows})
    if ids is not None:
        con.unregister("wanted_flags")
    return flags


def find_flag(con: duckdb.DuckDBPyConnection, prefix: str) -> FlagRef:
    """The one flag of the last night whose id begins so.

    Raises:
        Refused: too short, none, or several.
    """
    if len(prefix) < SHORTEST:
        raise Refused("flags", f"'{prefix}' is too short", f"at least the first {SHORTEST} characters of a flag_id")
    rows = con.execute(
        f"SELECT {_COLUMNS} FROM flagged.flag WHERE as_of = ? AND starts_with(flag_id, ?) LIMIT 2",
        [night_of(con), prefix.lower()],
    ).fetchall()
    if not rows:
        hint = "report/flagged.csv lists every flag_id of the last night"
        raise Refused("flags", f"no flag of the last night begins with '{prefix}'", hint=hint)
    if len(rows) > 1:
        raise Refused("flags", f"several flags begin with '{prefix}'", hint="give more of the id")
    return _flag(rows[0])


def lapsed(con: duckdb.DuckDBPyConnection, flags: Mapping[str, FlagRef]) -> dict[str, str]:
    """Which of the flags are not what they were, each with why: its facts changed, or it is no longer flagged."""
    columns = {
        "flag_id": list(flags),
        "facts": [flag.facts for flag in flags.values()],
        "remedy": [str(flag.remedy) for flag in flags.values()],
    }
    con.register("decided_flags", pa.table({name: pa.array(cells, pa.string()) for name, cells in columns.items()}))
    rows = con.execute(
        """SELECT d.flag_id, CASE WHEN f.flag_id IS NULL THEN 'no longer flagged'
            WHEN f.facts_digest <> d.facts THEN 'its facts changed' ELSE 'its clause proposes another remedy' END
        FROM decided_flags AS d LEFT JOIN flagged.flag AS f ON f.flag_id = d.flag_id AND f.as_of = ?
        WHERE f.flag_id IS NULL OR f.facts_digest <> d.facts OR f.remedy <> d.remedy ORDER BY d.flag_id""",
        [night_of(con)],
    ).fetchall()
    con.unregister("decided_flags")
    return dict(rows)


def _flag(row: tuple[str, ...]) -> FlagRef:
    flag, facts, clause, rule, store, table, key, remedy = row
    return FlagRef(
        flag=flag,
        facts=facts,
        clause=intern(clause),
        rule=intern(rule),
        store=intern(store),
        table=intern(table or ""),
        record_key=key,
        remedy=Remedy(remedy),
    )
