"""Exports that can be read and are not what their maps say: each leaves its clause unproved, with advice, in one night.

Two nights of one controller: on the first every store is well, on the second each is spoilt in its own way. A store
whose columns drift is told, and its clause stays as it was.
"""

import json
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from assets.report.contracts import ADVICE
from pipelines.cli import main
from stores.keys import read_key
from stores.warehouse_snapshots import open_snapshot

pytestmark = pytest.mark.slow

FIRST, SECOND = "2026-02-28", "2026-03-01"
EXPORTED = datetime(2026, 2, 27, 23, tzinfo=UTC)
SECRET = "Ada Quill"
MEMBERS = ["member_id,full_name,email,left_on,status,club,score\n"] + [
    f"M{n},{SECRET} {n},m{n}@mail.example,2025-06-{n % 28 + 1:02},left,C{n % 2 + 1},{n}.5\n" for n in range(40)
]
CLUBS = "club_id,title\nC1,Rowing\nC2,Chess\n"
BINDING = """\
name: {name}
role: controller
connector: files
export: exports/{name}
exported_at: modified
fresh_within: 26 hours
tables:
  - name: members
    file: members.csv
    columns: [member_id, full_name, email, left_on, status, club, score]
    key: [member_id]
    subject: {{email: email}}
    subject_type: subscriber
    dates: {{left_on: iso}}
    record: {{ended_on: date_of.left_on, outcome: status}}
    personal: {{full_name: user.name, email: user.contact.email}}
    required: [email]
    codes: {{status: [left, member]}}
    types: {{score: number}}
{links}    short_when: [{{when: count(*) = 25, because: The list stops at 25 members; ask for the rest by page.}}]
"""
LINKS = "    links: {club: clubs.club_id}\n"
CLUBS_TABLE = "  - {name: clubs, file: clubs.csv, columns: [club_id, title], key: [club_id]}\n"
COLUMNS = "member_id, full_name, email, left_on, status, club, score"
PAGED = "file: members.json\n    format: json\n    rows: /results\n    states_rows: /total"
POINTERS = f"columns: {{{', '.join(f'{name}: /{name}' for name in COLUMNS.split(', '))}}}"
LETTERS = "    opens: {letter_text: {path: letter}}\n"
CLAUSE = """\
  - id: clause-{name}
    quote: We delete what we hold when its time is over.
    rule: kept-past-period
    given: {{subject_type: subscriber, outcome: left, clock: ended_on, period: 24 months}}
    stores: [{name}]
    remedy: erase
"""


class Spot:
    """One store among many, to spoil: its binding and its two exports."""

    def __init__(self, folder, name, kind):
        self.folder, self.name, self.kind = folder, name, kind
        self.day = EXPORTED
        links, more = (LINKS, CLUBS_TABLE) if kind == "linked" else ("", "")
        binding = BINDING.format(name=name, links=links) + more
        if kind == "paged":
            binding = binding.replace("file: members.csv", PAGED).replace(f"columns: [{COLUMNS}]", POINTERS)
        elif kind == "letters":
            binding = binding.replace(f"[{COLUMNS}]", f"[{COLUMNS}, letter]") + LETTERS
        self.write(f"stores/{name}.yaml", binding)
        self.export()

    def export(self):
        """Everything as it should be."""
        self.members()
        self.clubs()
        if self.kind == "paged":
            self.total(40)
        elif self.kind == "letters":
            self.members(
                edit=lambda rows: [
                    rows[0].replace("\n", ",letter\n"),
                    rows[1].replace("\n", ",a.txt\n"),
                    *(row.replace("\n", ",\n") for row in rows[2:]),
                ]
            )
            self.write(f"exports/{self.name}/a.txt", "Thank you for the rowing.")

    def write(self, name, content):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
        os.utime(path, (self.day.timestamp(),) * 2)

    def members(self, *, first=40, edit=None):
        rows = MEMBERS[: first + 1]
        self.write(f"exports/{self.name}/members.csv", "".join(edit(rows) if edit else rows))

    def clubs(self, text=CLUBS):
        self.write(f"exports/{self.name}/clubs.csv", text)

    def total(self, stated):
        names, *rows = (row.rstrip().split(",") for row in MEMBERS)
        found = [dict(zip(names, row, strict=True)) for row in rows]
        self.write(f"exports/{self.name}/members.json", json.dumps({"total": stated, "results": found}))

    def swap(self, old, new):
        self.members(edit=lambda rows: [row.replace(old, new) for row in rows])


