"""Answers to a question on a form: whether they say that there is nothing, or only tick it.

Here: what a whole answer means. Not here: what a sentence says of a mention (`scanners.sentence`).
"""

from __future__ import annotations

import re

_NOTHING = re.compile(
    r"(?:(?:no|none|nil|n\.?/?a\.?|nope|nothing|not|false|0|f|n|never|unknown|unspecified|undisclosed|tbc|tba|blank|"
    r"null|-+|nah|zero|"
    r"prefer(?:red)? not to (?:say|answer|disclose)|rather not say|decline[ds]? to (?:say|answer)|as (?:above|before)|"
    r"see above|pnts|withheld|refused)\b"
    r"|\?+|x)"
    r"(?:[\s,]+(?:i|have|has|had|any|at|all|known|stated|given|specified|applicable|required|needed|disclosed|"
    r"declared|provided|"
    r"reported|recorded|held|kept|found|taken|captured|listed|logged|noted|on|file|asked|collected|sure|available|answered|say|selected|special|specific|particular|other|further|"
    r"additional|medical|health|"
    r"dietary|diet|access|accessibility|food|requirements?|needs?|allerg(?:y|ies)|conditions?|restrictions?|issues|"
    r"disabilit(?:y|ies)|convictions?|preferences?|religion|faith|adjustments?|membership|offences?|member|or|and|"
    r"that|of|"
    r"i['\u2019]m|aware|thanks?|thank|you|to|speak|this|time|yet|for|me|us|the))*[\s.!]*"
)
_TRUE = re.compile(r"(?:y|yes|true|t|1|x)[.!]?")


def is_nothing(answer: str) -> bool:
    """Whether an answer says that there is nothing to say: `None`, `n/a`, `no known allergies`, `prefer not to say`."""
    return _NOTHING.fullmatch(answer.strip(" \t\r\n.\"'").lower()) is not None


def is_true(answer: str) -> bool:
    """Whether an answer, in lower case, is a bare tick: `yes`, `Y`, `1`."""
    return _TRUE.fullmatch(answer) is not None
