"""IPv4 and IPv6 addresses; dotted version numbers are not ones."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence

from presidio_analyzer import EntityRecognizer, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts
from presidio_analyzer.predefined_recognizers import IpRecognizer

from scanners.context import LOWERED
from scanners.whole import Whole

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

WEAK = 0.1
_NOT_AN_ADDRESS = re.compile(
    r"(?:\b(?:versions?|ver|v|releases?|build|firmware|section|clause|chapter|figure|table|upgrad\w+ (?:to|from)|"
    r"patch|driver|"
    r"software|app|android|ios|windows|package)[\s.:#v]*|[A-Za-z]/|[\w.]-v?|==|>=|~=|\d to )$",
    re.IGNORECASE,
)


_PORT = re.compile(r"\[?([0-9a-fA-F:.]{2,45})\]?(?::\d{1,5}|/\d{1,3})?")


def _addresses(value: str) -> list[ipaddress.IPv4Address | ipaddress.IPv6Address]:
    found = []
    for part in value.split(",") if len(value) <= 200 else ():
        stripped = part.strip()
        match = _PORT.fullmatch(stripped)
        for text in (stripped, match[1] if match and stripped.count(":") <= 1 else ""):
            try:
                found.append(ipaddress.ip_address(text))
            except ValueError:
                continue
            break
        else:
            return []
    return found


def _is_one(value: str) -> bool:
    found = _addresses(value) if value[:1] in _STARTS else []
    return (
        bool(found)
        and not any(a.is_unspecified or a.is_loopback or a.is_multicast for a in found)
        and "255.255." not in value[:8]
    )


_STARTS = frozenset("0123456789abcdefABCDEF:[")


def _no_versions(values: Sequence[str]) -> str | None:
    """Dotted version numbers are small throughout; addresses are not."""
    sixes = sum(":" in v for v in values)
    large = sum(any(int(p) >= 64 for p in re.findall(r"\d+", v)) for v in values if ":" not in v)
    if sixes + large < 0.7 * len(values):
        return None
    private = sum(all(a.is_private for a in _addresses(v)) for v in values)
    return f"{private:,} of them of private networks" if private else "all of public networks"


WHOLE = Whole(
    called="IP addresses",
    is_one=_is_one,
    header=r"\b(?:ip|ipv[46]|ip ?addr(?:ess)?|client ip|remote (?:addr|host|ip)|x forwarded for|forwarded|c ip|"
    r"source ip|ipaddress|last login ip)\b",
    against=r"\b(?:version|firmware|build|release|subnet|netmask|mask|gateway|dns|server ip|server|section)\b",
    together=_no_versions,
    fewest=3,
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
        """Addresses that are not version or section numbers; `::` and `::1` are weak, being nobody's."""
        found = [
            r
            for r in super().analyze(text, entities, nlp_artifacts, regex_flags)
            if not _NOT_AN_ADDRESS.search(text[max(0, r.start - 24) : r.start])
        ]
        for result in found:
            if sum(c.isdigit() for c in text[result.start : result.end]) < 2:
                result.score = WEAK
                result.recognition_metadata[LOWERED] = "its being nobody's address"
        return found


def recogniser() -> EntityRecognizer:
    """Presidio's IP recogniser."""
    return _IpAddresses(supported_entity="IP_ADDRESS", name="ip_address")
