"""Documents that a record names or holds, opened: their text becomes a column, or the reason why there is none does.

What belongs here: which documents a table's rows name, and the columns made of them. Where a document stands is
``stores.documents_find``'s, what it says ``stores.documents_text``'s, in a process of its own
(``stores.documents_opener``).
"""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path, PurePosixPath

import duckdb
import pyarrow as pa

from stores.documents_find import Shelf
from stores.documents_kinds import DAMAGED, Opened, Unreadable
from stores.documents_opener import Opener
from stores.quoting import identifier, literal
from stores.store import Store, Table
from stores.table import Opens

_AT_ONCE = 500
_CHARACTERS = 16_000_000


def open_documents(con: duckdb.DuckDBPyConnection, into: str, store: Store, table: Table, folder: Path) -> None:
    """Add to the staged table ``into``, for each entry of ``table.opens``, the columns NAME and NAME_unread.

    A row that names or holds no document has NULL in both. A document met twice is parsed once. A column of bytes in
    base64 is replaced by ``sha256:`` and the digest of the document (of the column's text, if that is no base64).

    Args:
        con: the connection with the staged temporary table, outside any transaction.
        into: its name; columns VARCHAR, and ``_file``.
        store: the store's binding.
        table: one of its tables.
        folder: the controller's folder.

    Raises:
        SourceError: the export's folder leads outside the controller's, or documents cannot be opened here at all.
    """
    with Opener() as opener:
        for name, opens in table.opens.items():
            job = _Job(con, into, opener)
            try:
                if opens.path is not None:
                    job.named(opens.path, Shelf(store, table, folder))
                else:
                    job.held(opens)
                job.join(name, opens)
            finally:
                con.execute(f"DROP TABLE IF EXISTS temp.{job.asked}; DROP TABLE IF EXISTS temp.{job.answered}")
                con.execute(f"DROP TABLE IF EXISTS temp.{job.texts}")


