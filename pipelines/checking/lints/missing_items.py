"""What Arts. 13 and 14 ask a notice to tell, and this one does not.

Sources: UK GDPR Arts. 13(1), 13(2), 14(2)(f), 22A to 22D (Data (Use and Access) Act 2025 s.80, in force on 5 February
2026 by S.I. 2026/82 reg. 2); DPA 2018 s.164A (complaints to the controller, acknowledged within 30 days; section 103 of
the 2025 Act, in force on 19 June 2026 by reg. 3).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pipelines.checking.lint import Lint, Seen

KIND = "missing-item"


@dataclass(frozen=True)
class Item:
    """One thing a notice tells: its name, the words that tell it, when it is asked for, the law and what to write."""

    mark: str
    what: str
    words: str
    law: tuple[str, ...]
    todo: str
    only_if: str = ""
    since: date = date(2018, 5, 25)


ITEMS: tuple[Item, ...] = (
    Item(
        "contact",
        "how to reach the controller",
        r"\S+@\S+|\bwrite to\b|\bcontact us\b|\b0\d{2,4} ?\d{3}",
        ("UK GDPR Art. 13(1)(a)",),
        "give an address, an e-mail address or a telephone number",
    ),
    Item(
        "controller",
        "who the controller is",
        r"\b(?:controller|ltd|limited|plc|llp|charity|council|university|college|trust|who we are|we are)\b",
        ("UK GDPR Art. 13(1)(a)",),
        "name the company or body that decides what data are held for",
    ),
    Item(
        "officer",
        "how to reach the data protection officer",
        (
            r"\b(?:data protection officer|dpo)\b.{0,200}(?:\S+@\S+|\b0\d{2,4} ?\d{3}|\bwrite to\b|\bpostcode\b)|"
            r"(?:\S+@\S+|\bwrite to\b|\bcontact\b).{0,80}\b(?:data protection officer|dpo)\b|dpo@"
        ),
        ("UK GDPR Art. 13(1)(b)",),
        "give the officer's address, e-mail address or telephone number",
        only_if=r"\b(?:data protection officer|dpo)\b",
    ),
    Item(
        "purposes",
        "what the data are used for",
        (
            r"\b(?:use[ds]?|using|process(?:es|ed|ing)?|purposes?|need(?:ed)?|in order to|so that|because|order)\b|"
            r"\bto (?:answer|check|deliver|help|pay|provide|raise|run|send|tell)\b"
        ),
        ("UK GDPR Art. 13(1)(c)",),
        "say of each kind of data what it is for",
    ),
    Item(
        "interests",
        "which legitimate interests it relies on",
        (
            r"\b(?:legitimate|fair) interests?\b[^.]{0,60}\b(?:in|to|of|is|are|as|namely|because|for|when|where)\b|"
            r"\b(?:in|to|of|because|for)\b[^.]{0,60}\b(?:is|are|as|being) (?:\w+ ){0,3}(?:legitimate|fair) interests?\b"
        ),
        ("UK GDPR Art. 13(1)(d)",),
        "say of each purpose that rests on Art. 6(1)(f) which interest it is",
        only_if=r"\b(?:legitimate|fair) interests?\b",
    ),
    Item(
        "lawful-basis",
        "the lawful basis",
        (
            r"\b(?:legal|lawful) (?:bas[ie]s|grounds?)\b|\blegitimate interests?\b|"
            r"\bfair interests?\b|\bconsent\b|\bthe basis is\b|\bcontract with you\b|"
            r"because you agreed|legal obligation|public (?:task|interest)"
        ),
        ("UK GDPR Art. 13(1)(c)",),
        "say for each purpose on which basis of Art. 6(1) it rests",
    ),
    Item(
        "recipients",
        "who receives the data",
        (
            r"\b(?:share|shared|sharing|disclos\w+|recipients?|third part(?:y|ies)|processors?|"
            r"suppliers|providers?|companies that (?:work|host)|goes to others|pass(?:ed)? (?:it|your|"
            r"them|on)|who else sees)\b"
        ),
        ("UK GDPR Art. 13(1)(e)",),
        "name who gets the data, or the kinds of recipients",
    ),
    Item(
        "transfers",
        "what protects data that leave the United Kingdom",
        (
            r"\b(?:adequacy|adequate|data bridge|idta|addendum|standard contractual|model clauses|safeguards?|"
            r"transfer (?:agreement|mechanism)|binding corporate rules|privacy shield|"
            r"approved (?:agreement|by the information))\b"
        ),
        ("UK GDPR Art. 13(1)(f)",),
        "name the regulations or the safeguard that each transfer rests on, and how to get a copy of it",
        only_if=(
            r"\boutside (?:of )?(?:the )?(?:uk|united kingdom|eea|european economic area)\b|\boverseas\b|"
            r"\b(?:in|to|from) the (?:united states|usa?)\b|\bother countries\b"
        ),
    ),
    Item(
        "retention",
        "how long data are kept",
        r"\b(?:keep|kept|retain\w*|stor(?:e|ed|age)|delet\w+|destroy\w*|erase\w*)\b",
        ("UK GDPR Art. 13(2)(a)",),
        "state a period for each kind of record",
    ),
    Item(
        "access",
        "the right of access",
        r"\b(?:right|ask|request|have|obtain|entitled)\b[^.]{0,120}\b(?:access|cop(?:y|ies)|see (?:what|the|your|a))",
        ("UK GDPR Art. 13(2)(b)", "UK GDPR Art. 15"),
        "say that people may have a copy of their data",
    ),
    Item(
        "rectification",
        "the right to have data corrected",
        r"\b(?:rectif\w+|correct\w*|amend|put right|inaccurate)\b",
        ("UK GDPR Art. 13(2)(b)", "UK GDPR Art. 16"),
        "say that people may have mistakes corrected",
    ),
    Item(
        "erasure",
        "the right to erasure",
        r"\b(?:right|ask|request|require|want|have)\b[^.]{0,160}\b(?:eras\w+|delet\w+|forgotten|removed)\b",
        ("UK GDPR Art. 13(2)(b)", "UK GDPR Art. 17"),
        "say that people may ask for erasure",
    ),
    Item(
        "restriction",
        "the right to restriction",
        r"\b(?:restrict\w*|stop using your data while|limit (?:what|how|our)|stop or limit)\b",
        ("UK GDPR Art. 13(2)(b)", "UK GDPR Art. 18"),
        "say that people may ask for restriction",
    ),
    Item(
        "objection",
        "the right to object",
        r"\bobject(?:ion|ing|s)?\b",
        ("UK GDPR Art. 13(2)(b)", "UK GDPR Art. 21(4)"),
        "say, apart from the rest, that people may object",
    ),
    Item(
        "portability",
        "the right to data portability",
        (
            r"\b(?:portab\w+|machine[- ]readable|transmit\w*|moved (?:or|to)|reasonable format|"
            r"transfer (?:it|them|your data) to another)\b"
        ),
        ("UK GDPR Art. 13(2)(b)", "UK GDPR Art. 20"),
        "say that people may take their data along",
        only_if=r"\b(?:consent|contract\w*|agreed)\b",
    ),
    Item(
        "withdrawal",
        "that consent may be withdrawn",
        r"\bwithdraw\w*|\bchange your mind|\bunsubscribe|\bopt(?:ing)?[ -]out|\bend that whenever|\bat any time\b",
        ("UK GDPR Art. 13(2)(c)", "UK GDPR Art. 7(3)"),
        "say that consent may be withdrawn at any time",
        only_if=r"\bconsent\b",
    ),
    Item(
        "regulator",
        "that people may complain to the Information Commissioner",
        r"\b(?:information commissioner\w*|ico)\b",
        ("UK GDPR Art. 13(2)(d)",),
        "name the Information Commissioner and how to complain there",
    ),
    Item(
        "complaint",
        "how to complain to the controller itself",
        (
            r"\bcomplain\w*\b[^.]{0,60}\b(?:to us|us\b|go to|receiv\w+|acknowledg\w+|confirm|within|"
            r"form)|(?:acknowledge|answer|handle|deal with)[^.]{0,40}\bcomplaints?|how to complain"
        ),
        ("DPA 2018 s.164A",),
        "say how to complain to you, and that you acknowledge within 30 days",
        since=date(2026, 6, 19),
    ),
    Item(
        "statutory",
        "whether data must be given, and what follows if not",
        (
            r"\b(?:must|need to|have to|required to|obliged to|do not have to|may leave|"
            r"cannot (?:provide|supply|send)|without (?:it|them|this)|optional|no answer is demanded|"
            r"up to you)\b"
        ),
        ("UK GDPR Art. 13(2)(e)",),
        "say which data a contract or a law asks for, and what happens without them",
        only_if=r"\bcontract\b|\border\b",
    ),
    Item(
        "automated",
        "whether decisions are automated",
        (
            r"\bautomated? (?:decision|profil|process|mean)|\bautomatic(?:ally)? (?:decision|decid)|"
            r"(?<!including )\bprofil\w+|left to a machine|\balgorithm"
        ),
        ("UK GDPR Art. 13(2)(f)", "UK GDPR Arts. 22A to 22D"),
        "say whether there are automated decisions, and how to have a person look at them; or that there are none",
    ),
    Item(
        "automated-safeguards",
        "how to have a person look at an automated decision",
        (
            r"\b(?:human|person|people|someone|somebody|staff|one of us)\b[^.]{0,80}\b(?:look\w*|review\w*|check\w*|"
            r"interven\w+|reconsider\w*|decid\w+)\b|\b(?:contest|challenge|make representations)\b"
        ),
        ("UK GDPR Art. 22C",),
        "say that people are told of the decision, may have their say, contest it, and have a person look at it",
        only_if=(
            r"\bwe (?:also |may |sometimes )*(?:use|make|take) (?:\w+ ){0,2}automat\w+|"
            r"\b(?:is|are|may be) (?:made|taken|decided) (?:\w+ ){0,2}(?:automatically|"
            r"by (?:a |our |an )?(?:machine|computer|software|algorithm|automated))"
        ),
        since=date(2026, 2, 5),
    ),
    Item(
        "source",
        "from where data come that people did not give",
        (
            r"\bfrom (?:public|our|your|a reseller|linkedin)|\bpublic(?:ly)? (?:available|sources)|\blinkedin\b|"
            r"\bresellers?\b|\bto us by\b|"
            r"\b(?:third parties|other (?:sources|organisations)),? (?:such as|like|namely)\b"
        ),
        ("UK GDPR Art. 14(2)(f)",),
        "name the sources, and whether they are public",
        only_if=r"\b(?:indirectly|from (?:third parties|other (?:sources|organisations))|find people|bought lists)\b",
    ),
)
"""What Arts. 13 and 14 ask for; the words may be any that a notice would use."""


def find(seen: Seen) -> Iterator[Lint]:
    """Every item of which no word is said."""
    for item in ITEMS:
        asked = not item.only_if or re.search(item.only_if, seen.said)
        if asked and seen.as_of >= item.since and not re.search(item.words, seen.said):
            yield seen.whole(KIND, item.mark, f"The notice does not say {_what(item)}.", item.law, item.todo)


def _what(item: Item) -> str:
    return item.what if item.what.split()[0] in {"how", "who", "whether", "that", "from"} else f"a word of {item.what}"
