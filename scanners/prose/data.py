"""The categories of data that a sentence names, as fideslang keys.

What belongs here: the words in which notices name data. The taxonomy itself is ``rules.categories``'s.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_N = r"(?:numbers?|nos?\.?)"

PHRASES: tuple[tuple[str, str], ...] = (
    ("user.account.username", r"account names?|user ?names?|login names?|profile names?|screen names?|social media handles?"),
    ("user.contact.organization", r"(?:company|employer|organi[sz]ation|business|school|college)(?:'s)? names?|name of (?:your|the) (?:company|employer|organi[sz]ation)|organi[sz]ation(?= and| or|,|;|\.)"),
    ("user.workplace", r"(?:place of work|workplace|employer|where (?:you|they) work)(?!'s| name)"),
    ("user.job_title", r"job titles?|job roles?|positions? held|occupations?|professions?|what you do at work|role(?= and| or|,|;|\.|$)"),
    ("user.name", r"(?:first|last|full|family|given|maiden|legal|preferred)?[ -]?(?<!company )(?<!domain )(?<!account )(?<!user )(?<!brand )(?<!file )(?<!product )(?<!login )(?<!in the )(?<!nobody's )(?:sur)?names?\b(?! of (?:your|the) (?:company|organi|employer))|(?<=your )title"),
    ("user.contact.email", r"e-?mail(?: address(?:es)?)?(?= address|,|;|\.$| and\b| or\b|$| from)|e-?mail address(?:es)?"),
    ("user.device.ip_address", r"(?:ip|internet protocol)[ -]?address(?:es)?|from which address"),
    ("user.contact.address", r"(?:postal|home|billing|delivery|shipping|mailing|correspondence|street|residential|business) addresses?|(?<!mail )(?<!email )(?<!ip )(?<!protocol )(?<!web )(?<!registered )(?<!which )(?<!mac )\baddress(?:es)?(?! (?:is|at)\b)|post ?codes?"),
    ("user.contact.phone_number", r"(?:tele)?phone(?: and mobile| or mobile)? ?"+_N+r"|(?:mobile|landline|contact|business telephone|home|work|cell)(?: tele)?(?:phone)? ?"+_N+r"|telephone(?=,| and\b| or\b|$)|\bphone(?=,| and\b| or\b|$)|\b(?:a|your|their) number\b(?! of)"),
    ("user.contact", r"contact (?:details|information|data)|how to (?:reach|contact) (?:you|them)|emergency contacts?"),
    ("user.demographic.gender", r"\bgender\b|\bsex\b(?! life)"),
    ("user.demographic.date_of_birth", r"dates? of birth|birth ?da(?:y|te)s?|\bdob\b"),
    ("user.demographic.age_range", r"(?<!of )\bage(?: range| group)?s?(?=,|;|\.| and\b| or\b|$)"),
    ("user.demographic.marital_status", r"marital status|family (?:status|circumstances)"),
    ("user.demographic.language", r"(?:preferred )?languages?(?= (?:and|or)\b|,|;|\.| your| of)|first language"),
    ("user.demographic.profile", r"(?:general |personal |your )?interests(?=,|;| and (?:location|age|pref))|preferences|hobbies|nationality"),
    ("user.demographic.dietary_requirement", r"diet(?:ary)?(?: (?:and access |or access )?(?:requirements?|needs?|preferences?))?\b|food allerg\w+|what you eat"),
    ("user.demographic.race_ethnicity", r"\b(?:racial|race|ethnic\w*)\b(?: (?:or ethnic )?(?:origin|background|group))?"),
    ("user.demographic.religious_belief", r"\b(?:religio\w+|faith)\b(?: beliefs?| or philosophical beliefs?)?"),
    ("user.demographic.political_opinion", r"\bpolitic\w+\b(?: opinions?| views?| beliefs?)?"),
    ("user.demographic.sexual_orientation", r"sexual (?:orientation|life)|\bsex life\b|sexuality"),
    ("user.demographic.trade_union_membership", r"(?:trade )?\bunions?\b(?: membership)?"),
    ("user.health_and_medical", r"\bhealth\b(?! and safety)(?! care)(?!care)(?: data| information| records?| conditions?)?|medical (?:conditions?|history|information|records?|needs?|details|notes?)|disabilit(?:y|ies)|allerg(?:y|ies)|medications?|treatments?(?= notes?| plan| record| history|,)|symptoms?|test results?|(?:access|additional|special educational) (?:requirements?|needs?)"),
    ("user.health_and_medical.record_id", r"nhs "+_N),
    ("user.health_and_medical.genetic", r"\bgenetic\b(?: data)?"),
    ("user.biometric", r"\bbiometric\w*(?: data)?|fingerprints?|facial recognition"),
    ("user.criminal_history", r"criminal (?:convictions?|offences?|records?|history)|\boffences\b|\bdbs\b|disclosure and barring"),
    ("user.financial.bank_account", r"bank (?:account )?(?:details|account|information)|account number(?:s)?(?: and sort code)?|sort codes?"),
    ("user.financial.credit_card", r"(?:credit|debit|payment)(?: or debit)? card (?:details|"+_N+r"|information|data)|card (?:details|"+_N+r")"),
    ("user.payment", r"payment (?:details|information|history|records?)|billing (?:details|information)|donation history|gift aid(?: status| declarations?)?|fees? paid"),
    ("user.financial", r"financial (?:information|details|data|circumstances)|\b(?:salary|income|tax code)\b"),
    ("user.government_id.national_identification_number", r"national insurance "+_N+r"|\bni "+_N),
    ("user.government_id.passport_number", r"passports?(?: details| "+_N+r")?"),
    ("user.government_id.drivers_license_number", r"driving licen[cs]e(?: details| "+_N+r")?"),
    ("user.government_id.vehicle_registration", r"(?:vehicle|car|number plate) ?(?:registration)?(?: "+_N+r")?(?= registration| plate)|registration plates?"),
    ("user.behavior.purchase_history", r"(?:purchase|order|buying|transaction|shopping) histor(?:y|ies)|what (?:you|they) (?:have )?(?:bought|ordered)|(?:details of|record of|history of) (?:your )?(?:purchases|orders)|(?:items|products|goods) (?:that )?(?:you|they) (?:have )?(?:bought|buy|ordered|purchased?)|your (?:purchases|orders)(?=,| and\b)"),
    ("user.behavior.browsing_history", r"(?:the )?pages?(?: that)?(?: you| they)? (?:accessed|visited?|viewed?|you look at|they asked from)|pages (?:you|they) (?:visit|view|look)|browsing (?:history|behaviou?r|activity)|(?:how|the way) you (?:use|browse|move)\b|clicks?tream|\bthe page,|(?:access )?status(?:/http)?(?: status)? code"),
    ("user.behavior", r"attendance(?: history| records?)?|whether you attended|date and time of (?:the |your )?visits?|visit(?:ing)? times?|usage data|internet use|(?:participation|browsing) data|when (?:you|they) log in|the time(?=,)"),
    ("user.device", r"\bbrowser(?: type| version| software)?s?\b|operating systems?|device (?:type|information|model|details)|\bthe device\b|screen (?:size|resolution)"),
    ("user.device.device_id", r"device (?:id|identifier)s?|(?:advertising|mobile) identifiers?|mac address(?:es)?"),
    ("user.device.cookie_id", r"cookie (?:id|identifier|data)s?|information (?:from|in|collected by) cookies"),
    ("user.location", r"(?:general |approximate |your |their )?\b(?:geo-?)?locations?(?: data)?\b|\bthe (?:town|region) it points to"),
    ("user.content.self_image", r"photo(?:graph)?s?|images? of you|video(?: footage| recordings?)?|cctv(?: footage| images?)?|likeness"),
    ("user.content", r"(?:your |the |their )?(?:messages?|correspondence|enquir(?:y|ies)|feedback|survey (?:answers|responses)|comments|(?:call|chat) (?:recordings?|transcripts?|logs?)|recordings of calls)(?=,|;| and\b| or\b|\.|$| you| that| with)"),
    ("user.unique_id", r"(?:customer|membership|account|patient|pupil|student|reference|donor|supporter) (?:id|"+_N+r"|reference)|unique (?:pupil|learner|patient) "+_N),
    ("user.authorization.password", r"passwords?"),
    ("user.social", r"social media (?:posts?|profiles?)"),
    ("user.childrens", r"(?:child(?:ren)?'s|pupils?'?s?) (?:names?|details|information|data|records?)"),
)
"""A category and the words notices use for it. Within a sentence the longest phrase at a place stands."""

_COMPILED = tuple((key, re.compile(rf"(?<![\w-])(?:{words})")) for key, words in PHRASES)


@dataclass(frozen=True, slots=True)
class Named:
    """A category named in a sentence: its key, and where its words stand in ``said``."""

    key: str
    start: int
    end: int


def named(said: str) -> list[Named]:
    """The categories that a text names, in order, without overlap."""
    found = [Named(key, m.start(), m.end()) for key, words in _COMPILED for m in words.finditer(said) if m.end() > m.start()]
    found.sort(key=lambda one: (one.start, -one.end))
    kept: list[Named] = []
    for one in sorted(found, key=lambda one: (one.start - one.end, one.start)):
        if not any(one.start < other.end and other.start < one.end for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)


def keys(found: Iterable[Named]) -> list[str]:
    """Their keys, each once, in the order in which they are named."""
    return list(dict.fromkeys(one.key for one in found))
