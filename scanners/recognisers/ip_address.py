"""IPv4 and IPv6 addresses; dotted version numbers are not ones."""

from __future__ import annotations

import re

from presidio_analyzer import EntityRecognizer, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts
from presidio_analyzer.predefined_recognizers import IpRecognizer

CATEGORY = "user.device.ip_address"
COLUMN = "shape"
NEEDS = r"[0-9A-Fa-f:][.:]"

FOUND = (
    ("logged in from 203.0.113.42", "203.0.113.42"),
    ("2001:db8::8a2e:370:7334", "2001:db8::8a2e:370:7334"),
    ("http://198.51.100.7/login", "198.51.100.7"),
)
LEFT = (
    "upgraded to version 10.4.3.2 last night",
    "v10.4.3.2 is installed",
    "Chrome/120.0.0.0 Safari/537.36",
    "firmware 1.2.3.4",
    "section 2.1.3.4 of the manual",
    "at 10:30:45 sharp",
    "std::vector and add::face",
    "Release 7.0.0.1 notes",
)

_NOT_AN_ADDRESS = re.compile(
    r"(?:\b(?:versions?|ver|v|releases?|build|firmware|section|clause|chapter|figure|table|upgrad\w+ (?:to|from)|"
    r"patch|driver|"
    r"software|app|android|ios|windows|package)[\s.:#v]*|[A-Za-z]/|[\w.]-v?|==|>=|~=|\d to )$",
    re.IGNORECASE,
)


class _IpAddresses(IpRecognizer):
    """Presidio's recogniser, looking at what stands before."""

    @property
    def needs(self) -> tuple[re.Pattern[str], ...]:
        """Its patterns, without which it finds nothing."""
        return tuple(re.compile(p.regex, re.IGNORECASE) for p in vars(self)["patterns"])

    def analyze(
        self,
        text: str,
        entities: list[str],
        nlp_artifacts: NlpArtifacts | None = None,
        regex_flags: int | None = None,
    ) -> list[RecognizerResult]:
        """Addresses that are not version or section numbers; an IPv6 one holds a digit."""
        return [
            r
            for r in super().analyze(text, entities, nlp_artifacts, regex_flags)
            if not _NOT_AN_ADDRESS.search(text[max(0, r.start - 24) : r.start])
            and sum(c.isdigit() for c in text[r.start : r.end]) >= 2
        ]


def recogniser() -> EntityRecognizer:
    """Presidio's IP recogniser."""
    return _IpAddresses(supported_entity="IP_ADDRESS", name="ip_address")
