"""The values that a proposed clause gives to its rule, each with the words it rests on, or left open.

What belongs here: one function a rule. What no word of the notice says stays ``OPEN``: a person decides it, and until
then ``abide check`` names the line.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from pipelines.drafting.notice.asked import Asked, Given, Value, open_value
from pipelines.drafting.notice.kinds import BASES, RIGHTS
from rules.period import parse_period
from scanners.prose.people import outcome, people
from scanners.prose.periods import number_of, trigger
from scanners.prose.recipients import kinds as recipient_kinds


def given(rule: str, asked: Asked) -> Given:
    """The values for a rule of the library; empty for a rule that asks for none."""
    build = _BUILDERS.get(rule)
    return build(asked) if build else {}


def _period(asked: Asked, missing: str) -> Value:
    stated = asked.period or (asked.said.periods[0] if asked.said.periods else None)
    if stated is None:
        return open_value(missing)
    try:
        value = str(parse_period(stated.value)) if "year" not in stated.value else stated.value
    except ValueError:
        return open_value(f"the notice says “{stated.words}”")
    if not stated.exact:
        return open_value(f"the notice says “{stated.words}”: {stated.note}")
    return Value(value, f"“{stated.words}”")


def _people(asked: Asked) -> tuple[list[str], str]:
    places = (
        (asked.text, "here"),
        (asked.said.sentence.lead, "in the words before the list"),
        (asked.context, "around it"),
        (asked.title, "in the notice's title"),
    )
    for text, where in places:
        found = [kind.value for kind in people(text)]
        if found:
            return found, f"named {where}"
    return [], ""


def _subject_types(asked: Asked) -> Value:
    found, why = _people(asked)
    return Value(found, f"{why}; confirm") if found else open_value("in which capacities people stand in it")


def _kept(asked: Asked) -> Given:
    found: Given = {}
    if asked.kind == "identity-asked":
        found["subject_type"] = Value("requester", "copies of identity papers belong to requests")
        found["clock"] = open_value("the day from which the copy is no longer needed, e.g. ended_on")
        found["period"] = open_value("how long a copy of an identity paper may be kept; the notice does not say")
        return found
    kinds, why = _people(asked)
    found["subject_type"] = Value(kinds[0], f"{why}; confirm") if kinds else open_value("whose records: one capacity")
    if code := outcome(asked.text):
        found["outcome"] = Value(code, "confirm that the map uses this word")
    if asked.period is not None:
        found["clock"] = _clock(trigger(asked.text, asked.period))
    found["period"] = _period(asked, "how long; the notice gives no number here")
    if not found["period"].open and _SECOND_END.search(asked.text):
        found["period"] = open_value(
            f"the notice names a second end beside “{found['period'].value}”: one clause for each"
        )
    return found


_SECOND_END = re.compile(
    r"\bwhichever\b|\bbirthday\b|"
    r"\b(?:if|when) (?:that|this|it|they) (?:is|are|comes?) (?:later|earlier|longer|sooner|shorter)"
)
_A_YEAR = re.compile(r"\b(?:financial|tax|accounting|school|academic) year")


def _clock(started: tuple[str, str] | None) -> Value:
    """The date a period counts from; of the end of a year it is open, since no record bears it unless a map says so."""
    if started is None:
        return open_value("the date the period counts from")
    clock, words = started
    if _A_YEAR.search(words):
        return open_value(f"“{words[:60]}”: the date of the record that a map gives as the end of that year")
    return Value(clock, f"“{words[:60]}”; confirm")


def _inactive(asked: Asked) -> Given:
    return {
        "period": _period(asked, "after how long a silence"),
        "purchase_within": open_value(
            "how recent a purchase keeps a person on file; the same period if it makes no difference"
        ),
        "purposes": open_value("the purposes whose records go when a person has been silent"),
    }


def rights_in(text: str) -> list[str]:
    """The rights that a text names."""
    return [right for right, (_, words) in RIGHTS.items() if re.search(words, text)]


def rights_of(asked: Asked) -> list[str]:
    """The rights that a promise about requests speaks of: in its words, else before it, else in its heading."""
    before, heading = asked.said.before, asked.said.sentence.heading
    return next((found for text in (asked.text, before, heading) if (found := rights_in(text))), [])


def _request(asked: Asked) -> Given:
    rights = rights_of(asked)
    within = (
        "the notice states no time here; Art. 12(3) allows one month, s.164A thirty days to acknowledge a complaint"
    )
    return {
        "rights": Value(rights, "by its words; confirm") if rights else open_value("which rights"),
        "within": _period(asked, within),
    }


def _message_purposes(asked: Asked) -> Value:
    around = f"{asked.text} {asked.context}"
    found = [
        code
        for code, words in (
            ("marketing", r"\bmarketing|newsletter|promotion\w*|offers\b|\bnews\b|unsubscrib"),
            ("survey", r"\bsurveys?\b|feedback"),
            ("fundraising", r"fundrais\w+|appeals\b"),
        )
        if re.search(words, around)
    ]
    return Value(found, "confirm that your maps use these words") if found else open_value("which messages")


_CHANNELS = {
    "email": r"e-?mails?\b",
    "sms": r"\bsms\b|\btext(?:s|ed)?\b",
    "telephone": r"\btele(?:phone|marketing)\b|\bphone\b|\bring\b|\bcalls?\b",
    "post": r"\bpost\b|\bletters?\b",
    "custom_audience": r"advert\w* on|custom audience",
}


def _permission(asked: Asked) -> Given:
    channels = [channel for channel, words in _CHANNELS.items() if re.search(words, asked.text)]
    named = Value(channels, "by the words; confirm") if channels else open_value("email, sms, telephone, post …")
    return {"message_purposes": _message_purposes(asked), "channels": named}


def _basis(asked: Asked) -> Given:
    text = asked.text if asked.kind not in {"consent-evidenced", "cookies-agreed"} else "consent"
    heading = asked.said.sentence.heading
    headed = [basis for basis, words in BASES.items() if len(heading.split()) <= 4 and re.search(words, heading)]
    found = headed or [basis for basis, words in BASES.items() if re.search(words, text)]
    found = found or [basis for basis, words in BASES.items() if re.search(words, asked.context)]
    return {
        "purposes": open_value("the purposes that your maps give to these records"),
        "evidenced": Value(found, "the bases named; keep those of which evidence must stand in the record")
        if found
        else open_value("the bases of which evidence must stand in the record"),
    }


def _special(asked: Asked) -> Given:
    found, why = _people(asked)
    given_: Given = {}
    if found and asked.kind == "special-categories":
        given_["subject_types"] = Value(found, f"{why}; confirm")
    if asked.kind == "special-categories":
        named = "explicit consent" in asked.text
        given_["conditions"] = (
            Value(["explicit_consent"], "named here")
            if named
            else open_value("the condition of Art. 9(2) that allows it; the notice names none here")
        )
    return given_


def _declared(asked: Asked) -> Given:
    keys = asked.said.categories if asked.kind not in {"anonymous", "never-held"} else []
    return {
        "subject_types": _subject_types(asked),
        "categories": Value(keys, "named here; confirm") if keys else open_value("the categories that may stand there"),
    }


def _held(asked: Asked) -> Given:
    names = [company.name.lower() for company in asked.said.companies]
    bound = [
        store
        for provider, stores in asked.stores.items()
        if any(provider in n or n in provider for n in names)
        for store in stores
    ]
    told = f"the stores of {', '.join(c.name for c in asked.said.companies)}" if names else "the stores it speaks of"
    return {
        "held_in": Value(sorted(set(bound)), "bound to this provider") if bound else open_value(told),
        "subject_types": _subject_types(asked),
    }


def _disclosed(asked: Asked) -> Given:
    found = recipient_kinds(asked.text)
    what = "the kinds of recipients that the register of disclosures may name"
    return {"recipient_kinds": Value(found, "named here; confirm") if found else open_value(what)}


def _safeguard(asked: Asked) -> Given:
    found = [
        kind
        for kind, words in (
            ("laptop", r"laptops?|devices?|computers?|disks?|drives?"),
            ("phone", r"\bphones?|mobile devices?"),
            ("file", r"\bfiles?\b|folders?|documents?"),
        )
        if re.search(words, asked.text)
    ]
    return {
        "kinds": Value(found, "named here; confirm") if found else open_value("laptop, phone, file …"),
        "open_to": open_value("who may open them: owner, group …"),
    }


def _suppressed(asked: Asked) -> Given:
    keys = asked.said.categories
    return {
        "purposes": open_value("the purposes of the lists that suppressed people stand in"),
        "categories": Value(keys, "named here; confirm") if keys else open_value("what may stay of who opted out"),
    }


def _one(name: str, value: list[str], why: str) -> Callable[[Asked], Given]:
    return lambda _: {name: Value(value, why)}


_BUILDERS: dict[str, Callable[[Asked], Given]] = {
    "kept-past-period": _kept,
    "inactive-subject": _inactive,
    "request-overdue": _request,
    "contacted-after-objection": lambda asked: {"message_purposes": _message_purposes(asked)},
    "marketing-without-permission": _permission,
    "no-lawful-basis": _basis,
    "special-category-held": _special,
    "undeclared-category": _declared,
    "outside-purpose": _held,
    "disclosure-undeclared": _disclosed,
    "processor-without-contract": _one("no_mechanism_needed", ["GB"], "add only countries that need no mechanism"),
    "safeguard-missing": _safeguard,
    "suppressed-minimal": _suppressed,
    "assessment-overdue": lambda asked: {
        "kinds": Value(
            ["security_review" if asked.kind == "security-reviewed" else "legitimate_interests"], "by its words"
        )
    },
    "statistic-identifies": lambda asked: {"at_least": _number(asked)},
    "disposal-uncertified": lambda asked: {"within": _period(asked, "how soon a certificate must be there")},
    "breach-notified-late": lambda asked: {"within": _period(asked, "Art. 33(1) allows 72 hours")},
    "call-unscreened": lambda asked: {
        "message_purposes": Value(["marketing"], "confirm"),
        "channels": Value(["telephone"], "by its words"),
        "within": _period(asked, "how long before a call; the registers ask for 28 days"),
    },
    "source-not-told": lambda asked: {
        "purposes": open_value("the purposes of the records that came from elsewhere"),
        "within": _period(asked, "Art. 14(3) allows one month"),
    },
    "change-not-told": lambda asked: {"within": _period(asked, "")} if asked.said.periods else {},
    "erasure-request-unmet": lambda asked: {
        "within": _period(asked, "Art. 12(3) allows one month"),
        "except_purposes": open_value("the purposes whose records stay, e.g. suppression, rights_requests"),
    },
}


def _number(asked: Asked) -> Value:
    found = re.search(r"(?:(?:fewer|less) than|at least) ([a-z]+|\d+)\b", asked.text)
    number = number_of(found[1]) if found else None
    if found is None or number is None:
        return open_value("the smallest number of people a figure may stand for; the notice gives none")
    return Value(number, f"“{found[0]}”")
