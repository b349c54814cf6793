"""After an erasure every export that is newer is searched for the person, a vendor's too; older ones show nothing."""

import pytest

from assets.erasure import told
from tests.erasure.approved import ERASURE, allowed, approved, hand, night_of_all
from tests.erasure.nights import AS_OF, export
from tests.erasure.test_hand import LATE, Lying

VENDOR = """\
name: crm
role: processor
provider: CRM Corp
connector: files
export: crm
exported_at: {name: "%Y-%m-%d"}
fresh_within: 26 hours
erase: {by: hand}
tables:
  - name: contacts
    file: contacts-*.csv
    columns: [contact_id, email, note, closed]
    key: [contact_id]
    subject: {email: email}
    subject_type: candidate
    purpose: recruitment
    lawful_basis: contract
    record: {ended_on: try_cast(closed as date), outcome: "'unsuccessful'"}
    personal: {email: user.contact.email}
"""
JANE, INFO = "jane.roe@mail.example", "info@mail.example"
OTHER = "c0,bob.bee@mail.example,,2026-02-01"


def contacts(place, *rows, day="2026-03-01"):
    for old in (place / "crm").glob("*.csv"):
        old.unlink()
    text = "\n".join(["contact_id,email,note,closed", *rows, ""])
    (place / "crm" / f"contacts-{day}.csv").write_text(text)


@pytest.fixture
def two(place):
    """A store of their own, and a vendor's."""
    allowed(place)
    (place / "stores" / "crm.yaml").write_text(VENDOR + ERASURE)
    (place / "crm").mkdir()
    contacts(place, OTHER)
    night_of_all(place, AS_OF)
    return place


def meanwhile(place, *rows, day):
    """A vendor whose export of that day comes while the erasure runs."""
    from stores.erasers.files import ERASER

    class Meanwhile(Lying):
        def erase(self, work, folder, today):
            contacts(place, OTHER, *rows, day=day)
            yield from ERASER.erase(work, folder, today)

        def erase_together(self, works, folder, today):
            contacts(place, OTHER, *rows, day=day)
            yield from ERASER.erase_together(works, folder, today)

        def ready(self, works, folder):
            pass

    return {"erasers": lambda store: Meanwhile() if store.name == "recruitment" else Lying()}


def late(*keys):
    return lambda flag: flag.clause == LATE and flag.record_key in keys


def test_a_vendors_export_of_after_is_searched_by_identifier(two):
    approved(two, late("A1"))
    new = f"c7,{JANE},,2026-02-01"
    done = hand(two, **meanwhile(two, new, day="2026-03-02")).execute()
    assert done.counts() == {"failed": 1}
    assert done.found["records_with_identifier"] == 1
    assert done.found["tables_searched"] == 2
    assert hand(two).certify()[1]["status"] == "incomplete"


def test_a_second_copy_that_no_table_reads_is_told(two):
    """It holds the person, and nobody looks into it: no certificate may pass that over."""
    approved(two, late("A1"))
    copy = two / "crm" / "old" / "people.csv"
    copy.parent.mkdir()
    copy.write_text(f"id,email\n7,{JANE}\n")
    done = hand(two, **meanwhile(two, day="2026-03-02")).execute()
    assert (done.counts(), done.found["files_not_searched"]) == ({"verified": 1}, 1)
    assert "1 files below the exports that were searched belong to no table" in told(done)
    remains = hand(two).certify()[1]["remains"]
    assert [(line["state"], line["records"]) for line in remains] == [("task", 1)]


def test_one_of_before_is_not(two):
    approved(two, late("A1"))
    done = hand(two, **meanwhile(two, f"c7,{JANE},,2026-02-01", day="2026-02-28")).execute()
    assert done.counts() == {"verified": 1}
    assert (done.found["records_with_identifier"], done.found["tables_not_searched"]) == (0, 1)
    assert "1 tables of the stores could not be searched" in told(done)
    data = hand(two).certify()[1]
    assert data["status"] == "verified"
    assert [(line["state"], line["records"]) for line in data["remains"]] == [("task", 1)]


@pytest.mark.slow
def test_a_text_of_a_vendors_is_searched_for_the_mailbox(two):
    approved(two, late("A1"))
    new = 'c7,kay.lee@mail.example,"ask Jane.Roe+jobs@mail.example.",2026-02-01'
    done = hand(two, **meanwhile(two, new, day="2026-03-02")).execute()
    assert done.counts() == {"verified": 1}
    assert (done.found["records_with_identifier"], done.found["texts_with_address"]) == (0, 1)
    assert "1 records mention an identifier" in told(done)


@pytest.mark.slow
def test_what_is_itself_awaited_is_no_trace(two):
    contacts(two, OTHER, f"c1,{JANE},,2024-01-10")
    night_of_all(two, AS_OF)
    approved(two, late("A1", "c1"))
    done = hand(two).execute()
    contacts(two, OTHER, f"c1,{JANE},,2024-01-10", day="2026-03-02")
    done = hand(two).execute()
    assert done.counts() == {"manual": 1, "verified": 1}
    assert (done.found["records_with_identifier"], done.found["texts_with_address"]) == (0, 0)
    hand(two).certify()
    # it is done, but the person stands there under another number: months later, with no reading left of before
    contacts(two, OTHER, f"c9,{JANE.upper()},,2026-02-01", day="2026-03-02")
    done = hand(two).execute()
    assert done.found["records_with_identifier"] == 1
    assert hand(two).certify()[1]["status"] == "incomplete"
    contacts(two, OTHER, day="2026-03-02")
    done = hand(two).execute()
    assert done.counts() == {"verified": 2}
    assert hand(two).certify()[1]["status"] == "verified"


@pytest.mark.slow
def test_a_mailbox_that_several_read_is_no_trace_of_one_person(two):
    export(two, A1=f"{INFO},Jane Roe,2024-01-10,unsuccessful,")
    night_of_all(two, AS_OF)
    approved(two, late("A1"))
    done = hand(two, **meanwhile(two, f"c7,{INFO},write to {INFO},2026-02-01", day="2026-03-02")).execute()
    assert done.counts() == {"verified": 1}
    assert (done.found["records_with_identifier"], done.found["texts_with_address"]) == (0, 0)


@pytest.mark.slow
def test_a_store_that_nothing_was_asked_of_and_that_cannot_be_read_stops_no_certificate(two):
    approved(two, late("A1"))

    class Breaking(Lying):
        def erase(self, work, folder, today):
            from stores.erasers.files import ERASER

            (two / "crm" / "contacts-2026-03-01.csv").write_bytes(b"\xff\xfe\x00 no export at all\n")
            yield from ERASER.erase(work, folder, today)

    done = hand(two, erasers=lambda _: Breaking()).execute()
    assert done.counts() == {"verified": 1}
    assert (done.found["tables_searched"], done.found["tables_not_searched"]) == (1, 1)
