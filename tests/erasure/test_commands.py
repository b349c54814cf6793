"""The ledger's commands: the way from flags to two approvals, the CSV in bulk, refusals that people and programs read."""

import csv
import json
import os
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from pipelines.cli import main
from tests.erasure.nights import export, flag_id, night, report

LATE, DECIDED = "candidates-twelve-months", "decided-lately"
SOON = (datetime.now(UTC).date() + timedelta(days=90)).isoformat()
PASSPHRASE = "correct horse battery staple"
REASON = "Jane Roe wrote to us on Monday"


@pytest.fixture(autouse=True)
def _alone(monkeypatch, place):
    for name in ("DAGSTER_HOME", "ABIDE_KEY", "ABIDE_PERSON", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ABIDE_CONTROLLERS", str(place))
    monkeypatch.setenv("SECRET", PASSPHRASE)


def key_file(folder, name, passphrase=None):
    """A key pair as ssh-keygen writes it."""
    key = Ed25519PrivateKey.generate()
    lock = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
    (folder / name).write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, lock))
    public = key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
    (folder / f"{name}.pub").write_bytes(public + b" somebody@host\n")
    return folder / name


@pytest.fixture
def abide(capsys):
    def run(*words, code=0):
        with pytest.raises(SystemExit) as ended:
            main([str(word) for word in words])
        told = capsys.readouterr()
        assert ended.value.code == code, told
        assert REASON not in told.err
        assert PASSPHRASE not in told.out + told.err
        return json.loads(told.out) if "--json" in words else told.out + told.err

    return run


@pytest.fixture
def people(abide, tmp_path):
    """An administrator, a reviewer and two approvers who sign with key files; the words that let each act."""
    who = {name: ("--by", name, "--key", key_file(tmp_path, name)) for name in ("amy", "rob", "ann", "abe")}
    abide("person", "add", "amy", "--role", "administrator", "--public-key", tmp_path / "amy.pub")
    for name, role in (("rob", "reviewer"), ("ann", "approver"), ("abe", "approver")):
        abide("person", "add", name, "--role", role, "--public-key", tmp_path / f"{name}.pub", *who["amy"])
    return who


def test_from_a_flag_to_two_approvals_and_a_verified_ledger(abide, people, place, tmp_path):
    first, second = flag_id(place, LATE, "A1"), flag_id(place, LATE, "A4")
    told = abide("decide", first[:8], second, "--approve", "--reason", REASON, *people["rob"], "--json")
    assert (told["decision"], told["flags"]) == ("approve", [first, second])
    told = abide("batch", "new", *people["rob"], "--json")
    assert (told["batch"], told["size"], told["proposed_by"]) == ("EB-0001", 2, ["rob"])
    error = abide("approve", "EB-0001", *people["ann"], "--json", code=2)["error"]
    assert error["field"] == "hash"
    assert told["sha256"] in error["allowed"]
    told = abide("approve", "EB-0001", "--hash", told["sha256"][:12], *people["ann"], "--json")
    assert (told["approved_by"], told["authorised"]) == (["ann"], False)
    assert "1 of 2" in abide("batch", "list")
    assert "approved this already" in abide("approve", "EB-0001", "--hash", told["sha256"], *people["ann"], code=2)
    told = abide("approve", "EB-0001", "--hash", told["sha256"], *people["abe"], "--json")
    assert (told["approved_by"], told["authorised"]) == (["ann", "abe"], True)
    shown = abide("batch", "show", "EB-0001")
    assert "2  candidates-twelve-months, recruitment.applications, erase: ready" in shown
    assert REASON not in shown
    assert REASON in abide("batch", "show", "EB-0001", "--reasons")
    kept = tmp_path / "kept" / "checkpoints"
    kept.parent.mkdir()
    abide("checkpoint", place, "--write", kept)
    told = abide("verify", place, "--checkpoint", kept, "--json")
    assert (told["sound"], told["entries"], told["checkpoint_given"]) == (True, 9, True)
    assert "keep one elsewhere" in abide("verify", place)
    (place / ".abide" / "ledger.sqlite").unlink()
    assert "empty or gone" in abide("verify", place, "--checkpoint", kept, code=1)


