"""Things that bear a person's name: brands, products, colours, places, posts.

What belongs here: whether a span that looks like a name names a thing, from the words around it. What does not: what a
name looks like (`scanners.recognisers.person`), the lists of brands and goods (`scanners.name_lists`).

The order of proof: a title before it makes it a person; a brand known by its whole name, a word of goods or of business
behind it, a word for a supplier before it, a colour among colours, a town, make it a thing.
"""

from __future__ import annotations

import re
from functools import cache

from scanners.name_lists import brands, given_names, goods, places, surnames, words

_TITLE = re.compile(r"\b(?:mr|mrs|ms|miss|mx|dr|prof|professor|sir|dame|rev|cllr|sister|nurse)\.?\s$", re.IGNORECASE)
_NEXT = re.compile(r"[ \-]([a-z][a-z'\u2019-]*)(?:[ \-]([a-z][a-z-]*))?(?:[ \-]([a-z][a-z-]*))?")
_NO_PART = frozenset(
    "the a an this that his her their its my our your and or but nor for from to of in on at by with about as off up "
    "out into over under who whom whose which when where while because if so than then not no never always often "
    "sometimes also just only again too very now today tomorrow yesterday tonight here there please can could will "
    "would shall should may might must do did does done is are was were be been being am has have had got get gets "
    "said asked told rang came went took gave made left lost broke bought sold sent brought paid kept met saw knew "
    "thought felt found wrote spoke began ran ate drank drove stood sat slept read put let set cut hit want need like "
    "love hate use buy sell fix order return move carry lift see".split()
)
_OF_PERSONS = frozenset(
    "family household account accounts case file files booking bookings interview appointment complaint matter estate "
    "invoice order orders refund claim referral placement contract report review issue meeting call ticket payment "
    "wedding funeral party children kids twins boys girls sisters brothers siblings lady woman man boy girl bloke guy "
    "chap lad sister brother daughter son mother father".split()
)
_ARTICLE = re.compile(r"(?:\b(?:the|our|your|a|an|new|every|bestselling|\d+ ?x|of the)\s)$", re.IGNORECASE)
_SUPPLIER_BEFORE = re.compile(
    r"\b(?:suppliers?|providers?|vendors?|contractors?|subcontractors?|distributors?|retailers?|manufacturers?|brands?|"
    r"competitors?|wholesalers?|couriers?|hauliers?|carriers?|franchisee|glazier|plumbers|merchants?|compared (?:with|to)|"
    r"cheaper than|alternative to|made by|made in the uk for|stocked (?:by|at|in)|sold (?:by|at|in)|shop at|shopping at|"
    r"purchasing|procurement|accounts payable|trailer from|pallets? from|delivery from|deliveries from|engineer from|"
    r"quote from|catalogue from|voucher for|branch of|franchise of)[\s:,]\s*$",
    re.IGNORECASE,
)
_BUSINESS_AFTER = re.compile(
    r"(?:['\u2019]s)?\s(?:(?:& |and )(?:sons?|co|daughters?|partners|associates|company)\b|credit note|gift cards?|vouchers?\b"
    r"|price list|stores?\b|branch(?:es)?\b|showroom|outlet|depot\b|catalogue|warehouse|franchise|customer service"
    r"|shares?\b|plc\b|demo unit|one\b(?! (?:day|of|who|to)))",
    re.IGNORECASE,
)
_VERSION_AFTER = re.compile(r"\s(?:v?\d+\.\d+|[A-Z]{1,3}\d{1,4}\b(?!\s?\d?[A-Z]{2})|\d{1,4}(?:cm|mm|ml|kg|g|w|gb|tb|in|inch)\b)")
_BUSINESS_WORD = re.compile(
    r"\b(?:homes|packaging|buses|coaches|haulage|transport|freight|couriers?|construction|builders?|building|joinery|"
    r"roofing|scaffolding|plant|timber|steel|metals|tools|fasteners|fixings|textiles|fabrics|furniture|carpets|kitchens|"
    r"bathrooms|windows|glazing|interiors|catering|bakers?|butchers?|brewery|dairy|farms?|nurseries|estates?|lettings|"
    r"properties|property|insurance|finance|capital|investments?|ventures|media|press|publishing|print(?:ing|ers)?|"
    r"records|studios?|pictures|productions|games|toys|sports?|fitness|gym|golf|travel|tours|holidays|airways|airlines?|"
    r"shipping|marine|aerospace|automotive|autos?|cars|vans|tyres|garages?|energy|electric|gas|oil|water|waste|recycling|"
    r"cleaning|security|recruitment|staffing|labs?|laboratories|pharma(?:ceuticals)?|chemicals|plastics|electronics|"
    r"instruments|technolog(?:y|ies)|digital|analytics|networks?|telecom|communications|industries|international|"
    r"worldwide|europe|uk|enterprises|trading|retail|wholesale|outfitters|tailors|jewellers|opticians|florists?|"
    r"award|prize|cup|trophy|medal|building|wing|ward|library|theatre|museum|gallery|stadium|arena|bridge|tower|"
    r"square|gardens?|close|drive|crescent|terrace|way|place|mews|resit|module|exam)s?$",
    re.IGNORECASE,
)
_COLOURS = frozenset(
    "Rose Olive Coral White Black Brown Grey Gray Green Navy Amber Ruby Violet Hazel Ginger Scarlett Scarlet Jade Pearl "
    "Ivory Indigo Sienna Lilac Heather Saffron Sage Blush Teal Slate Sky Aqua Clementine Poppy Plum Cherry Berry Fern "
    "Willow Moss Sand Mocha Ebony Jasmine Iris Primrose Lavender Marigold Opal Emerald Garnet Bronze Chestnut".split()
)
_AMONG_COLOURS = re.compile(
    r"\b(?:colou?r(?:s|way|ways)?|shades?|finish(?:es)?|tones?|available in|choose from|comes in|stocked in|paint(?:ed)?|"
    r"palette|swatch(?:es)?|fabrics?)\b[^.!?\n]{0,60}$",
    re.IGNORECASE,
)
_POSTS = frozenset(
    "Nurse Lecturer Teacher Tutor Matron Porter Warden Chef Cook Cashier Clerk Buyer Planner Joiner Fitter Electrician "
    "Plumber Welder Painter Carpenter Surveyor Architect Auditor Analyst Trainer Coach Consultant Receptionist Librarian "
    "Technician Paramedic Midwife Pharmacist Dentist Surgeon Optician Physiotherapist Therapist Counsellor Chaplain "
    "Registrar Bursar Headteacher Headmaster Principal Provost Dean Professor Reader Trustee Treasurer Secretary Chair "
    "Solicitor Barrister Paralegal Accountant Bookkeeper Recruiter Driver Courier Postman Cleaner Caretaker Gardener "
    "Groundsman Labourer Bricklayer Plasterer Roofer Mechanic Machinist Operative Supervisor Foreman Councillor Mayor".split()
)


