"""A controller's folder is read whole: what is right becomes a controller, and everything wrong is told at once."""

import pytest

from rules.document import load
from rules.errors import ConfigurationError
from stores.controller import CATALOG, Vendor, load_controller, read_store
from stores.records import constants

NOTICE = "We keep candidates for 12 months after the exercise. We are kind."
FILES = {
    "abide.yaml": "controller: own\nname: Own Ltd\nowners: [dpo@own.example]\n",
    "notice.txt": NOTICE,
    "notice.yaml": """\
controller: Own Ltd
published: "2026-01-01"
clauses:
  - id: twelve-months
    quote: We keep candidates for 12 months after the exercise.
    rule: kept-past-period
    given: {subject_type: candidate, clock: ended_on, period: 12 months}
    remedy: erase
  - id: kind
    quote: We are kind.
    unprovable: Nobody can measure it.
""",
    "stores/people.yaml": """\
name: people
role: controller
connector: files
export: exports/people
exported_at: modified
fresh_within: 26 hours
tables:
  - name: people
    file: people.csv
    columns: [id, email, closed]
    key: [id]
    subject: {email: email}
    subject_type: candidate
    record: {ended_on: try_cast(closed as date)}
    personal: {email: user.contact.email}
""",
}


@pytest.fixture
def folder(tmp_path):
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def change(folder, name, old, new):
    text = (folder / name).read_text()
    assert old in text
    (folder / name).write_text(text.replace(old, new))


def told(folder):
    with pytest.raises(ConfigurationError) as error:
        load_controller(folder)
    return [str(problem).replace(f"{folder}/", "") for problem in error.value.problems]


def test_a_right_folder_becomes_a_controller(folder):
    controller = load_controller(folder)
    assert (controller.id, controller.name, controller.timezone) == ("own", "Own Ltd", "Europe/London")
    assert [rule.id for rule in controller.used_rules] == ["kept-past-period"]
    assert [(s.name, t.name) for s, t in controller.tables()] == [("people", "people")]


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("abide.yaml", "name: Own Ltd", "nam: Own Ltd", "abide.yaml:2: nam: unknown key Hint: did you mean 'name'?"),
        ("abide.yaml", "name: Own Ltd", "name: Other Ltd", "notice.yaml:1: controller: the notice is of 'Own Ltd'"),
        (
            "notice.yaml",
            "12 months after",
            "6 months after",
            "notice.yaml:5: twelve-months.quote: does not stand word for word",
        ),
        (
            "notice.yaml",
            "rule: kept-past-period",
            "rule: kept-past-perod",
            "there is no rule 'kept-past-perod' Hint: did you mean 'kept-past-period'?",
        ),
        (
            "notice.yaml",
            "clock: ended_on",
            "clock: ended",
            "'ended' is not a clock of record; did you mean 'ended_on'?",
        ),
        (
            "notice.yaml",
            "remedy: erase",
            "remedy: erased",
            "notice.yaml:8: clauses.0.remedy: 'erased' is not known Hint: did you mean 'erase'?",
        ),
        ("notice.yaml", "    remedy: erase\n", "", "nothing that leads to deletion has a default"),
        (
            "notice.yaml",
            "    rule: kept",
            "    stores: [peple]\n    rule: kept",
            "there is no store 'peple' Hint: did you mean 'people'?",
        ),
        *(
            ("stores/people.yaml", "key: [id]", f"key: [id]\n    links: {{email: {said}}}", message)
            for said, message in (
                ("people", "a link names table.column, or store/table.column, not 'people'"),
                ("people.nr", "people.email links to people.nr, which people does not list"),
                ("{by: id}", "say table.column, or {by: column, of: {what it says: table.column}}"),
                ("{of: {a: people.id}}", "say table.column, or {by: column, of: {what it says: table.column}}"),
                ("{by: id, off: {a: people.id}}", "unknown key Hint: did you mean 'of'?"),
                ("{by: id, of: {a: people}}", "a link names table.column, or store/table.column, not 'people'"),
                ("{by: email, of: {a: people.id}}", "links: email says of itself which kind of record it names"),
                ("{by: idd, of: {a: people.id}}", "links: email goes by the column 'idd', which is not listed"),
                (
                    "{by: id, of: {a: people.nr}}",
                    "people.email links to people.nr where id is 'a', which people does not",
                ),
                (
                    "{by: id, of: {a: people.id}}}\n    codes: {id: [a, b]",
                    "links: email does not say what it names where id is 'b', one of its codes",
                ),
            )
        ),
        ("stores/people.yaml", "key: [id]", "key: [ident]", "key names the column 'ident', which is not listed"),
        (
            "stores/people.yaml",
            "user.contact.email",
            "user.contact.mail",
            "'user.contact.mail' is not a data category; did you mean 'user.contact.email'?",
        ),
        (
            "stores/people.yaml",
            "ended_on: try",
            "ended: try",
            "'ended' is not a column of a record; did you mean 'ended_on'?",
        ),
        (
            "stores/people.yaml",
            "try_cast(closed as date)",
            "try_cast(close as date)",
            "stores/people.yaml:14: tables.0.record.ended_on: the export has no column 'close'; did you mean 'closed'?",
        ),
        ("stores/people.yaml", "try_cast(closed as date)", "(select 1)", "not a query"),
        ("stores/people.yaml", "try_cast(closed as date)", "closed as )", "this is not an SQL expression"),
        (
            "stores/people.yaml",
            "subject_type: candidate",
            "subject_type: candidates",
            "stores/people.yaml:13: tables.0.subject_type: 'candidates' is not known Hint: did you mean 'candidate'?",
        ),
        (
            "stores/people.yaml",
            "export: exports/people",
            "export: ../people",
            "stores/people.yaml:4: export: must lie below the folder",
        ),
        (
            "stores/people.yaml",
            "fresh_within: 26 hours",
            "fresh_within: 2 months",
            "freshness is stated in hours, days or weeks",
        ),
        ("stores/people.yaml", "fresh_within: 26 hours\n", "", "say fresh_within"),
        (
            "stores/people.yaml",
            "file: people.csv",
            "file: ../people.csv",
            "stores/people.yaml:9: tables.0.file: must lie below the folder",
        ),
        (
            "stores/people.yaml",
            "try_cast(closed as date)",
            "dateparse(closed)",
            "stores/people.yaml:14: tables.0.record.ended_on: Catalog Error: Scalar Function with name dateparse does not exist!",
        ),
        ("stores/people.yaml", "exported_at: modified\n", "", "say where the export's time comes from"),
        (
            "stores/people.yaml",
            "connector: files",
            "connector: file",
            "'file' is not known Hint: did you mean 'files'?",
        ),
        ("stores/people.yaml", "tables:", "catalog: hubspt\ntables:", "there is no map 'hubspt'"),
        ("stores/people.yaml", "name: people\nrole", "name: persons\nrole", "'persons' is not the file's name"),
    ],
)
def test_each_mistake_names_file_line_key_and_what_is_allowed(folder, file, old, new, message):
    change(folder, file, old, new)
    assert any(message in problem for problem in told(folder)), told(folder)


