"""Who gets data, and where: companies named in a sentence, kinds of recipients, countries and the ground of a transfer.

What belongs here: names by their form and by the words around them. Names that a model guesses are
``scanners.prose.entities``'s.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scanners.prose.layout import Sentence

KNOWN = (
    "Google Analytics, Google Ads, Google Workspace, Google, Meta, Facebook, Instagram, WhatsApp, LinkedIn, Twitter, TikTok, YouTube, "
    "Microsoft 365, Office 365, Microsoft Azure, Azure, Microsoft Teams, Microsoft Dynamics, Microsoft, HubSpot, Salesforce, "
    "Mailchimp, Campaign Monitor, SendGrid, Klaviyo, Dotdigital, Brevo, Xero, Sage, QuickBooks, Stripe, PayPal, Worldpay, Klarna, "
    "SagePay, Opayo, GoCardless, Square, Eventbrite, Zoom, Crisp, Intercom, Zendesk, Freshdesk, WordPress.com, WordPress, Automattic, "
    "Shopify, WooCommerce, Wix, Squarespace, Amazon Web Services, AWS, Cloudflare, Dropbox, DocuSign, SurveyMonkey, Typeform, "
    "Jotform, Hotjar, Trustpilot, Royal Mail, DPD, Hermes, Evri, Parcelforce, Experian, Equifax, TransUnion, Slack, Asana, "
    "Trello, BambooHR, Blackbaud, Donorfy, JustGiving, Enthuse, Beacon, Raiser's Edge, SIMS, Arbor, Bromcom, ParentPay, "
    "ParentMail, CPOMS, ClassDojo, Tapestry, EMIS, EMIS Web, SystmOne, AccuRx, Cliniko, Jane, Doctolib, Zettle, Calendly, "
    "Twilio, Bing, Pinterest, Vimeo, Acuity, Tawk.to, LiveChat"
).split(", ")
"""Companies whose services notices name, beside those of the catalog: a name here is no judgement of it."""

_FORMS = r"(?:Ltd\.?|Limited|PLC|plc|Inc\.?|LLP|LLC|GmbH|B\.?V\.?|S\.?A\.?|AG|CIC)"
_WORD = r"[A-Z][\w&'’.-]*"
_COMPANY = re.compile(rf"\b({_WORD}(?: (?:{_WORD}|and|&|of|information)){{0,4}}?),? ({_FORMS})(?!\w)")
_VERB = (
    r"(?:use|using|hosted (?:by|on|at|with)|provided by|supplied by|run by|operated by|powered by|processed by|stored (?:by|with|on|in)|"
    r"sent (?:through|via|with|to)|through|via|runs on|run on|shared with|share (?:it|this|your (?:\w+ )?(?:data|details|information)) with|"
    r"pass(?:ed)? (?:\w+ ){0,4}?to|delivered by|carried by|managed by|built on|advertisement on|held (?:in|by|with|on)|kept (?:in|on)|processor,)"
)
_NAME = r"[A-Z][\w&'’-]*[\w](?:\.(?:com|co\.uk|io|org|net))?"
_AFTER_VERB = re.compile(rf"\b{_VERB} (?:a (?:\w+[ -]){{0,4}}(?:called|service,?|company,?|provider,?) )?({_NAME}(?: (?:{_NAME}|\d{{3}})){{0,2}})")
_SUBJECT = re.compile(rf"^({_NAME}(?: (?:{_NAME}|\d{{3}})){{0,2}}) (?:sells|carries|makes|publishes|hosts|counts|collects|stores|processes|runs|manages|handles|takes|delivers|prints)\b")
GUESSED = "by the words beside it; confirm"
"""Why a capitalised word is taken for a company that no list and no form of name tells of."""

_NOT_NAMES = frozenset(
    "we our you your they their it its this that the these those if when where what which who a an in on at by for from to "
    "all any some most each every personal data information privacy policy notice statement article section legal website "
    "data protection act gdpr uk eu eea european pecr ico commissioner regulations rights access consent contract post email "
    "sms telephone sites site internet cookies monday january february march april may june july august september october "
    "november december england wales scotland britain kingdom united states ireland london hm revenue customs police nhs "
    "authority council government court department office customers clients delegates subscribers visitors pupils patients "
    "children parents staff donors supporters volunteers members employees others anyone nobody ukrlp register public "
    "companies children's england's once since after before under please such both only however information's "
    "head officer controller controllers lead manager team there then laptops phones please until unless either neither".split()
)
_MORE = re.compile(rf",? (?:and|or) ({_NAME}(?: {_NAME})?)|, ({_NAME}(?: {_NAME})?)")
KINDS: dict[str, str] = {
    "it_supplier": r"(?:it|software|hosting|technology|cloud|technical|system)s?[ ,](?:[\w, ]{0,30}?)(?:suppliers?|providers?|support|companies)|host our systems|service providers?|handling software",
    "marketing_supplier": r"marketing (?:suppliers?|agenc\w+|companies)|mailing houses?|send our newsletter|advertis\w+ (?:partners?|agenc\w+)",
    "debt_collector": r"debt (?:collect\w+|recovery)(?: agenc\w+)?|collect debts",
    "payment_provider": r"payment (?:providers?|processors?|services?)|card processor|banks?\b",
    "courier": r"couriers?|delivery (?:compan\w+|partners?|firms?)",
    "auditor": r"audit(?:ors?|s)?\b|audit our",
    "adviser": r"(?:legal|professional) advis[eo]rs?|solicitors|lawyers|accountants?\b|insurers?\b",
    "regulator": r"regulators?\b|ofsted|charity commission|financial conduct authority|care quality commission|information commissioner",
    "law_enforcement": r"law enforcement|police",
    "tax_authority": r"hmrc|hm revenue|tax authorit\w+|inland revenue",
    "court": r"\bcourts?\b|tribunals?",
    "public_authority": r"local authorit\w+|department for education|government (?:bodies|departments)|public authorit\w+|social services|local council",
    "health_provider": r"your (?:gp|doctor)|hospitals?\b|other (?:clinicians?|health(?:care)? professionals?)|nhs (?:bodies|trusts?|services?)",
    "buyer_of_business": r"buyer\b|sell (?:any|all|part|our)[\w ]*business|merger|acquisition|business changes hands|successor",
    "fraud_prevention": r"(?:fight|prevent\w*|reduce|against|protection and reduce|further) (?:the )?(?:risk of )?fraud|fraud (?:prevention|protection)",
    "group_company": r"group (?:compan\w+|of companies)|subsidiar\w+|parent company|affiliates?\b",
}
"""Kinds of recipients as a register of disclosures names them, to the words of notices."""

COUNTRIES: dict[str, str] = {
    "US": r"United States|USA\b|U\.S\.A?\.?|\bUS\b|America\b",
    "IE": r"(?<!Northern )Ireland\b", "FR": r"\bFrance\b", "DE": r"\bGermany\b", "NL": r"\bNetherlands\b", "BE": r"\bBelgium\b",
    "ES": r"\bSpain\b", "IT": r"\bItaly\b", "PL": r"\bPoland\b", "SE": r"\bSweden\b", "DK": r"\bDenmark\b", "FI": r"\bFinland\b",
    "NO": r"\bNorway\b", "CH": r"\bSwitzerland\b", "CA": r"\bCanada\b", "AU": r"\bAustralia\b", "NZ": r"\bNew Zealand\b",
    "IN": r"\bIndia\b", "JP": r"\bJapan\b", "SG": r"\bSingapore\b", "ZA": r"\bSouth Africa\b", "PH": r"\bPhilippines\b",
    "IL": r"\bIsrael\b", "BR": r"\bBrazil\b", "CN": r"\bChina\b", "HK": r"\bHong Kong\b", "UA": r"\bUkraine\b", "RO": r"\bRomania\b",
    "PT": r"\bPortugal\b", "AT": r"\bAustria\b", "GR": r"\bGreece\b", "CZ": r"\bCzech", "HU": r"\bHungary\b", "KR": r"\bSouth Korea\b",
    "MX": r"\bMexico\b", "AE": r"\bEmirates\b", "PK": r"\bPakistan\b", "LK": r"\bSri Lanka\b", "KE": r"\bKenya\b",
}
"""ISO 3166 codes to the names in notices; the United Kingdom is home."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """A company or service that a sentence names: its name, the line, and why it is taken for one."""

    name: str
    line: int
    why: str


def companies(sentence: Sentence, known: Iterable[str], own: str) -> Iterator[Recipient]:
    """The companies that a sentence names.

    Args:
        sentence: the sentence.
        known: names of services known to exist, beside ``KNOWN``.
        own: the controller's name, which is no recipient.
    """
    text = sentence.quote
    taken: list[str] = []
    for name in sorted({*KNOWN, *known}, key=len, reverse=True):
        found = re.search(rf"(?<![\w.@/-]){re.escape(name)}(?![\w@])", text, re.IGNORECASE if len(name) > 3 and " " in name else 0)
        found = found or re.search(rf"(?<![\w.@/-]){re.escape(name.upper())}(?![\w@])", text)
        found = found or (re.search(rf"(?<![\w.@/-]){re.escape(name.capitalize())}(?![\w@])", text) if len(name) > 3 else None)
        if found and not any(name.lower() in other.lower() for other in taken) and not _is_own(name, own):
            taken.append(name)
            yield Recipient(name, sentence.line, "a service known by this name")
    told = [(m[1] + " " + m[2], "by the form of its name") for m in _COMPANY.finditer(text)]
    told += [(m[1], GUESSED) for m in _AFTER_VERB.finditer(text)]
    told += [(m[1], GUESSED) for m in [_SUBJECT.search(text)] if m]
    for raw, why in told:
        name = _trimmed(raw)
        if name and not _is_own(name, own) and not any(name.lower() in other.lower() or other.lower() in name.lower() for other in taken):
            taken.append(name)
            yield Recipient(name, sentence.line, why)


def proper(name: str, own: str) -> str:
    """A name without the common words around it; '' if nothing is left, or it is the controller's own."""
    trimmed = _trimmed(name)
    plain = not trimmed[:1].isupper() or trimmed.isupper() or any(char in trimmed for char in "@/:")
    return "" if plain or _is_own(trimmed, own) else trimmed


def _trimmed(name: str) -> str:
    words = name.strip(" .,'’-").split()
    while words and words[0].lower().removesuffix("'s") in _NOT_NAMES:
        words.pop(0)
    while words and words[-1].lower() in _NOT_NAMES:
        words.pop()
    return " ".join(words) if words and len(words[0]) > 1 else ""


def _is_own(name: str, own: str) -> bool:
    mine = re.sub(rf"\b{_FORMS}$", "", own).strip().lower()
    theirs = re.sub(rf"\b{_FORMS}$", "", name).strip().lower()
    return bool(mine) and (theirs == mine or theirs.split()[:1] == mine.split()[:1])


def kinds(said: str) -> list[str]:
    """The kinds of recipients that a text names."""
    return [kind for kind, words in KINDS.items() if re.search(rf"\b(?:{words})", said)]


def countries(text: str) -> list[str]:
    """The countries that a text names as ISO 3166 codes, in its own spelling; the United Kingdom left out."""
    return [code for code, words in COUNTRIES.items() if re.search(words, text)]
