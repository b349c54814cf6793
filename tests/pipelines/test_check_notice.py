"""``abide check`` reads the notice: what it tells, and what lets a warning stand."""

import json
import shutil
from datetime import date

import pytest

from pipelines.checking.lint import kinds
from pipelines.checking.lints.missing_items import ITEMS
from pipelines.cli import main
from pipelines.commands.check import look_at
from tests.pipelines.noticed import DAY, ROOT, WHOLE, tiny

__all__ = ["tiny"]

SHARED = ROOT.parent / "shared" / "notices"


def test_a_whole_and_quoted_notice_is_quiet(tiny):
    assert tiny.ids() == []


SENTENCES = {
    "registration-expired": ("Our ICO registration ZA000000 expires on 16 March 2025.", "2025-03-16"),
    "open-ended": ("We keep letters for as long as is necessary.", "no period"),
    "repealed-law": ("You have rights under the Data Protection Act 1998.", "repealed"),
    "no-clause": ("We delete your account after 18 months.", "18 months"),
    "two-bases": ("We send marketing to you because of our legitimate interests.", "consent"),
}


@pytest.mark.parametrize("kind", SENTENCES)
def test_a_sentence_that_is_amiss_is_told_with_its_line_and_words(tiny, kind):
    sentence, said = SENTENCES[kind]
    before = "We send our newsletter only to people who asked for it." if kind == "two-bases" else "Thank you."
    clause = f"  - {{id: news-asked-for, quote: '{before}', unprovable: The office attests it.}}\n"
    tiny.write(f"{WHOLE}\n{before}\n\n{sentence}\n", clauses=clause)
    lint = tiny.lint(kind)
    assert (lint.file, lint.words) == (tiny.path / "notice.txt", sentence)
    assert (tiny.path / "notice.txt").read_text(encoding="utf-8").splitlines()[lint.line - 1] == sentence
    assert said in lint.told
    assert lint.todo


@pytest.mark.parametrize(
    ("sentence", "law"),
    [
        ("Transfers rest on the EU-US Privacy Shield.", "Privacy Shield"),
        ("We ask the Criminal Records Bureau.", "Disclosure and Barring Service"),
        ("The EU General Data Protection Regulation protects you.", "UK GDPR"),
        ("Some staff work outside the European Economic Area.", "the EEA is abroad too"),
        ("Once the GDPR comes into force you have more rights.", "still to come"),
    ],
)
def test_law_that_does_not_hold_is_told(tiny, sentence, law):
    tiny.write(f"{WHOLE}\n{sentence}\n")
    assert law in tiny.lint("repealed-law").told


def test_law_that_holds_is_not_told(tiny):
    tiny.write(f"{WHOLE}\nThe UK General Data Protection Regulation and the Data Protection Act 2018 protect you.\n")
    assert tiny.ids() == []


@pytest.mark.parametrize(
    ("words", "mark"),
    [
        (", and to data\nportability", "portability"),
        ("If you complain to us we confirm it within 30 days. ", "complaint"),
        ("You may also complain to the Information Commissioner.", "regulator"),
        (" We do not use automated decision-making.", "automated"),
        ("to have it corrected, ", "rectification"),
        (" or restricted, to object", "objection"),
        (" or restricted", "restriction"),
        (", erased", "erasure"),
        ("to ask for a copy of your data, ", "access"),
        ("You must give us a\nname to order.", "statutory"),
        ("We share data with our courier only.", "recipients"),
        (" Write to tiny@tiny.example.", "contact"),
    ],
)
def test_what_articles_13_and_14_ask_for_and_is_not_said_is_told(tiny, words, mark):
    assert words in WHOLE
    text = WHOLE.replace(words, "")
    clauses = "\n".join(tiny.clauses.split("\n"))
    for one in ("courier-only", "complaints-confirmed"):
        start = clauses.index(f"  - id: {one}")
        clauses = clauses[:start] + "\n".join(clauses[start:].split("\n")[3:])
    tiny.clauses = clauses
    tiny.write(text)
    assert f"missing-item/{mark}" in tiny.ids()


TOLD_WHERE_DUE = {
    "officer": (
        "Our data protection officer looks after this.",
        "Write to our data protection officer: dpo@tiny.example.",
    ),
    "transfers": (
        "Our courier keeps it in the United States.",
        "The data bridge covers our courier in the United States.",
    ),
    "interests": ("Letters rest on legitimate interests.", "It is our legitimate interest to tell you of a recall."),
    "automated-safeguards": (
        "We use automated decision-making to set your price.",
        "We use automated decision-making to set your price, and you may ask for a person to look at it.",
    ),
    "source": ("We collect data indirectly.", "We collect data indirectly, from public sources."),
}


