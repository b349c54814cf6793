"""Make Harbour's exports: every store in its vendor's format, and the truth of what must be flagged.

Run by ``python -m examples.generate FOLDER --as-of DATE``. Here: the files. What stands in them is ``clean``'s and the
``planted_*``'s.
"""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

from examples.harbour import (
    cabinet_files,
    clean,
    clean_cloud,
    exports_cloud,
    exports_vendors,
    planted_cabinet,
    planted_compass,
    planted_contacts,
    planted_events,
    planted_hubspot,
    planted_people,
    planted_promises,
    planted_site,
    planted_stores,
    planted_xero,
)
from examples.harbour.book import Book
from examples.truth import Truth
from examples.writers import write_mbox

ATTESTED = ("never-sold", "references-told-first", "own-products-only")
NOBODYS_WORD = (
    "forms-link-to-notice",
    "everything-else",
    "who-we-are",
    "requests-reach-the-register",
    "business-numbers",
    "adults-at-work",
    "objection-to-figures",
)


def make(folder: Path, as_of: date, rng: random.Random, scale: int) -> Truth:
    """Write ``folder/exports/`` and return the truth.

    Args:
        folder: where ``exports/`` goes.
        as_of: the day every date is counted from.
        rng: of all that is made up.
        scale: how many times as many clean records.
    """
    book = Book(as_of, rng, scale)
    planted_contacts.plant(book)
    planted_stores.plant(book)
    planted_people.plant(book)
    planted_hubspot.plant(book)
    planted_events.plant(book)
    planted_xero.plant(book)
    planted_cabinet.plant(book)
    planted_compass.plant(book)
    planted_site.plant(book)
    planted_promises.plant(book)
    clean.fill(book)
    clean_cloud.fill(book)
    for clause in ATTESTED:
        book.truth.verdict(clause, "attested")
    for clause in NOBODYS_WORD:
        book.truth.verdict(clause, "unproved")
    exports_vendors.write(folder / "exports", book)
    _vendors(folder / "exports", book)
    cabinet_files.write(folder / "exports", book)
    exports_cloud.write(folder / "exports", book)
    return book.truth


def _vendors(exports: Path, book: Book) -> None:
    rows = book.rows
    write_mbox(exports / "mailbox" / "support.mbox", rows["mail_support"])
    write_mbox(exports / "mailbox" / "sent.mbox", rows["mail_sent"])
