"""The registration with the regulator that the notice itself says has run out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.checking.lint import Lint, Seen
from scanners.prose.reading import dates

KIND = "registration-expired"
LAW = ("Data Protection (Charges and Information) Regulations 2018 reg. 2", "DPA 2018 s.137")
_SPEAKS = re.compile(
    r"\b(?:ico|information commissioner|registration|regist\w+)\b.*\b(?:expir\w*|valid until|until|renew\w*)\b"
)


def find(seen: Seen) -> Iterator[Lint]:
    """A sentence about the registration whose latest day lies before ``as_of``."""
    for said in seen.reading.said:
        if _SPEAKS.search(said.text) and (days := dates(said.text)) and max(days) < seen.as_of:
            told = f"The registration it states ran out on {max(days)}."
            yield seen.lint(KIND, said, told, LAW, "renew it, and state the new day or none")
