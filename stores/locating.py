"""Where in which file the records of a work stand now, and whether they are what was read.

What belongs here: reading a table's files anew with the export's own reader, and comparing. Editing is the formats'.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from stores.connectors import connector_for
from stores.erasing import Item, Key, Result, State, Work
from stores.erasing_text import content_sql, redacted
from stores.errors import SourceError
from stores.quoting import identifier
from stores.warehouse import scratch

CHANGED = "it is not what was read: it changed since; left as it is"


@dataclass
class Place:
    """What becomes of one record in its file.

    Attributes:
        item: the record.
        nth: which of the rows that its line makes, from 0.
        new: column to new text, None for nothing; empty where the whole record goes.
    """

    item: Item
    nth: int = 0
    new: Mapping[str, str | None] = field(default_factory=dict)


@dataclass
class Located:
    """The records of a work.

    Attributes:
        places: file name to line to what stands there.
        results: of records with which nothing is to be done.
    """

    places: dict[str, dict[int, list[Place]]] = field(default_factory=dict)
    results: list[Result] = field(default_factory=list)


def locate(work: Work, folder: Path) -> Located:
    """Read the table anew and find the records of a work.

    Raises:
        SourceError: the table cannot be read.
    """
    con, found = scratch(), Located()
    items = {item.key: item for item in work.items}
    try:
        exported = connector_for(work.store).export(work.store, work.table, folder, con, "reading")
        if work.table.each is not None and exported.rejected:
            raise SourceError(
                f"{work.store.name}/{work.table.name}: some of its records cannot be read; mend them first"
            )
        there = set(exported.columns)
        touched = sorted({column for item in items.values() for column in item.columns} & there)
        nth = "row_number() OVER (PARTITION BY _file, _line ORDER BY rowid) - 1" if work.table.each is not None else "0"
        con.register("wanted", _keys(work, items))
        fits = " AND ".join(f"coalesce(r.{identifier(c)}, '') = w.k{n}" for n, c in enumerate(work.table.key))
        shown = "".join(f", r.{identifier(c)}" for c in touched)
        digest = content_sql(c if c in there else None for c in work.columns)
        rows = con.execute(
            f"SELECT w.n, r._file, r._line, r._nth, r._content{shown} FROM wanted AS w JOIN "
            f"(SELECT *, {nth} AS _nth, {digest} AS _content FROM reading) AS r ON {fits} ORDER BY ALL"
        ).fetchall()
    finally:
        con.close()
    seen: set[Key] = set()
    for number, file, line, place, content, *values in rows:
        item = work.items[number]
        seen.add(item.key)
        now = dict(zip(touched, values, strict=True))
        new = _new(work, item)
        if new and all((now.get(column) or "") == (text or "") for column, text in new.items()):
            found.results.append(Result(item.key, State.REMOVED))
        elif item.digest and content != item.digest:
            found.results.append(Result(item.key, State.CHANGED, CHANGED))
        else:
            found.places.setdefault(file, {}).setdefault(int(line), []).append(Place(item, int(place), new))
    found.results += [Result(key, State.ABSENT) for key in items if key not in seen]
    return found


def _keys(work: Work, items: Mapping[Key, Item]) -> pa.Table:
    listed = list(items)
    numbers = {item.key: n for n, item in enumerate(work.items)}
    columns = {f"k{n}": pa.array([key[n] or "" for key in listed], pa.string()) for n in range(len(work.table.key))}
    return pa.table({**columns, "n": pa.array([numbers[key] for key in listed], pa.int64())})


def _new(work: Work, item: Item) -> dict[str, str | None]:
    """The new text of each column that is touched; nothing where the whole record goes."""
    if work.action == "delete":
        return {}
    return {
        column: redacted(item.values.get(column) or "", item.spans[column]) if item.spans.get(column) else None
        for column in item.columns
    }
