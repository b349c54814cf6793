"""A notice read whole: each sentence with what it says, lists put together, and what stands in the notice over all.

What belongs here: gathering. What each reading finds is the other files' of this folder.
"""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from rules.notice import Layout
from scanners.prose.data import Named, keys, named
from scanners.prose.layout import Sentence, sentences
from scanners.prose.periods import Period, periods
from scanners.prose.promises import GETTING, OCCASION, promises
from scanners.prose.recipients import Recipient, companies, countries

_MONTHS = [month.lower() for month in month_name[1:]]
_DATE = re.compile(
    r"\b(?P<day>\d{1,2})(?:st|nd|rd|th)?(?: of)? (?P<month>" + "|".join(_MONTHS) + r"),? (?P<year>(?:19|20)\d\d)\b|"
    r"\b(?P<month2>" + "|".join(_MONTHS) + r") (?P<day2>\d{1,2})(?:st|nd|rd|th)?,? (?P<year2>(?:19|20)\d\d)\b|"
    r"\b(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>(?:19|20)\d\d)\b|\b(?P<iso>(?:19|20)\d\d-\d\d-\d\d)\b"
)
_PUBLISHED = re.compile(
    r"\b(?:published?|updated|reviewed|effective|version|dated|last modified|issued|took effect|takes effect)\b"
)
_OF_A_LAW = re.compile(r"\b(?:gdpr|act|regulations?)\b")
_OWN = re.compile(
    r"\b([A-Z][\w&'\u2019-]*(?: (?:[A-Z][\w&'\u2019-]*|and|&|of|the|information)){0,6} (?:Ltd|"
    r"Limited|PLC|plc|LLP|CIC))\b"
)
_NAME = r"((?:The )?[A-Z][\w&'\u2019-]*(?: (?:[A-Z][\w&'\u2019-]*|and|&|of|the)){0,6})"
_MEAN = (
    re.compile(rf"\b{_NAME} (?:is|are) (?:the|a|an|your) (?:data )?(?:controller|registered charity|company|charity)"),
    re.compile(rf"\b(?:we mean|controller is|refers? to) {_NAME}"),
    re.compile(rf"\b{_NAME}[*_]* \([\"“'\u2018]"),
    re.compile(rf"(?i:privacy (?:notice|policy|statement) (?:of|for)|published by|issued by) {_NAME}"),
)


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence, or a list with the words that lead into it, and what it says.

    Attributes:
        sentence: the sentence; of a list, its lead.
        start: where the quote begins in the layout's text.
        end: where it ends.
        quote: word for word, white space as single spaces.
        text: ``quote`` as patterns read it.
        kinds: the kinds of promise it makes.
        periods: the periods in it, with their place in the sentence's ``said``.
        data: the categories it names.
        companies: the companies it names.
        countries: the countries it names, as ISO codes.
        before: what stands before it in its paragraph.
    """

    sentence: Sentence
    start: int
    end: int
    quote: str
    text: str
    kinds: tuple[str, ...]
    periods: tuple[Period, ...] = ()
    data: tuple[Named, ...] = ()
    companies: tuple[Recipient, ...] = ()
    countries: tuple[str, ...] = ()
    before: str = ""

    @property
    def line(self) -> int:
        """The line of the notice's file on which the quote begins."""
        return self.sentence.line

    @property
    def categories(self) -> list[str]:
        """The categories named, each once."""
        return keys(self.data)


@dataclass(frozen=True)
class Reading:
    """A whole notice as it was read.

    Attributes:
        text: the layout's text.
        said: every sentence and every list of data in order, headings left out.
        titles: the headings.
        controller: the controller's name as the notice gives it; '' if it does not.
        published: the latest day on which the notice says it was published or changed.
    """

    text: str
    said: tuple[Said, ...]
    titles: tuple[Sentence, ...]
    controller: str
    published: date | None
    recipients: tuple[Recipient, ...] = field(default=())


def read_notice(layout: Layout, known: Iterable[str] = (), controller: str = "") -> Reading:
    """Read a notice.

    Args:
        layout: its text, with its lines.
        known: names of services that are known to exist.
        controller: the controller's name if it is known; else the notice is asked.
    """
    text = layout.text
    found = sentences(text, layout.lines, layout.marks)
    own = controller or _controller(text)
    known = tuple(known)
    said: list[Said] = []
    before, block = "", -1
    for sentence in found:
        before = before if sentence.block == block else ""
        block = sentence.block
        if not sentence.title:
            said.append(_said(sentence, before, known, own))
            before = f"{before} {sentence.said}".strip()
    titles = tuple(sentence for sentence in found if sentence.title)
    said = _lists(text, said)
    recipients: dict[str, Recipient] = {}
    every = [company for part in said for company in part.companies]
    for one in sorted(every, key=lambda company: -len(company.name)):
        if not any(one.name.lower() in longer for longer in recipients):
            recipients[one.name.lower()] = one
    return Reading(
        text, tuple(said), titles, own, _published(found), tuple(sorted(recipients.values(), key=lambda one: one.line))
    )


