"""Azure Blob Storage: a blob, one version, or one snapshot; what a hold or a policy keeps is retained.

What belongs here: Azure's own calls. Sources: learn.microsoft.com, Blob service REST API: Delete Blob (202;
x-ms-delete-snapshots; ?versionid, ?snapshot), List Blobs (include=versions,snapshots,deleted), Get Blob Service
Properties (DeleteRetentionPolicy). Deleting the current version by its id is refused (403,
OperationNotAllowedOnRootBlob): the blob is deleted, which makes it an older version, and then that version. With soft
delete each is restorable for the days the account has set. An immutability policy or a legal hold refuses with 409.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from email.utils import parsedate_to_datetime

from lxml import etree

from stores.erasing import Item, Key, Result, State
from stores.store import Store, Table
from stores.vendor_api import Answer, Unanswered, VendorApi, part
from stores.vendor_eraser import STILL, ByHand, VendorEraser, is_there, reached, refused

VERSION = "2021-12-02"
KEPT = "BlobImmutableDueTo"
LIVE_VERSION = "OperationNotAllowedOnRootBlob"
HOLD = "a legal hold or an immutability policy keeps it"
RESTORABLE = "soft-deleted: whoever may write to the account can bring it back until then"


@dataclass(frozen=True)
class Listed:
    """One row of a listing: the blob, a version of it, or a snapshot, as it stands."""

    version: str
    snapshot: str
    current: bool
    deleted: bool
    held: bool
    until: str


class AzureBlob(VendorEraser):
    """See ``stores.erasing.Eraser``."""

    def open(self, store: Store) -> VendorApi:
        """See ``stores.vendor_eraser``: url: of the account; the token is an access token of Microsoft Entra."""
        return VendorApi(store, None, lambda token: {"Authorization": f"Bearer {token}", "x-ms-version": VERSION})

    def reach(self, api: VendorApi) -> None:
        """Ask for the account's properties, which also say how long a deleted blob can be brought back."""
        _soft_days(api)

    def can(self, table: Table) -> bool:
        """Blobs as an inventory names them."""
        return table.name == "blobs" and "Name" in table.key

    def remove(self, api: VendorApi, table: Table, item: Item, today: date) -> Result | ByHand:
        """See ``stores.vendor_eraser``."""
        container, blob, wanted = _target(table, item.key)
        listed = _matching(_list(api, container, blob), wanted)
        days = _soft_days(api)
        until = today + timedelta(days=days)
        live = [one for one in listed if not one.deleted]
        if not live:
            return Result(item.key, State.BEYOND_USE, RESTORABLE, until) if listed else Result(item.key, State.ABSENT)
        if kept := [one for one in live if one.held or _lasts(one.until, today)]:
            return Result(item.key, State.RETAINED, HOLD + (f" until {kept[0].until}" if kept[0].until else ""))
        path = f"{part(container)}/{'/'.join(part(step) for step in blob.split('/'))}"
        for one in live:
            for params, headers in _deletions(one):
                answer = api.ask("DELETE", path, params=params, headers=headers)
                code = answer.headers.get("x-ms-error-code", "")
                if answer.status == 409 and code.startswith(KEPT):
                    return Result(item.key, State.RETAINED, HOLD)
                if code != LIVE_VERSION:
                    refused(api.store, answer)
                if not answer.good and not answer.gone:
                    return Result(item.key, State.FAILED, f"Azure answered {answer.status} to the deletion")
        after = _matching(_list(api, container, blob), wanted)
        if any(not one.deleted for one in after):
            return Result(item.key, State.FAILED, STILL)
        return Result(item.key, State.BEYOND_USE, RESTORABLE, until) if after else Result(item.key, State.REMOVED)

    def given_out(self, api: VendorApi, table: Table, key: Key) -> bool | None:
        """Asks for the blob in a listing with versions, snapshots and soft-deleted ones: restorable is there."""
        container, blob, wanted = _target(table, key)
        return bool(_matching(_list(api, container, blob), wanted))


