"""Each kind of promise with the rule of the library that proves it, the law behind it, or why no data can prove it.

What belongs here: one entry a kind of ``scanners.prose.promises``. Values are ``pipelines.drafting.notice.given``'s.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """A kind of promise as a clause.

    Attributes:
        title: what it is, in a few words.
        law: the articles behind it.
        rule: the rule that proves it; None if no rule does.
        reason: without a rule, the proposed ``unprovable``.
    """

    title: str
    law: tuple[str, ...]
    rule: str | None = None
    reason: str = ""


_MINIMAL, _LIMITED = "UK GDPR Art. 5(1)(c)", "UK GDPR Art. 5(1)(e)"
_OPENNESS, _PURPOSE = "UK GDPR Art. 5(1)(a)", "UK GDPR Art. 5(1)(b)"
_NO_PERIOD = "UK GDPR Art. 13(2)(a)"

KINDS: dict[str, Kind] = {
    "kept-for-period": Kind("kept for a stated period", (_LIMITED,), "kept-past-period"),
    "inactive": Kind("erased after long silence", (_LIMITED,), "inactive-subject"),
    "kept-while": Kind(
        "kept while something lasts",
        (_LIMITED, _NO_PERIOD),
        reason=(
            "It is kept while something lasts and no period is stated after its end: nothing to hold a record against."
        ),
    ),
    "open-ended": Kind(
        "kept without a stated period",
        (_LIMITED, _NO_PERIOD),
        reason="No period is stated, so there is nothing to hold a record against; the notice needs one.",
    ),
    "backups-expire": Kind(
        "backups expire",
        (_LIMITED, "UK GDPR Art. 17(1)"),
        reason="What a backup still holds stands in no export; backup_days in a binding tells certificates how long.",
    ),
    "statutory-minimum": Kind(
        "kept because a law says so",
        (_LIMITED, "UK GDPR Art. 17(3)(b)"),
        reason="Which law keeps which paper stands in the maps as statutory_until; that it is right, a person attests.",
    ),
    "hold": Kind(
        "kept for legal claims or safety",
        ("UK GDPR Art. 17(3)(e)", "UK GDPR Art. 18(2)"),
        reason="Holds stand in the maps as on_hold; that each has a reason and an end, a person attests.",
    ),
    "declared-data": Kind("the data that are collected", (_MINIMAL, "UK GDPR Art. 13(1)(c)"), "undeclared-category"),
    "never-held": Kind("data that are never held", (_MINIMAL,), "undeclared-category"),
    "special-categories": Kind(
        "special categories under a condition",
        ("UK GDPR Art. 9(1)", "UK GDPR Art. 9(2)", "UK GDPR Art. 10"),
        "special-category-held",
    ),
    "no-special-categories": Kind(
        "no special categories", ("UK GDPR Art. 9(1)", "UK GDPR Art. 10"), "special-category-held"
    ),
    "children": Kind(
        "not meant for children",
        ("UK GDPR Art. 8", "UK GDPR Art. 25(1)"),
        reason="No rule of the library reads ages; whether children are on file, a person attests.",
    ),
    "lawful-basis": Kind("the lawful basis", ("UK GDPR Art. 6(1)", "UK GDPR Art. 13(1)(c)"), "no-lawful-basis"),
    "interests-weighed": Kind(
        "interests are weighed", ("UK GDPR Art. 6(1)(f)", "UK GDPR Art. 5(2)"), "assessment-overdue"
    ),
    "consent-evidenced": Kind("consent can be shown", ("UK GDPR Art. 7(1)",), "no-lawful-basis"),
    "cookies-agreed": Kind("cookies need agreement", ("PECR 2003 reg. 6",), "no-lawful-basis"),
    "marketing-asked-for": Kind(
        "marketing needs permission", ("PECR 2003 reg. 22", "UK GDPR Art. 6(1)(a)"), "marketing-without-permission"
    ),
    "calls-screened": Kind("numbers are screened before a call", ("PECR 2003 reg. 21",), "call-unscreened"),
    "objection-respected": Kind(
        "an objection stops contact", ("UK GDPR Art. 21(3)", "PECR 2003 reg. 22"), "contacted-after-objection"
    ),
    "suppressed-minimal": Kind(
        "who opted out is kept with contact details only", ("UK GDPR Art. 21(3)", _MINIMAL), "suppressed-minimal"
    ),
    "used-for": Kind("what data are used for", (_PURPOSE, "UK GDPR Art. 13(1)(c)"), "outside-purpose"),
    "processor-named": Kind("what a named company is used for", (_PURPOSE, "UK GDPR Art. 28(1)"), "outside-purpose"),
    "people-held": Kind("whose data are held", (_PURPOSE,), "outside-purpose"),
    "collected-when": Kind("when data are collected", (_PURPOSE, "UK GDPR Art. 13(1)"), "outside-purpose"),
    "source-told": Kind("data from elsewhere", ("UK GDPR Art. 14(2)(f)", "UK GDPR Art. 14(3)"), "source-not-told"),
    "shared-only": Kind("who else gets data", ("UK GDPR Art. 13(1)(e)", _OPENNESS), "disclosure-undeclared"),
    "not-sold": Kind(
        "data are not sold",
        (_OPENNESS, _PURPOSE),
        reason="That something never happened stands in no export; whoever answers for the accounts attests it.",
    ),
    "told-before-disclosure": Kind(
        "told before a disclosure",
        (_OPENNESS, "UK GDPR Art. 10"),
        reason="What was said before a disclosure stands in no store; whoever discloses attests it.",
    ),
    "processor-contract": Kind("processors are under contract", ("UK GDPR Art. 28(3)",), "processor-without-contract"),
    "transfer": Kind(
        "data outside the United Kingdom",
        ("UK GDPR Art. 13(1)(f)", "UK GDPR Art. 46(1)"),
        "processor-without-contract",
    ),
    "accurate": Kind(
        "data are kept up to date",
        ("UK GDPR Art. 5(1)(d)",),
        reason=(
            "No rule of the library tells a wrong value from a right one; a person attests how it is kept up to date."
        ),
    ),
    "disposal": Kind("destroyed securely", ("UK GDPR Art. 5(1)(f)", "UK GDPR Art. 32(1)"), "disposal-uncertified"),
    "safeguards": Kind("safeguards", ("UK GDPR Art. 5(1)(f)", "UK GDPR Art. 32(1)"), "safeguard-missing"),
    "security-reviewed": Kind("security is reviewed", ("UK GDPR Art. 32(1)(d)",), "assessment-overdue"),
    "anonymous": Kind("nobody can be told from it", ("UK GDPR Recital 26",), "statistic-identifies"),
    "no-automated-decisions": Kind(
        "no automated decisions or profiling",
        ("UK GDPR Art. 22A", "UK GDPR Art. 13(2)(f)"),
        reason="No export shows every use that is made of the data; a person attests it.",
    ),
    "automated-decisions": Kind(
        "automated decisions or profiling",
        ("UK GDPR Art. 22A", "UK GDPR Art. 22C", "UK GDPR Art. 13(2)(f)"),
        reason="How a decision is taken stands in no export; a person attests the safeguards of Art. 22C.",
    ),
    "registration": Kind(
        "registered with the regulator",
        ("Data Protection (Charges and Information) Regulations 2018 reg. 2",),
        "registration-expired",
    ),
    "changes-told": Kind("changes are told", ("UK GDPR Art. 13(3)", "UK GDPR Art. 12(1)"), "change-not-told"),
    "notice-version": Kind(
        "the notice's version",
        ("UK GDPR Art. 5(2)",),
        reason="It dates the notice; whether each person was given the version in force then stands in no export.",
    ),
    "controller-identity": Kind(
        "who the controller is",
        ("UK GDPR Art. 13(1)(a)",),
        reason="A statement about the controller itself: compare it with the public registers when they change.",
    ),
    "contact-route": Kind(
        "where requests arrive",
        ("UK GDPR Art. 12(2)", "UK GDPR Art. 13(1)(b)"),
        reason="That what arrives there enters the rights register stands in no export; whoever reads it attests it.",
    ),
    "forms-tell": Kind(
        "people are told when data are collected",
        ("UK GDPR Art. 12(1)", "UK GDPR Art. 13(1)"),
        reason="What a form or a colleague says stands in no export; whoever answers for the forms attests it.",
    ),
    "identity-asked": Kind("identity is checked", ("UK GDPR Art. 12(6)", _LIMITED), "kept-past-period"),
    "request-clock": Kind("requests are answered in time", ("UK GDPR Art. 12(3)",), "request-overdue"),
    "right": Kind("a right, without a time", ("UK GDPR Art. 12(3)",), "request-overdue"),
    "refusals": Kind(
        "requests may be refused",
        ("UK GDPR Art. 12(4)",),
        reason="The grounds of a refusal stand in words in the rights register; whoever refuses attests them.",
    ),
    "erasure-carried-out": Kind(
        "erased when asked", ("UK GDPR Art. 17(1)", "UK GDPR Art. 12(3)"), "erasure-request-unmet"
    ),
    "breach-clock": Kind("breaches are notified", ("UK GDPR Art. 33(1)",), "breach-notified-late"),
    "systems-checked": Kind("every system is checked", ("UK GDPR Art. 5(2)",), "export-stale"),
}

RIGHTS: dict[str, tuple[str, str]] = {
    "access": ("UK GDPR Art. 15", r"\baccess\b|\bcop(?:y|ies)\b|\bsee (?:what|the|an?|your|any)\b|inspect"),
    "rectification": ("UK GDPR Art. 16", r"\brectif\w+|\bcorrect\w*|\bamend\w*|\bput right|\bmistakes|inaccura\w+"),
    "erasure": ("UK GDPR Art. 17", r"\beras\w+|\bdelet\w+|\bforgotten\b|\bremov\w+"),
    "restriction": (
        "UK GDPR Art. 18",
        r"\brestrict\w*|\blimit what\b|\bstop using\b|\bcease processing|limit (?:how|our)",
    ),
    "portability": (
        "UK GDPR Art. 20",
        r"\bport\w+|\btransmit\w*|\bmoved\b|machine[- ]readable|reasonable format|another (?:data )?controller",
    ),
    "objection": ("UK GDPR Art. 21", r"\bobject\w*"),
    "withdrawal": ("UK GDPR Art. 7(3)", r"\bwithdraw\w*"),
    "complaint": ("DPA 2018 s.164A", r"\bcomplain\w*"),
}
"""The data subject's rights as a register names them, with the law, to the words of notices."""

BASES: dict[str, str] = {
    "consent": r"\bconsent\w*|\bagreed\b|\bopt-in|\byour agreement\b|\bpermission\b",
    "contract": (
        r"\bcontract\w*|\bprovision to you of the services|\bservices? (?:purchased|"
        r"you (?:have )?(?:bought|ordered))|\bagreement with you"
    ),
    "legal_obligation": (
        r"\blegal(?:ly)? (?:obligations?|obliged|required)|\ba law (?:demands|obliges)|"
        r"\brequired by law|comply with (?:the law|our legal)"
    ),
    "vital_interests": r"\bvital interests",
    "public_task": r"\bpublic (?:task|interests?\b(?! .{0,20}research))|official authority",
    "legitimate_interests": r"\blegitimate interests?|\bfair interest|\bour interests?\b",
}
"""The lawful bases of Art. 6(1), to the words of notices."""
