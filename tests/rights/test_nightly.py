"""Every night: what was restricted goes nowhere and is not counted; what was corrected stands nowhere any more."""

import shutil
from datetime import UTC, date, datetime, timedelta

import pytest

from erasure import acts as e
from erasure.ledger import ledger_of
from pipelines.cli import main
from stores.controller import load_controller
from stores.keys import read_key
from stores.warehouse import keyed_digest
from stores.warehouse_snapshots import open_snapshot
from tests.erasure.world import signer
from tests.rights.world import CONTACTS, NOTICE, NOW, SENDS, exports, made, night

LATER = datetime.now(UTC).date() + timedelta(days=10)
MORE = """\
  - id: corrected-everywhere
    quote: We correct what is wrong everywhere within a week.
    rule: old-value-stands
    given: {within: 7 days}
    remedy: correct
  - id: restricted-goes-nowhere
    quote: What you restrict we pass on to nobody.
    rule: disclosed-while-restricted
    given: {}
    remedy: task
  - id: restricted-is-not-counted
    quote: What you restrict is in no statistics.
    rule: counted-while-restricted
    remedy: task
  - id: objectors-go-nowhere
    quote: If you object we pass your data on to nobody.
    rule: disclosed-after-objection
    given: {recipient_kinds: [partner]}
    remedy: task
  - id: objectors-not-counted
    quote: If you object we count you no more.
    rule: counted-after-objection
    remedy: task
  - id: withdrawn-goes
    quote: What rests on your consent goes within a week of its withdrawal.
    rule: held-after-withdrawal
    given: {purposes: [marketing, sharing], within: 7 days}
    remedy: erase
"""
BOOKS = """\
name: books
role: controller
connector: files
export: exports/books
exported_at: {name: "%Y-%m-%d"}
fresh_within: 26 hours
tables:
  - name: passed_on
    file: passed_on-*.csv
    columns: [row, email, to_whom, day]
    key: [row]
    subject: {email: email}
    subject_type: contact
    purpose: sharing
    lawful_basis: consent
    record: {collected_on: try_cast(day as date)}
    also: {disclosure: {recipient: to_whom, recipient_kind: "'partner'", disclosed_on: try_cast(day as date)}}
    personal: {email: user.contact.email}
  - name: counted
    file: counted-*.csv
    columns: [row, email, n, day]
    key: [row]
    subject: {email: email}
    subject_type: contact
    purpose: statistics
    lawful_basis: legitimate_interests
    record: {collected_on: try_cast(day as date)}
    also: {statistic: {cell_size: try_cast(n as bigint), carries_identifier: email <> ''}}
    personal: {email: user.contact.email}
"""
ADA = "crm/contacts/c1"
BY = ("--by", "rob", "--passphrase-env", "ROB")


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    place = made(tmp_path_factory.mktemp("nightly"))
    (place / "notice.yaml").write_text(NOTICE + MORE)
    quotes = [line.split("quote: ")[1] for line in (NOTICE + MORE).splitlines() if "quote: " in line]
    (place / "notice.txt").write_text("\n".join(quotes) + "\n")
    (place / "stores" / "books.yaml").write_text(BOOKS)
    home = place / "exports" / "books"
    home.mkdir()
    ada, sam = "Ada.Roe@mail.example", "sam.poe@mail.example"
    passed = [f"p1,{ada},partner,2026-03-05", f"p2,{ada},partner,2026-03-01", f"p3,{sam},partner,2026-03-06"]
    (home / "passed_on-2026-03-10.csv").write_text("\n".join(["row,email,to_whom,day", *passed, ""]))
    counted = [f"k1,{ada},1,2026-03-05", f"k2,{ada},1,2026-03-01", "k3,,40,2026-03-06", f"k4,{sam},1,2026-03-06"]
    (home / "counted-2026-03-10.csv").write_text("\n".join(["row,email,n,day", *counted, ""]))
    night(place)
    return place


