"""Zoom: webinar registrants and cloud recordings by their calls; participants, questions and polls by a person.

What belongs here: Zoom's own calls. Source: developers.zoom.us, Meetings API: DELETE /webinars/W/registrants/R (scope
webinar:delete:registrant:admin; the portal itself can only deny one), DELETE /meetings/M/recordings/R?action=delete
(action=trash, the default, keeps it for 30 days). An id that begins with a slash or holds two is encoded twice. Reports
have no deletion and leave Zoom after 12 months.
"""

from __future__ import annotations

from datetime import date

from stores.erasing import Item, Key, Result, State
from stores.store import Store, Table
from stores.vendor_api import Unanswered, VendorApi, part
from stores.vendor_eraser import STILL, ByHand, VendorEraser, is_there, reached

API = "https://api.zoom.us/v2"
UNNAMED = "the export does not say of which webinar the registrant is: delete it in the webinar's registrations"


class Zoom(VendorEraser):
    """See ``stores.erasing.Eraser``."""

    def needs(self, table: Table) -> tuple[str, ...]:
        """The webinar of a registrant, which the call asks for."""
        return ("webinar_id",) if table.name == "registrants" and "webinar_id" in table.columns else ()

    def open(self, store: Store) -> VendorApi:
        """See ``stores.vendor_eraser``: the token of a server-to-server app."""
        return VendorApi(store, API, lambda token: {"Authorization": f"Bearer {token}"})

    def reach(self, api: VendorApi) -> None:
        """Ask who the token belongs to."""
        reached(api.store, api.ask("GET", "users/me"))

    def can(self, table: Table) -> bool:
        """Registrants, and recordings whose key names the meeting and the recording."""
        if table.name == "registrants":
            return table.key == ("id",)
        return table.name == "recordings" and {"meeting_uuid", "recording_id"} <= set(table.key)

    def remove(self, api: VendorApi, table: Table, item: Item, today: date) -> Result | ByHand:  # noqa: ARG002
        """See ``stores.vendor_eraser``."""
        if table.name == "recordings":
            if not self.given_out(api, table, item.key):
                return Result(item.key, State.ABSENT)
            meeting, recording = _recording(table, item.key)
            path = f"meetings/{meeting}/recordings/{part(recording)}"
            answer = api.ask("DELETE", path, params={"action": "delete"})
            return self.settled(api, table, item.key, answer, State.REMOVED)
        webinar = item.values.get("webinar_id")
        if not webinar:
            return ByHand(UNNAMED)
        place = f"webinars/{part(webinar)}/registrants/{part(item.key[0])}"
        reached(api.store, api.ask("GET", f"webinars/{part(webinar)}"))  # or its 404 would speak of the webinar
        if not is_there(api.store, api.ask("GET", place)):
            return Result(item.key, State.ABSENT)
        answer = api.ask("DELETE", place)
        result = self.settled(api, table, item.key, answer, State.REMOVED)
        if result.state is State.REMOVED and is_there(api.store, api.ask("GET", place)):
            return Result(item.key, State.FAILED, STILL)
        return result

    def given_out(self, api: VendorApi, table: Table, key: Key) -> bool | None:
        """Asks for the meeting's recordings. Of a registrant the key does not tell the webinar: the export tells."""
        if table.name == "registrants":
            return None
        meeting, recording = _recording(table, key)
        answer = api.ask("GET", f"meetings/{meeting}/recordings")
        if not is_there(api.store, answer):
            return False
        found = answer.data()
        files = found.get("recording_files") if isinstance(found, dict) else None
        if not isinstance(files, list) or not all(isinstance(one, dict) and one.get("id") for one in files):
            raise Unanswered("the answer is no list of Zoom's recordings")
        return any(str(one["id"]) == recording for one in files)


def _recording(table: Table, key: Key) -> tuple[str, str]:
    """The meeting, encoded as Zoom wants it, and the recording."""
    meeting, recording = (key[table.key.index(name)] for name in ("meeting_uuid", "recording_id"))
    encoded = part(meeting)
    return (part(encoded) if meeting.startswith("/") or "//" in meeting else encoded), recording


ERASER = Zoom()
