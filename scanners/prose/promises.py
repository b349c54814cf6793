"""The kinds of promise that notices make, and the words by which each is known.

What belongs here: telling the kinds of one sentence: by ``words/promises.yaml``, by its periods, by the data it names.
Which rule proves a kind, and with which values, is said above. A sentence may make several.
"""

from __future__ import annotations

import re

from rules.categories import is_special
from scanners.prose.data import keys, named
from scanners.prose.layout import Sentence
from scanners.prose.patterns import table
from scanners.prose.people import people
from scanners.prose.periods import open_ended, periods

KEEP = (
    r"\b(?:keep|keeps|kept|retain\w*|retention|stored?|stores|storing|hold|held|holds|"
    r"maintain|maintained|stays?|archiv\w+|preserv\w+)\b"
)
GONE = (
    r"\b(?:delet\w+|destr(?:oy\w*|uction)|eras(?:e|ed|ing)|remov(?:e|ed|ing)|dispos(?:e|ed|"
    r"al)|anonymi[sz]ed?|gone|shred\w*|wip(?:e|ed)|"
    r"overwritten|purg\w+|leaves it|discard\w*|taken off|no longer (?:hold|keep))\b"
)
_GET = (
    r"(?:collect\w*|receiv\w+|hold|holds|held|keep|keeps|kept|record|records|"
    r"ask(?:ed)? (?:you |them )?for|need|needs|store|stores|process|gather\w*|note|notes|"
    r"obtain\w*|include\w*|know|knows|tells? us|sees?|use|uses|require|send us|provide us|"
    r"transmitted|write down|takes?|upload)"
)
_RIGHT = (
    r"(?:access|copy|copies|rectif\w+|correct\w*|amend|eras\w+|delet\w+|restrict\w*|portab\w+|"
    r"object\w*|complain\w*|request\w*|rights?)"
)


_Sign = tuple[re.Pattern[str], re.Pattern[str] | None, re.Pattern[str] | None]


def _signs() -> dict[str, list[_Sign]]:
    """Each kind with its signs: what must stand, what must not, what must stand above."""

    def one(sign: dict[str, list[str]], name: str) -> re.Pattern[str] | None:
        return re.compile("|".join(sign[name])) if name in sign else None

    return {
        kind: [(re.compile("|".join(sign["says"])), one(sign, "unless"), one(sign, "under")) for sign in signs]
        for kind, signs in table("promises").items()
    }


_COMPILED = _signs()
_ANSWER = re.compile(
    r"\b(?:respon[ds]\w*|repl(?:y|ies|ied)|answer\w*|decision|decided?|acknowledge\w*|confirm|"
    r"inform you|you will (?:have|get|receive)|put right|"
    r"comply|deal with|act on|process your request|request|provide (?:you|it)|send (?:you|it)|correct (?:it|them))\b"
)
OCCASION = re.compile(r"\b(?:when you|if you|for example|such as|e\.g\.|ways[^:]*):?$")
"""Words before a list of occasions on which data are collected, not of the data."""

GETTING = re.compile(rf"\b{_GET}\b")
"""Words of collecting or holding."""

