"""How many pictures and embedded objects the workbooks of some tables hold: nobody reads them, so they are told.

What belongs here: counting them. A workbook with embedded objects is read, and not erased in (``stores.xlsx_traces``).
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from pathlib import Path

from stores.errors import SourceError
from stores.files_find import SourceFile, source_files
from stores.files_open import seekable
from stores.store import Store, Table

_UNREAD = re.compile(r"xl/(?:media|embeddings)/[^/]+$|docprops/thumbnail")


def count_pictures(tables: Iterable[tuple[Store, Table]], folder: Path) -> int:
    """The pictures and embedded objects in the workbooks that tables are read from, each workbook once.

    A workbook that cannot be opened now counts for one: nobody can say what it holds.

    Args:
        tables: tables with their stores.
        folder: the controller's folder.
    """
    files: dict[str, SourceFile] = {}
    for store, table in tables:
        if store.connector == "files" and table.format in {None, "xlsx"}:
            try:
                found = source_files(store, table, folder, f"{table.name}.*")
            except SourceError:
                continue
            files |= {f.name: f for f in found if table.format or f.name.lower().endswith((".xlsx", ".xlsx.gz"))}
    count = 0
    for file in files.values():
        try:
            with seekable(file) as stream, zipfile.ZipFile(stream) as archive:
                count += sum(1 for name in archive.namelist() if _UNREAD.search(name.lower()))
        except (OSError, SourceError, zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, LookupError):
            count += 1
    return count