def _target(table: Table, key: Key) -> tuple[str, str, Mapping[str, str]]:
    """Container, blob, and which version or snapshot of it is meant ('' for the blob itself)."""
    named = dict(zip(table.key, key, strict=True))
    container, _, blob = named["Name"].partition("/")
    if not container or not blob:
        raise Unanswered("the inventory names no container and blob")
    return container, blob, {"version": named.get("VersionId") or "", "snapshot": named.get("Snapshot") or ""}


def _matching(listed: list[Listed], wanted: Mapping[str, str]) -> list[Listed]:
    """The rows that are meant. A key without version and snapshot means the blob with everything of it."""
    if wanted["version"]:
        return [one for one in listed if one.version == wanted["version"] and one.snapshot == wanted["snapshot"]]
    if wanted["snapshot"]:
        return [one for one in listed if one.snapshot == wanted["snapshot"]]
    return listed


def _deletions(one: Listed) -> list[tuple[dict[str, str], dict[str, str]]]:
    """The calls that delete it, in order: parameters and headers."""
    if one.snapshot:
        return [({"snapshot": one.snapshot}, {})]
    if not one.version:
        return [({}, {"x-ms-delete-snapshots": "include"})]
    whole: list[tuple[dict[str, str], dict[str, str]]] = (
        [({}, {"x-ms-delete-snapshots": "include"})] if one.current else []
    )
    return [*whole, ({"versionid": one.version}, {})]


def _lasts(until: str, today: date) -> bool:
    """Whether a policy's last day, as Azure writes it (RFC 1123), is not over; one that cannot be read lasts."""
    if not until:
        return False

    try:
        return parsedate_to_datetime(until).date() >= today
    except ValueError:
        return True


def _soft_days(api: VendorApi) -> int:
    """Days for which a deleted blob can be brought back; 0 if soft delete is off."""
    answer = reached(api.store, api.ask("GET", "", params={"restype": "service", "comp": "properties"}))
    policy = _xml(answer).find("DeleteRetentionPolicy")
    if policy is None or policy.findtext("Enabled") is None:
        raise Unanswered("the account does not say whether soft delete is on")
    if (policy.findtext("Enabled") or "").lower() != "true":
        return 0
    days = policy.findtext("Days") or ""
    if not days.isdecimal():
        raise Unanswered("the account does not say for how many days soft delete keeps")
    return int(days)


def _list(api: VendorApi, container: str, blob: str) -> list[Listed]:
    """Every row of exactly this blob: itself, its versions, its snapshots, soft-deleted ones too."""
    asked = {
        "restype": "container",
        "comp": "list",
        "prefix": blob,
        "include": "versions,snapshots,deleted,legalhold,immutabilitypolicy",
    }
    found: list[Listed] = []
    marker = ""
    while True:
        answer = api.ask("GET", part(container), params={**asked, **({"marker": marker} if marker else {})})
        if not is_there(api.store, answer):
            raise Unanswered("Azure does not know the container")
        tree = _xml(answer)
        if tree.tag != "EnumerationResults" or tree.find("Blobs") is None:
            raise Unanswered("the answer is no list of blobs")
        found += [_listed(row) for row in tree.iterfind("Blobs/Blob") if row.findtext("Name") == blob]
        following = tree.findtext("NextMarker") or ""
        if not following:
            return found
        if following == marker:
            raise Unanswered("the listing does not end")
        marker = following


def _listed(row: etree._Element) -> Listed:
    return Listed(
        version=row.findtext("VersionId") or "",
        snapshot=row.findtext("Snapshot") or "",
        current=(row.findtext("IsCurrentVersion") or "").lower() == "true",
        deleted=(row.findtext("Deleted") or "").lower() == "true",
        held=(row.findtext("Properties/LegalHold") or "").lower() == "true",
        until=row.findtext("Properties/ImmutabilityPolicyUntilDate") or "",
    )


def _xml(answer: Answer) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(answer.body, parser)
    except etree.XMLSyntaxError:
        raise Unanswered(f"the answer (status {answer.status}) is not XML") from None


ERASER = AzureBlob()
