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
    ("customer on 192.168.1.23 cannot reach the server", "192.168.1.23"),
    ("her laptop had 10.0.0.5 at the time", "10.0.0.5"),
    ("the server answered 81.2.69.142 twice", "81.2.69.142"),
    ("blocked at the firewall: user at 81.2.69.142", "81.2.69.142"),
    ("logged in from 5.6.7.8", "5.6.7.8"),
    ("her address was 2.25.12.9 that day", "2.25.12.9"),
    ("login from 10.0.0.5 to the server", "10.0.0.5"),
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
    "Gateway 192.168.1.1 unreachable since the storm",
    "DNS set to 8.8.8.8 and 1.1.1.1",
    "printer at 192.168.0.45 offline again",
    "load balancer 10.0.0.12 drained for maintenance",
    "subnet 10.20.0.0/16 routed via the new switch",
    "ping 127.0.0.1 works",
    "0.0.0.0:8080 refused",
    "netmask 255.255.255.0",
    "block 10.4.0.0/16 is no longer announced",
    "SNMP OID 1.3.6.1.2.1.1 polled",
    "10.0.4.7 is the backup server",
    "upgrade path 8.1.12.1 > 8.1.14.3",
    "Version=5.1.0.0, Culture=neutral",
    "see 2.1.3.7 for the old way",
    "Oracle 19.22.0.0 on both",
    "firewall rule 118: any > 10.44.0.12 tcp/443",
    "Listening on 10.20.30.40:9092",
    "dhcp pool 192.168.50.100 exhausted",
    "nightly backup to 10.2.0.9 failed",
)

WEAK = 0.1
_NOT_AN_ADDRESS = re.compile(
    r"(?:\b(?:versions?|ver|v|releases?|build|firmware|section|clause|chapter|figure|table|upgrad\w+ (?:to|from)|"
    r"patch|driver|"
    r"software|app|android|ios|windows|package)[\s.:#v]*|[A-Za-z]/|[\w.]-v?|==|>=|~=|\d to )$",
    re.IGNORECASE,
)

_MACHINE = (
    r"gateway|router|switch|subnet|netmask|mask|vlan|dns|name ?servers?|resolvers?|servers?|printer|copier|"
    r"host(?:ed|s)?|"
    r"load balancer|"
    r"ingress|firewall|vpn|tunnel|nas|appliance|proxy|endpoint|nodes?|cluster|database|db|api|webhook|port|"
    r"container|vm|virtual machine|access point|controller|camera|till|scanner|failover|replica|site-to-site"
)
_MACHINE_BEFORE = re.compile(
    rf"\b(?:{_MACHINE})(?: (?:at|on|is|to|set to|address|ip|has|was|from|for|in))*(?: [\d.]+(?: and|,))?[\s:=(]*$",
    re.IGNORECASE,
)
_MACHINE_AFTER = re.compile(
    rf"^[\s,)]*(?:is|was|belongs to)?(?: (?:the|our|a|an|its))?(?: \w+)? (?:{_MACHINE})\b", re.IGNORECASE
)
_EQUIPMENT = re.compile(
    rf"\b(?:{_MACHINE}|rule|pool|upstream|listen(?:s|ing|er)?|advertised|ntp|routes?|peers?|vip|rack|interface|nic|"
    r"idrac|ilo|bmc|hypervisor|back-?ups?|dhcpd?|tcp|udp|bind|ping)\b",
    re.IGNORECASE,
)
_COMES_FROM = re.compile(r"\b(?:from|by|client|src|source|remote)\W{1,3}$", re.IGNORECASE)
_ADDRESS_BEFORE = re.compile(
    r"\b(?:ip|ipv4|address(?:es)?|from|at|on|src|source|remote|client)\b[^.\n]{0,12}$", re.IGNORECASE
)
LOW = 32
"""An address all of whose four numbers are lower than this is one in five hundred; versions and sections are."""
_RESOLVERS = frozenset({"8.8.8.8", "8.8.4.4", "1.1.1.1", "1.0.0.1", "9.9.9.9", "208.67.222.222", "208.67.220.220"})
_SOMEBODY = re.compile(
    r"\b(?:he|she|they|his|her|their|my|customers?|users?|visitors?|clients?|members?|logins?|logged|signed|sessions?|people|person|"
    r"patients?|pupils?|students?|employees?|staff|laptop|mobile)\b",
    re.IGNORECASE,
)
MACHINES = "the words beside it, which speak of a machine"


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
        """Addresses that are not version or section numbers; those of machines are weak, being nobody's."""
        found = [
            r
            for r in super().analyze(text, entities, nlp_artifacts, regex_flags)
            if not _NOT_AN_ADDRESS.search(text[max(0, r.start - 24) : r.start])
        ]
        for result in found:
            if _is_nobodys(text, result.start, result.end):
                result.score = WEAK
                result.recognition_metadata[LOWERED] = "its being nobody's address"
            elif _is_a_machines(text, result.start, result.end):
                result.score = WEAK
                result.recognition_metadata[LOWERED] = MACHINES
        return found


def _is_nobodys(text: str, start: int, end: int) -> bool:
    """Loopback, unspecified, multicast, masks, public resolvers, and a part of a longer dotted number."""
    if re.match(r"\.\d", text[end : end + 2]) or re.search(r"\d\.$", text[max(0, start - 2) : start]):
        return True
    said, _, bits = text[start:end].partition("/")
    try:
        address = ipaddress.ip_address(said)
        if bits:
            return ipaddress.ip_network(text[start:end]).num_addresses > 1
    except ValueError:
        return False
    if _is_a_version(text, start, end, said):
        return True
    nobody = address.is_loopback or address.is_unspecified or address.is_multicast
    return nobody or said.startswith("255.") or said in _RESOLVERS or sum(c.isdigit() for c in said) < 2


def _is_a_version(text: str, start: int, end: int, said: str) -> bool:
    """Whether it is four low numbers, or ends in 0, and neither an address nor anybody is spoken of beside it."""
    numbers = said.split(".")
    if len(numbers) != 4 or not all(n.isdigit() for n in numbers):
        return False
    before, after = text[max(0, start - 60) : start], text[end : end + 60]
    if any(int(n) >= LOW for n in numbers) and numbers[3] != "0":
        return False
    return not (_ADDRESS_BEFORE.search(before) or _SOMEBODY.search(before) or _SOMEBODY.search(after))


def _is_a_machines(text: str, start: int, end: int) -> bool:
    """Whether it is of a private network, the words beside it speak of equipment, and nobody is spoken of nearby."""
    try:
        if not ipaddress.ip_address(text[start:end]).is_private:
            return False
    except ValueError:
        return False
    before, after = text[max(0, start - 60) : start], text[end : end + 60]
    if _SOMEBODY.search(before) or _SOMEBODY.search(after):
        return False
    if _MACHINE_BEFORE.search(before) or _MACHINE_AFTER.search(after):
        return True
    return _COMES_FROM.search(before) is None and bool(_EQUIPMENT.search(before) or _EQUIPMENT.search(after))


def recogniser() -> EntityRecognizer:
    """Presidio's IP recogniser."""
    return _IpAddresses(supported_entity="IP_ADDRESS", name="ip_address")
