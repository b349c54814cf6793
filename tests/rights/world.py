"""A small controller with three stores, for tests of people's rights: contacts, messages sent, and a rights register."""

from datetime import UTC, date, datetime

from assets.night import conclude, find_table, judge_rule, land_store, link_subjects, record_store
from erasure.ledger import ledger_of
from stores.controller import load_controller
from stores.keys import make_key, read_key
from stores.warehouse import open_warehouse
from stores.warehouse_snapshots import publish_snapshot
from tests.erasure.world import ROLES, added, signer

AS_OF = date(2026, 3, 10)
NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
NOTICE = """\
controller: Rights Ltd
published: "2026-01-12"
clauses:
  - id: no-marketing-after-objection
    quote: We stop writing to you once you object.
    rule: contacted-after-objection
    given: {message_purposes: [marketing]}
    remedy: task
  - id: objectors-suppressed
    quote: Whoever objects is put on our suppression list.
    rule: objection-not-suppressed
    given: {purposes: [marketing]}
    remedy: suppress
  - id: contacts-two-years
    quote: We keep contacts for two years.
    rule: kept-past-period
    given: {subject_type: contact, clock: collected_on, period: 24 months}
    remedy: erase
"""
STORES = {
    "crm": """\
name: crm
role: processor
provider: CRM Corp
connector: files
export: exports/crm
exported_at: {name: "%Y-%m-%d"}
fresh_within: 26 hours
tables:
  - name: contacts
    file: contacts-*.csv
    columns: [contact_id, email, full_name, created, note, how]
    key: [contact_id]
    subject: {email: email}
    subject_type: contact
    purpose: marketing
    lawful_basis: consent
    record: {collected_on: try_cast(created as date), source: how}
    personal: {email: user.contact.email, full_name: user.name}
    clocks: {collected_on: created}
""",
    "mailer": """\
name: mailer
role: controller
connector: files
export: exports/mailer
exported_at: {name: "%Y-%m-%d"}
fresh_within: 26 hours
tables:
  - name: sends
    file: sends-*.csv
    columns: [send_id, email, sent]
    key: [send_id]
    subject: {email: email}
    subject_type: contact
    purpose: marketing
    lawful_basis: consent
    record: {collected_on: try_cast(sent as date)}
    also: {send: {sent_on: try_cast(sent as date), message_purpose: "'marketing'"}}
    personal: {email: user.contact.email}
""",
    "register": """\
name: register
role: controller
connector: files
export: exports/register
exported_at: {name: "%Y-%m-%d"}
fresh_within: 26 hours
tables:
  - name: requests
    file: requests-*.csv
    columns: [request_id, email, right_name, received]
    key: [request_id]
    subject: {email: email}
    subject_type: contact
    purpose: rights
    lawful_basis: legal_obligation
    also: {request: {right_exercised: right_name, received_on: try_cast(received as date)}}
    personal: {email: user.contact.email}
""",
}
PAPER = """\
name: paper
role: controller
connector: none
not_read_because: it stands in a cupboard
holds: [contact]
"""
CONTACTS = {
    "c1": 'ada.roe@mail.example,Ada Roe,2026-02-01,"Ada Roe asked; call Boris Grant, boris@else.example",form',
    "c2": "sam.poe@mail.example,Sam Poe,2026-03-05,,list",
    "c3": "kim.loe@mail.example,Kim Loe,,,",
    "c4": "old.moe@mail.example,Old Moe,2020-01-01,,",
}
SENDS = {
    "s1": "ada.roe@mail.example,2026-02-20",
    "s2": "ada.roe@mail.example,2026-03-05",
    "s3": "sam.poe@mail.example,2026-03-06",
}
REQUESTS = {"r1": "ada.roe@mail.example,access,2026-03-01", "r2": "ada.roe@mail.example,objection,2026-03-02"}


def made(folder):
    """The controller's folder with its exports, key and people."""
    place = folder / "rights"
    (place / "stores").mkdir(parents=True)
    (place / "abide.yaml").write_text(
        "controller: rights\nname: Rights Ltd\ntimezone: Europe/London\nowners: [dpo@rights.example]\n"
    )
    (place / "notice.yaml").write_text(NOTICE)
    quotes = [line.split("quote: ")[1] for line in NOTICE.splitlines() if "quote: " in line]
    (place / "notice.txt").write_text("\n".join(quotes) + "\n")
    for name, text in STORES.items():
        (place / "stores" / f"{name}.yaml").write_text(text)
    make_key(place)
    exports(place)
    ledger = ledger_of(load_controller(place))
    ledger.append_own(NOW, lambda _: [added("amy", ROLES["amy"])])
    rest = [added(name, roles) for name, roles in ROLES.items() if name != "amy"]
    ledger.append(NOW, "amy", signer("amy"), lambda _: rest)
    return place


def exports(place, contacts=CONTACTS, sends=SENDS, requests=REQUESTS, day="2026-03-10"):
    """Write all exports anew."""
    for store, table, heading, rows in (
        ("crm", "contacts", "contact_id,email,full_name,created,note,how", contacts),
        ("mailer", "sends", "send_id,email,sent", sends),
        ("register", "requests", "request_id,email,right_name,received", requests),
    ):
        home = place / "exports" / store
        home.mkdir(parents=True, exist_ok=True)
        lines = [heading, *(f"{key},{row}" for key, row in rows.items())]
        (home / f"{table}-{day}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def night(place, *, find=False, as_of=AS_OF):
    """Run a whole night and publish it; what each clause says."""
    controller = load_controller(place)
    key = read_key(place)
    with open_warehouse(place, key) as con:
        for store in controller.stores:
            land_store(con, controller, store, as_of)
            if find and store.name == "crm":  # the one with free text
                for table in store.tables:
                    find_table(con, controller, store, table, as_of)
            record_store(con, controller, store, as_of)
        link_subjects(con, controller, as_of)
        for name in sorted({clause.rule for clause in controller.notice.clauses if clause.rule}):
            judge_rule(con, controller, controller.rules[name], as_of)
        results = conclude(con, controller, as_of)
        publish_snapshot(con, place, as_of, key)
    return {result.clause: result for result in results}


def flagged(place, clause):
    """The record keys that a clause flags."""
    from stores.warehouse_snapshots import open_snapshot

    with open_snapshot(place, read_key(place)) as con:
        return {
            row[0]
            for row in con.execute(
                "SELECT record_key FROM flagged.flag WHERE clause = ? AND as_of = ?", [clause, AS_OF]
            ).fetchall()
        }
