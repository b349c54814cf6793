"""One section of a CSV file that holds several, each under a line that titles it, as reports for people are written.

What belongs here: where a section begins and ends. Its records are the exact reader's; no row of another section is
taken or counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from stores.csv_exact import Record


@dataclass(frozen=True)
class Section:
    """One section.

    Attributes:
        header: the record after the title.
        rows: the records after the header.
        loose: whether neither the end nor a title follows, so that rows may have been parted from it.
    """

    header: Record
    rows: list[Record]
    loose: bool

    @property
    def width(self) -> int:
        """The number of columns: without the last one where header and every row leave it empty."""
        width = len(self.header.fields or ())
        last = [record.fields[width - 1 :] if record.fields else [""] for record in (self.header, *self.rows)]
        return width - 1 if width > 1 and all(len(cells) == 1 and not cells[0] for cells in last) else width


def sections(found: Iterable[Record], title: str) -> Iterator[Section]:
    """The sections under a title; it may stand several times.

    A note between title and header, with an empty line below it, is passed over. A section ends at an empty record, at
    an empty line, at a line that titles another section, and with the file.

    Args:
        found: all records of the file.
        title: the first cell of the title's record; blanks around it and a colon or comma behind it make no difference.
    """
    ahead = _Ahead(found)
    while (record := ahead.take()) is not None:
        if _name(record) != _clean(title):
            continue
        header = ahead.take()
        if header is not None and _is_note(header, ahead.peek(0)):
            while (header := ahead.take()) is not None and _empty(header):
                pass
        if header is None:
            return
        rows: list[Record] = []
        end = header.line + header.lines
        parted = False
        while (follows := ahead.peek(0)) is not None and not parted:
            parted = follows.line > end or _empty(follows)
            if parted or _titles(follows, header, ahead.peek(1)):
                break
            rows.append(follows)
            end = follows.line + follows.lines
            ahead.take()
        while (follows := ahead.peek(0)) is not None and _empty(follows):
            ahead.take()
        yield Section(header, rows, parted and follows is not None and not _name(follows))


class _Ahead:
    """Records, of which the next two can be looked at."""

    def __init__(self, found: Iterable[Record]) -> None:
        self._found = iter(found)
        self._held: list[Record] = []

    def peek(self, place: int) -> Record | None:
        while len(self._held) <= place and (record := next(self._found, None)) is not None:
            self._held.append(record)
        return self._held[place] if len(self._held) > place else None

    def take(self) -> Record | None:
        record = self.peek(0)
        del self._held[:1]
        return record


def _clean(text: str) -> str:
    return text.strip().rstrip(",:").strip().casefold()


def _filled(record: Record) -> list[str]:
    return [value.strip() for value in record.fields or () if value and value.strip()]


def _is_note(record: Record, after: Record | None) -> bool:
    """Whether a record under a title is a note and not the header: one cell, and nothing on the line below it."""
    return bool(_name(record)) and after is not None and (_empty(after) or after.line > record.line + record.lines)


def _empty(record: Record) -> bool:
    return record.fields is not None and not _filled(record)


def _name(record: Record) -> str:
    """The title that a record is, '' if it is none: one cell, the first, is filled."""
    cells = record.fields or [None]
    return _clean(cells[0]) if cells[0] and len(_filled(record)) == 1 else ""


def _titles(record: Record, header: Record, after: Record | None) -> bool:
    """Whether a record among the rows titles another section, and is no row that was cut: a header follows it."""
    if not _name(record) or len(record.fields or ()) >= len(header.fields or ()) or after is None:
        return False
    names = [(value or "").strip() for value in after.fields or ()]
    names = names[:-1] if names and not names[-1] else names
    return len(names) > 1 and all(names) and len(set(names)) == len(names) and not any("@" in name for name in names)