@pytest.mark.parametrize("mark", TOLD_WHERE_DUE)
def test_what_only_some_notices_must_say_is_asked_of_them_alone(tiny, mark):
    lacking, telling = TOLD_WHERE_DUE[mark]
    for sentence, marks in ((lacking, {mark}), (telling, set())):
        tiny.write(f"{WHOLE}\n{sentence}\n")
        assert {one.mark for one in look_at(tiny.path, DAY).lints if one.kind == "missing-item"} == marks


def test_how_an_automated_decision_is_looked_at_is_asked_for_from_the_day_it_is_law(tiny):
    tiny.write(f"{WHOLE}\n{TOLD_WHERE_DUE['automated-safeguards'][0]}\n")
    asked = [
        any(one.mark == "automated-safeguards" for one in look_at(tiny.path, day).lints)
        for day in (date(2026, 2, 4), date(2026, 2, 5))
    ]
    assert asked == [False, True]


def test_a_notice_that_says_nothing_is_asked_for_everything_that_every_notice_says(tiny):
    (tiny.path / "notice.txt").write_text("Hello there, dear reader.\n", encoding="utf-8")
    head = tiny.clauses[: tiny.clauses.index("  - id:")]
    clause = "  - {id: first, quote: 'Hello there, dear reader.', unprovable: Nothing to prove here.}\n"
    (tiny.path / "notice.yaml").write_text(head + clause, encoding="utf-8")
    found = look_at(tiny.path, DAY)
    assert found.problems == []
    assert {one.mark for one in found.lints} == {item.mark for item in ITEMS if not item.only_if}


def test_complaints_to_the_controller_are_asked_for_from_the_day_they_are_law(tiny):
    start = tiny.clauses.index("  - id: complaints-confirmed")
    tiny.clauses = tiny.clauses[:start]
    tiny.write(WHOLE.replace("If you complain to us we confirm it within 30 days. ", ""))
    assert "missing-item/complaint" in tiny.ids(date(2026, 6, 19))
    assert "missing-item/complaint" not in tiny.ids(date(2026, 6, 18))


def test_a_processor_that_the_notice_does_not_name_is_told_at_its_store(tiny):
    store = next((tiny.path / "stores").glob("*.yaml"))
    text = store.read_text(encoding="utf-8").replace("role: controller", "role: processor\nprovider: Gull Cloud Ltd")
    store.write_text(text, encoding="utf-8")
    lint = tiny.lint("recipient-not-named")
    assert (lint.file, lint.id) == (store, "recipient-not-named/gull-cloud-ltd")
    tiny.write(WHOLE.replace("our courier only", "our courier and Gull Cloud only"))
    assert [one for one in look_at(tiny.path, DAY).lints if one.kind == "recipient-not-named"] == []


def test_a_category_that_the_last_night_found_is_told_unless_declared(tiny):
    report = tiny.path / "report"
    report.mkdir()
    entry = {"category": "user.demographic.marital_status", "special": False, "said_by": ["scanner"]}
    records = {"as_of": "2026-11-21", "stores": [{"store": "recruitment", "categories": [entry]}]}
    (report / "processing_records.json").write_text(json.dumps(records), encoding="utf-8")
    assert tiny.ids() == ["category-not-declared/user-demographic-marital-status"]
    tiny.write(WHOLE.replace("You must give us a\nname", "You must give us your marital status and a\nname"))
    assert tiny.ids(all_seen=True) == []
    (report / "processing_records.json").write_text("{", encoding="utf-8")
    assert tiny.ids() == []


REGISTERED = [
    {"recipient": "Copperleaf Print Ltd", "as": "processor", "store": "registers", "table": "processors"},
    {"recipient": "insurer", "as": "kind", "store": "registers", "table": "disclosures"},
]


def test_a_recipient_in_a_register_that_the_notice_does_not_name_is_told(tiny):
    (tiny.path / "report").mkdir()
    records = {"as_of": "2026-11-21", "stores": [], "recipients": REGISTERED}
    (tiny.path / "report" / "processing_records.json").write_text(json.dumps(records), encoding="utf-8")
    assert tiny.ids() == ["recipient-not-named/copperleaf-print-ltd", "recipient-not-named/insurer"]
    found = [lint.told for lint in look_at(tiny.path, DAY).lints]
    assert found[0].startswith(
        "The night of 2026-11-21 found Copperleaf Print Ltd in the register registers.processors,"
    )
    assert found[1].startswith("The night of 2026-11-21 found recipients of the kind insurer in the register")


def test_a_recipient_that_the_notice_or_its_clause_names_is_not_told(tiny):
    (tiny.path / "report").mkdir()
    records = {"as_of": "2026-11-21", "stores": [], "recipients": REGISTERED}
    (tiny.path / "report" / "processing_records.json").write_text(json.dumps(records), encoding="utf-8")
    named = WHOLE.replace("with our courier only", "with our courier and Copperleaf Print only")
    clauses = """
  - id: whom-we-tell
    quote: We share data with our courier and Copperleaf Print only.
    rule: disclosure-undeclared
    given: {recipient_kinds: [insurer]}
    remedy: task
"""
    tiny.clauses = tiny.clauses.replace("We share data with our courier only. We", "We")
    tiny.write(named, clauses=clauses.removeprefix("\n"))
    assert tiny.ids(all_seen=True) == []


