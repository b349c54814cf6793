"""Filling a template: its slots become text, and the personal ones become labelled spans.

Here: the slots a template may name and the category of each. Not here: the templates, the tables.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from benchmarks.sets import identifiers as ids
from benchmarks.sets.people import Row, split

SLOT = re.compile(r"\{(\w+)(?::[^{}]+)?\}")
PIECE = re.compile(r"\{(\w+)(?::([^{}]+))?\}|\[|\]")


@dataclass(frozen=True, order=True)
class Span:
    """A labelled piece of a text: code points, end exclusive; any one of `categories` is right.

    A neutral span (the town where somebody lives) may be found or not.
    """

    start: int
    end: int
    categories: tuple[str, ...]
    neutral: bool = False


@dataclass(frozen=True)
class Text:
    """A filled template: its text, its labelled spans, and what stood in square brackets."""

    text: str
    spans: tuple[Span, ...]
    marked: tuple[tuple[int, int], ...] = ()


Make = Callable[[Row], str]
NAME = ("user.name",)
FIRST = ("user.name.first",)
LAST = ("user.name.last",)
EMAIL = ("user.contact.email",)
PHONE = ("user.contact.phone_number",)
ADDRESS = ("user.contact.address",)
BANK = ("user.financial.bank_account",)


def _day(row: Row) -> date:
    return date(2024, 1, 1) + timedelta(days=row.rng.randrange(900))


def _date(row: Row) -> str:
    day = _day(row)
    style = row.rng.choice(("%d/%m/%Y", "%d %B %Y", "%d.%m.%y", "%d %b", "%Y-%m-%d"))
    return day.strftime(style)


def _born(row: Row) -> str:
    day = date(1938, 1, 1) + timedelta(days=row.rng.randrange(24000))
    return day.strftime(row.rng.choice(("%d/%m/%Y", "%d %B %Y", "%d-%m-%Y", "%d.%m.%y")))


def _time(row: Row) -> str:
    hour, minute = row.rng.randrange(7, 19), row.rng.choice((0, 15, 30, 45))
    return row.rng.choice((f"{hour:02d}:{minute:02d}", f"{(hour - 1) % 12 + 1}{'am' if hour < 12 else 'pm'}"))


def _price(row: Row) -> str:
    pounds = row.rng.choice((row.rng.randrange(3, 100), row.rng.randrange(100, 20000)))
    return row.rng.choice((f"£{pounds:,}", f"£{pounds}.{row.rng.randrange(10, 100)}", f"{pounds} GBP", f"£{pounds}.00"))


def _code(row: Row) -> str:
    n = ids.digits(row.rng, 5)
    return row.rng.choice(
        (f"SO-{n}", f"#{n}", f"{n}{ids.digits(row.rng, 3)}", f"W{n}-{ids.digits(row.rng, 2)}", f"20{n[:2]}/{n}")
    )


MONTHS = split("January,February,March,April,May,June,July,August,September,October,November,December,Q1,Q3")
DAYS = split("Monday,Tuesday,Wednesday,Thursday,Friday,Saturday,Sunday,Mon,Tues,Thurs")

PLAIN: dict[str, Make] = {
    "product": lambda r: r.pick("products"),
    "company": lambda r: r.pick("companies"),
    "software": lambda r: r.pick("software"),
    "dept": lambda r: r.pick("departments"),
    "course": lambda r: r.pick("courses"),
    "town": lambda r: r.pick("towns"),
    "site": lambda r: r.pick("websites"),
    "job": lambda r: r.pick("jobs"),
    "employer": lambda r: r.pick("employers"),
    "price": _price,
    "date": _date,
    "time": _time,
    "month": lambda r: r.rng.choice(MONTHS),
    "day": lambda r: r.rng.choice(DAYS),
    "n": lambda r: str(r.rng.choice((r.rng.randrange(2, 10), r.rng.randrange(10, 99), r.rng.randrange(100, 999)))),
    "ver": lambda r: ".".join(str(r.rng.randrange(1, 25)) for _ in range(r.rng.choice((2, 3, 3, 4)))),
    "order": _code,
    "inv": lambda r: r.rng.choice(("INV", "AC", "JB", "KX", "")) + ids.digits(r.rng, 6),
}


def _people(number: int) -> dict[str, tuple[Make, tuple[str, ...]]]:
    tail = "" if number == 0 else str(number + 1)
    return {
        f"p{tail}": (lambda r: r.person(number).full, NAME),
        f"f{tail}": (lambda r: r.person(number).first, FIRST),
        f"l{tail}": (lambda r: r.person(number).last, LAST),
        f"P{tail}": (lambda r: r.person(number).full.upper(), NAME),
        f"pl{tail}": (lambda r: r.person(number).full.lower(), NAME),
        f"fl{tail}": (lambda r: r.person(number).first.lower(), FIRST),
        f"ll{tail}": (lambda r: r.person(number).last.lower(), LAST),
        f"lf{tail}": (lambda r: f"{r.person(number).last}, {r.person(number).first}", NAME),
        f"il{tail}": (lambda r: f"{r.person(number).first[0]}. {r.person(number).last}", NAME),
        f"em{tail}": (lambda r: r.person(number).email, EMAIL),
    }


PERSONAL: dict[str, tuple[Make, tuple[str, ...]]] = {
    **_people(0),
    **_people(1),
    **_people(2),
    **_people(3),
    "ph": (lambda r: ids.phone(r.rng), PHONE),
    "ph2": (lambda r: ids.phone(r.rng), PHONE),
    "mob": (lambda r: ids.mobile(r.rng) if r.rng.random() < 0.5 else ids.mobile(r.rng).replace(" ", ""), PHONE),
    "addr": (lambda r: f"{r.home().line1}, {r.home().town} {r.home().postcode}", ADDRESS),
    "addrlines": (lambda r: f"{r.home().line1}\n{r.home().town}\n{r.home().postcode}", ADDRESS),
    "street": (lambda r: r.home().line1, ADDRESS),
    "pc": (
        lambda r: r.home().postcode if r.rng.random() < 0.8 else r.home().postcode.lower(),
        ("user.contact.address.postal_code",),
    ),
    "nino": (
        lambda r: r.rng.choice((ids.nino, ids.nino_spaced))(r.rng),
        ("user.government_id.national_identification_number",),
    ),
    "nhs": (
        lambda r: r.rng.choice((ids.nhs, ids.nhs_spaced))(r.rng),
        ("user.health_and_medical.record_id", "user.government_id.national_identification_number"),
    ),
    "utr": (lambda r: ids.utr(r.rng), ("user.government_id.national_identification_number", "user.financial")),
    "upn": (lambda r: ids.upn(r.rng), ("user.unique_id", "user.government_id.national_identification_number")),
    "pass": (lambda r: ids.passport(r.rng), ("user.government_id.passport_number",)),
    "lic": (
        lambda r: ids.licence(r.rng, r.person().last, r.person().male),
        ("user.government_id.drivers_license_number",),
    ),
    "reg": (lambda r: ids.vehicle(r.rng), ("user.government_id.vehicle_registration",)),
    "sort": (lambda r: ids.sort_code(r.rng), BANK),
    "acc": (lambda r: ids.account(r.rng), BANK),
    "iban": (lambda r: r.rng.choice((ids.iban, ids.iban_spaced))(r.rng), BANK),
    "card": (lambda r: ids.card(r.rng), ("user.financial.credit_card",)),
    "ip": (lambda r: ids.ip4(r.rng), ("user.device.ip_address",)),
    "mac": (lambda r: ids.mac(r.rng), ("user.device.device_id", "user.device")),
    "dob": (_born, ("user.demographic.date_of_birth",)),
    "user": (lambda r: r.person().mailbox.replace(".", ""), ("user.account.username",)),
    "pw": (
        lambda r: r.rng.choice(("Tiger", "Maple", "Cobalt", "Harvest")) + ids.digits(r.rng, 4) + r.rng.choice("!?#"),
        ("user.authorization.password", "user.authorization.credentials"),
    ),
}
FEMALE = re.compile(r"\b(?:she|hers?|shes|herself)\b", re.IGNORECASE)
MALE = re.compile(r"\b(?:he|his|him|hes|himself)\b", re.IGNORECASE)
OF_WOMEN = re.compile(r"\bhusband\b|\b(?:mum|mother|sister|daughter|aunt|Mrs|Ms|Miss)\b", re.IGNORECASE)
OF_MEN = re.compile(r"\bwife\b|\b(?:dad|father|brother|son|grandad|Mr|man)\b", re.IGNORECASE)


def _sex(template: str) -> bool | None:
    """Whether the people of a template must be men (True), women (False), or may be either."""
    for female, male in ((FEMALE, MALE), (OF_WOMEN, OF_MEN)):
        women, men = bool(female.search(template)), bool(male.search(template))
        if women != men:
            return men
        if women:
            return None
    return None


NEUTRAL: dict[str, tuple[Make, tuple[str, ...]]] = {
    "home": (lambda r: r.home().town, ("user.contact.address.city", "user.contact.address", "user.location")),
}


def fill(
    template: str, rng: random.Random, half: str, own: Mapping[str, str] | None = None, *, marks: bool = False
) -> Text:
    r"""The template filled for one row.

    Args:
        template: text with ``{slot}`` or ``{slot:its own text}`` and, where `marks`, with ``[mention]``; ``\n`` stands
            for a line break.
        rng: the seeded source.
        half: whose term lists to use.
        own: further slots, filled first; their text may name slots itself.
        marks: whether square brackets mark a mention instead of standing for themselves.
    """
    for _ in range(2):
        template = SLOT.sub(lambda m: (own or {}).get(m[1], m[0]), template)
    row = Row(rng, half, male=_sex(template))
    out = ""
    at = 0
    spans: list[Span] = []
    marked: list[tuple[int, int]] = []
    opened = -1
    template = template.replace("\\n", "\n")
    for piece in PIECE.finditer(template):
        out += template[at : piece.start()]
        at = piece.end()
        name = piece[1]
        if name is None:
            if not marks:
                out += piece[0]
            elif piece[0] == "[":
                opened = len(out)
            else:
                marked.append((opened, len(out)))
        elif name in PLAIN:
            out += PLAIN[name](row)
        elif name in PERSONAL or name in NEUTRAL:
            make, categories = PERSONAL.get(name) or NEUTRAL[name]
            value = piece[2] or make(row)
            spans.append(Span(len(out), len(out) + len(value), categories, name in NEUTRAL))
            out += value
        else:
            raise KeyError(f"a template names the slot {name!r}, which does not exist")
    return Text(out + template[at:], tuple(spans), tuple(marked))


def slots_of(template: str) -> set[str]:
    """The names of the slots in a template."""
    return set(SLOT.findall(template))
