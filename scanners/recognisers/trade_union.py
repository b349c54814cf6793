"""Trade-union membership, stated, or implied by taking part in its work (Art. 9(1))."""

from __future__ import annotations

from presidio_analyzer import EntityRecognizer

from scanners.terms import TermRecogniser, phrases

CATEGORY = "user.demographic.trade_union_membership"

FOUND = (
    ("He is our trade union rep", "trade union rep"),
    ("She asked for her UNISON rep to attend", "UNISON rep"),
    ("I have been a member of Unite since 2009", "member of Unite"),
    ("Elected shop steward in May", "shop steward"),
    ("deduct union subs from pay", "union subs"),
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

_UNIONS = (
    r"(?:unison|gmb|ucu|neu|nasuwt|nahtr?|usdaw|aslef|rmt|pcs|cwu|fbu|bectu|equity|unite the union|unite|prospect|"
    r"tssa|nuj|bfawu|ucatt|bma|rcn|nut)"
)
STATED = phrases(
    r"""
    trade unions? (?:reps?|representatives?|member(?:s|ship)?|activists?|officials?|officers?|\
      subs(?:criptions?)?|dues|convenors?|stewards?|duties) ;
    trade unionists? ;
    union (?:reps?|representatives?|member(?:ship|s)?|subs(?:criptions?)?|dues|stewards?|officials?|convenors?|\
      activists?|learning rep) ;
    shop stewards? ;
    (?:unison|gmb|ucu|neu|nasuwt|usdaw|aslef|rmt|pcs|cwu|fbu|bectu|unite|tssa|nuj|bfawu) (?:union )?(?:reps?|\
      representatives?|member(?:ship|s)?|subs|dues|branch (?:secretary|chair|officer)|stewards?|convenors?|\
      activists?) ;
    (?:member|rep|representative|branch secretary|steward|convenor) (?:of|for|with|\
      in) (?:the )?<unions>(?: union)?(?= |$|\W) ;
    (?:member|rep|representative) of (?:a|the|her|his|my|their) (?:trade )?union ;
    (?:joined|left|joining|leaving|belongs to|in) (?:a|the|her|his|my) (?:trade )?union(?= |$|\W) ;
    check off deductions? ;
    """,
    unions=_UNIONS,
)
IMPLIED = phrases(
    r"""
    picket(?:ing| line) ;
    (?:took part in|taking part in|joined|joining|lost pay for|absent for) (?:the )?(strike|industrial action) ;
    (?:accompanied|represented) by (?:a|her|his|my|their) (?:trade )?(union)(?: \w+)? ;
    """
)
GUARDS = phrases(
    r"""
    (?:credit|european|western|student|students|student's|students'|rugby|soviet|customs|civil|african|monetary|\
      banking|postal|sql|theatre|oxford|christian|cricket|savings|building|debating) union(?: \w+)? ;
    union (?:jack|flag|square|street|road|all|select|station|bank|pay) ; in the union of ; monetary union ;
    unite (?:members|reps) of ; equity members? ; prospect (?:member|rep)s? (?:list|database) ;
    """
)
HEADERS = phrases(
    r"""
    trade union(?: member(?:ship)?)? ; union (?:member(?:ship)?|name) ; tu member(?:ship)? ;
    """
)


def recogniser() -> EntityRecognizer:
    """Words of union membership."""
    return TermRecogniser("trade_union", stated=STATED, implied=IMPLIED, guards=GUARDS, headers=HEADERS)
