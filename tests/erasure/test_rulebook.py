"""Who may do what: every rule of authority, with what is refused and why."""

import pytest

from erasure import acts as e
from erasure.errors import Refused
from tests.erasure.world import (
    act,
    added,
    approve,
    approve_flags,
    at,
    flag,
    fresh,
    hold,
    propose,
    secret,
    signer,
)

REASON = "a person typed this and nobody else may read it"


@pytest.fixture
def ledger(tmp_path):
    return fresh(tmp_path)


def refused(what, field, ledger=None):
    """The refusal; nothing was written."""
    before = ledger.read().number if ledger else None
    with pytest.raises(Refused) as raised:
        what()
    assert raised.value.field == field, str(raised.value)
    assert before is None or ledger.read().number == before
    return raised.value


def test_the_way_from_a_flag_to_two_approvals(ledger):
    approve_flags(ledger, flag(1), flag(2))
    propose(ledger, flag(1), flag(2))
    approve(ledger, "ann")
    batch = ledger.read().batches["EB-0001"]
    assert not ledger.read().is_authorised(batch)
    approve(ledger, "abe")
    standing = ledger.read()
    assert standing.approvers(standing.batches["EB-0001"]) == ["ann", "abe"]
    assert standing.is_authorised(standing.batches["EB-0001"])


def test_the_first_person_administers_and_only_they_are_added_without_anyone(ledger, tmp_path):
    (tmp_path / "other").mkdir()
    from erasure.ledger import Ledger
    from erasure.ledger_sqlite import SqliteMedium
    from erasure.signing import installation

    empty = Ledger(SqliteMedium(tmp_path / "other" / "ledger.sqlite"), "acme", installation(bytes(32)))
    refused(lambda: empty.append_own(at(), lambda _: [added("rob", ["reviewer"])]), "roles")
    assert empty.read().number == 0
    refused(lambda: ledger.append_own(at(), lambda _: [added("zoe", ["administrator"])]), "by", ledger)


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("ann", {"kind": "decided", "verdict": "approve", "reason": REASON, "flags": [flag(1)]}),
        ("amy", {"kind": "batched", "batch": "EB-0001", "flags": [flag(1)]}),
        ("rob", {"kind": "person_retired", "person": "ann"}),
        ("rob", {"kind": "person_roles", "person": "rob", "roles": ["approver"]}),
        ("ann", {"kind": "released", "hold": 1, "reason": REASON}),
    ],
)
def test_a_role_is_needed(ledger, who, said):
    error = refused(lambda: act(ledger, who, **said), "by", ledger)
    assert "the role" in error.allowed
    assert REASON not in str(error)


def test_nobody_signs_for_another(ledger):
    said = e.said(kind="decided", verdict="approve", reason=REASON, flags=[flag(1)])
    refused(lambda: ledger.append(at(), "rob", signer("ann"), lambda _: [said]), "passphrase", ledger)
    refused(lambda: ledger.append(at(), "installation", signer("ann"), lambda _: [said]), "by", ledger)
    refused(lambda: ledger.append(at(), "nobody", signer("ann"), lambda _: [said]), "by", ledger)


def test_nobody_approves_what_they_proposed(ledger):
    approve_flags(ledger, flag(1))
    propose(ledger, flag(1), who="rita")
    refused(lambda: approve(ledger, "rita"), "by", ledger)


def test_nobody_approves_what_they_decided_even_in_another_way_or_long_ago(ledger):
    act(
        ledger,
        "rita",
        kind="decided",
        verdict="dismiss",
        reason=REASON,
        scope="flag",
        until="2026-06-01",
        flags=[flag(1)],
    )
    approve_flags(ledger, flag(1), flag(2))
    propose(ledger, flag(1), flag(2))
    refused(lambda: approve(ledger, "rita"), "by", ledger)


def test_adding_to_a_batch_or_dropping_from_it_is_proposing(ledger):
    approve_flags(ledger, flag(1), flag(2), flag(3))
    propose(ledger, flag(1), flag(3))
    act(ledger, "rita", kind="dropped", batch="EB-0001", flags=[flag(3).flag])
    refused(lambda: approve(ledger, "rita"), "by", ledger)


def test_one_person_never_counts_twice(ledger):
    approve_flags(ledger, flag(1))
    propose(ledger, flag(1))
    approve(ledger, "ann")
    refused(lambda: approve(ledger, "ann"), "by", ledger)


