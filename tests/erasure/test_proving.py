"""What a person was to do has its own proof on a later reading: a mark, a list, a clause content, or their word."""

from datetime import UTC, datetime

import pytest

from erasure import proving
from erasure.errors import Refused
from tests.erasure.approved import LIMITS, approved, hand, night_of_all, say
from tests.erasure.nights import AS_OF, RULE, made
from tests.rights import world as rights

DAY = "2026-03-03"
LATER = datetime(2026, 3, 3, 12, tzinfo=UTC)
ACTIONS = ("restrict", "suppress", "correct", "task")
OVER_SEND = """\
id: sent-late
title: Sent in February
over: send
ground: other_breach
judge_when: [message_purpose = 'marketing']
dated_by: [sent_on]
flag_when: ["sent_on > date '2026-02-01'"]
because: Sent on {sent_on}.
facts: [sent_on]
examples:
  - &base
    {why: in February, as_of: 2026-03-01, row: {sent_on: 2026-02-02, message_purpose: marketing}, expect: flag}
  - {<<: *base, why: before, row: {sent_on: 2026-01-02, message_purpose: marketing}, expect: clear}
  - {<<: *base, why: an answer, row: {sent_on: 2026-02-02, message_purpose: answer}, expect: out}
"""
STORES = {
    "recruitment": """\
name: recruitment
role: controller
connector: files
export: exports
exported_at: {name: "%Y-%m-%d"}
fresh_within: 26 hours
tables:
  - name: applications
    file: applications-*.csv
    columns: [application_id, email, closed, result, blocked]
    key: [application_id]
    subject: {email: email}
    subject_type: candidate
    purpose: recruitment
    lawful_basis: contract
    record:
      ended_on: try_cast(closed as date)
      outcome: lower(result)
      restricted_on: try_cast(blocked as date)
    personal: {email: user.contact.email}
""",
    "mailer": rights.STORES["mailer"].replace("exports/mailer", "mailer"),
    "listed": """\
name: listed
role: controller
connector: files
export: listed
exported_at: {name: "%Y-%m-%d"}
fresh_within: 26 hours
tables:
  - name: listed
    file: listed-*.csv
    columns: [entry, email, full_name]
    key: [entry]
    subject: {email: email}
    subject_type: contact
    purpose: suppression
    lawful_basis: legal_obligation
    record: {suppressed: "true"}
    personal: {email: user.contact.email, full_name: user.name}
""",
}
JANE = {"applications": "A1,jane@mail.example,2024-01-10,unsuccessful,", "sends": "s0,kim@mail.example,2026-01-01"}
KEPT = "A2,sam@mail.example,2026-01-01,unsuccessful,"


def exports(
    place, day="2026-03-01", *, applications=JANE["applications"], sends=JANE["sends"], listed="l0,kim@mail.example,"
):
    for store, table, heading, rows in (
        ("exports", "applications", "application_id,email,closed,result,blocked", [KEPT, applications]),
        ("mailer", "sends", "send_id,email,sent", [sends]),
        ("listed", "listed", "entry,email,full_name", [listed]),
    ):
        (place / store).mkdir(exist_ok=True)
        for old in (place / store).glob("*.csv"):
            old.unlink()
        text = "\n".join([heading, *filter(None, rows), ""])
        (place / store / f"{table}-{day}.csv").write_text(text)


@pytest.fixture(scope="session")
def first(tmp_path_factory):
    """A controller of which each of four clauses flags one application, for another remedy."""
    place = made(tmp_path_factory.mktemp("proving"))
    for name, text in STORES.items():
        (place / "stores" / f"{name}.yaml").write_text(text)
    (place / "rules" / "sent-late.yaml").write_text(OVER_SEND)
    clauses = [
        f"  - id: by-{action}\n    quote: We keep unsuccessful applications for twelve months.\n"
        f"    rule: decided-late\n    given: {{clock: ended_on}}\n    remedy: {action}\n"
        for action in ACTIONS
    ]
    clauses.append(
        "  - id: not-sent\n    quote: We keep unsuccessful applications for twelve months.\n"
        "    rule: sent-late\n    remedy: task\n"
    )
    (place / "notice.yaml").write_text('controller: Tiny Ltd\npublished: "2026-01-12"\nclauses:\n' + "".join(clauses))
    settings = place / "abide.yaml"
    settings.write_text(settings.read_text() + LIMITS)
    assert RULE
    exports(place)
    night_of_all(place, AS_OF)
    return place


@pytest.fixture
def place(first, tmp_path):
    import shutil

    return shutil.copytree(first, tmp_path / "tiny")


def asked(place, action, clause=None):
    """A batch of the one flag, carried out: it waits for a person."""
    ledger = approved(place, lambda flag: flag.clause == (clause or f"by-{action}"))
    done = hand(place).execute()
    assert done.counts() == {"manual": 1}
    return ledger


