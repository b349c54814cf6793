"""SQLite as a dialect: a database file below the controller's folder, ``sqlite:relative/path.db``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from stores.errors import SourceError
from stores.files_find import SourceFile, contained, exported_at
from stores.quoting import identifier, literal
from stores.sql_dialect import Ask, Dialect, Session
from stores.store import Store


class Sqlite:
    """Values as they are stored, whatever the column was declared as: reals to the last digit, bytes hexadecimal.

    The scanner opens one read transaction for each of DuckDB's.
    """

    extension = "sqlite_scanner"
    function = "sqlite_query"
    one_statement = False

    def attach(self, url: str, store: Store, folder: Path, alias: str) -> list[str]:
        """See ``stores.sql_dialect.Dialect``."""
        file = file_of(url, store, folder)
        return [f"ATTACH {literal(str(file.path))} AS {identifier(alias)} (TYPE sqlite, READ_ONLY)"]

    def exported_at(self, url: str, store: Store, folder: Path) -> datetime | None:
        """See ``stores.sql_dialect.Dialect``. A file may be a copy made some nights ago: then the binding says so."""
        return exported_at(store, [file_of(url, store, folder)]) if store.exported_at else None

    def session(self, ask: Ask) -> Session:  # noqa: ARG002
        """See ``stores.sql_dialect.Dialect``. SQLite stores any bytes as text."""
        return Session(None, False)

    def columns(self, parts: list[str]) -> str:
        """See ``stores.sql_dialect.Dialect``."""
        schema = f", {_string(parts[0])}" if len(parts) > 1 else ""
        return (
            f"SELECT name, type AS kind, NULL AS note FROM pragma_table_xinfo({_string(parts[-1])}{schema}) "
            "WHERE hidden <> 1 ORDER BY cid"
        )

    def table(self, parts: list[str]) -> str:
        """See ``stores.sql_dialect.Dialect``."""
        return ".".join(identifier(part) for part in parts)

    def text(self, column: str, kind: str) -> str:  # noqa: ARG002
        """See ``stores.sql_dialect.Dialect``. A cast of a real keeps 15 digits; 17 are taken where that loses some."""
        name = identifier(column)
        return (
            f"CASE typeof({name}) WHEN 'blob' THEN '0x' || hex({name}) "
            f"WHEN 'real' THEN CASE WHEN CAST(CAST({name} AS TEXT) AS REAL) = {name} THEN CAST({name} AS TEXT) "
            f"ELSE printf('%!.17g', {name}) END ELSE CAST({name} AS TEXT) END"
        )

    def lost(self, column: str, kind: str) -> str | None:  # noqa: ARG002
        """See ``stores.sql_dialect.Dialect``."""
        return None

    def prints_dates(self, kind: str) -> bool:  # noqa: ARG002
        """See ``stores.sql_dialect.Dialect``. A column may hold values of any type."""
        return False

    def unique(self, parts: list[str], key: Sequence[str]) -> str | None:  # noqa: ARG002
        """See ``stores.sql_dialect.Dialect``. A copied file may hold what no database let in."""
        return None

    def may_write(self, ask: Ask) -> bool:  # noqa: ARG002
        """See ``stores.sql_dialect.Dialect``. A file has no accounts, and it is opened for reading."""
        return False


def file_of(url: str, store: Store, folder: Path) -> SourceFile:
    """The database file that an address names.

    Raises:
        SourceError: it is no file below the controller's folder.
    """
    given = url.partition(":")[2].removeprefix("///")
    if not given or given.startswith("/"):
        raise SourceError(f"{store.name}: url: must be sqlite: and a path below the controller's folder")
    path = contained(folder, folder / given, store)
    if not path.is_file():
        raise SourceError(f"{store.name}: {given} is not a file")
    return SourceFile(path, given, datetime.fromtimestamp(path.stat().st_mtime, UTC))


def _string(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


DIALECT: Dialect = Sqlite()