def test_a_file_that_unfolds_without_end_is_refused(folder):
    bombs = "\n".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 12))
    (folder / "abide.yaml").write_text(f"a0: &a0 [x]\n{bombs}\n")
    assert told(folder)[0].startswith("abide.yaml: the file unfolds to more than")


def test_mistakes_in_several_files_are_told_at_once(folder):
    change(folder, "abide.yaml", "owners", "owner")
    change(folder, "stores/people.yaml", "key: [id]", "kex: [id]")
    change(folder, "notice.yaml", "We are kind.", "We are good.")
    assert {problem.split(":")[0] for problem in told(folder)} == {"abide.yaml", "stores/people.yaml", "notice.yaml"}


@pytest.mark.parametrize("path", sorted(CATALOG.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_map_of_the_catalog_is_valid(path):
    vendor = load(Vendor, path)
    for table in vendor.tables:
        assert table.columns


def test_a_binding_lays_its_own_facts_over_the_vendors_map(folder):
    vendor = min(CATALOG.glob("*.yaml"))
    first = load(Vendor, vendor).tables[0]
    (folder / "stores" / "bound.yaml").write_text(
        f"name: bound\nrole: controller\nconnector: files\nexport: exports\nexported_at: modified\nfresh_within: 26 hours\n"
        f"catalog: {vendor.stem}\ntables:\n  - name: {first.name}\n    file: x.csv\n    purpose: statistics\n"
    )
    table = read_store(folder / "stores" / "bound.yaml").tables[0]
    assert (table.purpose, table.file, table.key) == ("statistics", "x.csv", first.key)


def test_columns_that_a_binding_lists_are_added_to_the_vendors(folder):
    (folder / "stores" / "bound.yaml").write_text(
        "name: bound\nrole: processor\nprovider: Eventbrite\nconnector: files\nexport: exports\n"
        "exported_at: modified\nfresh_within: 26 hours\ncatalog: eventbrite\ntables:\n  - name: attendees_csv\n"
        "    columns: [Email, Any diet?]\n  - name: attendees\n    columns: {diet: /profile/diet}\n"
    )
    listed, mapped = read_store(folder / "stores" / "bound.yaml").tables
    assert listed.column_names[0] == "Order #"
    assert listed.column_names[-1] == "Any diet?"
    assert listed.column_names.count("Email") == 1
    assert {"id", "diet"} <= set(mapped.column_names)


def test_what_is_constant_in_a_table_leaves_out_what_its_sql_decides(folder):
    change(folder, "stores/people.yaml", "record: {", "purpose: recruitment\n    record: {purpose: \"'x'\", ")
    store = load_controller(folder).stores[0]
    assert constants(store, store.tables[0]) == {"store": "people", "table": "people", "subject_type": "candidate"}
