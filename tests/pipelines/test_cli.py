"""The command line's small words: help, check, schema, init, new, doctor, and how mistakes end."""

import importlib.util
import json
import re
import stat
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from ruamel.yaml import YAML

from pipelines.cli import main
from pipelines.commands import new
from rules.rule import LIBRARY, load_rule
from rules.trial import answer
from scanners.column import SURE
from stores.controller import load_controller

ROOT = Path(__file__).resolve().parents[2]


def abide(capsys, *words):
    with pytest.raises(SystemExit) as ended:
        main([str(word) for word in words])
    told = capsys.readouterr()
    return ended.value.code, told.out, told.err


@pytest.fixture
def folder(tmp_path, capsys):
    assert abide(capsys, "init", tmp_path / "acme", "--name", 'Acme "&" Sons: Ltd')[0] == 0
    return tmp_path / "acme"


def snapshot(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_help_and_check_load_nothing_heavy(folder):
    program = (
        "import sys\nfrom pipelines.cli import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit as e:\n    code = e.code\n"
        "heavy = {'dagster', 'spacy', 'great_expectations', 'pandas', 'presidio_analyzer'} & set(sys.modules)\n"
        "sys.exit(f'loads {heavy}' if heavy else code)\n"
    )
    for words in (["--help"], ["scan", "--help"], ["check", str(folder)], ["schema", "notice"]):
        run = subprocess.run(
            [sys.executable, "-c", program, *words], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert run.returncode == 0, run.stderr


def test_every_command_is_in_the_help_with_a_whole_sentence(capsys):
    code, out, _ = abide(capsys, "--help")
    assert code == 0
    for word in ("scan", "check", "draft", "records", "explain", "schema", "init", "new", "doctor"):
        assert re.search(rf"^  {word} +[A-Z].*\.$", out, re.MULTILINE), word


def test_what_init_writes_is_well(folder, capsys):
    code, out, _ = abide(capsys, "check", folder)
    assert code == 0
    assert out.endswith(f"{folder}: 2 clauses, 1 store, 1 rule: all well\n")
    assert [line.split(": ")[2].split("/")[0] for line in out.splitlines()[:-1]] == ["missing-item", "open-ended"]
    controller = load_controller(folder)
    assert (controller.id, controller.name) == ("acme", 'Acme "&" Sons: Ltd')
    assert (folder / ".gitignore").read_text().split()[-3:] == [".abide/", "report/", "exports/"]
    assert stat.S_IMODE((folder / ".abide" / "key").stat().st_mode) == 0o600
    assert (folder / ".abide" / ".gitignore").read_text() == "*\n"


def test_init_again_changes_nothing(folder, capsys):
    before = snapshot(folder)
    code, out, _ = abide(capsys, "init", folder, "--name", "Another")
    assert code == 0
    assert "nothing was missing" in out
    assert "the name stays" in out
    assert snapshot(folder) == before


@pytest.mark.parametrize("lost", [".abide/key", "stores/people.yaml", "notice.yaml"])
def test_init_adds_only_what_is_missing(folder, capsys, lost):
    before = snapshot(folder)
    (folder / lost).unlink()
    code, out, _ = abide(capsys, "init", folder)
    assert code == 0
    assert lost in out
    after = snapshot(folder)
    assert set(after) == set(before)
    assert {name for name in after if after[name] != before[name]} <= {lost}
    assert abide(capsys, "check", folder)[0] == 0


def test_init_quotes_a_notice_that_is_there_already(tmp_path, capsys):
    (tmp_path / "notice.md").write_text("# Notice\n\nWe are Acme. We keep your data safe!\n", encoding="utf-8")
    assert abide(capsys, "init", tmp_path)[0] == 0
    assert not (tmp_path / "notice.txt").exists()
    assert abide(capsys, "check", tmp_path)[0] == 0
    assert load_controller(tmp_path).notice.clauses[0].quote == "# Notice We are Acme."


def test_init_refuses_a_file(tmp_path, capsys):
    (tmp_path / "file").write_text("")
    code, _, err = abide(capsys, "init", tmp_path / "file")
    assert (code, err) == (2, f"abide: {tmp_path / 'file'} is a file; name a folder.\n")


def test_two_folders_of_one_id_are_a_mistake(folder, tmp_path, capsys):
    other = tmp_path / "other" / "acme"
    abide(capsys, "init", other)
    code, out, _ = abide(capsys, "check", folder, other)
    assert code == 3
    assert f"{other}/abide.yaml:4: controller: the id 'acme' is that of {folder} too" in out


def test_check_tells_json(folder, tmp_path, capsys):
    code, out, err = abide(capsys, "check", folder, tmp_path / "nowhere", "--json")
    assert (code, err) == (3, "")
    well, wrong = json.loads(out)
    assert (well["ok"], well["clauses"], well["stores"], well["rules"], well["problems"]) == (True, 2, 1, 1, [])
    assert (wrong["ok"], wrong["controller"]) == (False, None)
    assert wrong["problems"][0]["hint"].startswith("abide init")


ALLOW = """
allow:
  - {store: people, category: user.name, reason: these are names of ships, by: A. Officer, until: 2027-01-31}
"""
MANDATES = (
    "mandates:\n  - {controllers: Clients, contact: their offices, processing: [hosting], tables: [people.people]}\n"
)
FILES = {
    "abide": ["abide.yaml"],
    "allow": ["allow.yaml"],
    "mandates": ["mandates.yaml"],
    "notice": ["notice.yaml"],
    "store": ["stores/people.yaml"],
    "rule": [path.as_posix() for path in sorted(LIBRARY.glob("*.yaml"))],
    "catalog": [path.as_posix() for path in sorted((ROOT / "stores" / "catalog").glob("*.yaml"))],
}


@pytest.mark.parametrize("kind", FILES)
def test_a_schema_accepts_what_the_models_accept_and_no_other_key(folder, capsys, kind):
    code, out, _ = abide(capsys, "schema", kind)
    assert code == 0
    checker = jsonschema.Draft202012Validator(json.loads(out))
    checker.check_schema(checker.schema)
    (folder / "allow.yaml").write_text(ALLOW)
    (folder / "mandates.yaml").write_text(MANDATES)
    for name in FILES[kind]:
        document = json.loads(json.dumps(YAML(typ="safe").load((folder / name).read_text("utf-8")), default=str))
        assert [error.message for error in checker.iter_errors(document)] == [], name
        assert not checker.is_valid({**document, "surely_no_key": 1})


def test_schemas_are_written_for_editors(tmp_path, capsys):
    code, _, _ = abide(capsys, "schema", "--write", tmp_path / "schemas")
    assert code == 0
    names = sorted(path.name for path in (tmp_path / "schemas").iterdir())
    assert names == sorted(f"{kind}.schema.json" for kind in FILES)
    code, _, err = abide(capsys, "schema", "notise")
    assert (code, err) == (2, "abide: there is no kind of file 'notise'. Hint: did you mean 'notice'?\n")


def test_a_new_rule_passes_its_own_examples_and_every_condition_matters(folder, capsys):
    code, out, _ = abide(capsys, "new", "rule", "members-have-a-basis", "--folder", folder)
    path = folder / "rules" / "members-have-a-basis.yaml"
    assert (code, out) == (0, f"wrote {path}\n")
    rule = load_rule(path)
    assert {answer(rule, example) for example in rule.examples} >= {"flag", "clear"}
    assert [answer(rule, example) for example in rule.examples] == [example.expect for example in rule.examples]
    for condition in rule.conditions:
        weaker = rule.without(*condition)
        assert any(answer(weaker, example) != example.expect for example in rule.examples), condition
    assert abide(capsys, "check", folder)[0] == 0


def test_a_new_rule_never_takes_a_name_of_the_library(folder, capsys):
    code, _, err = abide(capsys, "new", "rule", "kept-past-period", "--folder", folder)
    assert code == 2
    assert "is not overwritten" in err
    assert not (folder / "rules").exists()


def test_a_new_store_is_well_and_never_overwritten(folder, capsys):
    assert abide(capsys, "new", "store", "crm", "--folder", folder)[0] == 0
    assert abide(capsys, "check", folder)[0] == 0
    before = snapshot(folder)
    code, _, err = abide(capsys, "new", "store", "crm", "--folder", folder)
    assert code == 2
    assert "is there already, and is not overwritten" in err
    assert snapshot(folder) == before


@pytest.mark.parametrize("words", [("store", "../evil"), ("store", "CRM"), ("rule", "a"), ("recogniser", "x/y")])
def test_a_new_file_has_a_name_that_is_one(folder, capsys, words):
    target = () if words[0] == "recogniser" else ("--folder", folder)
    code, _, err = abide(capsys, "new", *words, *target)
    assert code == 2
    assert "is no name for a" in err


def test_a_new_store_needs_a_controllers_folder(tmp_path, capsys):
    code, _, err = abide(capsys, "new", "store", "crm", "--folder", tmp_path)
    assert code == 2
    assert "abide.yaml is missing" in err


def test_a_new_recogniser_finds_and_leaves_what_it_says(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(new, "RECOGNISERS", tmp_path)
    assert abide(capsys, "new", "recogniser", "membership_number")[0] == 0
    spec = importlib.util.spec_from_file_location("membership_number", tmp_path / "membership_number.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found = module.recogniser()
    assert (found.name, found.supported_entities) == ("membership_number", ["MEMBERSHIP_NUMBER"])

    def seen(text):
        results = found.analyze(text, found.supported_entities, None)
        return [text[r.start : r.end] for r in results if r.score >= SURE]

    assert [seen(text) for text, _ in module.FOUND] == [[words] for _, words in module.FOUND]
    assert [seen(text) for text in module.LEFT] == [[] for _ in module.LEFT]


def test_doctor_finds_this_installation_well(folder, capsys, monkeypatch):
    monkeypatch.delenv("DAGSTER_HOME", raising=False)
    code, out, _ = abide(capsys, "doctor", folder, "--json")
    found = {one["what"]: one for one in json.loads(out)}
    assert (code, [one for one in found.values() if one["state"] == "bad"]) == (0, [])
    assert {"Python", "packages", "DuckDB httpfs", "language model", "Dagster", "key of acme"} <= set(found)


def test_doctor_finds_an_open_key_and_telemetry(folder, tmp_path, capsys, monkeypatch):
    (folder / ".abide" / "key").chmod(0o644)
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    (tmp_path / "dagster.yaml").write_text("telemetry:\n  enabled: true\n")
    code, out, _ = abide(capsys, "doctor", folder, "--json")
    assert code == 2
    bad = {one["what"]: one["detail"] + one["hint"] for one in json.loads(out) if one["state"] == "bad"}
    assert set(bad) == {"Dagster", "key of acme"}
    assert "chmod 600" in bad["key of acme"]
    assert "enabled: false" in bad["Dagster"]


def test_doctor_tells_of_files_that_no_table_reads(folder, capsys):
    store = next((folder / "stores").glob("*.yaml"))
    export = folder / load_controller(folder).stores[0].export
    export.mkdir(parents=True, exist_ok=True)
    (export / "people (copy).csv").write_text("name\nJane Roe\n")
    _, out, _ = abide(capsys, "doctor", folder, "--json")
    told = [one for one in json.loads(out) if one["what"] == "exports of acme"]
    assert [(one["state"], one["detail"].split(" ")[0], store.name in one["hint"]) for one in told] == [
        ("note", "1", True)
    ]


def test_an_unexpected_error_ends_in_one_line_without_its_message(folder, capsys, monkeypatch):
    monkeypatch.delenv("ABIDE_DEBUG", raising=False)
    monkeypatch.setattr("pipelines.commands.check.load_controller", None)
    code, out, err = abide(capsys, "check", folder)
    assert (code, out) == (2, "")
    assert err == (
        "abide: failed unexpectedly (TypeError). "
        "Hint: set ABIDE_DEBUG=1 for a traceback, which may quote personal data.\n"
    )
    monkeypatch.setenv("ABIDE_DEBUG", "1")
    with pytest.raises(TypeError):
        main(["check", str(folder)])


def test_an_unknown_word_is_a_mistake_of_the_command_line(capsys):
    code, _, err = abide(capsys, "scna", ".")
    assert code == 2
    assert "scan" in err