def test_a_key_is_used_under_one_name_for_ever(ledger):
    key, costs = secret("ann")
    again = e.said(kind="person_added", person="anna", roles=["approver"], public_key=key.public_key, costs=costs)
    refused(lambda: ledger.append(at(), "amy", signer("amy"), lambda _: [again]), "public-key", ledger)
    act(ledger, "amy", kind="person_retired", person="ann")
    refused(lambda: ledger.append(at(), "amy", signer("amy"), lambda _: [again]), "public-key", ledger)
    refused(
        lambda: act(ledger, "amy", kind="person_key", person="abe", public_key=key.public_key, costs=None), "public-key"
    )


def test_a_name_is_never_given_again(ledger):
    act(ledger, "amy", kind="person_retired", person="ann")
    key, _ = secret("someone else")
    said = e.said(kind="person_added", person="ann", roles=["approver"], public_key=key.public_key, costs=None)
    refused(lambda: ledger.append(at(), "amy", signer("amy"), lambda _: [said]), "person", ledger)


def test_who_retires_acts_no_more_and_their_approvals_stop_counting(ledger):
    approve_flags(ledger, flag(1))
    propose(ledger, flag(1))
    approve(ledger, "ann")
    approve(ledger, "abe")
    act(ledger, "amy", kind="person_retired", person="ann")
    refused(lambda: approve(ledger, "ann"), "by", ledger)
    standing = ledger.read()
    assert standing.approvers(standing.batches["EB-0001"]) == ["abe"]
    act(ledger, "amy", kind="person_roles", person="abe", roles=["reviewer"])
    standing = ledger.read()
    assert standing.approvers(standing.batches["EB-0001"]) == []


def test_the_last_administrator_stays(ledger):
    refused(lambda: act(ledger, "amy", kind="person_retired", person="amy"), "person", ledger)
    refused(lambda: act(ledger, "amy", kind="person_roles", person="amy", roles=["reviewer"]), "person", ledger)


def test_a_new_key_is_the_persons_own_affair_and_the_old_one_is_worth_nothing(ledger):
    key, costs = secret("ann anew")
    said = e.said(kind="person_key", person="ann", public_key=key.public_key, costs=costs)
    refused(lambda: ledger.append(at(), "rob", signer("rob"), lambda _: [said]), "by", ledger)
    ledger.append(at(), "ann", signer("ann"), lambda _: [said])
    approve_flags(ledger, flag(1))
    propose(ledger, flag(1))
    refused(lambda: approve(ledger, "ann"), "passphrase", ledger)


def test_an_approval_is_of_exactly_what_the_batch_is(ledger):
    approve_flags(ledger, flag(1), flag(2))
    propose(ledger, flag(1))
    approve(ledger, "ann")
    old = ledger.read().batches["EB-0001"].content
    propose(ledger, flag(2))
    standing = ledger.read()
    assert standing.approvers(standing.batches["EB-0001"]) == []
    refused(lambda: act(ledger, "abe", kind="approved", batch="EB-0001", of="batch", sha256=old), "hash", ledger)
    approve(ledger, "ann")
    approve(ledger, "abe")
    assert ledger.read().is_authorised(ledger.read().batches["EB-0001"])


def test_once_there_is_a_plan_approvals_are_of_the_plan(ledger):
    approve_flags(ledger, flag(1), flag(2))
    propose(ledger, flag(1))
    approve(ledger, "ann")
    content = ledger.read().batches["EB-0001"].content
    planned = e.said(kind="planned", batch="EB-0001", content=content, plan="ab" * 32)
    ledger.append_own(at(2), lambda _: [planned])
    standing = ledger.read()
    assert standing.batches["EB-0001"].binding == ("plan", "ab" * 32)
    assert standing.approvers(standing.batches["EB-0001"]) == []
    refused(lambda: act(ledger, "abe", kind="approved", batch="EB-0001", of="batch", sha256=content), "hash")
    approve(ledger, "ann", minutes=3)
    approve(ledger, "abe", minutes=3)
    assert ledger.read().is_authorised(ledger.read().batches["EB-0001"])
    propose(ledger, flag(2), minutes=4)
    assert ledger.read().batches["EB-0001"].binding[0] == "batch"


