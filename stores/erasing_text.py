"""What erasers share about values: whether a record is still the one that was read, and a text without its stretches.

What belongs here: the digest by which a record is recognised, in DuckDB's SQL, and redaction. The digest is unkeyed, so
it is held in memory only and never written anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable

from stores.quoting import identifier
from stores.store import Table

MARK = "***"
"""Stands where a stretch was cut out; never longer than the stretch, so that a text never outgrows its column."""


def content_sql(columns: Iterable[str | None]) -> str:
    """SQL of DuckDB for the digest of a record: MD5 of each value behind its length, a dash for NULL.

    None stands for a column that is not there, and counts as NULL.
    """
    parts = [
        "'-'" if name is None else f"CASE WHEN {c} IS NULL THEN '-' ELSE length({c}) || ':' || {c} END"
        for name, c in ((name, identifier(name or "")) for name in columns)
    ]
    return f"md5(concat({', '.join(parts) or repr('')}))"


def compared(table: Table, landed: Iterable[str]) -> tuple[str, ...]:
    """Of a landed table's columns, those that stand in the source as they were landed: no document's text or digest."""
    made = {*table.opened_names, *(one.base64 for one in table.opens.values() if one.base64)}
    return tuple(name for name in landed if name not in made)


def redacted(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """``text`` with a mark in place of each half-open stretch; stretches that overlap are one."""
    joined: list[list[int]] = []
    for start, end in sorted((max(0, a), min(len(text), b)) for a, b in spans):
        if joined and start < joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], end)
        elif start < end:
            joined.append([start, end])
    parts, at = [], 0
    for start, end in joined:
        parts += [text[at:start], MARK[: end - start]]
        at = end
    return "".join([*parts, text[at:]])
