"""``abide scan`` and ``abide explain`` on the folder that ``abide init`` writes."""

import json
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from pipelines.cli import main

AS_OF = "2026-03-01"
EXPORTED = datetime(2026, 2, 28, 23, tzinfo=UTC).timestamp()
VALUES = ("Jo Field", "jo.field@mail.example", "Sam Brook", "sam.brook@mail.example")


def abide(capsys, *words):
    with pytest.raises(SystemExit) as ended:
        main([str(word) for word in words])
    told = capsys.readouterr()
    assert not [value for value in VALUES if value in told.out + told.err]
    return ended.value.code, told.out, told.err


@pytest.fixture(autouse=True)
def _alone(monkeypatch):
    for name in ("DAGSTER_HOME", "ABIDE_KEY", "ABIDE_CONTROLLERS", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def night(tmp_path_factory):
    """A folder that ``init`` wrote, after its first night; the tests only read it."""
    folder = tmp_path_factory.mktemp("scan") / "acme"
    with pytest.MonkeyPatch.context() as patch:
        for name in ("DAGSTER_HOME", "ABIDE_KEY"):
            patch.delenv(name, raising=False)
        with pytest.raises(SystemExit):
            main(["init", str(folder), "--name", "Acme Ltd"])
        os.utime(folder / "exports" / "people.csv", (EXPORTED, EXPORTED))
        with pytest.raises(SystemExit) as ended:
            main(["scan", str(folder), "--as-of", AS_OF])
    assert ended.value.code == 1
    return folder


def test_as_of_has_no_default_and_says_why(night, capsys):
    code, out, err = abide(capsys, "scan", night)
    assert (code, out) == (2, "")
    assert "nothing that leads to deletion has a default" in err
    code, _, err = abide(capsys, "scan", night, "--as-of", "1 March")
    assert code == 2
    assert "'1 March' is not a day" in err


def test_the_scoreboard_tells_every_clause_and_where_the_report_is(night, capsys):
    code, out, err = abide(capsys, "scan", night, "--as-of", AS_OF)
    assert code == 1
    lines = out.splitlines()
    assert max(map(len, lines)) <= max(100, len(str(night)) + 30)
    assert lines[0].rstrip() == "Acme Ltd, as of 2026-03-01"
    (leavers,) = [line.split() for line in lines if "leavers-24-months" in line]
    assert leavers[:5] == ["leavers-24-months", "broken", "1", "1", "0"]
    (trained,) = [line.split() for line in lines if "staff-trained" in line]
    assert trained[1] == "unproved"
    assert "1 promise broken, 0 kept, 1 not proved." in out
    assert f"Report: {night / 'report' / 'index.html'}" in out
    assert (night / "report" / "index.html").is_file()
    assert "acme" in err


def test_json_is_the_scoreboard_file_and_nothing_else(night, capsys):
    code, out, _ = abide(capsys, "scan", night, "--as-of", AS_OF, "--json")
    assert code == 1
    assert json.loads(out) == [json.loads((night / "report" / "scoreboard.json").read_text("utf-8"))]


def test_sarif_names_clause_place_and_flag_and_no_value(night, capsys):
    code, out, _ = abide(capsys, "scan", night, "--as-of", AS_OF, "--sarif")
    assert code == 1
    document = json.loads(out)
    assert document["version"] == "2.1.0"
    (run,) = document["runs"]
    (rule,) = run["tool"]["driver"]["rules"]
    (result,) = run["results"]
    assert rule["id"] == result["ruleId"] == "leavers-24-months"
    assert rule["fullDescription"]["text"].startswith("“We delete the details of members who left 24 months")
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]] == rule
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "people/people"
    (flag,) = _flags(night)
    assert result["partialFingerprints"] == {"flagId/v1": flag["flag_id"]}
    (notice,) = run["invocations"][0]["toolExecutionNotifications"]
    assert "staff-trained could not be proved" in notice["message"]["text"]
    assert "M-001" not in out
    assert "2018-05-31" not in out


def _flags(folder):
    return pl.read_parquet(folder / "report" / "flagged.parquet").to_dicts()


def test_explain_tells_clause_facts_lost_grounds_and_what_clears_it(night, capsys):
    (flag,) = _flags(night)
    code, out, _ = abide(capsys, "explain", flag["flag_id"][:8], "--controller", night)
    assert code == 0
    assert max(map(len, out.splitlines())) <= 100
    for text in (
        f"Flag {flag['flag_id']} of Acme Ltd",
        "“We delete the details of members who left 24 months after they left.”",
        "UK GDPR Art. 5(1)(e)",
        "people, table people, record M-001",
        "The period of 24 months from ended on ran out on 2020-05-31.",
        "ended on         2018-05-31",
        "hold               none",
        "statutory minimum  none",
        "No other clause judges it.",
        "A ground to keep it, hold: the record is on hold.",
    ):
        assert text in out


