"""Things that bear a person's name: brands, products, colours, places, posts.

What belongs here: whether a span that looks like a name names a thing, from the words around it. What does not: what a
name looks like (`scanners.recognisers.person`), the lists of brands and goods (`scanners.name_lists`).

The order of proof: a title before it makes it a person; a brand known by its whole name, a word of goods or of business
behind it, a word for a supplier before it, a colour among colours, a town, make it a thing.
"""

from __future__ import annotations

import re
from functools import cache

from scanners.name_lists import brands, given_names, goods, listed, places, surnames, words

_TITLE = re.compile(r"\b(?:mr|mrs|ms|miss|mx|dr|prof|professor|sir|dame|rev|cllr|sister|nurse)\.?\s$", re.IGNORECASE)
_NEXT = re.compile(r"[ \-]([a-z][a-z'\u2019-]*)(?:[ \-]([a-z][a-z-]*))?(?:[ \-]([a-z][a-z-]*))?")
_ARTICLE = re.compile(r"(?:\b(?:the|our|your|a|an|new|every|bestselling|\d+ ?x|of the)\s)$", re.IGNORECASE)
_SUPPLIER_BEFORE = re.compile(
    r"\b(?:suppliers?|providers?|vendors?|contractors?|subcontractors?|distributors?|retailers?|manufacturers?|brands?|"
    r"competitors?|wholesalers?|couriers?|hauliers?|carriers?|franchisee|glazier|plumbers|merchants?|"
    r"compared (?:with|to)|"
    r"cheaper than|alternative to|made by|made in the uk for|stocked (?:by|at|in)|sold (?:by|at|in)|shop at|"
    r"shopping at|"
    r"purchasing|procurement|accounts payable|trailer from|pallets? from|delivery from|deliveries from|engineer from|"
    r"quote from|quotation from|catalogue from|voucher for|branch of|franchise of|shares in|invoices? from|"
    r"purchase order to|"
    r"order from|ordered from|bought (?:from|at|in)|contract with|switch(?:ed|ing)? (?:from|to)|tender from|"
    r"storm|hurricane|hms|rms|mv|ss|pub|hotel|ward|project|codename(?:d)?|chatbot|robot|server|host|printer|theatre|"
    r"stadium|hall|cafe|caf\u00e9|restaurant|shop|app|software|tool|plugin|font|theme|model|boat|ship|ferry|train|"
    r"locomotive|station|racehorse|greyhound|room|suite|lounge|pod|cluster|node|(?:statue|bust|portrait|biography|"
    r"novels?|poems?|plays?|works?|life|grave|birthplace) (?:of|by))[\s:,]\s*$",
    re.IGNORECASE,
)
_BUSINESS_AFTER = re.compile(
    r"(?:['\u2019]s)?\s(?:(?:& |and )(?:sons?|co|daughters?|partners|associates|company)\b|credit note|"
    r"gift cards?|vouchers?\b"
    r"|price list|stores?\b|branch(?:es)?\b|showroom|outlet|depot\b|catalogue|warehouse|franchise|customer service"
    r"|share price|account manager|sales rep|have (?:raised|increased|put up|changed|delivered|sent|confirmed|"
    r"quoted|won|"
    r"launched|opened|closed|bought|sold|agreed|asked|not|now|gone|been)\b(?! we)|are (?:now )?(?:offering|"
    r"selling|opening|"
    r"closing|raising|launching|supplying|delivering|out of stock|recalling|hiring|owned)\b|deliver(?:y|"
    r"ies)\b(?! address)"
    r"|(?:law|rule|act|effect|scale|theorem|diagram|chart|method|principle|key|keys|knife|screws?|screwdriver|plan"
    r"|pipeline|build|cluster|prize|award|trophy|cup|stand|room|suite|wing|block|ward|wood|bridge|line|stadium|pub|"
    r"arms|hotel|inn|sponge|salad|estate|house|airport|station|festival|lecture|report)\b(?! (?:that|she|he)\b)"
    r"|\d{1,2}% off|sale\b|promo(?:tion)?s?\b|discount|refurb|recall|price (?:rise|increase|list|match)"
    r"|(?:(?:cook)?books?|box sets?|omnibus|novels?|paperbacks?|dvds?|cds?|lps?|vinyl|posters?|costumes?|biography|"
    r"films?|boxed set|tickets|tribute|exhibition|collection|range|swatch(?:es)?|chalk|meeting room|room|mill|"
    r"wharf|quay|cake)\b"
    r"|shares?\b|plc\b|demo unit|one\b(?! (?:day|of|who|to)))",
    re.IGNORECASE,
)
_COMPANY_AFTER = re.compile(
    r"(?:['\u2019]s)?(?:[ \-][A-Z][\w'\u2019-]*){0,2}?\s(?:(?:&|and|\+)\s(?:Co|Sons?|Daughters?|Partners|"
    r"Associates|Company|"
    r"Brothers|Bros|[A-Z]\w+ (?:Ltd|Limited|LLP|plc|PLC))\b|(?:Ltd|Limited|PLC|plc|LLP|Inc|LLC|GmbH|CIC|Co|Corp|Group|"
    r"Holdings|Partners|Partnership|Associates|Bros|Brothers|Company|Trust|Foundation|Foods?|Cereals|Brewery|Bakery|"
    r"Butchers|Catering|Motors?|Cars|Garage|Homes|Housing|Estates|Lettings|Properties|Construction|Builders|Building|"
    r"Joinery|Roofing|Plumbing|Heating|Electrical|Electronics|Engineering|Logistics|Transport|Haulage|Couriers|Freight|"
    r"Coaches|Buses|Travel|Tours|Holidays|Insurance|Finance|Capital|Wealth|Bank|Solicitors|Law|Legal|Accountants|"
    r"Consulting|Consultants|Consultancy|Recruitment|Staffing|Training|Academy|School|College|University|Hospital|"
    r"Clinic|Surgery|Dental|Pharmacy|Opticians|Vets|Care|Nursing|Nurseries|Gardens?|Landscapes|Farms?|Dairy|Supplies|"
    r"Stores|Trading|Textiles|Fabrics|Furniture|Carpets|Kitchens|Bathrooms|Windows|Interiors|Design|Designs|Studios?|"
    r"Media|Press|Publishing|Print|Printers|Printing|Records|Software|Systems|Solutions|Technolog(?:y|ies)|Digital|"
    r"Services|Security|Cleaning|Waste|Recycling|Energy|Industries|International|Packaging|Plastics|Metals|Steel|"
    r"Timber|Tools|Plant|Hire|Sports|Fitness|Toys|Games|Jewellers|Tailors|Shoes|Clothing|Fashion|Cosmetics|Beauty|"
    r"Hotels?|Inn|Arms|Restaurant|Cafe|Street|Road|Lane|Avenue|Close|Drive|Court|House|Hall|Room|Building|Park|Centre|"
    r"Stadium|Library|Theatre|Museum|Gallery|Church|Award|Prize|Cup|Trophy|Line|Bridge|Airport|Station)\b)"
)
_VERSION_AFTER = re.compile(
    r"\s(?:v?\d+\.\d+|[A-Z]{1,3}\d{1,4}\b(?!\s?\d?[A-Z]{2})|\d{1,4}(?:cm|mm|ml|kg|g|w|gb|tb|in|inch)\b)"
)
_BUSINESS_WORD = re.compile(
    r"\b(?:homes|packaging|buses|coaches|haulage|transport|freight|couriers?|construction|builders?|building|joinery|"
    r"roofing|scaffolding|plant|timber|steel|metals|tools|fasteners|fixings|textiles|fabrics|furniture|carpets|"
    r"kitchens|"
    r"bathrooms|windows|glazing|interiors|catering|bakers?|butchers?|brewery|dairy|farms?|nurseries|estates?|lettings|"
    r"properties|property|insurance|finance|capital|investments?|ventures|media|press|publishing|print(?:ing|ers)?|"
    r"records|studios?|pictures|productions|games|toys|sports?|fitness|gym|golf|travel|tours|holidays|airways|"
    r"airlines?|"
    r"shipping|marine|aerospace|automotive|autos?|cars|vans|tyres|garages?|energy|electric|gas|oil|water|waste|"
    r"recycling|"
    r"cleaning|security|recruitment|staffing|labs?|laboratories|pharma(?:ceuticals)?|chemicals|plastics|electronics|"
    r"instruments|technolog(?:y|ies)|digital|analytics|networks?|telecom|communications|industries|international|"
    r"worldwide|europe|uk|enterprises|trading|retail|wholesale|outfitters|tailors|jewellers|opticians|florists?|"
    r"award|prize|cup|trophy|medal|building|wing|ward|library|theatre|museum|gallery|stadium|arena|bridge|tower|"
    r"square|gardens?|close|drive|crescent|terrace|way|place|mews|resit|module|exam)s?$",
    re.IGNORECASE,
)
_AMONG_COLOURS = re.compile(
    r"\b(?:colou?r(?:s|way|ways)?|shades?|finish(?:es)?|tones?|available in|choose from|comes in|stocked in|"
    r"paint(?:ed)?|"
    r"palette|swatch(?:es)?|fabrics?)\b[^.!?\n]{0,60}$",
    re.IGNORECASE,
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
    if (
        _COMPANY_AFTER.match(after)
        or _BUSINESS_AFTER.match(after)
        or _VERSION_AFTER.match(after)
        or _SUPPLIER_BEFORE.search(before)
    ):
        return True
    if " " not in name:
        return _is_lone_thing(name, before, after)
    return _ARTICLE.search(before) is not None and _is_before_goods(after, article=True)


def _is_lone_thing(name: str, before: str, after: str) -> bool:
    if name in listed("colours") and _AMONG_COLOURS.search(before):
        return True
    if name in places() and name not in given_names():
        return True
    if name in listed("posts") and name not in given_names() and name not in surnames():
        return True
    if name in words() and name not in given_names() and name not in surnames():
        return True
    if name in listed("posts") and re.search(r"[,(]\s?(?:\w+ )?$", before):
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
        if word in listed("words_of_sentences") or (number == 0 and word.endswith(("s", "ed", "ly"))):
            break
    first = following[0]
    return (
        article
        and first not in listed("words_of_sentences")
        and first not in listed("things_of_persons")
        and not first.endswith(("ed", "ly", "'s"))
    )


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
