"""The rows of Meridian's stores as they are written down, and the files they become.

Here: numbering, keeping and writing rows. Not here: what stands in a row (``books``), the web log (``weblog``).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from examples.meridian.forms import (
    CSV_COLUMNS,
    DELEGATE_COLUMNS,
    ENQUIRY_COLUMNS,
    PO_COLUMNS,
    QUOTE_COLUMNS,
)
from examples.writers import age, write_csv, write_json, write_sqlite, write_xlsx

STALE_FOR = 40
"""Days since the agency last sent the list of followers."""


class Ledger:
    """All rows of all stores, in the order in which they are written down."""

    def __init__(self) -> None:
        self.calls: list[dict[str, Any]] = []
        self._rows: dict[str, list[tuple[Any, ...]]] = {}

    def row(self, book: str, *cells: Any) -> None:
        """Write down one row; ``book`` is the store and the file or table, as ``newsletter/members``."""
        self._rows.setdefault(book, []).append(cells)

    def number(self, book: str, form: str) -> str:
        """The id of the next row of a book, from its place in it."""
        return form.format(len(self._rows.get(book, ())) + 1)

    def write(self, exports: Path) -> None:
        """Write every store's export below ``exports``; the web log is ``weblog``'s."""
        for book, columns in CSV_COLUMNS.items():
            names = columns.split(",") if "," in columns else columns.split()
            write_csv(exports / f"{book}.csv", names, self._rows.get(book, ()))
        age(exports / "social/followers.csv", STALE_FOR)
        write_csv(
            exports / "enquiries/enquiries.csv",
            ENQUIRY_COLUMNS.split(),
            self._rows["enquiries/enquiries"],
            encoding="cp1252",
            delimiter=";",
            crlf=True,
        )
        delegates = self._rows["delegates/delegates"]
        write_xlsx(exports / "delegates/delegates.xlsx", "Delegates", DELEGATE_COLUMNS.split(), delegates)
        write_json(exports / "support/calls.json", {"calls": self.calls})
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
