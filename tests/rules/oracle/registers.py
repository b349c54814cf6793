"""What the promises about messages, findings and registers mean: the other half of ``promises``, as independent."""

from __future__ import annotations

from datetime import date

from tests.rules.oracle.days import past, plus
from tests.rules.oracle.promises import OUT, Answer, Given, Night, Row, by_law, happened, hold, promise, said, within

SPECIAL = [
    "user.biometric",
    "user.health_and_medical",
    "user.criminal_history",
    "user.demographic.political_opinion",
    "user.demographic.race_ethnicity",
    "user.demographic.religious_belief",
    "user.demographic.sexual_orientation",
    "user.demographic.trade_union_membership",
]
"""UK GDPR Arts. 9(1) and 10, in the taxonomy's words."""


def _again(row: Row, since: date, sent: date) -> bool:
    """Whether the person asked for messages after a day and by the day of the message."""
    return row["subject_opted_in_on"] is not None and since < row["subject_opted_in_on"] <= sent


@promise("contacted-after-objection")
def contacted_after_objection(row: Row, given: Given, night: Night, fact: str = "subject_opted_out_on") -> Answer:
    if row["message_purpose"] not in given["message_purposes"]:
        return OUT
    sent, objected = row["sent_on"], row[fact]
    wrong = sent is not None and objected is not None and sent > objected and not _again(row, objected, sent)
    return said(wrong, row, night, clock=sent)


@promise("contacted-while-restricted")
def contacted_while_restricted(row: Row, given: Given, night: Night) -> Answer:
    return contacted_after_objection(row, given, night, "subject_restricted_on")


def _used_since(row: Row, night: Night, used: date | None, fact: str) -> Answer:
    since = row[fact]
    wrong = used is not None and since is not None and used > since and not _again(row, since, used)
    return said(wrong, row, night, clock=used)


@promise("disclosed-while-restricted")
def disclosed_while_restricted(row: Row, given: Given, night: Night, fact: str = "subject_restricted_on") -> Answer:
    kinds = given.get("recipient_kinds")
    if kinds is not None and row["recipient_kind"] not in kinds:
        return OUT
    return _used_since(row, night, row["disclosed_on"], fact)


@promise("disclosed-after-objection")
def disclosed_after_objection(row: Row, given: Given, night: Night) -> Answer:
    return disclosed_while_restricted(row, given, night, "subject_opted_out_on")


@promise("counted-while-restricted")
def counted_while_restricted(row: Row, given: Given, night: Night) -> Answer:
    return OUT if row["subject"] is None else _used_since(row, night, row["collected_on"], "subject_restricted_on")


@promise("counted-after-objection")
def counted_after_objection(row: Row, given: Given, night: Night) -> Answer:
    return OUT if row["subject"] is None else _used_since(row, night, row["collected_on"], "subject_opted_out_on")


@promise("held-after-withdrawal")
def held_after_withdrawal(row: Row, given: Given, night: Night) -> Answer:
    out, back = row["subject_opted_out_on"], row["subject_opted_in_on"]
    if row["purpose"] not in given["purposes"] or row["lawful_basis"] != "consent":
        return OUT
    again = back is not None and out is not None and out < back <= night.as_of
    wrong = out is not None and past(out, given["within"], night.as_of) and not again and not row["suppressed"]
    due = out and plus(out, given["within"])
    return said(wrong, row, night, due=due, keeps=by_law(row, night))


@promise("old-value-stands")
def old_value_stands(row: Row, given: Given, night: Night) -> Answer:
    since = row["wrong_since"]
    wrong = since is not None and past(since, given["within"], night.as_of)
    return said(wrong, row, night, due=since and plus(since, given["within"]), keeps=hold(row))


def _permitted(row: Row) -> bool:
    return row["sent_on"] is not None and happened(row["subject_opted_in_on"], row["sent_on"])


@promise("marketing-without-permission")
def marketing_without_permission(row: Row, given: Given, night: Night) -> Answer:
    if row["message_purpose"] not in given["message_purposes"] or row["channel"] not in given["channels"]:
        return OUT
    return said(not _permitted(row), row, night, clock=row["sent_on"])


