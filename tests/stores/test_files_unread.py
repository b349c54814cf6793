"""Files below an export that no table is read from are counted; tables' own, named documents and empty ones are not."""

import os
import zipfile
from pathlib import Path

import pytest

from stores.files_unread import count_unread
from stores.store import Store

TABLE = {"columns": ["id", "cv"], "key": ["id"], "subject_type": "contact", "purpose": "p", "lawful_basis": "contract"}


def store(name="crm", *tables, **more):
    given = {"role": "controller", "connector": "files", "export": name, "exported_at": "modified",
             "fresh_within": "26 hours", **more}  # fmt: skip
    return Store.model_validate({"name": name, **given, "tables": [{**TABLE, **one} for one in tables]})


@pytest.fixture
def crm(tmp_path):
    (tmp_path / "crm").mkdir()
    (tmp_path / "crm" / "contacts.csv").write_text("id,cv\n1,cvs/1.pdf\n")
    return store("crm", {"name": "contacts"})


def unread(folder, *stores, named=()):
    return count_unread(stores, {stores[0].name}, folder, lambda _: named)


def put(path, text="x"):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_a_tables_own_files_are_none(tmp_path, crm):
    assert unread(tmp_path, crm) == 0


def test_every_other_file_is_one_wherever_it_lies(tmp_path, crm):
    put(tmp_path / "crm" / "contacts copy.csv")
    put(tmp_path / "crm" / "old" / "2019" / "deals.xlsx")
    put(tmp_path / "crm" / ".contacts.csv.swp")
    assert unread(tmp_path, crm) == 3


def test_what_holds_no_record_is_none(tmp_path, crm):
    put(tmp_path / "crm" / "_SUCCESS", "")
    put(tmp_path / "crm" / ".DS_Store")
    (tmp_path / "crm" / "empty").mkdir()
    put(tmp_path / "elsewhere.csv")
    assert unread(tmp_path, crm) == 0


def test_what_another_store_reads_is_none(tmp_path, crm):
    put(tmp_path / "crm" / "mail" / "a.eml")
    mailbox = store("mail", {"name": "messages"}, connector="mailbox", export="crm/mail")
    logs = store("logs", {"name": "requests", "file": "*.log"}, connector="weblog", export="crm/logs")
    assert unread(tmp_path, crm, logs) == 1
    assert unread(tmp_path, crm, mailbox) == 0
    put(tmp_path / "crm" / "logs" / "access.log")
    put(tmp_path / "crm" / "logs" / "access.log.1")
    assert unread(tmp_path, crm, mailbox, logs) == 1


def test_a_document_that_a_record_names_is_none(tmp_path, crm):
    for name in ("1.pdf", "2.pdf"):
        put(tmp_path / "crm" / "cvs" / name)
    assert unread(tmp_path, crm, named=["cvs/1.pdf", "cvs\\2.pdf "]) == 0
    assert unread(tmp_path, crm, named=["cvs/1.pdf", "../crm/cvs/2.pdf", "/etc/passwd", "cvs/3.pdf", "a\0b"]) == 1


def test_a_link_is_what_it_leads_to(tmp_path, crm):
    put(tmp_path / "other" / "people.csv")
    (tmp_path / "crm" / "contacts-too.csv").symlink_to("contacts.csv")
    (tmp_path / "crm" / "gone.csv").symlink_to("nowhere.csv")
    assert unread(tmp_path, crm) == 0
    (tmp_path / "crm" / "linked").symlink_to(tmp_path / "other")
    assert unread(tmp_path, crm) == 1


def test_a_folder_elsewhere_that_is_linked_is_one_and_not_looked_into(tmp_path, crm):
    home = tmp_path / "home"
    home.mkdir()
    (tmp_path / "crm").rename(home / "crm")
    for name in ("a.csv", "b.csv"):
        put(tmp_path / "outside" / name)
    (home / "crm" / "shared").symlink_to(tmp_path / "outside")
    for one, other in (("here", "there"), ("there", "here")):
        put(home / "crm" / one / "notes.txt")
        (home / "crm" / one / "round").symlink_to(home / "crm" / other)
    assert unread(home, crm) == 1 + 2, "links that go round are gone once"


def test_a_folder_that_cannot_be_looked_into_is_one(tmp_path, crm, monkeypatch):
    put(tmp_path / "crm" / "locked" / "people.csv")
    scandir = os.scandir

    def locked(path):
        if Path(path).name == "locked":
            raise PermissionError
        return scandir(path)

    monkeypatch.setattr(os, "scandir", locked)
    assert unread(tmp_path, crm) == 1


def test_a_file_for_its_export_has_no_others(tmp_path, crm):
    put(tmp_path / "crm" / "deals.csv")
    one = store("one", {"name": "contacts", "file": None}, export="crm/contacts.csv")
    assert unread(tmp_path, one) == 0
    assert count_unread([crm, one], {"one"}, tmp_path, lambda _: ()) == 0


def test_members_of_an_archive_count_as_files_do(tmp_path):
    (tmp_path / "crm").mkdir()
    with zipfile.ZipFile(tmp_path / "crm" / "all.zip", "w") as archive:
        for name in ("contacts.csv", "deals.csv", "cvs/1.pdf", "__MACOSX/._contacts.csv"):
            archive.writestr(name, "id,cv\n")
    packed = store("crm", {"name": "contacts", "file": "contacts.csv"}, export="crm/*.zip")
    assert unread(tmp_path, packed) == 2
    assert unread(tmp_path, packed, named=["./cvs/1.pdf"]) == 1
    (tmp_path / "crm" / "broken.zip").write_bytes(b"PK")
    assert unread(tmp_path, packed) >= 1
