"""Reading a ledger's chain: every entry checked, and whatever is not as it was written told.

What belongs here: one pass over the rows of a ledger. It finds an edit, a deletion, a reordering, an insertion and an
entry that the rules forbid. That the end was cut off shows only against a checkpoint (``erasure.checkpoint``).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from erasure.acts import Opened
from erasure.canonical import canonical
from erasure.entry import Entry, hash_of
from erasure.errors import Refused
from erasure.rulebook import admit
from erasure.signing import is_signed
from erasure.standing import Standing

START = "0" * 64
"""The hash before the first entry."""


@dataclass(frozen=True)
class Row:
    """An entry as it is stored: its number, its canonical JSON, the SHA-256 of that, and the signature of the hash."""

    number: int
    body: str
    hash: str
    signature: str


@dataclass(frozen=True)
class Fault:
    """Something that is not as it was written: at which entry (0: the ledger as a whole), and what. Never a text."""

    number: int
    what: str

    def __str__(self) -> str:
        return f"entry {self.number}: {self.what}" if self.number else self.what


class Chain:
    """A pass over a ledger's rows, one after the other.

    Attributes:
        standing: what the entries add up to, as far as they are sound.
        faults: what was found.
        hashes: the hash of each entry, by number.
    """

    def __init__(self, installation: str | None = None, controller: str | None = None) -> None:
        """Begin a pass; the installation's public key and the controller, if given, must be the first entry's."""
        self.standing = Standing()
        self.faults: list[Fault] = []
        self.hashes: dict[int, str] = {}
        self._installation, self._controller = installation, controller
        self._next, self._previous = 1, START

    def read(self, rows: Iterable[Row]) -> Chain:
        """Read rows in the order in which they are stored; ends with itself."""
        for row in rows:
            self._row(row)
        return self

    def _row(self, row: Row) -> None:
        if not isinstance(row.number, int) or not all(isinstance(x, str) for x in (row.body, row.hash, row.signature)):
            self._fault(self._next, "is not stored as numbers and texts")
            return
        if row.number != self._next:
            gap = self._next if row.number == self._next + 1 else f"{self._next} to {row.number - 1}"
            self._fault(row.number, f"entry {gap} before it is missing" if row.number > self._next else "out of order")
        sound = not self.faults
        entry = self._entry(row)
        if entry is not None:
            self._check(row, entry, sound=sound)
        self.hashes[row.number] = row.hash
        self._next, self._previous = row.number + 1, row.hash

    def _entry(self, row: Row) -> Entry | None:
        if hash_of(row.body) != row.hash:
            self._fault(row.number, "was edited: its hash is another one")
            return None
        try:
            if canonical(json.loads(row.body)) == row.body:
                return Entry.model_validate_json(row.body, strict=True)
        except (ValueError, TypeError, ValidationError, RecursionError):
            pass
        self._fault(row.number, "is not an entry as this program writes it")
        return None

    def _check(self, row: Row, entry: Entry, *, sound: bool) -> None:
        if entry.number != row.number:
            self._fault(row.number, f"says that it is entry {entry.number}")
        if entry.previous != self._previous:
            self._fault(row.number, "does not follow the entry before it")
        key = entry.data.public_key if isinstance(entry.data, Opened) else self.standing.key_of(entry.by)
        if key is None:
            if sound:
                self._fault(row.number, "is by someone who is not in the ledger")
        elif not is_signed(row.hash, row.signature, key):
            self._fault(row.number, "is not signed by whom it names")
        if isinstance(entry.data, Opened):
            self._opened(row.number, entry.data)
        if self.faults:
            return
        try:
            admit(self.standing, entry)
        except Refused as error:
            self._fault(row.number, f"is not allowed: {error.field}: {error.message}")
            return
        self.standing.take(entry, row.hash)

    def _opened(self, number: int, data: Opened) -> None:
        if self._installation not in (None, data.public_key):
            self._fault(number, "was opened by another installation, or under another key")
        if self._controller not in (None, data.controller):
            self._fault(number, "is the ledger of another controller")

    def _fault(self, number: Any, what: str) -> None:
        self.faults.append(Fault(number if isinstance(number, int) else 0, what))