@pytest.mark.slow
def test_a_batch_stops_when_a_flag_in_it_lapses(abide, people, place):
    abide(
        "decide",
        flag_id(place, LATE, "A1"),
        flag_id(place, LATE, "A4"),
        "--approve",
        "--reason",
        REASON,
        *people["rob"],
    )
    sha256 = abide("batch", "new", *people["rob"], "--json")["sha256"]
    export(place, A1="jane.roe@mail.example,Jane Roe,2024-01-11,unsuccessful,", A4=None)
    night(place, land=True)
    told = abide("approve", "EB-0001", "--hash", sha256, *people["ann"], code=2)
    assert "2 of its 2 flags lapsed" in told
    states = {flag["record_key"]: flag["state"] for flag in abide("batch", "show", "EB-0001", "--json")["flags"]}
    assert states == {"A1": "lapsed: its facts changed", "A4": "lapsed: no longer flagged"}
    assert "2 dropped, 0 left" in abide("batch", "drop", "EB-0001", "--lapsed", *people["rob"])
    assert abide("batch", "new", *people["rob"], "--json", code=2)["error"]["field"] == "flags"


def filled(place, name, **rows):
    """The report's CSV with a reviewer's columns, by record key of the twelve-month promise."""
    with (place / "report" / "flagged.csv").open(encoding="utf-8", newline="") as file:
        listed = [row for row in csv.DictReader(file) if row["clause"] == LATE]
    columns = ("decision", "reason", "scope", "until", "matter", "owner", "review_on")
    for row in listed:
        row.update(dict.fromkeys(columns, "") | rows.get(row["record_key"], {}))
    path = place / name
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, listed[0].keys())
        writer.writeheader()
        writer.writerows(listed)
    return path


def test_deciding_in_bulk_from_the_reports_csv(abide, people, place):
    report(place)
    yes = {"decision": "Approve", "reason": REASON}
    no = {"decision": "dismiss", "reason": REASON, "scope": "facts", "until": SOON}
    good = filled(place, "good.csv", A1=yes, A4=no)
    bad = filled(place, "bad.csv", A1=yes, A4={**no, "until": "01/09/2027"}, A5={**yes, "decision": "erase"})
    told = abide("decide", "--from", bad, *people["rob"], code=2)
    assert "row 3" in told
    assert "until: is not a day as it is written here. Allowed: YYYY-MM-DD." in told
    assert "Nothing was recorded" in told
    told = abide("decide", "--from", bad, "--partial", *people["rob"], "--json", code=1)
    assert told["recorded"] == {"approve": 1, "dismiss": 0, "hold": 0}
    assert [(one["row"], one["field"]) for one in told["refused"]] == [(3, "until"), (4, "decision")]
    told = abide("decide", "--from", good, *people["rob"], "--json", code=2)
    assert [(one["row"], one["field"]) for one in told["refused"]] == [(2, "flags")], "A1 is approved already"
    export(place, A4="ann.moe@mail.example,Ann Moe,2023-02-02,unsuccessful,", A5=None)
    night(place, land=True)
    stale = filled(place, "stale.csv", A4=no, A5=yes)
    told = abide("decide", "--from", stale, *people["rob"], "--json", code=2)
    assert [(one["row"], one["field"]) for one in told["refused"]] == [(3, "facts"), (4, "flag_id")]
    report(place)
    fresh = filled(place, "fresh.csv", A4=no)
    assert "0 approved, 1 dismissed, 0 put on hold; 0 refused; 1 without a decision." in abide(
        "decide", "--from", fresh, *people["rob"]
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "the column flag_id is missing"),
        ("flag_id;facts;category;columns;decision\n", "the column reason is missing"),
        ("flag_id,flag_id,facts,category,columns,decision,reason\n", "the column flag_id is twice"),
        ("flag_id,facts,category,columns,decision,reason\n1,2,3,4,approve,r,more\n", "row 2 has 7 cells"),
        ('flag_id,facts,category,columns,decision,reason\n"1,2,3,4,approve', "line 2 is not readable as CSV"),
    ],
)
def test_a_file_that_is_no_such_csv(place, text, told):
    from erasure.errors import ErasureError
    from erasure.reviewed import Reviewed

    (place / "wrong.csv").write_text(text)
    with pytest.raises(ErasureError, match=told):
        Reviewed(place / "wrong.csv", bytes(32))


