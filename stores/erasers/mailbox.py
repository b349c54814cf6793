"""Erasing in mailboxes: whole messages go, from mbox files or as .eml files; what comes with a message goes with it.

What belongs here: mail as files. A message is never changed: who must take a name or an attachment out of one does it
in the mail program, and is told so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path, PurePosixPath

from stores.editing_lines import edit_mbox
from stores.erasing import Eraser, Result, State, Work
from stores.erasing_files import NO_KEY, FileEraser
from stores.errors import ErasureRefused
from stores.files_find import SourceFile
from stores.locating import Place
from stores.rewriting import remove_file
from stores.store import Table

STAYS = "it comes with a message that stays; remove it in the mail program"


class Mailbox(FileEraser):
    """See ``stores.erasing_files``."""

    medium = "mailbox"

    def pattern(self, table: Table) -> str:  # noqa: ARG002
        """Every file below the folder."""
        return "**/*"

    def allow(self, work: Work, file: SourceFile) -> None:  # noqa: ARG002
        """See ``stores.erasing_files``."""
        if work.action != "delete":
            told = f"{work.store.name}/{work.table.name}: a message is not changed, only removed whole"
            raise ErasureRefused(f"{told}; approve its erasure, or change it in the mail program")

    def erase_together(self, works: Sequence[Work], folder: Path, today: date) -> Iterator[tuple[int, Result]]:
        """See ``stores.erasing.Together``: messages first, so that attachments whose message went are gone too."""
        order = sorted(range(len(works)), key=lambda n: works[n].table.each is not None)
        for place, result in super().erase_together([works[n] for n in order], folder, today):
            yield order[place], result

    def edit(self, file: SourceFile, work: Work, lines: Mapping[int, Sequence[Place]]) -> Result:
        """See ``stores.erasing_files``."""
        if work.table.each is not None:
            return Result(NO_KEY, State.MANUAL, STAYS, task=STAYS)
        if PurePosixPath(file.name).suffix.lower() == ".eml":
            remove_file(file)
        else:
            edit_mbox(file, lines)
        return Result(NO_KEY, State.REMOVED)


ERASER: Eraser = Mailbox()
