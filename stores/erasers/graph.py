"""Microsoft 365 mail over Microsoft Graph: messages to the folder Purges, out of every mail program's reach.

What belongs here: Graph's own calls. Sources: learn.microsoft.com, message: permanentDelete (204; the message goes to
Purges, where it stays until the deleted-item retention ends: 14 days unless set, 30 at most; with a hold on the mailbox
for as long as that lasts); attachment: delete. Graph does not tell whether a mailbox is on hold, so the binding does.
A message's id changes when it is moved: the internetMessageId finds every copy in the mailbox.
"""

from __future__ import annotations

from datetime import date, timedelta

from stores.erasing import Item, Key, Result, State
from stores.store import Store, Table
from stores.vendor_api import Unanswered, VendorApi, option, part
from stores.vendor_eraser import STILL, ByHand, VendorEraser, is_there, reached, refused

API = "https://graph.microsoft.com/v1.0"
MOST_DAYS = 30
"""Days of deleted-item retention at most: until then the message may be in Purges."""

PURGED = "in no folder that a mail program shows; in Purges until the mailbox's deleted-item retention ends"
HELD = "in no folder that a mail program shows; the mailbox is on hold, which keeps it in Purges until it is lifted"
ADDRESSEE = "who was written to is part of the message: have the message itself approved, or leave it"


class Graph(VendorEraser):
    """See ``stores.erasing.Eraser``."""

    def open(self, store: Store) -> VendorApi:
        """See ``stores.vendor_eraser``: options: user (the mailbox's id), hold (whether it is on hold)."""
        option(store, "user", "the id or principal name of the mailbox")
        option(store, "hold", "whether a hold is on the mailbox, which Graph does not tell", ("yes", "no"))
        return VendorApi(store, API, lambda token: {"Authorization": f"Bearer {token}"})

    def reach(self, api: VendorApi) -> None:
        """Ask for the inbox."""
        reached(api.store, api.ask("GET", f"{_user(api.store)}/mailFolders/inbox", params={"$select": "id"}))

    def can(self, table: Table) -> bool:
        """Messages and attachments; addressees only together with their message."""
        return (table.name, table.key) in {
            ("messages", ("internetMessageId",)),
            ("attachments", ("internetMessageId", "id")),
        }

    def remove(self, api: VendorApi, table: Table, item: Item, today: date) -> Result | ByHand:
        """See ``stores.vendor_eraser``."""
        ids = _ids(api, item.key[0])
        held = option(api.store, "hold", "", ("yes", "no")) == "yes"
        for number in ids:
            place = f"{_user(api.store)}/messages/{part(number)}"
            if table.name == "attachments":
                answer = api.ask("DELETE", f"{place}/attachments/{part(item.key[1])}")
            else:
                answer = api.ask("POST", f"{place}/permanentDelete")
            refused(api.store, answer)
            if not answer.good and not answer.gone:
                return Result(item.key, State.FAILED, f"Microsoft 365 answered {answer.status} to the deletion")
        if self.given_out(api, table, item.key):
            return Result(item.key, State.FAILED, STILL)
        if held:
            return Result(item.key, State.RETAINED, HELD)
        return Result(item.key, State.BEYOND_USE, PURGED, today + timedelta(days=MOST_DAYS))

    def given_out(self, api: VendorApi, table: Table, key: Key) -> bool | None:
        """Asks for every copy in the mailbox, in any folder that a mail program shows."""
        ids = _ids(api, key[0])
        if table.name == "messages":
            return bool(ids)
        place = f"attachments/{part(key[1])}"
        return any(
            is_there(
                api.store,
                api.ask("GET", f"{_user(api.store)}/messages/{part(number)}/{place}", params={"$select": "id"}),
            )
            for number in ids
        )


def _user(store: Store) -> str:
    return f"users/{part(option(store, 'user', 'the id or principal name of the mailbox'))}"


def _ids(api: VendorApi, message: str) -> list[str]:
    """Graph's ids of all copies of a message in the mailbox."""
    asked = {
        "$filter": "internetMessageId eq '{}'".format(message.replace("'", "''")),
        "$select": "id,internetMessageId",
    }
    answer = api.ask("GET", f"{_user(api.store)}/messages", params=asked)
    if not is_there(api.store, answer):
        raise Unanswered("Microsoft 365 does not know the mailbox")
    found = answer.data()
    values = found.get("value") if isinstance(found, dict) else None
    if not isinstance(values, list) or found.get("@odata.nextLink"):
        raise Unanswered("the answer is no whole list of messages")
    if any(not isinstance(one, dict) or one.get("internetMessageId") != message or "id" not in one for one in values):
        raise Unanswered("Microsoft 365 answered with other messages than the one asked for")
    return [str(one["id"]) for one in values]


ERASER = Graph()