@pytest.mark.slow
def test_holds(abide, people, place):
    hold = ("--matter", "claim of Jane", "--owner", "Olive", "--review-on", SOON, "--reason", REASON)
    abide("hold", "add", flag_id(place, DECIDED, "A5"), *hold, *people["rob"])
    told = abide("hold", "add", "--record", "recruitment", "applications", "A2", *hold, *people["rob"], "--json")
    number = told["hold"]
    assert "no table recruitment.people" in abide(
        "hold", "add", "--record", "recruitment", "people", "A2", *hold, *people["rob"], code=2
    )
    listed = abide("hold", "list", "--json")
    assert [one["records"][0]["record_key"] for one in listed] == ["A5", "A2"]
    assert "reason" not in listed[0]
    assert "claim of Jane" not in abide("hold", "list")
    assert "claim of Jane" in abide("hold", "list", "--reasons")
    error = abide(
        "decide", flag_id(place, DECIDED, "A5"), "--approve", "--reason", REASON, *people["rob"], "--json", code=2
    )
    assert error["error"]["field"] == "flags"
    abide("hold", "release", number, "--reason", REASON, *people["rob"])
    assert len(abide("hold", "list", "--json")) == 1


@pytest.mark.slow
def test_people_with_passphrases_act_without_a_terminal(abide, people, place, tmp_path, monkeypatch):
    new = ("--new-passphrase-env", "SECRET")
    abide("person", "add", "pat", "--role", "reviewer", *new, *people["amy"])
    abide("person", "add", "pam", "--role", "approver", *new, *people["amy"])
    pat = ("--by", "pat", "--passphrase-env", "SECRET")
    abide("decide", flag_id(place, LATE, "A1"), "--approve", "--reason", REASON, *pat)
    monkeypatch.setenv("OTHER", "not the passphrase at all")
    batch = ("batch", "new", "--by", "pat")
    assert "passphrase: is not that of pat" in abide(*batch, "--passphrase-env", "OTHER", code=2)
    assert "NOT_SET is not set" in abide(*batch, "--passphrase-env", "NOT_SET", code=2)
    assert "no terminal to ask at" in abide(*batch, code=2)
    read, write = os.pipe()
    os.write(write, PASSPHRASE.encode() + b"\n")
    os.close(write)
    sha256 = abide(*batch, "--passphrase-fd", read, "--json")["sha256"]
    told = abide("approve", "EB-0001", "--hash", sha256, "--by", "pam", "--passphrase-env", "SECRET", code=2)
    assert "the passphrase of pam is that of pat too" in told
    abide(
        "person",
        "key",
        "pam",
        "--by",
        "pam",
        "--passphrase-env",
        "SECRET",
        "--public-key",
        key_file(tmp_path, "pam").with_suffix(".pub"),
    )
    abide("approve", "EB-0001", "--hash", sha256, "--by", "pam", "--key", tmp_path / "pam")


@pytest.mark.slow
def test_people_are_listed_changed_and_retired(abide, people, tmp_path):
    locked = key_file(tmp_path, "lou", passphrase=PASSPHRASE)
    abide("person", "add", "lou", "--role", "reviewer", "--public-key", tmp_path / "lou.pub", *people["amy"])
    error = abide(
        "person",
        "add",
        "lois",
        "--role",
        "approver",
        "--public-key",
        tmp_path / "lou.pub",
        *people["amy"],
        "--json",
        code=2,
    )
    assert (error["error"]["field"], "that of lou" in error["error"]["message"]) == ("public-key", True)
    abide("person", "role", "lou", "--role", "administrator", "--role", "reviewer", *people["amy"])
    lou = ("--by", "lou", "--key", locked, "--passphrase-env", "SECRET")
    abide("person", "retire", "ann", *lou)
    assert "its passphrase is missing or wrong" in abide(
        "person", "retire", "abe", "--by", "lou", "--key", locked, code=2
    )
    listed = {one["person"]: one for one in abide("person", "list", "--json")}
    assert listed["ann"]["retired"]
    assert listed["lou"]["roles"] == ["administrator", "reviewer"]
    assert "ann is retired" in abide("batch", "new", *people["ann"], code=2)
    assert "did you mean 'amy'" in abide("person", "retire", "rob", "--by", "ammy", code=2)
    told = abide("person", "add", "xen", "--role", "boss", "--public-key", tmp_path / "lou.pub", *people["amy"], code=2)
    assert "roles: is missing or not what is allowed. Allowed: reviewer, approver, administrator." in told


