"""Erasing in mailboxes: whole messages go, from mbox files or as .eml files; what comes with a message goes with it.

What belongs here: mail as files. A message is never changed: who must take a name or an attachment out of one does it
in the mail program, and is told so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path, PurePosixPath

from stores.editing_lines import edit_mbox
from stores.erasers.files import one_by_one, present_in_files
from stores.erasing import Eraser, Key, Result, State, Work
from stores.errors import ErasureRefused, SourceError
from stores.files_find import SourceFile, source_files
from stores.locating import Located, locate
from stores.mailbox import CONNECTOR
from stores.rewriting import may_replace, remove_file, sweep, watched
from stores.store import Store, Table


class Mailbox:
    """See ``stores.erasing.Eraser`` and ``Together``."""

    def needs(self, table: Table) -> tuple[str, ...]:  # noqa: ARG002
        """Nothing beside the key."""
        return ()

    def check(self, store: Store, folder: Path) -> None:
        """See ``stores.erasing.Eraser.check``."""
        if store.connector != "mailbox":
            raise ErasureRefused(f"{store.name}: erase: by mailbox erases in mailboxes, not in {store.connector}")
        try:
            for table in store.tables:
                files_of(store, table, folder)
        except SourceError as error:
            raise ErasureRefused(str(error)) from None

    def ready(self, works: Sequence[Work], folder: Path) -> None:
        """See ``stores.erasing.Together.ready``."""
        for work in works:
            if work.action != "delete":
                told = f"{work.store.name}/{work.table.name}: a message is not changed, only removed whole"
                raise ErasureRefused(f"{told}; approve its erasure, or change it in the mail program")
            for file in files_of(work.store, work.table, folder):
                sweep(file.path.parent)
                may_replace(file)

    def erase(self, work: Work, folder: Path, today: date) -> Iterator[Result]:
        """See ``stores.erasing.Eraser.erase``."""
        for _, result in self.erase_together([work], folder, today):
            yield result

    def erase_together(self, works: Sequence[Work], folder: Path, today: date) -> Iterator[tuple[int, Result]]:  # noqa: ARG002
        """See ``stores.erasing.Together``: messages first, so that attachments whose message went are gone too."""
        order = sorted(range(len(works)), key=lambda n: works[n].table.each is not None)
        for place, result in one_by_one([works[n] for n in order], lambda work: list(_erased(work, folder))):
            yield order[place], result

    def present(self, store: Store, table: Table, folder: Path, keys: Sequence[Key]) -> set[Key]:
        """See ``stores.erasing.Eraser.present``."""
        return present_in_files(CONNECTOR, store, table, folder, keys, files_of)


def files_of(store: Store, table: Table, folder: Path) -> list[SourceFile]:
    """The mail of a table."""
    return source_files(store, table, folder, "**/*")


def _erased(work: Work, folder: Path) -> Iterator[Result]:
    try:
        files = {file.name: watched(file) for file in files_of(work.store, work.table, folder)}
    except SourceError as error:
        if ": no file matches " not in str(error):
            raise
        files = {}
    found = locate(work, folder) if files else Located(results=[Result(item.key, State.ABSENT) for item in work.items])
    for name, lines in found.places.items():
        if work.table.each is not None:
            done, why = State.MANUAL, "it comes with a message that stays; remove it in the mail program"
        elif PurePosixPath(name).suffix.lower() == ".eml":
            done, why = State.REMOVED, ""
            remove_file(files[name])
        else:
            done, why = State.REMOVED, ""
            edit_mbox(files[name], lines)
        for places in lines.values():
            for place in places:
                yield Result(place.item.key, done, why, task=why)
    yield from found.results


ERASER: Eraser = Mailbox()
