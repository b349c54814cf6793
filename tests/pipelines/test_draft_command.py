"""``abide draft`` as a command: what it prints and writes, what it leaves open, and what a person has to finish."""

import json
import shutil
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from pipelines.cli import main
from rules.notice import OPEN, notice_text, stands_in
from rules.rule import library
from rules.terms import Remedy
from stores.controller import load_controller

ROOT = Path(__file__).resolve().parents[2]
NOTICES = ROOT / "tests" / "notices"
NEVER_LEFT = {"erase", "blank_fields", "redact", "reduce_to_suppression", "restrict", "suppress", "correct"}


def abide(capsys, *words):
    with pytest.raises(SystemExit) as ended:
        main([str(word) for word in words])
    told = capsys.readouterr()
    return ended.value.code, told.out, told.err


@pytest.mark.parametrize("name", ["retailer.md", "charity.txt", "school.html", "clinic.txt"])
def test_the_draft_is_yaml_whose_quotes_stand_and_whose_rules_exist(capsys, name):
    code, out, err = abide(capsys, "draft", NOTICES / name)
    draft = YAML(typ="safe").load(out)
    rules = library()
    text = notice_text(NOTICES / name)
    assert code == 0
    assert f"{len(draft['clauses'])} clauses proposed" in err
    assert len({one["id"] for one in draft["clauses"]}) == len(draft["clauses"])
    for one in draft["clauses"]:
        assert stands_in(one["quote"], text)
        assert ("rule" in one) != ("unprovable" in one)
        if "rule" in one:
            assert set(one.get("given", {})) <= set(rules[one["rule"]].given)
            assert {k for k, p in rules[one["rule"]].given.items() if not p.optional} <= set(one.get("given", {}))
            assert one["remedy"] in {OPEN, "task"}


def test_two_runs_give_the_same_bytes(capsys):
    assert abide(capsys, "draft", NOTICES / "charity.txt")[1] == abide(capsys, "draft", NOTICES / "charity.txt")[1]


def test_what_is_left_open_is_named_line_by_line_until_a_person_decides_it(tmp_path, capsys):
    folder = tmp_path / "lantern"
    folder.mkdir()
    assert abide(capsys, "draft", NOTICES / "charity.txt", "--out", folder)[0] == 0
    assert (folder / "notice.txt").read_bytes() == (NOTICES / "charity.txt").read_bytes()
    assert abide(capsys, "init", folder, "--name", "The Lantern Fund")[0] == 0
    lines = (folder / "notice.yaml").read_text(encoding="utf-8").splitlines()
    marked = [n for n, line in enumerate(lines, 1) if f": {OPEN}" in line and not line.startswith("#")]
    code, out, _ = abide(capsys, "check", folder, "--json")
    problems = json.loads(out)[0]["problems"]
    assert code == 3
    assert [problem["line"] for problem in problems] == marked
    assert all("a person decides it" in problem["message"] for problem in problems)
    assert abide(capsys, "scan", folder, "--as-of", "2026-11-22")[0] == 3

    decided = {"remedy": "task", "clock": "ended_on", "period": "1 month", "within": "1 month", "at_least": 5}
    document = YAML(typ="safe").load("\n".join(lines))
    for one in document["clauses"]:
        for place in (one, one.get("given", {})):
            for key, value in list(place.items()):
                if value == OPEN:
                    kind = library()[one["rule"]].given.get(key)
                    listed = kind is not None and kind.kind in {"codes", "categories"}
                    code_ = (
                        ["user.name"] if key == "categories" else ["explicit_consent"] if key == "conditions" else ["x"]
                    )
                    place[key] = decided.get(key, code_ if listed else "x")
    YAML().dump(document, folder / "notice.yaml")
    code, out, _ = abide(capsys, "check", folder)
    assert code == 0, out
    assert len(load_controller(folder).notice.clauses) == len(document["clauses"])


def test_no_remedy_that_could_delete_is_chosen(capsys):
    chosen = set()
    for name in ("retailer.md", "charity.txt", "school.html", "clinic.txt"):
        chosen |= {one["remedy"] for one in json.loads(abide(capsys, "draft", NOTICES / name, "--json")[1])["clauses"]}
    assert chosen == {None, OPEN, "task"}
    assert not chosen & NEVER_LEFT
    assert {remedy.value for remedy in Remedy} == NEVER_LEFT | {"task"}


def test_a_notice_that_is_there_is_never_overwritten(tmp_path, capsys):
    (tmp_path / "notice.txt").write_text("Another notice, with other words in it.", encoding="utf-8")
    code, _, err = abide(capsys, "draft", NOTICES / "charity.txt", "--out", tmp_path)
    assert code == 2
    assert "is not overwritten" in err
    shutil.copyfile(NOTICES / "charity.txt", tmp_path / "notice.txt")
    (tmp_path / "notice.yaml").write_text("mine", encoding="utf-8")
    assert abide(capsys, "draft", NOTICES / "charity.txt", "--out", tmp_path)[0] == 2
    assert (tmp_path / "notice.yaml").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [("notice.pdf", b"%PDF", 2), ("notice.txt", b"", 3), ("notice.txt", b"\xff\xfe\x00bad", 3), ("none.txt", None, 2)],
)
def test_what_is_no_notice_is_told(tmp_path, capsys, name, content, code):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    assert abide(capsys, "draft", tmp_path / name)[0] == code


def test_a_draft_knows_the_stores_of_its_folder(tmp_path, capsys):
    shutil.copytree(ROOT / "tests" / "tiny", tmp_path / "tiny")
    (tmp_path / "tiny" / "notice.yaml").unlink()
    (tmp_path / "tiny" / "notice.txt").write_text(
        "We use Gullmail to write to our customers by e-mail.", encoding="utf-8"
    )
    store = next((tmp_path / "tiny" / "stores").glob("*.yaml"))
    bound = store.read_text(encoding="utf-8").replace("role: controller", "role: processor\nprovider: Gullmail")
    store.write_text(bound, encoding="utf-8")
    code, out, _ = abide(capsys, "draft", tmp_path / "tiny" / "notice.txt", "--out", tmp_path / "tiny", "--json")
    clause = next(one for one in json.loads(out)["clauses"] if one["kind"] == "processor-named")
    assert code == 0
    assert (clause["rule"], clause["given"]["held_in"]["value"]) == ("outside-purpose", [store.stem])
    assert json.loads(out)["controller"] == "Tiny Ltd"