def test_explain_tells_json(night, capsys):
    (flag,) = _flags(night)
    code, out, _ = abide(capsys, "explain", flag["flag_id"], "--controller", night, "--json")
    assert code == 0
    told = json.loads(out)
    assert told["flag"]["flag_id"] == flag["flag_id"]
    assert told["clause"]["answer"] == "flag"
    assert [ground["holds"] for ground in told["clause"]["grounds"]] == [False, False]
    assert len(told["clears"]) == 4


def test_explain_searches_the_controllers_of_the_environment(night, tmp_path, capsys, monkeypatch):
    (flag,) = _flags(night)
    abide(capsys, "init", tmp_path / "idle")
    monkeypatch.setenv("ABIDE_CONTROLLERS", f"{tmp_path / 'idle'},{night}")
    code, out, err = abide(capsys, "explain", flag["flag_id"])
    assert code == 0
    assert "of Acme Ltd" in out
    assert "no night has run yet" in err


@pytest.mark.parametrize("prefix", ["zzzz", "%", ""])
def test_an_unknown_flag_is_told_in_one_line(night, capsys, prefix):
    code, out, err = abide(capsys, "explain", prefix, "--controller", night)
    assert (code, out) == (2, "")
    assert err.startswith(f"abide: no flag's id starts with '{prefix}'; searched Acme Ltd.")


@pytest.mark.parametrize(("option", "name"), [("--store", "peple"), ("--rule", "kept-past-perio")])
def test_a_store_or_rule_that_is_none_is_told_before_the_night(night, capsys, option, name):
    code, out, err = abide(capsys, "scan", night, "--as-of", AS_OF, option, name)
    assert (code, out) == (2, "")
    assert "did you mean" in err


def test_json_and_sarif_are_not_said_together(night, capsys):
    assert abide(capsys, "scan", night, "--as-of", AS_OF, "--json", "--sarif")[0] == 2


@pytest.mark.parametrize(
    ("key", "told"),
    [
        (None, "there is no key; run abide init"),
        ("not a key", "must be 64 hexadecimal digits"),
        ("ab" * 32, "the key does not open this warehouse"),
    ],
)
def test_a_key_that_is_wrong_ends_in_one_line(night, tmp_path, capsys, key, told):
    folder = _copy(night, tmp_path)
    path = folder / ".abide" / "key"
    path.unlink()
    if key is not None:
        path.write_text(key)
        path.chmod(0o600)
    code, out, err = abide(capsys, "scan", folder, "--as-of", AS_OF, "--json")
    assert code == 2
    assert json.loads(out or "[]") == []
    assert told in err
    assert "ab" * 32 not in err
    assert "Traceback" not in err


def test_a_restricted_night_says_so_and_leaves_the_rest_as_it_was(night, tmp_path, capsys):
    folder = _copy(night, tmp_path)
    abide(capsys, "new", "store", "crm", "--folder", folder)
    (folder / "exports" / "people.csv").unlink()
    code, out, err = abide(capsys, "scan", folder, "--as-of", AS_OF, "--store", "crm", "--json")
    assert code == 1
    assert "Restricted: only crm read." in err
    (board,) = json.loads(out)
    assert board["clauses"][0]["verdict"] == "broken"


def test_a_night_under_dagster_home_stands_in_its_history(night, tmp_path, capsys, monkeypatch):
    from dagster import DagsterInstance

    home = tmp_path / "dagster"
    monkeypatch.setenv("DAGSTER_HOME", str(home))
    assert abide(capsys, "scan", night, "--as-of", AS_OF)[0] == 1
    with DagsterInstance.get() as instance:
        (run,) = instance.get_runs()
        assert run.tags["abide/as_of"] == AS_OF
        assert not instance.telemetry_enabled
    (home / "dagster.yaml").write_text("telemetry:\n  enabled: true\n")
    code, _, err = abide(capsys, "scan", night, "--as-of", AS_OF)
    assert code == 2
    assert "telemetry is not off" in err


def _copy(night: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(night, tmp_path / "acme", copy_function=shutil.copy2))


def test_a_person_is_told_by_record_keys_and_kinds_of_identifier(night, capsys):
    code, out, _ = abide(capsys, "subject", "find", night, "--json")
    assert (code, json.loads(out)["doubts"]) == (0, [])
    key = pl.read_parquet(night / "report" / "flagged.parquet")["record_key"][0]
    code, out, _ = abide(capsys, "subject", "find", night, key)
    assert code == 0
    assert "Linked by" in out
    assert "email " in out
    code, out, _ = abide(capsys, "subject", "find", night, key, "--json")
    told = json.loads(out)
    assert code == 0
    assert [record["record_key"] for record in told["records"]] == [key]
    assert {one["kind"] for one in told["identifiers"]} >= {"email"}
    code, again, _ = abide(capsys, "subject", "find", night, told["subject"][:8], "--json")
    assert (code, again) == (0, out)
    code, _, err = abide(capsys, "subject", "find", night, "nobody-at-all")
    assert code != 0
    assert "STORE/TABLE/KEY" in err
