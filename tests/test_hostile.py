"""Hostile configuration: every mistake ends in its file, line, key and the nearest valid one, with exit code 3.

Hostile input, which is found only when a night reads it, is in ``test_hostile_input``.
"""

import json
import shutil

import pytest

from pipelines.cli import main

FILES = {
    "abide.yaml": "controller: acme\nname: Acme Ltd\ntimezone: Europe/London\nowners: [privacy@acme.example]\n",
    "notice.txt": (
        "Privacy notice of Acme Ltd\n\nWe delete the details of members 24 months after they left.\n"
        "We delete orders 72 months after they are closed.\nEveryone who handles your details has been trained.\n"
    ),
    "notice.yaml": """\
controller: Acme Ltd
published: "2026-01-01"
clauses:
  - id: members-24-months
    quote: We delete the details of members 24 months after they left.
    law: [UK GDPR Art. 5(1)(e)]
    rule: kept-past-period
    given: {subject_type: subscriber, outcome: left, clock: ended_on, period: 24 months}
    remedy: erase
  - id: orders-72-months
    quote: We delete orders 72 months after they are closed.
    law: [UK GDPR Art. 5(1)(e)]
    rule: kept-past-period
    given: {subject_type: customer, clock: ended_on, period: 72 months}
    remedy: erase
  - id: staff-trained
    quote: Everyone who handles your details has been trained.
    unprovable: Training stands in no store.
    attested: {by: Head of Personnel, on: 2026-01-01, until: 2027-01-01}
""",
    "stores/members.yaml": """\
name: members
role: controller
connector: files
export: exports
exported_at: modified
fresh_within: 26 hours
tables:
  - name: members
    file: members.csv
    columns: [member_id, full_name, email, left_on, status]
    key: [member_id]
    subject: {member_id: member_id, email: email}
    subject_type: subscriber
    purpose: membership
    record: {ended_on: try_cast(left_on as date), outcome: status}
    personal: {full_name: user.name, email: user.contact.email}
    required: [member_id]
""",
    "stores/orders.yaml": """\
name: orders
role: processor
provider: Till & Co
connector: files
export: exports
exported_at: modified
fresh_within: 26 hours
tables:
  - name: orders
    file: orders.json
    format: json
    rows: /orders
    columns: {order_id: /id, email: /buyer/email, closed: /closed}
    key: [order_id]
    subject: {email: email}
    subject_type: customer
    record: {ended_on: try_cast(closed as date)}
    personal: {email: user.contact.email}
""",
}


class Folder:
    """A controller's folder to spoil."""

    def __init__(self, path):
        self.path = path
        for name, text in FILES.items():
            self.write(name, text)

    def write(self, name, content):
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())

    def swap(self, name, old, new):
        text = (self.path / name).read_text(encoding="utf-8")
        assert text.count(old) >= 1, f"{name} has no {old!r}"
        self.write(name, text.replace(old, new, 1))

    def add(self, name, text):
        self.write(name, (self.path / name).read_text(encoding="utf-8") + text)

    def drop(self, name):
        (self.path / name).unlink()


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path / "acme")


def abide(capsys, *words):
    with pytest.raises(SystemExit) as ended:
        main([str(word) for word in words])
    told = capsys.readouterr()
    assert "Traceback" not in told.out + told.err
    return ended.value.code, told.out, told.err


def test_the_folder_unspoilt_is_well(folder, capsys):
    code, out, _ = abide(capsys, "check", folder.path)
    assert code == 0
    assert out.endswith(f"{folder.path}: 3 clauses, 2 stores, 1 rule: all well\n")


OWN_RULE = """\
id: own-rule
title: A rule of its own
over: record
ground: other_breach
flag_when: [purpose is null]
because: There is no purpose.
examples:
  - {why: no purpose, as_of: 2026-03-01, row: {}, expect: flag}
  - {why: a purpose, as_of: 2026-03-01, row: {purpose: marketing}, expect: clear}
"""