def names_a_thing(text: str, start: int, end: int) -> bool:
    """Whether the name at that span is borne by a thing where it stands; looks at a bounded stretch on either side."""
    before = text[max(0, start - 80) : start]
    if _TITLE.search(before):
        return False
    name = text[start:end]
    after = text[end : end + 60]
    if _is_brand(text, start, end) or _BUSINESS_WORD.search(name):
        return True
    if _BUSINESS_AFTER.match(after) or _VERSION_AFTER.match(after) or _SUPPLIER_BEFORE.search(before):
        return True
    if " " not in name:
        return _is_lone_thing(name, before, after)
    return _ARTICLE.search(before) is not None and _is_before_goods(after, article=True)


def _is_lone_thing(name: str, before: str, after: str) -> bool:
    if name in _COLOURS and _AMONG_COLOURS.search(before):
        return True
    if name in places() and name not in given_names():
        return True
    if name in _POSTS and name not in given_names() and name not in surnames():
        return True
    if name in words() and name not in given_names() and name not in surnames():
        return True
    if name in _POSTS and re.search(r"[,(]\s?(?:\w+ )?$", before):
        return True
    return _is_before_goods(after, article=_ARTICLE.search(before) is not None)


def _is_before_goods(after: str, *, article: bool) -> bool:
    """Whether goods follow at once or after one or two words of their kind: `Rowan oak side table`."""
    match = _NEXT.match(after)
    if match is None:
        return False
    following = [word for word in match.groups() if word]
    for number, word in enumerate(following):
        if word in goods():
            return True
        if word in _NO_PART or (number == 0 and word.endswith(("s", "ed", "ly"))):
            break
    first = following[0]
    return article and first not in _NO_PART and first not in _OF_PERSONS and not first.endswith(("ed", "ly", "'s"))


def _is_brand(text: str, start: int, end: int) -> bool:
    name = text[start:end]
    first = re.split(r"[\s-]", name, maxsplit=1)[0].removesuffix("'s")
    for brand in _brands_by_word().get(first, ()):
        if " " not in brand and end - start > len(brand):
            continue
        if text.startswith(brand, start) and not text[start + len(brand) : start + len(brand) + 1].isalnum():
            return start + len(brand) >= end or " " in brand
    return False


@cache
def _brands_by_word() -> dict[str, tuple[str, ...]]:
    """First word → the brands that begin with it, the longest first."""
    found: dict[str, list[str]] = {}
    for brand in brands():
        found.setdefault(re.split(r"[\s-]", brand, maxsplit=1)[0].removesuffix("'s"), []).append(brand)
    return {word: tuple(sorted(some, key=lambda b: (-len(b), b))) for word, some in found.items()}