_HOLD_ON_YOU = re.compile(
    r"\b(?:we|that we|may) (?:may )?(?:hold|keep|have|store)s? (?:on|about|of|"
    r"relating to) (?:you|them)\b|\bkeep you (?:informed|up)"
)
_RETENTION_HEADING = re.compile(r"\b(?:how long|retention|keep|stor\w+|retain)\b")
_DENIED = re.compile(
    r"\b(?:no|nothing|not|never|nor)\b.*\b(?:health|religio\w+|faith|ethnic\w*|politic\w+|unions?|race|racial|criminal|"
    r"biometric|genetic|sexual)\b"
)
_SILENT = re.compile(
    r"inactiv\w+|dormant|heard nothing|in any (?:other )?way|no (?:contact|activity)|not (?:\w+ ){0,2}?(?:opened|"
    r"interacted|been in (?:touch|contact)|heard|logged|signed in|shopped|contacted|bought|"
    r"ordered|donated|given|visited)"
)
_WHILE = re.compile(r"as long as (?:you|your|we are|it|they|the|there)|while ")
_UNTIL = re.compile(r"\bwhile\b.*\b(?:is|are|remains?)\b|\bas long as\b|\buntil\b")
_BY_WHEN = re.compile(r"\bwithin\b|no later than|at most|in (?:no more|less) than|\bby\b")
_THING = re.compile(r"\b(?:cards?|recordings?|conversations?|files?|documents?|records?)\b")
_REQUESTED = re.compile(r"\b(?:requests?|ask\w*|respon\w+|repl\w+)\b")
_FEW = re.compile(
    r"\b(?:minimal|only the necessary|necessary|all that we|only (?:use|collect|hold|need|ask)|nothing (?:else|more)|"
    r"no more than|limited to)\b"
)
_CHANGE = re.compile(
    r"\bsource|which reseller|where we got|whom we find|tell you (?:within|that we have)|hears from us"
)


def promises(sentence: Sentence, before: str = "") -> list[str]:
    """The kinds of promise that a sentence makes.

    Args:
        sentence: the sentence.
        before: what stands before it in its block, as ``said``: a right that is answered is named there.
    """
    said, above = sentence.said, f"{sentence.heading} | {sentence.lead}"
    if sentence.title or len(said.split()) < 2 or said.endswith("?"):
        return []
    found = [
        kind
        for kind, signs in _COMPILED.items()
        if any(
            says.search(said) and not (no and no.search(said)) and not (under and not _under(under, sentence))
            for says, no, under in signs
        )
    ]
    found += _timed(sentence, f"{above} {before}", found)
    found += _declared(said, sentence.lead, found)
    found = _of_data(found, sentence) if "declared-data" in found else found
    if "never-held" in found and not (named(said) or _THING.search(said)):
        found.remove("never-held")
    least = 1 if re.search(r"\b(?:nobody|only)\b", said) else 2
    if "people-held" in found and len(people(said)) < least:
        found.remove("people-held")
    return _settled(found, said)


def _of_data(found: list[str], sentence: Sentence) -> list[str]:
    """The kinds of a sentence that names data: whether it declares them, or tells when or for what they are used."""
    said, lead = sentence.said, sentence.lead
    single = len(keys(named(said))) < 2 and {"collected-when", "used-for"} & set(found)
    occasion = OCCASION.search(lead) is not None
    listed = lead != "" and not occasion and len(said.split()) <= 20
    used = lead != "" and re.search(r"\buse\b", lead) is not None
    drop = {"declared-data"} if occasion or used or (single and not listed) else {"collected-when"}
    if listed and not re.search(r"\b(?:use|uses)\b", f"{lead} {said}"):
        drop.add("used-for")
    return [kind for kind in found if kind not in drop]


def _under(pattern: re.Pattern[str], sentence: Sentence) -> bool:
    return pattern.search(sentence.lead) is not None or (
        not pattern.pattern.endswith(("$", ":)")) and pattern.search(sentence.heading) is not None
    )


def _timed(sentence: Sentence, context: str, found: list[str]) -> list[str]:
    """What a sentence says of time: how long something is kept, or by when a request is answered."""
    said = _HOLD_ON_YOU.sub(" ", sentence.said)
    keeping = re.search(KEEP, said) or re.search(GONE, said)
    kept = bool(keeping or re.search(KEEP, sentence.lead) or _RETENTION_HEADING.search(sentence.heading))
    if not periods(said):
        return _lasting(said, sentence.lead, found, keeping=bool(keeping), kept=kept)
    if {"breach-clock", "calls-screened", "erasure-carried-out"} & set(found) or _CHANGE.search(said):
        return []
    if _is_answered(said, context):
        return ["request-clock"]
    silent = "inactive" if _SILENT.search(said) else "kept-for-period"
    return [silent] if kept else []