WRONG = {
    "no abide.yaml": (lambda f: f.drop("abide.yaml"), ["abide.yaml: the file is missing", "abide init"]),
    "abide.yaml is a folder": (
        lambda f: (f.drop("abide.yaml"), (f.path / "abide.yaml").mkdir()),
        ["abide.yaml: the file is missing"],
    ),
    "unknown key": (lambda f: f.add("abide.yaml", "timezon: UTC\n"), ["abide.yaml:5: timezon:", "'timezone'"]),
    "unknown time zone": (
        lambda f: f.swap("abide.yaml", "Europe/London", "Europe/Londn"),
        ["abide.yaml:3: timezone:", "did you mean 'Europe/London'"],
    ),
    "owner is no address": (lambda f: f.swap("abide.yaml", "privacy@", "privacy"), ["abide.yaml:4: owners.0:"]),
    "id is no id": (lambda f: f.swap("abide.yaml", "acme\n", "Acme Ltd\n"), ["abide.yaml:1: controller:"]),
    "duplicate key in YAML": (lambda f: f.add("abide.yaml", "name: Other\n"), ["abide.yaml:5:", "duplicate key"]),
    "tab in YAML": (lambda f: f.swap("notice.yaml", "    rule:", "\trule:"), ["notice.yaml:7:", "not valid YAML"]),
    "YAML that does not close": (
        lambda f: f.swap("notice.yaml", "24 months}", "24 months"),
        ["notice.yaml:", "not valid YAML"],
    ),
    "YAML is a list": (lambda f: f.write("notice.yaml", "- a\n- b\n"), ["notice.yaml:1:", "keys and values"]),
    "YAML holds itself": (
        lambda f: f.write("notice.yaml", "controller: Acme Ltd\nclauses: &a [*a]\n"),
        ["notice.yaml", "clauses"],
    ),
    "YAML with a Python object": (
        lambda f: f.swap("abide.yaml", "Acme Ltd", '!!python/object/apply:os.system ["true"]'),
        ["abide.yaml:2: name:"],
    ),
    "empty notice.yaml": (lambda f: f.write("notice.yaml", ""), ["notice.yaml:1:", "keys and values"]),
    "no notice.yaml": (lambda f: f.drop("notice.yaml"), ["notice.yaml: the file is missing"]),
    "no notice": (lambda f: f.drop("notice.txt"), ["notice.txt: the notice's text is missing"]),
    "empty notice": (lambda f: f.write("notice.txt", " \n"), ["notice.txt: the notice is empty"]),
    "notice is not UTF-8": (
        lambda f: f.write("notice.txt", "Caf\xe9 notice".encode("latin-1")),
        ["notice.txt: the file is not UTF-8"],
    ),
    "notice.yaml is not UTF-8": (
        lambda f: f.write("notice.yaml", "controller: Caf\xe9".encode("latin-1")),
        ["notice.yaml: the file is not UTF-8"],
    ),
    "wrong quote": (
        lambda f: f.swap("notice.yaml", "24 months after they left.", "24 months after they leave."),
        ["notice.yaml:5: members-24-months.quote:", "word for word"],
    ),
    "part of a word quoted": (
        lambda f: f.swap("notice.yaml", "We delete orders 72 months after they are closed.", "delete orders 72 mon"),
        ["notice.yaml:11: orders-72-months.quote:", "word for word"],
    ),
    "notice of another": (
        lambda f: f.swap("notice.yaml", "Acme Ltd", "Other Ltd"),
        ["notice.yaml:1: controller:", "'Other Ltd'", "'Acme Ltd'"],
    ),
    "unknown rule": (
        lambda f: f.swap("notice.yaml", "kept-past-period", "kept-past-periods"),
        ["notice.yaml:7: members-24-months.rule:", "did you mean 'kept-past-period'?"],
    ),
    "parameter misspelt": (
        lambda f: f.swap("notice.yaml", "period: 24", "perod: 24"),
        ["notice.yaml:8: members-24-months.given:", "takes no 'perod'; did you mean 'period'?"],
    ),
    "parameter missing": (
        lambda f: f.swap("notice.yaml", ", period: 24 months", ""),
        ["notice.yaml:8: members-24-months.given:", "needs 'period'"],
    ),
    "bad period": (
        lambda f: f.swap("notice.yaml", "24 months}", "two years}"),
        ["notice.yaml:8: members-24-months.given:", "'two years' is not a period"],
    ),
    "unknown clock": (
        lambda f: f.swap("notice.yaml", "clock: ended_on", "clock: ended_at"),
        ["notice.yaml:8: members-24-months.given:", "'ended_at' is not a clock", "did you mean 'ended_on'?"],
    ),
    "clause twice": (
        lambda f: f.swap("notice.yaml", "id: orders-72-months", "id: members-24-months"),
        ["notice.yaml", "'members-24-months' stands twice"],
    ),
    "clause without remedy": (
        lambda f: f.swap("notice.yaml", "    remedy: erase\n", ""),
        ["notice.yaml:4: clauses.0:", "says its remedy"],
    ),
    "unknown remedy": (
        lambda f: f.swap("notice.yaml", "remedy: erase", "remedy: eras"),
        ["notice.yaml:9: clauses.0.remedy:", "did you mean 'erase'?"],
    ),
    "rule and reason both": (
        lambda f: f.swap("notice.yaml", "    remedy: erase\n", "    remedy: erase\n    unprovable: No data says it.\n"),
        ["notice.yaml:4: clauses.0:", "not both"],
    ),
    "date that is none": (
        lambda f: f.swap("notice.yaml", '"2026-01-01"', '"2026-13-41"'),
        ["notice.yaml:2: published:"],
    ),
    "clause of an unknown store": (
        lambda f: f.swap("notice.yaml", "    remedy: erase\n", "    remedy: erase\n    stores: [member]\n"),
        ["notice.yaml:10: members-24-months.stores:", "did you mean 'members'?"],
    ),
    "no stores": (
        lambda f: shutil.rmtree(f.path / "stores"),
        ["stores: no store is bound here"],
    ),
    "unknown key in a store": (
        lambda f: f.swap("stores/members.yaml", "    required:", "    requird:"),
        ["members.yaml:17: tables.0.requird: unknown key", "did you mean 'required'?"],
    ),
    "unknown category": (
        lambda f: f.swap("stores/members.yaml", "user.contact.email", "user.contact.emial"),
        ["members.yaml:16: tables.0.personal:", "did you mean 'user.contact.email'?"],
    ),
    "unknown subject type": (
        lambda f: f.swap("stores/members.yaml", "subscriber", "subscribr"),
        ["members.yaml:13: tables.0.subject_type:", "did you mean 'subscriber'?"],
    ),
    "unknown connector": (
        lambda f: f.swap("stores/members.yaml", "connector: files", "connector: file"),
        ["members.yaml:3: connector:", "did you mean 'files'?"],
    ),
    "key column not listed": (
        lambda f: f.swap("stores/members.yaml", "key: [member_id]", "key: [memberid]"),
        ["members.yaml:8: tables.0:", "did you mean 'member_id'?"],
    ),
    "unknown fact": (
        lambda f: f.swap("stores/members.yaml", "{ended_on:", "{ended_at:"),
        ["members.yaml:15: tables.0.record:", "did you mean 'ended_on'?"],
    ),
    "bad SQL": (
        lambda f: f.swap("stores/members.yaml", "try_cast(left_on as date)", "try_cast(left_on as"),
        ["members.yaml:15: tables.0.record.ended_on:", "not an SQL expression"],
    ),
    "unknown column in SQL": (
        lambda f: f.swap("stores/members.yaml", "try_cast(left_on", "try_cast(leftt_on"),
        ["members.yaml:15: tables.0.record.ended_on:", "did you mean 'left_on'?"],
    ),
    "query in SQL": (
        lambda f: f.swap("stores/members.yaml", "outcome: status", "outcome: (select max(email) from landed.members)"),
        ["members.yaml:15: tables.0.record.outcome:", "not a query"],
    ),
    "freshness in months": (
        lambda f: f.swap("stores/members.yaml", "26 hours", "2 months"),
        ["members.yaml:6: fresh_within:", "hours, days or weeks"],
    ),
    "store with no tables": (
        lambda f: f.write("stores/members.yaml", FILES["stores/members.yaml"].split("tables:", maxsplit=1)[0]),
        ["members.yaml:1:", "has tables"],
    ),
    "table twice": (
        lambda f: f.add("stores/members.yaml", "  - {name: members, file: m.csv, columns: [a], key: [a]}\n"),
        ["members.yaml:1:", "the table 'members' stands twice"],
    ),
    "processor without provider": (
        lambda f: f.swap("stores/orders.yaml", "provider: Till & Co\n", ""),
        ["orders.yaml:1:", "names its provider"],
    ),
    "export outside the folder": (
        lambda f: f.swap("stores/members.yaml", "export: exports", "export: ../../etc"),
        ["members.yaml:4: export:", "must lie below the folder"],
    ),
    "absolute export": (
        lambda f: f.swap("stores/members.yaml", "export: exports", "export: /etc"),
        ["members.yaml:4: export:", "must lie below the folder"],
    ),
    "pattern out of the folder": (
        lambda f: f.swap("stores/members.yaml", "file: members.csv", "file: ../../../other.csv"),
        ["members.yaml:9: tables.0.file:", "must lie below the folder"],
    ),
    "unknown catalog": (
        lambda f: f.swap("stores/orders.yaml", "connector: files", "connector: files\ncatalog: xerro"),
        ["orders.yaml:5: catalog:", "did you mean 'xero'?"],
    ),
    "name is not the file's": (
        lambda f: f.swap("stores/members.yaml", "name: members", "name: member"),
        ["members.yaml:1: name:", "not the file's name"],
    ),
    "own rule has an unknown column": (
        lambda f: f.write("rules/own-rule.yaml", OWN_RULE.replace("row: {purpose", "row: {purpos")),
        ["own-rule.yaml", "did you mean 'purpose'?"],
    ),
    "own rule without a clear example": (
        lambda f: f.write("rules/own-rule.yaml", OWN_RULE.replace("expect: clear", "expect: flag")),
        ["own-rule.yaml:1:", "at least one example"],
    ),
    "own rule named as another file": (
        lambda f: f.write("rules/other.yaml", OWN_RULE),
        ["other.yaml:1: id:", "not the file's name"],
    ),
    "own rule of the library's name": (
        lambda f: f.write("rules/export-stale.yaml", OWN_RULE.replace("own-rule", "export-stale")),
        ["export-stale.yaml:1: id:", "in the library already"],
    ),
    "own rule without the grounds above it": (
        lambda f: f.write("rules/own-rule.yaml", OWN_RULE.replace("other_breach", "declared_maximum")),
        ["own-rule.yaml:1:", "hold, statutory_minimum"],
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_configuration(folder, capsys, case):
    spoil, wanted = WRONG[case]
    spoil(folder)
    code, out, err = abide(capsys, "check", folder.path)
    assert (code, err) == (3, "")
    assert not [text for text in wanted if text not in out], out


@pytest.mark.parametrize("case", ["no abide.yaml", "tab in YAML", "wrong quote", "bad SQL"])
def test_a_night_of_a_wrong_folder_does_not_begin(folder, capsys, case):
    spoil, wanted = WRONG[case]
    spoil(folder)
    code, out, err = abide(capsys, "scan", folder.path, "--as-of", "2026-03-01")
    assert (code, out) == (3, "")
    assert not [text for text in wanted if text not in err], err
    assert not (folder.path / ".abide").exists()


def test_every_mistake_of_every_file_is_told_at_once(folder, capsys):
    folder.swap("abide.yaml", "Europe/London", "Mars/Olympus")
    folder.swap("notice.yaml", "kept-past-period", "kept-past")
    folder.swap("stores/orders.yaml", "customer", "customr")
    folder.swap("stores/members.yaml", "user.name", "user.nam")
    code, out, _ = abide(capsys, "check", folder.path, "--json")
    (checked,) = json.loads(out)
    assert code == 3
    found = sorted((problem["file"].rpartition("/")[2], problem["line"]) for problem in checked["problems"])
    assert found == [("abide.yaml", 3), ("members.yaml", 16), ("notice.yaml", 7), ("orders.yaml", 16)]


def test_a_byte_order_mark_is_no_mistake(folder, capsys):
    for name in ("abide.yaml", "notice.yaml", "notice.txt", "stores/members.yaml"):
        folder.write(name, b"\xef\xbb\xbf" + (folder.path / name).read_bytes())
    assert abide(capsys, "check", folder.path)[0] == 0


def test_a_secret_that_is_not_set_is_a_warning(folder, capsys, monkeypatch):
    monkeypatch.delenv("ACME_DB", raising=False)
    folder.swap("stores/members.yaml", "export: exports\nexported_at: modified", "url: postgresql://${ACME_DB}@h/d")
    folder.swap("stores/members.yaml", "connector: files", "connector: sql")
    folder.swap("stores/members.yaml", "file: members.csv", "source: members")
    code, out, _ = abide(capsys, "check", folder.path)
    assert code == 0
    assert "warning: " in out
    assert "members.yaml:4: url: the environment variable ACME_DB is not set here" in out