def _said(sentence: Sentence, before: str, known: tuple[str, ...], own: str) -> Said:
    return Said(
        sentence=sentence,
        start=sentence.start,
        end=sentence.end,
        quote=sentence.quote,
        text=sentence.said,
        kinds=tuple(promises(sentence, before)),
        periods=tuple(periods(sentence.said)),
        data=tuple(named(sentence.said)),
        companies=tuple(companies(sentence, known, own)),
        countries=tuple(countries(sentence.quote)),
        before=before,
    )


_SHARED = re.compile(r"\b(?:share|disclose|companies|third parties)\b.*(?:following|:$)")
_CONTACT = re.compile(r"\b(?:contact|write|get in touch|questions)\b.*:$")
_HEADER = re.compile(
    r"^(?:product|purpose|data controllers?|compan(?:y|ies)|names?|.*services?|recipients?|country|location|why|what)$"
)


def _lists(text: str, said: list[Said]) -> list[Said]:
    """The sentences, with each list of data, of companies or of addresses put together with its lead."""
    found: list[Said] = []
    at = 0
    while at < len(said):
        lead = said[at]
        items = [one for one in said[at + 1 :] if one.sentence.lead_start == lead.start and one.sentence.lead]
        items = items if items and items == said[at + 1 : at + 1 + len(items)] else []
        kind, companies_named = _kind(lead, items)
        if kind:
            start, end = lead.start, items[-1].end
            quote = re.sub(r"\s+", " ", text[start:end]).strip()
            whole = " ".join([lead.text, *(f"{one.text.rstrip(',;. ')}," for one in items)])
            kinds = tuple(dict.fromkeys([kind, *(k for k in lead.kinds if k not in {"people-held", "used-for"})]))
            data = tuple(one for part in items for one in part.data)
            told = tuple(company for part in (lead, *items) for company in part.companies)
            found.append(
                Said(
                    lead.sentence,
                    start,
                    end,
                    quote,
                    whole,
                    kinds,
                    lead.periods,
                    data,
                    told + companies_named,
                    lead.countries,
                )
            )
            at += 1 + len(items)
        else:
            found.append(lead)
            at += 1
    return found


def _kind(lead: Said, items: list[Said]) -> tuple[str, tuple[Recipient, ...]]:
    """What a list is if it is to stand as one: of data, of companies, of ways to write."""
    short = [one for one in items if len(one.text.split()) <= 20]
    if not items or len(short) < len(items):
        return "", ()
    if _CONTACT.search(lead.text):
        return "contact-route", ()
    brief = all(len(one.text.split()) <= 4 for one in items)
    if _SHARED.search(lead.text) and brief:
        names = {one.quote: one for one in items if one.quote[:1].isupper() and not _HEADER.match(one.text)}
        return "shared-only", tuple(
            Recipient(name, one.line, "by the list it stands in") for name, one in names.items()
        )
    listed = [one for one in items if one.data]
    if OCCASION.search(lead.text):
        return "", ()
    other = {kind for one in items for kind in one.kinds} - {"declared-data", "collected-when", "used-for"}
    if len(listed) >= max(2, 0.6 * len(items)) and not other and GETTING.search(lead.text):
        return "declared-data", ()
    return "", ()


def _controller(text: str) -> str:
    """The controller's name: as a company's form gives it if it stands early or often, else as the notice says it."""
    named_so = [re.sub(r"\s+", " ", m[1]) for m in _OWN.finditer(text)]
    meant = [_meant(m, text) for words in _MEAN for m in words.finditer(text)]
    meant = [
        name
        for name in meant
        if len(name) > 3 and name.split()[-1][0].isupper() and name.split()[0] not in {"We", "This", "Our", "Personal"}
    ]
    for best in meant:
        whole = next((name for name in named_so if name.startswith(best)), "")
        if whole or best.split()[-1] not in {"Data", "Information"}:
            return whole or best
    often = sorted(dict.fromkeys(named_so), key=lambda name: (-text.count(name), text.find(name)))
    return next((name for name in often if text.count(name) > 1 or text.find(name) < 800), "")


def _meant(found: re.Match[str], text: str) -> str:
    """The name that a phrase such as "… is the controller" speaks of: the company, not the last line of its address."""
    before = text[max(0, found.start() - 160) : found.start()]
    sentence = re.split(r"[.!?]\s", before)[-1]
    company = list(_OWN.finditer(sentence))
    name = company[-1][1] if company and before.rstrip().endswith(",") else found[1]
    return re.sub(r"\s+", " ", name).strip(" *")


def _published(found: Sequence[Sentence]) -> date | None:
    of_this = [one.said for one in found if _PUBLISHED.search(one.said) and not _OF_A_LAW.search(one.said)]
    days = [day for said in of_this if len(said) < 250 for day in dates(said)]
    return max(days, default=None)


def dates(said: str) -> list[date]:
    """The calendar days that a text names, day before month as in the United Kingdom."""
    found = []
    for m in _DATE.finditer(said):
        try:
            if m["iso"]:
                found.append(date.fromisoformat(m["iso"]))
            elif m["y"]:
                found.append(date(int(m["y"]), int(m["m"]), int(m["d"])))
            elif m["month"]:
                found.append(date(int(m["year"]), _MONTHS.index(m["month"]) + 1, int(m["day"])))
            else:
                found.append(date(int(m["year2"]), _MONTHS.index(m["month2"]) + 1, int(m["day2"])))
        except ValueError:
            continue
    return found