def test_a_category_that_the_notice_denies_is_not_declared_by_that(tiny):
    (tiny.path / "report").mkdir()
    entry = {"category": "user.health_and_medical", "special": True, "said_by": ["map", "scanner"]}
    records = {"as_of": "2026-11-21", "stores": [{"store": "recruitment", "categories": [entry]}]}
    (tiny.path / "report" / "processing_records.json").write_text(json.dumps(records), encoding="utf-8")
    denial = "  - {id: none-of-it, quote: We hold nothing about, unprovable: The office attests it.}\n"
    tiny.write(f"{WHOLE}\nWe hold nothing about your health or religion.\n", clauses=denial)
    assert tiny.ids() == ["category-not-declared/user-health-and-medical"]
    assert (
        "The night of 2026-11-21 found user.health_and_medical in recruitment"
        in tiny.lint("category-not-declared").told
    )


def test_an_accepted_warning_stands_until_its_day_and_an_idle_one_is_told(tiny):
    open_ended = f"{WHOLE}\nWe keep letters for as long as is necessary.\n"
    tiny.write(open_ended)
    lint = tiny.lint("open-ended")
    for given in (lint.id, "open-ended"):
        entry = f"accepted:\n  - {{id: {given}, reason: The office sets a period in spring., until: 2026-12-31}}\n"
        tiny.write(open_ended, accepted=entry)
        assert tiny.ids() == []
        assert [one.as_data()["accepted"]["until"] for one in look_at(tiny.path, DAY).lints] == ["2026-12-31"]
        assert tiny.ids(date(2027, 1, 1)) == [lint.id]
        assert "accepted until 2026-12-31" in tiny.lint("open-ended", date(2027, 1, 1)).told
    tiny.write(WHOLE, accepted=entry)
    assert tiny.ids() == ["accepted/open-ended"]
    assert tiny.lint("accepted").line == tiny.clauses.count("\n") + 2


def test_the_command_tells_lints_as_json_and_leaves_the_exit_code(tiny, capsys):
    tiny.write(f"{WHOLE}\nWe keep letters for as long as is necessary.\n")
    with pytest.raises(SystemExit) as ended:
        main(["check", str(tiny.path), "--json", "--as-of", DAY.isoformat()])
    (found,) = json.loads(capsys.readouterr().out)
    assert ended.value.code == 0
    assert [(one["kind"], one["line"], one["accepted"]) for one in found["notice"]] == [("open-ended", 17, None)]


@pytest.mark.slow
@pytest.mark.parametrize("example", ["harbour", "meridian"])
def test_the_examples_are_calm(example, tmp_path):
    folder = tmp_path / example
    shutil.copytree(ROOT / "examples" / example, folder, ignore=shutil.ignore_patterns("report", ".abide", "exports"))
    found = look_at(folder, DAY)
    standing = [lint for lint in found.lints if lint.accepted is None]
    assert found.problems == []
    assert len(standing) <= 4
    assert {lint.kind for lint in standing} <= {"missing-item", "recipient-not-named"}


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"{SHARED} is not here: the two real notices cannot be read")
def test_two_real_notices_are_told_what_is_out_of_date_in_them(tiny):
    wanted = {
        "mass-privacy-notice.txt": {
            "registration-expired": 93, "repealed-law": 79, "two-bases": 24, "open-ended": 63, "missing-item/complaint": 0,
        },
        "mesma-privacy-notice.txt": {
            "repealed-law": 134, "two-bases": 62, "open-ended": 170, "missing-item/automated": 0, "missing-item/portability": 0,
            "missing-item/complaint": 0,
        },
    }  # fmt: skip
    for name, expected in wanted.items():
        shutil.copyfile(SHARED / name, tiny.path / "notice.txt")
        quote = "you have the following rights" if name.startswith("mass") else "Thank you!"
        clause = f"controller: Tiny Ltd\npublished: 2026-01-12\nclauses:\n  - {{id: first, quote: '{quote}', unprovable: Nothing to prove here.}}\n"
        (tiny.path / "notice.yaml").write_text(clause, encoding="utf-8")
        lints = look_at(tiny.path, DAY).lints
        told = {(one.kind, one.line) for one in lints} | {(one.id, one.line) for one in lints}
        assert set(expected.items()) <= told


def test_lints_are_found_by_walking():
    assert kinds() == [
        "categories",
        "law",
        "missing_items",
        "no_clause",
        "open_ended",
        "recipients",
        "registration",
        "two_bases",
    ]
