"""The guide's way walked on an example: scan, decide, approve, erase, certify, verify; and the night after it."""

from __future__ import annotations

import csv
import json
import re
import shutil
from pathlib import Path

import pytest

import examples
from examples.generate import generate, today_of
from pipelines.cli import main
from tests.vendors.crisp import Crisp
from tests.vendors.standin import served

HARBOUR = Path(examples.__file__).parent / "harbour"
MADE = shutil.ignore_patterns("exports", "truth.json", ".abide", "report", "__pycache__")
WANTED = {
    ("contracts-six-years", "contracts"),
    ("personnel-files-twelve-months", "hr"),
    ("compass-audit-one-year", "azure"),
    ("erasure-carried-out", "crisp"),
}
PEOPLE = {"amy": "administrator", "rob": "reviewer", "ann": "approver", "abe": "approver"}


@pytest.fixture
def abide(capsys, monkeypatch):
    for name in ("DAGSTER_HOME", "ABIDE_KEY", "ABIDE_PERSON", "ABIDE_CONTROLLERS", "COMPASS_ERASER_URL"):
        monkeypatch.delenv(name, raising=False)
    for name in PEOPLE:
        monkeypatch.setenv(name.upper(), f"a passphrase of {name}, long enough")

    def run(*words, code=0, by=None):
        more = ("--by", by, "--passphrase-env", by.upper()) if by else ()
        with pytest.raises(SystemExit) as ended:
            main([str(word) for word in (*words, *more)])
        told = capsys.readouterr()
        assert (ended.value.code or 0) == code, told
        return told.out + told.err

    return run


def the_vendor(place):
    """Crisp as it is before: everything that its export holds."""
    website = re.search(r"website_id: ([^,}]+)", (place / "stores" / "crisp.yaml").read_text())
    vendor = Crisp(website.group(1))
    vendor.token = "Basic b2YtdGhlLWVyYXNlcjprZXk="
    home = place / "exports" / "crisp"
    for one in json.loads((home / "conversations.json").read_text())["data"]:
        vendor.conversations[one["session_id"]] = one
    for one in json.loads((home / "messages.json").read_text())["data"]:
        vendor.messages[one["session_id"], str(one["fingerprint"])] = one
    return vendor


def export_anew(place, vendor):
    home = place / "exports" / "crisp"
    for name, left in (("conversations", vendor.conversations), ("messages", vendor.messages)):
        whole = json.loads((home / f"{name}.json").read_text())
        (home / f"{name}.json").write_text(json.dumps({**whole, "data": list(left.values())}))


def reviewed(place, tmp_path):
    """The report's CSV as a reviewer hands it back; how many rows are decided on."""
    with (place / "report" / "flagged.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    chosen = [row["flag_id"] for row in rows if (row["clause"], row["store"]) in WANTED]
    with (tmp_path / "reviewed.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, [*rows[0], "decision", "reason"])
        writer.writeheader()
        writer.writerows({**row, "decision": "approve", "reason": "no claim is known"} for row in rows
                         if row["flag_id"] in chosen)  # fmt: skip
    return chosen


@pytest.mark.slow
def test_the_guide_is_walked_on_an_example(abide, tmp_path, monkeypatch):
    place = shutil.copytree(HARBOUR, tmp_path / "harbour", ignore=MADE)
    generate(place, today_of(place))
    abide("init", place)
    abide("scan", place, "--as-of", "today", code=1)
    for name, role in PEOPLE.items():
        by = None if name == "amy" else "amy"
        abide("person", "add", name, "--role", role, "--controller", place, "--new-passphrase-env", name.upper(), by=by)
    chosen = reviewed(place, tmp_path)
    assert len(chosen) > len(WANTED)
    abide("decide", "--from", tmp_path / "reviewed.csv", "--controller", place, by="rob")
    abide("batch", "new", "--controller", place, by="rob")
    planned = abide("plan", place, "EB-0001")
    (sha256,) = re.findall(r"plan ([0-9a-f]{64})", planned)
    for who in ("ann", "abe"):
        abide("approve", "EB-0001", "--hash", sha256[:12], "--controller", place, by=who)

    told = abide("erase", place, "--batch", "EB-0001", code=2)
    assert "COMPASS_ERASER_URL is not set" in told
    assert "CRISP_ERASURE_TOKEN is not set" in told
    assert not (place / "certificates").exists()

    vendor = the_vendor(place)
    before = len(vendor.conversations), len(vendor.messages)
    with served(vendor) as url:
        binding = place / "stores" / "crisp.yaml"
        binding.write_text(binding.read_text().replace("  by: crisp\n", f"  by: crisp\n  url: {url}/v1\n"))
        monkeypatch.setenv("CRISP_ERASURE_TOKEN", "of-the-eraser:key")
        monkeypatch.setenv("COMPASS_ERASER_URL", "sqlite:exports/compass.db")
        told = abide("erase", place, "--batch", "EB-0001", code=1)
        assert "the export is older than that" in told
        assert before > (len(vendor.conversations), len(vendor.messages))
        export_anew(place, vendor)
        abide("erase", place, "--batch", "EB-0001")
    newest = place / "certificates" / "EB-0001-2.json"
    data = json.loads(newest.read_text())["certificate"]
    states = {store["store"]: set(table["states"]) for store in data["stores"] for table in store["tables"]}
    assert states == {name: {"verified"} for name in ("contracts", "hr", "azure", "crisp")}
    assert (data["status"], data["approved_by"], data["decided_by"]) == ("verified", ["abe", "ann"], ["rob"])
    abide("verify", place, "--certificate", newest)

    abide("scan", place, "--as-of", "today", code=1)
    board = json.loads((place / "report" / "scoreboard.json").read_text())
    assert board["returned"] == []
    with (place / "report" / "flagged.csv").open(newline="") as file:
        assert not {row["flag_id"] for row in csv.DictReader(file)} & set(chosen)
