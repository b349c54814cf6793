"""Trade-union membership, stated, or implied by taking part in its work (Art. 9(1))."""

from __future__ import annotations

from presidio_analyzer import EntityRecognizer

from scanners.terms import TermRecogniser

CATEGORY = "user.demographic.trade_union_membership"

FOUND = (
    ("He is our trade union rep", "trade union rep"),
    ("She asked for her UNISON rep to attend", "UNISON rep"),
    ("I have been a member of Unite since 2009", "Unite"),
    ("Elected shop steward in May", "shop steward"),
    ("deduct union subs from pay", "deduct union subs"),
    ("was on the picket line that day", "picket line"),
)
LEFT = (
    "Credit Union member since 2012",
    "the European Union rules",
    "paid by Western Union",
    "Student union member discount",
    "not a union member",
    "Rugby union match on Saturday",
    "We unite the two records",
    "Union Street, Aberdeen",
    "a member of the team",
    "use UNION ALL in the query",
    "Trade union member: no",
    "sales rep for the North East",
)
UNDER = (
    ("trade_union_member", "Yes", "Yes"),
    ("Union membership", "GMB", "GMB"),
)

_WORDS = TermRecogniser("trade_union")


def recogniser() -> EntityRecognizer:
    """Words of union membership."""
    return _WORDS
