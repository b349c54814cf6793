"""Eventbrite: it has no call that deletes an attendee or an order, so a person asks it to, with a job file.

What belongs here: saying so, and asking the one call that tells whether an order is still given out
(GET /v3/orders/ID/). Attendees are looked for in the next export. Sources: eventbrite.com/platform/api, Order and
Attendee (no DELETE); the data-deletion form of Eventbrite's privacy pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from stores.erasing import Key, Result, Work
from stores.erasing_by_hand import by_hand, present_in_export
from stores.errors import SourceError
from stores.store import Store, Table
from stores.vendor_api import Unanswered, VendorApi, part
from stores.vendor_eraser import is_there, reached

API = "https://www.eventbriteapi.com/v3"


class Eventbrite:
    """See ``stores.erasing.Eraser``."""

    def needs(self, table: Table) -> tuple[str, ...]:  # noqa: ARG002
        """Nothing beside the key."""
        return ()

    def check(self, store: Store, folder: Path) -> None:  # noqa: ARG002
        """A credential is needed only for asking about orders: if one is named, it must work.

        Raises:
            ErasureRefused: it is refused.
        """
        if store.erase is not None and store.erase.token is not None:
            with _open(store) as api:
                reached(store, api.ask("GET", "users/me/"))

    def erase(self, work: Work, folder: Path, today: date) -> Iterator[Result]:
        """Write the job file: a person hands it to Eventbrite."""
        yield from by_hand(work, work.items, folder, today)

    def present(self, store: Store, table: Table, folder: Path, keys: Sequence[Key]) -> set[Key]:
        """Orders are asked for one by one if there is a credential; all else is looked for in the export."""
        asks = store.erase is not None and store.erase.token is not None
        if table.name != "orders" or len(table.key) != 1 or not asks:
            return present_in_export(store, table, folder, keys)
        try:
            with _open(store) as api:
                reached(store, api.ask("GET", "users/me/"))
                return {key for key in keys if is_there(store, api.ask("GET", f"orders/{part(key[0])}/"))}
        except Unanswered as error:
            raise SourceError(f"{store.name}: {error}") from None


def _open(store: Store) -> VendorApi:
    return VendorApi(store, API, lambda token: {"Authorization": f"Bearer {token}"})


ERASER = Eventbrite()
