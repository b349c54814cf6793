"""Xero: a contact is archived, and Xero itself is asked to redact it; an invoice that was approved is kept by statute.

What belongs here: Xero's own calls. Sources: developer.xero.com, Accounting API: contacts cannot be deleted; POST
/Contacts/ID sets ContactStatus ARCHIVED; GDPRREQUEST can be set by Xero alone, at the subscriber's request, and such a
contact can no more be edited ("GDPR and the Xero Contact API", 12 June 2018). GET gives an archived contact by its id.
POST /Contacts/ID keeps every element that is left out of it; an empty text empties one, of an address or a number that
of its type; the name must stay. History and notes, GET /Contacts/ID/History, cannot be changed by anyone.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from typing import Any

from stores.erasing import Item, Key, Result, State
from stores.store import Store, Table
from stores.vendor_api import Unanswered, VendorApi, option, part
from stores.vendor_eraser import ByHand, VendorEraser, is_there, reached, refused
from stores.vendor_fields import OTHER_TEXT, UNCHANGED, changed, expected
from stores.xero_contact import PARTS, Place, body, placed, text_at

API = "https://api.xero.com/api.xro/2.0"
_DRAFTS = {"DRAFT", "SUBMITTED"}
_LISTS = {"contacts": "Contacts", "invoices": "Invoices", **dict.fromkeys(PARTS, "Contacts")}

ASK = (
    "the contact is archived; ask Xero, as the organisation's subscriber, to set it to GDPRREQUEST, as only Xero can. "
    "Abide then sees that status"
)
DRAFT = "delete the draft invoice in Xero"
REDACTED = (
    "Xero has carried out the request (GDPRREQUEST): it redacted what law lets it, and keeps the row for the accounts"
)
EMPTIED = "its fields are empty; Xero keeps an empty one of each type with every contact"
NAMED = "Xero wants a name: write one that is nobody's, such as the contact's number, in Xero's own pages"
HISTORY = "done in the contact; its history in Xero, which nobody can change, tells the former value still: ask Xero"
STATUTE = "an approved invoice is kept by statute; Xero deletes none, voiding keeps it"


class Xero(VendorEraser):
    """See ``stores.erasing.Eraser``."""

    def open(self, store: Store) -> VendorApi:
        """See ``stores.vendor_eraser``: options: tenant_id, the organisation."""
        tenant = option(store, "tenant_id", "the organisation's id in Xero")
        return VendorApi(
            store,
            API,
            lambda token: {
                "Authorization": f"Bearer {token}",
                "Xero-Tenant-Id": tenant,
                "Accept": "application/json",
            },
        )

    def reach(self, api: VendorApi) -> None:
        """Ask for the organisation."""
        reached(api.store, api.ask("GET", "Organisation"))

    def can(self, table: Table) -> bool:
        """Contacts, their addresses and numbers, and invoices; the rest a person does."""
        return table.name in _LISTS and len(table.key) == (2 if table.name in PARTS else 1)

    def remove(self, api: VendorApi, table: Table, item: Item, today: date) -> Result | ByHand:  # noqa: ARG002
        """See ``stores.vendor_eraser``."""
        record = _record(api, table, item.key)
        if record is None:
            return Result(item.key, State.ABSENT)
        if table.name in PARTS:
            done = self._fields(api, table, item, record, dict.fromkeys(_of_part(table, item.key), ""))
            return Result(item.key, State.RETAINED, EMPTIED) if done.state is State.REMOVED else done
        return _invoice(item.key, record) if table.name == "invoices" else _contact(api, table, item.key, record)

    def given_out(self, api: VendorApi, table: Table, key: Key) -> bool | None:
        """Asks for the record; one that is archived or redacted is given out still, an empty address is not."""
        record = _record(api, table, key)
        if record is None or table.name not in PARTS:
            return record is not None
        return any(text_at(record, place) for place in _of_part(table, key))

    def can_change(self, table: Table, columns: Collection[str]) -> bool:
        """Fields of a contact, and of its addresses and numbers, that can be written and that the map places there."""
        return self.can(table) and table.name != "invoices" and all(placed(table, column) for column in columns)

    def needs(self, table: Table) -> tuple[str, ...]:
        """The fields that can be written, as they were landed: what the history may tell of them."""
        return tuple(column for column in table.columns if placed(table, column)) if self.can(table) else ()

    def change(self, api: VendorApi, table: Table, item: Item) -> Result | ByHand:
        """See ``stores.vendor_eraser``."""
        record = _record(api, table, item.key)
        if record is None:
            return Result(item.key, State.ABSENT)
        kind = item.key[table.key.index(PARTS[table.name].kind)] if table.name in PARTS else ""
        places = {column: placed(table, column, kind) for column in item.columns}
        if any(text_at(record, places[c]) not in expected(item, c) for c in item.spans):
            return Result(item.key, State.CHANGED, OTHER_TEXT)
        wanted = {place: changed(item, column) for column, place in places.items()}
        if wanted.get(("Name",)) == "":
            return ByHand(NAMED)
        return self._fields(api, table, item, record, wanted)

    def _fields(
        self, api: VendorApi, table: Table, item: Item, record: dict[str, Any], wanted: dict[Place, str]
    ) -> Result:
        """Write the texts that are wanted, see that they are there, and whether the history tells the former ones."""
        if record.get("ContactStatus") == "GDPRREQUEST":
            return Result(item.key, State.RETAINED, REDACTED)
        former = {text_at(record, place) for place in wanted} - set(wanted.values())
        if former:
            number = item.key[table.key.index("ContactID")]
            answer = api.ask("POST", f"Contacts/{part(number)}", json={"Contacts": [body(number, wanted)]})
            refused(api.store, answer)
            if not answer.good:
                return Result(item.key, State.FAILED, f"Xero answered {answer.status} to the change")
            record = _record(api, table, item.key) or {}
        if any(text_at(record, place) != text for place, text in wanted.items()):
            return Result(item.key, State.FAILED, UNCHANGED)
        if _in_history(api, table, item.key, former | _landed(item)):
            return Result(item.key, State.RETAINED, HISTORY)
        return Result(item.key, State.REMOVED)


def _of_part(table: Table, key: Key) -> list[Place]:
    """Every field of an address or a number."""
    own = PARTS[table.name]
    return [(own.name, key[table.key.index(own.kind)], field) for field in own.fields]


def _landed(item: Item) -> set[str]:
    """What of an item goes, as it was landed: the stretches of a text that stays, else whole fields."""
    texts = {column: item.values.get(column) or "" for column in item.columns or item.values}
    return {
        text[start:end] for column, text in texts.items() for start, end in item.spans.get(column) or [(0, len(text))]
    }


def _in_history(api: VendorApi, table: Table, key: Key, former: Collection[str]) -> bool:
    """Whether the contact's history tells any of these texts, each as words of its own."""
    answer = api.ask("GET", f"Contacts/{part(key[table.key.index('ContactID')])}/History")
    found = reached(api.store, answer).data()
    records = found.get("HistoryRecords") if isinstance(found, dict) else None
    if not isinstance(records, list) or not all(isinstance(one, dict) for one in records):
        raise Unanswered("the answer is not a history of Xero's")
    told = "\n".join(f"{one.get('Changes') or ''}\n{one.get('Details') or ''}" for one in records).casefold()
    return any(re.search(rf"(?<!\w){re.escape(text.casefold())}(?!\w)", told) for text in former if text.strip())


