"""Files that are themselves the records: one row for each document, with its text.

What belongs here: the columns of such a row. Which files there are is ``stores.files_find``'s.
"""

from __future__ import annotations

from datetime import UTC
from hashlib import sha256
from pathlib import PurePosixPath

from stores.documents_kinds import LARGEST, TOO_LARGE, Opened
from stores.documents_opener import Opener, kind_by_name
from stores.errors import SourceError
from stores.files_find import SourceFile
from stores.files_open import CHUNK, opened
from stores.landing_stage import Stage
from stores.store import Table

COLUMNS = ("path", "name", "extension", "bytes", "modified_at", "sha256", "kind", "text", "text_unread")
"""What a map with ``format: document`` may list. ``path`` is relative to the export, as records name documents;
``modified_at`` is ISO 8601 in UTC, NULL inside an archive, whose times state no zone."""


def check_columns(table: Table) -> None:
    """Refuse a map that asks of a document what none has.

    Raises:
        SourceError: it lists another column, or the text without the reason why it may be missing.
    """
    if unknown := [name for name in table.column_names if name not in COLUMNS]:
        raise SourceError(f"{table.name}: a document has no '{unknown[0]}'; it has {', '.join(COLUMNS)}")
    if "text" in table.column_names and "text_unread" not in table.column_names:
        raise SourceError(f"{table.name}: list text_unread beside text: it says why text is missing")


def read_document(stage: Stage, file: SourceFile, table: Table, home: PurePosixPath, opener: Opener) -> int:
    """Stage one file as one row; ``_line`` is 1. A file that cannot be read is quarantined.

    Args:
        stage: where to.
        file: the document.
        table: its map.
        home: the folder that ``path`` is relative to, itself relative to the controller's.
        opener: opens it, if the map lists its text or kind.

    Returns:
        1, whatever came of it.
    """
    digest, size, kept = sha256(), 0, bytearray()
    wanted = not {"text", "text_unread", "kind"}.isdisjoint(table.column_names)
    try:
        with opened(file, unpack=False) as stream:
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
                size += len(chunk)
                if wanted and size <= LARGEST:
                    kept += chunk
    except SourceError:
        stage.reject(file.name, 1, "cannot be read")
        return 1
    inside = file.name.removeprefix(f"{file.archive}/") if file.archive else None
    path = PurePosixPath(inside) if inside else PurePosixPath(file.name).relative_to(home)
    found = Opened(None, None, "other")
    if wanted:
        too_large = Opened(None, TOO_LARGE, kind_by_name(path.name))
        found = too_large if size > LARGEST else opener.open(bytes(kept), path.name)
    row = {
        "path": path.as_posix(),
        "name": path.name,
        "extension": path.suffix.lower().lstrip("."),
        "bytes": str(size),
        "modified_at": None if inside else file.modified.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "sha256": digest.hexdigest(),
        "kind": found.kind,
        "text": found.text,
        "text_unread": found.unread,
    }
    stage.add(file.name, 1, {stage.column(name): row[name] for name in table.column_names})
    return 1