@promise("call-unscreened")
def call_unscreened(row: Row, given: Given, night: Night) -> Answer:
    if row["message_purpose"] not in given["message_purposes"] or row["channel"] not in given["channels"]:
        return OUT
    sent, screened = row["sent_on"], row["screened_on"]
    wrong = sent is not None and (not happened(screened, sent) or past(screened, given["within"], sent))
    return said(wrong and not _permitted(row), row, night, clock=sent)


@promise("no-lawful-basis")
def no_lawful_basis(row: Row, given: Given, night: Night) -> Answer:
    if row["purpose"] not in given["purposes"]:
        return OUT
    shown = row["basis_evidence"] is not None and happened(row["basis_evidenced_on"], night.as_of)
    wrong = row["lawful_basis"] is None or (row["lawful_basis"] in given["evidenced"] and not shown)
    return said(wrong, row, night, keeps=hold(row))


@promise("outside-purpose")
def outside_purpose(row: Row, given: Given, night: Night) -> Answer:
    if row["store"] not in given["held_in"]:
        return OUT
    return said(row["subject_type"] not in given["subject_types"], row, night, keeps=hold(row))


@promise("found-not-contacted")
def found_not_contacted(row: Row, given: Given, night: Night) -> Answer:
    if row["purpose"] not in given["purposes"]:
        return OUT
    found, told = row["collected_on"], row["subject_last_contacted_on"]
    heard = happened(told, night.as_of) and found is not None and told >= found
    due = plus(found, given["within"]) if found else None
    wrong = past(found, given["within"], night.as_of) and not heard
    return said(wrong, row, night, clock=found, due=due, keeps=hold(row))


@promise("source-not-told")
def source_not_told(row: Row, given: Given, night: Night) -> Answer:
    if row["purpose"] not in given["purposes"]:
        return OUT
    came, told = row["collected_on"], row["last_contacted_on"]
    due = plus(came, given["within"]) if came else None
    late = due is not None and min(told or night.as_of, night.as_of) > due
    return said(row["source"] is None or late, row, night, clock=came, due=due, keeps=hold(row))


@promise("hold-without-end")
def hold_without_end(row: Row, given: Given, night: Night) -> Answer:
    if row["purpose"] not in given["purposes"]:
        return OUT
    return said(row["status"] is None or row["hold_until"] is None, row, night)


@promise("refusal-unexplained")
def refusal_unexplained(row: Row, given: Given, night: Night) -> Answer:
    if row["right_exercised"] not in given["rights"]:
        return OUT
    return said(row["status"] in {"refused", "partly"} and row["refusal_ground"] is None, row, night)


@promise("special-category-held")
def special_category_held(row: Row, given: Given, night: Night) -> Answer:
    if given.get("subject_types") is not None and row["subject_type"] not in given["subject_types"]:
        return OUT
    allowed = row["special_condition"] is not None and row["special_condition"] in given.get("conditions", [])
    wrong = within(row["category"], SPECIAL) and row["about"] != "other" and not allowed
    return said(wrong, row, night, keeps=hold(row))


@promise("undeclared-category")
def undeclared_category(row: Row, given: Given, night: Night) -> Answer:
    if row["subject_type"] not in given["subject_types"]:
        return OUT
    if given.get("purposes") is not None and row["purpose"] not in given["purposes"]:
        return OUT
    wrong = not within(row["category"], given["categories"]) and row["about"] != "other"
    return said(wrong, row, night, keeps=hold(row))


@promise("suppressed-minimal")
def suppressed_minimal(row: Row, given: Given, night: Night) -> Answer:
    out, back = row["subject_opted_out_on"], row["subject_opted_in_on"]
    if row["purpose"] not in given["purposes"] or not happened(out, night.as_of):
        return OUT
    if happened(back, night.as_of) and back > out:
        return OUT
    return said(not within(row["category"], given["categories"]), row, night, keeps=hold(row))


