"""Crisp: conversations, single messages and people's profiles, each by its own call; none takes the others along.

What belongs here: Crisp's own calls. Source: docs.crisp.chat, REST API v1: DELETE
/v1/website/W/conversation/S, .../conversation/S/message/F, /v1/website/W/people/profile/P, each beside a GET of the
same path; PUT of a profile saves it whole, so that what is left out is gone; HTTP Basic with identifier and key, and
the header X-Crisp-Tier.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Collection
from datetime import date
from typing import Any

from stores.erasing import Item, Key, Result, State
from stores.errors import ErasureRefused
from stores.store import Store, Table
from stores.vendor_api import Unanswered, VendorApi, option, part
from stores.vendor_eraser import ByHand, VendorEraser, is_there, reached, refused
from stores.vendor_fields import OTHER_TEXT, UNCHANGED, at, changed, expected, pointer, put

API = "https://api.crisp.chat/v1"

_OWN = {"conversations": ("session_id",), "messages": ("session_id", "fingerprint"), "people": ("people_id",)}
_OF_CONVERSATION = {"participants", "originals", "files", "pages"}
_OF_PROFILE = {"profiles", "subscriptions", "campaigns"}
WITH_CONVERSATION = "it goes with its conversation only: have the conversation approved, or remove it in Crisp by hand"
WITH_PROFILE = "it goes with its profile only: have the person's profile approved, or remove it in Crisp by hand"


class Crisp(VendorEraser):
    """See ``stores.erasing.Eraser``."""

    def open(self, store: Store) -> VendorApi:
        """See ``stores.vendor_eraser``: the token is ``identifier:key``; options: website_id, tier."""
        option(store, "website_id", "the id of the website in Crisp")
        tier = option(store, "tier", "what kind of token it is", ("user", "website", "plugin"))
        return VendorApi(
            store,
            API,
            lambda token: {
                "Authorization": "Basic " + b64encode(token.encode()).decode(),
                "X-Crisp-Tier": tier,
            },
        )

    def reach(self, api: VendorApi) -> None:
        """Ask for the website."""
        reached(api.store, api.ask("GET", _website(api.store)))

    def can(self, table: Table) -> bool:
        """Conversations, messages and people, and what goes with them."""
        if table.name in _OWN:
            return table.key == _OWN[table.name]
        return _parent_column(table) in table.key

    def remove(self, api: VendorApi, table: Table, item: Item, today: date) -> Result | ByHand:  # noqa: ARG002
        """See ``stores.vendor_eraser``."""
        if table.name not in _OWN:
            if self.given_out(api, table, item.key):
                return ByHand(WITH_CONVERSATION if table.name in _OF_CONVERSATION else WITH_PROFILE)
            return Result(item.key, State.ABSENT)
        if not self.given_out(api, table, item.key):
            return Result(item.key, State.ABSENT)
        return self.settled(api, table, item.key, api.ask("DELETE", _place(api.store, table, item.key)), State.REMOVED)

    def given_out(self, api: VendorApi, table: Table, key: Key) -> bool | None:
        """Asks for the record itself, or for the conversation or profile that it is part of."""
        return is_there(api.store, api.ask("GET", _place(api.store, table, key)))

    def can_change(self, table: Table, columns: Collection[str]) -> bool:
        """Fields of a profile that the map places in it; not the address, without which there is no profile."""
        places = [pointer(table, column) for column in columns]
        own = all(steps and steps[0] in _SAVED and steps != ("email",) for steps in places)
        return table.name == "people" and table.key == _OWN["people"] and own

    def change(self, api: VendorApi, table: Table, item: Item) -> Result | ByHand:
        """See ``stores.vendor_eraser``: the profile is saved anew without the fields."""
        place = _place(api.store, table, item.key)
        profile = _profile(api, place)
        if profile is None:
            return Result(item.key, State.ABSENT)
        places = {column: pointer(table, column) for column in item.columns}
        if any((at(profile, places[c]) or "") not in expected(item, c) for c in item.spans):
            return Result(item.key, State.CHANGED, OTHER_TEXT)
        saved = {name: profile[name] for name in _SAVED if name in profile}
        for column, steps in places.items():
            put(saved, steps, changed(item, column))
        answer = api.ask("PUT", place, json=saved)
        refused(api.store, answer)
        if not answer.good:
            return Result(item.key, State.FAILED, f"Crisp answered {answer.status} to the change")
        after = _profile(api, place)
        if after is not None and any((at(after, s) or "") != changed(item, c) for c, s in places.items()):
            return Result(item.key, State.FAILED, UNCHANGED)
        return Result(item.key, State.REMOVED)


_SAVED = ("email", "person", "company", "segments", "notepad", "active")
"""What a profile is saved with."""


def _profile(api: VendorApi, place: str) -> dict[str, Any] | None:
    answer = api.ask("GET", place)
    if not is_there(api.store, answer):
        return None
    found = answer.data()
    data = found.get("data") if isinstance(found, dict) else None
    if not isinstance(data, dict):
        raise Unanswered("the answer is no profile of Crisp's")
    return data


def _website(store: Store) -> str:
    return f"website/{part(option(store, 'website_id', 'the id of the website in Crisp'))}"


def _parent_column(table: Table) -> str:
    if table.name in _OF_CONVERSATION:
        return "session_id"
    return "people_id" if table.name in _OF_PROFILE else ""


def _place(store: Store, table: Table, key: Key) -> str:
    if table.name == "messages":
        return f"{_website(store)}/conversation/{part(key[0])}/message/{part(key[1])}"
    own = _OWN[table.name][0] if table.name in _OWN else _parent_column(table)
    if not own:
        raise ErasureRefused(f"{store.name}: Crisp has no call for the table {table.name}")
    value = part(key[table.key.index(own)])
    return f"{_website(store)}/" + (f"conversation/{value}" if own == "session_id" else f"people/profile/{value}")


ERASER = Crisp()