def again(place, **changed):
    """What the next try says, and why."""
    if changed.pop("anew", True):
        exports(place, DAY, **changed)
    done = hand(place, clock=lambda: LATER).execute()
    ((outcome,),) = [list(step.values()) for step in done.outcomes.values()]
    assert outcome.state in {"manual", "verified"}
    return outcome.reason or outcome.state


def word(ledger, action):
    ((_, act),) = [one for one in ledger.read().batches["EB-0001"].acts if one[1].what == "started"]
    said = {"kind": "done", "batch": "EB-0001", "sha256": act.sha256, "action": action, "reason": "seen to"}
    say(ledger, "rob", said, at=LATER)


@pytest.mark.slow
def test_a_restriction_is_proved_by_its_mark_and_by_silence_since(place):
    asked(place, "restrict")
    marked = JANE["applications"] + "2026-03-02"
    assert again(place, anew=False) == proving.NOT_ANEW
    assert again(place) == proving.UNMARKED
    assert again(place, applications=JANE["applications"] + "2026-04-01") == proving.UNMARKED
    assert again(place, applications=marked, sends="s1,Jane@mail.example,2026-03-03") == proving.SENT
    assert hand(place, clock=lambda: LATER).certify()[1]["status"] == "incomplete"
    assert again(place, applications=marked, sends="s1,jane@mail.example,2026-03-01") == "verified"
    path, data = hand(place, clock=lambda: LATER).certify()
    assert (data["status"], data["remains"]) == ("verified", [])
    assert data["stores"][0]["sanitization"]["method"] == "none"
    assert "jane" not in path.read_text() + path.with_suffix(".html").read_text()
    assert again(place) == proving.UNMARKED, "a mark that is taken away again proves nothing any more"


@pytest.mark.slow
def test_a_restriction_that_no_map_shows_is_proved_by_a_word_and_by_silence_since(place):
    store = place / "stores" / "recruitment.yaml"
    store.write_text(store.read_text().replace("      restricted_on: try_cast(blocked as date)\n", ""))
    night_of_all(place, AS_OF)
    ledger = asked(place, "restrict")
    assert again(place) == proving.NO_MARK
    word(ledger, "restrict")
    assert again(place, sends="s1,jane@mail.example,2026-03-04") == proving.SENT
    assert again(place, sends="s1,jane@mail.example,2026-03-03") == "verified", "sent before the word"


@pytest.mark.slow
def test_a_suppression_is_proved_by_a_list_that_holds_no_more_than_it_takes(place):
    asked(place, "suppress")
    assert again(place) == proving.NO_LIST
    assert again(place, listed="l1,jane@mail.example,Jane Roe") == proving.TOO_MUCH
    assert again(place, listed="l1,JANE@mail.example,") == "verified"


@pytest.mark.slow
def test_a_correction_is_proved_by_the_clause_on_a_whole_reading(place):
    asked(place, "correct")
    assert again(place) == proving.STANDS
    undated = "A1,jane@mail.example,soon,unsuccessful,"
    assert again(place, applications=undated) == proving.UNDATED
    right = "A1,jane@mail.example,2026-01-10,unsuccessful,"
    assert again(place, applications=f"{right}\n{right[:3]}other@mail.example,2020-01-01,hired,") == proving.NOT_ANEW
    assert again(place, applications=right) == "verified"


@pytest.mark.slow
def test_a_task_is_proved_by_a_word_and_by_the_reading(place):
    ledger = asked(place, "task")
    assert again(place, applications="A1,jane@mail.example,2026-01-10,unsuccessful,") == proving.NO_WORD
    word(ledger, "task")
    assert again(place) == proving.STANDS
    assert again(place, applications=None) == "verified"
    assert hand(place, clock=lambda: LATER).certify()[1]["said_done_by"] == {"task": "rob"}


@pytest.mark.slow
def test_of_what_happened_the_word_is_the_proof(first, tmp_path, place):
    exports(place, sends="s1,jane@mail.example,2026-02-20")
    night_of_all(place, AS_OF)
    ledger = asked(place, "task", "not-sent")
    assert again(place, sends="s1,jane@mail.example,2026-02-20") == proving.NO_WORD
    word(ledger, "task")
    assert again(place, sends="s1,jane@mail.example,2026-02-20") == "verified"


def test_nobody_says_that_it_is_done_before_it_was_begun(place):
    ledger = approved(place, lambda flag: flag.clause == "by-task")
    _, sha256 = ledger.read().batches["EB-0001"].binding
    said = {"kind": "done", "batch": "EB-0001", "sha256": sha256, "action": "task", "reason": "seen to"}
    with pytest.raises(Refused, match="never started"):
        say(ledger, "rob", said, at=LATER)
    hand(place).execute()
    with pytest.raises(Refused, match="reviewer"):
        say(ledger, "ann", said, at=LATER)
    say(ledger, "rob", said, at=LATER)
    assert ledger.read().batches["EB-0001"].words["task"][0] == "rob"
