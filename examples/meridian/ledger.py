"""The rows of Meridian's stores as they are written down, and the files they become.

Here: numbering, keeping and writing rows. Not here: what stands in a row (``books``), the web log (``weblog``).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from examples.meridian.forms import CSV_COLUMNS, DELEGATE_COLUMNS, NAMED, PO_COLUMNS, QUOTE_COLUMNS, WRITTEN
from examples.rows import Rows
from examples.writers import age, write_csv, write_document, write_json, write_mbox, write_sqlite, write_xlsx

STALE_FOR = 40
"""Days since the agency last sent the list of followers."""


class Ledger:
    """All rows of all stores, in the order in which they are written down."""

    def __init__(self) -> None:
        self.calls: Rows[dict[str, Any]] = Rows()
        self.mail: Rows[bytes] = Rows()
        self._rows: dict[str, Rows[tuple[Any, ...]]] = {}

    def row(self, book: str, *cells: Any) -> None:
        """Write down one row; ``book`` is the store and the file or table, as ``newsletter/subscribed``."""
        self._rows.setdefault(book, Rows()).append(cells)

    def number(self, book: str, form: str) -> str:
        """The id of the next row of a book, from its place in it."""
        return form.format(len(self._rows.get(book, ())) + 1)

    def write(self, exports: Path) -> None:
        """Write every store's export below ``exports``; the web log is ``weblog``'s."""
        for book, columns in CSV_COLUMNS.items():
            names = columns.split(",") if "," in columns else columns.split()
            path = exports / book.split("/")[0] / NAMED.get(book, f"{book.split('/')[1]}.csv")
            write_csv(path, names, self._rows.get(book, ()), **WRITTEN.get(book, {}))
        age(exports / "social/followers.csv", STALE_FOR)
        for name, data in self._rows["documents/disposals"]:
            write_document(exports / "disposals" / name, data)
        delegates = self._rows["delegates/delegates"]
        write_xlsx(exports / "delegates/delegates.xlsx", "Delegates", DELEGATE_COLUMNS.split(), delegates)
        write_json(exports / "support/calls.json", {"count": len(self.calls), "next_page": None, "calls": self.calls})
        write_mbox(exports / "info_mailbox/info.mbox", self.mail)
        write_sqlite(
            exports / "orders.db",
            {
                name: (_ddl(name, columns), self._rows[f"orders/{name}"])
                for name, columns in (("purchase_orders", PO_COLUMNS), ("quotations", QUOTE_COLUMNS))
            },
        )


def _ddl(name: str, columns: str) -> str:
    first, *rest = columns.split()
    others = ", ".join(f"{column} {'INTEGER' if column == 'amount' else 'TEXT'}" for column in rest)
    return f"CREATE TABLE {name} ({first} TEXT PRIMARY KEY, {others})"
