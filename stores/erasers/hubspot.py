"""HubSpot: contacts by gdpr-delete; engagements, tickets and deals by a deletion it can undo; properties by an update.

What belongs here: HubSpot's own calls. Sources: developers.hubspot.com, CRM API, Contacts, POST
/crm/v3/objects/contacts/gdpr-delete {objectId} (204; there is no batch form that is final); its guide to permanent
deletion: purged within 30 days, the address barred from e-mail, and the person comes back through a form, a connected
inbox, an import or the API. Deleted records are restorable for 90 days. The id of a contact that was merged into
another leads to that other one, so what answers must have the id that was asked for. PATCH
/crm/v3/objects/{type}/{id} {properties}: an empty string clears a value. GET with propertiesWithHistory gives the
former values, which no call removes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from stores.erasing import Item, Key, Result, State
from stores.store import Store, Table
from stores.vendor_api import Answer, Unanswered, VendorApi, part
from stores.vendor_eraser import ByHand, VendorEraser, is_there, reached, refused
from stores.vendor_fields import OTHER_TEXT, UNCHANGED, changed, expected, pointer

API = "https://api.hubapi.com"
PURGE_DAYS, RESTORABLE_DAYS = 30, 90

HISTORY = (
    "done in the record; HubSpot keeps the former value in the property's history, which goes only with a contact's "
    "gdpr-delete, or by HubSpot itself"
)

_CONTACTS = {"contacts", "contacts_csv"}
_OBJECTS = {"tickets": "crm/v3/objects/tickets", "deals": "crm/v3/objects/deals"}
_WITH_CONTACT: Mapping[str, str] = {
    "property_history": "contactId",
    "engagement_contacts": "contact_id",
    "merge_audit": "canonical_vid",
}
"""Tables whose records go with a contact: the column of their key that names it."""

PURGING = "HubSpot has taken it and purges within 30 days; the address is barred from its e-mail"
BEFORE = "HubSpot gives it out no more; if it was deleted lately, it is purged within 30 days"
ELSEWHERE = "the id now leads to another contact, into which this one was merged: decide on that contact"
WITH_CONTACT = "the record goes with its contact's gdpr-delete only: have the contact itself approved, or ask HubSpot"


class HubSpot(VendorEraser):
    """See ``stores.erasing.Eraser``."""

    def open(self, store: Store) -> VendorApi:
        """See ``stores.vendor_eraser``: the token of a private app with the scope crm.objects.contacts.write."""
        return VendorApi(store, API, lambda token: {"Authorization": f"Bearer {token}"})

    def reach(self, api: VendorApi) -> None:
        """Ask for one contact."""
        found = reached(api.store, api.ask("GET", "crm/v3/objects/contacts", params={"limit": "1"})).data()
        if not isinstance(found, dict) or "results" not in found:
            raise Unanswered("the answer is not one of HubSpot's; see erase: url:")

    def can(self, table: Table) -> bool:
        """Contacts and what goes with them, engagements, tickets and deals."""
        if table.name in _WITH_CONTACT:
            return _WITH_CONTACT[table.name] in table.key
        return table.name in {*_CONTACTS, *_OBJECTS, "engagements"} and len(table.key) == 1

    def remove(self, api: VendorApi, table: Table, item: Item, today: date) -> Result | ByHand:
        """See ``stores.vendor_eraser``."""
        key = item.key
        if table.name in _CONTACTS:
            return self._contact(api, key, today)
        if table.name in _WITH_CONTACT:
            if self.given_out(api, table, key):
                return ByHand(WITH_CONTACT)
            return Result(key, State.REQUESTED, "it goes with its contact", today + timedelta(days=PURGE_DAYS))
        return self._restorable(api, table, key, today)

    def given_out(self, api: VendorApi, table: Table, key: Key) -> bool | None:
        """Asks for the record, and for the archived one: while HubSpot can restore it, it is there."""
        if table.name in _WITH_CONTACT:
            number = key[table.key.index(_WITH_CONTACT[table.name])]
            return _contact_there(api, number)
        if table.name in _CONTACTS:
            return _contact_there(api, key[0])
        if self._live(api, table, key):
            return True
        if table.name == "engagements":
            return None  # the engagements API has no archived form to ask for
        return is_there(api.store, api.ask("GET", _place(table, key), params={"archived": "true"}))

    def can_change(self, table: Table, columns: Collection[str]) -> bool:
        """Properties of contacts, tickets and deals, where the map says which they are."""
        named = all(_property(table, column) for column in columns)
        return table.name in {"contacts", *_OBJECTS} and len(table.key) == 1 and named

    def change(self, api: VendorApi, table: Table, item: Item) -> Result | ByHand:
        """See ``stores.vendor_eraser``."""
        names = {column: _property(table, column) for column in item.columns}
        place = _place(table, item.key)
        before = _with_history(api, place, item.key, names.values())
        if isinstance(before, Result):
            return before
        if any((before["properties"].get(names[c]) or "") not in expected(item, c) for c in item.spans):
            return Result(item.key, State.CHANGED, OTHER_TEXT)
        wanted = {name: changed(item, column) for column, name in names.items()}
        answer = api.ask("PATCH", place, json={"properties": wanted})
        refused(api.store, answer)
        if not answer.good:
            return Result(item.key, State.FAILED, f"HubSpot answered {answer.status} to the change")
        return _as_wanted(_with_history(api, place, item.key, names.values()), wanted, item.key)

    def _contact(self, api: VendorApi, key: Key, today: date) -> Result:
        seen = _contact_answers(api, key[0])
        if all(answer.gone for answer in seen):  # by an earlier try perhaps, which HubSpot is still carrying out
            return Result(key, State.REQUESTED, BEFORE, today + timedelta(days=PURGE_DAYS))
        if not any(_id_of(answer) == key[0] for answer in seen if answer.good):
            return Result(key, State.CHANGED, ELSEWHERE)
        answer = api.ask("POST", "crm/v3/objects/contacts/gdpr-delete", json={"objectId": key[0]})
        until = today + timedelta(days=PURGE_DAYS)
        result = self.settled(api, _NO_TABLE, key, answer, State.REQUESTED, PURGING, until)
        if result.state is State.ABSENT:  # it was there a moment ago, so this 404 is of the call, not of the contact
            return Result(key, State.FAILED, "HubSpot does not know the call gdpr-delete, or not for this contact")
        return result

    def _restorable(self, api: VendorApi, table: Table, key: Key, today: date) -> Result:
        """Delete an engagement, ticket or deal, which HubSpot can restore for 90 days."""
        if not self._live(api, table, key):
            until = today + timedelta(days=RESTORABLE_DAYS)
            restorable = self.given_out(api, table, key)
            if restorable is False:
                return Result(key, State.ABSENT)
            return Result(key, State.BEYOND_USE, "deleted before; restorable in HubSpot", until)
        answer = api.ask("DELETE", _place(table, key))
        until = today + timedelta(days=RESTORABLE_DAYS)
        result = self.settled(api, table, key, answer, State.BEYOND_USE, "restorable in HubSpot", until)
        if result.state is State.BEYOND_USE and self._live(api, table, key):
            return Result(key, State.FAILED, "HubSpot says that it is deleted, and gives it out still")
        return result

    def _live(self, api: VendorApi, table: Table, key: Key) -> bool:
        return is_there(api.store, api.ask("GET", _place(table, key)))


_NO_TABLE = Table(name="contacts", columns=("id",), key=("id",))


def _property(table: Table, column: str) -> str:
    """The property that a column of an export is; '' where the map does not say so."""
    steps = pointer(table, column)
    return steps[1] if len(steps) == 2 and steps[0] == "properties" else ""


def _with_history(api: VendorApi, place: str, key: Key, names: Iterable[str]) -> dict[str, Any] | Result:
    """The record with its properties and their history; or what it means that it is not given out."""
    listed = ",".join(names)
    answer = api.ask("GET", place, params={"properties": listed, "propertiesWithHistory": listed})
    if not is_there(api.store, answer):
        return Result(key, State.ABSENT)
    if _id_of(answer) != key[0]:
        return Result(key, State.CHANGED, ELSEWHERE)
    found: dict[str, Any] = answer.data()
    if not all(isinstance(found.get(name), dict) for name in ("properties", "propertiesWithHistory")):
        raise Unanswered("the answer is not a record of HubSpot's with its history")
    return found


def _as_wanted(after: dict[str, Any] | Result, wanted: Mapping[str, str], key: Key) -> Result:
    """What the record, asked for again, says of the change."""
    if isinstance(after, Result):
        return after
    if any((after["properties"].get(name) or "") != value for name, value in wanted.items()):
        return Result(key, State.FAILED, UNCHANGED)
    if any(_versions(after["propertiesWithHistory"], name) - {"", value} for name, value in wanted.items()):
        return Result(key, State.RETAINED, HISTORY)
    return Result(key, State.REMOVED)


def _versions(former: dict[str, Any], name: str) -> set[str]:
    versions = former.get(name) or []
    if not isinstance(versions, list) or not all(isinstance(one, dict) for one in versions):
        raise Unanswered("the answer is not a history of HubSpot's")
    return {str(one.get("value") or "") for one in versions}


def _place(table: Table, key: Key) -> str:
    if table.name == "contacts":
        return f"crm/v3/objects/contacts/{part(key[0])}"
    if table.name == "engagements":
        return f"engagements/v1/engagements/{part(key[0])}"
    return f"{_OBJECTS[table.name]}/{part(key[0])}"


def _contact_answers(api: VendorApi, number: str) -> list[Answer]:
    """What HubSpot says of the contact, live and archived."""
    place = f"crm/v3/objects/contacts/{part(number)}"
    found = [api.ask("GET", place, params={"archived": archived}) for archived in ("false", "true")]
    for answer in found:
        is_there(api.store, answer)
    return found


def _contact_there(api: VendorApi, number: str) -> bool:
    """Whether HubSpot gives out this contact itself; one that it was merged into is another."""
    return any(_id_of(answer) == number for answer in _contact_answers(api, number) if answer.good)


def _id_of(answer: Answer) -> str:
    found = answer.data()
    if not isinstance(found, dict) or not isinstance(found.get("id"), str | int) or found["id"] == "":
        raise Unanswered("the answer is not a contact of HubSpot's")
    return str(found["id"])


ERASER = HubSpot()
