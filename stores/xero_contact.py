"""Where the fields of a contact stand in Xero's own JSON, and what is posted to write some of them.

Source: developer.xero.com, Accounting API, Contacts: what can be given when a contact is updated. Addresses and numbers
are lists, of one entry a type.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from stores.table import Table
from stores.vendor_api import Unanswered
from stores.vendor_fields import pointer

Place = tuple[str, ...]
"""``("EmailAddress",)``, or ``("Phones", "MOBILE", "PhoneNumber")``: list, type and field; () is no place."""


@dataclass(frozen=True)
class Part:
    """A list within a contact: its name, the field that tells its entries apart, and those that can be written."""

    name: str
    kind: str
    fields: tuple[str, ...]


PARTS: Mapping[str, Part] = {
    "contact_addresses": Part(
        "Addresses",
        "AddressType",
        (
            *(f"AddressLine{n}" for n in range(1, 5)),
            "City",
            "Region",
            "PostalCode",
            "Country",
            "AttentionTo",
        ),
    ),
    "contact_phones": Part("Phones", "PhoneType", ("PhoneNumber", "PhoneAreaCode", "PhoneCountryCode")),
}
"""Tables whose records are entries of such a list, each with its contact's id and its type for a key."""

_LISTED = {one.name: one for one in PARTS.values()}
_OWN = {
    "Name", "FirstName", "LastName", "EmailAddress", "SkypeUserName", "ContactNumber", "AccountNumber", "CompanyNumber",
    "BankAccountDetails", "TaxNumber",
}  # fmt: skip
"""Fields of the contact itself that can be written; a website and batch payments are for reading only."""


def placed(table: Table, column: str, kind: str = "?") -> Place:
    """Where a column stands in the contact, if it can be written; () if not. ``kind``: the type, of a list's table."""
    steps = pointer(table, column)
    if table.name in PARTS:
        own = PARTS[table.name]
        return (own.name, kind, steps[0]) if len(steps) == 1 and steps[0] in own.fields else ()
    if len(steps) == 1:
        return steps if steps[0] in _OWN else ()
    if len(steps) != 3 or steps[0] not in _LISTED or steps[2] not in _LISTED[steps[0]].fields:
        return ()
    by, _, which = steps[1].partition("=")
    return (steps[0], which, steps[2]) if by == _LISTED[steps[0]].kind and which else ()


def text_at(contact: dict[str, Any], place: Place) -> str:
    """The text at a place of a contact; '' if there is none.

    Raises:
        Unanswered: the list is none of Xero's.
    """
    if len(place) == 1:
        return str(contact.get(place[0]) or "")
    listed = contact.get(place[0]) or []
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise Unanswered("the answer is not a contact of Xero's")
    kind = _LISTED[place[0]].kind
    return "".join(str(one.get(place[2]) or "") for one in listed if one.get(kind) == place[1])


def body(number: str, wanted: Mapping[Place, str]) -> dict[str, Any]:
    """What is posted: the contact's id, and of it no more than what is to change."""
    found: dict[str, Any] = {"ContactID": number}
    lists: dict[tuple[str, str], dict[str, str]] = {}
    for place, text in wanted.items():
        if len(place) == 1:
            found[place[0]] = text
        else:
            lists.setdefault((place[0], place[1]), {})[place[2]] = text
    for (name, kind), fields in lists.items():
        found.setdefault(name, []).append({_LISTED[name].kind: kind, **fields})
    return found