def test_wrong_use_is_told_in_one_line(abide, place):
    for words, told in (
        (("decide", "abcdef"), "say one of --approve, --dismiss and --hold"),
        (("decide", "--from", "x.csv", "--approve"), "--from takes every decision from the file"),
        (
            ("hold", "add", "--matter", "m", "--owner", "o", "--review-on", SOON, "--reason", "r"),
            "name flags, or --record",
        ),
        (("batch", "show", "EB-0009"), "there is no batch EB-0009"),
        (("checkpoint", place), "holds nothing yet"),
        (("decide", "abc", "--approve", "--reason", "rrr"), "too short"),
        (("decide", "zzzzzz", "--approve", "--reason", "rrr"), "no flag of the last night begins"),
    ):
        assert told in abide(*words, code=2)
    assert "nobody is in the ledger yet" in abide("person", "list")
    assert not (place / ".abide" / "ledger.sqlite").exists()


def test_who_has_no_terminal_is_told_the_option_of_the_new_passphrase(abide, place):
    told = abide("person", "add", "amy", "--role", "administrator", "--passphrase-env", "UNUSED", code=2)
    assert "--new-passphrase-env NAME" in told


def test_a_plan_is_made_recorded_and_approved(abide, people, place):
    abide("decide", flag_id(place, LATE, "A1"), "--approve", "--reason", REASON, *people["rob"])
    content = abide("batch", "new", *people["rob"], "--json")["sha256"]
    told = abide("plan", place, "EB-0001", code=1)
    assert "It cannot be carried out whole, so it cannot be approved:" in told
    assert "recruitment.applications: its map states no way of deletion (erasure:)" in told
    assert abide("batch", "show", "EB-0001", "--json")["of"] == "batch"
    binding = place / "stores" / "recruitment.yaml"
    way = "    erasure: {kind: immediate, method: delete the row, source: UK GDPR Art. 17(1)}\n"
    binding.write_text(binding.read_text() + way)
    told = abide("plan", place, "EB-0001", "--json")
    assert (told["complete"], told["obstacles"]) == (True, [])
    assert len(told["unreachable"]) == 1, "no credential is told when the plan is made, not after it was approved"
    assert told["unreachable"][0].startswith("recruitment: its binding says nothing under erase:")
    assert [(step["action"], step["records"]) for step in told["steps"]] == [("delete", 1)]
    assert told["steps"][0]["samples"] == [
        {"record_key": "A1", "fields": {"email": "xxxx.xxx@xxxx.xxxxxxx", "full_name": "xxxx xxx"}}
    ]
    again = abide("plan", place, "EB-0001", "--json")
    assert (again["sha256"], again["entry"]) == (told["sha256"], None), "the same plan is recorded once"
    kept = place / ".abide" / "plans" / f"EB-0001-{told['sha256'][:12]}.json"
    assert (str(kept), kept.stat().st_mode & 0o777) == (told["file"], 0o600)
    error = abide("approve", "EB-0001", "--hash", content, *people["ann"], "--json", code=2)["error"]
    assert told["sha256"] in error["allowed"]
    for name in ("ann", "abe"):
        shown = abide("approve", "EB-0001", "--hash", told["sha256"][:12], *people[name], "--json")
    assert (shown["of"], shown["authorised"]) == ("plan", True)
