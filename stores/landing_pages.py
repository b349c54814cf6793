"""What the documents of one table say of their own completeness: a total, a cursor to a next page.

What belongs here: comparing what was said with what was read. Finding it in a document is the format's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """One document of a table.

    Attributes:
        records: its records, before ``each`` unfolds them.
        total: the total of all pages as it states it, None if it states none.
        more: whether it names a further page.
    """

    records: int
    total: str | None
    more: bool


def cut_short(pages: Sequence[Page], *, states_rows: str | None, more_at: str | None) -> tuple[str, ...]:
    """Why the pages together are not the whole export, in words; empty if nothing speaks against it.

    Args:
        pages: every document of the table.
        states_rows: the pointer to the total, None if the map names none.
        more_at: the pointer to the cursor, None if the map names none.
    """
    if not pages:
        return ()
    told = []
    if states_rows is not None:
        records = sum(page.records for page in pages)
        totals = [page.total for page in pages if page.total is not None]
        counts = [int(total) for total in totals if total.isdecimal()]
        if not counts or len(counts) < len(totals):
            told.append(f"no total stands at {states_rows}, so that nothing shows whether {records} records are all")
        elif max(counts) != records:
            told.append(f"the source states {max(counts)} records and the export holds {records}")
    if more_at is not None:
        last = sum(not page.more for page in pages)
        if last == 0:
            told.append(f"each of {len(pages)} files names a further page at {more_at}: the last page is missing")
        elif last > 1:
            told.append(f"{last} of {len(pages)} files name no further page at {more_at}: they are of several exports")
    return tuple(told)