def with_column(rows):
    backup = [f"b{n}@mail.example" for n in range(len(rows))]
    return [row.replace("\n", f",{cell}\n") for row, cell in zip(rows, ["backup", *backup[1:]], strict=True)]


def without_score(rows):
    return [row.rpartition(",")[0] + "\n" for row in rows]


@dataclass(frozen=True)
class Case:
    """What is done to a store before its second night, and what the night must say of it."""

    spoil: Callable[[Spot], object]
    says: str = ""
    kinds: tuple[str, ...] = ()
    drift: tuple[tuple[str, str], ...] = ()
    verdict: str = "unproved"
    kind: str = ""


SPOILT = {
    "an unknown code": Case(
        lambda s: s.swap(",left,C2,7.5", ",gone,C2,7.5"),
        "status holds a code that the map does not know (1 record)",
        ("codes",),
    ),
    "a broken link": Case(
        lambda s: s.clubs("club_id,title\nC1,Rowing\n"),
        "club leads to no record of clubs (20 records)",
        ("link",),
        kind="linked",
    ),
    "a broken link whose record is in quarantine": Case(
        lambda s: s.clubs("club_id,title\nC1,Rowing\nC2\n"),
        "club leads to no record of clubs (20 records, 1 of clubs quarantined)",
        ("link",),
        kind="linked",
    ),
    "a link into a table that is not there": Case(
        lambda s: (s.folder / f"exports/{s.name}/clubs.csv").unlink(),
        "club was not followed, because clubs could not be read",
        ("link",),
        kind="linked",
    ),
    "another type": Case(
        lambda s: s.swap("C2,7.5", 'C2,"7,5"'), "score is not a number (1 record)", ("type",), (("score", "changed"),)
    ),
    "a required cell of white space": Case(
        lambda s: s.swap("m7@mail.example", "  "),
        "email is empty where the map says it never is (1 record)",
        ("filled",),
    ),
    "less than half of the usual": Case(
        lambda s: s.members(first=19),
        "19 rows landed, less than half of the usual 40 (the night before)",
        ("volume",),
    ),
    "an export cut short": Case(
        lambda s: s.members(first=25), "The list stops at 25 members, ask for the rest by page", ("short",)
    ),
    "a column of the map that vanished": Case(
        lambda s: s.members(edit=without_score),
        "the export has no column score",
        ("columns",),
        (("score", "vanished"),),
    ),
    "a date in another form": Case(
        lambda s: s.swap("2025-06-08", "08/06/2025"), "2 rows were not readable", ("dates",)
    ),
    "a new column": Case(lambda s: s.members(edit=with_column), drift=(("backup", "new"),), verdict="kept"),
    "a changed kind": Case(
        lambda s: s.members(edit=lambda rows: [row.replace("@mail.example", "") for row in rows]),
        drift=(("email", "changed"),),
        verdict="kept",
    ),
    "a total that the export does not reach": Case(
        lambda s: s.total(57), "the source states 57 records and the export holds 40", ("short",), kind="paged"
    ),
    "a document that is not there": Case(
        lambda s: (s.folder / f"exports/{s.name}/a.txt").unlink(),
        "letter_text could not be read whole from 1 document (1 no such file)",
        ("unread",),
        kind="letters",
    ),
    "well": Case(lambda s: None, verdict="kept", kind="linked"),
}
NAMES = {case: f"s{number:02}" for number, case in enumerate(SPOILT)}


def abide(*words):
    with pytest.raises(SystemExit) as ended:
        main([str(word) for word in words])
    return ended.value.code


@dataclass(frozen=True)
class Night:
    """What a night told: its exit code, both streams, the files of its report and its findings."""

    code: int
    out: str
    err: str
    page: str
    board: dict
    contracts: dict
    findings: list