def _record(api: VendorApi, table: Table, key: Key) -> dict[str, Any] | None:
    """The contact or invoice; None if Xero has none of that id."""
    name = _LISTS[table.name]
    own = "InvoiceID" if table.name == "invoices" else "ContactID"
    answer = api.ask("GET", f"{name}/{part(key[table.key.index(own)])}")
    if not is_there(api.store, answer):
        return None
    found = answer.data()
    records = found.get(name) if isinstance(found, dict) else None
    if not isinstance(records, list) or len(records) != 1 or not isinstance(records[0], dict):
        raise Unanswered("the answer is not one record of Xero's")
    if str(records[0].get(own)) != key[table.key.index(own)]:
        raise Unanswered("Xero answered with another record than the one asked for")
    return records[0]


def _invoice(key: Key, record: dict[str, Any]) -> Result | ByHand:
    if record.get("Status") == "DELETED":
        return Result(key, State.RETAINED, "the draft is deleted; Xero keeps its number")
    return ByHand(DRAFT) if record.get("Status") in _DRAFTS else Result(key, State.RETAINED, STATUTE)


def _contact(api: VendorApi, table: Table, key: Key, record: dict[str, Any]) -> Result | ByHand:
    """Archive the contact, and see that it is."""
    if record.get("ContactStatus") == "GDPRREQUEST":
        return Result(key, State.RETAINED, REDACTED)
    if record.get("ContactStatus") != "ARCHIVED":
        body = {"Contacts": [{"ContactID": key[0], "ContactStatus": "ARCHIVED"}]}
        answer = api.ask("POST", f"Contacts/{part(key[0])}", json=body)
        refused(api.store, answer)
        if not answer.good:
            return Result(key, State.FAILED, f"Xero answered {answer.status} to the archiving")
        after = _record(api, table, key)
        if after is not None and after.get("ContactStatus") not in {"ARCHIVED", "GDPRREQUEST"}:
            return Result(key, State.FAILED, "Xero says that the contact is archived, and it is not")
    return ByHand(ASK)


ERASER = Xero()
