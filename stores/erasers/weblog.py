"""Erasing in web-server logs: whole lines go, plain or gzip; a field of a line is never changed.

What belongs here: logs as files. A server must not write to them meanwhile.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from stores.editing_lines import edit_lines
from stores.erasing import Eraser, Result, State, Work
from stores.erasing_files import NO_KEY, FileEraser
from stores.errors import ErasureRefused
from stores.files_find import SourceFile
from stores.locating import Place
from stores.store import Table


class WebLog(FileEraser):
    """See ``stores.erasing_files``."""

    medium = "weblog"

    def pattern(self, table: Table) -> str:  # noqa: ARG002
        """Every file of the folder."""
        return "*"

    def allow(self, work: Work, file: SourceFile) -> None:  # noqa: ARG002
        """See ``stores.erasing_files``."""
        if work.action != "delete":
            told = f"{work.store.name}/{work.table.name}: a log line is not changed, only removed whole"
            raise ErasureRefused(f"{told}; approve its erasure, or see to it by hand")

    def edit(self, file: SourceFile, work: Work, lines: Mapping[int, Sequence[Place]]) -> Result:
        """See ``stores.erasing_files``."""
        edit_lines(file, work.table.encoding, lines)
        return Result(NO_KEY, State.REMOVED)


ERASER: Eraser = WebLog()