@pytest.fixture(scope="module")
def nights(tmp_path_factory):
    folder = tmp_path_factory.mktemp("contracts") / "acme"
    spots = {case: Spot(folder, name, SPOILT[case].kind) for case, name in NAMES.items()}
    spot = spots["well"]
    spot.write("abide.yaml", "controller: acme\nname: Acme Ltd\n")
    spot.write("notice.txt", "Acme Ltd. We delete what we hold when its time is over.\n")
    clauses = "".join(CLAUSE.format(name=name) for name in NAMES.values())
    spot.write("notice.yaml", f'controller: Acme Ltd\npublished: "2026-01-01"\nclauses:\n{clauses}')
    assert abide("init", folder) == 0
    first = run(folder, FIRST, tmp_path_factory.mktemp("first"))
    for case, one in spots.items():
        one.day = EXPORTED + timedelta(days=1)
        one.export()
        SPOILT[case].spoil(one)
    return first, run(folder, SECOND, tmp_path_factory.mktemp("second"))


def run(folder, as_of, told):
    with (
        pytest.MonkeyPatch.context() as patch,
        (told / "out").open("w", encoding="utf-8") as out,
        (told / "err").open("w", encoding="utf-8") as err,
    ):
        for name in ("DAGSTER_HOME", "ABIDE_KEY"):
            patch.delenv(name, raising=False)
        patch.setattr("sys.stdout", out)
        patch.setattr("sys.stderr", err)
        code = abide("scan", folder, "--as-of", as_of)
    report = folder / "report"
    with open_snapshot(folder, read_key(folder)) as con:
        findings = con.execute('SELECT DISTINCT store, "column", category FROM finding.finding').fetchall()
    return Night(
        code,
        (told / "out").read_text("utf-8"),
        (told / "err").read_text("utf-8"),
        (report / "index.html").read_text("utf-8"),
        {clause["id"]: clause for clause in json.loads((report / "scoreboard.json").read_text("utf-8"))["clauses"]},
        {(t["store"], t["table"]): t for t in json.loads((report / "contracts.json").read_text("utf-8"))["tables"]},
        findings,
    )


def test_the_first_night_is_kept_throughout_and_has_no_drift(nights):
    first, _ = nights
    assert {clause["verdict"] for clause in first.board.values()} == {"kept"}, first.board
    assert [table for table in first.contracts.values() if table["broken"] or table["drift"]] == []
    assert (first.code, "Contracts not held" in first.out) == (0, False)


@pytest.mark.parametrize("case", SPOILT)
def test_what_is_not_as_the_map_says_is_never_kept(nights, case):
    name, wanted, (_, night) = NAMES[case], SPOILT[case], nights
    clause, table = night.board[f"clause-{name}"], night.contracts[name, "members"]
    assert (clause["verdict"], clause["flags"]) == (wanted.verdict, 0), clause
    assert f"{name}.members: {wanted.says}" in clause["reason"] if wanted.says else not clause["reason"]
    assert tuple(broken["expectation"] for broken in table["broken"]) == wanted.kinds
    assert tuple((column["column"], column["what"]) for column in table["drift"]) == wanted.drift
    assert table["clauses"] == ([f"clause-{name}"] if wanted.kinds else [])


@pytest.mark.parametrize("case", SPOILT)
def test_the_page_says_what_to_do(nights, case):
    name, wanted, (_, night) = NAMES[case], SPOILT[case], nights
    found = re.findall(rf'<article[^>]* id="contract-{name}\.members">.*?</article>', night.page, re.DOTALL)
    told = re.sub(r"<[^>]+>", "", "".join(found)).replace("&#39;", "'")
    for kind in (*wanted.kinds, *(what for _, what in wanted.drift)):
        assert ADVICE[kind].replace("`", "") in told
    assert bool(found) == bool(wanted.kinds or wanted.drift)
    assert (f"clause-{name}" in told) == bool(wanted.kinds)


def test_a_column_that_is_new_is_scanned_the_same_night(nights):
    _, night = nights
    name = NAMES["a new column"]
    assert (name, "backup", "user.contact.email") in night.findings
    assert night.contracts[name, "members"]["drift"][0]["in_map"] is False


def test_the_command_line_names_the_tables_in_one_line_each(nights):
    _, night = nights
    lines = night.out.splitlines()
    (contracts,) = [line for line in lines if line.startswith("Contracts not held")]
    (drift,) = [line for line in lines if line.startswith("Columns differ")]
    assert re.search(r": s00\.members, .* and \d+ more\. The report says what to do\.$", contracts)
    assert f"{NAMES['a new column']}.members" in drift
    assert night.code == 1


def test_no_value_is_told(nights):
    for night in nights:
        for told in (night.out, night.err, night.page, json.dumps([night.board, list(night.contracts.values())])):
            assert SECRET not in told
            assert "mail.example" not in told
