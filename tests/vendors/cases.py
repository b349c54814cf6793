"""A case of every vendor: its stand-in with records, of which a call deletes one; a store bound to it, and the eraser run."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from stores.erase_by import EraseBy
from stores.erasing import Item, State, Work, eraser_for
from stores.store import Store, Table
from tests.vendors.azure_blob import AzureBlob, Blob
from tests.vendors.crisp import Crisp
from tests.vendors.graph import Graph
from tests.vendors.hubspot import HubSpot
from tests.vendors.standin import served
from tests.vendors.xero import Xero
from tests.vendors.zoom import Zoom

TODAY = date(2026, 11, 28)
NAME, ADDRESS = "Ada Example", "ada@example.org"


@dataclass
class Case:
    """One vendor, with one record that a call deletes."""

    by: str
    vendor: object
    table: tuple[str, tuple[str, ...]]
    key: tuple[str, ...]
    good: State
    path: str = ""
    options: dict = field(default_factory=dict)
    columns: tuple[str, ...] = ()
    values: dict = field(default_factory=dict)
    token: str = "of-the-eraser"


def hubspot():
    vendor = HubSpot()
    vendor.contacts = {"7": {"email": ADDRESS}, "8": {"email": "b@example.org"}}
    return Case("hubspot", vendor, ("contacts", ("id",)), ("7",), State.REQUESTED)


def hubspot_ticket():
    vendor = HubSpot()
    vendor.tickets = {"3": {"subject": NAME}}
    return Case("hubspot", vendor, ("tickets", ("id",)), ("3",), State.BEYOND_USE)


def crisp():
    vendor = Crisp()
    vendor.people = {"p/1": {"nickname": NAME}}
    vendor.conversations = {"s1": {}, "s2": {}}
    vendor.messages = {("s1", "11"): {}, ("s2", "22"): {}}
    options = {"website_id": "w-1", "tier": "plugin"}
    return Case(
        "crisp", vendor, ("people", ("people_id",)), ("p/1",), State.REMOVED, "/v1", options, token="of-the-eraser:key"
    )


def zoom():
    vendor = Zoom()
    vendor.registrants = {("77", "r1"): {"email": ADDRESS}, ("77", "r2"): {}}
    case = Case("zoom", vendor, ("registrants", ("id",)), ("r1",), State.REMOVED, "/v2")
    case.columns, case.values = ("id", "webinar_id"), {"webinar_id": "77"}
    return case


def zoom_recording():
    vendor = Zoom()
    vendor.recordings = {"/a//b==": ["rec"], "plain": ["rec"]}
    table = ("recordings", ("meeting_uuid", "recording_id"))
    return Case("zoom", vendor, table, ("/a//b==", "rec"), State.REMOVED, "/v2")


def graph():
    vendor = Graph()
    vendor.messages = {"x=": "<o'a@mail.example>", "y=": "<o'a@mail.example>", "z=": "<c@mail.example>"}
    options = {"user": vendor.user, "hold": "no"}
    return Case(
        "graph",
        vendor,
        ("messages", ("internetMessageId",)),
        ("<o'a@mail.example>",),
        State.BEYOND_USE,
        "/v1.0",
        options,
    )


def azure():
    vendor = AzureBlob()
    vendor.blobs = [
        Blob("cv/ada.pdf", "v1"),
        Blob("cv/ada.pdf", "v2", current=True),
        Blob("cv/ada.pdf", snapshot="s1"),
        Blob("cv/ada.pdf.sig", "v1", current=True),
    ]
    key = ("Name", "VersionId", "Snapshot", "DeletionId")
    return Case("azure_blob", vendor, ("blobs", key), ("evidence/cv/ada.pdf", "", "", ""), State.BEYOND_USE)


CASES = [hubspot, hubspot_ticket, crisp, zoom, zoom_recording, graph, azure]


def xero(status="ACTIVE"):
    vendor = Xero()
    vendor.contacts = {"c1": status, "c2": "ACTIVE"}
    vendor.invoices = {"i1": "PAID", "i2": "DRAFT"}
    options = {"tenant_id": "t-1"}
    return Case("xero", vendor, ("contacts", ("ContactID",)), ("c1",), State.MANUAL, "/api.xro/2.0", options)


def store_of(case, url, monkeypatch):
    monkeypatch.setenv("ERASER_TOKEN", case.token)
    name, key = case.table
    columns = case.columns or key
    table = Table(name=name, file="records.csv", format="csv", columns=columns, key=key, key_may_lack=key[1:])
    return Store(
        name="vendor",
        role="controller",
        connector="files",
        export="exports",
        exported_at="modified",
        fresh_within="2 days",
        tables=(table,),
        erase=EraseBy(by=case.by, url=url + case.path, token="${ERASER_TOKEN}", options=case.options),
    )


@contextmanager
def running(case, monkeypatch):
    with served(case.vendor) as url:
        store = store_of(case, url, monkeypatch)
        yield store, store.tables[0], eraser_for(store)


def export(folder, table, *keys):
    """An export that names these records: what is read where the vendor has no call that tells."""
    home = folder / "exports"
    home.mkdir(exist_ok=True)
    lines = [",".join(f'"{cell}"' for cell in (*key, *[""] * (len(table.columns) - len(key)))) for key in keys]
    (home / "records.csv").write_text("\n".join([",".join(table.columns), *lines]) + "\n", encoding="utf-8")


def erase(eraser, store, table, case, folder, key=None):
    item = Item(key or case.key, values=case.values)
    return next(iter(eraser.erase(Work(store, table, "delete", [item]), folder, TODAY)))
