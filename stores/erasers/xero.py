"""Xero: a contact is archived, and Xero itself is asked to redact it; an invoice that was approved is kept by statute.

What belongs here: Xero's own calls. Sources: developer.xero.com, Accounting API: contacts cannot be deleted; POST
/Contacts/ID sets ContactStatus ARCHIVED; GDPRREQUEST can be set by Xero alone, at the subscriber's request, and such a
contact can no more be edited ("GDPR and the Xero Contact API", 12 June 2018). GET gives an archived contact by its id.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from stores.erasing import Item, Key, Result, State
from stores.store import Store, Table
from stores.vendor_api import Unanswered, VendorApi, option, part
from stores.vendor_eraser import ByHand, VendorEraser, is_there, reached, refused

API = "https://api.xero.com/api.xro/2.0"
_DRAFTS = {"DRAFT", "SUBMITTED"}
_LISTS = {"contacts": "Contacts", "invoices": "Invoices"}

ASK = (
    "the contact is archived; ask Xero, as the organisation's subscriber, to set it to GDPRREQUEST, as only Xero can. "
    "Abide then sees that status"
)
DRAFT = "delete the draft invoice in Xero"
REDACTED = (
    "Xero has carried out the request (GDPRREQUEST): it redacted what law lets it, and keeps the row for the accounts"
)
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
        """Contacts and invoices; the rest a person does."""
        return table.name in _LISTS and len(table.key) == 1

    def remove(self, api: VendorApi, table: Table, item: Item, today: date) -> Result | ByHand:  # noqa: ARG002
        """See ``stores.vendor_eraser``."""
        record = _record(api, table, item.key)
        if record is None:
            return Result(item.key, State.ABSENT)
        return _invoice(item.key, record) if table.name == "invoices" else _contact(api, table, item.key, record)

    def given_out(self, api: VendorApi, table: Table, key: Key) -> bool | None:
        """Asks for the record; one that is archived or redacted is given out still."""
        return _record(api, table, key) is not None


def _record(api: VendorApi, table: Table, key: Key) -> dict[str, Any] | None:
    """The contact or invoice; None if Xero has none of that id."""
    name = _LISTS[table.name]
    answer = api.ask("GET", f"{name}/{part(key[0])}")
    if not is_there(api.store, answer):
        return None
    found = answer.data()
    records = found.get(name) if isinstance(found, dict) else None
    if not isinstance(records, list) or len(records) != 1 or not isinstance(records[0], dict):
        raise Unanswered("the answer is not one record of Xero's")
    if str(records[0].get(table.key[0])) != key[0]:
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
