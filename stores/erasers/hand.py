"""A person erases: a deletion job file with the keys, and a task that says what to do and where.

What belongs here: nothing of any one store. Bind ``erase: {by: hand}`` where a vendor has no call that deletes, or
where nobody gives out a credential for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from stores.erasing import Key, Result, Work
from stores.erasing_by_hand import by_hand, present_in_export
from stores.store import Store, Table


class Hand:
    """See ``stores.erasing.Eraser``."""

    def needs(self, table: Table) -> tuple[str, ...]:  # noqa: ARG002
        """Nothing beside the key."""
        return ()

    def check(self, store: Store, folder: Path) -> None:
        """Nothing is reached: a person has the credential."""

    def erase(self, work: Work, folder: Path, today: date) -> Iterator[Result]:
        """Write the job file; every record waits for a person."""
        yield from by_hand(work, work.items, folder, today)

    def present(self, store: Store, table: Table, folder: Path, keys: Sequence[Key]) -> set[Key]:
        """What the store's export names, read again."""
        return present_in_export(store, table, folder, keys)


ERASER = Hand()