@promise("objection-not-suppressed")
def objection_not_suppressed(row: Row, given: Given, night: Night) -> Answer:
    out, back = row["subject_opted_out_on"], row["subject_opted_in_on"]
    if row["purpose"] not in given["purposes"] or out is None:
        return OUT
    stands = back is None or back <= out
    wrong = not row["subject_suppressed"] and stands and past(out, "1 day", night.as_of)
    return said(wrong, row, night, clock=out, due=plus(out, "1 day"))


@promise("kept-with-too-much")
def kept_with_too_much(row: Row, given: Given, night: Night) -> Answer:
    until = row["statutory_until"]
    if row["purpose"] not in given["purposes"] or until is None or until < night.as_of:
        return OUT
    asked = past(row["subject_erasure_requested_on"], given["within"], night.as_of)
    over = bool(given.get("clock")) and past(row[given["clock"]], given.get("period"), night.as_of)
    if not asked and not over:
        return OUT
    return said(not within(row["category"], given["categories"]), row, night, keeps=hold(row))


@promise("statistic-identifies")
def statistic_identifies(row: Row, given: Given, night: Night) -> Answer:
    size = row["cell_size"]
    return said(bool(row["carries_identifier"]) or size is None or 0 < size < given["at_least"], row, night)


@promise("registration-expired")
def registration_expired(row: Row, given: Given, night: Night) -> Answer:
    end = row["expires_on"]
    return said(end is None or end < night.as_of, row, night, due=end)


@promise("disclosure-undeclared")
def disclosure_undeclared(row: Row, given: Given, night: Night) -> Answer:
    named = row["recipient_kind"] in given["recipient_kinds"]
    return said(not named or row["legal_ground"] is None or bool(row["paid_for"]), row, night)


@promise("processor-without-contract")
def processor_without_contract(row: Row, given: Given, night: Night) -> Answer:
    bound = row["contract"] is not None and happened(row["signed_on"], night.as_of)
    where = row["country"]
    safe = where is not None and (where in given["no_mechanism_needed"] or row["mechanism"] is not None)
    return said(not bound or not safe, row, night)


@promise("disposal-uncertified")
def disposal_uncertified(row: Row, given: Given, night: Night) -> Answer:
    start = row["retired_on"] or row["destroyed_on"]
    if start is None:
        return OUT
    proved = row["certificate"] is not None and happened(row["destroyed_on"], night.as_of)
    wrong = not proved and past(start, given["within"], night.as_of)
    return said(wrong, row, night, clock=start, due=plus(start, given["within"]))


@promise("assessment-overdue")
def assessment_overdue(row: Row, given: Given, night: Night) -> Answer:
    if row["kind"] not in given["kinds"]:
        return OUT
    again = row["review_on"]
    wrong = not happened(row["assessed_on"], night.as_of) or again is None or again < night.as_of
    return said(wrong, row, night, due=again)


@promise("change-not-told")
def change_not_told(row: Row, given: Given, night: Night) -> Answer:
    published = row["published_on"]
    if row["significant"] is False or (published is not None and published > night.as_of):
        return OUT
    if published is None:
        return "undated", None
    due = plus(published, given["within"]) if given.get("within") else published
    return said(min(row["told_on"] or night.as_of, night.as_of) > due, row, night, due=due)


@promise("safeguard-missing")
def safeguard_missing(row: Row, given: Given, night: Night) -> Answer:
    if row["kind"] not in given["kinds"]:
        return OUT
    return said(not row["encrypted"] or row["open_to"] not in given["open_to"], row, night)


@promise("export-stale")
def export_stale(row: Row, given: Given, night: Night) -> Answer:
    if given.get("stores") is not None and row["store"] not in given["stores"]:
        return OUT
    return said(row["reading"] != "read", row, night)


@promise("answer-demanded")
def answer_demanded(row: Row, given: Given, night: Night) -> Answer:
    if row["store"] not in given["held_in"] or row["subject_type"] is not None:
        return OUT
    return said(row["status"] == "required", row, night, keeps=hold(row))


@promise("setting-differs")
def setting_differs(row: Row, given: Given, night: Night) -> Answer:
    if row["purpose"] != given["purpose"]:
        return OUT
    return said(row["status"] not in given["allowed"], row, night, keeps=hold(row))
