"""Whom a sentence is about, as the capacities in which people stand in a record.

What belongs here: the words in which notices name people. The capacities are ``rules.terms.SubjectType``'s.
"""

from __future__ import annotations

import re

from rules.terms import SubjectType

WORDS: dict[SubjectType, str] = {
    SubjectType.CANDIDATE: r"applicants?\b|candidates?\b|job appli\w+|apply for a (?:job|post|role|position)|apply to work|recruit\w+|application is|unsuccessful appli\w+|\bcvs?\b",
    SubjectType.EMPLOYEE: r"employ(?:ee|ees|ment)\b|(?:our|former|own) staff|personnel|once you work for us|work(?:ing)? for us|leavers\b|payroll|\bstaff (?:file|record|member)s?",
    SubjectType.FOLLOWER: r"follow(?:ers?|ing|ed)? (?:us|one of our|our)|\bfollowers\b|if you follow",
    SubjectType.SUBSCRIBER: r"subscrib\w+|newsletters?\b|mailing list|signed up (?:to|for) (?:our )?(?:news|updates)|news from us",
    SubjectType.DELEGATE: r"delegates?\b|attend\w* (?:one of )?(?:our |an? )?(?:events?|courses?|webinars?|training|sessions?|workshops?)|attendees?\b|event registration|\bon (?:a|one of our|our) courses?\b|register to attend|for a course|open day",
    SubjectType.SUPPORT_CALLER: r"support (?:calls?|desk|tickets?|requests?|team)|help ?desk|technical support|callers\b",
    SubjectType.PRODUCT_USER: r"(?:registered |licensed |software |product |platform |app )users?\b|users? of (?:our|the|any of our|\w+ software)|user accounts?|log in to our|account in|have an (?:online )?account|account holders?|open an account",
    SubjectType.PROSPECT: r"prospect\w*|potential (?:customers?|clients?)",
    SubjectType.CLIENT: r"\bclients?\b(?!'s? (?:own )?(?:data|staff))|support agreement|contract holders?|sign(?:ed)? a contract|maintain contracts",
    SubjectType.CUSTOMER: r"customers?\b(?! relationship)|shoppers?\b|when you (?:buy|purchase|order|shop)|you (?:have not |have )?(?:bought|shopped)|baskets?\b|(?:place|make) (?:an|a) (?:order|purchase)|purchase\b|purchases\b|buyers?\b|your orders?\b|you (?:buy|order) (?:from|something)|quotation",
    SubjectType.VISITOR: r"visitors?\b|(?:visit|use|browse|someone visits) (?:our|the|this|www\S*) ?(?:web)?sites?|visits www|\bsites?\b|website users?|browser|log files?|cookies?\b|google analytics|page views",
    SubjectType.ENQUIRER: r"enquir\w+|inquir\w+|ask(?:ed|s)? (?:us )?(?:for|about)|request(?:ed|ing)? information|contact form|get in touch|form on our website",
    SubjectType.SUPPLIER: r"our suppliers'? (?:staff|contacts)|supplier contacts|contractors?\b",
    SubjectType.PUPIL: r"pupils?\b|students?\b|learners?\b(?! providers)|children\b(?! are not)",
    SubjectType.REQUESTER: r"subject access requests?|rights requests?|such (?:a )?requests?",
    SubjectType.CORRESPONDENT: r"e-?mails us|write to us|emails? sent to us|correspond with us|letters to",
    SubjectType.OTHER: r"patients?\b|donors?\b|supporters?\b|members?\b(?! of (?:staff|the public))|volunteers?\b|parents?\b|carers?\b|guardians?\b|beneficiar\w+|tenants?\b|governors?\b|fundraisers?\b",
}
_COMPILED = {kind: re.compile(rf"\b(?:{words})") for kind, words in WORDS.items()}
OUTCOMES: dict[str, str] = {
    "unsuccessful": r"unsuccessful|not successful|did not get|do not get it|not (?:offered|appoint(?:ed)?|selected)|rejected",
    "left": r"after (?:you|they) (?:leave|left)|employment (?:\w+ ){0,5}has ended|leavers?\b|former (?:employees|staff)|end of (?:your|their|the) employment|leave (?:us|the school)",
    "unfollowed": r"stopped following|unfollow\w*",
    "drawn": r"the draw\b",
    "bounced": r"bounce[ds]?\b",
    "returned": r"(?:comes|returned) back|returned post",
}
"""The outcome of a record that limits a promise, to the words that say so."""


def people(said: str) -> list[SubjectType]:
    """The capacities named in a text, in the order in which they are named."""
    found = [(m.start(), kind) for kind, words in _COMPILED.items() if (m := words.search(said))]
    return [kind for _, kind in sorted(found)]


def outcome(said: str) -> str | None:
    """The outcome that a promise is limited to, if the text says one."""
    return next((code for code, words in OUTCOMES.items() if re.search(words, said)), None)