def _lasting(said: str, lead: str, found: list[str], *, keeping: bool, kept: bool) -> list[str]:
    """Keeping without a number: while something lasts, or with no end stated."""
    if {"accurate", "breach-clock"} & set(found):
        return []
    vague = next(open_ended(said), None) is not None
    if kept and (vague or next(open_ended(lead), None)):
        while_it_lasts = _WHILE.search(f"{lead} {said}") and not (vague and "as long as" not in said)
        return ["kept-while"] if while_it_lasts else ["open-ended"]
    return ["kept-while"] if keeping and _UNTIL.search(said) and "lawful-basis" not in found else []


def _is_answered(said: str, context: str) -> bool:
    """Whether the time is that in which a request is answered, not that for which something is kept."""
    if not _ANSWER.search(said) or not _BY_WHEN.search(said) or not re.search(rf"\b{_RIGHT}\b", f"{said} {context}"):
        return False
    disposes = re.search(GONE, said) and not _REQUESTED.search(said)
    return not (disposes or re.search(KEEP, said) or re.search(r"\bdeleted?\b.*\bafter\b", said))


def _declared(said: str, lead: str, found: list[str]) -> list[str]:
    """Whether a sentence lists data that are collected, or says that no special categories are."""
    here = named(said)
    data = [key for key in keys(here) if key != "user.contact"]
    if sum(is_special(key) for key in data) >= 2 and _DENIED.search(said):
        return ["no-special-categories"]
    if not (GETTING.search(said) or re.search(rf"\b{_GET}\b.*:$", lead)):
        return []
    if {"right", "no-special-categories"} & set(found):
        return []
    if {"kept-for-period", "identity-asked", "suppressed-minimal"} & set(found):
        return ["declared-data"] if len(data) >= 3 else []
    listed = lead and data and re.search(r"collect|hold|include|receive", lead)
    return ["declared-data"] if len(data) >= 2 or (here and _FEW.search(said)) or listed else []


def _settled(found: list[str], said: str) -> list[str]:
    """Without the kinds that a stronger one makes needless."""
    kinds = set(found)
    weaker = {
        "no-special-categories": {"special-categories", "people-held", "used-for", "declared-data"},
        "not-sold": {"used-for"},
        "breach-clock": {"hold", "safeguards", "right"},
        "request-clock": {"right", "used-for", "refusals", "contact-route"},
        "erasure-carried-out": {"right", "request-clock", "statutory-minimum", "hold"},
        "inactive": {"used-for", "objection-respected"},
        "kept-for-period": {"used-for", "people-held"},
        "right": {"used-for", "changes-told"},
        "objection-respected": {"used-for", "contact-route", "changes-told"},
        "transfer": {"used-for", "shared-only", "processor-contract"},
        "told-before-disclosure": {"shared-only", "special-categories"},
        "no-automated-decisions": {"used-for", "automated-decisions", "accurate"},
        "registration": {"contact-route", "right", "controller-identity", "accurate"},
        "notice-version": {"used-for", "changes-told"},
        "changes-told": {"used-for"},
        "cookies-agreed": {"used-for", "changes-told", "objection-respected"},
        "suppressed-minimal": {"objection-respected", "used-for", "declared-data", "marketing-asked-for"},
        "kept-while": {
            "shared-only",
            "used-for",
            "people-held",
            "lawful-basis",
            "declared-data",
            "open-ended",
            "collected-when",
        },
        "open-ended": {"used-for", "lawful-basis"},
        "shared-only": {"used-for"} | ({"processor-contract"} if "contract" not in said else set()),
        "disposal": {"used-for", "shared-only"},
        "marketing-asked-for": {"used-for", "collected-when"},
        "source-told": {"collected-when"},
        "calls-screened": {"marketing-asked-for"},
        "systems-checked": {"people-held", "security-reviewed"},
        "interests-weighed": set() if re.search(r"\bbecause\b", said) else {"lawful-basis"},
        "security-reviewed": {"used-for"},
        "safeguards": {"people-held"},
        "forms-tell": {"used-for", "objection-respected"},
    }
    for strong, weak in weaker.items():
        if strong in kinds:
            kinds -= weak
    return [kind for kind in dict.fromkeys(found) if kind in kinds]