@pytest.fixture
def place(first, tmp_path, monkeypatch):
    for name in ("DAGSTER_HOME", "ABIDE_KEY", "ABIDE_PERSON"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ROB", "the passphrase of rob")
    return shutil.copytree(first, tmp_path / "rights")


def run(*words):
    with pytest.raises(SystemExit) as ended:
        main([str(word) for word in words])
    assert ended.value.code in {0, None}


def flagged(place, clause, as_of):
    night(place, as_of=as_of)
    with open_snapshot(place, read_key(place)) as con:
        rows = con.execute("SELECT record_key FROM flagged.flag WHERE clause = ? AND as_of = ?", [clause, as_of])
        return {row[0] for row in rows.fetchall()}


@pytest.mark.slow
def test_what_is_restricted_is_passed_on_to_nobody_and_not_counted(place):
    assert flagged(place, "restricted-goes-nowhere", date(2026, 3, 10)) == set()
    run("subject", "restrict", place, ADA, "--since", "2026-03-04", "--reason", "disputes it", *BY)
    assert flagged(place, "restricted-goes-nowhere", date(2026, 3, 10)) == {"p1"}
    assert flagged(place, "restricted-is-not-counted", date(2026, 3, 10)) == {"k1"}
    (number,) = ledger_of(load_controller(place), read_key(place)).read().limits
    run("subject", "lift", place, number, "--reason", "settled", *BY)
    assert flagged(place, "restricted-is-not-counted", date(2026, 3, 10)) == set()


def test_who_objects_or_withdraws_is_passed_on_to_nobody_not_counted_and_goes(place):
    day = date(2026, 3, 10)
    assert flagged(place, "objectors-go-nowhere", day) == set()
    run("subject", "object", place, ADA, "--since", "2026-03-02", "--reason", "by letter", *BY)
    assert flagged(place, "objectors-go-nowhere", day) == {"p1"}
    assert flagged(place, "objectors-not-counted", day) == {"k1"}
    assert flagged(place, "withdrawn-goes", date(2026, 3, 9)) == set(), "the week is not over"
    assert flagged(place, "withdrawn-goes", day) == {"c1", "s1", "s2", "p1", "p2"}, "in every store, and nobody else"


def rectified(place, monkeypatch, old, new):
    monkeypatch.setenv("OLD", old)
    monkeypatch.setenv("NEW", new)
    run("subject", "rectify", place, ADA, "--old-env", "OLD", "--new-env", "NEW", "--reason", "misspelt", *BY)


@pytest.mark.slow
def test_an_old_value_is_found_wherever_it_stands_of_the_person_and_nobody_else(place, monkeypatch):
    exports(place, contacts={**CONTACTS, "c2": "sam.poe@mail.example,Ada Roe,2026-03-05,,list"})
    night(place)
    rectified(place, monkeypatch, "ada  ROE", "Ada Rowe")
    assert flagged(place, "corrected-everywhere", LATER - timedelta(days=5)) == set(), "the week is not over"
    assert flagged(place, "corrected-everywhere", LATER) == {"c1"}
    with open_snapshot(place, read_key(place)) as con:
        rows = con.execute('SELECT record_key, "column" FROM relation.old_value ORDER BY ALL').fetchall()
    assert rows == [("c1", "full_name"), ("c1", "note")]
    right = 'ada.roe@mail.example,Ada Rowe,2026-02-01,"(Ada Roe, as she was called)",form'
    exports(place, contacts={**CONTACTS, "c1": right})
    assert flagged(place, "corrected-everywhere", LATER) == {"c1"}, "within a text, whatever marks stand around it"
    exports(place, contacts={**CONTACTS, "c1": right.replace("Roe, as", "Rowe, as")})
    assert flagged(place, "corrected-everywhere", LATER) == set()


@pytest.mark.slow
def test_an_address_that_was_corrected_is_found_though_the_person_has_another_one_now(place, monkeypatch):
    rectified(place, monkeypatch, "ada.roe@mail.example", "ada.rowe@mail.example")
    exports(
        place,
        contacts={**CONTACTS, "c1": "ada.rowe@mail.example,Ada Roe,2026-02-01,,form"},
        sends={"s1": "ADA.ROE@mail.example,2026-02-20", "s3": SENDS["s3"]},
    )
    assert flagged(place, "corrected-everywhere", LATER) >= {"s1", "p1", "k1"}


@pytest.mark.slow
def test_a_correction_that_is_taken_back_makes_the_first_value_right_again(place, monkeypatch):
    rectified(place, monkeypatch, "Ada Roe", "Ada Rowe")
    rectified(place, monkeypatch, "Ada Rowe", "Ada Roe")
    assert flagged(place, "corrected-everywhere", LATER) == set()


def test_an_entry_of_before_there_were_identifiers_is_written_and_read_as_it_was(place):
    ledger = ledger_of(load_controller(place), read_key(place))
    old = {name: keyed_digest(bytes(32), name) for name in ("subject", "old", "new")}
    plain = e.said(kind="corrected", reason="misspelt", **old)
    ledger.append(NOW, "rob", signer("rob"), lambda _: [plain])
    (entry,) = [one for one in ledger.entries() if one.data.kind == "corrected"]
    assert "digests" not in entry.body
    assert [one.said for one in ledger.read().wrong()] == [plain]
