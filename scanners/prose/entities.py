"""Names of organisations that the packaged model sees where a sentence says that data go somewhere.

What belongs here: the one reading of prose that loads spaCy. A name that only the model gives is told as such: it is a
guess, and no clause rests on it alone.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import Any

from scanners.prose.reading import Reading
from scanners.prose.recipients import Recipient, proper

_GOES = re.compile(
    r"\b(?:shar\w+|disclos\w+|pass(?:es|ed)?|send|sends|sent|use|uses|using|host\w*|provid\w+|process\w*|stor\w+|transfer\w*|through|"
    r"partners?|suppliers?|deliver\w*|managed|run by|system|platform|service)\b"
)
_LAW = re.compile(r"\b(?:Act|Regulations?|Directive|Commissioner|Clauses|Addendum)\b")
WHY = "the model takes it for an organisation; confirm"


@cache
def _model() -> Any:
    from scanners.model import stock

    return stock()


def with_names(reading: Reading) -> Reading:
    """The reading with the organisations that only the model sees added to its recipients."""
    asked = [said for said in reading.said if _GOES.search(said.text)]
    known = [one.name.lower() for one in reading.recipients]
    found: dict[str, Recipient] = {}
    for said, doc in zip(asked, _model().pipe([said.quote for said in asked]), strict=True):
        for entity in doc.ents:
            is_name = entity.label_ == "ORG" and not _LAW.search(entity.text)
            name = proper(entity.text, reading.controller) if is_name else ""
            if name and not any(name.lower() in other or other in name.lower() for other in (*known, *found)):
                found[name.lower()] = Recipient(name, said.line, WHY)
    both = sorted((*reading.recipients, *found.values()), key=lambda one: one.line)
    return replace(reading, recipients=tuple(both))