@dataclass
class _Job:
    """The documents of one column: which are asked for, and what came of each.

    Attributes:
        asked: table of what stands in the column: ``n``, and ``_file`` and ``ref``, or the digest ``ref`` and ``name``.
        answered: table of ``n``, the document's number, and its digest.
        texts: table of the documents by number, each once.
    """

    con: duckdb.DuckDBPyConnection
    into: str
    opener: Opener
    seen: dict[tuple[bytes, str], int] = field(default_factory=dict)
    answers: list[tuple[int, int, str]] = field(default_factory=list)
    documents: list[tuple[int, str | None, str | None]] = field(default_factory=list)
    characters: int = 0
    number: int = 0

    @property
    def asked(self) -> str:
        return identifier(f"{self.into}_asked")

    @property
    def answered(self) -> str:
        return identifier(f"{self.into}_answered")

    @property
    def texts(self) -> str:
        return identifier(f"{self.into}_texts")

    @property
    def rows(self) -> str:
        return f"temp.{identifier(self.into)}"

    def named(self, column: str, shelf: Shelf) -> None:
        """Open the documents whose path stands in a column."""
        path = identifier(column)
        self._begin(f"SELECT DISTINCT _file, {path} AS ref FROM {self.rows} WHERE {_filled(path)}")
        for number, file, given in self._each("n, _file, ref"):
            try:
                data = shelf.read(given, file)
            except Unreadable as error:
                self._unread(number, error.reason)
            else:
                self._open(number, data, given)
        self._flush()

    def held(self, opens: Opens) -> None:
        """Open the documents that stand in a column, in base64."""
        column = identifier(opens.base64 or "")
        name = identifier(opens.name) if opens.name else "''"
        self._begin(
            f"SELECT sha256({column}) AS ref, coalesce({name}, '') AS name, min(rowid) AS place FROM {self.rows} "
            f"WHERE {_filled(column)} GROUP BY ALL"
        )
        for number, name_given, place in self._each("n, name, place"):
            query = f"SELECT {column} FROM {self.rows} WHERE rowid = {int(place)}"
            text = str(self.con.execute(query).fetchall()[0][0])
            try:
                data = b64decode("".join(text.split()), validate=True)
            except (binascii.Error, ValueError):
                self._unread(number, DAMAGED, sha256(text.encode()).hexdigest())
            else:
                self._open(number, data, name_given)
        self._flush()

    def join(self, name: str, opens: Opens) -> None:
        """Write the staged table anew, with the columns made of the documents."""
        column = identifier(opens.path or opens.base64 or "")
        if opens.path is not None:
            found, replaced = f"a._file = i._file AND a.ref = i.{column}", ""
        else:
            named = f"coalesce(i.{identifier(opens.name)}, '')" if opens.name else "''"
            found = f"a.ref = sha256(i.{column}) AND a.name = {named}"
            replaced = f" REPLACE (CASE WHEN r.n IS NULL THEN i.{column} ELSE 'sha256:' || r.digest END AS {column})"
        anew = identifier(f"{self.into}_opened")
        self.con.execute(
            f"CREATE OR REPLACE TEMP TABLE {anew} AS SELECT i.*{replaced}, "
            f"t.text AS {identifier(name)}, t.unread AS {identifier(f'{name}_unread')} "
            f"FROM {self.rows} i LEFT JOIN temp.{self.asked} a ON {found} "
            f"LEFT JOIN temp.{self.answered} r ON r.n = a.n LEFT JOIN temp.{self.texts} t ON t.document = r.document"
        )
        self.con.execute(f"DROP TABLE {self.rows}")
        self.con.execute(f"ALTER TABLE temp.{anew} RENAME TO {identifier(self.into)}")

    def _begin(self, query: str) -> None:
        execute = self.con.execute
        execute(f"CREATE OR REPLACE TEMP TABLE {self.asked} AS SELECT row_number() OVER () AS n, * FROM ({query})")
        execute(f"CREATE OR REPLACE TEMP TABLE {self.answered} (n BIGINT, document BIGINT, digest VARCHAR)")
        execute(f"CREATE OR REPLACE TEMP TABLE {self.texts} (document BIGINT, text VARCHAR, unread VARCHAR)")

    def _each(self, columns: str) -> Iterator[tuple[int, str, str]]:
        after = 0
        while True:
            found = self.con.execute(
                f"SELECT {columns} FROM temp.{self.asked} WHERE n > {after} ORDER BY n LIMIT {_AT_ONCE}"
            ).fetchall()
            if not found:
                return
            yield from found
            after = int(found[-1][0])

    def _open(self, number: int, data: bytes, name: str) -> None:
        digest = sha256(data)
        key = (digest.digest(), PurePosixPath(name.lower()).suffix)
        if key not in self.seen:
            self.seen[key] = self._document(self.opener.open(data, name))
        self.answers.append((number, self.seen[key], digest.hexdigest()))

    def _unread(self, number: int, reason: str, digest: str = "") -> None:
        key = (b"", reason)
        if key not in self.seen:
            self.seen[key] = self._document(Opened(None, reason, "other"))
        self.answers.append((number, self.seen[key], digest))

    def _document(self, found: Opened) -> int:
        self.number += 1
        self.documents.append((self.number, found.text, found.unread))
        self.characters += len(found.text or "")
        if self.characters > _CHARACTERS:
            self._flush()
        return self.number

    def _flush(self) -> None:
        documents, self.documents, self.characters = self.documents, [], 0
        answers, self.answers = self.answers, []
        if documents:
            numbers, texts, unread = zip(*documents, strict=True)
            columns = {
                "document": pa.array(numbers, pa.int64()),
                "text": pa.array(texts, pa.large_string()),
                "unread": pa.array(unread, pa.string()),
            }
            self._insert(self.texts, pa.table(columns))
        if answers:
            places, found, digests = zip(*answers, strict=True)
            columns = {
                "n": pa.array(places, pa.int64()),
                "document": pa.array(found, pa.int64()),
                "digest": pa.array(digests, pa.string()),
            }
            self._insert(self.answered, pa.table(columns))

    def _insert(self, target: str, batch: pa.Table) -> None:
        self.con.register("documents_batch", batch)
        try:
            self.con.execute(f"INSERT INTO temp.{target} BY NAME SELECT * FROM documents_batch")
        finally:
            self.con.unregister("documents_batch")


def _filled(column: str) -> str:
    return f"trim(coalesce({column}, {literal('')})) <> ''"