def test_an_act_needs_two_approvals_of_its_plan(ledger):
    approve_flags(ledger, flag(1))
    propose(ledger, flag(1))
    content, plan = ledger.read().batches["EB-0001"].content, "cd" * 32
    ledger.append_own(at(2), lambda _: [e.said(kind="planned", batch="EB-0001", content=content, plan=plan)])
    start = e.said(kind="acted", batch="EB-0001", sha256=plan, what="started", counts={})
    done = e.said(kind="acted", batch="EB-0001", sha256=plan, what="executed", counts={"removed": 1})
    approve(ledger, "ann", minutes=3)
    refused(lambda: ledger.append_own(at(4), lambda _: [start]), "batch", ledger)
    approve(ledger, "abe", minutes=5)
    refused(lambda: ledger.append_own(at(5), lambda _: [done]), "batch", ledger)
    ledger.append_own(at(6), lambda _: [start])
    ledger.append_own(at(7), lambda _: [done])
    assert [one.what for _, one in ledger.read().batches["EB-0001"].acts] == ["started", "executed"]
    refused(lambda: act(ledger, "rob", 8, kind="dropped", batch="EB-0001", flags=[flag(1).flag]), "batch", ledger)


def test_other_facts_are_another_flag_to_decide(ledger):
    approve_flags(ledger, flag(1))
    refused(lambda: propose(ledger, flag(1, facts="other")), "flags", ledger)
    propose(ledger, flag(1))
    approve(ledger, "ann")
    approve_flags(ledger, flag(1, facts="other"))
    assert not ledger.read().is_authorised(ledger.read().batches["EB-0001"])
    refused(lambda: approve(ledger, "abe"), "batch", ledger)
    propose(ledger, flag(1, facts="other"))
    approve(ledger, "abe")


def test_a_hold_stops_everything_and_its_release_revives_nothing(ledger):
    approve_flags(ledger, flag(1), flag(2, record="A1"))
    propose(ledger, flag(1), flag(2, record="A1"))
    approve(ledger, "ann")
    approve(ledger, "abe")
    placed = hold(ledger, flag(1))[0].number
    standing = ledger.read()
    assert not standing.is_authorised(standing.batches["EB-0001"])
    assert not standing.stands_approved(flag(2, record="A1")), "another flag of the same record"
    refused(lambda: approve_flags(ledger, flag(1)), "flags", ledger)
    act(ledger, "rita", kind="released", hold=placed, reason=REASON)
    standing = ledger.read()
    assert not standing.is_authorised(standing.batches["EB-0001"])
    refused(lambda: act(ledger, "rita", kind="released", hold=placed, reason=REASON), "hold", ledger)
    approve_flags(ledger, flag(1), flag(2, record="A1"))
    assert ledger.read().is_authorised(ledger.read().batches["EB-0001"])


def test_a_flag_is_in_one_batch(ledger):
    approve_flags(ledger, flag(1), flag(2))
    propose(ledger, flag(1))
    refused(lambda: propose(ledger, flag(1), batch="EB-0002"), "flags", ledger)
    refused(lambda: propose(ledger, flag(2), batch="EB-0007"), "batch", ledger)
    act(ledger, "rob", kind="withdrawn", batch="EB-0001", reason=REASON)
    refused(lambda: propose(ledger, flag(1), batch="EB-0001"), "batch", ledger)
    propose(ledger, flag(1), batch="EB-0002")


@pytest.mark.parametrize(
    ("field", "changed"),
    [
        ("until", {"until": "2026-03-01"}),
        ("until", {"until": "2026-02-30"}),
        ("until", {"until": "2046-03-01"}),
        ("until", {"until": None}),
        ("scope", {"scope": None}),
        ("scope", {"scope": "everything"}),
        ("reason", {"reason": "     "}),
        ("reason", {"reason": ""}),
        ("flags", {"flags": []}),
        ("flags", {"flags": [flag(1), flag(1)]}),
        ("scope", {"verdict": "approve", "until": None}),
        ("verdict", {"verdict": "erase at once"}),
    ],
)
def test_a_dismissal_says_how_far_and_how_long(ledger, field, changed):
    whole = {
        "kind": "decided",
        "verdict": "dismiss",
        "reason": REASON,
        "scope": "flag",
        "until": "2026-06-01",
        "flags": [flag(1)],
    }
    error = refused(lambda: act(ledger, "rob", **{**whole, **changed}), field, ledger)
    assert REASON not in str(error)


def test_a_hold_says_when_it_is_reviewed(ledger):
    refused(lambda: hold(ledger, flag(1), review_on="2026-01-01"), "review_on", ledger)
    refused(lambda: hold(ledger, flag(1), flag(2, record="A1")), "flags", ledger)


def test_a_clock_that_runs_behind_is_refused(ledger):
    approve_flags(ledger, flag(1), minutes=60)
    refused(lambda: approve_flags(ledger, flag(2), minutes=50), "at", ledger)
    approve_flags(ledger, flag(2), minutes=57)
